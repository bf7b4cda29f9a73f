"""A line that restores all, weights there and back, samples as CSV, and files that are never written over."""

import csv
import io
import json
import re

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from own_points import from_points
from played_again import at_random

from nnlab import data, network
from nnlab.explore.playground import export
from nnlab.explore.playground.learner import Learner
from nnlab.explore.playground.material import given as material_of
from nnlab.explore.playground.settings import ACTIVATIONS, RULES, SETS, STARTS, Settings
from nnlab.explore.playground.stopping import Stop
from nnlab.features import FEATURES


def opened(line):
    """The learner that a line means, read as a fresh kernel reads it; what else it says goes to a dict."""
    picture = {}

    def explore_playground(colours=None, **words):
        picture["colours"] = colours
        return export.learner_from(**words)

    return eval(line, {"explore_playground": explore_playground}), picture


# ---- The line ----------------------------------------------------------------------------------------


def test_the_line_of_a_fresh_playground_says_nothing():
    assert export.line(Learner(Settings())) == "explore_playground()"


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (dict(lr=0.3, batch=0), "explore_playground(batch=0, lr=0.3)"),
        (dict(hidden=(8, 8, 8), activations="tanh"), "explore_playground(hidden=(8, 8, 8))"),
        (dict(hidden=(3,), activations="relu"), "explore_playground(hidden=(3,), activations='relu')"),
        (dict(activations=("tanh", "relu")), "explore_playground(activations=('tanh', 'relu'))"),
        (dict(activations="sigmoid"), "explore_playground(activations='sigmoid')"),
        (dict(hidden=(), activations=()), "explore_playground(hidden=())"),
        (dict(data="four blobs"), "explore_playground(data='four blobs')"),
        (dict(task="regression", data="plane"), "explore_playground(task='regression', data='plane')"),
        (dict(output="tanh"), "explore_playground(output='tanh')"),
        (dict(output="softmax"), "explore_playground(output='softmax')"),
        (dict(loss="mse"), "explore_playground(loss='mse')"),
        (
            dict(data="formula", formula="x2 > sin(2*x1)"),
            "explore_playground(data='formula', formula='x2 > sin(2*x1)')",
        ),
    ],
)
def test_the_line_says_what_differs_and_nothing_that_follows_from_it(words, line):
    learner = Learner(Settings(**words))
    assert export.line(learner) == line
    assert opened(line)[0].segments == learner.segments


SIZES = st.lists(st.integers(1, 8), max_size=6).map(tuple)
SETTINGS = st.sampled_from([(task, name) for task, names in SETS.items() for name in names]).flatmap(
    lambda which: SIZES.flatmap(
        lambda hidden: st.fixed_dictionaries(
            dict(
                task=st.just(which[0]),
                data=st.just(which[1]),
                samples=st.integers(4, 60),
                noise=st.floats(0, 0.5),
                held_out=st.floats(0, 0.9),
                features=st.lists(st.sampled_from(list(FEATURES)), min_size=1, max_size=7, unique=True).map(
                    tuple
                ),
                hidden=st.just(hidden),
                activations=st.tuples(*(st.sampled_from(ACTIVATIONS) for _ in hidden)),
                output=st.sampled_from(["sigmoid", "tanh", "softmax", "linear"]),
                loss=st.sampled_from(["cross_entropy", "mse"]),
                batch=st.integers(0, 60),
                rule=st.sampled_from(list(RULES)),
                lr=st.floats(1e-6, 0.1),
                penalty=st.sampled_from(["none", "L1", "L2"]),
                lam=st.floats(0, 0.1),
                dropout=st.floats(0, 0.9),
                start=st.sampled_from(STARTS),
                data_seed=st.integers(0, 2**31 - 1),
                start_seed=st.integers(0, 2**31 - 1),
            )
        )
    )
)
CHANGES = st.lists(
    st.tuples(st.integers(0, 4), st.floats(1e-6, 0.1), st.sampled_from(list(RULES)), st.booleans()),
    max_size=3,
)


# To find a smaller case takes minutes, and more memory than a test may take.
NO_SHRINKING = [Phase.explicit, Phase.generate]


def without_idle(state):
    """A state without the segments that change nothing."""
    first, *later = state["segments"]
    kept = [first]
    for segment in later:
        if segment["theta"] is not None or segment["settings"] != kept[-1]["settings"]:
            kept.append(segment)
    return state | dict(segments=kept)


