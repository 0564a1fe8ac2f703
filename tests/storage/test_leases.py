"""Leases in a real PostgreSQL: one holder, a token for each, times by the database's own clock."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.storage.database import Database
from bot.storage.leases import SqlLeases
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


async def test_time_is_the_databases(database: Database) -> None:
    first = SqlLeases(database, "first")
    await first.take([A], LONG)
    left = text("SELECT until - (extract(epoch FROM clock_timestamp()) * 1000000)::bigint FROM lease")
    [left_] = await database.read(lambda connection: list(connection.scalars(left)))
    assert timedelta(minutes=4) < timedelta(microseconds=left_) <= LONG
