"""What holds for the questions of every lesson, and that each right answer is right."""

import importlib
import pkgutil
import re

import pytest

from nnlab import data, explore, perceptron

LESSONS = [info.name for info in pkgutil.iter_modules(explore.__path__) if info.name.startswith("lesson")]
# Lessons whose questions are still to be written.
WITHOUT = {f"lesson{number}" for number in range(2, 8)}


def questions_of(lesson):
    return importlib.import_module(f"nnlab.explore.{lesson}.questions").QUESTIONS


ALL = [
    (lesson, name, posed)
    for lesson in LESSONS
    if lesson not in WITHOUT
    for name, posed in questions_of(lesson).items()
]


@pytest.mark.parametrize(
    ("lesson", "name", "posed"), ALL, ids=[f"{lesson}-{name}" for lesson, name, _ in ALL]
)
def test_every_answer_has_a_reply_of_its_own_that_explains(lesson, name, posed):
    replies = [answer.reply for answer in posed.answers]
    assert len(set(replies)) == len(replies)
    for answer in posed.answers:
        assert len(answer.reply.split()) >= 12, f"{answer.text!r}: says too little"
        assert not re.search(r"\b(wrong|incorrect|false|no)[.!,]", answer.reply.split(".")[0], re.IGNORECASE)
    assert posed.prompt.rstrip().endswith("?")


def mistakes_on_and():
    points = data.load("AND")
    return sum(1 for _ in perceptron.train(points.X, points.y, lr=1.0)) - 1


FOUND = {("lesson1", "mistakes"): lambda: str(mistakes_on_and())}


def test_each_right_answer_is_computed_here():
    assert {(lesson, name) for lesson, name, _ in ALL} == set(FOUND)


@pytest.mark.parametrize(
    ("lesson", "name", "posed"), ALL, ids=[f"{lesson}-{name}" for lesson, name, _ in ALL]
)
def test_the_right_answer_comes_out(lesson, name, posed):
    assert FOUND[lesson, name]() == posed.right
