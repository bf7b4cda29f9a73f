"""Lesson 9's exercises: right answers in other forms, and that they agree with the package and with SciPy."""

import numpy as np
import pytest
from scipy.signal import correlate2d

from nnlab import convolution, exercises, pooling
from nnlab.exercises.lesson9.answers_along import answers_along
from nnlab.exercises.lesson9.kernel_gradient import kernel_gradient
from nnlab.exercises.lesson9.max_pool_gradient import max_pool_gradient


def places_by_walking(side, kernel, padding, stride):
    return len(range(-padding, side + padding - kernel + 1, stride))


def correlate_with_four_loops(x, K, padding):
    rows, columns = len(x), len(x[0])

    def pixel(i, j):
        return x[i][j] if 0 <= i < rows and 0 <= j < columns else 0

    return [
        [
            sum(
                K[a, b] * pixel(i + a - padding, j + b - padding)
                for a in range(len(K))
                for b in range(len(K[0]))
            )
            for j in range(columns + 2 * padding - len(K[0]) + 1)
        ]
        for i in range(rows + 2 * padding - len(K) + 1)
    ]


def correlate_by_scipy(x, K, padding):
    return correlate2d(np.pad(x, padding), K, "valid")


def correlate_by_the_package(x, K, padding):
    return convolution.correlate(x[None, None], K[None, None], [0], padding)[0, 0]


def kernel_gradient_by_the_package(x, delta):
    shape = x.shape[0] - len(delta) + 1, x.shape[1] - len(delta[0]) + 1
    return convolution.correlate_gradients(x[None, None], np.ones((1, 1, *shape)), delta[None, None]).K[0, 0]


def max_pool_gradient_with_four_comparisons(A, delta):
    gradient = [[0] * len(A[0]) for _ in A]
    for i, row in enumerate(delta):
        for j, slope in enumerate(row):
            best = None
            for down in (0, 1):
                for right in (0, 1):
                    at = 2 * i + down, 2 * j + right
                    if best is None or A[at] > A[best]:
                        best = at
            gradient[best[0]][best[1]] = slope
    return gradient


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("answers_along", places_by_walking),
        ("answers_along", lambda *given: float(places_by_walking(*given))),
        ("correlate", correlate_with_four_loops),
        ("correlate", correlate_by_scipy),
        ("correlate", correlate_by_the_package),
        ("kernel_gradient", lambda x, delta: correlate2d(x, delta, "valid")),
        ("kernel_gradient", kernel_gradient_by_the_package),
        ("max_pool_gradient", max_pool_gradient_with_four_comparisons),
        ("max_pool_gradient", lambda A, delta: pooling.max_pool_gradient(A, delta, 2)),
    ],
)
def test_right_answers_in_other_forms_are_right(name, answer):
    assert exercises.check(f"convolution.{name}", answer).verdict == "right"


def test_with_a_stride_of_one_it_is_the_packages_count():
    for case in ((3, 2, 0), (8, 3, 0), (8, 5, 4), (1, 3, 1)):
        assert answers_along(*case, 1) == convolution.answers_along(*case)


def test_by_hand():
    bar = np.array([[0, 0, 0], [1, 1, 1], [0, 0, 0]])
    assert kernel_gradient(bar, np.ones((2, 2))).tolist() == [[2, 2], [2, 2]]
    assert max_pool_gradient(np.array([[0, 3], [3, 3]]), np.array([[6]])).tolist() == [[0, 6], [0, 0]]
