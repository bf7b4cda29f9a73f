"""What the explorables of lesson 7 say: each function returns whole sentences, and asks for nothing else.

Another language is another file with these functions.
"""

import numpy as np

from nnlab.capacity import EnergyLevels
from nnlab.explore.kit.numbers import plain
from nnlab.explore.lesson7.memory import TAUGHT, Blend, Memory, View
from nnlab.explore.lesson7.patterns import Made

LEGEND = dict(dot="wants to turn over", frame="just done so")
GALLERY = "stored patterns: each bar shows the overlap"
ENERGY, STEP, FRAMED, ATTENTION, OVERLAP = (
    "energy per neuron",
    "step",
    "the framed one",
    "attention",
    "overlap m",
)
STORE = "Store this", "learn the state shown as one more pattern, at rate η"
FORGET = "Forget this", "take the state shown out of the couplings: a stored one completely, others at rate η"
UNDO = "undo a change of the drawing"
HINT = (
    "Draw: press and drag for ink, with Shift or the right button for paper. A press on ink, without "
    "a drag, takes it away. Or move a cursor with the arrows; Enter turns a cell over, Delete takes "
    "the ink away. The framed small picture is the nearest; with a dashed frame it is its negative. "
    "Press a small picture to start from it. Ctrl+Z undoes; {keys}."
)
FIRST = {  # the control `which` and what could stand in it, for the sets that have one
    "letters": ("first letters", "AJX"),
    "digits": ("first digits", "012"),
    "large digits": ("first digits", "012"),
}
NO_ROOM = "two neurons have no room for a picture, so choose other patterns first"
NOTHING = "Nothing is stored yet. Draw a pattern, then press “Store this”."


def fixed(number: float, decimals: int, *, sign: bool = False) -> str:
    """Return a number with that many decimals, its sign if one is asked for, and no minus before a zero."""
    rounded = round(number, decimals) + 0.0
    return f"{rounded:{'+' if sign else ''}.{decimals}f}".replace("-", "−")


# -- the memory: the status line ----------------------------------------------------------------------------


def status(memory: Memory, view: View, *, note: str, moved: str, ends: bool) -> str:
    """Return the status line: what just happened, what is remembered, and what cannot be.

    `note` says what the reader has just done, `moved` is the control moved last; `ends` says whether this is
    the first or the last step known, at rest.
    """
    if not len(memory.X):
        return note or NOTHING
    happened = blended if memory.settings.modern else stepped
    load = held(memory) if ends else ""
    parts = (note, happened(memory, view), remembered(memory, view), load, about(memory, moved))
    return " ".join(part for part in parts if part)


def stepped(memory: Memory, view: View) -> str:
    """Return what has happened in a step of the Hopfield network."""
    step, wanting = view.step, int(view.wants.sum())
    k, energy = step.k, fixed(memory.energy(step), 3)
    if memory.resting(step):
        return f"Settled at step {k}: no neuron wants to turn over; energy per neuron {energy}."
    if step.end == "two-cycle" and memory.settings.order == "synchronous":
        return "A two-cycle: all at once, they swap between two states for ever."
    if k == 0 and wanting == 1:
        return f"Press play: 1 neuron wants to turn over; energy per neuron {energy}."
    if k == 0 and wanting:
        return f"Press play: {wanting} neurons want to turn over; energy per neuron {energy}."
    now = wants(wanting, energy)
    if k == 0:
        return now
    if step.neuron is not None:
        return f"{turned(memory, view)} {now}"
    if step.before is not None:
        count = int((step.s != step.before).sum())
        return f"Step {k}: {count} turned over, all at once. {now}"
    return f"Step {k}: a whole sweep in which no neuron turned over. {now}"


def wants(wanting: int, energy: str) -> str:
    """Return how many neurons want to turn over, and the energy."""
    if wanting == 0:
        return f"No neuron wants to turn over; energy per neuron {energy}."
    if wanting == 1:
        return f"1 neuron wants to turn over; energy per neuron {energy}."
    return f"{wanting} neurons want to turn over; energy per neuron {energy}."


