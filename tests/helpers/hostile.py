"""Cells of a hostile notebook, kept so small that no machine is harmed on which they succeed."""


def bomb(pids: str, children: int) -> str:
    """Children that leave their group, write their numbers to the file `pids`, and end themselves."""
    return f"""import os, time
for _ in range({children}):
    if os.fork() == 0:
        os.setsid()
        with open({pids!r}, "a") as file:
            file.write(f"{{os.getpid()}}\\n")
        time.sleep(40)
        os._exit(0)
"""


FLOOD = "for _ in range(200):\n    print('x' * 1_000_000)\nopen('big', 'wb').write(bytes(50_000_000))"
DELETES = """import os, shutil
shutil.rmtree(os.path.expanduser("~"), ignore_errors=True)
shutil.rmtree(".", ignore_errors=True)
"""
READS = "import os\nraise ValueError(sorted(os.environ))"
HOGS = "whole = bytearray(8_000_000_000)"
LOOP = "sum(iter(int, 1))"  # compiled: neither a signal nor an exception ends it
