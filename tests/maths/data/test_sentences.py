"""Messages about files: short, whatever came in, and with their hint."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnlab import data
from nnlab.data import from_csv
from nnlab.data.sentences import LONGEST, several, short, shown, wrong


@given(st.text() | st.integers() | st.lists(st.text()), st.integers(8, 60))
def test_what_came_is_shown_as_python_writes_it_or_cut(came, longest):
    text = shown(came, longest)
    assert len(text) <= longest
    assert text == repr(came) or (text.rstrip("'\"").endswith("...") and len(repr(came)) > longest)


def test_lists_end_where_the_room_ends():
    assert several(["a", "b"]) == "a, b" and several([]) == ""
    assert several(map(str, range(9))) == "0, 1, 2, 3, 4, ..."
    assert several(["x" * 60] * 3) == "x" * 60 + ", ..."


def test_names_of_files_keep_beginning_and_end():
    assert short("heights.csv") == "heights.csv"
    assert short("n" * 300 + ".csv").endswith("nnn.csv") and len(short("n" * 300)) == 60


def test_no_error_is_longer_than_anyone_reads():
    assert str(wrong("short")) == "short" and len(str(wrong("long" * 100))) == LONGEST == 300
    assert isinstance(wrong("x", FileNotFoundError), FileNotFoundError)


@pytest.mark.parametrize(
    ("content", "hint"),
    [
        ("a,kind\n1,no\n2,no\n" + "x" * 5000 + ",yes\n", "..'"),
        ("a" * 5000 + ",kind\n1,no\n,yes\n", "; fill it in or delete the row"),
        ("a,kind\n" + "".join(f"1,{'x' * 50}{i}\n" for i in range(9)), ": that one against the rest"),
        ("a,kind\n" + "".join(f"1,{i}.5\n" for i in range(90)), "read_table(...).numbers(...)"),
        (",".join(["a" * 200] * 90) + "\n" + ",".join("1" * 90) + "\n", " and ..."),
        (",".join("1" * 900) + "\n" + ",".join("2" * 900) + "\n", "; write a row of names on top"),
    ],
)
def test_the_hint_is_not_cut_from_a_message_about_something_long(content, hint):
    with pytest.raises(ValueError) as found:
        from_csv(content.encode(), target="kind", name="n" * 200 + ".csv")
    assert str(found.value).endswith(hint) and len(str(found.value)) <= LONGEST


def test_masks_are_not_looked_behind():
    hidden = np.ma.array([[999.0], [1], [2]], mask=[[True], [False], [False]])
    with pytest.raises(ValueError, match=r"^X: .* 1 masked"):
        data.Data("d", hidden, [0, 1, 1], ["a"], ["no", "yes"])
    with pytest.raises(ValueError, match=r"^y: .* 1 masked"):
        data.Data("d", np.ones((3, 1)), np.ma.array([0, 1, 1], mask=[1, 0, 0]), ["a"], ["no", "yes"])
    with pytest.raises(ValueError, match=r"^x: .* 1 masked"):
        data.Curve("c", hidden[:, 0], [1, 2, 3])
    assert data.Curve("c", np.ma.array([1.0, 2]), [1, 2]).x.tolist() == [1, 2]
