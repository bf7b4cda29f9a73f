"""The formula at each unit and each wire with its numbers, for the sample under the pointer.

Everything is one line of text. Numbers have three digits that count, so a sum of what is shown may differ
from the sum shown in the last of them; what is shown is always the true number, rounded.
"""

import math
from collections.abc import Iterable, Sequence

import numpy as np

from nnlab.explore.kit.numbers import fixed, plain
from nnlab.explore.playground.specimen import SMALL, Specimen, Wire, place_of
from nnlab.network import Network

LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
TERMS = 4  # of a sum, written out; the smaller ones are added up
CALLS = {"sigmoid": "sigmoid({})", "tanh": "tanh({})", "relu": "max(0, {})", "linear": "{}"}
SLOPES = {"sigmoid": "{0}·(1 − {0})", "tanh": "(1 − {1}²)", "relu": "{2}", "linear": "1"}
OFF = "It says 0, and the slope of a relu is 0 there: nothing comes back to it from this sample."
FLAT = "It is saturated: its curve is so flat here that next to nothing comes back to it."
FLAT_BELOW = 0.02  # of the steepest slope

Names = Sequence[str]  # of the features, as they are shown


def shown(feature: str) -> str:
    """Return a feature's name as it is shown: x1² is x₁²."""
    return feature.translate(LOWERED)


def unit(layer: int, j: int, letter: str = "a") -> str:
    """Return the name of a unit's number: a⁽²⁾₁ is what neuron 1 of layer 2 says."""
    return f"{letter}⁽{str(layer).translate(RAISED)}⁾{str(j + 1).translate(LOWERED)}"


def wire_name(net: Network, wire: Wire) -> str:
    """Return the name of a weight, from where and to where: w⁽²⁾₁₃; or of a bias: b⁽²⁾₃."""
    layer, i, j = wire
    if i == net.sizes[layer - 1]:
        return unit(layer, j, "b")
    return f"{unit(layer, i, 'w')}{str(j + 1).translate(LOWERED)}"


def _source(names: Names, layer: int, i: int) -> str:
    """Return the name of what comes in: a feature, or what a unit of the layer before says."""
    return names[i] if layer == 1 else unit(layer - 1, i)


# -- sums -----------------------------------------------------------------------------------------------


def close(a: float) -> str:
    """Return a share with three decimals, and more of them where it is near 0 or 1 and not quite there."""
    gap = min(abs(a), abs(1 - a))
    if 0 < gap < 0.001:
        return plain(a) if abs(a) < 0.5 else fixed(a, min(-math.floor(math.log10(gap)), 15))
    return plain(a)


def bracketed(value: float, write=plain) -> str:
    """Return a number that something is done to: its own minus needs brackets there."""
    text = write(value)
    return f"({text})" if text.startswith("−") else text


def summed(terms: Iterable[tuple[str, bool]]) -> str:
    """Return terms, each with whether it is taken away, as one sum."""
    text = ""
    for term, minus in terms:
        if text:
            text += f" − {term}" if minus else f" + {term}"
        else:
            text = f"−{term}" if minus else term
    return text or "0"


def weighted(w: np.ndarray, x: np.ndarray, bias: float, factors: Sequence[str], more: str) -> str:
    """Return w₁·x₁ + w₂·x₂ + ... + b; the `factors` are how each x is written.

    Weights of exactly 0 are left out. Of a long sum the largest w·x are written out, and `more`, with the
    places {count} and {rest}, stands for the others.
    """
    used = np.flatnonzero(w)
    largest = used
    if len(used) > TERMS + 1:  # for one more there is as much room as for saying that there is one more
        largest = np.sort(used[np.argsort(-np.abs(w[used] * x[used]), kind="stable")[:TERMS]])
    terms = [(f"{plain(abs(w[i]))}·{factors[i]}", w[i] < 0) for i in largest]
    others = np.setdiff1d(used, largest)
    if len(others):
        rest = float(w[others] @ x[others])
        terms.append((more.format(count=len(others), rest=plain(abs(rest))), rest < 0 and "{rest}" in more))
    if bias:
        terms.append((plain(abs(bias)), bias < 0))
    return summed(terms)


def _column(s: Specimen, layer: int, j: int) -> tuple[np.ndarray, float]:
    M = s.net.matrices(s.theta)[layer - 1]
    return M[:-1, j], float(M[-1, j])


# -- forward --------------------------------------------------------------------------------------------


