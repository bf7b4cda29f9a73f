"""What every explorable is made of: controls, a stage, and a player if something learns.

An explorable is a trace, a picture and controls. The name of a control is the name of the parameter it
sets: ``explorer.controls["lr"].value = 0.1`` does what the reader's hand does.
"""

import base64
import contextlib
import functools
import threading
from collections.abc import Callable
from typing import Any

import ipywidgets

from nnlab.explore.player import Player
from nnlab.explore.stage import Pointer, Stage

problems: list[Exception] = []  # every error in a handler: widgets swallow them, tests must not
SPEEDS = [1, 2, 5, 15, 60, 240, 1200]  # steps a second
FRAMES = 60  # frames a second: a higher speed takes several steps from one frame to the next


def handler(method: Callable) -> Callable:
    """Marks what a control, the pointer or the page calls.

    Handlers may arrive on different threads, so each takes the explorer's lock. An error stops the play,
    stands as a sentence under the picture, is kept in ``problems``, and goes on its way.
    """

    @functools.wraps(method)
    def guarded(self, *args, **kwargs):
        with self.lock:
            try:
                return method(self, *args, **kwargs)
            except Exception as error:
                if not any(error is known for known in problems):  # one handler may have called another
                    problems.append(error)
                    self.fail(f"Something went wrong: {error}")
                raise

    return guarded


class Explorer(ipywidgets.VBox):
    """Base of the explorables: gives a subclass its lock, its frames, its player's bar and its still picture.

    A subclass makes its pictures on ``stage.figure``, lists the moving artists in ``stage.moving``, and says
    what happens in ``changed(name)`` (a control moved), ``draw()`` (the arrays into the artists),
    ``sentence()`` (the status line), and if it likes ``pointed(pointer)`` and ``typed(key, shift)``.
    """

    def __init__(self, stage: Stage, controls: dict[str, ipywidgets.Widget], above=(), below=()) -> None:
        self.lock = threading.RLock()
        self.stage, self.controls = stage, controls
        self.player: Player | None = None
        self.problem = ""
        self._busy = 0
        for name, control in controls.items():
            control.observe(functools.partial(self._on_control, name), names="value")
        stage.on_msg(self._on_page)
        super().__init__(children=[*above, stage, *below])

    # -- what a subclass says ---------------------------------------------------------------------------

    def changed(self, name: str) -> None:
        """The control ``name`` has a new value."""

    def draw(self) -> None:
        """Puts the arrays into the pictures' artists."""
        raise NotImplementedError

    def sentence(self) -> str:
        """The status line: what is seen now, in a plain sentence or two."""
        return ""

    def pointed(self, pointer: Pointer) -> None:
        """The pointer did something on the stage."""

    def typed(self, key: str, shift: bool) -> None:
        """A key was pressed on the stage."""

    # -- values and frames --------------------------------------------------------------------------------

    def __getitem__(self, name: str) -> Any:
        return self.controls[name].value

    def set(self, **values: Any) -> None:
        """Sets several controls at once and draws once, as a preset does."""
        with self.lock:
            self._busy += 1
            try:
                for name, value in values.items():
                    self.controls[name].value = value
            finally:
                self._busy -= 1
            for name in values:
                self.changed(name)
            self.publish()

    def publish(self, *, flush: bool = True, lossy: bool = True) -> None:
        """Draws what is now and sends it to the page."""
        player = self.player
        self.draw()
        self.stage.caption = dict(status=self.sentence(), problem=self.problem, playing=self.stage.playing)
        if player is not None:
            self.stage.caption |= dict(
                position=player.position, length=player.length, finished=player.finished
            )
        self.stage.show(flush=flush, lossy=lossy)

    def fail(self, sentence: str) -> None:
        """Stops, and shows ``sentence`` under the last picture that could be drawn."""
        self.problem, self.stage.playing = sentence, False
        self.stage.caption |= dict(problem=sentence, playing=False)
        with contextlib.suppress(Exception):  # the picture itself may be what fails
            self.stage.show()

    # -- playing ------------------------------------------------------------------------------------------

    @handler
    def play(self) -> None:
        """Plays on from the step shown; from the start, if it is the last one."""
        if self.player.finished and self.player.position == self.player.length:
            self.player.seek(0)
        self.stage.playing = True
        self.publish()
        self._feed()

    @handler
    def pause(self, position: int | None = None) -> None:
        """Stops at the step that the reader sees."""
        self.stage.playing = False
        if position is not None:
            self.player.seek(min(int(position), self.player.length))
        self.publish()

    @handler
    def seek(self, position: int) -> None:
        """Shows the step ``position`` (as many as were played, or as far as there are steps)."""
        self.stage.playing = False
        self.player.seek(position)
        self.publish()

    def _feed(self) -> None:
        """Sends the next frames of the play, as many as may be under way."""
        steps = max(1, round(self.stage.speed / FRAMES))
        while self.stage.playing and self.stage.ready:
            if not self.player.advance(steps):
                self.stage.playing = False
            self.publish(flush=False)

    # -- what comes in ------------------------------------------------------------------------------------

    @handler
    def _on_control(self, name: str, change) -> None:
        if not self._busy:
            self.problem = ""
            self.changed(name)
            self.publish()

    @handler
    def _on_page(self, _stage, message: dict, _buffers) -> None:
        """A message from the browser."""
        kind = message.get("kind")
        if kind not in ("painted", "hello", "gone", "sharpen"):
            self.problem = ""  # the reader goes on
        if kind == "painted":
            self.stage.painted(message["numbers"])
            if self.stage.playing:
                self._feed()
        elif kind == "hello":
            self.stage.hello(message["ratio"])
            if self.stage.playing:
                self._feed()
        elif kind == "gone":
            self.stage.playing = False
        elif kind == "sharpen":
            if not self.stage.playing:
                self.stage.show(lossy=False)
        elif kind == "play":
            self.play()
        elif kind == "pause":
            self.pause(message.get("position"))
        elif kind == "seek":
            self.seek(int(message["position"]))
        elif kind == "step":
            self.seek(self.player.position + int(message["by"]))
        elif kind == "speed":
            self.stage.speed = int(message["speed"])
            self.publish()
        elif kind == "pointer":
            buttons = {name: message[name] for name in ("button", "alt", "ctrl", "shift")}
            pointer = self.stage.pointer(message["what"], message["across"], message["down"], **buttons)
            if pointer is not None:
                self.pointed(pointer)
                self.publish()
        elif kind == "key":
            self.typed(message["key"], bool(message["shift"]))
            self.publish()

    # -- the page before the first run ----------------------------------------------------------------------

    def still(self) -> bytes:
        """The picture as it stands, as PNG."""
        with self.lock:
            self.draw()
            return self.stage.encode(lossy=False)

    def __repr__(self) -> str:
        return f"{type(self).__name__}: {self.stage.alt}"

    def _repr_mimebundle_(self, **kwargs):
        """The widget, and beside it a still picture for pages on which no kernel runs."""
        bundle = super()._repr_mimebundle_(**kwargs)
        bundle["text/plain"] = repr(self)
        bundle["image/png"] = base64.b64encode(self.still()).decode()
        return bundle
