"""Small data sets made on the spot: three logic gates, and clouds, moons and circles drawn at random.

Every sample is a point (x₁, x₂) of the plane, and all fit on axes from about -3 to 3. The features are named
"$x_1$" and "$x_2$", which the axes of a picture show as x₁ and x₂. In the random sets the classes take turns,
0, 1, 0, 1, ..., so that both are met early when the samples are used in their given order; an odd n gives
class 0 one sample more. The same rng in the same state gives the same samples; raising only spread or noise
moves each of them further, in the same direction.
"""

import numpy as np

from nnlab import checks
from nnlab.data.dataset import Data

PLANE = ("$x_1$", "$x_2$")
GATES = {"AND": (0, 0, 0, 1), "OR": (0, 1, 1, 1), "XOR": (0, 1, 1, 0)}


def gate(name: str) -> Data:
    """Return the truth table of "AND", "OR" or "XOR" as four samples: (0,0), (0,1), (1,0), (1,1).

    Class 1 is where the gate answers 1. Raises ValueError for another name.
    """
    answers = GATES[checks.one_of(name, GATES, "name")]
    return Data(name, [(0, 0), (0, 1), (1, 0), (1, 1)], answers, PLANE, ("0", "1"))


def blobs(n: int = 100, *, rng: np.random.Generator, spread: float = 0.5) -> Data:
    """Draw two round clouds of points. A line nearly always tells them apart, unless spread is raised.

    `spread` is the standard deviation of a cloud in every direction. The centres, (-1, -0.5) and (1, 1.5),
    are 2.83 apart.

    Raises ValueError unless n is a whole number, at least 2, and spread is at least 0.
    """
    y = _taking_turns(n)
    centres = np.array([(-1.0, -0.5), (1.0, 1.5)])
    X = centres[y] + _noise(n, spread, "spread", rng)
    return Data("blobs", X, y, PLANE, ("lower cloud", "upper cloud"))


def moons(n: int = 100, *, rng: np.random.Generator, noise: float = 0.15) -> Data:
    """Draw two half-moons, each with a tip inside the other: a curve tells them apart, no line does.

    Each moon is half a circle of radius 1.5. `noise` is the standard deviation of the points about it in
    every direction. Raises ValueError unless n is a whole number, at least 2, and noise is at least 0.

    Source: the shape is that of make_moons in scikit-learn (Pedregosa et al., JMLR 12, 2011).
    """
    y = _taking_turns(n)
    angle = checks.generator(rng).uniform(0, np.pi, n)
    upper = np.column_stack([np.cos(angle) - 0.5, np.sin(angle) - 0.25])
    # Half a turn about the origin carries one moon into the other.
    X = 1.5 * np.where(y[:, None] == 0, upper, -upper) + _noise(n, noise, "noise", rng)
    return Data("moons", X, y, PLANE, ("upper moon", "lower moon"))


def circles(n: int = 100, *, rng: np.random.Generator, noise: float = 0.15) -> Data:
    """Draw a ring of radius 1 inside a ring of radius 2: a circle tells them apart, no line does.

    `noise` is the standard deviation of the points about their ring in every direction. Raises ValueError
    unless n is a whole number, at least 2, and noise is at least 0.
    """
    y = _taking_turns(n)
    angle = checks.generator(rng).uniform(0, 2 * np.pi, n)
    radius = np.array([1.0, 2.0])[y]
    X = radius[:, None] * np.column_stack([np.cos(angle), np.sin(angle)]) + _noise(n, noise, "noise", rng)
    return Data("circles", X, y, PLANE, ("inner ring", "outer ring"))


def _taking_turns(n: int) -> np.ndarray:
    return np.arange(checks.count(n, 2, "n", 10**9)) % 2


def _noise(n: int, size: float, name: str, rng: np.random.Generator) -> np.ndarray:
    return checks.number_at_least(size, 0, name) * checks.generator(rng).standard_normal((n, 2))
