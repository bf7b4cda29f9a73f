"""The playground: one page where all controls of all lessons meet."""

from nnlab.explore.playground.playground import explore_playground

__all__ = ["explore_playground"]
