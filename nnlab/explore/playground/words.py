"""What the playground says: whole sentences with named places, and functions to choose them."""

import numpy as np

from nnlab.explore.kit.numbers import count, fixed, plain
from nnlab.explore.playground.asking import Said
from nnlab.explore.playground.compare import written
from nnlab.explore.playground.learner import Learner
from nnlab.explore.playground.settings import FORMULA, OWN, REGRESSION, Settings
from nnlab.features import FEATURES
from nnlab.pictures.network_plan import Spot

# On the picture.
FEATURE_COLUMN = "features"
COLOURS = {  # by the output: what the colours of the maps say
    "sigmoid": "Blue is above 0, orange below; in the output, above and below 0.5.",
    "softmax": "Blue is above 0, orange below; each output has the colour of its class.",
    "tanh": "Blue is above 0, orange below.",
    "linear": "Blue is above 0, orange below.",
}
WEIGHTS = "Thick lines are large weights, small squares biases."
TRAINING, HELD_OUT = "training", "held out"
MARKS, MARKS_OF_NUMBERS = "filled: training, hollow: held out", "rim: training white, held out black"
STEPS, LOSS_AXIS = "steps so far, $k$", "loss"
OUTPUT, UNIT, FEATURE = "output", "layer {layer}, unit {j}", "feature {name}"
CLASS = "output, class {j}"

# Names of controls, and of what is in their lists.
TASK, DATA, NOISE, HELD, SAMPLES = "task", "data", "noise", "held out", "samples"
BATCH, RATE, RULE, LOSS, PENALTY, LAM = "batch", "learning rate η", "rule", "loss", "penalty", "λ"
OUT, DROPOUT, START = "output", "dropout", "start weights"
HIDDEN, ACTIVATION, IN_LAYER, MIXED = "hidden layers", "activation", "layer {l}", "mixed"
FORMULA_ENTRY, FORMULA_HINT = "formula", "x2 > sin(2*x1)"
FORMULA_TIP = "x2 > sin(2*x1) makes classes, sin(x1)*x2 numbers"
LAYERS_TIP = "the units of each hidden layer: 4, 2; nothing for no hidden layer"
LAYERS_WANTED = "up to 6 numbers from 1 to 8, please, as in 4, 2"
TASKS = {"classification": "classification", "regression": "regression"}
SETS = {FORMULA: "a formula", OWN: "your own points", "multi_gauss": "multi-gauss"}
LOSSES = {"cross_entropy": "cross-entropy", "mse": "mean square"}
FULL = "all"
SHOW_HELD, DISCRETISED = "show held-out samples", "discretise the colours"
ADDS = "a click adds"
NEW_CLASS = "class {j}"  # one that the reader draws
CLASS_NAMES = ("0: orange square", "1: blue disc", "2: green triangle", "3: purple diamond")
DATA_SEED, START_SEED = "seed of samples", "seed of start"
NEW_SAMPLES, NEW_SAMPLES_TIP = "new samples", "draw other samples of the same kind"
ANOTHER_START, ANOTHER_START_TIP = "another start", "begin from other weights"
START_OVER, START_OVER_TIP = (
    "start over",
    "from step 0 and the same weights, with the settings as they are now",
)
NEVER = "never"
LOSS_BELOW, ACCURACY_ABOVE, AT_MOST, PATIENCE = (
    "stop at loss below",
    "at accuracy above",
    "at step",
    "if no better for",
)
DATA_GROUP, NETWORK, LEARNING, ANSWERS = "data", "network", "learning", "answers"
SAMPLE_GROUP = "sample"
COMPARE, EXPORT = "compare", "export"
LINE, TAKE = "a line of code", "take along"
COPY, COPIED = "copy", "text to copy"
SAVE, SAVE_TIP = "save", "save it next to the notebook; no other file is overwritten"
NEEDS_ARRAYS = "The script reads {name}.npz, with the samples and the start: “save” writes both files."
LOAD, LOAD_TIP = "load weights", "weights that were saved as JSON or .npz"
LOADED = "Loaded: it begins with these weights."
NOT_A_TEXT = "This is no text: save it as a file."
KEEP, KEEP_TIP = "keep as A", "keep the settings as they are now, as A"
AB, AB_TIP = "A | B", "let A and the settings as they are now learn side by side, below"
SWEEP, SWEEP_TIP = "sweep", "let one setting take several values, with several seeds, below"
SHUT, SHUT_TIP = "close", "close what is open below"
KEEP_FIRST = "Keep the settings as A, change something, then press A | B: both learn below, in step."
KEPT = "Kept as A. Change something, then press A | B."
OPEN_BELOW = "It is open below the picture: scroll down."
TABLE = "Rows: the right class. Columns: what the network says. {right} of {n} right."
TABLE_HELD = "Held out. Rows: the right class. Columns: what the network says. {right} of {n} right."
NO_TABLE = "Only classes can be mistaken for one another: choose the task classification."
BUTTONS = {
    "more units": "One unit more in this layer.",
    "fewer units": "One unit fewer in this layer.",
    "more layers": "One hidden layer more.",
    "fewer layers": "One hidden layer fewer.",
}
USED, UNUSED = "Feature {name}: click to leave it out.", "Feature {name}: click to use it."
EDIT, EDIT_LAYER, EDIT_FROM, EDIT_UNIT, EDIT_NUMBER = "a weight", "layer", "from", "unit", "is"
EDIT_TIP = "from 0 is the bias"
NUMBER_WANTED = "A weight is a number, such as 0.5 or -1.25: it stays as it was."
UNDOES = "take the last change back"

