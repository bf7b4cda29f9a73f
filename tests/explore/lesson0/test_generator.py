"""A generator stepped through: the code shown is the code that runs, and each moment is as Python has it."""

import sys

import pytest

from nnlab.explore.lesson0 import explore_generator, programs
from nnlab.explore.lesson0.programs import PROGRAMS
from nnlab.explore.lesson0.stepping import CALLER, ENDS, GENERATOR, LINE, YIELDS, moments
from nnlab.source import source


def code_shown(explorer, at):
    return "\n".join(text.get_text() for text in explorer.listings[at].lines).rstrip("\n")


def variables_shown(explorer, at):
    return [text.get_text() for text in explorer.listings[at].variables if text.get_text()]


def at_first(explorer, does, at=GENERATOR):
    """Goes to the first such moment."""
    explorer.seek(next(m.k for m in explorer.moments if m.at == at and m.does == does))
    return explorer


@pytest.mark.parametrize("program", PROGRAMS)
def test_the_code_shown_is_the_code_that_runs(program):
    explorer = explore_generator(program)
    generator, caller = PROGRAMS[program]
    assert code_shown(explorer, GENERATOR) == source(generator).text
    assert code_shown(explorer, CALLER) == source(caller).text


@pytest.mark.parametrize("program", PROGRAMS)
def test_all_of_the_code_and_the_variables_have_room(program):
    explorer = explore_generator(program)
    for moment in explorer.moments:
        explorer.seek(moment.k)
        explorer.draw()
        explorer.stage.pixels()
        for at, right in ((CALLER, 440), (GENERATOR, 920)):
            used = [*explorer.listings[at].lines, *explorer.listings[at].variables]
            used = [text.get_window_extent() for text in used if text.get_text()]
            assert max(box.x1 for box in used) <= right, at
            assert min(box.y0 for box in used) > (4 if at == CALLER else 52), at
        own = {CALLER: moment.caller, GENERATOR: moment.generator}
        for at in own:
            assert len(variables_shown(explorer, at)) == len(own[at])


@pytest.mark.parametrize("program", PROGRAMS)
def test_the_moments_are_those_of_the_run(program):
    generator, caller = PROGRAMS[program]
    found = moments(generator, caller)
    assert [m.k for m in found] == list(range(len(found)))
    assert found[0].at == CALLER and found[-1].at == CALLER and found[-1].does == ENDS
    assert found[-1].value == repr(caller())
    lines = {at: source(f).text.splitlines() for at, f in ((GENERATOR, generator), (CALLER, caller))}
    for moment in found:
        line = lines[moment.at][moment.line]
        assert line.strip() and not line.startswith(("def", '    """'))
        assert (moment.does == YIELDS) <= ("yield" in line)
    handed = [m.value for m in found if m.does == YIELDS]
    assert tuple(handed) == found[-1].handed


def test_count_hands_over_five_to_nine():
    explorer = explore_generator("count")
    assert explorer.moments[-1].handed == ("5", "6", "7", "8", "9")
    assert explorer.moments[-1].value == "(5, 6, [7, 8, 9])"
    assert not any(m.at == GENERATOR and m.does == ENDS for m in explorer.moments)  # it has no end
    explorer.seek(len(explorer.moments))
    assert "returns (5, 6, [7, 8, 9])" in explorer.sentence()
    assert explorer.handed.get_text() == "handed over so far: 5, 6, 7, 8, 9"


def test_a_generator_at_its_end_gives_nothing_the_second_time():
    found = moments(programs.up_to, programs.ask_up_to)
    assert found[-1].value == "(6, 0, 6)"
    assert sum(m.does == ENDS and m.at == GENERATOR for m in found) == 2  # g, and the fresh one
    explorer = at_first(explore_generator("up_to"), ENDS)
    assert "nothing more to give" in explorer.sentence() and variables_shown(explorer, GENERATOR) == []


def test_making_a_generator_runs_no_line_of_it():
    explorer = explore_generator()
    first, second = explorer.moments[:2]
    assert first.at == second.at == CALLER and "g" not in first.caller
    assert second.caller["g"] == "a generator" and second.generator == {}
    assert "runs no line of it yet" in explorer.sentence()


def test_it_begins_when_asked_waits_at_its_yield_and_goes_on_there():
    explorer = at_first(explore_generator(), LINE)
    assert "Asked for the first time" in explorer.sentence() and explorer.passed.get_text() == "next"
    at_first(explorer, YIELDS)
    assert "hands 5 to the caller, and waits" in explorer.sentence()
    assert explorer.passed.get_text() == "5" and explorer.arrow.get_visible()
    yielding = explorer.player.step
    explorer.seek(explorer.player.position + 1)
    waiting = explorer.player.step
    assert waiting.at == CALLER and waiting.waits == yielding.line
    assert variables_shown(explorer, GENERATOR) == ["k = 5"] and "first = 5" in variables_shown(
        explorer, CALLER
    )
    assert not explorer.arrow.get_visible()
    explorer.seek(explorer.player.position + 1)
    going_on = explorer.player.step
    assert going_on.at == GENERATOR and going_on.line == yielding.line + 1
    assert "goes on after its yield" in explorer.sentence()


def test_the_marks_stand_at_the_lines():
    explorer = at_first(explore_generator(), YIELDS)
    moment = explorer.player.step
    waits, now = explorer.listings[GENERATOR].bars
    line = explorer.listings[GENERATOR].lines[moment.line]
    assert now.get_visible() and not waits.get_visible() and line.get_text().strip() == "yield k"
    assert now.get_y() < line.get_position()[1] < now.get_y() + now.get_height()
    waits, now = explorer.listings[CALLER].bars
    line = explorer.listings[CALLER].lines[moment.waits]
    assert waits.get_visible() and not now.get_visible() and line.get_text().strip() == "first = next(g)"
    assert waits.get_y() < line.get_position()[1] < waits.get_y() + waits.get_height()


def test_it_plays_to_the_end_and_back(page):
    explorer = explore_generator("downhill")
    browser = page(explorer)
    browser.say(kind="play")
    frames = browser.watch()
    assert len(frames) >= len(explorer.moments) - 1 and explorer.player.position == len(explorer.moments) - 1
    last = explorer.player.step
    browser.key(",")
    assert explorer.player.step.k == last.k - 1
    browser.key("Home")
    assert explorer.player.step.k == 0
    browser.key(".")
    assert explorer.player.step.k == 1


def test_downhill_is_gradient_descent_on_w_squared():
    w, expected = 8.0, []
    while not expected or expected[-1] >= 2:
        expected.append(w)
        w -= 0.25 * 2 * w
    assert moments(programs.downhill, programs.ask_downhill)[-1].value == repr(expected)


def test_whoever_traces_already_goes_on_tracing():
    seen = []

    def mine(frame, event, argument):
        seen.append(event)

    before = sys.gettrace()
    sys.settrace(mine)
    try:
        moments(programs.count, programs.ask_count)
        kept = sys.gettrace()
    finally:
        sys.settrace(before)
    assert kept is mine


def test_an_error_in_the_caller_is_raised_and_the_tracing_ends():
    def fails():
        raise KeyError("mine")

    before = sys.gettrace()
    with pytest.raises(KeyError, match="mine"):
        moments(programs.count, fails)
    assert sys.gettrace() is before
