"""Numbers as the sentences of the explorables say them."""

import math
from collections.abc import Iterable

RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
TINY = 1e-9  # what is smaller comes from rounding


def plain(number: float, digits: int = 3) -> str:
    """A number for a sentence: 0.98, −0.0000454, 3,750; only very large ones have a power: 1.2·10⁹."""
    if number != 0 and abs(number) < 1e-7:
        return "nearly 0"
    if not math.isfinite(number):
        return f"{number}".replace("-", "−")
    if abs(number) >= 1e7:
        mantissa, power = f"{number:.{digits - 1}e}".split("e+")
        mantissa = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
        return f"{mantissa}·10{str(int(power)).translate(RAISED)}".replace("-", "−")
    rounded = float(f"{number:.{digits}g}")
    decimals = max(0, digits - 1 - math.floor(math.log10(abs(rounded)))) if rounded else 0
    text = f"{rounded:,.{decimals}f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace("-", "−")


def pair(numbers) -> str:
    """Two numbers for a sentence."""
    return f"({', '.join(map(plain, numbers))})"


def listed(units: Iterable[int]) -> str:
    """Hidden neurons by number, from 1: "1 and 2", "1, 3 and 4"."""
    words = [str(j + 1) for j in units]
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def count(k: int) -> str:
    """A whole number for a sentence: 12,000."""
    return f"{k:,}".replace("-", "−")


def entry(number: float) -> str:
    """A number as an entry shows it, to be typed over: three digits behind the point, four of a small one."""
    if abs(number) < TINY:
        return "0"
    if abs(number) >= 1e7 or not math.isfinite(number):
        return f"{number:.4g}"
    text = f"{number:.{max(3 - math.floor(math.log10(abs(number))), 3)}f}"
    return text.rstrip("0").rstrip(".")
