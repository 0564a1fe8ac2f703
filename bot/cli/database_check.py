"""What `alana doctor` finds in the database, its files and its disk. Reads only."""

import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection

from bot.cli.findings import Finding, ago, of_bot, warning, wrong
from bot.errors import StorageError
from bot.refusals import shortened
from bot.settings import Settings
from bot.storage import copying, locking, queries
from bot.storage.database import Database
from bot.storage.files import exists
from bot.storage.schema import HEAD
from bot.storage.upgrade import NEWER, known, version_of
from bot.storage.workplace import left

OLD = timedelta(minutes=15)  # a row that waits longer in the outbox of a running bot is a trouble
LATE = timedelta(minutes=5)  # so is a nudge that was not handed in by then
LITTLE, TOO_LITTLE = 1_000_000_000, 100_000_000  # bytes left on the disk


async def database_findings(bots: Mapping[str, Settings], now: datetime) -> list[Finding]:
    """Everything about it, and what it holds of each of these bots. What was found before it could not be
    looked at any more stands: a full disk is often why. Raises `StorageError` where its address is none."""
    database = Database(next(iter(bots.values())).database_url.get_secret_value())
    file = database.file
    found = [wrong("file", line) for line in _leftovers(file)]
    if file is not None:
        found.append(disk(shutil.disk_usage(file.parent).free, file))
        if not exists(file):
            return [*found, Finding("database", f"{file} is made at the first start")]
    try:
        async for finding in _stored(database, bots, now):
            found.append(finding)
    except StorageError as error:
        found.append(wrong("database", str(error)))
    return found


async def _stored(database: Database, bots: Mapping[str, Settings], now: datetime) -> AsyncIterator[Finding]:
    file = database.file
    holder = locking.holder(file) if file is not None else None
    await database.open_to_read()
    try:
        if database.warning is not None:
            yield wrong("file", database.warning)
        yield await database.read(_schema)
        for finding in await database.read(_unfinished):
            yield finding
        if file is not None:
            user = f"process {holder}" if holder else "nobody"
            yield Finding("file", f"{file}, {file.stat().st_size / 1e6:.1f} MB, used by {user}")
            yield await database.read(_whole)
        else:
            yield await database.read(_server)
        for name, own in bots.items():
            window = timedelta(hours=own.nudge_window_hours)
            held = await database.of(name).read(lambda c, w=window: list(_contents(c, now, w)))  # type: ignore[misc]
            for finding in of_bot(name, bots, held):
                yield finding
    finally:
        await database.close()


def disk(free: int, file: Path) -> Finding:
    """`free` in bytes."""
    line = f"{free / 1e9:.1f} GB are free for {file.parent}"
    if free < TOO_LITTLE:
        return wrong("disk", f"{line}: make room, or nothing can be stored soon")
    return warning("disk", f"{line}: make room before it is full") if free < LITTLE else Finding("disk", line)


def _leftovers(file: Path | None) -> Iterator[str]:
    """What a killed backup or restore left: it holds all that the database held."""
    folders = {Path.cwd(), Path(tempfile.gettempdir()), *([file.parent] if file is not None else [])}
    for folder in sorted(folders):
        for each in left(folder):
            yield f"{each} is left of work that was killed, with what people wrote: rm -r {each}"


def _schema(connection: Connection) -> Finding:
    version = version_of(connection)
    if version is None:
        return Finding("database", "empty; it is filled at the first start")
    if version == HEAD:
        return Finding("database", f"schema {version}, the newest")
    if known(version):
        return Finding("database", f"schema {version}; the next start brings it to {HEAD}")
    raise StorageError(NEWER)


def _unfinished(connection: Connection) -> list[Finding]:
    there = version_of(connection) == HEAD and copying.unfinished(connection)
    return [wrong("database", copying.UNFINISHED)] if there else []


def _whole(connection: Connection) -> Finding:
    verdict = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
    if verdict == "ok":
        return Finding("file", "whole (quick check)")
    return wrong("file", f"damaged ({verdict}): restore a backup")


def _server(connection: Connection) -> Finding:
    version = connection.exec_driver_sql("SHOW server_version").scalar()
    if connection.exec_driver_sql("SELECT pg_is_in_recovery()").scalar():
        return wrong("server", f"PostgreSQL {version}, a copy that takes no changes: name the main server")
    return Finding("server", f"PostgreSQL {version}")


def _contents(connection: Connection, now: datetime, window: timedelta) -> Iterator[Finding]:
    if version_of(connection) != HEAD:
        return  # its tables are not the ones that are asked here
    known_, gone = queries.people(connection)
    yield Finding("people", f"{known_} known, {gone} of them cannot be reached now")
    yield from _outbox(connection, now)
    yield _nudges(connection, now, window)
    for kind, error, number, last_at in queries.poison(connection):
        line = (
            f"{number} x {kind}: {error}, the last {ago(now - last_at)} ago: the log of then names the place"
        )
        yield wrong("poison", line)
    counters = ", ".join(f"{name} {value}" for name, value in queries.counters(connection).items())
    if counters:
        yield Finding("counters", counters)


def _outbox(connection: Connection, now: datetime) -> Iterator[Finding]:
    waiting = queries.waiting(connection)
    for each in waiting:
        age = now - each.oldest_at
        line = f"{each.platform}: {each.rows} waiting, the oldest for {ago(age)}"
        yield Finding("outbox", line, "wrong" if age > OLD else "ok")
    if not waiting:
        yield Finding("outbox", "nothing waits")
    for letter in queries.dead(connection):
        last = ago(now - letter.last_at)
        line = f"{letter.platform}: {letter.rows} given up ({shortened(letter.reason)}), the last {last} ago"
        yield wrong("dead letters", line)


def _nudges(connection: Connection, now: datetime, window: timedelta) -> Finding:
    due, late = queries.nudges(connection, now - LATE)
    line = f"{due} are set" if due else "nobody wants any"
    if late is None:
        return Finding("nudges", line)
    waits = now - late
    if waits > window:
        return warning("nudges", f"{line}; the oldest is {ago(waits)} late: too late, it will be passed over")
    return warning("nudges", f"{line}; the oldest is {ago(waits)} late: is the bot running?")
