"""The microscope without a browser: every control, the pointer, the keys, and what each step shows."""

from itertools import combinations, pairwise

import numpy as np
import pytest
from driving import both_ends, differ
from matplotlib.colors import to_hex
from matplotlib.textpath import TextPath
from matplotlib.transforms import Bbox

from nnlab import backprop_steps, network
from nnlab.explore.kit.stage import Pointer
from nnlab.explore.lesson4.microscope import NEUTRAL, PRESETS, explore_microscope
from nnlab.explore.lesson4.network import explore_network
from nnlab.explore.lesson4.sheet import HEIGHT, WIDTH
from nnlab.explore.lesson4.specimen import ANSWERS, HUNTS, SAMPLES, SIZES
from nnlab.pictures.labels import PIXELS
from nnlab.pictures.network_diagram import BACK, NUMBERS, RED

ENDS = {"bug": ("none", "slope forgotten"), "check": (True, False)}


@pytest.fixture
def microscope():
    return explore_microscope()


def seen(explorer) -> list:
    """All that is told: the numbers in their places, the formula, the check, what is marked."""
    explorer.draw()
    wiring = explorer.sheet.wiring
    lines = [explorer.sheet.symbols, explorer.sheet.numbers, explorer.sheet.checked, explorer.sheet.title]
    return [wiring.labels.told, [line.get_text() for line in lines], wiring.wrong.get_segments()]


def same(one, other) -> bool:
    return one[:2] == other[:2] and np.array_equal(one[2], other[2])


def test_every_control_is_tried(microscope):
    assert set(microscope.controls) == {*NEUTRAL, "edge", "weight"}


@pytest.mark.parametrize("name", [*NEUTRAL, "edge", "weight"])
def test_each_control_at_both_ends_draws_something_else(name):
    explorer = explore_microscope(bug="none" if name == "bug" else "slope forgotten")
    pictures = []
    for value in ENDS.get(name, both_ends(explorer.controls[name])):
        explorer.controls[name].value = value
        explorer.seek(explorer.player.length)
        assert explorer.problem == "" and explorer.sentence()
        pictures.append(seen(explorer))
    assert not same(*pictures)


def test_numbers_appear_as_they_are_computed(microscope):
    told = []
    for k in range(microscope.player.length + 1):
        microscope.seek(k)
        told.append(sum(words != "" for words in microscope.sheet.wiring.labels.told.values()))
    start = 9 + 2 + 2 + 1  # weights, the ones, the inputs, the target
    assert told == [*range(start, start + 23), start + 22, start + 22]


@pytest.mark.parametrize("sizes", SIZES.values())
def test_at_the_end_every_number_is_the_networks(sizes):
    explorer = explore_microscope(sizes, sample=3)
    net, theta = explorer.walk.net, explorer.walk.theta
    x, y = SAMPLES[3, : sizes[0]], ANSWERS[3, : sizes[-1]]
    value, gradient = network.loss(net, [x], [y])(theta)
    explorer.seek(1000)
    known = explorer.sheet.wiring.labels.told
    write = explorer.sheet.wiring.text
    assert known["loss", ()] == write(value)
    for edge, slope, weight in zip(backprop_steps.edges(net), gradient, theta - explorer["lr"] * gradient):
        assert known["gradient", edge] == write(slope) and known["weight", edge] == write(weight)
    for l, layer in enumerate(net.forward(theta, [x])):
        for j, a in enumerate(layer[0]):
            assert known["a", (l, j)] == write(a)
    after = network.loss(net, [x], [y])(theta - explorer["lr"] * gradient)[0]
    assert explorer.sheet.wiring.after.get_text() == f"after update:\n{write(after)}"


def test_play_goes_to_the_end_rewinds_and_plays_the_same_again(microscope, page):
    browser = page(microscope)
    browser.paint()
    browser.say(kind="play")
    frames = browser.watch()
    assert [frame["position"] for frame in frames if frame["playing"]] == list(range(25))
    assert frames[-1]["finished"] and not frames[-1]["playing"]
    end = seen(microscope)
    browser.say(kind="seek", position=0)
    assert not same(seen(microscope), end)
    microscope.seek(1000)
    assert same(seen(microscope), end)