# The status line.
STANDING = "Step {k}{epoch}: loss {loss}."
STANDING_HELD = "Step {k}{epoch}: loss {loss}, held out {held}."
EPOCH = ", epoch {epoch}"
RIGHT, RIGHT_HELD = "Right: {right} of the training samples.", "Right: {right}, held out {held}."
DIVERGED = (
    "It diverged at step {k}: lower the learning rate. The picture shows the last weights that can be drawn."
)
SWITCHED = (
    "Changed at step {k}: from here on with {what}; the steps before keep theirs. Start over to have it "
    "from step 0."
)
BY_SUBGRADIENT = "L1 under {rule} goes by subgradient: weights come close to 0, and not to 0 itself."
HELD_KEYS = "Arrows change it, with Shift less; or type it under more, network. Escape lets go."
AT_PLACE = "At ({x1}, {x2}): output {a}."
SAMPLE = "Sample ({x1}, {x2}), right answer {y}{held}: output {a}."
SAMPLE_HELD = ", held out"
DOES_NOT_GO = "That does not go with this task."
NOTHING_TO_UNDO, UNDONE = "There is nothing to undo.", "Taken back."
CLEAR, CLEAR_TIP = "clear own points", "take away the points that you have added"
ONE_ADDED = "1 point of your own is there; “clear own points”, under more, takes it away."
ADDED = "{n} points of your own are there; “clear own points”, under more, takes them away."
CLEARED = "Your own points are gone; Undo brings them back."
SAMPLE_HERE = "A sample is here: drag moves it, Alt-click removes it. To add another, click farther off."
NO_SAMPLE_HERE = "No sample is here to be removed."
NO_MORE = {  # by the button that does nothing more
    "more units": "A layer has 8 units at the most.",
    "fewer units": "One unit has to stay; − at the top takes the last layer away.",
    "more layers": "There are 6 hidden layers at the most.",
    "fewer layers": "There is no hidden layer left.",
}
LAST_FEATURE = "One feature has to stay."
LAST_SAMPLE = "One sample to learn from has to stay."
WELCOME = (
    "Press Play. Click on features, on + and −, on a line or a small square, "
    "or into the output to add samples."
)
HINT = (
    "On the network: click on a feature, on + and −, on a line or a small square; arrows then change that "
    "weight, Escape lets go. A unit under the pointer is shown in large. On the output: a click where no "
    "sample is adds one (with Shift, of another class), drag moves one, Alt-click or right-click removes it. "
    "By keyboard: arrows and Enter add one, Delete removes one, Ctrl+Z undoes; {keys}."
)
ALT = (
    "A network of {features} features, hidden layers of {hidden} units and {outputs} outputs after {k} steps "
    "on {n} samples of {data}: a map of the plane in every unit, lines for weights, the output in large, the "
    "losses"
)
ALT_NONE = (
    "A network of {features} features, no hidden layer and {outputs} outputs after {k} steps on {n} samples "
    "of {data}: a map of the plane in every unit, lines for weights, the output in large, the losses"
)
LOWERED = str.maketrans("12", "₁₂")


