"""Samples of curves: the toys, inflation, and the reader's own file."""

import csv
import math
from importlib.resources import files

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnlab import data
from nnlab.curvefit import SINE
from nnlab.data.curves import REACH, TRUE, suggest_curve
from nnlab.data.table import read_table


def rng(seed=0):
    return np.random.default_rng(seed)


def rows():
    with files("nnlab.data").joinpath("macro.csv").open(encoding="ascii", newline="") as file:
        return list(csv.DictReader(file))


# -- toys ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name, x, y",
    [
        ("sine", [0, math.pi / 4, -math.pi / 4], [0, 1, -1]),
        ("bump", [0, 1], [1.5, 2 * math.exp(-2) - 0.5]),
        ("kink", [-2, 0, 2], [0.5, -1.5, 0.5]),
        ("step", [0.49, 0.5], [-1, 1]),
        ("half flat", [-1, 0, 0.5, 1.5], [0, 0, 1, -1]),
    ],
)
def test_the_truth_is_the_formula_that_the_docstring_says(name, x, y):
    truth = data.curve(name, rng=rng()).truth
    np.testing.assert_allclose(truth(np.array(x, float)), y, atol=1e-12)


@pytest.mark.parametrize("name", data.curve_names())
def test_every_toy_takes_negative_values_and_stays_small(name):
    c = data.curve(name, 200, rng=rng(), noise=0)
    assert c.y.min() < 0 < c.y.max() and np.abs(c.y).max() <= 1.5
    np.testing.assert_array_equal(c.y, c.truth(c.x))
    assert c.x.min() >= -3 and c.x.max() <= 3


@given(st.integers(0, 1000), st.floats(0, 2), st.floats(0, 2))
def test_more_noise_moves_each_sample_further_in_the_same_direction(seed, less, more):
    one, other = (data.curve("sine", 20, rng=rng(seed), noise=noise) for noise in (less, more))
    np.testing.assert_array_equal(one.x, other.x)
    truth = one.truth(one.x)
    np.testing.assert_allclose((one.y - truth) * more, (other.y - truth) * less, atol=1e-12)


@given(st.integers(0, 1000), st.integers(2, 60), st.integers(2, 60))
def test_a_larger_n_gives_the_same_samples_and_more(seed, a, b):
    few, many = (data.curve("bump", n, rng=rng(seed)) for n in sorted((a, b)))
    np.testing.assert_array_equal(many.x[: len(few.x)], few.x)
    np.testing.assert_array_equal(many.y[: len(few.y)], few.y)


def test_the_noise_is_as_large_as_it_says():
    c = data.curve("kink", 4000, rng=rng(), noise=0.3)
    noise = c.y - c.truth(c.x)
    assert noise.std() == pytest.approx(0.3, rel=0.05)
    within = [np.mean(np.abs(noise) < 0.3 * far) for far in (1, 2, 3)]  # and normal: the known shares
    np.testing.assert_allclose(within, [0.683, 0.954, 0.997], atol=0.02)


def test_x_is_spread_evenly_by_chance_or_at_equal_distances():
    by_chance = data.curve("sine", 4000, rng=rng())
    assert np.histogram(by_chance.x, 6, (-3, 3))[0] == pytest.approx(np.full(6, 4000 / 6), rel=0.15)
    even = data.curve("sine", 7, rng=rng(), even=True)
    np.testing.assert_array_equal(even.x, [-3, -2, -1, 0, 1, 2, 3])
    assert np.ptp(np.diff(by_chance.x)) > 0


def test_the_same_seed_gives_the_same_samples_and_another_others():
    one, same, other = (data.curve("step", rng=rng(seed)) for seed in (1, 1, 2))
    np.testing.assert_array_equal(one.y, same.y)
    assert not np.array_equal(one.y, other.y)


@pytest.mark.parametrize(
    "change, message",
    [
        (dict(name="cosine"), "^name: expected one of sine, bump"),
        (dict(n=1), "^n: expected a whole number of at least 2"),
        (dict(noise=-1), "^noise: expected a number of at least 0"),
        (dict(even=1), "^even: expected True or False"),
        (dict(rng=0), "^rng: expected a numpy.random.Generator"),
    ],
)
def test_unfit_arguments_of_a_toy_are_named(change, message):
    with pytest.raises(ValueError, match=message):
        data.curve(**(dict(name="sine", rng=rng()) | change))


