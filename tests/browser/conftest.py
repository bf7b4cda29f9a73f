"""One JupyterLab and one Chromium for all browser tests, and a picture of every failure."""

import contextlib
import faulthandler
import re
import shutil
from pathlib import Path

import pytest
from lab import Lab, chromium, chromium_here, jupyterlab

ROOT = Path(__file__).resolve().parents[2]
FAILURES = Path(__file__).parent / "failures"


class Pages:
    """The pages that are open, those that outlived a failed fixture, and the errors of their JavaScript."""

    def __init__(self) -> None:
        self.open, self.abandoned, self.broken = [], [], []

    def check(self) -> None:
        """Raises AssertionError if the JavaScript of a page has failed since the last check."""
        for page in self.open:
            page.evaluate("() => 0")  # what the page has reported up to now arrives before the answer
        broken, self.broken = self.broken, []
        assert broken == [], "an error in the JavaScript of a page"


PAGES = pytest.StashKey[Pages]()


@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call(pyfuncitem):
    """A test fails if a page reported an error, even where nothing else is wrong."""
    result = yield
    pyfuncitem.config.stash[PAGES].check()
    return result


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """If a test or its fixtures fail, what every page shows is kept in ``failures``."""
    report = yield
    pages = item.config.stash.get(PAGES, None)
    if report.failed and pages and call.when in ("setup", "call"):
        FAILURES.mkdir(exist_ok=True)
        name = re.sub(r"[^\w-]+", "-", item.name)
        for number, page in enumerate(pages.open):
            path = FAILURES / f"{name}-{number}.png"
            try:
                page.screenshot(path=path, timeout=10_000)
            except Exception as error:  # the page may be what has failed; the report must still come
                path = f"none: {error}"
            report.sections.append(("picture", str(path)))
        while pages.abandoned:
            page = pages.abandoned.pop()
            pages.open.remove(page)
            page.close()
    return report


@pytest.fixture(scope="session")
def course(tmp_path_factory):
    """A copy of what a reader sees of the course, to be changed at will."""
    folder = tmp_path_factory.mktemp("course")
    for name in ("README.md", "NOTATION.md", "docs/glossary.md"):
        (folder / name).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, folder / name)
    shutil.copytree(
        ROOT / "notebooks", folder / "notebooks", ignore=shutil.ignore_patterns(".ipynb_checkpoints")
    )
    return folder


@pytest.fixture(scope="session")
def root(course):
    """The folder that the README's command serves."""
    readme = (course / "README.md").read_text(encoding="utf-8")
    [given] = re.findall(r"&& uv run jupyter lab\b(.*)$", readme, re.MULTILINE)
    return course / given.strip()


@pytest.fixture(scope="session")
def address(root, tmp_path_factory):
    with jupyterlab(root, tmp_path_factory.mktemp("scratch")) as address:
        yield address


@pytest.fixture(scope="session")
def browser():
    if chromium_here() is None:
        pytest.skip("there is no chromium on the path")  # in CI any skip is a failure
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def pages(request):
    """All pages of this run."""
    return request.config.stash.setdefault(PAGES, Pages())


@pytest.fixture(scope="session")
def new_lab(browser, address, root, pages):
    """Opens a page."""

    @contextlib.contextmanager
    def new_lab():
        page = browser.new_page(viewport={"width": 1400, "height": 900})
        page.on("pageerror", lambda error: pages.broken.append(str(error)))
        pages.open.append(page)
        try:
            yield Lab(page, address, root)
        except BaseException:  # a fixture has failed: the page stays until its picture is taken
            pages.abandoned.append(page)
            raise
        page.close()
        pages.open.remove(page)

    return new_lab


@pytest.fixture
def lab(new_lab):
    """A fresh page."""
    with new_lab() as lab:
        yield lab


@pytest.fixture(scope="module")
def running(new_lab, request):
    """The code that a test file has as its ``CELLS``, run, on a page and a kernel of its own."""
    with new_lab() as lab:
        notebook = f"{request.module.__name__}.ipynb"
        lab.write(notebook, request.module.CELLS)
        lab.open(notebook)
        lab.run_all()
        assert lab.faults() == []
        yield lab


@pytest.fixture
def lesson(running, request):
    """The same, with its explorables as at first: all cells but the imports are run again."""
    _, *shown = request.module.CELLS
    for source in shown:
        running.run_cell(source)
    assert running.stages().count() == len(shown)
    return running


@pytest.fixture(autouse=True)
def no_endless_wait():
    """A page that answers nothing any more ends the run, stacks shown, and does not keep CI for hours."""
    faulthandler.dump_traceback_later(240, exit=True)
    yield
    faulthandler.cancel_dump_traceback_later()


@pytest.fixture(autouse=True)
def no_late_error(browser, pages):
    """What a page reports after its test, while it closes, is an error too."""
    yield
    pages.check()
