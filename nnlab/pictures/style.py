"""Colours and sizes that all pictures share, and the few lines that dress Axes in them.

The two class colours are the blue and the vermilion of Okabe and Ito's palette, which people with the common
forms of colour blindness tell apart; the classes also differ in shape, so that a print in grey is
enough. Text is large because it must be read from the last row.
"""

from matplotlib.axes import Axes

NO, YES = "#d55e00", "#0072b2"  # class 0, class 1
NO_TINT, YES_TINT = "#fbe3d0", "#d3e8f5"  # the half of the plane that is answered so
INK, GREY, GREEN = "#1a1a1a", "#767676", "#00795c"  # GREY is as light as grey text on white may be
SQUARE, DISC = "s", "o"  # class 0, class 1

TEXT = 13  # points: axis labels, legends
TICKS = 11.5


def dress(ax: Axes, xlabel: str, ylabel: str, title: str = "") -> None:
    """Gives ``ax`` its labels in the house's type sizes, and takes away the frame's upper and right lines."""
    ax.set_xlabel(xlabel, fontsize=TEXT, color=INK)
    ax.set_ylabel(ylabel, fontsize=TEXT, color=INK)
    if title:
        ax.set_title(title, fontsize=TEXT, color=INK, loc="left")
    ax.tick_params(labelsize=TICKS, colors=INK)
    ax.locator_params(nbins=5)
    ax.spines[["top", "right"]].set_visible(False)


def legend(ax: Axes, handles: list | None = None, columns: int = 2) -> None:
    """A legend above ``ax``, where it covers no data."""
    place = dict(loc="lower left", bbox_to_anchor=(-0.02, 1.0), borderpad=0.2, frameon=False)
    gaps = dict(
        handlelength=1.6 if columns < 4 else 1.2, handletextpad=0.4, columnspacing=1.1 if columns < 4 else 0.7
    )
    ax.legend(handles=handles, ncols=columns, fontsize=TEXT, **place, **gaps)


def round_up(x: float) -> float:
    """The next 1, 2 or 5 times a power of ten at or above ``x``: a calm end for an axis."""
    power = 10.0 ** len(str(int(x))) if x >= 1 else 1.0
    steps = [m * power / 100 for m in (1, 2, 5, 10, 20, 50, 100)]
    return next(s for s in steps if s >= x)
