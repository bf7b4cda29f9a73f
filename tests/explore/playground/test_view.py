"""The playground's pictures: what its key says of the colours, and the numbers on the axis of the losses."""

from itertools import pairwise

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from nnlab.explore.kit.stage import Stage
from nnlab.explore.playground import explore_playground, words
from nnlab.explore.playground.compare_view import CompareView
from nnlab.explore.playground.scene import PLACES
from nnlab.explore.playground.settings import OUTPUTS
from nnlab.explore.playground.view import PlaygroundView
from nnlab.pictures.unit_maps import CLASSES, STEPS

BLUE, WHITE = CLASSES.index("#0072b2"), -1
VIEWS = {PlaygroundView: (980, 560), CompareView: (980, 290)}


@pytest.fixture(autouse=True, scope="module")
def one_thread():
    with threadpool_limits(1):
        yield


def colours(shades) -> np.ndarray:
    """Which class each shade has its colour from; `WHITE` for none."""
    return (np.asarray(shades).astype(int) + STEPS - 1) // STEPS - 1


# -- the key ------------------------------------------------------------------------------------------


def test_under_softmax_the_key_says_that_each_output_has_the_colour_of_its_class():
    explorer = explore_playground(data="four blobs", hidden=(4,), lr=0.3)
    explorer.seek(200)
    view = explorer.view
    assert "colour of its class" in view.colours.get_text() and view.colours in view.artists
    for j, shades in enumerate(
        np.split(np.asarray(view.network.columns[2].get_array())[:, 5:], [28, 56, 84])
    ):
        assert {*colours(shades[:20]).ravel()} == {WHITE, j}
    best = explorer.learner.answers(explorer.learner.theta, PLACES).argmax(axis=1)
    seen = colours(view.plane.image.get_array()).ravel()
    np.testing.assert_array_equal(seen[seen != WHITE], best[seen != WHITE])


@pytest.mark.parametrize(("output", "middle"), [("sigmoid", 0.5), ("tanh", 0.0), ("linear", 0.0)])
def test_of_a_single_output_the_key_says_above_what_it_is_blue(output, middle):
    task = dict(task="regression", data="plane") if output == "linear" else dict(data="xor")
    loss = "cross_entropy" if output == "sigmoid" else "mse"
    explorer = explore_playground(**task, output=output, loss=loss, lr=0.1)
    explorer.seek(200)
    told = explorer.view.colours.get_text()
    assert ("in the output, above and below 0.5" in told) == (middle == 0.5)
    a = explorer.learner.answers(explorer.learner.theta, PLACES)[:, 0]
    seen = colours(explorer.view.plane.image.get_array()).ravel()
    np.testing.assert_array_equal((seen == BLUE)[seen != WHITE], (a > middle)[seen != WHITE])


def test_the_key_changes_with_the_output_and_fits_beside_the_curves():
    explorer = explore_playground(data="circle")
    texts = (
        explorer.view.colours,
        *(t for t in explorer.view.network.ax.texts if t.get_text() == words.WEIGHTS),
    )
    assert len(texts) == 2 and {*words.COLOURS} == {*OUTPUTS}
    for name in ("three arms", "circle"):
        explorer.controls["data"].value = name
        assert texts[0].get_text() == words.COLOURS[explorer["output"]]
        explorer.stage.figure.draw_without_rendering()  # which puts the axis' name in its place
        boxes = [text.get_window_extent() for text in texts]
        edge = explorer.view.losses.ax.yaxis.label.get_window_extent().x0
        assert all(box.x1 < edge for box in boxes) and boxes[0].y0 >= boxes[1].y1 - 1


# -- numbers of steps ---------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", VIEWS)
@pytest.mark.parametrize("end", [100, 1000, 3000, 8000, 20_000, 30_000, 60_000, 150_000, 800_000, 2_000_000])
def test_the_numbers_of_steps_stand_apart_and_none_is_cut(kind, end):
    stage = Stage(*VIEWS[kind])
    curves = kind(stage.figure).losses
    k = np.array([0, end])
    curves.update(k, np.ones((2, len(curves.lines))), 1)
    stage.figure.draw_without_rendering()
    ticks = [tick for tick in curves.ax.xaxis.get_major_ticks() if tick.get_loc() <= curves.ax.get_xlim()[1]]
    boxes = [tick.label1.get_window_extent() for tick in ticks]
    assert len(boxes) >= 2
    assert min(right.x0 - left.x1 for left, right in pairwise(boxes)) > 4
    assert boxes[-1].x1 <= stage.figure.bbox.x1
