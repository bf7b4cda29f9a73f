"""The page's half of drawing by itself: what it makes of a frame, and how far that is from Agg's picture."""

import base64
import contextlib
import importlib
import io
import pkgutil
from pathlib import Path

import numpy as np
from matplotlib.text import Text
from PIL import Image

import nnlab.explore
import nnlab.explore.kit

SOURCE = (Path(nnlab.explore.kit.__file__).parent / "replay.js").read_text(encoding="utf-8")
# Draws frames that come as base64, and gives the canvas as PNG.
DRAW = """async ([source, frames, width, height]) => {
    window.replay ??= await import(URL.createObjectURL(
        new Blob([source + '; export { makeReader, drawFrame };'], { type: 'text/javascript' })));
    const reader = replay.makeReader(), canvas = document.createElement('canvas');
    Object.assign(canvas, { width, height });
    const context = canvas.getContext('2d', { alpha: false });
    context.fillStyle = '#fff';
    context.fillRect(0, 0, width, height);
    let frame;
    for (const text of frames) {
        const bytes = Uint8Array.from(atob(text), letter => letter.charCodeAt(0));
        frame = reader.read(new DataView(bytes.buffer));
    }
    await frame.ready;
    replay.drawFrame(context, frame);
    return canvas.toDataURL('image/png').split(',')[1];
}"""
# Of 255: how far a pixel is from the ground if it is certainly inked, and if it may be.
INKED, TOUCHED = 24, 3
# The share of the ink that may be lost at the edges of thin lines.
LOST = 0.15


def in_page(page, frames: list[bytes], width: int, height: int) -> np.ndarray:
    """Return what a page shows after these frames, ``(rows, columns, 3)``."""
    texts = [base64.b64encode(frame).decode() for frame in frames]
    answer = page.evaluate(DRAW, [SOURCE, texts, width, height])
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(answer))).convert("RGB"))


def _around(flags: np.ndarray) -> np.ndarray:
    """Return where something is true there or in one of the eight pixels next to it."""
    grown = np.pad(flags, 1)
    rows, columns = flags.shape
    return np.any([grown[a : a + rows, b : b + columns] for a in range(3) for b in range(3)], axis=0)


def faults(agg: np.ndarray, ours: np.ndarray, ground: np.ndarray) -> list[str]:
    """Say what is wrong with ``ours``: ink in other places than Agg's, or of another colour."""
    differs = ((agg[..., :3] != ground[..., :3]) | (ours != ground[..., :3])).any(axis=2)
    down, along = np.flatnonzero(differs.any(axis=1)), np.flatnonzero(differs.any(axis=0))
    if not len(down):
        return []
    part = slice(max(down[0] - 2, 0), down[-1] + 3), slice(max(along[0] - 2, 0), along[-1] + 3)
    agg, ours, ground = (pixels[part][..., :3].astype(np.int16) for pixels in (agg, ours, ground))
    off = {name: np.abs(pixels - ground).max(axis=2) for name, pixels in (("agg", agg), ("ours", ours))}
    found = []
    for one, other in (("agg", "ours"), ("ours", "agg")):
        ink = off[one] > INKED
        lost = ink & ~_around(off[other] > TOUCHED)
        if lost.sum() > 0.01 * ink.sum():
            found.append(f"{lost.sum()} of {ink.sum()} inked pixels of {one} have none of {other} near")
    # Within a shape of one colour ours has that colour, or at the most a pixel away.
    rows, columns = agg.shape[:2]
    padded, ours_padded = (np.pad(p, ((1, 1), (1, 1), (0, 0)), mode="edge") for p in (agg, ours))
    shifts = [(a, b) for a in range(3) for b in range(3)]
    spread = np.max(
        [np.abs(padded[a : a + rows, b : b + columns] - agg).max(axis=2) for a, b in shifts], axis=0
    )
    near = [np.abs(ours_padded[a : a + rows, b : b + columns] - agg).max(axis=2) for a, b in shifts]
    solid = (spread <= 2) & (off["agg"] > TOUCHED)
    wrong = solid & (np.min(near, axis=0) > 8)
    if wrong.sum() > 0.01 * solid.sum():
        found.append(f"{wrong.sum()} of {solid.sum()} solid pixels have another colour")
    # And all in all there is as much ink of each colour: a thin line has no pixel of its own colour. Chromium
    # counts the parts of a pixel in quarters, so that a line of 2.2 pixels may be one of 2.
    amount = np.abs((agg - ground).sum(axis=(0, 1))).max()
    missing = np.abs((agg - ours).sum(axis=(0, 1))).max()
    if missing > LOST * amount and missing > 3000:
        found.append(f"{missing / amount:.0%} of the ink is lost or too much")
    return found


def explorables() -> dict:
    """Return what makes each explorable, by its folder and name: "lesson4: network"."""
    made = {}
    for folder in sorted(module.name for module in pkgutil.iter_modules(nnlab.explore.__path__)):
        if folder != "kit":
            module = importlib.import_module(f"nnlab.explore.{folder}")
            names = [name for name in module.__all__ if name.startswith("explore_")]
            made |= {f"{folder}: {name[8:]}": getattr(module, name) for name in names}
    return made


@contextlib.contextmanager
def alone(stage, artists):
    """Let only these artists move on the stage."""
    moving, stage.moving = stage.moving, artists
    for artist in moving:
        artist.set_animated(True)
    yield
    stage.moving = moving


def whole(page, stage, agg: np.ndarray) -> np.ndarray:
    """Return what a page shows that has seen nothing yet, as large as Agg's picture."""
    stage.canvas.begin_again()
    return in_page(page, [stage.canvas.frame().to_bytes()], agg.shape[1], agg.shape[0])


@contextlib.contextmanager
def no_words_below(stage, artist):
    """Hide the words that stand still if `artist` is a text: a number over itself has hardly any ink."""
    standing = [text for text in stage.figure.findobj(Text) if not text.get_animated() and text.get_visible()]
    hidden = standing if isinstance(artist, Text) else []
    for text in hidden:
        text.set_visible(False)
    if hidden:
        stage.redraw()
    yield
    for text in hidden:
        text.set_visible(True)
    if hidden:
        stage.redraw()


def compared(
    page, stage, ratio: float, *, singly: bool = True
) -> tuple[dict[str, list[str]], np.ndarray, np.ndarray]:
    """Return what is wrong, by artist (each alone, and all), and the two pictures of the whole."""
    stage.canvas.ratio = ratio
    stage.pixels()
    found = {}
    for number, artist in enumerate(stage.moving) if singly else []:
        with no_words_below(stage, artist):
            with alone(stage, []):
                ground = stage.pixels()
            with alone(stage, [artist]):
                agg = stage.pixels()
                if np.array_equal(agg, ground):
                    continue
                ours = whole(page, stage, agg)
        found[f"{number} {artist}"] = faults(agg, ours, ground)
    with alone(stage, []):
        ground = stage.pixels()
    agg = stage.pixels()
    ours = whole(page, stage, agg)
    found["all"] = faults(agg, ours, ground)
    return found, agg, ours


def standing(page, stage, ratio: float) -> list[str]:
    """Return what is wrong with what stands still, where the page draws all that it can itself."""
    stage.canvas.ratio = ratio
    with alone(stage, []):
        agg = stage.pixels()
        ground = stage.canvas._ground
        for ax in stage.figure.axes:
            if ax not in ground.told and ground._can_be_told(ax):
                ground._leave_out(ax)
        ours = whole(page, stage, agg)
    return faults(agg, ours, np.full_like(agg, 255))
