"""Backups: made while people talk, whole, private, and put back only where that is meant."""

# ruff: noqa: ASYNC240

import asyncio
import contextlib
import os
import shutil
import sqlite3
import stat
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from bot.engine.state import State
from bot.errors import StorageError
from bot.model import Receipt
from bot.ports import Change, Committed, JournalEntry, NudgeDay, Profile, SetWakeup, TurnLog
from bot.storage.backup import backup, restore
from bot.storage.database import Database
from bot.storage.files import size, with_sides
from bot.storage.schema import metadata
from tests.storage.conftest import NOW, Kit, home, person, row

ROOT = Path(__file__).resolve().parents[2]


async def _life(kit: Kit) -> None:
    saved = await kit.met()
    saved = await kit.say(saved, row("sent"), undo=State("rev", "Light"))
    [claimed] = await kit.claim()
    await kit.outbox.sent(claimed, Receipt("5", home()), NOW)
    await kit.say(
        replace(saved, profile=Profile("de", unreachable=True)),
        row("open", urgent=False),
        journal=(JournalEntry("j", "lamps", "01", "What?", "my ünicode", NOW),),
        wakeups=(SetWakeup("nudge", NOW),),
        nudge=NudgeDay(date(2026, 3, 2)),
        log=(TurnLog(NOW, "choose"),),
        misses=(("here", "phrase"),),
        counts=("care",),
    )
    await kit.notes.remember_revision("rev", {"Light": ("a", "b")})
    await kit.notes.poisoned("bad", "Text", "KeyError", NOW)
    await kit.notes.move_cursor("chat", "7", "99")


def _everything(connection: Connection) -> dict[str, list[tuple[object, ...]]]:
    return {
        t.name: sorted((tuple(r) for r in connection.execute(select(t))), key=str)
        for t in metadata.sorted_tables
    }


@contextlib.asynccontextmanager
async def _read(url: str) -> AsyncIterator[Database]:
    database = Database(url)
    await database.open_to_read()
    yield database
    await database.close()


async def test_a_backup_holds_everything_and_is_its_owners_alone(kit: Kit, tmp_path: Path) -> None:
    await _life(kit)
    target = tmp_path / "copy.db"
    size = await backup(kit.database, target)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert size == target.stat().st_size
    assert not [p for p in tmp_path.iterdir() if p.name.startswith(".copy")]
    async with _read(f"sqlite:///{target}") as copy:
        assert await copy.read(_everything) == await kit.database.read(_everything)


async def test_a_backup_in_the_middle_of_many_turns_is_whole(kit: Kit, tmp_path: Path) -> None:
    people = list(await asyncio.gather(*(kit.met(str(n)) for n in range(20))))
    copies: list[Path] = []

    async def talk(number: int) -> None:
        for turn in range(25):
            entry = JournalEntry(f"{number}-{turn}", "lamps", "01", "What?", "text", NOW)
            change = Change(
                f"t{number}-{turn}",
                people[number],
                (row(f"m{number}-{turn}", str(number)),),
                journal=(entry,),
            )
            assert isinstance(await kit.store.commit(change), Committed)
            people[number] = await kit.store.load(person(str(number)))

    async def copy() -> None:
        reader = Database(kit.database.url.render_as_string(hide_password=False))
        await reader.open_to_read()
        for number in range(3):
            copies.append(tmp_path / f"copy{number}.db")
            await backup(reader, copies[-1])
        await reader.close()

    await asyncio.gather(copy(), *(talk(number) for number in range(20)))
    for path in copies:
        with contextlib.closing(sqlite3.connect(path)) as raw:
            rows = raw.execute(
                "SELECT p.version - 1, count(j.id) FROM person p"
                " LEFT JOIN journal j ON j.person_id = p.id GROUP BY p.id"
            ).fetchall()
            messages = raw.execute("SELECT count(*) FROM outbox").fetchone()[0]
        assert all(turns == entries for turns, entries in rows)  # no turn is there by half
        assert messages == sum(turns for turns, _ in rows)


