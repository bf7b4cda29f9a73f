"""Exercises of lesson 7: how can a network remember?

For each exercise: the solution, what it is asked, the mistakes that are known.
"""

from collections.abc import Iterator

import numpy as np

from nnlab.exercises.checking import Exercise, Mistake

# ---- 1. Hebb's rule ----------------------------------------------------------------------------------


def store(patterns):
    """Give Hebb's couplings (N, N), whole numbers, for patterns (P, N) of -1 and +1."""
    W = patterns.T @ patterns  # for each pair of neurons: how often they agree, less how often they do not
    np.fill_diagonal(W, 0)  # nobody hears itself
    return W


def _patterns(rng: np.random.Generator) -> Iterator[dict]:
    yield {"patterns": np.array([[1, -1]])}
    yield {"patterns": np.array([[1, 1, -1]])}
    yield {"patterns": np.array([[1, 1, 1], [1, 1, -1]])}
    for P, N in (2, 4), (3, 4), (3, 5), (4, 6):
        yield {"patterns": rng.choice([-1, 1], (P, N))}


def _without_diagonal(W):
    return W - np.diag(np.diag(W))


STORE = Exercise(
    name="hopfield.store",
    task="Write store(patterns): the couplings W (N, N) that Hebb's rule gives for patterns (P, N) of -1 and "
    "+1, one pattern per row. Whole numbers, not divided by anything; no neuron hears itself.",
    reference=store,
    probes=_patterns,
    mistakes=(
        Mistake(
            "the diagonal not zeroed",
            lambda patterns: patterns.T @ patterns,
            "Between different neurons all is right. What does a neuron of yours hear from itself?",
        ),
        Mistake(
            "the patterns written with 0 and 1",
            lambda patterns: _without_diagonal((patterns > 0).T.astype(int) @ (patterns > 0)),
            "You count only where both neurons are on. Two that are both off agree as well, and two that "
            "differ should be pushed apart.",
        ),
        Mistake(
            "the product over the wrong axis",
            lambda patterns: _without_diagonal(patterns @ patterns.T),
            "There is a coupling for every pair of neurons. Yours has a number for every pair of patterns.",
        ),
        Mistake(
            "the product over the wrong axis, and the diagonal not zeroed",
            lambda patterns: patterns @ patterns.T,
            "You compare the patterns with each other. What should be compared, and have a number for each "
            "pair, are the neurons.",
        ),
        Mistake(
            "divided by the number of neurons",
            lambda patterns: _without_diagonal(patterns.T @ patterns) / patterns.shape[1],
            "Many books divide, and the network does the same. But here whole numbers are asked for: a "
            "field that should be nought then is nought.",
        ),
        Mistake(
            "divided by the number of neurons, and the diagonal not zeroed",
            lambda patterns: patterns.T @ patterns / patterns.shape[1],
            "Two things: whole numbers are asked for, so that a field that should be nought is nought; and "
            "what does a neuron of yours hear from itself?",
        ),
        Mistake(
            "the mean over the patterns",
            lambda patterns: _without_diagonal(patterns.T @ patterns) / len(patterns),
            "You are right for a single pattern. Each further one is added on top.",
        ),
        Mistake(
            "only the last pattern",
            lambda patterns: _without_diagonal(np.outer(patterns[-1], patterns[-1])),
            "You are right for a single pattern. With several, what has become of the earlier ones?",
        ),
        Mistake(
            "each coupling counted once only",
            lambda patterns: np.triu(patterns.T @ patterns, k=1),
            "Half of your table is empty. If a neuron hears another, does that one hear it too?",
        ),
        Mistake(
            "only the signs are kept",
            lambda patterns: np.sign(_without_diagonal(patterns.T @ patterns)),
            "You are right for a single pattern. If several patterns say the same of a pair, the coupling "
            "should be stronger.",
        ),
        Mistake(
            "the sign",
            lambda patterns: -_without_diagonal(patterns.T @ patterns),
            "With your couplings, neurons that agree in a pattern push each other apart.",
        ),
    ),
)

# ---- 2. The energy -----------------------------------------------------------------------------------


