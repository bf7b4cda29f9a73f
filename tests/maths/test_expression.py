"""A formula that a reader has typed: what it says, and a sentence for all that is no formula."""

import ast
import inspect
import math

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from nnlab import expression, tokens
from nnlab.expression import Expression
from nnlab.tokens import LONGEST, NAMES, TOKEN

X = np.random.default_rng(0).uniform(-3, 3, (40, 2))
x1, x2 = X.T


# ---- What it says ------------------------------------------------------------------------------------


def test_by_hand():
    corners = [[0.0, 1.0], [2.0, 3.0], [-1.0, 0.5]]
    assert Expression("x1*x2 + 1")(corners).tolist() == [1, 7, 0.5]
    assert Expression("x2 > x1**2")(corners).tolist() == [1, 0, 0]
    assert Expression("0 <= x1 < 1 or x2 == 3")(corners).tolist() == [1, 1, 0]


@pytest.mark.parametrize(
    ("formula", "values"),
    [
        ("x2 > sin(2*x1)", x2 > np.sin(2 * x1)),
        ("y > sin(2*x)", x2 > np.sin(2 * x1)),
        ("x1*x2 > 0", x1 * x2 > 0),
        ("(x1 > 0) == (x2 > 0)", (x1 > 0) == (x2 > 0)),
        ("(x1 > 0) != (x2 > 0)", (x1 > 0) ^ (x2 > 0)),
        ("not (x1 < 0 and x2 < 0)", ~((x1 < 0) & (x2 < 0))),
        ("-1 < x1 <= 1", (x1 > -1) & (x1 <= 1)),
        ("(floor(x1) + floor(x2)) % 2 == 0", (np.floor(x1) + np.floor(x2)) % 2 == 0),
        ("-x1**2", -(x1**2)),
        ("2**-x1", 2.0**-x1),
        ("abs(x1)**2**0.5", np.abs(x1) ** (2**0.5)),
        ("max(x1, x2, 0) - min(x1, -x2)", np.maximum(np.maximum(x1, x2), 0) - np.minimum(x1, -x2)),
        (
            "exp(-(x1**2 + x2**2)/2) * cos(pi*x1) + e",
            np.exp(-(x1**2 + x2**2) / 2) * np.cos(np.pi * x1) + np.e,
        ),
        ("1.5e-1*x1 +\n .5*x2 - 007", 0.15 * x1 + 0.5 * x2 - 7),
        ("tan(x1) + tanh(x2) + abs(x1) + sign(x2)", np.tan(x1) + np.tanh(x2) + np.abs(x1) + np.sign(x2)),
    ],
)
def test_it_says_what_numpy_says(formula, values):
    found = Expression(formula)
    assert found.classes == (values.dtype == bool)
    np.testing.assert_allclose(found(X), np.where(np.isfinite(values), values, np.nan), rtol=1e-14)


def test_where_it_has_no_value_it_says_nan_and_so_does_what_asks_for_it():
    line = np.array([[-1.0, 0.0], [0.0, 0.0], [4.0, 0.0]])
    root, share = Expression("sqrt(x1)")(line), Expression("1/x1")(line)
    np.testing.assert_equal(root, [np.nan, 0, 2])
    np.testing.assert_equal(share, [-1, np.nan, 0.25])
    np.testing.assert_equal(Expression("x1 < 9 or sqrt(x1) > x2")(line), [np.nan, 1, 1])
    np.testing.assert_equal(Expression("not sqrt(x1) != 0")(line), [np.nan, 1, 0])
    np.testing.assert_equal(Expression("exp(-1/x1**2)")(line)[1], 0.0)  # infinity on the way is no harm


def test_two_of_the_same_text_are_equal():
    assert Expression("x1 > x2") == Expression("x1 > x2") != Expression("x1 < x2")
    assert hash(Expression("x1 > x2")) == hash(Expression("x1 > x2"))
    assert repr(Expression("x1 > x2")) == "Expression(formula='x1 > x2', classes=True)"


def test_samples_have_two_columns():
    with pytest.raises(ValueError, match=r"^X: expected 2 features, one per input, got shape \(4, 3\)"):
        Expression("x1 > x2")(np.zeros((4, 3)))


# ---- What is no formula ------------------------------------------------------------------------------

