"""What a page draws from a list, beside what Agg draws: each difficulty alone, and every explorable.

`tools/compare_drawings.py` does the same for each moving artist of every explorable at several steps, which
takes minutes.
"""

import numpy as np
import pytest
from cases import CASES, lines, markers, staged
from replay import alone, compared, explorables, faults, standing

from nnlab.explore.kit.stage import Stage
from nnlab.pictures.grid import Cells

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def page(browser):
    page = browser.new_page()
    yield page
    page.close()


@pytest.mark.parametrize("ratio", [1.0, 2.0])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)
def test_a_page_draws_what_agg_draws(page, case, ratio):
    found, _, _ = compared(page, staged(case), ratio, singly=False)
    assert found == {"all": []}


@pytest.mark.parametrize("case", [lines, markers], ids=lambda case: case.__name__)
def test_an_artist_that_is_missing_is_found(page, case):
    stage = staged(case)
    _, agg, ours = compared(page, stage, 1.0, singly=False)
    with alone(stage, []):
        ground = stage.pixels()
    assert faults(agg, ours, ground) == []
    for artist in stage.moving:
        with alone(stage, [other for other in stage.moving if other is not artist]):
            assert faults(stage.pixels(), ours, ground) != []


@pytest.mark.parametrize("ratio", [1.0, 1.037, 1.37, 1.931, 2.0, 2.074])
def test_cells_meet_in_white_and_nowhere_else(page, ratio):
    stage = Stage(300, 220, alt="")
    ax = stage.figure.add_axes((0.02, 0.03, 0.95, 0.94), xlim=(0, 13), ylim=(11, 0))
    ax.axis("off")
    image = ax.add_image(Cells(ax))
    image.set_extent((0, 13, 11, 0))
    image.set_data((-1.0) ** np.add(*np.indices((11, 13))))
    stage.moving = [image]
    _, agg, ours = compared(page, stage, ratio, singly=False)
    for pixels in (agg[..., :3].astype(int), ours.astype(int)):
        left, low, right, high = ax.bbox.extents.round().astype(int)
        across, down = pixels[-high + 1 : -low - 1 : 5], pixels[:, left + 1 : right - 1 : 5].swapaxes(0, 1)
        for some in (across, down):
            for line in some:
                if (line == 255).all(axis=1).mean() > 0.6:
                    continue  # it lies within a white line
                ends = np.flatnonzero((np.diff(line, axis=0) != 0).any(axis=1))
                white = (line == 255).all(axis=1)
                assert (white[ends] | white[ends + 1]).all(), ends[~(white[ends] | white[ends + 1])]


@pytest.mark.parametrize("name", explorables())
def test_a_page_draws_every_explorable_as_agg_does(page, name):
    explorer = explorables()[name]()
    if explorer.player is not None:
        explorer.player.seek(3)
    explorer.draw()
    found, agg, _ = compared(page, explorer.stage, 1.0, singly=False)
    stands = standing(page, explorer.stage, 1.0)
    explorer.close()
    assert found == {"all": []} and stands == []
    assert np.mean(agg[..., :3] != 255) > 0.02
