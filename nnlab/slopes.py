"""Lesson 0: the slope of a function, found by nudging its input."""

from collections.abc import Callable

from nnlab.rules import above, checked, function, number


@checked(f=function("f(w)"), w=number, h=above(0))
def one_sided(f: Callable[[float], float], w: float, h: float) -> float:
    """Return the slope of the secant from `w` to `w + h`: how much `f` rises there for each unit of `w`.

    Its error shrinks in proportion to `h`, until rounding takes over.
    """
    return (f(w + h) - f(w)) / h


@checked(f=function("f(w)"), w=number, h=above(0))
def central(f: Callable[[float], float], w: float, h: float) -> float:
    """Return the slope of the secant from `w - h` to `w + h`.

    Its error shrinks in proportion to the square of `h`, until rounding takes over.
    """
    return (f(w + h) - f(w - h)) / (2 * h)
