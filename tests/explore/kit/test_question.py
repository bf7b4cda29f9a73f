"""Questions before the play: what the page is told, what comes back after it, what a stored page shows."""

import gc
import re
import weakref

import pytest
import traitlets

from nnlab.explore.kit.question import NO_PREDICTION, Answer, Posed, pose

POSED = Posed(
    "How many <legs> has an ant?",
    right="6",
    answers=(
        Answer("4", "That is a horse."),
        Answer("6", "Three pairs & no more."),
        Answer("8", "A spider."),
    ),
)


@pytest.fixture
def question():
    return pose({"ant": POSED}, "ant")


def test_the_page_knows_every_reply_beforehand(question):
    assert question.answers == ["4", "6", "8"]
    assert question.replies == ["That is a horse.", "Three pairs & no more.", "A spider."]
    assert question.chosen == "" and question.prompt == POSED.prompt


def test_the_reminder_follows_the_prediction(question):
    reminder = question.again()
    assert (reminder.said, reminder.was) == (NO_PREDICTION, "")
    question.chosen = "8"
    assert (reminder.said, reminder.was) == ("You said “8”.", "It was “6”. Three pairs & no more.")
    question.chosen = "6"
    assert (reminder.said, reminder.was) == (
        "You said “6”.",
        "It was “6”, as you said. Three pairs & no more.",
    )
    assert question.again() is reminder  # a cell that runs a hundred times leaves no hundred behind


def test_question_and_reminder_tell_the_page_which_output_is_theirs(question):
    for widget in (question, question.again()):
        assert widget.own_id == widget.model_id != ""
        assert widget.get_state()["own_id"] == widget.own_id


def test_a_question_closes_with_its_reminder(question):
    reminder = question.again()
    question.close()
    assert question.comm is None and reminder.comm is None
    reminder.close()  # once more does no harm


def test_a_closed_reminder_is_told_nothing_and_another_takes_its_place(question):
    reminder = question.again()
    reminder.close()
    question.chosen = "8"
    assert reminder.said == NO_PREDICTION
    assert question.again().said == "You said “8”."


def test_nothing_but_the_reader_holds_a_closed_question():
    question = pose({"ant": POSED}, "ant")
    held = [weakref.ref(widget) for widget in (question, question.again())]
    question.close()
    del question
    gc.collect()
    assert [widget() for widget in held] == [None, None]


def test_only_one_of_the_answers_can_be_chosen(question):
    question.chosen = "4"
    with pytest.raises(traitlets.TraitError, match="chosen: expected one of"):
        question.chosen = "100"
    assert question.chosen == "4"


def test_a_page_without_a_kernel_has_the_question_and_all_replies(question):
    data, _ = question._repr_mimebundle_()
    shown = data["text/html"]
    assert "How many &lt;legs&gt; has an ant?" in shown
    folded = re.findall(r"<details><summary>(.*?)</summary>(.*?)</details>", shown)
    assert folded == [("4", "That is a horse."), ("6", "Three pairs &amp; no more."), ("8", "A spider.")]
    assert data["text/plain"] == "Question: How many <legs> has an ant?"


def test_what_is_stored_of_the_reminder_does_not_hang_on_the_choice(question):
    before = question.again()._repr_mimebundle_()[0]["text/html"]
    question.chosen = "8"
    after, _ = question.again()._repr_mimebundle_()
    assert before == after["text/html"]
    [(summary, folded)] = re.findall(r"<details><summary>(.*?)</summary>(.*?)</details>", before)
    assert folded == "It was “6”. Three pairs &amp; no more." and "6" not in summary
    assert after["text/plain"] == "Reminder: How many <legs> has an ant?"


@pytest.mark.parametrize(
    ("right", "texts", "said"),
    [
        ("7", ("4", "6"), "right: expected one of"),
        ("4", ("4",), "answers: expected 2 to 5"),
        ("4", ("4", "4"), "answers: expected 2 to 5 that differ"),
        ("1", tuple("123456"), "answers: expected 2 to 5"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused(right, texts, said):
    with pytest.raises(ValueError, match=said):
        Posed("?", right, tuple(Answer(text, "so") for text in texts))


def test_an_unknown_name_is_answered_with_the_known_ones():
    with pytest.raises(ValueError, match="name: expected one of ant, got 'bee'"):
        pose({"ant": POSED}, "bee")
