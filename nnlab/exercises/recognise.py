"""Recognise answers without asking them: placeholders, functions that do nothing yet, and our own solution.

Functions are recognised by what this very Python makes of a few lines of source, because the source of the
answer is not always at hand, and because the instructions of one Python mean nothing in the next.
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
    """Return whether the answer is the reference itself, or its text handed in with its description."""
    if answer is reference:
        return True
    return (
        isinstance(answer, FunctionType) and answer.__doc__ == reference.__doc__ and _alike(answer, reference)
    )


def is_like_ours(answer: Any, reference: Callable) -> bool:
    """Return whether the answer does the same as the reference, step by step and with the same names."""
    return isinstance(answer, FunctionType) and _alike(answer, reference)


def _alike(answer: FunctionType, reference: Callable) -> bool:
    try:
        (function,) = ast.parse(textwrap.dedent(inspect.getsource(reference))).body
    except (OSError, ValueError, SyntaxError):  # its source is not at hand
        return False
    if ast.get_docstring(function, clean=False) is not None:
        function.body = function.body[1:]
    if answer.__doc__ is not None:
        function.body = [ast.Expr(ast.Constant(answer.__doc__)), *function.body]
    names: dict[str, Any] = {}
    module = ast.fix_missing_locations(ast.Module([function], []))
    exec(compile(module, "<ours>", "exec"), dict(vars(inspect.getmodule(reference))), names)
    return _trace(_code(answer), names=True) == _trace(_code(names[function.name]), names=True)


def _code(answer: Any) -> CodeType | None:
    code = getattr(answer, "__code__", None) or getattr(type(answer).__call__, "__code__", None)
    return code if isinstance(code, CodeType) else None  # None if written in C, for example


def _trace(code: CodeType, *, names: bool = False) -> tuple:
    """Return all that a function does, without where it stands and, unless asked for, its own names."""
    constants = tuple(
        _trace(constant, names=names) if isinstance(constant, CodeType) else constant
        for constant in code.co_consts
    )
    return code.co_code, constants, code.co_names, (code.co_varnames if names else ())
