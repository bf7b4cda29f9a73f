"""The data room: what is in it, that it is what was published, and that bad input is turned away."""

import csv
import dataclasses
from collections import Counter
from importlib.resources import files

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.optimize import linprog

from nnlab import data
from nnlab.data import Data, blobs, circles, gate, hold_out, load, moons, names, penguins

RANDOM = {"blobs": blobs, "moons": moons, "circles": circles}
COLUMNS = ("bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g")
seeds = st.integers(0, 2**32 - 1)


def rng(seed=0):
    return np.random.default_rng(seed)


def a_line_separates(X, y):
    """Ask a linear program for a line with every sample on its own side (an oracle that learns nothing)."""
    Z = (
        np.column_stack([(X - X.mean(axis=0)) / X.std(axis=0), np.ones(len(X))])
        * np.where(y == 1, 1, -1)[:, None]
    )
    return linprog(np.zeros(Z.shape[1]), A_ub=-Z, b_ub=-np.ones(len(Z)), bounds=(None, None)).status == 0


# The file of the penguins, against what is published about it


@pytest.fixture(scope="module")
def rows():
    with files("nnlab.data").joinpath("penguins.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_file_has_all_the_rows_and_columns_as_published(rows):
    assert list(rows[0]) == ["species", "island", *COLUMNS, "sex", "year"]
    assert len(rows) == 344
    assert Counter(row["species"] for row in rows) == {"Adelie": 152, "Gentoo": 124, "Chinstrap": 68}
    assert Counter(row["island"] for row in rows) == {"Biscoe": 168, "Dream": 124, "Torgersen": 52}
    assert Counter(row["sex"] for row in rows) == {"male": 168, "female": 165, "NA": 11}
    assert Counter(row["year"] for row in rows) == {"2007": 110, "2008": 114, "2009": 120}
    assert None not in rows[0] and all(None not in row.values() for row in rows)


def test_the_measurements_have_the_published_means_deviations_and_correlations(rows):
    # Missing measurements are missing together, in two birds.
    assert {tuple(row[c] == "NA" for c in COLUMNS) for row in rows} == {(False,) * 4, (True,) * 4}
    X = np.array([[float(row[c]) for c in COLUMNS] for row in rows if row["bill_length_mm"] != "NA"])
    assert X.shape == (342, 4)
    assert [f"{m:.5f}" for m in X.mean(axis=0)] == ["43.92193", "17.15117", "200.91520", "4201.75439"]
    assert [f"{s:.6f}" for s in X.std(axis=0, ddof=1)] == ["5.459584", "1.974793", "14.061714", "801.954536"]
    # A value in the wrong row would leave means and deviations alone, but not these.
    r = np.corrcoef(X.T)[np.triu_indices(4, 1)]
    assert [f"{v:.7f}" for v in r] == [
        *("-0.2350529", "0.6561813", "0.5951098"),
        *("-0.5838512", "-0.4719156"),
        "0.8712018",
    ]


def test_the_licence_lies_beside_the_file_and_names_source_and_terms():
    text = files("nnlab.data").joinpath("penguins.LICENSE").read_text(encoding="utf-8")
    for part in (
        "CC0-1.0",
        "Gorman KB, Williams TD, Fraser WR (2014)",
        "e90081",
        "Horst AM, Hill AP, Gorman KB (2020)",
    ):
        assert part in text


# penguins


def test_penguins_by_default():
    d = penguins()
    assert d.name == "penguins" and d.classes == ("Adelie", "Gentoo")
    assert d.features == ("bill length (mm)", "bill depth (mm)")
    assert d.X.shape == (274, 2) and d.X.dtype == float
    assert np.bincount(d.y).tolist() == [151, 123], "one bird of each species has no measurements"
    assert d.X[[0, 3, -1]].tolist() == [[39.1, 18.7], [36.7, 19.3], [49.9, 16.1]], (
        "the order of the file, NA left out"
    )


def test_penguins_columns_follow_the_features_and_class_1_is_the_second_species():
    everything = penguins(COLUMNS, ("Gentoo", "Chinstrap"))
    assert everything.X.shape == (123 + 68, 4)
    assert everything.features == (
        "bill length (mm)",
        "bill depth (mm)",
        "flipper length (mm)",
        "body mass (g)",
    )
    for j, column in enumerate(COLUMNS):
        assert penguins([column], ["Gentoo", "Chinstrap"]).X.tolist() == everything.X[:, [j]].tolist()
    swapped = penguins(COLUMNS[::-1], ("Chinstrap", "Gentoo"))
    assert swapped.X.tolist() == everything.X[:, ::-1].tolist()
    assert swapped.y.tolist() == (1 - everything.y).tolist()
    assert everything.X[everything.y == 1][0].tolist() == [46.5, 17.9, 192, 3500], (
        "the first Chinstrap of the file"
    )


def test_a_line_separates_the_default_penguins_but_not_every_pair():
    assert a_line_separates(penguins().X, penguins().y)
    depth_and_flipper = penguins(("bill_depth_mm", "flipper_length_mm"))
    assert a_line_separates(depth_and_flipper.X, depth_and_flipper.y)
    flipper_and_mass = penguins(("flipper_length_mm", "body_mass_g"))
    assert not a_line_separates(flipper_and_mass.X, flipper_and_mass.y)


@pytest.mark.parametrize(
    "features",
    ["bill_depth_mm", (), ("beak",), ("bill_depth_mm",) * 2, (*COLUMNS, "year"), None, (1,), ("sex",), ([],)],
)
def test_penguins_turn_away_bad_features(features):
    with pytest.raises(
        ValueError, match=r"^features: expected a tuple of 1 to 4 different of bill_length_mm, .*, got "
    ):
        penguins(features)


@pytest.mark.parametrize(
    "species", ["Adelie", ("Adelie",), ("Adelie", "Adelie"), ("Adelie", "Emperor"), None, 2]
)
def test_penguins_turn_away_bad_species(species):
    with pytest.raises(
        ValueError, match=r"^species: expected a tuple of 2 different of Adelie, Chinstrap, Gentoo, got "
    ):
        penguins(species=species)


# The gates


@pytest.mark.parametrize(("name", "y"), [("AND", [0, 0, 0, 1]), ("OR", [0, 1, 1, 1]), ("XOR", [0, 1, 1, 0])])
def test_gates_are_truth_tables_in_order(name, y):
    for d in (gate(name), load(name), load(name, rng=rng())):
        assert d.name == name and d.classes == ("0", "1")
        assert d.X.tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]]
        assert d.y.tolist() == y


