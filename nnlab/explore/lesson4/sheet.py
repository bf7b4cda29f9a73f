"""What is seen in the microscope: the network with its numbers, the formula at work, the check, the chart."""

from typing import final

from matplotlib.figure import Figure

from nnlab.backprop_steps import Step
from nnlab.explore.lesson4 import formulas
from nnlab.explore.lesson4 import microscope_words as words
from nnlab.explore.lesson4.specimen import PASSES, Edge, Specimen, Walk, curve
from nnlab.pictures import NetworkDiagram, style
from nnlab.pictures.network_diagram import RED, key

WIDTH, HEIGHT = 1064, 580
FORMULA = 17  # points
# What the picture calls the number that a step finds.
FOUND = dict(
    input="a", z="z", a="a", loss="loss", error="error", delta="delta", gradient="gradient", update="weight"
)


def used(walk: Walk, step: Step) -> list[tuple[str, tuple]]:
    """Return the numbers that stand in the formula of a step, each by its kind and place."""
    sizes, last = walk.net.sizes, len(walk.net.sizes) - 1
    if step.does == "loss":
        return [("a", (last, j)) for j in range(sizes[-1])]
    if step.does in ("input", "update"):
        return []
    l, *rest = step.where[0]
    if step.does == "z":
        sources = range(sizes[l - 1] + 1)
        return [u for i in sources for u in (("weight", (l, i, *rest)), ("a", (l - 1, i)))]
    if step.does == "a":
        return [("z", (l, *rest))]
    if step.does == "gradient":
        return [("a", (l - 1, rest[0])), ("delta", (l, rest[1]))]
    if step.does == "error" and l < last:
        ends = range(sizes[l + 1])
        return [u for m in ends for u in (("weight", (l + 1, *rest, m)), ("delta", (l + 1, m)))]
    return [("a", (l, *rest)), *([("error", (l, *rest))] if step.does == "delta" else [])]


@final
class Sheet:
    """The picture on a `figure`: it draws what it is given, and knows no controls."""

    def __init__(self, figure: Figure, sizes: tuple[int, ...]) -> None:
        self.figure = figure
        self.ax = figure.add_axes((0, 0, 1, 1))
        self.ax.set(xlim=(0, WIDTH), ylim=(0, HEIGHT))
        self.ax.set_axis_off()
        self.wiring = NetworkDiagram(self.ax, sizes, room=(28, 64, WIDTH - 20, 432), text=formulas.number)
        write = dict(va="center", color=style.INK)
        self.phase = self.ax.text(20, 554, "", fontsize=15, fontweight="bold", **write)
        self.title = self.ax.text(180, 554, "", fontsize=14, **write)
        self.symbols = self.ax.text(20, 517, "", fontsize=FORMULA, **write)
        self.numbers = self.ax.text(20, 478, "", fontsize=FORMULA, **write)
        self.checked = self.ax.text(20, 27, "", fontsize=13.5, **write)
        self._add_chart()
        key(self.ax, WIDTH - 78, 402)

    def _add_chart(self) -> None:
        self.chart = self.figure.add_axes((0.79, 0.115, 0.19, 0.125))
        (self.bug_curve,) = self.chart.plot([], [], color=style.PURPLE, linewidth=4)
        # The dashes lie on top: they are seen on a curve that is the same.
        dashes = dict(color=style.INK, linewidth=1.6, linestyle=(0, (4, 3)))
        (self.right_curve,) = self.chart.plot([], [], **dashes)
        style.dress(self.chart, "", "")
        self.chart.set(xlim=(0, PASSES), ylim=(0, 1), yticks=[0, 1])
        self.chart.set_xticks([0, PASSES], ["0", words.PASSES.format(passes=PASSES)], ha="right")
        how = dict(fontsize=12, ha="right", va="center", linespacing=1.3)
        self.chart.text(-0.22, 0.3, words.CHART, **how, transform=self.chart.transAxes)
        self.chart.tick_params(labelsize=12)

    @property
    def artists(self) -> list:
        """What moves, in drawing order; another network has others."""
        texts = [self.phase, self.title, self.symbols, self.numbers, self.checked]
        return [*self.wiring.artists, *texts, self.bug_curve, self.right_curve]

    def update(self, specimen: Specimen, step: Step, focus: Edge, *, check: bool) -> None:
        """Draw the numbers known so far, the formula at work, and the check of the edge `focus`.

        `check` says whether edges with a wrong gradient are red.
        """
        walk = specimen.walk
        known: dict[str, dict] = {name: {} for name in FOUND.values()}
        known["weight"] = dict(zip(walk.edges, walk.theta))
        changed = set()
        for past in walk.steps[: step.k + 1]:
            known[FOUND[past.does]].update(zip(past.where or [()], past.values))
            changed |= set(past.where) if past.does == "update" else set()
        last = len(walk.net.sizes) - 1
        done = step.does == "update" and step.k == len(walk.steps) - 1
        self.wiring.update(
            **(known | {"loss": known["loss"].get(())}),
            target={(last, j): value for j, value in enumerate(walk.y)},
            after=walk.after if done else None,
            changed=changed,
            found=[(FOUND[step.does], place) for place in step.where or [()]],
            used=used(walk, step),
            wrong=walk.wrong & set(known["gradient"]) if check else (),
            pointed=focus,
        )
        self._write(walk, step, focus)
        told, disagree = words.compared(walk, step, focus)
        self.checked.set(text=told, color=RED if disagree else style.INK)
        self._draw_chart(specimen)

    def _write(self, walk: Walk, step: Step, focus: Edge) -> None:
        """Write what the step does, and its formula."""
        if step.does == "update":
            self.phase.set(text=words.UPDATE, color=style.GREEN)
        elif step.does in ("input", "z", "a", "loss"):
            self.phase.set(text=words.FORWARD, color=style.YES)
        else:
            self.phase.set(text=words.BACKWARD, color=style.PURPLE)
        self.title.set_text(words.title(walk, step))
        if step.does == "update":
            at = step.where.index(focus) if focus in step.where else 0
            symbols, numbers = formulas.update(step, walk.net, at)
            result = formulas.tex(step.values[at])
        else:
            symbols, numbers = formulas.formula(step, walk.net, walk.settings.kind)
            result = formulas.tex(step.value)
        if step.does == "input":
            result = f"({', '.join(map(formulas.tex, step.values))})"
        end = rf"$=\; \mathbf{{{result}}}$"
        self.symbols.set_text(f"${symbols}$")
        self.numbers.set_text(f"$= {numbers}$ {end}" if numbers else end)
        self._fit(self.symbols, self.numbers)

    def _fit(self, *lines) -> None:
        """Make formulas as large as fits."""
        room = (WIDTH - 40) / WIDTH * self.figure.bbox.width
        for line in lines:
            line.set_fontsize(FORMULA)
            width = line.get_window_extent(self.figure.canvas.get_renderer()).width
            line.set_fontsize(FORMULA * min(1.0, room / width))

    def _draw_chart(self, specimen: Specimen) -> None:
        """Draw the loss in training, with the mistake that is built in and without."""
        mistake = specimen.settings.mistake
        self.chart.set_visible(mistake is not None)
        if mistake is not None:
            self.right_curve.set_data(*curve(specimen, None))
            self.bug_curve.set_data(*curve(specimen, mistake))
            ends = self.right_curve.get_ydata()[:1], style.finite(self.bug_curve.get_ydata())
            top = style.round_up(max(1e-3, *ends[0], *ends[1]))
            if self.chart.get_ylim() != (0, top):
                self.chart.set(ylim=(0, top), yticks=[0, top])
