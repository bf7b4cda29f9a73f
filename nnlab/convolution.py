"""Lesson 9: convolution: one small kernel slides over the whole picture, with the same weights everywhere.

What networks call convolution is the cross-correlation of mathematics: each number of the answer is the sum
of a window of the picture times the kernel, place by place. In mathematics a convolution turns the kernel
round first (`flipped`). To a kernel that is learned it makes no difference.

First the plain version, two loops, for one picture and one kernel. Then the quick one, for many pictures X
(n, c, rows, columns) of c channels (of a grey picture c is 1) and many kernels K (k, c, f, g). Its answers
are (n, k, rows', columns'), where rows' = rows + 2 padding - f + 1.
Source: Y. LeCun and others, Neural Computation 1 (1989) 541.
"""

from types import MappingProxyType
from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from nnlab import checks
from nnlab.resume import read_only
from nnlab.rules import array_of, checked, relative, two_counts, whole

PICTURE, KERNEL = array_of("(rows, columns)"), array_of("(f, g)")
MAPS = array_of("(..., rows, columns)")
SLOPES = array_of("(n, k, rows', columns')")
PICTURES, KERNELS = array_of("(n, c, rows, columns)"), array_of("(k, c, f, g)")


@relative
def _small_enough(K, name, given):
    K, x = KERNEL(K, name), given["x"]
    if K.shape[0] > x.shape[0] or K.shape[1] > x.shape[1]:
        raise ValueError(f"{name}: expected a kernel no larger than the picture {x.shape}, got {K.shape}")
    return K


@checked(x=PICTURE, K=_small_enough)
def correlate_slowly(x, K) -> np.ndarray:
    """Return the answers of a kernel K (f, g) to a picture x (rows, columns), at all places.

    They are (rows - f + 1, columns - g + 1). Raises ValueError for other shapes, and for a kernel
    larger than the picture.
    """
    f, g = K.shape
    rows, columns = x.shape[0] - f + 1, x.shape[1] - g + 1
    answers = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            window = x[i : i + f, j : j + g]
            answers[i, j] = np.sum(window * K)
    return answers


@checked(K=KERNEL)
def flipped(K) -> np.ndarray:
    """Return a kernel (f, g) turned upside down and left to right, as convolution in mathematics takes it."""
    return K[::-1, ::-1].copy()


@checked(side=whole(1), kernel=whole(1), padding=whole(0))
def answers_along(side: int, kernel: int, padding: int = 0) -> int:
    """Return how many answers lie along a side of the picture: side + 2 padding - kernel + 1.

    With padding = kernel - 1 no window that touches the picture is left out. Raises ValueError if there are
    none, since the kernel is too large.
    """
    found = side + 2 * padding - kernel + 1
    if found < 1:
        room = side + 2 * padding
        raise ValueError(f"kernel: expected at most {room}, the padded picture's side, got {kernel}")
    return found


# ---- Many pictures, many kernels, one product ---------------------------------------------------------


@checked(X=MAPS, padding=whole(0))
def padded(X, padding: int) -> np.ndarray:
    """Return pictures (..., rows, columns) with a rim of zeros around them, `padding` wide.

    Raises ValueError for invalid arguments.
    """
    return _padded(X, padding)


def _padded(X, padding):
    if not padding:
        return X
    rows, columns = X.shape[-2:]
    wide = np.zeros((*X.shape[:-2], rows + 2 * padding, columns + 2 * padding))
    wide[..., padding : padding + rows, padding : padding + columns] = X
    return wide


@relative
def _window_shape(shape, name, given):
    f, g = two_counts(shape, name)
    rows, columns = given["X"].shape[-2:]
    if f > rows or g > columns:
        raise ValueError(f"{name}: expected windows no larger than X, {(rows, columns)}, got {(f, g)}")
    return f, g


@checked(X=MAPS, shape=_window_shape)
def windows(X, shape: tuple[int, int]) -> np.ndarray:
    """Return the window of `shape` (f, g) at every place of X (..., rows, columns).

    They are (..., rows', columns', f, g), and a view: nothing is copied, a pixel stands in many windows.
    Raises ValueError for invalid arguments.
    """
    return _windows(X, shape)


def _windows(X, shape):
    return sliding_window_view(X, shape, axis=(-2, -1))


@relative
def _fitting(K, name, given):
    K, X, padding = KERNELS(K, name), given["X"], given.get("padding", 0)
    if K.shape[1] != X.shape[1]:
        raise ValueError(f"{name}: expected {X.shape[1]} channels as X has, got shape {K.shape}")
    room = X.shape[2] + 2 * padding, X.shape[3] + 2 * padding
    if K.shape[2] > room[0] or K.shape[3] > room[1]:
        raise ValueError(f"{name}: expected kernels no larger than the padded picture {room}, got {K.shape}")
    return K


