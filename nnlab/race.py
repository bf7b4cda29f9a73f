"""Lesson 8: a fair race: what it takes until the loss over all samples is low enough.

Three things can be counted: samples seen, updates made, time spent. They do not agree on who is first.
"""

import time
from dataclasses import dataclass
from typing import final

import numpy as np

from nnlab.batches import Stream
from nnlab.descent import LOSS, answer_of, descend, last, stop
from nnlab.optimisers import Rule
from nnlab.resume import read_only
from nnlab.rules import above, checked, instance, number, vector, whole


@final
@dataclass(frozen=True, eq=False)
class Race:
    """What was found at m looks at the loss over all samples; the first look is at the start (read-only)."""

    epochs: np.ndarray  # (m,) samples seen so far, divided by n
    updates: np.ndarray  # (m,) updates made so far
    seconds: np.ndarray  # (m,) of processor time spent so far, without the looks
    losses: np.ndarray  # (m,) the loss over all samples
    theta: np.ndarray  # (p,) where the run ended
    arrived: bool  # whether the loss is below the goal there

    @property
    def end(self) -> np.ndarray:
        """What it took, (epochs, updates, seconds); nan for a run that did not arrive."""
        taken = np.array([self.epochs[-1], self.updates[-1], self.seconds[-1]])
        return taken if self.arrived else np.full(3, np.nan)


@checked(
    stream=instance(Stream, "a Stream of mini-batches"),
    start=vector,
    rule=instance(Rule, "a rule such as Adam(lr=0.01)"),
    whole_loss=LOSS,
    below=number,
    looks=whole(1),
    epochs=above(0),
)
def race(
    stream: Stream, start, rule: Rule, whole_loss, *, below: float, looks: int = 10, epochs: float = 200.0
) -> Race:
    """Descend from start (p,) until whole_loss is below the goal, and return the run as a `Race`.

    whole_loss, a function theta -> (value, gradient), is the loss over all samples: that of a batch says
    too little. It is looked at `looks` times an epoch, or after every step where an epoch has fewer.
    A run gives up after so many epochs, and where it diverges.
    """
    batches, found = stream.batches, []
    n, due, spent, begin = batches.rows.n, 0.0, 0.0, time.process_time()
    for step in descend(stream, start, rule=rule):
        epoch, first, _ = batches.place(step.k)
        seen = epoch + first / n
        if seen >= due or step.diverged:
            spent += time.process_time() - begin
            loss = float(answer_of(whole_loss, step.theta, "whole_loss")[0])
            found.append((seen, step.k, spent, loss))
            if loss < below or seen >= epochs or step.diverged:
                break
            due = (np.floor(seen * looks + 1e-9) + 1) / looks - 1e-9
            begin = time.process_time()
    columns = [read_only(np.array(column, float)) for column in zip(*found)]
    return Race(*columns, theta=step.theta, arrived=bool(loss < below))


@checked(
    stream=instance(Stream, "a Stream of mini-batches"),
    start=vector,
    rule=instance(Rule, "a rule such as Adam(lr=0.01)"),
    epochs=whole(1),
)
def learn(stream: Stream, start, rule: Rule, epochs: int) -> np.ndarray:
    """Return theta (p,) after so many epochs from start (p,)."""
    return last(stop(descend(stream, start, rule=rule), at_most=epochs * stream.batches.per_epoch)).theta
