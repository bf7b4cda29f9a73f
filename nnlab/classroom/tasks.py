"""What a lesson asks its readers in *Play* and *By hand*, in its own words, and what it answers to *Play*."""

import re

from nbformat import NotebookNode

from nnlab.classroom import lessons

_NUMBERED = re.compile(r"(?m)^\d+\. .+$")


def block(notebook: NotebookNode) -> str:
    """Return the questions of *Play*, folded below them the lesson's answers, and the task of *By hand*.

    Raises ValueError if *Play* has no numbered questions, or no cell of prose after them.
    """
    texts = {section.title: _prose(section) for section in lessons.sections(notebook)}
    asked = [i for i, text in enumerate(texts["Play"]) if _NUMBERED.search(text)]
    if not asked or len(texts["Play"]) <= asked[0] + 1:
        raise ValueError("Play: expected numbered questions, and after them a cell that answers")
    questions = _NUMBERED.findall(texts["Play"][asked[0]])
    answers = texts["Play"][asked[0] + 1]
    return "\n".join(
        [
            "*Play* asks:",
            "",
            *questions,
            "",
            "<details><summary>What the lesson answers, in its own words</summary>",
            "",
            answers,
            "",
            "</details>",
            "",
            "*By hand* asks, as you can write it on the board:",
            "",
            texts["By hand"][0].partition("\n")[2].strip(),
        ]
    )


def _prose(section: lessons.Section) -> list[str]:
    return [unlinked(cell.source) for cell in section.cells if cell.cell_type == "markdown"]


def unlinked(text: str) -> str:
    """Return a text of a notebook without its links, whose addresses are right there alone."""
    return re.sub(r"\[([^]]+)\]\([^)]+\)", r"\1", text)