def formula(s: Specimen, names: Names, layer: int, j: int) -> str:
    """Return the formula of a unit in symbols: a⁽¹⁾₂ = tanh(0.42·x₁ − 1.31·x₂ + 0.08)."""
    w, b = _column(s, layer, j)
    total = weighted(w, s.a[layer - 1], b, [_source(names, layer, i) for i in range(len(w))], "{count} more")
    name = s.net.activations[layer - 1]
    if name == "softmax":
        return f"{unit(layer, j, 'z')} = {total}"
    return f"{unit(layer, j)} = {CALLS[name].format(total)}"


def with_numbers(s: Specimen, layer: int, j: int) -> str:
    """Return the same with this sample's numbers: = tanh(0.42·1.2 − 1.31·1.04 + 0.08) = tanh(−0.78) = ..."""
    w, b = _column(s, layer, j)
    x, z, name = s.a[layer - 1], plain(s.z[layer - 1][j]), s.net.activations[layer - 1]
    total = weighted(w, x, b, [bracketed(value) for value in x], "{rest} (of {count} more)")
    if name == "softmax":
        return f"= {total} = {z}"
    call, a = CALLS[name].format, close(s.a[layer][j])
    steps = [call(total)] if name == "linear" else [call(total), call(z)]
    return "= " + " = ".join([*steps, a])


def shares(p: np.ndarray, decimals: int = 3) -> list[str]:
    """Return shares (k,) so rounded that what is shown adds up to 1, as they do."""
    unit_ = 10**decimals
    floors = np.floor(p * unit_ + 1e-9).astype(int)
    missing = unit_ - int(floors.sum())
    floors[np.argsort(floors - p * unit_, kind="stable")[:missing]] += 1
    return [fixed(floor / unit_, decimals) for floor in floors]


def softmax_line(s: Specimen, j: int) -> str:
    """Return how the output's share comes out of all z, and all shares, which add up to 1."""
    layer, z, p = len(s.net.sizes) - 1, s.z[-1], s.a[-1]
    exponents = [f"e^{unit(layer, i, 'z')}" for i in range(len(z))]
    told = f"{unit(layer, j)} = {exponents[j]} / ({' + '.join(exponents)})"
    rounded = shares(p)
    if np.abs(z).max() <= 20:
        e = [plain(value) for value in np.exp(z)]
        told += f" = {e[j]} / ({' + '.join(e)})"
    return f"{told} = {rounded[j]}; all shares: {' + '.join(rounded)} = 1"


def loss_line(s: Specimen, classes: Names = ()) -> str:
    """Return the loss of this sample: L = −ln 0.83 = 0.186. `classes` are their names, for softmax."""
    a, y, value = s.a[-1], s.y, plain(s.value)
    if s.kind == "cross_entropy" and s.net.activations[-1] == "softmax":
        right = int(np.argmax(y))
        name = f" (the share of {classes[right]})" if classes else ""
        return f"L = −ln {close(a[right])}{name} = {value}"
    if s.kind == "cross_entropy":
        parts = [f"−ln {close(p)}" if yes else f"−ln(1 − {close(p)})" for p, yes in zip(a, y > 0.5)]
        return f"L = {' '.join(parts)} = {value}"
    squares = [f"({close(p)} − {bracketed(t)})²" for p, t in zip(a, y)]
    if len(squares) == 1:
        return f"L = {squares[0]} = {value}"
    return f"L = ({' + '.join(squares)}) / {len(squares)} = {value}"


# -- back -----------------------------------------------------------------------------------------------


def delta_line(s: Specimen, layer: int, j: int) -> str:
    """Return δ of a unit, the slope of the loss by its weighted sum, with its numbers."""
    name, a = unit(layer, j, "δ"), s.a[layer][j]
    delta = plain(s.deltas[layer - 1][j])
    if layer < len(s.net.sizes) - 1:
        row, back = s.net.matrices(s.theta)[layer][j], s.deltas[layer]
        total = weighted(row, back, 0.0, [bracketed(value) for value in back], "{rest} (of {count} more)")
        return f"{name} = ({total})·{_slope(s, layer, a)} = {delta}"
    y = s.y[j]
    difference = f"{close(a)} − {bracketed(y)}"
    if s.kind == "cross_entropy":
        return f"{name} = {unit(layer, j)} − y = {difference} = {delta}"
    scale = "2·" if s.net.outputs == 1 else f"2/{s.net.outputs}·"
    slope = "" if s.net.activations[-1] == "linear" else f"·{_slope(s, layer, a)}"
    return f"{name} = {scale}({difference}){slope} = {delta}"


