"""Small drawings to try the stage with, and what matplotlib makes of one."""

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg


def line(ax, slope, shape="straight", wide=False):
    """A drawing for tests: a line with a slope."""
    x = np.linspace(-1, 1, 11)
    ax.plot(x, slope * x if shape == "straight" else slope * x**2, linewidth=4 if wide else 1)
    ax.set(xlim=(-1, 1), ylim=(-2, 2))
    return f"The slope is {slope:g}."


def by_matplotlib(stage):
    """The picture as matplotlib draws it, all of it, on a canvas that knows nothing yet."""
    canvas = FigureCanvasAgg(stage.figure)
    canvas.draw()
    for artist in stage.moving:
        if artist.axes.get_visible():
            artist.draw(canvas.get_renderer())
    return np.array(canvas.buffer_rgba())
