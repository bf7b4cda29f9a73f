"""What an exercise is made of: a task, a reference solution, probes, and the mistakes that learners make."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from nnlab.exercises.forms import EXACT, WrongForm, call, close


@dataclass(frozen=True)
class Words:
    """An exercise in one language: what is asked for, and a hint for each mistake, keyed by its name."""

    task: str
    hints: dict[str, str]


@dataclass(frozen=True)
class Mistake:
    """A wrong answer that learners really give, and a hint that does not give the right one away.

    An answer has this mistake if it does what `wrong` does, on every probe; or, where many wrong answers do
    the same for different reasons, if `when(answer)` is true (`wrong` is then an example).
    """

    name: str
    wrong: Any
    hint: str
    when: Callable[[Any], bool] | None = None


@dataclass(frozen=True, eq=False)
class Exercise:
    """A task, its solution, the probes that try an answer, and the mistakes we know.

    probes(rng) yields dicts from input name to value, smallest first; ask(answer, *inputs) is what the answer
    says to one probe. An answer is right if it agrees with the reference on every probe, up to `tolerance`.
    With `one_value` the answer is a value, worked out from what the task gives (the only probe), and the
    report of a wrong one does not show what was expected.
    """

    name: str
    words: Words = field(repr=False)
    reference: Callable
    probes: Callable[..., Iterable[dict[str, Any]]]
    ask: Callable[..., Any] = call
    tolerance: float = EXACT
    seed: int = 0
    one_value: bool = False
    mistakes: list[Mistake] = field(default_factory=list, repr=False)

    def mistake(
        self, name: str, wrong: Any = None, *, when: Callable[[Any], bool] | None = None
    ) -> Callable | None:
        """Add a wrong answer to the known mistakes; without one, return a decorator for a wrong function.

        Raises KeyError if the words hold no hint for it.
        """
        if wrong is not None:
            self.mistakes.append(Mistake(name, wrong, self.words.hints[name], when))
            return None

        def add(function: Callable) -> Callable:
            self.mistake(name, function, when=when)
            return function

        return add

    @property
    def task(self) -> str:
        """What the exercise asks for."""
        return self.words.task

    def questions(self) -> list[dict[str, Any]]:
        """Return the probes, the same ones every time."""
        return list(self.probes(rng=np.random.default_rng(self.seed)))

    def agree(self, yours: Any, expected: Any, tolerance: float | None = None) -> bool:
        """Return whether two outcomes are the same; another form is another outcome."""
        try:
            return close(yours, expected, self.tolerance if tolerance is None else tolerance)
        except WrongForm:
            return False