@settings(max_examples=60, phases=NO_SHRINKING)
@given(SETTINGS, CHANGES, st.integers(0, 5))
def test_a_line_restores_settings_picture_and_step(words, changes, more):
    learner = Learner(Settings(**words))
    learner.stop = Stop(at_most=1000, loss_below=0.001)
    for steps, lr, rule, by_hand in changes:
        learner.player.advance(steps)
        learner.change(lr=lr, rule=rule)
        if by_hand and not learner.diverged:
            theta = learner.theta.copy()
            theta[0] = 0.1 + 0.2
            learner.edit(theta)
    learner.player.advance(more)
    line = export.line(learner, colours="flat")
    found, picture = opened(line)
    assert "\n" not in line and picture == dict(colours="flat")
    assert without_idle(found.state()) == without_idle(learner.state())
    assert np.array_equal(found.theta, learner.theta) and found.step == learner.step
    found.player.advance(3), learner.player.advance(3)
    assert np.array_equal(found.theta, learner.theta, equal_nan=True)


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_that_was_tried_and_taken_back_leaves_no_trace(rule):
    """Else two runs with the same segments would differ, and no line could restore both."""
    plain, tried = Learner(Settings(rule=rule, lr=0.01)), Learner(Settings(rule=rule, lr=0.01))
    plain.player.advance(5), tried.player.advance(5)
    for other in RULES:
        tried.change(rule=other)
    tried.change(rule=rule)
    plain.player.advance(5), tried.player.advance(5)
    assert np.array_equal(plain.theta, tried.theta)
    tried.player.seek(2), tried.player.seek(9), plain.player.seek(9)
    assert np.array_equal(plain.theta, tried.theta)


def test_a_line_restores_points_of_ones_own_and_a_start_of_ones_own():
    rng = np.random.default_rng(0)
    X, names = rng.uniform(-3, 3, (9, 2)), ("rot, 'x'", "blau\\")
    own = from_points(X, [0, 1] * 4 + [0], names, held_out=0.3)
    start = np.linspace(-1, 1, 25)
    learner = Learner(Settings(data="own"), own, start)
    learner.player.advance(4)
    found, _ = opened(export.line(learner))
    assert found.state() == learner.state() and np.array_equal(found.theta, learner.theta)
    assert found.material.classes == names and np.array_equal(found.material.held, own.held)


def test_a_line_of_a_run_that_has_diverged_comes_to_the_same_step():
    learner = Learner(Settings(task="regression", data="plane", lr=50, hidden=(3,), activations="linear"))
    learner.player.advance(500)
    assert learner.diverged
    assert opened(export.line(learner))[0].step == learner.step


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (dict(learning_rate=0.1), "learning_rate: expected one of task, data, formula, samples"),
        (dict(lr=-1), "lr: expected a number above 0, got -1"),
        (dict(step=-1), "step: expected a whole number of at least 0, got -1"),
        (dict(step=2.5), "step: expected a whole number of at least 0, got 2.5"),
        (dict(theta=[1.0, 2.0]), "theta: expected "),
        (dict(theta="no"), "theta: expected a row of numbers"),
        (
            dict(segments=[(5, dict(hidden=(3,)))]),
            "segments: expected a list of (step, changes), changes some of",
        ),
        (dict(segments=5), "segments: expected a list of (step, changes)"),
        (dict(segments=[(-1, dict(lr=0.1))]), "segments: expected a whole number of at least 0, got -1"),
        (dict(segments=[(3, dict(theta=[1.0]))]), "theta: expected "),
        (dict(own=dict(X=[[0, 0]])), "own: expected samples with name, X, y and held, got"),
        (dict(own=5), "own: expected samples with name, X, y and held, got 5"),
        (dict(data="own"), 'material: expected samples, since data is "own", got None'),
        (dict(stop=dict(never=1)), "stop: expected some of loss_below, accuracy_above, at_most, patience"),
        (dict(stop=dict(at_most=0)), "at_most: expected a whole number of at least 1, got 0"),
    ],
)
def test_a_line_that_means_nothing_is_refused_in_a_sentence(words, sentence):
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}"):
        export.learner_from(**words)


# ---- Weights -----------------------------------------------------------------------------------------

WEIGHTS = {"JSON": lambda learner: export.weights_json(learner).encode(), ".npz": export.weights_npz}


