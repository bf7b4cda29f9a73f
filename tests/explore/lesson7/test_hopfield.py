"""The memory's explorable without a browser: every control, the drawing hand, each preset's claim."""

import base64
import io
import time
from itertools import pairwise

import numpy as np
import pytest
from driving import both_ends, differ, drawn_at_both_ends, upload
from PIL import Image

from nnlab import hopfield
from nnlab.data import digits
from nnlab.data.letters import letters
from nnlab.explore.lesson7.hopfield import FOUR_DIGITS, PRESETS, explore_hopfield
from nnlab.explore.lesson7.memory import MODERN, TAUGHT, mixture
from nnlab.explore.lesson7.patterns import MOST, patterns_of

SOME = dict(which="AJX", stored=3)
NAMES = ("patterns", "stored", "rule", "diagonal", "cue", "share", "order", "T", "seed")


def end(explorer) -> hopfield.Step:
    """The step at which the run ends."""
    explorer.player.seek(1000)
    explorer.publish()
    return explorer.player.step


def preset(name: str):
    explorer = explore_hopfield("random", stored=5, seed=7, rule="storkey", T=0.3, lr=0.5, diagonal=True)
    explorer.preset.value = name
    assert explorer.player.position == 0 and explorer.problem == "" and explorer.preset.value == name
    return explorer


def press(browser, explorer, row: int, column: int, what: str = "press", **buttons) -> None:
    browser.point(what, column + 0.5, row + 0.5, explorer.grid.ax, **buttons)


# -- controls -----------------------------------------------------------------------------------------------


def test_every_control_is_tried():
    assert {*NAMES, "which", "lr", "beta"} == set(explore_hopfield().controls)


@pytest.mark.parametrize("name", NAMES)
def test_each_control_at_both_ends_draws_something_else(drawn, name):
    explorer = explore_hopfield("random", stored=20, share=0.3)
    seen = []
    low, high = both_ends(explorer.controls[name])
    for value in (low, "blank" if name == "cue" else high):  # your drawing is as yet what was there before
        explorer.seek(4)
        explorer.controls[name].value = value
        explorer.seek(12)
        assert explorer.problem == "" and explorer.sentence()
        seen.append(drawn(explorer))
    assert differ(*seen)
    drawn_at_both_ends(explorer, name, drawn)


@pytest.mark.parametrize("name, rule", [("lr", "storkey"), ("beta", MODERN)])
def test_the_rates_of_their_rules_at_both_ends(drawn, name, rule):
    explorer = explore_hopfield("digits", stored=4, rule=rule)
    explorer.seek(3)
    assert differ(*drawn_at_both_ends(explorer, name, drawn))


def test_which_are_stored_first():
    explorer = explore_hopfield("letters", **SOME)
    assert explorer.memory.names == ["A", "J", "X"]
    np.testing.assert_array_equal(explorer.memory.X, letters("AJX"))
    explorer.controls["which"].value = "hello!"
    assert explorer["stored"] == 4 and explorer.memory.names == ["H", "E", "L", "O"]
    explorer.controls["stored"].value = 6
    assert explorer.memory.names == ["H", "E", "L", "O", "A", "B"]
    explorer.controls["which"].value = ""
    assert explorer["stored"] == 6 and explorer.memory.names == list("ABCDEF")
    explorer.set(patterns="digits", which="71")
    X = np.where(digits().X >= 8, 1, -1)
    first = [int(np.flatnonzero(digits().y == c)[0]) for c in (7, 1)]
    np.testing.assert_array_equal(explorer.memory.X[:2], X[first])
    assert explorer.memory.names[:3] == ["the 7", "the 1", "the 0"]


@pytest.mark.parametrize("name", ["letters", "digits", "large digits", "random"])
def test_every_set_has_as_many_different_patterns_as_can_be_stored(name):
    X, names, shape, _ = patterns_of(name, "", rng=np.random.default_rng(0))
    assert X.shape == (MOST, shape[0] * shape[1]) and len(set(names)) == MOST
    assert len(np.unique(X, axis=0)) == MOST and set(np.unique(X)) == {-1, 1}


def test_what_cannot_be_stored_first_is_named():
    explorer = explore_hopfield("letters", **SOME)
    which = explorer.controls["which"]
    assert (which.description, which.placeholder) == ("first letters", "AJX")
    which.value = "a, 1Ä b"
    assert (
        explorer.memory.names == ["A", "B"]
        and "Left out, because they are not letters: 1, Ä." in explorer.sentence()
    )
    which.value = "AB"
    assert "left out" not in explorer.sentence()
    explorer.controls["patterns"].value = "digits"
    assert (which.description, which.placeholder) == ("first digits", "012") and not which.disabled
    which.value = "7x"
    assert (
        explorer.memory.names == ["the 7"]
        and "Left out, because they are not digits: X." in explorer.sentence()
    )
    explorer.controls["patterns"].value = "random"
    assert which.disabled and which.layout.display == "none"


