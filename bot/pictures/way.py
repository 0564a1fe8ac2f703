"""A way through one evening, at night: a lit path, a lamp at each question, and the ways that were not taken.

What a fork says is told by its shape as well as by its colour: the way taken goes on as a broad line with a
numbered lamp, the others end as thin ones. Numbers stand on a ground that they can be read on (4.5 to 1).
"""

from math import sin

from PIL import Image, ImageDraw

from bot.pictures.house import LAMP, ON_LAMP, SKY, lettering

WIDTH, STEP, EDGE = 480, 56, 40  # pixels: of the picture, from one question to the next, around them
MOST, MOST_ASIDE = 24, 4  # questions in a picture, and ways beside the one taken
PATH, ASIDE = "#e9e2d0", "#7a7396"
RADIUS = 15


def drawn(forks: tuple[int, ...]) -> Image.Image:
    """The picture: for each question, how many there were to choose from. Of a long evening the last ones."""
    shown = forks[-MOST:]
    first = len(forks) - len(shown) + 1
    height = 2 * EDGE + STEP * len(shown)
    image = Image.new("RGB", (WIDTH, height), SKY)
    pen = ImageDraw.Draw(image)
    places = [(WIDTH // 2 + int(70 * sin(n * 0.9)), height - EDGE - n * STEP) for n in range(len(shown) + 1)]
    for place, offered in zip(places, shown, strict=False):
        _ways_not_taken(pen, place, offered - 1)
    pen.line(places, fill=PATH, width=9, joint="curve")
    for number, place in enumerate(places[1:], first):
        _lamp(pen, place, str(number))
    return image


def _ways_not_taken(pen: ImageDraw.ImageDraw, place: tuple[int, int], count: int) -> None:
    x, y = place
    for n in range(min(max(0, count), MOST_ASIDE)):
        side, out = (-1, 1)[n % 2], 60 + 34 * (n // 2)
        pen.line([(x, y), (x + side * out, y - STEP // 2 + 12 * (n // 2))], fill=ASIDE, width=3)


def _lamp(pen: ImageDraw.ImageDraw, place: tuple[int, int], number: str) -> None:
    x, y = place
    pen.ellipse((x - RADIUS, y - RADIUS, x + RADIUS, y + RADIUS), fill=LAMP, outline=PATH, width=2)
    pen.text((x, y), number, fill=ON_LAMP, font=lettering(RADIUS), anchor="mm")
