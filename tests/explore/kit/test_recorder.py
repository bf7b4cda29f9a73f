"""The recorder: what it notes of each artist, what it names again, and that a film can be written down."""

import struct

import numpy as np
import pytest
from cases import CASES, far_away, gaps, lines, nothing, staged, ten_thousand, texts
from film import Film, points_of, shows
from matplotlib.backend_bases import GraphicsContextBase
from matplotlib.lines import Line2D
from matplotlib.transforms import Bbox
from replay import explorables

from nnlab.explore.kit.recorder import Recorder


def film_of(stage) -> Film:
    return Film().read(stage.canvas.frame().to_bytes())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)
def test_one_list_serves_every_ratio(case):
    stage = staged(case)
    at_one = film_of(stage).moving()
    stage.canvas.ratio = 2.0
    stage.canvas.begin_again()
    at_two = film_of(stage).moving()
    assert [step[0] & 255 for step in at_one] == [step[0] & 255 for step in at_two] != []
    for one, two in zip(at_one, at_two):
        if case in (ten_thousand, texts) or one[0] == 3:
            continue  # what is thinned out, and a picture's own size, depend on the pixels
        np.testing.assert_allclose(points_of(one), points_of(two), atol=1.6)  # some are rounded to pixels


def test_what_is_far_away_is_cut_before_it_is_counted():
    stage = staged(far_away)
    tint, line, marks = film_of(stage).moving()
    for step in (tint, line):
        points = points_of(step)
        assert np.abs(points).max() <= 2000 and len(points) >= 3
    corners = (points_of(tint) / np.abs(points_of(tint)).max()).round(2).tolist()
    assert [-1, 1] in corners and [1, 1] in corners  # cut, and not pushed to the edge
    x, y = points_of(line).T
    width, height = stage.figure.bbox.size
    assert x.min() >= -2 and x.max() <= width + 2 and y.min() >= -2 and y.max() <= height + 2
    assert len(points_of(marks)) == 1  # the two others are nowhere


