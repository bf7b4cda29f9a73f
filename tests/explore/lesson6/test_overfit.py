"""Lesson 6's curve without a browser: every control, what is kept on the way, each preset's claim."""

import inspect
from functools import partial
from itertools import islice

import numpy as np
import pytest
from calls import traced
from driving import at, differ, drawn_at_both_ends, moved_in_play
from hypothesis import given
from hypothesis import strategies as st

from nnlab import penalties
from nnlab.data import Curve, curve
from nnlab.descent import Step, descend
from nnlab.explore.kit.samples import OWN
from nnlab.explore.kit.training import Lowest
from nnlab.explore.lesson6.curve_models import DOMAIN, NETWORK, PLACES, POLYNOMIAL, inputs, mask_of, net_of
from nnlab.explore.lesson6.overfit import (
    NET,
    NEUTRAL,
    PRESETS,
    PROX,
    SLOPE,
    VALIDATION,
    explore_overfit,
)
from nnlab.explore.lesson6.penalised import BOTH, L1, L2, back_from_zero
from nnlab.explore.lesson6.warm_start import carried
from nnlab.explore.lesson6.words import OVERFIT_NOTES
from nnlab.network import Network, loss
from nnlab.regression import chebyshev, ridge

NAMES = ("data", "model", "degree", "hidden", "penalty", "lam", "n", "noise", "lr", "momentum", "way", "seed")


def preset(name: str):
    explorer = explore_overfit(data="kink", degree=4, hidden=3, n=30, seed=7)
    explorer.preset.value = name
    assert explorer.player.position == 0 and explorer.problem == ""
    assert explorer.sentence().endswith(OVERFIT_NOTES[name])
    return explorer


def weights(explorer) -> np.ndarray:
    theta = explorer.player.step.theta
    return theta[explorer.training.model_of(theta.size).weights]


def held_out(explorer) -> float:
    return explorer.training.held_out_loss


# -- controls -----------------------------------------------------------------------------------------------


def test_every_control_is_tried():
    assert set(NAMES) == set(explore_overfit().controls) == set(NEUTRAL)


@pytest.mark.parametrize("name", NAMES)
def test_each_control_at_both_ends_draws_something_else(drawn, name):
    about = dict(model=NETWORK, hidden=8) if name == "hidden" else {}
    explorer = explore_overfit(**about, penalty=L1, lam=0.3)
    assert differ(*drawn_at_both_ends(explorer, name, drawn, steps=50))
    drawn_at_both_ends(explorer, name, drawn)


def test_the_slider_of_the_other_model_rests():
    explorer = explore_overfit()
    assert explorer.controls["hidden"].disabled and not explorer.controls["degree"].disabled
    explorer.controls["model"].value = NETWORK
    assert explorer.controls["degree"].disabled and not explorer.controls["hidden"].disabled


@pytest.mark.parametrize("model", [POLYNOMIAL, NETWORK])
def test_it_is_the_engine_that_learns(model):
    explorer = explore_overfit(model=model, penalty=BOTH, lam=0.02, seed=3, hidden=5)
    at(explorer, 60)
    samples = curve("sine", 16, rng=np.random.default_rng(3), noise=0.3)
    x, y = samples.x, samples.y
    if model == POLYNOMIAL:
        net, X = Network((15, 1), "linear"), chebyshev(x, 15, DOMAIN)
    else:
        net, X = Network((1, 5, 1), ("tanh", "linear")), (x / np.sqrt(3))[:, None]
    both = penalties.l1(0.02, net.weights), penalties.l2(0.02, net.weights)
    f, prox = loss(net, X, y, "mse"), penalties.proximal(*both)
    run = descend(f, explorer.player.kept[0].theta, lr=0.03, momentum=0.9, prox=prox)
    step = next(islice(run, 60, None))
    np.testing.assert_allclose(explorer.player.step.theta, step.theta, rtol=0, atol=1e-12)
    assert f"loss {step.value:.3g} on 16 samples" in explorer.sentence()


