"""Pictures and sounds of scripts: what names one, and that no file outside is ever read."""

from pathlib import Path

import pytest

from bot.errors import ContentError
from bot.media import LARGEST, MediaFiles, media, media_type
from bot.model import Media


@pytest.mark.parametrize(
    ("command", "shown"),
    [
        ('image "lamp.png" alt="A lamp,  in the snow"', Media("image", "lamp.png", "A lamp, in the snow")),
        ('image "a/lamp.jpg"', Media("image", "a/lamp.jpg")),
        ('audio "rain.mp3"', Media("audio", "rain.mp3")),
        ('audio "rain.mp3" alt="Rain"', Media("audio", "rain.mp3", "Rain")),
        ("image lamp.png", None),
        ('image "lamp.png" alt=A', None),
        ('imagine "lamp.png"', None),
        ('image "lamp.png" "A lamp"', None),
        ("wait 5", None),
    ],
)
def test_what_names_one(command: str, shown: Media | None) -> None:
    assert media(command) == shown


def test_what_is_said_in_its_place() -> None:
    assert Media("image", "lamp.png", "A lamp").words == "A lamp"
    assert Media("audio", "night/rain.mp3").words == "♪ rain"


def test_kinds_are_known_by_their_names() -> None:
    assert media_type(Media("image", "LAMP.PNG")) == "image/png"
    assert media_type(Media("audio", "rain.m4a")) == "audio/mp4"
    assert media_type(Media("audio", "lamp.png")) is None


def test_files_lie_beside_the_project_wherever_that_is(tmp_path: Path) -> None:
    (tmp_path / "series").mkdir()
    (tmp_path / "lamp.png").write_bytes(b"one")
    (tmp_path / "series" / "rain.mp3").write_bytes(b"two")
    files = MediaFiles(tmp_path)
    assert (files.read("lamp.png"), files.read("rain.mp3")) == (b"one", b"two")


@pytest.mark.parametrize(
    "name", ["../secret", "/etc/passwd", "series", "none.png", "x\0y", "link.png", "." * 5000]
)
def test_nothing_else_is_read(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "dialogues"
    (folder / "series").mkdir(parents=True)
    (tmp_path / "secret").write_bytes(b"secret")
    (folder / "link.png").symlink_to(tmp_path / "secret")
    with pytest.raises(ContentError):
        MediaFiles(folder).read(name)


def test_what_is_too_large_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "huge.mp3").open("wb") as file:
        file.truncate(max(LARGEST.values()) + 1)
    with pytest.raises(ContentError, match="too large"):
        MediaFiles(tmp_path).read("huge.mp3")
