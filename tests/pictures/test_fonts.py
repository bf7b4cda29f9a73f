"""Letters that the pictures' own font lacks: told, and drawn in another font where the machine has one."""

import io

import matplotlib.font_manager as fm
import numpy as np
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from matplotlib.figure import Figure

from nnlab.pictures import fonts, style
from nnlab.pictures.plane import Plane

HEIGHT, WEIGHT = "身高", "体重"


@pytest.fixture
def alone(monkeypatch):
    """A machine on which no other font stands in."""
    monkeypatch.setattr(fonts, "_others", dict)


@pytest.fixture
def chinese(tmp_path, monkeypatch):
    """A machine with a font that has four Chinese letters: black boxes, each as wide as it is high."""
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0)), pen.lineTo((0, 900)), pen.lineTo((900, 900)), pen.lineTo((900, 0)), pen.closePath()
    box = pen.glyph()
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "box"])
    builder.setupCharacterMap({ord(letter): "box" for letter in HEIGHT + WEIGHT})
    builder.setupGlyf({".notdef": TTGlyphPen(None).glyph(), "box": box})
    builder.setupHorizontalMetrics({name: (1000, 0) for name in (".notdef", "box")})
    builder.setupHorizontalHeader(ascent=900, descent=-100)
    builder.setupNameTable(dict(familyName=fonts.OTHERS[0], styleName="Regular"))
    builder.setupOS2(), builder.setupPost()
    path = tmp_path / "boxes.ttf"
    builder.save(path)
    entry = fm.ttfFontProperty(fm.get_font(str(path)))
    monkeypatch.setattr(fm.fontManager, "ttflist", [*fm.fontManager.ttflist, entry])
    yield path
    fm.fontManager._findfont_cached.cache_clear()  # or it would find the font when it is gone


def ink(label):
    """How many dark pixels a picture has with that label at its axis."""
    figure = Figure(figsize=(3, 2), dpi=50)
    style.dress(figure.add_axes((0.2, 0.4, 0.7, 0.5)), label, "")
    file = io.BytesIO()
    figure.savefig(file, format="rgba", dpi=50)
    return int((np.frombuffer(file.getvalue(), np.uint8).reshape(-1, 4)[:, :3].max(axis=1) < 128).sum())


@pytest.mark.parametrize("text", ["height", "Größe (cm)", "$x_1$", "η λ − ½ x₁", "рост", ""])
def test_what_the_own_font_has_can_be_drawn_everywhere(alone, text):
    assert fonts.can_draw(text)


def test_what_no_font_has_cannot_be_drawn(alone):
    assert not fonts.can_draw(HEIGHT) and not fonts.can_draw(f"height ({HEIGHT})")


def test_a_font_of_the_machine_stands_in(chinese):
    assert fonts.can_draw(HEIGHT) and fonts.can_draw(f"{WEIGHT} (kg)") and not fonts.can_draw("性别")
    assert ink(HEIGHT) > ink("") + 100  # and no warning, which would be an error here


def test_the_legend_and_the_axes_of_a_plane_take_the_other_font(chinese):
    figure = Figure()
    ax = figure.add_subplot()
    Plane(ax, features=(HEIGHT, WEIGHT), classes=(HEIGHT, "1"), limits=((0, 1), (0, 1)))
    texts = [ax.xaxis.label, ax.yaxis.label, ax.get_legend().get_texts()[1]]
    assert all(fonts.OTHERS[0] in text.get_fontfamily() for text in texts)
    figure.savefig(io.BytesIO())


def test_texts_that_need_no_other_font_stay_as_they_are(chinese):
    ax = Figure().add_subplot()
    before = ax.xaxis.label.get_fontfamily()
    style.dress(ax, "height", "Größe")
    assert ax.xaxis.label.get_fontfamily() == ax.yaxis.label.get_fontfamily() == before
