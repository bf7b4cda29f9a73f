import numpy as np
import pytest

from nnlab.activations import step


def test_zero_means_yes():
    assert step([-2.0, -1e-300, -0.0, 0.0, 1e-300, np.inf]).tolist() == [0, 0, 1, 1, 1, 1]


def test_shape_stays_and_answers_are_whole_numbers():
    assert step(np.zeros((2, 3))).shape == (2, 3)
    assert step(0).shape == ()
    assert step(0) == 1
    assert step([0.5]).dtype.kind == "i"


def test_no_number_no_answer():
    with pytest.raises(ValueError, match=r"^z: expected numbers, got nan$"):
        step([1.0, np.nan])
