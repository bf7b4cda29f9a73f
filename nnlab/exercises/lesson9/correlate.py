"""Lesson 9: cross-correlation with padding, by a loop over the numbers of the kernel."""

from collections.abc import Iterator

import numpy as np

from nnlab.exercises.exercise import Exercise
from nnlab.exercises.lesson9.words import WORDS


def correlate(x, K, padding):
    """Return the answers of a kernel K (f, g) at all places of a picture x (rows, columns) in a rim of 0."""
    f, g = K.shape
    wide = np.pad(x, padding)
    rows, columns = wide.shape[0] - f + 1, wide.shape[1] - g + 1
    answers = np.zeros((rows, columns))
    for i in range(f):
        for j in range(g):
            answers += K[i, j] * wide[i : i + rows, j : j + columns]  # its share at every place at once
    return answers


def _pictures(rng: np.random.Generator) -> Iterator[dict]:
    def probe(x, K, padding):
        return {"x": np.array(x, dtype=float), "K": np.array(K, dtype=float), "padding": padding}

    yield probe([[2]], [[3]], 0)
    yield probe([[5]], [[1, 2]], 1)
    yield probe([[1, 2]], [[1, 3]], 0)
    yield probe([[0, 0, 0], [1, 1, 1], [0, 0, 0]], [[-1, -1], [1, 1]], 0)
    yield probe([[0, 0, 0], [1, 1, 1], [0, 0, 0]], [[-1, -1], [1, 1]], 1)
    for shape, kernel, padding in ((4, 3), (2, 2), 1), ((3, 4), (2, 3), 0), ((4, 5), (3, 2), 2):
        K = rng.permutation(np.arange(1, kernel[0] * kernel[1] + 1)).reshape(kernel)
        yield probe(rng.integers(1, 9, shape) / 2, K, padding)


EXERCISE = Exercise(
    name="convolution.correlate",
    words=WORDS["convolution.correlate"],
    reference=correlate,
    probes=_pictures,
)


@EXERCISE.mistake("the kernel turned round")
def _the_kernel_turned_round(x, K, padding):
    return correlate(x, K[::-1, ::-1], padding)


@EXERCISE.mistake("the kernel transposed")
def _the_kernel_transposed(x, K, padding):
    wide, (f, g) = np.pad(x, padding), K.shape
    rows, columns = wide.shape[0] - f + 1, wide.shape[1] - g + 1
    turned = np.resize(K.T, K.shape)
    return correlate(wide, turned, 0)[:rows, :columns]


@EXERCISE.mistake("the answers transposed")
def _the_answers_transposed(x, K, padding):
    return correlate(x, K, padding).T


@EXERCISE.mistake("no padding")
def _no_padding(x, K, padding):
    return correlate(x, K, 0)


@EXERCISE.mistake("the rim filled with the edge")
def _the_rim_filled_with_the_edge(x, K, padding):
    return correlate(np.pad(x, padding, mode="edge"), K, 0)


@EXERCISE.mistake("the rim at one end alone")
def _the_rim_at_one_end_alone(x, K, padding):
    return correlate(np.pad(x, (0, padding)), K, 0)


@EXERCISE.mistake("the mean in place of the sum")
def _the_mean_in_place_of_the_sum(x, K, padding):
    return correlate(x, K, padding) / K.size


@EXERCISE.mistake("the windows alone")
def _the_windows_alone(x, K, padding):
    return correlate(x, np.ones(K.shape), padding)


@EXERCISE.mistake("the last number of the kernel alone")
def _the_last_number_of_the_kernel_alone(x, K, padding):
    last = np.zeros(K.shape)
    last[-1, -1] = K[-1, -1]
    return correlate(x, last, padding)


@EXERCISE.mistake("the last row and column forgotten")
def _the_last_row_and_column_forgotten(x, K, padding):
    return correlate(x, K, padding)[:-1, :-1]


@EXERCISE.mistake("the largest product in place of the sum")
def _the_largest_product_in_place_of_the_sum(x, K, padding):
    wide, (f, g) = np.pad(x, padding), K.shape
    seen = np.lib.stride_tricks.sliding_window_view(wide, (f, g))
    return (seen * K).max(axis=(2, 3))
