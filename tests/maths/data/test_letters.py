import numpy as np
import pytest

from nnlab.attractors import settle
from nnlab.data.letters import SHAPE, letters
from nnlab.hopfield import corrupt, overlap, store


def test_all_26_are_patterns_of_10_by_10():
    L = letters()
    assert L.shape == (26, 100) and SHAPE == (10, 10)
    assert set(np.unique(L)) == {-1, 1} and L.dtype.kind == "i"
    assert len(np.unique(L, axis=0)) == 26
    share = (L == 1).mean(axis=1)
    assert share.min() > 0.3 and share.max() < 0.7


def test_each_letter_is_under_its_name():
    picture = {name: letters(name).reshape(SHAPE) for name in "HILOTX"}
    bars = picture["H"] == 1
    assert bars[:, :2].all() and bars[:, -2:].all() and bars[4:6].all() and bars.sum() == 52
    assert (picture["L"] == 1).sum() == 36 and (picture["L"][-2:] == 1).all()
    assert (picture["T"][:2] == 1).all() and (picture["T"][2:, 4:6] == 1).all()
    for name in "HIOTX":  # these are their own mirror images
        assert np.array_equal(picture[name], picture[name][:, ::-1])
    for name in "HIX":  # and these may be stood on their heads
        assert np.array_equal(picture[name], picture[name][::-1])
    pairs = [("M", "W"), ("P", "R"), ("E", "F"), ("O", "Q")]
    for a, b in pairs:  # alike, but not the same
        assert 0.4 < overlap(letters(a), letters(b)[0])[0] < 1


def test_the_order_is_that_of_the_question():
    assert np.array_equal(letters("ZAB"), letters()[[25, 0, 1]])


def test_the_caller_may_write_on_them():
    mine = letters("A")
    mine[:] = -1
    assert (letters("A") == 1).any()


@pytest.mark.parametrize("which", ["", "a", "AA", "A B", 3, None, ["A"]])
def test_other_names_are_refused(which):
    with pytest.raises(ValueError, match="which: expected different capital letters from A to Z, got"):
        letters(which)


def test_three_letters_heal_and_all_26_are_too_alike_for_hebb():
    three = letters("AJX")
    hurt = corrupt(three, 0.2, rng=np.random.default_rng(0))
    assert np.array_equal(settle(store(three), hurt, order="fixed").S, three)
    L = letters()
    kept = {
        rule: (settle(store(L, rule), L, order="fixed").S == L).all(axis=1).sum()
        for rule in ("hebb", "storkey", "pseudo-inverse")
    }
    assert kept["pseudo-inverse"] == 26 > kept["storkey"] > kept["hebb"] == 0
