"""Recognise answers without asking them: placeholders, functions that do nothing yet, and our own solution.

A function that does nothing is recognised by what this very Python makes of one: the source of an answer is
not always at hand, and the instructions of one Python mean nothing in the next.
"""

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator
from types import CodeType, FunctionType
from typing import Any

_DEEPEST = 5  # placeholders in lists in lists; a list may even contain itself
_MOST_LINES = 9  # `pass` and `...` on lines of their own may leave a trace each
_NAMES = {"NotImplemented", "NotImplementedError"}  # all that a function that does nothing may mention


def is_blank(value: Any, deep: int = _DEEPEST) -> bool:
    """Return whether a value is a placeholder: None, ..., NotImplemented, or several of them."""
    if isinstance(value, tuple | list) and len(value) > 0:
        return deep > 0 and all(is_blank(part, deep - 1) for part in value)
    return value is None or value is ... or value is NotImplemented


def does_nothing(answer: Any) -> bool:
    """Return whether a function's whole body is `...`, `pass`, a docstring, `return None` or the like."""
    code = _code(answer)
    if code is None or not _NAMES.issuperset(code.co_names):
        return False
    if not all(is_blank(value) or isinstance(value, str) for value in code.co_consts):
        return False
    mine = _trace(code)
    return any(mine == _trace(_code(stub)) for stub in _stubs(code.co_consts))


def _stubs(constants: tuple) -> Iterator[Callable]:
    """Make all functions that do nothing and could have these constants."""
    blanks = {_written(value) for value in (None, ..., *constants) if is_blank(value)}
    texts = [repr(value) for value in constants if isinstance(value, str)]
    yield from (eval(f"lambda: {value}") for value in [*blanks, "NotImplemented"])
    lasts = ["pass", "return NotImplemented", "raise NotImplementedError", "raise NotImplementedError()"]
    lasts += [f"return {value}" for value in blanks]
    lasts += [f"raise NotImplementedError({text})" for text in texts]
    for docstring in [[], *([text] for text in texts)]:
        for before in range(_MOST_LINES):
            for last in lasts:
                yield _made([*docstring, *["pass"] * before, last])


def _written(value: Any) -> str:
    if isinstance(value, tuple):
        return f"({''.join(_written(part) + ', ' for part in value)})"
    return "..." if value is ... else str(value)


def _made(lines: list[str]) -> Callable:
    names: dict[str, Any] = {}
    exec("\n    ".join(["def made():", *lines]), names)
    return names["made"]


def is_ours(answer: Any, reference: Callable) -> bool:
    """Return whether the answer is the reference: the function itself, or its text read and pasted.

    Where the text of the answer is not at hand, its description decides.
    """
    if not isinstance(answer, FunctionType) or answer.__doc__ != reference.__doc__:
        return False
    return lines_of(answer) is None or is_like_ours(answer, reference)


def is_like_ours(answer: Any, reference: Callable) -> bool:
    """Return whether the answer is the reference word for word, apart from its name and description."""
    return (
        isinstance(answer, FunctionType)
        and lines_of(reference) is not None
        and lines_of(answer) == lines_of(reference)
    )


def lines_of(function: FunctionType) -> str | None:
    """Return the inputs and the lines of a function, without its description; None if not at hand."""
    try:
        (definition,) = ast.parse(textwrap.dedent(inspect.getsource(function))).body
    except (OSError, ValueError, SyntaxError):
        return None
    if not isinstance(definition, ast.FunctionDef):
        return None
    described = ast.get_docstring(definition) is not None
    return "\n".join(map(ast.unparse, [definition.args, *definition.body[described:]]))


def _code(answer: Any) -> CodeType | None:
    code = getattr(answer, "__code__", None) or getattr(type(answer).__call__, "__code__", None)
    return code if isinstance(code, CodeType) else None  # None if written in C, for example


def _trace(code: CodeType) -> tuple:
    """Return all that a function does, without where it stands."""
    return code.co_code, code.co_consts, code.co_names
