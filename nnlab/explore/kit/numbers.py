"""Numbers as sentences say them: one place for digits, thousands and the minus sign."""

import math
from collections.abc import Iterable

RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
TINY = 1e-9  # what is smaller comes from rounding


def minus(text: str) -> str:
    """Return a number's text with a true minus sign, which is as wide as a digit."""
    return text.replace("-", "−")


def plain(number: float, digits: int = 3) -> str:
    """Return a number with that many significant digits: 0.98, −0.0000454, 3,750.

    There are no powers of ten where it can be without: what is nearer to 0 than 1e-7 comes from rounding as
    a rule, and is "nearly 0"; from ten million on it is 1.5·10⁷.
    """
    if math.isnan(number):
        return "nan"
    if math.isinf(number):
        return "∞" if number > 0 else "−∞"
    if number != 0 and abs(number) < 1e-7:
        return "nearly 0"
    rounded = float(f"{number:.{digits}g}")
    if abs(rounded) >= 1e7:
        mantissa, power = f"{rounded:.{digits - 1}e}".split("e")
        mantissa = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
        return minus(f"{mantissa}·10{str(int(power)).translate(RAISED)}")
    decimals = max(0, digits - 1 - math.floor(math.log10(abs(rounded)))) if rounded else 0
    text = f"{rounded:,.{decimals}f}" if rounded else "0"
    return minus(text.rstrip("0").rstrip(".") if "." in text else text)


def fixed(number: float, decimals: int, *, sign: bool = False) -> str:
    """Return a number with that many decimals: 0.50; with `sign` also its plus: +0.50."""
    text = f"{number:{'+' if sign else ''},.{decimals}f}"
    is_zero = float(text.replace(",", "")) == 0 and not sign
    return minus(text.lstrip("-") if is_zero else text)


def count(k: int) -> str:
    """Return a whole number: 12,000."""
    return minus(f"{k:,}")


def pair(numbers: Iterable[float]) -> str:
    """Return two numbers, or more, in brackets."""
    return f"({', '.join(map(plain, numbers))})"


def listed(units: Iterable[int]) -> str:
    """Return hidden units by number, counted from 1: "1 and 2", "1, 3 and 4"."""
    words = [str(j + 1) for j in units]
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def read(text: str) -> float:
    """Return the number that somebody has typed, with a comma or a point and either minus sign.

    Raises ValueError for anything else.
    """
    return float(text.strip().replace(",", ".").replace("−", "-"))


def entry(number: float) -> str:
    """Return a number as an entry shows it, to be typed over: with at least three decimals.

    It has a hyphen for a minus, as on the keys, and no powers of ten up to 10¹⁵.
    """
    if abs(number) < TINY:
        return "0"
    if abs(number) >= 1e15 or not math.isfinite(number):
        return f"{number:.4g}".replace("e+", "e")
    text = f"{number:.{max(3 - math.floor(math.log10(abs(number))), 3)}f}"
    return text.rstrip("0").rstrip(".")
