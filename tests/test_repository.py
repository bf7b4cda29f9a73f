"""Guards over the whole repository: no traces of a machine, no silent exceptions, true tables."""

import ast
import json
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
import test_notebooks

import nnlab

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def files():
    """Every file that is or would be tracked; without git, every file outside the ignored folders."""
    if shutil.which("git") and (ROOT / ".git").exists():
        command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
        found = [ROOT / name for name in listed.split("\0") if name]
    else:
        ignored = set((ROOT / ".gitignore").read_text(encoding="utf-8").replace("/\n", "\n").split())
        found = [path for path in ROOT.rglob("*") if not ignored & set(path.relative_to(ROOT).parts)]
    return sorted(path for path in found if path.is_file())


# ---- No traces of a machine --------------------------------------------------------------------------

# Each pattern is cut in two, so that this file does not hold what it looks for.
TRACES = re.compile(
    r"(?<![\w.:+/-])/(?:" + r"root|work|home/\w+|Users/\w+)/"
    r"|\b[A-Z]:\\{1,2}" + r"Users"
    r"|pypi\.org" + r"/simple"
    r"|files\.python" + r"hosted"
    r"|anaconda\.org" + r"/\w"
    r"|artifact" + r"ory"
)


@pytest.mark.parametrize(
    "text",
    [
        "see /" + "root/.cache",
        "'/" + "work/main/nnlab'",
        "/" + "home/me/nnlab",
        "C:" + "\\Users\\me",
        "https://pypi.org" + "/simple/numpy",
        "https://files.python" + "hosted.org/x.whl",
    ],
)
def test_a_trace_is_found(text):
    assert TRACES.search(text)


@pytest.mark.parametrize("text", ["https://example.org/" + "root/x", "frame" + "work/main", "a/" + "work/b"])
def test_what_only_looks_like_a_trace_is_none(text):
    assert not TRACES.search(text)


def test_the_repository_holds_no_trace_of_a_machine():
    found = []
    for path in files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{path.relative_to(ROOT).as_posix()}: {hit[0]}" for hit in TRACES.finditer(text)]
    assert found == []


def test_the_repository_is_source_alone():
    odd = {".pyc", ".ipynb_checkpoints", ".log", ".tmp", ".orig", ".whl", ".lock"}
    assert [path.name for path in files() if odd & {*path.suffixes, *path.parts}] == []


# ---- No silent exceptions ----------------------------------------------------------------------------

HIDING = {
    *("skip", "skipif", "skipIf", "skipUnless", "SkipTest", "importorskip", "xfail", "expectedFailure"),
    *("flaky", "reruns", "rerun", "collect_ignore", "collect_ignore_glob", "nbval_sanitize_with"),
}


def hidings(source):
    """What a Python file leaves out of the tests: skips, expected failures, retries, ignored warnings."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute | ast.Name):
            name = node.attr if isinstance(node, ast.Attribute) else node.id
            if name in HIDING:
                yield ast.unparse(node)
        elif isinstance(node, ast.keyword) and node.arg in HIDING:
            yield node.arg
        elif isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            called = ast.unparse(node.func).split(".")[-1]
            if called in ("filterwarnings", "simplefilter") and not str(node.args[0].value).startswith(
                "error"
            ):
                yield ast.unparse(node)


def settings(text):
    """The same of pyproject.toml: what is given to pytest beyond the plain strict run."""
    options = tomllib.loads(text)["tool"]["pytest"]["ini_options"]
    if options["filterwarnings"][:1] != ["error"]:
        yield "filterwarnings"
    yield from options["filterwarnings"][1:]
    for option in options["addopts"]:
        if not re.fullmatch(r"--nbval|--nbval-cell-timeout=\d+|--strict-(markers|config)", option):
            yield option
    if "--nbval" not in options["addopts"]:
        yield "notebooks without --nbval"


def listed():
    """The rows of the table of exceptions: (file, what, reason)."""
    table = CONTRIBUTING.split("## Exceptions")[1]
    return re.findall(r"^\| `(.+?)` \| `(.+?)` \| (.+?) \|$", table, re.MULTILINE)


def exceptions():
    """Every exception that the repository makes: (file, what)."""
    for path in files():
        name = path.relative_to(ROOT).as_posix()
        if path.suffix == ".py" and (name == "conftest.py" or name.startswith("tests/")):
            yield from ((name, what) for what in hidings(path.read_text(encoding="utf-8")))
        if path.suffix == ".ipynb":
            notebook = json.loads(path.read_text(encoding="utf-8"))
            found = test_notebooks.code_faults(notebook)
            yield from ((name, fault) for fault in found if "tags" in fault or "marker" in fault)
        if "sanitize" in path.name:
            yield name, "sanitiser"
    yield from (("pyproject.toml", what) for what in settings((ROOT / "pyproject.toml").read_text("utf-8")))


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("import pytest\n@pytest.mark.skip\ndef test(): ...", ["pytest.mark.skip"]),
        ("import pytest\npytest.skip('no')", ["pytest.skip"]),
        ("import pytest\nsklearn = pytest.importorskip('sklearn')", ["pytest.importorskip"]),
        ("@mark.xfail(strict=True)\ndef test(): ...", ["mark.xfail"]),
        ("@flaky\ndef test(): ...", ["flaky"]),
        ("@mark.again(reruns=3)\ndef test(): ...", ["reruns"]),
        ("import warnings\nwarnings.simplefilter('ignore')", ["warnings.simplefilter('ignore')"]),
        (
            "pytestmark = mark.filterwarnings('ignore::UserWarning')",
            ["mark.filterwarnings('ignore::UserWarning')"],
        ),
        ("collect_ignore = ['x']", ["collect_ignore"]),
        ("mark.filterwarnings('error')\ntext = 'xfail skip'", []),
    ],
)
def test_a_hidden_exception_is_found(source, found):
    assert list(hidings(source)) == found


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ('filterwarnings = ["error"]\naddopts = ["--nbval"]', []),
        ('filterwarnings = ["error", "ignore::X"]\naddopts = ["--nbval"]', ["ignore::X"]),
        ('filterwarnings = []\naddopts = ["--nbval"]', ["filterwarnings"]),
        (
            'filterwarnings = ["error"]\naddopts = ["--nbval", "--nbval-sanitize-with=a"]',
            ["--nbval-sanitize-with=a"],
        ),
        (
            'filterwarnings = ["error"]\naddopts = ["--nbval-lax"]',
            ["--nbval-lax", "notebooks without --nbval"],
        ),
    ],
)
def test_a_lax_setting_is_found(options, found):
    assert list(settings(f"[tool.pytest.ini_options]\n{options}")) == found


def test_every_exception_is_listed_with_its_reason_and_every_row_is_needed():
    rows = listed()
    assert {(file, what) for file, what, _ in rows} == set(exceptions())
    assert all(len(reason.split()) > 3 for _, _, reason in rows)


SMALL_SUITE = """
import pytest

