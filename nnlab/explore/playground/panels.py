"""Two panels of the playground: what can be taken along, and what opens below to compare runs."""

import html
from collections.abc import Callable
from typing import final

import ipywidgets as widgets
import numpy as np

from nnlab.confusion import _confusion_matrix
from nnlab.explore.kit.controls import button, choice, row
from nnlab.explore.kit.copy_text import CopyText
from nnlab.explore.playground import export, words
from nnlab.explore.playground.learner import Learner

LINE, BINARY = words.LINE, "weights, .npz"
IMPORT = "from nnlab.explore.playground import explore_playground"  # so that the line runs in any notebook
TEXTS: dict[str, Callable[[Learner], str]] = {
    "weights, JSON": export.weights_json,
    "samples, CSV": export.data_csv,
}
SCRIPTS: dict[str, Callable[[Learner, str], str]] = {  # they read arrays from a file of that name
    "NumPy script": export.numpy_script,
    "PyTorch script": export.torch_script,
}


@final
class ExportPanel(widgets.VBox):
    """A list of what can be taken along, "copy" and "save" for it, and a door for weights saved before.

    `text(kind)` gives the text to copy, `save(kind)` writes files and `load(content)` takes weights; each of
    the last two gives a sentence on what came of it.
    """

    def __init__(
        self, text: Callable[[str], str], save: Callable[[str], str], load: Callable[[bytes], str]
    ) -> None:
        self._save, self._load = save, load
        self.kind = choice([LINE, *export.KINDS], LINE, words.TAKE)
        self.copy = CopyText(lambda: self._whole(text), label=words.COPY, name=words.COPIED)
        self.save = button(words.SAVE, words.SAVE_TIP)
        self.upload = widgets.FileUpload(
            accept=".json,.npz", description=words.LOAD, tooltip=words.LOAD_TIP, layout=dict(width="auto")
        )
        self.word = widgets.HTML()
        super().__init__(children=[self.kind, self.copy, row(self.save, self.upload), self.word])
        self.save.disabled = True
        self.kind.observe(self._chosen, names="value")
        self.save.on_click(lambda _button: self.say(self._save(self.kind.value)))
        self.upload.observe(self._uploaded, names="value")

    def say(self, sentence: str) -> None:
        """Show a sentence."""
        self.word.value = f'<span role="status">{html.escape(sentence)}</span>' if sentence else ""

    def _whole(self, text: Callable[[str], str]) -> str:
        kind = self.kind.value
        return f"{IMPORT}\n\n{text(kind)}" if kind == LINE else text(kind)

    def _chosen(self, _change) -> None:
        self.save.disabled, self.copy.text = self.kind.value == LINE, ""
        self.say("")

    def _uploaded(self, change) -> None:
        if change.new:
            content = bytes(change.new[0]["content"])
            self.upload.value = ()  # so that the same file can be uploaded again
            self.say(self._load(content))


@final
class ComparePanel(widgets.VBox):
    """Buttons: keep the settings as A, open A | B, open a sweep, close what is open."""

    def __init__(
        self,
        keep: Callable[[], None],
        compare: Callable[[], None],
        sweep: Callable[[], None],
        shut: Callable[[], None],
    ) -> None:
        self.keep, self.compare = button(words.KEEP, words.KEEP_TIP, "auto"), button(words.AB, words.AB_TIP)
        self.sweep, self.shut = button(words.SWEEP, words.SWEEP_TIP), button(words.SHUT, words.SHUT_TIP)
        self.word = widgets.HTML(words.KEEP_FIRST)
        buttons = self.keep, self.compare, self.sweep, self.shut
        super().__init__(children=[row(*buttons), self.word])
        for press, act in zip(buttons, (keep, compare, sweep, shut)):
            press.on_click(lambda _button, act=act: act())

    def say(self, sentence: str) -> None:
        """Show a sentence."""
        self.word.value = html.escape(sentence)


def table(learner: Learner) -> str:
    """Return as HTML how the answers fall, of the samples held out if there are any: a row for each class."""
    m = learner.material
    if not m.classes:
        return html.escape(words.NO_TABLE)
    which = m.held if m.held.any() else ~m.held
    k = len(m.classes)
    said = np.eye(k)[learner.called(learner.said.a)[which]]
    counts = _confusion_matrix(said, m.y[which])
    names = [f"<th scope='col'>{html.escape(name)}</th>" for name in m.classes]
    rows = [
        f"<tr><th scope='row'>{html.escape(name)}</th>{''.join(f'<td>{n}</td>' for n in line)}</tr>"
        for name, line in zip(m.classes, counts)
    ]
    right = int(np.trace(counts))
    caption = (words.TABLE_HELD if m.held.any() else words.TABLE).format(right=right, n=int(which.sum()))
    body = f"<tr><td></td>{''.join(names)}</tr>{''.join(rows)}"
    look = "line-height: 1.25; text-align: right"
    return f"<p style='line-height: 1.25'>{caption}</p><table style='{look}'>{body}</table>"