def energy(W, s):
    """Give the energy of the state s (N,) under symmetric couplings W (N, N)."""
    return -0.5 * s @ W @ s  # every pair comes twice, as ij and as ji


def _states(rng: np.random.Generator) -> Iterator[dict]:
    yield {"W": np.array([[0, 1], [1, 0]]), "s": np.array([1, 1])}
    yield {"W": np.array([[0, 1], [1, 0]]), "s": np.array([-1, 1])}
    yield {"W": np.array([[0, 2, 0], [2, 0, -3], [0, -3, 0]]), "s": np.array([-1, 1, 1])}
    yield {"W": np.array([[1, 2, 0], [2, 3, -1], [0, -1, 2]]), "s": np.array([-1, 1, -1])}
    for N in 4, 5, 7:
        W = rng.integers(-3, 4, (N, N))
        yield {"W": W + W.T, "s": rng.choice([-1, 1], N)}


ENERGY = Exercise(
    name="hopfield.energy",
    task="Write energy(W, s): the energy, one number, of the state s (N,) of -1 and +1 under the symmetric "
    "couplings W (N, N). W may have a diagonal; then it counts as the lesson's formula says.",
    reference=energy,
    probes=_states,
    mistakes=(
        Mistake(
            "no half",
            lambda W, s: -s @ W @ s,
            "You are off by the same factor everywhere. How often does your sum come across the same two "
            "neurons?",
        ),
        Mistake(
            "the sign",
            lambda W, s: s @ W @ s / 2,
            "Two neurons that obey their coupling should make the energy lower. What do yours do?",
        ),
        Mistake(
            "no half, and the sign",
            lambda W, s: s @ W @ s,
            "Two things: neurons that obey their coupling should make the energy lower; and look how often "
            "your sum comes across the same two neurons.",
        ),
        Mistake(
            "the diagonal left out",
            lambda W, s: -s @ (W - np.diag(np.diag(W))) @ s / 2,
            "Right where no neuron hears itself. The formula does not leave out the places where both "
            "numbers are the same.",
        ),
        Mistake(
            "the diagonal counted in full",
            lambda W, s: -s @ np.triu(W) @ s,
            "Right where no neuron hears itself. You take each pair once, and so no half; but a neuron and "
            "itself come only once in the formula too.",
        ),
        Mistake(
            "the fields added up",
            lambda W, s: -(W @ s).sum() / 2,
            "You add up what the neurons hear. Whether that suits them depends on what each of them says.",
        ),
        Mistake(
            "a number for every neuron",
            lambda W, s: -s * (W @ s) / 2,
            "You have what each neuron adds. The energy belongs to the whole state: it is a single number.",
        ),
    ),
)

# ---- 3. One sweep ------------------------------------------------------------------------------------


def sweep(W, s):
    """Give the state (N,) after neurons 0, 1, 2, ... have each looked once, one after another."""
    s = s.copy()
    for i in range(len(s)):
        h = W[i] @ s  # of the state as it is now, with all turns so far
        if h != 0:
            s[i] = np.sign(h)
    return s


def _networks(rng: np.random.Generator) -> Iterator[dict]:
    yield {"W": np.array([[0, 1], [1, 0]]), "s": np.array([1, 1])}
    yield {"W": np.array([[0, -1], [-1, 0]]), "s": np.array([1, 1])}
    yield {"W": np.array([[0, 1], [1, 0]]), "s": np.array([-1, 1])}
    yield {"W": np.array([[0, 2, 0], [2, 0, 0], [0, 0, 0]]), "s": np.array([1, -1, -1])}
    yield {"W": np.array([[0, 2, 0], [2, 0, 0], [0, 0, 0]]), "s": np.array([-1, 1, 1])}
    yield {"W": np.array([[0, 1, 1], [1, 0, -1], [1, -1, 0]]), "s": np.array([1, -1, 1])}
    for N in 4, 5, 6, 8:
        W = np.triu(rng.integers(-2, 3, (N, N)), 1)
        yield {"W": W + W.T, "s": rng.choice([-1, 1], N)}


