"""Lesson 4: forward through two layers."""

import numpy as np

from nnlab.activations import sigmoid
from nnlab.exercises.exercise import Exercise
from nnlab.exercises.forms import CUSTOMARY
from nnlab.exercises.lesson4.shared import networks
from nnlab.exercises.lesson4.words import WORDS


def forward(W1, b1, W2, b2, X):
    """Return the answers (n, k) for X (n, d): hidden neurons with tanh, outputs with the sigmoid."""
    a1 = np.tanh(X @ W1 + b1)  # (n, h): all that the outputs will ever see of X
    return 1 / (1 + np.exp(-(a1 @ W2 + b2)))


EXERCISE = Exercise(
    name="network.forward",
    words=WORDS["network.forward"],
    reference=forward,
    probes=networks,
    tolerance=CUSTOMARY,
)


@EXERCISE.mistake("no biases")
def _no_biases(W1, b1, W2, b2, X):
    return sigmoid(np.tanh(X @ W1) @ W2)


@EXERCISE.mistake("no bias in the hidden layer")
def _no_bias_in_the_hidden_layer(W1, b1, W2, b2, X):
    return sigmoid(np.tanh(X @ W1) @ W2 + b2)


@EXERCISE.mistake("no bias in the output layer")
def _no_bias_in_the_output_layer(W1, b1, W2, b2, X):
    return sigmoid(np.tanh(X @ W1 + b1) @ W2)


@EXERCISE.mistake("the hidden activation forgotten")
def _the_hidden_activation_forgotten(W1, b1, W2, b2, X):
    return sigmoid((X @ W1 + b1) @ W2 + b2)


@EXERCISE.mistake("the output's activation forgotten")
def _the_output_s_activation_forgotten(W1, b1, W2, b2, X):
    return np.tanh(X @ W1 + b1) @ W2 + b2


@EXERCISE.mistake("the hidden bias after the activation")
def _the_hidden_bias_after_the_activation(W1, b1, W2, b2, X):
    return sigmoid((np.tanh(X @ W1) + b1) @ W2 + b2)


@EXERCISE.mistake("both biases after the activation")
def _both_biases_after_the_activation(W1, b1, W2, b2, X):
    return sigmoid((np.tanh(X @ W1) + b1) @ W2) + b2


@EXERCISE.mistake("the sigmoid in the hidden layer too")
def _the_sigmoid_in_the_hidden_layer_too(W1, b1, W2, b2, X):
    return sigmoid(sigmoid(X @ W1 + b1) @ W2 + b2)


@EXERCISE.mistake("tanh at the outputs too")
def _tanh_at_the_outputs_too(W1, b1, W2, b2, X):
    return np.tanh(np.tanh(X @ W1 + b1) @ W2 + b2)
