"""What holds for the questions of every lesson, and that each right answer is right."""

import importlib
import itertools
import pkgutil
import re
from pathlib import Path

import nbformat
import numpy as np
import pytest

from nnlab import (
    attractors,
    boundary,
    conv_network,
    curvefit,
    data,
    descent,
    explore,
    hopfield,
    network,
    neuron,
    optimisers,
    perceptron,
    projection,
    regression,
    slopes,
)
from nnlab.batches import Batches, Stream
from nnlab.confusion import accuracy
from nnlab.conv_network import ConvNetwork
from nnlab.data.letters import letters
from nnlab.explore.lesson3.landscape import SETS
from nnlab.explore.lesson5 import explore_ensemble
from nnlab.explore.lesson6 import explore_overfit, explore_shrink
from nnlab.explore.lesson8.learner import Learner, Settings
from nnlab.model_selection import split
from nnlab.network import Network
from nnlab.optimisers import Momentum
from nnlab.rows import Arrays
from nnlab.scaling import Scaler
from nnlab.sheets import every_place, laid

ROOT = Path(__file__).parents[2]
LESSONS = [info.name for info in pkgutil.iter_modules(explore.__path__) if info.name.startswith("lesson")]


def questions_of(lesson):
    return importlib.import_module(f"nnlab.explore.{lesson}.questions").QUESTIONS


ALL = [(lesson, name, posed) for lesson in LESSONS for name, posed in questions_of(lesson).items()]


def last_of(run, steps):
    """The step after so many."""
    *_, last = itertools.islice(run, steps + 1)
    return last


@pytest.mark.parametrize("lesson", LESSONS)
def test_every_lesson_asks_two_to_four_questions(lesson):
    assert 2 <= len(questions_of(lesson)) <= 4


@pytest.mark.parametrize("lesson", LESSONS)
def test_the_notebook_asks_each_question_once_and_comes_back_to_it(lesson):
    [path] = ROOT.glob(f"notebooks/{int(lesson.removeprefix('lesson')):02}_*.ipynb")
    cells = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
    asked = [re.fullmatch(r'(\w+) = ask\("(\w+)"\)\n\1', cell.source) for cell in cells]
    again = [re.fullmatch(r"(\w+)\.again\(\)", cell.source) for cell in cells]
    assert sorted(m[2] for m in asked if m) == sorted(questions_of(lesson))
    for k, guess in [(k, m[1]) for k, m in enumerate(asked) if m]:
        [later] = [j for j, m in enumerate(again) if m and m[1] == guess]
        assert later >= k + 2, f"{guess}: there is nothing to see between question and answer"


@pytest.mark.parametrize(
    ("lesson", "name", "posed"), ALL, ids=[f"{lesson}-{name}" for lesson, name, _ in ALL]
)
def test_every_answer_has_a_reply_of_its_own_that_explains(lesson, name, posed):
    replies = [answer.reply for answer in posed.answers]
    assert 3 <= len(replies) == len(set(replies)) <= 4
    for answer in posed.answers:
        assert len(answer.reply.split()) >= 12, f"{answer.text!r}: says too little"
        assert not re.search(r"\b(wrong|incorrect|false|no)[.!,]", answer.reply.split(".")[0], re.IGNORECASE)
    assert posed.prompt.rstrip().endswith("?")


@pytest.mark.parametrize(
    ("lesson", "name", "posed"), ALL, ids=[f"{lesson}-{name}" for lesson, name, _ in ALL]
)
def test_no_reply_to_another_answer_says_the_right_one(lesson, name, posed):
    others = [answer.reply for answer in posed.answers if answer.text != posed.right]
    words = re.compile(rf"\b{re.escape(posed.right)}\b", re.IGNORECASE)
    assert not any(words.search(reply) for reply in others)


# -- lesson 0


def numbers_that_are_left():
    return str(np.ones((3, 4)).sum(axis=0).size)


def slope_by_smaller_nudges():
    def error(h):
        return abs(slopes.one_sided(lambda w: (2 * w - 1) ** 2, 1.0, h) - 4)

    better = error(1e-1) > error(1e-4) > error(1e-7)
    worse = error(1e-8) < error(1e-12) < error(1e-15)
    nothing = slopes.one_sided(lambda w: (2 * w - 1) ** 2, 1.0, 1e-17) == 0
    return "better at first, then worse, and in the end it is 0" if better and worse and nothing else error


