"""Lesson 2's explorables without a browser: every control, pointer and key, and what they claim."""

import numpy as np
import pytest
from calls import traced
from driving import differ, drawn_at_both_ends

from nnlab import boundary, data, perceptron, projection
from nnlab.explore.kit import numbers
from nnlab.explore.kit.canvas import DPI
from nnlab.explore.kit.explorer import problems
from nnlab.explore.kit.handles import REACH, Handles, nearest, nearest_on_path
from nnlab.explore.kit.stage import Pointer
from nnlab.explore.lesson1.perceptron import expand
from nnlab.explore.lesson2 import boundary as hand
from nnlab.explore.lesson2 import fence as fenced
from nnlab.explore.lesson2 import three_neurons as three
from nnlab.explore.lesson2.boundary import OWN, SAMPLES, STANDARD, explore_boundary
from nnlab.explore.lesson2.fence import explore_fence
from nnlab.explore.lesson2.step_neuron import StepNeuron, same_boundary
from nnlab.explore.lesson2.three_neurons import NEURONS, explore_three_neurons
from nnlab.scaling import Scaler


def drag(browser, ax, start, end, **buttons):
    browser.point("press", *start, ax, **buttons)
    browser.point("drag", *np.mean([start, end], axis=0), ax, **buttons)
    browser.point("drag", *end, ax, **buttons)
    browser.point("release", *end, ax, **buttons)


def weights(explorer):
    return explorer.player.step.w


def controls(explorer):
    return np.array([explorer[name] for name in ("w1", "w2", "b")])


# -- one line by hand -----------------------------------------------------------------------------------


@pytest.fixture
def explorer():
    return explore_boundary("blobs", held_out=0.2)


@pytest.mark.parametrize("name", ["data", "features", "scale", "w1", "w2", "b", "lr", "held_out", "seed"])
def test_each_control_at_both_ends_draws_something_else(name, drawn):
    explorer = explore_boundary("blobs", held_out=0.2, w1=-2.0, w2=1.0)
    explorer.seek(3)
    assert differ(*drawn_at_both_ends(explorer, name, drawn))


def test_the_weight_of_the_product_bends_the_boundary(drawn):
    explorer = explore_boundary("XOR", features=3)
    assert differ(*drawn_at_both_ends(explorer, "w3", drawn))


def test_every_control_is_tried(explorer):
    tried = {"data", "features", "scale", "w1", "w2", "w3", "b", "lr", "held_out", "seed", "hand", "adds"}
    assert set(explorer.controls) == tried


def test_sliders_and_picture_agree(explorer):
    explorer.set(w1=2.0, w2=-1.0, b=0.5)
    explorer.publish()
    assert weights(explorer).tolist() == [2, -1, 0.5]
    x, y = explorer.plane.boundary.get_xydata()[:-1].T
    np.testing.assert_allclose(2 * x - y + 0.5, 0, atol=1e-9)
    foot, tip = explorer.line.foot, explorer.line.foot + explorer.line.unit * np.array([2, -1])
    assert 2 * foot[0] - foot[1] + 0.5 == pytest.approx(0)
    np.testing.assert_allclose(explorer.view.normal.grip.get_xydata(), [tip])
    np.testing.assert_allclose(
        [*explorer.view.normal.arrow.U, *explorer.view.normal.arrow.V], tip - foot, atol=1e-12
    )


def test_dragging_the_line_shifts_b_alone_and_changes_the_mistakes(explorer, page):
    browser, ax = page(explorer), explorer.plane.ax
    before, told = weights(explorer).copy(), explorer.sentence()
    spot = np.array([-0.75, 2 * -0.75 + 0.7])  # on w = (1, -0.5), b = 0.35
    np.testing.assert_allclose(perceptron.preactivation(before, [spot]), 0, atol=0.02)
    drag(browser, ax, spot, (0.5, -1.0))
    after = weights(explorer)
    assert after[:2].tolist() == before[:2].tolist()
    assert perceptron.preactivation(after, [(0.5, -1.0)])[0] == pytest.approx(0, abs=0.03)
    assert explorer.sentence() != told and controls(explorer).tolist() == after.tolist()


def test_dragging_the_tip_turns_and_lengthens_w_about_the_arrows_foot(explorer, page):
    browser, ax = page(explorer), explorer.plane.ax
    foot, unit = explorer.line.foot, explorer.line.unit
    tip = foot + unit * weights(explorer)[:2]
    drag(browser, ax, tip, foot + unit * np.array([-1.0, 2.0]))
    w = weights(explorer)
    np.testing.assert_allclose(w[:2], [-1, 2], atol=0.02)
    assert boundary.signed_distance(w, [foot])[0] == pytest.approx(0, abs=0.02)
    np.testing.assert_allclose(explorer.line.foot, foot, atol=0.03)
    assert controls(explorer).tolist() == w.tolist()


@pytest.mark.parametrize("preset", [p for p, s in hand.PRESETS.items() if s["w1"] and "features" not in s])
def test_the_tip_pulled_straight_out_makes_w_longer_and_leaves_the_line(explorer, page, preset):
    explorer.preset.value = preset
    explorer.draw()
    browser, ax, line = page(explorer), explorer.plane.ax, explorer.line
    before, wrong = weights(explorer).copy(), explorer.neuron.wrong(weights(explorer))
    foot, arrow, longest = line.foot.copy(), line.unit * before[:2], 1.0
    browser.point("press", *(foot + arrow), ax)
    for times in np.linspace(1, 12, 45):  # far out of the picture
        browser.point("drag", *(foot + times * arrow), ax)
        w = weights(explorer)
        assert w[:2] @ before[:2] > 0.98 * np.linalg.norm(w[:2]) * np.linalg.norm(before[:2]) or times > 2
        if times <= 1.5:
            np.testing.assert_allclose(w[:2], times * before[:2], atol=0.02 * np.abs(before).max())
            assert np.sum(explorer.neuron.wrong(w) != wrong) <= 0.03 * len(wrong)
        pixels = ax.transData.transform([line.foot, foot])
        assert np.linalg.norm(pixels[0] - pixels[1]) < 3
        longest = max(longest, np.linalg.norm(w[:2]) / np.linalg.norm(before[:2]))
    assert ax.bbox.contains(*ax.transData.transform(explorer.view.normal.grip.get_xydata()[0]))
    assert 1.5 < longest < 12


