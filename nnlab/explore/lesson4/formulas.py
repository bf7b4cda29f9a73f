"""The formulas of backpropagation as TeX, in symbols and with their numbers put in."""

import math

# What a neuron says, from z.
ACTIVATION = {
    "sigmoid": r"\sigma({})",
    "tanh": r"\tanh({})",
    "relu": r"\max(0,\, {})",
    "linear": "{}",
}
# Its slope, from a.
SLOPE = {
    "sigmoid": r"{0}\,(1 - {0})",
    "tanh": r"(1 - {0}^2)",
    "relu": r"[{0} > 0]",
    "linear": "1",
}


def number(value: float) -> str:
    """Write a number short: three digits that count, at most four behind the point; 3.1e−5 if tiny."""
    if not math.isfinite(value):
        return {"nan": "nan", "inf": "∞", "-inf": "−∞"}[str(float(value))]
    if value == 0 or 0.001 <= abs(value) < 999.5:
        text = f"{float(f'{value:.3g}'):.4f}".rstrip("0").rstrip(".")
        text = "0" if text == "-0" else text
    else:
        digits, power = f"{value:.1e}".split("e")
        text = f"{float(digits):g}e{int(power)}"
    return text.replace("-", "−")


def tex(value: float) -> str:
    """Write a number for TeX."""
    digits, _, power = number(value).replace("−", "-").replace("∞", r"\infty").partition("e")
    return digits + (rf"\cdot 10^{{{power}}}" if power else "")


def factor(value: float) -> str:
    """Write a number that something is done to: there its own minus or power of ten needs brackets."""
    text = tex(value)
    return f"({text})" if text.startswith("-") or r"\cdot" in text else text


def _index(*places: int) -> str:
    """Write which neurons are meant, counted from 1; beyond 9 a comma keeps two of them apart."""
    numbers = [str(place + 1) for place in places]
    text = ("," if max(places) > 8 else "").join(numbers)
    return text if len(text) == 1 else f"{{{text}}}"


def node(name: str, layer: int, j: int) -> str:
    """Write the name of a number at a neuron; what layer 0 says are the inputs."""
    return f"x_{_index(j)}" if layer == 0 else f"{name}^{{({layer})}}_{_index(j)}"


def edge(net, layer: int, i: int, j: int) -> str:
    """Write the name of a weight or a bias."""
    if _is_bias(net, layer, i):
        return f"b^{{({layer})}}_{_index(j)}"
    return f"w^{{({layer})}}_{_index(i, j)}"


def target(net, j: int) -> str:
    """Write the name of a right answer; a single one needs no number."""
    return "y" if net.sizes[-1] == 1 else f"y_{_index(j)}"


def slope_of_loss(what: str) -> str:
    """Write the partial derivative of the loss by something."""
    return rf"\partial L / \partial {what}"


def _is_bias(net, layer, i):
    return net.bias and i == net.sizes[layer - 1]


def _scale(kind, k, *, slope):
    """Write what stands before the square of the error, or before the error once it is differentiated."""
    if kind == "mse" and k > 1:
        return rf"\frac{{{2 if slope else 1}}}{{{k}}}"
    return {"sse": "2\\," * slope, "half_sse": "" if slope else r"\frac{1}{2}", "mse": "2\\," * slope}[kind]


def formula(step, net, kind: str) -> tuple[str, str]:
    """Return the formula of a Step of `backprop_steps.steps`, and its right side with the numbers put in."""
    return _FORMULAS[step.does](step, net, kind)


def _input(step, net, kind):
    names = ", ".join(node("a", *place) for place in step.where)
    return rf"x = ({names})", ""


def _z(step, net, kind):
    [(l, j)] = step.where
    names, numbers = [], []
    for i, (weight, before) in enumerate(step.terms):
        bias = _is_bias(net, l, i)
        names.append(edge(net, l, i, j) + ("" if bias else r"\," + node("a", l - 1, i)))
        numbers.append(factor(weight) + ("" if bias else rf"\cdot {factor(before)}"))
    return f"{node('z', l, j)} = {' + '.join(names)}", " + ".join(numbers)


