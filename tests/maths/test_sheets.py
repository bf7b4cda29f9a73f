"""Pictures on a larger sheet."""

import numpy as np
import pytest

from nnlab.batches import Batches
from nnlab.sheets import Wandering, every_place, laid, wandering

PICTURES = np.arange(1.0, 13).reshape(2, 2, 3)


def test_in_the_middle_by_hand():
    first = laid(PICTURES, 5)[0].reshape(5, 5)
    assert first[1:3, 1:4].tolist() == [[1, 2, 3], [4, 5, 6]] and first.sum() == 21


def test_each_at_a_place_of_its_own():
    X = laid(PICTURES, 4, [0, 2], [1, 0]).reshape(2, 4, 4)
    assert X[0, :2, 1:].tolist() == PICTURES[0].tolist() and X[1, 2:, :3].tolist() == PICTURES[1].tolist()


def test_the_places_and_their_shifts():
    places, shifts = every_place(np.ones((1, 8, 8)), 12)
    assert len(places) == 25 and np.bincount(shifts).tolist() == [1, 8, 16]
    assert places[shifts == 0].tolist() == [[2, 2]]


def test_no_picture_leaves_its_sheet():
    with pytest.raises(ValueError, match="down: expected a whole number from 0 to 2, or 2 of them, got 3"):
        laid(PICTURES, 4, 3)
    with pytest.raises(ValueError, match="sheet: expected at least 3, the picture's side, got 2"):
        laid(PICTURES, 2)


def test_wandering_lays_each_whole_somewhere():
    X = wandering(PICTURES.repeat(200, axis=0), 5, rng=np.random.default_rng(0))
    assert set(X.sum(axis=1)) == {21, 57}
    assert len({tuple(x) for x in X[:200]}) == 12  # of 4 rows times 3 columns none is left out


def test_in_an_epoch_every_picture_comes_at_every_place():
    rows = Wandering(PICTURES, np.eye(2), 4)
    assert rows.n == 2 * 6
    seen = {tuple([*x, *y]) for X, Y in Batches(rows, 5).epoch() for x, y in zip(X, Y)}
    expected = set()
    for down, right in every_place(PICTURES, 4)[0]:
        expected |= {tuple([*x, *y]) for x, y in zip(laid(PICTURES, 4, down, right), np.eye(2))}
    assert seen == expected
    np.testing.assert_array_equal(rows.read(3, 7)[0], rows.take(np.arange(3, 7))[0])


def test_answers_go_with_pictures():
    with pytest.raises(ValueError, match=r"y: expected 2 rows, one for each picture, got shape \(3, 3\)"):
        Wandering(PICTURES, np.eye(3), 4)
