"""The self-test asks for nothing that no lesson uses: each use is looked up in the lessons themselves.

A lesson uses something where its notebook runs it, writes it as a formula or says it, or where its exercises
ask for it. The sources of the package are not looked at: a reader need not have written them.
"""

import json
import re

import pytest
from notebook_rules import NOTEBOOKS, ROOT, cells_of

from nnlab.exercises.lesson0 import Advice
from nnlab.exercises.lesson0.route import TASKS

CODE, PROSE, EXERCISE = "code", "prose", "exercise"

# What counts as a use: (where, pattern, a line that is one, a line that only looks like one).
USES = {
    "weighted_sum": [
        (CODE, r"\bw @ x\b|\bX @ w\b|\bnp\.dot\(w, x\)", "z = w @ x + b", "z = W @ x"),
        (CODE, r"\bw1 \* x\[0\] \+ w2 \* x\[1\]|\bw \* x \+ b\b", "z = w * x + b", "w = w * x"),
        (
            PROSE,
            r"w \\cdot x \+ b|w_1 ?x_1 \+ w_2 ?x_2|\\sum_j W_\{ij\} ?s_j",
            r"$z = w \cdot x + b$",
            r"$w \cdot w$",
        ),
        (
            EXERCISE,
            r"\bnp\.dot\(w, x\)|\bw @ x\b|\bX @ w\b|\bw \* x \+ b\b|\bW\[i\] @ s\b",
            "W[i] @ s",
            "W @ s",
        ),
    ],
    "count_wrong": [
        (CODE, r"\bnp\.(sum|mean)\([^\n]* [!=]= [^\n]*\)", "np.sum(said != y)", "np.sum(said - y)"),
        (CODE, r"\((.+) [!=]= (.+)\)\.(sum|mean|all|any)\(", "(a != y).sum()", "(a - y).sum()"),
        (CODE, r"\w\[[\w.]+ == \d\]", "X[y == 1]", "X[y, 1]"),
    ],
    "column_means": [
        (
            CODE,
            r"\.(mean|std|sum)\(axis=0|np\.(mean|std|sum)\([^()]+, axis=0",
            "X.mean(axis=0)",
            "X.mean(axis=1)",
        ),
        (
            EXERCISE,
            r"\.(mean|std|sum)\(axis=0|np\.(mean|std|sum)\([^()]+, axis=0",
            "d.sum(axis=0)",
            "d.sum()",
        ),
    ],
    "slope": [
        (PROSE, r"\bslope of (the|a|L|each|its|every)\b|\bslope in \$", "the slope of the loss", "a slope"),
        (CODE, r"\bslopes? = ", "slope = a * (1 - a)", "slopes == 1"),
    ],
    "partials": [
        (
            PROSE,
            r"\\partial \w+\}?\{?\\partial|\\frac\{\\partial",
            r"$\frac{\partial L}{\partial w}$",
            "partial",
        ),
    ],
    "sigmoid": [
        (CODE, r"1 / \(1 \+ np\.exp\(-|\bnp\.exp\(-?z", "1 / (1 + np.exp(-z))", "np.expand_dims(z)"),
        (EXERCISE, r"1 / \(1 \+ np\.exp\(-|\bnp\.exp\(-?z", "e = np.exp(z - z.max())", "np.expm1(z)"),
    ],
    "logarithm": [
        (PROSE, r"\\ln\b|\\log\b", r"$-\ln a$", "long"),
        (EXERCISE, r"\bnp\.log\(", "np.log(p)", "np.log10(p)"),
    ],
    "product": [
        (
            CODE,
            r"\b[A-Z]\w* @ [A-Z]\w*|\.T @ [A-Z]|\b[A-Z]\.T @|\b[a-z]\w* @ W\d?\.?T?\b",
            "a1 @ W2",
            "w @ x",
        ),
        (EXERCISE, r"\b[A-Z]\w* @ [A-Z]\w*|\.T @ [A-Z]|\b[A-Z]\.T @|\ba1 @ W2", "Z.T @ Z", "X @ w"),
    ],
    "broadcast": [
        (CODE, r"\[:, None\]|keepdims=True", "x[:, None]", "x[:, 0]"),
        (
            EXERCISE,
            r"\[:, None\]|keepdims=True|\bnp\.ravel\(",
            "z.max(axis=1, keepdims=True)",
            "z.max(axis=1)",
        ),
    ],
    "gears": [
        (PROSE, r"\b[Cc]hain rule\b", "That is the **chain rule**", "a chain of events"),
    ],
    "generator": [
        (
            CODE,
            r"\bislice\(|\bnext\(|\bfor \w+ in stop\(|\bfor \w+, _ in batches\.epoch\(",
            "itertools.islice(run, 5)",
            "a slice (of it)",
        ),
        (EXERCISE, r"^\s+yield \w+\[|^\s+yield \w+, ", "        yield X[rows], y[rows]", "    yield"),
    ],
    "draws": [
        (CODE, r"\bdefault_rng\(\w+\)", "np.random.default_rng(3)", "np.random.Generator"),
        (EXERCISE, r"\bdefault_rng\(number\)", "np.random.default_rng(number)", "default_rng(0)"),
    ],
    "spread": [
        (CODE, r"\.std\(|np\.std\(|ddof=1", "x.std(ddof=1)", "stdout"),
        (PROSE, r"\bstandard (error|deviation)s?\b", "a standard error", "the standard"),
    ],
}

