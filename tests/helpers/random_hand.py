"""A hand that plays at random on an explorable in a page: every control, the bar, the picture, the keys.

It knows no explorable. What it does follows from a seed, up to the times at which frames come. After some
moves it asks what must never happen: an error in the page, in the kernel, or on the line under the picture;
a last frame that is not the last state; memory that grows.
"""

import contextlib
from typing import final

import numpy as np
from lab import KERNEL, Lab
from playwright.sync_api import TimeoutError

KEYS = (
    *("ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Enter", "Delete", "Home", "End", "Escape"),
    *(" ", ",", ".", "Tab", "Shift+ArrowRight", "PageUp", "PageDown", "0", "1"),
)
TEXTS = ("", "0", "1", "3", "0.5", "-1", "1e9", "nonsense", "x2 > sin(2*x1)", "x1*x2", "1/0", "((((")
# What may be moved and is seen, in one list. An upload would open a window of the system.
FIND = """stage => {
    const root = stage.closest('.nnlab-explorer');
    const all = [...root.querySelectorAll('select, button, input, textarea, .noUi-handle')];
    window.movable = all.filter(node => !node.disabled && node.type !== 'file' &&
        !node.classList.contains('jupyter-widgets-upload') && !node.closest('[disabled]') &&
        node.checkVisibility({ visibilityProperty: true }));
    return window.movable.map(node => node.tagName + (node.type ? ' ' + node.type : ''));
}"""
# What the canvas holds, as one number.
FINGERPRINT = """stage => {
    const canvas = stage.querySelector('canvas'), { width, height } = canvas;
    const pixels = new Uint32Array(canvas.getContext('2d').getImageData(0, 0, width, height).data.buffer);
    return pixels.reduce((hash, value) => (Math.imul(31, hash) + value) | 0, 0);
}"""
RESTS = "node.dataset.playing !== 'true' && node.dataset.rests === 'true'"
UNDER_WAY = "len({name}.stage.transport._under_way) + {name}.stage.transport.owing + {name}.stage.playing"
# Draws all anew, as for a page that has seen nothing, and forgets what was kept of the frames before.
AGAIN = (
    "({name}.lock.acquire(), {name}.publish(), {name}.stage.canvas.begin_again(), {name}.publish(), "
    "{name}.lock.release())"
)
PROBLEMS = "[repr(p) for p in __import__('nnlab.explore.kit.letting_go', fromlist=['problems']).problems]"
RSS = "int(open('/proc/self/statm').read().split()[1]) * 4096 / 1e6"


