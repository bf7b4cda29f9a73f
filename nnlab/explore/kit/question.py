"""A question before the play: the reader predicts, and is answered at once; nothing is graded.

To a wrong answer the reply says what to look at, and not what is right: that stands in the reminder after the
play, folded away until the reader has seen it for themselves.

The page knows all the answers beforehand, so it replies even while the kernel is busy. Where no kernel runs,
the stored output is the same question as plain HTML, with answers that fold open: `still.js` sees to it that
the notebook's file holds that, and no view of a model that is gone.
"""

import html
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import final

import anywidget
import traitlets

HERE = Path(__file__).parent
PAGE_FILES = ("still.js", "element.js", "question.js")
FEWEST, MOST = 2, 5  # answers to choose from

BEFORE = "Predict first"
YOU_WERE_ASKED = "You were asked"
IT_WAS = "It was “{right}”."
NO_PREDICTION = "You have not made a prediction. There is still time: answer the question above."
YOU_SAID = "You said “{chosen}”."
ONCE_PLAYED = "Open this once you have played"
AS_YOU_SAID = "It was “{right}”, as you said."


@final
@dataclass(frozen=True)
class Answer:
    """An answer to choose, and what is then said: why one could think so, and what to look at."""

    text: str
    reply: str


@final
@dataclass(frozen=True)
class Posed:
    """A question as a lesson's file writes it down: `right` is the text of the right one of `answers`."""

    prompt: str
    right: str
    answers: tuple[Answer, ...]

    def __post_init__(self) -> None:
        texts = [answer.text for answer in self.answers]
        if not FEWEST <= len(texts) <= MOST or len(set(texts)) < len(texts):
            raise ValueError(f"answers: expected {FEWEST} to {MOST} that differ, got {texts}")
        if self.right not in texts:
            raise ValueError(f"right: expected one of {texts}, got {self.right!r}")

    @property
    def reason(self) -> str:
        """What is said to the right answer."""
        return next(answer.reply for answer in self.answers if answer.text == self.right)

    def as_html(self) -> str:
        """Return the question for pages on which no kernel runs: each answer folds open its reply."""
        folded = "\n".join(
            f"<details><summary>{html.escape(answer.text)}</summary>{html.escape(answer.reply)}</details>"
            for answer in self.answers
        )
        return f"<p><strong>{BEFORE}.</strong> {html.escape(self.prompt)}</p>\n{folded}\n"


class Asked(anywidget.AnyWidget):
    """Abstract base of what a question shows: it has a page file, and text for pages without a kernel."""

    # As text, for the reason that stands in `Stage`.
    _esm = "\n".join((HERE / name).read_text(encoding="utf-8") for name in PAGE_FILES)
    _css = (HERE / "question.css").read_text(encoding="utf-8")
    # Its model id: the page finds its output by it.
    own_id = traitlets.Unicode().tag(sync=True)

    def __init__(self, **traits) -> None:
        super().__init__(**traits)
        self.own_id = self.model_id or ""

    def __repr__(self) -> str:
        raise NotImplementedError

    def as_html(self) -> str:
        """Return what the stored notebook shows."""
        raise NotImplementedError

    def _repr_mimebundle_(self, **kwargs):
        view, metadata = super()._repr_mimebundle_(**kwargs)
        return view | {"text/html": self.as_html(), "text/plain": repr(self)}, metadata


@final
class Question(Asked):
    """A question with answers to choose from; `chosen` is the text chosen last, or empty.

    Show it before the play, and `question.again()` after it.
    """

    kind = traitlets.Unicode("question").tag(sync=True)
    heading = traitlets.Unicode(BEFORE).tag(sync=True)
    prompt = traitlets.Unicode().tag(sync=True)
    answers = traitlets.List(trait=traitlets.Unicode()).tag(sync=True)
    replies = traitlets.List(trait=traitlets.Unicode()).tag(sync=True)
    chosen = traitlets.Unicode().tag(sync=True)

    def __init__(self, posed: Posed) -> None:
        self.posed = posed
        self._reminder: Reminder | None = None
        super().__init__(
            prompt=posed.prompt,
            answers=[answer.text for answer in posed.answers],
            replies=[answer.reply for answer in posed.answers],
        )

    @traitlets.validate("chosen")
    def _one_of_them(self, proposal) -> str:
        if proposal.value and proposal.value not in self.answers:
            raise traitlets.TraitError(f"chosen: expected one of {self.answers}, got {proposal.value!r}")
        return proposal.value

    @property
    def right(self) -> str:
        """The text of the right answer."""
        return self.posed.right

    def again(self) -> "Reminder":
        """Return the reminder of the prediction, to be shown after the play; it is the same each time."""
        if self._reminder is None or self._reminder.comm is None:
            self._reminder = Reminder(self)
        return self._reminder

    def close(self) -> None:
        """Close the question and its reminder."""
        if self._reminder is not None:
            self._reminder.close()
        super().close()

    def as_html(self) -> str:
        """Return the question with answers that fold open."""
        return self.posed.as_html()

    def __repr__(self) -> str:
        return f"Question: {self.prompt}"


@final
class Reminder(Asked):
    """What the reader predicted, and folded away what it was; it follows when they choose another answer.

    Nothing here knows whether they have played. So they unfold the answer themselves, when they have.
    """

    kind = traitlets.Unicode("reminder").tag(sync=True)
    heading = traitlets.Unicode(YOU_WERE_ASKED).tag(sync=True)
    prompt = traitlets.Unicode().tag(sync=True)
    said = traitlets.Unicode().tag(sync=True)
    fold = traitlets.Unicode(ONCE_PLAYED).tag(sync=True)
    was = traitlets.Unicode().tag(sync=True)  # empty where nothing was predicted

    def __init__(self, question: Question) -> None:
        self.question = question
        super().__init__(prompt=question.prompt)
        question.observe(self._on_choice, names="chosen")
        self._on_choice(None)

    def close(self) -> None:
        """Close it; the question tells it no more."""
        if self.comm is not None:
            self.question.unobserve(self._on_choice, names="chosen")
        super().close()

    def _on_choice(self, _change) -> None:
        chosen, right = self.question.chosen, self.question.right
        self.said = YOU_SAID.format(chosen=chosen) if chosen else NO_PREDICTION
        self.was = self._answer(AS_YOU_SAID if chosen == right else IT_WAS) if chosen else ""

    def _answer(self, sentence: str) -> str:
        return f"{sentence.format(right=self.question.right)} {self.question.posed.reason}"

    def as_html(self) -> str:
        """Return the question and its right answer, which folds open."""
        return (
            f"<p><strong>{YOU_WERE_ASKED}.</strong> {html.escape(self.prompt)}</p>\n"
            f"<details><summary>{ONCE_PLAYED}</summary>{html.escape(self._answer(IT_WAS))}</details>\n"
        )

    def __repr__(self) -> str:
        return f"Reminder: {self.prompt}"


def pose(questions: Mapping[str, Posed], name: str) -> Question:
    """Return the question of that name. Raises ValueError if there is none."""
    if name not in questions:
        raise ValueError(f"name: expected one of {', '.join(questions)}, got {name!r}")
    return Question(questions[name])