# Every lesson that uses what a task asks for. One that takes something up, or drops it, changes a row here.
FOUND = {
    "weighted_sum": [1, 2, 3, 6, 7],
    "count_wrong": [1, 2, 3, 4, 6, 7, 8, 9],
    "column_means": [2, 4, 6, 7, 8, 9],
    "slope": [3, 5, 6, 8],
    "partials": [3, 4, 8, 9],
    "sigmoid": [3, 4, 5, 7, 8],
    "logarithm": [3, 7, 8],
    "product": [3, 4, 6, 7, 8],
    "broadcast": [3, 4, 5, 7, 8],
    "gears": [3, 4, 5],
    "generator": [1, 3, 4, 5, 8],
    "draws": [1, 2, 3, 4, 5, 6, 7, 8, 9],
    "spread": [1, 2, 5, 6, 7, 8],
}
# What is used before the lesson to which the route sends the reader: where that is explained.
EXPLAINED = {
    "generator": (1, "hands out one update, and sleeps until somebody asks for the next"),
    "draws": (1, "is the number from which the computer starts its dice"),
    "spread": (1, "how far off the average may be because we drew 200 times"),
    "gears": (3, "their factors simply multiply"),
    "product": (
        3,
        "multiplying `delta` by the inputs `A` brings in the third factor and adds up over the samples",
    ),
    "broadcast": (
        3,
        "with a single input $x$",
    ),  # x[:, None] makes its samples a table, and nothing is stretched
}


def texts(lesson):
    """What a lesson says: {where: text}; the probes and mistakes of its exercises are not its own words."""
    found = {CODE: "", PROSE: "", EXERCISE: ""}
    for path in [path for name, path in NOTEBOOKS.items() if name.startswith(f"{lesson:02}_")]:
        notebook = json.loads(path.read_text(encoding="utf-8"))
        found[CODE] = "\n".join(source for _, _, source in cells_of(notebook, "code"))
        found[PROSE] = "\n".join(source for _, _, source in cells_of(notebook, "markdown"))
    for path in sorted((ROOT / "nnlab" / "exercises" / f"lesson{lesson}").glob("*.py")):
        solution = re.search(
            r"^def .+?(?=\n\n\n)", path.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
        )
        found[EXERCISE] += (
            solution[0] + "\n" if solution and not path.name.startswith(("words", "shared")) else ""
        )
    return found


