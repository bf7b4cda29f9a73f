"""The playground: one page where all controls of all lessons meet."""
