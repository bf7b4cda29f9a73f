"""The door for a picture file: what is read, and what is refused."""

import io

import numpy as np
import pytest
from driving import upload
from PIL import Image

from nnlab.explore.kit import picture_input
from nnlab.explore.kit.picture_input import PictureInput, read_picture

HALF = np.array([[0, 255], [0, 255]], np.uint8)


def a_file(picture: Image.Image, kind: str = "PNG", **how) -> bytes:
    file = io.BytesIO()
    picture.save(file, kind, **how)
    return file.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "GIF", "BMP", "TIFF"])
@pytest.mark.parametrize("mode", ["L", "RGB", "1", "P"])
def test_black_and_white_of_every_kind(kind, mode):
    np.testing.assert_array_equal(read_picture(a_file(Image.fromarray(HALF).convert(mode), kind)), HALF)


def test_a_photograph_is_read_smaller_and_as_it_was_held():
    large = Image.fromarray(HALF).resize((4000, 3000), Image.Resampling.NEAREST)
    turned = Image.Exif()
    turned[0x0112] = 6  # held upright: the picture lies on its side in the file
    shades = read_picture(a_file(large, "JPEG", exif=turned))
    assert shades.shape == (2000, 1500)
    assert shades[0].max() < 5 and shades[-1].min() > 250


def test_what_is_transparent_is_paper():
    clear = np.zeros((2, 2, 4), np.uint8)
    clear[0, 0, 3] = 255  # one black dot on nothing
    np.testing.assert_array_equal(read_picture(a_file(Image.fromarray(clear))), [[0, 255], [255, 255]])


def test_sixteen_bits_use_their_own_range():
    deep = np.array([[1000, 3000], [2000, 3000]], np.uint16)
    np.testing.assert_allclose(read_picture(a_file(Image.fromarray(deep))), [[0, 255], [127.5, 255]])
    even = Image.fromarray(np.full((2, 2), 1000, np.uint16))
    np.testing.assert_array_equal(read_picture(a_file(even)), np.full((2, 2), 255))


WHOLE = a_file(Image.fromarray(np.random.default_rng(0).integers(0, 255, (50, 50), np.uint8)))


@pytest.mark.parametrize("content", [b"", b"x,y\n1,2\n", WHOLE[:200], WHOLE[:20], b"%PDF-1.4", b"<svg/>"])
def test_what_is_no_whole_picture_is_refused(content):
    with pytest.raises(ValueError, match=r"expected a whole picture \(PNG, JPEG, .*\) of at most"):
        read_picture(content)


@pytest.mark.parametrize("most", [2499, 100])
def test_a_huge_picture_is_refused_before_it_is_unpacked(monkeypatch, most):
    monkeypatch.setattr(picture_input, "MOST", most)
    # Pillow warns of twice as many pixels as this, and refuses four times as many.
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", most)
    with pytest.raises(ValueError, match=f"at most {most:,} pixels"):
        read_picture(WHOLE)


def test_the_button_hands_over_each_file_also_the_same_again():
    came = []
    door = PictureInput(lambda name, content: came.append((name, content)))
    for _ in range(2):
        upload(door, "a.png", b"abc")
        assert door.value == ()
    assert came == [("a.png", b"abc")] * 2