def _slope(s: Specimen, layer: int, a: float) -> str:
    how = SLOPES[s.net.activations[layer - 1]]
    return how.format(close(a), bracketed(a, close), plain(np.sign(a)))


def back_line(s: Specimen, layer: int, j: int) -> str:
    """Return δ of a unit with its numbers, and where next to nothing comes back to it, why."""
    line, why = delta_line(s, layer, j), _why_nothing(s, layer, j)
    return f"{line}. {why}" if why else line


def _why_nothing(s: Specimen, layer: int, j: int) -> str:
    """Return why next to nothing comes back to a unit, if so."""
    if layer == len(s.net.sizes) - 1 and s.kind == "cross_entropy":
        return ""  # there the slope of the output cancels
    a, activation = s.a[layer][j], s.net.activations[layer - 1]
    if activation == "relu":
        return OFF if a == 0 else ""
    steepest = dict(sigmoid=0.25, tanh=1.0).get(activation, 0.0)
    return FLAT if s.net.functions[layer - 1].slope(a) < FLAT_BELOW * steepest else ""


def gradient_line(s: Specimen, names: Names, wire: Wire) -> str:
    """Return the slope of the loss by a weight or a bias, and what nudging it finds."""
    layer, i, j = wire
    name, delta = f"∂L/∂{wire_name(s.net, wire)}", unit(layer, j, "δ")
    value, numeric = s.gradient[place_of(s.net, wire)], s.nudged(wire)
    number = plain(s.deltas[layer - 1][j])
    if i == s.net.sizes[layer - 1]:
        told = f"{name} = {delta} = {number}"
    else:
        x = s.a[layer - 1][i]
        numbers = f"{bracketed(x)}·{bracketed(s.deltas[layer - 1][j])} = {plain(value)}"
        told = f"{name} = {_source(names, layer, i)}·{delta} = {numbers}"
    if s.at_a_kink(wire):
        return f"{told}; nudging it carries a relu over its corner, where there is no one slope."
    if s.is_lost(wire):
        return f"{told}; among numbers so large a nudge tells nothing."
    agree = abs(value - numeric) <= 2e-3 * abs(value) + SMALL  # a wrong formula misses by much more
    said = "the same." if agree else f"{plain(numeric)}: they disagree!"
    return f"{told}; nudging it gives {said}"


# -- together -------------------------------------------------------------------------------------------


def at_wire(s: Specimen, names: Names, wire: Wire) -> list[str]:
    """Return all that is to be said at a weight or bias: its value, what it carries, and its slope."""
    layer, i, j = wire
    w, name = s.theta[place_of(s.net, wire)], wire_name(s.net, wire)
    if i == s.net.sizes[layer - 1]:
        told = [f"{name} = {plain(w)}, the bias of {unit(layer, j)}"]
    else:
        x, source = s.a[layer - 1][i], _source(names, layer, i)
        carried = f"it carries {bracketed(w)}·{bracketed(x)} = {plain(w * x)}"
        told = [f"{name} = {plain(w)}, from {source} to {unit(layer, j)}: {carried}"]
    return told if s.y is None else [*told, gradient_line(s, names, wire)]


def whole_way(s: Specimen, names: Names, classes: Names = ()) -> list[tuple[str, list[str]]]:
    """Return the sample's whole way: (heading, lines) of the features, each layer, the loss and back."""
    last = len(s.net.sizes) - 1
    parts = [("The sample comes in", [f"{name} = {plain(x)}" for name, x in zip(names, s.x)])]
    for layer in range(1, last + 1):
        heading = "The output" if layer == last else f"Layer {layer}"
        units = range(s.net.sizes[layer])
        lines = [f"{formula(s, names, layer, j)} {with_numbers(s, layer, j)}" for j in units]
        if layer == last and s.net.activations[-1] == "softmax":
            lines += [softmax_line(s, j) for j in units]
        parts.append((heading, lines))
    if s.y is None:
        return parts
    parts.append(("The loss of this sample, without a penalty", [loss_line(s, classes)]))
    for layer in range(last, 0, -1):
        heading = "Back: the output" if layer == last else f"Back: layer {layer}"
        parts.append((heading, [back_line(s, layer, j) for j in range(s.net.sizes[layer])]))
    return parts
