"""A network with a map in each unit: where things stand, what is under the pointer, and what is drawn."""

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from nnlab.pictures.answer_plane import VALUES, AnswerPlane, value_groups
from nnlab.pictures.network_maps import SIZES, WIDTHS, NetworkMaps, line_classes
from nnlab.pictures.network_plan import SIDE, Plan, Spot
from nnlab.pictures.unit_maps import (
    CELLS,
    CLASSES,
    NOTHING,
    PALETTE,
    STEPS,
    class_shades,
    column_of,
    share_shades,
    signed_shades,
)


def plan(sizes=(4, 2, 1), used=(0, 1)):
    return Plan(7, used, sizes, 700, 560, 66.0, 486.0, 415.0)


@pytest.fixture
def network():
    figure = Figure(figsize=(7, 5.6), dpi=100)
    FigureCanvasAgg(figure)
    return NetworkMaps(figure.add_axes((0, 0, 1, 1)), plan(), most=8)


def colour(number) -> tuple[int, ...]:
    return tuple(np.array([PALETTE[number]]).view(np.uint8).tolist())


# -- shades ----------------------------------------------------------------------------------------


def test_white_is_0_and_the_colours_of_the_classes_grow_to_both_sides():
    numbers = signed_shades(np.array([-2.0, -1, -0.5, 0, 0.5, 1, 2, np.nan]))
    assert numbers.tolist() == [STEPS, STEPS, STEPS // 2, 0, STEPS + STEPS // 2, 2 * STEPS, 2 * STEPS, 0]
    assert colour(0) == (255, 255, 255, 255) and colour(NOTHING)[3] == 0
    red, _, blue, _ = colour(STEPS)
    assert red > blue, "below 0 it is orange"
    red, _, blue, _ = colour(2 * STEPS)
    assert blue > red, "above 0 it is blue"


def test_discretised_there_are_two_colours_alone():
    shades = signed_shades(np.array([-0.01, 0, 0.4, np.nan]), discretised=True)
    assert shades.tolist() == [STEPS, 2 * STEPS, 2 * STEPS, 0], "what is no number is white, too"


@pytest.mark.parametrize("k", [2, 3, 4])
def test_of_several_classes_the_largest_share_wins_and_equal_ones_are_white(k):
    sure = np.eye(k)
    assert class_shades(sure).tolist() == [(j + 1) * STEPS for j in range(k)]
    assert class_shades(np.full((1, k), 1 / k)).tolist() == [0]
    assert class_shades(np.full((1, k), 1 / k), discretised=True).tolist() == [STEPS]
    assert share_shades(np.array([0.0, 1.0]), k - 1).tolist() == [0, k * STEPS]


def test_a_column_holds_its_maps_with_biases_at_their_feet_and_nothing_between():
    maps = np.stack([np.full((CELLS, CELLS), j + 1, np.uint8) for j in range(3)])
    column = column_of(maps, CELLS + 6, np.array([7, 8, 9], np.uint8))
    assert column.shape == (3 * CELLS + 12, CELLS + 5)
    for j in range(3):
        top = j * (CELLS + 6)
        assert (column[top : top + CELLS, 5:] == j + 1).all()
        assert (column[top + CELLS - 4 : top + CELLS, :4] == 7 + j).all()
    assert (column[CELLS : CELLS + 6] == NOTHING).all() and (column[:, 4] == NOTHING).all()


# -- where things stand ----------------------------------------------------------------------------


@pytest.mark.parametrize("sizes", [(1,), (4, 2, 1), (8, 8, 8, 8, 8, 8, 1), (8, 8, 8, 8, 8, 8, 4), (3,)])
def test_what_is_drawn_at_a_place_is_found_there(sizes):
    p = plan(sizes)
    last = len(sizes) if p.has_output_maps else len(sizes) - 1
    for l in range(last + 1):
        for j, (x, y) in enumerate(p.middles(l)):
            assert p.at(x, y) == Spot("unit" if l else "feature", l, j)
            assert x - SIDE / 2 >= 0 and x + SIDE / 2 <= p.width and SIDE / 2 <= y <= p.height
    for l in range(1, len(sizes) + 1):
        for j, place in enumerate(p.biases(l)):
            assert p.at(*place) == Spot("bias", l, j)
    for spot, place in p.buttons.items():
        assert p.at(*place) == spot
    found = [p.at(*(line[0] + 0.03 * (line[1] - line[0]))) for line in p.lines]
    kinds = {spot.kind for spot in found}
    assert kinds == {"weight"} and p.at(2, 2) is None


def test_the_weights_stand_in_the_order_of_theta():
    p = plan((3, 2), used=(1, 4, 6))
    assert p.weights[:4] == [Spot("weight", 1, j, 0) for j in range(3)] + [Spot("weight", 1, 0, 1)]
    assert len(p.weights) == len(p.lines) == 3 * 3 + 3 * 2
    row = p.middles(0)[4, 1]
    assert p.lines[3][0].tolist() == [66.0 + SIDE, row], "weights of the second feature leave the fifth row"


def test_maps_never_touch_however_many_layers_there_are():
    p = plan((8, 8, 8, 8, 8, 8, 4))
    assert np.diff(p.columns).min() > SIDE + 20
    assert -np.diff(p.middles(1)[:, 1]).max() > SIDE + 10


# -- what is drawn ---------------------------------------------------------------------------------


def test_a_line_is_as_wide_as_its_weight_is_large_and_as_coloured_as_its_sign():
    sizes = [0.01, *(1.01 * np.array(SIZES))]
    classes = line_classes(np.array(sizes))
    assert (np.diff(classes) == 1).all() and len(classes) == len(WIDTHS)
    assert (line_classes(-np.array(sizes)) == classes - len(WIDTHS)).all()
    assert line_classes(np.array([np.nan])).tolist() == [len(WIDTHS)]


def drawn(network):
    """How many lines of each look are drawn."""
    return [np.isnan(line.get_xdata()).sum() for line in network.lines]


def test_each_weight_is_one_line_and_each_column_one_image(network):
    p = network.plan
    weights = np.linspace(-3, 3, len(p.weights))
    maps = [np.zeros((n, CELLS, CELLS), np.uint8) for n in (7, 4, 2)]
    maps[1][2] = 5
    network.update(maps, weights, [np.zeros(4), np.array([-1.0, 1.0]), np.array([0.5])])
    assert sum(drawn(network)) == len(weights)
    np.testing.assert_array_equal(drawn(network), np.bincount(line_classes(weights), minlength=16))
    pitch = network.columns[1].get_array().shape[0] - CELLS
    shown = np.asarray(network.columns[1].get_array())
    assert (shown[2 * pitch // 3 : 2 * pitch // 3 + CELLS, 5:] == 5).all()
    assert shown[:CELLS, 5:].max() == 0
    assert np.asarray(network.columns[2].get_array())[CELLS - 1, 0] == STEPS, "a bias of -1"
    assert network.columns[3].get_visible() and not network.columns[4].get_visible()


def test_another_plan_needs_no_new_artists(network):
    before = network.artists
    for sizes in ((8, 8, 8, 8, 8, 8, 4), (1,), (2, 1)):
        network.lay_out(plan(sizes))
        heads = [l for l in range(1, len(sizes))]
        assert len(network.discs.get_xdata()) == 2 + 2 * len(heads)
        maps = [np.zeros((7, CELLS, CELLS), np.uint8)]
        maps += [np.zeros((n, CELLS, CELLS), np.uint8) for n in sizes[: len(sizes) - (sizes[-1] == 1)]]
        network.update(maps, np.ones(len(network.plan.weights)), [np.zeros(n) for n in sizes])
        network.ax.figure.canvas.draw()
    assert [*map(id, network.artists)] == [*map(id, before)]


def test_what_the_pointer_is_on_glows_and_a_weight_says_its_number(network):
    spot = Spot("weight", 1, 2, 1)
    network.mark(spot, None, "0.5", {Spot("unit", 1, 0): "0.25"})
    np.testing.assert_array_equal(network.glow.get_xydata(), network.plan.line(spot))
    assert network.card.get_visible() and network.card.get_text() == "0.5"
    assert network.numbers.told == {Spot("unit", 1, 0): "0.25"}
    network.mark(Spot("unit", 1, 0), Spot("bias", 2, 1), "", None)
    assert not len(network.glow.get_xydata()) and not network.card.get_visible()
    assert len(network.ring.get_xydata()) and len(network.hold.get_xydata())
    network.mark(None, None)
    assert not len(network.ring.get_xydata()) and not len(network.hold.get_xydata())


# -- the plane in large ----------------------------------------------------------------------------


def test_samples_have_the_mark_of_their_class_and_are_hollow_if_held_out():
    figure = Figure(figsize=(3, 3), dpi=100)
    FigureCanvasAgg(figure)
    plane = AnswerPlane(figure.add_axes((0.1, 0.1, 0.8, 0.8)), ((-3, 3), (-3, 3)))
    X, groups = np.arange(12.0).reshape(6, 2) / 4, np.array([0, 1, 2, 3, 0, 1])
    held = np.array([False] * 4 + [True] * 2)
    plane.samples(X, groups, held)
    assert [len(line.get_xdata()) for line in plane.marks[:4]] == [1, 1, 1, 1]
    assert [len(line.get_xdata()) for line in plane.hollow[:4]] == [1, 1, 0, 0]
    assert len({line.get_marker() for line in plane.marks[:4]}) == 4
    assert value_groups(np.array([-5.0, -1, 0, 1, 9])).tolist() == [0, 0, VALUES // 2, VALUES - 1, VALUES - 1]
    plane.samples(X, len(CLASSES) + value_groups(np.linspace(-1, 1, 6)), held)
    assert sum(len(line.get_xdata()) for line in plane.marks[:4]) == 0
    assert sum(len(line.get_xdata()) for line in plane.marks[4:]) == 4
