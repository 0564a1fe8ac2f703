"""Floods and crowds: what is too much is let go with one word; newcomers wait where they stop nobody."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot import app
from bot.conversation.crowds import ACTS_KEPT, MOST_UNREAD, MOST_WAITING, Allowance, Lobby, Newcomers, Unread
from bot.conversation.handle import Conversations
from bot.model import Address, Body, CommandCall, Inbound, Subject, Text
from bot.settings import load_settings
from tests.chat import PHONE
from tests.road.street import SMALL

AT = datetime(2026, 3, 2, 20, tzinfo=UTC)


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def act(body: Body, person: str = "7") -> Inbound:
    return Inbound("i", Subject("chat", person), Address("chat", person), AT, body)


def test_an_allowance_is_spent_and_fills_again() -> None:
    clock = Clock()
    allowance = Allowance(clock, at_once=10, per_second=2)
    assert [allowance.take(act(Text("hi"))) for _ in range(12)] == [True] * 10 + [False] * 2
    assert allowance.take(act(Text("hi"), "8")), "nobody pays for another"
    clock.now += 1
    assert [allowance.take(act(Text("hi"))) for _ in range(3)] == [True, True, False]


def test_long_words_count_as_several_acts() -> None:
    for body, taken in ((Text("x" * 4_000), 2), (CommandCall("talk", "x" * 99_999), 1)):  # of 11 and 17
        allowance = Allowance(Clock(), 30, 1)
        assert [allowance.take(act(body)) for _ in range(3)] == [n < taken for n in range(3)]


def test_a_flood_is_answered_once_and_the_next_one_again() -> None:
    clock = Clock()
    allowance = Allowance(clock, at_once=4, per_second=1)
    told = []
    for _ in range(9):
        if not allowance.take(act(Text("x"))):
            told.append(allowance.tell(act(Text("x")).subject))
    assert told == [True, False, False, False, False]
    clock.now += 60
    told = [allowance.tell(act(Text("x")).subject) for _ in range(9) if not allowance.take(act(Text("x")))]
    assert told[:2] == [True, False]


def test_so_many_new_people_a_minute() -> None:
    clock = Clock()
    newcomers = Newcomers(2, clock)
    assert [newcomers.admit() for _ in range(3)] == [True, True, False]
    clock.now += 60
    assert newcomers.admit()


async def test_the_lobby_keeps_order_and_what_each_did_within_bounds() -> None:
    lobby = Lobby()
    waiting = asyncio.ensure_future(lobby.next())
    await asyncio.sleep(0)
    assert not waiting.done()
    for n in range(9):
        lobby.enter(act(Text(str(n))))
    lobby.enter(act(Text("x"), "8"))
    assert [(await lobby.untold()).subject.key for _ in range(2)] == ["7", "8"], "each is told once"
    assert await waiting == Subject("chat", "7")
    assert [found.body for found in lobby.leave(Subject("chat", "7"))] == [
        Text(str(n)) for n in range(ACTS_KEPT)
    ]
    assert await lobby.next() == Subject("chat", "8")
    for n in range(MOST_WAITING + 5):
        lobby.enter(act(Text("x"), f"n{n}"))
    assert Subject("chat", f"n{MOST_WAITING}") not in lobby


def test_of_what_is_not_read_the_newest_is_kept() -> None:
    unread = Unread()
    assert [unread.add(act(Text(f"{n} {'x' * 1_000}"))) for n in range(9)] == [True] + [False] * 8
    kept = unread.take(Subject("chat", "7"))
    assert len(kept) == MOST_UNREAD
    assert [f"{n} x" in kept for n in (4, 5, 6, 7, 8)] == [False, False, True, True, True]
    assert unread.take(Subject("chat", "7")) == ""


class Crowd:
    """The conversations with a small allowance and few newcomers a minute; nothing is sent."""

    def __init__(self, run: app.App) -> None:
        self._run, self._number = run, 0
        self._world = replace(run.conversations._world, limits={"chat": PHONE}, sleep=self._sleep)
        self._world = replace(self._world, allowance=Allowance(Clock(), 3, 0), newcomers_per_minute=2)
        self.conversations = Conversations(self._world)

    @staticmethod
    async def _sleep(seconds: float) -> None:
        for _ in range(3):
            await asyncio.sleep(0)

    async def does(self, *bodies: Body, person: str = "7") -> None:
        """All at once."""
        acts = []
        for body in bodies:
            self._number += 1
            acts.append(replace(act(body, person), id=f"i{self._number}", at=AT.replace(minute=self._number)))
        await asyncio.gather(*map(self.conversations.handle, acts))

    async def said(self) -> Sequence[tuple[str, bool]]:
        """(text, whether it is urgent) of every message."""
        found = await self._run.database.read(
            lambda c: c.exec_driver_sql("SELECT action, urgent FROM outbox ORDER BY seq").fetchall()
        )
        rows = [(json.loads(action), bool(urgent)) for action, urgent in found]
        return [(action[1][0], urgent) for action, urgent in rows if action[0] == "say"]


@asynccontextmanager
async def crowd(folder: Path) -> AsyncIterator[Crowd]:
    settings = {
        "ALANA_DATABASE_URL": f"sqlite:///{folder}/alana.db",
        "ALANA_DIALOGUES": str(SMALL),
        "ALANA_MATCHER": "lexical",
    }
    async with app.program(load_settings(settings, None), {}) as run:
        yield Crowd(run)


DANGER = Text("I want to kill myself")
FLOOD = [Text(f"and {n}") for n in range(9)]


@pytest.mark.parametrize("place", [4, 8])
async def test_words_of_danger_are_heard_though_they_are_too_much(tmp_path: Path, place: int) -> None:
    async with crowd(tmp_path) as many:
        await many.does(CommandCall("start"))
        before = len(await many.said())
        await many.does(*FLOOD[:place], DANGER, *FLOOD[place:])
        said = [text for text, _ in (await many.said())[before:]]
        assert sum("emergency" in text or "What you wrote sounds serious" in text for text in said) >= 1, said
        await many.does(*FLOOD)
        notices = [text for text, _ in await many.said() if "a lot at once" in text]
        assert len(notices) == 1, "what holds none is answered once"


async def test_a_flood_holds_up_nobody_elses_turn(tmp_path: Path) -> None:
    """Counted in turns of the flood that are committed before the others': five hundred come first."""
    async with crowd(tmp_path) as many:
        world = replace(many._world, allowance=Allowance(Clock()), newcomers_per_minute=100)
        conversations = Conversations(world)
        for person in ("9", "1", "2"):
            await conversations.handle(replace(act(Text("hello"), person), id=f"hello-{person}"))
        flooder = Subject("chat", "9")
        begun = (await world.store.load(flooder)).version
        flood = [replace(act(Text(f"{n} river"), "9"), id=f"f{n}") for n in range(500)]
        flooding = [asyncio.create_task(conversations.handle(inbound)) for inbound in flood]
        for person in ("1", "2"):
            assert await conversations.handle(replace(act(Text("1"), person), id=f"one-{person}"))
            played = (await world.store.load(flooder)).version - begun
            assert played <= 10, "they take turns with it, one by one"
        await asyncio.gather(*flooding)


async def test_who_waits_at_the_door_is_told_when_nobody_else_waits(tmp_path: Path) -> None:
    async with crowd(tmp_path) as many:
        for person in ("1", "2", "3", "4"):
            await many.does(CommandCall("start"), person=person)
        begun = len(await many.said())
        assert not any("So many people" in text for text, _ in await many.said())
        letting = asyncio.create_task(many.conversations.let_newcomers_in())
        try:
            while len(await many.said()) < begun + 2:  # noqa: ASYNC110
                await asyncio.sleep(0)
        finally:
            letting.cancel()
        told = (await many.said())[begun:]
        assert [("So many people" in text, urgent) for text, urgent in told] == [(True, False)] * 2


async def test_who_speaks_of_danger_does_not_wait_at_the_door(tmp_path: Path) -> None:
    async with crowd(tmp_path) as many:
        for person in ("1", "2", "3"):
            await many.does(CommandCall("start"), person=person)
        before = len(await many.said())
        await many.does(DANGER, person="4")
        assert any("sounds serious" in text for text, _ in (await many.said())[before:])
