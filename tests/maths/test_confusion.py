import numpy as np
import pytest
from sklearn import metrics

from nnlab.confusion import accuracy, confusion_matrix, per_class, surest_mistakes
from nnlab.data import one_hot
from nnlab.losses import categorical_cross_entropy

P = np.array([[0.7, 0.2, 0.1], [0.1, 0.6, 0.3], [0.2, 0.5, 0.3], [0.05, 0.05, 0.9], [0.4, 0.4, 0.2]])
CLASSES = [0, 1, 2, 0, 1]  # called 0, 1, 1, 2, and of two equal shares the first, 0


def test_by_hand():
    assert confusion_matrix(P, CLASSES).tolist() == [[1, 0, 1], [1, 1, 0], [0, 1, 0]]
    assert accuracy(P, CLASSES) == 0.4
    found = per_class(P, CLASSES)
    assert found.samples.tolist() == [2, 2, 1] and found.recall.tolist() == [0.5, 0.5, 0]
    assert found.precision.tolist() == [0.5, 0.5, 0]
    np.testing.assert_allclose(
        found.cross_entropy, [-np.log(0.7 * 0.05) / 2, -np.log(0.6 * 0.4) / 2, -np.log(0.3)]
    )
    assert surest_mistakes(P, CLASSES).tolist() == [3, 2, 4]
    assert surest_mistakes(P, CLASSES, 1).tolist() == [3]


def test_scikit_learn_means_the_same():
    rng = np.random.default_rng(0)
    p, y = rng.dirichlet(np.ones(4), size=200), rng.integers(4, size=200)
    said = p.argmax(axis=1)
    assert np.array_equal(confusion_matrix(p, y), metrics.confusion_matrix(y, said))
    assert accuracy(p, y) == metrics.accuracy_score(y, said)
    found = per_class(p, y)
    precision, recall, _, samples = metrics.precision_recall_fscore_support(y, said)
    for mine, theirs in zip(found[:3], (samples, recall, precision)):
        np.testing.assert_allclose(mine, theirs)
    mean = found.cross_entropy @ found.samples / 200
    assert mean == pytest.approx(metrics.log_loss(y, p), rel=1e-12)
    assert categorical_cross_entropy(p, one_hot(y, 4)) == pytest.approx(mean, rel=1e-12)


def test_a_class_without_samples_and_one_that_is_never_said():
    found = per_class(P[:2], [0, 0])
    assert found.samples.tolist() == [2, 0, 0] and found.recall[0] == 0.5 and np.isnan(found.recall[1:]).all()
    assert found.precision[:2].tolist() == [1, 0] and np.isnan(found.precision[2])
    assert per_class([[1.0, 0.0]], [1]).cross_entropy[1] == np.inf
    assert surest_mistakes(P[:2], [0, 1]).tolist() == []


@pytest.mark.parametrize("function", [confusion_matrix, accuracy, per_class, surest_mistakes])
@pytest.mark.parametrize(
    ("y", "sentence"),
    [
        ([0, 1, 2, 3, 0], r"y: expected classes 0 to 2, got 3 at y\[3\]"),
        ([0, 1, 2, 0.5, 0], r"y: expected classes 0 to 2, got 0.5 at y\[3\]"),
        ([0, 1], "y: expected 5 numbers, one per sample, got 2"),
    ],
)
def test_what_is_no_class_is_refused(function, y, sentence):
    with pytest.raises(ValueError, match=f"^{sentence}"):
        function(P, y)


def test_one_hot_by_hand():
    assert one_hot([2, 0.0], 3).tolist() == [[0, 0, 1], [1, 0, 0]]
    for y, sentence in [
        ([0, 3], r"got 3 at y\[1\]"),
        ([-1], r"got -1 at y\[0\]"),
        ([1.5], r"got 1.5 at y\[0\]"),
    ]:
        with pytest.raises(ValueError, match=f"^y: expected classes 0 to 2, {sentence}$"):
            one_hot(y, 3)
    with pytest.raises(ValueError, match=r"^k: expected a whole number of at least 2, got 1$"):
        one_hot([0], 1)
