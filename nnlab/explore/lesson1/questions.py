"""What lesson 1 asks before the reader plays, and what it replies to each answer."""

from nnlab.explore.kit.question import Answer, Posed, Question, pose

QUESTIONS = {
    "mistakes": Posed(
        "The neuron below starts with all its numbers at 0 and learns AND: four samples, and one "
        "line to find. How many mistakes will it make before it gets all four right?",
        right="11",
        answers=(
            Answer(
                "at most 4",
                "That would be so if a mistake, once corrected, stayed corrected. But all samples "
                "share the same three numbers: putting one right can put another wrong. Watch "
                "whether the cross comes back.",
            ),
            Answer(
                "11",
                "Each correction moves the one line that all four samples share, so some samples "
                "come up again and again. Still, the mistakes run out, and the lesson proves that "
                "they must.",
            ),
            Answer(
                "more than 50",
                "It is sensible to be careful: each correction is small, and it can undo an "
                "earlier one. But for AND the number of mistakes has a bound, which this lesson "
                "works out, and it is 51. See how close the neuron comes to it: the line under "
                "the picture counts.",
            ),
            Answer(
                "it never stops",
                "That does happen, but only where no line separates the two classes. Can you draw "
                "a line with the disc on one side and the three squares on the other?",
            ),
        ),
    ),
    "one_feature": Posed(
        "With the length of the bill alone, even the best threshold leaves 13 of the 274 birds "
        "wrong. The perceptron learns for 20,000 updates, and after each one we count the birds "
        "it gets wrong. How many is it at least half of the time?",
        right="more than 100",
        answers=(
            Answer(
                "13",
                "Thirteen is the best there is, and the perceptron does come across it. But would "
                "it stay there? Thirteen birds are still wrong then, and it learns from every "
                "mistake.",
            ),
            Answer(
                "between 14 and 100",
                "You might expect it to hover near the best threshold. But an update moves the "
                "weights just as far whether one bird is wrong or a hundred. Look at how far one "
                "bill of 45 mm moves the line.",
            ),
            Answer(
                "more than 100",
                "A single mistake moves the weight by the whole length of a bill, tens of "
                "millimetres, and nearly all the birds land on one side. Where no threshold is "
                "perfect there is always a next mistake, so it never settles.",
            ),
        ),
    ),
}


def ask(name: str) -> Question:
    """Return the question `name` of this lesson."""
    return pose(QUESTIONS, name)
