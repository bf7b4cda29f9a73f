"""Rules that end a run of the playground, and what they say."""

from dataclasses import dataclass
from typing import final

from nnlab.rules import above, between, optional, whole

RULES = dict(
    loss_below=optional(above(0)),
    accuracy_above=optional(between(0, 1, open_end=True)),
    at_most=optional(whole(1)),
    patience=optional(whole(1)),
)


@final
@dataclass(frozen=True)
class Stop:
    """Rules left at None never speak; ValueError says what one should have been.

    loss_below: the training loss is below. accuracy_above: the share of training samples that are right is
    above. at_most: so many steps were made. patience: that many steps in a row brought no new lowest loss, of
    the samples held out if there are any.
    """

    loss_below: float | None = None
    accuracy_above: float | None = None
    at_most: int | None = None
    patience: int | None = None

    def __post_init__(self):
        for name, rule in RULES.items():
            object.__setattr__(self, name, rule(getattr(self, name), name))

    @property
    def any(self) -> bool:
        """Whether there is a rule that could speak."""
        return self != Stop()

    def said(self, k: int, loss: float, accuracy: float, best: tuple[int, float] | None, held: bool) -> str:
        """Return why to stop at step k, as a sentence, or "".

        `best` is the step with the lowest loss up to k, and that loss; `held` says whether it is that of
        samples held out.
        """
        if self.loss_below is not None and loss < self.loss_below:
            return f"Stopped at step {k}: the training loss is {loss:.3g}, below {self.loss_below:g}."
        if self.accuracy_above is not None and accuracy > self.accuracy_above:
            space = "\N{NO-BREAK SPACE}"
            right, bar = f"{100 * accuracy:.3g}{space}%", f"{100 * self.accuracy_above:g}{space}%"
            return f"Stopped at step {k}: {right} of the training samples are right, more than {bar}."
        if self.patience is not None and best is not None and k - best[0] >= self.patience:
            which = "held-out" if held else "training"
            return (
                f"Stopped at step {k}: the {which} loss was lowest at step {best[0]} ({best[1]:.3g}), "
                f"and not lower in the {k - best[0]} steps since."
            )
        if self.at_most is not None and k >= self.at_most:
            return f"Stopped at step {k}: no more than {self.at_most} steps were asked for."
        return ""
