"""The digit that wanders, without a browser: both learn, the digit is moved, and each preset's claim."""

import numpy as np
import pytest
from calls import traced
from driving import differ, drawn_at_both_ends
from threadpoolctl import threadpool_limits

from nnlab import conv_network, network
from nnlab.descent import check_gradient
from nnlab.explore.lesson9 import explore_shift, material
from nnlab.explore.lesson9.pair import SHEET, Lessons, Pair
from nnlab.explore.lesson9.shift import PRESETS
from nnlab.sheets import laid

NAMES = (
    "taught",
    "lr",
    "digit",
    "hidden",
    "kernels",
    "side",
    "padding",
    "pool",
    "shuffle",
    "down",
    "right",
    "seed",
)
ENOUGH = 200  # steps: four and a half epochs


@pytest.fixture(autouse=True, scope="module")
def one_thread():
    with threadpool_limits(1):
        yield


def right(name, steps=ENOUGH):
    """Which shares of the digits at all places the dense net and the convolution get right, by preset."""
    explorer = explore_shift(seed=1)
    explorer.preset.value = name
    explorer.seek(steps)
    assert explorer.problem == "" and f"Step {steps}." in explorer.sentence()
    return explorer.player.measured[2:]


@pytest.fixture(scope="module")
def shares():
    """Of each preset, trained once."""
    return {name: right(name) for name in PRESETS}


# -- the pair --------------------------------------------------------------------------------------


@pytest.mark.parametrize("pair", [Pair(hidden=2, kernels=2), Pair(2, 2, 3, 0, "two", everywhere=True)])
def test_both_losses_add_up_and_neither_disturbs_the_other(pair):
    pictures, y = material.pictures()
    lessons = Lessons(pair, pictures[:40], y[:40])
    rng = np.random.default_rng(0)
    theta = pair.init(rng=rng) + 0.1 * rng.normal(size=pair.size)  # blank paper lies on no kink of relu
    loss = lessons.at(0)
    assert check_gradient(loss, theta).worst < 1e-6
    X, targets = lessons.batches.at(0)
    one, other = pair.apart(theta)
    first = network.loss(pair.dense, X, targets, "cross_entropy")(one)
    second = conv_network.loss(pair.shared, X, targets)(other)
    assert loss(theta)[0] == pytest.approx(first[0] + second[0])
    np.testing.assert_allclose(loss(theta)[1], np.concatenate([first[1], second[1]]), atol=1e-14)
    both = pair.predict(theta, X)
    np.testing.assert_allclose(both[0], pair.dense.predict(one, X), atol=1e-14)
    np.testing.assert_allclose(both[1], pair.shared.predict(other, X), atol=1e-14)
    assert len(theta) == pair.size and targets.shape == (32, 10)


# -- controls --------------------------------------------------------------------------------------


def test_every_control_is_tried():
    assert set(NAMES) == set(explore_shift().controls)


@pytest.mark.parametrize("name", NAMES)
def test_each_control_at_both_ends_draws_something_else(drawn, name):
    explorer = explore_shift(kernels=3, hidden=3)
    explorer.seek(3)
    if name == "lr":
        seen = []
        for value in (0.001, 0.5):
            explorer.seek(3)
            explorer.controls["lr"].value = value
            explorer.seek(9)
            seen.append(drawn(explorer))
        assert differ(*seen)
    assert differ(*drawn_at_both_ends(explorer, name, drawn)) or name == "lr"


def test_a_rate_goes_on_from_the_step_shown_and_a_place_stops_nothing():
    explorer = explore_shift(kernels=3)
    explorer.seek(10)
    theta = explorer.player.step.theta
    explorer.controls["lr"].value = 0.1
    assert explorer.player.position == 10 and np.array_equal(explorer.player.step.theta, theta)
    explorer.set(down=0, right=4, digit=7)
    assert explorer.player.position == 10
    explorer.controls["kernels"].value = 4
    assert explorer.player.position == 0


def test_rewound_it_is_what_it_was():
    explorer = explore_shift(kernels=3)
    explorer.seek(12)
    then = explorer.player.step.theta
    explorer.seek(2)
    explorer.seek(12)
    np.testing.assert_array_equal(explorer.player.step.theta, then)


def test_a_frame_checks_nothing_and_a_rate_builds_no_samples():
    explorer = explore_shift(kernels=3)
    explorer.seek(5)
    assert not [call for call in traced(explorer.publish) if call.file in ("rules.py", "checks.py")]
    moved = traced(lambda: setattr(explorer.controls["lr"], "value", 0.02))
    assert not [call for call in moved if call.name in ("lessons", "Lessons.__init__")]


