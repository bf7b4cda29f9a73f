"""What can be taken along from the playground: a line, scripts, weights, samples; and the way back.

Files are written beside the notebook, where a kernel works, and never over others: a number in the name
keeps them apart.
"""

import csv
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields, replace
from io import BytesIO, StringIO
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from nnlab import checks
from nnlab.data.dataset import plain
from nnlab.explore.playground.learner import Learner
from nnlab.explore.playground.material import Material
from nnlab.explore.playground.script_run import ScriptRun
from nnlab.explore.playground.scripts import numpy_script
from nnlab.explore.playground.settings import RATES, REGRESSION, Settings
from nnlab.explore.playground.stopping import Stop
from nnlab.explore.playground.torch_scripts import torch_script
from nnlab.explore.playground.weights import load, weights_json, weights_npz
from nnlab.rules import whole

__all__ = [
    "KINDS",
    "data_csv",
    "learner_from",
    "line",
    "load",
    "numpy_script",
    "save",
    "torch_script",
    "weights_json",
    "weights_npz",
]

# ---- A line that restores all ------------------------------------------------------------------------


def line(learner: Learner, **picture: Any) -> str:
    """Return a line of code that opens the playground as it is: only what differs from its own settings.

    What was changed on the way stands there with its step, as do numbers set by hand, and points of one's
    own. `picture` is what else the playground is to be told, which is written as it comes.
    """
    words = arguments(learner) | picture
    return f"explore_playground({', '.join(f'{name}={value!r}' for name, value in words.items())})"


def arguments(learner: Learner) -> dict[str, Any]:
    """Return by which arguments `learner_from` makes the same learner again."""
    state = learner.state()
    first, *later = [(s["k"], Settings(**s["settings"]), s["theta"]) for s in state["segments"]]
    found = _differing(first[1], len(learner.material.classes))
    if state["material"] is not None:
        found["own"] = _own(state["material"])
    if state["theta"] is not None:
        found["theta"] = state["theta"]
    segments = [(0, dict(theta=first[2]))] if first[2] is not None else []
    for (_, before, _), (k, settings, theta) in zip([first, *later], later):
        changes = {name: getattr(settings, name) for name in RATES}
        changes = {name: value for name, value in changes.items() if value != getattr(before, name)}
        if changes or theta is not None:  # a rate may have been moved to and fro
            segments.append((k, changes if theta is None else changes | dict(theta=theta)))
    if segments:
        found["segments"] = segments
    if stop := {name: value for name, value in state["stop"].items() if value is not None}:
        found["stop"] = stop
    return found | (dict(step=state["step"]) if state["step"] else {})


def _differing(settings: Settings, classes: int) -> dict[str, Any]:
    """Return what differs from the playground's own settings, but for what follows from the rest."""
    found = settings.differing()
    for name in ("output", "loss"):
        follows = replace(settings, **{name: getattr(Settings, name)}).fitting(settings.task, classes)
        if follows == settings:
            found.pop(name, None)
    names = set(settings.activations)
    if len(names) == 1 and "activations" in found:
        [found["activations"]] = names
    if names <= {"tanh"}:
        found.pop("activations", None)
    return found


OWN = {f.name: f.default for f in fields(Material)}


def _own(state: dict[str, Any]) -> dict[str, Any]:
    """Return samples as `Material.state` says them, without what is so by itself."""
    found = {k: tuple(v) if isinstance(OWN[k], tuple) else v for k, v in state.items()}
    found["held"] = [int(held) for held in found["held"]]
    return {name: value for name, value in found.items() if value != OWN[name]}


def learner_from(
    *,
    step: int = 0,
    segments: Sequence[tuple[int, dict[str, Any]]] = (),
    theta: Sequence[float] | None = None,
    own: dict[str, Any] | None = None,
    stop: dict[str, Any] | None = None,
    **settings: Any,
) -> Learner:
    """Return the learner that a line of `line` means; it has made so many steps.

    settings are the fields of `Settings`; without activations all hidden layers have tanh. segments says
    what is changed at which step: rates, or with "theta" all weights and biases. theta (p,) is a start of
    one's own, own says samples as `Material` has them. Raises ValueError for anything else.
    """
    step = whole(0, 10**9)(step, "step")
    known = [f.name for f in fields(Settings)]
    if unknown := [name for name in settings if name not in known]:
        raise ValueError(f"{unknown[0]}: expected one of {', '.join(known)}, got {unknown[0]!r}"[:300])
    if "hidden" in settings and "activations" not in settings:
        settings["activations"] = "tanh"
    start = None if theta is None else checks.row(theta, "theta")
    learner = Learner(Settings(**settings), None if own is None else _material(own), start)
    learner.stop = _stop(stop)
    for k, changes in _segments(segments):
        learner.player.seek(k)
        rates = {name: value for name, value in changes.items() if name != "theta"}
        if rates:
            learner.change(**rates)
        if "theta" in changes:
            learner.edit(checks.row(changes["theta"], "theta"))
    learner.player.seek(step)
    return learner


