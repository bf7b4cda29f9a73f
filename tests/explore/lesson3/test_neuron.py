"""The sigmoid neuron's explorables without a browser: every control, pointer and keys, and their claims."""

import itertools

import numpy as np
import pytest
from calls import traced
from driving import differ, drawn_at_both_ends

from nnlab import data, descent, neuron
from nnlab.activations import ACTIVATIONS
from nnlab.explore.kit import numbers
from nnlab.explore.lesson3 import words
from nnlab.explore.lesson3.landscape import CORNER, MINE, OWN, SETS
from nnlab.explore.lesson3.neuron import LOSSES, NEUTRAL, PRESETS, explore_neuron
from nnlab.explore.lesson3.rolling import Rolling, heights
from nnlab.explore.lesson3.two_losses import NEUTRAL as TWO_NEUTRAL
from nnlab.explore.lesson3.two_losses import PRESETS as TWO_PRESETS
from nnlab.explore.lesson3.two_losses import explore_two_losses


@pytest.fixture
def explorer():
    return explore_neuron()


def theta(explorer, ball: int = 0) -> np.ndarray:
    return explorer.player.step.steps[ball].theta


def test_every_control_is_tried(explorer):
    assert set(explorer.controls) == set(NEUTRAL)
    assert set(explore_two_losses().controls) == set(TWO_NEUTRAL)


@pytest.mark.parametrize(
    "make, name", [(explore_neuron, n) for n in NEUTRAL] + [(explore_two_losses, n) for n in TWO_NEUTRAL]
)
def test_each_control_at_both_ends_draws_something_else(make, name, drawn):
    explorer = make()
    explorer.put(np.array([2.0, 2.5]))
    explorer.seek(3)
    assert differ(*drawn_at_both_ends(explorer, name, drawn))


PAIRS = [(a, kind) for a, kind in itertools.product(ACTIVATIONS, LOSSES) if a != "step"]


@pytest.mark.parametrize(
    "activation, kind", [p for p in PAIRS if p[0] == "sigmoid" or p[1] != "cross_entropy"]
)
def test_the_map_is_as_high_as_the_loss(activation, kind):
    x, y = (np.array(column, float) for column in SETS["overlapping"])
    how = dict(activation=activation, kind=kind, steepness=1.7)
    places = np.random.default_rng(0).uniform(-9, 9, (40, 2))
    f = neuron.loss(x[:, None], y, **how)
    np.testing.assert_allclose(heights(places, x, y, **how), [f(w)[0] for w in places], rtol=1e-12)


def test_the_map_of_a_sample_far_off_does_not_overflow():
    high = heights(
        np.array([[1000.0, 0.0]]),
        np.ones(1),
        np.zeros(1),
        activation="sigmoid",
        kind="cross_entropy",
        steepness=1.0,
    )
    assert high == 1000


def test_the_run_is_that_of_descent(explorer):
    x, y = (np.array(column, float) for column in SETS["overlapping"])
    steps = descent.descend(neuron.loss(x[:, None], y), [-4.0, 1.0], lr=0.5)
    explorer.seek(30)
    step = next(itertools.islice(steps, 30, None))
    np.testing.assert_array_equal(theta(explorer), step.theta)
    assert explorer.player.step.steps[0].value == step.value
    assert explorer.curves.dots[0].get_xydata().tolist() == [[30, step.value]]
    np.testing.assert_array_equal(explorer.landscapes[0].spot.get_xydata()[0], step.theta)
    arrow = explorer.landscapes[0].arrow
    np.testing.assert_allclose([arrow.U[0], arrow.V[0]], -0.5 * step.gradient, rtol=1e-12)
    np.testing.assert_allclose(explorer.landscapes[0].path.get_xydata()[-1], step.theta)


def test_the_picture_of_the_answer(explorer):
    explorer.seek(60)
    explorer.draw()
    w, b = theta(explorer)
    x, a = explorer.response.lines[0].get_data()
    np.testing.assert_allclose(a, 1 / (1 + np.exp(-(w * x + b))), rtol=1e-12)
    tint = explorer.response.yes_side
    assert tint.get_x() == pytest.approx(-b / w, abs=0.02)  # yes begins where w x + b is 0
    top = explorer.response.errors.get_xydata()[1]
    np.testing.assert_allclose(top, [-3, 1 / (1 + np.exp(3 * w - b))])


