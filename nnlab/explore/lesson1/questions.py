"""What lesson 1 asks before the reader plays, and what it replies to each answer."""

from nnlab.explore.kit.question import Answer, Posed, Question, pose

QUESTIONS = {
    "mistakes": Posed(
        "One neuron starts with all its numbers at 0 and learns AND: four samples, and one "
        "line to find. How many mistakes will it make before it gets all four right?",
        right="11",
        answers=(
            Answer(
                "at most 4",
                "That would be so if a mistake, once corrected, stayed corrected. But all samples "
                "share the same three numbers: putting one right can put another wrong. Watch "
                "whether a cross comes back.",
            ),
            Answer(
                "11",
                "Each correction moves the one line that all four samples share, so some samples "
                "come up again and again. Still, the mistakes run out, and the lesson proves that "
                "they must.",
            ),
            Answer(
                "more than 50",
                "It is sensible to be careful, because one correction can undo another. But a "
                "correction is not small here: it moves a weight by a whole 1, and many different "
                "lines would do for AND. The sentence under the picture counts the mistakes.",
            ),
            Answer(
                "it never stops",
                "One correction can undo another, so why should it ever end? Draw the four points "
                "on paper. Is there a line with the disc on one side and the three squares on the "
                "other? If so, the neuron has something to find. Play on and see whether it does.",
            ),
        ),
    ),
    "one_feature": Posed(
        "With the length of the bill alone, even the best threshold leaves 13 of the 274 birds "
        "wrong. The perceptron learns for 20,000 updates, and after each one we count the birds "
        "it gets wrong. Sort these 20,000 counts by size: what is the count in the middle?",
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
                "weights just as far whether one bird is wrong or a hundred. How far does one bill "
                "of 45 mm move the weight?",
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