@pytest.mark.parametrize("kind", WEIGHTS)
@pytest.mark.parametrize("seed", range(6))
def test_weights_come_back_to_the_last_bit_and_change_the_network(seed, kind):
    learner = at_random(seed)
    fresh = Learner(
        Settings(
            task=learner.settings.task,
            data=learner.settings.data,
            samples=40,
            lr=0.7,
            output="tanh" if learner.settings.output == "softmax" else "softmax",
        )
    )
    fresh.player.advance(3)
    found = export.load(WEIGHTS[kind](learner), fresh)
    assert np.array_equal(found.theta, learner.theta) and found.net == learner.net and found.step == 0
    mine, theirs = found.settings, learner.settings
    assert (mine.features, mine.loss, mine.output) == (theirs.features, theirs.loss, theirs.output)
    assert (mine.lr, mine.samples) == (0.7, 40)
    points = np.random.default_rng(1).uniform(-3, 3, (20, 2))
    assert np.array_equal(found.answers(found.theta, points), learner.answers(learner.theta, points))


def test_the_json_names_the_layers_and_has_a_row_for_each_input():
    learner = Learner(Settings(hidden=(3,), activations="relu", features=("x1", "x2²")))
    found = json.loads(export.weights_json(learner))
    assert found["features"] == ["x1", "x2²"] and found["classes"] == ["ring", "disc"] and found["step"] == 0
    assert [(layer["name"], layer["activation"]) for layer in found["layers"]] == [
        ("hidden layer 1", "relu"),
        ("output", "sigmoid"),
    ]
    [(W, b), _] = learner.net.layers(learner.first)
    assert found["layers"][0]["W"] == W.tolist() and found["layers"][0]["b"] == b.tolist()
    assert export.weights_json(learner).count("\n") < 25  # a row of W in each line, not a number


def test_the_npz_is_read_by_the_course_and_the_courses_own_is_read_here(tmp_path):
    learner = at_random(3)
    (tmp_path / "w.npz").write_bytes(export.weights_npz(learner))
    net, theta = network.load(tmp_path / "w.npz")
    assert net == learner.net and np.array_equal(theta, learner.theta)
    own = network.Network((2, 5, 1), ("relu", "sigmoid"))
    network.save(tmp_path / "own.npz", own, np.arange(own.size) / 10)
    found = export.load(tmp_path / "own.npz", Learner(Settings()))
    assert found.net == own and found.theta.tolist() == (np.arange(own.size) / 10).tolist()


def test_samples_of_ones_own_stay_when_weights_are_loaded():
    own = from_points([[0, 0], [1, 1], [2, 0]], [0, 1, 0], ("a", "b"), held_out=0)
    learner = Learner(Settings(data="own"), own)
    assert export.load(export.weights_npz(learner), learner).material is own


LAYER = {"name": "output", "activation": "sigmoid", "W": [[1.0], [2.0]], "b": [0.5]}


def as_json(**change):
    layer = {key: change.pop(key, value) for key, value in LAYER.items()}
    found = dict(features=["x1", "x2"], layers=[{k: v for k, v in layer.items() if v is not None}])
    return json.dumps(found | change).encode()


def as_npz(save=np.savez, **change):
    good = dict(
        sizes=(2, 1), activations=["sigmoid"], bias=True, theta=[1.0, 2.0, 0.5], features=["x1", "x2"]
    )
    file = io.BytesIO()
    save(file, **{key: value for key, value in (good | change).items() if value is not None})
    return file.getvalue()


