"""Maps of the plane: small ones in a column, a unit's bias next to each, and the colours of all of them.

White is 0, the blue of class 1 is 1, the vermilion of class 0 is -1, and beyond these it stays as it is.
"""

from typing import final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.image import AxesImage
from matplotlib.transforms import Affine2D

from nnlab.pictures import style

# Classes 0 to 3, and what their marks look like: the first two are those of all pictures.
CLASSES = (style.NO, style.YES, style.GREEN, style.PURPLE)
MARKS = (style.SQUARE, style.DISC, "^", "D")
STEPS = 32  # shades of a colour
STRONGEST = 0.78  # part of the colour itself in its strongest shade, so that marks are seen on it
NOTHING = 255  # the shade through which one sees what lies below


def _shades(colour: str) -> np.ndarray:
    """Return the shades `(STEPS, 3)` of a colour, from almost white to its strongest."""
    share = STRONGEST * np.arange(1, STEPS + 1)[:, None] / STEPS
    return 1 - share * (1 - np.array(to_rgb(colour)))


def palette() -> np.ndarray:
    """Return all shades as red, green, blue and alpha, `(256, 4)` bytes.

    White is number 0, then come `STEPS` shades of each class; the last one is `NOTHING`.
    """
    colours = np.full((256, 4), 255, np.uint8)
    shades = np.concatenate([_shades(colour) for colour in CLASSES])
    colours[1 : 1 + len(shades), :3] = np.round(255 * shades)
    colours[NOTHING] = 255, 255, 255, 0
    return colours


PALETTE = palette().view(np.uint32).ravel()


def signed_shades(values: np.ndarray, *, discretised: bool = False) -> np.ndarray:
    """Return the numbers of the shades for `values` from -1 to 1, of the same shape; NaN is white."""
    if discretised:
        return np.where(np.isnan(values), 0, np.where(values < 0, STEPS, 2 * STEPS)).astype(np.uint8)
    with np.errstate(invalid="ignore"):
        strength = np.rint(STEPS * np.minimum(np.abs(np.nan_to_num(values)), 1)).astype(np.uint8)
    return np.where(strength == 0, 0, np.where(values < 0, strength, strength + STEPS)).astype(np.uint8)


def class_shades(shares: np.ndarray, *, discretised: bool = False) -> np.ndarray:
    """Return the numbers of the shades for `shares (..., k)` of k classes: the largest wins.

    White is where all are equal.
    """
    k = shares.shape[-1]
    best = shares.argmax(axis=-1)
    if discretised:
        return ((best + 1) * STEPS).astype(np.uint8)
    sure = (np.take_along_axis(shares, best[..., None], -1)[..., 0] - 1 / k) / (1 - 1 / k)
    strength = np.rint(STEPS * np.clip(np.nan_to_num(sure), 0, 1)).astype(np.uint8)
    return np.where(strength == 0, 0, best * STEPS + strength).astype(np.uint8)


def share_shades(shares: np.ndarray, which: int) -> np.ndarray:
    """Return the numbers of the shades for `shares` from 0 to 1 of the class `which`."""
    strength = np.rint(STEPS * np.clip(np.nan_to_num(shares), 0, 1)).astype(np.uint8)
    return np.where(strength == 0, 0, which * STEPS + strength).astype(np.uint8)


@final
class Shaded(AxesImage):
    """An image of shades by their numbers `(rows, columns)`, the first row at the top.

    A page gets a byte for each, and enlarges it itself.
    """

    def __init__(self, ax: Axes, *, smooth: bool = False) -> None:
        super().__init__(ax, interpolation="bilinear" if smooth else "nearest", origin="upper")
        self.set_data(np.zeros((1, 1), np.uint8))

    def _check_unsampled_image(self) -> bool:
        """A renderer that scales images is given a pixel for each number."""
        return True

    def make_image(self, renderer, magnification=1.0, unsampled=False):
        """Return the pixels, where they go, and how they are scaled there, as matplotlib asks for them."""
        numbers = np.asarray(self.get_array()).astype(np.uint8)
        left, right, low, high = self.get_extent()
        corners = self.axes.transData.transform([(left, low), (right, high)]) * magnification
        x, y, x1, y1 = np.round(corners).astype(int).ravel().tolist()
        colours, (rows, columns) = PALETTE[numbers], numbers.shape
        scale = Affine2D().scale((x1 - x) / columns, (y1 - y) / rows) if unsampled else Affine2D()
        if not unsampled:
            down, along = np.arange(y1 - y) * rows // (y1 - y), np.arange(x1 - x) * columns // (x1 - x)
            colours = colours[down[:, None], along]
        return colours[::-1].copy().view(np.uint8).reshape(*colours.shape, 4), x, y, scale


CELLS = 20  # of a map, along each side
BIAS, GAP = 4, 1  # cells of a bias along each side, and between it and its map


def column_of(maps: np.ndarray, pitch: int, biases: np.ndarray | None = None) -> np.ndarray:
    """Return the shades of maps `(h, CELLS, CELLS)` one above the other, one every `pitch` cells.

    Left of each, at its foot, is its bias, if there are `biases (h,)` (also as shades).
    """
    h, beside = len(maps), BIAS + GAP if biases is not None else 0
    rows = np.full((h, pitch, beside + CELLS), NOTHING, np.uint8)
    rows[:, :CELLS, beside:] = maps
    if biases is not None:
        rows[:, CELLS - BIAS : CELLS, :BIAS] = biases[:, None, None]
    return rows.reshape(h * pitch, -1)[: (h - 1) * pitch + CELLS]
