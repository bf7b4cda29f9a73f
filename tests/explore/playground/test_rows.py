"""Each row of the README's table of the playground, driven as a reader's hand would: one test a row.

The table says what there is and how to see it; here each is seen. What a page does with it is in
`tests/browser/test_playground.py`.
"""

import contextlib
import csv
import json
import re
import runpy
import tempfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from nnlab import network
from nnlab.data import Data
from nnlab.explore.kit.numbers import plain
from nnlab.explore.kit.stage import Pointer
from nnlab.explore.playground import explore_playground
from nnlab.explore.playground.presets import BAD, GOOD, REASONS
from nnlab.pictures.network_plan import Spot

README = Path(__file__).parents[3] / "README.md"
ROWS: dict[str, Callable] = {}


def row(name: str) -> Callable:
    """Mark the function that drives a row of the table."""

    def mark(drive: Callable) -> Callable:
        assert name not in ROWS
        ROWS[name] = drive
        return drive

    return mark


def at(explorer, k: int) -> str:
    """Learn until step k, and return the status line."""
    explorer.learner.advance(k - explorer.learner.step)
    explorer.publish()
    return explorer.sentence()


def point(explorer, spot: Spot, kind: str = "move") -> None:
    """Put the pointer on a part of the network."""
    plan = explorer.view.plan
    if spot.kind == "weight":
        x, y = np.array([0.8, 0.2]) @ plan.line(spot)  # where no other line crosses it
    elif spot.kind == "bias":
        x, y = plan.biases(spot.layer)[spot.j]
    elif spot.kind in ("unit", "feature"):
        x, y = plan.middles(spot.layer)[spot.j]
    else:
        x, y = plan.buttons[spot]
    explorer.pointed(Pointer(kind, explorer.view.network.ax, float(x), float(y)))


def on_plane(explorer, kind: str, x: float, y: float, **keys) -> None:
    """Let the pointer do something on the output."""
    explorer.pointed(Pointer(kind, explorer.view.plane.ax, x, y, **keys))


# ---- What TensorFlow Playground has ------------------------------------------------------------------


@row("data with classes: circle, XOR, two clouds, spiral, moons")
def classes_as_data(page, drawn):
    seen = set()
    for name in ("circle", "xor", "gauss", "spiral", "moons"):
        page.controls["data"].value = name
        assert {*page.learner.material.y} == {0, 1}
        seen.add(page.learner.material.X.tobytes())
    assert len(seen) == 5


@row("regression: a plane, six hills")
def numbers_as_data(page, drawn):
    page.controls["task"].value = "regression"
    for name in ("plane", "multi_gauss"):
        page.controls["data"].value = name
        assert page.learner.material.task == "regression" and len({*page.learner.material.y}) > 50
        assert page.learner.net.activations[-1] == "linear"


@row("noise")
def noise(page, drawn):
    before = page.learner.material.y.copy()
    page.controls["noise"].value = 0.5
    assert (page.learner.material.y != before).mean() > 0.02


@row("share held out")
def held_out(page, drawn):
    for share in (0.0, 0.3, 0.9):
        page.controls["held_out"].value = share
        assert page.learner.material.held.mean() == pytest.approx(share, abs=0.01)


@row("batch size")
def batch_size(page, drawn):
    for size in (1, 30):
        page.controls["batch"].value = size
        assert len(page.learner.rows(0)) == size


@row("learning rate")
def learning_rate(page, drawn):
    theta = page.learner.theta
    moves = []
    for lr in (0.01, 0.1):
        page.controls["lr"].value = lr
        page.learner.player.seek(0)
        at(page, 1)
        moves.append(page.learner.theta - theta)
        page.learner.player.seek(0)
    np.testing.assert_allclose(moves[1], 10 * moves[0], rtol=1e-9)


@row("activation")
def activation(page, drawn):
    for name in ("relu", "sigmoid", "linear", "tanh"):
        page.controls["activations"].all.value = name
        assert page.learner.net.activations[:-1] == (name, name)


