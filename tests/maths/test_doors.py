"""Every public door of the maths: what is handed in wrongly is refused in a sentence that names it."""

import inspect
import re
from collections.abc import Iterator
from itertools import islice

import pytest

from tests.helpers.doors import INNER, doors, functions, hostile

DOORS = doors()
LONGEST = 300
# Whether a start is as long as the loss needs it, only the loss knows.
START = {("penalties.path", "start"), ("race.learn", "start"), ("race.race", "start")}
# Where two arguments do not fit one another, either may be named.
PARTNERS = {
    ("x", "y"),
    ("a", "y"),
    ("first", "second"),
    ("answers", "truth"),
    ("patterns", "beta"),
    ("xi", "beta"),
    ("grid", "run"),
    ("X", "K"),
    ("X", "delta"),
    ("K", "delta"),
    ("K", "b"),
    ("A", "delta"),
    # descent came to rest for none of the lams, since it diverged: "lower lr"
    ("lr", "lams"),
}
# What else a sentence may begin with: those about files begin with the file.
SOURCES = ("the file", "no", "[Errno", "good.csv")


def told(door, **change):
    """Return the exception that a call raises, or None; of an iterator the first steps are taken."""
    try:
        result = door.call(**(door.good() | change))
        if isinstance(result, Iterator):
            list(islice(result, 3))
    except (ValueError, TypeError, OSError) as error:
        return error
    return None


def is_own_mistake(error, value) -> bool:
    """Return whether a function that was handed in is what failed: its errors are its own."""
    return callable(value) and isinstance(error, TypeError)


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.name)
def test_a_good_call_is_good(door):
    assert told(door) is None


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.name)
def test_what_is_wrong_is_refused_in_a_sentence_that_names_it(door):
    for parameter in door.parameters:
        for kind, value in hostile().items():
            error = told(door, **{parameter: value})
            if error is None or is_own_mistake(error, value):
                continue
            case = f"{door.name}({parameter}={kind}): {error}"
            assert len(str(error)) <= LONGEST or isinstance(error, OSError), case
            named = re.match(r"\w+", str(error))
            named = named and named[0]
            if parameter in ("source", "path", "folder", "separator", "x", "y", "target", "features") and (
                isinstance(error, OSError) or str(error).startswith(SOURCES)
            ):
                continue
            if (door.name, parameter) in START:
                assert named in ("start", "theta"), case
                continue
            assert named == parameter or (parameter, named) in PARTNERS, case


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.name)
def test_nothing_that_must_be_given_may_be_none(door):
    for name, parameter in door.parameters.items():
        if parameter.default is inspect.Parameter.empty:
            # a generator may be left out where chance has no say, and start where it is zeros
            assert told(door, **{name: None}) is not None, name


@pytest.mark.parametrize(
    "flag",
    [(door, name) for door in DOORS for name in ("bias", "diagonal", "even") if name in door.parameters],
)
@pytest.mark.parametrize("value", ["no", "yes", 1, 0, None, [True]])
def test_what_is_no_true_or_false_does_not_count_as_such(flag, value):
    door, name = flag
    error = told(door, **{name: value})
    assert str(error).startswith(f"{name}: expected True or False, got ")


def test_the_list_of_what_is_no_door_holds_nothing_that_has_gone():
    assert set(functions()) >= INNER
    assert len(DOORS) > 80
