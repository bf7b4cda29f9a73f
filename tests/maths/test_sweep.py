"""A sweep: the same experiment for every setting, each with the same seeds."""

import importlib.util
import pickle
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from multiprocessing import get_context
from pickle import PicklingError

import numpy as np
import pytest
from runs import dies, noisy

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


def test_a_run_that_fails_stands_beside_the_results_of_the_others():
    def run(rng, hidden, how):
        return 1 / (hidden - 2)

    told = (
        r"^2 of 6 runs failed; see failures. The first failed at hidden=2, how='x', seed=9: ZeroDivisionError"
    )
    with pytest.warns(RuntimeWarning, match=told):
        result = sweep(run, dict(hidden=[1, 2, 4], how=["x"]), [9, 10])
    np.testing.assert_array_equal(result.values[:, 0], [[-1, -1], [np.nan, np.nan], [0.5, 0.5]])
    np.testing.assert_array_equal(result.done[:, 0], [[True, True], [False, False], [True, True]])
    np.testing.assert_array_equal(result.mean(), [[-1], [np.nan], [0.5]])
    first, second = result.failures
    assert first.settings == dict(hidden=2, how="x") and (first.seed, second.seed) == (9, 10)
    assert first.error == "ZeroDivisionError('division by zero')" and "in run" in first.traceback
    assert vars(pickle.loads(pickle.dumps(first))) == vars(first)


def test_where_every_run_fails_the_first_says_where():
    def run(rng, hidden, how):
        return [][hidden]

    message = r"^run: failed at hidden=1, how='x', seed=9: IndexError\('list index .*\); no run gave a result"
    with pytest.raises(RuntimeError, match=message) as found:
        sweep(run, dict(hidden=[1, 2], how=["x"]), [9])
    assert "in run" in found.value.__notes__[0]


def test_an_interrupt_keeps_what_is_done_and_one_can_go_on_from_it():
    asked = []

    def run(rng, a, interrupted):
        asked.append((a, rng.normal()))
        if interrupted and len(asked) == 4:
            raise KeyboardInterrupt
        return asked[-1]

    grid = dict(a=[1, 2, 3], interrupted=[True])
    with pytest.raises(KeyboardInterrupt) as stopped:
        sweep(run, grid, [5, 6])
    so_far = stopped.value.so_far
    assert so_far.done[:, 0].tolist() == [[True, True], [True, False], [False, False]] and not so_far.failures
    assert stopped.value.__notes__[0].startswith("sweep: 3 of 6 runs are done and kept; to go on from them:")
    heard = []
    result = sweep(run, grid, [5, 6], before=so_far, progress=lambda *args: heard.append(args))
    assert [a for a, _ in asked] == [1, 1, 2, 2, 2, 3, 3] and heard == [(i, 6) for i in range(7)]
    asked.clear()
    np.testing.assert_array_equal(
        result.values, sweep(run, dict(a=[1, 2, 3], interrupted=[False]), [5, 6]).values
    )
    assert result.done.all()


def test_a_bar_that_breaks_loses_nothing_either():
    def progress(done, total):
        if done == 2:
            raise OSError("the page has gone")

    with pytest.raises(OSError, match="the page has gone") as stopped:
        sweep(lambda rng, a: a, dict(a=[1, 2, 3]), [0], progress=progress)
    np.testing.assert_array_equal(stopped.value.so_far.values[:, 0], [1, 2, np.nan])


def test_what_failed_and_what_is_new_is_run_and_nothing_else():
    asked, bad = [], {4}

    def run(rng, n, kind):
        asked.append((n, kind))
        if n in bad:
            raise OverflowError(n)
        return np.full(2, float(n))

    with pytest.warns(RuntimeWarning, match="^1 of 2 runs failed"):
        first = sweep(run, dict(kind=[None], n=[2, 4]), [0])
    asked.clear()
    bad.clear()
    # the settings in another order, and one more value of each
    result = sweep(run, dict(n=[4, 3, 2], kind=["x", None]), [0, 1], before=first)
    assert len(asked) == 11 and asked.count((2, None)) == 1 and not result.failures
    np.testing.assert_array_equal(
        result.values, np.broadcast_to(np.array([4.0, 3, 2])[:, None, None, None], (3, 2, 2, 2))
    )
    asked.clear()
    sweep(run, dict(kind=[None], n=[2, 4]), [0], before=result)
    assert asked == []


def test_before_knows_a_value_by_its_kind_too():
    asked = []

    def run(rng, a):
        asked.append(a)
        return 1.0

    array, more = np.arange(3), np.arange(4)
    first = sweep(run, dict(a=[1, array, "x"]), [0])
    asked.clear()
    sweep(run, dict(a=[True, array.copy(), more, "x", "y"]), [0], before=first)
    assert asked[0] is True and asked[1] is more and asked[2:] == ["y"]


def test_before_must_be_of_the_same_settings():
    first = sweep(lambda rng, a: a, dict(a=[1]), [0])
    message = r"^before: expected a sweep over the same settings \(b\), got a$"
    with pytest.raises(ValueError, match=message):
        sweep(lambda rng, b: b, dict(b=[1]), [0], before=first)
    with pytest.raises(ValueError, match=r"^before: expected what sweep returned earlier, got array"):
        sweep(lambda rng, a: a, dict(a=[1]), [0], before=first.values)


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
        (dict(b=[1]), [1], r"^run: expected a function run\(rng, b\), but this one has .* argument"),
        (dict(a=[1], rng=[2]), [1], "^grid: expected other names than rng"),
        ([1, 2], [1], "^grid: expected lists of values by name, such as .*, got .1, 2.$"),
        (None, [1], "^grid: expected lists of values by name, such as .*, got None$"),
    ],
)
def test_unfit_arguments_are_named(grid, seeds, message):
    with pytest.raises(ValueError, match=message):
        sweep(lambda rng, a: a, grid, seeds)


