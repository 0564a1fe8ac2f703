"""Pictures and sounds that scripts show: how a command names one, which files there may be, and where."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from bot.errors import ContentError
from bot.model import Media

MediaKind = Literal["image", "audio"]
KINDS: frozenset[str] = frozenset({"image", "audio"})
# By what a file's name ends with: its media type. Only what every platform shows.
TYPES: Mapping[str, Mapping[str, str]] = {
    "image": {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg"},
    "audio": {".mp3": "audio/mpeg", ".m4a": "audio/mp4"},
}
LARGEST: Mapping[str, int] = {"image": 5_000_000, "audio": 8_000_000}  # bytes
LONGEST_ALT = 1_000  # characters: Telegram takes 1,024 under a picture

_WRITTEN = re.compile(r'(?P<kind>image|audio)\s+"(?P<file>[^"]+)"(?:\s+alt="(?P<alt>[^"]*)")?\s*')


def media(command: str) -> Media | None:
    """What a host command shows; None: it is another command, or not written right."""
    found = _WRITTEN.fullmatch(command)
    if found is None:
        return None
    kind: MediaKind = "image" if found["kind"] == "image" else "audio"
    return Media(kind, found["file"], " ".join((found["alt"] or "").split()))


def media_type(shown: Media) -> str | None:
    """Such as `image/png`; None: a kind of file that is not shown."""
    return TYPES[shown.kind].get(Path(shown.file).suffix.lower())


def inside(folder: Path, file: str) -> Path | None:
    """The file below that folder; None: it lies elsewhere, or is no ordinary file."""
    try:
        path = (folder / file).resolve()
        if path.is_relative_to(folder.resolve()) and path.is_file():
            return path
    except (OSError, ValueError, RuntimeError):
        pass  # a name that none can have
    return None


class MediaFiles:
    """The files of a folder of series: beside its project files."""

    def __init__(self, dialogues: Path) -> None:
        self._dialogues = dialogues

    def read(self, file: str) -> bytes:
        """A file's content. Raises `ContentError`; nothing outside the folder is read."""
        folders = [self._dialogues, *sorted(each for each in self._dialogues.iterdir() if each.is_dir())]
        path = next((found for folder in folders if (found := inside(folder, file)) is not None), None)
        if path is None:
            raise ContentError(f"{file}: there is no such file beside the scripts")
        if path.stat().st_size > max(LARGEST.values()):
            raise ContentError(f"{file}: it is too large")
        return path.read_bytes()
