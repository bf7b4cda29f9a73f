"""How shapes are lined up: worked by hand, and against NumPy."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnlab.broadcasting import aligned, broadcast

SHAPES = st.lists(st.integers(0, 4), max_size=4).map(tuple)


def test_worked_by_hand():
    assert aligned((3, 4), (4,)) == [(3, 1), (4, 4)]
    assert aligned((2, 3, 1), (4,)) == [(2, 1), (3, 1), (1, 4)]
    assert aligned((), (3,)) == [(1, 3)] and aligned((), ()) == []
    assert broadcast((3, 1), (3,)) == (3, 3)
    assert broadcast((3, 4), ()) == (3, 4)
    with pytest.raises(ValueError, match=r"second: expected 1 or 4 on an axis where first has 4, got 3"):
        broadcast((3, 4), (3,))


@given(SHAPES, SHAPES)
def test_it_is_what_numpy_does(first, second):
    try:
        expected = np.broadcast_shapes(first, second)
    except ValueError:
        with pytest.raises(ValueError, match="second"):
            broadcast(first, second)
    else:
        assert broadcast(first, second) == expected


def test_the_order_does_not_matter():
    for first, second in itertools.product([(3, 1), (4,), (2, 1, 1), ()], repeat=2):
        assert broadcast(first, second) == broadcast(second, first)


@pytest.mark.parametrize("wrong", [3, "34", (3, -1), (2.5,), None])
def test_what_is_no_shape_is_refused(wrong):
    with pytest.raises(ValueError, match="first: expected a shape such as"):
        aligned(wrong, (3,))
