"""A run of the playground as a script in PyTorch, which trains the same network to the same numbers.

It is written in the same way as the one in plain NumPy (scripts.py). Where PyTorch does something otherwise,
the script does as the playground does, in a line or two, and says so: dropout draws its own units there, L1
has no optimiser, and momentum is kept without the learning rate.
"""

from itertools import pairwise

from nnlab.explore.playground.learner import Learner
from nnlab.explore.playground.script_run import ScriptRun
from nnlab.explore.playground.scripts import (
    group_flags,
    loop,
    numbers,
    run_flags,
    run_group_words,
    run_words,
    written,
)
from nnlab.explore.playground.settings import ADAM, L2, MOMENTUM, RMSPROP
from nnlab.optimisers import Momentum, RMSProp

MODEL = '''"""The playground's network $sizes in PyTorch: $steps steps on $data.

Next to this file is $name.npz, with the samples and the start.
It says, too, which samples each step sees.  #? rows all
It says, too, which samples each step sees, and which hidden units it keeps.  #? dropout
In the playground the training loss was $value at the end.  #? known
"""

import numpy as np
import torch
from torch import nn

torch.set_default_dtype(torch.float64)  # as in the playground; by itself PyTorch takes float32
given = np.load("$name.npz")

  #? features
def features(points):  #? features
    """Return what the network is told of points (n, 2): $features."""  #? features
    $coordinates  #? features
    return np.column_stack([$columns])  #? features
  #? features
  #? features
X, Y = torch.tensor($points), torch.tensor(given["Y"])  # to learn from
X_held, Y_held = torch.tensor($points_held), torch.tensor(given["Y_held"])  # only to judge  #? held
rows = torch.tensor(given["rows"]).long()  # step k sees the samples rows[ends[k] : ends[k + 1]]  #? rows
ends = given["ends"]  #? rows
kept = [torch.tensor(given[f"kept{i}"]) for i in $layers]  # hidden units, for each of these  #? dropout
net = nn.Sequential($parts)
linear = [part for part in net if isinstance(part, nn.Linear)]
weights = [part.weight for part in linear]  #? penalty
biases = [part.bias for part in linear]  #? l2


def put(theta):
    """Give the network its weights and biases, theta ($p,). PyTorch keeps W transposed."""
    begin = 0
    for part in linear:
        d, h = part.in_features, part.out_features
        M = torch.tensor(theta[begin : begin + (d + 1) * h].reshape(d + 1, h))
        with torch.no_grad():
            part.weight.copy_(M[:-1].T)
            part.bias.copy_(M[-1])
        begin += M.numel()


def thinned(X, masks):  #? dropout
    """Return what the network says where masks leave units out; nn.Dropout draws others."""  #? dropout
    for part, activation, mask in zip(linear, net[1::2], masks):  #? dropout
        X = activation(part(X)) * mask  #? dropout
    return linear[-1](X)  #? dropout


def loss(z, Y):  #? squashed
    """Return the mean squared error of $output outputs."""  #? squashed
    return nn.functional.mse_loss(torch.$output(z), Y)  #? squashed


put(given["theta"])
loss = nn.BCEWithLogitsLoss()  # cross-entropy of sigmoid outputs, from z  #? logistic
loss = nn.CrossEntropyLoss()  # of softmax outputs, from z  #? softmax
loss = nn.MSELoss()  #? straight
losses = []  # of all samples to learn from, at each step
'''
BEGIN = """
# Steps $begin to $last: $what.  #? steps
put(given["theta_$begin"])  # set by hand at step $begin  #? edited
change = [torch.zeros_like(p) for p in net.parameters()]  #? carried fresh
groups = [dict(params=weights), dict(params=biases)]  #? once split
optimizer = torch.optim.$first_optimizer  #? once
"""
EACH = """
groups = [dict(params=weights$decay), dict(params=biases)]  #? each split
optimizer = torch.optim.$optimizer  #? each
for group in optimizer.param_groups:  #? rates
    group["lr"] = lr  #? rates
optimizer.param_groups[0]["weight_decay"] = $decayed  #? rates split
for p, last in zip(net.parameters(), change):  #? carried
    optimizer.state[p]["momentum_buffer"] = -last / lr  # PyTorch keeps it without the rate  #? carried
"""
STEP = """
    losses.append(loss(net(X), Y).item())
    if k % $often == 0:
        print(f"step {k}: training loss {losses[-1]:.6f}")
    batch = rows[ends[k] : ends[k + 1]]  #? rows
    masks = [stay[ends[k] : ends[k + 1]] / (1 - dropout) for stay in kept]  #? thinned
    optimizer.zero_grad()
    L = loss($asked, $right)
    L = L + lam * sum(W.abs().sum() for W in weights)  # L1 by its slope  #? subgradient
    L.backward()
    before = [p.detach().clone() for p in net.parameters()]  #? before
    optimizer.step()
    with torch.no_grad():  # L1 by its proximal step, which no optimiser of PyTorch makes  #? prox
        for W in weights:  #? prox
            W -= W.clamp(-lr * lam, lr * lam)  # towards 0, not past it  #? prox
    change = [p.detach() - old for p, old in zip(net.parameters(), before)]  #? before
    for p, last in zip(net.parameters(), change):  #? prox momentum
        optimizer.state[p]["momentum_buffer"] = -last / lr  # momentum goes on with this  #? prox momentum
"""
END = """
losses.append(loss(net(X), Y).item())
print(f"step $steps: training loss {losses[-1]:.9f}")
print(f"held-out loss {loss(net(X_held), Y_held).item():.9f}")  #? held
"""
MODULES = {"tanh": "nn.Tanh()", "sigmoid": "nn.Sigmoid()", "relu": "nn.ReLU()", "linear": "nn.Identity()"}


