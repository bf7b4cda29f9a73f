"""Small pictures, each with one difficulty of drawing: what the recorder and the page have to get right."""

import numpy as np
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.image import AxesImage
from matplotlib.patches import Circle, FancyBboxPatch, PathPatch, Rectangle
from matplotlib.path import Path

from nnlab.explore.kit.stage import Stage
from nnlab.pictures.grid import Cells
from nnlab.pictures.landscape import KeptImage

X = np.linspace(0, 10, 60)
RED, BLUE, INK = "#b3001b", "#0072b2", "#1a1a1a"


def lines(ax):
    dashes = ("-", (0, (5, 2)), (0, (1, 1.2)), (3, (6, 1.5, 1, 1.5)))
    return [
        ax.plot(X, 2 * k + 1 + np.sin(X), color=INK, linestyle=d, linewidth=1 + k)[0]
        for k, d in enumerate(dashes)
    ]


def stems(ax):
    ends = [7.0, 0.0, 3.0, 1e-5, 0.0, 5.0]  # those without length have no ends either
    places = [(k + 2, y) for k, end in enumerate(ends) for y in (0.9, 0.9 + end, np.nan)]
    return ax.plot(*np.transpose(places), color=INK, linewidth=2.2)


def ends_and_corners(ax):
    caps = (("butt", "miter"), ("round", "round"), ("projecting", "bevel"))
    return [
        ax.plot(
            [1, 3, 4.5, 4], [3 * k + 0.5, 3 * k + 2.5, 3 * k + 0.5, 3 * k + 2], color=BLUE, linewidth=9,
            solid_capstyle=cap, solid_joinstyle=join,
        )[0]
        for k, (cap, join) in enumerate(caps)
    ]  # fmt: skip


def gaps(ax):
    y = np.where(np.arange(60) % 13 == 5, np.nan, 5 + 3 * np.cos(X))
    return ax.plot(X, y, color=RED, linewidth=3) + ax.plot(X[::6], np.where(X[::6] > 6, np.nan, X[::6]), "s")


def markers(ax):
    how = dict(linestyle="none", markersize=13, markeredgewidth=2.2, color=BLUE)
    made = []
    for k, marker in enumerate("osD^x+X"):
        made += ax.plot(X[::8], X[::8] * 0 + k + 1.5, marker=marker, **how, markerfacecolor="#ffe0a0")
    return made


def rings_over_each_other(ax):
    how = dict(linestyle="none", marker="o", markersize=30, alpha=0.5, markeredgewidth=4, color=RED)
    return ax.plot([4, 5, 6], [5, 5.5, 5], **how)


def alpha_over_alpha(ax):
    return [
        ax.add_patch(Rectangle((1 + k, 1 + k), 5, 4, facecolor=c, alpha=0.45, edgecolor=INK, linewidth=5))
        for k, c in enumerate((RED, BLUE, "#007a5e"))
    ]


def curves(ax):
    points = [(1, 1), (1, 9), (5, 9), (9, 9), (9, 1), (5, 4), (1, 1), (0, 0)]
    codes = [Path.MOVETO, *[Path.CURVE3] * 2, *[Path.CURVE4] * 3, Path.LINETO, Path.CLOSEPOLY]
    patch = PathPatch(Path(points, codes), facecolor="#cfe5dc", edgecolor="#007a5e", linewidth=4)
    box = FancyBboxPatch((6, 5), 2, 2, boxstyle="round,pad=0,rounding_size=.6", facecolor="white")
    return [ax.add_patch(patch), ax.add_patch(Circle((3, 5), 1.2, facecolor=RED)), ax.add_patch(box)]


def a_hole(ax):
    outer, inner = [(1, 1), (9, 1), (9, 9), (1, 9), (1, 1)], [(3, 3), (3, 7), (7, 7), (7, 3), (3, 3)]
    return [ax.add_patch(PathPatch(Path(outer + inner, 2 * [1, 2, 2, 2, 79]), facecolor=BLUE, edgecolor=INK))]


def clips(ax):
    inside = ax.plot([-5, 15], [-3, 12], color=INK, linewidth=12)
    outside = ax.plot([-0.6, 11], [8, 8.8], color=RED, linewidth=5, clip_on=False)
    shaped = ax.add_patch(Rectangle((0, 0), 10, 10, facecolor=BLUE, alpha=0.7))
    shaped.set_clip_path(Path([(2, 2), (8, 3), (5, 9), (2, 2)]), ax.transData)
    return [*inside, *outside, shaped]


def far_away(ax):
    triangle = Path([(-1e9, 1), (1e9, 2), (0, 1e9), (-1e9, 1)], [1, 2, 2, 79])
    tint = ax.add_patch(PathPatch(triangle, facecolor="#cfe5dc", edgecolor=INK, linewidth=3))
    line = ax.plot([-1e9, 2, 5, 1e9], [-1e9, 3, 7, -1e9], color=BLUE, linewidth=3)
    return [tint, *line, *ax.plot([1e9, 5, -1e9], [5, 5, 1e9], "o", color=RED, markersize=12)]


