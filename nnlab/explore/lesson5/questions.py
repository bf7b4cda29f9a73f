"""What lesson 5 asks before the reader plays, and what it replies to each answer."""

from nnlab.explore.kit.question import Answer, Posed, Question, pose

QUESTIONS = {
    "positive": Posed(
        "In the list “try” there is a network with a sigmoid output that learns the wave, and a "
        "good part of the wave lies below 0. All its answers come out positive. What would let it "
        "follow the wave below 0?",
        right="another output",
        answers=(
            Answer(
                "more hidden units",
                "More units do make a curve more supple, and you will see them at work. But "
                "whatever they add up to goes through the output last. Which numbers can a "
                "sigmoid say?",
            ),
            Answer(
                "more steps",
                "If it were only unfinished, the loss would still be on its way down, and "
                "patience would pay. Watch the loss: where does it come to rest? And which "
                "numbers can a sigmoid say?",
            ),
            Answer(
                "another output",
                "Whatever happens before it, a sigmoid says a number between 0 and 1. Targets "
                "below 0 are out of its reach, however many units and steps it has. An output "
                "that can say any number is the cure.",
            ),
        ),
    ),
    "apart": Posed(
        "Twenty networks have learned the same samples, each from start weights of its own. Where "
        "there are samples their curves nearly agree. How far apart are the curves where there "
        "are none, to the left and right?",
        right="about ten times as far",
        answers=(
            Answer(
                "just as far",
                "They have learned the same samples, and all of them well; so why should they "
                "differ? Because only the samples hold them together. What tells a network how to "
                "go on where there are none?",
            ),
            Answer(
                "about twice as far",
                "A little further out, a little less certain: that is how a sensible guess would "
                "behave. But these networks do not guess sensibly; each draws on as its own "
                "weights happen to say. Look at the shaded parts.",
            ),
            Answer(
                "about ten times as far",
                "Nothing holds the curves together there. Each carries on as its weights happen "
                "to say, and those were drawn at random at the start.",
            ),
        ),
    ),
    "zigzag": Posed(
        "Three relu units can draw the zigzag without any error: you found their weights with a "
        "pencil. Descent now looks for them from twenty random starts, 1500 steps each. How many "
        "of the twenty find them?",
        right="fewer than ten",
        answers=(
            Answer(
                "all twenty",
                "A solution exists, and the loss shows the way down; what could go wrong? A relu "
                "that is off at all four points has no slope there. What can it learn from them?",
            ),
            Answer(
                "between ten and nineteen",
                "Some bad luck, but most get there: with more units than needed that is indeed "
                "what happens. With exactly three, each has to be in its place. What happens if "
                "just one of them is off at all four points?",
            ),
            Answer(
                "fewer than ten",
                "With exactly three units, each one must find its own place. A unit that is off "
                "at all points hears nothing, and one that is on at all points bends nothing; "
                "either way there is none to spare.",
            ),
        ),
    ),
}


def ask(name: str) -> Question:
    """Return the question `name` of this lesson."""
    return pose(QUESTIONS, name)