REFUSED = {
    "": "expected something such as x2 > sin(2*x1), got nothing",
    " \t\n": "expected something such as x2 > sin(2*x1), got nothing",
    "9**9**9 > x1": "expected exponents from -20 to 20, got 3.8742e+08; take a smaller one",
    "x1**-21": "expected exponents from -20 to 20, got 21; take a smaller one",
    "1e999*x1": "expected numbers up to 1,000,000,000, got 1e999",
    "9" * 150 + "*x1": "expected numbers up to 1,000,000,000, got 999999999999999999999...",
    "__import__('os')": 'the name "__import__" at character 1 is not known; known are x1, x2, x, y, pi',
    "x1.__class__": "the dot at character 3 belongs to no number; names stand here without dots",
    "lambda: x1": 'the name "lambda" at character 1 is not known; known are',
    "'x1'": "a formula holds numbers and no text; leave the quotation marks out",
    '"x1"': "a formula holds numbers and no text; leave the quotation marks out",
    "max(x1, x=x2)": "a function is given plain values, without a name and =: write sin(x1)",
    "(x1 := x2)": ":= does not compare two sides; write > or <, as in x2 > x1, or == for equal",
    "x1 = x2": "= does not compare two sides; write > or <, as in x2 > x1, or == for equal",
    "2x1": "a sign is missing between 2 and x1 at character 2; write 2*x1 to multiply",
    "x1 x2": "a sign is missing between x1 and x2 at character 4; write x1*x2 to multiply",
    "(x1)(x2)": "a sign is missing between ) and ( at character 5; write )*( to multiply",
    "x1(x2)": "a sign is missing between x1 and ( at character 3; write x1*( to multiply",
    "x1 not x2": "a sign is missing between x1 and not at character 4; write and not",
    "x^2": 'the sign "^" at character 2 is not known; write **, as in x1**2',
    "x1²": 'the sign "²" at character 3 is not known; write **2',
    "x₁ > 0": 'the sign "₁" at character 2 is not known; write x1 and x2',
    "x1 − x2": 'the sign "−" at character 4 is not known; write -, the minus of the keyboard',
    "x1 ≥ x2": 'the sign "≥" at character 4 is not known; write >=',
    "x1 => x2": 'the sign "=>" at character 4 is not known; write >=',
    "x1 > 0 && x2 > 0": 'the sign "&&" at character 8 is not known; write and',
    "|x1| > 1": 'the sign "|" at character 1 is not known; write or; and for a size abs(...)',
    "x1 // 2": 'the sign "//" at character 4 is not known; write floor(... / ...)',
    "x1[0]": 'the sign "[" at character 3 is not known; write round brackets, ( and )',
    "х1 > 0": 'the sign "х" (cyrillic small letter ha) at character 1 is not known; use',
    "ｘ1 > 0": 'the sign "ｘ" (fullwidth latin small letter x) at character 1 is not known; use plain',
    "ſin(x1)": 'the sign "ſ" (latin small letter long s) at character 1 is not known; use plain English',
    "x1\x00": "the sign U+0000 at character 3 is not known; use plain English letters and signs",
    "\ud800": "the sign U+D800 (without a name) at character 1 is not known; use plain English letters",
    "x1; x2": 'the sign ";" at character 3 is not known; use plain English letters and signs',
    "X1 > X2": 'the name "X1" at character 1 is not known; write x1',
    "ln(x1)": 'the name "ln" at character 1 is not known; write log',
    "np.sin(x1)": 'the name "np" at character 1 is not known; write sin(x1) alone, without a name before it',
    "x1 if x2 else 0": 'the name "if" at character 4 is not known; write a condition, joined by and, or, not',
    "1_000*x1": 'the name "_000" at character 2 is not known; known are',
    "x1 + a" + "b" * 90: 'the name "abbbbbbbbbbbbbbbbbbbb..." at character 6 is not known; known are',
    "sin x1": "sin wants brackets around what it is given: write sin(x1)",
    "max": "max wants brackets around what it is given: write max(x1)",
    "sin(x1, x2)": "sin is given one number, as in sin(x1), got 2",
    "max(x1)": "max is given two numbers or more, as in max(x1, x2), got 1",
    "sin()": "something is missing before ) at character 5; write a number, x1 or x2 there",
    "max(x1,)": "something is missing before ) at character 8; write a number, x1 or x2 there",
    "* x1": "something is missing before * at character 1; write a number, x1 or x2 there",
    "max(*x1)": "something is missing before * at character 5; write a number, x1 or x2 there",
    "x1 > > x2": "something is missing before > at character 6; write a number, x1 or x2 there",
    "x1 +": "something is missing at the end; write a number, x1 or x2 there",
    "x1 > not x2 > 1": "it cannot be read; where a not stands after a sign, put it in brackets",
    "(x1": "the ( at character 1 is never closed; write a ) where it ends",
    "x1)": "the ) at character 3 closes no bracket; leave it out, or open one",
    "2,5*x1": "a comma stands only in max and min, as in max(x1, x2); and a decimal",
    "x1 and x2": "and wants a condition, and x1 is a number; compare it, as in x1 > 0",
    "not x1": "not wants a condition, and x1 is a number; compare it, as in x1 > 0",
    "(x1 > 0)*2": "arithmetic wants a number, and x1 > 0 is a condition; leave the comparison out",
    "(x1 > 0)**2": "** wants a number, and x1 > 0 is a condition; leave the comparison out",
    "-(x1 > 0)": "a sign wants a number, and x1 > 0 is a condition; leave the comparison out",
    "sin(x1 > 0)": "sin wants a number, and x1 > 0 is a condition; leave the comparison out",
    "(x1 > 0) > x2": "a comparison wants a number, and x1 > 0 is a condition; leave the comparison out",
    "(x1 > 0) == x2": "== and != compare two numbers or two conditions, and here stands one of each",
    "x1 > 0 == x2 > 0": "x1 > 0 == x2 > 0 would be read as a chain; write (x1 > 0) == (x2 > 0)",
    "pi > e": "expected x1 or x2 in it, got neither; it would say the same everywhere",
    "(" * 10_000
    + "x1"
    + ")" * 10_000: "expected at most 200 characters, got 20,002; say it in a shorter way",
    "(" * 10_000: "expected at most 200 characters, got 10,000; say it in a shorter way",
    "(" * 30 + "x1" + ")" * 30: "expected at most 20 brackets in brackets, got more; leave some out",
    "-" * 190 + "x1": "expected at most 60 parts in one another, got more; say it in a shorter way",
}


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_no_formula_is_told_what_to_change(text):
    with pytest.raises(ValueError) as error:
        Expression(text)
    assert str(error.value).startswith(f"formula: {REFUSED[text]}")
    assert len(str(error.value)) <= 300