def test_heavy_weights_are_dragged_without_a_fault(explorer, page):
    explorer.preset.value = "Millimetres and grams"
    explorer.seek(1000)
    browser, ax = page(explorer), explorer.plane.ax
    before = weights(explorer).copy()
    assert np.abs(before).max() > 4000
    drag(browser, ax, explorer.line.foot, (0, 4000))
    assert weights(explorer)[2] != before[2] and explorer.problem == ""
    trio = explore_three_neurons()
    trio.set(first_w1=900.0, first_w2=-900.0, first_b=0.0)
    browser = page(trio)
    for key in ("Enter", "Enter", *["ArrowRight"] * 20):
        browser.key(key)
    assert np.abs(trio.weights("first")).max() <= three.LARGEST and trio.problem == ""


def test_there_is_room_to_make_w_twice_as_long():
    for preset, settings in hand.PRESETS.items():
        if not settings["w1"] or "features" in settings:
            continue
        explorer = explore_boundary("AND")
        explorer.preset.value = preset
        w, line = weights(explorer), explorer.line
        times = 1.4 if "A large start" in preset else 2.0  # their arrow fills the picture as it is
        far = explorer.plane.ax.transData.transform(line.foot + times * line.unit * w[:2])
        assert explorer.plane.ax.bbox.contains(*far), preset


def test_a_pointer_that_stands_still_makes_w_no_longer(explorer, page):
    browser, ax, line = page(explorer), explorer.plane.ax, explorer.line
    foot, arrow = line.foot, line.unit * weights(explorer)[:2]
    browser.point("press", *(foot + arrow), ax)
    found = []
    for _ in range(4):
        browser.point("drag", *(foot + 2.4 * arrow), ax)
        found.append(weights(explorer).tolist())
    assert np.ptp(found[1:], axis=0).max() == 0
    browser.point("release", *(foot + 2.4 * arrow), ax)
    assert weights(explorer).tolist() == found[-1]


def test_w_dragged_to_nothing_keeps_its_direction(explorer, page):
    browser, ax = page(explorer), explorer.plane.ax
    before = weights(explorer).copy()
    tip = explorer.line.foot + explorer.line.unit * before[:2]
    browser.point("press", *tip, ax)
    browser.point("drag", *explorer.line.foot, ax)
    assert weights(explorer).tolist() == before.tolist()


def test_the_line_and_the_arrow_by_keyboard(explorer, page):
    browser = page(explorer)
    first = weights(explorer).copy()
    browser.key("ArrowRight")
    assert weights(explorer)[:2].tolist() == first[:2].tolist() and weights(explorer)[2] < first[2]
    shifted = weights(explorer).copy()
    browser.key("ArrowLeft", shift=True)
    assert first[2] > weights(explorer)[2] > shifted[2]
    browser.key("Enter")
    browser.key("ArrowUp")
    assert weights(explorer)[1] > first[1]
    browser.key("undo")
    browser.key("undo")
    assert weights(explorer).tolist() == first.tolist()


def test_a_bent_boundary_is_dragged_too(page):
    explorer = explore_boundary("XOR", features=3, w1=1.0, w2=1.0, w3=-2.0, b=-0.7)
    browser, ax = page(explorer), explorer.plane.ax
    line = explorer.plane.boundary.get_xydata()
    drag(browser, ax, line[5], (0.25, 0.25))
    w = weights(explorer)
    assert w[:3].tolist() == [1, 1, -2]
    assert w[3] == pytest.approx(-(0.25 + 0.25 - 2 / 16), abs=0.01)


def test_undo_takes_back_a_slide_as_one(explorer):
    before = weights(explorer).copy()
    for w1 in (1.5, 2.0, 2.5):
        explorer.controls["w1"].value = w1
    explorer.controls["b"].value = -1.0
    explorer.undo_button.click()
    assert weights(explorer).tolist() == [2.5, before[1], before[2]]
    explorer.undo_button.click()
    explorer.undo_button.click()  # nothing left: harmless
    assert weights(explorer).tolist() == before.tolist()


def test_line_and_samples_have_one_history(explorer, page):
    browser, ax = page(explorer), explorer.plane.ax
    n, seen = len(explorer.points.y), []
    states = [(n, weights(explorer).tolist())]

    def now():
        return len(explorer.points.y), explorer.neuron.first.tolist()

    for k in range(3):
        explorer.controls[("w1", "w2", "b")[k]].value = 0.5 + k
        states.append(now())
    explorer.controls["hand"].value = SAMPLES
    for x in (-1.5, -1.2, -0.9):
        browser.click(x, 2.0, ax)
        states.append(now())
    explorer.controls["w1"].value = 3.0
    states.append(now())
    explorer.controls["features"].value = 3
    states.append(now())
    explorer.controls["features"].value = 2
    states.append(now())
    browser.click(-1.5, 1.5, ax)
    assert len(states) == 10 and len(explorer.points.y) == n + 4
    for _ in range(10):
        seen.append(now())
        explorer.undo_button.click()
    assert now() == states[0] and [state for state in seen[1:]] == states[:0:-1]
    explorer.undo_button.click()  # nothing left
    assert now() == states[0] and explorer["features"] == 2


def test_undo_brings_features_and_scale_back():
    explorer = explore_boundary("penguins")
    first = controls(explorer).tolist()
    limits = explorer.plane.ax.get_xlim()
    explorer.controls["features"].value = 3
    explorer.undo_button.click()
    assert explorer["features"] == 2 and controls(explorer).tolist() == weights(explorer).tolist() == first
    explorer.controls["scale"].value = STANDARD
    explorer.controls["w1"].value = 2.0
    explorer.undo_button.click()
    explorer.undo_button.click()
    assert explorer["scale"] == "as measured" and controls(explorer).tolist() == first
    assert explorer.plane.ax.get_xlim() == limits and explorer.neuron.scaler.scale.tolist() == [1, 1]


