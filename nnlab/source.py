"""Ground: the text of the functions that a lesson shows, always the code that runs and never a copy."""

import inspect
import textwrap
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, repr=False)
class Source:
    """Source text, which JupyterLab shows in colour, in the light and the dark theme."""

    text: str

    def __repr__(self) -> str:
        return self.text

    def _repr_markdown_(self) -> str:
        return f"```python\n{self.text}\n```"


def source(*things: Callable | type) -> Source:
    """Return the source of functions or classes, read from the installed package.

    Raises TypeError for anything else, and OSError where Python cannot find the source.
    """
    return Source("\n\n".join(textwrap.dedent(inspect.getsource(thing)).strip() for thing in things))
