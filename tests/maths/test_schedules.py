import numpy as np
import pytest

from nnlab.schedules import constant, cosine, steps, warm_up


def test_schedules_by_hand():
    assert [constant()(k) for k in (0, 10**9)] == [1, 1]
    assert [steps(3, 0.5)(k) for k in range(8)] == [1, 1, 1, 0.5, 0.5, 0.5, 0.25, 0.25]
    # Half a wave over 4 steps: cos 0, 45, 90, 135, 180 degrees; then it stays.
    half = np.sqrt(0.5)
    expected = [1, (1 + half) / 2, 0.5, (1 - half) / 2, 0, 0]
    np.testing.assert_allclose([cosine(4)(k) for k in range(6)], expected, atol=1e-15)
    np.testing.assert_allclose([cosine(4, 0.2)(k) for k in (0, 2, 4, 99)], [1, 0.6, 0.2, 0.2])
    np.testing.assert_allclose([warm_up(4)(k) for k in range(6)], [0.25, 0.5, 0.75, 1, 1, 1])
    np.testing.assert_allclose([warm_up(2, cosine(2))(k) for k in range(5)], [0.5, 1, 1, 0.5, 0], atol=1e-15)


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: steps(0), "every: expected a whole number of at least 1, got 0"),
        (lambda: steps(1, 0), "factor: expected a number above 0, got 0"),
        (lambda: cosine(2.5), "over: expected a whole number of at least 1, got 2.5"),
        (lambda: cosine(5, 2), "last: expected a number from 0 to 1, got 2"),
        (lambda: warm_up(5, 0.1), "then: expected a function k -> factor, got 0.1"),
    ],
)
def test_what_does_not_fit_is_refused(make, sentence):
    with pytest.raises(ValueError, match=f"^{sentence}"):
        make()