def test_all_samples_can_be_taken_away_and_brought_back(page):
    explorer = explore_boundary(OWN)
    assert explorer.clear_button.layout.display == "none"
    explorer.controls["data"].value = "AND"
    explorer.controls["data"].value = OWN
    assert explorer.clear_button.layout.display is None
    browser, ax = page(explorer), explorer.plane.ax
    for x in (-1, 0, 1):
        browser.click(x, 0.5, ax)
    explorer.clear_button.click()
    assert len(explorer.points.y) == 0 and "No samples yet" in explorer.sentence()
    assert len(explorer.plane.yes.get_xdata()) == 0
    explorer.clear_button.click()  # harmless, and nothing to undo
    explorer.undo_button.click()
    assert len(explorer.points.y) == 3 and len(explorer.plane.yes.get_xdata()) == 3


def test_from_zero_and_back():
    explorer = explore_boundary("AND", w1=1.0, w2=1.0, b=-1.5)
    explorer.zero_button.click()
    assert weights(explorer).tolist() == [0, 0, 0] and "Play: it learns from 0." in explorer.sentence()
    explorer.undo_button.click()
    assert weights(explorer).tolist() == [1, 1, -1.5]


@pytest.mark.parametrize(
    "preset, words, from_zero",
    [
        ("Millimetres and grams", "only body mass counts", 6937),
        ("Millimetres and grams, standardised", "both count", 3),
    ],
)
def test_millimetres_and_grams_show_a_line_and_what_counts(explorer, preset, words, from_zero):
    explorer.preset.value = preset
    explorer.draw()
    assert explorer.view.normal.arrow.get_visible() and words in explorer.sentence()
    assert ("A gram is drawn as long as a millimetre" in explorer.sentence()) == ("stand" not in preset)
    (left, right), (bottom, top) = explorer.plane.ax.get_xlim(), explorer.plane.ax.get_ylim()
    x, y = explorer.plane.boundary.get_xydata()[:-1].T
    assert np.ptp(x) > 0.3 * (right - left) and np.ptp(y) > 0.3 * (top - bottom)  # it slants
    threads = explorer.view.normal.threads.get_xydata().reshape(-1, 3, 2)
    assert len(threads) == 274 and np.linalg.norm(threads[:, 0] - threads[:, 1], axis=1).max() > 1
    w = weights(explorer)
    across = np.abs(w[:2] / np.linalg.norm(w[:2])) * np.ptp(explorer.neuron.places, axis=0)
    assert (across[1] > 20 * across[0]) == ("only" in words)
    explorer.zero_button.click()
    explorer.seek(1000)
    while not explorer.player.finished:
        explorer.seek(explorer.player.length + 1000)
    assert explorer.player.length == from_zero


def test_most_presets_start_with_the_line_the_right_way_round():
    explorer = explore_boundary("AND")
    explorer.preset.value = "Moons: no line either"
    assert "Wrong now: 14 of 100" in explorer.sentence()


def test_distances_with_the_product_are_said_to_be_in_three_dimensions(page):
    explorer = explore_boundary("XOR")
    explorer.preset.value = "XOR with x₁·x₂"
    page(explorer).point("press", 1.0, 0.0, explorer.plane.ax)
    assert explorer.view.normal.note.get_text() == "distance 0.204\nin three dimensions"
    assert "measured in three dimensions (x₁, x₂, x₁·x₂)" in explorer.sentence()
    assert "three dimensions" in explorer.view.strip.ax.get_xlabel()
    explorer.controls["features"].value = 2
    assert "three dimensions" not in explorer.sentence() + explorer.view.strip.ax.get_xlabel()


def test_numbers_are_written_out():
    told = {3749.6: "3,750", 999.7: "1,000", 4e-17: "nearly 0", 0: "0", -0.7956: "−0.796", 0.5: "0.5"}
    told |= {0.00001234: "0.0000123", 1234567.0: "1,230,000", -4.0: "−4"}
    assert {number: numbers.plain(number) for number in told} == told
    entries = {1.5678912: "1.568", -4283.0: "-4283", 0.00124712: "0.001247", 1e-17: "0", 0.5: "0.5"}
    entries |= {0.1: "0.1", -1.9999999: "-2", 12345.6: "12345.6", 0.0: "0"}
    assert {number: numbers.entry(number) for number in entries} == entries


def test_the_entry_shows_a_rounded_number_and_the_line_is_the_exact_one():
    explorer = explore_boundary("penguins")
    explorer.controls["scale"].value = STANDARD
    w, entries = weights(explorer), [explorer.controls[n]._entry.value for n in ("w1", "w2", "b")]
    assert [float(entry) for entry in entries] == pytest.approx(w.tolist(), abs=6e-4)
    assert all(len(entry.partition(".")[2]) <= 4 for entry in entries)
    assert controls(explorer).tolist() == w.tolist()
    explorer.seek(1000)
    explorer.publish()
    assert (
        "e" not in explorer.controls["w1"]._entry.value
        and controls(explorer).tolist() == weights(explorer).tolist()
    )


def test_band_threads_and_distance_are_those_of_the_margin():
    explorer = explore_boundary("AND", w1=1.0, w2=1.0, b=-1.5)
    assert explorer.frame.margin == pytest.approx(0.5 / np.sqrt(2))
    edges = explorer.view.normal.edges.get_xydata()
    edges = edges[np.isfinite(edges).all(axis=1)]
    np.testing.assert_allclose(np.abs(boundary.signed_distance([1, 1, -1.5], edges)), explorer.frame.margin)
    threads = explorer.view.normal.threads.get_xydata().reshape(4, 3, 2)
    np.testing.assert_allclose(threads[:, 0], data.gate("AND").X)
    np.testing.assert_allclose(perceptron.preactivation([1, 1, -1.5], threads[:, 1]), 0, atol=1e-12)
    np.testing.assert_allclose(explorer.view.strip.yes.get_xdata(), [0.5 / np.sqrt(2)])
    assert explorer.view.strip.band.get_width() == pytest.approx(2 * explorer.frame.margin)
    explorer.set(b=-0.5)
    explorer.draw()
    assert len(explorer.view.normal.edges.get_xdata()) == 0 and "wrong side" in explorer.sentence()
    explorer.set(w1=0.0, w2=0.0)
    explorer.draw()
    assert "no line, and every answer is 0" in explorer.sentence()
    assert len(explorer.view.normal.threads.get_xdata()) == len(explorer.view.strip.yes.get_xdata()) == 0