def test_the_formula_of_the_step_stands_above():
    explorer = explore_microscope(start="by hand")
    explorer.seek(9)
    assert explorer.sheet.phase.get_text() == "←  backward" and explorer.sheet.title.get_text().startswith(
        "output neuron: "
    )
    assert explorer.sheet.symbols.get_text().startswith(r"$\delta^{(2)}_1 = ")
    assert explorer.sheet.numbers.get_text() == r"$= -0.5\cdot 0.5\,(1 - 0.5)$ $=\; \mathbf{-0.125}$"
    assert explorer.sheet.wiring.labels.told["delta", (2, 0)] == "−0.125"


def test_a_long_formula_is_made_to_fit():
    explorer = explore_microscope((3, 4, 2), theta=np.full(26, -1.23), kind="cross_entropy", sample=3)
    renderer = explorer.stage.figure.canvas.get_renderer()
    for k in range(explorer.player.length + 1):
        explorer.seek(k)
        for line in (explorer.sheet.symbols, explorer.sheet.numbers, explorer.sheet.title):
            assert line.get_window_extent(renderer).x1 <= WIDTH - 20


@pytest.mark.parametrize(
    "settings",
    [{}, dict(activation="tanh"), dict(activation="linear", kind="mse"), dict(kind="cross_entropy")],
)
@pytest.mark.parametrize("sizes", SIZES.values())
def test_right_gradients_are_never_marked(sizes, settings):
    explorer = explore_microscope(sizes, **settings)
    for sample in range(4):
        explorer.controls["sample"].value = sample
        explorer.seek(1000)
        assert explorer.walk.wrong == set() and len(explorer.sheet.wiring.wrong.get_segments()) == 0
        assert "All gradients agree" in explorer.sentence()


def test_a_relu_at_its_corner_is_not_called_wrong():
    explorer = explore_microscope(start="by hand", activation="relu")
    explorer.seek(1000)
    assert explorer.walk.wrong == set()
    explorer.controls["edge"].value = 0
    assert "kink" in explorer.sheet.checked.get_text()


@pytest.mark.parametrize("sizes", SIZES.values())
@pytest.mark.parametrize("bug", backprop_steps.BUGS)
def test_each_mistake_turns_edges_red_and_is_said(sizes, bug):
    explorer = explore_microscope(sizes, bug=bug)
    explorer.seek(1000)
    red = len(explorer.sheet.wiring.wrong.get_segments())
    assert red == len(explorer.walk.wrong) > 0 and len(explorer.sheet.wiring.crosses.get_xydata()) == red
    assert f"{red} of {explorer.walk.net.size} gradients disagree" in explorer.sentence()
    assert backprop_steps.BUGS[bug] in explorer.sentence()
    explorer.controls["check"].value = False
    assert len(explorer.sheet.wiring.wrong.get_segments()) == 0


def test_an_edge_turns_red_when_its_gradient_is_there_not_before():
    explorer = explore_microscope(bug=backprop_steps.NO_SLOPE)
    red = []
    for k in range(25):
        explorer.seek(k)
        red.append(len(explorer.sheet.wiring.wrong.get_segments()))
    assert red[16] == 0 and red[17] == 1 and "this gradient is wrong" not in explorer.sentence()
    assert red[17:] == [1, 1, 2, 3, 3, 4, 4, 4]  # x2 = 0: two of the six are 0 in any case
    explorer.seek(17)
    assert "this gradient is wrong" in explorer.sentence()


@pytest.mark.parametrize("hunt", HUNTS)
def test_a_hunt_does_not_tell_its_mistake(hunt):
    explorer = explore_microscope(bug=hunt)
    for k in (0, 1000):
        explorer.seek(k)
        assert not any(
            words in explorer.sentence() for words in (HUNTS[hunt], backprop_steps.BUGS[HUNTS[hunt]])
        )
    assert "Which step spoiled them?" in explorer.sentence()