async def test_a_backup_goes_over_nothing_unless_it_is_told_to(kit: Kit, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    target.write_text("my letters")
    with pytest.raises(StorageError, match="exists: name another file, or add --force"):
        await backup(kit.database, target)
    assert target.read_text() == "my letters"
    await backup(kit.database, target, force=True)
    with pytest.raises(StorageError, match="cannot"):
        await backup(kit.database, tmp_path / "no folder" / "copy.db")


# ---------------------------------------------------------------- restore


async def test_a_backup_comes_back_whole(kit: Kit, url: str, tmp_path: Path) -> None:
    await _life(kit)
    before = await kit.database.read(_everything)
    copy = tmp_path / "copy.db"
    await backup(kit.database, copy)
    await kit.say(await kit.store.load(person()), row("after the backup"))
    await kit.store.close()
    await kit.database.close()
    await restore(copy, url, force=True)
    async with _read(url) as found:
        assert await found.read(_everything) == before
    again = Kit(Database(url))
    await again.database.open()
    await again.say(await again.store.load(person()), row("goes on"), log=(TurnLog(NOW, "choose"),))
    assert "goes on" in [c.outgoing.id for c in await again.claim()]
    await again.database.close()


async def test_people_move_from_one_engine_to_the_other(tmp_path: Path, postgres_url: str) -> None:
    here = f"sqlite:///{tmp_path}/alana.db"
    kit = Kit(Database(here))
    await kit.database.open()
    await _life(kit)
    before = await kit.database.read(_everything)
    await backup(kit.database, tmp_path / "copy.db")
    await kit.database.close()
    await restore(tmp_path / "copy.db", postgres_url, force=True)
    async with _read(postgres_url) as found:
        assert await found.read(_everything) == before
    with pytest.raises(StorageError, match="holds people: add --force"):
        await restore(tmp_path / "copy.db", postgres_url)


async def test_a_restore_goes_over_nothing_unless_it_is_told_to(kit: Kit, url: str, tmp_path: Path) -> None:
    if kit.database.shared:
        pytest.skip("a server's own refusal is tested with the move between engines")
    await kit.met()
    await backup(kit.database, tmp_path / "copy.db")
    with pytest.raises(StorageError, match="in use by another Alana"):
        await restore(tmp_path / "copy.db", url, force=True)
    await kit.store.close()
    await kit.database.close()
    with pytest.raises(StorageError, match="exists: add --force to replace it"):
        await restore(tmp_path / "copy.db", url)
    (tmp_path / "alana.db").unlink()
    await restore(tmp_path / "copy.db", url)
    assert stat.S_IMODE((tmp_path / "alana.db").stat().st_mode) == 0o600


async def test_what_cannot_be_a_backup_changes_nothing(tmp_path: Path) -> None:
    url, file = f"sqlite:///{tmp_path}/alana.db", tmp_path / "alana.db"
    kit = Kit(Database(url))
    await kit.database.open()
    for number in range(80):
        await kit.met(str(number))
    good = tmp_path / "good.db"
    await backup(kit.database, good)
    await kit.database.close()
    before = file.read_bytes()
    for name, (make, words) in _UNUSABLE.items():
        source = tmp_path / name
        make(good, source)
        with pytest.raises(StorageError, match=words):
            await restore(source, url, force=True)
        assert file.read_bytes() == before, name


def _damaged(good: Path, source: Path) -> None:
    data = bytearray(good.read_bytes())
    data[8192:20480] = b"\x5a" * 12288
    source.write_bytes(data)


def _newer(good: Path, source: Path) -> None:
    shutil.copy(good, source)
    with contextlib.closing(sqlite3.connect(source)) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
        raw.commit()


def _foreign(good: Path, source: Path) -> None:
    with contextlib.closing(sqlite3.connect(source)) as raw:
        raw.execute("CREATE TABLE recipes (name)")


_UNUSABLE = {
    "missing.db": (lambda good, source: None, "there is no file"),
    "text.db": (lambda good, source: source.write_text("letters " * 9), "is no backup"),
    "short.db": (
        lambda good, source: source.write_bytes(good.read_bytes()[:9000]),
        "cannot be used|is damaged",
    ),
    "damaged.db": (_damaged, "cannot be used|is damaged"),
    "newer.db": (_newer, "written by a newer Alana"),
    "foreign.db": (_foreign, "cannot be used"),
}


@pytest.mark.parametrize("ending", ["", "-wal", "-shm", ".lock"])
async def test_a_backup_goes_over_nothing_of_the_database_itself(tmp_path: Path, ending: str) -> None:
    file = tmp_path / "a.db"
    database = Database(f"sqlite:///{file}")
    await database.open()
    try:
        with pytest.raises(StorageError, match="belongs to the database itself"):
            await backup(database, Path(f"{file}{ending}"), force=True)
        link = tmp_path / "link.db"
        link.symlink_to(file)
        with pytest.raises(StorageError, match="belongs to the database itself"):
            await backup(database, link, force=True)
        fifo = tmp_path / "fifo"
        os.mkfifo(fifo)
        with pytest.raises(StorageError, match="not an ordinary file"):
            await backup(database, fifo, force=True)
    finally:
        await database.close()


# ---------------------------------------------------------------- a disk without room

_FULL = f"""
import resource, sys
sys.path.insert(0, {str(ROOT)!r})
from bot.cli import main
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), resource.RLIM_INFINITY))
sys.exit(main(sys.argv[2:]))
"""


async def _on_a_full_disk(folder: Path, url: str, *command: str, room: int = 100_000) -> str:
    """What a command says there. `RLIMIT_FSIZE` does what a full disk does: no file may grow beyond it."""
    env = {**os.environ, "ALANA_DATABASE_URL": url}
    done = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _FULL, str(room), *command, cwd=folder, env=env, stdout=-1, stderr=-1
    )
    _, err = await done.communicate()
    assert done.returncode == 2
    return err.decode()


