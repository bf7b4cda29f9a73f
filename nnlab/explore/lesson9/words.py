"""What the explorables of lesson 9 say: each function returns whole sentences, and asks for nothing else.

Another language is another file with these functions.
"""

import numpy as np

from nnlab.explore.kit.numbers import plain

# -- the magnifier ------------------------------------------------------------------------------------------

PICTURE, WINDOW, KERNEL, PRODUCTS = "picture, with its rim", "window", "kernel", "products"
SUM = "their sum"
ANSWERS = "answers; orange: below 0"
UNDO = "take the last change of the picture or of the kernel back"
WINDOW_HINT = (
    "Point at an answer to see how it comes about; the arrow keys move on. Press and drag on the picture "
    "for ink, with Shift or the right button for paper. A press on ink, without a drag, takes it away. Or "
    "move a cursor over the picture with Shift and the arrows; Enter turns a pixel over, Delete takes its "
    "ink away, Escape hides the cursor. Drag a number of the kernel up or down; or press it, or choose the "
    "next with the full stop and the one before with the comma, and set it with “chosen number”. Ctrl+Z "
    "undoes."
)


def window(
    at: tuple[int, int], total: float, shape: tuple, padding: int, kernel: str, flip: bool, *, drawn: bool
) -> str:
    """Say how the answer at a place comes about, and what is special about picture, kernel and padding."""
    row, column = at
    first = (
        f"Row {row + 1}, column {column + 1} of the answers: the nine products add up to {plain(total)}. "
        f"With a padding of {padding} there are {shape[0]} × {shape[1]} answers."
    )
    says = TURNED_SAYS if flip and kernel in TURNED_SAYS else KERNEL_SAYS
    parts = [first, says[kernel] if kernel else "This kernel is your own."]
    if flip:
        parts.insert(1, "The kernel is turned upside down and left to right, as in mathematics.")
    if padding == 0:
        parts.append("No window reaches beyond the picture, so ink at the very edge is seen by few windows.")
    if drawn:
        parts.append("The picture has your ink in it.")
    return " ".join(parts)


KERNEL_SAYS = {
    "as it is": "This kernel has a single 1 in its middle, so the answers are the picture again.",
    "blur": "Nine times one ninth: each answer is the mean of its window.",
    "sharpen": "The pixel counts five times, and its four neighbours are taken away.",
    "upper edge": "Blue: paper above and ink below. Orange: the other way round.",
    "left edge": "Blue: paper on the left and ink on the right. Orange: the other way round.",
    "outline": "Where all nine pixels are alike the sum is 0; only where ink ends is it not.",
    "learned": "A network has learned this kernel from the digits; nobody has told it what to look for.",
}
TURNED_SAYS = {
    "upper edge": "So blue is now ink above and paper below, and orange the other way round.",
    "left edge": "So blue is now ink on the left and paper on the right, and orange the other way round.",
}


def window_alt(picture: str, kernel: str, at: tuple[int, int], total: float) -> str:
    """Return what the picture shows, for those who do not see it."""
    return (
        f"{picture} as 8 by 8 pixels, a window of 3 by 3 in it, the kernel “{kernel}”, the nine products, "
        f"and all answers; that in row {at[0] + 1}, column {at[1] + 1} is {plain(total)}"
    )


# -- the digit that wanders ---------------------------------------------------------------------------------

DENSE, SHARED = "dense", "convolution"
MIDDLE, EVERYWHERE = "in the middle", "at every place"
SHEET = "drag the digit"
KERNELS, MAP = "kernels: press one", "its answers, and the largest"
DIGIT, SHARE = "digit", "probability"
STEPS, RIGHT = "steps so far, $k$", "share right"
POOLS = {"global maximum": "max", "global mean": "mean", "maximum by two": "two"}
SHIFT_HINT = (
    "Drag the digit over the sheet, or move it with the arrow keys. Press a kernel to see its answers and "
    "where the largest was found; Enter takes the next one. {keys}."
)


def standing(k: int, right: np.ndarray, said: np.ndarray, digit: int, shift: int) -> str:
    """Return the status line: how both stand, and what they say to the digit shown."""
    dense, shared = (f"{100 * share:.0f} %" for share in right)
    where = "in the middle" if shift == 0 else f"{shift} off the middle"
    first, second = (
        f"{'right' if answer == digit else 'wrong'} ({answer})" for answer in said.argmax(axis=1)
    )
    return (
        f"Step {k}. This {digit} lies {where}: dense net {first}, convolution {second}. Of 100 other "
        f"digits at all kinds of places the dense net gets {dense} right, the convolution {shared}."
    )


START = "Neither has learned anything yet: press play."
DIVERGED = "It diverged at step {k}: lower the learning rate."
NOTES = {
    "shuffled": "The pixels of all digits were shuffled, once and in the same way. Which of the two nets "
    "minds?",
    "no rim": "Without a rim some windows that see the digit in the middle do not exist when it lies at "
    "the edge.",
    "two": "Each maximum is over 2 × 2 answers alone, and the last layer sees where in the map each of "
    "them stands.",
    "mean": "The mean forgets where, too, but it learns slowly, for each place has a small share in it: it "
    "takes a rate of 0.5 and nearly a thousand steps.",
    "everywhere": "Both are shown each digit at all 25 places.",
}


def shift_alt(k: int, digit: int, said: np.ndarray) -> str:
    """Return what the picture shows, for those who do not see it."""
    first, second = said.argmax(axis=1)
    return (
        f"a handwritten {digit} on a larger sheet after {k} steps of learning, and the probabilities that "
        f"two networks give to ten digits: the dense one says {first}, the convolution {second}"
    )
