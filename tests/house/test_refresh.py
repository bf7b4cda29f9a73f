"""tools/refresh.py on a tiny notebook: a second run changes nothing, and a failure writes nothing."""

import base64
import io
import re
import sys
from contextlib import redirect_stderr, redirect_stdout

import nbformat
import numpy as np
import pytest
import refresh
from matplotlib.image import imsave

DRAW = "_ = plt.plot([1, 2])\nplt.show()\nprint('one')\nprint('two')"
# Stands for a bar of progress, a widget view beside words, and for an explorable, beside words and a still.
STILL = (
    "class Bar:\n    def _repr_mimebundle_(self, **_):\n        return {'text/plain': 'a bar', '"
    + refresh.VIEW
    + "': {'model_id': str(os.urandom(4))}}\ndisplay(Bar())\n"
    "class Still:\n    def _repr_mimebundle_(self, **_):\n        return {'text/plain': 'still', "
    "'image/png': picture, '" + refresh.VIEW + "': {'model_id': str(os.urandom(4))}}\nStill()"
)


def png(pixels, **keys):
    """A picture as a notebook holds it; keys such as `metadata` change its bytes, not its pixels."""
    file = io.BytesIO()
    imsave(file, np.asarray(pixels, dtype=float), cmap="gray", vmin=0, vmax=1, format="png", **keys)
    return base64.b64encode(file.getvalue()).decode() + "\n"


@pytest.fixture(scope="module")
def runs(tmp_path_factory):
    """A notebook's path, its text after one refresh, after another, and what was said meanwhile."""
    path = tmp_path_factory.mktemp("refresh") / "tiny.ipynb"
    cells = [
        nbformat.v4.new_markdown_cell("# Tiny  \nwith a line break"),
        nbformat.v4.new_code_cell("import os\nimport sys\nimport matplotlib.pyplot as plt"),
        nbformat.v4.new_code_cell(f"picture = {png([[0, 1]])!r}\n{DRAW}"),
        nbformat.v4.new_code_cell(STILL, metadata={"ExecuteTime": "yesterday", "tags": []}),
        nbformat.v4.new_code_cell("print(sys.executable, plt.get_backend())"),
    ]
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata={"widgets": {}}), str(path))
    texts, said = [path.read_text(encoding="utf-8")], []
    for _ in range(2):
        said.append(refresh.main([str(path)]))
        texts.append(path.read_text(encoding="utf-8"))
    return path, cells, texts, said


def test_a_second_run_changes_nothing(runs):
    _, _, (before, first, second), said = runs
    assert said == [0, 0]
    assert first != before
    assert second == first
    assert first.endswith("}\n")


def test_cells_keep_ids_and_sources_and_lose_what_is_of_one_run(runs):
    _, cells, (_, text, _), _ = runs
    notebook = nbformat.reads(text, as_version=4)
    assert [(c.id, c.source) for c in notebook.cells] == [(c.id, c.source) for c in cells]
    assert [c.execution_count for c in notebook.cells[1:]] == [1, 2, 3, 4]
    assert notebook.metadata == refresh.METADATA
    # Beside the picture of the cell before it there is no room for it on one slide.
    assert notebook.cells[3].metadata == {"tags": [], "slideshow": {"slide_type": "subslide"}}
    [picture, printed] = notebook.cells[2].outputs
    assert set(picture.data) == {"image/png", "text/plain"}
    assert printed.text == "one\ntwo\n"
    [bar, still] = notebook.cells[3].outputs
    assert bar.data == {"text/plain": "a bar"}
    assert set(still.data) == {"image/png", "text/plain"}


def test_the_kernel_is_this_python_and_draws_inline(runs):
    _, _, (_, text, _), _ = runs
    said = nbformat.reads(text, as_version=4).cells[4].outputs[0].text
    assert said.split() == [sys.executable, "module://matplotlib_inline.backend_inline"]


