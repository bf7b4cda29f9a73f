import numpy as np
import pytest

from nnlab import checks

NAN, INF = float("nan"), float("inf")


def test_samples_come_back_as_floats_and_good_ones_uncopied():
    assert checks.samples([[1, 2], [3, 4]]).dtype == float
    assert checks.samples(np.array([[True], [False]])).tolist() == [[1.0], [0.0]]
    X = np.ones((3, 2))
    assert checks.samples(X) is X
    assert checks.samples(np.asfortranarray(X)).flags.c_contiguous


def test_huge_numbers_are_finite():
    assert checks.samples([[1e308, 1e308], [-1e308, 0]]).tolist() == [[1e308, 1e308], [-1e308, 0]]


@pytest.mark.parametrize(
    ("X", "sentence"),
    [
        (
            [1, 2, 3],
            r"X: expected shape \(n, d\), one row per sample, got shape \(3,\); for one .* X\[:, None\]",
        ),
        (np.ones((2, 2, 2)), r"X: expected shape \(n, d\), one row per sample, got shape \(2, 2, 2\)"),
        (np.ones((0, 2)), r"X: expected at least one sample and one feature, got shape \(0, 2\)"),
        (np.ones((2, 0)), r"X: expected at least one sample and one feature, got shape \(2, 0\)"),
        ([[1, NAN]], r"X: expected finite numbers, got nan at X\[0, 1\]"),
        ([[1, 2], [-INF, 2]], r"X: expected finite numbers, got -inf at X\[1, 0\]"),
        ([[INF, 1], [-INF, 2]], r"X: expected finite numbers, got inf at X\[0, 0\]"),
        ([["1", "2"]], r"X: expected a table of numbers, one row per sample, got \[\['1', '2'\]\]"),
        ([[1, 2], [3]], r"X: expected a table of numbers, one row per sample, got \[\[1, 2\], \[3\]\]"),
        ([[1j]], r"X: expected a table of numbers"),
        (None, r"X: expected a table of numbers, one row per sample, got None"),
    ],
)
def test_unfit_samples_are_named(X, sentence):
    with pytest.raises(ValueError, match=f"^{sentence}"):
        checks.samples(X)


@pytest.mark.parametrize("y", [[0, 1, 1], [False, True, True], [0.0, 1.0, 1.0], [[0], [1], [1]]])
def test_labels_come_back_as_whole_numbers(y):
    given = checks.labels(y, 3)
    assert given.tolist() == [0, 1, 1] and given.dtype.kind == "i"


def test_labels_are_the_callers_own_no_longer():
    y = np.array([0, 1])
    checks.labels(y, 2)[0] = 1
    assert y.tolist() == [0, 1]


@pytest.mark.parametrize(
    ("y", "sentence"),
    [
        (
            [-1, 1, 1],
            r"y: expected labels 0 and 1, got \[-1, 1\]; \(np.asarray\(y\) \+ 1\) // 2 makes them so$",
        ),
        ([0, 1, 2], r"y: expected labels 0 and 1, got \[0, 1, 2\]$"),
        ([0, 0.5, 1], r"y: expected labels 0 and 1, got \[0.0, 0.5, 1.0\]$"),
        ([0, 1, NAN], r"y: expected labels 0 and 1, got \[.*nan.*\]$"),
        (["no", "yes", "no"], r"y: expected labels 0 and 1, got \['no', 'yes'\]$"),
        ([0, 1, None], r"y: expected labels 0 and 1, got \[0, 1, None\]$"),
        ([0, 1], r"y: expected 3 labels, one per sample, got shape \(2,\)$"),
        ([[0, 1, 1]], r"y: expected 3 labels, one per sample, got shape \(1, 3\)$"),
        ([[0], [1, 1], [0]], r"y: expected 3 labels, one per sample, got shape \(\)$"),
        (1, r"y: expected 3 labels, one per sample, got shape \(\)$"),
    ],
)
def test_unfit_labels_are_named(y, sentence):
    with pytest.raises(ValueError, match=f"^{sentence}"):
        checks.labels(y, 3)


def test_many_wrong_labels_are_cut_short():
    with pytest.raises(ValueError, match=r"got \[0, 1, 2, 3, 4, \.\.\.\]$"):
        checks.labels(range(9), 9)


