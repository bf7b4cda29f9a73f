"""What lesson 2 asks before the reader plays, and what it replies to each answer."""

from nnlab.explore.kit.question import Answer, Posed, Question, pose

QUESTIONS = {
    "doubled": Posed(
        "You are about to take a neuron's line into your own hands. Suppose you double all three "
        "of its numbers: both weights and the bias. What happens to the line?",
        right="it stays where it is",
        answers=(
            Answer(
                "it moves away from the origin",
                "A larger bias alone would push it away. But the weights have doubled as well. "
                "Write down the equation of the line, double everything in it, and see which "
                "places still satisfy it.",
            ),
            Answer(
                "it turns",
                "It turns when one weight grows more than the other. Here both grow alike, so the "
                "arrow keeps its direction. Watch the arrow as you double the numbers.",
            ),
            Answer(
                "it stays where it is",
                "The line is where the sum is 0, and twice 0 is 0. Every other sum is doubled "
                "too, but its sign stays the same, and so do all the answers.",
            ),
        ),
    ),
    "features": Posed(
        "Twenty noisy training samples, and 200 held-out samples of the same kind. One neuron "
        "sees the 2 measurements; another sees 27 features made from them, squares, cubes and so "
        "on. Which of the two makes fewer mistakes on the held-out samples?",
        right="the one with 2 features",
        answers=(
            Answer(
                "the one with 27 features",
                "It can draw every line that the other can, and far more besides. So it is ahead "
                "on the samples that it learns from. Compare the two counts of mistakes in the "
                "line under the picture.",
            ),
            Answer(
                "the one with 2 features",
                "With 27 numbers to choose and only twenty samples, the boundary bends around "
                "single samples that lie where they do by chance. Other samples lie elsewhere, so "
                "those bends do harm.",
            ),
            Answer(
                "they are about equal",
                "They would be if the extra features did nothing. A neuron could give all of them "
                "the weight 0, after all. But it learns from twenty samples only: what does it "
                "use the extra features for?",
            ),
        ),
    ),
    "zeros": Posed(
        "Now 20 different sets of samples. The weights of the 27 features are kept inside a ball "
        "in one run, inside a diamond in another. In which run do weights become exactly 0?",
        right="in the diamond",
        answers=(
            Answer(
                "in both",
                "Both pull the weights towards 0, and many do become small. But small is not 0. "
                "Think of the nearest point of a circle and the nearest point of a diamond: which "
                "of them often lies on an axis?",
            ),
            Answer(
                "in the ball",
                "The ball is the rounder of the two, and it treats all directions alike. That is "
                "just why it has no reason to prefer the axes, where a weight is 0. Look at the "
                "last column of the table.",
            ),
            Answer(
                "in the diamond",
                "A diamond has corners, and they lie on the axes. The nearest point is often a "
                "corner or an edge, and there weights are exactly 0. A ball has no corners.",
            ),
            Answer(
                "in neither",
                "Hitting 0 exactly does sound like a matter of luck, and along a smooth edge it "
                "would be. But does a diamond have a smooth edge? Look at the last column of the "
                "table.",
            ),
        ),
    ),
}


def ask(name: str) -> Question:
    """Return the question `name` of this lesson."""
    return pose(QUESTIONS, name)
