"""What a person should see: the same answers given in one uninterrupted process, without any network.

The road behind it is the real one but for the platform; what the platforms make of a message (a list
under the text, a quoted question) is written here again, by hand.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.model import Limits, ReplyHandle
from tests.chat import Chat, Screen, Shown, running
from tests.road.travellers import Standing, by_tapping, play, transcript


class Reader:
    """A `Traveller` at a screen. `apart`: in a server, where answers are seen by this person alone."""

    def __init__(self, chat: Chat, name: str, opening: str, *, apart: bool = False) -> None:
        self.chat, self.name, self.opening = chat, name, opening
        expires_at = datetime.now(UTC) + timedelta(days=365)
        reply = ReplyHandle("t", "1", expires_at, "edit", ephemeral=True)
        self._more: dict[str, object] = {}
        if apart:
            self._more = {"address": _place(chat), "reply": reply}

    def seen(self) -> list[Standing]:
        return [_standing(number, shown) for number, shown in enumerate(self.chat.messages)]

    async def begin(self, argument: str = "") -> None:
        await self.command(self.opening, argument)

    async def command(self, name: str, argument: str = "") -> None:
        await self.chat.command(name, argument, **self._more)

    async def type(self, words: str) -> None:
        await self.chat.say(words, **self._more)

    async def tap(self, message: Standing, number: int) -> None:
        await self.chat.do(message.presses[number], **self._more)
        self.chat.later(seconds=5)

    async def until(self, true: Callable[[], Any], within: float = 0.0) -> Any:
        found = true()
        assert found, f"nothing came:\n{transcript(self)}"
        return found


def _make(folder: Path) -> None:
    folder.mkdir(exist_ok=True)


def _place(chat: Chat) -> object:
    return replace(chat.address, direct=False)


def _standing(number: int, shown: Shown) -> Standing:
    settled = not shown.buttons
    listing = "" if settled or not shown.listing else "\n\n" + "\n".join(shown.listing)
    return Standing(
        number,
        shown.text + listing,
        tuple(button.label for button in shown.buttons),
        tuple(button.press for button in shown.buttons),
        shown.chosen,
    )


async def references(
    folder: Path,
    dialogues: Path,
    names: list[str],
    limits: Limits,
    opening: str,
    *,
    argument: str = "",
    evenings: int = 1,
    apart: bool = False,
) -> dict[str, list[Standing]]:
    """What stands at the end before each person, by name."""
    _make(folder)
    at_once = replace(limits, rate_overall=0.0, rate_chat=0.0, rate_group=0.0)
    screen = Screen(limits=at_once)
    found = {}
    async with running(folder, dialogues, screen) as program:
        for key, name in enumerate(names, 1001):
            reader = Reader(Chat(program, screen, str(key)), name, opening, apart=apart)
            await reader.begin(argument)
            await play(reader, by_tapping, evenings=evenings)
            found[name] = reader.seen()
    return found
