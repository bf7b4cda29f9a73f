"""How many frames go together: few after an answer, more in peace, and no more than are soon made."""

import pytest

from nnlab.explore.kit.pace import Pace


def risen(*, rate=60.0, takes=None, words=5):
    """A pace after so many words, `rate` frames shown a second, each made in `takes` seconds."""
    pace = Pace()
    if takes is not None:
        for k in range(40):
            pace.begin(k * takes)
    for _ in range(words):
        pace.rise(rate)
    return pace


@pytest.mark.parametrize(("words", "together"), [(0, 4), (1, 8), (2, 16), (9, 16)])
def test_each_word_doubles_it_up_to_a_quarter_of_a_second(words, together):
    pace = risen(words=words)
    assert pace.together == together and pace.window == 2 * together + 4


@pytest.mark.parametrize(("rate", "together"), [(60, 16), (30, 8), (15, 4), (5, 4)])
def test_frames_that_are_shown_slowly_stay_few(rate, together):
    assert risen(rate=rate).together == together


@pytest.mark.parametrize(("takes", "together"), [(0.002, 16), (0.005, 9), (0.01, 4), (0.05, 4)])
def test_the_kernel_is_never_long_deaf(takes, together):
    assert risen(takes=takes).together == together


def test_an_answer_makes_them_few_again():
    pace = risen()
    pace.fall()
    assert pace.together == 4
    pace.rise(60)
    assert pace.together == 8


def test_a_rest_between_two_frames_is_not_their_making():
    pace = Pace()
    for k in range(40):
        pace.begin(k * 3.0)
        pace.begin(k * 3.0 + 0.002)
        pace.rest()
    pace.rise(60)
    pace.rise(60)
    assert pace.together == 16


def test_frames_that_become_slower_become_fewer():
    pace = risen(takes=0.002)
    for k in range(40):
        pace.begin(1.0 + 0.0085 * k)
    pace.rise(60)
    assert pace.together == 5
