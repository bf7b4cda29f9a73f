"""Explorables: move something, and see at once what it does.

The kit knows no lesson; explorables are put together from its pieces:

    stage, canvas, transport    shows a figure; what has changed on it; lets few frames be under way
    pace                        how few: after an answer fewer, in peace more
    ground                      what stands still, a picture or drawn by the page, and what of it is new
    recorder, quick_lines       notes what artists draw, and lines quickly, for the page to draw
    styles                      how what is noted is drawn: widths, colours, dashes, clips
    frame_list, replay (.js)    how such a list is written down; draws it in the page
    bar, pointer, element (.js) the page's other parts: the player's bar, the reader's hand
    player, controls            finds the steps of a run; sliders, lists and buttons
    explorer                    joins them: `Explorer`, the base of all explorables
    fold, groups                where controls stand next to their picture; "more", and groups of them
    messages                    what a page says to its explorer
    letting_go                  closes an explorable, and lets go of it when its cell runs again
    access (.py .js .css)       names for the controls, a focus that is seen, sizes for fingers
    baselines                   what one would say without having learned anything
    training                    a model that learns from samples, without widgets; explorers hold one
    several, copy_text          controls of several values; a text for the reader's clipboard
    sliders, progress           an explorable from any function that draws; a bar for what takes long
    handles, editable_samples   what the reader drags in a picture; samples changed by hand
    history                     what was before each change, for undo
    csv_input, samples          the door for a file; `SampleExplorer`, `CurveExplorer`, with lists of samples
    picture_input               the door for a picture
    question                    asks for a prediction before the play, and reminds of it after
    numbers                     numbers as sentences say them
    example                     a whole explorable, to copy

Explorables, with what several of one lesson share in brackets; each lesson has its questions, too:

    lesson0  broadcasting (array_words), grid (grid_words), secant (slope_words), gears (gear_words),
             log_exp (log_words), spread (spread_words), generator (programs, stepping, generator_words)
    lesson1  perceptron (words)
    lesson2  boundary (step_neuron, line_view), fence, three_neurons (hand_line, words);
             first_edition, for old copies
    lesson3  neuron, two_losses (landscape, rolling, words)
    lesson4  network (frame, network_view, words); microscope (specimen, sheet, formulas, microscope_words)
    lesson5  curvefit (curvefit_view, curves), sine, approximation, ensemble (frame, words); first_edition
    lesson6  overfit (curve_models, overfit_view), shrink (penalised, warm_start, words); first_edition
    lesson7  hopfield (memory, patterns, pen), capacity; words
    lesson8  minibatches (material, learner, view, words)
    lesson9  window (window_view), shift (pair, shift_view); words, material
    playground  playground (hand, taking, controls, points, panels, weight_entry, presets, words), view
             (scene, reading); learner (settings, material, following, asking, record, stopping); export
             (weights, scripts, torch_scripts, script_run); remarks (diagnosis); way (unit_words,
             specimen); compare_view (compare); sweep_view (sweeping, sweep_words)
"""

from nnlab.explore.kit.sliders import sliders

__all__ = ["sliders"]
