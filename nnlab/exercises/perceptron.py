"""Exercises of lesson 1: can one neuron learn to say yes or no?

For each exercise: the solution, what it is asked, the mistakes that are known. Inputs are multiples of a
half, so all sums are exact, in whatever order an answer adds them up.
"""

import math
from collections.abc import Callable, Iterator
from itertools import chain, takewhile
from typing import Any

import numpy as np

from nnlab.exercises.checking import Exercise, Mistake, WrongForm, as_numbers, show

# ---- 1. Three numbers that make a neuron compute NAND ------------------------------------------------


def nand():
    """Give w1, w2 and b of a step neuron that says no only if both inputs are 1."""
    # Without input the neuron must say yes, so b is positive. One input must not yet turn it
    # round (3 - 2 is still at least 0), two must (3 - 2 - 2 is below 0).
    return -2, -2, 3


_OFTEN_MEANT = {2: " (is the bias missing?)", 4: " (a truth table? One weight for each input, and one bias)"}


def _three_numbers(answer: Any) -> tuple[float, float, float]:
    """Read w1, w2, b from a tuple, list or array, or from a function that returns one."""
    given = answer() if callable(answer) else answer
    numbers = as_numbers(given)
    size = 0 if numbers is None else numbers.size
    if size != 3 or not np.isfinite(numbers).all():
        meant = " (is a return missing?)" if given is None else _OFTEN_MEANT.get(size, "")
        raise WrongForm(f"three numbers w1, w2, b were expected and {show(given)} came{meant}")
    return tuple(numbers.ravel().tolist())


def _neuron(answer: Any, x1: int, x2: int, tie: int = 1) -> int:
    """Say what a step neuron with these three numbers says."""
    w1, w2, b = _three_numbers(answer)
    pull = w1 * x1 + w2 * x2
    if math.isclose(pull, -b, rel_tol=1e-9):  # a tie on paper, such as 0.1 + 0.2 - 0.3, is a tie here
        return tie
    return int(pull + b > 0)


def _corners(rng: np.random.Generator) -> Iterator[dict]:
    for x1, x2 in (0, 0), (0, 1), (1, 0), (1, 1):
        yield {"x1": x1, "x2": x2}


def _would_be_right(turn_w: int = 1, turn_b: int = 1, tie: int = 1) -> Callable[[Any], bool]:
    """Make a test: would the three numbers be right with these signs, or if ties fell on that side?"""

    def when(answer: Any) -> bool:
        w1, w2, b = _three_numbers(answer)
        mended = (turn_w * w1, turn_w * w2, turn_b * b)
        said = [_neuron(mended, *corner.values(), tie=tie) for corner in _corners(None)]
        return said == [1, 1, 1, 0]

    return when


NAND = Exercise(
    name="perceptron.nand",
    task="Give three numbers (w1, w2, b) with which a step neuron computes NAND of two inputs 0 or 1: it "
    "says 1 (yes) unless both inputs are 1. Many triples are right.",
    reference=nand,
    ask=_neuron,
    probes=_corners,
    mistakes=(
        Mistake(
            "a tie on the wrong side",
            (-1, -1, 2),
            "Work out z at this corner on paper: it is exactly 0. On which side does step(0) fall?",
            when=_would_be_right(tie=0),
        ),
        Mistake(
            "AND instead of NAND",
            (1, 1, -1.5),
            "Yes and no have changed places at all four corners: this neuron computes AND. Which of your "
            "numbers pull towards yes, and which should?",
        ),
        Mistake(
            "NOR instead of NAND",
            (-2, -2, 1),
            "With no input at all your neuron rightly says yes, but a single input silences it already: "
            "that is NOR. How far may one input pull z down, and how far must two?",
        ),
        Mistake(
            "the sign of the bias",
            (-2, -2, -3),
            "Your two weights can stay. With both inputs 0 nothing is left of z but b: what must the "
            "neuron say there? A threshold on the other side of the inequality changes its sign when it "
            "becomes a bias.",
            when=_would_be_right(turn_b=-1),
        ),
        Mistake(
            "the sign of the weights",
            (2, 2, 3),
            "Your b can stay: without input the neuron says yes. Which way must an input that is 1 move z "
            "from there, and which way do your weights move it?",
            when=_would_be_right(turn_w=-1),
        ),
    ),
)

# ---- 2. One look at one sample -----------------------------------------------------------------------


