"""A small host: it keeps what it was handed, and can be slow, closed or broken when a test wants it."""

import asyncio
from collections.abc import Sequence

from bot.model import Alarm, Inbound, MenuEntry, Modal, Rich, Subject
from bot.venues import Venue, VenueRules

ENGLISH = (
    MenuEntry("talk", "Begin or go on", "episode", "which evening"),
    MenuEntry("help", "What there is"),
)
GERMAN = (
    MenuEntry("talk", "Anfangen oder weitermachen", "episode", "welcher Abend"),
    MenuEntry("help", "Was es gibt"),
)


class Desk:
    """Implements `bot.ports.Host`. `open` cleared: `receive` waits. `fails` many receives raise."""

    def __init__(self) -> None:
        self.got: list[Inbound] = []
        self.ids: list[str] = []
        self.moved: dict[str, str] = {}
        self.known: dict[str, str] = {}
        self.present: dict[str, bool] = {}
        self.poisonous: list[tuple[str, str, str]] = []
        self.open = asyncio.Event()
        self.open.set()
        self.fails = 0
        self.entries = ENGLISH

    async def receive(self, inbound: Inbound) -> None:
        self.ids.append(inbound.id)
        await self.open.wait()
        if self.fails:
            self.fails -= 1
            raise OSError("the disk is full")
        if all(inbound.id != one.id for one in self.got):
            self.got.append(inbound)

    def suggest(self, field_name: str, text: str, locale: str | None) -> Sequence[tuple[str, str]]:
        return [(f"{field_name} {n}: {text}", f"value-{n}") for n in range(30)]

    def languages(self) -> Sequence[str]:
        return ("en", "de")

    def menu(self, locale: str | None) -> Sequence[MenuEntry]:
        return GERMAN if locale == "de" else self.entries

    def phrase(self, name: str, locale: str | None) -> str:
        return f"{name}: *not* for you" + (", {owner}" if name == "talk_of" else "")

    def modal(self, locale: str | None) -> Modal:
        return Modal("In your own words", "Your question", "Ask away")

    async def alarm(self, text: str) -> Alarm | None:
        return Alarm("danger", "fear") if "danger" in text else None

    async def locale(self, subject: Subject) -> str | None:
        return None

    async def rules(self, platform: str, venue: str) -> VenueRules:
        return VenueRules()

    async def no_talk(self, platform: str, venue: Venue, locale: str | None) -> Rich | None:
        return None

    async def venues(self, platform: str) -> dict[str, bool]:
        return dict(self.present)

    async def venue(self, platform: str, venue: str, *, present: bool) -> None:
        self.present[venue] = present

    async def poisoned(self, inbound_id: str, kind: str, error: Exception) -> None:
        self.poisonous.append((inbound_id, kind, type(error).__name__))

    async def cursors(self, platform: str) -> dict[str, str]:
        return dict(self.known)

    async def move_cursor(self, platform: str, key: str, value: str) -> None:
        self.moved[key] = self.known[key] = value
