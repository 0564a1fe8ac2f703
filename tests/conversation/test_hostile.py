"""Text in any script and of any length: a kind answer, and no more work than its length is worth."""

import asyncio
import contextlib
from pathlib import Path

import pytest

from bot.conversation.typed import respond
from bot.model import Inbound, Text
from tests.chat import Chat, Screen, running
from tests.conversation.states import WAYS
from tests.growth import STEADY, exponent

SERIES = Path(__file__).parent / "series"
LONG = 100_000
SIZES = (600, 6_000, 60_000)  # code points
STATES = ("offered", "name", "page", "city", "ended")
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


@pytest.mark.parametrize("way", STATES)
async def test_hostile_text_is_answered(way: str, tmp_path: Path) -> None:
    screen = Screen()
    async with running(tmp_path, SERIES, screen, ALANA_KEEP_MISSES="true") as program:
        for number, (name, text) in enumerate(HOSTILE.items()):
            chat = Chat(program, screen, key=str(100 + number))
            await WAYS[way](chat)
            before = len(screen.sent)
            await chat.say(text)
            assert len(screen.sent) > before, name


@pytest.mark.parametrize("way", STATES)
def test_its_cost_grows_no_faster_than_the_text(way: str, tmp_path: Path) -> None:
    """What is worked out for it, which changes nothing: the same person can be told a thousand things."""
    with asyncio.Runner() as runner:
        stack, screen = contextlib.AsyncExitStack(), Screen()
        program = runner.run(stack.enter_async_context(running(tmp_path, SERIES, screen)))
        chat = Chat(program, screen)
        runner.run(WAYS[way](chat))
        saved = runner.run(program.store.load(chat.subject))

        def told(text: str) -> None:
            inbound = Inbound("x", chat.subject, chat.address, chat.now, Text(text), "en")
            runner.run(respond(program.conversations.view(saved, inbound), Text(text)))

        fast = {
            name: grown
            for name, text in HOSTILE.items()
            if (grown := exponent(lambda size, text=text: text[:size], told, SIZES)) >= STEADY  # type: ignore[misc]
        }
        runner.run(stack.aclose())
    assert fast == {}
