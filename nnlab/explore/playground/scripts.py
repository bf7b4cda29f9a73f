"""A run of the playground as a script in plain NumPy, which trains the same network to the same numbers.

The script stands below as a whole, once. A line that ends with `#? words` is written only where all these
words are true of the run, so that a reader of the script meets nothing that the run does not use.
"""

from string import Template
from typing import Any

from nnlab.explore.playground.learner import Learner
from nnlab.explore.playground.script_run import Group, ScriptRun
from nnlab.explore.playground.settings import ADAM, CROSS_ENTROPY, L2, MOMENTUM, PLAIN, RMSPROP, RULES

MODEL = '''"""The playground's network $sizes in plain NumPy: $steps steps on $data.

Next to this file is $name.npz, with the samples and the start.
It says, too, which samples each step sees.  #? rows all
It says, too, which samples each step sees, and which hidden units it keeps.  #? dropout
In the playground the training loss was $value at the end.  #? known
"""

import numpy as np

given = np.load("$name.npz")

  #? features
def features(points):  #? features
    """Return what the network is told of points (n, 2): $features."""  #? features
    $coordinates  #? features
    return np.column_stack([$columns])  #? features
  #? features
  #? features
X, Y = $points, given["Y"]  # to learn from, a row for each sample
X_held, Y_held = $points_held, given["Y_held"]  # only to judge  #? held
rows, ends = given["rows"], given["ends"]  # step k sees the samples rows[ends[k] : ends[k + 1]]  #? rows
kept = [given[f"kept{i}"] for i in $layers]  # hidden units, for each of these  #? dropout
everyone = $everyone  # what masks are when the network is asked and not taught  #? dropout
theta = given["theta"]  # ($p,) all weights and biases
sizes = $list


def layers(theta):
    """Return W (d, h) and b (h,) of each layer, as views of theta: what is written to them changes it."""
    found, begin = [], 0
    for d, h in zip(sizes, sizes[1:]):
        M = theta[begin : begin + (d + 1) * h].reshape(d + 1, h)
        found.append((M[:-1], M[-1]))
        begin += M.size
    return found


def sigmoid(z):  #? sigmoid
    """Return 1 / (1 + exp(-z)); from -700 down it is as good as 0, and exp would overflow."""  #? sigmoid
    return 1 / (1 + np.exp(-np.maximum(z, -700)))  #? sigmoid


hidden = $hidden  #? mixed
ACTIVATIONS = {$activations  #? mixed
}  #? mixed
SLOPES = {  # from what a unit says$slopes  #? mixed
}  #? mixed


def forward(X$masks):
    """Return what goes into each layer, [X, a1, ...], and z of the last."""  #? all
    """Return what goes into each layer, what hidden ones say before their masks, the last z."""  #? dropout
    a = [X]  #? all
    a, said = [X], []  #? dropout
    for $each in $over:  #? hidden
        a.append($said)  #? hidden all
        said.append($said)  #? dropout
        a.append(said[-1] * mask)  #? dropout
    W, b = layers(theta)[-1]
    return a, a[-1] @ W + b  #? all
    return a, said, a[-1] @ W + b  #? dropout


def loss(X, Y):
    """Return the cross-entropy, -Y log a - (1 - Y) log(1 - a), so that no log is asked of 0."""  #? logistic
    """Return the cross-entropy, the mean of -log(share of the right class)."""  #? softmax
    """Return the mean squared error."""  #? mse
    z = forward(X$everyone_too)[-1]
    return np.sum(np.maximum(z, 0) - Y * z + np.log1p(np.exp(-np.abs(z)))) / len(Y)  #? logistic
    z = z - z.max(axis=1, keepdims=True)  # changes no share, and exp cannot overflow  #? softmax
    return np.sum(np.log(np.exp(z).sum(axis=1)) - np.sum(Y * z, axis=1)) / len(Y)  #? softmax
    return np.mean(($answer - Y) ** 2)  #? mse


def slope(z, Y):
    """Return the slope of the loss by z."""  #? mse
    """Return the slope of the loss by z: that of cross-entropy and sigmoid together."""  #? logistic
    """Return the slope of the loss by z: that of cross-entropy and softmax together."""  #? softmax
    return (sigmoid(z) - Y) / len(Y)  #? logistic
    e = np.exp(z - z.max(axis=1, keepdims=True))  #? softmax
    return (e / e.sum(axis=1, keepdims=True) - Y) / len(Y)  #? softmax
    a = $answer  #? mse
    return 2 * (a - Y) / Y.size$answer_slope  #? mse


def gradient(X, Y$masks):
    """Return the slope of the loss by each number of theta, from the last layer back to the first."""
    found = np.empty(len(theta))
    a, z = forward(X)  #? all
    a, said, z = forward(X, masks)  #? dropout
    delta = slope(z, Y)
    for i in reversed(range(len(a))):  #? hidden
        dW, db = layers(found)[i]  #? hidden
        dW[:], db[:] = a[i].T @ delta, delta.sum(axis=0)  #? hidden
        if i > 0:  #? hidden
            delta = $back  #? hidden
    dW, db = layers(found)[0]  #? single
    dW[:], db[:] = X.T @ delta, delta.sum(axis=0)  #? single
    return found


weights = np.zeros(len(theta), bool)  # where theta holds a weight: biases are not penalised  #? penalty
for W, _ in layers(weights):  #? penalty
    W[:] = True  #? penalty
losses = []  # of all samples to learn from, at each step
'''
BEGIN = """
# Steps $begin to $last: $what.  #? steps
theta[:] = given["theta_$begin"]  # set by hand at step $begin  #? edited
change = np.zeros(len(theta))  #? momentum fresh steps
v = 0  #? RMSProp fresh steps
m = v = t = 0  #? Adam fresh steps
"""
STEP = """
    losses.append(loss(X, Y))
    if k % $often == 0:
        print(f"step {k}: training loss {losses[-1]:.6f}")
    batch = rows[ends[k] : ends[k + 1]]  #? rows
    masks = [stay[ends[k] : ends[k + 1]] / (1 - dropout) for stay in kept]  #? thinned
    g = gradient($learned)
    g[weights] += lam * theta[weights]  # L2: the slope of lam / 2 times the sum of squares  #? L2
    g[weights] += lam * np.sign(theta[weights])  # L1: the slope of lam times the sum of sizes  #? subgradient
    before = theta.copy()  #? before
    theta -= lr * g  #? plain
    change = $momentum * change - lr * g  #? momentum
    theta += change  #? momentum
    v = $decay * v + $rest * g**2  #? RMSProp
    theta -= lr * g / (np.sqrt(v) + $eps)  #? RMSProp
    t += 1  #? Adam
    m = $beta1 * m + $rest1 * g  #? Adam
    v = $beta2 * v + $rest2 * g**2  #? Adam
    theta -= lr * m / (1 - $beta1**t) / (np.sqrt(v / (1 - $beta2**t)) + $eps)  #? Adam
    theta[weights] -= np.clip(theta[weights], -lr * lam, lr * lam)  # L1: towards 0, not past it  #? prox
    change = theta - before  # what momentum goes on with  #? before
"""
END = """
losses.append(loss(X, Y))
print(f"step $steps: training loss {losses[-1]:.9f}")
print(f"held-out loss {loss(X_held, Y_held):.9f}")  #? held
"""
FEATURES = {
    "x1": "x1",
    "x2": "x2",
    "x1²": "x1 * x1",
    "x2²": "x2 * x2",
    "x1x2": "x1 * x2",
    "sin x1": "np.sin(x1)",
    "sin x2": "np.sin(x2)",
}
SAYS = {"tanh": "np.tanh({})", "sigmoid": "sigmoid({})", "relu": "np.maximum({}, 0)", "linear": "{}"}
SLOPES = {"tanh": "(1 - {0} * {0})", "sigmoid": "{0} * (1 - {0})", "relu": "np.sign({0})", "linear": ""}
# Of networks whose layers differ.
ANY_SAYS = {
    "tanh": "np.tanh",
    "sigmoid": "sigmoid",
    "relu": "lambda z: np.maximum(z, 0)",
    "linear": "lambda z: z",
}
ANY_SLOPES = {
    "tanh": "lambda a: 1 - a * a",
    "sigmoid": "lambda a: a * (1 - a)",
    "relu": "np.sign",
    "linear": "np.ones_like",
}