@relative
def _bias(b, name, given):
    return checks.parameters(b, len(given["K"]), name)


@relative
def _slopes(delta, name, given):
    X, K, padding = given["X"], given["K"], given.get("padding", 0)
    sides = (side + 2 * padding - kernel + 1 for side, kernel in zip(X.shape[2:], K.shape[2:]))
    return checks.shaped(SLOPES(delta, name), (len(X), len(K), *sides), name)


@checked(X=PICTURES, padding=whole(0), K=_fitting, b=_bias)
def correlate(X, K, b, padding: int = 0) -> np.ndarray:
    """Return z (n, k, rows', columns'): at each place window times kernel, summed, plus the bias.

    X is (n, c, rows, columns), K (k, c, f, g), b (k,). Each window is laid out as a row of c f g
    numbers, each kernel as a column; then it is one matrix product, as in a dense layer.
    Raises ValueError for shapes that do not fit.
    """
    k, c, f, g = K.shape
    seen = windows(padded(X, padding), (f, g))  # (n, c, rows', columns', f, g)
    seen = seen.transpose(0, 2, 3, 1, 4, 5)  # (n, rows', columns', c, f, g)
    z = seen.reshape(-1, c * f * g) @ K.reshape(k, -1).T + b
    return z.reshape(*seen.shape[:3], k).transpose(0, 3, 1, 2)


class Gradients(NamedTuple):
    """The slopes of a loss by all that goes into `correlate`, of the same shapes."""

    K: np.ndarray  # (k, c, f, g)
    b: np.ndarray  # (k,)
    X: np.ndarray  # (n, c, rows, columns)


@checked(X=PICTURES, padding=whole(0), K=_fitting, delta=_slopes)
def correlate_gradients(X, K, delta, padding: int = 0) -> Gradients:
    """Return the gradients by K, b and X, given delta (n, k, rows', columns'), the slope of the loss by z.

    A kernel is used at every place, so its gradient is the sum over all of them (no mean): of delta times the
    window there. Back to the picture goes delta, spread by the kernel: that is the correlation of the padded
    delta with the kernel turned round. Raises ValueError for shapes that do not fit.
    Source: I. Goodfellow, Y. Bengio, A. Courville, Deep Learning (2016), section 9.5.
    """
    k, c, f, g = K.shape
    seen = windows(padded(X, padding), (f, g)).transpose(0, 2, 3, 1, 4, 5).reshape(-1, c * f * g)
    by_kernel = delta.transpose(0, 2, 3, 1).reshape(-1, k)  # a row for each window
    turned = K[:, :, ::-1, ::-1].transpose(1, 0, 2, 3).reshape(c, -1)  # from k kernels to c channels
    wide = np.zeros((*delta.shape[:2], delta.shape[2] + 2 * f - 2, delta.shape[3] + 2 * g - 2))
    wide[:, :, f - 1 : f - 1 + delta.shape[2], g - 1 : g - 1 + delta.shape[3]] = delta
    spread = windows(wide, (f, g)).transpose(0, 2, 3, 1, 4, 5)  # (n, padded rows, padded columns, k, f, g)
    back = (spread.reshape(-1, k * f * g) @ turned.T).reshape(*spread.shape[:3], c).transpose(0, 3, 1, 2)
    rows, columns = X.shape[2:]
    inside = back[:, :, padding : padding + rows, padding : padding + columns]  # the rim is no picture
    return Gradients((by_kernel.T @ seen).reshape(K.shape), by_kernel.sum(axis=0), inside.copy())


# Kernels (3, 3) made by hand: they need not be learned, and cannot be changed. Among windows whose squares
# add up to the same, a kernel answers most to the one that looks like it.
KERNELS_BY_HAND = MappingProxyType(
    {
        "as it is": read_only(np.array([[0, 0, 0], [0, 1, 0], [0, 0, 0]], float)),
        "blur": read_only(np.full((3, 3), 1 / 9)),
        "sharpen": read_only(np.array([[0, -1, 0], [-1, 5, -1], [0, -1, 0]], float)),
        "upper edge": read_only(np.array([[-1, -1, -1], [0, 0, 0], [1, 1, 1]], float)),
        "left edge": read_only(np.array([[-1, 0, 1], [-1, 0, 1], [-1, 0, 1]], float)),
        "outline": read_only(np.array([[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]], float)),
    }
)
