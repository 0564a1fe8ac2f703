"""What the bot says can be read aloud: no sign stands for a word."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.texts.catalogue import SOURCE_LANGUAGE, available_languages
from bot.texts.extract import read
from tests.texts.collected import all_texts

ROOT = Path(__file__).parents[2]
SPEAKING = ("bot/commands", "bot/conversation", "bot/circles", "bot/timewords", "adapters/discord")
# Arrows, the middle dot, ticks, crosses, boxes, stars and the like: left out by one screen reader, and
# spelt ("rightwards arrow") by the next.
SIGNS = frozenset("·‧∙⋅●○◦▪▫■□▶◀►◄★☆✓✔✗✘✕✖×") | {chr(n) for n in range(0x2190, 0x2200)}


def test_no_text_holds_a_sign() -> None:
    found = {str(message.id) for message in all_texts() if any(map(spelt, said(message.id)))}
    assert not found


@pytest.mark.parametrize("language", sorted(set(available_languages()) - {SOURCE_LANGUAGE}))
def test_no_translation_holds_a_sign(language: str) -> None:
    found = {str(message.id) for message in read(language) if any(map(spelt, said(message.string)))}
    assert not found


@pytest.mark.parametrize(
    "path", [path for room in SPEAKING for path in sorted((ROOT / room).rglob("*.py"))], ids=str
)
def test_no_code_puts_one_into_what_is_said(path: Path) -> None:
    assert not [text for text in strings(ast.parse(path.read_text("utf-8"))) if spelt(text)]


def said(text: object) -> tuple[str, ...]:
    """All forms of a text of a catalogue."""
    return (text,) if isinstance(text, str) else tuple(text) if isinstance(text, (list, tuple)) else ()


def spelt(text: str) -> bool:
    return not SIGNS.isdisjoint(text)


def strings(tree: ast.Module) -> Iterator[str]:
    """All but what is written for readers of the code."""
    alone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in alone:
            yield node.value