@pytest.mark.browser
def test_browser():
    pass

def test_other():
    pass
"""


@pytest.fixture
def small_suite(pytester, monkeypatch):
    """Runs a small suite under our conftest.py with CI set or not; there is no Chromium on its path."""

    def run(source, ci):
        monkeypatch.setenv("CI", ci)
        monkeypatch.setenv("PATH", str(pytester.path))
        pytester.makeconftest((ROOT / "conftest.py").read_text(encoding="utf-8"))
        pytester.makepyfile(source)
        done = pytester.runpytest_inprocess("-o", "markers=browser: x")
        return int(done.ret), done.parseoutcomes()

    return run


def test_without_chromium_browser_tests_skip_but_in_ci_they_run(small_suite):
    assert small_suite(SMALL_SUITE, ci="") == (0, {"passed": 1, "skipped": 1})
    assert small_suite(SMALL_SUITE, ci="true") == (0, {"passed": 2})


def test_in_ci_any_skip_is_a_failure(small_suite):
    skipping = SMALL_SUITE.replace("@pytest.mark.browser", "@pytest.mark.skip(reason='none')")
    assert small_suite(skipping, ci="") == (0, {"passed": 1, "skipped": 1})
    assert small_suite(skipping, ci="true") == (1, {"passed": 1, "skipped": 1})


def test_browser_tests_carry_their_marker():
    for path in (ROOT / "tests/browser").glob("test_*.py"):
        assert "pytestmark = pytest.mark.browser" in path.read_text(encoding="utf-8"), path.name


# ---- Tables that tell the truth ----------------------------------------------------------------------


def lessons_in_readme():
    """{number: (question, notebook cell, maths file cell, minutes)} from the table of lessons."""
    rows = re.findall(r"^\| (\d+) \| (.+?) \| (.+?) \| (.+?) \| (\d+) \|$", README, re.MULTILINE)
    return {int(number): rest for number, *rest in rows}


def test_the_table_of_lessons_agrees_with_the_notebooks():
    table = lessons_in_readme()
    for path in test_notebooks.NOTEBOOKS.values():
        first = test_notebooks.joined(json.loads(path.read_text(encoding="utf-8"))["cells"][0]["source"])
        number = int(re.match(test_notebooks.TITLE, first)[1])
        assert path.stem.startswith(f"{number:02}_"), f"{path.name}: lesson {number} by its title"
        _, notebook, _, minutes = table.pop(number)
        title = first.splitlines()[0].split(" · ")[1]
        assert notebook == f"[{title}](notebooks/{path.name})"
        assert re.search(rf"\b{minutes} minutes", first), f"{path.name}: the README says {minutes} minutes"
    assert not [row for row in table.values() if "](" in row[1]], (
        "the README links a notebook that is not there"
    )


def test_the_table_of_lessons_agrees_with_the_contents_page():
    for number, (_, _, maths, _) in lessons_in_readme().items():
        file = re.search(r"\(nnlab/(\w+)\.py\)", maths)[1]
        assert any(file in files for lesson, files in nnlab.contents().items() if lesson <= number)
    assert set(nnlab.contents()) <= set(lessons_in_readme())


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "NOTATION.md"])
def test_links_in_prose_lead_somewhere(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    assert list(test_notebooks.link_faults(text, ROOT, headings)) == []