def test_how_many_are_stored_is_shown_where_it_can_be_chosen():
    explorer = explore_hopfield("letters", **SOME)
    for name in ("own", "letters", "two", "random"):
        explorer.controls["patterns"].value = name
        shown = explorer.controls["stored"].layout.display != "none"
        assert shown == (name in ("letters", "random"))


def seen(explorer, artist):
    """Where an artist stands, in pixels."""
    return artist.get_tightbbox(explorer.stage.figure.canvas.get_renderer())


@pytest.mark.parametrize(
    "settings", [dict(SOME, T=0.6), dict(FOUR_DIGITS, rule="storkey", lr=0.001, T=0.001)]
)
def test_the_curves_keep_to_their_place(settings):
    explorer = explore_hopfield(**settings)
    for steps in (0, 30, 7000, 11_000):
        explorer.player.seek(steps)
        explorer.publish()
        explorer.stage.figure.canvas.draw()
        one, other = (seen(explorer, picture.ax) for picture in (explorer.energy, explorer.overlap))
        assert explorer.grid.ax.bbox.x1 < one.x0 and one.x1 < other.x0
        assert other.x1 <= explorer.stage.figure.bbox.x1
        for ax in (explorer.energy.ax, explorer.overlap.ax):
            low, high = ax.get_xlim()
            ticks = [t for t in ax.xaxis.get_major_ticks() if low <= t.get_loc() <= high]
            places = [seen(explorer, t.label1) for t in ticks]
            assert len(places) >= 2 and all(a.x1 + 4 < b.x0 for a, b in pairwise(places))


def test_large_digits_are_the_digits_twice_as_large():
    small, large = (
        patterns_of(name, "", rng=np.random.default_rng(0)).X for name in ("digits", "large digits")
    )
    np.testing.assert_array_equal(large[4].reshape(16, 16)[1::2, ::2], small[4].reshape(8, 8))


@pytest.mark.parametrize("rule", ["hebb", "pseudo-inverse", "storkey"])
@pytest.mark.parametrize("diagonal", [False, True])
def test_it_is_the_lessons_network_that_remembers(rule, diagonal):
    explorer = explore_hopfield("letters", **SOME, rule=rule, diagonal=diagonal, T=0.3, seed=4)
    W = hopfield.store(letters("AJX"), rule, diagonal)
    np.testing.assert_allclose(explorer.memory.W, W, rtol=0, atol=1e-12)
    start = hopfield.corrupt(letters("A")[0], 0.2, rng=np.random.default_rng([4, 2]))
    T = 0.3 * hopfield.field_unit(W, rule)
    steps = hopfield.recall(W, start, T=T, rng=np.random.default_rng([4, 3]))
    explorer.seek(50)
    for step in steps:
        if step.k == 50:
            break
    np.testing.assert_array_equal(explorer.player.step.s, step.s)
    m = hopfield.overlap(letters("AJX"), step.s)
    np.testing.assert_allclose(explorer.gallery.values, m)
    assert explorer.gallery.nearest == np.argmax(np.abs(m))
    per_neuron = step.energy / (100 * hopfield.field_unit(W, rule))
    assert explorer.energy.lines[0].get_ydata()[-1] == pytest.approx(per_neuron)
    np.testing.assert_allclose(explorer.overlap.thick.get_ydata()[-1], m[explorer.nearest()])
    explorer.player.seek(0)
    explorer.draw()
    wants = start * (W @ start) < -hopfield.tolerance(W)
    columns, rows = (explorer.grid.wants.get_xydata().T - 0.5).astype(int)
    np.testing.assert_array_equal(np.sort(10 * rows + columns), np.flatnonzero(wants))


# -- time ---------------------------------------------------------------------------------------------------


