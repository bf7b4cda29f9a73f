"""Lesson 9: a formula that somebody has typed, such as x2 > sin(2*x1), worked out and never run as code.

Python's `eval` would run whatever is typed, even a command that empties the disk. Here a formula takes four
short steps instead, and can do no more than each of them allows:

1. tokens: the text is cut into numbers, names and signs (tokens.py). An unknown one ends it.
2. tree: Python's own reader, `ast.parse`, finds what belongs together: a > with x2 on one side and a sin on
   the other. It reads, and runs nothing.
3. kind: every part of the tree must be one of a few, and is either a number or a condition.
4. value: NumPy works the tree out from its leaves to its root, for all samples at once.

What is too long or nested too deeply is refused before anything of it is read.
"""

import ast
from dataclasses import dataclass, field
from functools import partial, reduce
from typing import final

import numpy as np

from nnlab import checks
from nnlab.rules import checked
from nnlab.tokens import CHOICES, CONSTANTS, FUNCTIONS, NAMES, VARIABLES, short, tokens, wrong

NESTED = 60  # parts in parts of the tree: as many terms as a sum may have
POWER = 20  # of an exponent

# NumPy calls constants and functions by the names that they have in a formula.
MEANING = {name: getattr(np, name) for name in (*CONSTANTS, *FUNCTIONS)}
MEANING |= {"min": np.minimum, "max": np.maximum}
UNARY = {ast.UAdd: np.positive, ast.USub: np.negative}
BINARY = {
    ast.Add: np.add,
    ast.Sub: np.subtract,
    ast.Mult: np.multiply,
    ast.Div: np.divide,
    ast.Mod: np.mod,
    ast.Pow: np.power,
}
COMPARED = {
    ast.Gt: np.greater,
    ast.GtE: np.greater_equal,
    ast.Lt: np.less,
    ast.LtE: np.less_equal,
    ast.Eq: np.equal,
    ast.NotEq: np.not_equal,
}

NUMBER, CONDITION = "a number", "a condition"


def _two_columns(X, name):
    return checks.features(X, 2, name)


@final
@dataclass(frozen=True)
class Expression:
    """A formula in x1 and x2, which may be called x and y, too.

    `classes` says what it gives: True for a condition, such as x2 > sin(2*x1), which parts the plane into two
    classes; False for a number, such as x1*x2, a target of regression. Raises ValueError with a sentence that
    says what to change for everything that is no formula. Nothing of the text is ever run.
    """

    formula: str
    classes: bool = field(init=False)
    _tree: ast.expr = field(init=False, repr=False, compare=False)

    def __post_init__(self):
        tree, text = _read(tokens(self.formula))
        kind = _kind(tree, text)
        if not any(isinstance(node, ast.Name) and node.id in VARIABLES for node in ast.walk(tree)):
            raise wrong("expected x1 or x2 in it, got neither; it would say the same everywhere")
        object.__setattr__(self, "classes", kind == CONDITION)
        object.__setattr__(self, "_tree", tree)

    @checked(X=_two_columns)
    def __call__(self, X) -> np.ndarray:
        """Return what the formula says to samples X (n, 2), (n,): of a condition 1 where it holds, else 0.

        Where it has no value, as log(x1) left of 0 and 1/x1 at 0 have none, it says nan, and so does every
        condition that asks for such a value. Whoever draws samples leaves these out. Raises ValueError unless
        X is a table of finite numbers with two columns.
        """
        with np.errstate(all="ignore"):  # no value is an answer, too
            said = _value(self._tree, X[:, 0], X[:, 1])
        return np.where(np.isfinite(said), said, np.nan)


# ---- 2. Tree -----------------------------------------------------------------------------------------


def _read(found) -> tuple[ast.expr, str]:
    """Return the tree of a formula, and the text that it was read from."""
    # 007 is no number to Python's reader, and 2or is said to be a mistake in a warning: numbers are written
    # out anew, and blanks stand between all tokens.
    plain = (repr(float(text)).removesuffix(".0") if kind == "number" else text for kind, text, _ in found)
    text = " ".join(plain)
    try:
        return ast.parse(text, mode="eval").body, text
    except SyntaxError:
        raise wrong("it cannot be read; where a not stands after a sign, put it in brackets") from None


# ---- 3. Kind -----------------------------------------------------------------------------------------