def update(w, b, x, y, lr):
    """Give the weights and the bias after the neuron has looked at one sample x (d,) of class y."""
    answer = 1 if np.dot(w, x) + b >= 0 else 0
    error = y - answer  # 1: no instead of yes, -1: yes instead of no, 0: right, nothing moves
    return w + lr * error * x, b + lr * error  # the bias is the weight of an input that is always 1


def _error(w, b, x, y):
    return y - int(np.dot(w, x) + b >= 0)


def _looks(rng: np.random.Generator) -> Iterator[dict]:
    def look(w, b, x, y, lr):
        return {"w": np.array(w, dtype=float), "b": b, "x": np.array(x, dtype=float), "y": y, "lr": lr}

    yield look([0], 0.0, [1], 1, 1.0)  # z = 0 says yes, and that is right
    yield look([0], 0.0, [1], 0, 1.0)  # z = 0 says yes, and that is wrong
    yield look([-1], 0.0, [1], 1, 1.0)
    yield look([1], 0.0, [1], 1, 0.5)
    yield look([-1], 0.0, [1], 0, 0.5)
    yield look([2], -1.0, [1.5], 0, 0.5)
    yield look([1], -2.0, [1], 1, 0.5)  # the bias decides
    for d in 2, 2, 2, 2, 3, 3, 3, 3:
        w, x = rng.integers(-4, 5, size=(2, d)) / 2
        b, lr = int(rng.integers(-4, 5)) / 2, float(rng.choice([0.5, 1.0, 2.0]))
        yield look(w, b, x, int(rng.integers(2)), lr)


UPDATE = Exercise(
    name="perceptron.update",
    task="Write update(w, b, x, y, lr): the neuron looks at one sample x (d,) of class y and learns from "
    "it with learning rate lr. Return its new weights (d,) and its new bias; if its answer was right, both "
    "stay.",
    reference=update,
    probes=_looks,
    mistakes=(
        Mistake(
            "the sign of the update",
            lambda w, b, x, y, lr: (w - lr * _error(w, b, x, y) * x, b - lr * _error(w, b, x, y)),
            "You move at the right moments and in the wrong direction. When the neuron said no and yes was "
            "wanted, should z for this sample be larger or smaller next time? Which is it after your "
            "update?",
        ),
        Mistake(
            "the forgotten bias",
            lambda w, b, x, y, lr: (w + lr * _error(w, b, x, y) * x, b),
            "Your weights are right everywhere, but your bias never moves, so the boundary can turn and "
            "never shift. How would b move if it were one more weight? Of which input?",
        ),
        Mistake(
            "the bias moves along with x",
            lambda w, b, x, y, lr: (w + lr * _error(w, b, x, y) * x, b + lr * _error(w, b, x, y) * x),
            "Your weights are right. A weight moves along with its own input; which input does b belong "
            "to, and how large is that one?",
        ),
        Mistake(
            "no learning rate for the bias",
            lambda w, b, x, y, lr: (w + lr * _error(w, b, x, y) * x, b + _error(w, b, x, y)),
            "Your weights are right, and so is your bias wherever lr is 1. What should halving lr do to it?",
        ),
        Mistake(
            "no learning rate",
            lambda w, b, x, y, lr: (w + _error(w, b, x, y) * x, b + _error(w, b, x, y)),
            "All is well wherever lr is 1. What should halving lr do to an update?",
        ),
        Mistake(
            "an update although the answer was right",
            lambda w, b, x, y, lr: (w + lr * y * x, b + lr * y),
            "You move for every sample of class 1, even if the neuron got it right, and for none of class "
            "0. The class alone does not say whether there is anything to learn: what else do you need?",
        ),
        Mistake(
            "the class in place of the error",
            lambda w, b, x, y, lr: (w + lr * y * x, b + lr * y) if _error(w, b, x, y) else (w, b),
            "You leave right answers alone and put a wrong no right, but after a wrong yes nothing moves: "
            "there the class is 0, and 0 times anything is 0. Your update uses the class to say which way "
            "to move. What tells a wrong no from a wrong yes, and is not 0 for either?",
        ),
        Mistake(
            "z in place of the answer",
            lambda w, b, x, y, lr: (w + lr * (y - np.dot(w, x) - b) * x, b + lr * (y - np.dot(w, x) - b)),
            "You compare the class with z. The neuron does not answer z: something still happens to it "
            "first. Which values can a mistake have after that?",
        ),
        Mistake(
            "step(0) = 0",
            lambda w, b, x, y, lr: (
                w + lr * (y - int(np.dot(w, x) + b > 0)) * x,
                b + lr * (y - int(np.dot(w, x) + b > 0)),
            ),
            "You are right wherever z is not exactly 0. What does a neuron in this lesson say to a tie?",
        ),
        Mistake(
            "no bias in z",
            lambda w, b, x, y, lr: (w + lr * _error(w, 0, x, y) * x, b + lr * _error(w, 0, x, y)),
            "Your neuron moves rightly when it moves, but it misjudges some samples. Look at how you find "
            "out what it says: on which of its numbers does z depend?",
        ),
        Mistake(
            "w where x belongs",
            lambda w, b, x, y, lr: (w + lr * _error(w, b, x, y) * w, b + lr * _error(w, b, x, y)),
            "Your bias is right. Your weights move along themselves, so from zero they would never move at "
            "all. What should decide which weight moves, and how far?",
        ),
    ),
)