# -- the lesson's claims --------------------------------------------------------------------------------


def at_preset(name: str, step: int):
    explorer = explore_neuron()
    explorer.preset.value = name
    assert explorer.player.position == 0
    explorer.seek(step)
    return explorer


def test_too_small_a_rate_hardly_moves_the_ball():
    explorer = at_preset("Rate too small", 300)
    assert np.linalg.norm(theta(explorer) - [-4, 1]) < 0.03
    assert "The steps are tiny" in explorer.sentence()


def test_a_good_rate_is_at_the_bottom_after_sixty_steps():
    explorer = at_preset("Rate right", 60)
    assert explorer.player.step.steps[0].value == pytest.approx(0.98, abs=0.001)
    assert explorer.landscapes[0].height.min() > 0.979
    explorer.seek(100)
    assert "no place on this map is much lower" in explorer.sentence()


def test_too_large_a_rate_bounces_for_ever():
    explorer = at_preset("Rate too large: it bounces", 900)
    losses = explorer.player.history()[1][-300:, 0]
    assert np.sum(np.diff(losses) > 0) > 100 and losses.max() > 1.01
    assert "It bounces" in explorer.sentence()


def test_far_too_large_a_rate_throws_the_ball_onto_a_plain():
    explorer = at_preset("Rate far too large: thrown off", 300)
    assert explorer.player.step.steps[0].value > 1.5
    assert "A small slope does not mean that it is right" in explorer.sentence()


def test_divergence_is_a_state_with_a_sentence(page):
    explorer = explore_neuron(activation="linear", lr=1.0)
    browser = page(explorer)
    browser.paint()
    browser.say(kind="speed", speed=240)
    browser.say(kind="play")
    last = browser.watch()[-1]
    k = explorer.player.length
    assert 20 < k < 400 and explorer.player.step.steps[0].diverged
    assert last["status"].startswith(f"Diverged at step {k}: lower the learning rate.")
    assert last["problem"] == "" and not last["playing"]
    explorer.controls["lr"].value = 0.01  # and then it begins anew
    assert explorer.player.position == 0 and np.array_equal(theta(explorer), [-4, 1])
    explorer.seek(300)
    assert "Diverged" not in explorer.sentence() and explorer.player.step.steps[0].value < 0.96


def test_a_step_refuses_descent_and_says_why(explorer):
    explorer.seek(10)
    before = theta(explorer)
    explorer.controls["activation"].value = "step"
    assert "tep cannot learn by descent" in explorer.sentence() and explorer.problem == ""
    explorer.seek(20)
    assert np.array_equal(theta(explorer), before) and explorer.player.length == 10
    wrong = np.sum((before[0] * explorer.x + before[1] >= 0) != explorer.points.y)
    assert explorer.player.step.steps[0].value == wrong / 2  # half a point for each wrong answer
    terraces = 2 * explorer.landscapes[0].height
    assert np.array_equal(terraces, terraces.round()) and terraces.max() <= 12
    explorer.controls["activation"].value = "sigmoid"
    explorer.seek(20)
    assert explorer.player.length == 20 and not np.array_equal(theta(explorer), before)


@pytest.mark.parametrize("settings", [dict(activation="tanh"), dict(low=-1), dict(activation="step")])
def test_cross_entropy_without_probabilities_is_refused_in_a_sentence(settings):
    explorer = explore_neuron(kind="cross_entropy", **settings)
    assert explorer.sentence().startswith("Cross-entropy takes the logarithm")
    explorer.seek(5)
    assert explorer.player.length == 0 and explorer.landscapes[0].height is None


def test_the_confidently_wrong_corner():
    """One sample, z = -10: the slope of the squared error is 22,000 times smaller than cross-entropy's."""
    explorer = explore_two_losses()
    squared, cross = explorer.player.step.steps
    assert squared.theta.tolist() == cross.theta.tolist() == list(CORNER)
    np.testing.assert_allclose(squared.gradient, -4.54e-5, rtol=1e-3)
    np.testing.assert_allclose(cross.gradient, -1.0, rtol=1e-4)
    assert "−0.0000454" in explorer.sentence() and "(−1, −1)" in explorer.sentence()
    explorer.seek(6)
    assert theta(explorer, 1).sum() > 0 > -9.99 > theta(explorer, 0).sum()
    assert "not because it is right" in explorer.sentence()


