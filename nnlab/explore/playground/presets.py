"""Settings of the playground that are known to work, and others that are known to fail, each with its reason.

How each ends was computed; `tests/explore/playground/test_presets.py` computes it again.
"""

from dataclasses import asdict

from nnlab.explore.playground.settings import ADAM, L1, MOMENTUM, Settings

# Most of the presets: all samples as one batch, and momentum, with as many samples held out as learned from.
CALM = dict(samples=400, batch=0, rule=MOMENTUM)
SQUARES, PRODUCT = ("x1²", "x2²"), ("x1x2",)
SPIRAL = CALM | dict(data="spiral", hidden=(8, 8), activations=("tanh", "tanh"), lr=0.1)
RELU = dict(activations=("relu",), start="he")


def one(h: int, activation: str = "tanh") -> dict:
    """Return the settings of one hidden layer."""
    return dict(hidden=(h,), activations=(activation,))


NO_LAYER = dict(hidden=(), activations=())
GOOD: dict[str, tuple[dict, str]] = {
    "Circle: four units": (
        CALM | one(4) | dict(data="circle", lr=0.3),
        "Each unit draws one soft line; three lines or more enclose a region, and the output joins them.",
    ),
    "Circle: x₁², x₂² and no layer": (
        CALM | NO_LAYER | dict(data="circle", features=SQUARES, lr=0.5),
        "In x₁² and x₂² a circle is a straight line: one neuron is enough, if the right features are there.",
    ),
    "XOR: eight relus": (
        CALM | one(8) | RELU | dict(data="xor", lr=0.1),
        "Of eight relus some are sure to start near the four borders that are needed.",
    ),
    "XOR: x₁x₂ and no layer": (
        CALM | NO_LAYER | dict(data="xor", features=PRODUCT, lr=0.5),
        "The sign of the product x₁x₂ is the class itself: nothing is left for a hidden layer.",
    ),
    "Two clouds: no layer": (
        CALM | NO_LAYER | dict(data="gauss", lr=0.5),
        "A line between two clouds is one neuron's work.",
    ),
    "Spiral: two layers of eight": (
        SPIRAL,
        "Play on to step 4,000: momentum carries the run over long plateaus. x₁ and x₂ are enough.",
    ),
    "Spiral: Adam, one sine more": (
        SPIRAL | dict(rule=ADAM, lr=0.01, features=("x1", "x2", "sin x1", "sin x2")),
        "Sines help, but are not needed; Adam gives each weight a rate of its own.",
    ),
    "Three arms: softmax": (
        CALM | dict(data="three arms", hidden=(8, 8), activations=("tanh", "tanh"), lr=0.1, samples=600),
        "With more than two classes each has an output of its own, and softmax makes shares of them.",
    ),
    "Plane: a linear output": (
        CALM | NO_LAYER | dict(task="regression", data="plane", lr=0.1),
        "The answers are a tenth of x₁ + x₂, twice as steep on our axes: two weights, and nothing bends.",
    ),
    "Six hills: two layers of eight": (
        CALM
        | dict(task="regression", data="multi_gauss", hidden=(8, 8), activations=("tanh", "tanh"))
        | dict(samples=1000, rule=ADAM, lr=0.003),  # with momentum the loss leaps, at 0.03 too
        "Six small hills and much flat land between: the hard one. It takes thousands of steps.",
    ),
}
BAD: dict[str, tuple[dict, str]] = {
    "XOR: linear units": (
        CALM | one(8, "linear") | dict(data="xor", lr=0.1),
        "Layers of linear units are one linear layer after all, and no line divides XOR.",
    ),
    "XOR: two units": (
        CALM | one(2) | dict(data="xor", lr=0.3),
        "Two lines are enough for XOR's four corners, but not for clouds that reach to the axes.",
    ),
    "Circle: two units": (
        CALM | one(2) | dict(data="circle", lr=0.3),
        "Two lines enclose nothing: the region stays open at both ends.",
    ),
    "Spiral: sigmoid units": (
        SPIRAL | dict(activations=("sigmoid", "sigmoid")),
        "The slope of a sigmoid is ¼ at most: through two layers hardly any of the error comes back.",
    ),
    "Spiral: four and four": (
        SPIRAL | dict(hidden=(4, 4)),
        "Too small for most starts: so few lines rarely bend into two whole arms.",
    ),
    "Spiral: rate too large": (
        SPIRAL | dict(lr=3.0),
        "With momentum a rate of 3 throws the weights far out, where tanh is flat and does not learn.",
    ),
    "Spiral: no momentum": (
        SPIRAL | dict(rule="plain"),
        "The same without momentum stays on the first plateau: each step is as small as the slope is.",
    ),
    "Spiral: as the page opens": (
        dict(data="spiral"),
        "Layers of 4 and 2, batches of 10, rate 0.03: what does for circles is too little here.",
    ),
    "Spiral: noise, and it overfits": (
        SPIRAL | dict(noise=0.5, rule=ADAM, lr=0.03, samples=200),
        "It learns the noise of 100 samples by heart: the held-out loss turns and rises.",
    ),
    "Published spiral: 199 of 200": (
        SPIRAL | dict(data="published spiral", held_out=0.0, samples=200, rule=ADAM, lr=0.01),
        "Both arms begin at (0, 0), two equal points of unlike classes: all but one is the best there is.",
    ),
    "Start at zero": (
        CALM | one(4) | dict(data="circle", lr=0.3, start="zeros"),
        "All hidden units say 0 and no error comes back to them: only the output's bias can move.",
    ),
    "Start at equal weights": (
        CALM | one(4) | dict(data="circle", lr=0.3, start="constant"),
        "Equal units get equal pushes and stay equal for ever: four count as one.",
    ),
    "L1 too strong": (
        CALM | one(4) | dict(data="circle", lr=0.1, penalty=L1, lam=0.3),
        "The penalty costs more than any weight is worth: they all go to exactly 0.",
    ),
    "It diverges": (
        CALM | NO_LAYER | dict(task="regression", data="plane", rule="plain", lr=1.0),
        "Each step overshoots the valley by more than it was off before.",
    ),
}
NEUTRAL = asdict(Settings())
PRESETS = {name: settings for name, (settings, _) in (GOOD | {f"✗ {n}": p for n, p in BAD.items()}).items()}
REASONS = {name: reason for name, (_, reason) in (GOOD | {f"✗ {n}": p for n, p in BAD.items()}).items()}
