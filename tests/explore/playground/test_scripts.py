"""The script in plain NumPy: the same numbers in a fresh process, and nothing that the run does not use."""

import ast

import numpy as np
import pytest
from played_again import GOOD, STEPS, learned, losses, played_again

from nnlab.explore.playground.learner import Learner
from nnlab.explore.playground.script_run import ScriptRun
from nnlab.explore.playground.scripts import numpy_script
from nnlab.explore.playground.settings import ADAM, MOMENTUM, RMSPROP, Settings
from nnlab.explore.playground.torch_scripts import torch_script
from nnlab.features import FEATURES

NAMES = [*GOOD, *(f"random {seed}" for seed in range(12))]
WRITERS = {"NumPy": numpy_script, "PyTorch": torch_script}


@pytest.fixture(scope="module")
def learners():
    return {name: learned(name) for name in NAMES}


@pytest.fixture(scope="module")
def theirs(learners, tmp_path_factory):
    """The losses of all scripts; a process is started once for all of them."""
    return played_again(learners, numpy_script, tmp_path_factory.mktemp("scripts"))


@pytest.mark.parametrize("name", NAMES)
def test_the_script_in_numpy_follows_our_loss(name, learners, theirs):
    ours = losses(learners[name])
    assert len(theirs[name]) == STEPS + 1 and ours[0] != ours[-1]
    np.testing.assert_allclose(theirs[name], ours, rtol=1e-9, atol=0)


def test_the_runs_at_random_use_all_there_is(learners):
    """Else a rule, or a penalty, might be tried by none of them."""
    used = [stretch for name in NAMES[len(GOOD) :] for stretch in ScriptRun(learners[name]).stretches]
    assert {s.settings.rule for s in used} == {"plain", MOMENTUM, RMSPROP, ADAM}
    assert {s.penalty for s in used} == {"", "L2", "prox", "subgradient"}
    assert {bool(s.settings.dropout) for s in used} == {s.edited for s in used} == {True, False}
    assert {learners[name].settings.output for name in NAMES} == {"sigmoid", "tanh", "softmax", "linear"}
    groups = [group for name in NAMES[len(GOOD) :] for group in ScriptRun(learners[name]).groups]
    assert any(g.rule == MOMENTUM and not g.fresh for g in groups)
    assert any(g.rule == ADAM and not g.fresh for g in groups)
    assert any(len(g.stretches) > 1 for g in groups)


def defined(tree):
    """What a script gives a name to, functions and their arguments too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.alias):
            yield node.asname or node.name


@pytest.mark.parametrize("written_in", WRITERS)
@pytest.mark.parametrize("name", NAMES)
def test_no_name_is_defined_that_is_not_used_and_no_line_is_long(name, written_in, learners):
    script = WRITERS[written_in](learners[name])
    tree = ast.parse(script)
    used = {
        node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    }
    unused = set(defined(tree)) - used - {"_"}
    assert unused == set()
    assert [line for line in script.splitlines() if len(line) > 110] == []
    assert "nnlab" not in script and "$" not in script and "#?" not in script


@pytest.mark.parametrize("written_in", WRITERS)
def test_a_run_of_all_there_is_has_no_long_line(written_in):
    names = ("tanh", "relu", "sigmoid", "linear", "tanh", "tanh")
    settings = Settings(
        data="three arms",
        samples=2000,
        features=tuple(FEATURES),
        hidden=(8,) * 6,
        activations=names,
        rule=RMSPROP,
        penalty="L2",
        lam=0.001,
        dropout=0.25,
    )
    learner = Learner(settings)
    learner.player.advance(3)
    learner.change(lr=0.123456789, lam=0.00012345)
    script = WRITERS[written_in](learner, "playground_numpy_12", 1234)
    assert [line for line in script.splitlines() if len(line) > 110] == []
    ast.parse(script)


def test_a_plain_run_is_a_short_lesson(learners):
    script = numpy_script(learners["as it opens"])
    lines = [line for line in script.splitlines() if line.strip()]
    assert len(lines) <= 62
    for word in (
        "dropout",
        "mask",
        "lam",
        "Adam",
        "momentum",
        "features",
        "softmax",
        "weights[",
        "Steps 100",
    ):
        assert word not in script
    assert "Steps 0 to 199: plain descent." in script


def test_the_script_says_what_the_loss_was(learners):
    learner = learners["as it opens"]
    learner.player.seek(STEPS)
    assert f"the training loss was {learner.loss:.9g} at the end" in numpy_script(learner)
    assert "the training loss was" not in numpy_script(Learner(Settings()))


def test_before_the_first_step_the_script_makes_200_and_afterwards_as_many_as_were_made():
    learner = Learner(Settings())
    assert "for k in range(200):" in numpy_script(learner)
    assert "for k in range(50):" in numpy_script(learner, steps=50)
    learner.player.advance(30)
    assert "for k in range(30):" in numpy_script(learner)


def test_a_run_edited_at_the_step_shown_ends_with_the_edit():
    learner = Learner(Settings(batch=0))
    learner.player.advance(10)
    learner.edit(np.zeros(learner.net.size))
    run = ScriptRun(learner)
    assert run.stretches[-1].begin == run.stretches[-1].end == 10
    assert numpy_script(learner).count("for k in") == 1
    assert run.arrays["theta_10"].tolist() == [0] * learner.net.size


def test_the_name_of_samples_cannot_end_the_docstring():
    learner = Learner(Settings(data="formula", formula="x1 > 0"))
    object.__setattr__(learner.material, "name", '""" + __import__("os").system("x") \\ """\n#')
    for write in WRITERS.values():
        tree = ast.parse(write(learner))
        assert "__import__(os).system(x)" in ast.get_docstring(tree)
        assert "__import__" not in {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


def test_a_file_of_masks_that_would_be_too_large_is_refused():
    learner = Learner(Settings(dropout=0.5, hidden=(8, 8, 8), activations="tanh", batch=0))
    with pytest.raises(ValueError, match=r"^steps: expected at most about 8,\d+ with dropout, got 100,000"):
        numpy_script(learner, steps=100_000)