def test_a_sample_under_the_pointer_tells_its_distance(page):
    explorer = explore_boundary("AND", w1=1.0, w2=1.0, b=-1.5)
    browser = page(explorer)
    browser.point("press", 1.0, 1.0, explorer.plane.ax)
    assert (
        explorer.view.normal.note.get_text() == "distance 0.354" and explorer.view.normal.note.get_visible()
    )
    assert explorer.view.normal.halo.get_xydata().tolist() == [[1, 1]]
    lead = explorer.view.normal.lead.get_xydata()  # from the ring to the card
    assert lead[1].tolist() == list(explorer.view.normal.note.get_position())
    pixels = explorer.plane.ax.transData.transform([lead[0], (1.0, 1.0)]) * DPI / explorer.stage.figure.dpi
    assert np.linalg.norm(pixels[0] - pixels[1]) < 14
    explorer.pointed(Pointer("move", explorer.plane.ax, 0.0, 0.0))
    explorer.draw()
    assert explorer.view.normal.note.get_text() == "distance −1.06"
    explorer.pointed(Pointer("move", explorer.plane.ax, 0.3, 0.1))
    explorer.draw()
    assert not explorer.view.normal.note.get_visible()
    assert len(explorer.view.normal.halo.get_xdata()) == len(explorer.view.normal.lead.get_xdata()) == 0
    explorer.pointed(Pointer("move", explorer.plane.ax, 0.0, 0.0))
    explorer.pointed(Pointer("leave", explorer.plane.ax, 0.0, 0.0))
    assert explorer.shown is None


def test_the_card_of_a_distance_covers_no_other_sample(explorer):
    covered = 0
    for i in range(len(explorer.points.y)):
        explorer.pointed(Pointer("move", explorer.plane.ax, *explorer.neuron.places[i]))
        explorer.draw()
        card = explorer.view.normal.note.get_window_extent(explorer.stage.figure.canvas.get_renderer())
        assert explorer.plane.ax.bbox.x0 < card.x0 and card.x1 < explorer.plane.ax.bbox.x1
        covered += sum(
            card.contains(*x) for x in explorer.plane.ax.transData.transform(explorer.neuron.places)
        )
    assert covered <= 5  # of a hundred cards


def test_it_learns_from_the_weights_set_by_hand_and_the_rate_matters():
    updates = {}
    for lr in (0.0625, 1.0, 4.0):
        explorer = explore_boundary("blobs", w1=4.0, w2=-4.0, b=0.0, lr=lr)
        explorer.seek(500)
        explorer.publish()
        assert explorer.player.finished and "Learned from your weights" in explorer.sentence()
        assert controls(explorer).tolist() == weights(explorer).tolist()  # the sliders follow
        updates[lr] = explorer.player.length
    assert updates == {0.0625: 61, 1.0: 6, 4.0: 2}
    explorer.controls["lr"].value = 0.0625  # at the end: the end is shown again
    assert explorer.player.position == explorer.player.length == 61
    explorer.seek(0)
    assert controls(explorer).tolist() == [4, -4, 0]
    explorer.controls["b"].value = 1.0
    assert explorer.player.position == 0 and weights(explorer).tolist() == [4, -4, 1]


def test_play_goes_on_when_the_line_is_moved(page):
    explorer = explore_boundary("XOR")
    browser = page(explorer)
    browser.say(kind="play")
    browser.paint()
    browser.paint()
    explorer.controls["w1"].value = 3.0
    assert explorer.stage.playing and explorer.player.position <= 1


def test_the_scaler_sees_only_samples_learned_from_and_the_boundary_stays():
    explorer = explore_boundary("penguins", held_out=0.3)
    wrong = explorer.neuron.wrong(weights(explorer))
    explorer.controls["scale"].value = STANDARD
    kept = explorer.points.X[~explorer.points.held]
    np.testing.assert_allclose(explorer.neuron.scaler.mean, kept.mean(axis=0))
    assert not np.allclose(explorer.neuron.scaler.mean, explorer.points.X.mean(axis=0))
    np.testing.assert_array_equal(explorer.neuron.wrong(weights(explorer)), wrong)
    assert "standardised" in explorer.plane.ax.get_xlabel()
    explorer.controls["scale"].value = "as measured"
    np.testing.assert_array_equal(explorer.neuron.wrong(weights(explorer)), wrong)


@pytest.mark.parametrize(
    "preset, updates",
    [
        ("Penguins as measured", 23),
        ("Penguins standardised", 2),
        ("Millimetres and grams, standardised", 4),
        ("XOR with x₁·x₂", 0),
    ],
)
def test_presets_learn_in_so_many_updates(explorer, preset, updates):
    explorer.preset.value = preset
    explorer.seek(1000)
    assert explorer.player.finished and explorer.player.length == updates


@pytest.mark.parametrize("preset", ["XOR: no line will do", "Moons: no line either", "Millimetres and grams"])
def test_presets_that_do_not_come_to_rest_soon(explorer, preset):
    explorer.preset.value = preset
    explorer.seek(1000)
    assert not explorer.player.finished and explorer.problem == ""


@pytest.mark.parametrize("preset", hand.PRESETS)
def test_every_preset_sets_what_it_says(explorer, preset):
    explorer.preset.value = preset
    explorer.draw()
    assert explorer.player.position == 0 and explorer.problem == ""
    assert all(explorer[name] == value for name, value in hand.PRESETS[preset].items())


def test_reset_brings_everything_back(explorer, drawn, page):
    first, browser = drawn(explorer), page(explorer)
    explorer.preset.value = "Penguins standardised"
    browser.key("ArrowUp")
    explorer.reset_button.click()
    explorer.draw()
    np.testing.assert_array_equal(drawn(explorer), first)


