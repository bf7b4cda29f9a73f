"""Where controls stand next to their picture: each once, the main ones always in sight."""

import pytest

from nnlab.explore import sliders
from nnlab.explore.kit.example import explore_line
from nnlab.explore.kit.fold import Fold


def boxes(explorer):
    """The stage, the main controls, the fold and the rest."""
    parts, access = explorer.children
    assert access is explorer.access
    stage, side = parts.children
    return stage, *side.children


def test_main_controls_come_with_presets_and_reset_and_the_rest_behind_a_fold():
    explorer = explore_line()
    stage, main, fold, rest = boxes(explorer)
    assert stage is explorer.stage and isinstance(fold, Fold) and fold.layout.display is None
    first, lr, buttons = main.children
    assert first is explorer.preset and lr is explorer.controls["lr"]
    assert buttons.children == (explorer.reset_button,)
    assert rest.children == (explorer.controls["seed"],)


def test_what_is_folded_away_can_be_set_all_the_same():
    explorer = explore_line()
    *_, fold, _ = boxes(explorer)
    before = explorer.samples.x.copy()
    fold.unfolded = False
    explorer.controls["seed"].value = 3
    assert explorer.problem == "" and not (explorer.samples.x == before).all()


def test_without_more_there_is_no_fold_and_without_presets_no_list_of_them():
    explorer = sliders(lambda ax, x: None, alt="nothing", x=(0, 3, 1))
    _, main, fold, rest = boxes(explorer)
    assert main.children == (explorer.controls["x"],) and rest.children == ()
    assert fold.layout.display == "none"


@pytest.mark.parametrize("main", [["lr"], ["lr", "lr", "seed"], ["lr", "seed", "rate"]])
def test_every_control_has_one_place(main):
    with pytest.raises(ValueError, match=r"main, more: expected each of \['lr', 'seed'\] once, got"):
        explore_line().lay_out(main=main)
