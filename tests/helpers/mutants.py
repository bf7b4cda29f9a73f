"""Small changes to a function, one at a time, as a slip of the pen or of the mind would make them."""

import ast
import copy
import inspect
import textwrap
from collections.abc import Callable, Iterator

OPERATORS = {
    ast.Add: [ast.Sub],
    ast.Sub: [ast.Add],
    ast.Mult: [ast.Div, ast.Add],
    ast.Div: [ast.Mult, ast.FloorDiv],
    ast.Pow: [ast.Mult],
    ast.MatMult: [ast.Mult],
}
COMPARISONS = {
    ast.Lt: [ast.LtE, ast.Gt],
    ast.LtE: [ast.Lt, ast.GtE],
    ast.Gt: [ast.GtE, ast.Lt],
    ast.GtE: [ast.Gt, ast.LtE],
    ast.Eq: [ast.NotEq],
    ast.NotEq: [ast.Eq],
}
TWINS = {
    "min": "max",
    "max": "min",
    "argmin": "argmax",
    "argmax": "argmin",
    "mean": "sum",
    "sum": "mean",
    "std": "var",
    "sin": "cos",
    "cos": "sin",
    "maximum": "minimum",
    "log": "log2",
    "exp": "exp2",
    "tanh": "arctan",
    "sign": "abs",
    "abs": "sign",
    "zeros": "ones",
}
CUT_OFF = ast.parse("np.clip(0, -50, 50)", mode="eval").body
ROUNDED = ast.parse("np.round(0)", mode="eval").body


def put_into(call: ast.Call, value: ast.expr) -> ast.Call:
    """Return the call with the value as its first argument."""
    call = copy.deepcopy(call)
    call.args[0] = value
    return call


def instead_of(node: ast.AST) -> Iterator[ast.AST | None]:
    """Yield what could stand in the place of this node; None leaves a statement out."""
    match node:
        case ast.BinOp(left, operator, right):
            for other in OPERATORS.get(type(operator), []):
                yield ast.BinOp(left, other(), right)
            if isinstance(operator, ast.Sub | ast.Div | ast.MatMult | ast.Pow):
                yield ast.BinOp(right, operator, left)
            yield left  # the other term is dropped
            yield right
        case ast.UnaryOp(ast.USub(), operand):
            yield operand
        case ast.Constant(bool()):
            yield ast.Constant(not node.value)
        case ast.Constant(int() | float()):
            changes = (node.value + 1, node.value - 1, node.value * 0.5)
            yield from (ast.Constant(value) for value in changes if value != node.value)
        case ast.Compare(left, [operator], [right]):
            for other in COMPARISONS.get(type(operator), []):
                yield ast.Compare(left, [other()], [right])
        case ast.IfExp(test, body, orelse):
            yield ast.IfExp(test, orelse, body)
            yield body
            yield orelse
        case ast.Call(ast.Name("range"), arguments):
            last = arguments[-1]
            fewer, more = (ast.BinOp(last, way(), ast.Constant(1)) for way in (ast.Sub, ast.Add))
            for ends in ([fewer], [more], [ast.Constant(1), last], [ast.Constant(1), more]):
                yield ast.Call(node.func, ends, [])
            yield ast.Call(ast.Name("reversed", ast.Load()), [node], [])
        case ast.Call(function, arguments, keywords):
            name = getattr(function, "attr", getattr(function, "id", ""))
            if name in TWINS:
                other = copy.deepcopy(function)
                setattr(other, "attr" if isinstance(other, ast.Attribute) else "id", TWINS[name])
                yield ast.Call(other, arguments, keywords)
            for i in range(len(keywords)):
                yield ast.Call(function, arguments, keywords[:i] + keywords[i + 1 :])
            if len(arguments) == 1:
                yield arguments[0]  # the function is left out
                if name == "exp":
                    yield ast.Call(function, [put_into(CUT_OFF, arguments[0])], keywords)
            if not arguments and isinstance(function, ast.Attribute):
                yield function.value  # a method, such as copy
            if name == "where":
                yield ast.Call(function, [arguments[0], arguments[2], arguments[1]], keywords)
            if name in ("maximum", "zip", "dot") and len(arguments) == 2:
                yield arguments[0]
        case ast.Attribute(value, "T"):
            yield value
        case ast.Return(value):
            parts = value.elts if isinstance(value, ast.Tuple) else [value]
            rounded = [put_into(ROUNDED, part) for part in parts]
            yield ast.Return(ast.Tuple(rounded, ast.Load()) if isinstance(value, ast.Tuple) else rounded[0])
            if isinstance(value, ast.Tuple):
                yield ast.Return(ast.Tuple([*reversed(parts)], ast.Load()))
        case ast.AugAssign(target, operator, value):
            for other in OPERATORS.get(type(operator), []):
                yield ast.AugAssign(target, other(), value)
            yield ast.Assign([target], value)
        case ast.Break():
            yield ast.Pass()
            yield ast.Continue()
    if isinstance(node, ast.Assign | ast.AugAssign | ast.If | ast.Expr | ast.For):
        yield ast.Pass()  # the line is left out
    if isinstance(node, ast.If):
        yield ast.If(ast.Constant(True), node.body, node.orelse)


def other_names(node: ast.AST, inputs: list[str]) -> Iterator[ast.Name]:
    """Yield the other inputs of the function, for a name that is read."""
    if (
        isinstance(node, ast.Name)
        and isinstance(node.ctx, ast.Load)
        and node.id not in ("np", "range", "len")
    ):
        yield from (ast.Name(name, ast.Load()) for name in inputs if name != node.id)


class _Replace(ast.NodeTransformer):
    """Puts one node into the place of another."""

    def __init__(self, old: ast.AST, new: ast.AST):
        self.old, self.new = old, new

    def visit(self, node):
        return ast.copy_location(copy.deepcopy(self.new), node) if node is self.old else super().visit(node)


def mutants(function: Callable) -> Iterator[tuple[str, Callable]]:
    """Yield every change of the function, as the line that changed ("from -> to") and as a function.

    A change that Python cannot compile is none.
    """
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    (definition,) = tree.body
    if ast.get_docstring(definition) is not None:
        del definition.body[0]
    before = ast.unparse(definition).splitlines()
    seen = {"\n".join(before)}
    inputs = [argument.arg for argument in definition.args.args]
    for node in [node for line in definition.body for node in ast.walk(line)]:
        for new in [*instead_of(node), *other_names(node, inputs)]:
            # the nodes themselves are compared, so the tree is changed in place and changed back
            changed = _swapped(definition, node, new)
            text = ast.unparse(changed)
            if text in seen:
                continue
            seen.add(text)
            names = dict(vars(inspect.getmodule(function)))
            try:
                exec(text, names)
            except SyntaxError:
                continue
            yield _difference(before, text.splitlines()), names[function.__name__]


def _swapped(definition: ast.FunctionDef, old: ast.AST, new: ast.AST) -> ast.FunctionDef:
    """Return a copy of the definition with one node replaced."""
    memo: dict = {}
    changed = copy.deepcopy(definition, memo)
    return _Replace(memo[id(old)], new).visit(changed)


def _difference(before: list[str], after: list[str]) -> str:
    gone = [line.strip() for line in before if line not in after]
    came = [line.strip() for line in after if line not in before]
    return f"{' / '.join(gone)} -> {' / '.join(came)}"
