"""The canvas: what is drawn again, and that the picture is what matplotlib would draw."""

import numpy as np
import pytest
from drawings import by_matplotlib
from film import GROUND, TEXT, Film, points_of
from matplotlib.axes import Axes
from matplotlib.image import AxesImage

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
    for ax in (one, other):  # with a picture in it, an Axes remains a picture
        ax.add_image(AxesImage(ax, extent=(0, 1, 0, 1))).set_data(np.eye(2))
        ax.set(xlim=(0, 1), ylim=(0, 1))
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


@pytest.fixture
def told():
    """A stage of two Axes, one of which has changed its ends, and a page's film of it."""
    stage = Stage(400, 300, alt="")
    one, other = stage.figure.subplots(1, 2, gridspec_kw=dict(wspace=1))
    one.set(xlabel="steps", ylabel="error")
    one.legend([one.axhline(0.5)], ["a level"])
    stage.moving = one.plot([0, 1], [0, 1])
    film = Film().read(stage.canvas.frame().to_bytes())
    one.set_xlim(0, 30)
    return stage, one, other, film.read(stage.canvas.frame().to_bytes())


def test_an_axes_whose_ends_move_is_not_drawn_but_told(told, monkeypatch):
    stage, one, _, film = told
    ground = film.background()
    monkeypatch.setattr(Axes, "draw", lambda ax, renderer: pytest.fail("it was drawn"))
    for end in (50, 80, 50):
        one.set_xlim(0, end)
        frame = stage.canvas.frame()
        assert [kind for kind, _ in frame.defined if kind == GROUND] == []
        film.read(frame.to_bytes())
    names = {content for kind, content in film.things.values() if kind == TEXT}
    assert len(names) >= 8 and (film.background() == ground).all()
    left = ground[:, :190]
    assert (left == 255).all() and (ground[:, 200:] != 255).any()  # the other one is still a picture


@pytest.mark.parametrize(
    "change",
    [
        lambda stage, one: one.set_ylim(-4, 1),
        lambda stage, one: one.set_xlabel("other words"),
        lambda stage, one: one.set_title("a title", loc="left"),
        lambda stage, one: one.legend([one.lines[0]], ["other words"]),
        lambda stage, one: one.set_facecolor("#cfe5dc"),
        lambda stage, one: one.spines["left"].set_visible(False),
        lambda stage, one: (one.set_xticks([1, 7], ["a", "b"]), stage.redraw(one)),
        lambda stage, one: one.set_aspect("equal"),
        lambda stage, one: one.set_axis_off(),
        lambda stage, one: one.set_visible(False),
    ],
)
def test_of_an_axes_that_is_told_all_that_changes_is_told(told, change):
    stage, one, _, film = told
    before = film.moving()
    change(stage, one)
    film.read(stage.canvas.frame().to_bytes())
    assert film.moving() != before
    stage.canvas.begin_again()
    whole = Film().read(stage.canvas.frame().to_bytes())
    assert film.moving() == whole.moving() and (film.background() == whole.background()).all()


def test_an_axes_with_a_picture_or_beneath_another_is_not_told(crowded):
    stage, left, right, card = crowded
    stage.canvas.frame()
    right.add_image(AxesImage(right, extent=(0, 1, 0, 1))).set_data(np.eye(2))
    for ax in (left, right):  # `card` lies over the one
        ax.set_ylim(0, 7)
        stage.canvas.frame()
    assert stage.canvas._ground.told == []
    card.set_facecolor("#cfe5dc")
    card.set_xlim(0, 3)
    stage.canvas.frame()
    assert stage.canvas._ground.told == [card]


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
