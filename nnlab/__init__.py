"""nnlab: neural networks from first principles.

This file is the contents page: which maths file belongs to which lesson, in reading order. A file imports
only files that stand before it. Importing nnlab loads nothing; `from nnlab import perceptron` loads one file.

The files need numpy alone. Above them stand, each importing only what is named before it: `nnlab.pictures`
(draws arrays), `nnlab.exercises` (tasks that answer back) and `nnlab.explore` (controls to play with).
"""

CONTENTS: dict[int, tuple[str, ...]] = {
    1: ("checks", "source", "activations", "data", "perceptron"),
}
