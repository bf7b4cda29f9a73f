"""The controls of the playground: those of its settings, under their names, and those of the page alone."""

import re
from dataclasses import fields
from typing import Any

import ipywidgets as widgets

from nnlab.explore.kit.controls import LABEL, Number, choice, whole
from nnlab.explore.kit.several import ChoiceForEach, Ticks, TypedTuple
from nnlab.explore.playground import words
from nnlab.explore.playground.settings import (
    ACTIVATIONS,
    CLASSIFICATION,
    FORMULA,
    LAYERS,
    LOSSES,
    OUTPUTS,
    OWN,
    PENALTIES,
    REGRESSION,
    RULES,
    SETS,
    STARTS,
    TASKS,
    UNITS,
    Settings,
)
from nnlab.explore.playground.stopping import Stop
from nnlab.features import FEATURES

NAMES = tuple(field.name for field in fields(Settings))  # of the controls that settings are made from
STOPS = ("loss_below", "accuracy_above", "at_most", "patience")  # and a `Stop`
NOISES = [round(0.05 * i, 2) for i in range(11)]
SHARES = [round(0.1 * i, 1) for i in range(10)]
SAMPLES = (20, 50, 100, 200, 400, 600, 1000, 2000)
BATCHES = (0, 1, 2, 5, 10, 20, 30, 50, 100)
RATES = (0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0)
LAMS = (0.0, 0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0)
DROPOUTS = (0.0, 0.1, 0.2, 0.3, 0.5)
LARGEST_SEED = 9999
NEVER = 0  # of a stop rule: a list cannot show None
STOP_LOSSES, STOP_ACCURACIES = (0.3, 0.1, 0.03, 0.01, 0.001), (0.9, 0.95, 0.98, 0.99)
STOP_STEPS, PATIENCES = (100, 500, 1000, 2000, 5000, 10_000), (50, 100, 200, 500, 1000)


def read_layers(text: str) -> tuple[int, ...]:
    """Return the sizes of hidden layers that somebody has typed: "4, 2" or "4 2", or nothing for none.

    Raises ValueError with a sentence for anything else.
    """
    parts = [part for part in re.split(r"[\s,;·×x-]+", text.strip(" ,;()[]")) if part]
    if len(parts) <= LAYERS and all(re.fullmatch(r"\d{1,3}", part) for part in parts):
        sizes = tuple(map(int, parts))
        if all(1 <= size <= UNITS for size in sizes):
            return sizes
    raise ValueError(words.LAYERS_WANTED)


def _with(values: tuple | list, chosen: Any) -> list:
    """Return the values of a list, with the one chosen among them."""
    return sorted({*values, chosen})


def _written(values: list, chosen: Any, name: str, write=lambda value: f"{value:g}") -> widgets.Dropdown:
    return choice([(write(value), value) for value in _with(values, chosen)], chosen, name)


def make_controls(s: Settings, stop: Stop) -> dict[str, widgets.Widget]:
    """Return all controls by their names, standing as these settings and stop rules say."""
    seed = dict(low=0, high=LARGEST_SEED, width="auto")
    sets = [*SETS[CLASSIFICATION], *SETS[REGRESSION], FORMULA, OWN]
    layers = dict(most=LAYERS, name=words.in_layer, mixed=words.MIXED)
    formula = widgets.Text(
        s.formula,
        description=words.FORMULA_ENTRY,
        placeholder=words.FORMULA_HINT,
        tooltip=words.FORMULA_TIP,
        continuous_update=False,
        style=LABEL,
    )
    of_settings = dict(
        task=choice([(words.TASKS[task], task) for task in TASKS], s.task, words.TASK),
        data=choice([(words.data_name(name), name) for name in sets], s.data, words.DATA),
        formula=formula,
        samples=_written(SAMPLES, s.samples, words.SAMPLES, str),
        noise=_written(NOISES, s.noise, words.NOISE),
        held_out=_written(SHARES, s.held_out, words.HELD, words.percent),
        features=Ticks(s.features, words.FEATURE_COLUMN, {name: words.feature(name) for name in FEATURES}),
        hidden=TypedTuple(s.hidden, words.HIDDEN, words.LAYERS_TIP, read=read_layers, write=words.layers),
        activations=ChoiceForEach(s.activations, ACTIVATIONS, words.ACTIVATION, **layers),
        output=choice(OUTPUTS, s.output, words.OUT),
        loss=choice([(words.LOSSES[kind], kind) for kind in LOSSES], s.loss, words.LOSS),
        batch=_written(BATCHES, s.batch, words.BATCH, words.batch),
        rule=choice(RULES, s.rule, words.RULE),
        lr=Number(s.lr, words.RATE, RATES, low=1e-6, high=1000),
        penalty=choice(PENALTIES, s.penalty, words.PENALTY),
        lam=_written(LAMS, s.lam, words.LAM),
        dropout=_written(DROPOUTS, s.dropout, words.DROPOUT),
        start=choice(STARTS, s.start, words.START),
        data_seed=whole(s.data_seed, description=words.DATA_SEED, **seed),
        start_seed=whole(s.start_seed, description=words.START_SEED, **seed),
    )
    return of_settings | _page_controls(stop)


def _page_controls(rules: Stop) -> dict[str, widgets.Widget]:
    """Return what does not change the run."""

    def stop(values, field, name, write):
        chosen = getattr(rules, field) or NEVER
        values = [value for value in _with(values, chosen) if value != NEVER]
        return choice([(words.NEVER, NEVER), *((write(value), value) for value in values)], chosen, name)

    tick = dict(indent=False, layout=widgets.Layout(width="auto"))
    return dict(
        show_held=widgets.Checkbox(True, description=words.SHOW_HELD, **tick),
        discretised=widgets.Checkbox(False, description=words.DISCRETISED, **tick),
        adds=choice([(name, i) for i, name in enumerate(words.CLASS_NAMES)], 1, words.ADDS),
        loss_below=stop(STOP_LOSSES, "loss_below", words.LOSS_BELOW, lambda value: f"{value:g}"),
        accuracy_above=stop(STOP_ACCURACIES, "accuracy_above", words.ACCURACY_ABOVE, words.percent),
        at_most=stop(STOP_STEPS, "at_most", words.AT_MOST, "{:,}".format),
        patience=stop(PATIENCES, "patience", words.PATIENCE, "{:,} steps".format),
    )


def settings_of(values: dict[str, Any], moved: str = "") -> Settings:
    """Return what the controls say, with those fitted that do not go with the one `moved` last.

    Raises ValueError for values that no control would have.
    """
    values = {name: values[name] for name in NAMES}
    if moved == "formula" and values["formula"].strip():
        values["data"] = FORMULA
    elif values["data"] == FORMULA and not values["formula"].strip():
        values["formula"] = words.FORMULA_HINT
    known = SETS[values["task"]]
    if values["data"] not in (*known, FORMULA, OWN):
        if moved == "task":
            values["data"] = known[0]
        else:
            tasks = [task for task, sets in SETS.items() if values["data"] in sets]
            values["task"] = tasks[0] if tasks else values["task"]
    if moved == "loss" and values["loss"] == "cross_entropy" and values["output"] == "tanh":
        values["output"] = "sigmoid"
    if moved == "loss" and values["loss"] == "mse" and values["output"] == "softmax":
        values["output"] = "sigmoid"
    hidden, activations = values["hidden"], values["activations"]
    last = activations[-1] if activations else "tanh"
    values["activations"] = (*activations, *(last,) * len(hidden))[: len(hidden)]
    return Settings(**values)
