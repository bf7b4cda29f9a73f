"""Runs of the playground that scripts play again, in one fresh process without nnlab."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np

from nnlab.explore.playground import presets
from nnlab.explore.playground.learner import Learner
from nnlab.explore.playground.script_run import ScriptRun
from nnlab.explore.playground.settings import ADAM, L1, L2, MOMENTUM, PLAIN, REGRESSION, RMSPROP, Settings

STEPS = 200
# The presets that work, and what none of them has.
GOOD = {name: Settings(**words) for name, (words, _) in presets.GOOD.items()} | {
    "as it opens": Settings(),
    "four blobs": Settings(data="four blobs", hidden=(6,), activations="tanh", rule=RMSPROP, lr=0.01),
    "a formula": Settings(data="formula", formula="x2 > sin(2*x1)", held_out=0.0),
    "as published": Settings(output="tanh", loss="mse", start="uniform", penalty=L2, lam=0.003),
    "squares of a sigmoid": Settings(loss="mse", hidden=(3,), activations="sigmoid", penalty=L1, lam=0.001),
    "dropout": Settings(data="moons", noise=0.3, hidden=(8, 8), activations="relu", dropout=0.3, rule=ADAM),
}


def learned(name: str) -> Learner:
    """Return a learner after 200 steps, by its name in `GOOD` or as "random 3"."""
    if name not in GOOD:
        return at_random(int(name.split()[-1]))
    learner = Learner(GOOD[name])
    learner.player.advance(STEPS)
    return learner


def at_random(seed: int) -> Learner:
    """Return a learner with settings drawn by chance, changed four times on the way and once set by hand."""
    rng = np.random.default_rng(seed)

    def one(*choices):
        return choices[rng.integers(len(choices))]

    def rates(hidden):
        return dict(
            batch=one(0, 1, 7, 10, 30),
            rule=one(PLAIN, MOMENTUM, MOMENTUM, RMSPROP, ADAM, ADAM),
            lr=one(0.003, 0.01, 0.03),
            penalty=one("none", L1, L1, L2),
            lam=one(0.0, 0.001, 0.003),
            dropout=one(0.0, 0.2) if hidden else 0.0,
        )

    hidden = tuple(int(h) for h in rng.integers(1, 9, rng.integers(0, 4)))
    task = one("classification", "classification", REGRESSION)
    data = (
        one("plane", "multi_gauss")
        if task == REGRESSION
        else one("xor", "moons", "three rings", "four blobs")
    )
    learner = Learner(
        Settings(
            task=task,
            data=data,
            samples=int(rng.integers(20, 120)),
            held_out=one(0.0, 0.3),
            features=tuple(rng.permutation(["x1", "x2", "x1²", "sin x2"])[: rng.integers(1, 4)].tolist()),
            hidden=hidden,
            activations=tuple(one("tanh", "relu", "sigmoid", "linear") for _ in hidden),
            output=one("sigmoid", "tanh", "softmax"),
            loss=one("cross_entropy", "mse"),
            start=one("xavier", "he", "uniform"),
            start_seed=int(seed),
            **rates(hidden),
        )
    )
    for k in sorted(rng.integers(1, STEPS, 4).tolist()):
        learner.player.seek(k)
        few = rates(hidden)
        learner.change(
            **{name: few[name] for name in rng.permutation(list(few))[: rng.integers(1, 5)].tolist()}
        )
        if k > STEPS / 2:
            theta = learner.theta.copy()
            theta[rng.integers(len(theta))] += 0.3
            learner.edit(theta)
    learner.player.seek(STEPS)
    return learner


def losses(learner: Learner) -> np.ndarray:
    """Return our losses over all samples to learn from, at each step, (steps + 1,)."""
    found = []
    for k in range(STEPS + 1):
        learner.player.seek(k)
        found.append(learner.loss)
    return np.array(found)


PLAY = """
import contextlib, io, runpy, sys
sys.modules["nnlab"] = None  # whoever imports it now gets an error
import numpy as np
found = {}
for name in sys.argv[1:]:
    with contextlib.redirect_stdout(io.StringIO()):
        found[name] = runpy.run_path(name)["losses"]
np.savez("losses", **found)
"""


def played_again(learners: dict[str, Learner], write: Callable[[Learner, str], str], folder: Path) -> dict:
    """Write a script for each learner, run them all in one process, and return the losses of each."""
    names = {name: f"run{i}" for i, name in enumerate(learners)}
    for name, learner in learners.items():
        (folder / f"{names[name]}.py").write_text(write(learner, names[name]), encoding="utf-8")
        np.savez_compressed(folder / f"{names[name]}.npz", **ScriptRun(learner).arrays)
    command = [sys.executable, "-I", "-W", "error", "-c", PLAY, *(f"{name}.py" for name in names.values())]
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300)
    assert run.returncode == 0, run.stderr[-3000:]
    with np.load(folder / "losses.npz") as file:
        return {name: file[f"{written}.py"] for name, written in names.items()}