def test_larger_samples_contain_smaller_ones_and_those_held_out_stay_the_same():
    explorer = explore_overfit(n=8)
    x, unseen = explorer.points.X[~explorer.points.held, 0], explorer.points.X[explorer.points.held, 0]
    explorer.controls["n"].value = 30
    assert set(x) < set(explorer.points.X[~explorer.points.held, 0])
    assert (explorer.points.X[explorer.points.held, 0] == unseen).all() and len(unseen) == VALIDATION
    assert not set(unseen) & set(explorer.points.X[~explorer.points.held, 0])


# -- the curves of the loss ---------------------------------------------------------------------------------


@pytest.mark.parametrize("way", [PROX, SLOPE])
@pytest.mark.parametrize("penalty", [L1, L2, BOTH])
def test_the_curves_never_include_the_penalty(penalty, way):
    explorer = explore_overfit(penalty=penalty, lam=0.5, way=way)
    at(explorer, 40)
    theta = explorer.player.step.theta
    for some, line in zip((~explorer.points.held, explorer.points.held), explorer.curves.lines):
        x, y = explorer.points.X[some].T
        off = net_of(POLYNOMIAL, 16).predict(theta, chebyshev(x, 15, DOMAIN)) - y
        assert line.get_ydata()[-1] == pytest.approx(np.mean(off**2), rel=1e-12)


def test_the_best_step_is_marked_and_found_again():
    explorer = explore_overfit(seed=1)
    at(explorer, 2000)
    values = []
    for k in range(2001):
        explorer.player.seek(k)
        values.append(held_out(explorer))
    at(explorer, 2000)
    k, lowest = explorer.best()
    assert 0 < k < 2000 and k == np.argmin(values) and lowest == min(values)
    assert explorer.curves.diamond.get_xydata().tolist() == [[k, lowest]]
    explorer.best_button.click()
    assert explorer.player.position == k and held_out(explorer) == lowest and explorer.problem == ""


def test_the_best_step_is_known_when_the_tape_has_let_go_of_it():
    explorer = explore_overfit()
    at(explorer, 500)
    k, lowest = explorer.best()
    explorer.player.max_bytes = 60_000
    at(explorer, 1500)
    assert explorer.player.stride > 2 and k % explorer.player.stride  # no longer on the tape
    assert explorer.best() == (k, lowest)
    explorer.best_button.click()
    assert explorer.player.position == k and held_out(explorer) == lowest


def test_what_is_forgotten_is_no_best_step():
    explorer = explore_overfit()
    at(explorer, 300)
    k, lowest = explorer.best()
    at(explorer, k - 5)
    explorer.controls["lam"].value = 1.0  # from here on it learns otherwise
    assert explorer.best()[0] <= k - 5 and explorer.best()[1] > lowest
    at(explorer, 100)
    explorer.controls["noise"].value = 0.9  # losses on other samples do not compare
    assert explorer.best() == (100, held_out(explorer))
    best = explorer.best()
    at(explorer, 20)
    assert held_out(explorer) < best[1] and explorer.best() == best  # it learned from the samples before


def test_lowest_by_hand():
    lowest = Lowest()
    assert lowest.best is None
    for k, value in [(0, 5.0), (1, np.nan), (2, 4.0), (3, 4.0), (4, 3.0), (3, 4.0), (6, np.inf)]:
        lowest.look(k, value)
    assert lowest.best == (4, 3.0)
    lowest.look(1, 2.0)  # seen late
    assert lowest.best == (1, 2.0)
    lowest.look(9, 1.0)
    lowest.forget(8)
    assert lowest.best == (1, 2.0)
    lowest.forget(0)
    assert lowest.best == (0, 5.0)
    later = Lowest(since=4)
    for k in range(6):
        later.look(k, k)
    assert later.best == (4, 4)


@given(st.lists(st.sampled_from([0.0, 1.0, 2.0, 3.0, np.nan, np.inf]), min_size=1), st.data())
def test_lowest_in_any_order_is_the_earliest_of_the_lowest(values, draw):
    """Steps are looked at in any order, some twice; then some are forgotten."""
    lowest, steps = Lowest(), st.integers(0, len(values) - 1)
    order = draw.draw(st.lists(steps, min_size=1))
    for k in order:
        lowest.look(k, values[k])
    for last in len(values), draw.draw(steps):
        lowest.forget(last)
        seen = [(values[k], k) for k in order if k <= last and values[k] < np.inf]
        assert lowest.best == ((min(seen)[1], min(seen)[0]) if seen else None)


