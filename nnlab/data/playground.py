"""The data sets of the playground: points of the plane in classes, and numbers above the plane.

Circle, xor, gauss, spiral, plane and multi_gauss are those of TensorFlow Playground (D. Smilkov, S. Carter,
github.com/tensorflow/playground, src/dataset.ts, Apache 2.0), written anew at half their size: all points lie
about between -3 and 3. `noise`, from 0 to 0.5, is its slider divided by 100.

What noise does differs from set to set, as published. In gauss it widens the clouds, in spiral it moves
the points. In circle, xor, plane and multi_gauss it moves no point: the right answer is that of
another place near by, so near a border some answers are those of the other side.

The classes take turns, 0, 1, 0, 1, ..., but for xor, where chance decides. The same rng in the same state
gives the same points.
"""

from dataclasses import dataclass, field
from typing import final

import numpy as np

from nnlab import checks
from nnlab.data.dataset import Data, sentences, texts
from nnlab.data.many import ManyClasses
from nnlab.data.sentences import wrong
from nnlab.data.toys import PLANE
from nnlab.rules import between, checked, generator, whole

RADIUS = 2.5  # of circle, xor and the spirals
SQUARE = 3.0  # plane and multi_gauss lie between -SQUARE and SQUARE
MOST = 10**6  # points
POINTS, NOISE = whole(2, MOST), between(0, 0.5)
HALF = 0.5  # of a step out: where a spiral begins
PUBLISHED = 0.0


@final
@dataclass(frozen=True, eq=False)
class Surface:
    """Samples of a function of the plane: for each point X (n, 2) one right answer y (n,), a number.

    `features` names the two columns, `notes` are sentences about where the samples come from. The arrays are
    copies of those given. Raises ValueError where they do not fit together.
    """

    name: str
    X: np.ndarray = field(repr=False)
    y: np.ndarray = field(repr=False)
    features: tuple[str, str] = PLANE
    notes: tuple[str, ...] = field(default=(), repr=False)

    def __post_init__(self):
        if not (isinstance(self.name, str) and self.name):
            raise wrong(f"name: expected a text, got {checks.shown(self.name)}")
        X = np.array(checks.features(self.X, 2))
        y = np.array(checks.row(self.y, "y", len(X)))
        for array in (X, y):
            array.setflags(write=False)
        features = texts(self.features, "features", 2, "one for each column of X")
        for attribute, value in dict(X=X, y=y, features=features, notes=sentences(self.notes)).items():
            object.__setattr__(self, attribute, value)


# ---- Two classes -------------------------------------------------------------------------------------


@checked(n=POINTS, rng=generator, noise=NOISE)
def circle(n: int = 200, *, rng: np.random.Generator, noise: float = 0.0) -> Data:
    """Draw a disc of radius 1.25 (class 1) and a ring around it, from 1.75 to 2.5 (class 0).

    Radius and angle are uniform. noise moves the labels: the class is that of a place up to 2.5 noise off in
    each direction, and 1 if that lies within 1.25. Raises ValueError for invalid arguments.
    """
    inner = _taking_turns(n, 2) == 1
    r = np.where(inner, rng.uniform(0, RADIUS / 2, n), rng.uniform(0.7 * RADIUS, RADIUS, n))
    X = _around(r, rng.uniform(0, 2 * np.pi, n))
    seen = X + RADIUS * noise * rng.uniform(-1, 1, (n, 2))
    y = np.where(noise > 0, np.hypot(*seen.T) < RADIUS / 2, inner)
    return Data("circle", X, y.astype(int), PLANE, ("ring", "disc"))


@checked(n=POINTS, rng=generator, noise=NOISE)
def xor(n: int = 200, *, rng: np.random.Generator, noise: float = 0.0) -> Data:
    """Draw a square whose quarters belong to two classes by turns: class 1 where x1 x2 >= 0.

    The points are uniform between -2.5 and 2.5, then pushed away from both axes by 0.15. noise moves the
    labels: the class is that of a place up to 2.5 noise off in each direction. Raises ValueError for
    invalid arguments.
    """
    X = rng.uniform(-RADIUS, RADIUS, (n, 2))
    X += np.where(X > 0, 0.15, -0.15)
    seen = X + RADIUS * noise * rng.uniform(-1, 1, (n, 2))
    return Data("xor", X, (seen.prod(axis=1) >= 0).astype(int), PLANE, ("signs differ", "signs agree"))


@checked(n=POINTS, rng=generator, noise=NOISE)
def gauss(n: int = 200, *, rng: np.random.Generator, noise: float = 0.0) -> Data:
    """Draw two round clouds, around (-1, -1) (class 0) and (1, 1) (class 1).

    The variance of a cloud is (0.5 + 7 noise) / 4 in every direction. They overlap: with noise 0.5 nobody can
    be right more often than in 92.1 % of all cases, Phi(sqrt 2). Raises ValueError for invalid arguments.
    """
    y = _taking_turns(n, 2)
    X = np.where(y == 1, 1.0, -1.0)[:, None] + _cloud(n, noise, rng)
    return Data("gauss", X, y, PLANE, ("lower cloud", "upper cloud"))


@checked(n=POINTS, rng=generator, noise=NOISE, begin=between(0, 1))
def spiral(n: int = 200, *, rng: np.random.Generator, noise: float = 0.0, begin: float = HALF) -> Data:
    """Draw two arms that wind around one another, 1.75 times around, out to radius 2.5.

    noise moves the points, by up to 0.5 noise in each direction. begin says how many steps out an arm begins.
    With 0, as published, both begin at (0, 0): two equal points of different classes, so that nobody can be
    right more often than n - 1 times, and the cross-entropy stays above 2 ln 2 / n.
    Raises ValueError for invalid arguments.
    """
    X, y = _arms(n, 2, noise, begin, rng)
    return Data("spiral", X, y, PLANE, ("first arm", "second arm"))