def where_the_first_unit_lands():
    W = np.array([[1.0, 2.0], [3.0, 4.0]])
    lands = W @ [1, 0]
    named = {"those of its first row": W[0], "those of its first column": W[:, 0]}
    return "; ".join(name for name, numbers in named.items() if (numbers == lands).all())


def spread_of_the_mean_of_forty():
    rng = np.random.default_rng(0)
    few, many = (rng.random((4000, n)).mean(axis=1).std() for n in (10, 40))
    return "about half as large" if 0.45 < many / few < 0.55 else many / few


# -- lesson 1


def mistakes_on_and():
    points = data.load("AND")
    return str(sum(1 for _ in perceptron.train(points.X, points.y, lr=1.0)) - 1)


def test_no_reply_gives_away_the_bound_that_the_lesson_works_out():
    points = data.load("AND")
    bound = perceptron.novikoff(points.X, perceptron.max_margin(points.X, points.y).gamma)
    replies = " ".join(answer.reply for answer in questions_of("lesson1")["mistakes"].answers)
    assert f"{bound:.0f}" not in replies


def wrong_with_one_feature():
    birds = data.penguins()
    X = birds.X[:, :1]
    run = itertools.islice(perceptron.train(X, birds.y), 1500)  # the rest is alike
    usual = np.median([np.sum(perceptron.predict(update.w, X) != birds.y) for update in run])
    return "more than 100" if usual > 100 else usual


# -- lesson 2


def line_of_doubled_numbers():
    w, places = np.array([0.7, -1.3, 0.4]), np.random.default_rng(0).uniform(-3, 3, (50, 2))
    before, after = (boundary.signed_distance(numbers, places) for numbers in (w, 2 * w))
    return "it stays where it is" if np.allclose(before, after) else "it moves"


def wrong_and_zeros(seed, degree, prox=None, steps=1000):
    """As in the lesson: the share of held-out samples that is wrong, and how many weights are 0."""
    dice = np.random.default_rng(seed)
    seen, unseen = (data.blobs(n, rng=dice, spread=1.2) for n in (20, 200))
    features, new = (boundary.polynomial(points.X, degree) for points in (seen, unseen))
    scaler = Scaler.fit(features)
    error = projection.half_mean_square(scaler.transform(features), seen.y)
    run = descent.descend(error, np.zeros(features.shape[1] + 1), lr=0.05, prox=prox)
    theta = last_of(run, steps).theta
    return np.mean(perceptron.predict(theta, scaler.transform(new)) != unseen.y), np.sum(theta == 0)


def number_of_features():
    line, bent = (np.mean([wrong_and_zeros(seed, d)[0] for seed in range(8)]) for d in (1, 6))
    return "the one with 2 features" if bent > line + 0.02 else "the one with 27 features"


def fence_with_zeros():
    fences = {"in the ball": "l2", "in the diamond": "l1"}
    zeros = {
        name: [wrong_and_zeros(seed, 6, projection.fence(0.5, kind))[1] for seed in range(3)]
        for name, kind in fences.items()
    }
    return "; ".join(name for name, found in zeros.items() if min(found) > 0)


# -- lesson 3


def overlapping():
    x, y = (np.array(column) for column in SETS["overlapping"])
    return x[:, None], y, neuron.loss(x[:, None], y)


def wrong_at_rest():
    x, y, loss = overlapping()
    theta = last_of(descent.descend(loss, [-4.0, 1.0], lr=0.5), 1000).theta
    assert np.linalg.norm(loss(theta)[1]) < 1e-3
    return str(np.sum((neuron.predict(theta, x) >= 0.5) != y))


def how_much_sooner():
    def steps(kind):
        rolling = descent.descend(neuron.loss([[1.0]], [1], kind=kind), [-5.0, -5.0], lr=1.0)
        return next(step.k for step in rolling if step.theta.sum() >= 0)

    ratio = steps("half_sse") / steps("cross_entropy")
    return "cross-entropy, more than a thousand times as soon" if ratio > 1000 else ratio