@row("L1, L2 and λ")
def penalties(page, drawn):
    norms = {}
    for penalty in ("none", "L1", "L2"):
        page.controls["penalty"].value = penalty
        page.controls["lam"].value = 0.1
        page._on_same_start(None)
        at(page, 300)
        theta = page.learner.theta
        norms[penalty] = np.abs(theta).sum()
    assert norms["L1"] < 0.5 * norms["none"] and norms["L2"] < norms["none"]
    assert page.learner.settings.lam == 0.1


@row("classification or regression")
def either_task(page, drawn):
    page.controls["task"].value = "regression"
    assert page["data"] == "plane" and page["loss"] == "mse" and page["output"] == "linear"
    page.controls["task"].value = "classification"
    assert page.learner.material.task == "classification"


@row("features x₁, x₂, x₁², x₂², x₁x₂, sin x₁, sin x₂")
def features(page, drawn):
    point(page, Spot("feature", 0, 2), "press")
    assert page["features"] == ("x1", "x2", "x1²") and page.learner.net.inputs == 3
    for box in page.controls["features"].boxes.values():
        box.value = True
    assert page.learner.net.inputs == 7
    x = np.array([[0.5, -2.0]])
    expected = [[0.5, -2, 0.25, 4, -1, np.sin(0.5), np.sin(-2)]]
    np.testing.assert_allclose(page.learner.inputs(x), expected)


@row("up to 6 hidden layers of up to 8 units, by a click")
def layers(page, drawn):
    for _ in range(9):
        point(page, Spot("more layers"), "press")
        page.draw()
    assert len(page["hidden"]) == 6
    for _ in range(9):
        point(page, Spot("more units", 1), "press")
        page.draw()
    assert page["hidden"][0] == 8
    point(page, Spot("fewer units", 1), "press")
    point(page, Spot("fewer layers"), "press")
    assert page["hidden"] == (7, 2, 2, 2, 2) and page.learner.net.sizes == (2, 7, 2, 2, 2, 2, 1)


@row("a map of the plane in every unit")
def maps(page, drawn):
    at(page, 100)
    page.draw()
    maps = page.view.network.columns
    before = [column.get_array().copy() for column in maps[:3]]
    at(page, 200)
    page.draw()
    changed = [not np.array_equal(b, column.get_array()) for b, column in zip(before, maps)]
    assert changed == [False, True, True]  # features stay what they are


@row("weights as lines: hover to read, click to edit")
def weights(page, drawn):
    spot = Spot("weight", 1, 2, 1)
    point(page, spot)
    value = page.value_of(spot)
    assert page.learner.net.layers(page.learner.theta)[0].W[1, 2] == value
    assert page.card() == plain(value) and plain(value) in page.sentence()
    point(page, spot, "press")
    page.typed("ArrowUp", False)
    assert page.value_of(spot) == pytest.approx(value + 0.1)
    assert page.learner.net.layers(page.learner.theta)[0].W[1, 2] == pytest.approx(value + 0.1)


@row("the output in large; a unit under the pointer in its place")
def output_in_large(page, drawn):
    at(page, 200)
    page.draw()
    plane = page.view.plane
    shades = plane.image.get_array().copy()
    assert plane.title.get_text() == "output"
    point(page, Spot("unit", 1, 0))
    page.draw()
    assert plane.title.get_text() == "layer 1, unit 1"
    assert not np.array_equal(plane.image.get_array(), shades)


@row("colours discretised, or not")
def discretised(page, drawn):
    at(page, 200)
    page.draw()
    shades = page.view.plane.image.get_array().copy()
    page.controls["discretised"].value = True
    page.draw()
    assert len(np.unique(page.view.plane.image.get_array())) < len(np.unique(shades))


@row("curves of training and held-out loss")
def curves(page, drawn):
    at(page, 150)
    steps, losses = page.learner.curves()
    assert steps[-1] >= 100 and losses.shape == (len(steps), 2) and np.isfinite(losses).all()
    learner, held = page.learner, page.learner.material.held
    X, Y = learner.inputs(learner.material.X), learner.asking.targets
    for part, told in ((~held, learner.loss), (held, learner.held_loss)):
        loss = network.loss(learner.net, X[part], Y[part], "cross_entropy")
        assert loss(learner.theta)[0] == pytest.approx(told, rel=1e-12)


