"""A sweep on a Dask cluster of two worker processes gives what it gives in turn.

Run by hand, in an environment that has `distributed`: see CONTRIBUTING.md, "Peers".
"""

import os
import warnings

import numpy as np
import pytest
from distributed import Client, LocalCluster

from nnlab import data, network
from nnlab.batches import stream
from nnlab.descent import descend, last, stop
from nnlab.network import Network
from nnlab.optimisers import Adam
from nnlab.sweep import sweep

GRID = {"hidden": [2, 4, 8], "lr": [0.003, 0.03]}
SEEDS = range(4)


def learned(rng, hidden, lr):
    """The loss after 40 steps, and in which process it was found."""
    moons = data.load("moons", rng=rng, n=80)
    net = Network((2, hidden, 1), ("tanh", "sigmoid"))
    start, y = net.init(rng=rng), moons.y[:, None].astype(float)
    step = last(stop(descend(stream(net, moons.X, y, 16), start, rule=Adam(lr)), at_most=40))
    return [network.loss(net, moons.X, y, "cross_entropy")(step.theta)[0], *step.theta[:3]]


def process(rng, case):
    return os.getpid()


def fails_at_four(rng, hidden):
    if hidden == 4:
        raise FloatingPointError("four is too many here")
    return rng.normal() + hidden


@pytest.fixture(scope="module")
def client():
    with (
        LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster,
        Client(cluster) as client,
    ):
        # What stands in a test file is known there only if the file is sent.
        client.upload_file(__file__)
        yield client


def test_the_same_numbers_as_in_turn(client):
    told = []
    there = sweep(learned, GRID, SEEDS, map=client.get_executor().map, progress=lambda *of: told.append(of))
    here = sweep(learned, GRID, SEEDS)
    assert there.done.all() and here.done.all()
    np.testing.assert_array_equal(there.values, here.values)  # to the last bit
    assert told[0] == (0, 24) and told[-1] == (24, 24)


def test_it_is_two_other_processes(client):
    found = sweep(process, {"case": range(20)}, [0], map=client.get_executor().map)
    pids = set(found.values.ravel().astype(int).tolist())
    assert len(pids) == 2 and os.getpid() not in pids


def test_a_failing_run_is_returned_and_names_its_setting(client):
    with pytest.warns(RuntimeWarning, match="2 of 6 runs failed") as warned:
        found = sweep(fails_at_four, {"hidden": [2, 4, 6]}, [0, 1], map=client.get_executor().map)
    assert "failed at hidden=4, seed=0: FloatingPointError('four is too many here')" in str(warned[0].message)
    assert [(f.settings["hidden"], f.seed) for f in found.failures] == [(4, 0), (4, 1)]
    assert "fails_at_four" in found.failures[0].traceback
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        rest = sweep(fails_at_four, {"hidden": [2, 6]}, [0, 1])
    np.testing.assert_array_equal(found.values[[0, 2]], rest.values)
    assert found.done.tolist() == [[True, True], [False, False], [True, True]]