# -- the hand --------------------------------------------------------------------------------------


def test_the_digit_is_dragged_and_stays_on_its_sheet(page):
    explorer = explore_shift(kernels=3)
    browser, ax = page(explorer), explorer.view.sheet.ax
    browser.point("press", 9.5, 9.5, ax)
    browser.point("drag", 10.6, 8.4, ax)
    assert (explorer["down"], explorer["right"]) == (1, 3)
    browser.point("drag", 19.5, 0.5, ax)
    browser.point("release", 19.5, 0.5, ax)
    assert (explorer["down"], explorer["right"]) == (0, 4)
    assert "2 off the middle" in (explorer.seek(1) or explorer.sentence())
    for key in ("ArrowDown", "ArrowLeft"):
        browser.key(key)
    assert (explorer["down"], explorer["right"]) == (1, 3)
    pictures, y = explorer.held
    digit = pictures[np.flatnonzero(y == 3)[:1]]
    np.testing.assert_array_equal(explorer.shown, laid(digit, SHEET, 1, 3))
    np.testing.assert_array_equal(explorer.view.sheet.values[4:-4, 4:-4].ravel(), explorer.shown[0])


def test_a_kernel_is_pressed_or_chosen_by_enter_and_its_largest_answer_is_framed(page):
    explorer = explore_shift(kernels=8)
    explorer.seek(30)
    browser = page(explorer)
    side = explorer.view.kernels.pitch
    browser.click(side + 2, 2, explorer.view.kernels.ax)
    assert explorer.chosen == 1
    browser.key("Enter")
    assert explorer.chosen == 2
    for _ in range(8):
        browser.key("Enter")
        look = explorer.look
        _, theta = explorer.training.model.apart(explorer.training.theta)
        seen = explorer.training.model.shared.forward(theta, explorer.shown)
        np.testing.assert_allclose(look.map, seen.maps[0, explorer.chosen])
        if look.map.max() > 0:
            assert look.place == divmod(int(seen.where[0, explorer.chosen, 0]), 16)
            assert explorer.view.sheet.frame.get_bbox().bounds == (*look.place[::-1], 5, 5)
            assert explorer.view.map.dots.get_xydata().tolist() == [
                [look.place[1] + 0.5, look.place[0] + 0.5]
            ]


def test_wherever_the_digit_lies_the_convolution_says_the_same():
    explorer = explore_shift()
    explorer.seek(20)
    said = []
    for down, right_ in np.ndindex(5, 5):
        explorer.set(down=down, right=right_)
        said.append(explorer.said)
    change = np.ptp(said, axis=0).max(axis=1)
    assert change[0] > 0.1 and change[1] <= 1e-12


# -- presets ---------------------------------------------------------------------------------------


def test_taught_in_the_middle_the_dense_net_is_lost_and_the_convolution_is_not(shares):
    dense, shared = shares["Taught in the middle, then moved"]
    assert dense < 0.35 and shared > 0.85


def test_taught_everywhere_the_dense_net_learns_it_too(shares):
    dense, shared = shares["Taught at every place"]
    assert dense > shares["Taught in the middle, then moved"][0] + 0.15 and shared > 0.85


def test_a_maximum_by_two_is_no_invariance(shares):
    assert shares["Maximum by two: no invariance"][1] < 0.45


def test_without_padding_the_edge_is_lost(shares):
    assert shares["No padding: the edge is lost"][1] < shares["Taught in the middle, then moved"][1] - 0.04


def test_the_mean_learns_slowly_but_it_learns(shares):
    name = "The mean in place of the maximum"
    assert shares[name][1] < 0.6 and right(name, 900)[1] > 0.8


def test_shuffled_the_convolution_loses_something(shares):
    assert shares["Pixels shuffled"][1] < shares["Taught in the middle, then moved"][1]


def test_four_kernels_are_few(shares):
    assert shares["Only four kernels"][1] < 0.8


def test_too_large_a_rate_diverges_without_a_traceback():
    explorer = explore_shift(kernels=3, lr=10.0)
    explorer.seek(300)
    assert explorer.problem == "" and explorer.sentence()
    assert np.isfinite(explorer.view.curves.ax.get_ylim()).all()


@pytest.mark.parametrize(
    ("settings", "wanted"),
    [
        (dict(taught="nowhere"), "digits to learn: expected one of"),
        (dict(down=5), "rows above: expected a whole number from 0 to 4"),
        (dict(momentum=0.9), "settings: expected some of"),
        (dict(pool="median"), "pool: expected one of"),
    ],
)
def test_other_settings_are_refused(settings, wanted):
    with pytest.raises(ValueError, match=wanted):
        explore_shift(**settings)
