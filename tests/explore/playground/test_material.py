"""What the playground learns from: its own sets, formulas, and what somebody brings."""

import json
from dataclasses import replace

import numpy as np
import pytest
from own_points import from_points

from nnlab import data
from nnlab.data import playground as sets
from nnlab.explore.playground.material import Material, given, material_of
from nnlab.explore.playground.settings import CLASSIFICATION, REGRESSION, SETS, Settings

NAMES = [(task, name) for task in SETS for name in SETS[task]]


def formula(text, **more):
    return material_of(Settings(data="formula", formula=text, **more))


@pytest.mark.parametrize("task, name", NAMES)
def test_each_set_is_drawn_with_its_samples_and_its_share_held_out(task, name):
    m = material_of(Settings(task=task, data=name, samples=120, held_out=0.25))
    assert m.task == task and m.X.shape == (120, 2) and m.held.sum() == 30
    assert m.shift == (0, 0) and m.stretch == (1, 1)
    if task == CLASSIFICATION:
        assert sorted(set(m.y.tolist())) == list(range(len(m.classes)))
    else:
        assert m.classes == () and m.y.dtype == float
    assert not any(array.flags.writeable for array in (m.X, m.y, m.held))


@pytest.mark.parametrize("task, name", NAMES)
def test_chance_is_the_data_seed_alone(task, name):
    s = Settings(task=task, data=name, noise=0.1)
    one, same, other = (
        material_of(t) for t in (s, replace(s, start_seed=5, lr=1.0), replace(s, data_seed=1))
    )
    assert np.array_equal(one.X, same.X) and np.array_equal(one.y, same.y)
    assert np.array_equal(one.held, same.held)
    assert not np.array_equal(one.X, other.X) and not np.array_equal(one.held, other.held)


def test_a_larger_share_holds_out_the_same_and_more_and_one_is_always_kept():
    few, many = (material_of(Settings(held_out=share)).held for share in (0.2, 0.6))
    assert few.sum() == 40 and many.sum() == 120 and (many >= few).all()
    assert not material_of(Settings(held_out=0.0)).held.any()
    assert material_of(Settings(samples=4, held_out=0.9)).held.sum() == 3


def test_the_published_spiral_has_two_equal_points_of_both_classes():
    m = material_of(Settings(data="published spiral"))
    assert np.abs(m.X[:2]).max() < 1e-12 and m.y[0] != m.y[1]
    assert np.abs(material_of(Settings(data="spiral")).X).max(axis=1).min() > 0.001


# Formulas


def test_a_condition_parts_the_plane_into_two_classes():
    m = formula("x2 > sin(2*x1)", samples=500)
    assert m.task == CLASSIFICATION and m.classes == ("does not hold", "holds") and m.notes == ()
    assert np.array_equal(m.y == 1, m.X[:, 1] > np.sin(2 * m.X[:, 0]))
    assert np.abs(m.X).max() <= 3 and np.abs(m.X).max() > 2.9


def test_a_number_is_what_the_right_answer_is():
    m = formula("x1*x2")
    assert m.task == REGRESSION and m.y == pytest.approx(m.X[:, 0] * m.X[:, 1])


def test_noise_asks_the_formula_at_a_place_so_far_off():
    m = formula("x1", noise=0.2, samples=1000)
    off = np.abs(m.y - m.X[:, 0])
    assert 0.55 < off.max() <= 0.6


def test_points_without_a_value_are_left_out():
    m = formula("log(x1)", samples=300)
    assert len(m.X) == 300 and m.X.min(axis=0)[0] > 0
    assert m.notes == ("points at which the formula has no value are left out",)


def test_a_formula_that_has_no_value_anywhere_or_one_class_alone_says_so():
    with pytest.raises(ValueError, match=r"^formula: expected a value at more of"):
        formula("log(x1 - 10)")
    assert "holds at none of the points" in formula("x1 > 10").notes[0]
    assert "holds at all of the points" in formula("x1 < 10").notes[0]


@pytest.mark.parametrize("text", ["", "__import__('os')", "x1 >", "9**9**9"])
def test_what_is_no_formula_is_turned_away(text):
    with pytest.raises(ValueError, match="formula"):
        formula(text)


# What somebody brings