def after_lowering_the_rate():
    _, _, loss = overlapping()
    out = last_of(descent.descend(loss, [-4.0, 1.0], lr=10.0), 300).theta
    later = last_of(descent.descend(loss, out, lr=0.5), 300).theta
    rest = last_of(descent.descend(loss, [-4.0, 1.0], lr=0.5), 300).theta
    stays = np.linalg.norm(later - out) < 0.02 * np.linalg.norm(out - rest)
    return "it stays almost where it is" if stays else later


# -- lesson 4


def two_hidden(gate, steps, **start):
    """The answers, right or not, at each step of a 2-2-1 network as in the lesson."""
    net, points = Network((2, 2, 1), ("tanh", "sigmoid")), data.gate(gate)
    loss = network.loss(net, points.X, points.y, "cross_entropy")
    run = descent.descend(loss, net.init(**start), lr=1.0)
    return points.y, np.array([net.predict(s.theta, points.X) for s in itertools.islice(run, steps + 1)])


def steps_to_xor():
    y, says = two_hidden("XOR", 300, rng=np.random.default_rng(0))
    first = 1 + np.flatnonzero(((says >= 0.5) != y).any(axis=1)).max()
    return "between 10 and 1000" if 10 <= first <= 300 else first


def and_from_zeros():
    _, says = two_hidden("AND", 1000, how="zeros")
    return "the same to all four: about 0.25" if np.allclose(says[-1], 0.25, atol=0.01) else says[-1]


def right_for_twins():
    y, says = two_hidden("XOR", 1000, how="constant", value=0.5)
    return {2: "two", 3: "three", 4: "all four"}[int(np.sum((says[-1] >= 0.5) == y))]


# -- lesson 5


def what_reaches_below_zero():
    wave = data.curve("sine", 40, rng=np.random.default_rng(5), noise=0.1)
    how = dict(rng=np.random.default_rng(0))
    tried = {
        "more hidden units": dict(hidden=40, output="sigmoid", steps=500),
        "more steps": dict(hidden=10, output="sigmoid", steps=4000),
        "another output": dict(hidden=10, output="linear", steps=500),
    }
    lowest = {}
    for name, settings in tried.items():
        net, last = curvefit.learn(wave.x, wave.y, **settings, **how)
        lowest[name] = net.predict(last.theta, wave.x[:, None]).min()
    return "; ".join(name for name, answer in lowest.items() if answer < -0.5)


def times_as_far_apart():
    fan = explore_ensemble()
    fan.seek(200)
    spread = fan.answers(fan.player.step.theta).std(axis=1, ddof=1)
    times = spread[~fan.inside].mean() / spread[fan.inside].mean()
    return "about ten times as far" if 7 < times < 14 else times


def zigzags_found():
    x, y = np.array([0.0, 1.0, 2.0, 3.0]), np.array([0.0, 2.0, 1.0, 3.0])
    net = Network((1, 3, 1), ("relu", "linear"))
    loss, found = network.loss(net, x[:, None], y, "mse"), 0
    for chance in np.random.default_rng(0).spawn(20):
        start = curvefit.spread_out(net, x, rng=chance)
        found += last_of(descent.descend(loss, start, lr=0.02), 1500).value < 1e-3
    return "fewer than ten" if 0 < found < 10 else found


# -- lesson 6


def when_held_out_is_lowest():
    run = explore_overfit()
    for k in (1000, 2000):
        run.seek(k)
    k = int(np.argmin(run.player.history()[1][:, 1]))
    return "within the first 100 steps" if k <= 100 else k


def best_of_a_hundred_deals():
    published = []
    for rng in np.random.default_rng(0).spawn(10):
        X, y = rng.normal(size=(60, 4)), rng.choice([-1, 1], 60)
        right = []
        for _ in range(100):
            train, _, test = split(60, validation=0, test=20, rng=rng)
            w, b = np.split(regression.ridge(X[train], y[train], 0.0), [4])
            right.append(np.mean(np.sign(X[test] @ w + b) == y[test]))
        published.append(max(right))
    return "between 65 % and 80 % right" if 0.65 < np.mean(published) < 0.8 else np.mean(published)