def _material(own):
    if not isinstance(own, dict) or not {"name", "X", "y", "held"} <= own.keys() <= OWN.keys():
        raise ValueError(f"own: expected samples with name, X, y and held, got {checks.shown(own)}")
    held = checks.row(own["held"], "held").astype(bool)
    lists = {name: tuple(value) for name, value in own.items() if isinstance(OWN[name], tuple)}
    return Material(**own | lists | dict(held=held))


def _stop(stop):
    known = [f.name for f in fields(Stop)]
    if stop is not None and not (isinstance(stop, dict) and stop.keys() <= set(known)):
        raise ValueError(f"stop: expected some of {', '.join(known)}, got {checks.shown(stop)}")
    return Stop(**(stop or {}))


def _segments(segments):
    """Return them in the order of their steps, or raise ValueError unless each is (step, {rate: value})."""
    known = {*RATES, "theta"}
    good = isinstance(segments, list | tuple) and all(
        isinstance(s, list | tuple) and len(s) == 2 and isinstance(s[1], dict) and s[1].keys() <= known
        for s in segments
    )
    if not good:
        expected = f"a list of (step, changes), changes some of {', '.join((*RATES, 'theta'))}"
        raise ValueError(f"segments: expected {expected}, got {checks.shown(segments)}")
    return sorted(((whole(0)(k, "segments"), changes) for k, changes in segments), key=lambda s: s[0])


# ---- Samples -----------------------------------------------------------------------------------------


def data_csv(learner: Learner) -> str:
    """Return all samples as CSV, as they were measured; a last column says which are held out.

    The course reads it again: `data.from_csv(path, target="class")`, of more classes `classes_from_csv`.
    """
    m = learner.material
    target = "y" if m.task == REGRESSION else "class"
    names = [{"$x_1$": "x1", "$x_2$": "x2"}.get(label, plain(label)) for label in m.labels]
    while target in names:
        target += "_"
    file = StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow([*names, target, "part"])
    measured = m.X * m.stretch + m.shift
    answers: Iterable = m.y.tolist() if m.task == REGRESSION else (plain(m.classes[i]) for i in m.y)
    for x, y, held in zip(measured.tolist(), answers, m.held):
        writer.writerow([*x, y, "held out" if held else "train"])
    return file.getvalue()


# ---- Files -------------------------------------------------------------------------------------------


class Kind(NamedTuple):
    """What can be saved: how names of its files begin and end, and what (learner, name) stands in each."""

    begin: str
    endings: tuple[str, ...]
    contents: Callable[[Learner, str], tuple[bytes, ...]]


def _arrays(learner):
    file = BytesIO()
    np.savez_compressed(file, **ScriptRun(learner).arrays)
    return file.getvalue()


SCRIPT = (".py", ".npz")
KINDS = {
    "NumPy script": Kind(
        "playground_numpy", SCRIPT, lambda *it: (numpy_script(*it).encode(), _arrays(it[0]))
    ),
    "PyTorch script": Kind(
        "playground_torch", SCRIPT, lambda *it: (torch_script(*it).encode(), _arrays(it[0]))
    ),
    "weights, JSON": Kind(
        "playground_weights", (".json",), lambda learner, _: (weights_json(learner).encode(),)
    ),
    "weights, .npz": Kind("playground_weights", (".npz",), lambda learner, _: (weights_npz(learner),)),
    "samples, CSV": Kind("playground_samples", (".csv",), lambda learner, _: (data_csv(learner).encode(),)),
}


class Saved(NamedTuple):
    """The files that were written, and a sentence that says so."""

    paths: list[Path]
    sentence: str


def save(learner: Learner, what: str, folder: str | Path = ".") -> Saved:
    """Write one of `KINDS` into a folder, by itself that of the notebook, under names that are not yet taken.

    Raises ValueError for another kind, and where nothing can be written; then nothing of it is left there.
    """
    begin, endings, contents = KINDS[checks.one_of(what, KINDS, "what")]
    folder = Path(folder).resolve()
    names = (begin if number == 1 else f"{begin}_{number}" for number in count(1))
    name = next(name for name in names if not any((folder / f"{name}{end}").exists() for end in endings))
    written: list[Path] = []
    try:
        for ending, content in zip(endings, contents(learner, name)):
            with (folder / f"{name}{ending}").open("xb") as file:  # x: never over another file
                written.append(folder / f"{name}{ending}")
                file.write(content)
    except OSError as error:
        for path in written:
            path.unlink(missing_ok=True)
        why = error.strerror or type(error).__name__
        raise ValueError(f"folder: expected one that can be written to, got {folder}: {why}") from error
    return Saved(written, f"Saved {' and '.join(path.name for path in written)} in {folder}.")
