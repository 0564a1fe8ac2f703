"""What the series says too often: counted per evening and for the whole, with the limits of `tics.toml`."""

import re
import tomllib
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.dialogues.conftest import Shipped
from tests.dialogues.prose import words

TABLE: Mapping[str, Mapping[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "tics.toml").read_text("utf-8")
)
SHORT = 7  # words of a closing sentence that counts as one
_SENTENCES = re.compile(r"(?<=[.!?])[\"”“]?\s+")
_SIGNED = re.compile(r"(?:\b[A-Z]\.|Hanna\.)[\"“]?$")


def _closer(text: str) -> bool:
    found = [sentence for sentence in _SENTENCES.split(text) if sentence]
    if len(found) < 2 or found[-1].endswith("?") or _SIGNED.search(text):
        return False
    return len(words(found[-1])) <= SHORT


def _opening(text: str) -> bool:
    return re.match(r"(And|But|Then)\b", text) is not None


_WORKED_OUT: Mapping[str, Callable[[str], bool]] = {
    "closer": _closer,
    "german-closer": _closer,
    "opening": _opening,
    "semicolon": lambda text: ";" in text,
}


def has(tic: str, text: str) -> bool:
    """Whether a message has that tic."""
    worked_out = _WORKED_OUT.get(tic)
    if worked_out is not None:
        return worked_out(text)
    pattern: str = TABLE[tic]["words"]
    bounded = pattern if pattern.startswith("\\b") else rf"\b(?:{pattern})\b"
    return re.search(bounded, text, re.IGNORECASE) is not None


def counted(shipped: Shipped, tic: str) -> Counter[str]:
    """Messages with that tic, by file."""
    german = shipped.german.texts()
    found: Counter[str] = Counter()
    for info in shipped.program.lines.values():
        if info.kind in ("line", "item"):
            text = german[info.id] if TABLE[tic].get("language") == "de" else info.text
            found[Path(info.file).stem] += has(tic, text.removeprefix("Alana: "))
    return found


@pytest.mark.parametrize("tic", TABLE)
def test_no_tic_is_had_too_often(shipped: Shipped, tic: str) -> None:
    found, limits = counted(shipped, tic), TABLE[tic]
    too_many = {name: count for name, count in found.items() if count > limits["evening"]}
    assert too_many == {}, f"{limits['about']}: at most {limits['evening']} in one evening"
    assert found.total() <= limits["series"], f"{limits['about']}: at most {limits['series']} in the series"


@pytest.mark.parametrize("tic", TABLE)
def test_the_limits_are_half_of_what_it_was(tic: str) -> None:
    assert TABLE[tic]["series"] <= TABLE[tic]["before"] / 2


@pytest.mark.parametrize(
    ("tic", "text"),
    [
        ("surrender", "Caught, and by the sleeve."),
        ("food", "She put the kettle on."),
        ("house", "Somebody stood at the door."),
        ("lamps", "There was a lamp."),
        ("nobody", "No one came."),
        ("closer", "It rained for a week and the ferry stayed in. He waited."),
        ("german-closer", "Eine Woche lang regnete es, und die Fähre blieb im Hafen. Er wartete."),
        ("opening", "And there he was."),
        ("semicolon", "It rained; the ferry stayed in."),
        ("three", "There was bread, salt and water."),
        ("invented", "I made him up, of course."),
    ],
)
def test_each_is_known_when_it_is_read(tic: str, text: str) -> None:
    assert has(tic, text)
    assert not has(tic, "The ferry leaves at ten past, and the gulls know it.")