def units_that_come_back():
    rings = explore_shrink(penalty="L1", lam=0.01)
    for k in (1000, 2000, 3000):
        rings.seek(k)
    left = rings.in_use().sum()
    rings.controls["penalty"].value = "none"
    rings.seek(4000)
    assert left < 12
    return "they come back" if rings.in_use().all() else rings.in_use().sum()


# -- lesson 7


def what_becomes_of_a_negative():
    A, *_ = patterns = letters("AJX")
    W = hopfield.store(patterns)
    *_, last = hopfield.recall(W, -A, rng=np.random.default_rng(0))
    return "it stays as it is" if (last.s == -A).all() else hopfield.overlap(patterns, last.s)


def what_is_left_of_a_hundred():
    X = np.random.default_rng(1).choice([-1, 1], size=(100, 500))
    ends = attractors.settle(hopfield.store(X), X, rng=np.random.default_rng(1)).S
    exact = np.sum((ends == X).all(axis=1))
    return "hardly any: fewer than five" if exact < 5 else exact


def digits_that_stay():
    written = data.digits()
    pixels = np.where(written.X >= 8, 1, -1)
    digits = pixels[[np.flatnonzero(written.y == c)[0] for c in range(4)]]

    def staying(some):
        return np.sum(~(some * (some @ hopfield.store(some)) < 0).any(axis=1))

    assert staying(digits[:3]) == 3  # as the question says
    return {0: "none", 3: "three", 4: "all four"}[int(staying(digits))]


# -- lesson 8


def right_after(epochs, **settings):
    """The loss on all digits to learn from, and the share of those held out that is right."""
    learner = Learner(Settings(**settings))
    learner.player.seek(epochs * learner.per_epoch)
    said = learner.said(learner.player.step.theta)
    return said.loss, np.mean(said.p.argmax(axis=1) == learner.material.classes)


def tenth(share):
    return "about one in ten" if 0.05 < share < 0.2 else share


def lower_after_five_epochs():
    losses = np.array([[right_after(5, size=size, seed=seed)[0] for size in (32, 1797)] for seed in range(3)])
    assert len(Learner(Settings()).material.X) == 1437  # as the question says
    return "batches of 32, by far" if (5 * losses[:, 0] < losses[:, 1]).all() else losses


def right_of_a_sorted_file():
    return tenth(np.mean([right_after(1, order="sorted by class", seed=seed)[1] for seed in range(3)]))


def first_step_without_correction():
    gradient = np.random.default_rng(0).normal(size=20)
    steps = [optimisers.Adam(0.01, correct=c).step(np.zeros(20), gradient)[0] for c in (False, True)]
    times = steps[0] / steps[1]
    return "about three times too long" if np.abs(times - np.sqrt(10)).max() < 1e-4 else times


def right_one_by_one():
    asked = {
        how: right_after(5, scaling=how)[1] for how in ("each batch by itself", "the same, asked singly")
    }
    assert asked["each batch by itself"] > 0.9  # "nearly all digits right"
    return tenth(asked["the same, asked singly"])


# -- lesson 9


def right_when_moved_by_two(net, seed=0):
    """The share of 360 new digits that is right two pixels off the middle, where the net has learned."""
    written = data.digits()
    pictures, y = written.X.reshape(-1, 8, 8) / 16, data.one_hot(written.y, 10)
    order = np.random.default_rng(seed).permutation(len(y))
    new, known = order[:360], order[360:]
    make_loss = conv_network.loss_of(net) if isinstance(net, ConvNetwork) else network.loss_of(net)
    stream = Stream(make_loss, Batches(Arrays(laid(pictures[known], 12), y[known]), 32))
    start = net.init(rng=np.random.default_rng(seed))
    theta = last_of(descent.descend(stream, start, rule=Momentum(0.1)), 15 * stream.batches.per_epoch).theta
    places, far = every_place(pictures, 12)
    share = [accuracy(net.predict(theta, laid(pictures[new], 12, *at)), written.y[new]) for at in places]
    assert np.array(share)[far == 0].mean() > 0.94
    return np.array(share)[far == 2].mean()