def test_a_curve_is_read_only_and_its_arrays_are_its_own():
    x = np.arange(3.0)
    c = data.Curve("mine", x, [[1], [2], [3]])
    x[0] = 9
    assert c.x[0] == 0 and c.y.shape == (3,) and c.truth is None
    with pytest.raises(ValueError, match="read-only"):
        c.y[0] = 1
    with pytest.raises(AttributeError):
        c.name = "yours"


@pytest.mark.parametrize(
    "change, message",
    [
        (dict(y=[1, 2]), "^y: expected 3 numbers, one per sample, got 2"),
        (dict(x=[[1, 2], [3, 4]]), r"^x: expected a row of numbers, shape \(n,\), got shape \(2, 2\)"),
        (dict(x=[1, 2, np.nan]), r"^x: expected finite numbers, got nan at x\[2\]"),
        (dict(x=[]), "^x: expected a row of numbers"),
        (dict(truth=3), "^truth: expected a function"),
        (dict(name=""), "^name: expected a text"),
        (dict(ylabel=None), "^ylabel: expected a text"),
    ],
)
def test_what_does_not_fit_together_is_turned_away(change, message):
    with pytest.raises(ValueError, match=message):
        data.Curve(**(dict(name="mine", x=[1, 2, 3], y=[4, 5, 6]) | change))


# -- a sine -------------------------------------------------------------------------------------------------


def test_samples_lie_on_the_sine_and_noise_moves_them_as_far_as_it_says():
    x, y = data.sine_samples(50, 0, rng=rng())
    np.testing.assert_allclose(y, 1.5 * np.sin(2 * x + 0.5))
    assert (np.diff(x) >= 0).all() and -5 <= x[0] < -4 and 4 < x[-1] <= 5
    x, y = data.sine_samples(20_000, 0.3, rng=rng(1))
    assert (y - 1.5 * np.sin(2 * x + 0.5)).std() == pytest.approx(0.3, rel=0.02)


@pytest.mark.parametrize(
    "wrong, wanted",
    [
        (dict(n=0), "n: expected a whole number"),
        (dict(noise=-1), "noise: expected"),
        (dict(rng=1), "rng: expected"),
    ],
)
def test_samples_of_the_sine_refuse_what_does_not_fit(wrong, wanted):
    given = dict(n=3, noise=0.1, rng=rng()) | wrong
    with pytest.raises(ValueError, match=wanted):
        data.sine_samples(given["n"], given["noise"], rng=given["rng"])


def test_the_sine_is_the_one_that_lesson_5_fits():
    x, y = data.sine_samples(20, 0, rng=rng())
    np.testing.assert_array_equal(y, SINE.f(x, TRUE))
    assert np.abs(x).max() <= REACH


# -- inflation ----------------------------------------------------------------------------------------------


def test_inflation_has_the_published_aggregates():
    c = data.inflation()
    assert len(c.x) == len(c.y) == 202 and c.truth is None
    assert (c.x[0], c.x[-1]) == (1959.375, 2009.625) and np.allclose(np.diff(c.x), 0.25)
    assert (c.y.min(), c.y.max()) == (-8.79, 14.62)
    infl = np.array([float(row["infl"]) for row in rows()])  # the first, which is none, included
    assert f"{infl.mean():.6f} {infl.std(ddof=1):.6f}" == "3.961330 3.253216"
    np.testing.assert_array_equal(c.y, infl[1:])
    assert c.x[c.y < 0].tolist() == [1961.125, 1982.875, 1986.125, 2006.625, 2008.625, 2008.875]


def test_inflation_agrees_with_the_price_index_beside_it():
    """Another way to the same numbers: 400 ln(cpi / cpi before), rounded to two digits."""
    cpi = np.array([float(row["cpi"]) for row in rows()])
    np.testing.assert_allclose(data.inflation().y, 400 * np.log(cpi[1:] / cpi[:-1]), atol=0.00501)
    assert cpi[0] == 28.98 and cpi[-1] == 216.385
    assert [row["quarter"] for row in rows()][:5] == ["1", "2", "3", "4", "1"]


