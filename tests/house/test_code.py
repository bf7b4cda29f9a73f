"""What a reader of the code may rely on: short files, classes final or abstract, no held context."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILES = {path.relative_to(ROOT).as_posix(): path for path in sorted((ROOT / "nnlab").rglob("*.py"))}
LONGEST_FILE, LONGEST_CLASS = 400, 250
LONGER = {}  # file: why it may be longer
# A class that is made of fields alone needs no word: nobody inherits from it, and nothing in it changes.
RECORDS = {"NamedTuple", "Exception", "ValueError", "BaseException", "Finder"}


def tree_of(name):
    return ast.parse(FILES[name].read_text(encoding="utf-8"))


def classes(tree):
    return [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]


def last(node):
    """`a.b.c` and `c(...)` are c."""
    node = node.func if isinstance(node, ast.Call) else node
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def length_faults(name, source):
    lines = len(source.splitlines())
    if lines > LONGEST_FILE and name not in LONGER:
        yield f"{name}: {lines} lines, more than {LONGEST_FILE}"
    for node in classes(ast.parse(source)):
        lines = node.end_lineno - node.lineno + 1
        if lines > LONGEST_CLASS:
            yield f"{name}: class {node.name} has {lines} lines, more than {LONGEST_CLASS}"


def held_faults(name, source):
    """A context around a yield stays open while the caller runs, for as long as the caller likes."""
    for function in ast.walk(ast.parse(source)):
        if not isinstance(function, ast.FunctionDef):
            continue
        if any(last(decorator) == "contextmanager" for decorator in function.decorator_list):
            continue
        for node in ast.walk(function):
            if isinstance(node, ast.With) and any(
                isinstance(inner, ast.Yield | ast.YieldFrom) for inner in ast.walk(node)
            ):
                yield f"{name}:{node.lineno}: a context manager around a yield"


def kinds(sources):
    """{class: (file, its bases, is final)} of all classes, and the names of all that is called somewhere."""
    found, called = {}, set()
    for name, source in sources.items():
        tree = ast.parse(source)
        for node in classes(tree):
            marks = {last(decorator) for decorator in node.decorator_list}
            found[node.name] = name, {last(base) for base in node.bases}, marks
        called |= {last(node) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    return found, called


def kind_faults(sources):
    """A class is inherited from and never made, or made and never inherited from."""
    found, called = kinds(sources)
    bases = {base for _, its, _ in found.values() for base in its}
    for name, (file, its, marks) in found.items():
        if name in bases:
            if "final" in marks:
                yield f"{file}: {name} is final, and inherited from"
            if name in called:
                yield f"{file}: {name} is inherited from, and made"
        elif "final" not in marks and "dataclass" not in marks and not its & RECORDS and name not in RECORDS:
            yield f"{file}: {name} is neither final nor inherited from"


@pytest.mark.parametrize(
    ("faults", "source", "expected"),
    [
        (length_faults, "x = 1\n" * 401, "a.py: 401 lines"),
        (length_faults, "class A:\n" + "    x = 1\n" * 250, "class A has 251 lines"),
        (
            held_faults,
            "def f():\n    with g():\n        for i in h:\n            yield i",
            "a.py:2: a context",
        ),
    ],
)
def test_each_rule_finds_its_fault(faults, source, expected):
    [found] = faults("a.py", source)
    assert expected in found


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("class A: ...", ["a.py: A is neither final nor inherited from"]),
        ("@final\nclass A: ...\nclass B(A, NamedTuple): ...", ["a.py: A is final, and inherited from"]),
        ("class A: ...\n@final\nclass B(A): ...\nA()", ["a.py: A is inherited from, and made"]),
        ("class A: ...\n@typing.final\nclass B(A): ...\nB()", []),
        ("@dataclass(frozen=True)\nclass A: ...\nA()", []),
    ],
)
def test_a_class_that_is_neither_or_both_is_found(source, expected):
    assert list(kind_faults({"a.py": source})) == expected


def test_a_context_manager_may_hold_its_own_context():
    source = "@contextlib.contextmanager\ndef f():\n    with g():\n        yield"
    assert list(held_faults("a.py", source)) == []


@pytest.mark.parametrize("name", FILES)
def test_no_file_is_too_long_and_no_context_is_held(name):
    source = FILES[name].read_text(encoding="utf-8")
    assert [*length_faults(name, source), *held_faults(name, source)] == []


def test_every_class_is_final_or_abstract():
    assert list(kind_faults({name: path.read_text(encoding="utf-8") for name, path in FILES.items()})) == []


def test_every_exception_is_needed():
    for name in LONGER:
        assert len(FILES[name].read_text(encoding="utf-8").splitlines()) > LONGEST_FILE, name
