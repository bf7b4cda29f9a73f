"""Drives the controls of any explorable from Python, as a reader's hand would."""

from typing import Any

import ipywidgets as widgets
import numpy as np

from nnlab.explore.kit.controls import Number


def both_ends(control: widgets.Widget) -> tuple[Any, Any]:
    """The lowest and the highest value that a control takes, or the first and the last of its list."""
    if isinstance(control, Number):
        return control._choices[0], control._choices[-1]
    if isinstance(control, widgets.Checkbox):
        return False, True
    if isinstance(control, widgets.Dropdown | widgets.ToggleButtons | widgets.SelectionSlider):
        values = [option[1] if isinstance(option, tuple) else option for option in control.options]
        return values[0], values[-1]
    if hasattr(control, "min") and hasattr(control, "max"):
        return control.min, control.max
    raise TypeError(f"control: expected one whose ends are known, got {type(control).__name__}")


def at(explorer, k: int) -> str:
    """Shows step k, however far, and gives the status line."""
    explorer.player.seek(k)
    explorer.publish()
    return explorer.sentence()


def drawn_at_both_ends(explorer, name: str, drawn, *, steps: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """What is drawn (by the fixture ``drawn``) with the control at its one end and at its other.

    Each time after so many more ``steps``. Fails if either brings an error or leaves the status line empty.
    """
    seen = []
    for value in both_ends(explorer.controls[name]):
        explorer.controls[name].value = value
        if steps:
            at(explorer, explorer.player.position + steps)
        explorer.draw()
        assert explorer.problem == "" and explorer.sentence(), f"{name} = {value!r}"
        seen.append(drawn(explorer))
    return seen[0], seen[1]


def moved_in_play(browser, name: str, value: Any, *, words: int = 2) -> tuple[int, np.ndarray]:
    """Moves a control of ``browser.explorer`` after so many words of the page, and pauses at the step before.

    Gives that step's number and theta (p,). Fails if the play stops, or if that step has other weights now.
    """
    explorer = browser.explorer
    browser.paint()
    browser.say(kind="play")
    for _ in range(words):
        browser.paint()
    before, theta = explorer.player.position, explorer.player.step.theta.copy()
    assert before > 5
    explorer.controls[name].value = value
    assert explorer.stage.playing and explorer.player.position >= before and explorer.problem == ""
    explorer.pause()
    explorer.seek(before)
    np.testing.assert_array_equal(explorer.player.step.theta, theta)
    return before, theta


def differ(one: np.ndarray, other: np.ndarray) -> bool:
    """Whether two drawings differ; a missing number is equal to a missing number."""
    return one.shape != other.shape or not np.array_equal(one, other, equal_nan=True)


def upload(button: widgets.FileUpload, name: str, content: bytes) -> None:
    """Give a file to an upload button, as the browser does."""
    file = dict(name=name, type="", size=len(content), content=memoryview(content), last_modified=0)
    button.set_state(dict(value=[file]))