def numpy_script(learner: Learner, name: str = "playground", steps: int = 0) -> str:
    """Return a script that trains the network of learner anew, to the same numbers, with NumPy alone.

    It reads `name`.npz, which holds the arrays of `ScriptRun`, and makes all steps up to the one shown, or
    200 from the start. Raises ValueError where that file would be too large.
    """
    run = ScriptRun(learner, steps)
    words = run_words(run, name) | _model_words(run)
    parts = [written(MODEL, run_flags(run), words)]
    for group in run.groups:
        flags, group_words = group_flags(run, group), run_group_words(run, group) | _rule_words(group)
        begin = written(BEGIN, flags, group_words)
        step = written(STEP, flags, group_words).strip("\n")
        parts.append(begin + loop(run, group, step) if "steps" in flags else begin)
    return "".join([*parts, written(END, run_flags(run), words)])


# ---- What both scripts are written with --------------------------------------------------------------


def written(template: str, flags: set[str], words: dict[str, Any]) -> str:
    """Return a template with the lines that are meant, and words put in their places."""
    lines = []
    for line in template.splitlines():
        code, _, asked = line.partition("  #? ")
        if set(asked.split()) <= flags and not (code == "" and lines[-2:] == ["", ""]):
            lines.append(code)
    return Template("\n".join(lines) + "\n").substitute(words)


