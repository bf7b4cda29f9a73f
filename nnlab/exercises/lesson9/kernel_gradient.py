"""Lesson 9: the gradient of a kernel, which is used at many places."""

from collections.abc import Iterator

import numpy as np

from nnlab.exercises.exercise import Exercise
from nnlab.exercises.lesson9.words import WORDS


def kernel_gradient(x, delta):
    """Return the slope of the loss by a kernel (f, g), from a picture x and delta, that by its answers."""
    rows, columns = delta.shape
    f, g = x.shape[0] - rows + 1, x.shape[1] - columns + 1
    gradient = np.zeros((f, g))
    for i in range(rows):
        for j in range(columns):
            gradient += delta[i, j] * x[i : i + f, j : j + g]  # each place adds what its window says
    return gradient


def _pictures(rng: np.random.Generator) -> Iterator[dict]:
    def probe(x, delta):
        return {"x": np.array(x, dtype=float), "delta": np.array(delta, dtype=float)}

    yield probe([[2]], [[3]])
    yield probe([[1, 2, 4]], [[3]])
    yield probe([[1, 2, 4]], [[1, 3]])
    yield probe([[0, 0, 0], [1, 1, 1], [0, 0, 0]], [[1, 1], [1, 1]])
    yield probe([[0, 0, 0], [1, 1, 1], [0, 0, 2]], [[1, 2], [0, -1]])
    for shape, places in ((3, 4), (2, 2)), ((4, 4), (2, 3)), ((5, 4), (3, 2)):
        delta = rng.permutation(np.arange(1, places[0] * places[1] + 1)).reshape(places) / 2
        yield probe(rng.integers(1, 9, shape), delta)


EXERCISE = Exercise(
    name="convolution.kernel_gradient",
    words=WORDS["convolution.kernel_gradient"],
    reference=kernel_gradient,
    probes=_pictures,
)


@EXERCISE.mistake("the mean over the places")
def _the_mean_over_the_places(x, delta):
    return kernel_gradient(x, delta) / delta.size


@EXERCISE.mistake("the gradient turned round")
def _the_gradient_turned_round(x, delta):
    return kernel_gradient(x, delta)[::-1, ::-1]


@EXERCISE.mistake("delta turned round")
def _delta_turned_round(x, delta):
    return kernel_gradient(x, delta[::-1, ::-1])


@EXERCISE.mistake("the windows without delta")
def _the_windows_without_delta(x, delta):
    return kernel_gradient(x, np.ones(delta.shape))


@EXERCISE.mistake("the last place alone")
def _the_last_place_alone(x, delta):
    last = np.zeros(delta.shape)
    last[-1, -1] = delta[-1, -1]
    return kernel_gradient(x, last)


@EXERCISE.mistake("the first place alone")
def _the_first_place_alone(x, delta):
    first = np.zeros(delta.shape)
    first[0, 0] = delta[0, 0]
    return kernel_gradient(x, first)


@EXERCISE.mistake("the bias's gradient")
def _the_biass_gradient(x, delta):
    shape = x.shape[0] - delta.shape[0] + 1, x.shape[1] - delta.shape[1] + 1
    return np.full(shape, delta.sum())


@EXERCISE.mistake("one delta for all places")
def _one_delta_for_all_places(x, delta):
    return kernel_gradient(x, np.ones(delta.shape)) * delta.sum()


@EXERCISE.mistake("the sign")
def _the_sign(x, delta):
    return -kernel_gradient(x, delta)
