"""What a lesson puts on the screen, in its order: votes with their right answers, and explorables.

The answers are read from the text of the lesson's questions, so that no widget is made for a page of words.
"""

import ast
import re
from pathlib import Path

from nbformat import NotebookNode

EXPLORE = Path(__file__).parents[1] / "explore"
_VOTE = re.compile(r'(?m)^(\w+) = ask\("(\w+)"\)$')
_AGAIN = re.compile(r"(?m)^(\w+)\.again\(\)$")
_EXPLORABLE = re.compile(r"(?m)^(?:\w+ = )?(explore_\w+\(.*\))$")


def table(notebook: NotebookNode, number: int) -> str:
    """Return a row for each vote and explorable: under which heading, what, and the right answer."""
    asked = questions(number)
    rows, heading, votes = [], "", {}
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            heading = (re.findall(r"(?m)^###? (.+)$", cell.source) or [heading])[-1].strip()
            continue
        for variable, name in _VOTE.findall(cell.source):
            prompt, right = asked[name]
            votes[variable] = name, right, heading
            rows.append((heading, f'vote, `ask("{name}")`: {_question(prompt)}', right))
        for call in _EXPLORABLE.findall(cell.source):
            rows.append((heading, f"`{call}`", ""))
        for variable in _AGAIN.findall(cell.source):
            name, right, first = votes[variable]
            if first != heading:
                rows.append((heading, f'the vote of *{first}* comes back, `ask("{name}")`', right))
    head = ["| under | what comes up | the right answer |", "|---|---|---|"]
    return "\n".join(head + [f"| *{where}* | {what} | {right} |" for where, what, right in rows])


def questions(number: int) -> dict[str, tuple[str, str]]:
    """Return the prompt and the right answer of each question of a lesson, by its name.

    Raises ValueError if its file does not say them in plain text.
    """
    path = EXPLORE / f"lesson{number}" / "questions.py"
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and [ast.unparse(name) for name in node.targets] == ["QUESTIONS"]:
            try:
                return {
                    ast.literal_eval(name): (
                        ast.literal_eval(posed.args[0]),
                        next(ast.literal_eval(word.value) for word in posed.keywords if word.arg == "right"),
                    )
                    for name, posed in zip(node.value.keys, node.value.values)
                }
            except (AttributeError, IndexError, StopIteration, ValueError) as error:
                raise ValueError(
                    f'{path}: expected each question as Posed("...", right="..."), got {error!r}'
                ) from error
    raise ValueError(f"{path}: expected QUESTIONS = {{...}}, got none")


def _question(prompt: str) -> str:
    """Return the last sentence, which asks."""
    return re.split(r"(?<=[.?:]) (?=[A-Z])", prompt)[-1]