@row("play, step, rewind, speed")
def play(page, drawn):
    page.seek(1)
    assert page.learner.step == 1
    at(page, 50)
    page.seek(0)
    assert page.learner.step == 0 and page.player.length == 50
    page.play()
    assert page.stage.playing
    page.pause()
    assert not page.stage.playing and len(page.stage.speeds) > 4


# ---- What its users ask for --------------------------------------------------------------------------


@row("your own points: drawn, dragged, removed, cleared")
def own_points(page, drawn):
    n = len(page.points.X)
    on_plane(page, "press", 2.6, 2.6)
    on_plane(page, "release", 2.6, 2.6)
    assert len(page.points.X) == n + 1 and page["data"] == "own"
    on_plane(page, "press", 2.6, 2.6)
    on_plane(page, "drag", -2.6, 2.4)
    on_plane(page, "release", -2.6, 2.4)
    np.testing.assert_allclose(page.learner.material.X[-1], [-2.6, 2.4])
    on_plane(page, "press", -2.6, 2.4, alt=True)
    on_plane(page, "release", -2.6, 2.4, alt=True)
    assert len(page.learner.material.X) == n
    for x in (-2.6, 2.6):
        on_plane(page, "press", x, 2.8)
        on_plane(page, "release", x, 2.8)
    assert len(page.learner.material.X) == n + 2
    page.clear_button.click()
    assert len(page.learner.material.X) == n and page["data"] == "circle"


@row("your own file")
def own_file(page, drawn):
    rng = np.random.default_rng(1)
    X = rng.uniform(100, 200, (60, 2))
    page._on_file(Data("people", X, (X[:, 0] > 150).astype(int), ("height", "mass"), ("low", "high")))
    assert page["data"] == "own" and len(page.learner.material.X) == 60
    at(page, 300)
    assert page.learner.accuracy() > 0.9


@row("the samples as a file, held-out rows marked")
def data_out(page, drawn):
    m, (names, *rows) = page.learner.material, csv.reader(page._text("samples, CSV").splitlines())
    assert names == ["x1", "x2", "class", "part"]
    np.testing.assert_array_equal([[float(x) for x in row[:2]] for row in rows], m.X)
    assert [row[2] for row in rows] == [m.classes[i] for i in m.y]
    assert [row[3] == "held out" for row in rows] == m.held.tolist() and {*m.held} == {True, False}


@row("three and four classes: softmax, confusion matrix, accuracy")
def many_classes(page, drawn):
    for name, classes in (("three arms", 3), ("four blobs", 4)):
        page.controls["data"].value = name
        assert page.learner.net.outputs == classes and page.learner.net.activations[-1] == "softmax"
    said = at(page, 400)
    assert "Right: " in said and page.learner.accuracy() > 0.9
    page.controls["noise"].value = 0.5  # for answers that are wrong
    at(page, 100)
    learner, m = page.learner, page.learner.material
    called = learner.answers(learner.theta, m.X[m.held]).argmax(axis=1)
    counts = [int(((m.y[m.held] == right) & (called == c)).sum()) for right in range(4) for c in range(4)]
    assert [int(n) for n in re.findall(r"<td>(\d+)</td>", page.answers.value)] == counts
    assert not np.array_equal(np.reshape(counts, (4, 4)), np.reshape(counts, (4, 4)).T)


@row("a function as data: a formula typed, without eval")
def formula(page, drawn):
    page.controls["data"].value = "formula"
    page.controls["formula"].value = "x2 > sin(2*x1)"
    X, y = page.learner.material.X, page.learner.material.y
    np.testing.assert_array_equal(y, X[:, 1] > np.sin(2 * X[:, 0]))
    page.controls["formula"].value = "__import__('os')"
    assert "formula: " in page.problem
    np.testing.assert_array_equal(page.learner.material.X, X)


@row("an activation for each layer")
def activation_of_a_layer(page, drawn):
    page.controls["activations"].lists[1].value = "relu"
    assert page.learner.net.activations == ("tanh", "relu", "sigmoid")