def test_real_interest_has_the_published_aggregates_and_is_negative_for_years():
    c = data.real_interest()
    realint = np.array([float(row["realint"]) for row in rows()])
    assert f"{realint.mean():.6f} {realint.std(ddof=1):.6f}" == "1.336502 2.668799"
    np.testing.assert_array_equal(c.y, realint[1:])
    np.testing.assert_array_equal(c.x, data.inflation().x)
    bills = np.array([float(row["tbilrate"]) for row in rows()])[1:]
    np.testing.assert_allclose(c.y, bills - data.inflation().y, atol=0.01 + 1e-9)
    seventies = (c.x > 1973) & (c.x < 1980)
    assert (c.y < 0).sum() == 52 and c.y[seventies].mean() < -1.5


def test_the_licence_names_source_and_terms():
    text = " ".join(files("nnlab.data").joinpath("macro.LICENSE").read_text(encoding="utf-8").split())
    for part in ("public domain", "statsmodels", "Skipper Seabold", "Bureau of Labor Statistics", "no value"):
        assert part in text


# -- the reader's own file ----------------------------------------------------------------------------------

FILE = b"day;note;warm\n1;a;-1,5\n2;b;0\n3;c;2,25\n"


def test_two_columns_of_a_file_become_a_curve():
    c = data.curve_from_csv(FILE, x="day", y="warm", name="my.csv")
    assert (c.name, c.xlabel, c.ylabel, c.truth) == ("my.csv", "day", "warm", None)
    assert c.x.tolist() == [1, 2, 3] and c.y.tolist() == [-1.5, 0, 2.25]


def test_a_dollar_in_a_columns_name_is_no_formula():
    c = data.curve_from_csv(b"$a$,b\n1,2\n3,4\n", x="$a$", y="b")
    assert c.xlabel == r"\$a\$"


@pytest.mark.parametrize(
    "content, columns, message",
    [
        (FILE, ("day", "note"), "my.csv, row 2, column 'note': expected a number, got 'a'"),
        (FILE, ("hour", "warm"), "my.csv: expected a column 'hour', got 'day', 'note', 'warm'"),
        (FILE, ("day", "day"), "my.csv: expected two different columns for x and y, got 'day' for both"),
        (b"a,b\n1,2\n2,\n", ("a", "b"), "my.csv, row 3, column 'b': expected a number, got nothing"),
        (b"", ("a", "b"), "my.csv: expected column names"),
    ],
)
def test_what_is_wrong_with_a_file_is_named_by_file_row_and_column(content, columns, message):
    with pytest.raises(ValueError, match=message):
        data.curve_from_csv(content, x=columns[0], y=columns[1], name="my.csv")


def test_the_first_and_the_last_column_of_numbers_are_suggested():
    assert suggest_curve(read_table(FILE, "f")) == ("day", "warm")
    assert suggest_curve(read_table(b"a,b,c\nx,1,y\ny,2,z\n", "f")) == ("b", "c")
    assert suggest_curve(read_table(b"a,b\nx,y\n", "f")) == ("b", "a")
    assert suggest_curve(read_table(b"a\n1\n", "f")) is None


def test_labels_that_cannot_be_drawn_become_x_and_y_and_are_told():
    c = data.Curve("c", [1, 2], [3, 4], xlabel="日", ylabel="warm", notes=("left out",))
    drawn = c.drawable(str.isascii)
    assert (drawn.xlabel, drawn.ylabel, drawn.notes) == ("$x$", "warm", ("left out", "x is 日"))
    assert drawn.y.tolist() == [3, 4] and c.drawable(lambda text: True) is c


def test_what_was_left_out_of_a_file_is_said(capsys):
    c = data.curve_from_csv(b"# by Ann\na,b\n1,2\n", x="a", y="b", name="f")
    assert c.notes == ("left out as a comment: row 1",)
    assert capsys.readouterr().out == "f: left out as a comment: row 1\n"
