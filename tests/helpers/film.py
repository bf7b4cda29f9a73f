"""Reads frames as the page does, from nothing but the description in ``frame_list``: what would be drawn?"""

import io
import struct

import numpy as np
from PIL import Image

TEXT, GROUND, ARTIST, ORDER = 3, 6, 16, 17


class Film:
    """What a page knows that has read some frames: things and artists by their names, and what is shown."""

    def __init__(self) -> None:
        self.things, self.artists, self.order = None, {}, []

    def read(self, frame: bytes) -> "Film":
        magic, version, fresh, _, self.ratio = struct.unpack_from("<4sBBHf", frame)
        assert (magic, version) == (b"NNLB", 1)
        if fresh:
            self.things, self.artists = {}, {}
        at = 12
        while at < len(frame):
            kind, name, length = struct.unpack_from("<HHI", frame, at)
            content = frame[at + 8 : at + 8 + length]
            if kind == ORDER:
                self.order = np.frombuffer(content, "<u2").tolist()
            elif kind == ARTIST:
                self.artists[name] = self._steps(content)
            else:
                self.things[name] = (kind, content)
            at += 8 + length + -length % 4
        return self

    def _steps(self, content: bytes) -> list[tuple]:
        """Return the steps with things instead of their names: so two films can be compared."""
        steps, at = [], 0
        while at < len(content):
            kind, style, third = struct.unpack_from("<HHH", content, at)
            if kind & 255 == 1:
                runs, _, points = struct.unpack_from("<HHI", content, at + 4)
                end = at + 12 + 2 * runs + 4 * points
                steps.append((kind, self.things[style], content[at + 4 : end]))
            else:
                size = 8 if kind == 3 else 4 + 4 * struct.unpack_from("<I", content, at + 8)[0]
                end = at + 8 + size
                steps.append((kind, self.things[style], self.things[third], content[at + 8 : end]))
            at = end
        return steps

    def shown(self) -> list[tuple]:
        """Return the steps of all that is shown, in order."""
        return [step for name in self.order for step in self.artists[name]]

    def moving(self) -> list[tuple]:
        """Return the steps of what moves."""
        return [step for step in self.shown() if step[0] != 3 or step[2][0] != GROUND]

    def background(self) -> np.ndarray:
        """Return the picture of all that stands still, ``(rows, columns, 3)``."""
        picture = None
        for _, _, (_, file), box in (step for step in self.shown() if step[0] == 3 and step[2][0] == GROUND):
            part = np.asarray(Image.open(io.BytesIO(file)))
            left, top, _, _ = (round(v / 16 * self.ratio) for v in struct.unpack("<4h", box))
            if picture is None:
                picture = part.copy()
            rows, columns = part.shape[:2]
            from_above = len(picture) - top
            picture[from_above : from_above + rows, left : left + columns] = part
        return picture


def points_of(step: tuple) -> np.ndarray:
    """Return the points of a step, in page pixels."""
    content = step[-1]
    if step[0] & 255 == 1:
        runs, _, points = struct.unpack_from("<HHI", content)
        return np.frombuffer(content, "<i2", offset=8 + 2 * runs).reshape(points, 2) / 16
    return np.frombuffer(content, "<i2", offset=4 if step[0] == 2 else 0).reshape(-1, 2) / 16


def shows(film: Film, explorer) -> bool:
    """Whether a page that has read all this shows what it would if it were told all again."""
    canvas = explorer.stage.canvas
    before = canvas._recorder, canvas._names, canvas._notes, canvas._told
    canvas._recorder = None
    whole = Film().read(canvas.frame().to_bytes())
    canvas._recorder, canvas._names, canvas._notes, canvas._told = before
    return np.array_equal(film.background(), whole.background()) and film.moving() == whole.moving()