# -- changed while it learns --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name, value",
    [
        *[("penalty", L2), ("lam", 0.001), ("lr", 0.01), ("momentum", 0.5), ("way", SLOPE)],
        *[("n", 100), ("n", 8), ("noise", 0.9)],
    ],
)
@pytest.mark.parametrize("model", [POLYNOMIAL, NETWORK])
def test_a_control_moved_while_it_learns_keeps_the_weights(page, model, name, value):
    explorer = explore_overfit(model=model, penalty=L1)
    before, _ = moved_in_play(page(explorer), name, value, words=3)
    assert f"goes on with the weights of step {before:,}" in explorer.sentence()
    explorer.seek(before + 20)
    assert explorer.player.step.k == before + 20 and explorer.problem == ""
    explorer.seek(before - 3)
    assert explorer.player.step.k == before - 3


@pytest.mark.parametrize("value", [22, 6, 1, 25])
def test_another_degree_keeps_the_weights(page, value):
    explorer = explore_overfit(degree=15)
    page(explorer)
    at(explorer, 40)
    old = explorer.player.step.theta.copy()
    explorer.controls["degree"].value = value
    new, shared = explorer.player.step.theta, min(15, value)
    assert len(new) == value + 1 and explorer.player.position == 40
    assert (new[:shared] == old[:shared]).all() and (new[shared:-1] == 0).all() and new[-1] == old[-1]
    assert "goes on with the weights of step 40" in explorer.sentence()
    if value > 15:  # what is new says nothing yet
        places = [
            net_of(POLYNOMIAL, len(t)).predict(t, inputs(POLYNOMIAL, len(t), PLACES)) for t in (old, new)
        ]
        np.testing.assert_allclose(*places, atol=1e-12)
    at(explorer, 60)
    if value > 15:
        assert (explorer.player.step.theta[shared:-1] != 0).all()
    for k in 20, 39, 41, 60:  # either side of the change is seen again, each with its own size
        assert at(explorer, k).startswith(f"Step {k}:")
        assert len(explorer.player.step.theta) == (16 if k < 40 else value + 1)


@pytest.mark.parametrize("value", [20, 3, 64])
def test_another_hidden_size_keeps_the_weights(value):
    explorer = explore_overfit(model=NETWORK, hidden=8, penalty=L1, lam=0.001)
    at(explorer, 40)
    old = explorer.player.step.theta.copy()
    explorer.controls["hidden"].value = value
    new, shared = explorer.player.step.theta, min(8, value)
    ((W1, b1), (W2, b2)), ((V1, c1), (V2, c2)) = (net_of(NETWORK, len(t)).layers(t) for t in (old, new))
    assert (
        len(c1) == value and (V1[:, :shared] == W1[:, :shared]).all() and (c1[:shared] == b1[:shared]).all()
    )
    assert (V2[:shared] == W2[:shared]).all() and (V2[shared:] == 0).all() and c2 == b2
    if value > 8:
        places = [net_of(NETWORK, len(t)).predict(t, inputs(NETWORK, len(t), PLACES)) for t in (old, new)]
        np.testing.assert_allclose(*places, atol=1e-12)
        at(explorer, 42)
        assert np.count_nonzero(net_of(NETWORK, len(new)).layers(explorer.player.step.theta)[1].W[8:]) > 0
    at(explorer, 80)
    assert explorer.problem == ""


def test_carrying_keeps_the_momentum_of_what_is_kept():
    step = Step(7, np.array([1.0, 2.0, 9.0]), 0.5, np.zeros(3), np.array([0.1, 0.2, 0.3]))
    of = partial(net_of, POLYNOMIAL)
    more = carried(step, np.zeros(5), of)
    assert (
        more.k == 7
        and more.theta.tolist() == [1, 2, 0, 0, 9]
        and more.velocity.tolist() == [0.1, 0.2, 0, 0, 0.3]
    )
    assert carried(step, np.zeros(3), of) is step
    assert carried(step, np.zeros(2), of).theta.tolist() == [1, 9]


