"""Slope as a nudge: the secant that becomes the tangent, from one side or from both, and rounding."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import final

import numpy as np

from nnlab.explore.kit.controls import Number, choice
from nnlab.explore.kit.explorer import Explorer
from nnlab.explore.kit.handles import Handles, Pull
from nnlab.explore.kit.samples import settings_from
from nnlab.explore.kit.stage import Pointer, Stage
from nnlab.explore.lesson0 import slope_words as words
from nnlab.pictures import style
from nnlab.slopes import central, one_sided

ONE, BOTH = "one side", "both sides"
RULES = {ONE: one_sided, BOTH: central}
LARGEST, SMALLEST = 2.0, 1e-17  # of h
ENDS = -2.0, 3.0  # of w in the picture
NUDGES = (*(m * 10.0**-k for k in range(17, 0, -1) for m in (1, 2, 5)), 1.0, 2.0)
ALL_H = 10.0 ** np.arange(-17, 0.51, 0.125)
NO_ERROR = 1e-17  # where an error of exactly 0 is drawn


@final
@dataclass(frozen=True)
class Curve:
    """A function of one number, and its slope, which is None where there is none."""

    f: Callable
    slope: Callable[[float], float | None]


def _relu_slope(w: float) -> float | None:
    return None if w == 0 else float(w > 0)


CURVES = {
    "(2w − 1)²": Curve(lambda w: (2 * w - 1) ** 2, lambda w: 4 * (2 * w - 1)),
    "w²": Curve(lambda w: w * w, lambda w: 2 * w),
    "w³": Curve(lambda w: w**3, lambda w: 3 * w**2),
    "eʷ": Curve(np.exp, math.exp),
    "sin w": Curve(np.sin, math.cos),
    "max(0, w)": Curve(lambda w: np.maximum(w, 0.0), _relu_slope),
}
FIRST = "(2w − 1)²"
NEUTRAL = dict(curve=FIRST, w=1.0, h=1.0, rule=ONE, zoom=1)
PRESETS = {
    "A large nudge": dict(),
    "A small nudge: 0.001": dict(h=0.001),
    "The same from both sides": dict(h=0.001, rule=BOTH),
    "Close by, every curve is straight": dict(h=0.02, zoom=100),
    "Too tiny: rounding": dict(curve="eʷ", h=1e-14),
    "Far too tiny: nothing is left": dict(h=1e-17),
    "A kink: no slope": dict(curve="max(0, w)", w=0.0, h=0.5),
}


@final
class SecantExplorer(Explorer):
    """Made by `explore_secant`; see there."""

    def __init__(self, settings: dict) -> None:
        places = np.round(np.linspace(*ENDS, 51), 1).tolist()
        controls = dict(
            curve=choice(CURVES, settings["curve"], words.FUNCTION),
            w=Number(settings["w"], "w", places, low=ENDS[0], high=ENDS[1], width="230px"),
            h=Number(
                settings["h"], words.NUDGE, NUDGES, low=SMALLEST, high=LARGEST, width="230px", write=words.h
            ),
            rule=choice([ONE, BOTH], settings["rule"], words.NUDGED),
            zoom=choice([(words.zoomed(z), z) for z in (1, 10, 100, 1000)], settings["zoom"], words.ZOOM),
        )
        stage = Stage(920, 430, hint=words.SECANT_HINT)
        place = dict(left=0.085, right=0.975, bottom=0.14, top=0.87, wspace=0.26)
        left, right = stage.figure.subplots(1, 2, gridspec_kw=place | dict(width_ratios=[1.25, 1]))
        self.near, self.far = left, right
        self._make_near(left)
        self._make_far(right)
        stage.moving = [self.graph, self.tangent, self.secant, self.steps, self.marks, self.chosen]
        stage.moving += [*self.errors, *self.dots]
        self.handles = Handles(left)
        super().__init__(stage, controls, presets=PRESETS, neutral=NEUTRAL)
        self.lay_out(main=["curve", "w", "h", "rule", "zoom"])
        self.restart()
        self.publish()

    def _make_near(self, ax) -> None:
        style.dress(ax, "$w$", "$f(w)$")
        (self.graph,) = ax.plot([], [], color=style.INK, linewidth=2.4, label="f")
        how = dict(color=style.GREEN, linewidth=2, linestyle=(0, (5, 2.5)), label=words.TANGENT)
        (self.tangent,) = ax.plot([], [], **how)
        (self.secant,) = ax.plot([], [], color=style.PURPLE, linewidth=2.2, label=words.SECANT)
        (self.steps,) = ax.plot([], [], color=style.GREY, linewidth=1.4)
        (self.marks,) = ax.plot([], [], "o", color=style.PURPLE, markersize=9)
        (self.chosen,) = ax.plot([], [], "o", color=style.INK, markersize=16, markerfacecolor="none")
        style.legend(ax, [self.graph, self.secant, self.tangent], columns=3)

    def _make_far(self, ax) -> None:
        style.dress(ax, words.H_AXIS, words.ERROR_AXIS)
        looks = [(style.PURPLE, "-"), (style.YES, (0, (5, 2)))]
        self.errors, self.dots = [], []
        for name, (colour, dashes) in zip(RULES, looks):
            self.errors += ax.plot([], [], color=colour, linestyle=dashes, linewidth=1.8, label=name)
            self.dots += ax.plot([], [], "o", color=colour, markersize=10, clip_on=False)
        ax.set(xscale="log", yscale="log", xlim=(1e-17, 3), ylim=(NO_ERROR, 1e2))
        ticks = 10.0 ** np.arange(-15, 1, 5)
        ax.set_xticks(ticks)
        ax.set_yticks(ticks)
        ax.minorticks_off()
        style.legend(ax, self.errors)

    # -- the slope ----------------------------------------------------------------------------------------

    @property
    def curve(self) -> Curve:
        """The function chosen."""
        return CURVES[self["curve"]]

    @property
    def ends(self) -> tuple[float, float]:
        """Between which places the secant is measured."""
        w, h = self["w"], self["h"]
        return (w - h if self["rule"] == BOTH else w), w + h

    def restart(self) -> None:
        """Measure all errors anew."""
        self.changed(*self.controls)

    def changed(self, *names: str) -> None:
        """Let the handles follow, and measure the errors where function or place have changed."""
        if {"curve", "w"} & set(names):
            w, f, slope = self["w"], self.curve.f, self.curve.slope(self["w"])
            with np.errstate(invalid="ignore"):
                rise = [(f(w + ALL_H) - f(w)) / ALL_H, (f(w + ALL_H) - f(w - ALL_H)) / (2 * ALL_H)]
            true = np.nan if slope is None else slope
            self.all_errors = [np.maximum(np.abs(each - true), NO_ERROR) for each in rise]
        w, h, f = self["w"], self["h"], self.curve.f
        self.slope = self.curve.slope(w)
        self.measured = float(RULES[self["rule"]](f, w, h))
        self.sides = float(one_sided(f, w, h)), -float(one_sided(lambda v: f(-v), -w, h))  # right, left
        self.handles.place(**{"w": (w, f(w)), "w + h": (w + h, f(w + h))})

    # -- what the reader does -----------------------------------------------------------------------------

    def pointed(self, pointer: Pointer) -> None:
        """Drag the place, or the end of the nudge."""
        pull = self.handles.pointed(pointer)
        if pull is not None:
            self._pulled(pull)

    def typed(self, key: str, shift: bool) -> None:
        """Let arrows move the chosen end; Enter chooses the other."""
        pull = self.handles.typed(key, shift)
        if pull is not None:
            self._pulled(pull)

    def _pulled(self, pull: Pull) -> None:
        x = float(pull.place[0])
        if pull.name == "w":
            self._set_silently(dict(w=float(np.clip(round(x, 3), *ENDS))))
            self.changed("w")
        else:
            h = float(f"{np.clip(x - self['w'], SMALLEST, LARGEST):.3g}")
            self._set_silently(dict(h=max(h, 0.01 / self["zoom"])))  # nobody sees less
            self.changed("h")

    # -- what is seen -------------------------------------------------------------------------------------

    def _window(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the ends of the picture, across and upwards."""
        middle, half = 0.5 * sum(ENDS), 0.5 * (ENDS[1] - ENDS[0])
        if self["zoom"] > 1:
            middle, half = self["w"], half / self["zoom"]
        across = np.array([middle - half, middle + half])
        if self["zoom"] > 1:
            height = self.curve.f(self["w"])
            steep = max(abs(self.slope or 1.0), 0.5)
            return across, np.array([height - 1.2 * half * steep, height + 1.2 * half * steep])
        return across, np.array([-2.0, 10.0])

    def draw(self) -> None:
        """Draw the curve with the secant and the tangent, and the errors over h."""
        w, f = self["w"], self.curve.f
        across, upwards = self._window()
        if (self.near.get_xlim(), self.near.get_ylim()) != (tuple(across), tuple(upwards)):
            self.near.set(xlim=across, ylim=upwards)
        places = np.linspace(*across, 241)
        self.graph.set_data(places, f(places))
        slope = np.nan if self.slope is None else self.slope
        self.tangent.set_data(across, f(w) + slope * (across - w))
        low, high = self.ends
        self.secant.set_data(across, f(low) + self.measured * (across - low))
        self.steps.set_data([low, high, high], [f(low), f(low), f(high)])
        self.marks.set_data([low, high], [f(low), f(high)])
        spot = {"w": w, "w + h": w + self["h"]}.get(self.handles.chosen)
        self.chosen.set_data(*(([], []) if spot is None else ([spot], [f(spot)])))
        for line, dot, errors, name in zip(self.errors, self.dots, self.all_errors, RULES):
            line.set_data(ALL_H, errors)
            off = max(abs(self.measured - slope), NO_ERROR) if self["rule"] == name else np.nan
            dot.set_data([self["h"]], [off])
        self.stage.alt = words.alt_secant(self["curve"], w, self["h"])

    def sentence(self) -> str:
        """Say the slope that is measured, the true one, and where the difference comes from."""
        w, h, slope = self["w"], self["h"], self.slope
        f, (low, high) = self.curve.f, self.ends
        parts = [words.measured(f(high) - f(low), high - low, self.measured, both=self["rule"] == BOTH)]
        if slope is None:
            return " ".join([*parts, words.kink(*self.sides)])
        parts.append(words.true(slope))
        if w + h == w:
            parts.append(words.NOTHING_LEFT)
        elif h < 1e-7 and abs(self.measured - slope) > 1e-7:
            parts.append(words.ROUNDING)
        elif abs(self.measured - slope) > 1e-9:
            parts.append(words.off(self.measured - slope))
        elif self["rule"] == BOTH:
            parts.append(words.CANCEL)
        return " ".join(parts)


def explore_secant(**settings) -> SecantExplorer:
    """Return an explorable of a slope measured by a nudge `h`.

    `settings` set controls: `curve` ("(2w − 1)²", "w²", "w³", "eʷ", "sin w" or "max(0, w)"), `w` (-2 to 3),
    `h` (1e-17 to 2), `rule` ("one side" or "both sides") and `zoom` (1, 10, 100 or 1000). Raises ValueError
    for anything else.
    """
    return SecantExplorer(settings_from(settings, NEUTRAL))