# ---- 3. Learn until a pass is quiet, and count -------------------------------------------------------


def count_updates(X, y, lr, max_passes):
    """Count the updates of a perceptron that starts from zero and sees the samples X (n, d) in order."""
    w, b = np.zeros(X.shape[1]), 0.0
    updates = 0
    for _ in range(max_passes):
        quiet = True
        for x, wanted in zip(X, y):
            answer = 1 if np.dot(w, x) + b >= 0 else 0
            if answer != wanted:
                w = w + lr * (wanted - answer) * x
                b = b + lr * (wanted - answer)
                updates += 1
                quiet = False
        if quiet:
            break
    return updates


def _looks_of(X, y, lr, max_passes, *, sign=1, bias=1, tie=1, forget=False, wait=False, blind=False):
    """Say of each look, pass by pass, if a learner with the faults switched on takes it for a mistake."""
    w = np.zeros(X.shape[1] + 1)
    passes = []
    while len(passes) < max_passes and (not passes or any(passes[-1])):
        passes.append([])
        now = np.zeros_like(w) if forget else w.copy()  # what the neuron knows in this pass
        judge = now.copy() if wait else now
        for x, wanted in zip(X, y):
            noticed = x.any() or not blind  # without input the update moves b alone
            x = np.append(x, bias)
            z = judge @ x
            error = wanted - (tie if z == 0 else int(z > 0))
            now += sign * lr * error * x
            passes[-1].append(bool(error != 0 and noticed))
        w = now
    return passes


def _passes(*inputs, **faults) -> list[int]:
    """Count the updates of each pass, for a learner with the faults that are switched on."""
    return [sum(looks) for looks in _looks_of(*inputs, **faults)]


def _until_right(*inputs) -> int:
    """Count the updates before the first look that finds nothing wrong."""
    return sum(1 for _ in takewhile(bool, chain.from_iterable(_looks_of(*inputs))))


def _while_the_first_is_wrong(*inputs) -> int:
    """Count the updates of the passes before the first one that begins with a right answer."""
    return sum(sum(looks) for looks in takewhile(lambda looks: looks[0], _looks_of(*inputs)))


def _ends_at_the_first_mistake(answer: Callable) -> bool:
    """Say whether the answer is 1 wherever there is a mistake, and 0 or nothing where there is none."""
    return all(
        answer(*probe.values()) in ((1,) if sum(_passes(*probe.values())) else (0, None))
        for probe in COUNT.questions()
    )


def _sets(rng: np.random.Generator) -> Iterator[dict]:
    def data(X, y, lr, max_passes):
        return {"X": np.array(X, dtype=float), "y": np.array(y), "lr": lr, "max_passes": max_passes}

    corners = [[0, 0], [0, 1], [1, 0], [1, 1]]
    yield data([[1]], [1], 1.0, 5)
    yield data([[1]], [0], 1.0, 5)
    yield data([[1], [2]], [0, 1], 1.0, 20)
    yield data([[-1], [1], [0.5]], [0, 1, 0], 0.5, 3)
    yield data(corners, [0, 1, 1, 1], 1.0, 20)  # OR
    yield data(corners, [0, 0, 0, 1], 1.0, 20)  # AND
    yield data(corners, [0, 0, 0, 1], 0.5, 2)  # AND, cut short
    yield data(corners, [0, 1, 1, 0], 1.0, 6)  # XOR, which is never quiet
    for n in 6, 6, 8:  # two blobs, a little away from the origin, each sample at most 1 off its centre
        y = rng.permutation(np.arange(n) % 2)
        X = np.where(y[:, None] == 1, [4.0, 3.0], [1.5, 2.0]) + rng.integers(-2, 3, size=(n, 2)) / 2
        yield data(X, y, 0.5, 50)


