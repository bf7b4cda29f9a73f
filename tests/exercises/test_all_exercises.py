"""Every exercise: the solution is right, known mistakes are told apart, no hint tells too much."""

import ast
import inspect
import re
from collections import Counter

import numpy as np
import pytest

from nnlab import exercises
from nnlab.exercises import checking

check = exercises.check
EXERCISES = exercises.all_exercises()
NARROW = 64  # characters that an output shows of a line at 1000 pixels, next to the list of files
MISTAKES = [
    pytest.param(exercise, mistake, id=f"{exercise.name}-{mistake.name}")
    for exercise in EXERCISES
    for mistake in exercise.mistakes
]


def test_each_lesson_has_three_exercises_or_more_and_each_has_a_file_of_its_name():
    files = {exercise.name: inspect.getmodule(exercise.reference).__name__ for exercise in EXERCISES}
    assert all(name.split(".")[1] == file.split(".")[-1] for name, file in files.items())
    lessons = Counter((file.split(".")[-2], name.split(".")[0]) for name, file in files.items())
    assert min(lessons.values()) >= 3
    assert len({lesson for lesson, _ in lessons}) == len(lessons)  # one topic a lesson


def test_the_exercises_come_lesson_by_lesson():
    topics = dict.fromkeys(name.split(".")[0] for name in exercises.names())
    assert list(topics)[:10] == [
        "start",
        "perceptron",
        "boundary",
        "neuron",
        "network",
        "curvefit",
        "penalties",
        "hopfield",
        "batches",
        "convolution",
    ]


def test_folders_of_lessons_are_found_in_their_order(tmp_path, monkeypatch):
    for folder in ("lesson10", "lesson2", "lesson1", "lessons", "extra"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "__init__.py").touch()
    monkeypatch.setattr(exercises, "__path__", [str(tmp_path)])
    assert exercises._lessons() == ["lesson1", "lesson2", "lesson10"]


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.name)
def test_each_mistake_has_a_hint_and_each_hint_a_mistake(exercise):
    assert sorted(mistake.name for mistake in exercise.mistakes) == sorted(exercise.words.hints)
    assert all(len(hint) <= 300 for hint in exercise.words.hints.values())


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.name)
def test_the_task_names_what_the_reader_is_to_write(exercise):
    assert exercise.reference.__name__ in exercise.task.lower()


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.name)
def test_the_reference_is_right_and_runs_as_shown(exercise):
    assert check(exercise.name, exercise.reference).verdict == checking.RIGHT
    shown = {"np": np}
    exec(exercises.solution(exercise.name).text, shown)
    assert check(exercise.name, shown[exercise.reference.__name__]).verdict == checking.RIGHT


@pytest.mark.parametrize(("exercise", "mistake"), MISTAKES)
def test_each_mistake_gets_its_own_hint(exercise, mistake):
    report = check(exercise.name, mistake.wrong)
    assert (report.verdict, report.mistake) == (checking.KNOWN_MISTAKE, mistake.name)
    assert mistake.hint in " ".join(repr(report).split())
    others = [other for other in exercise.mistakes if other is not mistake]
    assert not any(other.hint in " ".join(repr(report).split()) for other in others)
    assert len({other.hint for other in exercise.mistakes}) == len(exercise.mistakes)
    assert too_long(repr(report)) == []


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.name)
def test_a_narrow_page_breaks_no_word_of_a_task(exercise):
    assert too_long(repr(check(exercise.name, None))) == []


def too_long(report):
    """The lines that a narrow page would break, but for those that are a single word."""
    return [line for line in report.splitlines() if len(line) > NARROW and " " in line.strip()]


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.name)
def test_no_answer_has_two_known_mistakes(exercise):
    """Else the order of the list would decide, and a new mistake could hide an old one."""
    probes = exercise.questions()
    for mistake in exercise.mistakes:
        outcomes = [exercise.ask(mistake.wrong, *probe.values()) for probe in probes]
        found = [
            other.name
            for other in exercise.mistakes
            if checking.has(exercise, other, mistake.wrong, probes, outcomes)
        ]
        assert found == [mistake.name]


@pytest.mark.parametrize(("exercise", "mistake"), MISTAKES)
def test_no_hint_gives_the_answer_away(exercise, mistake):
    tree = ast.parse(inspect.getsource(exercise.reference))
    formulas = [
        ast.unparse(node).replace(" ", "")
        for node in ast.walk(tree)
        if isinstance(node, ast.BinOp | ast.IfExp | ast.Compare | ast.Tuple | ast.ListComp)
    ]
    hint = mistake.hint.replace(" ", "")
    assert formulas and not any(formula in hint for formula in formulas)
    assert not re.search(r"[2-9]|\w\s*[*@]\s*\w", mistake.hint)


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.name)
def test_probes_go_from_small_to_large(exercise):
    def size(probe):
        return sum(np.size(value) for value in probe.values())

    sizes = [size(probe) for probe in exercise.questions()]
    assert sizes == sorted(sizes)
