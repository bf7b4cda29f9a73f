"""What lesson 4 asks before the reader plays, and what it replies to each answer."""

from nnlab.explore.kit.question import Answer, Posed, Question, pose

QUESTIONS = {
    "steps": Posed(
        "Two hidden neurons and an output start from random weights and learn XOR by descent, "
        "with rate 1 and cross-entropy. Nobody tells the hidden ones what to say. After how many "
        "steps are all four answers right?",
        right="between 10 and 1000",
        answers=(
            Answer(
                "fewer than 10",
                "In lesson 3 six steps were enough for one neuron, whose only task was to turn a "
                "no into a yes. Here the two hidden neurons must first come to do different "
                "things. Watch their dashed lines part.",
            ),
            Answer(
                "between 10 and 1000",
                "The hidden neurons have to find two different lines before the output can do its "
                "part. With cross-entropy the slope does not fade where the answers are wrong, so "
                "that takes dozens of steps, not thousands.",
            ),
            Answer(
                "more than 1000",
                "Lesson 3 had a ball that took eleven thousand steps, with squared error. This "
                "network learns by cross-entropy, whose slope is large where the answers are "
                "wrong. And hidden neurons do get a message; the lesson shows which one.",
            ),
            Answer(
                "never: nobody tells the hidden neurons",
                "That was the trouble in lesson 2, where a step gave no hint at all. But these "
                "neurons are soft: a small change in what they say changes the answer a little. "
                "Is that enough to learn from?",
            ),
        ),
    ),
    "zero": Posed(
        "From all zeros this network learns nothing about XOR, as you saw. AND is far easier: one "
        "neuron alone can learn it. Start from zeros again, with AND. What does the network say "
        "after 1000 steps?",
        right="the same to all four: about 0.25",
        answers=(
            Answer(
                "the right answer to all four",
                "AND is easy, and a single neuron does learn it from zeros. But here the samples "
                "reach the output only through the hidden neurons. What do those say when all "
                "their weights are 0?",
            ),
            Answer(
                "the same to all four: one half",
                "That is where it starts, and for XOR it is also where it stays, since two "
                "samples pull up and two pull down. How many pull up and how many pull down for "
                "AND?",
            ),
            Answer(
                "the same to all four: about 0.25",
                "The hidden neurons say 0 to everything, so only the bias of the output can "
                "learn. It cannot tell the samples apart; the best it can do is to say how many "
                "of them want a yes, which is one in four.",
            ),
        ),
    ),
    "twins": Posed(
        "Now all weights and biases start at one half instead of zero, so the hidden neurons do "
        "say something. After 1000 steps on XOR, how many of the four answers are right?",
        right="three",
        answers=(
            Answer(
                "two",
                "Two would be right if the network had learned nothing. But now the hidden "
                "neurons do say something, and errors do come back through the wires. Look at the "
                "weights it ends with.",
            ),
            Answer(
                "three",
                "The two hidden neurons start alike, so they get the same error back and take the "
                "same steps for ever. Two that always agree are worth one, and one line can cut "
                "off only one corner.",
            ),
            Answer(
                "all four",
                "Nothing is dead now, and every weight moves. But look at the two hidden neurons: "
                "they start alike and see the same samples. Does anything ever make them "
                "different?",
            ),
        ),
    ),
}


def ask(name: str) -> Question:
    """Return the question `name` of this lesson."""
    return pose(QUESTIONS, name)