def test_samples_are_moved_only_when_asked_for(explorer, page):
    browser, ax, n = page(explorer), explorer.plane.ax, len(explorer.points.y)
    browser.click(-1.5, 2.0, ax)
    assert len(explorer.points.y) == n
    explorer.controls["hand"].value = SAMPLES
    browser.click(-1.5, 2.0, ax)
    assert len(explorer.points.y) == n + 1
    explorer.undo_button.click()
    assert len(explorer.points.y) == n


def test_own_points_from_nothing_and_where_they_are_put_when_standardised(page):
    explorer = explore_boundary(OWN)
    assert "No samples yet" in explorer.sentence()
    explorer = explore_boundary("penguins", scale=STANDARD)
    explorer.controls["hand"].value = SAMPLES
    page(explorer).click(2.5, -2.0, explorer.plane.ax)
    expected = explorer.neuron.scaler.inverse([[2.5, -2.0]])[0]
    assert abs(explorer.points.X[-1] - expected).max() < 0.01
    explorer.controls["data"].value = OWN
    explorer.draw()
    assert explorer.problem == ""


def test_own_data_and_bad_input():
    given = data.penguins(("bill_depth_mm", "body_mass_g"))
    assert len(explore_boundary(given).points.y) == 274
    with pytest.raises(ValueError, match=r"settings: expected some of .*, got \['weight'\]"):
        explore_boundary("AND", weight=1)
    with pytest.raises(ValueError, match=r"data: expected one of .* or a Data, got 'NAND'"):
        explore_boundary("NAND")
    with pytest.raises(ValueError, match="data: expected samples with 2 features or more, got 1"):
        explore_boundary(data.penguins(["bill_length_mm"]))
    with pytest.raises(ValueError, match="scale: expected one of"):
        explore_boundary("AND", scale="metric")
    with pytest.raises(ValueError, match="w1: expected a number from"):
        explore_boundary("AND", w1=float("nan"))


# -- own numbers are never refused ----------------------------------------------------------------------


def far_apart(size: float) -> data.Data:
    """Forty samples of two classes, as large as GDP or CO₂ come in some tables."""
    rng, y = np.random.default_rng(0), np.arange(40) % 2
    X = size * (5 + 3 * y[:, None] + rng.normal(size=(40, 2)))
    return data.Data("large", X, y, ("GDP", "CO2"), ("no", "yes"))


@pytest.mark.parametrize("features", [2, 3])
@pytest.mark.parametrize("size", [1e5, 1e9, 1e12, 1e98])
def test_data_of_any_size_are_shown_learned_and_scaled(page, size, features):
    explorer = explore_boundary("blobs", lr=1e4, features=features)
    page(explorer)
    explorer.offer("data", "large", far_apart(size))
    assert len(explorer.points.y) == len(explorer.neuron.places) == 40
    for k in (0, 30, 300):
        explorer.seek(k)
        assert np.isfinite(weights(explorer)).all() and "e+" not in explorer.sentence()
        strip = explorer.view.strip
        assert strip.yes_side.get_width() >= strip.ax.get_xlim()[1] >= strip.yes.get_xdata().max()
    explorer.seek(0)
    wrong = explorer.frame.wrong
    for scale in (STANDARD, "as measured"):
        explorer.controls["scale"].value = scale
        np.testing.assert_array_equal(explorer.frame.wrong, wrong)
    assert explorer.still().startswith(b"\x89PNG") and explorer.problem == ""


@pytest.mark.parametrize("number", [1e6, -1e6, 1e9, 1e300, -1e300])
@pytest.mark.parametrize("name", ["w1", "b"])
def test_any_weight_can_be_typed_and_drawn(page, name, number):
    explorer = explore_boundary("blobs")
    browser, before = page(explorer), controls(explorer)
    explorer.controls[name].value = number
    explorer.still()
    assert explorer.problem == "" and explorer[name] == number
    assert ("far outside" in explorer.sentence()) == (name == "b") == (explorer.line.foot is None)
    explorer.seek(20)
    browser.key("ArrowUp")
    assert explorer.problem == ""
    explorer.seek(0)
    explorer.undo_button.click()
    assert name != "b" or controls(explorer).tolist() == before.tolist()


def test_a_line_of_the_three_may_be_far_away():
    trio = explore_three_neurons()
    trio.set(first_b=1000.0, third_b=-1000.0)
    assert trio.still().startswith(b"\x89PNG") and trio.problem == ""
    assert trio.lines["first"].foot is None and trio.lines["second"].foot is not None


def test_several_controls_are_set_all_or_none():
    explorer = explore_boundary("AND")
    before = controls(explorer).tolist()
    with pytest.raises(ValueError, match="b: expected a number from"):
        explorer.set(w1=2.0, b=float("nan"))
    problems.clear()
    assert controls(explorer).tolist() == before == weights(explorer).tolist()


@pytest.mark.parametrize("features", [2, 3])
def test_the_same_boundary_on_another_scale(features):
    rng = np.random.default_rng(1)
    X = 1e9 * rng.normal(size=(50, 2)) + 3e9
    w = rng.normal(size=features + 1)
    one, other = Scaler(np.array([2e9, -1e9]), np.array([4e9, 1e8])), Scaler.fit(X)
    z = perceptron.preactivation(w, expand(one.transform(X), features))
    again = perceptron.preactivation(same_boundary(w, one, other), expand(other.transform(X), features))
    np.testing.assert_allclose(again, z, rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1.234e9, "1.23·10⁹"),
        (-1e7, "−1·10⁷"),
        (9.996e11, "1·10¹²"),
        (np.inf, "∞"),
        (9_994_000.0, "9,990,000"),
    ],
)
def test_large_numbers_are_written_with_a_power_of_ten(number, text):
    assert numbers.plain(number) == text


# -- what a frame costs ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "make",
    [
        lambda: explore_boundary("penguins", held_out=0.2, scale=STANDARD),
        lambda: explore_boundary("XOR", features=3),
        explore_three_neurons,
        lambda: explore_fence(degree=3, shape="round"),
        lambda: explore_fence(degree=3, chart="wrong answers"),
    ],
)
def test_no_argument_is_checked_while_a_frame_is_drawn(make):
    explorer = make()

    def frame():
        explorer.draw()
        explorer.sentence()

    frame()
    assert [call for call in traced(frame) if call.file in ("checks.py", "rules.py")] == []


