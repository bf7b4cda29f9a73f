"""What is learned from, and what is asked: the digits, held out, scaled and laid in an order.

It also says by which names the explorable's lists offer all this.
"""

from dataclasses import dataclass
from functools import cache
from typing import final

import numpy as np

from nnlab.data import Digits, digits, one_hot
from nnlab.model_selection import split
from nnlab.pitfalls import in_pieces
from nnlab.resume import read_only

EACH, ONCE, FILE, SORTED = "shuffled each epoch", "shuffled once", "the file's own", "sorted by class"
INK, RAW, UNEVEN = "ink / 16", "ink, not divided", "every other pixel / 100"
BATCH, ALONE = "each batch by itself", "the same, asked singly"
ORDERS, SCALINGS = (EACH, ONCE, FILE, SORTED), (INK, RAW, UNEVEN, BATCH, ALONE)
KEPT, LOST = "kept", "lost"  # what is left over for a last batch
CLASSES = 10
RANDOM = "a random fifth"
STRETCHES = {  # of the file: from which row to before which
    "rows 0 to 358": (0, 359),
    "rows 359 to 718": (359, 719),
    "rows 719 to 1077": (719, 1078),
    "rows 1078 to 1436": (1078, 1437),
    "rows 1437 to 1796": (1437, 1797),
}
FIFTH = 360  # rows, of 1797


@final
@dataclass(frozen=True, eq=False)
class Material:
    """The n digits to learn from, in the order in which they lie, and the m that are held out.

    Pixels `X (n, 64)` as batches are cut from them, classes `Y (n, 10)` one-hot. Where `apart` is true each
    batch is scaled by its own mean and spread. The loss on all of them is asked of `whole (n, 64)`, the
    answers for those held out of `asked (m, 64)`. `classes (m,)` is what these are, `ink (m, 64)` how they
    look.
    """

    X: np.ndarray
    Y: np.ndarray
    apart: bool
    whole: np.ndarray
    asked: np.ndarray
    classes: np.ndarray
    ink: np.ndarray


@cache
def _file() -> Digits:
    return digits()


def rows_of(held_out: str, *, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Return the rows of the file to learn from, and those held out, both in the file's order."""
    n = len(_file().y)
    if held_out == RANDOM:
        dealt = split(n, validation=FIFTH, rng=rng)
        return dealt.train, dealt.validation
    held = np.zeros(n, bool)
    held[slice(*STRETCHES[held_out])] = True
    return np.flatnonzero(~held), np.flatnonzero(held)


def material_of(held_out: str, scaling: str, order: str, size: int, *, rng: np.random.Generator) -> Material:
    """Return what the lists say; `size` matters where each batch is scaled by itself."""
    learn, ask = rows_of(held_out, rng=rng)
    X, y = _file().X, _file().y
    if order == SORTED:
        learn = learn[np.argsort(y[learn], kind="stable")]
    divisor = np.ones(X.shape[1]) if scaling == RAW else np.full(X.shape[1], 16.0)
    if scaling == UNEVEN:
        divisor[::2] *= 100
    scaled, apart = X / divisor, scaling in (BATCH, ALONE)
    whole, asked = scaled[learn], scaled[ask]
    if apart:
        whole, asked = in_pieces(whole, size), in_pieces(asked, 1 if scaling == ALONE else size)
    arrays = scaled[learn], one_hot(y[learn], CLASSES), apart, whole, asked, y[ask], X[ask] / 16
    return Material(*(read_only(a) if isinstance(a, np.ndarray) else a for a in arrays))
