"""Floods and crowds: what is too much is let go with one word; newcomers wait where they stop nobody."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime

from bot.conversation.crowds import ACTS_KEPT, MOST_WAITING, Allowance, Lobby, Newcomers
from bot.model import Address, Body, CommandCall, Inbound, Subject, Text

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
    assert [lobby.enter(replace(act(Text(str(n))))) for n in range(9)] == [True] + [False] * 8
    assert lobby.enter(act(Text("x"), "8"))
    assert await waiting == Subject("chat", "7")
    assert [found.body for found in lobby.leave(Subject("chat", "7"))] == [
        Text(str(n)) for n in range(ACTS_KEPT)
    ]
    assert await lobby.next() == Subject("chat", "8")
    for n in range(MOST_WAITING + 5):
        lobby.enter(act(Text("x"), f"n{n}"))
    assert Subject("chat", f"n{MOST_WAITING}") not in lobby
