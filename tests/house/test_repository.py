"""Guards over the whole repository: no traces of a machine, no silent exceptions, true tables."""

import ast
import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import notebook_rules
import pytest

import nnlab

ROOT = Path(__file__).parents[2]
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


STRICT = (
    r"--nbval|--nbval-cell-timeout=\d+|--import-mode=importlib|--strict-(markers|config)"
    r"|-nauto|--dist=loadfile|--no-loadscope-reorder"
)


def settings(text):
    """The same of pyproject.toml: what is given to pytest beyond the plain strict run."""
    options = tomllib.loads(text)["tool"]["pytest"]["ini_options"]
    if options["filterwarnings"][:1] != ["error"]:
        yield "filterwarnings"
    yield from options["filterwarnings"][1:]
    for option in options["addopts"]:
        if not re.fullmatch(STRICT, option):
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
            found = notebook_rules.code_faults(notebook)
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


@pytest.fixture
def small_suite(pytester, monkeypatch):
    """Runs a small suite under our conftest.py with CI set or not; there is no Chromium on its path."""

    def run(ci, *options, largest=1000, **files):
        monkeypatch.setenv("CI", ci)
        monkeypatch.setenv("PATH", str(pytester.path))
        monkeypatch.delitem(sys.modules, "lab", raising=False)  # the suite brings its own
        ours = (ROOT / "conftest.py").read_text(encoding="utf-8")
        assert "LARGEST = 1000" in ours
        pytester.makeconftest(ours.replace("LARGEST = 1000", f"LARGEST = {largest}"))
        browser = pytester.path / "tests" / "browser"
        browser.mkdir(parents=True, exist_ok=True)
        given = (ROOT / "tests/browser/conftest.py").read_text(encoding="utf-8")
        (browser / "conftest.py").write_text(given, encoding="utf-8")
        for name, source in files.items():
            (browser / f"{name}.py").write_text(source, encoding="utf-8")
        done = pytester.runpytest_inprocess("-p", "no:cacheprovider", *options)
        return int(done.ret), done.parseoutcomes()

    return run


def test_without_chromium_browser_tests_skip_and_in_ci_that_is_a_failure(small_suite):
    suite = {
        "lab": (ROOT / "tests/helpers/lab.py").read_text(encoding="utf-8"),
        "test_one": "def test_with_a_page(lab): ...\ndef test_without(): ...",
    }
    assert small_suite("", **suite) == (0, {"skipped": 2})
    assert small_suite("true", **suite) == (1, {"skipped": 2})


def test_the_peers_are_collected_with_their_word_alone(small_suite, pytester):
    peers = pytester.path / "tests" / "peers"
    peers.mkdir(parents=True)
    (peers / "test_them.py").write_text("import no_such_package\n\ndef test_two(): ...")
    assert small_suite("true", lab=NO_BROWSER, test_one="def test_one(): ...") == (0, {"passed": 1})
    assert small_suite("true", "tests", lab=NO_BROWSER, test_one="def test_one(): ...") == (0, {"passed": 1})
    (peers / "test_them.py").write_text("def test_two(): ...\n\ndef test_three(): ...")
    assert small_suite("", "--peers", lab=NO_BROWSER, test_one="def test_one(): ...") == (0, {"passed": 2})


def test_in_ci_any_skip_is_a_failure(small_suite):
    skipping = "import pytest\n@pytest.mark.skip(reason='none')\ndef test_one(): ..."
    assert small_suite("", lab=NO_BROWSER, test_one=skipping) == (0, {"skipped": 1})
    assert small_suite("true", lab=NO_BROWSER, test_one=skipping) == (1, {"skipped": 1})


def test_a_process_that_grows_too_large_is_a_failure(small_suite, capsys):
    suite = {"lab": NO_BROWSER, "test_one": "def test_one(): ..."}
    assert small_suite("", **suite) == (0, {"passed": 1})
    assert small_suite("", largest=20, **suite) == (1, {"passed": 1})
    assert "MB of memory, and may take 20: what the tests make is kept" in capsys.readouterr().out


