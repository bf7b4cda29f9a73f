"""One JupyterLab and one Chromium for all browser tests, and a picture of every failure."""

import contextlib
import shutil
from pathlib import Path

import pytest
from lab import Lab, chromium, jupyterlab

ROOT = Path(__file__).resolve().parents[2]
FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


@pytest.fixture(scope="session")
def course(tmp_path_factory):
    """A copy of the course's notebooks, to be changed at will."""
    folder = tmp_path_factory.mktemp("course")
    shutil.copytree(
        ROOT / "notebooks", folder / "notebooks", ignore=shutil.ignore_patterns(".ipynb_checkpoints")
    )
    return folder


@pytest.fixture(scope="session")
def address(course, tmp_path_factory):
    with jupyterlab(course, tmp_path_factory.mktemp("scratch")) as address:
        yield address


@pytest.fixture(scope="session")
def browser():
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def new_lab(address, course, browser):
    """Opens a page; an error in its JavaScript is an error here."""

    @contextlib.contextmanager
    def new_lab():
        page = browser.new_page(viewport={"width": 1400, "height": 900})
        broken = []
        page.on("pageerror", lambda error: broken.append(str(error)))
        yield Lab(page, address, course)
        page.close()
        assert broken == []

    return new_lab


@pytest.fixture
def lab(new_lab):
    """A fresh page."""
    with new_lab() as lab:
        yield lab


@pytest.fixture(autouse=True)
def picture_of_failure(request, browser):
    """If a test fails, what its pages showed is kept in ``tests/browser/failures``."""
    yield
    if request.node.stash.get(FAILED, False):
        failures = Path(__file__).parent / "failures"
        failures.mkdir(exist_ok=True)
        pages = [page for context in browser.contexts for page in context.pages]
        for number, page in enumerate(pages):
            page.screenshot(path=failures / f"{request.node.name}-{number}.png")