@row("losses to choose")
def losses(page, drawn):
    page.controls["loss"].value = "mse"
    page.controls["output"].value = "tanh"
    at(page, 5)
    learner, kept = page.learner, ~page.learner.material.held
    a = learner.answers(learner.theta, learner.material.X[kept])[:, 0]
    assert learner.loss == pytest.approx(np.mean((a - (2 * learner.material.y[kept] - 1)) ** 2))


@row("momentum, RMSProp, Adam")
def rules(page, drawn):
    ends = set()
    for rule in ("plain", "momentum 0.9", "RMSProp", "Adam"):
        page.controls["rule"].value = rule
        page._on_same_start(None)
        at(page, 20)
        ends.add(page.learner.theta.tobytes())
    assert len(ends) == 4


@row("biases seen and edited")
def biases(page, drawn):
    spot = Spot("bias", 1, 3)
    point(page, spot, "press")
    page.weight_entry.number.value = "1.5"
    assert page.learner.net.layers(page.learner.theta)[0].b[3] == 1.5
    assert page.learner.segments[-1][0] == page.learner.step


@row("dropout")
def dropout(page, drawn):
    page.controls["hidden"].value = (8, 8)
    page.controls["dropout"].value = 0.5
    masks = page.learner.masks(3)
    assert {*np.unique(masks[0])} <= {0.0, 2.0} and not np.array_equal(masks[0], page.learner.masks(4)[0])
    np.testing.assert_array_equal(masks[0], page.learner.masks(3)[0])


@row("back to the same start")
def same_start(page, drawn):
    first = page.learner.theta
    at(page, 30)
    then = page.learner.theta
    page._on_same_start(None)
    np.testing.assert_array_equal(page.learner.theta, first)
    at(page, 30)
    np.testing.assert_array_equal(page.learner.theta, then)


@row("another start")
def another_start(page, drawn):
    first, X = page.learner.theta, page.learner.material.X
    page._on_another_start(None)
    assert not np.array_equal(page.learner.theta, first)
    np.testing.assert_array_equal(page.learner.material.X, X)


@row("samples drawn anew")
def new_samples(page, drawn):
    first, X = page.learner.theta, page.learner.material.X
    page._on_new_samples(None)
    np.testing.assert_array_equal(page.learner.theta, first)
    assert not np.array_equal(page.learner.material.X, X)


@row("held-out samples shown or hidden")
def held_out_shown(page, drawn):
    page.draw()
    hollow = sum(len(mark.get_xdata()) for mark in page.view.plane.hollow)
    assert hollow == page.learner.material.held.sum() > 0
    page.controls["show_held"].value = False
    page.draw()
    assert sum(len(mark.get_xdata()) for mark in page.view.plane.hollow) == 0


@row("undo of every change")
def undo(page, drawn):
    at(page, 40)
    theta = page.learner.theta
    page.controls["lr"].value = 0.3
    point(page, Spot("more units", 1), "press")
    on_plane(page, "press", 2.7, 2.7)
    on_plane(page, "release", 2.7, 2.7)
    for _ in range(3):
        page.undo()
    assert page["lr"] == 0.03 and page["hidden"] == (4, 2) and page["data"] == "circle"
    page.seek(40)
    np.testing.assert_array_equal(page.learner.theta, theta)


@row("stop rules: loss, accuracy, steps, no better for k")
def stop_rules(page, drawn):
    page.controls["at_most"].value = 100
    page.learner.advance(1000)
    assert page.learner.step == 100 and "100" in page.learner.stopped()
    page.controls["at_most"].value = None
    page.set(hidden=(8,), rule="Adam", lr=0.03)
    page.controls["loss_below"].value = 0.3
    page.learner.advance(5000)
    assert page.learner.loss <= 0.3 and page.learner.stopped()
    page.controls["loss_below"].value = None
    page.controls["accuracy_above"].value = 0.95
    page.learner.advance(5000)
    assert page.learner.accuracy() > 0.95 and page.learner.stopped()
    page.controls["accuracy_above"].value = None
    page.controls["patience"].value = 50
    page.learner.advance(20_000)
    steps, held = page.learner.step, page.learner.curves()[1][:, 1]
    best, lowest = page.learner.best
    assert steps - best == 50 and lowest <= held.min() and page.learner.held_loss > lowest
    assert "not lower in the 50 steps since" in page.learner.stopped()


