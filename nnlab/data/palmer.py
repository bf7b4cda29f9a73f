"""Real measurements of real penguins, read from the file penguins.csv that lies next to this one.

Three species nest on the islands near Palmer Station, Antarctica. Kristen Gorman and her team measured 344
birds there in 2007 to 2009. Where the data come from, and that everyone may use them: see penguins.LICENSE.
"""

import csv
from collections.abc import Sequence
from importlib.resources import files

import numpy as np

from nnlab import checks
from nnlab.data.dataset import Data

# The column of the file, and how an axis names it.
FEATURES = {
    "bill_length_mm": "bill length (mm)",
    "bill_depth_mm": "bill depth (mm)",
    "flipper_length_mm": "flipper length (mm)",
    "body_mass_g": "body mass (g)",
}
SPECIES = ("Adelie", "Chinstrap", "Gentoo")


def penguins(
    features: Sequence[str] = ("bill_length_mm", "bill_depth_mm"),
    species: Sequence[str] = ("Adelie", "Gentoo"),
) -> Data:
    """Return two species of penguin: class 0 is the first of `species`, class 1 the second.

    X (n, d) has one column for each of the 1 to 4 features named, in that order and in the units of the
    file. The rows keep the order of the file. A penguin for which one of these features is missing is left
    out.

    Raises ValueError for a feature or species that the file does not have, and for one that is named twice.
    """
    species = _choice(species, "species", SPECIES, (2,))
    X, y, names = birds(features, species)
    return Data("penguins", X, y, names, species)


def birds(features: Sequence[str], species: Sequence[str]) -> tuple[np.ndarray, list[int], tuple[str, ...]]:
    """Return the penguins of these species: X (n, d), the class number of each, the names of the features."""
    features = _choice(features, "features", FEATURES, (1, 2, 3, 4))
    X, y = [], []
    for row in _rows():
        if row["species"] in species and all(row[feature] != "NA" for feature in features):
            X.append([float(row[feature]) for feature in features])
            y.append(species.index(row["species"]))
    return np.array(X), y, tuple(FEATURES[feature] for feature in features)


def _rows() -> list[dict[str, str]]:
    with files("nnlab.data").joinpath("penguins.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _choice(names, argument: str, known, counts) -> tuple[str, ...]:
    # A lone string is refused: Python would take it apart into its letters.
    fits = (
        isinstance(names, list | tuple)
        and len(names) in counts
        and all(isinstance(name, str) for name in names)
    )
    if not fits or len(set(names)) != len(names) or not set(names) <= set(known):
        count = f"{counts[0]} to {counts[-1]}" if len(counts) > 1 else f"{counts[0]}"
        expected = f"a tuple of {count} different of {', '.join(known)}"
        raise ValueError(f"{argument}: expected {expected}, got {checks.shown(names)}")
    return tuple(names)