def test_a_gap_is_a_new_line_and_a_place_that_is_no_number_has_no_mark():
    line, marks = film_of(staged(gaps)).moving()
    runs, _, points = struct.unpack_from("<HHI", line[-1])
    lengths = np.frombuffer(line[-1], "<u2", offset=8, count=runs)
    assert runs == 6 and (lengths % 8 == 0).all() and (lengths // 8).sum() == points <= 55
    assert len(points_of(marks)) == 6


def test_dashes_are_told_in_pixels():
    widths, dashes = [], []
    for _, (_, style), _ in film_of(staged(lines)).moving():
        widths.append(struct.unpack_from("<f", style)[0])
        dashes.append(struct.unpack_from(f"<{style[19]}f", style, 28))
    np.testing.assert_allclose(widths, np.array([1, 2, 3, 4]) * 100 / 72, rtol=1e-6)
    assert dashes[0] == ()
    np.testing.assert_allclose(dashes[1], np.array([5, 2]) * 2 * 100 / 72, rtol=1e-6)  # of a line of 2 points


def test_nothing_is_noted_of_what_is_not_seen():
    stage = staged(nothing)
    [seen] = film_of(stage).moving()
    places = stage.moving[-1].get_transform().transform([(2, 2), (8, 8)])
    np.testing.assert_allclose(points_of(seen)[[0, -1]], places, atol=0.1)


def test_a_line_that_is_nowhere_is_not_even_drawn(monkeypatch):
    line = Line2D(np.array([0.0, 1.0, np.nan]), np.array([np.nan, np.nan, 2.0]), marker="o")
    monkeypatch.setattr(Line2D, "draw", lambda *_: pytest.fail("it was drawn"))
    assert Recorder(300, 220, 100).record(line) == b""


def test_a_style_is_another_if_anything_of_it_is():
    styles, ways = Recorder(300, 220, 100)._styles, {}
    changes = dict(
        set_linewidth=(3.0,), set_foreground=("red",), set_alpha=(0.5,), set_capstyle=("round",),
        set_clip_rectangle=(Bbox([(0, 0), (9, 9)]),), set_dashes=(0, (2.0, 1.0)),
    )  # fmt: skip
    for change, value in changes.items():
        gc = GraphicsContextBase()
        plain = styles.of(gc, None)
        getattr(gc, change)(*value)
        ways[change] = styles.of(gc, None)
        assert styles.of(gc, None) == ways[change] != plain
    assert len({*ways.values(), styles.of(GraphicsContextBase(), (1.0, 0.0, 0.0, 1.0))}) == 7


def test_ten_thousand_places_are_a_few_kilobytes():
    [step] = film_of(staged(ten_thousand)).moving()
    assert 500 < len(points_of(step)) < 6000


def test_an_artist_that_has_not_changed_is_only_named_again():
    stage = staged(texts)
    first = stage.canvas.frame()
    assert first.fresh and len(first.defined) > 5
    second = stage.canvas.frame()
    assert not second.fresh and second.defined == {} and second.order == first.order
    stage.moving[0].set_position((2, 7))
    third = stage.canvas.frame()
    [(_, steps)] = third.defined.items()  # the picture of the words is known
    assert len(steps) == 16
    stage.moving[0].set_text("other words")
    assert len(stage.canvas.frame().defined) == 2


def test_what_others_draw_leaves_no_change_unnoticed():
    stage = staged(lines)
    film = film_of(stage)
    for draw in (stage.pixels, stage.figure.canvas.draw, lambda: stage.figure.draw_without_rendering()):
        line = stage.moving[0]
        line.set_animated(False)  # as in a figure that is shown elsewhere
        line.set_ydata(line.get_ydata() + 0.5)
        draw()
        line.set_animated(True)
        film.read(stage.canvas.frame().to_bytes())
        places = line.get_transform().transform(line.get_xydata())
        assert abs(points_of(film.moving()[0])[:, 1].max() - places[:, 1].max()) < 0.2


def test_too_many_things_are_forgotten_and_told_again(monkeypatch):
    monkeypatch.setattr("nnlab.explore.kit.recorder.MOST_THINGS", 30)
    stage = staged(lines)
    film, fresh = film_of(stage), 0
    for k in range(60):
        stage.moving[0].set_linewidth(1 + k / 10)
        frame = stage.canvas.frame()
        fresh += frame.fresh
        film.read(frame.to_bytes())
        assert len(film.moving()) == 4 and len(film.things) < 40
    assert 1 <= fresh <= 4


def test_lines_noted_quickly_are_those_that_matplotlib_draws():
    stage = staged(lines)
    ax = stage.figure.axes[0]
    stage.moving += ax.plot([1, 2], [3, 4], "o--", color="#b3001b", markeredgecolor="white")
    stage.moving += ax.plot([1, 2, 3], [3, 4, 1], drawstyle="steps-post")
    rng = np.random.default_rng(0)
    quick = Recorder(*stage.figure.bbox.size, stage.figure.dpi)
    changes = [
        lambda line, k: line.set_data(rng.uniform(0, 10, (2, k + 1))),
        lambda line, k: line.set_data([1, 2, 3], [4, np.nan, 5]),
        lambda line, k: line.set_data([], []),
        lambda line, k: line.set_data([np.nan, 1], [2, np.nan]),  # of which nothing is seen
        lambda line, k: line.set_linewidth(k / 3 + 1),
        lambda line, k: line.set_marker("sxo"[k % 3]),
        lambda line, k: line.set_data([0, 10], [5, 5]),  # which is snapped
        lambda line, k: line.set_color("#007a5e"),
        lambda line, k: ax.set_xlim(0, 10 + k),
    ]
    for k in range(40):
        for line in stage.moving:
            changes[(k + line.get_zorder() * 3) % len(changes) if k % 2 else k % len(changes)](line, k)
        for line in stage.moving:
            noted = quick.record(line, (*ax.viewLim.extents,))
            assert isinstance(line, Line2D) and noted == b"".join(quick.record_slowly(line))


@pytest.mark.parametrize("name", explorables())
def test_what_is_named_again_is_as_good_as_what_is_told_anew(name):
    explorer = explorables()[name]()
    canvas = explorer.stage.canvas
    film = Film().read(canvas.frame().to_bytes())
    sizes = []
    for position in (1, 2, 30, 3) if explorer.player is not None else (0,):
        if explorer.player is not None:
            explorer.player.seek(position)
        explorer.draw()
        frame = canvas.frame().to_bytes()
        sizes.append(len(frame))
        assert shows(film.read(frame), explorer), position
    for control, value in [(name, option) for name, c in explorer.controls.items() for option in others(c)][
        :6
    ]:
        explorer.controls[control].value = value
        assert shows(film.read(canvas.frame().to_bytes()), explorer), control.description
    assert np.median(sizes) < 30_000


def others(control) -> list:
    """One other value of a control that is a list, or several lists."""
    options = [pair[1] if isinstance(pair, tuple) else pair for pair in getattr(control, "options", ())]
    if isinstance(control.value, tuple) and control.value not in options:
        options = [(option,) * len(control.value) for option in options]
    return [option for option in options if option != control.value][:1]


def test_a_film_can_be_written_to_a_file_and_read_again(tmp_path):
    stage = staged(lines)
    frames = []
    for _ in range(3):
        stage.moving[0].set_ydata(stage.moving[0].get_ydata() + 0.3)
        frames.append(stage.canvas.frame().to_bytes())
    path = tmp_path / "film"
    path.write_bytes(b"".join(struct.pack("<I", len(frame)) + frame for frame in frames))
    content, film, at = path.read_bytes(), Film(), 0
    while at < len(content):
        (length,) = struct.unpack_from("<I", content, at)
        film.read(content[at + 4 : at + 4 + length])
        at += 4 + length
    assert film.moving() == film_of_last(stage)


def film_of_last(stage) -> list:
    stage.canvas.begin_again()
    return film_of(stage).moving()
