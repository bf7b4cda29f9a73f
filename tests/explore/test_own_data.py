"""What all explorables with samples do with data that somebody brings along: rare classes, odd units."""

import re
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pytest
from driving import at

from nnlab.data import Curve, Data
from nnlab.explore.kit.numbers import plain
from nnlab.explore.lesson1 import explore_perceptron
from nnlab.explore.lesson2 import explore_boundary
from nnlab.explore.lesson4 import explore_network
from nnlab.explore.lesson5 import explore_curvefit
from nnlab.explore.lesson6 import explore_overfit, explore_shrink

RNG = np.random.default_rng(0)
# 190 samples of one class and 10 of another, which nothing tells apart; g and mm.
RARE = Data(
    "rare",
    RNG.normal(size=(200, 2)) * [800, 5] + [5000, 200],
    np.repeat([0, 1], [190, 10]),
    ("mass (g)", "length (mm)"),
    ("well", "ill"),
)
# Two classes that a bent line tells apart.
CLEAR = Data(
    "clear", RARE.X, RARE.X[:, 0] + 300 * (RARE.X[:, 1] - 200) / 5 > 5100, RARE.features, RARE.classes
)
PLACES = np.linspace(0, 50, 200)
WAVES = Curve("waves", PLACES, 100 + 7 * np.sin(PLACES))
SLOPE = Curve("slope", PLACES + 1950, 3000 - 40 * PLACES + 90 * np.sin(PLACES / 8))
OF_CLASSES = [explore_perceptron, explore_boundary, explore_network, explore_shrink]
OF_CURVES = [explore_curvefit, explore_overfit]


# -- no better than saying always the same ------------------------------------------------------------------


@pytest.mark.parametrize("explore, who", [(explore_network, "network"), (explore_boundary, "neuron")])
def test_the_commonest_class_would_do_as_well(explore, who):
    explorer = explore(RARE)
    assert "Saying" not in explorer.sentence() and "Saying" not in at(explorer, 10)
    said = at(explorer, 400)
    assert "Saying “well” to" in said and f"would get 10 of 200 wrong: the {who} is " in said
    wrong = int(re.search(r"(\d+) of 200 wrong\.|now: (\d+) of 200", said).group(1) or said.split()[2])
    assert ("no better" in said) == (wrong >= 10) and ("hardly better" in said) == (8 <= wrong < 10)


def test_the_commonest_class_of_few_training_samples_would_do_as_well():
    explorer = explore_shrink(RARE, n=160, lr=0.01, hidden=2)
    y = explorer.points.y[~explorer.points.held]
    said = at(explorer, 300)
    assert f"Saying “well” to every training sample would get {y.sum()} of 150 wrong: the network is" in said


@pytest.mark.parametrize(
    "explore, settings",
    [(explore_network, {}), (explore_shrink, {}), (explore_boundary, dict(scale="standardised"))],
)
def test_what_learns_is_not_held_to_the_commonest_class(explore, settings):
    assert "Saying" not in at(explore(CLEAR, **settings), 400)


def test_samples_of_one_class_are_not_compared():
    explorer = explore_network(RARE, hidden=2)
    explorer.points.y[:] = 0
    explorer.samples_changed()
    assert "Saying" not in at(explorer, 100)


@pytest.mark.parametrize("explore", OF_CURVES)
def test_the_mean_would_do_as_well(explore):
    explorer = explore(WAVES, **(dict(hidden=8) if explore is explore_curvefit else dict(degree=3)))
    assert "Saying" not in at(explorer, 10)
    said = at(explorer, 200)
    y = explorer.y_scaler.transform(explorer.points.X[~explorer.points.held, 1:])
    told = (
        f"Saying the mean of y everywhere would have a loss of {plain(y.var())}: the curve is hardly better."
    )
    assert told in said
    # and it is true
    assert float(explorer.player.step.value) > 0.8 * y.var()


@pytest.mark.parametrize("explore", OF_CURVES)
def test_a_curve_that_learns_is_not_held_to_the_mean(explore):
    assert "Saying" not in at(explore(SLOPE), 400)


# -- what was learned, outside ------------------------------------------------------------------------------


