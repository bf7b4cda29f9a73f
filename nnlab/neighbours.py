"""Lesson 8: the nearest neighbour: say what the sample was that is most like this one."""

import numpy as np

from nnlab.rules import checked, features_of, relative, squarable


@relative
def _squarable_too(asked, name, given):
    return features_of("X")(squarable(asked, name), name, given)


@checked(X=squarable, asked=_squarable_too)
def nearest(X, asked) -> np.ndarray:
    """Return for each row of asked (m, d) which row of X (n, d) is nearest to it, (m,).

    Of equal ones it is the first. By |a - x|^2 = |a|^2 - 2 a.x + |x|^2, where |a|^2 is the same for all x.
    Nothing is learned: all of X must be kept, and is gone through for each row that is asked.
    Source: T. Cover, P. Hart, Nearest neighbor pattern classification, IEEE Trans. Inf. Theory 13 (1967) 21.
    """
    return np.argmin(np.sum(X**2, axis=1) - 2 * asked @ X.T, axis=1)
