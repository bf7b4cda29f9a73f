"""Letters that the pictures' own font lacks: other fonts of the machine stand in for it, if it has some."""

import functools

from matplotlib import font_manager, ft2font
from matplotlib.text import Text

# Fonts with many of the world's letters, as Linux, Windows and macOS have them.
OTHERS = (
    *(f"Noto Sans CJK {region}" for region in ("SC", "JP", "TC", "KR")),
    *(
        "Noto Sans SC",
        "Source Han Sans SC",
        "WenQuanYi Micro Hei",
        "WenQuanYi Zen Hei",
        "Droid Sans Fallback",
    ),
    *("Microsoft YaHei", "SimHei", "Yu Gothic", "MS Gothic", "Malgun Gothic", "Nirmala UI", "Leelawadee UI"),
    *("PingFang SC", "Hiragino Sans GB", "Hiragino Sans", "Apple SD Gothic Neo", "Arial Unicode MS"),
    *("Noto Sans", "Noto Sans Devanagari", "Noto Sans Thai", "Noto Sans Arabic", "Noto Sans Hebrew"),
)


def can_draw(text: str) -> bool:
    """Return whether the fonts of this machine have all letters of the text."""
    missing = _missing(text)
    return not missing or missing <= set().union(*(_letters(path) for path in _others().values()))


def fit(text: Text) -> None:
    """Let other fonts stand in for the letters of this text that its own font lacks."""
    missing = _missing(text.get_text())
    if missing:
        helpful = [name for name, path in _others().items() if missing & _letters(path)]
        own = font_manager.FontProperties().get_family()
        text.set_fontfamily([*own, *helpful])


def _missing(text: str) -> set[int]:
    letters = {ord(letter) for letter in text if letter.isprintable()}
    if not letters or max(letters) < 128:
        return set()
    return letters - _letters(font_manager.findfont(font_manager.FontProperties()))


def _others() -> dict[str, str]:
    """Return the fonts of this machine that may stand in, with their files, in the order of `OTHERS`."""
    there = {font.name: font.fname for font in font_manager.fontManager.ttflist}
    return {name: there[name] for name in OTHERS if name in there}


@functools.cache
def _letters(path: str) -> frozenset[int]:
    return frozenset(ft2font.FT2Font(path).get_charmap())
