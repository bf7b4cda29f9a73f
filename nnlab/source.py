"""Ground: the text of the functions a lesson shows: always the code that runs, never a copy of it."""

import inspect
import textwrap
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, repr=False)
class Source:
    """Source text. JupyterLab shows it in colours, in the light theme and in the dark one."""

    text: str

    def __repr__(self) -> str:
        return self.text

    def _repr_markdown_(self) -> str:
        return f"```python\n{self.text}\n```"


def source(*things: Callable | type) -> Source:
    """Return the source of functions or classes, as it stands in the installed package."""
    return Source("\n\n".join(textwrap.dedent(inspect.getsource(thing)).strip() for thing in things))
