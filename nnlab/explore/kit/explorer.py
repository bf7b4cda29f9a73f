"""What every explorable is made of: controls, a stage, and a player if something learns.

An explorable is a trace, a picture and controls. The name of a control is the name of the parameter it
sets: `explorer.controls["lr"].value = 0.1` does what the reader's hand does.
"""

import base64
import functools
import threading
from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from ipywidgets import Widget

from nnlab.explore.kit import messages
from nnlab.explore.kit.controls import button, choice, row, set_together
from nnlab.explore.kit.fold import laid_out, placed
from nnlab.explore.kit.letting_go import LetGo, problems
from nnlab.explore.kit.player import Player
from nnlab.explore.kit.stage import FRAMES, Pointer, Stage

SPEEDS = [1, 2, 5, 15, 60, 240, 1200]  # steps a second
AT_ONCE = 1000  # steps that may be played at once, between two frames
CHOOSE = "choose one …"
KEYS = "space plays, comma and full stop step, Home rewinds"  # what the player's keys do on the stage

Parts = Sequence[str | Widget]  # controls by their names, and other widgets


def guarded(method: Callable) -> Callable:
    """Mark what the page calls: it takes the explorer's lock, and an error in it is not lost.

    Calls may arrive on different threads. An error stops the play, stands as a sentence under the picture,
    is kept in `problems`, and goes on its way. An explorable that is closed does not answer.
    """

    @functools.wraps(method)
    def call(self, *args, **kwargs):
        with self.lock:
            if getattr(self, "closed", False):
                return None
            self._depth += 1
            try:
                return method(self, *args, **kwargs)
            except Exception as error:
                if not any(error is known for known in problems):  # one such call may have made another
                    problems.append(error)
                    self.fail(f"Something went wrong: {error or type(error).__name__}")
                raise
            finally:
                self._depth -= 1

    return call


def handler(method: Callable) -> Callable:
    """Mark what the reader does: as `guarded`, and at the end the picture is drawn.

    While it plays, the next frames follow, as many as may be under way.
    """

    @guarded
    @functools.wraps(method)
    def call(self, *args, **kwargs):
        outermost = self._depth == 1
        if outermost:
            self.problem = ""
        result = method(self, *args, **kwargs)
        if outermost:
            self.publish()
            self._feed()
        return result

    return call


