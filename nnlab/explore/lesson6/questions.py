"""What lesson 6 asks before the reader plays, and what it replies to each answer."""

from nnlab.explore.kit.question import Answer, Posed, Question, pose

QUESTIONS = {
    "held_out": Posed(
        "A polynomial of degree 15 learns sixteen noisy samples for 2000 steps, and the loss on "
        "these sixteen keeps falling. When is its loss on other samples of the same kind, which "
        "it never sees, at its lowest?",
        right="within the first 100 steps",
        answers=(
            Answer(
                "at the last step",
                "It would be if all that it learns were also true of other samples. At first it "
                "is. But what is left to learn from sixteen samples, once the curve has the shape "
                "of the sine?",
            ),
            Answer(
                "about halfway, near step 1000",
                "You expect it to turn at some point, and so it does. The large, smooth parts of "
                "a curve are learned quickly, though, and a sine has nothing else. Watch the "
                "diamond as you press Play.",
            ),
            Answer(
                "within the first 100 steps",
                "What all samples have in common is learned first, and quickly. After that the "
                "only thing left is the noise of these sixteen, and other samples have other "
                "noise.",
            ),
        ),
    ),
    "coins": Posed(
        "The classes of 60 samples are decided by tossing a coin, so nothing can be learned. "
        "Somebody splits them into training and test samples in 100 ways, trains each time, and "
        "publishes the best of the 100 test results. What do they publish, on average?",
        right="between 65 % and 80 % right",
        answers=(
            Answer(
                "about 50 % right",
                "That is the truth, and it is what a single split would show on average. But a "
                "test on 20 samples scatters around it. What is the highest of a hundred such "
                "numbers?",
            ),
            Answer(
                "between 65 % and 80 % right",
                "Each test has only 20 samples, so its result scatters by 11 percentage points or "
                "so around 50 %. The highest of a hundred lies about two such steps above the "
                "middle.",
            ),
            Answer(
                "more than 90 % right",
                "A hundred tries are a lot, and luck adds up. But even 18 of 20 coins guessed "
                "right is rare: it happens about twice in ten thousand tries. How far does luck "
                "get you in a hundred?",
            ),
        ),
    ),
    "switched_off": Posed(
        "You will switch hidden units off with L1: all the weights that lead to them, or the one "
        "that leads away, become exactly 0. Then you take the penalty away and let the network "
        "learn on. What do the units do?",
        right="they come back",
        answers=(
            Answer(
                "they stay off",
                "In lesson 4 nothing came back through wires of weight 0, and a network of zeros "
                "stayed dead. But here other units are alive, the biases are not 0, and a unit "
                "that hears nothing still says something. Is that enough for a slope?",
            ),
            Answer(
                "they come back",
                "A unit that hears nothing still has its bias, so it says something, always the "
                "same. That gives its outgoing weight a slope; and once that is no longer 0, an "
                "error comes back to the weights that lead in.",
            ),
            Answer(
                "the others are switched off too",
                "That would take something that pulls at them, and the penalty is gone. What is "
                "left is the loss alone. Does it fall when more units are in use?",
            ),
        ),
    ),
}


def ask(name: str) -> Question:
    """Return the question `name` of this lesson."""
    return pose(QUESTIONS, name)