def test_a_result_of_another_shape_than_the_first_one_is_a_failure():
    with pytest.warns(RuntimeWarning, match=r"failed at n=2, seed=0: .*expected a result of shape \(1,\)"):
        result = sweep(lambda rng, n: np.zeros(n), dict(n=[1, 2]), [0])
    np.testing.assert_array_equal(result.values, [[[0]], [[np.nan]]])


@pytest.mark.parametrize("result", [None, "3", 1j, [1, None], [1, [2, 3]]])
def test_a_result_that_is_no_number_is_a_failure(result):
    def run(rng, a):
        return result if a == 1 else 5

    with pytest.warns(RuntimeWarning, match=r"failed at a=1, seed=0: ValueError"):
        found = sweep(run, dict(a=[1, 2]), [0])
    np.testing.assert_array_equal(found.values, [[np.nan], [5]])


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


# On several cores or machines


GRID, SEEDS = dict(hidden=[1, 2, 5]), range(4)


def same(one, other):
    return np.array_equal(one.values, other.values, equal_nan=True) and np.array_equal(one.done, other.done)


@pytest.fixture(scope="module")
def executors():
    """Two threads, and two processes that begin from nothing, as they do on another machine."""
    with ThreadPoolExecutor(2) as threads, ProcessPoolExecutor(2, get_context("spawn")) as processes:
        yield {"threads": threads, "processes": processes}


@pytest.mark.parametrize("which", ["threads", "processes"])
def test_on_several_cores_the_results_are_the_same_as_in_turn(which, executors):
    heard = []
    found = sweep(noisy, GRID, SEEDS, map=executors[which].map, progress=lambda *told: heard.append(told))
    assert same(found, sweep(noisy, GRID, SEEDS)) and not found.failures
    assert heard == [(done, 12) for done in range(13)]


@pytest.mark.parametrize("which", ["threads", "processes"])
def test_a_run_that_fails_elsewhere_stands_next_to_the_others_results_and_names_its_setting(which, executors):
    run = partial(noisy, fails=2)
    with pytest.warns(RuntimeWarning, match=r"^4 of 12 runs failed; .* The first failed at hidden=2, seed=0"):
        found = sweep(run, GRID, SEEDS, map=executors[which].map)
    assert [failure.settings["hidden"] for failure in found.failures] == [2] * 4
    assert "too many" in found.failures[3].error and "in noisy" in found.failures[3].traceback
    assert found.done.tolist() == [[True] * 4, [False] * 4, [True] * 4]
    whole = sweep(noisy, GRID, SEEDS, map=executors[which].map, before=found)  # only what is lacking is run
    assert same(whole, sweep(noisy, GRID, SEEDS))


def test_a_process_that_dies_takes_nothing_with_it_that_had_come_back():
    with ProcessPoolExecutor(1, get_context("spawn")) as pool, pytest.raises(BrokenProcessPool) as stop:
        sweep(dies, GRID, [0], map=pool.map)
    notes = "\n".join(stop.value.__notes__)
    assert stop.value.so_far.done[:2].all() and "2 of 3 runs are done and kept" in notes
    assert "waited for hidden=5, seed=0" in notes


def test_a_run_that_no_other_process_can_find_is_told_and_nothing_is_lost(executors):
    with pytest.raises((AttributeError, PicklingError)) as stop:  # which of them depends on the Python
        sweep(lambda rng, hidden: hidden, GRID, [0], map=executors["processes"].map)
    assert not stop.value.so_far.done.any()


def test_an_interrupt_keeps_what_has_come_back():
    def interrupted(run, cases):
        for case in cases:
            if case == (5, 0):
                raise KeyboardInterrupt
            yield run(case)

    with pytest.raises(KeyboardInterrupt) as stop:
        sweep(noisy, GRID, SEEDS, map=interrupted)
    assert stop.value.so_far.done.sum() == 8
    assert same(sweep(noisy, GRID, SEEDS, before=stop.value.so_far), sweep(noisy, GRID, SEEDS))


def test_a_map_that_gives_too_few_results_is_told():
    with pytest.raises(ValueError, match=r"^map: expected a result for each of 12 runs, got 2"):
        sweep(noisy, GRID, SEEDS, map=lambda run, cases: [run(case) for case in cases[:2]])


# Dask is no requirement of this project. Where it happens to be installed this test exists, too; where it is
# not, there is nothing to collect, so nothing is passed over in silence.
if importlib.util.find_spec("distributed"):

    def test_on_a_dask_cluster_of_two_processes():
        from distributed import Client, LocalCluster

        here = dict(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None)
        with LocalCluster(**here) as cluster, Client(cluster) as client:
            found = sweep(noisy, GRID, SEEDS, map=client.get_executor().map)
            with pytest.warns(RuntimeWarning, match=r"^4 of 12 runs failed; .* at hidden=2, seed=0: "):
                partly = sweep(partial(noisy, fails=2), GRID, SEEDS, map=client.get_executor().map)
        assert same(found, sweep(noisy, GRID, SEEDS)) and partly.done.sum() == 8
