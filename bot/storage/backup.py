"""Backups: one SQLite file, whichever engine it was made from, readable by its owner alone.

A SQLite database is copied by SQLite's own online backup; a PostgreSQL database table by table, inside
one snapshot. Both are consistent and neither stops anyone from writing. A backup of one engine can be
restored into the other.
"""

import asyncio
import contextlib
import errno
import os
import sqlite3
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, create_engine, func, insert, select

from bot.errors import StorageError
from bot.storage.database import Database
from bot.storage.files import SIDES, beside, exists, is_sqlite, prepare_file, size, with_sides
from bot.storage.in_use import refuse_served
from bot.storage.locking import ENDING, take
from bot.storage.schema import HEAD, metadata
from bot.storage.upgrade import look, version_of
from bot.storage.workplace import workplace

_CHUNK = 1_000
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_NOT_TAKEN = frozenset({"SQLITE_FULL", "SQLITE_IOERR_WRITE"})  # https://www.sqlite.org/rescode.html
_PAGES = 1_000  # copied before it is looked whether we are to stop


async def backup(database: Database, target: Path, *, force: bool = False) -> int:
    """Copies an opened database to `target`; gives the bytes written. Whole or not at all, and nothing of
    it stays where it is stopped."""
    _refuse_existing(target, force)
    if database.file is not None:
        _refuse_itself(target, database.file)
    with _beside(target) as part:
        if database.file is not None:
            await _copy_sqlite(database, part)
        else:
            await _copy_to_sqlite(database, part)
        _check(part)
        os.replace(part, target)
    return size(target)


async def restore(source: Path, url: str, *, force: bool = False) -> None:
    """Puts a backup in a database's place. Checks it first; refuses while the database is in use, and
    without `force` where it holds people. What still lies in a log beside the backup belongs to it."""
    _refuse_foreign(source)
    database = Database(url)
    if database.file is None:
        await _restore_to_server(database, source, force=force)
        return
    file = database.file
    if not file.parent.is_dir():
        raise StorageError(f"there is no folder {file.parent}: make it, or change ALANA_DATABASE_URL")
    lock = take(file)
    try:
        _refuse_to_replace(file, source, force)
        with _beside(file) as part:
            _gather(source, part)
            _retire(file)
            os.replace(part, file)
    finally:
        lock.close()
    await database.open(at_leisure=True)  # an older backup is brought to the newest schema
    await database.close()


def _refuse_existing(target: Path, force: bool) -> None:
    try:
        there, ordinary = os.path.lexists(target), target.is_file()
    except (OSError, ValueError) as error:
        raise _cannot_write(target, error) from None
    if there and not force:
        raise StorageError(f"{target} exists: name another file, or add --force to replace it")
    if there and not ordinary:
        raise StorageError(f"{target} is not an ordinary file: name another one")


def _refuse_itself(target: Path, file: Path) -> None:
    """A backup renamed over the database, or over what belongs to it, would leave whoever serves it with a
    file that has no name."""
    own = (*with_sides(file), beside(file, ENDING))
    if any(target.resolve() == each for each in own) or (
        target.exists() and file.exists() and target.samefile(file)
    ):
        raise StorageError(f"{target} belongs to the database itself: name another file")


def _refuse_foreign(source: Path) -> None:
    try:
        ours = exists(source) and is_sqlite(source)
    except StorageError:
        ours = False
    if not ours:
        missing = not os.path.lexists(source)
        raise StorageError(
            f"there is no file {source}" if missing else f"{source} is no backup: alana backup FILE makes one"
        )


def _refuse_to_replace(file: Path, source: Path, force: bool) -> None:
    there = exists(file)
    if there and source.samefile(file):
        raise StorageError(f"{source} is the database itself: name a backup of it")
    if size(file) and not force:
        raise StorageError(f"{file} exists: add --force to replace it by {source}")
    if there and os.stat(file).st_nlink > 1:
        raise StorageError(f"{file} has a second name, a hard link: remove that first")


@contextlib.contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """A new file of the owner's alone, in the same folder; gone at the end unless it was renamed."""
    try:
        with workplace(target.parent) as folder:
            part = folder / "copy.db"
            prepare_file(part)
            yield part
    except (OSError, sqlite3.Error) as error:
        raise _cannot_write(target, error) from None
    except StorageError as error:
        if _unwritten(error.__cause__):
            raise _cannot_write(target, error.__cause__) from None
        raise


def _cannot_write(target: Path, error: BaseException | None) -> StorageError:
    cause = getattr(error, "orig", None) or error
    reason = getattr(cause, "strerror", None) or cause
    advice = ": make room there and try again" if _unwritten(cause) else ""
    return StorageError(f"cannot write {target}: {reason}{advice}; nothing was changed")


def _unwritten(error: BaseException | None) -> bool:
    """Whether the disk took no more. What is copied from is only read: it is the disk of the copy."""
    cause = getattr(error, "orig", None) or error
    if isinstance(cause, OSError):
        return cause.errno in _NO_ROOM
    return isinstance(cause, sqlite3.Error) and getattr(cause, "sqlite_errorname", None) in _NOT_TAKEN


async def _copy_sqlite(database: Database, part: Path) -> None:
    """In the database's own thread. Where we are stopped it ends first: it must not write any more."""
    stopped = threading.Event()
    copying = asyncio.ensure_future(database.read(lambda connection: _copy_pages(connection, part, stopped)))
    try:
        await asyncio.shield(copying)
    except BaseException:
        stopped.set()
        await asyncio.gather(copying, return_exceptions=True)
        raise