def test_a_rate_makes_no_features_again(explorer):
    explorer.seek(2)
    inputs = explorer.neuron.inputs
    explorer.controls["lr"].value = 0.25
    assert explorer.neuron.inputs is inputs and explorer.neuron.lr == 0.25 and explorer.player.position == 2
    explorer.controls["held_out"].value = 0.3
    assert explorer.neuron.inputs is not inputs


def test_the_neuron_learns_without_widgets():
    neuron, samples = StepNeuron(), data.gate("AND")
    neuron.learn_from(samples.X, samples.y, np.zeros(4, bool), features=2)
    neuron.begin(np.zeros(3))
    first = neuron.frame()
    assert (first.length, first.margin, len(first.distance)) == (0, None, 0) and not first.straight
    neuron.player.seek(100)
    frame, (wrong, held) = neuron.frame(), neuron.player.measured
    expected = list(perceptron.train(samples.X, samples.y))[-1]
    assert frame.step.k == expected.k and frame.w.tolist() == expected.w.tolist()
    assert wrong == 0 and np.isnan(held) and not frame.wrong.any()
    assert frame.margin == boundary.margin(expected.w, samples.X, samples.y)
    np.testing.assert_array_equal(frame.distance, boundary.signed_distance(expected.w, samples.X))


def test_own_samples_wait_while_others_are_shown(page):
    explorer = explore_boundary("AND", hand=SAMPLES)
    page(explorer).click(0.4, 0.7, explorer.plane.ax)
    mine = explorer.points.X.copy()
    explorer.preset.value = "Moons: no line either"
    explorer.controls["data"].value = OWN
    np.testing.assert_array_equal(explorer.points.X, mine)
    assert explorer["hand"] == SAMPLES and len(explorer.neuron.places) == 5


def test_the_keyboards_cross_stands_where_the_sample_will(page):
    explorer = explore_boundary("penguins", scale=STANDARD, hand=SAMPLES)
    browser = page(explorer)
    browser.key("ArrowRight")
    cross = explorer.plane.cross.get_xydata()[0]
    browser.key("Enter")
    np.testing.assert_allclose(explorer.neuron.places[-1], cross)
    assert np.abs(cross).max() < 3 < explorer.points.X[-1].min()


def test_the_curves_have_the_standard_names(explorer):
    for ax in (explorer.view.wrong.ax, explore_fence(degree=1).wrong.ax):
        assert [text.get_text() for text in ax.get_legend().get_texts()] == ["training", "held out"]
    assert "of 80 training samples, " in explorer.sentence() and " of 20 held out." in explorer.sentence()


# -- three neurons --------------------------------------------------------------------------------------


@pytest.fixture
def trio():
    return explore_three_neurons()


@pytest.mark.parametrize("name", [*three.START, "neuron"])
def test_each_of_the_nine_numbers_at_both_ends(trio, drawn, name):
    one, other = drawn_at_both_ends(trio, name, drawn)
    assert differ(one, other) == (name != "neuron")


@pytest.mark.parametrize(
    "preset, wrong, words",
    [
        ("Start here", 2, "cannot tell these apart"),
        ("A corridor between two lines", 0, "puts the pieces together"),
        ("Two corners cut off", 0, "puts the pieces together"),
        ("The third alone cannot", 1, "it is XOR again"),
        ("Two neurons that say the same", 2, "cannot tell these apart"),
    ],
)
def test_presets_of_three_neurons(trio, preset, wrong, words):
    trio.preset.value = preset
    assert f"{wrong} of 4 wrong" in trio.sentence() and words in trio.sentence()


def test_the_tint_is_what_the_three_answer(trio):
    places = np.random.default_rng(0).uniform(-0.5, 1.5, size=(400, 2))
    for seed in range(40):
        numbers = np.random.default_rng(seed).normal(size=9)
        trio.set(**dict(zip(three.START, numbers.round(2).tolist())))
        first, second, third = map(trio.weights, NEURONS)
        _, a = boundary.three_neurons(first, second, third, places)
        corners = np.array([(0, 0), (0, 1), (1, 0), (1, 1)])
        says = perceptron.predict(third, corners).reshape(2, 2)
        z = [perceptron.preactivation(w, places) for w in (first, second)]
        np.testing.assert_array_equal(three.cells(says, *z) >= 0, a == 1)


def test_two_yes_pieces_side_by_side_have_no_seam():
    on_the_line = np.zeros(1)
    for says in (np.array([[True, True], [False, False]]), np.array([[True, False], [True, False]])):
        across = [-np.ones(1), on_the_line] if says[0].all() else [on_the_line, -np.ones(1)]
        assert three.cells(says, *across) == 1


def test_the_readers_hand_solves_xor(trio, page):
    browser = page(trio)
    features, square = trio.plane.ax, trio.square.ax
    for name, target in (("first", (1, 1)), ("second", (1, 1)), ("third", (1, -1))):
        ax = square if name == "third" else features
        line = trio.lines[name]
        drag(
            browser,
            ax,
            line.foot + line.unit * trio.weights(name)[:2],
            line.foot + line.unit * np.array(target),
        )
        assert trio["neuron"] == name
        np.testing.assert_allclose(trio.weights(name)[:2], target, atol=0.02)
    for name, through in (("first", (0.25, 0.25)), ("second", (0.75, 0.75)), ("third", (0.5, 0.0))):
        ax = square if name == "third" else features
        drag(browser, ax, trio.lines[name].foot, through)
    assert "0 of 4 wrong" in trio.sentence()
    for _ in range(6):
        trio.undo_button.click()
    assert {name: trio[name] for name in three.START} == three.START


def test_the_keys_go_through_both_planes(trio, page):
    browser, chosen = page(trio), []
    for _ in range(7):
        browser.key("Enter")
        chosen.append(next(h.chosen for h in trio.handles if h.chosen))
    assert chosen == ["first", "first w", "second", "second w", "third", "third w", "first"]
    before = trio.weights("first").copy()
    browser.key("ArrowUp")
    assert trio.weights("first")[:2].tolist() == before[:2].tolist() and trio.weights("first")[2] != before[2]
    browser.key("undo")
    assert trio.weights("first").tolist() == before.tolist()