def test_the_chart_shows_that_training_alone_does_not_reveal_it(microscope):
    assert not microscope.sheet.chart.get_visible()
    microscope.controls["bug"].value = "bug A"
    right, early = microscope.sheet.right_curve.get_ydata(), microscope.sheet.bug_curve.get_ydata()
    assert microscope.sheet.chart.get_visible() and len(right) == 301
    assert right[0] == early[0] > 0.5 and right[-1] < 0.01 and early[-1] < 0.01
    assert not np.array_equal(right, early) and np.abs(right - early).max() < 0.03


def test_the_same_curve_twice_is_seen_as_two(microscope):
    microscope.controls["bug"].value = "bug A"
    order = microscope.stage.moving
    assert order.index(microscope.sheet.right_curve) > order.index(microscope.sheet.bug_curve)
    assert microscope.sheet.right_curve.get_linewidth() < microscope.sheet.bug_curve.get_linewidth() / 2
    sizes = [text.get_fontsize() for text in microscope.sheet.chart.texts]
    assert min(*sizes, *(label.get_fontsize() for label in microscope.sheet.chart.get_xticklabels())) >= 12


@pytest.mark.parametrize("seed", (178, 1, 2))
@pytest.mark.parametrize("sizes", SIZES.values())
def test_no_number_covers_another_nor_the_words_of_the_chart(sizes, seed):
    explorer = explore_microscope(sizes, sample=3, seed=seed, bug="bug A")
    explorer.seek(1000)
    explorer.draw()
    wiring, renderer, boxes = explorer.sheet.wiring, explorer.stage.figure.canvas.get_renderer(), {}
    for (kind, place), (x, y) in wiring.slots.items():
        words = wiring.labels.told[kind, place]
        if words and kind not in ("a", "z", "loss"):
            size = wiring.scale * (BACK if kind in ("gradient", "delta", "error") else NUMBERS)
            half = TextPath((0, 0), words, size=size * PIXELS).get_extents().width / 2
            boxes[kind, place] = Bbox([(x - half - 1.5, y - 7), (x + half + 1.5, y + 7)])
    boxes |= {
        text.get_text(): text.get_window_extent(renderer)
        for text in (*explorer.sheet.chart.texts, wiring.after)
    }
    assert len(boxes) == 3 + sum(2 * (d + 1) * h + 2 * h for d, h in pairwise(sizes)) - 1 + sizes[-1]
    for (one, box), (other, second) in combinations(boxes.items(), 2):
        assert not box.overlaps(second), (one, other)
    for box in boxes.values():
        assert box.x0 >= 0 and box.x1 <= WIDTH and box.y0 >= 0 and box.y1 <= HEIGHT


def test_its_words_are_those_of_the_lesson(microscope):
    """The lesson says wire, and the losses have the names that they have in the other explorable."""
    told = [microscope.stage.hint, *(control.description for control in microscope.controls.values())]
    for k in range(25):
        microscope.seek(k)
        told += [microscope.sentence(), microscope.sheet.title.get_text()]
    assert not any("edge" in words for words in told) and sum("wire" in words for words in told) > 8
    assert list(microscope.controls["kind"].options) == list(explore_network().controls["kind"].options)


def test_an_update_is_told_of_the_wire_in_the_frame(microscope):
    for at, edge in ((23, (2, 0, 0)), (24, (1, 0, 0))):
        microscope.seek(at)
        assert microscope.focus() == edge and microscope.sheet.wiring.pointed.get_visible()
    microscope.seek(23)
    microscope.controls["edge"].value = 7  # chosen by hand: its own update is told, where it has one now
    assert microscope.focus() == microscope.walk.edges[7]
    assert microscope.sheet.symbols.get_text().startswith("$w^{(2)}_{21}")
    microscope.seek(24)
    assert microscope.focus() == (1, 0, 0)