def notebook_with(picture):
    output = nbformat.v4.new_output("display_data", {"image/png": picture})
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("x", id="x", outputs=[output])])


def picture_of(notebook):
    return notebook.cells[0].outputs[0].data["image/png"]


def test_a_stored_picture_stays_if_the_pixels_agree():
    old = png([[0, 1]])
    fresh = notebook_with(png([[0, 1]], metadata={"Software": "another version"}))
    assert picture_of(fresh) != old
    refresh.keep_pictures(fresh, notebook_with(old))
    assert picture_of(fresh) == old


@pytest.mark.parametrize("pixels", [[[1, 1]], [[0, 1], [0, 1]]], ids=["another colour", "another shape"])
def test_a_stored_picture_goes_if_the_pixels_differ(pixels):
    fresh = notebook_with(png(pixels))
    refresh.keep_pictures(fresh, notebook_with(png([[0, 1]])))
    assert picture_of(fresh) == png(pixels)


def test_check_writes_nothing_and_says_what_would_change(tmp_path, monkeypatch):
    path = tmp_path / "a.ipynb"
    path.write_text("old", encoding="utf-8")
    monkeypatch.setattr(refresh, "refreshed", lambda path: "new")
    assert refresh.main(["--check", str(path)]) == 1
    assert path.read_text(encoding="utf-8") == "old"
    monkeypatch.setattr(refresh, "refreshed", lambda path: "old")
    assert refresh.main(["--check", str(path)]) == 0


def notebook_of(path, *sources):
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), str(path))


BROKEN = {
    "failing": (lambda path: notebook_of(path, "print(1)", "1 / 0"), "a cell failed", "ZeroDivisionError"),
    "dying": (lambda path: notebook_of(path, "import os\nos._exit(1)"), "its kernel died", "Kernel died"),
    "endless": (lambda path: notebook_of(path, "import time\ntime.sleep(60)"), "a cell ran longer than", ""),
    "missing": (lambda path: None, "there is no such file", "missing.ipynb"),
    "a folder": (lambda path: path.mkdir(), "it could not be read or written", ""),
    "no JSON": (lambda path: path.write_text("{", encoding="utf-8"), "it is no notebook", "JSON"),
    "a list": (lambda path: path.write_text("[]", encoding="utf-8"), "it is no notebook", ""),
    "other JSON": (lambda path: path.write_text("{}", encoding="utf-8"), "it is no notebook", ""),
    "no text": (lambda path: path.write_bytes(b"\xff"), "it is no notebook", "decode"),
}


@pytest.fixture(scope="module")
def broken_run(tmp_path_factory):
    """The folder, what it held before one refresh of all the broken and a good one, and what was said."""
    folder = tmp_path_factory.mktemp("broken")
    for name, (make, _, _) in BROKEN.items():
        make(folder / f"{name}.ipynb")
    notebook_of(folder / "other.ipynb", "1 + 1")
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    out, err = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.setattr(refresh, "PATIENCE", 3)
        status = refresh.main([str(folder / f"{name}.ipynb") for name in [*BROKEN, "other"]])
    return folder, before, status, out.getvalue(), err.getvalue()


@pytest.mark.parametrize("name", BROKEN)
def test_what_fails_is_said_in_a_sentence(broken_run, name):
    *_, err = broken_run
    _, sentence, words = BROKEN[name]
    [said] = [part for part in re.split(r"^(?=/|[A-Z]:)", err, flags=re.M) if f"{name}.ipynb: not" in part]
    assert f"{name}.ipynb: not refreshed, {sentence}" in said
    assert words in said


def test_after_a_failure_the_others_are_done_and_the_failed_are_not_written(broken_run):
    folder, before, status, out, _ = broken_run
    assert status == 1
    assert out == "other.ipynb: written\n"
    after = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    assert after.pop("other.ipynb") != before.pop("other.ipynb")
    assert after == before
