"""Mistakes that people have posted, written as they wrote them: each is known by its name."""

import numpy as np
import pytest

from nnlab import exercises


def update_with_minus_one_for_no(w, b, x, y, lr):
    z = b
    for i in range(len(x)):
        z += w[i] * x[i]
    output = 1 if z >= 0 else -1
    error = y - output
    new = [w[i] + lr * error * x[i] for i in range(len(x))]
    return new, b + lr * error


def update_one_weight_after_another(w, b, x, y, lr):
    def predict(w, b):
        return 1 if sum(wi * xi for wi, xi in zip(w, x)) + b >= 0 else 0

    w = list(w)
    for i in range(len(w)):
        w[i] = w[i] + lr * (y - predict(w, b)) * x[i]
    b = b + lr * (y - predict(w, b))
    return w, b


def count_beginning_again_after_each_mistake(X, y, lr, max_passes):
    w, b, count = np.zeros(X.shape[1]), 0.0, 0
    for _ in range(max_passes):
        found = False
        for i in range(len(X)):
            guess = int(X[i] @ w + b >= 0)
            if guess != y[i]:
                w, b = w + lr * (y[i] - guess) * X[i], b + lr * (y[i] - guess)
                count += 1
                found = True
                break
        if not found:
            return count
    return count


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def gradient_by_a_dot_product(w, X, y):
    a = sigmoid(np.dot(X, w))
    return np.dot(X.T, (a - y) * np.dot(a, 1 - a))


def entropy_with_one_minus(a, y):
    return np.mean(-y * np.log(a) + (1 - y) * np.log(1 - a))


def entropy_with_one_minus_in_a_loop(a, y):
    total = 0
    for p, t in zip(a, y):
        total += -t * np.log(p) + (1 - t) * np.log(1 - p)
    return total / len(a)


def learn_with_an_out(W1, b1, W2, b2, X, y, lr):
    A1 = sigmoid(X @ W1 + b1)
    A2 = sigmoid(A1 @ W2 + b2)
    d2 = np.multiply(A2, 1 - A2, A2 - y)
    d1 = np.multiply(A1, 1 - A1, d2.dot(W2.T))
    return W1 - lr * X.T.dot(d1), b1 - lr * d1.sum(0), W2 - lr * A1.T.dot(d2), b2 - lr * d2.sum(0)


def learn_with_the_error_first(W1, b1, W2, b2, X, y, lr):
    A1 = sigmoid(X @ W1 + b1)
    A2 = sigmoid(A1 @ W2 + b2)
    d2 = np.multiply(A2 - y, A2, 1 - A2)
    d1 = np.multiply(d2.dot(W2.T), A1, 1 - A1)
    return W1 - lr * X.T.dot(d1), b1 - lr * d1.sum(0), W2 - lr * A1.T.dot(d2), b2 - lr * d2.sum(0)


def learn_with_np_sum(W1, b1, W2, b2, X, y, lr):
    A1 = sigmoid(X @ W1 + b1)
    A2 = sigmoid(A1 @ W2 + b2)
    d2 = (A2 - y) * A2 * (1 - A2)
    d1 = d2.dot(W2.T) * A1 * (1 - A1)
    return W1 - lr * X.T.dot(d1), b1 - lr * np.sum(d1), W2 - lr * A1.T.dot(d2), b2 - lr * np.sum(d2)


def store_half_the_product_and_one(patterns):
    N = patterns.shape[1]
    W = np.zeros((N, N))
    for x in patterns:
        W += 0.5 * (np.outer(x, x) + 1)
    np.fill_diagonal(W, 0)
    return W


def store_half_the_product_and_one_everywhere(patterns):
    return sum((np.outer(x, x) + 1) / 2 for x in patterns)


def sweep_with_the_energy_in_the_field(W, s):
    s = s.copy()
    for i in range(len(s)):
        energy = -0.5 * sum(W[j, k] * s[j] * s[k] for j in range(len(s)) for k in range(len(s)))
        field = np.dot(W[i], s) + energy
        if field > 0:
            s[i] = 1
        elif field < 0:
            s[i] = -1
    return s


POSTED = [
    ("perceptron.update", update_with_minus_one_for_no, "answers of -1 and +1"),
    ("perceptron.update", update_one_weight_after_another, "the error asked again after each weight"),
    (
        "perceptron.count_updates",
        count_beginning_again_after_each_mistake,
        "each pass ends at its first mistake",
    ),
    ("neuron.gradient", gradient_by_a_dot_product, "a dot product in the slope"),
    ("neuron.cross_entropy", entropy_with_one_minus, "the minus on the first term only"),
    ("neuron.cross_entropy", entropy_with_one_minus_in_a_loop, "the minus on the first term only"),
    ("network.learn", learn_with_an_out, "the error overwritten by np.multiply"),
    ("network.learn", learn_with_the_error_first, "the third factor lost in np.multiply"),
    ("network.learn", learn_with_np_sum, "one sum for all biases of a layer"),
    ("hopfield.store", store_half_the_product_and_one, "only agreement counts"),
    (
        "hopfield.store",
        store_half_the_product_and_one_everywhere,
        "only agreement counts, and the diagonal not zeroed",
    ),
    ("hopfield.sweep", sweep_with_the_energy_in_the_field, "the energy added to the field"),
]


@pytest.mark.parametrize(("name", "answer", "mistake"), POSTED)
def test_a_mistake_that_was_posted_is_known(name, answer, mistake):
    report = exercises.check(name, answer)
    assert (report.verdict, report.mistake) == ("known mistake", mistake), report
