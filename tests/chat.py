"""A chat for tests: one person, one screen, the whole road behind it.

`Inbound → Conversations.handle → Store → Sender → Screen`, with a real database in a temporary
folder; only the platform is this file. A test reads like a conversation:

    await chat.say("hi")
    assert chat.last.text.startswith("Alana:")
    await chat.tap("What is a karmic soul mate?")
"""

import itertools
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot import app
from bot.model import (
    Address,
    Body,
    Button,
    CommandCall,
    Inbound,
    Limits,
    Opened,
    Outgoing,
    Picture,
    Press,
    Rebutton,
    Receipt,
    Say,
    Settle,
    Subject,
    Text,
    Upload,
)
from bot.ports import Host
from bot.reloading import Reloader
from bot.settings import load_settings
from tests.ready import ready

PHONE = Limits(max_text=4096, measure="utf16", max_label=64, short_label=32, max_buttons=24)
START = datetime(2026, 3, 2, 19, 0, tzinfo=UTC)


@dataclass
class Shown:
    """A message as it stands on the screen now."""

    ref: str
    speaker: str
    text: str
    buttons: tuple[Button, ...] = ()
    chosen: str | None = None
    listing: tuple[str, ...] = ()
    picture: Picture | None = None

    def __str__(self) -> str:
        quote = f" > {self.chosen}" if self.chosen else ""
        return f"{self.speaker}: {self.text}{quote}"


@dataclass
class Screen:
    """The platform: an adapter that keeps what it was told to show. `fails` raises once each."""

    name: str = "chat"
    connected: bool = True
    limits: Limits = PHONE
    shown: dict[str, list[Shown]] = field(default_factory=dict)
    files: list[Upload] = field(default_factory=list)
    fails: list[Exception] = field(default_factory=list)
    sent: list[Outgoing] = field(default_factory=list)
    now: datetime = START  # everybody's clock: it stands still until a test moves it
    acts: dict[str, "itertools.count[int]"] = field(
        default_factory=dict
    )  # of each person: none has a number twice
    _numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    async def run(self, host: Host) -> None:
        """Nothing connects: tests hand their inbounds in themselves."""

    async def send(self, outgoing: Outgoing, target: Receipt | None) -> Receipt | None:
        if self.fails:
            raise self.fails.pop(0)
        self.sent.append(outgoing)
        ref = str(next(self._numbers))
        place = self.shown.setdefault(outgoing.address.chat, [])
        match outgoing.action:
            case Say(m):
                place.append(Shown(ref, m.speaker, m.body.text, m.buttons, None, m.listing, m.picture))
            case Settle(_, body, chosen) if target is not None:
                for message in place:
                    if message.ref == target.ref:
                        message.buttons, message.chosen, message.text = (), chosen, body.text
            case Upload() as upload:
                self.files.append(upload)
            case Rebutton(_, message) if target is not None:
                for shown in self.shown[target.address.chat]:
                    if shown.ref == target.ref:
                        shown.buttons = message.buttons
        return Receipt(ref, outgoing.address)

    async def typing(self, address: Address) -> None:
        """Nobody watches."""

    async def close(self) -> None:
        """Nothing is open."""


class Chat:
    """One person at a screen."""

    def __init__(self, running: app.App, screen: Screen, key: str = "7", locale: str | None = "en") -> None:
        self.running, self.screen, self.key, self.locale = running, screen, key, locale
        self.username = ""
        self._ids = screen.acts.setdefault(key, itertools.count(1))

    # ------------------------------------------------------------ what the person does

    async def say(self, text: str, **changes: object) -> None:
        await self.do(Text(text), **changes)

    async def command(self, name: str, argument: str = "", **changes: object) -> None:
        await self.do(CommandCall(name, argument), **changes)

    async def open(self) -> None:
        await self.do(Opened())

    async def tap(self, label: str) -> None:
        """Taps the newest button whose label, or listed question, contains those words."""
        await self.do(self.button(label))

    async def do(self, body: Body, **changes: object) -> Inbound:
        inbound = Inbound(
            f"chat:{self.key}:{next(self._ids)}", self.subject, self.address, self.now, body, self.locale
        )
        inbound = replace(inbound, username=self.username, **changes)  # type: ignore[arg-type]
        await self.again(inbound)
        return inbound

    async def again(self, inbound: Inbound) -> None:
        """Hands an inbound in (perhaps not for the first time) and waits until all of it is shown."""
        await self.running.conversations.handle(inbound)
        await self.running.sender.idle()

    async def reload(self) -> None:
        """The scripts of the folder, as they are now, are played from here on."""
        revisions = self.running.conversations.revisions
        assert await Reloader(self.running.library, revisions.remember).reload()

    def later(self, **time: float) -> None:
        self.now += timedelta(**time)

    @property
    def now(self) -> datetime:
        return self.screen.now

    @now.setter
    def now(self, at: datetime) -> None:
        self.screen.now = at

    # ------------------------------------------------------------ what the person sees

    @property
    def subject(self) -> Subject:
        return Subject(self.screen.name, self.key)

    @property
    def address(self) -> Address:
        return Address(self.screen.name, self.key)

    @property
    def messages(self) -> list[Shown]:
        return self.screen.shown.setdefault(self.key, [])

    @property
    def last(self) -> Shown:
        return self.messages[-1]

    @property
    def transcript(self) -> str:
        return "\n".join(map(str, self.messages))

    @property
    def questions(self) -> list[str]:
        """What can be asked now, in full."""
        for message in reversed(self.messages):
            found = [b for b in message.buttons if b.press.verb == "o"]
            if found:
                return [_full(message, i) for i in range(len(found))]
        return []

    def button(self, label: str) -> Press:
        for message in reversed(self.messages):
            for place, button in enumerate(message.buttons):
                if label in button.label or label in _full(message, place):
                    return button.press
        raise AssertionError(f"no button {label!r} on the screen:\n{self.transcript}")


def _full(message: Shown, place: int) -> str:
    if place < len(message.listing):
        return message.listing[place].partition(". ")[2]
    return message.buttons[place].label


@asynccontextmanager
async def running(folder: Path, dialogues: Path, screen: Screen, **settings: str) -> AsyncIterator[app.App]:
    """The whole program with `screen` as its only platform, its database in `folder`."""
    env = {
        "ALANA_DATABASE_URL": f"sqlite:///{folder}/alana.db",
        "ALANA_DIALOGUES": str(dialogues),
        "ALANA_MATCHER": "lexical",
        "ALANA_PACE": "instant",
        **settings,
    }
    adapters = {screen.name: screen}
    await ready(folder / "alana.db")
    async with app.program(load_settings(env, None), adapters, clock=lambda: screen.now) as program:
        sending = app.start_sending(program)
        try:
            yield program
        finally:
            await program.sender.stop()
            sending.cancel()