@pytest.mark.parametrize("name", ["NAND", "and", "", None, 3, ["AND"]])
def test_an_unknown_gate(name):
    with pytest.raises(ValueError, match=r"^name: expected one of AND, OR, XOR, got "):
        gate(name)


# The random sets


@given(st.sampled_from(sorted(RANDOM)), st.integers(2, 300), seeds)
def test_random_sets_are_balanced_named_and_repeat_with_the_seed(name, n, seed):
    d, again = RANDOM[name](n, rng=rng(seed)), RANDOM[name](n, rng=rng(seed))
    assert d.name == name and d.X.shape == (n, 2)
    assert d.y.tolist() == [i % 2 for i in range(n)]
    assert d.features == ("$x_1$", "$x_2$") and len(set(d.classes)) == 2
    assert np.array_equal(d.X, again.X)
    assert not np.array_equal(d.X, RANDOM[name](n, rng=rng(seed + 1)).X)
    assert np.abs(d.X).max() < 4


@pytest.mark.parametrize("name", RANDOM)
def test_random_sets_leave_numpys_global_state_alone(name):
    before = np.random.get_state()[1].tolist()  # noqa: NPY002
    RANDOM[name](rng=rng())
    assert np.random.get_state()[1].tolist() == before  # noqa: NPY002


@pytest.mark.parametrize("seed", range(20))
def test_a_line_separates_the_blobs_but_neither_moons_nor_circles(seed):
    b, m, c = blobs(rng=rng(seed)), moons(rng=rng(seed)), circles(rng=rng(seed))
    assert a_line_separates(b.X, b.y)
    assert not a_line_separates(m.X, m.y)
    assert not a_line_separates(c.X, c.y)
    assert all(np.abs(d.X).max() < 3 for d in (b, m, c)), "they fit on axes from -3 to 3"


def test_spread_makes_the_blobs_overlap():
    wide = blobs(rng=rng(), spread=2.0)
    assert not a_line_separates(wide.X, wide.y)
    assert blobs(4, rng=rng(), spread=0).X.tolist() == [[-1, -0.5], [1, 1.5]] * 2


