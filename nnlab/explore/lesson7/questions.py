"""What lesson 7 asks before the reader plays, and what it replies to each answer."""

from nnlab.explore.kit.question import Answer, Posed, Question, pose

QUESTIONS = {
    "negative": Posed(
        "The network below has been shown A, J and X, and it brings back an A even if many of its "
        "neurons are turned over. Now turn over all 100 of them: you start from the negative of "
        "the A. What does the network make of that?",
        right="it stays as it is",
        answers=(
            Answer(
                "it brings back the A",
                "It has seen the A and never its negative, and it has put damage right before. "
                "But every single neuron is turned over. Look at two neurons that were alike in "
                "the A: are they still alike?",
            ),
            Answer(
                "it turns into a J or an X",
                "Those are the other two patterns it has been shown, and one might think that it "
                "goes to the nearest. Compare the small letters: how far is the grid from the J, "
                "and how far from being the reverse of an A?",
            ),
            Answer(
                "it stays as it is",
                "The network stores only which neurons agree with which. In the negative the same "
                "neurons agree as in the A, so to the network it is just as good a memory.",
            ),
            Answer(
                "it ends in a jumble",
                "That happens when the grid is as much like one pattern as like another. But the "
                "negative is not like noise: it is as far from the A as can be. Watch the bar "
                "under the small A.",
            ),
        ),
    ),
    "overload": Posed(
        "We store 100 random patterns in 500 neurons, one after the other. That is too many. Then "
        "we start from each of them in turn and let the network settle. Which ones come back "
        "exactly?",
        right="hardly any: fewer than five",
        answers=(
            Answer(
                "the last ones stored",
                "That is how we forget: new memories cover the old ones. But Hebb’s rule adds up "
                "all patterns in one sum. Does a sum know which number was added last?",
            ),
            Answer(
                "the first ones stored",
                "They were there first, while there was still room. But nothing protects them: "
                "each later pattern is added to the same couplings, and so changes theirs, too.",
            ),
            Answer(
                "about half, here and there",
                "If patterns were kept in separate places, some would survive by luck. But every "
                "pattern lies in all the couplings, and each is disturbed by all 99 others. Is "
                "there any reason why half should be spared?",
            ),
            Answer(
                "hardly any: fewer than five",
                "All patterns share the same couplings, and each is a disturbance to all the "
                "others. When the disturbance is too strong for one, it is too strong for nearly "
                "all.",
            ),
        ),
    ),
    "digits": Posed(
        "Ten handwritten digits on 64 neurons. Hebb’s rule holds the first three, 0, 1 and 2: "
        "each stays as it is. Now a fourth is stored with them, the 3. How many of the four stay "
        "as they are?",
        right="none",
        answers=(
            Answer(
                "all four",
                "Four random patterns in 64 neurons would be no trouble at all. But digits are "
                "not random: they have paper at the rim and ink in the middle. What happens to "
                "the part that they have in common?",
            ),
            Answer(
                "three",
                "One too many, so one is lost: that would be so if each pattern had a place of "
                "its own. But all of them share the same couplings. Does the newcomer disturb "
                "only itself?",
            ),
            Answer(
                "none",
                "What the digits have in common is added again with each one, until it drowns out "
                "what tells them apart. The three were just below that point, and the fourth "
                "takes all of them beyond it.",
            ),
        ),
    ),
}


def ask(name: str) -> Question:
    """Return the question `name` of this lesson."""
    return pose(QUESTIONS, name)