def test_own_samples_that_do_not_fit_on_the_axes_are_moved_and_stretched_and_can_be_found_again():
    birds = data.penguins()
    m = given(birds, held_out=0.3, data_seed=2)
    assert m.X.min(axis=0) == pytest.approx([-2.5, -2.5]) and m.X.max(axis=0) == pytest.approx([2.5, 2.5])
    assert m.X * m.stretch + m.shift == pytest.approx(birds.X[:, :2])
    assert m.classes == birds.classes and m.labels == birds.features[:2]
    assert m.held.sum() == round(0.3 * len(birds.y))
    assert any("each feature is moved and stretched" in note for note in m.notes)


def test_of_more_than_two_features_the_first_two_are_used_and_that_is_said():
    X = np.random.default_rng(0).uniform(-2, 2, (30, 3))
    mine = data.Data("mine", X, np.arange(30) % 2, ("p", "q", "r"), ("no", "yes"))
    m = given(mine)
    assert np.array_equal(m.X, X[:, :2])
    assert m.notes == ("of 3 features the first two are used, p and q",)


def test_very_small_samples_are_stretched_too():
    surface = sets.Surface("mine", np.random.default_rng(0).uniform(0, 0.01, (30, 2)), np.arange(30.0))
    m = given(surface)
    assert np.ptp(m.X, axis=0) == pytest.approx([5, 5]) and m.task == REGRESSION
    assert m.X * m.stretch + m.shift == pytest.approx(surface.X)


def test_the_largest_numbers_there_are_fit_on_the_axes():
    X = [[1.5e308, 1.0], [-1.5e308, 2.0], [0.0, 3.0]]
    m = given(data.Data("mine", X, [0, 1, 0], ("p", "q"), ("no", "yes")))
    assert m.X.tolist() == [[2.5, -2.5], [-2.5, 0], [0, 2.5]]


def test_a_feature_that_is_always_the_same_is_moved_and_not_stretched():
    X = np.column_stack([np.full(6, 100.0), np.arange(6.0)])
    m = given(data.Data("mine", X, [0, 1] * 3, ("p", "q"), ("no", "yes")))
    assert m.X[:, 0].tolist() == [0] * 6 and np.isfinite(m.X).all()


def test_three_classes_are_welcome_and_five_are_too_many():
    birds = data.penguin_species()
    assert given(birds).classes == birds.classes
    with pytest.raises(ValueError, match="classes: expected 2 to 4 of them, got 5"):
        from_points(np.zeros((5, 2)), [0, 1, 2, 3, 4], "abcde")


@pytest.mark.parametrize(
    "make, sentence",
    [
        (lambda: given("spiral"), "data: expected a Data, a ManyClasses or a Surface"),
        (lambda: given(data.curve("sine", 20, rng=np.random.default_rng(0))), "lesson 5 has curves"),
        (lambda: given(data.Data("m", [[1.0], [2.0]], [0, 1], ("p",), ("a", "b"))), "at least two features"),
        (lambda: material_of(Settings(data="own")), "material: expected samples"),
        (lambda: from_points([[0, 0]], [1], ("a", "b"), held_out=1.0), "fraction: expected"),
        (lambda: from_points([[0, 0]], [2], ("a", "b")), "y: expected"),
        (lambda: from_points([[0, 0, 0]], [1], ("a", "b")), "X: expected"),
        (lambda: from_points([[0, 2000]], [1], ("a", "b")), "X: expected points up to 1000"),
        (lambda: from_points([[0, 0], [1, 1]], [1, -1e200]), r"y: expected answers from -1e\+09 to 1e\+09"),
        (
            lambda: material_of(Settings(task=REGRESSION, data="formula", formula="1000000000**20*x1")),
            r"formula: expected values from -1e\+09 to 1e\+09, got .*; divide it",
        ),
        (lambda: Material("m", [[0, 0]], [0.5], [True], REGRESSION), "held: expected at least one"),
        (lambda: Material("m", [[0, 0]], [0.5], [1], REGRESSION), "held: expected 1 of True and False"),
        (
            lambda: Material("m", [[0, 0]], [0.5], [False], REGRESSION, by_hand=(1,)),
            r"by_hand: expected numbers from 0 to 0, got \(1,\)",
        ),
    ],
)
def test_what_does_not_fit_is_turned_away(make, sentence):
    with pytest.raises(ValueError, match=sentence):
        make()


def test_material_comes_back_from_json_bit_for_bit():
    plane = material_of(Settings(task=REGRESSION, data="plane"))
    for m in (given(data.penguins()), plane, replace(plane, by_hand=(3, 5))):
        again = Material.from_state(json.loads(json.dumps(m.state())))
        for name, value in vars(m).items():
            assert np.array_equal(getattr(again, name), value), name