def test_energy_falls_step_by_step_and_the_neuron_is_framed():
    explorer = explore_hopfield("letters", **SOME, share=0.3)
    end(explorer)
    energy = explorer.energy.lines[0].get_ydata()
    assert len(energy) == 32 and (np.diff(energy[:-1]) < 0).all() and energy[-1] == energy[-2]
    explorer.seek(5)
    before = explorer.player.kept[4].s
    (turned,) = np.flatnonzero(before != explorer.player.step.s)
    assert explorer.grid.turned.get_xy() == (turned % 10, turned // 10)
    assert (
        f"row {turned // 10 + 1}, column {turned % 10 + 1} turned over, because it heard"
        in explorer.sentence()
    )


def test_rewind_and_a_second_run_show_the_same(drawn):
    explorer, other = (explore_hopfield("letters", **SOME, T=0.5, seed=3) for _ in range(2))
    explorer.seek(80)
    once, s = drawn(explorer), explorer.player.step.s
    explorer.seek(0)
    assert differ(once, drawn(explorer))
    explorer.seek(80)
    assert not differ(once, drawn(explorer))
    other.seek(80)
    np.testing.assert_array_equal(other.player.step.s, s)
    assert not differ(once, drawn(other))


def test_a_long_run_is_thinned_and_found_again():
    explorer = explore_hopfield("large digits", T=1.0)
    explorer.player.max_bytes = 200_000
    explorer.seek(333)
    s = explorer.player.step.s
    explorer.seek(900)
    assert explorer.player.stride > 1
    explorer.seek(333)
    np.testing.assert_array_equal(explorer.player.step.s, s)


@pytest.mark.parametrize("name, value", [("T", 0.8), ("order", "fixed"), ("order", "synchronous")])
def test_moved_while_it_plays_the_state_stays(page, name, value):
    explorer = explore_hopfield("letters", **SOME, share=0.4, T=0.2, cue="mixture")
    browser = page(explorer)
    browser.paint()
    browser.say(kind="play")
    for _ in range(2):
        browser.paint()
    before, s = explorer.player.position, explorer.player.step.s
    assert before > 3
    explorer.controls[name].value = value
    assert explorer.stage.playing and explorer.player.position >= before
    explorer.pause()
    explorer.seek(before)
    np.testing.assert_array_equal(explorer.player.step.s, s)
    explorer.seek(before - 2)
    assert explorer.player.step.k == before - 2
    np.testing.assert_array_equal(explorer.player.kept[before].s, s)


def test_another_order_at_the_end_is_seen_from_the_same_start():
    explorer = explore_hopfield("letters", **SOME, cue="random", share=0.0)
    cue = explorer.memory.start
    assert end(explorer).end == "settled"
    explorer.controls["order"].value = "synchronous"
    assert explorer.player.finished and explorer.player.step.end in ("settled", "two-cycle")
    np.testing.assert_array_equal(explorer.player.kept[0].s, cue)
    assert explorer.player.length < 10  # sweeps, not single neurons


def test_another_rule_at_the_end_shows_where_the_same_cue_ends():
    explorer = explore_hopfield(**FOUR_DIGITS)
    cue, s = explorer.memory.start, end(explorer).s
    explorer.controls["rule"].value = "pseudo-inverse"
    np.testing.assert_array_equal(explorer.memory.start, cue)
    assert explorer.player.step.end == "settled" and not np.array_equal(explorer.player.step.s, s)
    assert "It is the 0, with every neuron right" in explorer.sentence()


def test_a_longer_way_is_gone_to_its_end_if_the_end_was_shown():
    explorer = explore_hopfield(**FOUR_DIGITS | dict(stored=3))
    assert end(explorer).k == 7
    explorer.controls["stored"].value = 4
    assert explorer.player.step.end == "settled" and explorer.player.position == 11
    explorer.seek(2)
    explorer.controls["stored"].value = 3
    assert explorer.player.position == 2


def test_what_is_stored_anew_goes_on_playing(page):
    explorer = explore_hopfield("letters", **SOME, T=0.4)
    browser = page(explorer)
    browser.paint()
    browser.say(kind="play")
    browser.paint()
    before = explorer.player
    explorer.controls["stored"].value = 5
    assert explorer.player is not before and explorer.stage.playing and len(explorer.memory.X) == 5
    at = explorer.player.position
    browser.paint()
    assert explorer.player.position > at


# -- the drawing hand ---------------------------------------------------------------------------------------


@pytest.fixture
def blank(page):
    explorer = explore_hopfield("letters", **SOME, cue="blank", share=0.0)
    browser = page(explorer)
    browser.paint()
    return explorer, browser


def test_the_pointer_draws(blank):
    explorer, browser = blank
    press(browser, explorer, 2, 1)
    press(browser, explorer, 2, 5, "drag")  # a quick hand: what lies between is drawn too
    press(browser, explorer, 6, 9, "drag")
    press(browser, explorer, 6, 9, "release")
    inked = {(2, c) for c in range(1, 6)} | {(3, 6), (4, 7), (5, 8), (6, 9)}
    S = explorer.player.step.s.reshape(10, 10)
    assert {tuple(map(int, cell)) for cell in np.argwhere(S == 1)} == inked
    np.testing.assert_array_equal(explorer.grid.image.get_array(), S)
    assert explorer["cue"] == "drawing" and explorer["share"] == 0 and explorer.player.position == 0
    press(browser, explorer, 2, 1, shift=True)
    press(browser, explorer, 2, 2, button=2)
    assert explorer.player.step.s.reshape(10, 10)[2, 1:4].tolist() == [-1, -1, 1]


def test_a_stroke_is_undone_at_once(blank):
    explorer, browser = blank
    press(browser, explorer, 2, 1)
    press(browser, explorer, 2, 8, "drag")
    press(browser, explorer, 2, 8, "release")
    press(browser, explorer, 5, 5)
    browser.key("undo")
    assert (explorer.player.step.s == 1).sum() == 8
    explorer.undo_button.click()
    assert (explorer.player.step.s == 1).sum() == 0 and explorer["cue"] == "blank"
    explorer.undo_button.click()
    assert explorer.problem == ""


def test_drawing_goes_on_from_what_is_seen_and_stops_the_play(page):
    explorer = explore_hopfield("letters", **SOME)
    browser = page(explorer)
    browser.paint()
    browser.say(kind="play")  # which sends as many frames as may be under way, and the run has more
    explorer_s, at = explorer.player.step.s.copy(), explorer.player.position
    assert explorer.stage.playing and at > 0
    where = int(np.flatnonzero(explorer_s == -1)[0])
    press(browser, explorer, *divmod(where, 10))
    assert not explorer.stage.playing and explorer.player.position == 0
    now = explorer.player.step.s
    assert np.flatnonzero(now != explorer.player.kept[0].s).size == 0 and now[where] == 1
    browser.key("undo")
    assert explorer["cue"] == "stored" and explorer["share"] == 0.2


def test_damage_to_a_drawing_and_to_the_same_drawing_again(blank):
    explorer, browser = blank
    press(browser, explorer, 2, 1)
    drawing = explorer.memory.start.copy()
    explorer.controls["share"].value = 0.3
    assert (explorer.memory.start != drawing).sum() == 30
    once = explorer.memory.start
    explorer.controls["share"].value = 0.0
    np.testing.assert_array_equal(explorer.memory.start, drawing)
    explorer.controls["share"].value = 0.3
    np.testing.assert_array_equal(explorer.memory.start, once)
    explorer.controls["seed"].value = 1
    assert (explorer.memory.start != once).any() and (explorer.memory.start != drawing).sum() == 30


def test_the_keyboard_draws(blank):
    explorer, browser = blank
    browser.key("Enter")
    assert (explorer.player.step.s == 1).sum() == 0  # no cursor yet
    browser.key("ArrowRight")
    assert explorer.pen.cursor == (5, 5) and explorer.grid.place.get_xy() == (5, 5)
    browser.key("ArrowUp")
    browser.key("Enter")
    assert explorer.player.step.s.reshape(10, 10)[4, 5] == 1
    browser.key("Enter")
    assert explorer.player.step.s.reshape(10, 10)[4, 5] == -1
    browser.key("Enter")
    browser.key("Delete")
    assert (explorer.player.step.s == 1).sum() == 0
    for _ in range(20):
        browser.key("ArrowLeft")
        browser.key("ArrowDown")
    assert explorer.pen.cursor == (9, 0)
    browser.key("Escape")
    assert explorer.pen.cursor is None and not explorer.grid.place.get_visible()


def test_a_press_on_a_small_picture_starts_from_it(page):
    explorer = explore_hopfield("letters", **SOME, share=0.0)
    browser = page(explorer)
    browser.paint()
    x, y = explorer.gallery.tiles[2] + 5
    browser.click(x, y, explorer.gallery.ax)
    np.testing.assert_array_equal(explorer.memory.start, letters("X")[0])
    assert explorer["cue"] == "stored" and "It is X" in explorer.sentence()
    browser.key("undo")
    np.testing.assert_array_equal(explorer.memory.start, letters("A")[0])


def test_blank_paper_is_blank():
    explorer = explore_hopfield("letters", **SOME)
    assert explorer["share"] > 0
    explorer.controls["cue"].value = "blank"
    assert (explorer.memory.start == -1).all() and explorer["share"] == 0
    explorer.controls["share"].value = 0.1  # who asks for blots on it gets them
    assert (explorer.memory.start == 1).sum() == 10


def test_a_tap_on_ink_takes_it_away_and_a_drag_from_ink_draws(blank):
    explorer, browser = blank
    for what in ("press", "release"):
        press(browser, explorer, 4, 4, what)
    assert (explorer.player.step.s == 1).sum() == 1
    press(browser, explorer, 4, 4)
    press(browser, explorer, 4, 7, "drag")
    press(browser, explorer, 4, 4, "drag")  # back again: still a drag
    press(browser, explorer, 4, 4, "release")
    assert explorer.player.step.s.reshape(10, 10)[4, 3:9].tolist() == [-1, 1, 1, 1, 1, -1]
    press(browser, explorer, 4, 5)
    press(browser, explorer, 4, 5, "drag")  # a finger never lies quite still
    press(browser, explorer, 4, 5, "release")
    assert explorer.player.step.s.reshape(10, 10)[4, 3:9].tolist() == [-1, 1, -1, 1, 1, -1]
    browser.key("undo")
    assert explorer.player.step.s.reshape(10, 10)[4, 5] == 1


def test_a_stroke_that_changes_nothing_is_nothing_to_undo(blank):
    explorer, browser = blank
    press(browser, explorer, 4, 4)
    press(browser, explorer, 4, 4, "release")
    press(browser, explorer, 1, 1, shift=True)  # paper on paper
    press(browser, explorer, 1, 5, "drag", shift=True)
    press(browser, explorer, 1, 5, "release", shift=True)
    browser.key("ArrowUp")
    browser.key("Delete")
    assert len(explorer.memory.past) == 1
    browser.key("undo")
    assert (explorer.memory.start == -1).all()


def test_reset_takes_the_cursor_away(blank):
    explorer, browser = blank
    browser.key("ArrowUp")
    explorer.reset_button.click()
    assert explorer.pen.cursor is None and not explorer.grid.place.get_visible()


def test_what_a_page_should_never_say(blank):
    explorer, browser = blank
    s = explorer.memory.start
    press(browser, explorer, 2, 1, "drag")  # without a press
    press(browser, explorer, 2, 1, "release")
    browser.key("Tab")
    np.testing.assert_array_equal(explorer.memory.start, s)
    assert explorer.problem == ""


@pytest.fixture
def drawn_far_out(page):
    """A stroke that has ended at (7, 7), and then the two neurons, whose grid has margins."""
    explorer = explore_hopfield("letters", **SOME, cue="blank", share=0.0)
    browser = page(explorer)
    for what in ("press", "release"):
        press(browser, explorer, 7, 7, what)
    explorer.controls["patterns"].value = "two"
    assert explorer.player.step.s.tolist() == [-1, -1]
    return explorer, browser


def test_a_drag_from_the_margin_draws_from_the_edge_on(drawn_far_out):
    explorer, browser = drawn_far_out
    press(browser, explorer, 1, 0)  # below the cells
    assert explorer.player.step.s.tolist() == [-1, -1]
    press(browser, explorer, 0, 0, "drag")
    assert explorer.problem == "" and explorer.player.step.s.tolist() == [1, -1]
    press(browser, explorer, 0, 1, "drag")
    press(browser, explorer, 0, 1, "release")
    assert explorer.player.step.s.tolist() == [1, 1]
    browser.key("undo")
    assert explorer.player.step.s.tolist() == [-1, -1]


def test_a_stroke_does_not_go_on_over_another_grid(blank):
    explorer, browser = blank
    press(browser, explorer, 7, 7)
    explorer.controls["patterns"].value = "two"
    press(browser, explorer, 0, 1, "drag")
    press(browser, explorer, 0, 1, "release")
    assert explorer.problem == "" and explorer.player.step.s.tolist() == [-1, -1]


# -- to store and to forget ---------------------------------------------------------------------------------


def cross() -> np.ndarray:
    s = -np.ones((16, 16), int)
    s[7:9] = s[:, 7:9] = 1
    return s.ravel()


def test_patterns_of_ones_own():
    explorer = explore_hopfield("own", cue="blank", share=0.0)
    assert "Nothing is stored yet" in explorer.sentence() and len(explorer.memory.X) == 0
    for rule in ("pseudo-inverse", "storkey", MODERN, "hebb"):
        explorer.controls["rule"].value = rule
        assert explorer.problem == "" and "Nothing is stored yet" in explorer.sentence()
    explorer.begin_from(cross())
    explorer.store_button.click()
    assert explorer.memory.names == ["your pattern 1"] and "Stored as your pattern 1" in explorer.sentence()
    explorer.store_button.click()
    assert len(explorer.memory.X) == 1 and "stored already" in explorer.sentence()
    explorer.controls["share"].value = 0.25
    assert end(explorer).end == "settled"
    np.testing.assert_array_equal(explorer.player.step.s, cross())
    assert "It is your pattern 1, with every neuron right" in explorer.sentence()
    explorer.forget_button.click()
    assert len(explorer.memory.X) == 0 and not explorer.memory.W.any()
    explorer.undo_button.click()
    assert len(explorer.memory.X) == 1 and explorer.memory.W.any()


def test_a_note_stays_until_the_run_goes_on():
    explorer = explore_hopfield("letters", **SOME)
    explorer.controls["lr"].value = 2.0
    explorer.store_button.click()
    assert explorer.sentence().startswith("Stored as your pattern 1")
    assert "rescale" not in explorer.sentence()  # that was about the control moved before
    explorer.controls["share"].value = 0.1
    explorer.forget_button.click()
    assert "Taken out" in explorer.sentence()
    explorer.seek(1)
    assert "Taken out" not in explorer.sentence() and "Step 1" in explorer.sentence()


def test_hebb_learns_and_forgets_exactly():
    explorer = explore_hopfield("letters", which="AJX", stored=3, share=0.0)
    explorer.forget_button.click()
    assert explorer.memory.names == ["J", "X"] and "as if A had never been stored" in explorer.sentence()
    np.testing.assert_array_equal(explorer.memory.W, hopfield.store(letters("JX")))
    np.testing.assert_array_equal(
        explorer.memory.W, hopfield.forget(hopfield.store(letters("AJX")), letters("A")[0])
    )
    explorer.controls["lr"].value = 2.0
    explorer.store_button.click()
    np.testing.assert_array_equal(
        explorer.memory.W, hopfield.store(letters("JX")) + 2 * hopfield.store(letters("A"))
    )
    assert explorer.memory.names == ["J", "X", "your pattern 1"]


def test_a_mixture_is_unlearned_at_a_small_rate():
    explorer = explore_hopfield("letters", **SOME, cue="mixture", share=0.0, lr=0.1)
    assert len(np.flatnonzero(explorer.memory.view(explorer.player.step).wants)) == 0
    s, W = explorer.memory.start, explorer.memory.W
    for _ in range(8):
        explorer.forget_button.click()
    np.testing.assert_allclose(explorer.memory.W, W - 0.8 * (np.outer(s, s) - np.eye(100)))
    assert "though it was never stored" in explorer.sentence() and len(explorer.memory.X) == 3
    assert explorer.memory.view(explorer.player.step).wants.any() and explorer.memory.stays.all()


def test_other_rules_cannot_forget_what_was_never_stored():
    explorer = explore_hopfield("letters", **SOME, cue="mixture", share=0.0, rule="storkey")
    W = explorer.memory.W
    explorer.forget_button.click()
    np.testing.assert_array_equal(explorer.memory.W, W)
    assert "Only Hebb" in explorer.sentence()
    explorer.set(cue="stored")
    explorer.forget_button.click()
    np.testing.assert_allclose(explorer.memory.W, hopfield.store(letters("JX"), "storkey"))


def test_there_is_room_for_so_many():
    explorer = explore_hopfield("random", stored=1, cue="random", share=0.0)
    for seed in range(TAUGHT + 1):
        explorer.begin_from(np.random.default_rng(100 + seed).choice([-1, 1], size=100))
        explorer.store_button.click()
    assert len(explorer.memory.X) == TAUGHT + 1 and "There is room for" in explorer.sentence()
    assert len(explorer.gallery.tiles) == TAUGHT + 1


def test_reset_forgets_what_was_taught(drawn):
    explorer = explore_hopfield("letters", **SOME)
    before, W = drawn(explorer), explorer.memory.W
    explorer.controls["rule"].value = "storkey"
    explorer.store_button.click()
    explorer.reset_button.click()
    np.testing.assert_array_equal(explorer.memory.W, W)
    assert not differ(before, drawn(explorer)) and explorer.memory.past == ()


def test_what_the_learning_rate_does():
    explorer = explore_hopfield("digits", stored=4)
    W = explorer.memory.W
    explorer.controls["lr"].value = 0.1
    np.testing.assert_array_equal(explorer.memory.W, W)
    assert "would only rescale W" in explorer.sentence()
    explorer.controls["rule"].value = "storkey"
    explorer.controls["lr"].value = 0.001
    hebb = hopfield.store(explorer.memory.X)
    assert np.abs(explorer.memory.W * 64 / 0.001 - hebb).max() < 0.05  # of whole numbers up to 4
    assert "it is Hebb’s rule" in explorer.sentence()
    explorer.controls["lr"].value = 1.0
    assert np.abs(explorer.memory.W * 64 - hebb).max() > 0.5
    explorer.controls["rule"].value = "pseudo-inverse"
    explorer.controls["lr"].value = 0.5
    assert "has no learning rate" in explorer.sentence()


# -- the presets' claims ------------------------------------------------------------------------------------


def test_the_presets_are_those_that_are_tried():
    assert set(PRESETS) == set(CLAIMS)


CLAIMS = {
    "A damaged letter heals": ("settled", ["Settled at step 21", "It is A, with every neuron right"]),
    "The negative is a memory too": (
        "settled",
        ["It is the negative of A, and has the same energy", "−0.493"],
    ),
    "A mixture of three is spurious": ("settled", ["a mixture: the sign of A + J + X", "−0.337"]),
    "Temperature leaves the mixture": (None, ["Nearest is A"]),
    "Seven random patterns: all is well": ("settled", ["It is pattern 1, with every neuron right"]),
    "Overload: 26 random patterns": ("settled", ["none of the stored", "Of the 26 stored, only 3 can stay"]),
    "The diagonal kept: a false calm": ("settled", ["It is none of the stored", "only 16 can stay"]),
    "O and Q: too alike for Hebb": ("settled", ["a mixture: the sign of O + Q + A", "only 1 can stay"]),
    "Three digits: Hebb holds them": ("settled", ["It is the 0, with every neuron right"]),
    "Four digits: Hebb breaks": ("settled", ["none of the stored", "Of the 4 stored, none can stay"]),
    "The same cue, pseudo-inverse": ("settled", ["It is the 0, with every neuron right"]),
    "The same cue, Storkey": ("settled", ["It is the 0, with every neuron right"]),
    "Storkey at a small rate: nearly Hebb": ("settled", ["Of the 4 stored, none can stay"]),
    "The same cue, modern network": ("settled", ["It is the 0, with every neuron right"]),
    "26 letters, modern network": ("settled", ["It is A, with every neuron right"]),
    "All at once: two neurons swap": ("two-cycle", ["A two-cycle"]),
    "One by one: they come to rest": ("settled", ["It is (+, −), with every neuron right"]),
    "Draw and store your own": ("settled", ["Nothing is stored yet"]),
}


@pytest.mark.parametrize("name", list(PRESETS))
def test_each_preset_does_what_it_says(name):
    explorer = preset(name)
    why, words = CLAIMS[name]
    assert end(explorer).end == why
    for word in words:
        assert word in explorer.sentence()


def test_the_same_cues_are_the_same():
    cues = [preset(name).memory.start for name in PRESETS if PRESETS[name].get("stored") == 4]
    assert len(cues) == 5
    for cue in cues[1:]:
        np.testing.assert_array_equal(cue, cues[0])


def test_overload_ends_deeper_than_what_was_stored():
    explorer = preset("Overload: 26 random patterns")
    assert end(explorer).energy < hopfield.energy(explorer.memory.W, explorer.memory.X[0])
    assert hopfield.overlap(explorer.memory.X, explorer.player.step.s).max() < 0.9
    leaves = [explorer.memory.X[j] * (explorer.memory.W @ explorer.memory.X[j]) < 0 for j in range(26)]
    np.testing.assert_array_equal(explorer.gallery.pale, np.any(leaves, axis=1))
    explorer.controls["diagonal"].value = True
    assert explorer.memory.stays.sum() == 16  # a neuron that hears itself 26 times over keeps its state


def test_with_the_diagonal_kept_a_pattern_stays_and_yet_does_not_heal():
    explorer = preset("The diagonal kept: a false calm")
    assert explorer.memory.stays[0] and not preset("Overload: 26 random patterns").memory.stays[0]
    assert hopfield.overlap(explorer.memory.X, end(explorer).s)[0] < 0.6


def test_temperature_leaves_the_mixture_for_a_deeper_state():
    explorer = preset("Temperature leaves the mixture")
    cold = explore_hopfield(**PRESETS["Temperature leaves the mixture"] | dict(T=0.0))
    assert end(cold).k == 1 and abs(hopfield.overlap(cold.memory.X, cold.player.step.s)).max() < 0.6
    explorer.seek(31)
    assert abs(hopfield.overlap(explorer.memory.X, explorer.player.step.s)).max() > 0.85
    explorer.seek(400)
    explorer.controls["T"].value = 0.0  # and now it may settle
    assert end(explorer).end == "settled" and "It is A, with every neuron right" in explorer.sentence()


def test_the_two_neurons_swap():
    explorer = preset("All at once: two neurons swap")
    assert explorer.memory.W.tolist() == [[0, -1], [-1, 0]]
    states = []
    for k in range(3):
        explorer.seek(k)
        states.append(explorer.player.step.s.tolist())
    assert states == [[-1, -1], [1, 1], [-1, -1]]


def test_a_field_as_small_as_the_rate_has_its_sign():
    explorer = preset("Storkey at a small rate: nearly Hebb")
    explorer.seek(1)
    assert "because it heard −0.002." in explorer.sentence()


def test_nought_is_said_in_words_and_without_a_minus():
    explorer = explore_hopfield("letters", **SOME, cue="blank", share=0.0)
    assert -0.0005 < explorer.player.step.energy / 100**2 < 0
    assert "energy per neuron 0.000" in explorer.sentence()
    last = end(explorer).k
    explorer.seek(last - 1)
    assert "No neuron wants to turn over;" in explorer.sentence()
    explorer = preset("All at once: two neurons swap")
    assert "It is like none of the stored" in explorer.sentence()


def test_the_modern_network_answers_at_the_first_step():
    explorer = preset("26 letters, modern network")
    explorer.seek(1)
    assert np.abs(explorer.player.step.s - letters("A")[0]).max() < 0.01
    assert explorer.attention.ax.get_visible() and not explorer.energy.ax.get_visible()
    np.testing.assert_allclose(explorer.attention.thick.get_ydata()[-1], 1.0, atol=1e-5)
    explorer.controls["beta"].value = 0.001
    assert end(explorer).end == "settled" and np.abs(explorer.player.step.a - 1 / 26).max() < 0.01
    assert "Nearest is" in explorer.sentence()  # a mean of all
    explorer.controls["rule"].value = "hebb"
    assert explorer.energy.ax.get_visible() and not explorer.attention.ax.get_visible()


def test_mixtures_are_found_with_their_signs():
    X = letters("AJXMZ")
    s = np.sign(X[0] - X[1] + X[3])
    found = mixture(X, s)
    assert found.tolist() == [[0, 1, 3], [1, -1, 1]]
    assert mixture(X, np.sign(X.sum(axis=0))).tolist() == [[0, 1, 2, 3, 4], [1] * 5]
    assert mixture(X, np.random.default_rng(0).choice([-1, 1], size=100)) is None
    assert mixture(X[:2], X[0]) is None


# -- the rest -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "settings, wanted",
    [
        (dict(patterns="words"), "patterns: expected one of"),
        (dict(hidden=3), "settings: expected some of"),
        (dict(stored=27), "stored: expected a whole number from 0 to 26, got 27"),
        (dict(stored=2.5), "stored: expected a whole number"),
        (dict(which=3), "which: expected a str, got 3"),
        (dict(diagonal="no"), "diagonal: expected a bool, got 'no'"),
        (dict(rule="delta"), "rule: expected one of"),
        (dict(T=-1), "temperature T: expected a number from 0 to 10"),
        (dict(lr=0), "learning rate η: expected a number"),
        (dict(cue="B"), "start from: expected one of"),
        (dict(share=0.33), "damaged: expected one of"),
        (dict(seed=-1), "seed: expected a whole number"),
    ],
)
def test_other_settings_are_refused(settings, wanted):
    with pytest.raises(ValueError, match=wanted):
        explore_hopfield(**settings)


