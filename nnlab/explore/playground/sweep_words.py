"""What the sweep of the playground says: whole sentences with named places, and functions to choose them."""

from typing import Any

import numpy as np

from nnlab.explore.kit.numbers import count, plain
from nnlab.explore.playground.sweeping import NUMBERS, Middle, Sweeping, best, middle
from nnlab.explore.playground.unit_words import shown

NAMES = {  # of what can be swept
    "lr": "learning rate η",
    "batch": "batch size",
    "rule": "rule",
    "units": "units in each hidden layer",
    "layers": "hidden layers",
    "activation": "activation",
    "output": "output",
    "loss": "loss",
    "penalty": "penalty",
    "lam": "λ",
    "dropout": "dropout",
    "noise": "noise",
    "samples": "samples",
    "held_out": "share held out",
    "start": "start weights",
    "features": "features",
    "data": "data",
}
MEASURES = {
    "held_loss": "held-out loss",
    "held_accuracy": "share right, held out",
    "loss": "training loss",
    "accuracy": "share right, training",
}
FULL = "all"
ALL_FEATURES = "all seven"
SWEEP, SEEDS, STEPS, MEASURE = "sweep", "seeds", "steps a run", "show"
GO, STOP, GO_ON, GO_TIP = "Start", "Stop", "Go on", "run the sweep, or stop; what is finished stays"
HINT = "Space starts and stops. Dots are runs, the diamond is their median, the bar their middle half."

WAITS = "{total} runs of {steps} steps: {m} values of “{name}” with {seeds} seeds each. Press Start."
WAITS_ONE = "{total} runs of {steps} steps: {m} values of “{name}”, with one seed. Press Start."
UNDER_WAY = "{done} of {total} runs are finished."
RUNNING = "{done} of {total} runs are finished, the next one is at step {k} of {steps}."
ABOUT_LEFT = "About {seconds} s to go."
DONE = "All {total} runs are finished."
BEST = "The best median so far: {value}, with {number} ({runs} runs)."
BEST_OF_ONE = "The best so far: {value}, with {number}, but that is one run each."
CLEAR = "Its middle half is apart from that of every other value."
LEVEL = "But its middle half overlaps with that of {others}, so these seeds do not tell which is better."
ONE_LOST = "1 run has diverged: a cross at the upper edge."
LOST = "{n} runs have diverged: crosses at the upper edge."
ALT = "{done} of {total} runs of a sweep over {name}: the {measure} of each, and the medians"


def written(name: str, value: Any) -> str:
    """Return a value as the axis says it."""
    if name == "batch" and value == 0:
        return FULL
    if isinstance(value, tuple):
        return ALL_FEATURES if len(value) == 7 else ", ".join(map(shown, value))
    return plain(value) if isinstance(value, float) else str(value).replace("_", "-")


def progress(sweeping: Sweeping, *, pace: float) -> str:
    """Say how far it is; the page gives learning one part in `pace` of the time."""
    done, total = sweeping.position, sweeping.total
    if sweeping.length == 0 and not sweeping.under_way:
        sizes = dict(total=total, steps=count(sweeping.steps), m=len(sweeping.values), seeds=sweeping.seeds)
        return (WAITS if sweeping.seeds > 1 else WAITS_ONE).format(name=NAMES[sweeping.name], **sizes)
    if sweeping.finished and done == total:
        return DONE.format(total=total)
    told = UNDER_WAY.format(done=done, total=total)
    if sweeping.under_way:
        k, steps = count(sweeping.under_way), count(sweeping.steps)
        told = RUNNING.format(done=done, total=total, k=k, steps=steps)
    return f"{told} {ABOUT_LEFT.format(seconds=count(round(np.ceil(pace * sweeping.left()))))}"


def verdict(sweeping: Sweeping, measure: str) -> str:
    """Say which value is best so far, and whether the seeds tell; nothing before each has had one run."""
    table = sweeping.table(measure)
    lost = int(sweeping.diverged.sum())
    told = [] if not lost else [ONE_LOST if lost == 1 else LOST.format(n=lost)]
    found = best(table, largest="accuracy" in measure)
    if len(table) < 2 or sweeping.position < len(table) or found is None:
        return " ".join(told)
    halves, runs = middle(table), int((~np.isnan(table[found])).sum())
    value, number = written(sweeping.name, sweeping.values[found]), plain(halves.median[found])
    if runs == 1:
        return " ".join([BEST_OF_ONE.format(value=value, number=number), *told])
    others = level_with(halves, found)
    names = [written(sweeping.name, sweeping.values[i]) for i in others]
    listed = " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
    clear = LEVEL.format(others=listed) if others else CLEAR
    return " ".join([BEST.format(value=value, number=number, runs=runs), clear, *told])


def level_with(halves: Middle, found: int) -> list[int]:
    """Return the other values whose middle half overlaps with that of the value `found`."""
    low, high = halves.low, halves.high
    overlap = (low <= high[found]) & (high >= low[found])
    return [int(i) for i in np.flatnonzero(overlap) if i != found]


def in_order(name: str) -> bool:
    """Return whether the values of that control are numbers, so that a line may join them."""
    return name in NUMBERS


def alt(sweeping: Sweeping, measure: str) -> str:
    """Return what the picture shows."""
    return ALT.format(
        done=sweeping.position, total=sweeping.total, name=NAMES[sweeping.name], measure=MEASURES[measure]
    )