@row("rate, batch, λ and rule changed while it learns")
def changed_on_the_way(page, drawn):
    for k, change in (
        (20, dict(lr=0.3)),
        (40, dict(batch=30)),
        (60, dict(penalty="L2", lam=0.01)),
        (80, dict(rule="Adam")),
    ):
        at(page, k)
        page.set(**change)
        assert page.learner.step == k
    at(page, 100)
    theta = page.learner.theta
    assert [k for k, _ in page.learner.segments] == [0, 20, 40, 60, 80]
    page.seek(30)
    assert page["lr"] == 0.3 and page["batch"] == 10
    page.seek(100)
    np.testing.assert_array_equal(page.learner.theta, theta)
    assert page["rule"] == "Adam" and page["lam"] == 0.01


@row("presets known to work, and known to fail, each with its reason")
def presets(page, drawn):
    assert len(GOOD) >= 6 and len(BAD) >= 8
    for name, reason in REASONS.items():
        page.preset.value = name
        assert len(reason) > 30 and reason in page.sentence()


@row("a copied line restores all")
def copied_line(page, drawn):
    page.set(data="xor", hidden=(5,), lr=0.1)
    at(page, 30)
    page.set(rule="Adam")
    at(page, 60)
    line = page._text("a line of code")
    other = eval(line, dict(explore_playground=explore_playground))
    np.testing.assert_array_equal(other.learner.theta, page.learner.theta)
    assert (
        other.learner.step == 60
        and other["rule"] == "Adam"
        and other.learner.segments == page.learner.segments
    )
    other.close()


@row("a script in NumPy alone that trains the same")
def numpy_script(page, drawn):
    at(page, 60)
    script = page._text("NumPy script")
    assert "nnlab" not in re.sub(r"#.*|\"\"\".*?\"\"\"", "", script, flags=re.S)
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        assert "Saved playground_numpy.py" in page._save("NumPy script")
        assert Path("playground_numpy.py").read_text(encoding="utf-8") == script
        trained = runpy.run_path("playground_numpy.py")
        trained["given"].close()  # else the end of a process does that
    np.testing.assert_allclose(trained["theta"], page.learner.theta, rtol=1e-9)
    assert trained["losses"][-1] == pytest.approx(page.learner.loss, rel=1e-9)


@row("the same as a PyTorch script")
def torch_script(page, drawn):
    script = page._text("PyTorch script")
    compile(script, "script", "exec")
    assert "import torch" in script and "backward()" in script


@row("weights as JSON and .npz, and loaded back")
def weights_out(page, drawn):
    at(page, 50)
    theta, content = page.learner.theta, page._text("weights, JSON")
    assert json.loads(content)
    page._on_another_start(None)
    assert not np.array_equal(page.learner.theta, theta)
    page._load(content.encode())
    np.testing.assert_array_equal(page.learner.theta, theta)


@row("a page loaded again finds its state")
def state(page, drawn):
    page.set(data="spiral", hidden=(6, 3))
    at(page, 70)
    again = explore_playground()
    assert again["data"] == "spiral" and again["hidden"] == (6, 3) and again.learner.step == 70
    np.testing.assert_array_equal(again.learner.theta, page.learner.theta)
    again.close()


# ---- What only this has ------------------------------------------------------------------------------


@row("A | B: two settings side by side from one start")
def side_by_side(page, drawn):
    page._keep()
    page.controls["lr"].value = 0.3
    page._compare()
    both = page.comparing
    both.seek(50)
    a, b = both.comparison.learners
    assert (a.settings.lr, b.settings.lr) == (0.03, 0.3) and a.step == b.step == 50
    np.testing.assert_array_equal(a.first, b.first)
    assert "0.03" in both.sentence() and "0.3" in both.sentence()