def run_flags(run: ScriptRun) -> set[str]:
    """Return what is true of a run as a whole."""
    s = run.settings
    found = dict(
        known=run.steps == run.learner.step and not run.learner.diverged,
        features=s.features != ("x1", "x2"),
        held=run.learner.asking.held_out,
        rows=run.batches or run.dropout,
        dropout=run.dropout,
        all=not run.dropout,
        hidden=bool(s.hidden),
        single=not s.hidden,
        mixed=len(set(s.activations)) > 1,
        sigmoid="sigmoid" in (*s.activations, s.output),
        logistic=s.loss == CROSS_ENTROPY and s.output == "sigmoid",
        softmax=s.output == "softmax",
        mse=s.loss != CROSS_ENTROPY,
        penalty=any(group.penalty for group in run.groups),
        l2=any(group.penalty == L2 for group in run.groups),
    )
    return {name for name, true in found.items() if true}


def run_words(run: ScriptRun, name: str) -> dict[str, Any]:
    """Return the words for a run as a whole that both scripts use."""
    learner, s = run.learner, run.settings
    used = [x for x in ("x1", "x2") if any(x in FEATURES[each] for each in s.features)]
    told = "{}" if s.features == ("x1", "x2") else "features({})"
    # A name that somebody has given stands in a docstring, so nothing in it may end that.
    data = "".join(c for c in learner.material.name if c.isprintable() and c not in '"\\')
    return dict(
        name=name,
        data=data[:40],
        steps=run.steps,
        value=f"{learner.loss:.9g}",
        sizes="-".join(map(str, learner.net.sizes)),
        list=list(learner.net.sizes),
        p=learner.net.size,
        features=", ".join(s.features),
        columns=", ".join(FEATURES[each] for each in s.features),
        coordinates="x1, x2 = points.T"
        if len(used) == 2
        else f"{used[0]} = points[:, {int(used[0][1]) - 1}]",
        points=told.format('given["points"]'),
        points_held=told.format('given["points_held"]'),
        layers=list(range(1, len(s.hidden) + 1)),
        everyone=[1] * len(s.hidden),
    )


def group_flags(run: ScriptRun, group: Group) -> set[str]:
    """Return what is true of a group of stretches, and what of the run its steps ask for."""
    first = group.stretches[0]
    found = dict(
        steps=first.begin < run.steps,
        edited=first.edited,
        fresh=group.fresh,
        thinned="dropout" in numbers(run, group),
        before=group.penalty == "prox" if group.rule == MOMENTUM else group.handed_on,
    )
    rule = {PLAIN: "plain", MOMENTUM: "momentum", RMSPROP: "RMSProp", ADAM: "Adam"}[group.rule]
    whole = run_flags(run) & {"rows", "dropout"}
    return {name for name, true in found.items() if true} | whole | {rule, group.penalty}


