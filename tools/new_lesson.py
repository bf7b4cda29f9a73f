"""Write the skeleton of a new lesson: all that a lesson needs, in its place, and passing the tests.

    uv run python tools/new_lesson.py 10 pendulum "Swing a pendulum" "How does it swing?"

and, later, what of it is still skeleton: uv run python tools/new_lesson.py --left 10

The number, the name of the maths file, the title (a verb first) and the question. Then replace what stands in
the files, one after the other; CONTRIBUTING.md says what each is for. The templates are in tools/lesson/.
"""

import argparse
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
TEMPLATES = Path(__file__).parent / "lesson"
FILES = {  # what is written from which template
    "nnlab/{name}.py": "maths.py.txt",
    "nnlab/explore/lesson{n}/__init__.py": "explore_init.py.txt",
    "nnlab/explore/lesson{n}/words.py": "explore_words.py.txt",
    "nnlab/explore/lesson{n}/questions.py": "explore_questions.py.txt",
    "nnlab/exercises/lesson{n}/__init__.py": "exercises_init.py.txt",
    "nnlab/exercises/lesson{n}/words.py": "exercises_words.py.txt",
    "nnlab/exercises/lesson{n}/answer.py": "exercise_answer.py.txt",
    "nnlab/exercises/lesson{n}/squared_error.py": "exercise_squared_error.py.txt",
    "nnlab/exercises/lesson{n}/mean.py": "exercise_mean.py.txt",
    "tests/maths/test_{name}.py": "test_maths.py.txt",
    "tests/explore/lesson{n}/test_{name}.py": "test_explore.py.txt",
    "tests/browser/test_lesson_{n}.py": "test_browser.py.txt",
}
ANSWERS = "test_questions.py.txt"  # what computes the right answers of its questions
EXAMPLE = ROOT / "nnlab/explore/kit/example.py"  # the explorable begins as a copy of it


def filled(text: str, n: int, name: str, title: str, question: str) -> str:
    """Return a template with the lesson's own number, name, title and question."""
    for place, word in (("TITLE", title), ("QUESTION", question), ("NAME", name), ("NN", str(n))):
        text = re.sub(rf"(?<![A-Z]){place}(?![A-Z])", lambda _, word=word: word, text)
    return text


def explorable(n: int, name: str) -> str:
    """Return the example of the kit as an explorable of this lesson: with its maths, its words, its name."""
    text = EXAMPLE.read_text(encoding="utf-8")
    start, end = text.index("def line_loss("), text.index("@final")
    text = text[:start] + text[end:]
    text = re.sub(r'^""".*?"""', f'"""Lesson {n}: a straight line learns noisy samples."""', text, flags=re.S)
    text = re.sub(r"^(SAYS|DIVERGED) = .*\n", "", text, flags=re.M)
    text = text.replace(
        "from nnlab.data import curve\n", f"from nnlab import {name}\nfrom nnlab.data import curve\n"
    )
    text = text.replace("from nnlab.explore.kit.numbers import plain\n", "")
    text = text.replace(
        "from nnlab.pictures", f"from nnlab.explore.lesson{n} import words\nfrom nnlab.pictures"
    )
    text = text.replace("Training(line_loss,", f"Training(lambda model, x, y, kind: {name}.loss(x, y),")
    said = text.index("        step = self.player.step\n"), text.index("def explore_line")
    text = f"{text[: said[0]]}        return words.standing(self.player.step)\n\n\n{text[said[1] :]}"
    title = "".join(part.title() for part in name.split("_"))
    return text.replace("LineExplorer", f"{title}Explorer").replace("explore_line", f"explore_{name}")


def notebook(text: str, name: str) -> Any:
    """Return a notebook of the cells that stand between lines of %%; what looks like Python is code.

    A first line `alt: ...` says what the cell's picture shows; the next, `sheet: ...`, is its caption there.
    """
    import nbformat  # seconds, which only a new lesson needs

    cells = []
    for number, part in enumerate(text.split("%%\n")):
        *said, part = re.fullmatch(r"(?:alt: (.*?)\n)?(?:sheet: (.*?)\n)?(.*)", part.strip(), re.S).groups()
        is_code = re.match(r"(import|from|def|\*_|[a-z_]\w*[ .(=,])", part) and not part.startswith("**")
        make = nbformat.v4.new_code_cell if is_code else nbformat.v4.new_markdown_cell
        described = {key: words for key, words in zip(("alt", "sheet"), said) if words}
        cells.append(make(part, id=f"{name.replace('_', '-')}-{number}", metadata=described))
    return nbformat.v4.new_notebook(cells=cells)


