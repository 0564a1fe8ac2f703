"""Backups: one SQLite file, whichever engine it was made from, readable by its owner alone.

A SQLite database is copied by SQLite's own online backup; a PostgreSQL database table by table, inside
one snapshot. Both are consistent and neither stops anyone from writing. A backup of one engine can be
restored into the other.
"""

import contextlib
import os
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, create_engine, func, insert, select

from bot.errors import StorageError
from bot.storage.database import Database, is_sqlite, lock_file, prepare_file
from bot.storage.schema import HEAD, metadata
from bot.storage.upgrade import NEWER, known, version_of

_CHUNK = 1_000


async def backup(database: Database, target: Path, *, force: bool = False) -> int:
    """Copies an opened database to `target`; gives the bytes written. Whole or not at all."""
    _refuse_existing(target, force)
    if database.file is not None:
        _refuse_itself(target, database.file)
    with _beside(target) as part:
        if database.file is not None:
            await database.read(lambda connection: _copy_sqlite(connection, part))
        else:
            await _copy_to_sqlite(database, part)
        _check(part)
        os.replace(part, target)
    return _size(target)


async def restore(source: Path, url: str, *, force: bool = False) -> None:
    """Puts a backup in a database's place. Checks it first; refuses while the database is in use, and
    without `force` where it holds people."""
    _check(source)
    database = Database(url)
    if database.file is None:
        await _restore_to_server(database, source, force=force)
        return
    file = database.file
    if not file.parent.is_dir():
        raise StorageError(f"there is no folder {file.parent}: make it, or change ALANA_DATABASE_URL")
    lock = lock_file(file)
    try:
        if file.exists() and file.stat().st_size and not force:
            raise StorageError(f"{file} exists: add --force to replace it by {source}")
        _replace(source, file)
    finally:
        lock.close()
    await database.open()  # an older backup is brought to the newest schema
    await database.close()


def _refuse_existing(target: Path, force: bool) -> None:
    if os.path.lexists(target) and not force:
        raise StorageError(f"{target} exists: name another file, or add --force to replace it")
    if os.path.lexists(target) and not target.is_file():
        raise StorageError(f"{target} is not an ordinary file: name another one")


def _refuse_itself(target: Path, file: Path) -> None:
    """A backup renamed over the database, or over what belongs to it, would leave whoever serves it with a
    file that has no name."""
    own = (Path(f"{file}{ending}") for ending in ("", "-wal", "-shm", "-journal", ".lock"))
    if any(target.resolve() == each.resolve() for each in own) or (
        target.exists() and file.exists() and target.samefile(file)
    ):
        raise StorageError(f"{target} belongs to the database itself: name another file")


def _size(file: Path) -> int:
    return file.stat().st_size


@contextlib.contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """A new file of the owner's alone, in the same folder; gone at the end unless it was renamed."""
    part = target.with_name(f".{target.name}.part")
    try:
        part.unlink(missing_ok=True)
        prepare_file(part)
        yield part
    except (OSError, sqlite3.Error) as error:
        reason = getattr(error, "strerror", None) or error
        raise StorageError(f"cannot write {target}: {reason}; nothing was changed") from None
    finally:
        for name in (part, Path(f"{part}-wal"), Path(f"{part}-shm"), Path(f"{part}-journal")):
            with contextlib.suppress(OSError):
                name.unlink(missing_ok=True)


def _copy_sqlite(connection: Connection, part: Path) -> None:
    source = connection.connection.dbapi_connection
    with contextlib.closing(sqlite3.connect(part)) as copy:
        source.backup(copy)  # type: ignore[union-attr]
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
        for rows in reading.execute(select(table)).partitions():
            copy.executemany(f'INSERT INTO "{table.name}" VALUES ({marks})', map(tuple, rows))


async def _restore_to_server(database: Database, source: Path, *, force: bool) -> None:
    with tempfile.TemporaryDirectory(prefix="alana-") as folder:
        copy = Path(folder) / "backup.db"
        _replace(source, copy)
        await _make_empty(copy)
        await database.open()
        engine = create_engine(f"sqlite:///{copy}")
        try:
            with engine.connect() as reading:
                await database.write(lambda connection: _fill(connection, reading, force=force))
        finally:
            engine.dispose()
            await database.close()


def _fill(connection: Connection, reading: Connection, *, force: bool) -> None:
    person = metadata.tables["person"]
    if connection.scalar(select(func.count()).select_from(person)) and not force:
        raise StorageError("the database holds people: add --force to replace them by the backup")
    for table in metadata.sorted_tables:
        connection.execute(table.delete())
        for rows in reading.execute(select(table)).mappings().partitions(_CHUNK):
            connection.execute(insert(table), [dict(row) for row in rows])
        for column in table.columns:
            if column.autoincrement is True:
                _go_on_numbering(connection, table.name, column.name)


def _go_on_numbering(connection: Connection, table: str, column: str) -> None:
    highest = f"(SELECT coalesce(max({column}), 0) + 1 FROM {table})"
    connection.exec_driver_sql(
        f"SELECT setval(pg_get_serial_sequence('{table}', '{column}'), {highest}, false)"
    )


def _check(file: Path) -> None:
    """Raises `StorageError` unless the file is a whole database of ours, no newer than this program."""
    if not file.exists():
        raise StorageError(f"there is no file {file}")
    if not is_sqlite(file):
        raise StorageError(f"{file} is no backup: alana backup FILE makes one")
    name = f"file:{str(file).replace('%', '%25').replace('?', '%3f').replace('#', '%23')}?mode=ro"
    try:
        with contextlib.closing(sqlite3.connect(name, uri=True)) as raw:
            (verdict,) = raw.execute("PRAGMA integrity_check(1)").fetchone()
            version = raw.execute("SELECT version_num FROM alembic_version").fetchone()
    except sqlite3.Error as error:
        raise StorageError(f"{file} cannot be used as a backup: {error}") from None
    if verdict != "ok":
        raise StorageError(f"{file} is damaged: use another backup")
    if version is None or not known(str(version[0])):
        raise StorageError(f"{file}: {NEWER}")


def _replace(source: Path, file: Path) -> None:
    with _beside(file) as part:
        with source.open("rb") as old, part.open("wb") as new:
            while block := old.read(1 << 20):
                new.write(block)
            new.flush()
            os.fsync(new.fileno())
        _check(part)
        for ending in ("-wal", "-shm"):  # the log of the database that goes
            Path(f"{file}{ending}").unlink(missing_ok=True)
        os.replace(part, file)