def test_the_squared_error_needs_eleven_thousand_steps():
    explorer = explore_two_losses()
    for k, settled in ((11_033, False), (11_034, True)):
        while explorer.player.position < k:
            explorer.seek(k)
        assert (theta(explorer, 0).sum() >= 0) == settled


def test_out_of_reach():
    explorer = at_preset("Out of reach: a sigmoid asked for −1", 300)
    assert explorer.player.step.steps[0].value > 2 and "out of reach" in explorer.sentence()
    explorer = at_preset("In reach: tanh asked for −1", 300)
    assert explorer.player.step.steps[0].value < 0.01 and "reach" not in explorer.sentence()


def test_relu_switched_off():
    explorer = at_preset("Relu, switched off for good", 50)
    assert not explorer.player.step.steps[0].gradient.any() and "Relu is off" in explorer.sentence()


def test_without_a_bottom_the_weight_grows_for_ever():
    explorer = at_preset("No bottom: the classes are apart", 100)
    w = [theta(explorer)[0]]
    for k in (1000, 2000):
        explorer.seek(k)
        w.append(theta(explorer)[0])
    assert w[0] + 1 < w[1] and w[1] + 0.5 < w[2]


@pytest.mark.parametrize("steepness", [1.0, 50.0])
def test_steepness_makes_the_answer_a_step(steepness):
    explorer = explore_neuron(steepness=steepness)
    explorer.draw()
    x, a = explorer.response.lines[0].get_data()
    step = np.where(-4 * x + 1 >= 0, 1, 0)
    assert (np.mean(np.abs(a - step) > 0.05) < 0.01) == (steepness == 50)


@pytest.mark.parametrize("preset", PRESETS)
def test_each_preset_plays(preset):
    explorer = at_preset(preset, 50)
    assert explorer.problem == "" and explorer.sentence()


@pytest.mark.parametrize("preset", TWO_PRESETS)
def test_each_preset_of_the_two_balls_plays(preset):
    explorer = explore_two_losses()
    explorer.preset.value = preset
    explorer.seek(50)
    assert explorer.problem == "" and explorer.sentence() and explorer.player.length == 50


# -- what the reader does -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name, value", [("lr", 0.1), ("steepness", 2.0), ("activation", "tanh"), ("kind", "mse")]
)
def test_the_ball_goes_on_from_where_it_is(explorer, page, name, value):
    browser = page(explorer)
    browser.say(kind="play")
    for _ in range(5):
        browser.paint()
    at, place = explorer.player.position, theta(explorer)
    assert at > 5
    explorer.controls[name].value = value
    assert explorer.stage.playing and explorer.player.kept[at].steps[0].theta.tolist() == place.tolist()
    browser.paint()
    assert explorer.player.position > at
    how = dict(activation=explorer["activation"], kind=explorer["kind"], steepness=explorer["steepness"])
    f = neuron.loss(explorer.x[:, None], explorer.targets, **how)
    after = explorer.player.kept[at + 1].steps[0].theta
    np.testing.assert_allclose(after, place - explorer["lr"] * f(place)[1], rtol=1e-12)
    explorer.seek(3)  # what was before can be seen again
    first = neuron.loss(explorer.x[:, None], explorer.targets)
    expected = next(itertools.islice(descent.descend(first, [-4.0, 1.0], lr=0.5), 3, None)).theta
    np.testing.assert_array_equal(theta(explorer), expected)


def test_steps_that_are_not_kept_are_played_again_as_they_were(explorer):
    explorer.player.max_bytes = 10_000
    explorer.seek(40)
    assert explorer.player.stride > 1
    before = []
    for k in range(9):
        explorer.seek(k)
        before.append(theta(explorer))
    explorer.seek(20)
    explorer.controls["lr"].value = 0.001
    for k in range(9):
        explorer.seek(k)
        np.testing.assert_array_equal(theta(explorer), before[k])


def test_a_change_of_loss_is_no_step_uphill(explorer):
    explorer.seek(20)
    explorer.controls["kind"].value = "sse"
    assert "went up" not in explorer.sentence()


