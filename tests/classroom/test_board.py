"""Each number of *To check the board by* in the guides is worked out here, or a lesson's output says it."""

import itertools
import re
from fractions import Fraction

import numpy as np
import pytest

from nnlab import boundary, convolution, data, hopfield, losses, network, neuron, penalties, perceptron
from nnlab.classroom import guide, lessons
from nnlab.descent import descend, stop
from nnlab.explore.lesson3.landscape import SETS
from nnlab.network import Network
from nnlab.optimisers import Adam

NUMBERS = sorted(int(path.stem) for path in guide.FOLDER.glob("[0-9][0-9].md"))
MINUS = "\N{MINUS SIGN}"


def board(number):
    """What the guide says, with the minus of the keyboard."""
    text = (guide.FOLDER / f"{number:02}.md").read_text(encoding="utf-8")
    [line] = re.findall(r"(?m)^- \*\*To check the board by\.\*\* (.+)$", text)
    return line.replace(MINUS, "-")


def printed(number, pattern, part="Play"):
    """What a part of the lesson has printed; the tests of the notebooks compare that with a fresh run."""
    [section] = [
        one for one in lessons.sections(lessons.read(lessons.notebook_of(number))) if one.title == part
    ]
    outputs = [output.get("text", "") for cell in section.cells for output in cell.get("outputs", [])]
    [found] = re.findall(pattern, "\n".join(outputs))
    return found


def listed(values, form="{:g}"):
    """One, another and a third."""
    *first, last = (form.format(value + 0.0) for value in values)
    return f"{', '.join(first)} and {last}"


def row(values, form="{:g}"):
    return f"({', '.join(form.format(value + 0.0) for value in values)})"


def lesson_1():
    gate = data.gate("AND")
    updates = list(perceptron.train(gate.X, gate.y, lr=1.0))
    first_pass = [update for update in updates[1:] if update.samples_seen <= 4]
    w1, w2, b = first_pass[-1].w
    places = " and ".join(row(gate.X[update.sample]) for update in first_pass)
    yield f"after one pass through AND: $w = {row((w1, w2))}$, $b = {b:g}$, with mistakes at {places}"
    yield f"takes {updates[-1].k} mistakes"


def lesson_2():
    w, X = [3, 4, -2], [(0, 0), (1, 1), (2, -1)]
    distances, margin = boundary.signed_distance(w, X), boundary.margin(w, X, [0, 1, 1])
    yield f"{np.hypot(*w[:2]):g} long, the signed distances are {listed(distances)}, "
    yield f"so the margin is {margin:g}"
    gate = data.gate("XOR")
    lines = np.random.default_rng(0).normal(size=(2000, 3))
    least = min(np.sum(perceptron.predict(line, gate.X) != gate.y) for line in lines)
    yield f"nobody gets below {['no', 'one', 'two'][least]} mistake"


def lesson_3():
    start, step = itertools.islice(descend(neuron.loss([[2.0]], [1]), [0.0, 0.0], lr=4.0), 2)
    [a] = neuron.predict(start.theta, [[2.0]])
    w, b = step.theta
    [says] = neuron.predict(step.theta, [[2.0]])
    yield f"$z = {np.log(a / (1 - a)):g}$, $a = {a:g}$, error {a - 1:g}, slope {a * (1 - a):g}; "
    yield f"then $w = {w:g}$, $b = {b:g}$, and it says {says:.3f}"
    x, y = (np.array(column) for column in SETS["overlapping"])
    valley = neuron.loss(x[:, None], y)
    rest, swinging, thrown = (
        np.array([one.theta for one in itertools.islice(descend(valley, [-4.0, 1.0], lr=lr), 2001)])
        for lr in (1.0, 5.0, 10.0)
    )
    yield f"rests near $w = {rest[-1, 0]:.2f}$, $b = {rest[-1, 1]:.2f}$"
    side = np.sign(swinging[-200:, 0] - rest[-1, 0])
    assert np.sum(side[1:] != side[:-1]) > 50
    yield "rate 5 jumps back and forth"
    assert np.linalg.norm(thrown[-1]) > 3 * np.linalg.norm(rest[-1])
    yield "10 throws it out"


def lesson_4():
    net, x = Network((2, 2, 1), "sigmoid"), np.array([[1.0, 0.0]])
    start = np.array([1.0, -1.0, 2.0, 3.0, -1.0, 1.0, 4.0, -2.0, -1.0])
    value, gradient = network.loss(net, x, [1.0])(start)
    hidden, answer = (a.ravel() for a in net.forward(start, x)[1:])
    delta1, delta2 = gradient[4:6], gradient[8]  # of a single sample: what the biases get
    assert hidden[0] == hidden[1]
    yield f"both hidden neurons say {hidden[0]:g}, the answer is {answer[0]:g}, the loss {value:g}"
    yield rf"$\delta^{{(2)}} = {delta2:g}$, and the hidden deltas are {listed(delta1)}"
    new = start - 1.6 * gradient
    yield f"$W^{{(1)}}$ has the rows {row(new[:2])} and {row(new[2:4])}, $b^{{(1)}} = {row(new[4:6])}$"
    yield f"$W^{{(2)}} = {row(new[6:8])}$, $b^{{(2)}} = {new[8]:g}$; it now says {net.predict(new, x)[0]:.3f}"
    right = printed(4, r"XOR: all right from step (\d+) on")
    yield f"all four are right from step {right} on"
    two, three, of = printed(4, r"circles: \{2: (\d+), 3: (\d+)\} of (\d+) wrong")
    assert three == "0"
    yield f"the rings keep {two} mistakes of {of} with two hidden neurons, and none with three"


