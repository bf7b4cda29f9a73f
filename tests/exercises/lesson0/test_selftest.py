"""The self-test: what it says of slips, each worked out as the learner did, and its advice by profile."""

import math

import numpy as np
import pytest

from nnlab import exercises
from nnlab.exercises import checking
from nnlab.exercises.lesson0 import SelfTest
from nnlab.exercises.lesson0.route import ON_ITS_OWN, TASKS

NAMES = [task.name for task in TASKS]


def slope_by_nudges(up, down, divisor):
    return ((3 * (2 + up) - 2) ** 2 - (3 * (2 - down) - 2) ** 2) / divisor


X, W = np.array([[1, 2], [3, 4]]), np.array([[0, 1], [2, 5]])
A, Y = np.array([[1], [2], [3]]), np.array([1, 2, 3])


def by_a_loop(said, right):
    count = 0
    for i in range(len(said)):
        if said[i] != right[i]:
            count += 1
    return count


def no_root(values):
    return sum((v - sum(values) / len(values)) ** 2 for v in values) / (len(values) - 1)


def rng_in_the_loop(n, seed):
    numbers = []
    for _ in range(n):
        rng = np.random.default_rng(seed)
        numbers.append(rng.random())
    return numbers


def three_from(generator):
    return tuple(next(generator) for _ in range(3))


def counting(k, taken):
    while True:
        if taken == 0:
            yield k
        taken = max(0, taken - 1)
        k += 1


RIGHT = {
    "weighted_sum": [np.dot((3, -2), (2, 5)) + 3, -1.0, lambda w, x, b: sum(w * x) + b],
    "count_wrong": [lambda s, r: (s != r).sum(), by_a_loop, lambda s, r: np.count_nonzero(s - r)],
    "column_means": [lambda X: X.mean(axis=0), lambda X: [sum(c) / len(c) for c in zip(*X)]],
    "slope": [24, 24.0, *(slope_by_nudges(h, h, 2 * h) for h in (1e-1, 1e-2, 1e-3, 1e-4))],
    "partials": [(24, 6), [24, 6], np.array([24.0, 6.0])],
    "sigmoid": [lambda z: 1 / (1 + np.exp(-z)), lambda z: np.exp(z) / (1 + np.exp(z))],
    "logarithm": [(-3, -7), (np.log(np.exp(-3)), np.log(np.exp(-2) * np.exp(-5)))],
    "product": [[[4, 11], [8, 23]], X @ W, np.dot(X, W)],
    "broadcast": [(3, 3), (A - Y).shape],
    "gears": [3 * 2 * 5 * 4, 120.0],
    "generator": [(10, 11, 12), [10, 11, 12], three_from(counting(8, 2))],
    "draws": [
        lambda n, seed: np.random.default_rng(seed).random(n),
        lambda n, seed: np.random.default_rng(seed).uniform(size=n),
    ],
    "spread": [lambda v: np.std(v, ddof=1), lambda v: math.sqrt(no_root(v))],
}

