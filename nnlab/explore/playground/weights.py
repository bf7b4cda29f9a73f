"""Weights of the playground as a file that can be read, JSON, or that NumPy reads, .npz; and back again."""

import json
from collections.abc import Iterable
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple
from zipfile import BadZipFile, ZipFile

import numpy as np

from nnlab import checks
from nnlab.explore.playground.learner import LARGEST, Learner
from nnlab.explore.playground.settings import (
    ACTIVATIONS,
    LAYERS,
    LOSSES,
    OUTPUTS,
    REGRESSION,
    UNITS,
)
from nnlab.features import FEATURES, chosen

LARGEST_FILE = 10_000_000  # bytes; the largest network of the playground takes a hundredth of that


class Weights(NamedTuple):
    """What a file of weights holds: of each layer W (d, h), b (h,) and the activation, and what goes in."""

    features: tuple[str, ...]
    matrices: list[np.ndarray]  # (d + 1, h), the biases last
    activations: tuple[str, ...]
    loss: str | None

    @property
    def theta(self) -> np.ndarray:
        """All of them in one row (p,), as the network reads them."""
        return np.concatenate([M.ravel() for M in self.matrices])


def weights_json(learner: Learner) -> str:
    """Return the network at the step shown as JSON: layer after layer, a row of W for each of its inputs."""
    s, net = learner.settings, learner.net
    names = [*(f"hidden layer {i}" for i in range(1, len(s.hidden) + 1)), "output"]
    layers = []
    for name, activation, (W, b) in zip(names, net.activations, net.layers(learner.theta)):
        rows = ",\n        ".join(json.dumps(row) for row in W.tolist())
        about = f'"name": {json.dumps(name)}, "activation": {json.dumps(activation)}'
        layers.append(
            f'    {{{about},\n      "W": [\n        {rows}],\n      "b": {json.dumps(b.tolist())}}}'
        )
    about = dict(
        what="a network from the playground of nnlab",
        features=s.features,
        loss=s.loss,
        classes=learner.material.classes,
        step=learner.step,
    )
    lines = [
        f"  {json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}," for name, value in about.items()
    ]
    return "\n".join(["{", *lines, '  "layers": [', ",\n".join(layers), "  ]", "}"]) + "\n"


def weights_npz(learner: Learner) -> bytes:
    """Return the same as the bytes of an .npz, which `nnlab.network.load` reads, too."""
    s, net, file = learner.settings, learner.net, BytesIO()
    about = dict(
        sizes=net.sizes, activations=net.activations, bias=net.bias, features=s.features, loss=s.loss
    )
    np.savez(file, theta=learner.theta, **about)
    return file.getvalue()


def load(source: str | Path | bytes, learner: Learner) -> Learner:
    """Return a learner that starts, at step 0, from the weights in a file: JSON or .npz, a path or its bytes.

    Samples, rates and all else are those of learner at the step shown; sizes, activations, features and loss
    those of the file. Raises ValueError, in a sentence that names the file, for one that holds no such
    weights, or some that do not go with the samples; FileNotFoundError where there is no file.
    """
    name = "the file" if isinstance(source, bytes) else Path(source).name
    content = source if isinstance(source, bytes) else Path(source).read_bytes()
    try:
        return _started(_read(content), learner)
    except ValueError as error:
        raise ValueError(f"{name}: {error}"[:300]) from error


def _started(found, learner):
    settings = replace(
        learner.settings,
        features=found.features,
        hidden=tuple(M.shape[1] for M in found.matrices[:-1]),
        activations=found.activations[:-1],
        output=found.activations[-1],
        loss=found.loss or learner.settings.loss,
    )
    _check_outputs(found, settings, learner.material)
    brought = learner.state()["material"] is not None
    made = Learner(settings, learner.material if brought else None, found.theta)
    made.stop = learner.stop
    return made


def _check_outputs(found, settings, material):
    """Raise ValueError unless outputs like these can answer for the samples."""
    fits, k = settings.fitting(material.task, len(material.classes)), len(material.classes)
    outputs = k if fits.output == "softmax" else 1
    came = f"{found.matrices[-1].shape[1]} {found.activations[-1]}"
    if came != f"{outputs} {fits.output}":
        one = "1 linear" if material.task == REGRESSION else f"{k} softmax" if k > 2 else "1 sigmoid"
        samples = "numbers" if material.task == REGRESSION else f"{k} classes"
        raise ValueError(f"expected outputs for {samples}, as {one}, got {came}; choose other samples first")
    if found.loss not in (None, fits.loss):
        raise ValueError(f"loss: expected {fits.loss} for {fits.output} outputs, got {found.loss}")