def _a(step, net, kind):
    [(l, j)] = step.where
    f = ACTIVATION[net.activations[l - 1]].format
    return f"{node('a', l, j)} = {f(node('z', l, j))}", f(tex(step.terms[0]))


def _loss(step, net, kind):
    l, k = len(net.sizes) - 1, len(step.terms)
    names = [(node("a", l, j), target(net, j)) for j in range(k)]
    numbers = [(tex(a), factor(y)) for a, y in step.terms]
    if kind == "cross_entropy":
        parts = [
            " ".join(rf"-{y}\,\ln {a} - (1 - {y})\,\ln(1 - {a})" for a, y in pairs)
            for pairs in (names, [(factor(a), tex(y)) for a, y in step.terms])
        ]
        return f"L = {parts[0]}", parts[1]
    scale = _scale(kind, k, slope=False)
    sums = [" + ".join(f"({a} - {y})^2" for a, y in pairs) for pairs in (names, numbers)]
    if k > 1 and scale:
        sums = [f"[{text}]" for text in sums]
    return f"L = {scale}{sums[0]}", f"{scale}{sums[1]}"


def _difference(step, net, kind, scale):
    [(l, j)] = step.where
    one, other = step.terms
    names, numbers = f"{node('a', l, j)} - {target(net, j)}", f"{tex(one)} - {factor(other)}"
    return (f"{scale}({names})", f"{scale}({numbers})") if scale else (names, numbers)


def _error(step, net, kind):
    [(l, j)] = step.where
    left = slope_of_loss(node("a", l, j))
    if l == len(net.sizes) - 1:
        names, numbers = _difference(step, net, kind, _scale(kind, net.sizes[-1], slope=True))
        return f"{left} = {names}", numbers
    names = [
        rf"{edge(net, l + 1, j, m)}\,{node(chr(92) + 'delta', l + 1, m)}" for m in range(len(step.terms))
    ]
    numbers = [rf"{factor(weight)}\cdot {factor(delta)}" for weight, delta in step.terms]
    return f"{left} = {' + '.join(names)}", " + ".join(numbers)


def _delta(step, net, kind):
    [(l, j)] = step.where
    left = node(r"\delta", l, j)
    if kind == "cross_entropy" and l == len(net.sizes) - 1:
        names, numbers = _difference(step, net, kind, "")
        return f"{left} = {names}", numbers
    activation, a = net.activations[l - 1], node("a", l, j)
    slope = SLOPE[activation].format
    # A name with its layer on top bears no square on top of that.
    names = rf"{slope_of_loss(a)} \cdot {slope(f'({a})' if activation == 'tanh' else a)}"
    error, *said = step.terms
    numbers = tex(error) + "".join(rf"\cdot {slope(factor(a))}" for a in said)
    return f"{left} = {names}", numbers


def _gradient(step, net, kind):
    [(l, i, j)] = step.where
    left, delta = slope_of_loss(edge(net, l, i, j)), node(r"\delta", l, j)
    if _is_bias(net, l, i):
        return rf"{left} = 1 \cdot {delta}", "" if step.value == 0 else rf"1 \cdot {factor(step.terms[1])}"
    before = node("a", l - 1, i)
    return rf"{left} = {before}\,{delta}", rf"{factor(step.terms[0])}\cdot {factor(step.terms[1])}"


def update(step, net, row: int) -> tuple[str, str]:
    """Return the formula of an update for one of the edges that it is made at."""
    name = edge(net, *step.where[row])
    weight, lr, slope = step.terms[row]
    return (
        rf"{name} \leftarrow {name} - \eta \; {slope_of_loss(name)}",
        rf"{tex(weight)} - {tex(lr)}\cdot {factor(slope)}",
    )


_FORMULAS = {
    "input": _input,
    "z": _z,
    "a": _a,
    "loss": _loss,
    "error": _error,
    "delta": _delta,
    "gradient": _gradient,
    "update": lambda step, net, kind: update(step, net, 0),
}
