"""The sets of the playground obey the laws that were published, and noise does what each of them says."""

import math

import numpy as np
import pytest

from nnlab.data import playground as sets

TWO = [sets.circle, sets.xor, sets.gauss, sets.spiral]
MANY = [sets.three_arms, sets.three_rings, sets.four_blobs]
NUMBERS = [sets.plane, sets.multi_gauss]
ALL = [*TWO, *MANY, *NUMBERS]


def drawn(draw, n=400, noise=0.0, seed=0, **more):
    return draw(n, rng=np.random.default_rng(seed), noise=noise, **more)


def length(X):
    return np.hypot(*X.T)


def angle_apart(X, Y):
    """By which angle Y (n, 2) is ahead of X (n, 2), clockwise from the top as the arms turn."""
    return (np.arctan2(*Y.T) - np.arctan2(*X.T)) % (2 * np.pi)


@pytest.mark.parametrize("draw", ALL, ids=lambda draw: draw.__name__)
def test_the_same_seed_gives_the_same_points_and_they_fit_on_the_axes(draw):
    one, same, other = drawn(draw, noise=0.2), drawn(draw, noise=0.2), drawn(draw, noise=0.2, seed=1)
    assert np.array_equal(one.X, same.X) and np.array_equal(one.y, same.y)
    assert not np.array_equal(one.X, other.X)
    assert one.X.shape == (400, 2) and one.y.shape == (400,)
    assert np.mean(np.abs(one.X) <= 3) > 0.95  # clouds have a few beyond
    assert np.abs(drawn(draw).X).max() < 4


@pytest.mark.parametrize("draw", [sets.circle, sets.xor, *NUMBERS], ids=lambda draw: draw.__name__)
def test_noise_moves_answers_and_no_point(draw):
    quiet, noisy = drawn(draw), drawn(draw, noise=0.3)
    assert np.array_equal(quiet.X, noisy.X)
    assert np.mean(quiet.y != noisy.y) > 0.02


@pytest.mark.parametrize("draw", [sets.gauss, sets.spiral, *MANY], ids=lambda draw: draw.__name__)
def test_noise_moves_points_and_no_answer(draw):
    quiet, noisy = drawn(draw), drawn(draw, noise=0.3)
    assert np.array_equal(quiet.y, noisy.y)
    assert (quiet.X != noisy.X).all()


@pytest.mark.parametrize("draw", [sets.circle, sets.gauss, sets.spiral, *MANY], ids=lambda d: d.__name__)
def test_classes_take_turns(draw):
    data = drawn(draw, n=13)
    assert data.y.tolist() == [i % len(data.classes) for i in range(13)]


# Two classes


def test_a_disc_lies_in_a_ring_with_a_gap_between():
    data = drawn(sets.circle, n=4000)
    r = length(data.X)
    disc, ring = r[data.y == 1], r[data.y == 0]
    assert disc.max() <= 1.25 and ring.min() >= 1.75 and ring.max() <= 2.5
    # Uniform in the radius, not in the area: the mean is in the middle, the spread the width / sqrt 12.
    for found, low, high in ((disc, 0, 1.25), (ring, 1.75, 2.5)):
        error = (high - low) / math.sqrt(12 * len(found))
        assert found.mean() == pytest.approx((low + high) / 2, abs=4 * error)


def test_a_label_of_circle_is_that_of_a_place_so_far_off_and_no_further():
    quiet, noisy = drawn(sets.circle, n=4000), drawn(sets.circle, n=4000, noise=0.1)
    turned = quiet.y != noisy.y
    assert turned.any() and (quiet.y[turned] == 1).all()  # 0.25 in each direction does not cross the gap
    assert length(quiet.X[turned]).min() > 1.25 - 0.25 * math.sqrt(2)
    wild = drawn(sets.circle, n=4000, noise=0.5)
    assert (quiet.y[wild.y == 1] == 0).any()


def test_the_quarters_of_xor_belong_to_two_classes_by_turns():
    data = drawn(sets.xor, n=4000)
    assert np.array_equal(data.y == 1, data.X[:, 0] * data.X[:, 1] > 0)
    assert np.abs(data.X).min() >= 0.15 and np.abs(data.X).max() <= 2.65
    assert data.y.mean() == pytest.approx(0.5, abs=4 * 0.5 / math.sqrt(4000))


def test_a_label_of_xor_turns_only_near_an_axis():
    quiet, noisy = drawn(sets.xor, n=4000), drawn(sets.xor, n=4000, noise=0.2)
    turned = quiet.y != noisy.y
    assert turned.any() and np.abs(quiet.X[turned]).min(axis=1).max() <= 0.5  # 2.5 x 0.2


@pytest.mark.parametrize("noise", [0.0, 0.25, 0.5])
def test_the_clouds_of_gauss_have_their_centres_and_their_variance(noise):
    n = 20_000
    data, variance = drawn(sets.gauss, n=n, noise=noise), (0.5 + 7 * noise) / 4
    for c, centre in ((0, -1), (1, 1)):
        X = data.X[data.y == c]
        assert X.mean(axis=0) == pytest.approx([centre] * 2, abs=4 * math.sqrt(variance / len(X)))
        # The variance of n normal numbers is off by about variance sqrt(2 / n).
        assert X.var(axis=0) == pytest.approx([variance] * 2, rel=4 * math.sqrt(2 / len(X)))