def run_group_words(run: ScriptRun, group: Group) -> dict[str, Any]:
    """Return the words for a group of stretches that both scripts use."""
    penalty = {"": "", L2: ", L2", "prox": ", L1 by a proximal step", "subgradient": ", L1 by its slope"}
    return dict(
        begin=group.stretches[0].begin,
        last=group.stretches[-1].end - 1,
        what=(group.rule if group.rule != PLAIN else "plain descent") + penalty[group.penalty],
        often=max(1, run.steps // 10),
        learned=_learned(run, group),
    )


def _learned(run, group):
    batch = "X[batch], Y[batch]" if run.batches or run.dropout else "X, Y"
    masks = ", masks" if "dropout" in numbers(run, group) else ", everyone" if run.dropout else ""
    return batch + masks


def numbers(run: ScriptRun, group: Group) -> list[str]:
    """Return the names of the numbers that the loop of a group uses."""
    thinned = run.dropout and any(stretch.settings.dropout for stretch in group.stretches)
    return ["lr", *(["lam"] if group.penalty else []), *(["dropout"] if thinned else [])]


def loop(run: ScriptRun, group: Group, step: str, each: str = "") -> str:
    """Return the loop of a group: its numbers and its steps; `each` is what each stretch begins with."""
    names = numbers(run, group)
    rows = [[s.begin, s.end, *(getattr(s.settings, n) for n in names)] for s in group.stretches]
    if len(rows) == 1:
        begin, end, *values = rows[0]
        head = f"{', '.join(names)} = {', '.join(map(repr, values))}\n"
        return f"{head}{each}for k in range({f'{begin}, ' if begin else ''}{end}):\n{step}\n"
    table = "".join(f"    ({', '.join(map(repr, row))}),\n" for row in rows)
    inner = "".join(f"    {line}\n" for line in f"{each}for k in range(begin, end):\n{step}".splitlines())
    return f"for begin, end, {', '.join(names)} in [  # from which step to before which\n{table}]:\n{inner}"


# ---- What the script in NumPy is written with --------------------------------------------------------


def _model_words(run):
    names, output = run.settings.activations, run.settings.output
    used, mixed, thinned = dict.fromkeys(names), len(set(names)) > 1, run.dropout
    z, a = "a[-1] @ W + b", "said[i - 1]" if thinned else "a[i]"
    each = ["(W, b)", *(["name"] if mixed else []), *(["mask"] if thinned else [])]
    over = ["layers(theta)[:-1]", *(["hidden"] if mixed else []), *(["masks"] if thinned else [])]
    by_a = f"SLOPES[hidden[i - 1]]({a})" if mixed else SLOPES[names[0]].format(a) if names else ""
    factors = [*(["masks[i - 1]"] if thinned else []), *([by_a] if by_a else [])]
    return dict(
        hidden=repr(list(names)).replace("'", '"'),
        activations="".join(f'\n    "{name}": {ANY_SAYS[name]},' for name in used),
        slopes="".join(f'\n    "{name}": {ANY_SLOPES[name]},' for name in used),
        masks=", masks" if thinned else "",
        everyone_too=", everyone" if thinned else "",
        each=", ".join(each) if len(each) > 1 else "W, b",
        over=f"zip({', '.join(over)})" if len(over) > 1 else over[0],
        said=f"ACTIVATIONS[name]({z})" if mixed else SAYS[names[0]].format(z) if names else "",
        back=" * ".join(["delta @ layers(theta)[i][0].T", *factors]),
        answer=SAYS.get(output, "").format("z"),
        answer_slope=f" * {SLOPES[output].format('a')}" if SLOPES.get(output) else "",
    )


def _rule_words(group):
    """Return the numbers of a rule of descent."""
    rule = RULES[group.rule](1.0)
    found = {name: value for name, value in vars(rule).items() if name != "lr"}
    rest = dict(rest="decay", rest1="beta1", rest2="beta2")
    return found | {name: f"{1 - found[of]:g}" for name, of in rest.items() if of in found}