def test_a_false_slope_is_not_told_as_a_truth():
    explorer = explore_microscope(bug=backprop_steps.SIGN)
    explorer.seek(8)
    assert "By this slope, the loss would rise" in explorer.sentence()


def test_the_pointer_nudges_an_edge(page, microscope):
    microscope.seek(1000)
    browser, wiring = page(microscope), microscope.sheet.wiring
    for edge, place, numeric in zip(wiring.edges, wiring.places, microscope.walk.numeric):
        microscope.pointed(Pointer("move", wiring.ax, *place))
        microscope.draw()
        assert (
            wiring.pointed.get_visible()
            and wiring.text(numeric).replace("−", "-") in microscope.sheet.checked.get_text()
        )
        assert r"\checkmark" in microscope.sheet.checked.get_text()
        assert microscope.focus() == edge
    microscope.pointed(Pointer("leave", None, np.nan, np.nan))
    assert microscope.focus() == wiring.edges[0]  # the one that is chosen
    browser.point("move", *wiring.places[4], wiring.ax)
    assert microscope.focus() == wiring.edges[4] and microscope["edge"] == 0
    browser.click(*wiring.places[5], wiring.ax)
    assert microscope["edge"] == 5 and microscope["weight"] == microscope.walk.theta[5]


def test_the_check_of_a_wrong_edge_says_so():
    explorer = explore_microscope(bug=backprop_steps.SIGN)
    explorer.seek(10)
    assert (
        "disagree" in explorer.sheet.checked.get_text() and to_hex(explorer.sheet.checked.get_color()) == RED
    )
    explorer.seek(9)
    assert "backpropagation" not in explorer.sheet.checked.get_text()  # not computed yet: nothing to compare


def test_a_drag_changes_the_weight_and_undo_brings_it_back(page, microscope):
    microscope.seek(6)
    before, (x, y) = microscope.walk.theta.copy(), microscope.sheet.wiring.places[0]
    browser, ax = page(microscope), microscope.sheet.wiring.ax
    browser.point("press", x, y, ax)
    browser.point("drag", x, y + 20, ax)
    browser.point("drag", x, y + 40, ax)
    browser.point("release", x, y + 40, ax)
    assert microscope.walk.theta[0] == pytest.approx(before[0] + 0.8) and microscope.player.position == 6
    assert microscope["weight"] == microscope.walk.theta[0]
    assert microscope.sheet.wiring.labels.told["weight", (1, 0, 0)] == "1.8"
    assert (
        microscope.player.step.terms[0] != 0
        and microscope.walk.steps[1].terms[0][0] == microscope.walk.theta[0]
    )
    microscope.undo_button.click()
    np.testing.assert_array_equal(microscope.walk.theta, before)
    browser.click(x, y, ax)
    microscope.undo_button.click()
    microscope.undo_button.click()  # nothing left: harmless
    np.testing.assert_array_equal(microscope.walk.theta, before)


def test_the_same_by_keyboard(page, microscope):
    browser, before = page(microscope), microscope.walk.theta.copy()
    browser.key("ArrowRight")
    browser.key("ArrowUp")
    browser.key("ArrowDown", shift=True)
    assert microscope["edge"] == 1 and microscope.walk.theta[1] == pytest.approx(before[1] + 0.09)
    browser.key("ArrowLeft")
    browser.key("ArrowLeft")
    assert microscope["edge"] == 8
    browser.key("undo")
    browser.key("undo")
    np.testing.assert_array_equal(microscope.walk.theta, before)
    browser.key(".")
    assert microscope.player.position == 1
    browser.key("q")  # not ours


def test_a_typed_weight(microscope):
    microscope.controls["edge"].value = 6
    microscope.controls["weight"]._entry.value = "-2,5"
    assert microscope.walk.theta[6] == -2.5
    assert microscope.sheet.wiring.labels.told["weight", (2, 0, 0)] == "−2.5"


