"""The canvas: what is drawn again, and that the picture is what matplotlib would draw."""

import numpy as np
import pytest
from drawings import by_matplotlib
from film import Film, points_of
from matplotlib.axes import Axes

from nnlab.explore.kit.stage import Stage
from nnlab.explore.lesson1.perceptron import explore_perceptron
from nnlab.explore.lesson4.network import explore_network
from nnlab.explore.lesson7.hopfield import explore_hopfield


def test_moving_artists_are_in_the_frame(page):
    explorer = explore_perceptron("AND")
    page(explorer)
    frame = explorer.stage.pixels()
    moving, explorer.stage.moving = explorer.stage.moving, []
    assert not np.array_equal(frame, explorer.stage.pixels())
    explorer.stage.moving = moving
    np.testing.assert_array_equal(frame, explorer.stage.pixels())


def test_a_page_that_goes_leaves_no_pixels_behind(slopes, page):
    browser = page(slopes)
    browser.paint()
    before = slopes.stage.pixels()
    browser.say(kind="gone")
    assert slopes.stage.canvas._ground.pixels is None
    np.testing.assert_array_equal(before, slopes.stage.pixels())


@pytest.fixture
def crowded():
    """A stage on which words reach into other Axes: one Axes left, one right, and one of a white ground."""
    stage = Stage(400, 300, alt="")
    left, right = stage.figure.subplots(1, 2)
    left.set_title("a title", loc="left")
    card = stage.figure.add_axes((0.3, 0.2, 0.3, 0.4), zorder=2, xticks=[], yticks=[])
    card.spines[:].set_visible(False)
    stage.figure.text(0.5, 0.95, "words of the figure", ha="center")
    stage.moving = [ax.plot([0, 1], [0, 1])[0] for ax in (left, right)]
    np.testing.assert_array_equal(stage.pixels(), by_matplotlib(stage))
    return stage, left, right, card


CHANGES = {
    "ends": lambda left, right, card: right.set_ylim(-1000, 1000),  # its numbers reach to the left
    "a long title": lambda left, right, card: left.set_title(
        "a title that goes far to the right", loc="left"
    ),
    "a label": lambda left, right, card: right.set_ylabel("two\nlines"),
    "a legend": lambda left, right, card: left.legend([left.lines[0]], ["beside"], loc=(0.9, 0.4)),
    "gone": lambda left, right, card: card.set_visible(False),
    "two of them": lambda left, right, card: (left.set_ylim(0, 9), right.set_ylim(-1000, 1000)),
    "one beneath": lambda left, right, card: left.set_xlim(0, 0.1),
}


@pytest.mark.parametrize("change", CHANGES)
def test_an_axes_that_changes_leaves_the_picture_of_a_whole_drawing(crowded, change):
    stage, *axes = crowded
    CHANGES[change](*axes)
    np.testing.assert_array_equal(stage.pixels(), by_matplotlib(stage))
    for ax in axes:  # and all as it was
        ax.set(xlim=(0, 1), ylim=(0, 1), ylabel="", visible=True)
    axes[0].set_title("a title", loc="left")
    np.testing.assert_array_equal(stage.pixels(), by_matplotlib(stage))


@pytest.mark.parametrize("change", ["said", "seen"])
def test_only_the_axes_that_changes_is_drawn_anew(change, monkeypatch):
    stage = Stage(400, 300, alt="")
    one, other = stage.figure.subplots(1, 2, gridspec_kw=dict(wspace=1))
    stage.pixels()
    drawn, draw = [], Axes.draw
    monkeypatch.setattr(Axes, "draw", lambda ax, renderer: (drawn.append(ax), draw(ax, renderer)))
    stage.pixels()
    assert drawn == []
    if change == "seen":
        other.set_xlim(0, 5)
    else:
        other.set_facecolor("red")  # what the stage does not look at
        stage.redraw(other)
    np.testing.assert_array_equal(stage.pixels(), by_matplotlib(stage))
    assert drawn == [other, one, other]  # the stage the one, matplotlib both
    drawn.clear()
    stage.redraw()
    stage.pixels()
    assert drawn == [one, other]


def test_in_the_play_one_axes_a_frame_is_drawn_anew_and_none_waits_for_ever(monkeypatch):
    stage = Stage(400, 300, alt="", playing=True)
    one, other = stage.figure.subplots(1, 2, gridspec_kw=dict(wspace=1))
    stage.moving = [ax.plot([0, 1], [0, 6], clip_on=False)[0] for ax in (one, other)]  # out of their Axes
    film = Film()
    stage.send = lambda content, buffers: [film.read(steps) for steps in buffers]
    other.set_ylim(0, 1)
    stage.hello(1.0)
    middle = 200
    drawn, draw = [], Axes.draw
    monkeypatch.setattr(Axes, "draw", lambda ax, renderer: (drawn.append(ax), draw(ax, renderer)))

    def halves():
        """What the page shows of each Axes, ground and line."""
        ground = film.background()
        return [(ground[:, :middle], film.moving()[0]), (ground[:, middle:], film.moving()[1])]

    def is_as_drawn_now(half, part):
        stage.moving, moving = [], stage.moving
        ground = by_matplotlib(stage)[..., :3]
        stage.moving = moving
        line = stage.moving[part is not LEFT]
        top = line.axes.transData.transform((1, 6))[1]
        return (
            np.array_equal(half[0], ground[:, part])
            and abs(points_of(half[1])[:, 1].max() - min(top, 301)) < 0.1
        )

    LEFT, RIGHT = slice(None, middle), slice(middle, None)
    shown = halves()
    for turn in range(1, 5):
        one.set_ylim(0, 1 + turn)
        other.set_ylim(0, 1 + turn // 3)  # changes once; the other one does at every frame
        stage.painted([stage.transport._number])
        del drawn[:]
        assert stage.show(flush=False)
        assert drawn == {1: [one], 2: [one], 3: [other], 4: [one]}[turn]
        now = halves()
        assert is_as_drawn_now(now[0], LEFT) == (turn != 3) and is_as_drawn_now(now[1], RIGHT)
        if turn == 3:  # as it was, ends and line
            np.testing.assert_array_equal(now[0][0], shown[0][0])
            assert now[0][1] == shown[0][1]
        shown = now
    for last, how in enumerate((dict(playing=False), dict(playing=True, speed=5))):
        one.set_ylim(0, 9 + last)
        other.set_ylim(0, 9 + last)
        for name, value in how.items():
            setattr(stage, name, value)
        stage.painted([stage.transport._number])
        stage.show()  # where nothing follows, or not soon, all of it is new
        now = halves()
        assert is_as_drawn_now(now[0], LEFT) and is_as_drawn_now(now[1], RIGHT)


@pytest.mark.parametrize("ratio", [1.0, 1.37])
@pytest.mark.parametrize(
    ("make", "setting"),
    [
        (explore_network, dict(held_out=0.3, hidden=1)),
        (explore_hopfield, dict(stored=7, patterns="digits")),
        (explore_hopfield, dict(rule="modern")),
    ],
    ids=["network", "hopfield", "modern"],
)
def test_frames_are_what_matplotlib_draws(make, setting, ratio):
    explorer = make()
    explorer.stage.hello(ratio)
    for position in (2, 40, 3):  # the axes grow in between, and names change
        explorer.player.seek(position)
        explorer.draw()
        np.testing.assert_array_equal(explorer.stage.pixels(), by_matplotlib(explorer.stage))
        explorer.set(**setting)
