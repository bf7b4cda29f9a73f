"""What lesson 9 asks before the reader plays, and what it replies to each answer."""

from nnlab.explore.kit.question import Answer, Posed, Question, pose

QUESTIONS = {
    "shift": Posed(
        "Two networks learn handwritten digits that lie in the middle of a sheet of 12 × 12 pixels: a "
        "dense one, and one with small kernels, of each of which only the largest answer counts. Both get "
        "about 97 of a hundred new digits right. Then the new digits are moved by two pixels, up, down or "
        "sideways. How many does the dense network still get right?",
        right="about ten of a hundred",
        answers=(
            Answer(
                "still about 97: it knows what a digit looks like",
                "It would be so for us. But each of its weights belongs to one pixel of the sheet. Drag the "
                "digit by two pixels, and ask yourself which weights now meet ink: had they met any before?",
            ),
            Answer(
                "about sixty: it loses some",
                "A shift by a single pixel already does worse than that. Drag on by one more pixel, and "
                "watch the outlined bars: how sure is it of what it says?",
            ),
            Answer(
                "about ten of a hundred",
                "That is what guessing would get. To a dense network a digit moved by two pixels is "
                "simply another picture, and nothing that it has learned tells it that the two belong "
                "together.",
            ),
        ),
    ),
    "flat": Posed(
        "A network of kernels keeps the maximum of each block of 2 × 2 answers, and a dense last layer "
        "reads all that is left. It, too, learns from digits in the middle of the sheet. New digits are "
        "moved by two pixels. How many does it get right?",
        right="about ten of a hundred, like the dense one",
        answers=(
            Answer(
                "nearly all: convolutions do not care where",
                "One reads that often. The kernels do find the digit anywhere, and their answers move "
                "along with it. But the last layer reads those answers place by place. Let it learn, and "
                "drag.",
            ),
            Answer(
                "about half: pooling takes the edge off",
                "A maximum by two forgives a shift of one pixel, sometimes. Two pixels are a whole block: in "
                "which weights of the last layer does the same answer arrive then?",
            ),
            Answer(
                "about ten of a hundred, like the dense one",
                "The answers move along with the digit (that is called equivariant), and the last layer "
                "has a weight for each place. Only where one number is kept of a whole map is the place "
                "forgotten.",
            ),
        ),
    ),
    "shuffled": Posed(
        "Now the 64 pixels of every digit are shuffled, in the same way for all of them. We could not "
        "read them any more. Both networks learn from these. Which of them does worse than before?",
        right="the convolution alone",
        answers=(
            Answer(
                "both: the pictures make no sense any more",
                "Not to us. But a dense network never knew which pixels are neighbours: shuffle its "
                "weights in the same way, and it is the same network. Compare the two curves.",
            ),
            Answer(
                "neither: the same numbers are still there",
                "The numbers are there, and that is enough for the dense network. What does a small "
                "window see, though, if its nine or twenty-five pixels come from all over the digit?",
            ),
            Answer(
                "the convolution alone",
                "It bets that neighbouring pixels belong together and that a stroke looks alike "
                "everywhere. Shuffled, the bet is lost: it learns more slowly and ends a few points "
                "lower. The dense network does not notice.",
            ),
        ),
    ),
}


def ask(name: str) -> Question:
    """Return the question of that name: "shift", "flat" or "shuffled". Raises ValueError for another."""
    return pose(QUESTIONS, name)