@final
class RandomHand:
    """A hand on the explorable that the kernel calls `name`, shown on the first stage of the page."""

    def __init__(self, lab: Lab, name: str, *, rng: np.random.Generator) -> None:
        self.lab, self.name, self.rng = lab, name, rng
        self.page, self.stage = lab.page, lab.stage()
        self.moves: list[str] = []
        self.errors: list[str] = []
        self._cdp = self.page.context.new_cdp_session(self.page)
        self._cdp.send("Performance.enable")
        self.page.on("pageerror", lambda error: self.errors.append(f"page: {error}"))

    def ask(self, expression: str) -> str:
        """What the kernel answers to an expression, as `repr` writes it."""
        return self.page.evaluate(
            f"""async source => {{
                const future = {KERNEL}.requestExecute({{
                    code: '', user_expressions: {{ answer: source }}, store_history: false, silent: false }});
                const reply = await future.done;
                const answer = reply.content.user_expressions.answer;
                if (answer.status !== 'ok') throw new Error(source + ': ' + answer.evalue);
                return answer.data['text/plain'];
            }}""",
            expression,
        )

    # -- moves --------------------------------------------------------------------------------------------

    def move(self) -> None:
        """Make one move, and keep a word for it."""
        kind = self.rng.choice(["control", "bar", "picture", "key"], p=[0.5, 0.15, 0.25, 0.1])
        self.moves.append(getattr(self, f"_{kind}")())

    def _some(self, things):
        return things[int(self.rng.integers(len(things)))]

    def _control(self) -> str:
        kinds = self.stage.evaluate(FIND)
        number = int(self.rng.integers(len(kinds)))
        found = self.page.evaluate_handle(f"() => window.movable[{number}]").as_element()
        kind = kinds[number]
        if kind.startswith("SELECT"):
            to = found.evaluate(
                """(node, part) => {
                    node.selectedIndex = Math.floor(part * node.options.length);
                    node.dispatchEvent(new Event('change', { bubbles: true }));
                    return node.selectedIndex;
                }""",
                float(self.rng.random()),
            )
            return f"list {number} to {to}"
        if kind.startswith(("INPUT text", "INPUT number", "TEXTAREA")):
            text = str(self._some(TEXTS))
            found.evaluate(
                """(node, text) => {
                    node.focus();
                    node.value = text;
                    node.dispatchEvent(new Event('input', { bubbles: true }));
                    node.dispatchEvent(new Event('change', { bubbles: true }));
                    node.blur();
                }""",
                text,
            )
            return f"text {number}: {text!r}"
        if kind == "DIV":  # a slider's handle
            found.evaluate("node => node.focus()")
            key = str(self._some(("Home", "End", "ArrowLeft", "ArrowRight", "PageUp", "PageDown")))
            self.page.keyboard.press(key)
            return f"slider {number}: {key}"
        said = found.evaluate("node => { node.click(); return node.textContent.trim(); }")
        return f"{kind.lower()} {number} {said!r}"

    def _bar(self) -> str:
        names = ["play", "pause", "one step forward", "one step back", "rewind"]
        buttons = self.stage.locator(".nnlab-bar button:enabled")
        if not buttons.count():
            return f"no bar for {names[0]}"
        number = int(self.rng.integers(buttons.count()))
        buttons.nth(number).evaluate("node => node.click()")
        return f"bar {number}"

    def _picture(self) -> str:
        box = self.stage.locator("canvas").bounding_box()
        x, y = (box[side] + self.rng.random() * box[long] for side, long in (("x", "width"), ("y", "height")))
        kind = str(self._some(("move", "click", "drag", "right")))
        self.page.mouse.move(x, y)
        if kind == "click":
            self.page.mouse.click(x, y)
        elif kind == "right":
            self.page.mouse.click(x, y, button="right")
        elif kind == "drag":
            self.page.mouse.down()
            dx, dy = 120 * (self.rng.random(2) - 0.5)
            self.page.mouse.move(x + dx, y + dy, steps=4)
            self.page.mouse.up()
        return f"{kind} at {x - box['x']:.0f}, {y - box['y']:.0f}"

    def _key(self) -> str:
        self.stage.locator("canvas").focus()
        key = str(self._some(KEYS))
        self.page.keyboard.press(key)
        return f"key {key!r}"

    # -- what must hold -----------------------------------------------------------------------------------

    def settle(self) -> None:
        """Pause, and wait until nothing is under way."""
        for _ in range(20):
            self.ask("0")  # the kernel answers after all that was sent before, and a slider
            self.ask("0")  # may have sent its last value when the one before was answered
            # A play that was just begun is on its way; it may be seen only after this, and the next time.
            self.stage.evaluate(
                """stage => stage.dataset.playing === 'true' && stage.querySelector('.nnlab-play').click()"""
            )
            with contextlib.suppress(TimeoutError):
                self.lab.until(self.stage, RESTS, timeout=3_000)
                if self.ask(UNDER_WAY.format(name=self.name)) == "0":  # all that was sent has been painted
                    return
        raise AssertionError("it does not come to rest")

    def faults(self) -> list[str]:
        """Return what is wrong: errors, and a last frame that is not the last state. It pauses the play."""
        self.settle()
        found = [*self.errors, *self.lab.faults()]
        told = self.stage.locator("[role=status]").inner_text()
        if "went wrong" in told:
            found.append(f"under the picture: {told}")
        problems = self.ask(
            "[repr(p) for p in __import__('nnlab.explore.kit.letting_go', fromlist=['x']).problems]"
        )
        if problems != "[]":
            found.append(f"kernel: {problems}")
        if found:  # what fails may be the drawing itself
            return found
        shown, frames = self.stage.evaluate(FINGERPRINT), int(self.stage.get_attribute("data-frames"))
        self.ask(AGAIN.format(name=self.name))
        self.lab.until(self.stage, f"Number(node.dataset.frames) > {frames} && node.dataset.rests === 'true'")
        if self.stage.evaluate(FINGERPRINT) != shown:
            return ["the last frame was not the last state"]
        return []

    def memory(self) -> tuple[float, float]:
        """Return the kernel's resident memory and the page's heap, in MB, after both were swept."""
        self.ask("__import__('gc').collect()")
        self._cdp.send("HeapProfiler.collectGarbage")
        metrics = self._cdp.send("Performance.getMetrics")["metrics"]
        heap = next(metric["value"] for metric in metrics if metric["name"] == "JSHeapUsedSize")
        return float(self.ask(RSS)), heap / 1e6