# (task, what the learner did, what it is called); None: a wrong answer that has no name.
SLIPS = [
    ("weighted_sum", 3 * 2 - 2 * 5, "the forgotten bias"),
    ("weighted_sum", 3 * 2 + 2 * 5 + 3, "a minus lost"),
    ("weighted_sum", (3 * 2 + 3) + (-2 * 5 + 3), "the bias added twice"),
    ("weighted_sum", [3 * 2, -2 * 5], "not added up"),
    ("weighted_sum", 3 * 5 - 2 * 2 + 3, "crosswise"),
    ("weighted_sum", -1.01, None),
    ("count_wrong", lambda s, r: sum(s - r), "differences that cancel"),
    ("count_wrong", lambda s, r: (s == r).sum(), "the right ones counted"),
    ("count_wrong", lambda s, r: np.where(s != r)[0], "the positions"),
    ("count_wrong", lambda s, r: r[s != r], "the right answers picked out"),
    ("count_wrong", lambda s, r: s[s != r], "the wrong answers picked out"),
    ("count_wrong", lambda s, r: s[r], "numbers taken as positions"),
    ("count_wrong", lambda s, r: 1 - np.mean(s == r), "the share"),
    ("column_means", lambda X: X.mean(1), "the means of the rows"),
    ("column_means", lambda X: X.mean(), "one mean of all"),
    ("slope", slope_by_nudges(0.001, 0, 0.001), "near the slope"),
    ("slope", slope_by_nudges(0, 0.001, 0.001), "near the slope"),
    ("slope", 24.00001, "near the slope"),
    ("slope", 23.996, "near the slope"),
    ("slope", 24.02, "near the slope"),
    ("slope", slope_by_nudges(0.001, 0.001, 0.001), "divided by half of the nudge"),
    ("slope", slope_by_nudges(0.001, 0.001, 1), "not divided by the nudge"),
    ("slope", 2 * (3 * 2 - 2), "the inside forgotten"),
    ("slope", 9 * 2 * 2, "the square of a difference"),  # of 9w² - 4, or of 9w² + 4
    ("slope", (3 * 2 - 2) ** 2, "the height"),
    ("slope", 3 * 2 - 2, "the bracket alone"),
    ("slope", 25, None),
    ("partials", ((2 * 4 + 1 - 6) * 4, 2 * 4 + 1 - 6), "the doubling forgotten"),
    ("partials", (2 * (6 - 9) * 4, 2 * (6 - 9)), "the error turned round"),
    ("partials", (2 * 3, 2 * 3), "the input forgotten"),
    ("partials", (2 * 3 * 2, 2 * 3), "the weight where the input belongs"),
    ("partials", (24.01, 6), None),
    ("sigmoid", lambda z: 1 / (1 + np.exp(z)), "the minus forgotten"),
    ("sigmoid", lambda z: 1 / 1 + np.exp(-z), "no bracket below the line"),
    ("sigmoid", lambda z: 1 / (1 + np.exp(-z)) * (1 - 1 / (1 + np.exp(-z))), "its slope"),
    ("sigmoid", lambda z: np.exp(-z) / (1 + np.exp(-z)) ** 2, "its slope"),
    ("sigmoid", lambda z: z * (1 - z), "the slope's formula with z"),
    ("logarithm", (-3, -2 * -5), "the logarithms multiplied"),
    ("logarithm", (math.log10(math.exp(-3)), -7), "the logarithm to base ten"),
    ("logarithm", (-1.303, -7), "the logarithm to base ten"),
    ("logarithm", (math.exp(-3), -7), "the power in place of its logarithm"),
    ("logarithm", (0.0498, -7), "the power in place of its logarithm"),
    ("logarithm", (-3, -7.001), None),
    ("product", X * W, "place by place"),
    ("product", W @ X, "the matrices changed places"),
    ("product", X @ W.T, "rows with rows"),
    ("product", (X @ W).T, "the outcome lying on its side"),
    ("broadcast", A.shape, "the shape of the column"),
    ("broadcast", Y.shape, "the shape of the row"),
    ("broadcast", 3, "the shape of the row"),
    ("broadcast", (A - Y).size, "the number of values"),
    ("gears", 3 + 2 * 5 + 4, "added"),
    ("gears", 2 * 5 * 4, "the first factor forgotten"),
    ("gears", 3 * (2 * 5), "the last factor forgotten"),
    ("gears", 3 * (2 * 2) * 4, "the middle slope at w"),
    ("gears", 3 * 5 * 4, "the middle not doubled"),
    ("gears", 3 * 4, "the middle factor forgotten"),
    ("gears", 3 * 5**2 * 4, "the square for its slope"),
    ("gears", 119.99, None),
    ("generator", three_from(counting(8, 0)), "it begins again"),
    ("generator", three_from(counting(8, 1)), "one too early"),
    ("generator", three_from(counting(8, 3)), "one too late"),
    ("draws", rng_in_the_loop, "a new generator made for each number"),
    ("draws", lambda n, seed: np.random.default_rng().random(n), "other numbers each time"),
    ("draws", lambda n, seed: np.random.default_rng(seed).standard_normal(n), "from the bell"),
    ("spread", lambda v: v.std(), "divided by n"),
    ("spread", no_root, "no root"),
    ("spread", lambda v: v.std(ddof=1) / len(v) ** 0.5, "the standard error"),
]