def link_before(n: int) -> str:
    """Return a link to the lesson before this one, or to the contents."""
    import nbformat

    before = [
        path for path in sorted((ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb")) if int(path.name[:2]) < n
    ]
    if not before:
        return "[Contents](../README.md)"
    title = nbformat.read(before[-1], 4).cells[0].source.splitlines()[0].lstrip("# ")
    return f"[{title}]({before[-1].name})"


def left(n: int) -> list[str]:
    """Return where the skeleton of a lesson still says TODO, or still is a straight line."""
    files = [*ROOT.glob(f"notebooks/{n:02}_*.ipynb"), *ROOT.glob(f"nnlab/*/lesson{n}/*.py")]
    marks = "TODO", "straight line"
    return [
        f"{path.relative_to(ROOT)}: {line.strip()[:90]}"
        for path in files
        for line in path.read_text(encoding="utf-8").splitlines()
        if any(mark in line for mark in marks)
    ]


def add_row(path: Path, pattern: str, row: str, n: int) -> None:
    """Put a row after that of the lesson before it, or in place of a planned one; `pattern` finds numbers."""
    lines = path.read_text(encoding="utf-8").splitlines()
    found = [(int(m[1]), i) for i, line in enumerate(lines) if (m := re.match(pattern, line))]
    planned = [i for number, i in found if number == n]
    if planned:
        lines[planned[0]] = row
    else:
        lines.insert(max((number, i) for number, i in found if number < n)[1] + 1, row)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def add_answers(functions: str, n: int) -> None:
    """Put what computes the right answers of the lesson's questions, and their rows, among the others'."""
    path, table = ROOT / "tests/explore/test_questions.py", "# A row for each question"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(table, functions + table), encoding="utf-8")
    rows = (("too_large", "rate_too_large"), ("at_rest", "loss_at_rest"))
    row = "\n".join(f'    ("lesson{n}", "{key}"): {function},' for key, function in rows)
    add_row(path, r'    \("lesson(\d+)", ', row, n)


def write(n: int, name: str, title: str, question: str) -> list[Path]:
    """Write all files, and return their paths. Raises ValueError where one is there already."""
    words = dict(n=n, name=name, title=title, question=question)
    texts = {
        ROOT / path.format(**words): filled((TEMPLATES / file).read_text(encoding="utf-8"), **words)
        for path, file in FILES.items()
    }
    texts[ROOT / f"nnlab/explore/lesson{n}/{name}.py"] = explorable(n, name)
    lesson = ROOT / f"notebooks/{n:02}_{name}.ipynb"
    there = [path.relative_to(ROOT) for path in [*texts, lesson] if path.exists()]
    if there:
        raise ValueError(f"name: expected a new one, got files that are there: {', '.join(map(str, there))}")
    import nbformat

    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    cells = filled((TEMPLATES / "lesson.md.txt").read_text(encoding="utf-8"), **words)
    cells = cells.replace("PREVIOUS", link_before(n))
    nbformat.write(notebook(cells, name), lesson)
    link = f"[{title}](notebooks/{lesson.name}) | [{name}.py](nnlab/{name}.py) | 60 |"
    add_row(ROOT / "README.md", r"\| (\d+) \| ", f"| {n} | {question} | {link}", n)
    add_row(ROOT / "nnlab/explore/__init__.py", r"    lesson(\d+)  ", f"    lesson{n}  {name} (words)", n)
    add_answers(filled((TEMPLATES / ANSWERS).read_text(encoding="utf-8"), **words), n)
    return [*texts, lesson]


def main(arguments: list[str] | None = None) -> int:
    """Write the skeleton and run its notebook once; return 0, or 1 after a sentence on what is wrong."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("number", type=int, help="of the lesson, 0 to 99")
    parser.add_argument("name", help="of the maths file, such as pendulum: a word of small letters")
    parser.add_argument("title", help="a verb first, such as 'Swing a pendulum'")
    parser.add_argument("question", help="the one question that the lesson answers")
    if arguments is None:
        arguments = sys.argv[1:]
    if arguments[:1] == ["--left"]:
        print("\n".join(left(int(arguments[1]))) or "nothing of the skeleton is left")
        return 0
    given = parser.parse_args(arguments)
    if not (0 <= given.number <= 99 and re.fullmatch(r"[a-z][a-z0-9_]*", given.name)):
        print("number, name: expected 0 to 99 and a word of small letters, such as: 10 pendulum")
        return 1
    try:
        written = write(given.number, given.name, given.title, given.question)
    except ValueError as error:
        print(error)
        return 1
    for path in written:
        print("written:", path.relative_to(ROOT))
    paths = list(map(str, written))
    for task in (["format"], ["check", "--fix"], ["format"]):
        subprocess.run([sys.executable, "-m", "ruff", *task, "--quiet", *paths], cwd=ROOT, check=True)
    import refresh

    print("running the notebook once ...")
    return refresh.main(paths[-1:])


if __name__ == "__main__":
    sys.exit(main())
