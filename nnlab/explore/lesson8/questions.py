"""What lesson 8 asks before the reader plays, and what it replies to each answer."""

from nnlab.explore.kit.question import Answer, Posed, Question, pose

QUESTIONS = {
    "fair": Posed(
        "The same network learns 1,437 handwritten digits twice, with the same rate of 0.5: once in "
        "batches of 32, once with all digits as one batch. Each run sees every digit five times. "
        "Which one ends with the lower loss on the digits it learns from?",
        right="batches of 32, by far",
        answers=(
            Answer(
                "all as one batch: its gradient is exact",
                "A step along the exact gradient is the better step. But how many steps has each of "
                "the two made by the time that every digit was seen five times?",
            ),
            Answer(
                "about the same: they have seen the same digits",
                "They have seen the same digits as often. But what they did with them differs: watch "
                "how many updates each run makes while it sees all digits once.",
            ),
            Answer(
                "batches of 32, by far",
                "Five times through the digits are 225 updates in batches of 32, and only 5 with all "
                "at once. Each of the 225 goes in a slightly wrong direction, and together they get "
                "much further.",
            ),
        ),
    ),
    "sorted": Posed(
        "Now the digits to learn from are sorted: first all zeros, then all ones, and the nines last. The "
        "batches of 32 are taken in that order, and nothing is shuffled. Each digit has been seen once. How "
        "many of the digits held out are answered right?",
        right="about one in ten",
        answers=(
            Answer(
                "about nine in ten, as before",
                "It has seen the very same digits, after all. But look at what a single batch holds "
                "now, and in which direction its gradient pulls. What did the last batches of the "
                "epoch have to say?",
            ),
            Answer(
                "about half of them",
                "It would be natural to forget some of what came first. But each batch says “always "
                "answer this digit”, and nothing contradicts it. How much of the zeros is left after "
                "five batches of nines?",
            ),
            Answer(
                "about one in ten",
                "Nearly every batch holds one class and says: always answer that one. The network runs after "
                "the class it saw last, so it now calls nearly everything by one name, which is right"
                " for about a tenth.",
            ),
        ),
    ),
    "adam": Posed(
        "Adam keeps a running mean of the gradient and one of its square, and both begin at 0. So at "
        "first both are far too small, which Adam corrects. Suppose that one forgets the correction. "
        "How long is the very first step?",
        right="about three times too long",
        answers=(
            Answer(
                "far too short: the mean has hardly begun",
                "The running mean of the gradient is indeed ten times too small. But the step is that mean "
                "divided by the root of the other one. How much too small is that one?",
            ),
            Answer(
                "just right: the two errors cancel",
                "Both are too small, and one is divided by the other, so this is not far off. But one is too "
                "small by a factor of 10 and the other, before the root, by 1000. What remains?",
            ),
            Answer(
                "about three times too long",
                "The mean is 10 times too small. The mean square is 1000 times too small, its root 32"
                " times. One divided by the other is 3.2 times too large, and a step that long does "
                "harm.",
            ),
        ),
    ),
    "alone": Posed(
        "A network learns in batches of 32, each scaled by its own mean and spread, and gets nearly "
        "all digits right. Now it is used: one digit comes in, and is scaled in the same way, by "
        "itself. How many of the digits held out are answered right?",
        right="about one in ten",
        answers=(
            Answer(
                "nearly all, as in learning",
                "The network and the rule of scaling are the same. But take a single row, subtract "
                "its mean over the rows, column by column: what is left of the digit?",
            ),
            Answer(
                "about half of them",
                "With a few digits at a time the scaling is only rough, and some such number comes "
                "out. With a single one there is no spread at all. What does the network get to see?",
            ),
            Answer(
                "about one in ten",
                "Each pixel of a single digit is its own mean, so after scaling all pixels are 0. All"
                " digits look alike, and all get the same answer, which is right for about a tenth.",
            ),
        ),
    ),
}


def ask(name: str) -> Question:
    """Return the question `name` of this lesson."""
    return pose(QUESTIONS, name)