def test_the_standard_deviation_is_spread_and_the_noise():
    b = blobs(20_000, rng=rng(), spread=0.3)
    deviation = np.concatenate([b.X[b.y == 0] - (-1, -0.5), b.X[b.y == 1] - (1, 1.5)])
    assert deviation.std(axis=0) == pytest.approx([0.3, 0.3], rel=0.02)
    for draw in (moons, circles):
        noise = draw(20_000, rng=rng(), noise=0.3).X - draw(20_000, rng=rng(), noise=0).X
        assert noise.std(axis=0) == pytest.approx([0.3, 0.3], rel=0.02)


@pytest.mark.parametrize(("name", "option"), [("blobs", "spread"), ("moons", "noise"), ("circles", "noise")])
def test_more_noise_moves_the_same_samples_further_in_the_same_direction(name, option):
    none, some, twice = (RANDOM[name](40, rng=rng(5), **{option: size}).X for size in (0, 0.2, 0.4))
    assert twice - none == pytest.approx(2 * (some - none))


@given(seeds)
def test_circles_without_noise_are_circles(seed):
    d = circles(50, rng=rng(seed), noise=0)
    assert np.hypot(*d.X.T) == pytest.approx(1 + d.y)


@given(seeds)
def test_moons_without_noise_are_half_circles_that_interlock(seed):
    d = moons(50, rng=rng(seed), noise=0)
    upper, lower = d.X[d.y == 0] - (-0.75, -0.375), d.X[d.y == 1] - (0.75, 0.375)
    assert np.hypot(*upper.T) == pytest.approx(1.5) and (upper[:, 1] >= 0).all()
    assert np.hypot(*lower.T) == pytest.approx(1.5) and (lower[:, 1] <= 0).all()


@pytest.mark.parametrize("name", RANDOM)
@pytest.mark.parametrize("n", [1, 0, -4, 2.5, np.nan, np.inf, True, "10", None, [10]])
def test_random_sets_turn_away_a_bad_n(name, n):
    with pytest.raises(ValueError, match=r"^n: expected a whole number of at least 2, got "):
        RANDOM[name](n, rng=rng())


@pytest.mark.parametrize(("name", "option"), [("blobs", "spread"), ("moons", "noise"), ("circles", "noise")])
@pytest.mark.parametrize("value", [-0.1, np.nan, np.inf, "0.1", None, True, [0.1]])
def test_random_sets_turn_away_a_bad_noise(name, option, value):
    with pytest.raises(ValueError, match=rf"^{option}: expected a (finite )?number of at least 0, got "):
        RANDOM[name](rng=rng(), **{option: value})


@pytest.mark.parametrize("name", RANDOM)
@pytest.mark.parametrize("bad", [None, 0, np.random, "seed"])
def test_random_sets_want_a_generator(name, bad):
    with pytest.raises(ValueError, match=r"^rng: expected a numpy.random.Generator, got "):
        RANDOM[name](rng=bad)


# load


def test_load_knows_every_name_and_gives_what_the_functions_give():
    assert names() == ("AND", "OR", "XOR", "blobs", "moons", "circles", "penguins")
    for name in names():
        assert load(name, rng=rng()).name == name
    assert np.array_equal(load("moons", rng=rng(3), n=7, noise=0.0).X, moons(7, rng=rng(3), noise=0.0).X)
    assert load("penguins").X.shape == load("penguins", rng=rng()).X.shape == (274, 2)
    assert load("penguins", features=("body_mass_g",), species=("Adelie", "Chinstrap")).X.shape == (219, 1)


@pytest.mark.parametrize("name", ["xor", "iris", "", None, 1, ["AND"]])
def test_load_says_what_there_is(name):
    with pytest.raises(
        ValueError, match=r"^name: expected one of AND, OR, XOR, blobs, moons, circles, penguins, got "
    ):
        load(name)


@pytest.mark.parametrize("name", RANDOM)
def test_load_says_that_a_random_set_needs_an_rng(name):
    with pytest.raises(
        ValueError, match=rf"^rng: expected a generator, since {name} is drawn at random, got None"
    ):
        load(name)


def test_load_turns_away_an_option_that_is_not_there():
    for name in names():
        with pytest.raises(TypeError, match="colour"):
            load(name, rng=rng(), colour="red")


# hold_out


