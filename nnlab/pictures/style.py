"""Colours and sizes that all pictures share, and the few lines that dress Axes in them.

The two class colours are the blue and the vermilion of Okabe and Ito's palette, which people with the common
forms of colour blindness can tell apart. The classes also differ in shape, so a print in grey is
enough. Text is large because it must be readable from the last row.
"""

import math

import numpy as np
from matplotlib.axes import Axes

from nnlab.pictures import fonts

NO, YES = "#d55e00", "#0072b2"  # class 0, class 1
NO_TINT, YES_TINT = "#fbe3d0", "#d3e8f5"  # the region with that answer
SURE_NO_TINT, SURE_YES_TINT = "#f6cfae", "#b3d6ec"  # and where there is little doubt about it
# GREY is as light as grey text on white may be.
INK, GREY, GREEN, PURPLE = "#1a1a1a", "#767676", "#00795c", "#a3327a"
SQUARE, DISC = "s", "o"  # class 0, class 1

TEXT = 13  # points: axis labels, legends
TICKS = 11.5


def dress(ax: Axes, xlabel: str, ylabel: str, title: str = "") -> None:
    """Give `ax` its labels in the house's type sizes, and remove the upper and right lines of its frame."""
    fonts.fit(ax.set_xlabel(xlabel, fontsize=TEXT, color=INK))
    fonts.fit(ax.set_ylabel(ylabel, fontsize=TEXT, color=INK))
    if title:
        head(ax, title)
    ax.tick_params(labelsize=TICKS, colors=INK)
    ax.locator_params(nbins=5)
    ax.spines[["top", "right"]].set_visible(False)


def head(ax: Axes, title: str, *, x: float = 0.0, color: str = INK) -> None:
    """Put a title above the left end of `ax`; its height is given, or every drawing would look for one."""
    ax.set_title(title, loc="left", x=x, y=1.0, fontsize=TEXT, color=color)


def thin_ticks(ax: Axes) -> None:
    """Leave as many numbers on the horizontal axis as fit without touching, five at the most."""
    digits = len(f"{ax.get_xlim()[1]:.0f}")
    one = 0.64 * TICKS * ax.figure.dpi / 72  # pixels for one digit
    ax.locator_params(axis="x", nbins=int(np.clip(ax.bbox.width / ((digits + 1) * one), 1, 5)), integer=True)


def legend(ax: Axes, handles: list | None = None, columns: int = 2) -> None:
    """Put a legend above `ax`, where it covers no data."""
    place = dict(loc="lower left", bbox_to_anchor=(-0.02, 1.0), borderpad=0.2, frameon=False)
    narrow, wide = dict(handlelength=1.5, columnspacing=0.8), dict(handlelength=2.4, columnspacing=1.1)
    gaps = wide if columns < 3 else narrow
    found = ax.legend(handles=handles, ncols=columns, fontsize=TEXT, handletextpad=0.4, **place, **gaps)
    for text in found.get_texts():
        fonts.fit(text)


def finite(*arrays) -> np.ndarray:
    """Return the numbers in `arrays` that an axis can show."""
    numbers = np.concatenate([np.ravel(array) for array in arrays])
    return numbers[np.isfinite(numbers)]


def round_up(x: float) -> float:
    """Return a round end for an axis: 1, 1.5, 2, 3, 4, 5, 6 or 8 times a power of ten, at or above `x`."""
    power = 10.0 ** math.floor(math.log10(x))
    return next(m * power for m in (1, 1.5, 2, 3, 4, 5, 6, 8, 10, 15) if m * power >= x)


def equal_units(ax: Axes, limits) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return the `limits` of `ax`, widened about their middle until a unit is as long across as upwards."""
    low, high = np.transpose(np.asarray(limits, float))
    size = ax.bbox.size
    half = size * ((high - low) / size).max() / 2
    ends = np.stack([(low + high) / 2 - half, (low + high) / 2 + half], axis=1)
    return tuple(map(tuple, ends.tolist()))
