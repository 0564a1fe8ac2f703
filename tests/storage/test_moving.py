"""From SQLite to PostgreSQL and back: ten thousand people, a copy that is cut off, and a bot that goes on."""

import asyncio
import contextlib
import sqlite3
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import time, timedelta
from pathlib import Path
from random import Random
from subprocess import PIPE

import pytest
from sqlalchemy import Connection, create_engine, text

from bot import cli
from bot.engine.state import Options, State
from bot.errors import StorageError
from bot.model import Receipt
from bot.person.plan import Plan
from bot.ports import Change, JournalEntry, Profile, SetBookmark, SetWakeup, TurnLog
from bot.storage import moving
from bot.storage.database import Database
from bot.storage.moving import TABLES, Copied, move
from bot.storage.notes import SqlNotes
from bot.storage.schema import metadata
from bot.storage.tallies import Statistician
from tests.starting import start
from tests.storage.conftest import NOW, Kit, home, person, row

ROOT = Path(__file__).resolve().parents[2]
MANY = 1_000  # ten times as many in tests/soak


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "alana.db"


@contextlib.asynccontextmanager
async def opened(url: str) -> AsyncIterator[Kit]:
    database = Database(url)
    await database.open()
    kit = Kit(database)
    try:
        yield kit
    finally:
        await kit.store.close()
        await database.close()


async def a_life(kit: Kit, number: int) -> None:
    """What a person leaves behind, of every kind."""
    random, key = Random(number), f"{number:05}"
    saved = replace(await kit.store.load(person(key)), address=home(key), direct=home(key), created_at=NOW)
    node = f"Light_{number % 7}"
    waiting = Options((("lgt-1", True), ("lgt-2", number % 3 > 0)))
    variables = {"$name": f"Zoë {number} „ü“ 🙂", "$count": number / 7, "$sure": number % 2 == 0}
    state = State("rev", node, "lgt-1", waiting, variables=variables, visits={node: number % 4 + 1})
    reminder = Plan(time(20, 30), zone="Europe/Berlin") if number % 3 == 0 else None
    profile = Profile(locale=random.choice(["de", "en", None]), reminder=reminder)
    saved = replace(saved, series="lamps", episode="01", state=state, profile=profile, seen_at=NOW)
    change = Change(
        f"first:{key}",
        saved,
        (row(f"a{number}", key), row(f"b{number}", key, "öffne — now\n\t\\")),
        (JournalEntry(f"j{number}", "lamps", "01", "What?", "line one\nline “two”", NOW),),
        (SetWakeup("nudge", NOW + timedelta(minutes=number)),) if reminder else (),
        (SetBookmark("02", state),) if number % 5 == 0 else (),
        log=(TurnLog(NOW, "begin", "lamps", "01", node, "lgt-1", digest="rev"),),
        undo=state,
        misses=(("01", "is it <warm>?"),) if number % 10 == 0 else (),
        counts=("care",) if number % 100 == 0 else (),
    )
    await kit.store.commit(change)


async def a_town(kit: Kit, people: range) -> None:
    for first in range(people.start, people.stop, 500):
        await asyncio.gather(*(a_life(kit, n) for n in range(first, min(first + 500, people.stop))))
    for sent in (await kit.claim(200))[:100]:
        await kit.outbox.sent(sent, Receipt("55", sent.outgoing.address), NOW)
    await SqlNotes(kit.database, kit.writer).remember_revision("rev", {"Light": ("lgt-1",)})
    await kit.notes.poisoned(f"bad{people.stop}", "Text", "KeyError", NOW)
    await kit.notes.move_cursor("chat", "7", str(people.stop))
    later = NOW + timedelta(hours=1)
    await Statistician(kit.database, kit.writer, clock=lambda: later).once()


async def moved(source: str, target: str, *, force: bool = False) -> dict[str, Copied]:
    return {each.table: each async for each in move(source, target, force=force)}


def everything(connection: Connection) -> dict[str, list[tuple[object, ...]]]:
    names = [table.name for table in metadata.sorted_tables if table.name != "lease"]
    return {n: sorted(map(tuple, connection.execute(text(f'SELECT * FROM "{n}"'))), key=repr) for n in names}


def of_file(file: Path) -> dict[str, list[tuple[object, ...]]]:
    engine = create_engine(f"sqlite:///{file}")
    with engine.connect() as connection:
        found = everything(connection)
    engine.dispose()
    return found


async def test_people_there_and_back_and_what_came_meanwhile(file: Path, server: str, tmp_path: Path) -> None:
    await there_and_back(file, server, tmp_path, MANY)


