"""Mean, spread and seed: the same seed gives the same numbers, and the error falls as 1/√n."""

import numpy as np
import pytest

from nnlab.explore.lesson0 import explore_spread
from nnlab.explore.lesson0.spread import KINDS, SIZES


def test_seed_0_begins_as_the_lesson_says():
    explorer = explore_spread()
    assert "Seed 0 begins with 0.637, 0.270, 0.041" in explorer.sentence()
    np.testing.assert_array_equal(explorer.x, np.random.default_rng(0).random(10))


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_seed_gives_the_same_numbers_and_more_of_them_begin_alike(kind):
    explorer = explore_spread(kind=kind, n=10, seed=3)
    first = explorer.x.copy()
    explorer.set(n=200)
    np.testing.assert_array_equal(explorer.x[:10], first)
    explorer.set(seed=4)
    assert not np.array_equal(explorer.x[:10], first)
    explorer.set(seed=3)
    np.testing.assert_array_equal(explorer.x[:10], first)


@pytest.mark.parametrize("kind", KINDS)
def test_the_means_spread_by_sigma_over_root_n(kind):
    explorer = explore_spread(kind=kind)
    expected = KINDS[kind].spread / np.sqrt(SIZES)
    # 400 samples give a spread to 1 in √800, or 3.5 %; the sizes share their numbers, so they err together
    np.testing.assert_allclose(explorer.errors, expected, rtol=0.15)
    assert explorer.errors[SIZES.index(10)] / explorer.errors[SIZES.index(1000)] == pytest.approx(
        10, rel=0.15
    )
    x, y = explorer.law.get_data()
    np.testing.assert_allclose(y * np.sqrt(x), KINDS[kind].spread)


@pytest.mark.parametrize("kind", KINDS)
def test_the_mean_and_spread_written_down_are_those_of_the_long_run(kind):
    drawn = KINDS[kind].draw(np.random.default_rng(0), (100_000,))
    assert drawn.mean() == pytest.approx(KINDS[kind].mean, abs=0.01)
    assert drawn.std() == pytest.approx(KINDS[kind].spread, rel=0.01)


def test_four_times_the_numbers_half_the_error():
    explorer = explore_spread(n=100)
    error = explorer.error_of_x
    explorer.set(n=400)
    assert explorer.error_of_x == pytest.approx(error / 2, rel=0.1)
    assert explorer.means.std(ddof=1) == pytest.approx(KINDS["uniform"].spread / 20, rel=0.1)


def test_a_generator_made_anew_says_the_same_for_ever():
    explorer = explore_spread()
    explorer.preset.value = "The same generator made again each time"
    assert set(explorer.x) == {np.random.default_rng(0).random()}
    assert explorer.spread_of_x == 0 and "0.637 each time, spread 0" in explorer.sentence()
    np.testing.assert_allclose(explorer.errors, explorer.errors[0])  # more of them do not help


def test_the_pictures_hold_the_numbers():
    explorer = explore_spread(n=20)
    np.testing.assert_array_equal(explorer.numbers.get_xdata(), explorer.x)
    assert explorer.mean.get_xdata()[0] == explorer.x.mean()
    assert np.ptp(explorer.band.get_xdata()) == pytest.approx(2 * explorer.x.std(ddof=1))
    assert explorer.heap.get_data().values.sum() == 400


def test_bad_settings_are_refused_by_name():
    with pytest.raises(ValueError, match="numbers n: expected a number from 2 to 1,000"):
        explore_spread(n=1)
    with pytest.raises(ValueError, match="seed: expected a whole number"):
        explore_spread(seed=-1)
    with pytest.raises(ValueError, match="drawn: expected one of"):
        explore_spread(kind="dice")