def test_the_still_is_a_picture_with_its_words():
    explorer = explore_hopfield("letters", **SOME)
    bundle, _ = explorer._repr_mimebundle_()
    picture = Image.open(io.BytesIO(base64.b64decode(bundle["image/png"])))
    assert (
        picture.size == explorer.stage.figure.canvas.get_width_height()
        and len(set(picture.convert("RGB").get_flattened_data())) > 20
    )
    assert bundle["text/plain"] == (
        "HopfieldExplorer: a memory of 100 neurons, 50 of them on, with 3 stored patterns, after 0 steps; 20 "
        "neurons want to turn over; Nearest is A: 20 of 100 neurons differ."
    )


def test_a_frame_at_16_by_16_is_quick():
    explorer = explore_hopfield("large digits", stored=10, share=0.4, T=0.3)
    explorer.stage.send = lambda *_, **__: None
    explorer.stage.hello(1.0)
    spent = []
    for _ in range(40):
        began = time.thread_time()
        explorer.stage.transport._under_way.clear()
        explorer.player.advance()
        explorer.publish(flush=False)
        explorer.stage.deliver()
        spent.append(time.thread_time() - began)
    assert np.median(spent) < 0.025  # forty a second, even on a busy machine; about 7 ms on an idle one


# -- a picture from a file ----------------------------------------------------------------------------------


