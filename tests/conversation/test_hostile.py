"""Text in any script and of any length: a kind answer, in about the time that plain text takes."""

import time
from pathlib import Path

import pytest

from tests.chat import Chat, Screen, running
from tests.conversation.states import WAYS

SERIES = Path(__file__).parent / "series"
LONG = 100_000
PLAIN = ("A word or two about the weather. " * LONG)[:LONG]
HOSTILE = {
    "letters": "a" * LONG,
    "zero width": "\u200b" * LONG,
    "joiners": "a\u200d" * (LONG // 2),
    "overrides": "\u202eabc\u202d" * (LONG // 5),
    "lone surrogates": "\ud800" * LONG,
    "surrogates in pairs": "\ud83d\ude00" * (LONG // 2),
    "combining marks": "e" + "\u0301" * 10_000,
    "marks on marks": ("e" + "\u0301\u0323" * 20) * (LONG // 41),
    "controls": "\x00\x07\x1b[31m" * (LONG // 7),
    "breaks": "\n" * LONG,
    "digits": "9" * LONG,
    "slashes": "/" * LONG,
    "a command": "/" + "x" * LONG,
    "a command with much behind it": "/remind " + "9 " * (LONG // 2),
    "times": "20:00 " * (LONG // 6),
    "days": "remind me mon tue " * (LONG // 18),
    "handles": "@a " * (LONG // 3),
    "one sign of eighteen letters": "\ufdfa" * LONG,
    "jamo": "\u1100\u1161\u11a8" * (LONG // 3),
    "emoji": "👩‍🚀" * (LONG // 3),
    "nearly care": "afraid of my ex ex " * (LONG // 19),
    "beinahe": "angst vor meinem " * (LONG // 17),
    "questions": "?" * LONG,
}


async def spent(chat: Chat, text: str) -> float:
    """Seconds of work for the answer, which there must be."""
    before, started = len(chat.screen.sent), time.process_time()
    await chat.say(text)
    seconds = time.process_time() - started
    assert len(chat.screen.sent) > before
    return seconds


@pytest.mark.parametrize("way", ["offered", "name", "page", "city", "ended"])
async def test_hostile_text_costs_what_plain_text_costs(way: str, tmp_path: Path) -> None:
    screen = Screen()
    async with running(tmp_path, SERIES, screen, ALANA_KEEP_MISSES="true") as program:
        plain, found = 0.0, {}
        for number, (name, text) in enumerate([("plain", PLAIN), ("plain", PLAIN), *HOSTILE.items()]):
            chat = Chat(program, screen, key=str(100 + number))
            await WAYS[way](chat)
            found[name] = await spent(chat, text)
            plain = max(plain, found["plain"])
        slow = {name: round(took / plain, 1) for name, took in found.items() if took > 4 * plain}
        print(f"{way}: plain {plain * 1000:.0f} ms, most {max(found.values()) * 1000:.0f} ms")
    assert slow == {}