BAD = {
    "nothing": (b"", "expected JSON or an .npz, got neither"),
    "no JSON": (b"{1", "expected JSON or an .npz, got neither"),
    "not UTF-8": (b'{"\xff"', "expected JSON or an .npz, got neither"),
    "nested": (b"[" * 100_000, "expected JSON or an .npz, got neither"),
    "large": (b" " * 10_000_001, "expected at most 10,000,000 bytes, got 10,000,001"),
    "another JSON": (b"[1, 2]", 'expected an object with "features" and "layers", got something else'),
    "no layers": (as_json(layers=[]), "layers: expected a list of layers, each with W, b and activation"),
    "no W": (as_json(W=None), "layer 1: expected W, b and activation, got no W"),
    "ragged W": (as_json(W=[[1.0], [2.0, 3.0]]), "layer 1, W: expected a table of numbers"),
    "W of words": (as_json(W=[["a"], ["b"]]), "layer 1, W: expected a table of numbers"),
    "nan": (as_json(W=[[1.0], [float("nan")]]), "layer 1, W: expected finite numbers, got nan"),
    "too few rows": (as_json(W=[[1.0]]), "layer 1: expected W with 2 rows, one for each input, got 1"),
    "too many biases": (as_json(b=[1, 2]), "layer 1: expected as many biases as W has columns, 1, got 2"),
    "huge": (as_json(b=[1e200]), "expected weights and biases up to 1e+30, got larger ones"),
    "no activation": (
        as_json(activation=None),
        "layer 1, activation: expected one of sigmoid, tanh, softmax",
    ),
    "unknown activation": (as_json(activation="gelu"), "layer 1, activation: expected one of sigmoid, tanh"),
    "unknown feature": (as_json(features=["x1", "x9"]), "features: expected one of x1, x2"),
    "features in disorder": (as_json(features=["x2", "x1"]), "features: expected them in the order x1, x2"),
    "another loss": (as_json(loss="hinge"), "loss: expected one of cross_entropy, mse, got 'hinge'"),
    "wide": (
        as_json(layers=[{"activation": "tanh", "W": [[0] * 9] * 2, "b": [0] * 9}, LAYER | {"W": [[0]] * 9}]),
        "expected up to 6 hidden layers of up to 8 units, got 9",
    ),
    "linear output": (
        as_json(activation="linear"),
        "expected outputs for 2 classes, as 1 sigmoid, got 1 linear",
    ),
    "tanh by cross_entropy": (
        as_json(activation="tanh", loss="cross_entropy"),
        "loss: expected mse for tanh outputs, got cross_entropy",
    ),
    "no zip": (b"PK" + b"\0" * 50, "expected an .npz of weights, got another file"),
    "broken zip": (as_npz()[:-30], "expected an .npz of weights, got another file"),
    "no theta": (as_npz(theta=None), "expected an .npz of weights, got another file"),
    "pickle": (as_npz(theta=np.array([{}], dtype=object)), "expected an .npz of weights, got another file"),
    "short theta": (as_npz(theta=[1.0]), "theta: expected 3 numbers for sizes (2, 1), got 1"),
    "no bias": (as_npz(bias=False, theta=[1.0, 2.0]), "expected a network with biases, got one without"),
    "bad sizes": (as_npz(sizes=(2, 0)), "sizes: expected two or more whole numbers of at least 1"),
    "unpacks to much": (
        as_npz(np.savez_compressed, more=np.zeros(2_000_000)),
        "expected an .npz of weights, got another file",
    ),
    "no features": (
        as_npz(sizes=(3, 1), theta=[1.0] * 4, features=None),
        "features: expected at least one of x1, x2",
    ),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_file_is_refused_in_a_sentence_that_names_it(kind, tmp_path):
    content, sentence = BAD[kind]
    learner = Learner(Settings())
    with pytest.raises(ValueError, match=f"^the file: {re.escape(sentence)}") as error:
        export.load(content, learner)
    assert len(str(error.value)) <= 300
    (tmp_path / "mine.json").write_bytes(content)
    with pytest.raises(ValueError, match=f"^mine.json: {re.escape(sentence)}"):
        export.load(tmp_path / "mine.json", learner)


def test_the_good_file_next_to_the_bad_ones_is_good():
    for content in (as_json(), as_npz(), as_npz(features=None)):
        assert export.load(content, Learner(Settings())).theta.tolist() == [1, 2, 0.5]


def test_where_no_file_is_the_error_is_pythons_own(tmp_path):
    with pytest.raises(FileNotFoundError):
        export.load(tmp_path / "none.json", Learner(Settings()))


# ---- Samples -----------------------------------------------------------------------------------------


def rows_of(learner):
    return list(csv.DictReader(io.StringIO(export.data_csv(learner))))


def test_the_courses_reader_reads_the_samples_again(tmp_path, capsys):
    learner = Learner(Settings(data="moons", noise=0.2))
    path = export.save(learner, "samples, CSV", tmp_path).paths[0]
    found = data.from_csv(path, target="class")
    m = learner.material
    assert np.array_equal(found.X, m.X) and found.features == ("x1", "x2")
    assert [found.classes[i] for i in found.y] == [m.classes[i] for i in m.y]
    assert [row["part"] == "held out" for row in rows_of(learner)] == m.held.tolist()


def test_more_classes_and_numbers_are_written_too(tmp_path, capsys):
    learner = Learner(Settings(data="four blobs"))
    found = data.classes_from_csv(export.data_csv(learner), target="class")
    assert [found.classes[i] for i in found.y] == [learner.material.classes[i] for i in learner.material.y]
    learner = Learner(Settings(task="regression", data="plane"))
    table = data.read_table(export.data_csv(learner))
    assert np.array_equal(table.values("y"), learner.material.y)


def test_samples_of_ones_own_are_written_as_they_were_measured():
    X = np.array([[150.0, 1.0], [180.0, 2.5], [165.0, 1.5], [172.0, 4.0]])
    mine = data.Data("mine", X, [0, 1, 0, 1], ("class", "price in \\$"), ("a, b", 'c "d"'))
    learner = Learner(Settings(data="own"), material_of(mine))
    assert np.abs(learner.material.X).max() <= 2.5
    rows = rows_of(learner)
    assert list(rows[0]) == ["class", "price in $", "class_", "part"]
    np.testing.assert_allclose([[float(r["class"]), float(r["price in $"])] for r in rows], X, rtol=1e-14)
    assert [row["class_"] for row in rows] == ["a, b", 'c "d"', "a, b", 'c "d"']


# ---- Files -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", export.KINDS)
def test_files_are_never_written_over(what, tmp_path):
    learner = Learner(Settings())
    first, second, third = (export.save(learner, what, tmp_path) for _ in range(3))
    assert len({*first.paths, *second.paths, *third.paths}) == 3 * len(first.paths)
    assert second.paths[0].stem == first.paths[0].stem + "_2"
    assert all(path.stat().st_size for path in third.paths)
    names = " and ".join(path.name for path in first.paths)
    assert first.sentence == f"Saved {names} in {tmp_path}."
    if what.endswith("script"):
        script, arrays = second.paths
        assert f'np.load("{arrays.name}")' in script.read_text("utf-8") and arrays.stem == script.stem


def test_half_of_a_name_that_is_taken_is_left_alone(tmp_path):
    """A script whose arrays would lie over another file takes another number for both."""
    (tmp_path / "playground_numpy.npz").write_bytes(b"mine")
    saved = export.save(Learner(Settings()), "NumPy script", tmp_path)
    assert [path.name for path in saved.paths] == ["playground_numpy_2.py", "playground_numpy_2.npz"]
    assert (tmp_path / "playground_numpy.npz").read_bytes() == b"mine"


def test_a_file_that_comes_in_between_is_not_written_over(tmp_path, monkeypatch):
    """Another tab may save at the same moment, after the look and before the writing."""
    (tmp_path / "playground_samples.csv").write_bytes(b"mine")
    monkeypatch.setattr(export.Path, "exists", lambda path: False)
    with pytest.raises(ValueError, match="File exists"):
        export.save(Learner(Settings()), "samples, CSV", tmp_path)
    assert (tmp_path / "playground_samples.csv").read_bytes() == b"mine"


def test_by_itself_a_file_goes_where_the_kernel_works(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert export.save(Learner(Settings()), "weights, JSON").paths == [tmp_path / "playground_weights.json"]


def test_where_nothing_can_be_written_a_sentence_says_so_and_nothing_is_left(tmp_path, monkeypatch):
    with pytest.raises(
        ValueError, match=r"^folder: expected one that can be written to, got .*none: No such"
    ):
        export.save(Learner(Settings()), "weights, JSON", tmp_path / "none")
    (tmp_path / "playground_numpy.py").mkdir()

    def full(*given, **more):
        raise OSError(28, "No space left on device")

    real = export.Path.open

    def opened(self, *given, **more):
        return full() if self.suffix == ".npz" else real(self, *given, **more)

    monkeypatch.setattr(export.Path, "open", opened)
    with pytest.raises(ValueError, match="No space left on device"):
        export.save(Learner(Settings()), "NumPy script", tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["playground_numpy.py"]


def test_another_kind_is_refused():
    with pytest.raises(
        ValueError, match=r"^what: expected one of NumPy script, PyTorch script, weights, JSON"
    ):
        export.save(Learner(Settings()), "ONNX")