@pytest.mark.parametrize(("name", "answer"), [(name, a) for name in RIGHT for a in RIGHT[name]])
def test_right_answers_of_every_kind_are_right(name, answer):
    assert SelfTest().check(name, answer).verdict == checking.RIGHT


@pytest.mark.parametrize(("name", "answer", "called"), SLIPS)
def test_a_slip_is_known_by_its_name_and_says_where_to_read(name, answer, called):
    report = SelfTest().check(name, answer)
    known = checking.KNOWN_MISTAKE if called else checking.WRONG
    assert (report.verdict, report.mistake) == (known, called)
    [task] = [task for task in TASKS if task.name == name]
    said = " ".join(report.text.split())
    assert f'part {task.part}, "{task.section}", {task.minutes} minutes. Lesson {task.first} is' in said


@pytest.mark.parametrize(
    "exercise", [e for e in exercises.all_exercises() if e.one_value], ids=lambda e: e.name
)
def test_a_wrong_value_is_not_answered_with_the_right_one(exercise):
    for mistake in exercise.mistakes:
        text = repr(exercises.check(exercise.name, mistake.wrong(*exercise.questions()[0].values())))
        assert "expected:" not in text and "yours:" not in text
    assert "expected:" not in repr(exercises.check(exercise.name, 1234567))


@pytest.mark.parametrize(
    "exercise", [e for e in exercises.all_exercises() if e.one_value], ids=lambda e: e.name
)
def test_a_whole_number_must_be_whole(exercise):
    """A little off is wrong, however little; these tasks have whole answers alone."""
    right = exercise.reference(*exercise.questions()[0].values())
    assert np.array_equal(right, np.round(right))
    for little in (1e-2, 1e-3, 1e-6, -1e-6):
        near = np.asarray(right) + little
        assert exercises.check(exercise.name, near).verdict != checking.RIGHT


@pytest.mark.parametrize(
    "answer",
    [
        lambda n, seed: np.random.default_rng(seed).random,
        lambda n, seed: (np.random.default_rng(seed + k).random() for k in range(n)),
    ],
)
def test_what_holds_no_numbers_is_not_said_to_give_other_numbers_each_time(answer):
    report = SelfTest().check("draws", answer)
    assert report.verdict == checking.WRONG_FORM and report.mistake is None


def test_a_name_that_is_no_task_is_refused():
    with pytest.raises(ValueError, match="name: expected the name of a task, such as weighted_sum"):
        SelfTest().check("start.slope", 24)


# ---- The advice --------------------------------------------------------------------------------------


def after(*right, wrong=()):
    """The advice to one who got these right, and made these slips: (name, answer)."""
    test = SelfTest()
    for name in NAMES:
        test.check(name, RIGHT[name][0] if name in right else ...)
    for name, answer in wrong:
        assert test.check(name, answer).verdict not in (checking.RIGHT, checking.NOT_ATTEMPTED)
    return test.advice()


def but(*left_out):
    return [name for name in NAMES if name not in left_out]


PART = {part: [task.name for task in TASKS if task.part == part] for part in (1, 2, 3, 4)}
# The Route line: the tasks that each lesson is the first to need.
ROUTE = {
    1: ["weighted_sum", "count_wrong"],
    2: ["column_means"],
    3: ["slope", "partials", "sigmoid", "logarithm"],
    4: ["product", "broadcast", "gears"],
    5: ["generator", "draws", "spread"],
}