def test_so_is_a_worker_that_grows_too_large_and_a_skip_in_one(small_suite, capsys):
    grown = """
def test_one(request):
    root, = [p for p in request.config.pluginmanager.get_plugins() if hasattr(p, "LARGEST")]
    root.largest = lambda: 5000"""
    assert small_suite("", "-n1", lab=NO_BROWSER, test_one=grown) == (1, {"passed": 1})
    assert "took 5,000 MB of memory" in capsys.readouterr().out
    skipping = "import pytest\n@pytest.mark.skip(reason='none')\ndef test_one(): ..."
    assert small_suite("true", "-n1", lab=NO_BROWSER, test_one=skipping) == (1, {"skipped": 1})


# Stands for lab.py: pages that draw a file, and report an error if told to.
NO_BROWSER = """
import contextlib

class Page:
    def __init__(self):
        self.closed, self.late = False, []
    def on(self, event, tell):
        self.tell = tell
    def evaluate(self, script):
        assert not self.closed
        while self.late:
            self.tell(self.late.pop())
    def screenshot(self, path, timeout):
        assert not self.closed
        path.write_bytes(b"picture")
    def close(self):
        self.evaluate("")
        self.closed = True

class Browser:
    def new_page(self, viewport):
        return Page()

class Lab:
    def __init__(self, page, address, folder):
        self.page = page

@contextlib.contextmanager
def chromium():
    yield Browser()

@contextlib.contextmanager
def jupyterlab(folder, scratch):
    yield "address"

def chromium_here():
    return "chromium"
"""
FAILING = """
import pytest

@pytest.fixture(scope="session")
def course(tmp_path_factory):
    folder = tmp_path_factory.mktemp("course")
    (folder / "README.md").write_text("x && uv run jupyter lab")
    return folder

@pytest.fixture(scope="module")
def running(new_lab):
    with new_lab() as lab:
        yield lab

@pytest.fixture(scope="module")
def not_running(new_lab):
    with new_lab() as lab:
        assert not lab
        yield lab

def test_passes(lab):
    ...

def test_fails(lab):
    assert not lab

def test_fails_beside_another(lab, running):
    assert not lab

def test_fails_in_its_fixture(not_running):
    ...

def test_fails_later(lab):
    assert not lab

def test_breaks_its_page(running):
    running.page.tell("error")

def test_breaks_its_page_at_its_end(running):
    running.page.late = ["error"]

def test_breaks_its_page_while_that_closes(lab, request):
    request.addfinalizer(lambda: lab.page.late.append("error"))

def test_finds_it_whole_again(running, lab):
    ...
"""


def test_every_failure_of_a_browser_test_leaves_pictures_and_no_error_of_a_page_is_lost(
    small_suite, pytester
):
    code, outcomes = small_suite("", lab=NO_BROWSER, test_one=FAILING)
    assert (code, outcomes) == (1, {"passed": 3, "failed": 5, "errors": 2})
    pictures = [path.stem for path in (pytester.path / "tests/browser/failures").iterdir()]
    assert sorted(pictures) == [
        "test_breaks_its_page-0",
        "test_breaks_its_page_at_its_end-0",
        *("test_fails-0", "test_fails_beside_another-0", "test_fails_beside_another-1"),
        *("test_fails_in_its_fixture-0", "test_fails_in_its_fixture-1"),
        *("test_fails_later-0", "test_fails_later-1"),
    ]


def test_browser_tests_carry_their_marker():
    for path in (ROOT / "tests/browser").glob("test_*.py"):
        assert "pytestmark = pytest.mark.browser" in path.read_text(encoding="utf-8"), path.name


# ---- Tables that tell the truth ----------------------------------------------------------------------


def rows_in(readme):
    """The rows of the table of lessons, as lists of five cells; the first is the lesson's number."""
    table = readme.split("\n## Lessons\n")[1].split("\n## ")[0]
    rows = [
        [cell.strip() for cell in row.strip("|").split("|")] for row in re.findall(r"^\|.+$", table, re.M)
    ]
    return [[int(number), *rest] for number, *rest in rows[2:]]  # below the head