@pytest.mark.parametrize("name, value", [("data", "step"), ("model", NETWORK), ("seed", 6)])
def test_what_cannot_be_kept_begins_anew_and_goes_on_playing(page, name, value):
    explorer = explore_overfit()
    browser = page(explorer)
    browser.paint()
    browser.say(kind="play")
    browser.paint()
    before = explorer.player
    explorer.controls[name].value = value
    assert explorer.player is not before and explorer.stage.playing and explorer.problem == ""
    browser.paint()
    assert explorer.player.position > 0
    explorer.pause(0)
    assert explorer.sentence().startswith("It begins again. Step 0:")


def test_after_divergence_a_control_begins_anew():
    explorer = explore_overfit(lr=3.0, momentum=0.0)
    assert "It diverged at step" in at(explorer, 400) and "lower the learning rate" in explorer.sentence()
    explorer.controls["lr"].value = 0.03
    assert explorer.player.position == 0 and np.isfinite(held_out(explorer))


def test_lam_lowered_lets_weights_come_back():
    explorer = explore_overfit(penalty=L1, lam=0.3)
    at(explorer, 500)
    zero = weights(explorer) == 0
    assert zero.sum() > 8
    explorer.controls["lam"].value = 0.003
    said = at(explorer, 900)
    now = weights(explorer)
    assert np.count_nonzero(now[zero]) > 4
    back = back_from_zero(explorer.player, explorer.theta, mask_of(explorer.frame.net))
    assert f"{back} that had been pulled to 0 are back" in said and back > 0


# -- the presets --------------------------------------------------------------------------------------------


def test_degree_15_learns_the_noise():
    explorer = preset("Degree 15 on 16 samples: it learns the noise")
    said = at(explorer, 3000)
    seen, unseen = explorer.training.losses_at(explorer.player.step)
    assert seen < 0.3**2 / 4 and unseen > 10 * explorer.best()[1] and "The held-out loss was lowest" in said


def test_degree_3_is_too_stiff():
    explorer = preset("Degree 3: too stiff")
    at(explorer, 3000)
    seen, unseen = explorer.training.losses_at(explorer.player.step)
    X = chebyshev(explorer.points.X[~explorer.points.held, 0], 3, DOMAIN)
    best = ridge(X, explorer.points.X[~explorer.points.held, 1], 0)
    np.testing.assert_allclose(explorer.player.step.theta, best, atol=1e-8)  # it can get no better
    assert seen > 2 * 0.3**2 and unseen > 3 * 0.3**2


def test_many_samples_calm_it():
    explorer = preset("200 samples calm it")
    at(explorer, 3000)
    seen, unseen = explorer.training.losses_at(explorer.player.step)
    assert 0.8 * 0.3**2 < seen < unseen < 1.3 * 0.3**2


def test_without_noise_too_little_is_known_between_samples():
    explorer = preset("No noise")
    at(explorer, 3000)
    seen, unseen = explorer.training.losses_at(explorer.player.step)
    assert seen < 1e-4 and unseen > 1000 * seen


def test_l2_shrinks_all_weights_and_makes_none_zero():
    explorer = preset("L2: all weights shrink")
    said = at(explorer, 3000)
    free = explore_overfit()
    at(free, 3000)
    norm, unpulled = (np.linalg.norm(weights(e)) for e in (explorer, free))
    assert norm < 0.5 * unpulled and (weights(explorer) != 0).all() and "none is exactly 0" in said
    assert held_out(explorer) < 0.1 * held_out(free)


def test_l1_makes_most_weights_exactly_0():
    explorer = preset("L1: most weights are exactly 0")
    said = at(explorer, 3000)
    zeros = weights(explorer) == 0
    assert zeros.sum() > 7 and f"Exactly 0: {zeros.sum()} of 15 weights" in said
    assert explorer.weights.zeros.get_xdata().tolist() == np.flatnonzero(zeros).tolist()  # hollow
    assert held_out(explorer) < 0.2


def test_by_its_slope_l1_makes_none_exactly_0():
    exact = preset("L1: most weights are exactly 0")
    explorer = preset("L1 by its slope: none is exactly 0")
    at(exact, 3000)
    for k in 3000, 3001, 3002:
        assert "none is exactly 0" in at(explorer, k)
    zero = weights(exact) == 0
    assert (np.abs(weights(explorer))[zero] < 0.02).all()  # near, to and fro
    before = weights(explorer).copy()
    at(explorer, 3003)
    moved = weights(explorer) * before
    assert len(explorer.weights.zeros.get_xdata()) == 0 and (moved[zero] != 0).all()