def dense_net_moved():
    share = right_when_moved_by_two(Network((144, 13, 10), ("tanh", "softmax")))
    return "about ten of a hundred" if 0.05 < share < 0.16 else share


def flat_convolution_moved():
    share = right_when_moved_by_two(ConvNetwork((12, 12), kernels=8, side=3, padding=0, pool_side=2))
    return "about ten of a hundred, like the dense one" if 0.05 < share < 0.17 else share


def who_loses_by_a_shuffle():
    written, shuffled = data.digits(), np.random.default_rng(99).permutation(64)
    X, y = written.X / 16, data.one_hot(written.y, 10)
    nets = {"the dense net": Network((64, 21, 10), ("tanh", "softmax"))}
    nets["the convolution"] = ConvNetwork(kernels=8, side=3, padding=0, pool_side=2)
    loses = []
    for name, net in nets.items():
        make_loss = conv_network.loss_of(net) if isinstance(net, ConvNetwork) else network.loss_of(net)
        shares = []
        for seed in range(3):
            order = np.random.default_rng(seed).permutation(len(y))
            new, known = order[:360], order[360:]
            for columns in (np.arange(64), shuffled):
                stream = Stream(make_loss, Batches(Arrays(X[known][:, columns], y[known]), 32))
                start = net.init(rng=np.random.default_rng(seed))
                run = descent.descend(stream, start, rule=Momentum(0.1))
                theta = last_of(run, 12 * stream.batches.per_epoch).theta
                shares.append(accuracy(net.predict(theta, X[new][:, columns]), written.y[new]))
        before, after = np.reshape(shares, (3, 2)).mean(axis=0)
        loses += [name] if before - after > 0.012 else []
    return f"{loses[0]} alone" if len(loses) == 1 else loses


# A row for each question; a new lesson's come after those of the lesson before it.
FOUND = {
    ("lesson0", "axis"): numbers_that_are_left,
    ("lesson0", "nudge"): slope_by_smaller_nudges,
    ("lesson0", "columns"): where_the_first_unit_lands,
    ("lesson0", "forty"): spread_of_the_mean_of_forty,
    ("lesson1", "mistakes"): mistakes_on_and,
    ("lesson1", "one_feature"): wrong_with_one_feature,
    ("lesson2", "doubled"): line_of_doubled_numbers,
    ("lesson2", "features"): number_of_features,
    ("lesson2", "zeros"): fence_with_zeros,
    ("lesson3", "at_rest"): wrong_at_rest,
    ("lesson3", "two_balls"): how_much_sooner,
    ("lesson3", "lowered"): after_lowering_the_rate,
    ("lesson4", "steps"): steps_to_xor,
    ("lesson4", "zero"): and_from_zeros,
    ("lesson4", "twins"): right_for_twins,
    ("lesson5", "positive"): what_reaches_below_zero,
    ("lesson5", "apart"): times_as_far_apart,
    ("lesson5", "zigzag"): zigzags_found,
    ("lesson6", "held_out"): when_held_out_is_lowest,
    ("lesson6", "coins"): best_of_a_hundred_deals,
    ("lesson6", "switched_off"): units_that_come_back,
    ("lesson7", "negative"): what_becomes_of_a_negative,
    ("lesson7", "overload"): what_is_left_of_a_hundred,
    ("lesson7", "digits"): digits_that_stay,
    ("lesson8", "fair"): lower_after_five_epochs,
    ("lesson8", "sorted"): right_of_a_sorted_file,
    ("lesson8", "adam"): first_step_without_correction,
    ("lesson8", "alone"): right_one_by_one,
    ("lesson9", "shift"): dense_net_moved,
    ("lesson9", "flat"): flat_convolution_moved,
    ("lesson9", "shuffled"): who_loses_by_a_shuffle,
}


def test_each_right_answer_is_computed_here():
    assert {(lesson, name) for lesson, name, _ in ALL} == set(FOUND)


@pytest.mark.parametrize(
    ("lesson", "name", "posed"), ALL, ids=[f"{lesson}-{name}" for lesson, name, _ in ALL]
)
def test_the_right_answer_comes_out(lesson, name, posed):
    assert FOUND[lesson, name]() == posed.right