def test_nobody_tells_the_clouds_of_gauss_apart_better_than_this():
    n = 40_000
    data = drawn(sets.gauss, n=n, noise=0.5)
    right = np.mean((data.X.sum(axis=1) > 0) == (data.y == 1))
    ceiling = (1 + math.erf(1)) / 2  # Phi(sqrt 2)
    assert ceiling == pytest.approx(0.9214, abs=1e-4)
    assert right == pytest.approx(ceiling, abs=4 * math.sqrt(ceiling * (1 - ceiling) / n))


def test_a_spiral_by_hand():
    data = drawn(sets.spiral, n=4)
    # The second point of arm 0 is 3/4 of the way out, after 3/4 of 1.75 turns.
    r, t = 2.5 * 0.75, 3.5 * math.pi * 0.75
    assert data.X[2] == pytest.approx([r * math.sin(t), r * math.cos(t)])
    assert data.X[1::2] == pytest.approx(-data.X[::2])  # arm 1 is half a turn away


def test_the_arms_of_the_published_spiral_begin_at_one_point():
    data = drawn(sets.spiral, n=200, begin=sets.PUBLISHED)
    assert data.X[:2] == pytest.approx(np.zeros((2, 2)), abs=1e-12)
    assert data.y[0] != data.y[1]
    assert length(drawn(sets.spiral, n=200).X).min() == pytest.approx(2.5 * 0.5 / 100)


def test_noise_moves_a_point_of_a_spiral_so_far_and_no_further():
    by = np.abs(drawn(sets.spiral, noise=0.4).X - drawn(sets.spiral).X)
    assert 0.19 < by.max() <= 0.2


# More classes


def test_three_arms_are_a_third_of_a_turn_apart_and_as_far_from_one_another_as_two():
    data = drawn(sets.three_arms, n=300)
    first, second, third = (data.X[data.y == c] for c in range(3))
    assert angle_apart(first, second) == pytest.approx(np.full(100, 2 * np.pi / 3))
    assert angle_apart(second, third) == pytest.approx(np.full(100, 2 * np.pi / 3))
    for arms_of in (data, drawn(sets.spiral, n=200)):
        arm, arms = arms_of.X[arms_of.y == 0], len(arms_of.classes)
        growth = np.polyfit(np.unwrap(np.arctan2(*arm.T)), length(arm), 1)[
            0
        ]  # of the radius, for each radian
        assert growth * 2 * np.pi / arms == pytest.approx(2.5 / 3.5)


def test_rings_are_rings_and_blobs_stand_in_their_quarters():
    rings = drawn(sets.three_rings, n=3000)
    for c in range(3):
        r = length(rings.X[rings.y == c])
        assert c <= r.min() and r.max() <= c + 0.6
    blobs = drawn(sets.four_blobs, n=8000, noise=0.1)
    for c, centre in enumerate([(-1.25, -1.25), (1.25, -1.25), (-1.25, 1.25), (1.25, 1.25)]):
        X = blobs.X[blobs.y == c]
        assert X.mean(axis=0) == pytest.approx(centre, abs=4 * math.sqrt(0.3 / 2000))
        assert X.var(axis=0) == pytest.approx([0.3, 0.3], rel=4 * math.sqrt(2 / 2000))


# Numbers


def test_the_plane_is_a_fifth_of_the_sum():
    data = drawn(sets.plane)
    assert data.y == pytest.approx(0.2 * data.X[:, 0] + 0.2 * data.X[:, 1])
    assert np.abs(data.X).max() <= 3
    off = np.abs(drawn(sets.plane, noise=0.5).y - data.y)
    assert 0.4 < off.max() <= 0.6  # 1.5 in each direction


def test_six_cones_stand_up_and_down_by_turns():
    at = np.array([(-2, 1.25), (0, 1.25), (2, 1.25), (-2, -1.25), (0, -1.25), (2, -1.25)])
    assert sets.cones(at).tolist() == [1, -1, 1, -1, 1, -1]
    assert sets.cones(at + np.array([0.25, 0])) == pytest.approx(np.array([1, -1, 1, -1, 1, -1]) * 0.75)
    assert sets.cones(np.array([(0.0, 0.0), (1.0, 1.25), (3.0, 3.0)])).tolist() == [0, 0, 0]
    data = drawn(sets.multi_gauss)
    assert np.array_equal(data.y, sets.cones(data.X))


# What does not fit


@pytest.mark.parametrize("draw", ALL, ids=lambda draw: draw.__name__)
def test_noise_goes_from_0_to_a_half(draw):
    for noise in (-0.1, 0.6, np.nan):
        with pytest.raises(ValueError, match=r"noise: expected a number from 0 to 0\.5"):
            drawn(draw, noise=noise)
    with pytest.raises(ValueError, match="n: expected a whole number"):
        drawn(draw, n=1)


def test_a_surface_is_a_copy_that_nobody_can_change():
    X, y = np.ones((3, 2)), np.arange(3.0)
    surface = sets.Surface("mine", X, y)
    X[0], y[0] = 5, 5
    assert surface.X[0].tolist() == [1, 1] and surface.y[0] == 0
    with pytest.raises(ValueError):
        surface.X[0] = 2
    with pytest.raises(ValueError, match="y: expected"):
        sets.Surface("mine", X, y[:2])
