"""The teacher's guides: what is made is fresh, and what is written names only what is there."""

import re
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

from nnlab import backprop_steps, exercises
from nnlab.classroom import guide, lessons, screen, tasks
from nnlab.classroom.__main__ import main
from nnlab.explore.lesson4.microscope import HUNTS
from nnlab.network import Network

NUMBERS = sorted(int(path.stem) for path in guide.FOLDER.glob("[0-9][0-9].md"))
FILES = Path(lessons.COURSE.parent, "nnlab/explore").rglob("*.py")
EXPLORE = " ".join(path.read_text(encoding="utf-8") for path in FILES)
HEADINGS = [
    *("Minutes", "On the projector", "Five questions to talk about", "What goes wrong in the room"),
    *("Goals and exercises", "The mistakes that the check knows"),
]


def text_of(number):
    return (guide.FOLDER / f"{number:02}.md").read_text(encoding="utf-8")


def written(number):
    """Without what is made."""
    return re.sub(r"<!-- made: .*?<!-- made so far -->", "", text_of(number), flags=re.S)


def test_the_lessons_have_a_guide_and_the_self_test_a_part_of_the_overview():
    assert {1, 2, 3, 4, 5, 6, 7, 8, 9} <= set(NUMBERS) <= set(lessons.numbers()) - {0}
    assert "## Lesson 0" in (guide.FOLDER / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("number", NUMBERS)
def test_what_is_made_is_fresh(number):
    assert guide.page(lessons.notebook_of(number), text_of(number)) == text_of(number)


@pytest.mark.parametrize("number", NUMBERS)
def test_every_guide_has_all_parts(number):
    text = written(number)
    assert re.findall(r"(?m)^## (.+)$", text) == HEADINGS
    questions = text.split("## Five questions to talk about")[1].split("\n## ")[0]
    assert re.findall(r"(?m)^(\d)\. \*\*", questions) == list("12345")
    assert "**In 45 minutes.**" in text
    assert "**In 90 minutes.**" in text
    assert len(text.split("## What goes wrong in the room")[1].split("\n## ")[0].split("\n- ")) > 4
    assert f"[{number:02}]({number:02}.md)" in (guide.FOLDER / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("number", NUMBERS)
def test_what_a_guide_sets_in_italics_is_there(number):
    """Parts of the lesson, presets, mistakes: under the very names that the teacher will meet."""
    notebook = lessons.read(lessons.notebook_of(number))
    names = {pair.exercise for pair in lessons.pairs(notebook)}
    own = [one for one in exercises.all_exercises() if one.name in names]
    mistakes = {mistake.name.lower() for one in own for mistake in one.mistakes}
    known = " ".join(" ".join(cell.source for cell in notebook.cells).split()) + EXPLORE
    said = re.findall(r"(?<!\*)\*([^*\n]+)\*(?!\*)", written(number))
    assert [name for name in said if name not in known and name.lower() not in mistakes] == []
    tried = re.findall(r"[Tt]ry \*([^*\n]+)\*", written(number))
    assert [name for name in tried if f'"{name}"' not in EXPLORE] == []


@pytest.mark.parametrize("number", NUMBERS)
def test_minutes_add_up_to_what_the_lesson_says(number):
    notebook = lessons.read(lessons.notebook_of(number))
    minutes, said = guide.minutes_of(notebook, len(lessons.pairs(notebook)))
    assert f"about {sum(minutes.values())} minutes" in notebook.cells[0].source
    assert said == ("*Play* " in notebook.cells[0].source)
    assert min(minutes.values()) >= 3


@pytest.mark.parametrize("minutes", [45, 90])
@pytest.mark.parametrize("number", NUMBERS)
def test_a_plan_fills_its_time(number, minutes):
    plan = written(number).split(f"**In {minutes} minutes.**")[1].split(" to talk")[0]
    plan = re.sub(r" \([^)]*\)", "", plan)
    assert sum(map(int, re.findall(r"(\d+)(?=[,;]| and (?!\d)|$)", plan))) == minutes


@pytest.mark.parametrize("number", NUMBERS)
def test_every_vote_of_a_lesson_is_told_with_its_right_answer(number):
    """The package itself says which answer is right."""
    lesson = import_module(f"nnlab.explore.lesson{number}.questions")
    text = text_of(number)
    for name, posed in lesson.QUESTIONS.items():
        assert re.search(rf'\| vote, `ask\("{name}"\)`: .+\? \| {re.escape(posed.right)} \|', text), name
        assert screen.questions(number)[name] == (posed.prompt, posed.right)


def test_a_vote_that_comes_back_later_is_told_again():
    row = 'comes back, `ask("positive")` | another output |'
    assert [number for number in NUMBERS if "| the vote of *" in text_of(number)] == [5]
    assert f"| *Why are my predictions always positive?* | the vote of *Play* {row}" in text_of(5)


def test_a_guide_tells_the_sittings_and_what_is_needed_without_links():
    assert "They need: Lessons 1 to 3, and how to multiply a row by a matrix.\n" in text_of(4)
    assert "- First sitting, 75 minutes: *Play* 10," in text_of(4)
    assert "Then there is a good place to stop." in text_of(4)
    assert "The lesson itself says: *Nine lines* and the last two parts of *Break it* can wait" in text_of(3)


def test_a_guide_says_what_is_asked_so_that_nobody_needs_the_notebook():
    play, by_hand = text_of(4).split("*Play* asks:")[1].split("*By hand* asks")
    assert re.findall(r"(?m)^(\d)\. ", play) == list("1234")
    assert "From step 86 onwards all four are right." in play.split("<summary>")[1]
    assert r"\eta = 1.6" in by_hand.split("<!-- made so far -->")[0]
    assert "one such pass through all the samples is also called an **epoch**." in text_of(1).lower()


def test_a_lesson_without_numbered_questions_is_refused():
    notebook = lessons.read(lessons.notebook_of(4))
    [asking] = [cell for cell in notebook.cells if cell.id == "play-try"]
    asking.source = "Press it."
    with pytest.raises(ValueError, match="Play: expected numbered questions"):
        tasks.block(notebook)


def test_lesson_4_tells_at_which_step_each_bug_of_the_hunt_shows():
    net, x = Network((2, 2, 1), "sigmoid"), [1.0, 0.0]
    start = np.array([1.0, -1.8, -2.0, 1.0, -0.9, 0.4, 1.2, 1.0, -1.5])  # of the lesson's table
    right = {(step.does, step.where): step.values for step in backprop_steps.steps(net, start, x, 1.0)}
    for letter, bug in HUNTS.items():
        wrong = [
            step.k
            for step in backprop_steps.steps(net, start, x, 1.0, bug=bug)
            if not np.allclose(step.values, right[step.does, step.where])
        ]
        told = re.search(rf"(?:In )?\b{letter[-1]} (?:updates|the|what)[^.]+?step (\d+)\.", written(4))
        assert int(told[1]) == wrong[0], letter


def test_a_question_that_is_not_plain_text_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(screen, "EXPLORE", tmp_path)
    (tmp_path / "lesson1").mkdir()
    file = tmp_path / "lesson1" / "questions.py"
    file.write_text('QUESTIONS = {"mistakes": Posed("How many?", right=str(11))}')
    with pytest.raises(ValueError, match=r"questions.py: expected each question as Posed"):
        screen.questions(1)
    file.write_text("")
    with pytest.raises(ValueError, match="expected QUESTIONS"):
        screen.questions(1)


def test_the_command_begins_a_guide_and_keeps_what_is_written(tmp_path, capsys):
    (tmp_path / "goals.toml").write_text((guide.FOLDER / "goals.toml").read_text(encoding="utf-8"))
    words = ["guide", "01", "--out", str(tmp_path)]
    assert main(words) == 0
    page = tmp_path / "01.md"
    page.write_text(page.read_text(encoding="utf-8").replace("75 minutes", "no minutes") + "\nMine.\n")
    assert main(words) == 0
    assert "75 minutes" in page.read_text(encoding="utf-8")
    assert page.read_text(encoding="utf-8").endswith("\nMine.\n")
    capsys.readouterr()
    assert main(words) == 0
    assert "is up to date" in capsys.readouterr().out
    page.write_text("nothing")
    assert main(words) == 1
    assert "expected <!-- made: minutes --> once, got 0" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('"perceptron.nand" = [1]', "", "too many or missing: ['perceptron.nand']"),
        ('"perceptron.nand" = [1]', '"perceptron.nand" = [4]', "expected goals from 1 to 3"),
    ],
)
def test_goals_and_exercises_must_fit(old, new, says, tmp_path, capsys):
    (tmp_path / "goals.toml").write_text(
        (guide.FOLDER / "goals.toml").read_text(encoding="utf-8").replace(old, new)
    )
    assert main(["guide", "01", "--out", str(tmp_path)]) == 1
    assert says in capsys.readouterr().err
