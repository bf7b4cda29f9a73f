"""The playground's status line: three lines hold it, with what is most urgent on them."""

import string

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from nnlab.explore.kit.stage import Pointer
from nnlab.explore.playground import explore_playground, remarks, words
from nnlab.explore.playground.learner import Learner
from nnlab.explore.playground.presets import PRESETS, REASONS
from nnlab.explore.playground.settings import Settings
from nnlab.explore.playground.status import ROOM, cut, together

TEXTS = {name: text for name, text in vars(remarks).items() if name.isupper() and isinstance(text, str)}
ALL_EIGHT = "1, 2, 3, 4, 5, 6, 7 and 8"
LONGEST = dict(k="100,000", layer="6", rule="RMSProp", now="0.0123", first="0.0123", part="4.9 %")
LONGEST |= dict(largest="0.0123", low="0.0123", high="0.0123", before="0.0123", slope="0.0012", n="29")
LONGEST |= dict(right="51 %", common="50 %", constant="0.0123", one="3.4", error="15.8", share="50")


@pytest.fixture(autouse=True, scope="module")
def one_thread():
    with threadpool_limits(1):
        yield


def test_the_most_urgent_stay_where_there_is_no_room_for_all_and_the_order_is_kept():
    parts = [("a" * 40, 0), ("", 0), ("b" * 40, 3), ("c" * 40, 2), ("d" * 10, 4)]
    assert together(parts, 1000) == " ".join(text for text, _ in parts if text)
    assert together(parts, 92) == f"{'a' * 40} {'c' * 40} {'d' * 10}"
    assert together(parts, 91) == f"{'a' * 40} {'c' * 40}"
    assert together(parts, 5) == "a" * 40 and together([("", 0)]) == ""


def test_a_text_is_cut_between_words():
    assert cut("one two three", 13) == "one two three"
    assert cut("one two three", 12) == "one two …" and cut("one two three", 9) == "one …"


@pytest.mark.parametrize("name", TEXTS)
def test_each_remark_stands_whole_beside_where_the_run_is(name):
    standing = words.STANDING_HELD.format(k="100,000", epoch=", epoch 10,000", loss="0.0123", held="0.0123")
    right = words.RIGHT_HELD.format(right="99.9 %", held="99.9 %")
    units = ALL_EIGHT if name.endswith("_ONES") else "11"
    places = LONGEST | dict(units=units)
    assert {field for _, field, *_ in string.Formatter().parse(TEXTS[name]) if field} <= {*places}
    told = " ".join([standing, right, TEXTS[name].format(**places)])
    assert len(told) <= ROOM


@pytest.mark.parametrize("name", PRESETS)
def test_the_status_of_a_preset_has_room_with_what_is_odd_about_it(name):
    explorer = explore_playground(preset=name)
    assert len(explorer.sentence()) <= ROOM and REASONS[name] in explorer.sentence()
    explorer.seek(400)
    said = explorer.sentence()
    assert len(said) <= ROOM
    assert all(remark in said for remark in explorer._found()[:1]), "a remark goes before the reason"
    assert explorer._found() or REASONS[name] in said


def test_what_is_told_and_read_has_room_whatever_the_pointer_is_on():
    explorer = explore_playground(data="circle", hidden=(8, 8, 8), penalty="L1", lam=0.01)
    explorer.seek(300)
    explorer.set(rule="Adam")
    changed = explorer.told[1]
    assert changed in explorer.sentence() and len(changed) > ROOM // 2
    assert len(explorer.sentence()) <= ROOM
    plan, network, plane = explorer.view.plan, explorer.view.network.ax, explorer.view.plane.ax
    places = [(network, *plan.middles(layer)[j]) for layer in range(4) for j in (0, 6)]
    places += [(network, *plan.biases(2)[3]), (plane, 2.9, 2.9), (plane, *explorer.points.X[7])]
    for kind in ("move", "press"):
        for ax, x, y in places:
            explorer.pointed(Pointer(kind, ax, float(x), float(y)))
            explorer.publish()
            said = explorer.sentence()
            assert 0 < len(said) <= ROOM
            read = explorer.reading.sentence(explorer.held or explorer.pointed_at, held=False)
            assert read[:40] in said
            assert changed not in said, "it is said again when the pointer goes"


def test_why_it_stopped_and_where_it_is_are_both_said():
    explorer = explore_playground(data="circle")
    explorer.set(at_most=500)
    explorer.seek(0)
    explorer.learner.advance(1000)
    explorer.publish()
    assert "Stopped at step 500" in explorer.sentence() and "Right: " in explorer.sentence()


def test_the_standing_says_which_loss_is_which():
    learner = Learner(Settings())
    learner.player.seek(25)
    said = words.standing(learner, learner.said)
    told = [f"{loss:.3f}" for loss in (learner.loss, learner.held_loss)]
    assert said.startswith(f"Step 25, epoch 2: loss {told[0]}, held out {told[1]}. Right: ")
    assert np.isfinite(learner.held_loss)