def test_applying_updates_makes_the_loss_of_the_sample_fall(microscope):
    losses = [microscope.walk.loss(microscope.walk.theta)[0]]
    for times in range(1, 6):
        microscope.seek(1000)
        microscope.apply_button.click()
        losses.append(microscope.walk.loss(microscope.walk.theta)[0])
        assert microscope.player.position == 0
        assert (
            f"{times} update{'s' * (times > 1)} applied: on this sample the loss fell"
            in microscope.sentence()
        )
    assert all(np.diff(losses) < 0)
    for _ in range(5):
        microscope.undo_button.click()
    assert microscope.walk.loss(microscope.walk.theta)[0] == losses[0]


@pytest.mark.parametrize("preset", PRESETS)
def test_presets_show_what_they_say(preset):
    explorer = explore_microscope()
    explorer.preset.value = preset
    assert explorer.player.position == 0 and explorer.problem == ""
    found = {step.where[0]: step for step in explorer.walk.steps if step.does == "delta"}
    if "By hand" in preset:
        assert {step.value for step in found.values()} == {-0.125, 0.0625}
        assert max(len(words) for words in explorer.sheet.wiring.labels.told.values()) <= 8
    if "saturated" in preset:
        assert abs(found[1, 0].value) < 2e-3 * abs(found[1, 0].terms[0])
        explorer.seek(explorer.walk.steps.index(found[1, 0]))
        assert "saturated" in explorer.sentence()
    if "zero" in preset:
        assert found[1, 0].value == found[1, 1].value == 0 != found[2, 0].value
    assert (explorer.walk.wrong != set()) == ("ug" in preset or "sign" in preset)


def test_reset_brings_everything_back(microscope):
    first = seen(microscope)
    microscope.preset.value = "Bug hunt: C"
    microscope.controls["sizes"].value = "3-4-2"
    microscope.controls["weight"].value = 4.0
    microscope.reset_button.click()
    assert same(seen(microscope), first)


def test_the_example_by_hand_belongs_to_its_network(microscope):
    microscope.controls["sizes"].value = "3-4-2"
    microscope.controls["start"].value = "by hand"
    assert microscope["sizes"] == "2-2-1" and microscope.walk.net.sizes == (2, 2, 1)
    microscope.controls["sizes"].value = "2-3-1"
    assert microscope["start"] == "random" and microscope.walk.net.sizes == (2, 3, 1)


def test_a_frame_is_what_a_drawing_from_the_ground_up_would_be(page, microscope):
    page(microscope)
    for setting in (dict(sizes="3-4-2"), dict(bug="bug A"), dict(bug="none", sizes="2-2-1")):
        microscope.set(**setting)
        microscope.seek(12)
        frame = microscope.stage.pixels().copy()
        microscope.stage.redraw()
        np.testing.assert_array_equal(frame, microscope.stage.pixels())


def test_the_still_and_its_words(microscope):
    bundle, _ = microscope._repr_mimebundle_()
    assert len(bundle["image/png"]) > 10_000 and "2-2-1 network" in bundle["text/plain"]


def test_weights_of_your_own_and_bad_input():
    mine = np.arange(9) / 10
    explorer = explore_microscope(theta=mine)
    np.testing.assert_array_equal(explorer.walk.theta, mine)
    explorer.controls["sizes"].value = "2-3-1"
    assert explorer["start"] == "random"
    with pytest.raises(ValueError, match="theta: expected"):
        explore_microscope(theta=np.zeros(3))
    with pytest.raises(ValueError, match=r"sizes: expected one of .*, got \(9, 9\)"):
        explore_microscope((9, 9))
    with pytest.raises(ValueError, match=r"settings: expected some of .*, got \['speed'\]"):
        explore_microscope(speed=3)
    with pytest.raises(ValueError, match="mistake built in: expected one of"):
        explore_microscope(bug="typo")


