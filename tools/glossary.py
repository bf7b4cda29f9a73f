"""Write docs/glossary.md, the glossary of the course, from docs/terms.toml: one heading for each term.

`python tools/glossary.py` writes the page; with `--check` it only says whether the page would change.
"""

import argparse
import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TERMS = ROOT / "docs" / "terms.toml"
PAGE = ROOT / "docs" / "glossary.md"
OPENING = """# Glossary

The terms of the course, by the lesson that says each first. The signs stand in [NOTATION.md](../NOTATION.md).

This page is made from [terms.toml](terms.toml) by `uv run python tools/glossary.py`.
"""


PLAYGROUND = "playground"  # comes after all lessons, and has no number


def _title(lesson: int | str, notebooks: Path) -> str:
    """Return the heading of a lesson, with a link to its notebook if there is one."""
    last = lesson == PLAYGROUND
    title, name, files = (
        ("The playground", "playground", "playground.ipynb")
        if last
        else (f"Lesson {lesson}", "lesson", f"{lesson:02}_*.ipynb")
    )
    found = sorted(notebooks.glob(files))
    return f"## {title}\n" + (f"\n[Open the {name}](../notebooks/{found[0].name})\n" if found else "")


def _file(code: str) -> Path:
    """Return the file or folder of the package in which the thing named by a term's `code` stands."""
    module = re.match(r"\w+", code)[0]
    path = ROOT / "nnlab" / f"{module}.py"
    return path if path.exists() else ROOT / "nnlab" / module


def _entry(term: dict) -> str:
    """Return what the glossary says about one term: heading, sentence, other names, sign, code."""
    lines = [f"### {term['name']}", "", term["means"]]
    more = []
    if term["elsewhere"]:
        more.append(f"- Elsewhere called: {', '.join(term['elsewhere'])}")
    if "sign" in term:
        more.append(f"- Sign: {term['sign']}")
    if "code" in term:
        link = _file(term["code"]).relative_to(ROOT).as_posix()
        more.append(f"- In the code: [`{term['code']}`](../{link})")
    return "\n".join([*lines, *([""] if more else []), *more]) + "\n"


def page(terms: list[dict], notebooks: Path = ROOT / "notebooks") -> str:
    """Return the whole page, the lessons in order and the terms of each in the order of the file."""
    parts = [OPENING]
    for lesson in sorted(
        {term["lesson"] for term in terms}, key=lambda lesson: (lesson == PLAYGROUND, lesson)
    ):
        parts.append(_title(lesson, notebooks))
        parts += [_entry(term) for term in terms if term["lesson"] == lesson]
    return "\n".join(parts)


def main(arguments: list[str] | None = None) -> int:
    """Write the page, or with `--check` compare it; the exit status is 1 if it would change."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit status 1 if it would change"
    )
    options = parser.parse_args(arguments)
    text = page(tomllib.loads(TERMS.read_text(encoding="utf-8"))["term"])
    if PAGE.exists() and PAGE.read_text(encoding="utf-8") == text:
        print(f"{PAGE.name}: unchanged")
        return 0
    if options.check:
        print(f"{PAGE.name}: would change")
        return 1
    PAGE.write_text(text, encoding="utf-8", newline="\n")
    print(f"{PAGE.name}: written")
    return 0


if __name__ == "__main__":
    sys.exit(main())
