"""Lesson 1: learn until a pass is quiet, and count."""

from collections.abc import Callable, Iterator
from itertools import chain, takewhile

import numpy as np

from nnlab.exercises.exercise import Exercise
from nnlab.exercises.lesson1.words import WORDS


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


def _sets(rng: np.random.Generator) -> Iterator[dict]:
    def data(X, y, lr, max_passes):
        return {"X": np.array(X, dtype=float), "y": np.array(y), "lr": lr, "max_passes": max_passes}

    corners = [[0, 0], [0, 1], [1, 0], [1, 1]]
    yield data([[1]], [1], 1.0, 5)
    yield data([[1]], [0], 1.0, 5)
    yield data([[1], [2]], [0, 1], 1.0, 20)
    yield data([[1], [2]], [1, 0], 1.0, 20)  # the first look finds nothing wrong
    yield data([[-1], [1], [0.5]], [0, 1, 0], 0.5, 3)
    yield data(corners, [0, 1, 1, 1], 1.0, 20)  # OR
    yield data(corners, [0, 0, 0, 1], 1.0, 20)  # AND
    yield data(corners, [0, 0, 0, 1], 0.5, 2)  # AND, cut short
    yield data(corners, [0, 1, 1, 0], 1.0, 6)  # XOR, which is never quiet
    for n in 6, 6, 8:  # two blobs, a little away from the origin, each sample at most 1 off its centre
        y = rng.permutation(np.arange(n) % 2)
        X = np.where(y[:, None] == 1, [4.0, 3.0], [1.5, 2.0]) + rng.integers(-2, 3, size=(n, 2)) / 2
        yield data(X, y, 0.5, 50)


EXERCISE = Exercise(
    name="perceptron.count_updates",
    words=WORDS["perceptron.count_updates"],
    reference=count_updates,
    probes=_sets,
)


def _looks_of(X, y, lr, max_passes, *, sign=1, bias=1, tie=1, forget=False, wait=False, blind=False):
    """Return whether a learner with these faults sees a mistake at each look, in a list for each pass."""
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


def _ends_at_the_first_mistake(answer: Callable) -> bool:
    """Return whether the answer is 1 wherever there is a mistake, and 0 or nothing where there is none."""
    return all(
        answer(*probe.values()) in ((1,) if sum(_passes(*probe.values())) else (0, None))
        for probe in EXERCISE.questions()
    )


@EXERCISE.mistake("the passes are counted")
def _the_passes_are_counted(*inputs):
    return len(_passes(*inputs))


@EXERCISE.mistake("the passes with a mistake are counted")
def _the_passes_with_a_mistake_are_counted(*inputs):
    return sum(count > 0 for count in _passes(*inputs))


@EXERCISE.mistake("all looks are counted")
def _all_looks_are_counted(X, *inputs):
    return len(X) * len(_passes(X, *inputs))


@EXERCISE.mistake("only the last pass is counted")
def _only_the_last_pass_is_counted(*inputs):
    return _passes(*inputs)[-1]


@EXERCISE.mistake("only the first pass is counted")
def _only_the_first_pass_is_counted(*inputs):
    return _passes(*inputs)[0]


@EXERCISE.mistake("a return after the first look")
def _a_return_after_the_first_look(*inputs):
    return int(_looks_of(*inputs)[0][0])


@EXERCISE.mistake("a return after the first mistake", when=_ends_at_the_first_mistake)
def _a_return_after_the_first_mistake(*inputs):
    return min(1, sum(_passes(*inputs)))


@EXERCISE.mistake("a return after the first right answer")
def _until_right(*inputs) -> int:
    """Count the updates before the first look that finds nothing wrong."""
    return sum(1 for _ in takewhile(bool, chain.from_iterable(_looks_of(*inputs))))


@EXERCISE.mistake("the end is tested inside a pass")
def _while_the_first_is_wrong(*inputs) -> int:
    """Count the updates of the passes before the first one that begins with a right answer."""
    return sum(sum(looks) for looks in takewhile(lambda looks: looks[0], _looks_of(*inputs)))


@EXERCISE.mistake("only changes of w are counted")
def _only_changes_of_w_are_counted(*inputs):
    return sum(_passes(*inputs, blind=True))


@EXERCISE.mistake("step(0) = 0")
def _no_at_a_tie(*inputs):
    return sum(_passes(*inputs, tie=0))


@EXERCISE.mistake("the forgotten bias")
def _the_forgotten_bias(*inputs):
    return sum(_passes(*inputs, bias=0))


@EXERCISE.mistake("the sign of the update")
def _the_sign_of_the_update(*inputs):
    return sum(_passes(*inputs, sign=-1))


@EXERCISE.mistake("the weights start again at every pass")
def _the_weights_start_again_at_every_pass(*inputs):
    return sum(_passes(*inputs, forget=True))


@EXERCISE.mistake("the neuron learns only at the end of a pass")
def _the_neuron_learns_only_at_the_end_of_a_pass(*inputs):
    return sum(_passes(*inputs, wait=True))


@EXERCISE.mistake("each pass ends at its first mistake")
def _each_pass_ends_at_its_first_mistake(X, y, lr, max_passes):
    w, b, updates = np.zeros(X.shape[1]), 0.0, 0
    for _ in range(max_passes):
        for x, wanted in zip(X, y):
            error = wanted - int(np.dot(w, x) + b >= 0)
            if error != 0:
                w, b = w + lr * error * x, b + lr * error
                updates += 1
                break  # and the next pass begins with the first sample again
        else:
            break
    return updates