# who: (the advice, up to which lesson nothing is missing, minutes to read, sentences it says, and not)
PROFILES = {
    "one who knows it all": (after(*NAMES), 9, 0, ["All 13 are right. Skip to lesson 1"], ["Before"]),
    "one who tried nothing": (
        after(),
        0,
        73,
        [
            "You have not tried any",
            'Before lesson 1, read "A weighted sum" and "Masks" in part 1 (9 minutes).',
            'Before lesson 2, read "Means of columns" in part 1 (5 minutes).',
            "Before lesson 3, do part 2 (21 minutes).",
            "Before lesson 4, do part 3 (22 minutes).",
            "Before lesson 5, do part 4 (16 minutes).",
        ],
        ["Skip"],
    ),
    "a pupil who programs: sums and masks": (
        after(*ROUTE[1]),
        1,
        64,
        ["2 of 13 are right", "Skip to lesson 1. You have all that it asks for.", "Before lesson 2, read"],
        ["Before lesson 1"],
    ),
    "one with arrays and no calculus": (
        after(*ROUTE[1], *ROUTE[2], *PART[4]),
        2,
        43,
        ["up to the end of lesson 2", "Before lesson 3, do part 2", "Before lesson 4, do part 3"],
        ["Before lesson 2", "Before lesson 5"],
    ),
    "one with calculus and no NumPy": (
        after("weighted_sum", "slope", "partials", "logarithm", "product", "gears"),
        0,
        37,
        [
            'Before lesson 1, read "Masks" in part 1 (5 minutes).',
            'Before lesson 3, read "Exponentials and logarithms" in part 2 (4 minutes).',
            'Before lesson 4, read "Shapes that stretch" in part 3 (7 minutes).',
            "Before lesson 5, do part 4 (16 minutes).",
        ],
        ["Skip"],
    ),
    "one who adds up along the rows": (
        after(*but("column_means"), wrong=[("column_means", lambda X: X.mean(axis=1))]),
        1,
        5,
        ["12 of 13", "Skip to lesson 1. You have all that it asks for.", "Before lesson 2"],
        ["Before lesson 1", "Before lesson 3"],
    ),
    "one who forgets the bias": (
        after(*but("weighted_sum"), wrong=[("weighted_sum", 3 * 2 - 2 * 5)]),
        0,
        4,
        [
            'Before lesson 1, read "A weighted sum" in part 1 (4 minutes).',
        ],
        ["Skip", "Before lesson 2"],
    ),
    "one who nudges to one side": (
        after(*but("slope"), wrong=[("slope", slope_by_nudges(0.001, 0, 0.001))]),
        2,
        8,
        ["up to the end of lesson 2", 'Before lesson 3, read "The slope of a curve" in part 2 (8 minutes).'],
        ["Before lesson 4"],
    ),
    "one without part 2": (
        after(*PART[1], *PART[3], *PART[4]),
        2,
        21,
        ["Before lesson 3, do part 2 (21 minutes)."],
        ["Before lesson 4", "do part 3"],
    ),
    "one who multiplies place by place and trusts NumPy's shapes": (
        after(*but("product", "broadcast"), wrong=[("product", X * W), ("broadcast", (3,))]),
        3,
        15,
        ['Before lesson 4, read "The matrix product" and "Shapes that stretch" in part 3 (15 minutes).'],
        ["Before lesson 3", "Before lesson 5"],
    ),
    "one who adds the slopes of a chain": (
        after(*but("gears"), wrong=[("gears", 3 + 10 + 4)]),
        3,
        7,
        ['Before lesson 4, read "Gears" in part 3 (7 minutes).'],
        ["do part 3"],
    ),
    "one who makes the generator anew in a loop": (
        after(*but("draws", "generator"), wrong=[("draws", rng_in_the_loop), ("generator", (8, 9, 10))]),
        4,
        10,
        [
            "up to the end of lesson 4",
            'Before lesson 5, read "A generator" and "Seeds" in part 4 (10 minutes).',
        ],
        ["Before lesson 4", "do part 4"],
    ),
    "one who comes for lesson 7 alone": (
        after("weighted_sum", "count_wrong", "product"),
        1,
        56,
        ["Lesson 7 can be read straight after lesson 1. You have all that it needs."],
        [],
    ),
}