def test_a_click_puts_the_ball_and_a_drag_carries_it(explorer, page):
    browser, land = page(explorer), explorer.landscapes[0].ax
    explorer.seek(20)
    browser.click(2.5, -3.0, land)
    np.testing.assert_allclose(theta(explorer), [2.5, -3.0], atol=1e-9)
    assert explorer.player.position == 0 and explorer["start"] == MINE
    browser.point("press", 2.5, -3.0, land)
    browser.point("drag", -1.0, 2.0, land)
    browser.point("release", -1.0, 2.0, land)
    np.testing.assert_allclose(theta(explorer), [-1.0, 2.0], atol=1e-9)
    explorer.seek(5)
    explorer.controls["start"].value = (0.0, 0.0)
    assert theta(explorer).tolist() == [0, 0]
    explorer.controls["start"].value = MINE
    np.testing.assert_allclose(theta(explorer), [-1.0, 2.0], atol=1e-9)


def test_while_it_plays_the_ball_that_is_put_elsewhere_rolls_on(explorer, page):
    browser = page(explorer)
    browser.say(kind="play")
    browser.paint()
    browser.click(2.5, -3.0, explorer.landscapes[0].ax)
    assert explorer.stage.playing
    browser.paint()
    assert explorer.player.position > 0


def test_arrows_move_the_ball(explorer, page):
    browser = page(explorer)
    browser.key("ArrowRight")
    browser.key("ArrowUp")
    browser.key("ArrowDown", shift=True)
    np.testing.assert_allclose(theta(explorer), [-4 + 0.3, 1 + 0.3 - 0.06])
    browser.key(".")
    assert explorer.player.position == 1


@pytest.mark.parametrize("low", [0, -1])
def test_samples_are_added_moved_and_removed(page, low):
    explorer = explore_neuron("one sample", low=low)
    browser, ax = page(explorer), explorer.response.ax
    explorer.seek(4)
    place = theta(explorer)
    height = explorer.landscapes[0].height.copy()
    browser.click(-1.0, low + 0.1, ax)
    browser.click(2.0, 0.8, ax)
    assert explorer.points.y.tolist() == [1, 0, 1]
    np.testing.assert_allclose(explorer.points.X, [[1, 1], [-1, low], [2, 1]], atol=1e-9)
    assert np.array_equal(theta(explorer), place) and explorer.player.position == 4
    assert not np.array_equal(explorer.landscapes[0].height, height)
    browser.point("press", 2.0, 1.0, ax)
    browser.point("drag", 2.5, low + 0.2, ax)  # down: now it is of class 0
    browser.point("release", 2.5, low + 0.2, ax)
    assert explorer.points.y.tolist() == [1, 0, 0]
    browser.click(-1.0, low, ax, button=2)
    np.testing.assert_allclose(explorer.x, [1, 2.5], atol=1e-9)
    explorer.controls["low"].value = -1 - low
    explorer.undo_button.click()
    explorer.undo_button.click()
    np.testing.assert_allclose(explorer.points.X, [[1, 1], [-1, -1 - low], [2, 1]], atol=1e-9)
    browser.key("undo")
    browser.key("undo")
    assert explorer.points.y.tolist() == [1]
    browser.key("undo")  # nothing left


def test_samples_by_keyboard(page):
    explorer = explore_neuron(OWN)
    browser = page(explorer)
    assert "No samples yet" in explorer.sentence()
    browser.say(kind="play")
    browser.paint()
    browser.key("Enter")
    browser.key("ArrowUp")
    browser.key("Enter")
    for key in ("ArrowLeft", "ArrowDown", "ArrowDown", "Enter"):
        browser.key(key)
    assert explorer.points.y.tolist() == [1, 0] and explorer.x[1] < explorer.x[0]
    browser.key("Escape")
    before = theta(explorer)
    browser.key("ArrowUp")
    assert theta(explorer)[1] > before[1] and len(explorer.x) == 2
    explorer.seek(50)
    assert explorer.player.length == 50


def test_own_samples_wait_while_others_are_shown(page):
    explorer = explore_neuron("apart")
    page(explorer).click(0.0, 1.0, explorer.response.ax)
    mine = explorer.x.copy()
    explorer.controls["data"].value = "overlapping"
    explorer.controls["data"].value = OWN
    np.testing.assert_array_equal(explorer.x, mine)


