"""Readers' copies keep running: all that the first edition's notebooks name is found under its old name."""

import importlib
import subprocess
import sys
from pathlib import Path

import pytest

from nnlab import moved

ROOT = Path(__file__).parents[2]
# What the seven notebooks of the first edition import, and which names of these modules they use.
FIRST_EDITION = """
nnlab.activations: sigmoid step
nnlab.attention: attend attention
nnlab.attractors: census settle
nnlab.backprop: BUGS EARLY _error_of_hidden collect train walk
nnlab.boundary: margin polynomial signed_distance three_neurons
nnlab.capacity: depths mean promise trials
nnlab.choosing: bias_variance chebyshev curvature resample ridge split stop_early
nnlab.curvefit: SINE _sine _sine_slopes interpolate learn loss pieces polynomial spread_out
nnlab.data: blobs circles curve digits gate hold_out inflation load moons penguins
nnlab.data.letters: letters
nnlab.descent: _steps _velocity check_gradient descend gradient_numerically stop
nnlab.exercises: check
nnlab.explore: sliders
nnlab.explore.approximation: explore_approximation
nnlab.explore.balls: SETS
nnlab.explore.boundary: explore_boundary
nnlab.explore.curvefit: explore_curvefit
nnlab.explore.expression: explore_expression
nnlab.explore.fan: PLACES explore_fan
nnlab.explore.fence: explore_fence
nnlab.explore.hopfield: explore_hopfield
nnlab.explore.load: explore_load
nnlab.explore.microscope: HUNTS explore_microscope
nnlab.explore.network: explore_network
nnlab.explore.neuron: explore_neuron
nnlab.explore.overfit: explore_overfit
nnlab.explore.perceptron: explore_perceptron
nnlab.explore.progress: Progress
nnlab.explore.shrink: explore_shrink
nnlab.explore.three_neurons: explore_three_neurons
nnlab.explore.two_balls: explore_two_balls
nnlab.fence: _pulled learn norm pull_inside
nnlab.hopfield: RULES _one_by_one damage energy overlap recall store tolerance unit
nnlab.local_minimum: TRUE curvatures least_loss sine_samples
nnlab.losses: at_outputs mse out_of_reach
nnlab.network: Network backward forward loss
nnlab.neuron: loss predict
nnlab.penalties: Penalty l1 l2 lam_max path proximal total
nnlab.perceptron: _updates max_margin novikoff preactivation predict radius random_weights train
nnlab.pictures: Curves Fit Plane Spread Stems Warp
nnlab.pictures.style: dress
nnlab.scaling: Scaler
nnlab.source: source
nnlab.sweep: sweep
"""
NAMES = dict(line.split(": ") for line in FIRST_EDITION.strip().splitlines())


@pytest.mark.parametrize("module", NAMES)
def test_what_the_first_edition_names_is_found(module):
    found = importlib.import_module(module)
    for name in NAMES[module].split():
        assert getattr(found, name) is not None, name


@pytest.mark.parametrize("old", moved.MOVED)
def test_every_old_path_is_needed_and_is_the_new_module(old):
    assert not (ROOT / f"{old.replace('.', '/')}.py").exists(), "the old file is there"
    assert importlib.import_module(old) is importlib.import_module(moved.MOVED[old])
    parent, _, name = old.rpartition(".")
    assert getattr(importlib.import_module(parent), name) is importlib.import_module(moved.MOVED[old])


def test_in_a_fresh_interpreter_as_a_notebook_does_it():
    cell = (
        "from nnlab import backprop, choosing, fence\n"
        "from nnlab.explore.perceptron import explore_perceptron\n"
        "run = fence.learn([[0.0], [2.0]], [0, 1], lr=0.5, size=0.2, shape='round')\n"
        "print(next(run).w.tolist(), next(run).w.tolist())"
    )
    run = subprocess.run([sys.executable, "-W", "error", "-c", cell], capture_output=True, text=True)
    assert (run.returncode, run.stderr) == (0, "") and run.stdout.startswith("[0.0, 0.0] [0.2, ")


def test_a_name_that_never_was_is_still_an_error():
    with pytest.raises(ModuleNotFoundError, match=r"nnlab\.explore\.nothing"):
        importlib.import_module("nnlab.explore.nothing")
    with pytest.raises(AttributeError, match=r"module 'nnlab\.losses' has no attribute 'nothing_here'"):
        _ = importlib.import_module("nnlab.losses").nothing_here
