"""What a page draws from a list, beside what Agg draws: each difficulty alone, and every explorable.

`tools/compare_drawings.py` does the same for each moving artist of every explorable at several steps, which
takes minutes.
"""

import numpy as np
import pytest
from cases import CASES, lines, markers, staged
from replay import alone, compared, explorables, faults, standing

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
    assert found == {"all None": []}


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


@pytest.mark.parametrize("name", explorables())
def test_a_page_draws_every_explorable_as_agg_does(page, name):
    explorer = explorables()[name]()
    if explorer.player is not None:
        explorer.player.seek(3)
    explorer.draw()
    found, agg, _ = compared(page, explorer.stage, 1.0, singly=False)
    stands = standing(page, explorer.stage, 1.0)
    explorer.close()
    assert found == {"all None": []} and stands == []
    assert np.mean(agg[..., :3] != 255) > 0.02