async def test_a_full_disk_is_that_of_the_copy(kit: Kit, url: str, tmp_path: Path) -> None:
    await kit.met()
    await kit.store.close()
    await kit.database.close()
    said = await _on_a_full_disk(tmp_path, url, "backup", "copy.db")
    assert (
        said == "cannot write copy.db: disk I/O error: make room there and try again; nothing was changed\n"
    )
    assert not [path for path in tmp_path.iterdir() if "copy" in path.name or path.name.endswith(".part")]


async def test_a_restore_without_room_blames_no_backup(kit: Kit, tmp_path: Path) -> None:
    await kit.met()
    await backup(kit.database, tmp_path / "copy.db")
    url = f"sqlite:///{tmp_path}/new.db"
    said = await _on_a_full_disk(tmp_path, url, "restore", "copy.db")
    assert said.startswith(f"cannot write {tmp_path}/new.db: File too large: make room there")
    assert not (tmp_path / "new.db").exists()


async def test_nor_does_one_whose_log_has_no_room(tmp_path: Path) -> None:
    """A raw copy: what stands in its log is written into it first."""
    file = tmp_path / "alana.db"
    database = Database(f"sqlite:///{file}")
    await database.open()
    await database.close()
    room = size(file) + 50_000
    with contextlib.closing(sqlite3.connect(file)) as raw:
        raw.execute("PRAGMA wal_autocheckpoint=0")
        raw.execute("INSERT INTO ruling (name, value) VALUES ('x', ?)", ["x" * 100_000])
        raw.commit()
        for path in with_sides(file)[:2]:
            shutil.copy(path, tmp_path / path.name.replace("alana", "raw"))
    said = await _on_a_full_disk(tmp_path, f"sqlite:///{tmp_path}/new.db", "restore", "raw.db", room=room)
    assert said.startswith(f"cannot write {tmp_path}/new.db: disk I/O error: make room there")
