"""`Picture` → PNG. The same description gives the same bytes, and is drawn once while it is remembered."""

from functools import lru_cache
from io import BytesIO

from bot.model import Picture

NAME, NAME_OF_WAY = "windows.png", "way.png"
MOST = 256  # pictures that are remembered; each is some 10 KB


def name(picture: Picture) -> str:
    """What its file is called."""
    return NAME_OF_WAY if picture.forks else NAME


def png(picture: Picture) -> bytes:
    """The file. Takes some hundredths of a second the first time: not for an event loop."""
    return _png(picture.windows, picture.forks)


@lru_cache(MOST)
def _png(windows: str, forks: tuple[int, ...]) -> bytes:
    from bot.pictures import house, way  # the library is loaded with the first picture

    found = BytesIO()
    image = way.drawn(forks) if forks else house.drawn(windows)
    image.save(found, "PNG", optimize=True)
    return found.getvalue()
