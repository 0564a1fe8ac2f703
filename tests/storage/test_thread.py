"""Whole transactions in the thread of aiosqlite: in order, and each with its own result."""

import asyncio
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from bot.storage.thread import SqliteThread


@pytest.fixture
async def thread(tmp_path: Path) -> AsyncIterator[SqliteThread]:
    found = SqliteThread(str(tmp_path / "x.db"), "BEGIN IMMEDIATE")
    await found.open()
    await found.run(lambda c: c.execute(text("CREATE TABLE lamp (name TEXT PRIMARY KEY)")))
    yield found
    await found.close()


def light(connection: Connection, name: str) -> tuple[str, int]:
    connection.execute(text("INSERT INTO lamp VALUES (:name)"), {"name": name})
    return name, threading.get_ident()


async def names(thread: SqliteThread) -> list[str]:
    return await thread.run(lambda c: [str(n) for n in c.execute(text("SELECT name FROM lamp")).scalars()])


async def test_each_piece_gets_its_own_result_from_the_one_thread(thread: SqliteThread) -> None:
    wanted = [str(number) for number in range(50)]
    found = await asyncio.gather(*(thread.run(lambda c, n=n: light(c, n)) for n in wanted))  # type: ignore[misc]
    assert [name for name, _ in found] == wanted
    (where,) = {where for _, where in found}
    assert where != threading.get_ident()
    assert await names(thread) == wanted


async def test_one_that_fails_is_undone_and_nobody_else_is_touched(thread: SqliteThread) -> None:
    def dies(connection: Connection) -> None:
        light(connection, "half")
        raise ValueError("broken")

    first, second, third = await asyncio.gather(
        thread.run(lambda c: light(c, "a")),
        thread.run(dies),
        thread.run(lambda c: light(c, "b")),
        return_exceptions=True,
    )
    assert isinstance(second, ValueError)
    assert isinstance(first, tuple)
    assert isinstance(third, tuple)
    assert (first[0], third[0]) == ("a", "b")
    assert await names(thread) == ["a", "b"]


async def test_who_no_longer_waits_takes_nobodys_result(thread: SqliteThread) -> None:
    """A piece that was handed over is done, whether or not somebody still waits for it."""
    busy = threading.Event()
    waiting = asyncio.create_task(thread.run(lambda c: busy.wait(10)))
    left = asyncio.create_task(thread.run(lambda c: light(c, "left")))
    after = asyncio.create_task(thread.run(lambda c: light(c, "after")))
    await asyncio.sleep(0)
    left.cancel()
    busy.set()
    assert await waiting
    assert (await after)[0] == "after"
    assert await names(thread) == ["left", "after"]


async def test_a_crash_elsewhere_does_not_hang_on_it(thread: SqliteThread) -> None:
    where = await thread.run(lambda c: threading.current_thread())
    assert where is not threading.main_thread()
    assert where.daemon
