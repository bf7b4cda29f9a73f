"""Own pictures become patterns: thresholded, scaled, or refused in a sentence."""

import numpy as np
import pytest

from nnlab.data.letters import letters
from nnlab.explore.lesson7.hopfield import explore_hopfield
from nnlab.explore.lesson7.patterns import LARGEST, MOST, from_arrays, from_shades, scaled

RING = np.ones((6, 6), bool)
RING[2:4, 2:4] = False
SIGNS = np.where(RING, 1, -1).ravel()


@pytest.mark.parametrize(
    "pictures, middle",
    [
        (RING, None),
        (RING[None], None),
        (np.where(RING, 1, -1), None),
        (np.where(RING, 1.0, -1.0), None),
        (RING.astype(int), 0.5),
        (np.where(RING, 200, 12).astype(np.uint8), 106),
        (np.where(RING, 255, 0).astype(np.uint8), 127.5),
        (np.where(RING, 0.9, 0.1), 0.5),
        (np.where(RING, 200, 12).tolist(), 106),
    ],
)
def test_every_kind_of_picture_keeps_its_shape(pictures, middle):
    X, names, shape, made = from_arrays(pictures)
    np.testing.assert_array_equal(X, [SIGNS])
    assert names == ["picture 1"] and shape == made.before == made.after == (6, 6)
    assert made.middle == pytest.approx(middle) if middle else made.middle is None


def test_the_row_of_four_pixels():
    X = from_arrays(np.array([[12, 200, 180, 30]], np.uint8)).X
    np.testing.assert_array_equal(X, [[-1, 1, 1, -1]])


def test_several_pictures_share_one_middle():
    dark, light = np.full((3, 3), 10), np.full((3, 3), 250)
    np.testing.assert_array_equal(from_arrays([dark, light]).X, [[-1] * 9, [1] * 9])


