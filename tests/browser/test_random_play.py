"""A hand that plays at random finds no fault with an explorable, and does find one that is there."""

import numpy as np
import pytest
from random_hand import RandomHand

pytestmark = pytest.mark.browser
NETWORK = """
from nnlab.explore.lesson4 import explore_network

explorer = explore_network("moons", hidden=3)
explorer
"""
PLAYGROUND = """
from nnlab.explore.playground import explore_playground

explorer = explore_playground()
explorer
"""
# A sentence that fails whenever an even number of hidden units is shown.
BROKEN = """
right = type(explorer).sentence
def sentence(self):
    if self["hidden"] % 2 == 0:
        raise ArithmeticError("an even number of units")
    return right(self)
type(explorer).sentence = sentence
"""
# The state is another than the one shown: an artist has gone, and nobody has said so to the page.
UNSEEN = "explorer.stage.moving[0].set_visible(not explorer.stage.moving[0].get_visible())"


def hand_on(lab, *sources, seed: int) -> RandomHand:
    lab.write("random.ipynb", list(sources))
    lab.open("random.ipynb")
    lab.run_all()
    return RandomHand(lab, "explorer", rng=np.random.default_rng(seed))


def test_a_hand_at_random_finds_nothing_wrong_with_a_network(lab):
    hand = hand_on(lab, NETWORK, seed=1)
    for _ in range(30):
        hand.move()
    assert hand.faults() == [], hand.moves
    assert len(set(hand.moves)) > 20


def test_a_fault_is_found(lab):
    hand = hand_on(lab, NETWORK, seed=1)
    assert hand.faults() == []
    hand.ask(UNSEEN.replace("explorer.stage", "globals()['explorer'].stage"))
    assert hand.faults() == ["the last frame was not the last state"]
    lab.write("random.ipynb", [NETWORK, BROKEN])
    lab.open("random.ipynb")
    lab.run_all()
    hand = RandomHand(lab, "explorer", rng=np.random.default_rng(1))
    while hand.page.locator("select").count() and not any("an even" in fault for fault in hand.faults()):
        assert len(hand.moves) < 60, "no move has changed the number of units"
        for _ in range(5):
            hand.move()
    assert any("ArithmeticError('an even number of units')" in fault for fault in hand.faults())


def test_a_hundred_moves_at_random_on_the_playground(lab):
    hand = hand_on(lab, PLAYGROUND, seed=2)
    for _ in range(4):
        for _ in range(25):
            hand.move()
        assert hand.faults() == [], hand.moves[-25:]
    assert len(set(hand.moves)) > 70