@given(st.integers(1, 200), st.floats(0, 1, exclude_max=True), seeds)
def test_hold_out_parts_the_samples_in_two(n, fraction, seed):
    kept, held = hold_out(n, fraction, rng=rng(seed))
    assert sorted([*kept, *held]) == list(range(n))
    assert (np.diff(kept) > 0).all() and (np.diff(held) > 0).all()
    assert len(kept) >= 1
    assert abs(len(held) - fraction * n) <= 0.5 or len(kept) == 1
    again = hold_out(n, fraction, rng=rng(seed))
    assert np.array_equal(kept, again[0]) and np.array_equal(held, again[1])


@given(st.integers(1, 200), st.floats(0, 0.9), st.floats(0, 0.9), seeds)
def test_a_larger_fraction_holds_out_the_same_and_more(n, a, b, seed):
    assume(a <= b)
    few, more = hold_out(n, a, rng=rng(seed))[1], hold_out(n, b, rng=rng(seed))[1]
    assert set(few) <= set(more)


def test_hold_out_at_the_ends_and_by_chance():
    kept, held = hold_out(5, 0, rng=rng())
    assert kept.tolist() == [0, 1, 2, 3, 4] and held.tolist() == []
    X = np.arange(5.0)
    assert X[held].shape == (0,), "an empty choice can still be used as an index"
    assert [len(part) for part in hold_out(1, 0.9, rng=rng())] == [1, 0]
    assert [len(part) for part in hold_out(10, 0.99, rng=rng())] == [1, 9]
    assert hold_out(100, 0.2, rng=rng(0))[1].tolist() != hold_out(100, 0.2, rng=rng(1))[1].tolist()
    times = sum(np.bincount(hold_out(10, 0.3, rng=rng(seed))[1], minlength=10) for seed in range(1000))
    assert times.sum() == 3000
    assert np.abs(times - 300).max() < 75, "every sample about as often (75 is five standard deviations)"


@pytest.mark.parametrize("fraction", [1, 1.0, -0.1, 2, np.nan, np.inf, "0.2", None, True, [0.2]])
def test_hold_out_turns_away_a_bad_fraction(fraction):
    with pytest.raises(
        ValueError, match=r"^fraction: expected a (finite )?number (of at least 0|below 1), got "
    ):
        hold_out(10, fraction, rng=rng())


@pytest.mark.parametrize("n", [0, -1, 2.5, np.nan, "10", None, True])
def test_hold_out_turns_away_a_bad_n(n):
    with pytest.raises(ValueError, match=r"^n: expected a whole number of at least 1, got "):
        hold_out(n, 0.2, rng=rng())


@pytest.mark.parametrize("bad", [None, 0, np.random])
def test_hold_out_wants_a_generator(bad):
    with pytest.raises(ValueError, match=r"^rng: expected a numpy.random.Generator, got "):
        hold_out(10, 0.2, rng=bad)


# Data


def some_data(**changes):
    fields = {
        "name": "mine",
        "X": [[1, 2], [3, 4]],
        "y": [0, 1],
        "features": ("a", "b"),
        "classes": ("no", "yes"),
    }
    return Data(**(fields | changes))


@pytest.mark.parametrize("name", names())
def test_nothing_in_a_data_set_can_be_changed(name):
    d = load(name, rng=rng())
    with pytest.raises(ValueError, match="read-only"):
        d.X[0, 0] = 9
    with pytest.raises(ValueError, match="read-only"):
        d.y[0] = 1
    with pytest.raises(dataclasses.FrozenInstanceError):
        d.X = np.zeros((1, 1))


def test_data_takes_copies_and_leaves_the_givers_arrays_writable():
    X, y = np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([0, 1])
    d = some_data(X=X, y=y)
    X[0, 0], y[0] = 9, 1
    assert d.X.tolist() == [[1, 2], [3, 4]] and d.y.tolist() == [0, 1]


def test_data_takes_lists_columns_and_truth_values():
    d = some_data(y=[[False], [True]], features=["a", "b"], classes=["no", "yes"])
    assert d.y.tolist() == [0, 1] and d.y.dtype.kind == "i" and d.X.dtype == float
    assert d.features == ("a", "b") and d.classes == ("no", "yes")


