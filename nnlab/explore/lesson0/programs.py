"""Small generators, and those who ask them for values: what is shown is what is stepped through.

They have no type hints, for they are read by those who are new to all this.
"""

from collections.abc import Callable


def count(k):
    """Count up from k, without end."""
    while True:
        yield k
        k += 1


def ask_count():
    """Take five numbers from it."""
    g = count(5)
    first = next(g)
    second = next(g)
    rest = []
    for value in g:
        rest.append(value)
        if len(rest) == 3:
            break
    return first, second, rest


def up_to(n):
    """Count from 1 to n, and end."""
    for k in range(n):
        yield k + 1


def ask_up_to():
    """Use one generator twice."""
    g = up_to(3)
    once = sum(g)
    again = sum(g)
    fresh = sum(up_to(3))
    return once, again, fresh


def downhill(w, lr):
    """Go down the curve w * w."""
    while True:
        yield w
        slope = 2 * w
        w = w - lr * slope


def ask_downhill():
    """Take steps until w is small."""
    seen = []
    for w in downhill(8.0, 0.25):
        seen.append(w)
        if w < 2:
            break
    return seen


PROGRAMS: dict[str, tuple[Callable, Callable]] = {
    "count": (count, ask_count),
    "up_to": (up_to, ask_up_to),
    "downhill": (downhill, ask_downhill),
}