def test_too_strong_an_l1_leaves_nothing():
    explorer = preset("L1 too strong: nothing is left")
    assert "Exactly 0: 15 of 15 weights" in at(explorer, 500)
    x, y = explorer.points.X[~explorer.points.held].T
    f = loss(Network((15, 1), "linear"), chebyshev(x, 15, DOMAIN), y, "mse")
    assert penalties.lam_max(f, Network((15, 1), "linear").weights) < explorer["lam"]
    assert explorer.player.step.theta[-1] == pytest.approx(y.mean(), abs=1e-9)


def test_64_hidden_units_overfit_and_penalties_calm_them():
    free = preset("64 hidden units on 10 samples")
    at(free, 3000)
    assert held_out(free) > 3 * free.best()[1] and free.best()[0] < 100
    for name in "64 hidden units, and L2", "64 hidden units, and L1":
        explorer = preset(name)
        said = at(explorer, 3000)
        assert held_out(explorer) < 0.5 * held_out(free)
    zeros = int(np.sum(weights(explorer) == 0))
    assert zeros > 100 and f"Exactly 0: {zeros} of 128 weights" in said and "hidden units are in use" in said


def test_too_large_a_rate_diverges():
    explorer = preset("Too large a rate")
    assert "It diverged at step" in at(explorer, 1000)
    assert explorer.player.finished and np.isfinite(explorer.training.theta).all()


def test_every_preset_has_a_test_of_its_claim():
    source = inspect.getsource(inspect.getmodule(preset))
    assert all(source.count(f'"{name}"') for name in PRESETS)


@pytest.mark.parametrize("model", [POLYNOMIAL, NETWORK])
def test_while_a_frame_is_drawn_theta_is_unpacked_once_and_nothing_is_checked(model):
    explorer = explore_overfit(model=model, penalty=L1, lam=0.01)
    explorer.stage.hello(1.0)
    for k in (0, 40, 39):
        explorer.player.seek(k)
        calls = traced(explorer.publish)
        assert [call for call in calls if call.file in ("checks.py", "rules.py")] == []
        assert sum(call.name in ("Network.matrices", "Network.layers") for call in calls) == 1


@pytest.mark.parametrize("name, value", [("lr", 0.01), ("momentum", 0.0), ("lam", 0.3), ("way", SLOPE)])
def test_a_rate_or_a_penalty_that_moves_builds_no_loss(monkeypatch, name, value):
    explorer, built = explore_overfit(penalty=L1), []
    make_loss = explorer.training.make_loss
    monkeypatch.setattr(explorer.training, "make_loss", lambda *args: built.append(args) or make_loss(*args))
    at(explorer, 40)
    explorer.controls[name].value = value
    at(explorer, 60)
    assert built == []
    explorer.controls["n"].value = 30
    assert [len(x) for _, x, _, _ in built] == [30, VALIDATION]


# -- the reader's own measurements --------------------------------------------------------------------------

YEARS = 1900 + 7.0 * np.arange(20)
MASS = 400 + 90 * np.sin(np.arange(20) / 3) + 60 * np.random.default_rng(1).standard_normal(20)


@pytest.fixture
def own():
    return explore_overfit(Curve("masses", YEARS, MASS, xlabel="year", ylabel="mass (g)"))


def test_own_measurements_overfit_as_a_toy_does(own):
    points = own.points
    np.testing.assert_array_equal(points.X, np.column_stack([YEARS, MASS]))
    assert points.held.sum() == 6 and own["data"].name == "masses"
    assert (own.fit.ax.get_xlabel(), own.fit.ax.get_ylabel()) == ("year", "mass (g)")
    at(own, 3000)
    seen, unseen = own.training.losses_at(own.player.step)
    assert seen < 0.05 and unseen > 3 * own.best()[1] and 0 < own.best()[0] < 3000