@pytest.mark.parametrize("who", PROFILES)
def test_the_advice_follows_the_route(who):
    advice, ready, minutes, said, not_said = PROFILES[who]
    text = " ".join(advice.sentences)
    assert (advice.ready, advice.minutes) == (ready, minutes)
    assert [sentence for sentence in said if sentence not in text] == []
    assert [sentence for sentence in not_said if sentence in text] == []


def test_the_advice_counts_and_lists_as_one_says_it():
    sentences = after("sigmoid").sentences
    sections = '"The slope of a curve", "One number at a time" and "Exponentials and logarithms"'
    assert sentences[0].startswith("One of 13 is right.")
    assert f"Before lesson 3, read {sections} in part 2 (17 minutes)." in sentences


@pytest.mark.parametrize("who", PROFILES)
def test_each_missing_task_is_sent_to_the_lesson_of_the_route(who):
    advice = PROFILES[who][0]
    missing = {task.name for task in advice.missing}
    for lesson, names in ROUTE.items():
        assert [task.name for task in advice.before(lesson)] == [name for name in names if name in missing]
    first = min((lesson for lesson, names in ROUTE.items() if missing & {*names}), default=10)
    assert advice.ready == first - 1


@pytest.mark.parametrize("who", PROFILES)
def test_the_table_has_a_row_for_each_task_and_adds_up(who):
    advice = PROFILES[who][0]
    *rows, total = advice.rows()
    assert len(rows) == len(TASKS) == 13
    to_read = [int(row[4]) for row in rows if row[4].isdigit()]
    assert sum(to_read) == int(total[4]) == advice.minutes
    assert [row[2] == "yes" for row in rows] == [task not in advice.missing for task in TASKS]
    assert [row[5].split(", ")[0] for row in rows] == [str(task.first) for task in TASKS]
    for row in rows:
        assert row[1] in repr(advice) and row[1] in advice._repr_markdown_()


@pytest.mark.parametrize(
    ("lesson", "needed"),
    [
        (6, ["count_wrong", "column_means", "slope", "product", "draws", "spread"]),
        (ON_ITS_OWN, ["weighted_sum", "count_wrong", "product"]),
        (8, ["column_means", "sigmoid", "logarithm", "product", "broadcast", "generator", "draws", "spread"]),
        (9, ["column_means", "partials", "draws"]),
    ],
)
def test_lessons_to_which_one_may_leap_say_what_is_missing(lesson, needed):
    assert [task.name for task in after().again(lesson)] == needed
    for name in needed:
        advice = after(*but(name))
        assert [task.name for task in advice.again(lesson)] == [name]
        number = 1 + NAMES.index(name)
        said = [text for text in advice.sentences if f"be sure of task {number}." in text]
        assert any(f"esson {lesson}" in text for text in said)
    numbers = [str(1 + NAMES.index(name)) for name in needed]
    together = f"{', '.join(numbers[:-1])} and {numbers[-1]}"
    assert any(f"be sure of tasks {together}." in said for said in after().sentences)
    assert after(*needed).again(lesson) == []


def test_a_task_that_is_done_again_counts_as_it_was_done_last():
    test = SelfTest()
    test.check("slope", 8)
    assert "not yet" in dict((row[1], row[2]) for row in test.advice().rows())["find the slope of a curve"]
    test.check("slope", 24)
    assert "slope" not in {task.name for task in test.advice().missing}
    test.check("slope", 25)
    assert "slope" in {task.name for task in test.advice().missing}
