"""What lesson 0 asks before the reader plays, and what it replies to each answer."""

from nnlab.explore.kit.question import Answer, Posed, Question, pose

QUESTIONS = {
    "axis": Posed(
        "A table of numbers has 3 rows and 4 columns, so its shape is (3, 4). You ask NumPy for "
        "table.sum(axis=0). How many numbers come out?",
        right="4",
        answers=(
            Answer(
                "1",
                "That is what sum() gives if you name no axis: one number for the whole table. Naming an "
                "axis adds up along that one alone. Which of the two sizes is left?",
            ),
            Answer(
                "3",
                'It is natural to read axis=0 as "for each row", since axis 0 counts the rows. But the axis '
                "you name is the one that is added up, and it is gone afterwards. See which boxes light up.",
            ),
            Answer(
                "4",
                "Axis 0 counts the rows. It is the one that is added up, so it disappears, and a sum for "
                "each of the 4 columns is left.",
            ),
        ),
    ),
    "nudge": Posed(
        "You measure a slope: nudge w by h, see how much the curve rises, divide by h. Now you make h "
        "smaller and smaller, from 0.1 down to 0.00000000000000001 (1e-17). What happens to the measured "
        "slope?",
        right="better at first, then worse, and in the end it is 0",
        answers=(
            Answer(
                "better and better",
                "On paper that is so, and it is how a slope is defined. But a computer keeps about 16 "
                "digits. What is left of 1 + 1e-17 after that? Make h as small as it goes, and look.",
            ),
            Answer(
                "better at first, then worse, and in the end it is 0",
                "A smaller nudge comes closer to the tangent. But the rise is a difference of two numbers "
                "that agree in more and more of their 16 digits, so rounding takes over, and at last nothing "
                "is left of it.",
            ),
            Answer(
                "better at first, and then it stays as good as it is",
                "It is sensible to expect a limit to how good it gets: a computer keeps about 16 digits. But "
                "the rise is divided by h, and so is what was rounded off. What does that do when h is tiny?",
            ),
        ),
    ),
    "columns": Posed(
        "A matrix W moves every point of the plane. Multiply it by the point (1, 0), as W @ (1, 0). Which "
        "numbers of W say where that point lands?",
        right="those of its first column",
        answers=(
            Answer(
                "those of its first row",
                "Rows of W are what the point is multiplied with, so it is easy to think of them first. But "
                "work it out: each row meets a 1 and a 0. Which of its numbers does it keep?",
            ),
            Answer(
                "those of its first column",
                "Each row of W meets 1 and 0, and keeps its first number. So the columns of a matrix say "
                "where (1, 0) and (0, 1) go, and everything else follows them.",
            ),
            Answer(
                "all four",
                "For most points all four do matter. But this point has a 0 in it, and whatever meets it is "
                "gone. Drag the tip 1 and see which numbers change.",
            ),
        ),
    ),
    "forty": Posed(
        "You draw 10 numbers by chance and take their mean. Drawn again, the mean would come out a little "
        "different: that is its spread. Now you draw 40 numbers in place of 10. How large is the spread of "
        "the mean?",
        right="about half as large",
        answers=(
            Answer(
                "as large as before",
                "The single numbers do spread as widely as before. But in a mean the high ones make up for "
                "the low ones, and the more there are, the better. Watch the heap of means get narrower.",
            ),
            Answer(
                "about half as large",
                "The spread of a mean falls with the root of how many numbers go into it. Four times as many "
                "numbers halve it; to halve it again you need 160.",
            ),
            Answer(
                "about a quarter as large",
                "Four times the numbers, a quarter of the spread: that would be a good bargain. But "
                "chance is slower: the errors do not all cancel. Read it off the line on the right.",
            ),
        ),
    ),
}


def ask(name: str) -> Question:
    """Return the question `name` of this lesson."""
    return pose(QUESTIONS, name)
