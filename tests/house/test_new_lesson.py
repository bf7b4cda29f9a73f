"""The skeleton of a new lesson passes the guards, in a copy of the repository, as a newcomer makes it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv", "__pycache__", ".*_cache", ".ipynb_checkpoints", "failures"
)
GUARDS = (
    "tests/house/test_code.py",
    "tests/house/test_floors.py",
    "tests/house/test_notebooks.py",
    "tests/house/test_repository.py",
    "tests/maths/test_skeleton_probe.py",
    "tests/explore/lesson98",
    "tests/explore/test_questions.py",
    "tests/exercises/test_all_exercises.py",
    "notebooks/98_skeleton_probe.ipynb",
)


def run(copy, *words):
    """Run Python in the copy; its nnlab comes before the one that is installed."""
    known = dict(os.environ, PYTHONPATH=str(copy))
    return subprocess.run([sys.executable, *words], cwd=copy, env=known, text=True, capture_output=True)


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    copy = tmp_path_factory.mktemp("newcomer") / "nnlab"
    shutil.copytree(ROOT, copy, ignore=LEFT_OUT)
    words = "tools/new_lesson.py", "98", "skeleton_probe", "Probe the skeleton", "Does it stand?"
    made = run(copy, *words)
    assert made.returncode == 0, made.stdout + made.stderr
    return copy


def test_the_skeleton_passes_every_guard_that_looks_at_a_lesson(copy):
    its_own = "skeleton_probe or lesson98 or contents or page or table or circle"
    found = run(copy, "-m", "pytest", "-q", "-m", "not browser", *GUARDS, "-k", its_own)
    assert found.returncode == 0, found.stdout[-3000:]


def test_the_skeleton_is_formatted_and_says_its_own_name(copy):
    for check in (["check"], ["format", "--check"]):
        found = run(copy, "-m", "ruff", *check, "nnlab", "tests", "tools", "notebooks")
        assert found.returncode == 0, found.stdout
    text = (copy / "README.md").read_text(encoding="utf-8")
    assert "| 98 | Does it stand? | [Probe the skeleton](notebooks/98_skeleton_probe.ipynb) |" in text


def test_what_is_left_of_it_is_told(copy):
    found = run(copy, "tools/new_lesson.py", "--left", "98")
    assert "98_skeleton_probe.ipynb" in found.stdout and "TODO" in found.stdout
    assert "nothing of the skeleton is left" in run(copy, "tools/new_lesson.py", "--left", "97").stdout


def test_a_lesson_that_is_there_is_not_overwritten(copy):
    again = run(copy, "tools/new_lesson.py", "98", "skeleton_probe", "Probe it", "Again?")
    assert again.returncode == 1 and "expected a new one, got files that are there" in again.stdout
    bad = run(copy, "tools/new_lesson.py", "98", "Probe 2", "Probe it", "Again?")
    assert bad.returncode == 1 and "a word of small letters" in bad.stdout