def _sweeps(look, order=lambda N: range(N)):
    """Make an answer that lets each neuron become look(field, what it was), one after another."""

    def answer(W, s):
        s = s.copy()
        for i in order(len(s)):
            s[i] = look(W[i] @ s, s[i])
        return s

    return answer


def _keep(h, was):
    return np.sign(h) if h != 0 else was


def _until_settled(W, s):
    for _ in range(2 ** len(s)):  # no state can come twice
        s = sweep(W, s)
    return s


SWEEP = Exercise(
    name="hopfield.sweep",
    task="Write sweep(W, s): let the neurons 0, 1, 2, ... look at their fields, each once, one after another "
    "(asynchronously), without temperature, starting from the state s (N,). Return the new state and leave "
    "the one that you were given as it is.",
    reference=sweep,
    probes=_networks,
    mistakes=(
        Mistake(
            "all at once",
            lambda W, s: np.where(W @ s == 0, s, np.sign(W @ s)),
            "You let all neurons look at the old state at the same moment. When the second one looks, the "
            "first may have turned already.",
        ),
        Mistake(
            "all at once, and +1 where the field is 0",
            lambda W, s: np.where(W @ s >= 0, 1, -1),
            "Two things: a neuron should see the turns of those before it; and one that hears nothing at "
            "all has no reason to turn.",
        ),
        Mistake(
            "all at once, and 0 where the field is 0",
            lambda W, s: np.sign(W @ s),
            "Two things: a neuron should see the turns of those before it; and a state has no noughts in "
            "it, so one that hears nothing has to be something.",
        ),
        Mistake(
            "+1 where the field is 0",
            _sweeps(lambda h, was: 1 if h >= 0 else -1),
            "A neuron that hears nothing at all has no reason to turn. Yours always says yes then, as the "
            "step did.",
        ),
        Mistake(
            "-1 where the field is 0",
            _sweeps(lambda h, was: 1 if h > 0 else -1),
            "A neuron that hears nothing at all has no reason to turn. Yours always says no then.",
        ),
        Mistake(
            "0 where the field is 0",
            _sweeps(lambda h, was: np.sign(h)),
            "Your state has noughts in it. The sign of nought is nought, but a neuron has to be one of the "
            "two: which, if it hears no reason to change?",
        ),
        Mistake(
            "turning at a field of 0",
            _sweeps(lambda h, was: np.sign(h) if h != 0 else -was),
            "A neuron that hears nothing at all turns over with you, and would do so for ever.",
        ),
        Mistake(
            "against the field",
            _sweeps(lambda h, was: _keep(-h, was)),
            "Your neurons do the opposite of what they hear, and the energy rises.",
        ),
        Mistake(
            "from the last to the first",
            _sweeps(_keep, lambda N: reversed(range(N))),
            "You begin at the other end. Another order is a fine order, but another state may come out.",
        ),
        Mistake(
            "only the first that wants to turn",
            lambda W, s: (
                s * np.where(np.arange(len(s)) == np.argmax(s * (W @ s) < 0), -1, 1)
                if (s * (W @ s) < 0).any()
                else s
            ),
            "You stop after the first turn. A sweep goes through all of the neurons.",
        ),
        Mistake(
            "sweeping until it settles",
            _until_settled,
            "You go on until nothing moves. Only a single sweep is asked for.",
        ),
    ),
)

# ---- 4. Which memory is it? --------------------------------------------------------------------------


def nearest(patterns, s):
    """Give which of the patterns (P, N) the state s (N,) is, as it is or negated, and their overlap."""
    overlaps = patterns @ s / len(s)
    which = np.argmax(np.abs(overlaps))
    return which, overlaps[which]


def _found(rng: np.random.Generator) -> Iterator[dict]:
    A, B = [1, 1, 1, 1], [1, 1, -1, -1]
    yield {"patterns": np.array([A]), "s": np.array(A)}
    yield {"patterns": np.array([A]), "s": -np.array(A)}
    yield {"patterns": np.array([A, B]), "s": np.array(B)}
    yield {"patterns": np.array([A, B]), "s": -np.array(B)}
    for P, N, sign in (2, 8, 1), (3, 9, -1), (4, 10, 1), (5, 12, -1):
        patterns = rng.choice([-1, 1], (P, N))
        s = sign * patterns[-1]
        s[0] = -s[0]
        yield {"patterns": patterns, "s": s}


