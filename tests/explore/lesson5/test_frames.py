"""What a frame of lesson 5's explorables may not do: unpack theta twice, check numbers, build a loss."""

import pytest
from calls import traced
from driving import both_ends

from nnlab.explore.lesson5 import explore_approximation, explore_curvefit, explore_ensemble, explore_sine
from nnlab.explore.lesson5.approximation import FIT, NETWORK, ONE, STRAIGHT

UNPACKED = {
    "a network's curve": (lambda: explore_curvefit("real interest"), 1),
    "a network's curve, in relus": (lambda: explore_curvefit(activation="relu", output="relu"), 1),
    "a sine": (explore_sine, 0),
    "a network among fits": (lambda: explore_approximation(kind=NETWORK), 1),
    "twenty networks": (explore_ensemble, 0),  # all at once, as one array
    **{kind: (lambda kind=kind: explore_approximation(kind=kind), 0) for kind in (FIT, STRAIGHT, ONE)},
}


@pytest.mark.parametrize("name", UNPACKED)
def test_while_a_frame_is_drawn_theta_is_unpacked_once_and_nothing_is_checked(name):
    make, times = UNPACKED[name]
    explorer = make()
    explorer.stage.hello(1.0)
    for k in (0, 40, 39):
        explorer.player.seek(min(k, explorer.player.length + 40))
        calls = traced(explorer.publish)
        assert [call for call in calls if call.file in ("checks.py", "rules.py")] == []
        assert sum(call.name in ("Network.matrices", "Network.layers") for call in calls) == times


@pytest.mark.parametrize(
    "make", [explore_curvefit, explore_sine, explore_ensemble, lambda: explore_approximation(kind=NETWORK)]
)
def test_a_rate_that_moves_builds_no_loss(monkeypatch, make):
    explorer, built = make(), []
    make_loss = explorer.training.make_loss
    monkeypatch.setattr(explorer.training, "make_loss", lambda *args: built.append(args) or make_loss(*args))
    explorer.player.seek(10)
    explorer.controls["lr"].value = both_ends(explorer.controls["lr"])[0]
    explorer.player.seek(20)
    assert built == []
    explorer.controls["seed"].value += 1
    assert built