def table_faults(readme, titles):
    """Where the table of lessons and the notebooks disagree; `titles` is {file name: first cell}."""
    rows = rows_in(readme)
    table = {number: rest for number, *rest in rows}
    if len(table) < len(rows):
        yield "two rows for one lesson"
    written = {}
    for name, first in titles.items():
        number = int(re.match(notebook_rules.TITLE, first)[1])
        written[number] = name
        if not name.startswith(f"{number:02}_"):
            yield f"{name}: lesson {number} by its title"
        if number not in table:
            yield f"{name}: no row for lesson {number}"
            continue
        _, notebook, _, minutes = table[number]
        title = first.splitlines()[0].split(" · ")[1]
        if notebook == "planned":
            yield f"lesson {number} is planned, but {name} is there"
        elif notebook != f"[{title}](notebooks/{name})":
            yield f"{name}: the README says {notebook}"
        elif not (minutes.isdigit() and re.search(rf"\b{minutes} minutes", first)):
            yield f"{name}: the README says {minutes} minutes"
    for number in table.keys() - written:
        if table[number][1:] != ["planned", "", ""]:
            yield f"lesson {number} has no notebook: expected | planned | | |, got {table[number][1:]}"


TRUE_TABLE = """
## Lessons

| | question | notebook | maths file | minutes |
|---|---|---|---|---|
| 1 | Can it? | [Teach](notebooks/01_a.ipynb) | [a.py](nnlab/a.py) | 45 |
| 2 | How? | planned | | |
"""
FIRST = {"01_a.ipynb": "# 1 · Teach\n\nabout 45 minutes"}
SECOND = {"02_b.ipynb": "# 2 · Turn\n\nabout 45 minutes"}


def test_a_true_table_has_no_faults():
    assert list(table_faults(TRUE_TABLE, FIRST)) == []


@pytest.mark.parametrize(
    ("old", "new", "titles", "expected"),
    [
        ("", "", FIRST | SECOND, "lesson 2 is planned, but 02_b.ipynb is there"),
        ("| planned", "| [Turn](notebooks/02_b.ipynb)", FIRST, "lesson 2 has no notebook"),
        ("| planned | | |", "| planned | | 45 |", FIRST, "lesson 2 has no notebook"),
        ("| 2 |", "| 3 |", FIRST | SECOND, "no row for lesson 2"),
        ("| 2 |", "| 1 |", FIRST, "two rows"),
        ("[Teach]", "[Learn]", FIRST, "the README says [Learn]"),
        ("45", "60", FIRST, "60 minutes"),
        ("| 45 |", "| |", FIRST, "says  minutes"),
        ("", "", {"03_a.ipynb": FIRST["01_a.ipynb"]}, "lesson 1 by its title"),
    ],
)
def test_an_untrue_table_is_found(old, new, titles, expected):
    readme = TRUE_TABLE.replace(old, new) if old else TRUE_TABLE
    found = list(table_faults(readme, titles))
    assert any(expected in fault for fault in found), found


def test_the_table_of_lessons_agrees_with_the_notebooks():
    cells = {
        name: json.loads(path.read_text(encoding="utf-8"))["cells"]
        for name, path in notebook_rules.LESSONS.items()
    }
    first = {name: notebook_rules.joined(first["source"]) for name, (first, *_) in cells.items()}
    assert list(table_faults(README, first)) == []


def test_the_table_of_lessons_agrees_with_the_contents_page():
    written = {number: maths for number, _, notebook, maths, _ in rows_in(README) if notebook != "planned"}
    for number, maths in written.items():
        file = re.search(r"\(nnlab/(\w+)\.py\)", maths)[1]
        assert any(file in files for lesson, files in nnlab.contents().items() if lesson <= number)
    assert set(nnlab.contents()) <= {
        number for number, *_ in rows_in(README)
    }  # a planned one's maths may be there


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "NOTATION.md"])
def test_links_in_prose_lead_somewhere(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    headings = [heading.lstrip("# ") for heading in notebook_rules.headings_of(text)]
    assert list(notebook_rules.link_faults(text, ROOT, headings)) == []
