"""What the explorable of mini-batches says: whole sentences with named places, and functions to choose them.

Numbers go into the places as `kit.numbers` writes them; nothing else is put together here.
"""

import numpy as np

from nnlab.descent import Step
from nnlab.explore.kit.numbers import count, fixed, plain
from nnlab.explore.lesson8 import material
from nnlab.explore.lesson8.learner import (
    ADAM,
    CONSTANT,
    RMSPROP,
    SCHEDULES,
    UNCORRECTED,
    Gradients,
    Learner,
    Said,
    Settings,
)

SAMPLES, UPDATES, TIME = "samples seen", "updates", "time"
AXES = {SAMPLES: "digits seen", UPDATES: "updates", TIME: "seconds of computing"}
LOSS, HELD_LOSS, BATCH_LOSS = "all training digits", "held out", "one batch"  # the three curves
LOSS_AXIS = "loss"
MISTAKES = "The surest mistakes among the digits held out"
CAPTION = "{digit}, said {said}", "p = {p}"
FULL, BATCHES = "all digits", "one batch"
ALONG, ASIDE = "along the full gradient", "to its side"
ANSWER, DIGIT = "answer", "digit"

HINT = "Ctrl+Z undoes; {keys}."
UNDOES, CLEAR, CLEARS = (
    "undo the last change of a control",
    "Clear curves",
    "forget the curves of earlier runs",
)

STANDING = (
    "Update {k}, epoch {epoch}, {samples} digits seen: training loss {loss}. "
    "Held out ({held_out}): loss {held}, {right} of {m} right."
)
NOISE = (
    "The gradients of the next {m} batches are typically {noise} away from the full one, which is "
    "{length} long."
)
ONE_BATCH = "The one batch holds all digits: its gradient is the full one, {length} long."
LEGEND = (
    "Lower right: how many of each digit (row) got which answer (column). Upper right: gradients. "
    "Each point has the true length of its batch’s gradient and the true angle to the full one; all "
    "are turned to one side."
)
DIVERGED = (
    "It diverged at update {k}: lower the learning rate. The pictures show the last weights that "
    "could be asked."
)
ONE_CLASS = "The next batch holds nothing but the digit {digit}."
LOST_ROWS = "{lost} of {n} digits are left over and lost in each epoch."
NO_BATCH = (
    "{n} // {size} = 0 batches, so an epoch ends before it begins: there is no update, and no error either."
)
TOO_BOLD = (
    "{rule} moves each weight by about the learning rate, however small its gradient: {lr} is much, try 0.01."
)
RATE_NOW = "The schedule makes the rate {lr} here."

STAYS = "The run before stays as a faint curve."
STAYS_FULL = "The run before stays as a faint curve; the oldest one is gone."
ON = "It goes on with the weights of update {k}."
CLEARED = "The curves of earlier runs are cleared."
UNDONE = "The last change is taken back."
NOTHING_TO_UNDO = "There is nothing to undo."
SAME = "before"

NAMES = {  # of an earlier run: what is not as in this one
    "size": "B = {size}",
    "rule": "{rule}",
    "lr": "η = {lr}",
    "schedule": "{schedule} rate",
    "hidden": "{hidden} hidden",
    "order": "{order}",
    "scaling": "{scaling}",
    "held_out": "without {held_out}",
    "last": "last batch {last}",
    "seed": "seed {seed}",
}
SHORT = {  # where a name would be too long for a curve
    1797: "all",
    material.EACH: "shuffled",
    material.FILE: "file's order",
    material.SORTED: "sorted",
    material.INK: "ink / 16",
    material.RAW: "not divided",
    material.UNEVEN: "some / 100",
    material.BATCH: "by batch",
    material.ALONE: "asked singly",
    UNCORRECTED: "Adam uncorr.",
}
NOTES = {
    "Batches of 32": "Each update costs 32 digits: a gradient that is a little off, 45 times an epoch.",
    "One digit at a time": (
        "Each update follows a single digit, whose gradient points almost anywhere. So the rate must "
        "be small; but 1,437 small steps an epoch lead far. Compare it over samples, and then over "
        "time."
    ),
    "All digits as one batch": (
        "The exact gradient, once an epoch. It needs the fewest updates and by far the most digits: compare "
        "it with batches of 32 over updates, and then over samples."
    ),
    "All digits, with momentum": (
        "Momentum helps where there is little noise: here it saves most of the updates. Try it with "
        "batches of 8."
    ),
    "Too large a rate": (
        "The steps jump over what they look for. With a softmax and tanh no number overflows, so no "
        "error says so. Compare the loss with where it began."
    ),
    "The rate falls along a cosine": (
        "A large rate gets ahead, a small one settles: as the rate falls, the noise of the batches "
        "dies away. It ends after 20 epochs."
    ),
    "Sorted by class, not shuffled": (
        "Nearly every batch holds one class, and its gradient says: always answer that. Compare the points "
        "with the full gradient, and see what the table of answers does."
    ),
    "Shuffled once": (
        "One random order, the same in every epoch. It does as well as a new one each time: what matters is "
        "that neighbours are not alike."
    ),
    "Adam": (
        "Adam divides each number of the gradient by its usual size. At its best rate it is no faster here."
    ),
    "Adam at its usual rate": (
        "0.001 is what most programs begin with. For this small net it is ten times too small."
    ),
    "Adam without correction": (
        "Both running means begin at 0, and nothing makes up for that. Look at the first few steps: are "
        "they too short or too long?"
    ),
    "Ink not divided": (
        "Pixels from 0 to 16 in place of 0 to 1: the slopes are up to 16 times larger, and the same rate is "
        "far too large. The hidden units saturate at once."
    ),
    "Some pixels far too small": (
        "Every other pixel is a hundred times smaller, as a column in other units would be. Their "
        "weights would have to grow a hundred times larger, but their slopes are a hundred times "
        "smaller."
    ),
    "Some too small, with Adam": (
        "Adam helps, for its steps are as long for small inputs. It does not replace scaling."
    ),
    "Scaled by the batch, asked singly": (
        "It learns well, each batch scaled by its own mean and spread. But a single digit has no "
        "spread: scaled by itself every pixel is 0, and all digits look alike. Keep the scaling of "
        "the training digits."
    ),
    "Last batch lost, file sorted": (
        "1,437 // 1,000 is one batch; the rest of the file is never seen. As it is sorted, those are "
        "the last classes. Look for empty columns in the table."
    ),
    "Batch larger than the file": (
        "Play, and see that nothing happens. A program that learns this way ends well, too."
    ),
    "Another stretch of the file": (
        "Neighbours in the file are probably of one hand. Digits of a hand that was never seen are "
        "harder than a random fifth; try all five stretches, for one alone is a choice, too."
    ),
    "No hidden layer": (
        "Softmax regression: ten weighted sums, and 650 numbers to learn. It comes surprisingly far."
    ),
}