@pytest.mark.parametrize("thing", [None, 3, b"x1", ["x1"], np.str_])
def test_what_is_no_text_is_refused(thing):
    with pytest.raises(ValueError, match=r"^formula: expected a text such as"):
        Expression(thing)


def test_a_long_text_is_not_looked_at(monkeypatch):
    """What is too long is refused by its length, what is too deep before Python reads it."""

    def read(*given, **more):
        raise AssertionError("it was read")

    monkeypatch.setattr(ast, "parse", read)
    for text in ("(" * 10_000, "(" * 40 + "x1" + ")" * 40, "9" * 10**6):
        with pytest.raises(ValueError, match=r"^formula: expected at most"):
            Expression(text)


def test_each_part_is_asked_for_its_kind_but_a_few_times(monkeypatch):
    """Were it asked twice at each ==, thirteen of them in one another would take thousands of looks."""
    asked, kind = [], expression._kind

    def counted(node, *given, **more):
        asked.append(node)
        return kind(node, *given, **more)

    monkeypatch.setattr(expression, "_kind", counted)
    text = "x1>0"
    for _ in range(13):
        text = f"({text})==(x2>0)"
    assert Expression(text).classes
    assert len(asked) < LONGEST


@pytest.mark.parametrize(
    "source",
    ["x1.real", "[x1]", "{x1}", "x1[0]", "lambda: x1", "'a'", "x1 if x2 else 0", "(x1 := 2)", "f'{x1}'", "1j",
     "print(x1)", "max(x1, key=x2)", "max(*x1)", "(sin)(x1).real", "sin.real(x1)", "None", "...", "x1 is x2",
     "x1 in x2", "os", "sin", "True", "x1 > True", "x1 @ x2", "x1 << 3", "~x1", "[x for x in x1]", "b'a'"],
)  # fmt: skip
def test_a_tree_with_anything_else_is_refused_though_no_token_would_lead_there(source):
    """The second wall stands without the first."""
    with pytest.raises(ValueError, match=r"^formula: "):
        expression._kind(ast.parse(source, mode="eval").body, source)


