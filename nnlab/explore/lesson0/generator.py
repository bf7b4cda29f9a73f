"""A generator stepped through line by line, with its variables, and what its caller has got."""

from collections.abc import Iterator
from typing import final

from matplotlib.patches import FancyArrowPatch

from nnlab.explore.kit.controls import choice
from nnlab.explore.kit.explorer import KEYS, Explorer
from nnlab.explore.kit.player import Player
from nnlab.explore.kit.samples import settings_from
from nnlab.explore.kit.stage import Stage
from nnlab.explore.lesson0 import generator_words as words
from nnlab.explore.lesson0.programs import PROGRAMS
from nnlab.explore.lesson0.stepping import CALLER, ENDS, GENERATOR, LINE, YIELDS, Moment, moments
from nnlab.pictures import style
from nnlab.pictures.listing import MOST_LINES, Listing
from nnlab.source import source

WIDTH, HEIGHT = 940, 500
SPEEDS = [1, 2, 5]
NEUTRAL = dict(program="count")


@final
class GeneratorExplorer(Explorer):
    """Made by `explore_generator`; see there."""

    def __init__(self, settings: dict) -> None:
        controls = dict(program=choice(words.PROGRAMS, settings["program"], words.PROGRAM))
        stage = Stage(
            WIDTH, HEIGHT, bar=True, speeds=SPEEDS, speed=1, hint=words.GENERATOR_HINT.format(keys=KEYS)
        )
        ax = stage.figure.add_axes((0, 0, 1, 1))
        ax.set(xlim=(0, WIDTH), ylim=(0, HEIGHT))
        ax.set_axis_off()
        self.listings = {CALLER: Listing(ax, (20, 456), 420), GENERATOR: Listing(ax, (520, 456), 400)}
        write = dict(va="center", ha="left", color=style.INK)
        self.handed = ax.text(520, 40, "", fontsize=style.TEXT, **write)
        stage.moving = [artist for listing in self.listings.values() for artist in listing.artists]
        style_of_arrow = dict(arrowstyle="-|>", mutation_scale=20, linewidth=2.4)
        self.arrow = ax.add_patch(FancyArrowPatch((0, 0), (1, 1), **style_of_arrow))
        self.passed = ax.text(0, 0, "", fontsize=style.TEXT, fontweight="bold", ha="center", va="center")
        self.passed.set_bbox(dict(facecolor="white", edgecolor="none", pad=1))
        stage.moving = [*stage.moving, self.arrow, self.passed, self.handed]
        super().__init__(stage, controls)
        self.lay_out(main=["program"])
        self.restart()
        self.publish()

    def restart(self) -> None:
        """Run the program, and show its first moment."""
        generator, caller = PROGRAMS[self["program"]]
        self.codes = {CALLER: source(caller).text, GENERATOR: source(generator).text}
        self.moments = moments(generator, caller)
        self.player = Player(self._run)
        titles = {CALLER: words.CALLER, GENERATOR: words.GENERATOR}
        below = max(len(code.splitlines()) for code in self.codes.values())
        for at, listing in self.listings.items():
            listing.write(titles[at], self.codes[at], words.VARIABLES, min(below, MOST_LINES))
        self.stage.redraw()

    def _run(self, start: Moment | None) -> Iterator[Moment]:
        yield from self.moments[start.k if start else 0 :]

    def changed(self, *names: str) -> None:
        """Run another program."""
        self.restart()

    def draw(self) -> None:
        """Mark the lines, and write what stands in the variables."""
        moment: Moment = self.player.step
        for at, listing in self.listings.items():
            now = moment.line if moment.at == at else None
            own = moment.caller if at == CALLER else moment.generator
            listing.update(now, moment.waits if now is None else None, own)
        self._draw_arrow(moment)
        self.handed.set_text(words.handed(moment.handed))
        self.stage.alt = words.alt_generator(self["program"], moment.k)

    def _draw_arrow(self, moment: Moment) -> None:
        """Draw what passes between the two: a question for the next value, or a value."""
        yields = moment.at == GENERATOR and moment.does == YIELDS
        passes = moment.waits is not None and (yields or self._is_asked(moment))
        self.arrow.set_visible(passes)
        self.passed.set_visible(passes)
        if passes:
            ends = [(444, self.listings[CALLER].height(moment.waits))]
            ends.append((516, self.listings[GENERATOR].height(moment.line)))
            self.arrow.set_positions(*(reversed(ends) if yields else ends))
            self.arrow.set_color(style.GREEN if yields else style.PURPLE)
            self.passed.set_position(((ends[0][0] + ends[1][0]) / 2, (ends[0][1] + ends[1][1]) / 2 + 18))
            self.passed.set_text(moment.value if yields else words.NEXT)
            self.passed.set_color(style.GREEN if yields else style.PURPLE)

    def _is_asked(self, moment: Moment) -> bool:
        """Whether the caller has just asked the generator."""
        return moment.at == GENERATOR and self.moments[moment.k - 1].at == CALLER

    def sentence(self) -> str:
        """Say who is at work, and what happens next."""
        moment: Moment = self.player.step
        line = self.codes[moment.at].splitlines()[moment.line].strip()
        if moment.at == GENERATOR and moment.does == LINE:
            return words.generator_at(line, asked=self._is_asked(moment), begun=self._has_begun(moment))
        if moment.at == GENERATOR and moment.does == ENDS:
            return words.GENERATOR_ENDS
        if moment.at == GENERATOR:
            return words.yields(moment.value)
        return words.caller_ends(moment.value) if moment.does == ENDS else words.caller_at(line)

    def _has_begun(self, moment: Moment) -> bool:
        before = self.moments[moment.k - 1]
        return before.at == GENERATOR or before.waits is not None


def explore_generator(program: str = "count") -> GeneratorExplorer:
    """Return an explorable of a generator and its caller, line by line.

    `program` is "count" (without end), "up_to" (used twice) or "downhill" (the steps of a descent). The code
    shown is the code that runs; `nnlab.explore.lesson0.programs` has it. Raises ValueError for anything else.
    """
    return GeneratorExplorer(settings_from(dict(program=program), NEUTRAL))