def test_other_samples_begin_at_the_start_and_go_on_playing(explorer, page):
    browser = page(explorer)
    browser.say(kind="play")
    browser.paint()
    explorer.controls["data"].value = "apart"
    assert explorer.stage.playing and explorer.player.kept[0].steps[0].theta.tolist() == [-4, 1]


def test_a_click_in_one_of_two_landscapes_puts_both_balls(page):
    explorer = explore_two_losses()
    browser = page(explorer)
    browser.click(1.0, 2.0, explorer.landscapes[1].ax)
    for ball in range(2):
        np.testing.assert_allclose(theta(explorer, ball), [1, 2], atol=1e-9)


def test_the_map_may_be_wider(explorer):
    explorer.seek(5)
    explorer.controls["reach"].value = 20.0
    ax = explorer.landscapes[0].ax
    assert ax.get_xlim()[1] >= 20 and explorer.player.position == 5
    (width, height), (across, up) = ax.bbox.size, (np.ptp(ax.get_xlim()), np.ptp(ax.get_ylim()))
    assert width / across == pytest.approx(
        height / up
    )  # so that the step is at right angles to the contour lines


def test_reset_brings_everything_back(explorer, drawn, page):
    first = drawn(explorer)
    browser = page(explorer)
    explorer.preset.value = "It diverges: a linear neuron, rate 1"
    explorer.seek(60)
    browser.click(0.5, 1.0, explorer.response.ax)
    browser.click(0.5, 1.0, explorer.landscapes[0].ax)
    explorer.reset_button.click()
    np.testing.assert_array_equal(drawn(explorer), first)


@pytest.mark.parametrize("make", [explore_neuron, explore_two_losses])
def test_the_still_holds_the_pixels_of_a_fresh_drawing(make, page):
    explorer = make()
    page(explorer)
    for k in (3, 40):
        explorer.seek(k)
        frame = explorer.stage.pixels().copy()
        explorer.stage.redraw()
        np.testing.assert_array_equal(frame, explorer.stage.pixels())
    assert explorer.still().startswith(b"\x89PNG") and "landscape" in repr(explorer)


def test_own_data_and_bad_input():
    mine = data.Data("mine", [[0.0, 9.0], [2.0, 3.0]], [0, 1], ("length", "depth"), ("no", "yes"))
    explorer = explore_neuron(mine)
    explorer.seek(20)
    assert explorer.x.tolist() == [0, 2] and explorer.response.ax.get_xlabel() == "length"
    with pytest.raises(ValueError, match=r"data: expected one of .* got 'XOR'"):
        explore_neuron("XOR")
    with pytest.raises(ValueError, match=r"settings: expected some of .*, got \['rate'\]"):
        explore_neuron(rate=1)
    with pytest.raises(ValueError, match=r"settings: expected some of .*, got \['kind'\]"):
        explore_two_losses(kind="mse")


@pytest.mark.parametrize(
    "setting, sentence",
    [
        (dict(lr=0.0), "learning rate η: expected a number from 0.000001 to 10,000, got 0"),
        (dict(steepness=-1.0), "steepness: expected a number from 0.01 to 1,000, got −1"),
        (dict(activation="swish"), "activation: expected one of"),
        (dict(kind="hinge"), "loss: expected one of"),
        (dict(low=2), "targets: expected one of"),
        (dict(start=(1, 2, 3)), r"start: expected shape \(2,\), got shape \(3,\)"),
        (dict(start="corner"), "start: expected 2 numbers"),
        (dict(reach=7), "map of w and b: expected one of"),
    ],
)
def test_settings_that_do_not_exist_are_refused_by_name(setting, sentence):
    with pytest.raises(ValueError, match=sentence):
        explore_neuron(**setting)


def test_a_start_of_ones_own():
    explorer = explore_neuron(start=[1, -2.5])
    assert theta(explorer).tolist() == [1, -2.5] and explorer["start"] == (1, -2.5)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0.9799, "0.98"), (-4.539e-5, "−0.0000454"), (3749.8, "3,750"), (4.9e-17, "nearly 0"), (0, "0"),
        (-12.0, "−12"), (999.96, "1,000"), (1e30, "1·10³⁰"), (0.5, "0.5"), (100.0, "100"),
    ],
)  # fmt: skip
def test_numbers_are_written_without_powers_of_ten(number, text):
    assert numbers.plain(number) == text


