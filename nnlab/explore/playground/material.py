"""What a playground learns from: points of the plane with their answers, and which of them are held out."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, final

import numpy as np

from nnlab import checks
from nnlab.data import Data, ManyClasses, hold_out, moons
from nnlab.data import playground as sets
from nnlab.data.dataset import plain
from nnlab.explore.playground.settings import (
    CLASSIFICATION,
    FORMULA,
    OWN,
    REGRESSION,
    SETS,
    Settings,
)
from nnlab.expression import Expression
from nnlab.resume import read_only

REACH = 3.0  # the axes go from -REACH to REACH
INNER = 2.5  # samples that lie beyond are moved and stretched to go from -INNER to INNER
FAR = 1000.0  # no point is so far from the middle
HIGH = 1e9  # no answer of a regression is so far from 0, for its square has to stay a number
CLASSES = 4  # at most
TRIES = 50  # to find points at which a formula has a value
Drawn = Data | ManyClasses | sets.Surface


def _moons(n: int, *, rng: np.random.Generator, noise: float) -> Data:
    return moons(n, rng=rng, noise=noise)


def _published(n: int, *, rng: np.random.Generator, noise: float) -> Data:
    return sets.spiral(n, rng=rng, noise=noise, begin=sets.PUBLISHED)


DRAW: dict[str, Callable[..., Drawn]] = {
    "circle": sets.circle,
    "xor": sets.xor,
    "gauss": sets.gauss,
    "spiral": sets.spiral,
    "published spiral": _published,
    "moons": _moons,
    "three arms": sets.three_arms,
    "three rings": sets.three_rings,
    "four blobs": sets.four_blobs,
    "plane": sets.plane,
    "multi_gauss": sets.multi_gauss,
}


@final
@dataclass(frozen=True, eq=False)
class Material:
    """Points X (n, 2), their answers y (n,), and held (n,), True where a point only judges.

    The answers of a classification are the numbers of the classes, whose names are `classes`; those of a
    regression are numbers, and `classes` is empty. `labels` names the axes. Where samples were moved and
    stretched to fit on the axes, what was measured is X * stretch + shift. `notes` are sentences. `by_hand`
    are the numbers of those points that the reader has added, in rising order.
    """

    name: str
    X: np.ndarray
    y: np.ndarray
    held: np.ndarray
    task: str = CLASSIFICATION
    classes: tuple[str, ...] = ()
    labels: tuple[str, str] = sets.PLANE
    notes: tuple[str, ...] = ()
    shift: tuple[float, float] = (0.0, 0.0)
    stretch: tuple[float, float] = (1.0, 1.0)
    by_hand: tuple[int, ...] = ()

    def __post_init__(self):
        X = np.array(checks.features(self.X, 2))
        if np.abs(X).max() > FAR:
            raise ValueError(f"X: expected points up to {FAR:g} from the middle, got {np.abs(X).max():g}")
        k = len(self.classes)
        if checks.one_of(self.task, (CLASSIFICATION, REGRESSION), "task") == REGRESSION:
            y = np.array(checks.row(self.y, "y", len(X)))
            if np.abs(y).max() > HIGH:
                raise ValueError(
                    f"y: expected answers from {-HIGH:g} to {HIGH:g}, got {y[np.abs(y).argmax()]:g}"
                )
        elif not 2 <= k <= CLASSES:
            raise ValueError(f"classes: expected 2 to {CLASSES} of them, got {k}")
        else:
            y = np.array(checks.classes(self.y, k, n=len(X)))
        held = np.array(self.held)
        if held.dtype != bool or held.shape != (len(X),):
            raise ValueError(f"held: expected {len(X)} of True and False, got {checks.shown(self.held)}")
        if held.all():
            raise ValueError("held: expected at least one sample to learn from, got all of them held out")
        if not all(isinstance(i, int) and 0 <= i < len(X) for i in self.by_hand):
            raise ValueError(
                f"by_hand: expected numbers from 0 to {len(X) - 1}, got {checks.shown(self.by_hand)}"
            )
        for name, array in dict(X=X, y=y, held=held).items():
            object.__setattr__(self, name, read_only(array))

    def state(self) -> dict[str, Any]:
        """Return all of it as JSON can hold it; `Material.from_state` makes it again, bit for bit."""
        arrays = dict(X=self.X.tolist(), y=self.y.tolist(), held=self.held.tolist())
        texts = dict(classes=list(self.classes), labels=list(self.labels), notes=list(self.notes))
        rest = dict(name=self.name, task=self.task, shift=list(self.shift), stretch=list(self.stretch))
        rest["by_hand"] = list(self.by_hand)
        return arrays | texts | rest

    @classmethod
    def from_state(cls, state: dict[str, Any]) -> "Material":
        """Return the material that `state` says."""
        lists = ("classes", "labels", "notes", "shift", "stretch", "by_hand")
        return cls(**state | {name: tuple(state[name]) for name in lists})


def material_of(settings: Settings) -> Material:
    """Return what the settings say, drawn anew; where they say "own", it has to be given.

    Raises ValueError for "own", and for a formula that cannot be read.
    """
    s = settings
    if s.data == OWN:
        raise ValueError('material: expected samples, since data is "own", got None')
    rng = np.random.default_rng((s.data_seed, 1))
    if s.data == FORMULA:
        return given(_from_formula(s, rng), s.held_out, s.data_seed)
    return given(DRAW[s.data](s.samples, rng=rng, noise=s.noise), s.held_out, s.data_seed)


def known_as(material: Material, settings: Settings) -> str:
    """Return the name of that set of the list whose samples these are, as drawn by the settings, or "own"."""
    for name in (*SETS[material.task], FORMULA):
        try:
            drawn = material_of(replace(settings, data=name))
        except ValueError:  # there is no formula, or none that can be read
            continue
        if all(np.array_equal(getattr(drawn, part), getattr(material, part)) for part in ("X", "y", "held")):
            return name
    return OWN


def _from_formula(settings: Settings, rng: np.random.Generator) -> Drawn:
    """Return points of the square with what a formula says of them: a condition gives classes.

    Noise moves the answers, as in `xor`. Points at which the formula has no value are left out.
    """
    formula = Expression(settings.formula)
    X, said, notes = np.empty((0, 2)), np.empty(0), ()
    for _ in range(TRIES):
        drawn = rng.uniform(-REACH, REACH, (settings.samples, 2))
        found = formula(drawn + REACH * settings.noise * rng.uniform(-1, 1, drawn.shape))
        has_value = np.isfinite(found)
        X, said = np.concatenate([X, drawn[has_value]]), np.concatenate([said, found[has_value]])
        if not has_value.all():
            notes = ("points at which the formula has no value are left out",)
        if len(X) >= settings.samples:
            break
    else:
        raise ValueError(
            f"formula: expected a value at more of the points between -3 and 3, got {len(X)} "
            f"of {settings.samples} in {TRIES} tries: {settings.formula}"
        )
    X, said = X[: settings.samples], said[: settings.samples]
    if np.abs(said).max() > HIGH:
        largest = said[np.abs(said).argmax()]
        raise ValueError(f"formula: expected values from {-HIGH:g} to {HIGH:g}, got {largest:g}; divide it")
    if not formula.classes:
        return sets.Surface(settings.formula, X, said, notes=notes)
    if (said == said[0]).all():
        holds = "holds at all" if said[0] else "holds at none"
        notes = (*notes, f"the formula {holds} of the points, so they are all of one class")
    return Data(settings.formula, X, said.astype(int), sets.PLANE, ("does not hold", "holds"), notes)


def given(data: Drawn, held_out: float = 0.5, data_seed: int = 0) -> Material:
    """Return samples that somebody has brought as material; which are held out follows from data_seed.

    Of more than two features the first two are used, which the notes say. Samples that do not fit on the axes
    are moved and stretched, each feature by itself, and the notes say that, too. Raises ValueError for
    a single feature, and for samples that are no `Data`, `ManyClasses` or `Surface`.
    """
    if not isinstance(data, Drawn):
        more = "; lesson 5 has curves, of one input" if type(data).__name__ == "Curve" else ""
        raise ValueError(f"data: expected a Data, a ManyClasses or a Surface, got {checks.shown(data)}{more}")
    if data.X.shape[1] < 2:
        raise ValueError(f"data: expected at least two features, which make a plane, got {data.features[0]}")
    notes, labels = list(data.notes), data.features[:2]
    if data.X.shape[1] > 2:
        of, first, second = len(data.features), *map(plain, labels)
        notes.append(f"of {of} features the first two are used, {first} and {second}")
    X, shift, stretch = _on_the_axes(data.X[:, :2])
    if (shift, stretch) != ((0.0, 0.0), (1.0, 1.0)):
        notes.append("each feature is moved and stretched to go from -2.5 to 2.5")
    numbers = isinstance(data, sets.Surface)
    return Material(
        data.name,
        X,
        data.y,
        held_rows(len(X), held_out, data_seed),
        REGRESSION if numbers else CLASSIFICATION,
        () if numbers else data.classes,
        labels,
        tuple(notes),
        shift,
        stretch,
    )


def held_rows(n: int, held_out: float, data_seed: int) -> np.ndarray:
    """Return which of n samples are held out (n,): a share drawn by chance, by data_seed."""
    held = np.zeros(n, bool)
    held[hold_out(n, held_out, rng=np.random.default_rng((data_seed, 2)))[1]] = True
    return held


def _on_the_axes(X: np.ndarray) -> tuple[np.ndarray, tuple[float, float], tuple[float, float]]:
    """Return points that fit on the axes, and by what they were shifted and stretched."""
    reach = np.abs(X).max(axis=0)
    if reach.max() <= 1.5 * REACH and reach.min() >= REACH / 4:  # a cloud may have a few beyond the axes
        return X, (0.0, 0.0), (1.0, 1.0)
    # Halves, because the sum of the largest numbers there are would be none.
    low, high = X.min(axis=0) / 2, X.max(axis=0) / 2
    stretch = np.where(high > low, (high - low) / INNER, 1.0)
    shift = low + high
    return (X - shift) / stretch, tuple(shift.tolist()), tuple(stretch.tolist())
