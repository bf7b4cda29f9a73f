"""What the secant and the gears of lesson 0 say: whole sentences with named places, and functions."""

from nnlab.explore.kit.numbers import RAISED, entry, fixed, minus, plain

FUNCTION, NUDGE, NUDGED, ZOOM = "f(w)", "nudge h", "nudge to", "magnified"
TANGENT, SECANT = "tangent", "secant"
H_AXIS, ERROR_AXIS = "nudge $h$", "how far off the slope is"
SECANT_HINT = (
    "Drag the two dots: the left one is w, the right one is w + h. By keyboard, on the picture: Enter "
    "chooses a dot, left and right move it, with Shift less far"
)
MEASURED = "From w to w + h, f changes by {rise} over {run}: slope {slope}."
MEASURED_BOTH = "From w − h to w + h, f changes by {rise} over {run}: slope {slope}."
TRUE = "The slope of the tangent is {slope}."
CANCEL = "What the right half is too steep, the left half is too flat: the two cancel."
OFF = "The secant is off by {off}."
ROUNDING = (
    "The nudge is so tiny that few correct digits of the difference are left: rounding makes the slope worse."
)
NOTHING_LEFT = "The nudge is lost: in the computer's 16 digits w + h is w itself, so nothing changes at all."
KINK = (
    "At a kink there is no tangent: to the right the slope is {right}, to the left {left}, and no nudge is "
    "small enough to make them equal."
)
ALT_SECANT = "the curve {curve}, its secant from w = {w} with the nudge h = {h}, and its tangent at w"


def zoomed(times: int) -> str:
    """Write how much the picture is magnified."""
    return f"{times:,} ×"


def h(number: float) -> str:
    """Write a nudge, with powers of ten if it is tiny, as one may type it."""
    return entry(number) if number >= 1e-4 else f"{number:.3g}"


def tiny(number: float) -> str:
    """Write a number that may be tiny: then with a power of ten."""
    if number == 0 or abs(number) >= 1e-5:
        return plain(number, 6)
    digits, power = f"{number:.2e}".split("e")
    digits = digits.rstrip("0").rstrip(".")
    return minus(f"{digits}·10{'⁻' if int(power) < 0 else ''}{str(abs(int(power))).translate(RAISED)}")


def measured(rise: float, run: float, slope: float, *, both: bool) -> str:
    """Say what slope was measured, and how."""
    sentence = MEASURED_BOTH if both else MEASURED
    return sentence.format(rise=tiny(rise), run=tiny(run), slope=tiny(slope))


def true(slope: float) -> str:
    """Say the slope of the tangent."""
    return TRUE.format(slope=plain(slope, 6))


def off(difference: float) -> str:
    """Say by how much the measured slope is wrong."""
    return OFF.format(off=tiny(difference))


def kink(right: float, left: float) -> str:
    """Say that there is no slope."""
    return KINK.format(right=plain(right), left=plain(left))


def alt_secant(curve: str, w: float, nudge: float) -> str:
    """Say what the picture shows."""
    return ALT_SECANT.format(curve=curve, w=fixed(w, 2), h=tiny(nudge))
