"""A house at night with numbered windows, one for each evening.

What a window says is told by its shape as well as by its colour: lit it is filled, begun it is filled to the
half, dark it is not. Each number stands on a ground that it can be read on (`GROUNDS`; WCAG 2, 4.5 to 1).
"""

from math import ceil, sqrt

from PIL import Image, ImageDraw, ImageFont

from bot.model import BEGUN, DARK, LIT

WIDEST = 1200  # pixels, however many windows there are
LARGEST, SMALLEST = 132, 24  # pixels of a window with the wall around it
SKY, WALL, ROOF, GLASS, LAMP, FRAME = "#10142b", "#4a4460", "#7d3f3f", "#141830", "#ffd45e", "#e9e2d0"
ON_GLASS, ON_LAMP = "#ffffff", "#1d1500"
# What a number stands on, and its colour: of one that was begun, in the dark above the light.
GROUNDS = {LIT: (LAMP, ON_LAMP), BEGUN: (GLASS, ON_GLASS), DARK: (GLASS, ON_GLASS)}


def drawn(windows: str) -> Image.Image:
    """The picture; `windows` has a letter for each evening, in their order."""
    columns, cell = _measures(len(windows))
    floors = ceil(len(windows) / columns)
    edge, roof = cell // 2, cell
    width, height = columns * cell + 4 * edge, roof + floors * cell + 3 * edge
    image = Image.new("RGB", (width, height), SKY)
    pen = ImageDraw.Draw(image)
    top = edge + roof
    pen.polygon([(edge // 2, top), (width // 2, edge // 2), (width - edge // 2, top)], fill=ROOF)
    pen.rectangle((edge, top, width - edge, height - edge // 2), fill=WALL)
    for place, window in enumerate(windows):
        floor, column = divmod(place, columns)
        left, upper = 2 * edge + column * cell, top + edge // 2 + floor * cell
        _window(pen, (left, upper), cell, window, str(place + 1))
    return image


def _measures(count: int) -> tuple[int, int]:
    """Windows in a row, and the pixels of each: a house that is a little wider than it is high."""
    columns = max(1, ceil(sqrt(count * 4 / 3)))
    return columns, max(SMALLEST, min(LARGEST, WIDEST // (columns + 2)))


def _window(pen: ImageDraw.ImageDraw, corner: tuple[int, int], cell: int, window: str, number: str) -> None:
    gap, line = cell // 8, max(1, cell // 32)
    left, upper = corner[0] + gap, corner[1] + gap
    right, lower = corner[0] + cell - gap, corner[1] + cell - gap
    ground, ink = GROUNDS[window]
    pen.rectangle((left, upper, right, lower), fill=ground, outline=FRAME, width=line)
    middle = (upper + lower) // 2
    if window == BEGUN:
        pen.rectangle((left + line, middle, right - line, lower - line), fill=LAMP)
        middle = (upper + middle) // 2
    size = cell / 4 if window == BEGUN else cell / 3
    pen.text(((left + right) / 2, middle), number, fill=ink, font=lettering(size), anchor="mm")


def lettering(size: float) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """For numbers, so many pixels high; large enough to be read."""
    return ImageFont.load_default(max(9.0, size))