def turned(memory: Memory, view: View) -> str:
    """Return which neuron has turned over, and why."""
    step, i = view.step, view.step.neuron
    row, column = (1 + place for place in divmod(i, memory.shape[1]))
    # What it hears now, but for what it now hears of itself in another way.
    heard = float(step.h[i] - 2 * step.s[i] * memory.W[i, i]) / memory.coupled.unit
    # A field may be as small as a learning rate: which side of 0 it is on must be seen.
    field = fixed(heard, 2, sign=True) if abs(heard) >= 0.005 else plain(heard, 1)
    if heard * step.s[i] > 0:
        return f"Step {step.k}: row {row}, column {column} turned over, because it heard {field}."
    return f"Step {step.k}: row {row}, column {column} turned over, by chance, though it heard {field}."


def blended(memory: Memory, view: View) -> str:
    """Return what has happened in a step of the modern network."""
    step: Blend = view.step
    most = int(np.argmax(step.a))
    name, share, k = memory.names[most], fixed(100 * step.a[most], 0), step.k
    if step.end:
        return f"Settled at step {k}: {share} % of the attention is on {name}."
    then = "The next state is the mean of all, weighted in this way."
    if k:
        return f"Step {k}: {share} % of the attention is on {name}. {then}"
    return f"Press play: {share} % of the attention is on {name}. {then}"


def remembered(memory: Memory, view: View) -> str:
    """Return what is remembered."""
    if view.nearest is None:
        return "nothing is stored"
    step, N, name, m = view.step, len(view.step.s), memory.names[view.nearest], view.m[view.nearest]
    if memory.settings.modern:
        if np.abs(step.s - memory.X[view.nearest]).max() < 0.01:
            return f"It is {name}, with every neuron right."
        return f"Nearest is {name}, with overlap {fixed(m, 2)}."
    if m == 0:
        return "It is like none of the stored: no overlap is above or below 0."
    wrong = round((1 - abs(m)) / 2 * N)
    if wrong == 0 and m > 0:
        return f"It is {name}, with every neuron right."
    if wrong == 0:
        return f"It is the negative of {name}, and has the same energy."
    found = memory.mixed(view)
    if found is not None:
        return f"It is none of the stored, but a mixture: the sign of {total(memory, found)}."
    if not memory.resting(step):
        if m > 0:
            return f"Nearest is {name}: {wrong} of {N} neurons differ."
        return f"Nearest is the negative of {name}: {wrong} of {N} neurons differ."
    if abs(m) < 0.9:
        if m > 0:
            return f"It is none of the stored; nearest is {name}, of which {wrong} of {N} neurons differ."
        return (
            f"It is none of the stored; nearest is the negative of {name}, of which {wrong} of {N} "
            "neurons differ."
        )
    if m > 0:
        return f"It is nearly {name}: {wrong} of {N} neurons differ."
    return f"It is nearly the negative of {name}: {wrong} of {N} neurons differ."


def total(memory: Memory, found: np.ndarray) -> str:
    """Return a mixture as a sum: A − J + X."""
    terms = [("−" if sign < 0 else "+") + f" {memory.names[j]}" for j, sign in found.T]
    return " ".join(terms).removeprefix("+ ")


def held(memory: Memory) -> str:
    """Return how many of the stored patterns stay put, if not all do."""
    stored, stay = len(memory.X), int(memory.stays.sum())
    if stay == stored:
        return ""
    if stay == 0:
        return f"Of the {stored} stored, none can stay put; the pale ones cannot."
    return f"Of the {stored} stored, only {stay} can stay put; the pale ones cannot."