# ---- At random ---------------------------------------------------------------------------------------

MARKS = [
    *NAMES,
    "2",
    "0.5",
    "1e3",
    "9",
    *"+-*/%(),<>=!.^&|'\"[]{}:;#\\ \n\t",
    "**",
    "==",
    "if",
    "__class__",
    "é",
    "²",
]


@settings(max_examples=400)
@given(st.one_of(st.text(max_size=60), st.lists(st.sampled_from(MARKS), max_size=40).map("".join)))
@example("x1" + "\u0307")
@example("1" + "0" * 199)
def test_any_text_is_a_formula_or_a_sentence(text):
    try:
        said = Expression(text)(X)
    except ValueError as error:
        assert str(error).startswith("formula: ") and len(str(error)) <= 300
        return
    assert said.shape == (40,) and not np.isinf(said).any()
    assert set(TOKEN.sub("", text)) <= set(" \t\n\r\f\v")  # nothing of it was passed over


LEAVES = st.sampled_from(["x1", "x2", "x", "y", "pi", "e", "2", "0.5", "3"])


def joined(parts):
    pairs = st.tuples(parts, st.sampled_from(["+", "-", "*", " + ", " * "]), parts).map("".join)
    called = st.tuples(st.sampled_from(["sin", "cos", "tanh", "abs", "floor", ""]), parts).map(
        "{0[0]}({0[1]})".format
    )
    chosen = st.tuples(st.sampled_from(["min", "max"]), parts, parts).map("{0[0]}({0[1]}, {0[2]})".format)
    power = st.tuples(st.sampled_from(["x1", "(x1 - x2)", "-x2"]), st.sampled_from(["**2", "**3", "**0"]))
    return pairs | called | chosen | power.map("".join) | parts.map("-{}".format)


NUMBERS = st.recursive(LEAVES, joined, max_leaves=8)
COMPARISONS = st.tuples(NUMBERS, st.sampled_from(["<", ">", "<=", ">=", "==", "!="]), NUMBERS).map("".join)
CHAINS = st.tuples(NUMBERS, st.sampled_from("<>"), NUMBERS, st.sampled_from("<>"), NUMBERS).map("".join)
CONDITIONS = st.recursive(
    COMPARISONS | CHAINS,
    lambda parts: (
        st.tuples(parts, st.sampled_from([" and ", " or "]), parts).map("".join)
        | parts.map("not {}".format)
        | parts.map("({})".format)
    ),
    max_leaves=4,
)
PYTHON = dict(
    sin=np.sin, cos=np.cos, tanh=np.tanh, abs=abs, floor=np.floor, min=min, max=max, pi=math.pi, e=math.e
)


@settings(max_examples=300)
@given(NUMBERS | CONDITIONS)
def test_a_formula_says_what_python_itself_says(text):
    """Python works the same text out, a sample at a time, by its own precedence, `and`, `or` and `min`."""
    if len(text) > LONGEST or not {"x1", "x2", "x", "y"} & {m[0] for m in TOKEN.finditer(text)}:
        return
    few = X[:5]
    theirs = [eval(text, {"__builtins__": {}}, PYTHON | dict(x1=a, x2=b, x=a, y=b)) for a, b in few]
    ours = Expression(text)
    assert ours.classes == isinstance(theirs[0], bool | np.bool_)
    np.testing.assert_allclose(ours(few), np.array(theirs, float), rtol=1e-12, atol=1e-12)


def test_nothing_of_a_formula_can_be_run():
    """What could run a text, or fetch something by its name, is called nowhere in either file."""
    for module in (expression, tokens):
        called = {
            ast.unparse(n.func)
            for n in ast.walk(ast.parse(inspect.getsource(module)))
            if isinstance(n, ast.Call)
        }
        assert not called & {"eval", "exec", "compile", "open", "__import__", "globals", "vars"}, called