def lesson_5():
    slopes = np.diff([0.0, 2.0, 1.0, 3.0])
    weights = np.diff(slopes, prepend=0)
    net = Network((1, 3, 1), ("relu", "linear"))
    theta = np.array([1, 1, 1, 0, -1, -2, *weights, 0.0])
    assert net.predict(theta, np.arange(4.0)[:, None]).tolist() == [0, 2, 1, 3]
    yield f"the slopes are {listed(slopes)}, so the three weights are {listed(weights)}"


def lesson_6():
    one, lams = Network((1, 1), "linear", bias=False), (2, 4, 6, 8)
    loss = network.loss(one, [[1.0]], [3.0], "mse")
    found = {}
    for make in (penalties.l2, penalties.l1):
        proxes = [penalties.proximal(make(lam, one.weights)) for lam in lams]
        runs = [stop(descend(loss, [1.0], lr=0.1, prox=prox), at_most=300) for prox in proxes]
        ends = [list(run)[-1].theta[0] for run in runs]
        found[make] = ", ".join(f"{round(end, 6):g}" for end in ends)
    yield f"for λ = {', '.join(map(str, lams))}: "
    yield f"L2 gives {found[penalties.l2]}, and L1 gives {found[penalties.l1]}"
    last, lowest, step = printed(6, r"no penalty +: .+held-out loss ([\d.]+) \(lowest ([\d.]+), step (\d+)\)")
    yield f"the held-out loss is lowest at step {step} with {lowest}, and ends at {last}"


def lesson_7():
    W = hopfield.store([(1, 1, 1), (1, 1, -1)])
    yield f"$w_{{01}} = {W[0, 1]:g}$ and $w_{{02}} = w_{{12}} = {W[0, 2]:g}$"
    assert W[0, 2] == W[1, 2]
    *_, last = hopfield.recall(W, [-1, 1, -1], order="fixed")
    first = hopfield.energy(W, [-1, 1, -1])
    signs = ", ".join("-+"[int(s > 0)] for s in last.s)
    yield f"In the order 0, 1, 2 it ends at $({signs})$ "
    yield f"and the energy falls from {first:g} to {last.energy:g}"
    s = np.array([-1, 1, -1])
    for i in (1, 0, 2):
        s[i] = np.sign(W[i] @ s) or s[i]
    yield f"if neuron 1 looks first, it ends at $({', '.join('-+'[int(one > 0)] for one in s)})$"


def fractions(values):
    return [str(Fraction(float(value)).limit_denominator(100)) for value in values]


def lesson_8():
    z = np.log([1.0, 2.0, 5.0])
    value, slopes = losses.softmax_and_cross_entropy(np.array([[0], [1], [0]]))(z[:, None])
    shares = np.exp(z) / np.exp(z).sum()
    assert np.allclose(8 * shares, [1, 2, 5])
    one, two, three = fractions(slopes[:, 0])
    yield f"the shares are 1/8, 2/8 and 5/8, the loss is {float(value):.3f}, "
    yield f"the slopes are {one}, {two} and {three}"
    net = Network((2, 3), "softmax")
    truth = np.array([[1, 0, 0], [0, 0, 1]])
    batch = network.loss(net, [[1.0, 2.0], [2.0, 0.0]], truth, "cross_entropy")(np.zeros(net.size))[1]
    first, second, biases = (f"({', '.join(fractions(some))})" for some in batch.reshape(3, 3))
    yield f"weights {first} and {second}, biases {biases}"
    yield f"The uneven epoch: {np.average([0.2, 0.2, 1.1], weights=[4, 4, 1]):g}"
    slope = np.array([0.001, -50.0])
    adam = Adam(0.1, eps=1e-300).step(np.zeros(2), slope)[0]
    without = -0.1 * (1 - 0.9) * slope / np.sqrt((1 - 0.999) * slope**2)
    yield f"Adam's first step: {row(adam)}, and without the correction {row(without, '{:.3f}')}"
    small = printed(8, r"B = (\d+): after 5 epochs, (\d+) updates, the loss is ([\d.]+)")
    all_, at = printed(8, r"all   : after 5 epochs, +(\d+) updates, the loss is ([\d.]+)")
    yield f"after five epochs: {small[2]} with batches of {small[0]} in {small[1]} updates, "
    yield f"{at} with all at once in {all_}"


def lesson_9():
    x, K = np.array([[0, 0, 0], [1, 1, 1], [0, 0, 0]]), np.array([[-1, -1], [1, 1]])
    answers, turned = (
        [f"{value:g}" for value in convolution.correlate_slowly(x, kernel).ravel()]
        for kernel in (K, convolution.flipped(K))
    )
    found = convolution.correlate_gradients(x[None, None], K[None, None], np.ones((1, 1, 2, 2)))
    [each] = set(found.K.ravel())
    assert len(answers) == 4
    yield f"four places, the answers {', '.join(answers)}, and the gradient is {each:g} for each number"
    yield f"turned round the answers are {', '.join(turned)}"
    yield "at a shift of 0, 1 and 2 pixels"
    for name in ("dense", "flat"):
        yield f"{name} {', '.join(shares_of(name))}"
    [same] = set(shares_of("global"))
    yield f"global {same} each time"


def shares_of(name):
    said = printed(9, rf"(?m)^{name} +\d+ parameters: (.+)$", "Picture")
    return re.findall(r"([\d.]+) ±", said)


@pytest.mark.parametrize("number", NUMBERS)
def test_each_number_is_worked_out(number):
    line = board(number)
    phrases = list(globals()[f"lesson_{number}"]())
    assert [phrase for phrase in phrases if phrase not in line] == []
    for phrase in phrases:
        line = line.replace(phrase, "")
    assert not re.search(r"\d", line), f"worked out nowhere: {line}"