NEAREST = Exercise(
    name="hopfield.nearest",
    task="Write nearest(patterns, s): the network has ended in the state s (N,). Which of its patterns "
    "(P, N) is that, or is nearest to it? Return the row's number, counted from 0, and the overlap with it, "
    "from -1 to 1. The negative of a pattern is that pattern remembered too.",
    reference=nearest,
    probes=_found,
    mistakes=(
        Mistake(
            "the negative image called an error",
            lambda patterns, s: (np.argmax(patterns @ s), np.max(patterns @ s) / len(s)),
            "A state that is exactly the negative of a pattern has the same energy as the pattern. With you "
            "it is like no pattern at all.",
        ),
        Mistake(
            "the sign of the overlap lost",
            lambda patterns, s: (np.argmax(np.abs(patterns @ s)), np.max(np.abs(patterns @ s)) / len(s)),
            "You find the right pattern. Your overlap should say as well whether it is the pattern or its "
            "negative.",
        ),
        Mistake(
            "not divided by N",
            lambda patterns, s: (
                np.argmax(np.abs(patterns @ s)),
                (patterns @ s)[np.argmax(np.abs(patterns @ s))],
            ),
            "You find the right pattern. A state that is the pattern should have overlap one, however many "
            "neurons there are.",
        ),
        Mistake(
            "the share of equal neurons",
            lambda patterns, s: (
                np.argmax(np.abs(patterns @ s)),
                (patterns == s).mean(axis=1)[np.argmax(np.abs(patterns @ s))],
            ),
            "You count the neurons that agree. The overlap also takes off those that do not.",
        ),
        Mistake(
            "the share of equal neurons, and the negative called an error",
            lambda patterns, s: (
                np.argmax((patterns == s).mean(axis=1)),
                np.max((patterns == s).mean(axis=1)),
            ),
            "Two things: you count the neurons that agree, while the overlap also takes off those that do "
            "not; and the negative of a pattern is that pattern remembered too.",
        ),
        Mistake(
            "counted from 1",
            lambda patterns, s: (nearest(patterns, s)[0] + 1, nearest(patterns, s)[1]),
            "Your overlap is right. Which number has the first row?",
        ),
        Mistake(
            "the two numbers in the other order",
            lambda patterns, s: nearest(patterns, s)[::-1],
            "Both numbers are right. Which of them is asked for first?",
        ),
        Mistake(
            "the most unlike",
            lambda patterns, s: (np.argmin(patterns @ s), np.min(patterns @ s) / len(s)),
            "You look for the smallest overlap. That finds negatives, and misses the patterns themselves.",
        ),
    ),
)

# ---- 5. Attention ------------------------------------------------------------------------------------


def attend(patterns, queries, beta):
    """Give for each query (m, d) the mean of the patterns (P, d), weighted by a softmax over the patterns."""
    z = beta * queries @ patterns.T  # (m, P)
    a = np.exp(z - z.max(axis=1, keepdims=True))  # the largest becomes 1, so nothing can overflow
    return a / a.sum(axis=1, keepdims=True) @ patterns


def _queries(rng: np.random.Generator) -> Iterator[dict]:
    def probe(patterns, queries, beta):
        return {"patterns": np.array(patterns), "queries": np.array(queries), "beta": beta}

    yield probe([[1, -1]], [[1, 1]], 1.0)
    yield probe([[1, 1], [1, -1]], [[1, 0]], 1.0)
    yield probe([[1, 1], [1, -1]], [[0, 1]], 0.5)
    yield probe([[1, 1], [1, -1]], [[0, 1]], 1000.0)
    yield probe([[1, 1], [1, -1]], [[0, 1], [0, -3]], 1000.0)
    yield probe([[1, 1], [1, -1]], [[0, 1], [1, -1]], 0.0)
    for P, d, m in (3, 3, 2), (3, 4, 3), (4, 5, 2):
        patterns = rng.choice([-1, 1], (P, d))
        yield probe(patterns, rng.integers(-2, 3, (m, d)) / 2, 0.7)


