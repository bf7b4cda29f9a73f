"""The generated parts of a guide: minutes, what is shown and what asked, goals and exercises, known mistakes.

A guide is a page of which a person writes the rest. What stands between two marks is made anew each time.
"""

import re
import tomllib
from collections.abc import Sequence
from pathlib import Path

from nbformat import NotebookNode

from nnlab import exercises
from nnlab.classroom import lessons, screen, tasks

FOLDER = lessons.COURSE.parent / "docs" / "teaching"
GOALS = "goals.toml"  # which exercise serves which sentence of "What you will learn"
OPEN, CLOSE = "<!-- made: {} -->", "<!-- made so far -->"
_WORDS_A_MINUTE, _LINES_A_MINUTE = 150, 4
_PART, _PLAY, _EXERCISE = 4, 8, 6  # minutes beside reading: to talk, to play, to write
_SKELETON = """# Teaching lesson {number}: {title}

[The lesson](../../notebooks/{name}.ipynb) · [all guides](README.md)

{blocks}
"""


def write(path: Path, folder: Path = FOLDER) -> str:
    """Bring the guide of a lesson's notebook up to date, or begin it; return a sentence on what was done."""
    place = folder / f"{path.stem[:2]}.md"
    before = place.read_text(encoding="utf-8") if place.exists() else None
    text = page(path, before, folder)
    if text == before:
        return f"{place} is up to date"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, encoding="utf-8")
    return f"wrote {place}"


def page(path: Path, before: str | None, folder: Path = FOLDER) -> str:
    """Return the guide with its generated parts made anew. Raises ValueError if a mark is missing."""
    notebook, number = lessons.read(path), int(path.stem[:2])
    goals = tomllib.loads((folder / GOALS).read_text(encoding="utf-8")).get(f"{number:02}", {})
    names = [pair.exercise for pair in lessons.pairs(notebook)]
    made = {
        "minutes": _minutes_table(notebook, len(names)),
        "screen": screen.table(notebook, number),
        "tasks": tasks.block(notebook),
        "goals": _goals_table(goals_of(notebook), names, goals),
        "mistakes": _mistakes(names),
    }
    if before is None:
        title = notebook.cells[0].source.splitlines()[0].split(" · ")[1]
        blocks = "\n\n".join(f"{OPEN.format(part)}\n{CLOSE}" for part in made)
        before = _SKELETON.format(number=number, title=title, name=path.stem, blocks=blocks)
    for part, text in made.items():
        opening = OPEN.format(part)
        if before.count(opening) != 1:
            raise ValueError(
                f"{folder / f'{number:02}.md'}: expected {opening} once, got {before.count(opening)}"
            )
        pattern = re.escape(opening) + r".*?" + re.escape(CLOSE)
        new = f"{opening}\n{text}\n{CLOSE}"
        before = re.sub(pattern, lambda _, new=new: new, before, count=1, flags=re.S)
    return before


def goals_of(notebook: NotebookNode) -> list[str]:
    """Return the sentences of "What you will learn"."""
    return _said(notebook, "What you will learn")


def _said(notebook: NotebookNode, label: str) -> list[str]:
    """Return the sentences that the opening says in the paragraph with that label, without their links."""
    found = re.search(rf"\*\*{label}\*\* – (.+)", notebook.cells[0].source)
    return re.split(r"(?<=[.?]) (?=[A-Z])", tasks.unlinked(found[1])) if found else []


def minutes_of(notebook: NotebookNode, exercises_: int) -> tuple[dict[str, int], bool]:
    """Return the minutes of each section, and whether the lesson says them itself.

    Where it says only how long all of it takes, that is shared out by length: words, lines, exercises.
    """
    opening = notebook.cells[0].source
    titles = [section.title for section in lessons.sections(notebook)[1:-1]]  # the last one only looks back
    said = {title: int(minutes) for title, minutes in re.findall(r"\*([^*]+)\* (\d+)", opening)}
    if set(titles) <= said.keys():
        return {title: said[title] for title in titles}, True
    total = int(re.search(r"about (\d+) minutes", opening)[1])
    weights = {
        section.title: _PART
        + _length(section)
        + _PLAY * (section.title == "Play")
        + _EXERCISE * exercises_ * (section.title == lessons.EXERCISES)
        for section in lessons.sections(notebook)[1:-1]
    }
    exact = {title: total * weight / sum(weights.values()) for title, weight in weights.items()}
    minutes = {title: int(value) for title, value in exact.items()}
    for title in sorted(exact, key=lambda title: minutes[title] - exact[title])[
        : total - sum(minutes.values())
    ]:
        minutes[title] += 1
    return minutes, False