def _kind(node, text, room=NESTED) -> str:
    """Return whether a part of the tree is a NUMBER or a CONDITION; refuse whatever is not listed here."""
    if room == 0:
        raise wrong(f"expected at most {NESTED} parts in one another, got more; say it in a shorter way")
    of = partial(_kind, text=text, room=room - 1)
    all_are = partial(_all_are, of=of, text=text)
    match node:
        case ast.Constant(number) if type(number) in (int, float):
            return NUMBER
        case ast.Name(name) if name in VARIABLES or name in CONSTANTS:
            return NUMBER
        case ast.UnaryOp(ast.Not(), part):
            return all_are(CONDITION, [part], "not")
        case ast.UnaryOp(sign, part) if type(sign) in UNARY:
            return all_are(NUMBER, [part], "a sign")
        case ast.BinOp(left, ast.Pow(), right):
            all_are(NUMBER, [left, right], "**")
            return _check_power(right)
        case ast.BinOp(left, sign, right) if type(sign) in BINARY:
            return all_are(NUMBER, [left, right], "arithmetic")
        case ast.Call(ast.Name(name), parts, []) if name in (*FUNCTIONS, *CHOICES):
            _check_count(name, len(parts))
            return all_are(NUMBER, parts, name)
        case ast.BoolOp(word, parts):
            return all_are(CONDITION, parts, "and" if isinstance(word, ast.And) else "or")
        case ast.Compare(left, [ast.Eq() | ast.NotEq()], [right]):
            if of(left) != of(right):
                raise wrong("== and != compare two numbers or two conditions, and here stands one of each")
            return CONDITION
        case ast.Compare(left, signs, others) if all(type(sign) in COMPARED for sign in signs):
            if any(isinstance(sign, ast.Eq | ast.NotEq) for sign in signs):
                raise wrong("x1 > 0 == x2 > 0 would be read as a chain; write (x1 > 0) == (x2 > 0)")
            all_are(NUMBER, [left, *others], "a comparison")
            return CONDITION
        case ast.Tuple():
            hint = "and a decimal number has a point, as in 2.5"
            raise wrong(f"a comma stands only in max and min, as in max(x1, x2); {hint}")
    raise wrong(f"{_shown(node, text)} is not known; known are {', '.join(NAMES)}")


def _all_are(kind, parts, by, of, text):
    """Return kind, or raise ValueError unless all parts of the tree are of that kind."""
    for part in parts:
        if of(part) != kind:
            hint = "compare it, as in x1 > 0" if kind == CONDITION else "leave the comparison out"
            raise wrong(f"{by} wants {kind}, and {_shown(part, text)} is {of(part)}; {hint}")
    return kind


def _shown(node, text):
    return short(ast.get_source_segment(text, node) or text)


def _check_count(name, given):
    if name in FUNCTIONS and given != 1:
        raise wrong(f"{name} is given one number, as in {name}(x1), got {given}")
    if name in CHOICES and given < 2:
        raise wrong(f"{name} is given two numbers or more, as in {name}(x1, x2), got {given}")


def _check_power(exponent):
    """Refuse a large exponent. One in which x1 or x2 stands is nan here: what it is, each sample says."""
    with np.errstate(all="ignore"):
        size = abs(_value(exponent, np.nan, np.nan))
    if size > POWER:
        raise wrong(f"expected exponents from -{POWER} to {POWER}, got {size:.6g}; take a smaller one")
    return NUMBER


# ---- 4. Value ----------------------------------------------------------------------------------------


def _value(node, x1, x2):
    """Return what a part of the tree comes to, (n,) like x1 and x2; a condition as 1 and 0."""
    of = partial(_value, x1=x1, x2=x2)
    match node:
        case ast.Constant(number):
            return np.float64(number)
        case ast.Name(name):
            return (x1, x2)[VARIABLES[name]] if name in VARIABLES else np.float64(MEANING[name])
        case ast.UnaryOp(ast.Not(), part):
            return 1 - of(part)
        case ast.UnaryOp(sign, part):
            return UNARY[type(sign)](of(part))
        case ast.BinOp(left, sign, right):
            return BINARY[type(sign)](of(left), of(right))
        case ast.Call(ast.Name(name), [part]):
            return MEANING[name](of(part))
        case ast.Call(ast.Name(name), parts):
            return reduce(MEANING[name], map(of, parts))
        case ast.BoolOp(ast.And(), parts):
            return reduce(np.minimum, map(of, parts))  # 1 where all are 1
        case ast.BoolOp(ast.Or(), parts):
            return reduce(np.maximum, map(of, parts))
        case ast.Compare(left, signs, others):
            sides = [of(left), *map(of, others)]
            return reduce(np.minimum, map(_compared, signs, sides, sides[1:]))


def _compared(sign, a, b):
    """Return 1 where the comparison holds and 0 where it does not; where a side has no value, nan."""
    holds = COMPARED[type(sign)](a, b)
    return np.where(np.isnan(a) | np.isnan(b), np.nan, holds)