def test_own_measurements_are_learned_in_units_of_their_own_and_drawn_in_theirs(own):
    X, held = own.points.X, own.points.held
    at(own, 60)
    kept = X[~held, 1]
    x, y = -3 + 6 * (X[:, 0] - 1900) / 133, (X[:, 1] - kept.mean()) / kept.std()
    net, inputs_of = Network((15, 1), "linear"), partial(chebyshev, degree=15, domain=DOMAIN)
    f = loss(net, inputs_of(x[~held]), y[~held], "mse")
    step = next(islice(descend(f, np.zeros(16), lr=0.03, momentum=0.9), 60, None))
    np.testing.assert_allclose(own.player.step.theta, step.theta, rtol=0, atol=1e-10)
    unseen = loss(net, inputs_of(x[held]), y[held], "mse")(step.theta)[0]
    assert own.training.held_out_loss == pytest.approx(unseen)
    across, curve_line = own.fit.curve_line.get_data()
    assert across[0] == pytest.approx(1900) and across[-1] == pytest.approx(2033)
    said = net.predict(step.theta, inputs_of(-3 + 6 * (across - 1900) / 133)) * kept.std() + kept.mean()
    np.testing.assert_allclose(curve_line, said)


def test_of_own_measurements_nobody_knows_the_truth_and_number_and_noise_rest(own):
    assert own.truth is None and len(own.fit.truth_line.get_xdata()) == 0
    assert "true function" not in [text.get_text() for text in own.fit.ax.get_legend().get_texts()]
    said = own.sentence()
    assert "Of these 20 samples 6 are held out" in said and "these two controls rest" in said
    parts = (own.controls["n"], own.controls["noise"]._slider, own.controls["noise"]._entry)
    assert all(part.disabled for part in parts)
    before = own.points.X.copy()
    own.set(n=30)
    assert "those of the toy curves" in own.sentence()
    np.testing.assert_array_equal(own.points.X, before)
    own.controls["data"].value = "sine"
    assert not any(part.disabled for part in parts) and len(own.fit.truth_line.get_xdata()) > 0
    assert "those of the toy curves" not in own.sentence()


@pytest.mark.parametrize("ratio", [0.5, 0.61, 0.75, 1.0, 2.0])
def test_no_name_is_cut_off_in_any_size(own, ratio):
    for explorer in (own, explore_overfit()):
        explorer.stage.hello(ratio)
        figure = explorer.stage.figure
        figure.canvas.draw()
        names = [ax.get_legend().get_window_extent() for ax in (explorer.fit.ax, explorer.curves.ax)]
        assert names[0].x1 <= names[1].x0
        for ax in figure.axes:
            assert ax.yaxis.get_label().get_window_extent().x0 >= 0
            if ax.get_legend():
                assert ax.get_legend().get_window_extent().x1 <= figure.bbox.width


def test_another_seed_holds_out_others_of_the_same_measurements(own):
    X, held = own.points.X.copy(), own.points.held.copy()
    own.controls["seed"].value = 8
    np.testing.assert_array_equal(own.points.X, X)
    assert own.points.held.sum() == 6 and (own.points.held != held).any() and own.player.position == 0


@pytest.mark.parametrize("model", [POLYNOMIAL, NETWORK])
def test_a_file_of_own_measurements_is_opened(tmp_path, monkeypatch, model):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "days.csv").write_text("day,warm\n" + "".join(f"{i},{i % 3}\n" for i in range(10)))
    explorer = explore_overfit(model=model)
    explorer.own_data.file.value = "days.csv"
    assert explorer["data"].name == "days.csv" and explorer.points.held.sum() == 3
    assert explorer.fit.ax.get_xlabel() == "day"
    said = at(explorer, 300)
    assert explorer.problem == "" and "on 7 samples, held-out loss" in said
    assert explorer.stage.alt.startswith("10 samples (days.csv), a ")
    explorer.reset_button.click()
    assert explorer["data"] == "sine" and explorer.stage.alt.startswith("16 noisy samples (sine)")


@pytest.mark.parametrize("x, y", [([1.0], [2.0]), ([1.0, 1.0, 1.0], [1.0, 2.0, 3.0]), ([1, 2, 3], [5, 5, 5])])
def test_few_or_equal_measurements_do_not_stop_it(x, y):
    explorer = explore_overfit(Curve("few", x, y))
    at(explorer, 200)
    explorer.controls["seed"].value = 6
    at(explorer, 200)
    assert explorer.problem == "" and np.isfinite(explorer.fit.curve_line.get_ydata()).all()


