"""The memory itself, without widgets: what it stores, from where it starts, and where it goes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from string import ascii_uppercase, digits
from typing import NamedTuple

import numpy as np

from nnlab import hopfield
from nnlab.attention import attend, attention
from nnlab.explore.lesson7.patterns import GIVEN, Patterns, patterns_of

TAUGHT = 14  # patterns that the reader may teach, on top of the set's
UNDOS = 200
MODERN = "modern"
RULES = ("hebb", "pseudo-inverse", "storkey", MODERN)
CUES = ("stored", "negative", "mixture", "random", "blank", "drawing")
# The settings that change what is stored, and those that change the state to start from.
STORING = ("patterns", "which", "stored", "rule", "lr", "diagonal", "seed")
STARTING = ("cue", "share")


@dataclass(frozen=True)
class Settings:
    """What the reader has set; each has a control of the same name."""

    patterns: str = "letters"
    which: str = ""
    stored: int = 3
    rule: str = "hebb"
    lr: float = 1.0
    diagonal: bool = False
    cue: str = "stored"
    share: float = 0.2
    order: str = "random"
    T: float = 0.0
    beta: float = 0.1
    seed: int = 0

    @property
    def modern(self) -> bool:
        """Whether the modern network is at work, which knows the patterns themselves and no couplings."""
        return self.rule == MODERN

    @property
    def cold(self) -> bool:
        """Whether every run ends: the modern network has no temperature."""
        return self.modern or self.T == 0

    @property
    def chosen(self) -> list[str]:
        """What `which` names, each sign once, and the set has."""
        return [sign for sign in self._named() if sign in self._known()]

    @property
    def left_out(self) -> list[str]:
        """What `which` names, and the set has not."""
        return [sign for sign in self._named() if sign not in self._known()]

    def _named(self) -> list[str]:
        return [c for c in dict.fromkeys(self.which.upper()) if not c.isspace() and c != ","]

    def _known(self) -> str:
        return ascii_uppercase if self.patterns == "letters" else digits

    def rng(self, purpose: int) -> np.random.Generator:
        """Return a generator of its own for each purpose, so that one draw does not disturb another."""
        return np.random.default_rng([self.seed, purpose])


@dataclass(frozen=True, eq=False)
class Blend:
    """The modern network after its k-th step."""

    k: int  # steps so far
    s: np.ndarray  # (N,) the state: any numbers
    a: np.ndarray  # (P,) how much attention each pattern has got for the next step
    end: str | None  # "settled", or None


def blends(X: np.ndarray, start: np.ndarray | Blend, beta: float) -> Iterator[Blend]:
    """Yield the modern network's states from `start`, until a step changes nothing any more."""
    if not isinstance(start, Blend):
        start = Blend(0, start, attention(X, start, beta), None)
    yield start
    while start.end is None:
        s = attend(X, start.s, beta)
        end = "settled" if np.abs(s - start.s).max() < 1e-6 else None
        start = Blend(start.k + 1, s, attention(X, s, beta), end)
        yield start


def mixture(X: np.ndarray, s: np.ndarray) -> np.ndarray | None:
    """Return three or five numbers of patterns (P, N), and signs, whose sum has the signs of s; else None."""
    m = X @ s
    for size in (3, 5):
        if len(X) >= size:
            best = np.sort(np.argsort(-np.abs(m), kind="stable")[:size])
            signs = np.where(m[best] >= 0, 1, -1)
            if np.array_equal(np.sign(signs @ X[best]), s):
                return np.stack([best, signs])
    return None


class Lesson(NamedTuple):
    """A state that the reader has taught (sign 1), or taken out (-1), at a learning rate."""

    s: np.ndarray  # (N,)
    sign: int
    lr: float


class Past(NamedTuple):
    """What Undo brings back."""

    drawing: np.ndarray
    picked: int
    taught: tuple[Lesson, ...]
    dropped: tuple[np.ndarray, ...]
    cue: str
    share: float


class View(NamedTuple):
    """What is to be seen of one step; computed once for the pictures and the words."""

    step: hopfield.Step | Blend
    m: np.ndarray  # (P,) the overlap with each pattern
    wants: np.ndarray  # (N,) which neurons would turn over if they looked now
    nearest: int | None  # the pattern most like the state, or most unlike it


class Couplings(NamedTuple):
    """What the network knows of its patterns."""

    X: np.ndarray  # (P, N) the set's patterns, then the reader's
    names: list[str]
    W: np.ndarray  # (N, N)
    unit: int  # of fields and temperatures
    stays: np.ndarray  # (P,) whether a pattern is at rest


