"""Find in the text of a cell what it checks and what it makes; without nbformat, which is slow to import."""

import ast


def check_in(statement: ast.AST) -> tuple[str, ast.expr] | None:
    """Return the name and what is handed in, if somewhere in a statement `exercises.check` is called."""
    for node in ast.walk(statement):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("exercises.check", "check"):
            given = [*node.args, *(word.value for word in node.keywords if word.arg == "answer")]
            if len(given) >= 2 and isinstance(given[0], ast.Constant) and isinstance(given[0].value, str):
                return given[0].value, given[1]
    return None


def checked_in(source: str) -> tuple[str, str] | None:
    """Return the name of the exercise that a cell checks, and what is handed in, as text."""
    try:
        found = check_in(ast.parse(source))
    except SyntaxError:
        return None
    return (found[0], ast.unparse(found[1])) if found else None


def made_in(source: str) -> list[str]:
    """Return the names that a cell gives to values and functions of its own."""
    try:
        nodes = list(ast.walk(ast.parse(source)))
    except SyntaxError:
        return []
    values = [node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)]
    return values + [node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.ClassDef)]
