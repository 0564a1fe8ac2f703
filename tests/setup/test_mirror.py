"""The tests mirror the rooms: who knows where a thing is knows where its tests are."""

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
# What tests more than a room, or is there for the tests.
BESIDE = {"data", "dialogues", "platforms", "road", "setup", "soak", "stories"}


def rooms(folder: str) -> set[str]:
    return {path.parent.name for path in (ROOT / folder).glob("*/__init__.py")}


def with_tests(folder: str) -> set[str]:
    return {path.parent.name for path in (ROOT / folder).glob("*/test_*.py")}


def test_every_room_has_its_tests_and_no_tests_are_without_a_room() -> None:
    assert rooms("adapters") == with_tests("tests/adapters")
    assert rooms("bot") == with_tests("tests") - BESIDE
    assert {path.name for path in (ROOT / "tests").iterdir() if path.is_dir()} - {"__pycache__"} == (
        rooms("bot") | BESIDE | {"adapters"}
    )


def test_tests_at_the_top_are_of_modules_that_stand_alone() -> None:
    modules = {path.stem for path in (ROOT / "bot").glob("*.py")}
    assert {path.stem.removeprefix("test_") for path in (ROOT / "tests").glob("test_*.py")} <= modules


@pytest.mark.parametrize("room", sorted(rooms("bot")))
def test_tests_of_a_room_are_about_it(room: str) -> None:
    """At least one of them names it; those of other rooms stand elsewhere."""
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "tests" / room).glob("*.py")]
    assert any(f"bot.{room}" in text or f"bot import {room}" in text for text in texts)
