"""Controls whose value is no single number: names that are ticked, whole numbers in a row, a choice for each.

The value of each is a tuple; who observes it hears of a change once.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import final

import ipywidgets as widgets
import traitlets

from nnlab.checks import shown
from nnlab.explore.kit.controls import LABEL, choice, row


@final
class Ticks(widgets.VBox):
    """Boxes to tick; `value` are the names of those that are, at least one, in the order of `texts`."""

    value = traitlets.Tuple()

    def __init__(self, value: Iterable[str], description: str, texts: Mapping[str, str]) -> None:
        value, self.description = tuple(value), description
        self._following = False
        label = widgets.Label(description, layout=dict(margin="0 10px 0 0"))
        look = dict(indent=False, layout=dict(width="auto", margin="0 10px 0 0"))
        self.boxes = {
            name: widgets.Checkbox(name in value, description=text, **look) for name, text in texts.items()
        }
        super().__init__(children=[row(label, *self.boxes.values())], value=value)
        for box in self.boxes.values():
            box.observe(self._ticked, names="value")
        self.observe(self._show, names="value")

    def _ticked(self, _change) -> None:
        if self._following:
            return
        ticked = tuple(name for name, box in self.boxes.items() if box.value)
        if ticked:
            self.value = ticked
        else:
            self._show()  # the last one stays

    @traitlets.validate("value")
    def _checked(self, proposal) -> tuple[str, ...]:
        value = tuple(name for name in self.boxes if name in proposal.value)
        if not value or len(value) != len(proposal.value):
            raise ValueError(
                f"{self.description}: expected some of {[*self.boxes]}, got {shown(proposal.value)}"
            )
        return value

    def _show(self, _change: object = None) -> None:
        self._following = True
        for name, box in self.boxes.items():
            box.value = name in self.value
        self._following = False


@final
class TypedTuple(widgets.HBox):
    """An entry for several numbers in a row.

    `read` makes the value of what was typed, or raises ValueError with a sentence for the reader; `write`
    says how a value is written.
    """

    value = traitlets.Tuple()

    def __init__(
        self,
        value: tuple,
        description: str,
        tooltip: str,
        *,
        read: Callable[[str], tuple],
        write: Callable[[tuple], str],
    ) -> None:
        self.read, self.write = read, write
        self.entry = widgets.Text(
            write(value), description=description, tooltip=tooltip, continuous_update=False, style=LABEL
        )
        self.word = widgets.Label("")
        self.word.layout.display = "none"
        super().__init__(children=[self.entry, self.word], value=value)
        self.add_class("nnlab-entry")
        self.entry.observe(self._typed, names="value")
        self.observe(self._show, names="value")

    @traitlets.validate("value")
    def _checked(self, proposal) -> tuple:
        return self.read(self.write(proposal.value))

    def _typed(self, change) -> None:
        if change.new == self.write(self.value):
            return
        try:
            value = self.read(change.new)
        except ValueError as error:
            self.word.value, self.word.layout.display = str(error), None
            self.entry.value = self.write(self.value)
        else:
            self.value = value
            self._show()

    def _show(self, _change: object = None) -> None:
        self.word.value, self.word.layout.display = "", "none"
        self.entry.value = self.write(self.value)


@final
class ChoiceForEach(widgets.HBox):
    """A choice for each of several things: one list for all of them, and `each`, a list for every one.

    There may be `most` of them; `value` has an entry for each that there is. `name` names the list of one,
    counted from 1, and `mixed` is what the one for all says where they differ.
    """

    value = traitlets.Tuple()

    def __init__(
        self,
        value: tuple[str, ...],
        options: Iterable[str],
        description: str,
        *,
        most: int,
        name: Callable[[int], str],
        mixed: str,
    ) -> None:
        self.options, self._mixed, self._following = [*options], mixed, False
        first = self.options[0]
        self.all = choice([*self.options, mixed], first, description)
        self.lists = [choice(self.options, first, name(j)) for j in range(1, most + 1)]
        self.each = row(*self.lists)
        super().__init__(children=[self.all], value=value)
        self.add_class("nnlab-entry")
        self.all.observe(self._chosen_for_all, names="value")
        for single in self.lists:
            single.observe(self._chosen_for_one, names="value")
        self.observe(self._show, names="value")
        self._show()

    @traitlets.validate("value")
    def _checked(self, proposal) -> tuple[str, ...]:
        value = tuple(proposal.value)
        if len(value) > len(self.lists) or any(name not in self.options for name in value):
            expected = f"up to {len(self.lists)} of {self.options}"
            raise ValueError(f"{self.all.description}: expected {expected}, got {shown(value)}")
        return value

    def _chosen_for_all(self, change) -> None:
        if self._following:
            return
        if change.new == self._mixed:
            self._show()
        else:
            self.value = (change.new,) * len(self.value)

    def _chosen_for_one(self, _change) -> None:
        if not self._following:
            self.value = tuple(single.value for single in self.lists[: len(self.value)])

    def _show(self, _change: object = None) -> None:
        self._following = True
        for j, single in enumerate(self.lists):
            single.layout.display = None if j < len(self.value) else "none"
            if j < len(self.value):
                single.value = self.value[j]
        if self.value:
            self.all.value = self.value[0] if len({*self.value}) == 1 else self._mixed
        self.all.disabled = not self.value
        self._following = False
