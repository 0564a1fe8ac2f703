"""A small host for adapter tests: keeps what it was given, drops what it has seen, can be made to fail."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from adapters.telegram.adapter import TelegramAdapter
from bot.model import (
    Action,
    Address,
    Body,
    Button,
    Inbound,
    MenuEntry,
    Message,
    Modal,
    Outgoing,
    Press,
    Rich,
    Say,
)
from tests.platforms.telegram import Call, TelegramServer

ANNA, BEN = 4711, 4712
HOME = Address("telegram", str(ANNA))
NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)


class House:
    """`bot.ports.Host`. `seen` outlives an adapter, as a database would."""

    def __init__(self) -> None:
        self.received: list[Inbound] = []
        self.seen: set[str] = set()
        self.reached_after_outages: list[str] = []
        self.poison: list[tuple[str, str, str]] = []
        self.gates: dict[str, asyncio.Event] = {}  # person -> what their turns wait for
        self.errors: dict[str, list[Exception]] = {}  # person -> what their next turns raise
        self.kept: dict[str, str] = {}
        self.moves: list[tuple[str, str, str]] = []
        self.down: list[Exception] = []  # what the store says of the next moves
        self.menus: dict[str | None, list[MenuEntry]] = {
            None: [MenuEntry("menu", "Where you are"), MenuEntry("help", "How this works")],
            "de": [MenuEntry("menu", "Wo du bist"), MenuEntry("help", "Wie das geht")],
        }

    async def receive(self, inbound: Inbound) -> None:
        person = inbound.subject.key
        if person in self.gates:
            await self.gates[person].wait()
        if self.errors.get(person):
            raise self.errors[person].pop(0)
        if inbound.id not in self.seen:
            self.seen.add(inbound.id)
            self.received.append(inbound)

    def bodies(self, person: int = ANNA) -> list[Body]:
        return [inbound.body for inbound in self.received if inbound.subject.key == str(person)]

    def reached(self, platform: str) -> None:
        self.reached_after_outages.append(platform)

    async def moved(self, platform: str, chat: str, to: str) -> None:
        if self.down:
            raise self.down.pop()
        self.moves.append((platform, chat, to))

    def suggest(self, field_name: str, text: str, locale: str | None) -> Sequence[tuple[str, str]]:
        return ()

    def languages(self) -> Sequence[str]:
        return ("en", "de")

    def menu(self, locale: str | None) -> Sequence[MenuEntry]:
        return self.menus[locale]

    def phrase(self, name: str, locale: str | None) -> str:
        return f"{name} in {locale}"

    def modal(self, locale: str | None) -> Modal:
        return Modal("Words", "Words")

    async def poisoned(self, inbound_id: str, kind: str, error: Exception) -> None:
        self.poison.append((inbound_id, kind, type(error).__name__))

    async def cursors(self, platform: str) -> Mapping[str, str]:
        return self.kept

    async def move_cursor(self, platform: str, key: str, value: str) -> None:
        self.kept[key] = value


class Naps:
    """A `sleep` that takes no time: notes the seconds and lets others run."""

    def __init__(self) -> None:
        self.taken: list[float] = []

    async def __call__(self, seconds: float) -> None:
        self.taken.append(seconds)
        await asyncio.sleep(0)


def adapter_for(server: TelegramServer, naps: Naps, **changes: Any) -> TelegramAdapter:
    given: dict[str, Any] = {
        "token": server.token,
        "base_url": server.url,
        "long_poll": 30,
        "grace": 0.02,
    } | changes
    return TelegramAdapter(
        given.pop("token"), given.pop("base_url"), lambda: NOON, naps, lambda: 0.5, **given
    )


@contextlib.asynccontextmanager
async def running(adapter: TelegramAdapter, house: House) -> AsyncIterator["asyncio.Task[None]"]:
    """The adapter at work; stopped as the program would stop it."""
    task = asyncio.create_task(adapter.run(house))
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.wait({task})
        await adapter.close()


async def killed(task: "asyncio.Task[None]", adapter: TelegramAdapter) -> None:
    """The end of a process as the platform sees it: connections break, nothing is said any more."""
    await adapter.close()
    task.cancel()
    await asyncio.wait({task})


def question(owner: int = ANNA, text: str = "Ask me.") -> Say:
    """Two options, as the dialogue would offer them to `owner`."""
    labels = enumerate(("Why?", "How?"))
    buttons = tuple(Button(label, Press(str(owner), "o", 1, 2, str(n))) for n, label in labels)
    return Say(Message(Rich(text), buttons))


def row(action: Action, address: Address = HOME) -> Outgoing:
    return Outgoing("out-1", address, action)


def calls(server: TelegramServer, method: str) -> list[Call]:
    return [call for call in server.calls if call.method == method]