COUNT = Exercise(
    name="perceptron.count_updates",
    task="Write count_updates(X, y, lr, max_passes): a neuron starts with all weights and its bias at "
    "zero, looks at the samples X (n, d) with classes y (n,) in their order, again and again, and learns "
    "from each mistake at once. It stops after a pass without a mistake, or after max_passes passes. "
    "Return the number of updates.",
    reference=count_updates,
    probes=_sets,
    mistakes=(
        Mistake(
            "the passes are counted",
            lambda *inputs: len(_passes(*inputs)),
            "You count how often the neuron went through the data. One pass can hold several updates, and "
            "the last may hold none.",
        ),
        Mistake(
            "the passes with a mistake are counted",
            lambda *inputs: sum(count > 0 for count in _passes(*inputs)),
            "Each pass in which something was wrong counts once in your answer. What if two samples of the "
            "same pass are wrong?",
        ),
        Mistake(
            "all looks are counted",
            lambda X, *inputs: len(X) * len(_passes(X, *inputs)),
            "You count every look at a sample. Most looks teach the neuron nothing: when does a look count?",
        ),
        Mistake(
            "only the last pass is counted",
            lambda *inputs: _passes(*inputs)[-1],
            "Only the updates of the last pass are left in the end. Where in your loops does the counter "
            "start again?",
        ),
        Mistake(
            "only the first pass is counted",
            lambda *inputs: _passes(*inputs)[0],
            "You return after the first pass. At the end of which loop does your function return?",
        ),
        Mistake(
            "a return after the first look",
            lambda *inputs: int(_looks_of(*inputs)[0][0]),
            "Your function returns when it has looked at a single sample. `return` ends the function, and "
            "every loop with it. How far to the right does your `return` stand, and in which loop is it?",
        ),
        Mistake(
            "a return after the first mistake",
            lambda *inputs: min(1, sum(_passes(*inputs))),
            "Your function returns as soon as one sample is wrong, so it never counts beyond 1. `return` "
            "ends the function, and every loop with it. When is the count complete?",
            when=_ends_at_the_first_mistake,
        ),
        Mistake(
            "a return after the first right answer",
            _until_right,
            "Your function returns as soon as one sample is right. The neuron may still err on the others: "
            "what must be quiet before it may stop?",
        ),
        Mistake(
            "the end is tested inside a pass",
            _while_the_first_is_wrong,
            "Your function stops as soon as the first sample of a pass is right, whatever the others are. "
            "When can you know that a whole pass was quiet? In which loop does your test stand?",
        ),
        Mistake(
            "only changes of w are counted",
            lambda *inputs: sum(_passes(*inputs, blind=True)),
            "You look at w to see if there was an update. After some mistakes w is the same as before, and "
            "the neuron has learned all the same. For which samples does that happen, and what has moved "
            "there?",
        ),
        Mistake(
            "step(0) = 0",
            lambda *inputs: sum(_passes(*inputs, tie=0)),
            "At the very start all weights are zero, so z is 0 whatever the sample. What does a neuron in "
            "this lesson say to a tie?",
        ),
        Mistake(
            "the forgotten bias",
            lambda *inputs: sum(_passes(*inputs, bias=0)),
            "Your neuron counts as one without a bias would: its boundary always goes through the origin, "
            "and there AND cannot be learned. Does b take part in z, and does it move?",
        ),
        Mistake(
            "the sign of the update",
            lambda *inputs: sum(_passes(*inputs, sign=-1)),
            "Your neuron runs away from the right answer: after an update it errs on the same sample more "
            "than before. Which way should z go when yes was wanted?",
        ),
        Mistake(
            "the weights start again at every pass",
            lambda *inputs: sum(_passes(*inputs, forget=True)),
            "At the start of each pass your neuron forgets what it has learned. What is to be set once, "
            "and what anew in every pass?",
        ),
        Mistake(
            "the neuron learns only at the end of a pass",
            lambda *inputs: sum(_passes(*inputs, wait=True)),
            "All samples of a pass are judged with the weights from its start. This neuron learns at once: "
            "the next sample already meets what the last one taught.",
        ),
    ),
)

EXERCISES = (NAND, UPDATE, COUNT)
