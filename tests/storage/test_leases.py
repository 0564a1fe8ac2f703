"""Leases in a real PostgreSQL: one holder, a token for each, times by the database's own clock."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.util import await_only

from bot.storage.database import Database
from bot.storage.leases import SqlLeases, forget_members
from bot.storage.postgres import POOL
from bot.storage.schema import lease

A, B = ("alana", "telegram"), ("lantern", "telegram")
LONG, OVER = timedelta(minutes=5), timedelta(seconds=-1)


@pytest.fixture
async def database(postgres_url: str) -> AsyncIterator[Database]:
    found = Database(postgres_url)
    await found.open()
    await found.write(lambda connection: connection.execute(lease.delete()))
    yield found
    await found.close()


async def test_the_first_holds_it_until_it_has_run_out(database: Database) -> None:
    first, second = SqlLeases(database, "first"), SqlLeases(database, "second")
    assert await first.take([A], LONG) == {A: 1}
    assert await second.take([A, B], LONG) == {B: 1}
    assert await first.take([A, B], OVER) == {A: 1}
    assert await second.take([A, B], LONG) == {A: 2, B: 1}
    assert await first.take([A], LONG) == {}


async def test_what_nobody_took_meanwhile_keeps_its_token(database: Database) -> None:
    first = SqlLeases(database, "first")
    await first.take([A], OVER)
    assert await first.take([A], LONG) == {A: 1}


async def test_what_is_given_up_is_free_at_once_and_only_ones_own_is(database: Database) -> None:
    first, second = SqlLeases(database, "first"), SqlLeases(database, "second")
    await first.take([A, B], LONG)
    await second.free([A, B])
    assert await second.take([A, B], LONG) == {}
    await first.free([A])
    assert await second.take([A, B], LONG) == {A: 2}
    assert await first.take([A], LONG) == {}


async def test_however_much_there_is_to_do_they_are_kept_and_given_up(database: Database) -> None:
    """A busy process would lose them, if they stood in line with its work."""
    first, done = SqlLeases(database, "first"), asyncio.Event()
    waiting = [asyncio.create_task(database.read(lambda _: await_only(done.wait()))) for _ in range(3 * POOL)]
    await asyncio.sleep(0)
    async with asyncio.timeout(10):
        assert await first.take([A], LONG) == {A: 1}
        await first.free([A])
        assert await SqlLeases(database, "second").take([A], LONG) == {A: 2}
    done.set()
    await asyncio.gather(*waiting)


async def test_time_is_the_databases(database: Database) -> None:
    first = SqlLeases(database, "first")
    await first.take([A], LONG)
    left = text("SELECT until - (extract(epoch FROM clock_timestamp()) * 1000000)::bigint FROM lease")
    [left_] = await database.read(lambda connection: list(connection.scalars(left)))
    assert timedelta(minutes=4) < timedelta(microseconds=left_) <= LONG


async def test_what_stands_is_what_is_in_force(database: Database) -> None:
    first, second = SqlLeases(database, "first"), SqlLeases(database, "second")
    await first.take([("alana", "discord group 0 of 2"), ("lantern", "discord group 0 of 2"), A], LONG)
    await second.take([("alana", "discord group 1 of 2")], LONG)
    await second.take([("alana", "discord member 2 second")], OVER)
    found = await first.standing("alana", "discord ")
    assert found == {"discord group 0 of 2": "first", "discord group 1 of 2": "second"}


async def test_a_clock_that_was_set_back_keeps_nothing_from_anybody(database: Database) -> None:
    """Of a holder that died before that, the lease seems to last for a day more."""
    first, second = SqlLeases(database, "first"), SqlLeases(database, "second")
    await first.take([A, B], timedelta(days=1))
    assert await second.standing("alana", "") == {}
    assert await second.take([A], LONG) == {A: 2}
    assert await first.take([A, B], LONG) == {B: 1}, "who is still there keeps it, and by the new clock"
    assert await second.take([B], LONG) == {}


async def test_elsewhere_is_what_another_process_holds_now(database: Database) -> None:
    first, second = SqlLeases(database, "first"), SqlLeases(database, "second")
    await first.take([A, ("alana", "gone")], OVER)
    await first.take([A], LONG)
    await second.take([("alana", "discord"), B], LONG)
    names = ("telegram", "discord", "gone", "chat")
    assert await first.elsewhere("alana", names) == {"discord"}
    assert await second.elsewhere("alana", names) == {"telegram"}


async def test_a_turn_is_nobodys_until_its_time_is_over_not_even_ones_own(database: Database) -> None:
    first, second = SqlLeases(database, "first"), SqlLeases(database, "second")
    assert await first.turn(A, LONG)
    assert not await first.turn(A, LONG)
    assert not await second.turn(A, LONG)
    assert await second.turn(B, OVER)
    assert await first.turn(B, LONG)


async def test_names_of_processes_that_are_long_gone_are_forgotten(database: Database) -> None:
    first = SqlLeases(database, "first")
    old, gone, here = (("alana", f"discord member 2 {name}") for name in ("old", "gone", "here"))
    await first.take([old], timedelta(days=-2))
    await first.take([gone], OVER)
    await first.take([here, A], LONG)
    await first.take([B], timedelta(days=-2))
    assert await forget_members(database) == 1
    left = await database.read(
        lambda connection: [tuple(row) for row in connection.execute(select(lease.c.bot, lease.c.name))]
    )
    assert sorted(left) == sorted([gone, here, A, B])  # of what is held the token is kept for ever