async def there_and_back(file: Path, server: str, tmp_path: Path, many: int) -> None:
    """From SQLite to PostgreSQL while it is served, used there, and back again."""
    here, back = f"sqlite:///{file}", tmp_path / "back.db"
    async with opened(here) as kit:
        await a_town(kit, range(many))
        first = await moved(here, server)  # while it is served
        assert first["person"].rows == first["account"].rows == first["person"].changed == many
        assert first["outbox"].rows == 2 * many
        empty = {name for name, each in first.items() if not each.rows}
        assert empty == {"nudge", "venue", "ruling", "feedback", "circle", "circle_member", "circle_vote"}
        await a_town(kit, range(many, many + 50))  # and goes on
        await kit.say_goodbye(await kit.store.load(person("00007")))
        second = await moved(here, server)
    assert (second["person"].rows, second["person"].changed, second["person"].gone) == (many + 49, 50, 1)
    assert second["progress"].changed == 50
    assert {e.changed + e.gone for e in (await moved(here, server)).values()} == {0}
    async with opened(server) as there:  # and is used
        saved = await there.store.load(person("00042"))
        assert saved.state is not None
        assert saved.state.variables["$name"] == "Zoë 42 „ü“ 🙂"
        await there.say(saved, row("new", "00042"))
    again = await moved(server, f"sqlite:///{back}")
    assert again["person"].rows == many + 49
    assert {e.changed + e.gone for e in (await moved(server, f"sqlite:///{back}")).values()} == {0}
    there_now, here_now = of_file(back), of_file(file)
    differing = {name for name in here_now if here_now[name] != there_now[name]}
    assert differing == {"person", "outbox", "seen"}, "what was said to number 42, and nothing else"
    async with opened(f"sqlite:///{back}") as kit:
        await kit.say(await kit.store.load(person("00042")), row("newer", "00042"))


async def test_a_copy_that_was_cut_off_goes_on(
    file: Path, server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moving, "STEP", 20)
    async with opened(f"sqlite:///{file}") as kit:
        await a_town(kit, range(300))
    writes, whole = 0, moving._write

    async def cut_off(*arguments: object) -> None:
        nonlocal writes
        writes += 1
        if writes == 25:
            raise ConnectionResetError("cut off")
        await whole(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(moving, "_write", cut_off)
    with pytest.raises(StorageError, match="cannot reach the database"):
        await moved(f"sqlite:///{file}", server)
    found = await moved(f"sqlite:///{file}", server)
    assert 0 < sum(each.changed for each in found.values()) < sum(each.rows for each in found.values())
    assert found["account"].changed == 0, "the first tables were there"
    assert {name: each.rows for name, each in found.items()}.keys() == {table.name for table in TABLES}


@contextlib.contextmanager
def bot_on(url: str) -> Iterator[int]:
    """A process that serves that database."""
    script = f"""
import asyncio
from datetime import timedelta
from bot.storage.database import Database
from bot.storage.leases import SqlLeases
async def main():
    database = Database({url!r})
    await database.open()
    if database.file is None:
        await SqlLeases(database, "other").take([("alana", "telegram")], timedelta(hours=1))
    print("open", flush=True)
    await asyncio.sleep(600)
asyncio.run(main())
"""
    with start(program=("-c", script), cwd=ROOT, stdout=PIPE, stderr=2) as bot:
        assert bot.stdout.readline() == "open\n"
        yield bot.pid


async def test_a_database_that_is_served_is_not_written_over(file: Path, server: str, tmp_path: Path) -> None:
    async with opened(f"sqlite:///{file}") as kit:
        await a_town(kit, range(3))
    with (
        bot_on(server),
        pytest.raises(StorageError, match="process other serves alana in the database that --to names"),
    ):
        await moved(f"sqlite:///{file}", server)
    other = f"sqlite:///{tmp_path}/other.db"
    with bot_on(other), pytest.raises(StorageError, match="in use by another Alana"):
        await moved(server, other)


async def test_what_is_not_the_same_in_the_end_is_said(file: Path, server: str, tmp_path: Path) -> None:
    """Something else writes to the copy: here a trigger of its own."""
    kit = Kit(Database(server))
    await kit.database.open()
    await kit.met()
    await kit.store.close()
    await kit.database.close()
    there = Database(f"sqlite:///{file}")
    await there.open()
    await there.close()
    odd = "CREATE TRIGGER odd AFTER INSERT ON person BEGIN UPDATE person SET version = 99; END"
    with contextlib.closing(sqlite3.connect(file)) as database:
        database.execute(odd)
    with pytest.raises(StorageError, match="person is not the same on both sides"):
        async for _ in move(server, f"sqlite:///{file}"):
            pass


async def test_only_between_the_engines(file: Path) -> None:
    with pytest.raises(StorageError, match="names a database of the other engine"):
        await moved(f"sqlite:///{file}", f"sqlite:///{file}.copy")


def test_the_command_says_how_to_switch(
    file: Path,
    server: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("ALANA_DATABASE_URL", f"sqlite:///{file}")
    monkeypatch.chdir(tmp_path)

    async def fill() -> None:
        async with opened(f"sqlite:///{file}") as kit:
            await a_town(kit, range(3))

    asyncio.run(fill())
    with bot_on(f"sqlite:///{file}") as process:
        assert cli.main(["migrate", "--to", server]) == 0
        out = capsys.readouterr().out
        assert f"process {process}" in out
        assert "run this command again" in out
    assert cli.main(["migrate", "--to", server]) == 0
    out = capsys.readouterr().out
    lines = [line for line in out.splitlines() if " rows, checksum" in line]
    assert len({line.index(" rows, checksum") for line in lines}) == 1, "one column"
    assert ["person", "3"] in [line.split()[:2] for line in lines]
    assert "set ALANA_DATABASE_URL to the new address" in out
    assert cli.main(["migrate", "--to", "mysql://x"]) == 2
    assert "--to: use sqlite:///FILE or postgresql://" in capsys.readouterr().err
    with sqlite3.connect(file) as raw:
        raw.execute("UPDATE alembic_version SET version_num = '0003'")
    assert cli.main(["migrate", "--to", server]) == 2
    assert "older schema" in capsys.readouterr().err
