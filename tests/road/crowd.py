"""Many people at once on both platforms, and what may differ on their screens after faults and crashes.

A person answers what is asked; where a tap on Discord has no effect, they tap once more. Every screen is
then held against the one that an uninterrupted telling shows.
"""

import asyncio
import random
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from adapters.discord.adapter import DiscordAdapter
from adapters.telegram.adapter import LIMITS
from bot.model import Press
from tests.platforms.discord import DiscordServer
from tests.platforms.telegram import TelegramServer
from tests.road.reference import references
from tests.road.travellers import (
    Answer,
    Discorder,
    Standing,
    Telegrapher,
    Traveller,
    answer,
    asked,
    by_numbers,
    by_tapping,
    following,
    shown,
    transcript,
)

PATIENCE = 4.0  # seconds with the bot connected before a person on Discord tries again
TRUST = 90.0  # the same for words typed in a direct chat: they are filled in after a kill
STEP = 0.05
TWICE = "a message stands twice ({})"
AGAIN = "a tap tapped again (Discord)"
CALLED_AGAIN = "/talk called again (Discord)"
TYPED_AGAIN = "words typed again (Discord)"


@dataclass
class Crowd:
    """`tally` counts what people had to do again. `opening` is the evening they name at first, `evenings`
    how many each of them plays, `thinking` the most seconds that one takes to answer on Discord."""

    telegram: TelegramServer
    discord: DiscordServer
    people: list[Traveller]
    opening: str = ""
    evenings: int = 1
    thinking: float = 0.0
    patience: float = PATIENCE
    tally: Counter[str] = field(default_factory=Counter)
    answered: int = 0

    async def play(self) -> None:
        """Everybody, side by side, to the end."""
        async with asyncio.TaskGroup() as group:
            for person in self.people:
                group.create_task(self._walk(person))

    async def _walk(self, person: Traveller) -> None:
        left, last = self.evenings, -1
        dice = random.Random(person.name)
        if isinstance(person, Discorder):  # /talk is to be seen once it is registered
            there = self.discord.gateway
            await person.until(lambda: there.connected and self.discord.world.commands, 90)
        await person.begin(self.opening)
        answered: Press | None = None
        while True:
            standing = await self._next(person, last)
            last = standing.ref
            if standing.presses[0] == answered:
                continue  # the same once more: it was answered already
            if not standing.asks:
                left -= 1
                if not left:
                    return
            if isinstance(person, Discorder):  # on Telegram the send limits slow everything down
                await asyncio.sleep(dice.uniform(0.0, self.thinking))
            if not any(message.ref == last and message.presses for message in person.seen()):
                continue  # shown again meanwhile, further down
            answered = standing.presses[0]
            self.answered += 1
            await self._answer(person, standing)

    async def _answer(self, person: Traveller, standing: Standing) -> None:
        if not standing.asks:
            await person.tap(standing, standing.verbs.index("talk"))
            return
        given = answer(person.name, standing.questions, asked(standing))
        way = by_numbers if _types(person, standing, given) else by_tapping
        await way(person, standing, given)

    async def _next(self, person: Traveller, after: int) -> Standing:
        """What there is to answer next; on Discord tries again where nothing happens."""
        waited, size = 0.0, len(person.seen())
        while (found := following(person, after)) is None:
            await asyncio.sleep(STEP)
            if isinstance(person, Telegrapher) or not self.discord.gateway.connected:
                continue
            waited = waited + STEP if len(person.seen()) == size else 0.0
            size = len(person.seen())
            standing = next((m for m in person.seen() if m.ref == after), None)
            if waited > (TRUST if _is_filled_in(person, standing) else self.patience):
                waited = 0.0
                await self._again(person, standing)
        return found

    async def _again(self, person: Traveller, standing: Standing | None) -> None:
        if standing is None:
            self.tally[CALLED_AGAIN] += 1
            await person.begin(self.opening)
        elif standing.presses:
            self.tally[TYPED_AGAIN if _typed(person, standing) else AGAIN] += 1
            await self._answer(person, standing)


