"""A sweep: the same experiment for every setting, each with the same seeds."""

import numpy as np
import pytest

from nnlab.explore.kit.progress import Progress
from nnlab.sweep import Mean, mean_and_error, sweep


def test_by_hand():
    result = sweep(lambda rng, a, b: 10 * a + b, dict(a=[1, 2], b=[3, 4, 5]), [0, 7])
    assert result.grid == dict(a=(1, 2), b=(3, 4, 5)) and result.seeds == (0, 7)
    np.testing.assert_array_equal(result.values[..., 0], [[13, 14, 15], [23, 24, 25]])
    np.testing.assert_array_equal(result.values[..., 1], result.values[..., 0])
    np.testing.assert_array_equal(result.spread(), np.zeros((2, 3)))


def test_all_settings_meet_the_same_chance():
    result = sweep(lambda rng, shift: rng.normal() + shift, dict(shift=[0, 1]), range(30))
    np.testing.assert_allclose(result.values[1] - result.values[0], 1)
    expected = [np.random.default_rng(seed).normal() for seed in range(30)]
    np.testing.assert_array_equal(result.values[0], expected)
    np.testing.assert_allclose(result.mean()[0], np.mean(expected))
    np.testing.assert_allclose(result.spread()[0], np.std(expected, ddof=1))
    np.testing.assert_allclose(result.error()[0], np.std(expected, ddof=1) / np.sqrt(30))


def test_a_result_may_be_an_array():
    result = sweep(lambda rng, n: n + rng.normal(size=(2, 3)), dict(n=[1, 2, 3, 4]), range(5))
    assert result.values.shape == (4, 5, 2, 3)
    assert result.mean().shape == result.spread().shape == result.error().shape == (4, 2, 3)
    np.testing.assert_allclose(result.error(), result.values.std(axis=1, ddof=1) / np.sqrt(5))


def test_without_settings_it_is_the_seeds_alone():
    result = sweep(lambda rng: rng.uniform(), {}, range(3))
    assert result.values.shape == (3,) and result.mean().shape == ()


def test_the_results_are_read_only_and_copied():
    array = np.zeros(2)

    def run(rng):
        array[:] += 1
        return array

    result = sweep(run, {}, range(3))
    np.testing.assert_array_equal(result.values[:, 0], [1, 2, 3])
    with pytest.raises(ValueError, match="read-only"):
        result.values[0] = 0


def test_progress_is_told_as_it_goes():
    heard = []
    sweep(lambda rng, a: a, dict(a=[1, 2]), [5, 6], progress=lambda *args: heard.append(args))
    assert heard == [(0, 4), (1, 4), (2, 4), (3, 4), (4, 4)]


def test_a_run_that_fails_says_where():
    def run(rng, hidden, how):
        return 1 / (hidden - 2)

    with pytest.raises(
        RuntimeError, match=r"^run: failed at hidden=2, how='x', seed=9: ZeroDivisionError"
    ) as found:
        sweep(run, dict(hidden=[1, 2], how=["x"]), [9])
    assert isinstance(found.value.__cause__, ZeroDivisionError)


def test_a_run_that_diverged_is_not_hidden():
    result = sweep(lambda rng, a: np.inf if a else 1.0, dict(a=[0, 1]), [0, 1])
    assert result.mean().tolist() == [1, np.inf]
    assert np.isnan(result.spread()[1]) and result.spread()[0] == 0


@pytest.mark.parametrize(
    "grid, seeds, message",
    [
        (dict(a=[]), [1], "^a: expected at least one value in a list"),
        (dict(a=3), [1], "^a: expected at least one value in a list, got 3"),
        (dict(a="tanh"), [1], "^a: expected at least one value in a list, got 'tanh'"),
        (dict(a=[1]), [], "^seeds: expected at least one value"),
        (dict(a=[1]), 20, "^seeds: expected at least one value in a list, got 20"),
        (dict(a=[1]), [1, 1], "^seeds: expected different numbers"),
        (dict(a=[1]), [0.5], "^seeds: expected a whole number"),
    ],
)
def test_unfit_arguments_are_named(grid, seeds, message):
    with pytest.raises(ValueError, match=message):
        sweep(lambda rng, a: a, grid, seeds)


def test_results_of_different_shapes_are_refused():
    with pytest.raises(
        ValueError, match=r"^run: expected a result of shape \(1,\).* got \(2,\) at n=2, seed=0"
    ):
        sweep(lambda rng, n: np.zeros(n), dict(n=[1, 2]), [0])


@pytest.mark.parametrize("result", [None, "3", 1j, [1, None]])
def test_a_result_that_is_no_number_is_refused(result):
    with pytest.raises(ValueError, match=r"^run: expected a number or an array of numbers, got .* at a=1"):
        sweep(lambda rng, a: result, dict(a=[1]), [0])


def test_settings_that_draw_differently_share_what_was_drawn_before():
    def run(rng, n):
        shared = rng.normal()
        rng.normal(size=n)
        return shared, rng.normal()

    shared, after = np.moveaxis(sweep(run, dict(n=[1, 2]), range(5)).values, -1, 0)
    np.testing.assert_array_equal(shared[0], shared[1])
    assert (after[0] != after[1]).all()


def test_no_result_is_large_enough_for_a_warning():
    result = sweep(lambda rng, a: a if rng.uniform() < 0.5 else -a, dict(a=[1e200, np.inf]), range(9))
    assert np.isnan(result.mean()[1]) and np.isinf(result.spread()[0]) and np.isnan(result.error()[1])


def test_mean_and_error_by_hand():
    # 1, 2, 3: deviations -1, 0, 1, so 2 / (3 - 1) = 1 is their square, and 1 / sqrt(3) the error.
    assert mean_and_error([1, 2, 3]) == Mean(2.0, pytest.approx(1 / np.sqrt(3)))
    assert mean_and_error(np.array([True, False, True, False])) == (0.5, pytest.approx(1 / np.sqrt(12)))


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ([1.0], r"values: expected at least two numbers, got shape \(1,\)"),
        (3, r"values: expected a row of numbers, shape \(n,\), got shape \(\)"),
        ([[1, 2], [3, 4]], r"values: expected a row of numbers, shape \(n,\), got shape \(2, 2\)"),
        ([1, np.nan], r"values: expected finite numbers, got nan at values\[1\]"),
        ("abc", "values: expected a row of numbers, got 'abc'"),
    ],
)
def test_a_mean_is_one_of_several_numbers(values, message):
    with pytest.raises(ValueError, match=message):
        mean_and_error(values)


def test_one_seed_has_no_spread():
    with pytest.raises(ValueError, match=r"^seeds: expected at least two"):
        sweep(lambda rng: 1, {}, [0]).spread()


def test_the_bar_moves_and_always_reads_the_same():
    bar = Progress("three runs")
    before = repr(bar)
    seen = []
    bar.bar.observe(lambda change: seen.append(change.new), names="value")
    sweep(lambda rng: 1, {}, range(3), progress=bar)
    assert bar.bar.value == bar.bar.max == 3 and seen[-1] == 3 and bar.word.value == "3 of 3"
    assert repr(bar) == before == "Progress: three runs"
    assert bar._repr_mimebundle_()["text/plain"] == before


def test_the_bar_speaks_ten_times_a_second_at_most():
    bar, seen = Progress("many"), []
    bar.word.observe(lambda change: seen.append(change.new), names="value")
    for done in range(20_001):
        bar(done, 20_000)
    assert 2 <= len(seen) < 500 and seen[-1] == "20,000 of 20,000"