EARLIER, ONE_EARLIER = "those of {n} earlier runs", "those of 1 earlier run"
ALT = (
    "A network has learned {n} digits for {k} updates, {samples} digits seen: its losses, with "
    "{earlier}; the gradients of the next {m} batches; a table of answers, {right} of "
    "{asked} digits held out right; the surest mistakes"
)


def standing(learner: Learner, said: Said, right: int) -> str:
    """Say how it stands."""
    k = learner.player.position
    samples = int(learner.samples(np.array(k)))
    return STANDING.format(
        k=count(k),
        epoch=fixed(k / max(learner.per_epoch, 1), 1),
        samples=count(samples),
        loss=plain(said.loss),
        held_out=learner.settings.held_out,
        held=plain(said.held_loss),
        right=right,
        m=len(said.p),
    )


def diverged(step: Step) -> str:
    """Say that there is nothing left to go on from."""
    return DIVERGED.format(k=count(step.k))


def remarks(learner: Learner, found: Gradients) -> list[str]:
    """Say what is odd about this run, and how far the batches' gradients are from the full one."""
    s, n = learner.settings, learner.n
    if not learner.per_epoch:
        return [NO_BATCH.format(n=count(n), size=count(s.size))]
    told, m, length = [], len(found.along), plain(found.length, 2)
    if learner.per_epoch == 1 and s.last == material.KEPT:
        told.append(ONE_BATCH.format(length=length))
    elif m:
        told.append(NOISE.format(m=m, noise=plain(found.noise, 2), length=length))
    if (digit := learner.only_class()) is not None:
        told.append(ONE_CLASS.format(digit=digit))
    if s.rule in (ADAM, UNCORRECTED, RMSPROP) and s.lr > 0.1:
        told.append(TOO_BOLD.format(rule=s.rule, lr=plain(s.lr)))
    if s.schedule != CONSTANT:
        factor = SCHEDULES[s.schedule](learner.per_epoch)(learner.player.position)
        told.append(RATE_NOW.format(lr=plain(factor * s.lr, 2)))
    if s.last == material.LOST:
        told.append(LOST_ROWS.format(lost=n - learner.per_epoch * s.size, n=count(n)))
    return told


def goes_on(k: int) -> str:
    """Say from which update it goes on."""
    return ON.format(k=count(k))


def stays(*, full: bool) -> str:
    """Say that the curve of the run before stays; `full` if another one had to go for it."""
    return STAYS_FULL if full else STAYS


def differs(earlier: Settings, now: Settings) -> str:
    """Name an earlier run by what was not as it is now: the first two things of it."""
    names = []
    for name, text in NAMES.items():
        value = getattr(earlier, name)
        if value != getattr(now, name):
            value = plain(value) if name == "lr" else SHORT.get(value, value)
            names.append(text.format(**{name: value}))
    return ", ".join(names[:2]) or SAME


def caption(digit: int, said: int, p: float) -> tuple[str, str]:
    """Return the two lines below a mistake."""
    return CAPTION[0].format(digit=digit, said=said), CAPTION[1].format(p=fixed(p, 3))


def alt(learner: Learner, right: int, earlier: int) -> str:
    """Say what is seen, for those who do not see it."""
    k = learner.player.position
    return ALT.format(
        n=count(learner.n),
        k=count(k),
        samples=count(int(learner.samples(np.array(k)))),
        earlier=ONE_EARLIER if earlier == 1 else EARLIER.format(n=earlier),
        m=learner.looked_at,
        right=right,
        asked=len(learner.material.classes),
    )