def feature(name: str) -> str:
    """Return how a feature is written: x₁²."""
    return name.translate(LOWERED)


def layers(sizes: tuple[int, ...]) -> str:
    """Return how the sizes of layers are written: 4, 2."""
    return ", ".join(map(str, sizes))


def layer_count(n: int) -> str:
    """Return what stands over the hidden layers."""
    return f"{n} hidden layer" if n == 1 else f"{n} hidden layers"


def in_layer(l: int) -> str:
    """Return the name of the list with the activation of a layer."""
    return IN_LAYER.format(l=l)


def data_name(name: str) -> str:
    """Return how the list writes a set of samples."""
    return SETS.get(name, name)


def batch(size: int) -> str:
    """Return how the list writes a batch size."""
    return str(size) if size else FULL


def percent(share: float) -> str:
    """Return a share in per cent, never rounded up to all."""
    text = f"{100 * share:.1f}".removesuffix(".0")
    return f"{'99.9' if text == '100' and share < 1 else text}\N{NO-BREAK SPACE}%"


# -- the status line --------------------------------------------------------------------------------------


def standing(learner: Learner, said: Said) -> str:
    """Return where the run is, its losses, and how many answers are right."""
    n, size = int((~learner.material.held).sum()), learner.settings.batch
    per_epoch = 1 if size == 0 else -(-n // size)
    epoch = EPOCH.format(epoch=count(learner.step // per_epoch)) if per_epoch > 1 else ""
    places = dict(k=count(learner.step), epoch=epoch, loss=plain(said.loss), held=plain(said.held_loss))
    has_held = not np.isnan(said.held_loss)
    parts = [(STANDING_HELD if has_held else STANDING).format(**places)]
    if learner.settings.task != REGRESSION:
        right = dict(right=percent(said.accuracy), held=percent(said.held_accuracy) if has_held else "")
        parts.append((RIGHT_HELD if has_held else RIGHT).format(**right))
    return " ".join(parts)


def added(n: int) -> str:
    """Return that n points were added by the reader, and how they go again."""
    return ONE_ADDED if n == 1 else ADDED.format(n=count(n))


def switched(k: int, changes: dict) -> str:
    """Return that a segment begins at step k, with which new settings."""
    what = ", ".join(written(name, value) for name, value in changes.items())
    return SWITCHED.format(k=count(k), what=what)


def spot_name(spot: Spot, settings: Settings) -> str:
    """Return what a unit or a feature is called; the output's units have a class each."""
    if spot.layer == 0:
        return feature([*FEATURES][spot.j])
    if spot.layer == len(settings.hidden) + 1:
        return CLASS.format(j=spot.j) if settings.output == "softmax" else OUTPUT
    return UNIT.format(layer=spot.layer, j=spot.j + 1)


def title(spot: Spot | None, settings: Settings) -> str:
    """Return what the large picture shows."""
    if spot is None:
        return OUTPUT
    name = spot_name(spot, settings)
    return FEATURE.format(name=name) if spot.layer == 0 else name


def feature_said(name: str, settings: Settings) -> str:
    """Return what is said of a feature."""
    return (USED if name in settings.features else UNUSED).format(name=feature(name))


def answer(shares: np.ndarray) -> str:
    """Return the share `(k,)` of each class."""
    return ", ".join(fixed(float(share), 2) for share in shares)


def alt(learner: Learner, data: str) -> str:
    """Return what the picture shows, for those who do not see it."""
    s = learner.settings
    places = dict(
        features=len(s.features), hidden=" and ".join(map(str, s.hidden)), outputs=learner.net.outputs
    )
    places |= dict(k=learner.step, n=len(learner.material.y), data=data)
    return (ALT if s.hidden else ALT_NONE).format(**places)