@pytest.mark.parametrize("dtype", [bool, int, np.uint8])
def test_large_pictures_are_scaled_down(dtype):
    large = RING.repeat(20, axis=0).repeat(10, axis=1).astype(dtype)  # 120 rows, 60 columns
    X, _, shape, made = from_arrays(large)
    assert shape == (LARGEST, LARGEST // 2) and made.before == (120, 60)
    picture = X.reshape(shape)
    assert picture[[0, -1]].min() == 1 and picture[:, [0, -1]].min() == 1 and picture[14:18, 7:9].max() == -1


def test_scaled_cells_are_means():
    picture = np.arange(12.0).reshape(3, 4)
    np.testing.assert_allclose(scaled(picture, (3, 4)), picture)
    np.testing.assert_allclose(scaled(picture, (1, 1)), [[5.5]])
    np.testing.assert_allclose(scaled(picture, (3, 2)), [[0.5, 2.5], [4.5, 6.5], [8.5, 10.5]])
    np.testing.assert_allclose(scaled(np.array([[0.0, 3.0, 6.0]]), (1, 2)), [[1, 5]])
    np.testing.assert_allclose(scaled(picture, (6, 8)), picture.repeat(2, axis=0).repeat(2, axis=1))


@pytest.mark.parametrize(
    "pictures, wanted",
    [
        (np.zeros(100), r"pictures \(P, h, w\) or one \(h, w\), got shape \(100,\); .*reshape"),
        (np.zeros((2, 8, 8, 3)), r"got shape \(2, 8, 8, 3\); of colours take the mean"),
        (np.zeros((8, 8, 3)), r"got shape \(8, 8, 3\); of colours take the mean"),
        ([[1, 0], [1]], "of one size, got several sizes"),
        (np.array([["a", "b"]]), "of numbers, got dtype <U1"),
        (np.array([[1, None]]), r"of numbers, got dtype object; \.astype\(float\) may help"),
        (np.array([[1, np.nan]]), "finite numbers, got nan or inf"),
        (np.full((4, 4), 7), "expected dark and light, got 7 everywhere"),
        (np.zeros((MOST + 1, 4, 4)), r"expected 1 to 26 pictures, got 27; take pictures\[:26\]"),
        (np.zeros((0, 4, 4)), "expected 1 to 26 pictures, got 0"),
        (np.zeros((3, 1, 1)), "expected pictures of 2 cells or more"),
        (np.ma.masked_array(np.eye(4), np.eye(4)), "an array with masked cells"),
        (3, r"got shape \(\)"),
        (None, r"got shape \(\)"),
    ],
)
def test_other_pictures_are_refused_in_a_short_sentence(pictures, wanted):
    with pytest.raises(ValueError, match=wanted) as refused:
        explore_hopfield(pictures)
    assert str(refused.value).startswith("patterns: ") and len(str(refused.value)) < 300


def paper_with_a_bar(paper: float, ink: float) -> np.ndarray:
    """A page of 40 × 80 with a bar across its middle."""
    shades = np.full((40, 80), paper)
    shades[15:25, 10:70] = ink
    return shades


@pytest.mark.parametrize("paper, ink", [(255, 0), (0, 255), (200, 150)])
def test_a_page_is_ink_on_paper_however_it_is_lit(paper, ink):
    s, made = from_shades(paper_with_a_bar(paper, ink), (16, 16))
    picture = s.reshape(16, 16)
    assert made.before == (40, 80) and made.after == (8, 16) and made.light == (ink > paper)
    assert picture[:7].max() == picture[9:].max() == -1  # the page stands in the middle
    assert picture[7:9, 2:14].min() == 1 and picture[7:9, [0, 1, 14, 15]].max() == -1


def test_a_page_without_contrast_is_refused():
    with pytest.raises(ValueError, match="one shade nearly everywhere"):
        from_shades(paper_with_a_bar(200, 199), (16, 16))


def test_a_tall_strip_still_has_a_cell():
    s, made = from_shades(np.vstack([np.zeros((500, 2)), np.full((500, 2), 255.0)]), (8, 8))
    assert made.after == (8, 1) and s.shape == (64,)


# -- in the explorable --------------------------------------------------------------------------------------


def test_own_pictures_are_stored_and_recalled():
    shades = np.where(letters("AJX").reshape(3, 10, 10) > 0, 200, 20).astype(np.uint8)
    explorer = explore_hopfield(shades, share=0.2)
    assert explorer["patterns"] == "given" and explorer["stored"] == 3
    np.testing.assert_array_equal(explorer.memory.X, letters("AJX"))
    assert "above 110, the middle of their range, is ink." in explorer.sentence()
    explorer.seek(1000)
    assert "It is picture 1, with every neuron right." in explorer.sentence()
    explorer.controls["stored"].value = 2
    assert explorer.memory.names == ["picture 1", "picture 2"]
    assert explorer.controls["which"].layout.display == "none"
    explorer.preset.value = "A damaged letter heals"
    assert explorer.memory.names == ["A", "J", "X"]
    explorer.reset_button.click()
    assert explorer.memory.names == ["picture 1", "picture 2", "picture 3"] and explorer.problem == ""


def test_what_was_clear_already_needs_no_word():
    explorer = explore_hopfield(RING, cue="blank", share=0.0)
    assert explorer.sentence().startswith("Press play: ") or "No neuron" in explorer.sentence()
    assert explorer.memory.shape == (6, 6)
    large = explore_hopfield(RING.repeat(10, axis=0).repeat(10, axis=1))
    assert large.sentence().startswith("Your pictures of 60×60 were scaled down to 32×32 cells. ")


@pytest.mark.parametrize("rule", ["hebb", "pseudo-inverse", "storkey", "modern"])
def test_the_largest_pictures_are_played(rule):
    rng = np.random.default_rng(0)
    explorer = explore_hopfield(rng.random((3, LARGEST, LARGEST)), rule=rule, share=0.1)
    explorer.seek(40)
    assert explorer.problem == "" and explorer.memory.W.shape == (1024, 1024)
