"""Samples from a list, by hand and from a file: once for classes on a plane and for curves."""

from typing import final

import numpy as np
import pytest

from nnlab.data import Curve, Data, curve, load
from nnlab.explore.kit.controls import whole
from nnlab.explore.kit.editable_samples import ROOM, CurvePoints, Points, around
from nnlab.explore.kit.samples import (
    OWN,
    SampleExplorer,
    checked,
    held_out_list,
    sample_list,
    settings_from,
)
from nnlab.explore.kit.sliders import sliders
from nnlab.explore.kit.stage import Stage

CORNERS = ((-2.0, 2.0), (-1.0, 1.0))


@final
class Shown(SampleExplorer):
    """Shows samples of classes, or with `of_curve` those of a curve, and learns nothing."""

    def __init__(self, names, *, of_curve=False, given=None):
        self.of_curve = of_curve
        self.taken, self.moved_by_hand = 0, 0
        controls = dict(
            data=sample_list([*names, OWN], given, names[0]),
            held_out=held_out_list(0.2),
            seed=whole(0, 0, 99, "seed"),
        )
        stage = Stage(300, 200, alt="samples")
        ax = stage.figure.add_subplot()
        ax.set(xlim=(-4, 4), ylim=(-4, 4))
        self.points = CurvePoints(ax) if of_curve else Points(ax)
        super().__init__(stage, controls)
        self.restart()

    def fetch(self, name):
        return curve(name, 10, rng=self._rng(), noise=0.1) if self.of_curve else load(name, rng=self._rng())

    def limits(self):
        return CORNERS if self.of_curve and self.data is None else None

    def samples_taken(self):
        self.taken += 1

    def samples_changed(self):
        self.moved_by_hand += 1

    def changed(self, *names):
        if "data" in names:
            self.restart()
        else:
            self.hold_out()

    def restart(self):
        self.take_samples()

    def draw(self):
        """Nothing: only the samples count."""


def both():
    return [Shown(["XOR", "blobs"]), Shown(["sine", "kink"], of_curve=True)]


def test_samples_are_those_of_the_list_and_a_share_is_held_out():
    plane, line = both()
    np.testing.assert_array_equal(plane.points.X, load("XOR").X)
    assert plane.points.limits == ((-0.5, 1.5), (-0.5, 1.5))  # a gate has room around it
    assert (plane.source, plane.name, plane.data.name, plane.taken) == ("XOR", "XOR", "XOR", 1)
    plane.controls["data"].value = "blobs"
    blobs = load("blobs", rng=np.random.default_rng(0))
    np.testing.assert_array_equal(plane.points.y, blobs.y)
    assert plane.points.limits == around(blobs.X, ROOM)
    assert plane.points.held.mean() == pytest.approx(0.2, abs=0.02) and plane.taken == 2
    assert plane.labels() == dict(
        features=blobs.features, classes=blobs.classes, limits=plane.points.limits, held_out=True
    )
    sine = curve("sine", 10, rng=np.random.default_rng(0), noise=0.1)
    np.testing.assert_array_equal(line.points.X, np.column_stack([sine.x, sine.y]))
    assert line.points.held.sum() == 2
    line.controls["held_out"].value = 0.0
    assert not line.points.held.any() and line.taken == 2


@pytest.mark.parametrize("which", [0, 1])
def test_what_the_reader_has_put_there_waits_while_others_are_shown(page, which):
    explorer = both()[which]
    ax, browser = explorer.points.axes, page(explorer)
    browser.click(3.1, 3.2, ax)
    browser.click(3.6, -3.2, ax)
    assert explorer.moved_by_hand == 2
    mine, limits, source = explorer.points.X.copy(), explorer.points.limits, explorer.source
    explorer.controls["data"].value = explorer.controls["data"].options[1][1]
    assert len(explorer.points.X) != len(mine) and explorer.source != source
    explorer.controls["data"].value = OWN
    np.testing.assert_array_equal(explorer.points.X, mine)
    assert (explorer.points.limits, explorer.source, explorer.name) == (limits, source, OWN)
    assert explorer.data is None and explorer.points.past == []
    explorer.points.X[:] = 0  # what waits is a copy
    for value in (explorer.controls["data"].options[0][1], OWN):
        explorer.controls["data"].value = value
    np.testing.assert_array_equal(explorer.points.X, mine)


@pytest.mark.parametrize("which", [0, 1])
def test_the_reader_begins_from_nothing(page, which):
    explorer = both()[which]
    explorer.controls["data"].value = OWN
    assert len(explorer.points.X) == 0 and explorer.data is None and explorer.source == OWN
    assert explorer.points.limits == (CORNERS if which else ((-3.0, 3.0), (-3.0, 3.0)))
    page(explorer).click(1, 1, explorer.points.axes)
    assert len(explorer.points.X) == 1


@pytest.mark.parametrize("which", [0, 1])
def test_undo_by_button_and_by_key(page, which):
    explorer = both()[which]
    browser, before = page(explorer), explorer.points.X.copy()
    for undo in (explorer.undo_button.click, lambda: browser.key("undo")):
        browser.click(3.1, 3.2, explorer.points.axes)
        assert len(explorer.points.X) == len(before) + 1
        undo()
        np.testing.assert_array_equal(explorer.points.X, before)
    assert explorer.moved_by_hand == 4
    explorer.undo_button.click()  # there is nothing more to take back
    assert explorer.moved_by_hand == 4 and explorer.undo_button.tooltip == "undo a change of samples"


def test_a_readers_own_data_stands_first_in_the_list():
    mine = Data("mine", [[1.0, 2], [3, 5]], [0, 1], ("a", "b"), ("no", "yes"))
    explorer = Shown(["XOR"], given=mine)
    assert (
        explorer.name == "mine" and explorer.source is mine and explorer.labels()["classes"] == ("no", "yes")
    )
    mine = Curve("line", [0.0, 1, 2], [1.0, 2, 0])
    explorer = Shown(["sine"], of_curve=True, given=mine)
    assert explorer.data is mine and explorer.points.X.tolist() == [[0, 1], [1, 2], [2, 0]]


def test_settings_are_checked_once_for_all():
    neutral = dict(lr=1.0, hidden=2)
    assert settings_from(dict(lr=3.0), neutral) == dict(lr=3.0, hidden=2) and neutral["lr"] == 1.0
    with pytest.raises(ValueError, match=r"settings: expected some of \['hidden', 'lr'\], got \['rate'\]"):
        settings_from(dict(rate=3.0), neutral)
    with pytest.raises(ValueError, match="settings: expected some of"):
        checked("XOR", dict(rate=3.0), neutral, ["XOR"])
    with pytest.raises(ValueError, match=r"data: expected one of \['XOR'\] or a Data, got 'AND'"):
        checked("AND", {}, neutral, ["XOR"])
    with pytest.raises(ValueError, match=r"data: expected one of .* or a Curve, got 3"):
        checked(3, {}, neutral, ["sine"], Curve)
    assert checked("XOR", dict(lr=2.0), neutral, ["XOR"]) == (None, dict(lr=2.0, data="XOR"))


def test_only_who_can_undo_has_the_button():
    assert not hasattr(sliders(lambda ax, a: None, alt="", a=[1, 2]), "undo_button")