def file_of(shades: np.ndarray) -> bytes:
    file = io.BytesIO()
    Image.fromarray(shades).save(file, "PNG")
    return file.getvalue()


def scan(of: np.ndarray) -> np.ndarray:
    """A letter (10, 10) as a scanned page: grey ink on not quite white paper."""
    return np.where(of > 0, 60, 230).astype(np.uint8).repeat(20, axis=0).repeat(20, axis=1)


def test_a_picture_file_becomes_the_drawing_and_undo_takes_it_back(page):
    explorer = explore_hopfield("letters", **SOME, share=0.0)
    browser = page(explorer)
    explorer.seek(3)
    upload(explorer.picture_input, "k.png", file_of(scan(letters("K")[0].reshape(10, 10))))
    np.testing.assert_array_equal(explorer.memory.start, letters("K")[0])
    assert explorer["cue"] == "drawing" and explorer.player.position == 0 and not explorer.stage.playing
    assert explorer.sentence().startswith(
        "k.png (200×200) is now a drawing of 10×10 cells. Its edge is light"
    )
    explorer.store_button.click()
    assert explorer.memory.names[-1] == "your pattern 1"
    browser.key("undo")
    browser.key("undo")
    np.testing.assert_array_equal(explorer.memory.start, letters("A")[0])
    assert explorer["cue"] == "stored" and explorer.memory.names == ["A", "J", "X"]


