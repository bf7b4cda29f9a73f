"""Explorables: move something, and see at once what it does.

General pieces, which know no lesson:

    stage, player, controls     shows frames; finds the steps of a run; sliders, lists and buttons
    explorer                    joins them: ``Explorer``, the base of all explorables
    sliders, progress           an explorable from any function that draws; a bar for what takes long
    handles, points             what the reader drags in a picture; samples changed by hand
    own_data, samples           the door for a file; ``SampleExplorer``, for lists of samples
    words                       numbers as sentences say them

Explorables, with what several of one lesson share in brackets:

    1  perceptron
    2  boundary, fence, three_neurons
    3  neuron, two_balls (balls)
    4  network, microscope
    5  curvefit (curves), expression, approximation, fan
    6  overfit, shrink (penalised, carry)
    7  hopfield, load
"""

from nnlab.explore.sliders import sliders

__all__ = ["sliders"]
