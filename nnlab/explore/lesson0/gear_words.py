"""What the gears of lesson 0 say: whole sentences with named places, and functions to choose them."""

import math

from nnlab.explore.kit.numbers import plain

RATIO_OF = dict(first="first ratio", second="second ratio", third="third ratio")
HOW_MANY, TURN = "wheels", "turn w by"
WHEELS = [("3: two ratios", 3), ("4: three ratios", 4)]
LETTERS = {3: ("w", "z", "L"), 4: ("w", "z", "a", "L")}  # what turns, from the first wheel to the last
GEARS_HINT = (
    "Drag the mark of the first wheel round. By keyboard, on the picture: right turns it on, left back, "
    "with Shift less far. A crossed chain turns the next wheel the other way; where the ratio is 0, the "
    "chain is off"
)
TURNED = "${letter}$: {turn} turns"
TIMES = "× {ratio}"
CHAINED = "{letter} turns {ratios} = {product} times for one turn of w: ratios multiply, they do not add."
CHAINED_SAME = "{letter} turns {ratios} = {product} times for one turn of w: ratios multiply."
NOW = "Now w has made {turn} turns, and {letter} {last}."
SLOPES = "Slopes are such ratios: d{letter}/dw is the product of the slopes on the way."
BLOCKED = "One ratio is 0: however far w turns, {letter} stands still, and nothing on the way can repair it."
BACKWARDS = "The product is negative: {letter} turns the other way."
ALT = "{n} wheels in a row, each driving the next by a chain, with the ratios {ratios}"


def turned(letter: str, turn: float) -> str:
    """Write how far a wheel has turned."""
    return TURNED.format(letter=letter, turn=plain(turn))


def times(ratio: float) -> str:
    """Write a ratio over its chain."""
    return TIMES.format(ratio=plain(ratio))


def _factor(number: float) -> str:
    return f"({plain(number)})" if number < 0 else plain(number)


def chained(letters: tuple[str, ...], ratios: list[float], turn: float) -> str:
    """Say how the ratios multiply, and how far the last wheel has turned."""
    product, letter = math.prod(ratios), letters[-1]
    many = dict(letter=letter, ratios=" · ".join(map(_factor, ratios)), product=plain(product))
    differs = not math.isclose(product, sum(ratios))
    parts = [(CHAINED if differs else CHAINED_SAME).format(**many)]
    if product == 0:
        parts.append(BLOCKED.format(letter=letter))
    elif product < 0:
        parts.append(BACKWARDS.format(letter=letter))
    if turn:
        parts.append(NOW.format(turn=plain(turn), letter=letter, last=plain(turn * product)))
    else:
        parts.append(SLOPES.format(letter=letter))
    return " ".join(parts)


def alt_gears(letters: tuple[str, ...], ratios: list[float]) -> str:
    """Say what the picture shows."""
    return ALT.format(n=len(letters), ratios=", ".join(map(plain, ratios)))