@pytest.mark.parametrize("explore", [explore_network, explore_shrink])
@pytest.mark.parametrize("k", [0, 300])
def test_what_was_learned_answers_samples_as_measured(explore, k):
    explorer = explore(CLEAR)
    at(explorer, k)
    learned = explorer.learned()
    # one call, and nobody has scaled anything
    wrong = learned.predict(CLEAR.X) != CLEAR.y
    assert wrong.sum() == explorer.counts.wrong + explorer.counts.wrong_held == explorer.frame.wrong.sum()
    assert learned.features == CLEAR.features and learned.classes == ("well", "ill")
    assert learned.named(CLEAR.X[:5]) == [CLEAR.classes[i] for i in learned.predict(CLEAR.X[:5])]
    if k:
        assert wrong.sum() < 20
        raw = explorer.training.model.predict(learned.theta, CLEAR.X) >= 0.5
        assert (raw != CLEAR.y).sum() > 40  # as it goes without the scaler
    before = learned.predict(CLEAR.X)
    at(explorer, k + 100)
    np.testing.assert_array_equal(learned.predict(CLEAR.X), before)


@pytest.mark.parametrize(
    "explore, settings",
    [
        (explore_curvefit, dict()),
        (explore_curvefit, dict(scale_back=False)),
        (explore_curvefit, dict(scale_y="from 0 to 1", held_out=0.2)),
        (explore_overfit, dict(degree=5)),
        (explore_overfit, dict(model="network", hidden=10)),
    ],
)
def test_a_curve_that_was_learned_answers_in_the_units_of_the_file(explore, settings):
    explorer = explore(SLOPE, **settings)
    at(explorer, 400)
    learned = explorer.learned()
    kept = ~explorer.points.held
    off = np.mean((learned.predict(SLOPE.x[kept]) - SLOPE.y[kept]) ** 2)
    np.testing.assert_allclose(off, explorer.player.measured[0] * explorer.y_scaler.scale[0] ** 2, rtol=1e-9)
    assert off < 0.2 * SLOPE.y.var() and learned.features == (SLOPE.xlabel,)


def test_what_was_learned_before_a_change_of_size_is_still_answered_by_its_own_model():
    explorer = explore_overfit(SLOPE, degree=3)
    at(explorer, 100)
    explorer.controls["degree"].value = 7
    explorer.player.seek(50)
    assert explorer.learned().net.sizes == (3, 1)
    explorer.player.seek(120)
    assert explorer.learned().net.sizes == (7, 1)


# -- numbers of any size ------------------------------------------------------------------------------------


@dataclass
class Bad:
    """What no sentence for readers holds: a hyphen for a minus, and computers' powers of ten."""

    HYPHEN: ClassVar[re.Pattern] = re.compile(r"(?<![\w–])-[\d.∞]")
    POWER: ClassVar[re.Pattern] = re.compile(r"\de[-+−]?\d")


@pytest.mark.parametrize("unit", [1e12, -1e9, -1e6, -1e-9])
@pytest.mark.parametrize("explore", OF_CLASSES + OF_CURVES)
def test_numbers_are_written_with_a_true_minus_and_as_a_reader_knows_them(explore, unit):
    if explore in OF_CURVES:
        explorer = explore(Curve("mine", SLOPE.x * unit, -SLOPE.y * unit))
    else:
        explorer = explore(Data("mine", RARE.X * unit, RARE.y, RARE.features, RARE.classes))
    for k in (0, 1, 7, 60, 300):
        for said in (at(explorer, k), explorer.stage.alt):
            assert not Bad.HYPHEN.search(said) and not Bad.POWER.search(said), said
    for control in explorer.controls.values():
        for widget in (control, *getattr(control, "children", ())):
            for said in (widget.tooltip or "", getattr(widget, "description", "") or ""):
                assert not Bad.HYPHEN.search(said) and not Bad.POWER.search(said), said


def test_the_patterns_find_what_they_are_for():
    assert Bad.HYPHEN.search("from -2 to") and Bad.POWER.search("5.84e+03") and Bad.POWER.search("−1e04")
    for said in ("−2 and 1-hidden-1", "1.5·10⁷", "x₁-2", "held-out 3 of 4"):
        assert not Bad.HYPHEN.search(said.replace("x₁-2", "")) and not Bad.POWER.search(said)
