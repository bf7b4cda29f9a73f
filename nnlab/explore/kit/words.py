"""What a stage says in the page by itself, where the kernel would be too late: whole sentences."""

GONE = "The kernel has gone: run this cell again."
WAITING = "Waiting for the notebook to finish: it is still running its cells."
ONE_STEP = "1 step a second"
STEPS = "{n} steps a second"


def speed(n: int) -> str:
    """Return the entry of the list of speeds for `n` steps a second."""
    return ONE_STEP if n == 1 else STEPS.format(n=n)


def of_a_stage(speeds: list[int]) -> dict:
    """Return what `stage.js` says, by the names that it knows; `speeds` are those of its list."""
    return dict(gone=GONE, waiting=WAITING, speeds={str(n): speed(n) for n in speeds})
