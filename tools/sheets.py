"""Make a take-away page of each lesson: three pictures, the formulas, and what we know now, on one sheet.

    uv run python tools/sheets.py [notebook ...]

Without names: all of notebooks/. The pages go to pages/, one file each that needs no network; print them from
a browser. A lesson says itself what its sheet holds: a cell whose metadata have `"sheet"`, a caption, gives
its picture or, if it is prose, the formulas that stand by themselves in it.
"""

import argparse
import html
import re
import sys
from pathlib import Path

import nbformat
import ziamath
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS, PAGES = ROOT / "notebooks", ROOT / "pages"
KNOWN = "## What we know now"

STYLE = """
@page { size: A4; margin: 11mm 13mm }
body { font: 10pt/1.3 "Source Sans 3", "Segoe UI", "Helvetica Neue", Arial, "DejaVu Sans", sans-serif;
       color: #1a1a1a; background: #fff; max-width: 184mm; margin: 0 auto }
h1 { font-size: 18pt; margin: 0 0 1mm } h2 { font-size: 12pt; margin: 3.2mm 0 1mm }
.question { font-size: 12pt; font-style: italic; margin: 0 0 3mm }
.parts { display: grid; grid-template-columns: 74mm 1fr; gap: 6mm } .parts h2 { margin-top: 0 }
.pictures { display: grid; gap: 3mm; align-content: start }
figure { margin: 0 }
img { max-width: 100%; max-height: 48mm; border: .3mm solid #ccc; box-sizing: border-box }
figcaption, .formulas p { font-size: 9.5pt; line-height: 1.3; margin: 1mm 0 0 }
.formulas { display: grid; grid-template-columns: auto 1fr; gap: 1.4mm 5mm; align-items: center }
.formulas p { margin: 0 } .formula { display: block; margin: .6mm 0; max-width: 112mm }
.formula svg { max-width: 100%; height: auto; display: block; }
ul { margin: 0; padding-left: 5mm } li { margin: .7mm 0 } a { color: inherit; text-decoration: none }
code { font-family: "DejaVu Sans Mono", Consolas, monospace; font-size: 90% }
footer { margin-top: 3mm; padding-top: 1mm; border-top: .3mm solid #999; font-size: 8.5pt; color: #444 }
"""

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title><style>{style}</style></head>
<body><h1>{title}</h1><p class="question">{question}</p>
<div class="parts"><section class="pictures">{pictures}</section>
<section><h2>What we know now</h2>{known}</section></div>
<h2>The formulas</h2><section class="formulas">{formulas}</section>
<footer>nnlab, neural networks from first principles · {file}</footer></body></html>
"""


def _svg(latex: str, size: float, inline: bool) -> str:
    """Return a formula as a drawing that says its LaTeX to a screen reader."""
    ziamath.config.svg2 = False  # each drawing by itself: glyphs shared by name would clash between sizes
    drawn = ziamath.Latex(latex, size=size, inline=inline)
    drop = f' style="vertical-align:{drawn.getyofst():.1f}px"' if inline else ""
    return drawn.svg().replace("<svg ", f'<svg role="img" aria-label="{html.escape(latex)}"{drop} ', 1)


class Renderer(IPythonRenderer):
    """Markdown as HTML with formulas drawn: nbconvert leaves them to a script from the network."""

    def inline_math(self, body: str) -> str:
        """Return a formula in a line of text."""
        return _svg(body, size=14, inline=True)

    def block_math(self, body: str) -> str:
        """Return a formula that stands by itself."""
        return f'<span class="formula">{_svg(body.strip(), size=15, inline=False)}</span>'


def _html(markdown: str) -> str:
    return MarkdownWithMath(renderer=Renderer(escape=False)).render(markdown)


def _line(markdown: str) -> str:
    """Return one line of Markdown as HTML, without a paragraph around it."""
    return _html(markdown).strip().removeprefix("<p>").removesuffix("</p>")


def _picture(cell: nbformat.NotebookNode) -> str:
    """Return the figure of a code cell, with its caption and the sentence that says what it shows."""
    output = next(output for output in cell.outputs if "image/png" in output.get("data", {}))
    alt = output.metadata.get("image/png", {}).get("alt") or cell.metadata["alt"]
    data = "".join(output.data["image/png"].split())
    caption = _line(cell.metadata["sheet"])
    return (
        f'<figure><img src="data:image/png;base64,{data}" alt="{html.escape(alt)}">'
        f"<figcaption>{caption}</figcaption></figure>"
    )


def _formulas(cell: nbformat.NotebookNode) -> str:
    """Return the formulas that stand by themselves in a cell of prose, beside what they are."""
    drawn = "".join(_html(formula) for formula in re.findall(r"\$\$.+?\$\$", cell.source, re.S))
    return f"<div>{drawn}</div><p>{_line(cell.metadata['sheet'])}</p>"


def sheet(notebook: nbformat.NotebookNode, name: str) -> str:
    """Return the page of a lesson. Raises ValueError if a part of it is missing in the notebook."""
    opening = notebook.cells[0].source
    title = re.search(r"^# (.+)", opening, re.M)
    question = re.search(r"^\*\*The question\*\* – (.+)", opening, re.M)
    known = next((cell.source for cell in notebook.cells if cell.source.startswith(KNOWN)), "")
    points = re.findall(r"^- .+(?:\n  .+)*", known, re.M)
    chosen = [cell for cell in notebook.cells if "sheet" in cell.metadata]
    parts = {
        "a title": title,
        "a line “The question”": question,
        "points below “What we know now”": points,
        "a picture with a caption": [_picture(cell) for cell in chosen if cell.cell_type == "code"],
        "formulas with a caption": [_formulas(cell) for cell in chosen if cell.cell_type == "markdown"],
    }
    if missing := [part for part, found in parts.items() if not found]:
        raise ValueError(f"{name}: its sheet needs {', '.join(missing)}")
    return PAGE.format(
        title=_line(title[1]),
        question=_line(question[1]),
        pictures="".join(parts["a picture with a caption"]),
        formulas="".join(parts["formulas with a caption"]),
        known=_html("\n".join(points)),
        file=html.escape(name),
        style=STYLE,
    )


def main(arguments: list[str] | None = None) -> int:
    """Write the pages; the exit status is 1 if a lesson lacks what its sheet needs."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("notebooks", nargs="*", type=Path, metavar="notebook")
    parser.add_argument(
        "--out", type=Path, default=PAGES, help="the folder for the pages, pages/ if not given"
    )
    asked = parser.parse_args(arguments)
    failed = 0
    asked.out.mkdir(parents=True, exist_ok=True)
    for path in asked.notebooks or sorted(NOTEBOOKS.glob("[0-9]*.ipynb")):
        try:
            page = sheet(nbformat.read(path, as_version=4), path.name)
        except ValueError as error:
            print(error, file=sys.stderr)
            failed = 1
            continue
        target = asked.out / f"{path.stem}.sheet.html"
        target.write_text(page, encoding="utf-8")
        print(f"wrote {target}")
    return failed


if __name__ == "__main__":
    sys.exit(main())
