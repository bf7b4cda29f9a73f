"""The handwritten digits: they are those that were published, in their order, and cannot be changed."""

import csv
import dataclasses
from importlib.resources import files

import numpy as np
import pytest
from sklearn.datasets import load_digits

from nnlab.data import Digits, digits


def test_they_are_those_that_scikit_learn_distributes():
    ours, theirs = digits(), load_digits()
    np.testing.assert_array_equal(ours.X, theirs.data)
    np.testing.assert_array_equal(ours.y, theirs.target)
    np.testing.assert_array_equal(ours.X.reshape(-1, *Digits.shape), theirs.images)


def test_they_are_as_published():
    d = digits()
    assert d.X.shape == (1797, 64) and d.X.dtype == float and d.y.dtype.kind == "i"
    assert (d.X.min(), d.X.max()) == (0, 16) and (d.X.round() == d.X).all()
    assert np.bincount(d.y).tolist() == [
        178,
        182,
        177,
        183,
        181,
        182,
        181,
        179,
        174,
        180,
    ]  # of optdigits.names
    assert d.y[:12].tolist() == [*range(10), 0, 1]


def test_a_line_is_decoded_as_the_file_says():
    """Read another way: as numbers to the base of 17, and by the two lines that the docstring gives."""
    with files("nnlab.data").joinpath("digits.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    d = digits()
    assert [int(row["digit"]) for row in rows] == d.y.tolist()
    assert [[int(pixel, 17) for pixel in row["ink"]] for row in rows[:50]] == d.X[:50].tolist()
    lines = digits.__globals__["__doc__"].split("::")[1]
    place = {"np": np, "ink": rows[7]["ink"]}
    exec("\n".join(line.strip() for line in lines.splitlines()), place)
    np.testing.assert_array_equal(place["pixels"], d.X[7].reshape(8, 8))


def test_the_file_is_small_and_its_licence_names_source_terms_and_changes():
    folder = files("nnlab.data")
    assert len(folder.joinpath("digits.csv").read_bytes()) < 130_000
    text = " ".join(folder.joinpath("digits.LICENSE").read_text(encoding="utf-8").split())
    for part in (
        "SPDX-License-Identifier: CC-BY-4.0",
        "https://creativecommons.org/licenses/by/4.0/legalcode",
        "Alpaydin E, Kaynak C (1998). Optical Recognition of Handwritten Digits",
        "https://doi.org/10.24432/C50P49",
        "What was changed No value and no order",
    ):
        assert part in text


def test_nothing_in_it_can_be_changed():
    d = digits()
    for array in (d.X, d.y):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1
    with pytest.raises(dataclasses.FrozenInstanceError):
        d.X = d.X
    X, y = np.zeros((1, 64)), np.array([3])
    own = Digits(X, y)
    X[0, 0], y[0] = 16, 4
    assert own.X[0, 0] == 0 and own.y[0] == 3


@pytest.mark.parametrize(
    ("X", "y", "sentence"),
    [
        (
            np.zeros((2, 63)),
            [0, 1],
            r"X: expected 64 pixels from 0 to 16 in each row, got shape \(2, 63\) from 0 to 0",
        ),
        (np.full((1, 64), 17), [0], r"X: expected 64 pixels .*, got shape \(1, 64\) from 17 to 17"),
        (np.full((1, 64), -1), [0], r"X: expected 64 pixels .*, got shape \(1, 64\) from -1 to -1"),
        (np.full((1, 64), np.nan), [0], "X: expected finite numbers, got nan"),
        (np.zeros((2, 64)), [0], "y: expected 2 digits from 0 to 9, one for each row of X, got"),
        (np.zeros((1, 64)), [10], "y: expected 1 digits from 0 to 9"),
        (np.zeros((1, 64)), [0.5], "y: expected 1 digits from 0 to 9"),
    ],
)
def test_what_are_no_digits(X, y, sentence):
    with pytest.raises(ValueError, match=f"^{sentence}"):
        Digits(X, y)
