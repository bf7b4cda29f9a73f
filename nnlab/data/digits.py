"""Real handwritten digits, 8×8 pixels each, read from the file digits.csv that lies next to this one.

Ethem Alpaydin and Cenk Kaynak published them in 1998. Where the data come from, and under which conditions
everyone may use them: see digits.LICENSE. A line of the file is one digit: which it is, and after the comma
how much ink each of its 64 pixels has, row after row from the top, a letter or numeral for each:
0 1 2 ... 9 a b c d e f g stand for 0 to 16. To decode the part after the comma by hand::

    codes = np.frombuffer(ink.encode(), np.uint8)
    pixels = np.where(codes < ord("a"), codes - ord("0"), codes - ord("a") + 10).reshape(8, 8)
"""

from dataclasses import dataclass, field
from importlib.resources import files
from typing import ClassVar, final

import numpy as np

from nnlab import checks


@final
@dataclass(frozen=True, eq=False)
class Digits:
    """Pictures of handwritten digits. Nothing in it can be changed.

    X (n, 64) holds one picture in each row, its 8 rows of 8 pixels one after the other, from 0 (paper) to 16
    (full of ink). y (n,) says which digit it is, 0 to 9. `X.reshape(-1, *Digits.shape)` gives the pictures.
    The arrays are copies of those given. Raises ValueError where X and y are no such pictures.
    """

    X: np.ndarray = field(repr=False)
    y: np.ndarray = field(repr=False)
    shape: ClassVar[tuple[int, int]] = (8, 8)

    def __post_init__(self):
        X, y = np.array(checks.samples(self.X)), np.array(checks.array(self.y, "y"))
        if X.shape[1] != 64 or X.min() < 0 or X.max() > 16:
            got = f"shape {X.shape} from {X.min():g} to {X.max():g}"
            raise ValueError(f"X: expected 64 pixels from 0 to 16 in each row, got {got}")
        if y.shape != (len(X),) or y.dtype.kind not in "iu" or not np.isin(y, range(10)).all():
            raise ValueError(
                f"y: expected {len(X)} digits from 0 to 9, one for each row of X, got {checks.shown(self.y)}"
            )
        for name, array in (("X", X), ("y", y)):
            array.setflags(write=False)
            object.__setattr__(self, name, array)


def digits() -> Digits:
    """Return the 1797 digits of the file, in its order.

    They come from 13 people, who wrote none of the other digits that were published with them. Who wrote
    which is not known, but people fill in one form after another: neighbours in the file may be of one hand,
    and its end may be by others than its beginning.
    """
    lines = files("nnlab.data").joinpath("digits.csv").read_text(encoding="ascii").split()[1:]
    which, ink = zip(*(line.split(",") for line in lines))
    codes = np.frombuffer("".join(ink).encode(), np.uint8).astype(int)
    X = np.where(codes < ord("a"), codes - ord("0"), codes - ord("a") + 10).reshape(-1, 64)
    return Digits(X, np.array(which, int))