def test_samples_on_one_corner_stand_side_by_side(trio):
    trio.preset.value = "A corridor between two lines"
    trio.draw()
    assert len({tuple(tag.get_position()) for tag in trio.tags[1]}) == 4
    yes = trio.square.yes.get_xydata()  # both have landed on (1, 0)
    np.testing.assert_allclose(yes.mean(axis=0), [1, 0], atol=1e-12)
    assert np.linalg.norm(yes[0] - yes[1]) == pytest.approx(three.APART)


def test_tags_say_where_samples_came_from_and_the_legends_name_the_lines(trio):
    assert [tag.get_text() for tag in trio.tags[0]] == ["(0, 0)", "(0, 1)", "(1, 0)", "(1, 1)"]
    assert [tag.get_text() for tag in trio.tags[1]] == [f"from {tag.get_text()}" for tag in trio.tags[0]]
    for plane, lines in ((trio.plane, ["line 1", "line 2"]), (trio.square, ["line 3"])):
        legend = plane.ax.get_legend()
        words = [text.get_text() for text in legend.get_texts()]
        assert words[:2] == ["class 1", "class 0"] and words[-len(lines) :] == lines
        keys = legend.legend_handles[-len(lines) :]
        for key, name in zip(keys, lines):
            drawn = trio.lines[NEURONS[int(name[-1]) - 1]].normal.line
            assert key.get_color() == drawn.get_color()
            assert key.is_dashed() == drawn.is_dashed()
    assert "tag says where it came from" in trio.stage.hint


def test_the_foot_of_an_arrow_that_is_held_stands_still(trio, page):
    browser, ax, line = page(trio), trio.plane.ax, trio.lines["first"]
    foot, arrow = line.foot.copy(), line.unit * trio.weights("first")[:2]
    browser.point("press", *(foot + arrow), ax)
    for times in np.linspace(1, 8, 30):
        browser.point("drag", *(foot + times * arrow), ax)
        np.testing.assert_allclose(line.foot, foot, atol=0.02)


# -- the fence ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def wild():
    return explore_fence(shape="round")


@pytest.mark.parametrize("name", ["data", "degree", "shape", "size", "lr", "noise", "seed", "chart", "pair"])
def test_each_control_of_the_fence_at_both_ends(drawn, name):
    explorer = explore_fence(data="circles", noise=0.4, shape="diamond", degree=3, lr=0.01)
    assert differ(*drawn_at_both_ends(explorer, name, drawn))


@pytest.mark.parametrize("preset", fenced.PRESETS)
def test_presets_of_the_fence(preset):
    explorer = explore_fence(degree=1, shape="round")
    explorer.preset.value = preset
    explorer.draw()
    told = explorer.sentence()
    expected = {
        "27 features: it learns the noise": "Wrong: 0 of 20 training samples, 23 % of 200 held out",
        "27 features in a round fence": "Wrong: 1 of 20 training samples, 12 % of 200 held out",
        "27 features in a diamond": "Exactly 0: 25 of 27 weights",
        "A corner of the diamond": "Exactly 0: 3 of 5 weights",
        "Circles: the diamond keeps the squares": "Exactly 0: 12 of 14 weights",
        "Too large a rate": "Diverged at push",
    }
    assert expected.get(preset, "Wrong: 1 of 20 training samples, 12 %") in told


def test_circles_keep_the_two_squares():
    explorer = explore_fence()
    explorer.preset.value = "Circles: the diamond keeps the squares"
    w = explorer.player.step.theta[:-1]
    kept = [power for power, weight in zip(boundary.exponents(2, 4), w) if weight]
    assert kept == [(2, 0), (0, 2)]


@pytest.mark.parametrize("shape", fenced.KINDS)
@pytest.mark.parametrize("degree", [1, 6])
def test_the_fence_drawn_holds_the_weights_drawn_and_touches_the_ring(shape, degree):
    explorer = explore_fence(shape=shape, degree=degree, size=0.5, pair=fenced.LARGEST)
    valley, w = explorer.valley, explorer.player.step.theta
    now = valley.now.get_xydata()[0]
    corners = valley.fence.get_xy()
    size = np.abs(corners).max()
    assert projection.norm(now, fenced.KINDS[shape]) == pytest.approx(size, rel=1e-6)
    ring = valley.ring.get_xydata()
    inside = [projection.norm(place, fenced.KINDS[shape]) < 0.999 * size for place in ring]
    assert not any(inside)  # all of the ring through w lies outside: it touches the fence, at w
    assert np.abs(ring - now).sum(axis=1).min() < 0.1
    assert projection.norm(w[:-1], fenced.KINDS[shape]) == pytest.approx(0.5)


def test_the_ring_is_one_of_equal_error():
    explorer = explore_fence(degree=1, shape="round")
    X, y, w = explorer.X, explorer.seen.y, explorer.player.step.theta
    error = projection.half_mean_square(X, y)
    ring = explorer.valley.ring.get_xydata()[::10]
    np.testing.assert_allclose([error([*place, w[-1]])[0] for place in ring], error(w)[0], rtol=1e-6)
    best = explorer.valley.best.get_xydata()[0]
    assert error([*best, w[-1]])[0] < error(w)[0]


def test_a_fence_put_up_while_it_learns_takes_over_the_weights(page):
    explorer = explore_fence()
    at, w = explorer.player.position, explorer.player.step.theta
    explorer.controls["shape"].value = "round"
    assert explorer.player.position == at + fenced.SETTLE
    assert projection.norm(explorer.player.step.theta[:-1], "l2") <= 0.5 + 1e-9
    told = "It goes on from the weights it had after 50,000 pushes, with 1,000 more."
    assert explorer.sentence().startswith(told)
    explorer.seek(at)
    assert "goes on" not in explorer.sentence()
    assert np.array_equal(explorer.player.step.theta, w)  # what was before can be rewound
    browser = page(explorer)
    browser.say(kind="play")
    browser.paint()
    explorer.controls["size"].value = 1.0
    assert explorer.stage.playing and explorer.player.position >= at


