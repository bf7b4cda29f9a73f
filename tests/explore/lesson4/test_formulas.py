"""Formulas as TeX: each of them can be drawn, whatever the network, the loss and the numbers."""

import numpy as np
import pytest
from matplotlib.mathtext import MathTextParser

from nnlab.backprop_steps import steps
from nnlab.explore.lesson4 import formulas
from nnlab.network import Network


@pytest.mark.parametrize(
    "activation, kind, scale",
    [
        ("sigmoid", "half_sse", 1),
        ("tanh", "sse", 1),
        ("tanh", "mse", 1e-5),
        ("relu", "cross_entropy", 1),
        ("linear", "half_sse", 1e-5),
    ],
)
def test_every_formula_can_be_drawn(activation, kind, scale):
    net = Network((2, 2, 2), (activation, "sigmoid"))
    theta = scale * np.random.default_rng(0).normal(size=net.size)
    parser, drawn = MathTextParser("agg"), set()
    for step in steps(net, theta, [1, 0], [0, 1], kind=kind):
        for text in filter(None, formulas.formula(step, net, kind)):
            parser.parse(f"${text}$")
        drawn.add(step.does)
    assert drawn == {"input", "z", "a", "loss", "error", "delta", "gradient", "update"}


@pytest.mark.parametrize(
    "value, words, tex",
    [
        (0, "0", "0"),
        (-0.0, "0", "0"),
        (0.123456, "0.123", "0.123"),
        (-2.5, "−2.5", "-2.5"),
        (1234.5, "1.2e3", r"1.2\cdot 10^{3}"),
        (-3.14e-5, "−3.1e−5", r"-3.1\cdot 10^{-5}"),
        (np.inf, "∞", r"\infty"),
        (-np.inf, "−∞", r"-\infty"),
        (np.nan, "nan", "nan"),
    ],
)
def test_numbers_have_one_minus_in_the_picture_and_texs_own_in_formulas(value, words, tex):
    assert formulas.number(value) == words and formulas.tex(value) == tex
    assert "-" not in formulas.number(value) and "−" not in formulas.tex(value)
