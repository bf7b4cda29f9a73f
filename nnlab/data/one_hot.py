"""Class numbers as rows of zeros with a single one, as outputs with softmax learn them."""

import numpy as np

from nnlab import checks
from nnlab.rules import checked, whole


@checked(k=whole(2))
def one_hot(y, k: int) -> np.ndarray:
    """Return y (n,), class numbers 0 to k - 1, as rows (n, k): 1 in the column of the class, 0 elsewhere.

    Raises ValueError for any other number, and says where it stands.
    """
    return np.eye(k)[checks.classes(y, k)]
