"""The self-test in words, parts 3 and 4: matrices, shapes, chains, generators and chance."""

from nnlab.exercises.exercise import Words

WORDS = {
    "start.product": Words(
        task=(
            "X = [[1, 2], [3, 4]] and W = [[0, 1], [2, 5]]. Work out the matrix product X @ W on paper "
            "and write it as a list of rows."
        ),
        hints={
            "place by place": (
                "You multiplied place by place, which in NumPy is the star. A matrix product takes a "
                "whole row of X with a whole column of W for each place."
            ),
            "the matrices changed places": (
                "This is the product the other way round. For matrices the order counts: the rows come "
                "from the first one."
            ),
            "rows with rows": "You took rows of X with rows of W. Which lines of W are asked for?",
            "columns with columns": (
                "You took columns of X with columns of W. Which lines of X are asked for?"
            ),
            "columns with rows": (
                "You took columns of X with rows of W. It is the other way about: rows of the first, "
                "columns of the last."
            ),
            "the outcome lying on its side": (
                "All the numbers are right, but the outcome lies on its side: each row of X gives a row."
            ),
            "added place by place": "This is the sum of the two. A product was asked for.",
            "added up to one row": (
                "You added up the rows of the product. Each row of X has a row of its own in the outcome."
            ),
        },
    ),
    "start.broadcast": Words(
        task=(
            "a is a column of shape (3, 1) and y a row of three numbers, shape (3,). To which shape "
            "does NumPy broadcast a - y? Without running it; write the shape as a tuple."
        ),
        hints={
            "the shape of the column": (
                "That would be so if y stood upright, too. A shape is read from its right end: what "
                "does NumPy do where one array has several places and the other has one?"
            ),
            "the shape of the row": (
                "That would be so if a were flat, too. A shape is read from its right end: what becomes "
                "of the rows that a has?"
            ),
            "the shape of a row of its own": (
                "A row was repeated for nothing here: how many rows does a have? None of them disappears."
            ),
            "the number of values": (
                "That is how many numbers come out, and it is right. In how many rows and columns do "
                "they stand?"
            ),
            "one axis after another": (
                "Axes are not put one after another. The two shapes are written one below the other, right "
                "end to right end."
            ),
            "one value": "Nothing is added up by a minus. What is left of the axes?",
            "the difference itself": "This is the difference itself. Its shape is asked for.",
            "the difference that was meant": (
                "So one would wish: each with its own. But a stands upright and y lies flat, and NumPy "
                "pairs them in another way. What shape comes out?"
            ),
        },
    ),
    "start.gears": Words(
        task=(
            "Three functions like gears, one driving the next: z = 3w - 1, a = z², L = 4a. At w = 2, "
            "how many times as fast as w does L move? That is the slope of L by w, one number."
        ),
        hints={
            "added": "You have all three slopes. When one drives the next, slopes are not added.",
            "the first factor forgotten": (
                "From z to L you are right. But z does not move as fast as w does: which factor is missing?"
            ),
            "the last factor forgotten": (
                "From w to a you are right. But L does not move as fast as a does: which factor is missing?"
            ),
            "the middle factor forgotten": (
                "The first and the last factor are right. The slope of the square between them is missing."
            ),
            "the middle factor alone": ("That is how fast a moves with z. What does w do to z, and a to L?"),
            "the middle slope at w": (
                "Three factors, well. But the square is taken of z, so its slope is that at z: how "
                "large is z here?"
            ),
            "the middle not doubled": (
                "Three factors, well, but the answer is half of what it should be. What is the slope of "
                "a square?"
            ),
            "the square for its slope": (
                "Three factors, well, but the middle one is the value of a, not how fast a moves."
            ),
            "the value of L": "This is L itself. How fast does it move when w does?",
        },
    ),
    "start.generator": Words(
        task=(
            "A generator that yields k, then k + 1, and so on for ever, is started with k = 8. You call "
            "next twice. Which three numbers do the next three calls give? A tuple of three."
        ),
        hints={
            "it begins again": (
                "A generator remembers where it stopped. It begins again only if it is made again."
            ),
            "always the first": (
                "After each yield the loop goes on, and k grows. A generator goes on from where it stopped."
            ),
            "always the third": (
                "The first of the three is right. After each yield the loop goes on, and k grows."
            ),
            "one too early": (
                "Your first number was handed out by the call before. How many calls were there, and "
                "what did the very first give?"
            ),
            "one too late": (
                "You left one out. The very first call gives k itself: how far has it come after the "
                "next one?"
            ),
            "it is at its end": (
                "This one never ends: its loop has no end, but it pauses at each yield until it is asked."
            ),
            "all five": "These are all the numbers so far. Only the last three were asked for.",
            "the next one alone": "The first of them is right. Which ones come after it?",
        },
    ),
    "start.draws": Words(
        task=(
            "Write draws(n, number): make NumPy's generator np.random.default_rng with this number as "
            "its seed, and return n numbers from its method random, evenly spread between 0 and 1. One "
            "line or two."
        ),
        hints={
            "a new generator made for each number": (
                "All your numbers are the same. A generator with the same seed begins with the same "
                "number: make it once, before the loop, and let it go on."
            ),
            "other numbers each time": (
                "Asked twice with the same seed, you give other numbers. Make the generator in the "
                "function, from its seed, so that the same seed gives the same numbers."
            ),
            "the seed not used": (
                "You give the same numbers for every seed. The seed is the number that the generator is "
                "made with."
            ),
            "a seed for each number": (
                "You make a generator with another seed for each number. One generator, made once, has "
                "as many numbers as you like."
            ),
            "one number alone": "The first one is right. The generator can be told how many you want.",
            "one number too many": "The numbers are right, and there is one too many of them.",
            "from the bell": (
                "Your numbers come from the bell curve: some are negative. Evenly between 0 and 1 was "
                "asked for."
            ),
            "the two numbers changed places": (
                "The generator is made with the seed, and asked for n numbers. You did it the other way "
                "about."
            ),
        },
    ),
    "start.spread": Words(
        task=(
            "Write spread(values) in one line of NumPy, or a few: the standard deviation of an array of "
            "at least two numbers, divided by n - 1 (and not by n) before the root is taken."
        ),
        hints={
            "divided by n": (
                "You divided by n, as NumPy does if you say nothing. The mean was taken from the same "
                "values, so they lie a little too close to it: what is divided by instead?"
            ),
            "no root": "This is the variance. A root is missing.",
            "no root, and divided by n": (
                "This is the variance, divided by n. A root is missing, and one fewer should divide it."
            ),
            "the standard error": (
                "This is how far the mean may be off. How far one value lies from the mean was asked for."
            ),
            "from the smallest to the largest": (
                "This is how far apart the two outermost are. All the values have a say in the spread."
            ),
            "not squared": (
                "This is the mean distance. For a standard deviation the distances are squared first, "
                "and a root is taken at the end."
            ),
            "not divided": ("The squares are added up, and the root is taken. In between something divides."),
            "the mean forgotten": (
                "You squared the values themselves. Their distances from something are to be squared."
            ),
            "the mean": "This is the middle of the values. How widely do they lie around it?",
        },
    ),
}
