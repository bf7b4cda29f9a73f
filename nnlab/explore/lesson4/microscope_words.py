"""What the microscope says: each function returns whole sentences, and asks for nothing else.

Another language is another file with these functions.
"""

from nnlab.backprop_steps import BUGS, Step
from nnlab.explore.kit.numbers import plain
from nnlab.explore.lesson4 import formulas
from nnlab.explore.lesson4.specimen import HUNTS, LARGEST, Edge, Specimen, Walk

APPLY = "Apply the update", "these new weights become the weights"
UNDO = "the weights as before"
HINT = (
    "Point at a wire: its weight is nudged, and the two gradients are compared. Drag up or down: change "
    "its weight. By keyboard, on the picture: left and right choose a wire, up and down change its weight "
    "(with Shift by less), Ctrl+Z undoes; {keys}."
)
FORWARD, BACKWARD, UPDATE = "forward  →", "←  backward", "update"
CHART = "loss in training: purple with\nthe mistake, dashed without"
PASSES = "{passes} passes"
TITLES = {
    "input": "the sample comes in",
    "z": "add up what comes in, each times its weight",
    "a": "the activation: what it says",
    "loss": "compare with the right answer",
    "error": "how the loss changes with what it says",
    "delta": "times the slope: how the loss changes with z",
    "gradient": "what came in, times delta",
    "update": "one step of descent",
}
SQUEEZED = {
    "sigmoid": "σ makes of z a number between 0 and 1: that is what this neuron says.",
    "tanh": "Tanh makes of z a number between minus 1 and 1: that is what this neuron says.",
    "relu": "Relu lets z through where it is positive, and says 0 elsewhere: that is what this neuron says.",
    "linear": "Linear passes z on as it is: that is what this neuron says.",
}


# -- places -------------------------------------------------------------------------------------------------


def wires(walk: Walk) -> list[tuple[str, int]]:
    """Return the wires for the list, in the order of theta."""
    names = []
    for number, (l, i, j) in enumerate(walk.edges):
        name = _low(f"b{j + 1}" if i == walk.net.sizes[l - 1] else f"w{i + 1}{j + 1}")
        names.append((f"{name} into hidden" if l == 1 else f"{name} into output", number))
    return names