def _length(section: lessons.Section) -> float:
    words = sum(len(cell.source.split()) for cell in section.cells if cell.cell_type == "markdown")
    lines = sum(len(cell.source.splitlines()) for cell in section.cells if cell.cell_type == "code")
    return words / _WORDS_A_MINUTE + lines / _LINES_A_MINUTE


def _minutes_table(notebook: NotebookNode, exercises_: int) -> str:
    minutes, said = minutes_of(notebook, exercises_)
    how = (
        "As the lesson says."
        if said
        else "The lesson says the sum; the parts are estimated from their length."
    )
    needs = " ".join(_said(notebook, "What you need")).split(" Signs are in")[0]
    parts = {section.title: _parts(section) for section in lessons.sections(notebook)}
    rows = [f"| {title} | {minutes[title]} | {parts[title]} |" for title in minutes]
    return "\n".join(
        [
            f"{how} Together {sum(minutes.values())} minutes. They need: {needs}",
            "",
            "| part | minutes | its own headings |",
            "|---|---|---|",
            *rows,
            *_sittings(notebook),
        ]
    )


def _sittings(notebook: NotebookNode) -> list[str]:
    """Return what the lesson says of its sittings, and of what may wait for another day."""
    if sittings := re.findall(r"(?m)^- .+ sitting, .+$", notebook.cells[0].source):
        return ["", *map(tasks.unlinked, sittings)]
    may_wait = " ".join(_said(notebook, "Time")).partition(". ")[2]
    return ["", f"The lesson itself says: {may_wait}"] if may_wait else []


def _parts(section: lessons.Section) -> str:
    found = [
        line.removeprefix("### ").strip()
        for cell in section.cells
        if cell.cell_type == "markdown"
        for line in cell.source.splitlines()
        if line.startswith("### ")
    ]
    return ", ".join(f"*{title}*" for title in found)


def _goals_table(goals: Sequence[str], names: Sequence[str], serves: dict[str, list[int]]) -> str:
    """Return the goals, each with its exercises. Raises ValueError if the two lists do not fit together."""
    if set(serves) != set(names):
        odd = sorted(set(serves) ^ set(names))
        raise ValueError(
            f"{GOALS}: expected the lesson's exercises {list(names)}; too many or missing: {odd}"
        )
    if wrong := {
        name: given for name, given in serves.items() if not set(given) <= set(range(1, len(goals) + 1))
    }:
        raise ValueError(f"{GOALS}: expected goals from 1 to {len(goals)}, got {wrong}")
    rows = ["| what they are to learn | in which exercise it is tried |", "|---|---|"]
    for number, goal in enumerate(goals, 1):
        tried = [f"{i} `{name}`" for i, name in enumerate(names, 1) if number in serves[name]]
        rows.append(f"| {goal} | {', '.join(tried) or 'in none: talk about it'} |")
    return "\n".join(rows)


def _mistakes(names: Sequence[str]) -> str:
    by_name = {exercise.name: exercise for exercise in exercises.all_exercises()}
    blocks = [f'`exercises.solution("{names[0]}")` shows our solution, and so on for the others.']
    for number, name in enumerate(names, 1):
        exercise = by_name[name]
        rows = [f"| {mistake.name} | {_cell(mistake.hint)} |" for mistake in exercise.mistakes]
        blocks.append(
            "\n".join(
                [
                    f"**Exercise {number}, `{name}`.** {exercise.task}",
                    "",
                    "| mistake | what the check asks |",
                    "|---|---|",
                    *rows,
                ]
            )
        )
    return "\n\n".join(blocks)


def _cell(text: str) -> str:
    return text.replace("|", r"\|")
