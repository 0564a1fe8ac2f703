"""The way through an evening: each question has its lamp, and a fork shows that there were others."""

from io import BytesIO

import pytest
from PIL import Image

from bot import pictures
from bot.model import Picture
from bot.pictures import way


def image_of(*forks: int) -> Image.Image:
    return Image.open(BytesIO(pictures.png(Picture("", "", forks))))


@pytest.mark.parametrize("count", [1, 2, 12, 24, 25, 400])
def test_an_evening_of_any_length_has_a_picture(count: int) -> None:
    image = image_of(*[3] * count)
    assert image.format == "PNG"
    assert image.size == (way.WIDTH, 2 * way.EDGE + way.STEP * min(count, way.MOST))
    assert len(pictures.png(Picture("", "", (3,) * count))) < 100_000


@pytest.mark.parametrize(("one", "other"), [((1,), (2,)), ((2, 2), (2, 3)), ((2,), (2, 2)), ((5,), (4,))])
def test_each_way_looks_its_own_way(one: tuple[int, ...], other: tuple[int, ...]) -> None:
    assert image_of(*one).tobytes() != image_of(*other).tobytes()
    assert image_of(*one).tobytes() == image_of(*one).tobytes()


def test_the_last_questions_of_a_long_evening_keep_their_numbers() -> None:
    assert image_of(*[2] * 30).tobytes() != image_of(*[2] * 24).tobytes()
