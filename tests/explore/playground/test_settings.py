"""Settings: checked when they are made, plain, and made to agree with what is learned from."""

import json
from dataclasses import replace

import pytest

from nnlab.explore.playground.settings import ADAM, RMSPROP, RULES, SETS, Settings


@pytest.mark.parametrize(
    "name, value",
    [
        ("task", "both"),
        ("data", "swirl"),
        ("data", "plane"),  # numbers, in a classification
        ("formula", None),
        ("samples", 3),
        ("samples", 2001),
        ("noise", 0.6),
        ("held_out", 1.0),
        ("features", ()),
        ("features", ("x3",)),
        ("hidden", (9,)),
        ("hidden", (0,)),
        ("hidden", (1,) * 7),
        ("hidden", (4, 2, 3)),  # three layers, two activations: that names the activations
        ("activations", ("tanh",) * 3),
        ("activations", ("softmax", "tanh")),
        ("output", "step"),
        ("loss", "sse"),
        ("batch", -1),
        ("rule", "Nesterov"),
        ("lr", 0),
        ("lr", float("inf")),
        ("penalty", "L3"),
        ("lam", -1),
        ("dropout", 0.95),
        ("start", "random"),
        ("data_seed", -1),
        ("start_seed", 0.5),
    ],
)
def test_a_bad_value_is_turned_away_by_its_name(name, value):
    with pytest.raises(ValueError, match=f"^{'activations' if value == (4, 2, 3) else name}: expected"):
        Settings(**{name: value})


def test_settings_are_plain_and_come_back_equal():
    s = Settings(features=["x1x2", "x1"], hidden=[3, 2], activations="relu", lr=0.1)
    assert s.features == ("x1", "x1x2") and s.hidden == (3, 2) and s.activations == ("relu", "relu")
    again = Settings(**json.loads(json.dumps(s.plain())))
    assert again == s and hash(again) == hash(s)


def test_what_differs_is_told_and_gives_the_same_settings():
    assert Settings().differing() == {}
    s = Settings(data="spiral", lr=0.1, hidden=(8, 8), activations="tanh")
    assert s.differing() == dict(data="spiral", lr=0.1, hidden=(8, 8))
    assert Settings(**s.differing()) == s


@pytest.mark.parametrize(
    "task, classes, output, loss, fits",
    [
        ("regression", 0, "sigmoid", "cross_entropy", ("linear", "mse")),
        ("classification", 2, "sigmoid", "cross_entropy", ("sigmoid", "cross_entropy")),
        ("classification", 2, "sigmoid", "mse", ("sigmoid", "mse")),
        ("classification", 2, "tanh", "cross_entropy", ("tanh", "mse")),
        ("classification", 2, "linear", "mse", ("sigmoid", "mse")),
        ("classification", 2, "softmax", "mse", ("softmax", "cross_entropy")),
        ("classification", 3, "tanh", "mse", ("softmax", "cross_entropy")),
    ],
)
def test_output_and_loss_are_made_to_go_with_the_task(task, classes, output, loss, fits):
    s = Settings(data="formula", formula="x1", output=output, loss=loss).fitting(task, classes)
    assert (s.output, s.loss) == fits and s.task == task
    assert s.fitting(task, classes) == s


def test_a_new_layer_takes_the_activation_of_the_last():
    s = Settings(hidden=(4, 2), activations=("tanh", "relu"))
    assert s.resized((4, 2, 2)).activations == ("tanh", "relu", "relu")
    assert s.resized((5,)) == replace(s, hidden=(5,), activations=("tanh",))
    assert s.resized(()).resized((3,)).activations == ("tanh",)


def test_an_l1_goes_by_subgradient_where_each_weight_has_a_rate_of_its_own():
    by = {rule: Settings(rule=rule).l1_by for rule in RULES}
    assert by == {rule: "subgradient" if rule in (RMSPROP, ADAM) else "prox" for rule in RULES}


def test_each_set_goes_with_its_task_alone():
    for task, names in SETS.items():
        other = next(t for t in SETS if t != task)
        for name in names:
            assert Settings(task=task, data=name).data == name
            with pytest.raises(ValueError, match=f"data: expected .* for {other}"):
                Settings(task=other, data=name)