def couple(
    base: Patterns, taught: tuple[Lesson, ...], dropped: tuple[np.ndarray, ...], settings: Settings
) -> Couplings:
    """Return the couplings of a set's patterns, less what was dropped, and of what the reader taught."""
    rule, diagonal, N = settings.rule, settings.diagonal, base.X.shape[1]
    kept = [all(abs(int(x @ s)) < N for s in dropped) for x in base.X]
    X = base.X[kept]
    learned = [lesson.s for lesson in taught if lesson.sign > 0]
    names = [name for name, stays in zip(base.names, kept) if stays]
    names += [f"your pattern {j + 1}" for j in range(len(learned))]
    every = np.concatenate([X, np.reshape(learned, (-1, N)).astype(int)])
    W = np.zeros((N, N), int if rule == "hebb" else float)
    if rule == "pseudo-inverse" and len(every):
        W = hopfield.store(every, rule, diagonal)
    elif rule in ("hebb", "storkey"):
        if len(X):
            W = hopfield.store(X, rule, diagonal, lr=settings.lr if rule == "storkey" else 1)
        for s, sign, lr in taught:
            if sign > 0:
                W = hopfield.learn(W, s, rule, diagonal, lr=lr)
            elif rule == "hebb":
                W = hopfield.forget(W, s, lr=lr)
    pull = every * (every @ W)  # (P, N): below 0 where a neuron of the pattern wants to turn over
    leaves = (pull < -hopfield.tolerance(W)).any(axis=1)
    stays = np.ones(len(every), bool) if settings.modern else ~leaves
    return Couplings(every, names, W, N if rule == "hebb" else 1, stays)


