"""The door through which a reader brings a file of their own into an explorable."""

import html
import threading
from collections.abc import Callable
from pathlib import PurePath
from typing import final

import ipywidgets as widgets

from nnlab.data import Curve, Data, ManyClasses
from nnlab.data.curves import curve_from_table, suggest_curve
from nnlab.data.dataset import drawable, plain
from nnlab.data.many import classes_from_table
from nnlab.data.own import class_names, from_table, suggest
from nnlab.data.sentences import several, shown, wrong
from nnlab.data.sources import WHICH, NotUtf8
from nnlab.data.table import Table, read_table
from nnlab.explore.kit.controls import LABEL, choice, row
from nnlab.explore.kit.explorer import guarded
from nnlab.pictures import fonts

TRY = "your own file"
OPEN, OPEN_ONE = "{name} is open: {n} samples", "{name} is open: 1 sample"
MOST_CLASSES = 12  # of more than two, one can be chosen that is told from the rest
CHOOSE = "choose one …"
ENCODINGS = [
    ("UTF-8", None),
    ("Western Europe (cp1252)", "cp1252"),
    ("Central Europe (cp1250)", "cp1250"),
    ("Cyrillic (cp1251)", "cp1251"),
    ("Chinese (GBK)", "gb18030"),
    ("Chinese (Big5)", "big5"),
    ("Japanese (Shift JIS)", "cp932"),
    ("Korean (cp949)", "cp949"),
]


def readable(data: Data | ManyClasses | Curve) -> Data | ManyClasses | Curve:
    """Return the samples under names that pictures can draw on this machine; `notes` say what these mean."""
    return drawable(data, fonts.can_draw) if isinstance(data, ManyClasses) else data.drawable(fonts.can_draw)


