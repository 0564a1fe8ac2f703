"""The roll-up on both engines: each turn once, whoever does it, and before it as after it the same report."""

import asyncio
from collections import Counter
from collections.abc import Awaitable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.ports import Change, TurnLog
from bot.statistics.folding import TallyKey
from bot.storage import queries, tallies
from bot.storage import schema as s
from bot.storage.tallies import SETTLED, Statistician
from tests.storage.conftest import Kit, person, row


async def lives(kit: Kit, number: int = 6) -> None:
    """People of whom each comes to a question, and every second one goes on."""
    for each in range(number):
        saved = await kit.store.load(person(f"{each}"))
        saved = saved if saved.version else await kit.met(f"{each}")
        log = [TurnLog(kit.now, "begin", "lamps", "01", "Light", "q1", digest="rev")]
        if each % 2:
            log.append(TurnLog(kit.now, "choose", "lamps", "01", "Light", "q2", None, "rev", "q1", "yes"))
        await kit.say(saved, log=tuple(log))


async def whole(kit: Kit) -> Counter[TallyKey]:
    stored = await kit.database.read(lambda connection: tallies.counted(connection, 0))
    return stored + await kit.database.read(tallies.uncounted)


def statistician(kit: Kit) -> Statistician:
    return Statistician(kit.database, kit.writer, clock=lambda: kit.now)


async def test_the_same_is_told_before_and_after_a_roll_up(kit: Kit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tallies, "STEP", 2)
    await lives(kit)
    before = await whole(kit)
    assert sum(n for key, n in before.items() if (key.what, key.key) == ("reached", "q1")) == 6
    assert await statistician(kit).once() is False, "a turn of just now is left for later"
    kit.now += 2 * SETTLED
    steps = 0
    while await statistician(kit).once():
        steps += 1
    assert steps == 5
    assert await kit.database.read(tallies.uncounted) == Counter()
    assert await whole(kit) == before
    kit.later(days=1)
    await lives(kit)  # they come again: nothing but the day is new
    again = await whole(kit) - before
    assert {key.what for key in again} == {"active", "returned1"}


async def test_two_processes_count_each_turn_once(kit: Kit) -> None:
    await lives(kit)
    before = await whole(kit)
    kit.now += 2 * SETTLED
    work: list[Awaitable[bool]] = [statistician(kit).once() for _ in range(4)]
    await asyncio.gather(*work)
    while await statistician(kit).once():
        pass
    assert await whole(kit) == before


async def test_a_nudge_that_was_sent_is_logged_and_one_that_was_dropped_is_not(kit: Kit) -> None:
    saved = await kit.met("7")
    nudge = {"delivery": "at_most_once", "urgent": False, "not_after": kit.now + timedelta(hours=3)}
    await kit.say(saved, row("one", **nudge), row("two", **nudge))
    one, two = await kit.claim()
    await kit.outbox.sent(one, None, kit.now)
    await kit.outbox.dropped(two, "late", kit.now)
    assert await kit.all("SELECT kind FROM turn") == [("nudged",)]


async def test_people_are_counted_as_they_come_and_go(kit: Kit) -> None:
    async def known() -> int:
        return await kit.database.read(queries.known)

    assert await known() == 0
    saved = [await kit.met(str(number)) for number in range(3)]
    assert await known() == 3
    await kit.say(saved[0], counts=("care",))
    assert await known() == 3
    again = Change("again", replace(saved[1], version=0))
    await kit.store.commit(again)  # a conflict: nobody came
    assert await known() == 3
    await kit.say_goodbye(saved[2])
    assert await known() == 2 == (await kit.database.read(queries.people))[0]
    assert await kit.database.read(queries.counters) == {"care": 1}


async def test_forgetting_leaves_counts_and_nothing_of_the_person(kit: Kit) -> None:
    await lives(kit)
    kit.now += 2 * SETTLED
    while await statistician(kit).once():
        pass
    before = await whole(kit)
    await kit.say_goodbye(await kit.store.load(person("1")))
    assert await whole(kit) == before
    assert "person_id" not in s.tally.columns