def _copy_pages(connection: Connection, part: Path, stopped: threading.Event) -> None:
    source = connection.connection.dbapi_connection

    def go_on(status: int, remaining: int, total: int) -> None:
        if stopped.is_set():
            raise sqlite3.OperationalError("stopped")

    # Once something was read all of the copy is of one moment, however long it takes.
    connection.exec_driver_sql("SELECT count(*) FROM sqlite_master")
    with contextlib.closing(sqlite3.connect(part)) as copy:
        source.backup(copy, pages=_PAGES, progress=go_on, sleep=0)  # type: ignore[union-attr]
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it


async def _copy_to_sqlite(database: Database, part: Path) -> None:
    await _make_empty(part)
    with contextlib.closing(sqlite3.connect(part)) as copy:
        await database.read(lambda connection: _copy_tables(connection, copy))
        copy.commit()
        copy.execute("PRAGMA journal_mode=DELETE")


async def _make_empty(file: Path) -> None:
    """A database with the newest schema and nothing in it; an older one is brought to that schema."""
    empty = Database(f"sqlite:///{file}")
    await empty.open(serving=False)
    await empty.close()


def _copy_tables(connection: Connection, copy: sqlite3.Connection) -> None:
    connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
    if version_of(connection) != HEAD:
        raise StorageError("the database has an older schema: start this version of Alana on it once")
    reading = connection.execution_options(stream_results=True, yield_per=_CHUNK)
    for table in metadata.sorted_tables:
        marks = ",".join("?" * len(table.columns))
        names = ",".join(f'"{column.name}"' for column in table.columns)
        for rows in reading.execute(select(table)).partitions():
            copy.executemany(f'INSERT INTO "{table.name}" ({names}) VALUES ({marks})', map(tuple, rows))


async def _restore_to_server(database: Database, source: Path, *, force: bool) -> None:
    with _beside(Path(tempfile.gettempdir()) / source.name) as copy:
        _gather(source, copy)
        await _make_empty(copy)
        await database.open(at_leisure=True)
        engine = create_engine(f"sqlite:///{copy}")
        try:
            with engine.connect() as reading:
                await database.write(lambda connection: _fill(connection, reading, force=force))
        finally:
            engine.dispose()
            await database.close()


def _fill(connection: Connection, reading: Connection, *, force: bool) -> None:
    refuse_served(connection)
    person = metadata.tables["person"]
    if connection.scalar(select(func.count()).select_from(person)) and not force:
        raise StorageError("the database holds people: add --force to replace them by the backup")
    for table in metadata.sorted_tables:
        connection.execute(table.delete())
        for rows in reading.execute(select(table)).mappings().partitions(_CHUNK):
            connection.execute(insert(table), [dict(row) for row in rows])
        for column in table.columns:
            if column.autoincrement is True:
                go_on_numbering(connection, table.name, column.name)


def go_on_numbering(connection: Connection, table: str, column: str) -> None:
    highest = f"(SELECT coalesce(max({column}), 0) + 1 FROM {table})"
    connection.exec_driver_sql(
        f"SELECT setval(pg_get_serial_sequence('{table}', '{column}'), {highest}, false)"
    )


def _check(file: Path) -> None:
    """Raises `StorageError` unless the file is a whole database of ours, no newer than this program."""
    try:
        with contextlib.closing(sqlite3.connect(file)) as raw:
            (verdict,) = raw.execute("PRAGMA integrity_check(1)").fetchone()
    except sqlite3.Error as error:
        raise StorageError(f"it cannot be used as a backup: {error}") from None
    if verdict != "ok":
        raise StorageError("it is damaged: use another backup")
    try:
        empty = look(file) is None
    except StorageError as error:
        raise StorageError(f"it cannot be used as a backup: {error}") from None
    if empty:
        raise StorageError("it cannot be used as a backup: there is nothing in it")


def _gather(source: Path, part: Path) -> None:
    """One whole, checked file of a backup and of what lies beside it: in the copy of a database that was not
    closed the newest turns stand in its log alone."""
    for old, new in zip(with_sides(source), with_sides(part), strict=True):
        if old.is_file() and not old.name.endswith("-shm"):
            _copy_file(old, new)
    try:
        with contextlib.closing(sqlite3.connect(part)) as copy:
            copy.execute("PRAGMA journal_mode=DELETE")
        _check(part)
    except StorageError as error:
        raise StorageError(f"{source}: {error}") from None
    except sqlite3.Error as error:
        if _unwritten(error):
            raise
        raise StorageError(f"{source}: it cannot be used as a backup: {error}") from None


def _copy_file(old: Path, new: Path) -> None:
    with old.open("rb") as reading, new.open("wb") as writing:
        while block := reading.read(1 << 20):
            writing.write(block)
        writing.flush()
        os.fsync(writing.fileno())


def _retire(file: Path) -> None:
    """The database that goes gets its log back first, where it still can: until the very moment in which
    another takes its name it is whole, and no log of its own lies beside that one."""
    if exists(file):
        with contextlib.suppress(sqlite3.Error), contextlib.closing(sqlite3.connect(file, timeout=1)) as old:
            old.execute("PRAGMA journal_mode=DELETE")
    for ending in SIDES:
        beside(file, ending).unlink(missing_ok=True)