def test_a_sample_moved_by_hand_is_learned_from_and_undone(page):
    explorer = explore_overfit()
    browser, ax = page(explorer), explorer.fit.ax
    at(explorer, 40)
    theta, seen = explorer.player.step.theta, explorer.fit.marks.get_xydata().copy()
    browser.click(0.5, -1.1, ax)
    np.testing.assert_allclose(explorer.fit.marks.get_xydata()[-1], [0.5, -1.1], atol=0.02)
    assert explorer.player.position == 40 and explorer.player.step.theta is theta
    assert explorer.truth is None and len(explorer.fit.truth_line.get_xdata()) == 0
    for kind, x in (("press", 0.5), ("drag", 0.9), ("release", 0.9)):
        browser.point(kind, x, -1.1, ax)
    np.testing.assert_allclose(explorer.fit.marks.get_xydata()[-1], [0.9, -1.1], atol=0.02)
    shown = explorer.stage.pixels()
    explorer.stage.redraw()
    np.testing.assert_array_equal(shown, explorer.stage.pixels())
    for name, value in (("n", 30), ("noise", 0.9), ("model", NETWORK), ("seed", 6)):
        explorer.controls[name].value = value
        assert len(explorer.fit.marks.get_xdata()) == 17, name
    for _ in range(2):
        explorer.undo_button.click()
    np.testing.assert_array_equal(explorer.fit.marks.get_xydata(), seen)
    assert len(explorer.fit.truth_line.get_xdata()) > 0


def test_no_sample_stands_beyond_the_domain_of_the_model(page):
    explorer = explore_overfit(degree=25)
    browser = page(explorer)
    browser.click(3.12, 0.5, explorer.fit.ax)
    assert explorer.points.X[-1, 0] == 3
    at(explorer, 300)
    assert not explorer.player.step.diverged


def test_own_points_begin_with_none(page):
    explorer = explore_overfit(OWN)
    assert "Click into the picture" in explorer.sentence()
    browser = page(explorer)
    for x, y in ((-2, 1), (0, -1), (1, 0.5), (2, 1)):
        browser.click(x, y, explorer.fit.ax)
    said = explorer.sentence()
    assert "None of these samples is held out" in said and "held-out loss" not in said
    explorer.controls["seed"].value = 6
    assert explorer.points.held.sum() == 1
    at(explorer, 200)
    assert explorer.problem == "" and "on 3 samples, held-out loss" in explorer.sentence()
    mine = explorer.points.X.copy()
    explorer.controls["data"].value = "kink"
    explorer.controls["data"].value = OWN
    np.testing.assert_array_equal(explorer.points.X, mine)
    assert explorer.points.held.sum() == 1


def test_several_controls_set_at_once_all_count():
    explorer = explore_overfit()
    explorer.set(model=NETWORK, n=8, hidden=4, lr=0.1)
    assert np.sum(~explorer.points.held) == 8 and explorer.training.model.sizes == (1, 4, 1)


# -- doors --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "settings, sentence",
    [
        (dict(speed=3), "settings: expected some of"),
        (dict(degree=0), "degree: expected a whole number from 1 to 25, got 0"),
        (dict(hidden=65), "hidden size: expected a whole number from 1 to 64, got 65"),
        (dict(n=17), "training samples: expected one of"),
        (dict(penalty="L3"), "penalty: expected one of"),
        (dict(lam=-1), "strength λ: expected a number from 0 to 100"),
        (dict(data="moon"), "data: expected one of"),
    ],
)
def test_unfit_settings_are_refused(settings, sentence):
    with pytest.raises(ValueError, match=f"^{sentence}"):
        explore_overfit(**settings)


def test_it_says_what_it_shows():
    explorer = explore_overfit(**NET)
    assert explorer.stage.alt.startswith(
        "10 noisy samples (sine), a network with 64 hidden units after 0 steps"
    )
    bundle, _ = explorer._repr_mimebundle_()
    assert "image/png" in bundle and bundle["text/plain"].startswith("OverfitExplorer: 10 noisy samples")