def test_two_microscopes_do_not_disturb_each_other(microscope):
    other = explore_microscope()
    before = seen(other)
    microscope.controls["weight"].value = 3.0
    microscope.seek(8)
    assert same(seen(other), before) and differ(microscope.walk.theta, other.walk.theta)


# -- whatever the settings, nothing fails -------------------------------------------------------------------


def test_every_step_is_drawn_with_tanh():
    explorer = explore_microscope(activation="tanh", sample=3)
    for k in range(explorer.player.length + 1):
        explorer.seek(k)
        assert explorer.problem == "" and explorer.sentence()


def test_the_slope_of_tanh_is_written_with_the_name_squared():
    explorer = explore_microscope(activation="tanh")
    [k] = [step.k for step in explorer.walk.steps if step.does == "delta" and step.where == ((1, 1),)]
    explorer.seek(k)
    assert explorer.sheet.symbols.get_text().endswith(r"\cdot (1 - (a^{(1)}_2)^2)$")


def test_a_chart_of_training_beyond_all_numbers():
    explorer = explore_microscope(activation="linear", kind="cross_entropy", bug=backprop_steps.SIGN)
    assert explorer.problem == "" and len(explorer.sheet.bug_curve.get_ydata()) > 0


def test_an_update_at_the_largest_rate_is_applied_whole(microscope):
    microscope.controls["lr"].value = 1e4
    before, updated = microscope.walk.theta, microscope.walk.updated
    assert np.abs(updated).max() > 100
    microscope.apply_button.click()
    assert microscope.problem == "" and microscope["weight"] == microscope.walk.theta[0] == updated[0]
    np.testing.assert_array_equal(microscope.walk.theta, updated)
    microscope.undo_button.click()
    np.testing.assert_array_equal(microscope.walk.theta, before)


def test_an_update_beyond_all_bounds_is_told_and_not_applied():
    explorer = explore_microscope(
        theta=np.full(9, 999_999.0), kind="cross_entropy", activation="linear", lr=1e4, sample=3
    )
    explorer.seek(5)
    before = explorer.specimen
    explorer.apply_button.click()
    assert explorer.specimen is before and explorer.problem == "" and explorer.player.position == 5
    assert explorer.sentence().startswith("Not applied: this update would carry a weight beyond 1,000,000.")
    explorer.seek(6)
    assert "Not applied" not in explorer.sentence()


@pytest.mark.parametrize(
    "activation, kind",
    [("tanh", "half_sse"), ("relu", "cross_entropy"), ("linear", "cross_entropy"), ("linear", "sse")],
)
def test_its_own_numbers_are_never_refused(page, activation, kind):
    explorer = explore_microscope(activation=activation, kind=kind, lr=1e4, bug=backprop_steps.SIGN)
    browser, place = page(explorer), explorer.sheet.wiring.places[0]
    for _ in range(4):
        explorer.seek(1000)
        explorer.apply_button.click()
        browser.key("ArrowUp")
        browser.point("press", *place, explorer.sheet.ax)
        browser.point("drag", place[0], place[1] + 30, explorer.sheet.ax)
        browser.point("release", place[0], place[1] + 30, explorer.sheet.ax)
        assert explorer.problem == "" and np.isfinite(explorer.walk.theta).all()
        assert explorer["weight"] == explorer.walk.theta[explorer["edge"]]


def test_weights_of_your_own_lead_back_to_their_network():
    mine = np.arange(9) / 10
    explorer = explore_microscope(theta=mine)
    explorer.controls["sizes"].value = "3-4-2"
    explorer.controls["start"].value = "given"
    assert explorer["sizes"] == "2-2-1" and explorer.problem == ""
    np.testing.assert_array_equal(explorer.walk.theta, mine)
    with pytest.raises(ValueError, match="from −1,000,000 to 1,000,000, got −2,000,000"):
        explore_microscope(theta=np.full(9, -2e6))
    with pytest.raises(ValueError, match="theta: expected"):
        explore_microscope(theta=np.zeros(3), start="zeros")