@pytest.mark.parametrize(
    ("a", "text"),
    [(0.99998, "more than 0.9999"), (4e-5, "less than 0.0001"), (0.5, "0.5000"), (1.0, "1.0000")],
)
def test_a_sigmoid_is_never_said_to_be_sure(a, text):
    assert words.answer(a) == text


def test_a_ball_that_leaves_the_map_is_told():
    explorer = explore_neuron("far from 0", lr=0.1, start=(0.0, 0.0))
    explorer.seek(1000)
    assert "left the map" in explorer.sentence()
    explorer.controls["reach"].value = 20.0
    assert "left the map" not in explorer.sentence()


def test_a_sample_put_down_by_key_is_taken_away_by_key(explorer, page):
    browser, n = page(explorer), len(explorer.x)
    browser.key("Enter")
    browser.key("Enter")
    assert len(explorer.x) == n + 1
    browser.key("Delete")
    assert len(explorer.x) == n


# -- what a frame costs ---------------------------------------------------------------------------------


@pytest.mark.parametrize("make", [explore_neuron, explore_two_losses])
def test_no_argument_is_checked_while_a_frame_is_drawn(make):
    explorer = make()

    def frame():
        explorer.draw()
        explorer.sentence()

    explorer.seek(5)
    assert [call for call in traced(frame) if call.file in ("checks.py", "rules.py")] == []


def test_losses_are_built_for_samples_and_settings_and_not_for_a_rate(explorer, page):
    explorer.seek(5)
    browser, built = page(explorer), explorer.rolling.losses
    explorer.controls["lr"].value = 0.1
    browser.click(1.0, 1.0, explorer.landscapes[0].ax)
    explorer.controls["start"].value = (0.0, 0.0)
    explorer.controls["reach"].value = 20.0
    assert explorer.rolling.losses is built and explorer.rolling.lr == 0.1
    browser.click(1.9, 1.0, explorer.response.ax)
    assert explorer.rolling.losses is not built
    built = explorer.rolling.losses
    explorer.controls["steepness"].value = 2.0
    assert explorer.rolling.losses is not built


def test_the_sentence_tells_the_loss_of_the_settings_as_they_are(explorer):
    explorer.seek(20)
    explorer.controls["kind"].value = "sse"
    for k in (20, 3):  # the step of the change, and one from before it
        explorer.seek(k)
        f = neuron.loss(explorer.x[:, None], explorer.targets, kind="sse")
        assert f"loss {numbers.plain(f(theta(explorer))[0])}" in explorer.sentence()


def test_neurons_roll_without_widgets():
    x, y = (np.array(column, float) for column in SETS["overlapping"])
    rolling = Rolling()
    rolling.learn_from(x, y, ("half_sse", "mse"), activation="sigmoid", low=0, steepness=1.0)
    rolling.place, rolling.lr = np.array([-4.0, 1.0]), 0.5
    rolling.begin()
    rolling.player.seek(30)
    for step, kind in zip(rolling.player.step.steps, ("half_sse", "mse")):
        run = descent.descend(neuron.loss(x[:, None], y, kind=kind), [-4.0, 1.0], lr=0.5)
        np.testing.assert_array_equal(step.theta, next(itertools.islice(run, 30, None)).theta)
    rolling.lr = 0.1
    rolling.go_on()
    assert rolling.player.position == rolling.since == 30
    np.testing.assert_allclose(rolling.ahead(0), -0.1 * rolling.player.step.steps[0].gradient)


def test_own_samples_wait_while_a_preset_is_shown(page):
    explorer = explore_neuron("apart")
    page(explorer).click(0.0, 1.0, explorer.response.ax)
    mine = explorer.x.copy()
    explorer.preset.value = "Confidently wrong: squared error crawls"
    explorer.controls["data"].value = OWN
    np.testing.assert_array_equal(explorer.x, mine)


def test_one_feature_will_do():
    explorer = explore_two_losses(data.penguins(["bill_length_mm"]))
    explorer.seek(3)
    assert len(explorer.x) == 274 and explorer.points.X.shape == (274, 2) and explorer.problem == ""