def test_the_hint_for_signs_works():
    y = [-1, 1, -1]
    assert checks.labels((np.asarray(y) + 1) // 2, 3).tolist() == [0, 1, 0]


@pytest.mark.parametrize(
    ("w", "sentence"),
    [
        ([1, 2], r"w: expected shape \(3,\), the bias last, got shape \(2,\)$"),
        ([[1, 2, 3]], r"w: expected shape \(3,\), the bias last, got shape \(1, 3\)$"),
        ([1, NAN, 3], r"w: expected finite numbers, got nan at w\[1\]$"),
        ("abc", r"w: expected 3 numbers, the bias last, got 'abc'$"),
    ],
)
def test_unfit_weights_are_named(w, sentence):
    with pytest.raises(ValueError, match=f"^{sentence}"):
        checks.weights(w, 3)


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (0, "lr: expected a number above 0, got 0"),
        (-0.5, "lr: expected a number above 0, got -0.5"),
        (NAN, "lr: expected a number above 0, got nan"),
        (np.float64(NAN), "lr: expected a number above 0, got nan"),
        (INF, "lr: expected a finite number above 0, got inf"),
        ("0.1", "lr: expected a number above 0, got '0.1'"),
        (None, "lr: expected a number above 0, got None"),
        (True, "lr: expected a number above 0, got True"),
        ([0.1], r"lr: expected a number above 0, got \[0.1\]"),
        (1j, "lr: expected a number above 0, got 1j"),
    ],
)
def test_unfit_numbers_are_named(value, sentence):
    with pytest.raises(ValueError, match=f"^{sentence}$"):
        checks.number_above(value, 0, "lr")


def test_bounds_of_numbers():
    assert checks.number_above(np.float32(0.5), 0, "lr") == 0.5
    assert checks.number_at_least(0, 0, "lam") == 0.0
    with pytest.raises(ValueError, match=r"^lam: expected a number of at least 0, got -1$"):
        checks.number_at_least(-1, 0, "lam")


def test_counts():
    assert checks.count(np.int64(2), 2, "n") == 2
    for value, shown in [(1, "1"), (2.0, "2.0"), (True, "True"), ("2", "'2'"), (np.float64(2.5), "2.5")]:
        with pytest.raises(ValueError, match=f"^n: expected a whole number of at least 2, got {shown}$"):
            checks.count(value, 2, "n")


@pytest.mark.parametrize("rng", [0, None, np.random.RandomState(0), np.random])
def test_only_a_generator_is_a_generator(rng):
    with pytest.raises(ValueError, match=r"^rng: expected a numpy.random.Generator, got .*; .* makes one$"):
        checks.generator(rng)


def test_a_generator_comes_back_itself():
    rng = np.random.default_rng(0)
    assert checks.generator(rng) is rng


def test_targets_are_a_table():
    assert checks.targets([1, 2, 3], 3, 1).tolist() == [[1.0], [2.0], [3.0]]
    assert checks.targets([[1, 2], [3, 4]], 2, 2).dtype == float


@pytest.mark.parametrize(
    ("y", "n", "k", "sentence"),
    [
        ([1, 2], 3, 1, r"y: expected shape \(3,\) or \(3, 1\), one row per sample, got shape \(2,\)"),
        ([[1, 2]], 2, 1, r"y: expected shape \(2,\) or \(2, 1\), one row per sample, got shape \(1, 2\)"),
        ([1, 2], 2, 2, r"y: expected shape \(2, 2\), one row per sample, got shape \(2,\)"),
        (1.0, 1, 1, r"y: expected shape \(1,\) or \(1, 1\), one row per sample, got shape \(\)"),
        ([1, NAN], 2, 1, r"y: expected finite numbers, got nan at y\[1, 0\]"),
        (["a"], 1, 1, r"y: expected numbers, one row per sample, got \['a'\]"),
    ],
)
def test_unfit_targets_are_named(y, n, k, sentence):
    with pytest.raises(ValueError, match=f"^{sentence}$"):
        checks.targets(y, n, k)


