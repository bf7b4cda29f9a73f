"""The network drawn: where its nodes, edges and numbers stand, and what marks them."""

from itertools import combinations, pairwise

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from nnlab.explore.lesson4.sheet import WIDTH
from nnlab.pictures import NetworkDiagram, style
from nnlab.pictures.labels import half_width
from nnlab.pictures.network_diagram import BEFORE, CALM_GLOW, DELTA, ERROR, GLOW, LABEL, NODE, ONE, RED, ROW

ALL = [(2, 2, 1), (2, 3, 1), (3, 4, 1), (3, 4, 2)]


def text(value):
    return f"{value:g}"


@pytest.fixture
def ax():
    figure = Figure(figsize=(WIDTH / 100, 5.8), dpi=100)
    FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, WIDTH), ylim=(0, 580))
    return axes


def wiring(ax, sizes, **settings):
    return NetworkDiagram(ax, sizes, room=(28, 64, WIDTH - 20, 432), text=text, **settings)


def weights(picture, value=1.0):
    return dict.fromkeys(picture.edges, value)


@pytest.mark.parametrize("sizes", ALL)
def test_no_two_labels_of_edges_cover_one_another(ax, sizes):
    places = wiring(ax, sizes).places
    for one, other in combinations(places, 2):
        apart = np.abs(one - other)
        assert apart[0] >= LABEL[0] - 4 or apart[1] >= LABEL[1] - 3, (one, other)


@pytest.mark.parametrize("sizes", ALL)
def test_labels_lie_on_their_edges_and_clear_of_every_neuron(ax, sizes):
    picture = wiring(ax, sizes)
    for place, (start, end) in zip(picture.places, picture.segments):
        way = (end - start) / np.linalg.norm(end - start)
        assert abs(np.cross([*way, 0], [*(place - start), 0])[2]) < 1e-9
        middle = place - [0, ROW / 2]
        for node, at in picture.nodes.items():
            assert covered(middle, LABEL, at, (2 * ONE, 2 * ONE)) == 0
            if node[0] and not picture.is_one(node):
                for way in (DELTA, ERROR):  # the numbers that come back
                    assert covered(middle, LABEL, np.add(at, way), (56, 14)) < 40, (place, node)


def covered(middle, size, other, room) -> float:
    """How much of one box the other covers, in square pixels."""
    return float(np.prod(np.maximum(np.add(size, room) / 2 - np.abs(np.subtract(middle, other)), 0)))


@pytest.mark.parametrize("sizes", ALL)
def test_everything_stands_in_its_room_and_in_order(ax, sizes):
    picture = wiring(ax, sizes)
    assert np.all(np.diff(picture.columns) > BEFORE + NODE + LABEL[0])
    for (l, j), (x, y) in picture.nodes.items():
        assert x - (BEFORE if l and not picture.is_one((l, j)) else 15) >= 28 and x + NODE <= WIDTH - 20
        assert 64 + ROW <= y <= 432
        if (l, j + 1) in picture.nodes:
            assert y - picture.nodes[l, j + 1][1] >= 2 * NODE + ROW  # room for what comes back
    assert len(picture.edges) == sum((d + 1) * h for d, h in pairwise(sizes))


def test_numbers_appear_only_where_they_are_known(ax):
    picture = wiring(ax, (2, 2, 1))
    picture.update(weight=weights(picture, -1.5))
    told = {key: words for key, words in picture.labels.told.items() if words}
    assert {words for (kind, _), words in told.items() if kind == "weight"} == {"-1.5"}
    assert {key for key in told if key[0] != "weight"} == {("a", (0, 2)), ("a", (1, 2))}  # those that say 1
    numbers = dict(z={(1, 0): 0.1}, a={(1, 0): 0.2}, error={(2, 0): 0.3}, delta={(2, 0): 0.4})
    picture.update(
        weight=weights(picture), **numbers, gradient={(2, 1, 0): 0.5}, loss=0.6, target={(2, 0): 1.0}, after=7
    )
    told = picture.labels.told
    assert told["z", (1, 0)] == "0.1" and told["a", (1, 0)] == "0.2" and told["z", (1, 1)] == ""
    assert told["error", (2, 0)] == "0.3" and told["delta", (2, 0)] == "0.4"
    assert told["gradient", (2, 1, 0)] == "0.5" and told["gradient", (2, 0, 0)] == ""
    assert told["loss", ()] == "0.6" and told["target", (2, 0)] == "right: 1"
    assert picture.after.get_text() == "after update:\n7"
    assert len(picture.labels.artist.get_paths()) == sum(words != "" for words in told.values())


def test_a_weight_is_seen_by_thickness_colour_and_dashes(ax):
    picture = wiring(ax, (2, 2, 1))
    values = dict(zip(picture.edges, [0.5, -1.0, 2.0, 0.0, -2.0, 1.0, 1.0, 1.0, 9.0]))
    picture.update(weight=values)
    widths = picture.lines.get_linewidths()
    assert np.allclose(np.array(widths[:3]) - widths[3], np.array([0.5, 1.0, 2.0]) * 4.6 / 2.5)
    dashes = [dash is not None for _, dash in picture.lines.get_linestyles()]
    assert dashes == [value < 0 for value in values.values()]
    colours = [to_hex(colour) for colour in picture.lines.get_colors()]
    assert colours[0] != colours[1] and len(set(colours)) == 2


