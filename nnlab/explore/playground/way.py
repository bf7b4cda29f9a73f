"""A sample's whole way through the network as text for a page: a heading and a line for each unit."""

import html

from nnlab.explore.playground.learner import Learner
from nnlab.explore.playground.reading import wire_of
from nnlab.explore.playground.specimen import Specimen
from nnlab.explore.playground.unit_words import at_wire, shown, whole_way
from nnlab.pictures.network_plan import Spot

NO_SAMPLE = (
    "Put the pointer on a sample in the output: its whole way through the network stands here. "
    "A click on the sample keeps it here. Click on a weight, too, and its slope for this sample is checked."
)
HELD = "The weight or bias you have chosen"
AT = "Sample {number} at step {k}"
RIGHT, WRONG = "{at}: {right}, and the network says so.", "{at}: {right}, but the network says {said}."


def specimen_of(learner: Learner, sample: int) -> Specimen:
    """Return the sample of that number, of the learner's material, in the network of the step shown."""
    x = learner.inputs(learner.material.X[sample : sample + 1])[0]
    y = learner.asking.targets[sample]
    return Specimen(learner.net, learner.theta, x, y, learner.settings.loss)


def verdict(learner: Learner, sample: int) -> str:
    """Return which sample it is, of which class, and whether the network says so."""
    m, at = learner.material, AT.format(number=sample + 1, k=learner.step)
    if not m.classes:
        return f"{at}."
    said, right = learner.called(learner.said.a[sample : sample + 1])[0], int(m.y[sample])
    return (RIGHT if said == right else WRONG).format(at=at, right=m.classes[right], said=m.classes[said])


def page_of(learner: Learner, sample: int | None, held: Spot | None = None) -> str:
    """Return the way of a sample as HTML: forward, its loss, and back; or how to choose one.

    First comes the weight or bias that is `held`, if any: what it carries, and its slope.
    """
    if sample is None:
        return f"<p>{html.escape(NO_SAMPLE)}</p>"
    names = [shown(name) for name in learner.settings.features]
    s = specimen_of(learner, sample)
    parts = whole_way(s, names, learner.material.classes)
    if held is not None:
        parts.insert(0, (HELD, at_wire(s, names, wire_of(held, learner))))
    told = [f"<p>{html.escape(verdict(learner, sample))}</p>"]
    for heading, lines in parts:
        items = "".join(f"<li>{html.escape(line)}</li>" for line in lines)
        told.append(f"<p><b>{html.escape(heading)}</b></p><ul>{items}</ul>")
    return f"<div class='nnlab-way'>{''.join(told)}</div>"