class Explorer(LetGo):
    """Abstract base of the explorables: gives them their lock, frames, playing, presets and still.

    An explorable is a final class. It makes its pictures on `stage.figure`, lists the moving artists in
    `stage.moving`, calls this `__init__`, and places the controls with `lay_out`. It says what happens
    in `changed(*names)` (controls moved), `restart()` (all begins again), `draw()` (the arrays into the
    artists) and `sentence()` (the status line), and if it likes in `pointed(pointer)`, `typed(key, shift)`
    and `advance(steps)`. What learns is an object that it holds (see `Training`); `player` is then that
    one's, and its bar stands on the `Stage`.

    `presets` are named settings of controls, on top of `neutral` ones; `preset` is the list that offers
    them, `reset_button` brings all controls back to what they were at first. Where `undoes` says what can
    be taken back, there is an `undo_button`, and `undo()` takes it back.
    """

    undoes: ClassVar[str] = ""  # the tooltip of the button "Undo"
    player: Player | None = None

    def __init__(
        self,
        stage: Stage,
        controls: dict[str, Widget],
        *,
        presets: dict[str, dict] | None = None,
        neutral: dict | None = None,
    ) -> None:
        self.lock, self._depth = threading.RLock(), 0
        self.stage, self.controls = stage, controls
        self.problem, self.moved = "", ""  # what went wrong; the control moved last
        self._silent = False  # controls are being set from here, and need not answer one by one
        self._presets, self._neutral = presets or {}, neutral or {}
        self._at_first = {name: control.value for name, control in controls.items()}
        self.preset = choice([CHOOSE, *self._presets], CHOOSE, "try").add_class("nnlab-presets")
        self.reset_button = button("Reset", "all as at first")
        for name, control in controls.items():
            control.observe(functools.partial(self._on_control, name), names="value")
        self.preset.observe(self._on_preset, names="value")
        self.reset_button.on_click(self._on_reset)
        if self.undoes:
            self.undo_button = button("Undo", self.undoes)
            self.undo_button.on_click(self._on_undo)
        stage.on_msg(self._on_page)
        super().__init__(children=[stage])
        self.add_class("nnlab-explorer")
        stage.explorer = self.model_id

    def lay_out(self, main: Parts, more: Parts = (), *, beside: Sequence[Widget] = ()) -> None:
        """Put controls, by their names, and other widgets next to the stage.

        The `main` ones are always seen: those few that the lesson's play asks for. Where the page is low,
        `more` is folded away at first. The presets, "Undo" and "Reset" are main wherever there are presets,
        with other buttons `beside` these two. Raises ValueError if a control is left out, or placed twice.
        """
        main, more = placed(self.controls, main, more)
        if self._presets:
            undo = [self.undo_button] if self.undoes else []
            main = [self.preset, *main, row(*beside, *undo, self.reset_button)]
        self.children = [laid_out(self.stage, main, more)]

    # -- what a subclass says ---------------------------------------------------------------------------

    def changed(self, *names: str) -> None:
        """Answer to new values of the controls `names`."""

    def restart(self) -> None:
        """Begin again with the controls as they are."""

    def draw(self) -> None:
        """Put the arrays into the pictures' artists."""
        raise NotImplementedError

    def sentence(self) -> str:
        """Return the status line: what is seen now, in a plain sentence or two."""
        return ""

    def pointed(self, pointer: Pointer) -> None:
        """Answer to the pointer on the stage."""

    def typed(self, key: str, shift: bool) -> None:
        """Answer to a key pressed on the stage that is not one of the player's."""

    def undo(self) -> None:
        """Take the last change back."""

    def advance(self, steps: int) -> bool:
        """Play so many steps on; return False if there was none to play."""
        return self.player.advance(steps)

    # -- values and frames --------------------------------------------------------------------------------

    def __getitem__(self, name: str) -> Any:
        return self.controls[name].value

    @handler
    def set(self, **values: Any) -> None:
        """Set several controls and answer once."""
        self._set_silently(values)
        self.changed(*values)

    def _set_silently(self, values: dict) -> None:
        """Set all these controls, or none if one of them refuses its value."""
        self._silent = True
        try:
            set_together(self.controls, values)
        finally:
            self._silent = False

    @handler
    def offer(self, name: str, text: str, value: Any) -> None:
        """Add an entry to the list `name`, in place of an earlier one of that text, and choose it."""
        control, at_first = self.controls[name], self._at_first[name]
        pairs = [option if isinstance(option, tuple) else (str(option), option) for option in control.options]
        self._silent = True
        try:
            # What stood there at first stays, so that Reset can bring it back.
            control.options = [pair for pair in pairs if pair[0] != text or pair[1] is at_first] + [
                (text, value)
            ]
            control.value = value
        finally:
            self._silent = False
        self._control_moved(name)

    def publish(self, *, flush: bool = True) -> None:
        """Draw what is now and send it to the page."""
        player = self.player
        self.draw()
        self.stage.caption = dict(status=self.sentence(), problem=self.problem, playing=self.stage.playing)
        if player is not None:
            at = dict(position=player.position, length=player.length, finished=player.finished)
            self.stage.caption |= at
        self.stage.show(flush=flush)

    def fail(self, sentence: str) -> None:
        """Stop, and show `sentence` under the last picture that could be drawn."""
        self.problem, self.stage.playing = sentence, False
        self.stage.caption |= dict(problem=sentence, playing=False)
        self.stage.show_or_say()

    # -- playing ------------------------------------------------------------------------------------------

    @handler
    def play(self) -> None:
        """Play on from the step shown; from the start, if it is the last one."""
        if self.player is not None:
            if self.player.finished and self.player.position == self.player.length:
                self.player.seek(0)
            self.stage.playing = True

    @handler
    def pause(self, position: int | None = None) -> None:
        """Stop at the step that the reader sees."""
        self.stage.playing = False
        if position is not None and self.player is not None:
            self.player.seek(min(int(position), self.player.length))

    @handler
    def seek(self, position: int) -> None:
        """Show the step `position`: any that was played, or up to `AT_ONCE` further."""
        self.stage.playing = False
        if self.player is not None:
            self.player.seek(min(int(position), self.player.length + AT_ONCE))

    def _feed(self) -> None:
        """Send the next frames of the play, as many as may be under way."""
        steps = max(1, round(self.stage.speed / FRAMES))
        while self.stage.playing and self.stage.ready:
            if not self.advance(steps):
                self.stage.playing = False
            self.publish(flush=False)
        self.stage.deliver()

    # -- what the reader does -----------------------------------------------------------------------------

    def _on_control(self, name: str, _change) -> None:
        if not self._silent:
            self._control_moved(name)

    @handler
    def _control_moved(self, name: str) -> None:
        self.moved = name
        self.leave_preset()
        self.changed(name)

    def leave_preset(self) -> None:
        """Leave the preset, for the reader has changed something: it can be chosen again."""
        if self.preset.value != CHOOSE:
            self.preset.value = CHOOSE

    @handler
    def _on_preset(self, change) -> None:
        if change.new in self._presets:
            self._start_from(self._neutral | self._presets[change.new])

    @handler
    def _on_reset(self, _button) -> None:
        self.preset.value = CHOOSE
        self._start_from(self._at_first)

    @handler
    def _on_undo(self, _button) -> None:
        self.undo()

    def _start_from(self, settings: dict) -> None:
        self.stage.playing, self.moved = False, ""
        self._set_silently(settings)
        self.restart()

    def _on_page(self, _stage, message: dict, _buffers) -> None:
        """Hear a message from the browser: a word about frames, or something the reader did."""
        if message.get("kind") in messages.ABOUT_FRAMES:
            self._on_frames(message)
        elif self.stage.playing and message.get("what") in ("move", "leave"):
            self._on_hover(message)  # the play's next frame will show it
        else:
            self._on_reader(message)

    @guarded
    def _on_frames(self, message: dict) -> None:
        messages.about_frames(self, message)
        self._feed()

    @guarded
    def _on_hover(self, message: dict) -> None:
        messages.pointed(self, message)

    @handler
    def _on_reader(self, message: dict) -> None:
        messages.from_reader(self, message)

    def still(self) -> bytes:
        """Return the picture as it stands, as PNG."""
        with self.lock:
            self.draw()
            return self.stage.encode()

    def __repr__(self) -> str:
        return f"{type(self).__name__}: {self.stage.alt}"

    def _repr_mimebundle_(self, **kwargs):
        """Return the widget, a still picture for pages on which no kernel runs, and what that shows."""
        bundle = super()._repr_mimebundle_(**kwargs)
        if not self.stage.caption:
            self.publish()
        still = self.still()  # first: drawing sets the text
        bundle["image/png"] = base64.b64encode(still).decode()
        self.stage.first(still)
        bundle["text/plain"] = repr(self)
        return bundle, {"image/png": {"alt": self.stage.alt}}