# ---- Reading -----------------------------------------------------------------------------------------


def _read(content: bytes) -> Weights:
    if len(content) > LARGEST_FILE:
        raise ValueError(f"expected at most {LARGEST_FILE:,} bytes, got {len(content):,}")
    return _from_npz(content) if content.startswith(b"PK") else _from_json(content)


def _from_npz(content):
    try:
        with ZipFile(BytesIO(content)) as file:  # a small file may unpack to a large one
            if sum(part.file_size for part in file.infolist()) > LARGEST_FILE:
                raise ValueError("it is too large")
        with np.load(BytesIO(content), allow_pickle=False) as file:  # a pickle may run somebody's code
            sizes, names, theta, bias = (
                file[key].tolist() for key in ("sizes", "activations", "theta", "bias")
            )
            features = file["features"].tolist() if "features" in file else None
            loss = file["loss"].item() if "loss" in file else None
    except (KeyError, EOFError, ValueError, TypeError, OSError, NotImplementedError, BadZipFile) as error:
        raise ValueError(f"expected an .npz of weights, got another file: {error}") from error
    if bias is not True:
        raise ValueError("expected a network with biases, got one without")
    sizes, theta = checks.sizes(sizes), checks.vector(theta, "theta")
    ends = np.cumsum([(d + 1) * h for d, h in pairwise(sizes)])
    if len(theta) != ends[-1]:
        raise ValueError(f"theta: expected {ends[-1]} numbers for sizes {sizes}, got {len(theta)}")
    parts = [part.reshape(-1, h) for part, h in zip(np.split(theta, ends[:-1]), sizes[1:])]
    if features is None and sizes[0] == 2:  # as `nnlab.network.save` writes it
        features = ["x1", "x2"]
    return _checked(features, parts, names, loss)


def _from_json(content):
    try:
        found = json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise ValueError("expected JSON or an .npz, got neither: it cannot be read") from error
    if not isinstance(found, dict) or "layers" not in found:
        raise ValueError('expected an object with "features" and "layers", got something else')
    layers = found["layers"]
    if not isinstance(layers, list) or not layers or not all(isinstance(layer, dict) for layer in layers):
        raise ValueError("layers: expected a list of layers, each with W, b and activation")
    matrices = [_matrix(layer, i) for i, layer in enumerate(layers, 1)]
    names = [layer.get("activation") for layer in layers]
    return _checked(found.get("features"), matrices, names, found.get("loss"))


def _matrix(layer: dict[str, Any], i: int) -> np.ndarray:
    """Return [W; b] (d + 1, h) of layer i, counted from 1."""
    if missing := [key for key in ("W", "b") if key not in layer]:
        raise ValueError(f"layer {i}: expected W, b and activation, got no {missing[0]}")
    W, b = checks.samples(layer["W"], f"layer {i}, W"), checks.row(layer["b"], f"layer {i}, b")
    if W.shape[1] != len(b):
        raise ValueError(f"layer {i}: expected as many biases as W has columns, {W.shape[1]}, got {len(b)}")
    return np.vstack([W, b])


def _checked(features, matrices: list[np.ndarray], names: Iterable, loss) -> Weights:
    """Return what was read, or raise ValueError unless it fits together and the playground has such."""
    if list(chosen(features, "features")) != list(features):
        raise ValueError(f"features: expected them in the order {', '.join(FEATURES)}, got another")
    names = list(names) if isinstance(names, list | tuple) else [names]
    for i, (given, M) in enumerate(zip([len(features), *(M.shape[1] for M in matrices)], matrices), 1):
        if len(M) - 1 != given:
            raise ValueError(f"layer {i}: expected W with {given} rows, one for each input, got {len(M) - 1}")
    if max(np.abs(M).max() for M in matrices) > LARGEST:
        raise ValueError(f"expected weights and biases up to {LARGEST:g}, got larger ones")
    hidden = matrices[:-1]
    if len(hidden) > LAYERS or any(M.shape[1] > UNITS for M in hidden):
        sizes = ", ".join(str(M.shape[1]) for M in hidden)
        raise ValueError(f"expected up to {LAYERS} hidden layers of up to {UNITS} units, got {sizes}")
    if len(names) != len(matrices):
        raise ValueError(f"activations: expected {len(matrices)}, one for each layer, got {len(names)}")
    for i, name in enumerate(names, 1):
        checks.one_of(name, OUTPUTS if i == len(names) else ACTIVATIONS, f"layer {i}, activation")
    if loss is not None:
        checks.one_of(loss, LOSSES, "loss")
    return Weights(tuple(features), matrices, tuple(names), loss)