def test_answers_and_targets_are_aligned():
    a, y = checks.alike([1, 2], [[3], [4]])
    assert a.tolist() == [[1], [2]] and y.tolist() == [[3], [4]]
    with pytest.raises(
        ValueError, match=r"^y: expected shape \(2, 3\), one row per sample, got shape \(2,\)$"
    ):
        checks.alike(np.ones((2, 3)), [1, 2])
    with pytest.raises(ValueError, match=r"^a: expected shape .* got shape \(\)$"):
        checks.alike(1.0, 1.0)


def test_fractions():
    assert checks.fractions(np.array([[0.0], [1.0]]), "y").tolist() == [[0], [1]]
    for bad, shown in (-0.5, "-0.5"), (1.5, "1.5"):
        with pytest.raises(
            ValueError, match=f"^y: expected numbers from 0 to 1 for cross_entropy, got {shown}$"
        ):
            checks.fractions(np.array([0.0, bad]), "y")


def test_parameters_come_back_uncopied_or_are_named():
    theta = np.ones(3)
    assert checks.parameters(theta, 3) is theta
    with pytest.raises(ValueError, match=r"^theta: expected shape \(3,\), got shape \(2,\)$"):
        checks.parameters([1, 2], 3)
    with pytest.raises(ValueError, match=r"^start: expected finite numbers, got inf at start\[1\]$"):
        checks.parameters([1, INF], 2, "start")
    with pytest.raises(ValueError, match=r"^w: expected shape \(3,\), got shape \(2,\)$"):
        checks.shaped([1, 2], (3,), "w")


def test_names_sizes_flags_and_plain_numbers():
    assert checks.one_of("b", "abc", "kind") == "b"
    assert checks.names("x", 2, ["x", "y"], "names") == ("x", "x")
    assert checks.sizes(np.array([2, 1])) == (2, 1)
    assert checks.flag(np.True_, "bias") is True
    assert checks.number(-2, "value") == -2.0
    for wrong in (
        lambda: checks.one_of(["b"], "abc", "kind"),
        lambda: checks.names(["x"], 2, ["x"], "names"),
        lambda: checks.names(["x", "z"], 2, ["x"], "names"),
        lambda: checks.sizes([2]),
        lambda: checks.sizes("21"),
        lambda: checks.flag(1, "bias"),
        lambda: checks.number(INF, "value"),
        lambda: checks.number(True, "value"),
        lambda: checks.features(np.ones((2, 3)), 2),
    ):
        with pytest.raises(ValueError, match=r"^(kind|names|sizes|bias|value|X): expected .*, got "):
            wrong()


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (
            lambda: checks.signs(np.array([[12, 200, 180, 30]], np.uint8), "patterns", "P, N"),
            r"got \[12, 30, 180, 200\]; np.where\(patterns > 106, 1, -1\), the middle of their range",
        ),
        (
            lambda: checks.signs([[True, False]], "patterns", "P, N"),
            r"np.where\(patterns, 1, -1\) makes them so",
        ),
        (lambda: checks.signs([1, -1], "patterns", "P, N"), r"a single one goes in as patterns\[None\]"),
        (
            lambda: checks.signs(np.ones((2, 3, 3)), "patterns", "P, N"),
            r"patterns.reshape\(len\(patterns\), -1\) makes each picture a row",
        ),
        (lambda: checks.samples(np.ma.array([[999.0], [1.0]], mask=[[1], [0]])), "X: .* got 1 masked"),
        (lambda: checks.labels(np.ma.array([0, 1], mask=[0, 1]), 2), "y: .* got 1 masked"),
        (
            lambda: checks.samples(np.array([[1.5, 2], ["a", 3]], object)),
            r"an array of dtype object; if all of it is numbers, X.astype\(float\) makes it so",
        ),
    ],
)
def test_what_is_not_usable_as_it_stands_is_told_with_the_way_to_mend_it(call, sentence):
    with pytest.raises(ValueError, match=sentence):
        call()


def test_a_picture_made_by_its_hint_keeps_what_it_showed():
    picture = np.array([[12, 200, 180, 30]], np.uint8)
    assert checks.signs(np.where(picture > 106, 1, -1), "patterns", "P, N").tolist() == [[-1, 1, 1, -1]]