@dataclass(frozen=True, eq=False)
class Memory:
    """A memory: its settings, what it has learned, and the state to start from. It never changes.

    What a reader does gives another memory, whole; whoever holds one changes over to it in a single
    assignment, or not at all. `Memory.fresh` makes the first.
    """

    settings: Settings
    given: Patterns | None  # the reader's own pictures
    base: Patterns  # those of the set that are stored
    coupled: Couplings
    drawing: np.ndarray  # (N,) the state to start from, before it is damaged
    start: np.ndarray  # (N,) and after
    picked: int = 0  # the pattern that the cue "stored" means
    taught: tuple[Lesson, ...] = ()
    dropped: tuple[np.ndarray, ...] = ()
    past: tuple[Past, ...] = ()

    @classmethod
    def fresh(cls, settings: Settings, given: Patterns | None = None) -> "Memory":
        """Return the memory that the settings name, without anything taught or drawn."""
        base = _chosen(settings, given)
        nothing = np.empty(0, int)
        new = cls(settings, given, base, couple(base, (), (), settings), nothing, nothing)
        return new._from_cue()

    # -- what it holds ------------------------------------------------------------------------------------

    @property
    def X(self) -> np.ndarray:
        """The stored patterns (P, N)."""
        return self.coupled.X

    @property
    def W(self) -> np.ndarray:
        """The couplings (N, N)."""
        return self.coupled.W

    @property
    def names(self) -> list[str]:
        """What the stored patterns are called."""
        return self.coupled.names

    @property
    def stays(self) -> np.ndarray:
        """Which stored patterns (P,) are at rest."""
        return self.coupled.stays

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns of the grid on which a state is shown."""
        return self.base.shape

    # -- other settings -----------------------------------------------------------------------------------

    def under(self, settings: Settings) -> "Memory":
        """Return it under other settings; unless the set is another, what was taught and drawn stays."""
        others = {name for name in vars(settings) if getattr(settings, name) != getattr(self.settings, name)}
        if "patterns" in others:
            return Memory.fresh(settings, self.given)
        new = replace(self, settings=settings)
        if others & {*STORING}:
            return replace(new, base=_chosen(settings, self.given))._coupled()._from_cue()
        return new._from_cue() if others & {*STARTING} else new

    def _coupled(self) -> "Memory":
        return replace(self, coupled=couple(self.base, self.taught, self.dropped, self.settings))

    def _from_cue(self) -> "Memory":
        """Return it with the state to start from that its settings name."""
        N, cue = self.base.X.shape[1], self.settings.cue
        X = self.X if len(self.X) else -np.ones((1, N), int)
        drawing = self.drawing
        if cue in ("stored", "negative"):
            drawing = X[min(self.picked, len(X) - 1)] * (1 if cue == "stored" else -1)
        elif cue == "mixture":
            drawing = np.where(X[:3].sum(axis=0) > 0, 1, -1)
        elif cue == "random":
            drawing = self.settings.rng(1).choice([-1, 1], size=N)
        elif cue == "blank" or len(drawing) != N:
            drawing = -np.ones(N, int)
        return self._from(drawing)

    def _from(self, drawing: np.ndarray) -> "Memory":
        start = hopfield.corrupt(drawing, self.settings.share, rng=self.settings.rng(2))
        return replace(self, drawing=drawing, start=start)

    # -- what the reader does -----------------------------------------------------------------------------

    def remembered(self) -> "Memory":
        """Return it so that Undo can come back to what it is now."""
        now = Past(
            self.drawing, self.picked, self.taught, self.dropped, self.settings.cue, self.settings.share
        )
        return replace(self, past=(*self.past[1 - UNDOS :], now))

    def undone(self) -> "Memory":
        """Return it as it was before the last thing that was remembered."""
        if not self.past:
            return self
        *past, then = self.past
        settings = replace(self.settings, cue=then.cue, share=then.share)
        more = dict(picked=then.picked, taught=then.taught, dropped=then.dropped, past=tuple(past))
        return replace(self, settings=settings, **more)._coupled()._from(then.drawing)

    def drawn(self, s: np.ndarray) -> "Memory":
        """Return it with the drawing s (N,) to start from, undamaged."""
        return replace(self, settings=replace(self.settings, cue="drawing", share=0.0))._from(s)

    def starting_from(self, pattern: int) -> "Memory":
        """Return it with the stored pattern of that number as its cue."""
        settings = replace(self.settings, cue="stored")
        return replace(self.remembered(), settings=settings, picked=pattern)._from_cue()

    def known_as(self, s: np.ndarray) -> str | None:
        """Return the name under which s (N,), or its negative, is stored; both have the same couplings."""
        alike = np.flatnonzero(np.abs(self.X @ s) == len(s))
        return self.names[alike[0]] if len(alike) else None

    @property
    def learned(self) -> int:
        """How many patterns of the reader's own are stored."""
        return sum(lesson.sign > 0 for lesson in self.taught)

    def teach(self, s: np.ndarray) -> tuple["Memory", str]:
        """Return the memory that has learned s (N,) as well, and what became of it.

        That is "stored", "known" or "full": then nothing is learned.
        """
        told = "known" if self.known_as(s) else "full" if self.learned == TAUGHT else "stored"
        new = self.remembered()
        if told == "stored":
            new = replace(new, taught=(*self.taught, Lesson(s, 1, self.settings.lr)))._coupled()
        return new.drawn(s), told

    def forget(self, s: np.ndarray) -> tuple["Memory", str]:
        """Return the memory without s (N,), and what became of it.

        That is "dropped": it was stored, and is so no more; "unlearned": it was not, and Hebb's rule has
        taken it out of the couplings at the learning rate; or "unknown": the other rules cannot do that.
        """
        new, told = self.remembered(), "unknown"
        if self.known_as(s):
            told = "dropped"
            taught = tuple(lesson for lesson in self.taught if abs(int(lesson.s @ s)) != len(s))
            new = replace(new, taught=taught, dropped=(*self.dropped, s))._coupled()
        elif self.settings.rule == "hebb":
            told = "unlearned"
            new = replace(new, taught=(*self.taught, Lesson(s, -1, self.settings.lr)))._coupled()
        return new.drawn(s), told

    # -- where it goes ------------------------------------------------------------------------------------

    def run(self) -> Callable[[hopfield.Step | Blend | None], Iterator]:
        """Return the run from the start, or on from a step, for a `Player`."""
        settings, start, W = self.settings, self.start, self.W
        if settings.modern:
            X = self.X if len(self.X) else np.zeros((1, len(start)))
            return lambda step: blends(X, start.astype(float) if step is None else step, settings.beta)
        how = dict(order=settings.order, T=settings.T * self.coupled.unit)

        def run(step):
            if step is None:
                return hopfield.recall(W, start, rng=settings.rng(3), **how)
            return hopfield.recall(W, step, **how)

        return run

    def energy(self, step: hopfield.Step) -> float:
        """Return the energy per neuron, in units of the fields."""
        return step.energy / (len(step.s) * self.coupled.unit)

    def measure(self, step: hopfield.Step | Blend) -> tuple[float, ...]:
        """Return the energy per neuron, then all overlaps, and for the modern network the attention."""
        m = self.X @ step.s / len(step.s)
        if self.settings.modern:
            return (np.nan, *m, *step.a[: len(self.X)])
        return (self.energy(step), *m)

    def view(self, step: hopfield.Step | Blend) -> View:
        """Return what is to be seen of a step; the modern network's nearest has most of its attention."""
        m, modern = self.X @ step.s / len(step.s), self.settings.modern
        wants = np.zeros(len(step.s), bool)
        if not modern:
            wants = step.s * step.h < -hopfield.tolerance(self.W)
        nearest = int(np.argmax(step.a if modern else np.abs(m))) if len(m) else None
        return View(step, m, wants, nearest)

    def mixed(self, view: View) -> np.ndarray | None:
        """Return of which patterns a state at rest is a mixture, see `mixture`."""
        return mixture(self.X, view.step.s) if self.resting(view.step) else None

    def resting(self, step: hopfield.Step | Blend) -> bool:
        """Return whether the run has come to rest in a state, and not by chance."""
        return step.end == "settled" and self.settings.T == 0


def _chosen(settings: Settings, given: Patterns | None) -> Patterns:
    """Return those patterns of the set that are to be stored."""
    if settings.patterns == GIVEN:
        every = given
    else:
        every = patterns_of(settings.patterns, settings.which, rng=np.random.default_rng(settings.seed))
    # The two neurons have one pattern, and always store it.
    stored = max(settings.stored, 1) if settings.patterns == "two" else settings.stored
    return Patterns(every.X[:stored], every.names[:stored], every.shape)