@row("a sweep of any control over seeds, with its spread")
def sweep(page, drawn):
    page._sweep()
    sweeping = page.sweeping
    sweeping.set(steps=20, seeds=2)
    while not sweeping.sweeping.finished:
        sweeping.advance(1)
    table = sweeping.sweeping.table("loss")
    assert np.isfinite(table).all() and table.shape == (7, 2) and page.below.children == (sweeping,)
    assert (np.ptp(table, axis=1) > 0).all()  # each seed is a run of its own
    sweeping.set(measure="loss")
    sweeping.draw()
    drawn_medians, band = sweeping.picture.medians.get_ydata(), sweeping.picture.band.get_ydata()
    np.testing.assert_allclose(drawn_medians, np.median(table, axis=1))
    np.testing.assert_allclose(band[0::3], np.quantile(table, 0.25, axis=1))
    np.testing.assert_allclose(band[1::3], np.quantile(table, 0.75, axis=1))


@row("the formula at each unit, with its numbers")
def formula_at_a_unit(page, drawn):
    on_plane(page, "move", *page.learner.material.X[0])
    point(page, Spot("unit", 1, 0))
    W = page.learner.net.layers(page.learner.theta)[0].W
    said = page.sentence()
    assert "tanh(" in said and f"{abs(W[0, 0]):.2f}" in said, said


@row("the microscope on the sample under the pointer")
def microscope(page, drawn):
    at(page, 20)
    x = page.learner.material.X[3]
    on_plane(page, "move", *x)
    page.draw()
    told = page.way.value
    assert "Sample 4 at step 20:" in told
    learner = page.learner
    a, y = learner.answers(learner.theta, x[None])[0, 0], int(learner.material.y[3])
    loss = -np.log(a if y else 1 - a)
    assert f"= {plain(a)}</li>" in told and f"= {plain(loss)}</li>" in told
    # The way back: the slope by each bias of the first layer is the δ of its unit.
    one = network.loss(learner.net, learner.inputs(x[None]), np.array([[float(y)]]), "cross_entropy")
    slopes = learner.net.layers(one(learner.theta)[1])[0].b
    for j, delta in enumerate(slopes):
        [line] = re.findall(f"<li>δ⁽¹⁾{'₁₂₃₄'[j]} = .*?</li>", told)
        assert line.endswith(f" = {plain(delta)}</li>"), (line, delta)


@row("remarks that diagnose, each with what to try")
def remarks(page, drawn):
    assert "layer 1 say the same" not in at(page, 200)
    page.preset.value = "✗ Start at zero"
    said = at(page, 200)
    assert "All units of layer 1 say the same" in said and "Choose a random start." in said
    page.preset.value = "✗ XOR: linear units"
    assert "All hidden units are linear" in (said := at(page, 200)) and "Take tanh or relu." in said
    page.preset.value = "✗ It diverges"
    assert "diverged at step" in (said := at(page, 2000)) and "Lower the learning rate" in said


@row("all by keyboard")
def keyboard(page, drawn):
    page.controls["hidden"].entry.value = "3, 3, 3"
    assert page.learner.net.sizes == (2, 3, 3, 3, 1)
    page.weight_entry.source.value = 2
    page.weight_entry.number.value = "0.25"
    assert page.learner.net.layers(page.learner.theta)[0].W[1, 0] == 0.25
    page.typed("Escape", False)  # the arrows let go of the weight
    n = len(page.points.X)
    for key in ("ArrowRight", "ArrowUp", "Enter"):
        page.typed(key, False)
    assert len(page.points.X) == n + 1
    page.typed("undo", False)
    assert len(page.learner.material.X) == n


# ---- The table ----------------------------------------------------------------------------------------


@pytest.fixture
def page():
    """The playground as it opens."""
    return explore_playground(**dict(data="circle"))


@pytest.mark.parametrize("name", ROWS)
def test_a_row_of_the_table_is_seen(name, page, drawn):
    ROWS[name](page, drawn)
    assert "Something went wrong" not in page.problem


def test_the_readme_has_these_rows_and_no_others():
    section = README.read_text(encoding="utf-8").split("\n## The playground\n")[1].split("\n## ")[0]
    lines = [line.strip("| ") for line in section.splitlines() if line.startswith("| ")]
    rows = [re.split(r"(?<!\\) \| ", line) for line in lines[1:] if not line.startswith("**")]
    assert [cells[0].replace(r"\|", "|") for cells in rows] == [*ROWS]
    assert all(len(cells) == 4 and all(cells) for cells in rows)
