"""What all tests of the explorables share."""

import comm
import numpy as np
import pytest
from drawings import line
from ipywidgets import Widget
from ipywidgets.widgets.widget import _instances
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.image import AxesImage
from matplotlib.spines import Spine
from matplotlib.text import Text

from nnlab.explore import sliders
from nnlab.explore.kit.explorer import problems


@pytest.fixture(autouse=True)
def no_silent_problem():
    """An error in a handler is swallowed by the widgets; here it fails the test."""
    problems.clear()
    yield
    found = list(problems)
    problems.clear()
    Widget.close_all()  # else their registry keeps every explorable and its tape until the end
    still_open = [*_instances.values(), *comm.get_comm_manager().comms.values()]
    assert not still_open, f"the test leaves open, though all widgets were closed: {still_open[:3]}"
    if found:
        raise found[0]


def numbers(artist) -> np.ndarray:
    """The data that an artist draws: tests compare these, not pixels."""
    if isinstance(artist, Spine):  # the frame, not the data
        return np.empty(0)
    if hasattr(artist, "get_xydata"):
        return np.array(artist.get_xydata(), float)
    if hasattr(artist, "U"):  # arrows
        return np.stack([artist.U, artist.V, *artist.get_offsets().T]).astype(float)
    if isinstance(artist, AxesImage):
        return np.ma.filled(artist.get_array(), np.nan).astype(float)
    if isinstance(artist, Text):  # where it stands, and its letters
        return np.array([*artist.get_position(), *map(ord, artist.get_text())], float)
    if isinstance(artist, LineCollection | PolyCollection):
        return np.concatenate([np.empty(0), *(path.vertices.ravel() for path in artist.get_paths())])
    if hasattr(artist, "get_path"):
        return np.array(artist.get_path().vertices, float)
    return np.empty(0)


@pytest.fixture
def drawn():
    """All that an explorer draws, as one array to compare."""

    def drawn(explorer) -> np.ndarray:
        moving = [a for a in explorer.stage.moving if a.axes.get_visible()]
        limits = [[*ax.get_xlim(), *ax.get_ylim()] for ax in explorer.stage.figure.axes if ax.get_visible()]
        return np.concatenate([*(numbers(a).ravel() for a in moving), np.ravel(limits)])

    return drawn


class Page:
    """Stands in for the browser: hears what a stage sends and paints when told to."""

    def __init__(self, explorer, ratio: float = 1.0) -> None:
        self.explorer, self.heard, self.words = explorer, [], []
        explorer.stage.send = self.hear
        self.say(kind="hello", ratio=ratio)

    def hear(self, content: dict, buffers: list = ()) -> None:
        """A message with frames, each kept with its list of drawing steps, or with words alone."""
        if content["kind"] == "words":
            self.words.append(content["head"])
        else:
            self.heard += zip(content["heads"], buffers, strict=True)

    def say(self, **message) -> None:
        self.explorer._on_page(self.explorer.stage, message, [])

    def paint(self) -> list[dict]:
        """Paints the frames that have come, and gives their captions."""
        frames = [content for content, _ in self.heard]
        self.heard.clear()
        for frame in frames:
            self.say(kind="painted", numbers=[frame["number"]])
        return frames

    def watch(self, most: int = 10_000) -> list[dict]:
        """Paints until the play ends, and gives the captions of all frames."""
        frames = []
        while (new := self.paint()) and len(frames) < most:
            frames += new
        return frames

    def point(self, what: str, x: float, y: float, axes, **buttons) -> None:
        """The pointer at data coordinates of ``axes``."""
        across, up = axes.transData.transform((x, y)) / self.explorer.stage.figure.bbox.size
        buttons = dict(button=0, alt=False, shift=False) | buttons
        self.say(kind="pointer", what=what, across=across, down=1 - up, **buttons)

    def click(self, x: float, y: float, axes, **buttons) -> None:
        self.point("press", x, y, axes, **buttons)
        self.point("release", x, y, axes, **buttons)

    def key(self, key: str, shift: bool = False) -> None:
        self.say(kind="key", key=key, shift=shift)


@pytest.fixture
def page():
    """A stand-in for the browser: ``page(explorer)``."""
    return Page


@pytest.fixture
def slopes():
    """An explorable of one line: no player, and nothing to do on the picture."""
    return sliders(
        line, alt="a line with a slope", slope=(-1.0, 1.0, 0.5, 0.0), shape=["straight", "bent"], wide=False
    )