def test_what_is_found_and_used_is_marked(ax):
    picture = wiring(ax, (2, 2, 1))
    edge = (1, 0, 1)
    marks = dict(found=[("gradient", edge)], used=[("a", (0, 0)), ("delta", (1, 1))])
    picture.update(
        weight=weights(picture), a={(0, 0): 1.0}, delta={(1, 1): 2.0}, gradient={edge: 2.0}, **marks
    )
    [lit] = picture.glow.get_segments()
    np.testing.assert_array_equal(lit, picture.segments[picture.edges.index(edge)])
    assert to_hex(picture.circles[0, 0].get_facecolor()) == CALM_GLOW
    faces = [to_hex(colour) for colour in picture.cards.get_facecolors()]
    assert faces.count(GLOW) == 1 and faces.count(CALM_GLOW) == 1
    picture.update(weight=weights(picture), found=[("z", (1, 0))], z={(1, 0): 0.0})
    assert to_hex(picture.tabs[1, 0].get_facecolor()) == GLOW
    picture.update(weight=weights(picture), found=[("loss", ())], loss=1.0)
    assert to_hex(picture.box.get_facecolor()) == GLOW and len(picture.glow.get_segments()) == 0


def test_wrong_edges_are_red_thick_and_crossed(ax):
    picture = wiring(ax, (2, 2, 1))
    wrong = [(1, 0, 0), (2, 1, 0)]
    picture.update(weight=weights(picture), gradient=dict.fromkeys(picture.edges, 0.25), wrong=wrong)
    at = [picture.edges.index(edge) for edge in wrong]
    np.testing.assert_array_equal(picture.wrong.get_segments(), picture.segments[at])
    crosses = picture.crosses.get_xydata()
    np.testing.assert_allclose(crosses, picture.places[at] - [half_width("0.25", picture.scale) + 6, ROW])
    for edge, cross in zip(wrong, crosses):  # the frame holds the cross too
        picture.update(
            weight=weights(picture), gradient=dict.fromkeys(picture.edges, 0.25), wrong=wrong, pointed=edge
        )
        box = picture.pointed.get_bbox()
        assert box.x0 <= cross[0] - 6 and box.contains(*picture.slots["gradient", edge])
    assert to_hex(picture.wrong.get_colors()[0]) == RED and picture.wrong.get_linewidths()[0] > 4
    picture.update(weight=weights(picture))
    assert len(picture.wrong.get_segments()) == 0 and len(picture.crosses.get_xydata()) == 0


def test_the_edge_that_is_pointed_at_has_a_frame(ax):
    picture = wiring(ax, (2, 2, 1))
    picture.update(weight=weights(picture), pointed=(2, 0, 0))
    box = picture.pointed.get_bbox()
    x, y = picture.slots["weight", (2, 0, 0)]
    assert box.contains(x, y) and not box.contains(x, y - ROW) and picture.pointed.get_visible()
    picture.update(weight=weights(picture), pointed=(2, 0, 0), gradient={(2, 0, 0): 1.0})
    assert picture.pointed.get_bbox().contains(x, y - ROW)
    picture.update(weight=weights(picture))
    assert not picture.pointed.get_visible()


@pytest.mark.parametrize("sizes", ALL)
def test_the_edge_at_a_place(ax, sizes):
    picture = wiring(ax, sizes)
    for edge, place in zip(picture.edges, picture.places):
        assert picture.near(*place) == edge == picture.near(*(place - [20, ROW]))
    assert picture.near(20, 70) is None
    start, end = picture.segments[0]
    assert picture.near(*(start + 0.02 * (end - start))) == picture.edges[0]


def test_the_right_answers_stand_clear_of_the_lines_to_the_loss(ax):
    picture = wiring(ax, (3, 4, 2))
    (_, above), (_, below) = picture.nodes[2, 0], picture.nodes[2, 1]
    upper, lower = picture.slots["target", (2, 0)], picture.slots["target", (2, 1)]
    assert (
        upper[1] > (3 * above + picture.goal[1]) / 4 + 9 and lower[1] < (3 * below + picture.goal[1]) / 4 - 9
    )


def test_numbers_are_larger_where_there_is_room_for_them(ax):
    heights = []
    for sizes in ALL:
        picture = wiring(ax, sizes)
        picture.update(weight=weights(picture, 4.0))
        path = picture.labels.artist.get_paths()[0]
        heights.append(np.ptp(path.vertices[:, 1]))
    assert heights[0] == heights[1] > 1.09 * heights[2] == 1.09 * heights[3]


def test_another_network_takes_the_place_of_the_first(ax):
    picture = wiring(ax, (2, 2, 1))
    before = len(ax.get_children())
    picture.rewire((3, 4, 2))
    assert len(picture.edges) == 26
    picture.rewire((2, 2, 1))
    assert len(ax.get_children()) == before
    without = wiring(ax, (2, 2, 1), bias=False)
    assert len(without.edges) == 6 and not any(without.is_one(node) for node in without.nodes)


def test_a_new_weight_is_green(ax):
    picture = wiring(ax, (2, 2, 1))
    picture.update(weight=weights(picture), changed=[(1, 0, 0)])
    colours = [to_hex(colour) for colour in picture.labels.artist.get_facecolors()]
    assert colours.count(style.GREEN) == 1
