"""What the logarithm of lesson 0 says: whole sentences with named places, and functions to choose them."""

import math

from nnlab.explore.kit.numbers import RAISED, minus, plain

P, N, Z = "probability p", "factors n", "exponent z"
P_AXIS, LOSS_AXIS, LOSS_TITLE = "$p$ of the right answer", "loss", "−ln p: how bad it is"
N_AXIS, POWER_AXIS, PRODUCT_TITLE = "number of factors", "power of ten", "p · p · … · p"
EXP_AXIS, EXP_TITLE = "power of ten", "e to the z"
PRODUCT, SUMS, SMALLEST = "multiplied", "logarithms added", "smallest number"
LOG_HINT = (
    "Click or drag in a picture: it sets p, the number of factors, or z. The controls next to it do the same "
    "by keyboard"
)
LOSS = "A network that gives the right answer the probability {p} has the loss −ln {p} = {loss}."
LOSS_SURE = "A network that gives the right answer the probability 1 has the loss −ln 1 = 0."
PRODUCT_SAYS = "The product of {n} such factors is {product}; its logarithm, {n} · ln {p}, is {sum}."
PRODUCT_GONE = (
    "The product of {n} such factors is too small for the computer, which says 0; the logarithms simply add "
    "up to {sum}. So one adds logarithms."
)
POWER = "e to the {z} is {power}."
TOO_LARGE = "e to the {z} is too large for the computer, whose numbers end near 1.8·10³⁰⁸: NumPy says inf."
TOO_SMALL = "e to the {z} is too small for the computer: NumPy says 0, whose logarithm is minus infinity."
ALT = (
    "three pictures: the loss of p = {p}, a product of {n} factors p with the sum of their logarithms, and "
    "e to the z = {z}"
)


def number(value: float) -> str:
    """Write a number that may be tiny or huge: then with a power of ten."""
    if value == 0 or 1e-4 <= abs(value) < 1e7:
        return plain(value)
    digits, power = f"{value:.2e}".split("e")
    sign = "⁻" if int(power) < 0 else ""
    return minus(f"{digits}·10{sign}{str(abs(int(power))).translate(RAISED)}")


def loss(p: float) -> str:
    """Say the loss −ln p of one probability."""
    return LOSS_SURE if p == 1 else LOSS.format(p=number(p), loss=plain(-math.log(p), 4))


def product(p: float, n: int, multiplied: float, added: float) -> str:
    """Say what a long product is, and what the sum of its logarithms."""
    if multiplied == 0:
        return PRODUCT_GONE.format(n=n, sum=plain(added, 4))
    return PRODUCT_SAYS.format(n=n, product=number(multiplied), p=number(p), sum=plain(added, 4))


def power(z: float, value: float) -> str:
    """Say what e to the z is for the computer."""
    if math.isinf(value):
        return TOO_LARGE.format(z=plain(z, 4))
    if value == 0:
        return TOO_SMALL.format(z=plain(z, 4))
    return POWER.format(z=plain(z, 4), power=number(value))


def alt_log(p: float, n: int, z: float) -> str:
    """Say what the picture shows."""
    return ALT.format(p=number(p), n=n, z=plain(z, 4))
