"""The house: every evening has its window, its number can be read, and what it says is more than a colour."""

from io import BytesIO

import pytest
from PIL import Image, ImageChops, ImageColor

from bot import pictures
from bot.model import BEGUN, DARK, LIT, Picture
from bot.pictures import house


def image_of(windows: str) -> Image.Image:
    return Image.open(BytesIO(pictures.png(Picture(windows, ""))))


@pytest.mark.parametrize("count", [1, 2, 3, 12, 13, 50, 365, 1000])
def test_any_number_of_evenings_has_a_house(count: int) -> None:
    image = image_of(DARK * count)
    assert image.format == "PNG"
    assert 40 < min(image.size) <= max(image.size) <= 1400
    assert len(pictures.png(Picture(DARK * count, ""))) < 300_000


@pytest.mark.parametrize("windows", [LIT, BEGUN, DARK])
@pytest.mark.parametrize("other", [LIT, BEGUN, DARK])
def test_each_state_looks_its_own_way(windows: str, other: str) -> None:
    assert (pictures.png(Picture(windows, "")) == pictures.png(Picture(other, ""))) is (windows == other)


def test_each_window_has_its_own_number() -> None:
    image = house.drawn(DARK * 12)
    columns, cell = house._measures(12)
    edge = cell // 2
    corners = [
        (2 * edge + p % columns * cell, edge + cell + edge // 2 + p // columns * cell) for p in range(12)
    ]
    seen = {image.crop((x, y, x + cell, y + cell)).tobytes() for x, y in corners}
    assert len(seen) == 12


def test_a_window_is_lit_where_its_letter_says() -> None:
    """The third one alone: its middle is bright, that of the others is not."""
    lamp = ImageColor.getrgb(house.LAMP)
    one, none = house.drawn(DARK * 2 + LIT + DARK), house.drawn(DARK * 4)
    box = _differing(one, none)
    assert box is not None
    _, cell = house._measures(4)
    assert max(box[2] - box[0], box[3] - box[1]) < cell
    assert one.getpixel((box[0] + cell // 8, box[1] + cell // 8)) == lamp


def _differing(one: Image.Image, other: Image.Image) -> tuple[int, int, int, int] | None:
    return ImageChops.difference(one, other).getbbox()


def contrast(one: str, other: str) -> float:
    """WCAG 2: relative luminances."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [one / 255 for one in ImageColor.getrgb(colour)[:3]]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_numbers_and_windows_stand_out() -> None:
    assert all(contrast(*pair) >= 4.5 for pair in house.GROUNDS.values())
    assert contrast(house.LAMP, house.GLASS) >= 4.5
    assert contrast(house.FRAME, house.WALL) >= 3


def test_the_same_picture_is_drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[str] = []
    real = house.drawn
    monkeypatch.setattr(house, "drawn", lambda windows: (drawn.append(windows), real(windows))[1])
    windows = LIT * 5 + DARK * 2 + BEGUN * 9
    assert pictures.png(Picture(windows, "a")) == pictures.png(Picture(windows, "b"))
    assert drawn == [windows]
