"""Exercises of lesson 5: can a network draw any curve?

For each exercise: the solution, what it is asked, the mistakes that are known.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np

from nnlab.exercises.checking import Exercise, Mistake, WrongForm, as_numbers, describe

# ---- 1. A bump out of three relu units ---------------------------------------------------------------


def bump():
    """Give three relu units (w, b, v): each adds v times max(0, w x + b) to the curve."""
    up = (1, 0, 1)  # from nought on the curve rises by one for each unit of x
    over = (1, -1, -2)  # from one on it rises by two less: it falls
    level = (1, -2, 1)  # from two on it rises by one more: it is level again
    return up, over, level


def _three_units(answer: Any) -> np.ndarray:
    """Read three triples from a tuple, list or array, or from a function that returns them."""
    given = answer() if callable(answer) else answer
    numbers = as_numbers(given)
    if numbers is not None and numbers.shape == (3, 3) and np.isfinite(numbers).all():
        return numbers
    wanted = "three units of three numbers (w, b, v) each were expected"
    if isinstance(given, tuple | list) and len(given) == 3:
        for number, unit in enumerate(given, 1):
            three = as_numbers(unit)
            if three is None or three.shape != (3,) or not np.isfinite(three).all():
                raise WrongForm(f"{wanted}, and for unit {number} came {describe(unit)}")
    raise WrongForm(f"{wanted} and {describe(given)} came")


def _drawn(answer: Any, x: float) -> float:
    """Say how high the curve of the three units is at x."""
    w, b, v = _three_units(answer).T
    return float(v @ np.maximum(w * x + b, 0))


def _places(rng: np.random.Generator) -> Iterator[dict]:
    for x in 0.5, 1.0, 1.5, 2.0, 2.5, 4.0, 0.0, -1.0, -3.0:
        yield {"x": x}


BUMP = Exercise(
    name="curvefit.bump",
    task="Give three relu units that together draw a bump: 0 up to x = 0, straight up to 1 at x = 1, "
    "straight down to 0 at x = 2, and 0 from there on. A unit is a triple (w, b, v); it adds v times max(0, "
    "w x + b) to the curve. Many solutions are right.",
    reference=bump,
    ask=_drawn,
    probes=_places,
    mistakes=(
        Mistake(
            "the slope in place of its change",
            ((1, 0, 1), (1, -1, -1), (1, -2, 0)),
            "Beyond the top your curve is level. The first unit goes on rising there for ever, and what a "
            "later one adds comes on top of that: how much must it take away so that the sum falls?",
        ),
        Mistake(
            "it rises for ever",
            ((1, 0, 1), (1, -1, 0), (1, -2, 0)),
            "Up to the top all is right. A relu that has begun to rise never stops by itself: which unit is "
            "to bend the curve down?",
        ),
        Mistake(
            "it falls for ever",
            ((1, 0, 1), (1, -1, -2), (1, -2, 0)),
            "The rise and the fall are right. Where the bump should end, the curve goes on falling: one "
            "more bend is missing.",
        ),
        Mistake(
            "the bends on the wrong side",
            ((1, 0, 1), (1, 1, -2), (1, 2, 1)),
            "A unit bends the curve where its own z is nought. With a weight and a bias of the same sign, "
            "is that to the left or to the right of nought?",
        ),
        Mistake(
            "upside down",
            ((1, 0, -1), (1, -1, 2), (1, -2, -1)),
            "All bends are where they should be, and every one is the other way round.",
        ),
    ),
)

# ---- 2. Back into the units of the targets -----------------------------------------------------------


def unscale(y, a):
    """Give the answers a (m,) in the units of the targets y (n,), which were scaled for learning."""
    return a * y.std() + y.mean()  # what was done last is undone first


def _scaled_answers(rng: np.random.Generator) -> Iterator[dict]:
    yield {"y": np.array([1.0, 3.0, 8.0]), "a": np.array([0.0])}
    yield {"y": np.array([1.0, 3.0, 8.0]), "a": np.array([1.0, -2.0])}
    for n, m in (4, 2), (5, 3), (6, 4):
        y = np.append([-3.0, 7.0], rng.integers(-9, 10, n - 2))  # never all the same
        yield {"y": y, "a": rng.integers(-8, 9, m) / 4}


def _twice(y, a):
    return (a - y.mean()) / y.std()


UNSCALE = Exercise(
    name="curvefit.unscale",
    task="Write unscale(y, a): for learning, the targets y (n,) were scaled: less their mean, divided by "
    "their standard deviation (with n, as NumPy does). The network learned those, and now says a (m,). "
    "Return what it means by that, (m,), in the units of y.",
    reference=unscale,
    probes=_scaled_answers,
    mistakes=(
        Mistake(
            "not scaled back",
            lambda y, a: a,
            "This is what the network said, and it has never seen the units of y: it knows only numbers "
            "around nought. Whoever reads it as inflation, or as money, reads nonsense.",
        ),
        Mistake(
            "scaled once more",
            _twice,
            "You did to the answers what was done to the targets. They are scaled already: what takes it "
            "back?",
        ),
        Mistake(
            "in the wrong order",
            lambda y, a: (a + y.mean()) * y.std(),
            "Both steps are there. Whoever put on socks first and then shoes takes off the shoes first: "
            "which step came last when the targets were scaled?",
        ),
        Mistake(
            "the mean forgotten",
            lambda y, a: a * y.std(),
            "The curve has the right size and hangs at the wrong height. An answer of nought means: an "
            "ordinary one. Which number is ordinary for y?",
        ),
        Mistake(
            "the spread forgotten",
            lambda y, a: a + y.mean(),
            "The curve hangs at the right height and has the wrong size. An answer of one means: above the "
            "ordinary by one, but by one of what?",
        ),
        Mistake(
            "the numbers of the answers in place of those of the targets",
            lambda y, a: a * a.std() + a.mean(),
            "The scale must come from what the network learned from. Your mean and spread are taken from "
            "what it says now.",
        ),
        Mistake(
            "the other standard deviation",
            lambda y, a: a * y.std(ddof=1) + y.mean(),
            "You divide by one less than the number of samples. Statisticians often do; but here the "
            "targets were scaled the other way, and what is undone must be what was done.",
        ),
    ),
)

# ---- 3. Targets that a tanh can reach ----------------------------------------------------------------


def into_range(y_seen, y, low, high):
    """Shift and stretch y (m,) as it takes to make y_seen (n,) fill the range from low to high."""
    bottom, top = y_seen.min(), y_seen.max()
    return low + (y - bottom) / (top - bottom) * (high - low)


def _ranges(rng: np.random.Generator) -> Iterator[dict]:
    def probe(y_seen, y, low, high):
        return {"y_seen": np.array(y_seen, float), "y": np.array(y, float), "low": low, "high": high}

    yield probe([0, 4], [1], -1.0, 1.0)
    yield probe([-2, 6], [0, 7], -1.0, 1.0)
    yield probe([3, 5, 9], [3, 12], -0.75, 0.5)
    for n, m in (4, 2), (5, 3), (6, 3):
        seen = np.append([-5.0, 11.0], rng.integers(-4, 10, n - 2))
        yield probe(seen, rng.integers(-9, 15, m), *([-0.5, 0.75] if n == 5 else [-0.75, 1.0]))


def _squeezed(y_seen, y, low, high):
    """As the solution, but in silence where a single value has no range."""
    with np.errstate(divide="ignore", invalid="ignore"):
        bottom, top = y_seen.min(), y_seen.max()
        return low + (y - bottom) / (top - bottom) * (high - low)


INTO_RANGE = Exercise(
    name="curvefit.into_range",
    task="Write into_range(y_seen, y, low, high): shift and stretch targets y (m,) by one rule for all, "
    "such that by this rule the smallest of y_seen (n,) would become low and the largest high. y_seen are "
    "the targets learned from; y are any, and may land outside the range.",
    reference=into_range,
    probes=_ranges,
    mistakes=(
        Mistake(
            "fitted on what is transformed",
            lambda y_seen, y, low, high: _squeezed(y, y, low, high),
            "You never use y_seen. With your rule the same target gets another number in another company, "
            "and the network has learned only one of them.",
        ),
        Mistake(
            "fitted on all of them",
            lambda y_seen, y, low, high: _squeezed(np.append(y_seen, y), y, low, high),
            "Your range comes from all targets. Those that were not learned from must have no say, not even "
            "in the range: in earnest you would not have them yet.",
        ),
        Mistake(
            "from nought to one",
            lambda y_seen, y, low, high: (y - y_seen.min()) / (y_seen.max() - y_seen.min()),
            "You fill the range of a sigmoid, whatever is asked for. Where do low and high come in?",
        ),
        Mistake(
            "stretched and not shifted",
            lambda y_seen, y, low, high: (y - y_seen.min()) / (y_seen.max() - y_seen.min()) * (high - low),
            "The stretch is right, and all stands too high or too low by the same amount. What should the "
            "smallest become?",
        ),
        Mistake(
            "divided by the largest",
            lambda y_seen, y, low, high: low + (y - y_seen.min()) / y_seen.max() * (high - low),
            "The smallest lands where it should. The stretch is wrong as soon as the smallest is not "
            "nought: how wide is the range of y_seen?",
        ),
        Mistake(
            "cut off at the ends",
            lambda y_seen, y, low, high: np.clip(_squeezed(y_seen, y, low, high), low, high),
            "What lies beyond the range is cut off, so different targets become the same number, and nobody "
            "can scale them back. The task lets them land outside.",
        ),
        Mistake(
            "standardised",
            lambda y_seen, y, low, high: (y - y_seen.mean()) / y_seen.std(),
            "This gives mean nought and spread one: a good habit, but nothing keeps the targets inside a "
            "range. Start from the smallest and the largest.",
        ),
    ),
)

# ---- 4. The slopes of a sine -------------------------------------------------------------------------


def sine_gradient(theta, x, y):
    """Give the gradient (3,) at theta of the mean squared error of a sine, for x and y (n,)."""
    amplitude, frequency, phase = theta
    angle = frequency * x + phase
    error = amplitude * np.sin(angle) - y
    by_angle = amplitude * np.cos(angle)  # the angle changes with the phase by 1, with the frequency by x
    return np.array([np.mean(2 * error * slope) for slope in (np.sin(angle), by_angle * x, by_angle)])


def _sines(rng: np.random.Generator) -> Iterator[dict]:
    yield {"theta": np.array([2.0, 1.0, 0.0]), "x": np.array([1.5]), "y": np.array([1.0])}
    yield {"theta": np.array([2.0, 1.0, 0.5]), "x": np.array([0.5, 2.0]), "y": np.array([1.0, 0.0])}
    for n in 3, 4, 5:
        theta = np.array([rng.integers(3, 7), rng.integers(2, 7), rng.integers(1, 5)]) / 2
        yield {"theta": theta, "x": rng.integers(-8, 9, n) / 4, "y": rng.integers(-4, 5, n) / 2}


def _sine_slopes(theta, x, y, *, share=np.mean, factor=2.0, inner=True, outer=True, turn=np.cos):
    A, f, p = theta
    error = factor * (A * np.sin(f * x + p) - y)
    by_angle = (A if outer else 1.0) * turn(f * x + p)
    slopes = np.sin(f * x + p), by_angle * (x if inner else 1.0), by_angle
    return np.array([share(error * slope) for slope in slopes])


SINE_GRADIENT = Exercise(
    name="curvefit.sine_gradient",
    task="Write sine_gradient(theta, x, y): the gradient (3,) of the mean squared error of the curve "
    "amplitude sin(frequency x + phase), for theta = (amplitude, frequency, phase), inputs x (n,) and "
    "targets y (n,).",
    reference=sine_gradient,
    probes=_sines,
    mistakes=(
        Mistake(
            "the inner slope forgotten",
            lambda theta, x, y: _sine_slopes(theta, x, y, inner=False),
            "Your slopes by frequency and by phase are the same. The frequency stands beside x: the further "
            "out a sample is, the more it moves when the frequency changes.",
        ),
        Mistake(
            "the amplitude forgotten in the inner slopes",
            lambda theta, x, y: _sine_slopes(theta, x, y, outer=False),
            "The slope by amplitude is right. By the other two: a sine that is twice as high moves twice as "
            "fast when it is shifted.",
        ),
        Mistake(
            "the sum in place of the mean",
            lambda theta, x, y: _sine_slopes(theta, x, y, share=np.sum),
            "You are right for a single sample. With more, the task asks for the mean: else the right "
            "learning rate would depend on how many samples there are.",
        ),
        Mistake(
            "the factor of the square forgotten",
            lambda theta, x, y: _sine_slopes(theta, x, y, factor=1.0),
            "All slopes are off by the same factor. There is no half in this loss: what does the square "
            "bring?",
        ),
        Mistake(
            "the sign",
            lambda theta, x, y: _sine_slopes(theta, x, y, factor=-2.0),
            "This is the way down. The gradient points to where the loss grows; the minus comes in the step.",
        ),
        Mistake(
            "the slope of the sine is another sine",
            lambda theta, x, y: _sine_slopes(theta, x, y, turn=np.sin),
            "The slope by amplitude is right. For the others you need how fast a sine rises: at nought it "
            "is steepest, and a sine is nought there.",
        ),
        Mistake(
            "the sign of the cosine",
            lambda theta, x, y: _sine_slopes(theta, x, y, turn=lambda angle: -np.cos(angle)),
            "The slope by amplitude is right, the other two have the wrong sign. At nought a sine rises: is "
            "its slope there above or below nought?",
        ),
    ),
)

# ---- 5. An honest error ------------------------------------------------------------------------------


def new_error(x, y, x_new, y_new, degree):
    """Give the mean squared error on new samples of the polynomial fitted to x (n,) and y (n,)."""
    fitted = np.polynomial.Polynomial.fit(x, y, degree)
    return np.mean((fitted(x_new) - y_new) ** 2)


def _samples(rng: np.random.Generator) -> Iterator[dict]:
    for degree, n, m in (1, 4, 2), (0, 4, 3), (2, 6, 3), (1, 6, 4), (3, 7, 4):
        x, x_new = np.arange(n) / 2, rng.integers(0, 2 * n, m) / 4 + 0.125
        y, y_new = rng.integers(-4, 5, n) / 2, rng.integers(-4, 5, m) / 2
        yield {"x": x, "y": y, "x_new": x_new, "y_new": y_new, "degree": degree}


def _squared(x, y, x_new, y_new, degree, share=np.mean):
    return share((np.polynomial.Polynomial.fit(x, y, degree)(x_new) - y_new) ** 2)


NEW_ERROR = Exercise(
    name="curvefit.new_error",
    task="Write new_error(x, y, x_new, y_new, degree): fit a polynomial of that degree to the samples x, y "
    "(n,) by least squares, and return its mean squared error on the new samples x_new, y_new (m,). "
    "np.polynomial.Polynomial.fit does the fitting; the polynomial it returns can be called.",
    reference=new_error,
    probes=_samples,
    mistakes=(
        Mistake(
            "asked about what it has seen",
            lambda x, y, x_new, y_new, degree: _squared(x, y, x, y, degree),
            "You never use the new samples. How well a curve passes by the points it was fitted to says "
            "little: with degree enough it passes through them all.",
        ),
        Mistake(
            "fitted to the new samples, too",
            lambda x, y, x_new, y_new, degree: _squared(
                np.append(x, x_new), np.append(y, y_new), x_new, y_new, degree
            ),
            "Your curve has seen the new samples before it was asked about them. In earnest you would not "
            "have them yet.",
        ),
        Mistake(
            "interpolated in place of fitted",
            lambda x, y, x_new, y_new, degree: _squared(x, y, x_new, y_new, len(x) - 1),
            "You connect the points: your curve goes through every one of them, whatever degree is asked "
            "for. A fit need not.",
        ),
        Mistake(
            "one degree too high",
            lambda x, y, x_new, y_new, degree: _squared(x, y, x_new, y_new, degree + 1),
            "Your polynomial has one coefficient too many. A straight line has two of them, and its degree "
            "is one.",
        ),
        Mistake(
            "the sum in place of the mean",
            lambda x, y, x_new, y_new, degree: _squared(x, y, x_new, y_new, degree, share=np.sum),
            "You add up the squares. More new samples should not make a worse curve: the task asks for the "
            "mean.",
        ),
        Mistake(
            "the root of it",
            lambda x, y, x_new, y_new, degree: np.sqrt(_squared(x, y, x_new, y_new, degree)),
            "You took a root at the end. That is a good number to read, in the units of y; but it is not "
            "the mean squared error.",
        ),
        Mistake(
            "not squared",
            lambda x, y, x_new, y_new, degree: np.mean(
                np.abs(np.polynomial.Polynomial.fit(x, y, degree)(x_new) - y_new)
            ),
            "This is the mean distance. The task asks for squares, which count a large error for more than "
            "many small ones.",
        ),
        Mistake(
            "the mean before the square",
            lambda x, y, x_new, y_new, degree: (
                np.mean(np.polynomial.Polynomial.fit(x, y, degree)(x_new) - y_new) ** 2
            ),
            "You square once, at the end. Until then errors above and below the curve cancel each other.",
        ),
    ),
)

EXERCISES = (BUMP, UNSCALE, INTO_RANGE, SINE_GRADIENT, NEW_ERROR)
