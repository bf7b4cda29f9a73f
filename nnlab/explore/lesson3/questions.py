"""What lesson 3 asks before the reader plays, and what it replies to each answer."""

from nnlab.explore.kit.question import Answer, Posed, Question, pose

QUESTIONS = {
    "at_rest": Posed(
        "The ball below rolls to the place where the neuron's errors on twelve samples add up to "
        "the least. Count an answer as wrong if it is on the other side of one half than it "
        "should be. How many of the twelve answers are wrong when the ball has come to rest?",
        right="4",
        answers=(
            Answer(
                "none",
                "That is what one would hope from learning. But look at the samples at the top "
                "left: does any place on the axis have all of class 0 to its left and all of "
                "class 1 to its right?",
            ),
            Answer(
                "4",
                "The two classes overlap, so some samples lie among those of the other class. The "
                "neuron can only be less sure there. Strictly speaking it does not even count "
                "mistakes: it adds up how far off each answer is.",
            ),
            Answer(
                "6",
                "Half right is what you get by guessing, so the samples would have to be "
                "thoroughly mixed. They are not: class 1 lies mostly on the right. How many lie "
                "among those of the other class?",
            ),
        ),
    ),
    "two_balls": Posed(
        "Both balls start at the same place, where the neuron is sure of no and should say yes, "
        "and both take steps with the same rate. Which one says yes first?",
        right="cross-entropy, more than a thousand times as soon",
        answers=(
            Answer(
                "both at about the same step",
                "They start at the same place with the same rate, and the neuron is the same. But "
                "a step is the rate times the slope. Look at the left end of the picture above: "
                "how do the two slopes compare?",
            ),
            Answer(
                "cross-entropy, about ten times as soon",
                "Cross-entropy is steeper there, as you have seen. But by how much? The slopes "
                "have just been printed: divide one by the other.",
            ),
            Answer(
                "cross-entropy, more than a thousand times as soon",
                "At the start, the slope of squared error is about twenty thousand times smaller, "
                "so its ball hardly moves for thousands of steps. Near the end it speeds up, and "
                "so the whole way takes it less than twenty thousand times as long.",
            ),
            Answer(
                "squared error",
                "Squaring makes a large error count for more, so one could expect large steps. "
                "But no error is larger than 1 here, and the slope is also multiplied by a(1 − "
                "a), which is nearly 0 when the neuron is sure.",
            ),
        ),
    ),
    "lowered": Posed(
        "You will see a rate that is much too large: it throws the ball out of the valley. "
        "Suppose you then lower the rate to one that works well from the start, and wait another "
        "300 steps. What does the ball do?",
        right="it stays almost where it is",
        answers=(
            Answer(
                "it rolls back into the valley",
                "With that rate it did find the valley, but from another place. A step is the "
                "rate times the slope. What is the slope out there, where the neuron is sure of "
                "nearly every answer?",
            ),
            Answer(
                "it stays almost where it is",
                "Out there the neuron is sure of nearly all its answers, and there the sigmoid is "
                "level. The slope is as good as zero, and a smaller rate only makes the steps "
                "smaller still.",
            ),
            Answer(
                "it is thrown out further still",
                "That is what the large rate might do. With the small one, a long leap would take "
                "a steep slope. How steep is the landscape out there?",
            ),
        ),
    ),
}


def ask(name: str) -> Question:
    """Return the question `name` of this lesson."""
    return pose(QUESTIONS, name)