# ---- More classes ------------------------------------------------------------------------------------


@checked(n=whole(3, MOST), rng=generator, noise=NOISE)
def three_arms(n: int = 300, *, rng: np.random.Generator, noise: float = 0.0) -> ManyClasses:
    """Draw three arms, as far from one another as the two of `spiral`; noise moves the points as there.

    Raises ValueError for invalid arguments.
    """
    X, y = _arms(n, 3, noise, HALF, rng)
    return ManyClasses("three arms", X, y, PLANE, ("first arm", "second arm", "third arm"))


@checked(n=whole(3, MOST), rng=generator, noise=NOISE)
def three_rings(n: int = 300, *, rng: np.random.Generator, noise: float = 0.0) -> ManyClasses:
    """Draw a disc and two rings around it, out to 0.6, from 1 to 1.6 and from 2 to 2.6.

    Radius and angle are uniform; noise moves the points, by up to noise in each direction. Raises ValueError
    for invalid arguments.
    """
    y = _taking_turns(n, 3)
    X = _around(y + rng.uniform(0, 0.6, n), rng.uniform(0, 2 * np.pi, n))
    X += noise * rng.uniform(-1, 1, (n, 2))
    return ManyClasses("three rings", X, y, PLANE, ("disc", "middle ring", "outer ring"))


@checked(n=whole(4, MOST), rng=generator, noise=NOISE)
def four_blobs(n: int = 400, *, rng: np.random.Generator, noise: float = 0.0) -> ManyClasses:
    """Draw four round clouds, one in each quarter of the plane, around (±1.25, ±1.25).

    The variance of a cloud is (0.5 + 7 noise) / 4 in every direction, as in `gauss`. Raises ValueError for
    invalid arguments.
    """
    y = _taking_turns(n, 4)
    centres = 1.25 * np.array([(-1, -1), (1, -1), (-1, 1), (1, 1)])
    names = ("lower left", "lower right", "upper left", "upper right")
    return ManyClasses("four blobs", centres[y] + _cloud(n, noise, rng), y, PLANE, names)


# ---- Numbers -----------------------------------------------------------------------------------------


@checked(n=POINTS, rng=generator, noise=NOISE)
def plane(n: int = 400, *, rng: np.random.Generator, noise: float = 0.0) -> Surface:
    """Draw points of a square; the right answer is (x1 + x2) / 5, from -1.2 to 1.2.

    noise moves the answers: each is that of a place up to 3 noise off in each direction. Raises ValueError
    for invalid arguments.
    """
    X, seen = _square(n, noise, rng)
    return Surface("plane", X, seen.sum(axis=1) / 5)


@checked(n=POINTS, rng=generator, noise=NOISE)
def multi_gauss(n: int = 400, *, rng: np.random.Generator, noise: float = 0.0) -> Surface:
    """Draw points of a square with six cones on it, up and down by turns; the right answer is the height.

    The cones stand at (-2, 0, 2) x (-1.25, 1.25), have radius 1 and reach 1 or -1; between them it is flat.
    (No bell of Gauss is there; the name is the published one.) noise moves the answers: each is that of a
    place up to 3 noise off in each direction. Raises ValueError for invalid arguments.
    """
    X, seen = _square(n, noise, rng)
    return Surface("multi_gauss", X, cones(seen))


CENTRES = np.array([(-2, 1.25), (0, 1.25), (2, 1.25), (-2, -1.25), (0, -1.25), (2, -1.25)])
SIGNS = np.array([1, -1, 1, -1, 1, -1])


def cones(X: np.ndarray) -> np.ndarray:
    """Return the height (n,) of the six cones of `multi_gauss` at X (n, 2)."""
    distance = np.hypot(*(X[:, None] - CENTRES).transpose(2, 0, 1))  # (n, 6)
    heights = SIGNS * np.maximum(0.0, 1 - distance)
    return heights[np.arange(len(X)), np.abs(heights).argmax(axis=1)]  # the largest in size


# ---- What they share ---------------------------------------------------------------------------------


def _taking_turns(n: int, classes: int) -> np.ndarray:
    return np.arange(n) % classes


def _around(r: np.ndarray, angle: np.ndarray) -> np.ndarray:
    return np.column_stack([r * np.sin(angle), r * np.cos(angle)])


def _cloud(n: int, noise: float, rng: np.random.Generator) -> np.ndarray:
    return np.sqrt((0.5 + 7 * noise) / 4) * rng.standard_normal((n, 2))


def _arms(n: int, arms: int, noise: float, begin: float, rng: np.random.Generator):
    """Return points and their arms; neighbouring arms are as far apart however many there are."""
    y = _taking_turns(n, arms)
    lengths = np.bincount(y, minlength=arms)[y]  # how many points the arm of each has
    out = (np.arange(n) // arms + begin) / lengths  # from 0 in the middle to 1
    between_arms = 2 * np.pi / arms
    X = _around(RADIUS * out, 3.5 * between_arms * out + between_arms * y)
    return X + 0.5 * noise * rng.uniform(-1, 1, (n, 2)), y


def _square(n: int, noise: float, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Return points of the square, and the places of which they are told the answers."""
    X = rng.uniform(-SQUARE, SQUARE, (n, 2))
    return X, X + SQUARE * noise * rng.uniform(-1, 1, (n, 2))
