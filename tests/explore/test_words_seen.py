"""Words in the pictures of all explorables: none is cut off at the picture's edge."""

import pytest
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.transforms import Bbox
from replay import explorables

# Pixels of the figure by which the box of a text may stand out: that of a formula is larger than its ink.
PLAIN, FORMULA = 1, 3


class Listening(RendererAgg):
    """Draws as Agg does, and keeps each text that is drawn with its box: left, low, right, high."""

    def __init__(self, figure) -> None:
        super().__init__(*figure.bbox.size, figure.dpi)
        self.texts = []

    def draw_text(self, gc, x, y, s, prop, angle, ismath=False, mtext=None) -> None:
        clip = gc.get_clip_rectangle()
        if mtext is not None:
            box = mtext.get_window_extent(self)
        else:  # one of several lines
            width, height, under = self.get_text_width_height_descent(s, prop, ismath)
            box = Bbox.from_bounds(x, self.height - y - under, width, height)
        if s.strip() and (clip is None or clip.overlaps(box)):
            self.texts.append((s, box.extents))


def texts(stage) -> list:
    """What is written on the picture, and where."""
    renderer = Listening(stage.figure)
    stage.figure.draw(renderer)
    for artist in stage.moving:
        artist.draw(renderer)
    return renderer.texts


def cut(stage) -> list[str]:
    """The texts that lie, wholly or in part, outside the picture."""
    width, height = stage.figure.bbox.size
    return [
        text
        for text, (left, low, right, high) in texts(stage)
        if min(left, low, width - right, height - high) < -(FORMULA if "$" in text else PLAIN)
    ]


@pytest.mark.parametrize("name", explorables())
def test_no_word_is_cut_off_at_the_edge_in_any_preset(name):
    explorer = explorables()[name]()
    found = {"at first": cut(explorer.stage)}
    for preset in explorer.preset.options[1:]:
        explorer.preset.value = preset
        explorer.draw()
        found[preset] = cut(explorer.stage)
    assert texts(explorer.stage) and {preset: some for preset, some in found.items() if some} == {}


def test_words_are_whole_where_the_page_shows_the_playground_smaller():
    """Beside the file list, 1400 pixels: letters are then wider than to scale."""
    explorer = explorables()["playground: playground"]()
    explorer.stage.canvas.ratio = 0.748
    for preset in explorer.preset.options[1:]:
        explorer.preset.value = preset
        explorer.draw()
        assert cut(explorer.stage) == [], preset