def in_order(ax):
    under, over = ax.plot([0, 10], [0, 10], linewidth=20, color=RED), ax.plot([0, 10], [10, 0], linewidth=20)
    return [*over, *under]  # drawn in the order of the list, whatever is newer


def nothing(ax):
    hidden = ax.plot([1, 9], [5, 5], linewidth=9)[0]
    hidden.set_visible(False)
    empty = ax.plot([], [], "o-")[0], ax.add_collection(PolyCollection([])), ax.text(5, 5, "")
    return [hidden, *empty, ax.plot([np.nan, 3], [2, np.nan])[0], *ax.plot([2, 8], [2, 8], color=INK)]


def ten_thousand(ax):
    x = np.linspace(0, 10, 10_000)
    return ax.plot(x, 5 + 4 * np.sin(40 * x) * np.cos(x), color=BLUE, linewidth=1.3)


def many_marks(ax):
    rng = np.random.default_rng(1)
    return ax.plot(*rng.uniform(0, 10, (2, 300)), "o", color=RED, markersize=7, markeredgecolor="white")


def texts(ax):
    card = dict(boxstyle="round,pad=0.3", facecolor="#fff3bf", edgecolor=INK)
    return [
        ax.text(1, 8, "plain words, 0.25", fontsize=13, color=INK),
        ax.text(5, 5, r"$w_1 x_1 + \frac{b}{2} = \sigma$", fontsize=16, color=RED, ha="center", bbox=card),
        ax.text(2, 1, "upwards", rotation=90, fontsize=12, color=BLUE),
        ax.text(7, 2, "two\nlines", fontsize=12, alpha=0.6),
    ]


def collections(ax):
    boxes = [[(k, 1), (k + 0.8, 1), (k + 0.8, 2 + k), (k, 2 + k)] for k in range(5)]
    colours = [RED, BLUE, INK, "#007a5e", "#e4572e"]
    threads = [[(0, k), (10, 9 - k)] for k in range(4)]
    dashed = dict(linewidths=[1, 2, 3, 4], linestyles=["-", (0, (3, 1)), "-", (0, (1, 1))])
    return [
        ax.add_collection(PolyCollection(boxes, facecolors=colours, edgecolors=INK)),
        ax.add_collection(LineCollection(threads, colors=colours[:4], **dashed)),
    ]


def arrows(ax):
    how = dict(angles="xy", scale_units="xy", scale=1.0, units="inches", width=0.05)
    return [ax.quiver([1, 8], [1, 8], [5, -3], [4, -6], color=RED, **how)]


def hatched(ax):
    bars = ax.stairs([3, 7, 5], [1, 3, 6, 9], fill=True, facecolor="#d3e8f5", edgecolor=BLUE, linewidth=2)
    bars.set_hatch("///")
    return [bars]


def cells(ax):
    image = ax.add_image(Cells(ax))
    image.set_data(np.random.default_rng(3).uniform(-1, 1, (8, 8)))
    image.set_extent((1, 9, 1, 9))
    return [image]


def smooth(ax):
    image = ax.add_image(KeptImage(ax, cmap="viridis", origin="lower", interpolation="bilinear"))
    image.set_data(np.hypot(*np.meshgrid(np.linspace(-2, 3, 31), np.linspace(-1, 2, 31))))
    image.set_extent((-0.5, 8, 1, 9.5))
    image.set_clip_path(ax.patch)
    return [image]


def coloured_pixels(ax):
    image = ax.add_image(AxesImage(ax, origin="upper", interpolation="nearest", extent=(1, 9, 2, 8)))
    image.set_data(np.random.default_rng(4).uniform(0, 1, (24, 30, 3)))
    return [image]


def large_images(ax):
    """As files: one of few colours, one of many."""
    grey = np.linspace(0, 1, 120 * 90).reshape(90, 120)
    rgb = np.stack([grey, grey**2, 1 - grey], axis=-1)
    few = np.kron(np.random.default_rng(5).integers(0, 3, (9, 12)), np.ones((10, 10)))
    images = []
    for data, extent in ((rgb, (0, 5, 1, 9)), (few, (5, 10, 1, 9))):
        images.append(ax.add_image(AxesImage(ax, origin="upper", interpolation="nearest", extent=extent)))
        images[-1].set_data(data)
    return images


def over_an_image(ax):
    return [*cells(ax), *ax.plot(X, X, color=INK, linewidth=4), *rings_over_each_other(ax)]


CASES = [
    lines, stems,
    ends_and_corners, gaps, markers, rings_over_each_other, alpha_over_alpha, curves, a_hole, clips,
    far_away, in_order, nothing, ten_thousand, many_marks, texts, collections, arrows, hatched, cells, smooth,
    coloured_pixels, large_images, over_an_image,
]  # fmt: skip


def staged(case) -> Stage:
    """A small stage with such a picture on it."""
    stage = Stage(300, 220, alt="")
    ax = stage.figure.add_axes((0.1, 0.1, 0.85, 0.85), xlim=(0, 10), ylim=(0, 10), facecolor="#fbe3d3")
    stage.moving = case(ax)
    return stage