def test_other_features_begin_anew():
    explorer = explore_fence(shape="round")
    explorer.controls["degree"].value = 3
    assert explorer.player.position == fenced.SETTLE and len(explorer.player.step.theta) == 10
    assert explorer.sentence().startswith("It has begun again from 0. 9 features, 1,000 pushes")


def test_the_fence_says_what_it_shows():
    explorer = explore_fence()
    told = "It has been trained already. 27 features, 50,000 pushes (100 to each step of the bar)."
    assert explorer.sentence().startswith(told)
    for words in ("equal error", "error is least", "each stem is one weight", "is 100 pushes"):
        assert words in explorer.stage.hint
    words = [text.get_text() for text in explorer.valley.ax.get_legend().get_texts()]
    assert words == ["fence", "$w$", "least error", "equal error"]


def test_numbers_at_the_axes_are_whole(wild):
    trio, line = explore_three_neurons(), explore_boundary("penguins")
    line.preset.value = "Millimetres and grams"
    line.seek(300)
    wrong = explore_fence(chart="wrong answers")
    for explorer in (trio, line, wild, wrong):
        explorer.still()
        width = explorer.stage.figure.bbox.width
        renderer = explorer.stage.figure.canvas.get_renderer()
        for ax in (ax for ax in explorer.stage.figure.axes if ax.get_visible()):
            low, high = ax.get_xlim()
            for at, text in zip(ax.get_xticks(), ax.get_xticklabels()):
                if low <= at <= high and text.get_text():
                    box = text.get_window_extent(renderer)
                    assert box.x0 >= 0 and box.x1 <= width, text.get_text()


def test_divergence_is_said_and_cured(page):
    explorer = explore_fence(lr=1.0)
    assert "Diverged at push" in explorer.sentence() and explorer.player.finished
    browser = page(explorer)
    browser.say(kind="play")
    browser.watch()
    assert not explorer.stage.playing and explorer.problem == ""
    explorer.controls["lr"].value = 0.05
    assert "Diverged" not in explorer.sentence()


def test_settings_of_the_fence_that_do_not_exist_are_refused():
    with pytest.raises(ValueError, match=r"settings: expected some of .*, got \['lam'\]"):
        explore_fence(lam=1)
    with pytest.raises(ValueError, match="fence: expected one of"):
        explore_fence(shape="square")


# -- handles --------------------------------------------------------------------------------------------


@pytest.fixture
def handles(explorer):
    handles = Handles(explorer.plane.ax)
    handles.place(line=np.array([(-1.0, 0.0), (1.0, 0.0)]), spot=np.array([0.0, 0.0]))
    return handles


def test_spots_come_before_lines_and_both_have_a_reach(handles):
    ax = handles.axes
    pixel = np.linalg.norm(
        ax.transData.inverted().transform([(0, 0), (1, 0)])[1]
        - ax.transData.inverted().transform([(0, 0)])[0]
    )
    pixel *= ax.figure.dpi / DPI
    assert handles.under((0.0, 0.0)) == "spot" and handles.under((0.8, 0.0)) == "line"
    assert handles.under((0.8, 0.9 * REACH * pixel)) == "line"
    assert handles.under((0.8, 1.1 * REACH * pixel)) is None
    assert nearest(ax, np.array([(0.5, 0.5)]), np.array([0.5, 0.5 + 0.9 * REACH * pixel])) == 0
    assert nearest(ax, np.array([(0.5, 0.5)]), np.array([0.5, 0.5 + 1.1 * REACH * pixel])) is None
    assert nearest(ax, np.empty((0, 2)), np.zeros(2)) is None


def test_the_nearest_place_on_a_path_with_a_gap(explorer):
    ax = explorer.plane.ax
    path = np.array([(-1, 0), (-0.5, 0), (np.nan, np.nan), (0.5, 0), (1, 0)])
    np.testing.assert_allclose(nearest_on_path(ax, path, np.array([0.1, 0.2]))[0], [0.5, 0])
    np.testing.assert_allclose(nearest_on_path(ax, path, np.array([0.7, 0.2]))[0], [0.7, 0])
    assert nearest_on_path(ax, np.full((2, 2), np.nan), np.zeros(2))[1] == np.inf


def test_what_is_held_follows_the_pointer_without_a_jump(handles):
    ax = handles.axes
    assert handles.pointed(Pointer("press", ax, 0.01, 0.0)) is None and handles.held == "spot"
    pull = handles.pointed(Pointer("drag", ax, 0.51, 0.2))
    assert (pull.name, pull.begins) == ("spot", True)
    np.testing.assert_allclose(pull.place, [0.5, 0.2])
    assert not handles.pointed(Pointer("drag", ax, 0.6, 0.2)).begins
    handles.pointed(Pointer("release", ax, 0.6, 0.2))
    assert handles.held is None and handles.pointed(Pointer("drag", ax, 0.7, 0.2)) is None
    assert handles.pointed(Pointer("press", ax, 0.9, 0.9)) is None and handles.held is None
    assert handles.chosen == "spot"


def test_a_handle_that_is_gone_is_let_go(handles):
    handles.pointed(Pointer("press", handles.axes, 0.0, 0.0))
    handles.place(line=np.array([(-1.0, 0.0), (1.0, 0.0)]))
    assert handles.held is None and handles.chosen is None
    assert handles.pointed(Pointer("drag", handles.axes, 0.5, 0.5)) is None
    handles.place()
    assert handles.typed("ArrowUp", False) is None and handles.typed("Enter", False) is None


def test_at_a_corner_of_the_diamond_one_weight_is_exactly_0():
    explorer = explore_fence()
    explorer.preset.value = "A corner of the diamond"
    now, corners = explorer.valley.now.get_xydata()[0], explorer.valley.fence.get_xy()
    assert np.count_nonzero(now) == 1 and np.abs(corners - now).sum(axis=1).min() < 1e-9


def test_the_button_that_begins_from_0_says_so():
    assert explore_boundary("blobs").zero_button.description == "From 0"