@final
class OwnData(widgets.VBox):
    """The door for a CSV file, named or uploaded: it hands the samples to `on_data`.

    One row as long as it is not used: an entry for a file's name (relative to the notebook's folder), a
    button that uploads a file from the reader's own computer, and "Open". A file that is named or uploaded is
    opened at once; a second row then offers its columns: which holds the class, and which are the
    `features` (as many as that number says). Other columns open it again, and "Open" reads it once more.
    Each time `on_data(data)` gets a `Data` that has exactly that many features. With `curve=True` the
    two lists are for y and x, both columns of numbers, and `on_data` gets a `Curve`. What is wrong with
    a file stands below as a sentence; it is the reader's everyday, and no error of the explorable.

    Two lists come only where they are needed: `encoding` for a file that is not in UTF-8, and `one` for a
    column of three classes or more: the one chosen is class 1, all others together are class 0. An explorable
    that can learn more than two classes says how many as `classes`; up to so many come as a `ManyClasses`.

    An explorer with a list of samples, `controls["data"]`, needs this, and no more::

        self.own_data = OwnData(self._on_file)           # in __init__
        self.lay_out(main=[...], more=[..., self.own_data])

        def _on_file(self, data):
            self.offer("data", data.name, data)          # takes the lock, calls changed("data"), draws

    Of a large file only some samples are drawn: pictures get `points.X[points.drawn]`, see `Points`.

    `file`, `upload`, `target`, `features`, `open_button`, `encoding` and `one` are the widgets;
    tests drive these.
    `said` is the sentence that stands below.
    """

    def __init__(
        self,
        on_data: Callable[[Data | ManyClasses | Curve], None],
        *,
        features: int = 2,
        curve: bool = False,
        classes: int = 2,
    ) -> None:
        self._curve, features, self._classes = curve, 1 if curve else features, classes
        self.lock, self._depth = threading.RLock(), 0
        self._on_data = on_data
        self._source: str | bytes | None = None  # the path, or what was uploaded
        self._name = ""
        self._silent = False  # the lists are being filled, which is not the reader's choice
        self.said = ""
        self.file = widgets.Text(
            placeholder="name.csv, next to this notebook",
            description=TRY,
            continuous_update=False,
            style=LABEL,
            layout=widgets.Layout(width="330px"),
        )
        small = widgets.Layout(width="110px")
        self.upload = widgets.FileUpload(
            accept=".csv,.tsv,.txt", description="Upload", tooltip="a CSV file on your computer", layout=small
        )
        self.open_button = widgets.Button(
            description="Open", tooltip="show the samples in this file", layout=widgets.Layout(width="76px")
        )
        self.target = self._list("y" if curve else "class")
        self.features = tuple(
            self._list(f"x{'₁₂₃₄₅₆₇₈₉'[i]}" if features > 1 else "x") for i in range(features)
        )
        self._word = widgets.HTML()
        self.encoding = choice(ENCODINGS, None, "the file is in")
        self.one = choice([(CHOOSE, None)], None, "class 1")
        self.encoding.layout.display = self.one.layout.display = "none"
        self._columns = row(self.target, self.one, *self.features)
        self._columns.layout.display = self._word.layout.display = "none"
        line = row(self.file, self.upload, self.open_button, self.encoding)
        super().__init__(children=[line, self._columns, self._word])
        self.file.observe(self._on_name, names="value")
        self.upload.observe(self._on_upload, names="value")
        for column in (self.target, *self.features, self.encoding, self.one):
            column.observe(self._on_column, names="value")
        self.open_button.on_click(self._on_open)

    def __repr__(self) -> str:
        return f"OwnData: {self.said or TRY}"

    def _list(self, description: str) -> widgets.Dropdown:
        return widgets.Dropdown(description=description, style=LABEL, layout=widgets.Layout(width="auto"))

    def _say(self, sentence: str, *, wrong: bool = False) -> None:
        self.said = sentence
        style = "font-weight: 600" if wrong else ""
        role = "alert" if wrong else "status"
        self._word.value = f'<span role="{role}" style="{style}">{html.escape(sentence)}</span>'
        self._word.layout.display = "" if sentence else "none"

    def fail(self, sentence: str) -> None:
        """Show an error that is ours, not the file's."""
        self._say(sentence, wrong=True)

    def introduce(self, data: Data | Curve | str) -> None:
        """Say what there is to be known about samples that came otherwise; nothing of those with a name."""
        if not isinstance(data, str) and data.notes:
            self._say(_noted(data))

    # -- what the reader does: the page's words may come in another order than they were said --------------

    @guarded
    def _on_name(self, change) -> None:
        path = change.new.strip()
        if path:
            self._source, self._name = path, PurePath(path).name
            self._open(new=True)
        elif isinstance(self._source, str):  # the entry was cleared
            self._source = None
            self._columns.layout.display = "none"
            self._say("")

    @guarded
    def _on_upload(self, change) -> None:
        if change.new:
            file = change.new[0]
            self._source, self._name = bytes(file["content"]), file["name"]
            self.upload.value = ()  # so that the same file can be uploaded again, when it is mended
            self.file.value = ""
            self._open(new=True)

    @guarded
    def _on_column(self, _change) -> None:
        if not self._silent:
            self._open()

    @guarded
    def _on_open(self, _button) -> None:
        if self._source is None:
            self._say("Which file? Write its name, or upload it.")
        else:
            self._open()

    def _open(self, *, new: bool = False) -> None:
        """Read the file as it is now, and hand over what is in the columns chosen."""
        fits = False  # whether there are columns to choose from
        if new:
            self._set(self.encoding, None)
        try:
            table = read_table(self._source, self._name, encoding=self.encoding.value)
            if table.columns != self.target.options:
                self._offer(table)
            fits = True
            data = self._read(table)
        except (ValueError, OSError) as error:
            if isinstance(error, NotUtf8):
                self.encoding.layout.display = ""
            self._say(str(error).replace(WHICH, "or choose what it is in"), wrong=True)
            return
        finally:
            self._columns.layout.display = "" if fits else "none"
            if self.encoding.value is None and fits:
                self.encoding.layout.display = "none"
        n, drawn = len(data.y), readable(data)
        said = (OPEN_ONE if n == 1 else OPEN).format(name=data.name, n=f"{n:,}")
        if data.notes != drawn.notes:
            self._say(f"{said}. {_noted(drawn)}")
        else:
            self._say(f"{said}; {self._meaning(data)}. {_noted(data)}".rstrip())
        self._on_data(drawn)

    def _read(self, table: Table) -> Data | ManyClasses | Curve:
        """Return what is in the columns chosen."""
        features, target = [column.value for column in self.features], self.target.value
        if self._curve:
            return curve_from_table(table, x=features[0], y=target)
        if 2 < len(class_names(table, target)) <= self._classes:
            self.one.layout.display = "none"
            return classes_from_table(table, target=target, features=features)
        return from_table(table, target=target, features=features, one_vs_rest=self._chosen(table, target))

    def _chosen(self, table: Table, target: str) -> str | None:
        """Return which of several classes the reader has chosen as class 1; None where there is no choice."""
        found = class_names(table, target)
        alike = len({name.casefold() for name in found}) < len(
            found
        )  # yes and Yes are no classes to choose from
        offered = 2 < len(found) <= MOST_CLASSES and not alike
        self.one.layout.display = "" if offered else "none"
        if not offered:
            return None
        options = ((CHOOSE, None), *((name, name) for name in found))
        if self.one.options != options:
            self._set(self.one, None, options)
        if self.one.value is None:
            few = several(shown(name, 24) for name in found)
            said = f"expected two classes, got {len(found)}: {few}; choose one as class 1, against the rest"
            raise wrong(f"{table.said}, column {shown(target)}: {said}")
        return self.one.value

    def _set(self, control: widgets.Dropdown, value, options: tuple | None = None) -> None:
        """Set a list from here, which is not the reader's choice."""
        self._silent = True
        try:
            if options is not None:
                control.options = options
            control.value = value
        finally:
            self._silent = False

    def _meaning(self, data: Data | ManyClasses | Curve) -> str:
        if self._curve:
            return f"x is {plain(data.xlabel)}, y is {plain(data.ylabel)}"
        return ", ".join(f"{plain(name)} is {i}" for i, name in enumerate(data.classes))

    def _offer(self, table: Table) -> None:
        """Put the columns into the lists. Raises ValueError if there are not enough."""
        if self._curve:
            columns = suggest_curve(table)
            if columns is None:
                raise wrong(f"{table.said}: expected two columns, for x and y, got {table.listed()}")
            target, features = columns[1], columns[:1]
        else:
            target, features = suggest(table, len(self.features))
        if len(features) < len(self.features):
            number = "a column" if len(self.features) == 1 else f"{len(self.features)} columns"
            there = f"{several(map(shown, features)) or 'none'} of {table.listed()}"
            raise wrong(f"{table.said}: expected {number} of numbers besides the class, got {there}")
        for control, column in zip((self.target, *self.features), (target, *features)):
            self._set(control, column, table.columns)


def _noted(data: Data | Curve) -> str:
    """Return the notes of samples as sentences; x and y stay small."""
    return " ".join(f"{'L' if note[0] == 'l' else note[0]}{note[1:]}." for note in data.notes)
