"""Several people at one evening, in a group of the test's own platform.

circle = Company(program, screen)
await circle.call("01")
await circle.join("anna", "ben")
await circle.vote(anna="Who put the lamp there?")
"""

import itertools
import re
from dataclasses import replace
from datetime import timedelta

from bot import app
from bot.model import Address, Body, Button, CommandCall, Inbound, Press, Subject, circle_key, is_circle_key
from bot.ports import Saved
from tests.chat import Screen, Shown

GROUP = "-500"


class Company:
    """Who stands around one group's screen."""

    def __init__(self, running: app.App, screen: Screen, group: str = GROUP) -> None:
        self.running, self.screen, self.group = running, screen, group
        self.subject = Subject(screen.name, circle_key(group), "circle")
        self._ids = itertools.count(1)

    # ------------------------------------------------------------ what they do

    async def call(self, words: str = "01", by: str = "anna", **changes: object) -> None:
        """`/circle words`, in the group."""
        await self.do(by, CommandCall("circle", words), **changes)

    async def begin(self, *others: str, words: str = "01", by: str = "anna") -> None:
        await self.call(words, by)
        await self.join(*others)
        await self.tap(by, "Begin now")

    async def join(self, *people: str) -> None:
        for person in people:
            await self.tap(person, "Join")

    async def vote(self, **votes: str) -> None:
        for person, label in votes.items():
            await self.tap(person, label)

    async def tap(self, person: str, label: str) -> None:
        await self.do(person, self.button(label).press)

    async def do(self, person: str, body: Body, **changes: object) -> Inbound:
        """Hands in what a platform would: a press on a circle's button is the circle's."""
        inbound = self.inbound(person, body, **changes)
        await self.again(inbound)
        return inbound

    def inbound(self, person: str, body: Body, **changes: object) -> Inbound:
        account = Subject(self.screen.name, person)
        id_ = f"{person}:{next(self._ids)}"
        inbound = Inbound(
            id_, account, Address(self.screen.name, self.group, direct=False), self.screen.now, body, "en"
        )
        if isinstance(body, Press) and is_circle_key(body.owner):
            inbound = replace(inbound, subject=Subject(self.screen.name, body.owner, "circle"), actor=account)
        return replace(inbound, **changes)  # type: ignore[arg-type]

    async def again(self, inbound: Inbound) -> None:
        await self.running.conversations.handle(inbound)
        await self.settle()

    async def settle(self) -> None:
        """What is due now happens, and all of it is shown."""
        await self.running.scheduler.drain()
        await self.running.sender.idle()

    async def later(self, seconds: float) -> None:
        self.screen.now += timedelta(seconds=seconds)
        await self.settle()

    # ------------------------------------------------------------ what is seen

    @property
    def messages(self) -> list[Shown]:
        return self.screen.shown.setdefault(self.group, [])

    @property
    def said(self) -> list[str]:
        return [message.text for message in self.messages]

    @property
    def last(self) -> Shown:
        return self.messages[-1]

    @property
    def labels(self) -> list[str]:
        """Of the newest keyboard."""
        return [b.label for b in next(m for m in reversed(self.messages) if m.buttons).buttons]

    @property
    def counts(self) -> list[int]:
        """What stands behind each of its buttons."""
        found = [re.search(r" \((\d+)\)$", label) for label in self.labels]
        return [int(count[1]) if count is not None else 0 for count in found]

    def private(self, person: str) -> list[str]:
        return [message.text for message in self.screen.shown.get(person, [])]

    def button(self, label: str) -> Button:
        for message in reversed(self.messages):
            for button in message.buttons:
                if label in button.label or any(
                    label in row and button.label.lstrip("0123456789 ").startswith(row[:2])
                    for row in message.listing
                ):
                    return button
        raise AssertionError(f"no button {label!r} among {[m.buttons for m in self.messages]}")

    async def saved(self) -> Saved:
        return await self.running.store.load(self.subject)