def _typed(person: Traveller, standing: Standing) -> bool:
    """Whether the answer to that was typed."""
    if not standing.asks:
        return False
    given = answer(person.name, standing.questions, asked(standing))
    return given.words is not None or _types(person, standing, given)


def _is_filled_in(person: Traveller, standing: Standing | None) -> bool:
    seen = isinstance(person, Discorder) and person.place.person is not None
    return seen and standing is not None and _typed(person, standing)


def _types(person: Traveller, standing: Standing, given: Answer) -> bool:
    """Every seventh question or so is chosen by its number."""
    return given.number is not None and (len(asked(standing)) + len(person.name)) % 7 == 0


def crowd(telegram: TelegramServer, discord: DiscordServer, each: int, *, apart: int = 0) -> Crowd:
    """So many people on each platform, `apart` of those on Discord in a channel of a server."""
    people: list[Traveller] = [Telegrapher(telegram, 1001 + n) for n in range(each)]
    square = discord.world.channel(discord.world.server("village"), "square") if apart else None
    for n in range(each):
        user = discord.world.person(f"person{n}")
        people.append(Discorder(discord, user, square if n < apart else None))
    return Crowd(telegram, discord, people)


async def expectations(folder: Path, dialogues: Path, people: Crowd) -> dict[str, list[Standing]]:
    """What each of them sees in an uninterrupted telling, by name."""
    telegrams, directs, apart = [], [], []
    for person in people.people:
        if isinstance(person, Telegrapher):
            telegrams.append(person.name)
        elif isinstance(person, Discorder):
            (directs if person.place.person is not None else apart).append(person.name)
    limits = DiscordAdapter.limits
    more: dict[str, Any] = {"argument": people.opening, "evenings": people.evenings}
    return (
        await references(folder / "t", dialogues, telegrams, LIMITS, "start", **more)
        | await references(folder / "d", dialogues, directs, limits, "talk", **more)
        | await references(folder / "s", dialogues, apart, limits, "talk", apart=True, **more)
    )


def differences(people: Crowd, expected: dict[str, list[Standing]]) -> tuple[Counter[str], list[str]]:
    """(what the contract allows, by kind; what it does not, as text for each person concerned)."""
    allowed: Counter[str] = Counter()
    wrong = []
    for person in people.people:
        kind = "Telegram" if isinstance(person, Telegrapher) else "Discord"
        problem = compare(person.seen(), expected[person.name], TWICE.format(kind), allowed)
        if problem:
            wrong.append(f"{person.name}: {problem}\n{transcript(person)}")
    return allowed, wrong


def compare(
    actual: Sequence[Standing], expected: Sequence[Standing], twice: str, allowed: Counter[str]
) -> str | None:
    """What is wrong on a screen; None: nothing but what the contract allows, which is counted as `twice`."""
    at = 0
    for message in actual:
        if at < len(expected) and shown(message) == shown(expected[at]):
            at += 1
        elif at < len(expected) and _core(message) == _core(expected[at]):
            # Sent, not yet marked when the process died, and sent again: the second one counts.
            allowed[twice] += 1
            allowed[twice + ", its keyboard too"] += bool(message.presses)
        elif at and _core(message) == _core(expected[at - 1]):
            allowed[twice] += 1
        else:
            want = shown(expected[at]) if at < len(expected) else "nothing"
            return f"message {message.ref} should be\n{want}\nbut is\n{shown(message)}"
    return None if at == len(expected) else f"{len(expected) - at} messages are missing at the end"


def _core(message: Standing) -> str:
    """What is said, without the questions under it: of a copy only the keyboard is taken away."""
    rows = asked(message).splitlines()
    while rows and re.fullmatch(r"\d+\. .+", rows[-1]):
        rows.pop()
    return "\n".join(rows).strip()