def about(memory: Memory, moved: str) -> str:
    """Return what the control moved last does not do."""
    settings = memory.settings
    if moved == "which" and settings.left_out:
        signs = ", ".join(settings.left_out)
        if settings.patterns == "letters":
            return f"Left out, because they are not letters: {signs}."
        return f"Left out, because they are not digits: {signs}."
    if moved != "lr":
        return ""
    if settings.rule == "hebb":
        return (
            "Hebb’s rule stores the set at η = 1, since another rate would only rescale W: η is for "
            "“Store this” and “Forget this”."
        )
    if settings.rule == "storkey":
        return (
            "Storkey’s rule corrects a pattern by what W knows already; at a small η that is little, and it "
            "is Hebb’s rule."
        )
    return "This rule stores all at once and has no learning rate."


def picture(memory: Memory, view: View) -> str:
    """Return the picture in words."""
    step, stored, wanting = view.step, len(memory.X), int(view.wants.sum())
    on = int((step.s > 0).sum())
    patterns = "1 stored pattern" if stored == 1 else f"{stored} stored patterns"
    return (
        f"a memory of {len(step.s)} neurons, {on} of them on, with {patterns}, after {step.k} steps; "
        f"{wanting} neurons want to turn over; {remembered(memory, view)}"
    )


# -- the memory: what the reader has just done --------------------------------------------------------------


def taught(memory: Memory, told: str, name: str | None) -> str:
    """Return what became of a state to be stored or forgotten, see `Memory`; `name` is its own, if stored."""
    lr = plain(memory.settings.lr)
    return {
        "known": f"This is stored already: {name}, or its negative.",
        "full": f"There is room for {TAUGHT} patterns of your own, and they are there. Forget one first.",
        "stored": f"Stored as your pattern {memory.learned}. Now damage it, or draw something else.",
        "dropped": f"Forgotten: the couplings are as if {name} had never been stored.",
        "unlearned": f"Taken out of the couplings at rate η = {lr}, though it was never stored.",
        "unknown": "It is none of the stored. Only Hebb’s rule can take out what was never stored.",
    }[told]


def given(made: Made) -> str:
    """Return what was done with pictures that were given as arrays."""
    (high, wide), (rows, columns) = made.before, made.after
    said = []
    if made.before != made.after:
        said.append(f"Your pictures of {wide}×{high} were scaled down to {columns}×{rows} cells.")
    if made.middle is not None:
        said.append(f"What is above {plain(made.middle, 4)}, the middle of their range, is ink.")
    return " ".join(said)


def opened(name: str, made: Made) -> str:
    """Return what was done with a picture file."""
    (high, wide), (rows, columns) = made.before, made.after
    size = f"{wide:,}×{high:,}"
    cells = f"{name} ({size}) is now a drawing of {columns}×{rows} cells."
    if made.light:
        ink = "Its edge is dark, so what is lighter than the middle of its range is ink."
    else:
        ink = "Its edge is light, so what is darker than the middle of its range is ink."
    return f"{cells} {ink} “Store this” teaches it."


def refused(name: str, why: str) -> str:
    """Return why a picture file could not be taken."""
    return f"{name} cannot be used: {why}."


# -- the memory under load ----------------------------------------------------------------------------------


def levels(P: int, N: int, starts: int, found: EnergyLevels, deeper: float) -> str:
    """Return how many states of either kind were found, and what share of the spurious ones is `deeper`."""
    retrieval, spurious = (len(energies) for energies in found)
    said = [
        f"{P} random patterns on {N} neurons: {retrieval} of them hold (overlap above 0.9).",
        f"Of {starts} random states, {spurious} end in a spurious one.",
    ]
    if not retrieval:
        said.append("There is no retrieval state left to compare them with.")
    elif spurious:
        share = fixed(100 * deeper, 0)
        said.append(f"{share} % of those lie deeper than the mean of the retrieval states.")
    return " ".join(said)


def levels_picture(N: int, said: str) -> str:
    """Return the picture of the energies in words."""
    return f"energies of the states where a memory of {N} neurons ends; {said}"