def torch_script(learner: Learner, name: str = "playground", steps: int = 0) -> str:
    """Return a script that trains the network of learner anew, to the same numbers, with PyTorch.

    It reads the same `name`.npz as that of `numpy_script`, and makes the same steps. Raises ValueError where
    that file would be too large.
    """
    run = ScriptRun(learner, steps)
    words = run_words(run, name) | _model_words(run)
    flags = run_flags(run)
    if "mse" in flags:
        flags.add("straight" if run.settings.output == "linear" else "squashed")
    parts = [written(MODEL, flags, words)]
    for group in run.groups:
        flags, its = _group_flags(run, group), run_group_words(run, group) | _group_words(run, group)
        begin, each, step = (written(part, flags, its) for part in (BEGIN, EACH, STEP))
        parts.append(
            begin + loop(run, group, step.strip("\n"), each.lstrip("\n")) if "steps" in flags else begin
        )
    return "".join([*parts, written(END, run_flags(run), words)])


def _model_words(run):
    sizes, names = run.learner.net.sizes, run.settings.activations
    layers = [f"nn.Linear({d}, {h})" for d, h in pairwise(sizes)]
    hidden = [f"\n    {layer}, {MODULES[name]}," for layer, name in zip(layers, names)]
    parts = f"{''.join(hidden)}\n    {layers[-1]},\n" if hidden else layers[-1]
    return dict(parts=parts, output=run.settings.output)


def _group_flags(run, group):
    """Return what is true of a group. RMSProp and Adam keep one optimiser for as long as they go on."""
    remembers, several = group.rule in (RMSPROP, ADAM), len(group.stretches) > 1
    momentum, steps = group.rule == MOMENTUM, group.stretches[0].begin < run.steps
    found = dict(
        once=steps and remembers and group.fresh and several,
        each=not remembers or (group.fresh and not several),
        rates=remembers and (several or not group.fresh),
        split=_split(run, group),
        carried=steps and momentum and (several or not group.fresh),
        before=group.handed_on or (momentum and (several or group.penalty == "prox")),
    )
    kept = group_flags(run, group) - {"before"}
    return kept | {name for name, true in found.items() if true}


def _split(run, group):
    """Return whether weights and biases are told apart: L2 is on weights alone, now or later with Adam."""
    return group.penalty == L2 or (group.rule in (RMSPROP, ADAM) and any(g.penalty == L2 for g in run.groups))


def _group_words(run, group):
    given = "groups" if _split(run, group) else "net.parameters()"
    # PyTorch's Adam has the same numbers by itself, its RMSprop another decay.
    name, more = {
        MOMENTUM: ("SGD", f", momentum={Momentum.momentum}"),
        RMSPROP: ("RMSprop", f", alpha={RMSProp.decay}"),
        ADAM: ("Adam", ""),
    }.get(group.rule, ("SGD", ""))
    first = group.stretches[0].settings.lr
    batch = "[batch]" if run.batches or run.dropout else ""
    thinned = "dropout" in numbers(run, group)
    return dict(
        optimizer=f"{name}({given}, lr=lr{more})",
        first_optimizer=f"{name}({given}, lr={first}{more})",
        decay=", weight_decay=lam" if group.penalty == L2 else "",
        decayed="lam" if group.penalty == L2 else "0",
        asked=f"thinned(X{batch}, masks)" if thinned else f"net(X{batch})",
        right=f"Y{batch}",
    )