# A lesson whose notebook is not there yet says too little: what it needs is looked up when it comes.
WRITTEN = [lesson for lesson in range(1, 10) if texts(lesson)[PROSE]]
LESSONS = {lesson: texts(lesson) for lesson in WRITTEN}


def uses(name):
    """The lessons that use what a task asks for."""
    return [
        lesson
        for lesson, said in LESSONS.items()
        if any(re.search(pattern, said[where], re.MULTILINE) for where, pattern, _, _ in USES[name])
    ]


@pytest.mark.parametrize("name", USES)
def test_a_pattern_finds_a_use_and_nothing_that_only_looks_like_one(name):
    for _, pattern, use, no_use in USES[name]:
        assert re.search(pattern, use, re.MULTILINE), pattern
        assert not re.search(pattern, no_use, re.MULTILINE), pattern


def test_every_task_is_looked_up():
    assert list(USES) == list(FOUND) == [task.name for task in TASKS]


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.name)
def test_no_task_asks_for_what_no_lesson_uses(task):
    written = [lesson for lesson in task.lessons if lesson in LESSONS]
    assert written and set(written) <= set(uses(task.name))


@pytest.mark.parametrize("name", FOUND)
def test_the_lessons_that_use_it_are_those_of_the_list(name):
    until = max(FOUND["draws"])  # the last lesson that was there when the list was made
    assert [lesson for lesson in uses(name) if lesson <= until] == FOUND[name]


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.name)
def test_what_is_used_before_its_lesson_is_explained_there(task):
    early = [lesson for lesson in FOUND[task.name] if lesson < task.first]
    assert bool(early) == (task.name in EXPLAINED)
    if early:
        lesson, words = EXPLAINED[task.name]
        assert lesson == early[0] and words in LESSONS[lesson][PROSE]


def test_a_use_that_is_gone_is_missed(monkeypatch):
    monkeypatch.setitem(LESSONS, 5, dict.fromkeys((CODE, PROSE, EXERCISE), ""))
    assert 5 not in uses("generator")


# What the usual lists ask for, and where the lessons have it: (where, lesson), as lesson 0 says.
NOT_NEEDED = {
    r"determinant|\bnp\.linalg\.det\b": [],
    r"\bintegrals?\b|\\int\b|\bnp\.trapezoid\b": [],
    r"\\nabla\b": [],
    r"\bpandas\b": [],
    r"\b(torch|tensorflow|keras|jax|sklearn)\b": [],
    r"[Ee]igen|\beigv": [(CODE, 3)],  # one line, and the prose says to take it on trust
    r"^class \w+": [(CODE, 4)],
    r"^class \w+\(": [],  # inheritance
}


@pytest.mark.parametrize("pattern", NOT_NEEDED)
def test_what_lesson_0_says_is_not_needed_is_not_there(pattern):
    found = {
        (where, lesson): re.findall(pattern, text, re.MULTILINE)
        for lesson, said in LESSONS.items()
        for where, text in said.items()
    }
    assert [place for place, hits in found.items() if hits] == NOT_NEEDED[pattern]
    assert all(len(hits) <= 1 for hits in found.values())


def test_the_eigenvalues_of_lesson_3_are_to_be_taken_on_trust():
    assert "The cell gets that number from NumPy. Take it on trust" in LESSONS[3][PROSE]


def test_the_table_of_the_advice_leads_to_headings_of_the_notebook():
    notebook = json.loads(NOTEBOOKS["00_start_here.ipynb"].read_text(encoding="utf-8"))
    prose = "\n".join(source for _, _, source in cells_of(notebook, "markdown"))
    headings = [heading.replace(" ", "-") for heading in re.findall(r"^### (.+)$", prose, re.MULTILINE)]
    links = re.findall(r"\(#(\S+)\)", Advice({})._repr_markdown_())
    assert len(links) == len(TASKS) and set(links) <= set(headings)
