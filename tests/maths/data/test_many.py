"""Three classes and more: iris opens, learns by softmax, and shows its confusion matrix."""

import numpy as np
import pytest
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression

from nnlab import data, network
from nnlab.batches import stream
from nnlab.confusion import accuracy, confusion_matrix
from nnlab.data import classes_from_csv, penguin_species
from nnlab.network import Network
from nnlab.optimisers import Plain
from nnlab.race import learn
from nnlab.scaling import Scaler

IRIS = load_iris()


def as_csv(names=None, sep=","):
    """Iris as people have it: four measurements, and the name of the species."""
    head = sep.join(["sepal length", "sepal width", "petal length", "petal width", "species"])
    names = IRIS.target_names if names is None else names
    rows = (sep.join([*map(str, x), str(names[c])]) for x, c in zip(IRIS.data, IRIS.target))
    return "\n".join([head, *rows]).encode()


def test_iris_opens():
    iris = classes_from_csv(as_csv(), target="species", name="iris")
    assert iris.classes == ("setosa", "versicolor", "virginica")
    assert iris.features == ("sepal length", "sepal width", "petal length", "petal width")
    np.testing.assert_array_equal(iris.X, IRIS.data)
    np.testing.assert_array_equal(iris.y, IRIS.target)
    assert not iris.X.flags.writeable and not iris.y.flags.writeable


@pytest.mark.parametrize("names", [(0, 1, 2), (10, 20, 30), ("a", "B", "c")])
def test_classes_are_in_order_of_size_or_of_the_alphabet(names):
    iris = classes_from_csv(as_csv(names), target="species", features=["petal width"])
    assert iris.classes == tuple(map(str, names))
    np.testing.assert_array_equal(iris.y, IRIS.target)


def test_ten_comes_after_two():
    rows = "\n".join(f"{x},{c}" for x, c in enumerate((10, 2, 1, 10)))
    found = classes_from_csv(f"x,c\n{rows}\n".encode(), target="c")
    assert found.classes == ("1", "2", "10") and found.y.tolist() == [2, 1, 0, 2]


def test_iris_learns_and_shows_its_confusion_matrix():
    iris = classes_from_csv(as_csv(), target="species", name="iris")
    X, net = Scaler.fit(iris.X).transform(iris.X), Network((4, 3), "softmax")
    Y = data.one_hot(iris.y, len(iris.classes))
    theta = learn(stream(net, X, Y, 16), np.zeros(net.size), Plain(0.5), epochs=200)
    p = net.predict(theta, X)
    counts = confusion_matrix(p, iris.y)
    assert counts.sum(axis=1).tolist() == [50, 50, 50] and counts[0].tolist() == [50, 0, 0]
    assert accuracy(p, iris.y) == counts.trace() / 150 >= 0.97
    loss = network.loss(net, X, Y, "cross_entropy")(theta)[0]
    other = LogisticRegression(C=1e6, max_iter=10_000).fit(X, iris.y)
    best = -np.log(other.predict_proba(X)[np.arange(150), iris.y]).mean()
    assert best < loss < best + 0.03


def test_the_penguins_are_all_three_species():
    birds = penguin_species()
    assert birds.classes == ("Adelie", "Chinstrap", "Gentoo") and birds.X.shape == (342, 4)
    assert np.bincount(birds.y).tolist() == [151, 68, 123]
    two = data.penguins()
    some = penguin_species(("bill_length_mm", "bill_depth_mm"))
    np.testing.assert_array_equal(some.X[some.y != 1], two.X)
    with pytest.raises(ValueError, match="features: expected a tuple of 1 to 4 different"):
        penguin_species(("wings",))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            b"x,y\n1,2.5\n2,3\n3,4\n",
            "column 'y': expected classes, got 3 different numbers; to predict a number",
        ),
        (b"x,y\n1,a\n2,A\n3,b\n", "expected each class in one spelling, got 'A' and 'a'; write them alike"),
        (b"x,y\n1,a\n2,NA\n3,b\n", "row 3, column 'y': expected a class, got 'NA'"),
        (b"x,y\n1,a\n2,a\n", "column 'y': expected 2 to 100 classes, got 1: 'a'"),
        (b"x,y\n" + b"".join(b"%d,n%d\n" % (i, i) for i in range(101)), "expected 2 to 100 classes, got 101"),
        (b"x,y\n1,a\n,b\n", "row 3, column 'x'"),
    ],
)
def test_what_is_no_file_of_classes_is_told(content, said):
    with pytest.raises(ValueError) as told:
        classes_from_csv(content, target="y")
    assert said in str(told.value) and len(str(told.value)) <= 300


def test_the_record_refuses_what_does_not_fit():
    X = np.zeros((2, 1))
    with pytest.raises(ValueError, match="classes: expected 2 to 100 names, got 1"):
        data.ManyClasses("mine", X, [0, 0], ("x",), ("a",))
    with pytest.raises(ValueError, match="y: "):
        data.ManyClasses("mine", X, [0, 3], ("x",), ("a", "b", "c"))
