"""Forgotten means gone: from every byte of the file and of its log, through crashes and beside readers."""

# ruff: noqa: ASYNC110, ASYNC220

import asyncio
import contextlib
import logging
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.model import Message, Outgoing, Receipt, Rich, Say
from bot.ports import Change, Committed, JournalEntry, Saved
from bot.storage import checkpointing
from bot.storage.checkpointing import EAGER, TOLD, WalCheckpointer
from bot.storage.database import Database
from bot.storage.pruning import Ages, Pruner
from tests.storage.conftest import NOW, Kit, home, person

ROOT = Path(__file__).resolve().parents[2]
NUMBER, NAME, PAGE = "47110815990", "Wilhelmine", "a page of the journal, her own"

# Somebody writes, forgets themselves while another process reads, and then this process is killed.
FORGETTER = f"""
import asyncio, sys, time
from pathlib import Path
sys.path.insert(0, {str(ROOT)!r})
from bot.ports import JournalEntry
from bot.storage.database import Database
from tests.storage.conftest import NOW, Kit
from tests.storage.test_forgotten import arrived
async def main():
    kit = Kit(Database("sqlite:///" + sys.argv[1]))
    await kit.database.open()
    saved = await arrived(kit)
    entry = JournalEntry("j1", "lamps", "01", "What?", {PAGE!r}, NOW)
    saved = await kit.say(saved, journal=(entry,), misses=(("here", {NAME!r}),))
    print("written", flush=True)
    sys.stdin.readline()
    await kit.say_goodbye(saved)
    print("forgotten", flush=True)
    time.sleep(600)
asyncio.run(main())
"""


async def arrived(kit: Kit) -> Saved:
    """Somebody whose account has that number. Ids of what was handled stay, and do not hold it here."""
    saved = replace(await kit.store.load(person(NUMBER)), address=home(NUMBER), direct=home(NUMBER))
    assert await kit.store.commit(Change(f"u{saved.person}", saved)) == Committed(1)
    return await kit.store.load(person(NUMBER))


def traces(file: Path) -> set[str]:
    """Which of a person's traces stand in the bytes of the database and of all beside it."""
    found = b"".join(each.read_bytes() for each in file.parent.glob(f"{file.name}*"))
    return {trace for trace in (NUMBER, NAME, PAGE) if trace.encode() in found}


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not true():
            await asyncio.sleep(0.01)


@contextlib.contextmanager
def reading(file: Path) -> Iterator[None]:
    """Another program holds a snapshot, as a backup does."""
    with contextlib.closing(
        sqlite3.connect(f"file:{file}?mode=ro", uri=True, isolation_level=None)
    ) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM person").fetchone()
        yield


async def test_a_crash_beside_a_reader_leaves_nothing_after_the_next_start(tmp_path: Path) -> None:
    file = tmp_path / "alana.db"
    bot = subprocess.Popen(
        [sys.executable, "-c", FORGETTER, str(file)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert bot.stdin is not None
    assert bot.stdout is not None
    try:
        assert bot.stdout.readline() == "written\n"
        with reading(file):
            bot.stdin.write("\n")
            bot.stdin.flush()
            assert bot.stdout.readline() == "forgotten\n"
            bot.send_signal(signal.SIGKILL)
            bot.wait()
    finally:
        bot.kill()
        bot.communicate()
    assert traces(file) == {NUMBER, NAME, PAGE}, "else this test shows nothing"
    database = Database(f"sqlite:///{file}")
    await database.open()
    assert traces(file) == set(), "emptied when it is opened, not at some later time"
    await database.close()


async def test_a_start_beside_a_reader_empties_the_log_once_the_reader_is_done(tmp_path: Path) -> None:
    file = tmp_path / "alana.db"
    kit = Kit(Database(f"sqlite:///{file}"))
    await kit.database.open()
    saved = await arrived(kit)
    with reading(file):
        await kit.say_goodbye(saved)
        await kit.database.close()
        await kit.database.open()
        assert traces(file) == {NUMBER}
    await until(lambda: not traces(file))
    await kit.database.close()


async def test_the_account_goes_with_the_last_words_to_it(tmp_path: Path) -> None:
    """The goodbye's row names the account; nothing else is erased afterwards."""
    file = tmp_path / "alana.db"
    kit = Kit(Database(f"sqlite:///{file}"))
    await kit.database.open()
    for end in ("sent", "dead", "dropped"):
        saved = await arrived(kit)
        chat = home(NUMBER)
        words = Outgoing(f"bye-{end}", chat, Say(Message(Rich("It is done."))))
        change = Change(f"bye:{end}", saved, (words,), forget=True)
        assert isinstance(await kit.store.commit(change), Committed)
        await until(lambda: not Path(f"{file}-wal").stat().st_size)  # what the erasing itself left is gone
        assert traces(file) == {NUMBER}
        [claimed] = await kit.claim()
        if end == "sent":
            await kit.outbox.sent(claimed, Receipt("9", chat), NOW)
        else:
            await getattr(kit.outbox, end)(claimed, "why", NOW)
        await until(lambda: not traces(file))
    await kit.database.close()


async def test_last_words_that_nobody_can_send_any_more_go_with_their_age(tmp_path: Path) -> None:
    file = tmp_path / "alana.db"
    kit = Kit(Database(f"sqlite:///{file}"))
    await kit.database.open()
    saved = await arrived(kit)
    words = Outgoing("bye", home(NUMBER), Say(Message(Rich("It is done."))))
    await kit.store.commit(Change("bye", saved, (words,), forget=True))
    hour = timedelta(hours=1)
    pruner = Pruner(kit.database, kit.writer, Ages(hour, hour, hour), clock=lambda: kit.now, playing=set)
    kit.later(days=1)
    await pruner.once()
    await until(lambda: not traces(file))
    await kit.database.close()


def test_a_reader_that_does_not_end_is_told_of_once(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    file = tmp_path / "a.db"
    with (
        contextlib.closing(sqlite3.connect(file, isolation_level=None)) as writer,
        contextlib.closing(sqlite3.connect(file, timeout=0, isolation_level=None)) as mine,
        caplog.at_level(logging.WARNING, checkpointing.log.name),
    ):
        writer.executescript("PRAGMA journal_mode=WAL; CREATE TABLE person (x)")
        checkpointer = WalCheckpointer(file, lambda: writer.total_changes)
        with reading(file):
            writer.execute("INSERT INTO person VALUES (1)")
            checkpointer.empty()
            for _ in range(2 * TOLD * EAGER):
                checkpointer.once(mine)
        for _ in range(EAGER):
            checkpointer.once(mine)
    assert [record.getMessage() for record in caplog.records] == [
        f"what was erased is still in {file}-wal: another program is reading there",
        "what was erased has left the database's log now",
    ]


async def test_a_page_taken_back_leaves_too(tmp_path: Path) -> None:
    file = tmp_path / "alana.db"
    kit = Kit(Database(f"sqlite:///{file}"))
    await kit.database.open()
    saved = await kit.met()
    saved = await kit.say(saved, journal=(JournalEntry("j1", "lamps", "01", "What?", PAGE, NOW),))
    assert traces(file) == {PAGE}
    await kit.say(saved, journal_erase=("j1",))
    await until(lambda: not traces(file))
    assert (await kit.store.load(person())).version == 3
    await kit.database.close()