def test_white_chalk_on_a_black_board_is_ink_too():
    explorer = explore_hopfield("letters", **SOME)
    page = np.pad(scan(letters("K")[0].reshape(10, 10)), 30, constant_values=230)  # a margin, as pages have
    starts = []
    for name, shades in (("page.png", page), ("board.png", 255 - page)):
        upload(explorer.picture_input, name, file_of(shades))
        starts.append(explorer.memory.start)
    np.testing.assert_array_equal(*starts)
    assert starts[0].reshape(10, 10)[[0, -1]].max() == -1 and starts[0].max() == 1
    assert "Its edge is dark" in explorer.sentence()


@pytest.mark.parametrize(
    "content, wanted",
    [
        (b"no picture", "cannot be used: expected a whole picture"),
        (file_of(np.full((9, 9), 200, np.uint8)), "cannot be used: it is of one shade nearly everywhere."),
    ],
)
def test_a_file_that_shows_nothing_changes_nothing(content, wanted):
    explorer = explore_hopfield("letters", **SOME)
    before = explorer.memory
    upload(explorer.picture_input, "x" * 300 + ".png", content)
    assert explorer.memory is before and explorer.problem == ""
    assert wanted in explorer.sentence() and explorer.sentence().startswith("xxx")
    assert len(explorer.sentence()) < 300


def test_two_neurons_have_no_room_for_a_picture():
    explorer = explore_hopfield("two")
    upload(explorer.picture_input, "k.png", file_of(scan(letters("K")[0].reshape(10, 10))))
    assert "k.png cannot be used: two neurons have no room" in explorer.sentence()