def _low(text: str) -> str:
    return text.translate(str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"))


def title(walk: Walk, step: Step) -> str:
    """Return the title of a step."""
    return f"{place(walk, step)}: {TITLES[step.does]}"


def place(walk: Walk, step: Step) -> str:
    """Return where a step is."""
    if step.does == "input":
        return "inputs"
    if step.does == "loss":
        return "loss"
    l, *rest = step.where[0]
    if step.does == "update":
        return "weights into the output layer" if _is_output(walk, l) else "weights into the hidden layer"
    name = neuron(walk, l, rest[-1])
    if step.does != "gradient":
        return name
    i = rest[0]
    if i == walk.net.sizes[l - 1]:
        return f"bias of {name}"
    return f"wire from input {i + 1} to {name}" if l == 1 else f"wire from hidden neuron {i + 1} to {name}"


def neuron(walk: Walk, l: int, j: int) -> str:
    """Return the name of a neuron; an only one needs no number."""
    alone = walk.net.sizes[l] == 1
    if _is_output(walk, l):
        return "output neuron" if alone else f"output neuron {j + 1}"
    return "hidden neuron" if alone else f"hidden neuron {j + 1}"


def _is_output(walk: Walk, l: int) -> bool:
    return l == len(walk.net.sizes) - 1


def picture(specimen: Specimen, step: Step) -> str:
    """Return the picture in words."""
    walk = specimen.walk
    return (
        f"A {walk.settings.sizes} network and one sample, step {step.k} of {len(walk.steps) - 1}: "
        f"{place(walk, step)}, {TITLES[step.does]}"
    )


# -- the status line ----------------------------------------------------------------------------------------


def status(specimen: Specimen, step: Step, *, check: bool, note: str = "") -> str:
    """Return the status line: what a step does and why; `check` says whether wrong gradients are marked."""
    done = happened(specimen) if step.k == 0 else ""
    parts = (note, done, ABOUT[step.does](specimen.walk, step), verdict(specimen.walk, step, check))
    return " ".join(part for part in parts if part)


def happened(specimen: Specimen) -> str:
    """Return what applying the update has done, if it was applied."""
    if not specimen.applied:
        return ""
    times, before, now = len(specimen.applied), specimen.applied[-1], specimen.walk.before
    one, other = plain(before), plain(now)
    if times == 1 and now < before:
        return f"1 update applied: on this sample the loss fell from {one} to {other}."
    if times == 1 and now > before:
        return f"1 update applied: on this sample the loss rose from {one} to {other}."
    if times == 1:
        return f"1 update applied: on this sample the loss stayed at {other}."
    if now < before:
        return f"{times} updates applied: on this sample the loss fell from {one} to {other}."
    if now > before:
        return f"{times} updates applied: on this sample the loss rose from {one} to {other}."
    return f"{times} updates applied: on this sample the loss stayed at {other}."


def not_applied() -> str:
    """Return why the update was not applied."""
    return (
        f"Not applied: this update would carry a weight beyond {plain(LARGEST)}. Lower the learning rate, "
        "or begin with smaller weights."
    )


def about_input(walk: Walk, step: Step) -> str:
    """Return what is seen first."""
    x, y = (", ".join(map(plain, numbers)) for numbers in (walk.x, walk.y))
    told = f"The sample ({x}) comes in; right is {y}. Press play, and watch the numbers appear."
    if walk.settings.bug in HUNTS:
        return f"{told} Somewhere on the way this code makes a mistake. Can you see where?"
    return told


def about_z(walk: Walk, step: Step) -> str:
    """Return what the weighted sum is."""
    return "What comes in, times the weight of its wire; the bias is the weight of a 1. Their sum is z."


def about_a(walk: Walk, step: Step) -> str:
    """Return what the activation makes of z."""
    [(l, _)] = step.where
    return SQUEEZED[walk.net.activations[l - 1]]


def about_loss(walk: Walk, step: Step) -> str:
    """Return what the loss is."""
    return (
        "The answer is compared with what is right: one number says how wrong it is. Now the way back begins."
    )


def about_error(walk: Walk, step: Step) -> str:
    """Return what the slope of the loss by an activation says."""
    [(l, _)] = step.where
    if not _is_output(walk, l):
        return (
            "Nobody tells this neuron what it should have said. Its share of the blame comes back through "
            "the weights: each wire out of it, times the δ at its end."
        )
    if step.value < 0:
        return "What if the answer were slightly larger? By this slope, the loss would fall, and so fast."
    return "What if the answer were slightly larger? By this slope, the loss would rise, and so fast."


def about_delta(walk: Walk, step: Step) -> str:
    """Return what the slope of the activation does."""
    [(l, _)] = step.where
    if walk.settings.kind == "cross_entropy" and _is_output(walk, l):
        return "With the cross-entropy the slope of the sigmoid cancels: what is left is answer less target."
    flat = walk.net.activations[l - 1] in ("sigmoid", "tanh")
    if flat and abs(step.value) < 0.02 * abs(step.terms[0]):
        return "The neuron is saturated: its curve is so flat here that next to nothing gets through."
    return "Times the slope of the activation at this place: the flatter it is, the less gets through."


def about_gradient(walk: Walk, step: Step) -> str:
    """Return what the gradient of a weight is."""
    if step.value == 0 and step.terms[0] == 0:
        return "What came in here is 0, so this weight had no part in the answer: its gradient is 0."
    if step.value == 0 and step.terms[1] == 0:
        return "No δ has come back here, so nothing is learned from it: the gradient is 0."
    return "A weight answers for what came in through it, times the δ at its end. That is its gradient."


def about_update(walk: Walk, step: Step) -> str:
    """Return what the update does, and at the end what it has done."""
    if step.k < len(walk.steps) - 1:
        return "Every weight takes a step against its gradient, η times as long."
    now, after = plain(walk.before), plain(walk.after)
    if walk.after < walk.before:
        return f"All weights have moved: on this sample the loss falls from {now} to {after}."
    if walk.after > walk.before:
        return f"All weights have moved: on this sample the loss rises from {now} to {after}."
    return f"All weights have moved: on this sample the loss stays at {after}."


ABOUT = {
    "input": about_input,
    "z": about_z,
    "a": about_a,
    "loss": about_loss,
    "error": about_error,
    "delta": about_delta,
    "gradient": about_gradient,
    "update": about_update,
}


def verdict(walk: Walk, step: Step, check: bool) -> str:
    """Return what the comparison with the nudged loss says, and at the end which mistake it was."""
    if check and step.does == "gradient" and step.where[0] in walk.wrong:
        return "But nudging the weight says otherwise: this gradient is wrong."
    if step.k < len(walk.steps) - 1:
        return ""
    if not walk.wrong:
        return "All gradients agree with the nudged ones."
    told = f"{len(walk.wrong)} of {len(walk.edges)} gradients disagree with the nudged ones."
    if walk.settings.bug in BUGS:
        return f"{told} Built in: {BUGS[walk.settings.bug]}."
    return f"{told} Which step spoiled them?" if check else "Do all gradients agree with the nudged ones?"


# -- the line below the picture -----------------------------------------------------------------------------


def compared(walk: Walk, step: Step, edge: Edge) -> tuple[str, bool]:
    """Return what nudging gives at a wire and what backpropagation has found; and whether they disagree."""
    at = walk.edges.index(edge)
    numeric, gradient = formulas.tex(walk.numeric[at]), formulas.tex(walk.gradient[at])
    slope = formulas.slope_of_loss(formulas.edge(walk.net, *edge))
    nudged = rf"${slope}$:   nudging gives  $(L_+ - L_-)\,/\,2\varepsilon = {numeric}$"
    if not any(s.does == "gradient" and s.where[0] == edge for s in walk.steps[: step.k + 1]):
        return nudged, False
    if edge in walk.wrong:
        return f"{nudged},   backpropagation  ${gradient}$:  they disagree!", True
    if walk.at_a_kink(edge):
        return f"{nudged},   backpropagation  ${gradient}$:  a kink, no slope", False
    return rf"{nudged},   backpropagation  ${gradient}$  $\checkmark$", False
