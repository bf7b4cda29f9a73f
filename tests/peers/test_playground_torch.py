"""The script in PyTorch follows our loss, in a fresh process without nnlab.

Run by hand, in an environment that has PyTorch: see CONTRIBUTING.md, "Peers".
"""

import numpy as np
import pytest
from played_again import GOOD, learned, losses, played_again

from nnlab.explore.playground.torch_scripts import torch_script

NAMES = [*GOOD, *(f"random {seed}" for seed in range(12))]


@pytest.fixture(scope="module")
def learners():
    return {name: learned(name) for name in NAMES}


@pytest.fixture(scope="module")
def theirs(learners, tmp_path_factory):
    return played_again(learners, torch_script, tmp_path_factory.mktemp("scripts"))


@pytest.mark.parametrize("name", NAMES)
def test_the_script_in_pytorch_follows_our_loss(name, learners, theirs):
    np.testing.assert_allclose(theirs[name], losses(learners[name]), rtol=1e-6, atol=0)
