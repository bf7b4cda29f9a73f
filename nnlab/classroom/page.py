"""The report on a class as a page and as a table for a spreadsheet."""

import csv
import html
import io

from nnlab.classroom.findings import NOT_RUN, VERDICTS, Entry, Findings
from nnlab.exercises.checking import KNOWN_MISTAKE, NOT_ATTEMPTED, RIGHT

_COLOURS = {RIGHT: "#a6dba0", KNOWN_MISTAKE: "#fde69a", NOT_ATTEMPTED: "#f2f2f2", NOT_RUN: "#c9c3e6"}
_OTHER = "#f4b6a6"

_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; color: #222; background: #fff }
body { max-width: 75rem; margin: 2rem auto; padding: 0 1rem }
table { border-collapse: collapse }
th, td { border: 1px solid #bbb; padding: .25rem .6rem; text-align: left }
thead th { vertical-align: bottom }
td.sign { text-align: center; font-weight: 600 }
.note { color: #444; font-weight: 400; font-size: .85rem }
pre { background: #f7f7f7; padding: .6rem; overflow-x: auto; white-space: pre-wrap }
summary { cursor: pointer }
"""
_LIMITS = (
    "Each notebook ran in a process of its own, with limits on time, memory and files. Limits are no "
    "sandbox: whatever the account may do that ran this, a notebook could do."
)
_PRACTICE = (
    "Solutions are public, and a check can be tricked. This shows how a class practises; it is no "
    "examination."
)


def csv_text(findings: Findings) -> str:
    """Return a row for each student: what became of every exercise, how many are right, what went wrong."""
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(["student", *findings.columns, "right", NOT_RUN])
    for student, row in findings.rows.items():
        said = [row[name].says if name in row else "" for name in findings.columns]
        right = sum(entry.verdict == RIGHT for entry in row.values())
        troubles = "; ".join(trouble for who, trouble in findings.troubles if who == student)
        table.writerow([_plain(str(value)) for value in (student, *said, right, troubles)])
    return out.getvalue()


def _plain(text: str) -> str:
    """Keep a spreadsheet from taking a text for a formula."""
    return "'" + text if text[:1] in tuple("=+-@\t\r") and not text.isdigit() else text


def html_text(findings: Findings) -> str:
    """Return a page without scripts that needs no network."""
    parts = [
        "<h1>How the class did</h1>",
        f"<p>{len(findings.rows)} students, {len(findings.columns)} exercises. {_PRACTICE}</p>",
        _legend(),
        _table(findings),
        "<h2>The commonest mistakes</h2>",
        _commonest(findings),
        "<h2>Our own answers, and equal ones</h2>",
        _equal(findings),
        "<h2>What could not be run</h2>",
        _list([f"<b>{_safe(who)}</b>: {_safe(what)}" for who, what in findings.troubles]),
        f'<p class="note">{_LIMITS}</p>',
        "<h2>What each student was told</h2>",
        *(_told(student, row) for student, row in findings.rows.items()),
    ]
    head = '<meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    head += f"<title>How the class did</title><style>{_STYLE}</style>"
    return f'<!doctype html><html lang="en"><head>{head}</head><body>{"".join(parts)}</body></html>\n'


def _safe(text: str) -> str:
    return html.escape(text)


def _list(items: list[str]) -> str:
    return f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>" if items else "<p>Nothing.</p>"


def _look(verdict: str) -> tuple[str, str]:
    """Return the sign and the colour of a verdict: the sign says the same to whoever sees no colour."""
    return VERDICTS.get(verdict, "✗"), _COLOURS.get(verdict, _OTHER)


def _legend() -> str:
    shown = [RIGHT, KNOWN_MISTAKE, "wrong in another way", NOT_ATTEMPTED, NOT_RUN]
    cells = "".join(f'<td style="background:{_look(v)[1]}">{_look(v)[0]} {_safe(v)}</td>' for v in shown)
    return f"<table><tr>{cells}</tr></table><p></p>"


def _table(findings: Findings) -> str:
    def cell(entry: Entry | None) -> str:
        if entry is None:
            return "<td></td>"
        sign, colour = _look(entry.verdict)
        note = entry.mistake or (entry.verdict if sign == "✗" else "")
        said = "ours" if entry.ours else f"same as {entry.same}" if entry.same else ""
        small = " · ".join(_safe(text) for text in (note, said) if text)
        return f'<td class="sign" style="background:{colour}">{sign} <span class="note">{small}</span></td>'

    heads = "".join(f"<th>{_safe(name)}</th>" for name in findings.columns)
    rows = [
        f"<tr><th>{_safe(student)}</th>{''.join(cell(row.get(name)) for name in findings.columns)}</tr>"
        for student, row in findings.rows.items()
    ]
    count = "".join(f"<td>{findings.count(name, RIGHT)} right</td>" for name in findings.columns)
    return (
        f"<table><thead><tr><th>student</th>{heads}</tr></thead><tbody>{''.join(rows)}</tbody>"
        f"<tfoot><tr><th>together</th>{count}</tr></tfoot></table>"
    )


def _commonest(findings: Findings) -> str:
    return _list(
        [
            f"<b>{one.students} of {len(findings.rows)}</b> in {_safe(one.exercise)}: {_safe(one.mistake)}."
            f"<br>The hint they got: {_safe(one.hint)}"
            for one in findings.commonest
        ]
    )


def _equal(findings: Findings) -> str:
    """Short answers are often equal because there is one good way to write them: the page says no more."""
    entries = [(who, name, entry) for who, row in findings.rows.items() for name, entry in row.items()]
    return _list(
        [f"{_safe(who)}, {_safe(name)}: our own answer" for who, name, entry in entries if entry.ours]
        + [
            f"{_safe(who)}, {_safe(name)}: same as {entry.same} other{'s' * (entry.same > 1)}"
            for who, name, entry in entries
            if entry.same and not entry.ours
        ]
    )


def _told(student: str, row: dict[str, Entry]) -> str:
    texts = "".join(f"<pre>{_safe(entry.text)}</pre>" for entry in row.values() if entry.text)
    return f"<details><summary>{_safe(student)}</summary>{texts}</details>"
