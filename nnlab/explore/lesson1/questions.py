"""What lesson 1 asks before the play, and what it replies to each answer."""

from nnlab.explore.kit.question import Answer, Posed, Question, pose

QUESTIONS = {
    "mistakes": Posed(
        "The neuron below starts with all its numbers at 0 and learns AND: four samples, and one line to "
        "find. How many mistakes will it make before it gets all four right?",
        right="11",
        answers=(
            Answer(
                "at most 4",
                "That would be so if a mistake, once corrected, stayed corrected. But all samples share the"
                " same three numbers: putting one right can put another wrong. Watch whether the cross "
                "comes back.",
            ),
            Answer(
                "11",
                "Each correction moves the one line that all four samples share, so some samples come up "
                "again and again. Still, the mistakes run out, and the lesson proves that they must.",
            ),
            Answer(
                "more than 50",
                "You are right to be careful: each correction is small, and it can undo an earlier one. But"
                " there is a bound for AND, and it is 51. The neuron stays far below it. Count along in the"
                " line under the picture.",
            ),
            Answer(
                "it never stops",
                "That does happen, but only where no line separates the two classes. Can you draw a line "
                "with the disc on one side and the three squares on the other?",
            ),
        ),
    ),
}


def ask(name: str) -> Question:
    """Return the question `name` of this lesson."""
    return pose(QUESTIONS, name)
