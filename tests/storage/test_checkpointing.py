"""The write-ahead log is copied back beside the writer."""

import logging
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from bot.storage import checkpointing
from bot.storage.checkpointing import ENOUGH, WalCheckpointer
from bot.storage.database import Database


def test_the_log_is_copied_once_it_is_worth_it(tmp_path: Path) -> None:
    file = tmp_path / "a.db"
    with (
        closing(sqlite3.connect(file, isolation_level=None)) as writer,
        closing(sqlite3.connect(file, isolation_level=None)) as mine,
    ):
        writer.execute("PRAGMA journal_mode=WAL")
        writer.execute("PRAGMA wal_autocheckpoint=0")
        writer.execute("CREATE TABLE t (x)")
        checkpointer = WalCheckpointer(file, lambda: writer.total_changes)
        before = file.stat().st_size
        writer.execute("INSERT INTO t VALUES (zeroblob(100000))")
        checkpointer.once(mine)
        assert file.stat().st_size == before
        writer.execute("BEGIN")
        writer.executemany("INSERT INTO t VALUES (?)", ((n,) for n in range(ENOUGH)))
        writer.execute("COMMIT")
        checkpointer.once(mine)
        assert file.stat().st_size > before + 100_000


def test_what_was_erased_leaves_the_log_as_soon_as_nobody_reads_in_it(tmp_path: Path) -> None:
    file, log = tmp_path / "a.db", tmp_path / "a.db-wal"
    with (
        closing(sqlite3.connect(file, isolation_level=None)) as writer,
        closing(sqlite3.connect(file, isolation_level=None)) as reader,
        closing(sqlite3.connect(file, timeout=0, isolation_level=None)) as mine,
    ):
        writer.executescript("PRAGMA journal_mode=WAL; PRAGMA secure_delete=ON; CREATE TABLE t (x)")
        writer.execute("INSERT INTO t VALUES ('Wilhelmine')")
        checkpointer = WalCheckpointer(file, lambda: writer.total_changes)
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM t").fetchall()
        writer.execute("DELETE FROM t")
        checkpointer.empty()
        checkpointer.once(mine)
        assert b"Wilhelmine" in log.read_bytes()
        reader.execute("COMMIT")
        checkpointer.once(mine)
        assert b"Wilhelmine" not in log.read_bytes() + file.read_bytes()
        writer.execute("INSERT INTO t VALUES (1)")
        checkpointer.once(mine)
        assert log.stat().st_size > 0, "once is enough"


def test_a_log_that_grows_beside_a_reader_is_told_of_and_emptied_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(checkpointing, "LONG", 2 << 20)
    file, log = tmp_path / "a.db", tmp_path / "a.db-wal"
    with (
        closing(sqlite3.connect(file, isolation_level=None)) as writer,
        closing(sqlite3.connect(file, isolation_level=None)) as reader,
        closing(sqlite3.connect(file, timeout=0, isolation_level=None)) as mine,
        caplog.at_level(logging.WARNING),
    ):
        writer.executescript("PRAGMA journal_mode=WAL; CREATE TABLE t (x)")
        checkpointer = WalCheckpointer(file, lambda: writer.total_changes)
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM t").fetchall()
        for _ in range(3):
            writer.execute("INSERT INTO t VALUES (zeroblob(3000000))")
            checkpointer.look()
            checkpointer.once(mine)
        reader.execute("COMMIT")
        checkpointer.once(mine)
        checkpointer.look()
        assert log.stat().st_size == 0
    told = [record.getMessage() for record in caplog.records]
    assert told == [
        f"{log} has 2 MB: another program reads the database",
        "the database's log is short again",
    ]


async def test_a_database_that_serves_has_one_and_ends_it(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'a.db'}")
    await database.open()
    checkpointer = database._copier
    assert checkpointer is not None
    assert checkpointer._thread.is_alive()
    await database.close()
    assert not checkpointer._thread.is_alive()
    await database.close()


def test_what_goes_wrong_in_one_look_is_told_and_the_next_comes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Nobody else copies the log, nor takes out of it what was erased."""
    looks = threading.Semaphore(0)

    def broken(checkpointer: WalCheckpointer) -> None:
        looks.release()
        raise OSError("a folder that went away")

    monkeypatch.setattr(WalCheckpointer, "look", broken)
    monkeypatch.setattr(checkpointing, "EVERY", 0.001)
    checkpointer = WalCheckpointer(tmp_path / "a.db", lambda: 0)
    checkpointer.start()
    try:
        assert all(looks.acquire(timeout=10) for _ in range(3))
    finally:
        checkpointer.stop()
    [line] = [record.getMessage() for record in caplog.records]
    assert line == "looking after the database's log failed; it is tried again"


async def test_looking_only_needs_none(tmp_path: Path) -> None:
    made, looking = Database(f"sqlite:///{tmp_path / 'a.db'}"), Database(f"sqlite:///{tmp_path / 'a.db'}")
    await made.open()
    await made.close()
    await looking.open_to_read()
    assert looking._copier is None
    await looking.close()
