"""The file of terms is whole and true; NOTATION.md and the glossary say what it says."""

import importlib
import inspect
import json
import re
import tomllib

import glossary
import pytest
from notebook_rules import NOTEBOOKS, ROOT, anchor, cells_of, headings_of, link_faults

import nnlab
from nnlab.moved import MOVED

TERMS = tomllib.loads((ROOT / "docs" / "terms.toml").read_text(encoding="utf-8"))["term"]
WORDS = [term for term in TERMS if "sign" not in term]
NOTATION = (ROOT / "NOTATION.md").read_text(encoding="utf-8")
KEYS = {"name": str, "means": str, "elsewhere": list}
MAY = {"code": str, "sign": str}
PLAYGROUND = glossary.PLAYGROUND  # in place of the number of a lesson
HOPFIELD = 7


def tables():
    """The tables of NOTATION.md by their first lines, each a list of rows, each a list of cells."""
    found = {}
    for table in re.findall(r"(?:^\|.*\n)+", NOTATION, re.MULTILINE):
        head, _, *rows = table.splitlines()
        found[head] = [[cell.strip() for cell in row[1:-1].split("|")] for row in rows]
    return found


def prose(lesson):
    """What the markdown cells of a lesson say."""
    begin = "playground." if lesson == PLAYGROUND else f"{lesson:02}_"
    [path] = [path for name, path in NOTEBOOKS.items() if name.startswith(begin)]
    cells = cells_of(json.loads(path.read_text(encoding="utf-8")), "markdown")
    return "\n".join(source for _, _, source in cells)


# Lessons whose maths is there, and whose notebook is not yet: their words are looked for when it comes.
PLANNED = {n for n in nnlab.contents() if not any(name.startswith(f"{n:02}_") for name in NOTEBOOKS)}
PLANNED |= set() if "playground.ipynb" in NOTEBOOKS else {PLAYGROUND}


def place(code):
    """The thing that a term's `code` names; raises if nnlab has no such thing, or only under an old name."""
    name, parameter = re.fullmatch(r"([\w.]+)(?:\((\w+)\))?", code).groups()
    module, *rest = name.split(".")
    assert f"nnlab.{module}" not in MOVED, f"{code}: an old name"
    thing = importlib.import_module(f"nnlab.{module}")
    for part in rest:
        assert part in vars(thing), f"{code}: nnlab has no {name}"
        thing = vars(thing)[part]
    if parameter:
        assert parameter in inspect.signature(thing).parameters, f"{code}: no parameter {parameter}"
    return thing


def test_each_term_has_its_keys_and_one_plain_sentence():
    for term in TERMS:
        kinds = {key: type(value) for key, value in term.items() if key != "lesson"}
        assert type(term["lesson"]) is int or term["lesson"] == PLAYGROUND, term["name"]
        assert kinds == KEYS | {key: MAY[key] for key in term.keys() & MAY.keys()}, term["name"]
        assert re.fullmatch(r"[A-Z][^.|]*\.", term["means"]), term["means"]
        others = term["elsewhere"]
        assert len(set(others)) == len(others) and term["name"] not in others, term["name"]
        assert not any("," in other or "|" in other for other in others), term["name"]
    for key in ("name", "means"):
        said = [term[key] for term in TERMS]
        assert sorted(said) == sorted(set(said))


@pytest.mark.parametrize("term", [term for term in TERMS if "code" in term], ids=lambda term: term["name"])
def test_the_code_of_a_term_is_there(term):
    assert place(term["code"]) is not None


@pytest.mark.parametrize(
    "code, fault",
    [
        ("perceptron.learn_rate", "nnlab has no"),
        ("perceptron.train(eta)", "no parameter eta"),
        ("fence.pull_inside", "an old name"),
    ],
)
def test_code_that_is_not_there_is_found(code, fault):
    with pytest.raises(AssertionError, match=fault):
        place(code)


@pytest.mark.parametrize("term", WORDS, ids=lambda term: term["name"])
def test_a_word_is_said_in_its_first_lesson_and_defined_in_none_before(term):
    word = re.compile(rf"\b{re.escape(term['name'])}", re.IGNORECASE)
    if term["lesson"] not in PLANNED:
        assert word.search(prose(term["lesson"])), f"lesson {term['lesson']} does not say {term['name']}"
    bold = re.compile(rf"\*\*{re.escape(term['name'])}s?\.?\*\*", re.IGNORECASE)
    before = [n for n in sorted(nnlab.contents()) if term["lesson"] == PLAYGROUND or n < term["lesson"]]
    before = [n for n in before if n not in PLANNED]
    assert not [lesson for lesson in before if bold.search(prose(lesson))]


@pytest.mark.parametrize("term", WORDS, ids=lambda term: term["name"])
def test_its_first_lesson_leads_to_the_glossary(term):
    if term["lesson"] not in PLANNED:
        assert f"](../docs/glossary.md#{anchor(term['name'])})" in prose(term["lesson"])


def test_the_column_elsewhere_called_is_that_of_the_file():
    _, second = tables()
    seen = []
    for table, rows in tables().items():
        for written, code, _, _, elsewhere in rows:
            sign = written or code
            found = [
                term
                for term in TERMS
                if term.get("sign") == sign and (term["lesson"] == HOPFIELD) == (table == second)
            ]
            assert elsewhere == ", ".join(other for term in found for other in term["elsewhere"]), sign
            seen += [term["name"] for term in found]
    assert sorted(seen) == sorted(term["name"] for term in TERMS if "sign" in term)  # each in one row


def test_the_glossary_is_that_of_the_file():
    assert glossary.main(["--check"]) == 0, "run tools/glossary.py"


def test_the_links_of_the_glossary_lead_somewhere():
    text = glossary.page(TERMS)
    assert list(link_faults(text, glossary.PAGE.parent)) == []
    told = [heading.removeprefix("### ") for heading in headings_of(text) if heading.startswith("### ")]
    assert sorted(told) == sorted(term["name"] for term in TERMS)


def test_a_page_that_is_behind_is_found_and_written(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(glossary, "PAGE", tmp_path / "glossary.md")
    assert glossary.main(["--check"]) == 1 and not glossary.PAGE.exists()
    assert glossary.main([]) == 0 and glossary.PAGE.read_text(encoding="utf-8") == glossary.page(TERMS)
    assert glossary.main(["--check"]) == 0
    assert "would change" in capsys.readouterr().out