def test_data_is_shown_in_one_line_without_its_arrays():
    assert repr(gate("AND")) == "Data(name='AND', features=('$x_1$', '$x_2$'), classes=('0', '1'))"


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"X": [[1, np.nan], [3, 4]]}, r"^X: "),
        ({"X": [1, 2]}, r"^X: "),
        ({"X": np.empty((0, 2)), "y": []}, r"^X: "),
        ({"X": [["a", "b"], ["c", "d"]]}, r"^X: "),
        ({"y": [-1, 1]}, r"^y: "),
        ({"y": [0, 1, 1]}, r"^y: "),
        ({"y": [0, 2]}, r"^y: "),
        ({"features": ("a",)}, r"^features: expected 2 texts, one for each column of X, got \('a',\)"),
        ({"features": "ab"}, r"^features: expected 2 texts"),
        ({"features": ("a", 1)}, r"^features: expected 2 texts"),
        ({"features": ("a", "")}, r"^features: expected 2 texts"),
        ({"features": ("a", "a")}, r"^features: expected 2 different texts"),
        (
            {"classes": ("a", "b", "c")},
            r"^classes: expected 2 texts, one for class 0 and one for class 1, got ",
        ),
        ({"classes": "no"}, r"^classes: expected 2 texts"),
        ({"classes": ("no", "no")}, r"^classes: expected 2 different texts"),
        ({"classes": None}, r"^classes: expected 2 texts"),
        ({"name": ""}, r"^name: expected a text, got ''"),
        ({"name": 3}, r"^name: expected a text, got 3"),
    ],
)
def test_data_turns_away_what_does_not_fit_together(changes, message):
    with pytest.raises(ValueError, match=message):
        some_data(**changes)


def test_names_that_cannot_be_drawn_are_numbered_and_told():
    d = some_data(features=("身高", "b"), classes=("女", "yes"), notes=("left out: a title",))
    drawn = d.drawable(str.isascii)
    assert drawn.features == ("$x_{1}$", "b") and drawn.classes == ("0", "1")
    assert drawn.notes == ("left out: a title", "x₁ is 身高, class 0 is 女, class 1 is yes")
    assert drawn.X.tolist() == d.X.tolist() and drawn.y.tolist() == d.y.tolist()
    assert d.drawable(lambda text: True) is d and drawn.drawable(str.isascii) is drawn
    price = some_data(features=(r"価格 (\$)", "b")).drawable(str.isascii)
    assert price.notes == ("x₁ is 価格 ($)",)
    wide = Data("wide", np.zeros((2, 12)), [0, 1], [f"量{i}" for i in range(12)], ("a", "b"))
    assert wide.drawable(str.isascii).features[11] == "$x_{12}$"
    assert wide.drawable(str.isascii).notes[0].endswith("x₁₂ is 量11")


@pytest.mark.parametrize("notes", ["left out", [1], None])
def test_notes_are_texts(notes):
    with pytest.raises(ValueError, match=r"^notes: expected texts, got "):
        some_data(notes=notes)


@pytest.mark.parametrize(
    "wrong",
    [
        {"features": ["x" * 5000] * 2},
        {"features": [f"{'x' * 50}{i}" for i in range(500)]},
        {"classes": ("y" * 5000,)},
        {"classes": 10**1000},
        {"name": ["n" * 5000]},
        {"y": list(range(5000))},
        {"notes": "n" * 5000},
    ],
)
def test_no_message_of_a_data_set_is_long(wrong):
    with pytest.raises(ValueError) as found:
        some_data(**wrong)
    assert len(str(found.value)) <= 300


@pytest.mark.parametrize(
    "call",
    [
        lambda long: gate(long),
        lambda long: load(long),
        lambda long: penguins([long]),
        lambda long: penguins(species=[long] * 3),
        lambda long: data.curve(long, rng=rng()),
        lambda long: data.letters(long),
        lambda long: data.Curve(long.split("x"), [1], [2]),
        lambda long: data.Curve("c", [1], [2], truth=[long]),
        lambda long: data.Digits(np.zeros((1, 64)), [long]),
        lambda long: data.blobs(long, rng=rng()),
        lambda long: data.hold_out(5, 0.2, rng=long),
    ],
)
def test_no_message_of_the_data_room_is_long(call):
    with pytest.raises(ValueError) as found:
        call("x" * 5000)
    assert len(str(found.value)) <= 300


def test_texts_for_pictures_are_latin_or_mathematical():
    for name in names():
        d = load(name, rng=rng())
        assert all(text.isascii() for text in (*d.features, *d.classes))


def test_the_room_offers_what_its_contents_page_lists():
    assert all(hasattr(data, name) for name in data.__all__)
