"""Pictures and sounds of scripts: said to be wrong before anybody misses them."""

from pathlib import Path

import pytest

from bot.analysis.bundles import gather
from bot.analysis.check import check_bundle
from bot.media import LARGEST
from tests.analysis.test_check import script


def found(folder: Path, command: str) -> list[tuple[str, str]]:
    """(code, message) of what is wrong with a picture or sound."""
    file = folder / "night.yarn"
    file.write_text(script(f"Mae: Look.\n<<{command}>>\nMae: There."))
    (bundle,), problems = gather([file])
    assert problems == ()
    codes = ("AL612", "AL621", "AL622")
    return [(d.code, d.message) for d in check_bundle(bundle).diagnostics if d.code in codes]


def test_one_that_is_right_is_not_spoken_of(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "lamp.png").write_bytes(b"\x89PNG")
    (tmp_path / "rain.mp3").write_bytes(b"ID3")
    assert found(tmp_path, 'image "a/lamp.png" alt="A lamp in the snow"') == []
    assert found(tmp_path, 'audio "rain.mp3"') == []


@pytest.mark.parametrize(
    ("command", "code", "words"),
    [
        ("image lamp.png", "AL621", "not written right"),
        ("image", "AL621", "not written right"),
        ('image "lamp.png" alt="{$name}" x', "AL621", "not written right"),
        ('image "lamp.png"', "AL621", "nobody who does not see"),
        ('image "lamp.png" alt=" "', "AL621", "nobody who does not see"),
        ('image "none.png" alt="A lamp"', "AL622", "there is no file none.png"),
        ('image "../lamp.png" alt="A lamp"', "AL622", "there is no file"),
        ('image "rain.mp3" alt="Rain"', "AL622", "no image that is shown"),
        ('audio "lamp.png"', "AL622", "no audio that is shown"),
        ('image "huge.png" alt="A wall"', "AL622", "larger than 5 MB"),
        ('image "empty.png" alt="Nothing"', "AL622", "is empty"),
    ],
)
def test_each_fault_has_its_line(tmp_path: Path, command: str, code: str, words: str) -> None:
    (tmp_path / "lamp.png").write_bytes(b"\x89PNG")
    (tmp_path / "empty.png").touch()
    with (tmp_path / "huge.png").open("wb") as file:
        file.truncate(LARGEST["image"] + 1)
    (one,) = found(tmp_path, command)
    assert one[0] == code
    assert words in one[1]
