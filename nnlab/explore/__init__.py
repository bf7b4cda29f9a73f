"""Explorables: move something, and see at once what it does.

Each lesson has a file here, ``nnlab.explore.perceptron`` for lesson 1; ``sliders`` makes an explorable from
any function that draws. What they are made of: a ``Stage`` shows frames, a ``Player`` finds the steps of a
run, an ``Explorer`` joins both with controls.
"""

from nnlab.explore.sliders import sliders

__all__ = ["sliders"]
