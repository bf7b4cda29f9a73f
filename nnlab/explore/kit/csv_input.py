"""The door through which a reader brings a file of their own into an explorable."""

import html
import threading
from collections.abc import Callable
from pathlib import PurePath

import ipywidgets as widgets

from nnlab.data import Curve, Data
from nnlab.data.curves import curve_from_table, suggest_curve
from nnlab.data.own import from_table, suggest
from nnlab.data.table import Table, read_table
from nnlab.explore.kit.controls import LABEL, row
from nnlab.explore.kit.explorer import guarded

TRY = "your own file"


class OwnData(widgets.VBox):
    """Opens a CSV file, named or uploaded, and hands its samples to ``on_data``.

    One row as long as it is not used: an entry for a file's name (relative to the notebook's folder), a
    button that uploads a file from the reader's own computer, and "Open". A file that is named or uploaded is
    opened at once; a second row then offers its columns: which holds the class, and which are the
    ``features`` (as many as that number says). Other columns open it anew, and "Open" reads it once more.
    Each time ``on_data(data)`` gets a ``Data`` that has exactly so many features. With ``curve=True`` the
    two lists are for y and x, both columns of numbers, and ``on_data`` gets a ``Curve``. What is wrong with
    a file stands below as a sentence; it is the reader's everyday, and no error of the explorable.

    An explorer with a list of samples, ``controls["data"]``, needs this, and no more::

        self.own_data = OwnData(self._on_file)           # in __init__
        self.lay_out(above=[...], below=[..., self.own_data])

        def _on_file(self, data):
            self.offer("data", data.name, data)          # takes the lock, calls changed("data"), draws

    Of a large file only some samples are drawn: pictures get ``points.X[points.drawn]``, see ``Points``.

    ``file``, ``upload``, ``target``, ``features`` and ``open_button`` are the widgets; tests drive these.
    ``said`` is the sentence that stands below.
    """

    def __init__(
        self, on_data: Callable[[Data | Curve], None], *, features: int = 2, curve: bool = False
    ) -> None:
        self._curve, features = curve, 1 if curve else features
        self.lock, self._depth = threading.RLock(), 0
        self._on_data = on_data
        self._source: str | bytes | None = None  # the path, or what was uploaded
        self._name = ""
        self._silent = False  # the lists are being filled, which is not the reader's choice
        self.said = ""
        self.file = widgets.Text(
            placeholder="name.csv, beside this notebook",
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
        self._columns = row(self.target, *self.features)
        self._columns.layout.display = self._word.layout.display = "none"
        super().__init__(children=[row(self.file, self.upload, self.open_button), self._columns, self._word])
        self.file.observe(self._on_name, names="value")
        self.upload.observe(self._on_upload, names="value")
        for choice in (self.target, *self.features):
            choice.observe(self._on_column, names="value")
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
        """Shows an error that is ours, not the file's."""
        self._say(sentence, wrong=True)

    # -- what the reader does: the page's words may come in another order than they were said --------------

    @guarded
    def _on_name(self, change) -> None:
        path = change.new.strip()
        if path:
            self._source, self._name = path, PurePath(path).name
            self._open()
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
            self._open()

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

    def _open(self) -> None:
        """Reads the file as it is now, and hands over what is in the columns chosen."""
        fits = False  # whether there are columns to choose from
        try:
            table = read_table(self._source, self._name)
            if table.columns != self.target.options:
                self._offer(table)
            fits = True
            data = self._read(table)
        except (ValueError, OSError) as error:
            self._say(str(error), wrong=True)
            return
        finally:
            self._columns.layout.display = "" if fits else "none"
        n = len(data.y)
        self._say(f"{data.name} is open: {n:,} sample{'s' * (n != 1)}; {self._meaning(data)}.")
        self._on_data(data)

    def _read(self, table: Table) -> Data | Curve:
        """What is in the columns chosen."""
        features = [choice.value for choice in self.features]
        if self._curve:
            return curve_from_table(table, x=features[0], y=self.target.value)
        return from_table(table, target=self.target.value, features=features)

    def _meaning(self, data: Data | Curve) -> str:
        texts = (data.xlabel, data.ylabel) if self._curve else data.classes
        one, other = (text.replace(r"\$", "$") for text in texts)
        return f"x is {one}, y is {other}" if self._curve else f"{one} is 0, {other} is 1"

    def _offer(self, table: Table) -> None:
        """Puts the columns into the lists; raises ValueError if there are not enough."""
        if self._curve:
            columns = suggest_curve(table)
            if columns is None:
                raise ValueError(f"{table.name}: expected two columns, for x and y, got {table.listed()}")
            target, features = columns[1], columns[:1]
        else:
            target, features = suggest(table, len(self.features))
        if len(features) < len(self.features):
            number = "a column" if len(self.features) == 1 else f"{len(self.features)} columns"
            there = f"{', '.join(map(repr, features)) or 'none'} of {table.listed()}"
            raise ValueError(f"{table.name}: expected {number} of numbers beside the class, got {there}")
        self._silent = True
        try:
            for choice, column in zip((self.target, *self.features), (target, *features)):
                choice.options, choice.value = table.columns, column
        finally:
            self._silent = False
