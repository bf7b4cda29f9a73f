"""What is read off where the pointer is: numbers in the picture, and sentences, by the microscope."""

from typing import final

import numpy as np

from nnlab.explore.kit.numbers import fixed, plain
from nnlab.explore.playground import unit_words, words
from nnlab.explore.playground.learner import Learner
from nnlab.explore.playground.specimen import Specimen, Wire
from nnlab.explore.playground.status import cut
from nnlab.features import FEATURES
from nnlab.pictures.network_plan import Spot


@final
class Reading:
    """Reads the network of a learner at the step shown, for one `sample` of its material or a `place (2,)`.

    Without either it reads the place in the middle, of which it says nothing.
    """

    def __init__(self, learner: Learner, sample: int | None, place: np.ndarray | None) -> None:
        self.learner, self.sample, self.place = learner, sample, place
        m = learner.material
        X = m.X[sample] if sample is not None else np.zeros(2) if place is None else place
        y = None if sample is None else learner.asking.targets[sample]
        x = learner.inputs(X[None])[0]
        self._X, self._y = X, y
        self.specimen = Specimen(learner.net, learner.theta, x, y, learner.settings.loss)
        self._names = [unit_words.shown(name) for name in learner.settings.features]

    def numbers(self) -> dict[Spot, str] | None:
        """Return what each feature and unit says here; None where the pointer is nowhere."""
        if self.sample is None and self.place is None:
            return None
        a, used = self.specimen.a, self.learner.settings.features
        rows = [[*FEATURES].index(name) for name in used]
        numbers = {Spot("feature", 0, i): fixed(float(x), 2) for i, x in zip(rows, a[0])}
        last = len(a) if len(a[-1]) > 1 else len(a) - 1  # a single output has no map there
        for l in range(1, last):
            numbers |= {Spot("unit", l, j): fixed(float(value), 2) for j, value in enumerate(a[l])}
        return numbers

    def sentence(self, spot: Spot | None, *, held: bool) -> str:
        """Say what is to be read at a part of the network, or at the place."""
        if self.sample is not None or self.place is not None:
            return self._at_place()
        if spot is None:
            return ""
        if spot.kind == "feature":
            return words.feature_said([*FEATURES][spot.j], self.learner.settings)
        if spot.kind == "unit":
            told = [unit_words.formula(self.specimen, self._names, spot.layer, spot.j)]
        elif spot.kind in ("weight", "bias"):
            told = [self._parameter(spot)] + ([words.HELD_KEYS] if held else [])
        else:
            told = [words.BUTTONS.get(spot.kind, "")]
        return cut(" ".join(told))

    def _parameter(self, spot: Spot) -> str:
        wire = wire_of(spot, self.learner)
        return f"{unit_words.at_wire(self.specimen, self._names, wire)[0].split(':')[0]}."

    def _at_place(self) -> str:
        s, last, m = self.specimen, len(self.specimen.a) - 1, self.learner.material
        several = len(s.a[-1]) > 1
        a = words.answer(s.a[-1]) if several else unit_words.with_numbers(s, last, 0)
        places = dict(x1=plain(float(self._X[0])), x2=plain(float(self._X[1])), a=a)
        if self.sample is None:
            told = [words.AT_PLACE.format(**places)]
        else:
            y = m.y[self.sample]
            name = m.classes[int(y)] if m.classes else plain(float(y))
            held = words.SAMPLE_HELD if m.held[self.sample] else ""
            told = [words.SAMPLE.format(y=name, held=held, **places)]
        if s.y is not None:
            told.append(f"{unit_words.loss_line(s, m.classes)}.")
        return cut(" ".join(told))


def wire_of(spot: Spot, learner: Learner) -> Wire:
    """Return a weight or a bias of the picture as the microscope calls it."""
    i = learner.net.sizes[spot.layer - 1] if spot.kind == "bias" else spot.i
    return Wire(spot.layer, i, spot.j)
