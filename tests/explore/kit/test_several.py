"""Controls of several values, groups of controls, and a text to copy."""

import pytest

from nnlab.explore.kit.copy_text import CopyText
from nnlab.explore.kit.example import explore_line
from nnlab.explore.kit.groups import Groups
from nnlab.explore.kit.several import ChoiceForEach, Ticks, TypedTuple


def heard(control) -> list:
    """What those hear who observe a control."""
    values = []
    control.observe(lambda change: values.append(change.new), names="value")
    return values


def test_ticks_are_names_in_their_order_and_the_last_one_stays():
    ticks = Ticks(("a",), "letters", dict(a="A", b="B", c="C"))
    values = heard(ticks)
    ticks.boxes["c"].value = True
    ticks.boxes["b"].value = True
    assert values == [("a", "c"), ("a", "b", "c")]
    for name in "abc":
        ticks.boxes[name].value = False
    assert ticks.value == ("c",) and ticks.boxes["c"].value
    ticks.value = ("b", "a")
    assert ticks.value == ("a", "b") and not ticks.boxes["c"].value
    with pytest.raises(ValueError, match="letters: expected some of"):
        ticks.value = ("d",)


def read(text: str) -> tuple[int, ...]:
    try:
        return tuple(map(int, text.split()))
    except ValueError:
        raise ValueError("numbers, please") from None


def test_numbers_in_a_row_are_typed_and_what_is_none_is_said():
    entry = TypedTuple((1, 2), "sizes", "", read=read, write=lambda value: " ".join(map(str, value)))
    values = heard(entry)
    entry.entry.value = "3 4 5"
    assert values == [(3, 4, 5)] and entry.word.value == ""
    entry.entry.value = "3 four"
    assert values == [(3, 4, 5)] and entry.word.value == "numbers, please" and entry.entry.value == "3 4 5"
    entry.entry.value = ""
    assert entry.value == () and entry.word.value == ""


def test_a_choice_for_each_has_one_list_for_all():
    each = ChoiceForEach(("a", "a"), "ab", "which", most=3, name="no. {}".format, mixed="mixed")
    values = heard(each)
    each.all.value = "b"
    each.lists[1].value = "a"
    assert values == [("b", "b"), ("b", "a")] and each.all.value == "mixed"
    each.all.value = "a"
    assert values[2:] == [("a", "a")]
    each.all.value = "mixed"  # which says nothing
    assert each.all.value == "a" and values[3:] == []
    assert [single.layout.display for single in each.lists] == [None, None, "none"]
    each.value = ()
    assert each.all.disabled
    with pytest.raises(ValueError, match="which: expected up to 3 of"):
        each.value = ("c",)


def test_of_groups_one_is_seen_and_the_controls_of_all_are_placed_once():
    explorer = explore_line()
    groups = Groups(dict(one=["lr"], other=["seed"]))
    explorer.lay_out(main=[], more=[groups])
    shown = lambda: [box.layout.display != "none" for box in groups.boxes.values()]  # noqa: E731
    assert shown() == [True, False]
    groups.shown.value = "other"
    assert shown() == [False, True]
    assert groups.boxes["other"].children == (explorer.controls["seed"],)
    with pytest.raises(ValueError, match="expected each of"):
        explorer.lay_out(main=["lr"], more=[Groups(dict(one=["lr"], other=["seed"]))])


def test_a_text_is_made_when_it_is_asked_for():
    texts = iter(["first", "second"])
    copy = CopyText(lambda: next(texts))
    sent = []
    copy.send = sent.append
    for text in ("first", "second"):
        copy._asked(copy, {"kind": "copy"}, [])
        assert copy.text == text
    assert sent == [{"kind": "made"}] * 2
    copy._asked(copy, {"kind": "something else"}, [])
    assert len(sent) == 2
