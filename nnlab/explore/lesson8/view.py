"""The four pictures of mini-batches: losses, gradients, a confusion matrix, and the surest mistakes."""

from typing import final

import numpy as np
from matplotlib.artist import Artist
from matplotlib.figure import Figure

from nnlab.confusion import _confusion_matrix, _surest_mistakes
from nnlab.data import Digits
from nnlab.explore.lesson8 import words
from nnlab.explore.lesson8.learner import Gradients, Learner
from nnlab.explore.lesson8.material import CLASSES
from nnlab.pictures import Captioned, ComparedRuns, ConfusionTable, GradientCloud
from nnlab.pictures.compared_runs import Run

MISTAKES = 5


@final
class MinibatchesView:
    """The pictures on a figure of 920 × 500."""

    def __init__(self, figure: Figure) -> None:
        losses = figure.add_axes((0.08, 0.45, 0.49, 0.47))
        mistakes = figure.add_axes((0.03, 0.02, 0.55, 0.24))
        cloud = figure.add_axes((0.68, 0.62, 0.3, 0.3))
        table = figure.add_axes((0.68, 0.105, 0.3, 0.365))
        names = words.LOSS, words.HELD_LOSS, words.BATCH_LOSS
        self.runs = ComparedRuns(losses, names, xlabel=words.AXES[words.SAMPLES], ylabel=words.LOSS_AXIS)
        self.mistakes = Captioned(mistakes, Digits.shape, MISTAKES, title=words.MISTAKES)
        said = dict(xlabel=words.ALONG, ylabel=words.ASIDE, full=words.FULL, batches=words.BATCHES)
        self.cloud = GradientCloud(cloud, **said)
        digits = tuple(map(str, range(CLASSES)))
        self.table = ConfusionTable(table, digits, xlabel=words.ANSWER, ylabel=words.DIGIT)

    @property
    def artists(self) -> list[Artist]:
        """What moves, in drawing order."""
        pictures = self.runs, self.mistakes, self.cloud, self.table
        return [artist for picture in pictures for artist in picture.artists]

    def draw_losses(self, over: str, learner: Learner, now: tuple[float, float], earlier: list[Run]) -> None:
        """Draw the losses so far and those `now` over samples, updates or time, and `earlier` runs."""
        k, losses = learner.record.rows()
        x = places(over, learner, k)
        at = float(places(over, learner, np.array([learner.player.position]))[0])
        self.runs.update(x, losses[:, [1, 2, 0]], (at, *now), earlier, xlabel=words.AXES[over])

    def draw_gradients(self, found: Gradients) -> None:
        """Draw the batches' gradients next to the full one."""
        self.cloud.update(found.length, found.along, found.aside)

    def draw_answers(self, learner: Learner, p: np.ndarray) -> None:
        """Draw what became of the digits held out, given the shares `p (m, 10)` that the network says."""
        classes, ink = learner.material.classes, learner.material.ink
        self.table.update(_confusion_matrix(p, classes))
        surest = _surest_mistakes(p, classes, MISTAKES)
        said = p[surest].argmax(axis=1)
        captions = [words.caption(*row) for row in zip(classes[surest], said, p[surest, said])]
        self.mistakes.update(ink[surest], captions)


def places(over: str, learner: Learner, k: np.ndarray) -> np.ndarray:
    """Return where the steps `k (m,)` of a run stand on an axis of samples, updates or time."""
    if over == words.UPDATES:
        return k
    return learner.samples(k) if over == words.SAMPLES else learner.record.seconds(k)