def _softmax(z, axis=1):
    a = np.exp(z - z.max(axis=axis, keepdims=True))
    return a / a.sum(axis=axis, keepdims=True)


def _overflowing(patterns, queries, beta):
    with np.errstate(all="ignore"):
        a = np.exp(beta * queries @ patterns.T)
        return a / a.sum(axis=1, keepdims=True) @ patterns


def _one_maximum(patterns, queries, beta, axis):
    z = beta * queries @ patterns.T
    a = np.exp(z - z.max())
    with np.errstate(all="ignore"):
        return a / a.sum(axis=axis, keepdims=True) @ patterns


ATTEND = Exercise(
    name="hopfield.attend",
    task="Write attend(patterns, queries, beta): the modern network's next state for each of m states, the "
    "rows of queries (m, d): a mean of the patterns (P, d), with weights from a softmax over the patterns. "
    "Return (m, d). It must work for beta = 1000 too.",
    reference=attend,
    probes=_queries,
    mistakes=(
        Mistake(
            "the softmax over the wrong axis",
            lambda patterns, queries, beta: _softmax(beta * queries @ patterns.T, 0) @ patterns,
            "For each query, the weights of all patterns should add up to one. Along which direction do "
            "yours?",
        ),
        Mistake(
            "the softmax over the wrong axis, and one maximum for all queries",
            lambda patterns, queries, beta: _one_maximum(patterns, queries, beta, 0),
            "The weights of all patterns should add up to one for each query. Yours do so for each pattern.",
        ),
        Mistake(
            "one maximum for all queries",
            lambda patterns, queries, beta: _one_maximum(patterns, queries, beta, 1),
            "Nothing overflows any more. But where one query calls much louder than another, you take so "
            "much off the quiet one that all its exponentials are nought: nought by nought is no number.",
        ),
        Mistake(
            "the softmax over the whole table",
            lambda patterns, queries, beta: _softmax(beta * queries @ patterns.T, None) @ patterns,
            "You are right for a single query. With several, each of them should have weights that add up "
            "to one.",
        ),
        Mistake(
            "it overflows",
            _overflowing,
            "Right for a small beta. The exponential of a large number is more than the computer can hold: "
            "does a softmax change if the same number is taken off all its inputs?",
        ),
        Mistake(
            "beta left out",
            lambda patterns, queries, beta: _softmax(queries @ patterns.T) @ patterns,
            "You never use beta. At nought, all patterns should weigh the same.",
        ),
        Mistake(
            "the weights alone",
            lambda patterns, queries, beta: _softmax(beta * queries @ patterns.T),
            "These are the weights, a number for each pattern. What is asked for is the mean that they give.",
        ),
        Mistake(
            "not a mean",
            lambda patterns, queries, beta: (
                np.exp(beta * queries @ patterns.T - (beta * queries @ patterns.T).max(axis=1, keepdims=True))
                @ patterns
            ),
            "You raise to the exponential, but your weights do not add up to one.",
        ),
        Mistake(
            "no softmax",
            lambda patterns, queries, beta: beta * queries @ patterns.T @ patterns,
            "You weigh each pattern by its overlap, as Hebb does. The exponential should let the nearest "
            "pattern drown the others.",
        ),
        Mistake(
            "the nearest pattern alone",
            lambda patterns, queries, beta: patterns[(beta * queries @ patterns.T).argmax(axis=1)],
            "That is where it tends for a very large beta. For a small one, several patterns should mix.",
        ),
        Mistake(
            "the signs alone",
            lambda patterns, queries, beta: np.sign(attend(patterns, queries, beta)),
            "In this network a state may be any number, not only a sign. Leave the mean as it is.",
        ),
    ),
)

EXERCISES = (STORE, ENERGY, SWEEP, NEAREST, ATTEND)
