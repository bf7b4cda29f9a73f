"""The door through which a reader brings a picture of their own into an explorable."""

import io
import warnings
from collections.abc import Callable
from typing import final

import ipywidgets as widgets
import numpy as np
from PIL import Image, ImageOps

FORMATS = ("PNG", "JPEG", "GIF", "BMP", "WEBP", "TIFF")
MOST = 50_000_000  # pixels


def read_picture(content: bytes) -> np.ndarray:
    """Return the shades (h, w) of a picture file, from 0 (black) to 255 (white).

    What is transparent is white paper. Raises ValueError for anything else.
    """
    try:
        with warnings.catch_warnings():
            # Of a picture that is too large we say so ourselves.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(content), formats=FORMATS)
        if picture.width * picture.height <= MOST:
            # A large photograph is read in a smaller size, which is much quicker.
            picture.draft("L", (1024, 1024))
            return _shades(ImageOps.exif_transpose(picture))
    # Whatever a broken file brings its reader to: to us it is all the same.
    except Exception:
        pass
    raise ValueError(f"expected a whole picture ({', '.join(FORMATS)}) of at most {MOST:,} pixels")


def _shades(picture: Image.Image) -> np.ndarray:
    if picture.mode[0] in "IF":  # 16 bits or more
        deep = np.asarray(picture, float)
        low, high = deep.min(), deep.max()
        return 255 * (deep - low) / (high - low) if high > low else np.full(deep.shape, 255.0)
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        paper = Image.new("RGBA", picture.size, "white")
        picture = Image.alpha_composite(paper, picture.convert("RGBA"))
    return np.asarray(picture.convert("L"), float)


@final
class PictureInput(widgets.FileUpload):
    """A button that takes a picture file from the reader's computer and hands it to `on_file(name, content)`.

    Behind `on_file` stands a method of the explorer, marked as `handler`: it reads the file by `read_picture`
    and says what is wrong with it.
    """

    def __init__(self, on_file: Callable[[str, bytes], None]) -> None:
        self._on_file = on_file
        super().__init__(
            accept="image/*",
            description="Your picture",
            tooltip="a picture file on your computer",
            layout=widgets.Layout(width="auto"),
        )
        self.observe(self._on_upload, names="value")

    def _on_upload(self, change) -> None:
        if change.new:
            file = change.new[0]
            # So that the same file can be taken again, when it has been mended.
            self.value = ()
            self._on_file(file["name"], bytes(file["content"]))
