"""Lesson 9: the tokens of a formula, its numbers, names and signs, and a sentence for each that is not known.

This is the first of the four steps of a formula; `expression.py` names them all.
"""

import re
import unicodedata
from typing import NamedTuple

from nnlab.checks import shown

LONGEST = 200  # characters
DEEPEST = 20  # brackets in brackets
LARGEST = 1e9  # of a number in the formula

VARIABLES = {"x1": 0, "x2": 1, "x": 0, "y": 1}  # the column of X that each stands for
CONSTANTS = ("pi", "e")
FUNCTIONS = ("sin", "cos", "tan", "tanh", "exp", "log", "sqrt", "abs", "sign", "floor")  # of one number
CHOICES = ("min", "max")  # of several
WORDS = ("and", "or", "not")
NAMES = (*VARIABLES, *CONSTANTS, *FUNCTIONS, *CHOICES, *WORDS)


def wrong(sentence: str) -> ValueError:
    """Return the error that says what is wrong with a formula."""
    return ValueError(f"formula: {sentence}")


class Token(NamedTuple):
    """A number, a name or a sign of a formula, and the character at which it stands, the first being 1."""

    kind: str
    text: str
    place: int


TOKEN = re.compile(
    r"(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(?P<name>[A-Za-z_]\w*)"
    r"|(?P<sign>\*\*|//|<=|>=|==|!=|=>|=<|<>|:=|&&|\|\||\S)",
    re.ASCII,
)
SIGNS = {"+", "-", "*", "/", "%", "**", "(", ")", ",", "<", ">", "<=", ">=", "==", "!="}
INSTEAD = {  # of what others write, what is written here
    "^": "**, as in x1**2",
    "²": "**2",
    "³": "**3",
    **dict.fromkeys("×·∙⋅", "*"),
    **dict.fromkeys("−–—", "-, the minus of the keyboard"),
    **dict.fromkeys("÷:", "/"),
    "//": "floor(... / ...)",
    "√": "sqrt(...)",
    "π": "pi",
    **dict.fromkeys("≤⩽", "<="),
    **dict.fromkeys("≥⩾", ">="),
    **dict.fromkeys(("≠", "<>"), "!="),
    "=>": ">=",
    "=<": "<=",
    **dict.fromkeys(("&", "&&", "∧"), "and"),
    **dict.fromkeys(("|", "||", "∨"), "or; and for a size abs(...)"),
    **dict.fromkeys(("!", "~", "¬"), "not"),
    **dict.fromkeys("[]{}", "round brackets, ( and )"),
    **dict.fromkeys("₁₂", "x1 and x2"),
    "ln": "log",
    "log10": "log(...) / log(10)",
    "log2": "log(...) / log(2)",
    **dict.fromkeys(("pow", "power", "sqr", "square"), "**, as in x1**2"),
    **dict.fromkeys(("np", "numpy", "math"), "sin(x1) alone, without a name before it"),
    **dict.fromkeys(("if", "else", "where"), "a condition, joined by and, or, not"),
    **dict.fromkeys(("r", "R"), "sqrt(x1**2 + x2**2)"),
}


def tokens(text: str) -> list[Token]:
    """Return the tokens of a formula, all of them known, and none missing between two of them."""
    if not isinstance(text, str):
        raise wrong(f"expected a text such as 'x2 > sin(2*x1)', got {shown(text)}")
    if len(text) > LONGEST:
        raise wrong(f"expected at most {LONGEST} characters, got {len(text):,}; say it in a shorter way")
    found = [Token(m.lastgroup, m[0], m.start() + 1) for m in TOKEN.finditer(text)]
    if not found:
        raise wrong("expected something such as x2 > sin(2*x1), got nothing")
    for token in found:
        _look_at(token, text[: token.place - 1])
    _match_brackets(found)
    begin, end = Token("sign", "", 0), Token("sign", "", len(text) + 1)
    for before, after in zip([begin, *found], [*found, end]):
        _look_between(before, after)
    return found


def _look_at(token, text_before):
    """Refuse a token that is not known, and say what is written in its place."""
    kind, text, place = token
    lower = text.lower()
    if kind == "number" and not float(text) <= LARGEST:
        raise wrong(f"expected numbers up to {LARGEST:,.0f}, got {short(text)}")
    if kind == "name" and text not in NAMES:
        hint = f"known are {', '.join(NAMES)}"
        if text in INSTEAD or lower in NAMES:
            hint = f"write {INSTEAD.get(text, lower)}"
        raise wrong(f'the name "{short(text)}" at character {place} is not known; {hint}')
    if kind == "sign" and text not in SIGNS:
        raise wrong(_of_sign(text, place, inside=text_before.count("(") > text_before.count(")")))


def _of_sign(text, place, inside):
    if text == "=" and inside:
        return "a function is given plain values, without a name and =: write sin(x1), or to compare =="
    if text in ("=", ":="):
        return f"{text} does not compare two sides; write > or <, as in x2 > x1, or == for equal"
    if text in "'\"`":
        return "a formula holds numbers and no text; leave the quotation marks out"
    if text == ".":
        return f"the dot at character {place} belongs to no number; names stand here without dots"
    if text in INSTEAD:
        return f'the sign "{text}" at character {place} is not known; write {INSTEAD[text]}'
    said = f'"{text}"' if text.isprintable() else f"U+{ord(text):04X}"
    name = "" if text.isascii() else f" ({unicodedata.name(text, 'without a name').lower()})"
    return f"the sign {said}{name} at character {place} is not known; use plain English letters and signs"


def _match_brackets(tokens):
    """Refuse brackets that have no partner, and those in too many others."""
    opened = []
    for token in tokens:
        if token.text == "(":
            opened.append(token.place)
        if token.text == ")" and not opened:
            raise wrong(f"the ) at character {token.place} closes no bracket; leave it out, or open one")
        if token.text == ")":
            opened.pop()
        if len(opened) > DEEPEST:
            raise wrong(f"expected at most {DEEPEST} brackets in brackets, got more; leave some out")
    if opened:
        raise wrong(f"the ( at character {opened[-1]} is never closed; write a ) where it ends")


def _look_between(before, after):
    """Refuse two tokens between which something is missing."""
    if before.text in (*FUNCTIONS, *CHOICES):
        if after.text != "(":
            raise wrong(f"{before.text} wants brackets around what it is given: write {before.text}(x1)")
        return
    ends = before.text == ")" or (before.kind != "sign" and before.text not in WORDS)
    begins = after.text == "(" or (after.kind != "sign" and after.text not in ("and", "or"))
    if ends and begins:
        where = f"between {short(before.text)} and {short(after.text)} at character {after.place}"
        hint = "and not" if after.text == "not" else f"{short(before.text)}*{short(after.text)} to multiply"
        raise wrong(f"a sign is missing {where}; write {hint}")
    if not ends and not begins and after.text not in ("+", "-"):
        where = f"before {after.text} at character {after.place}" if after.text else "at the end"
        raise wrong(f"something is missing {where}; write a number, x1 or x2 there")


def short(text: str) -> str:
    """Return a part of a formula as a sentence may hold it."""
    return text if len(text) <= 24 else f"{text[:21]}..."
