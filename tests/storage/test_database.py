"""Opening a database: files, locks, versions, and every trouble as one plain line."""

# ruff: noqa: ASYNC240

import asyncio
import contextlib
import json
import os
import resource
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from operator import itemgetter
from pathlib import Path
from subprocess import PIPE

import pytest
from sqlalchemy import Connection, event, inspect

from bot.engine.state import Options, State, dump, load
from bot.errors import StorageError
from bot.person.facts import Facts
from bot.ports import Change, Committed
from bot.storage import database as room
from bot.storage.database import Database
from bot.storage.locking import holder as lock_holder
from bot.storage.schema import HEAD, metadata
from bot.storage.upgrade import _run_alembic
from tests.starting import start
from tests.storage.conftest import Kit, home, person, row

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(__file__).parent / "data"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "alana.db"


async def opened(file: Path, **how: bool) -> Database:
    database = Database(f"sqlite:///{file}")
    await database.open(**how)
    return database


async def trouble(file: Path) -> str:
    """The one line with which opening fails."""
    with pytest.raises(StorageError) as caught:
        await opened(file)
    line = str(caught.value)
    assert "\n" not in line
    return line


# ---------------------------------------------------------------- files


async def test_files_are_their_owners_alone(file: Path) -> None:
    kit = Kit(await opened(file))
    await kit.met()
    names = {path.name: stat.S_IMODE(path.stat().st_mode) for path in file.parent.iterdir()}
    await kit.database.close()
    assert names == {name: 0o600 for name in names}  # noqa: C420
    assert {"alana.db", "alana.db-wal", "alana.db.lock"} <= names.keys()


async def test_a_folder_a_missing_folder_and_a_foreign_file_are_told_apart(file: Path) -> None:
    assert "is a folder" in await trouble(file.parent)
    assert "No such file or directory" in await trouble(file.parent / "none" / "a.db")
    file.write_text("Dear diary, this is a text and no database at all.")
    assert "is not a SQLite database" in await trouble(file)
    assert file.read_text().startswith("Dear diary")


async def test_somebody_elses_database_is_left_alone(file: Path) -> None:
    with contextlib.closing(sqlite3.connect(file)) as other:
        other.execute("CREATE TABLE recipes (name)")
    assert "tables that are not Alana's" in await trouble(file)
    with contextlib.closing(sqlite3.connect(file)) as other:
        assert other.execute("SELECT name FROM sqlite_master").fetchall() == [("recipes",)]


async def test_a_damaged_database_says_so(file: Path) -> None:
    kit = Kit(await opened(file))
    for number in range(60):
        await kit.met(str(number))
    await kit.database.close()
    data = bytearray(file.read_bytes())
    data[100 : len(data)] = b"\x5a" * (len(data) - 100)
    file.write_bytes(data)
    assert "damaged" in await trouble(file)


def test_a_file_of_somebody_else_says_whose_permissions(file: Path) -> None:
    file.touch(0o600)
    file.parent.chmod(0o755)
    script = f"""
import os, sys
sys.path.insert(0, {str(ROOT)!r})
from bot.storage.files import prepare_file
from pathlib import Path
if os.geteuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
else:
    os.chmod({str(file)!r}, 0)
try:
    prepare_file(Path({str(file)!r}))
except Exception as error:
    print(type(error).__name__, error)
"""
    for folder in file.parents:
        if not os.stat(folder).st_mode & stat.S_IXOTH and folder != file.parent:
            folder.chmod(folder.stat().st_mode | stat.S_IXOTH)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert "StorageError cannot open the database" in done.stdout, done.stderr
    assert "Permission denied" in done.stdout


async def test_urls_that_cannot_work_are_named() -> None:
    for url in ("mysql://x/y", "sqlite://", "sqlite:///:memory:", "nonsense"):
        with pytest.raises(StorageError, match="ALANA_DATABASE_URL"):
            Database(url)


async def test_a_server_that_is_not_there_and_its_password_is_not_told() -> None:
    database = Database("postgresql://me:s3cret@127.0.0.1:1/alana")
    with pytest.raises(StorageError, match=r"cannot reach the database .*127\.0\.0\.1:1/alana") as caught:
        await database.open()
    assert "s3cret" not in str(caught.value)


# ---------------------------------------------------------------- the lock


async def test_a_second_process_is_refused_and_a_death_releases_the_lock(file: Path) -> None:
    script = f"""
import asyncio, time
from bot.storage.database import Database
async def main():
    database = Database("sqlite:///{file}")
    await database.open()
    print("open", flush=True)
    time.sleep(600)
asyncio.run(main())
"""
    with start(program=("-c", script), cwd=ROOT, stdout=PIPE, stderr=2) as process:
        assert process.stdout.readline() == "open\n"
        line = await trouble(file)
        assert f"in use by another Alana (process {process.pid})" in line
        assert lock_holder(file) == str(process.pid)
        reader = Database(f"sqlite:///{file}")
        await reader.open_to_read()  # who only looks is not refused
        assert await reader.read(lambda c: inspect(c).has_table("person"))
        await reader.close()
    database = await opened(file)
    assert lock_holder(file) == str(os.getpid())
    await database.close()
    assert lock_holder(file) is None


async def test_a_database_that_another_program_writes_to_is_locked_in_plain_words(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bot.storage import thread

    monkeypatch.setattr(thread, "_PRAGMAS", ("busy_timeout=20", *thread._PRAGMAS[1:]))
    kit = Kit(await opened(file))
    saved = await kit.met()
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    changes = [Change(f"x{n}", replace(saved, version=1 + n), (row(f"x{n}"),)) for n in range(3)]
    results = await asyncio.gather(*map(kit.store.commit, changes), return_exceptions=True)
    assert {type(r) for r in results} == {StorageError}
    assert "is locked by another program" in str(results[0])
    other.execute("ROLLBACK")
    assert await kit.store.commit(changes[0]) == Committed(2)
    other.close()
    await kit.database.close()


# ---------------------------------------------------------------- a full disk


@pytest.fixture
def small_files() -> Iterator[None]:
    """No file may grow beyond 256 KB: what a full disk does, without one."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    import signal

    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (512 * 1024, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)
    signal.signal(signal.SIGXFSZ, handler)


async def test_a_full_disk_changes_nothing_half(file: Path, small_files: None) -> None:
    kit = Kit(await opened(file))
    stored = 0

    async def until_it_is_full() -> None:
        nonlocal stored
        saved = await kit.met()
        for number in range(200):
            rows = [row(f"{number}-{n}", text="x" * 2000) for n in range(3)]
            saved = await kit.say(saved, *rows)
            stored += 1

    with pytest.raises(StorageError, match="make room") as caught:
        await until_it_is_full()
    assert "\n" not in str(caught.value)
    assert 0 < stored < 200
    of_another_bot = kit.database.of("lantern")
    assert await kit.database.read(lambda c: c.exec_driver_sql("SELECT 1").scalar()) == 1
    assert not kit.database.storing
    assert not of_another_bot.storing
    resource.setrlimit(
        resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.getrlimit(resource.RLIMIT_FSIZE)[1])
    )
    found = await Kit(kit.database).store.load(person())
    assert found.version == stored + 1
    assert len(await kit.claim(1000)) == 3 * stored
    await kit.say(found, row("after"))
    assert kit.database.storing
    assert of_another_bot.storing
    await kit.database.close()


# ---------------------------------------------------------------- versions


def test_every_released_schema_has_its_fixture() -> None:
    versions = {p.name[:4] for p in (Path(room.__file__).parent / "migrations/versions").glob("[0-9]*.py")}
    assert {p.name[:4] for p in DATA.glob("*.sql")} == versions
    assert max(versions) == HEAD


@pytest.mark.parametrize("fixture", sorted(DATA.glob("*.sql")), ids=lambda p: p.stem)
async def test_a_database_of_every_release_opens_with_its_data(fixture: Path, file: Path) -> None:
    with contextlib.closing(sqlite3.connect(file)) as old:
        old.executescript(fixture.read_text(encoding="utf-8"))
    database = await opened(file)
    assert (
        await database.read(lambda c: c.exec_driver_sql("SELECT version_num FROM alembic_version").scalar())
        == HEAD
    )
    kit = Kit(database)
    saved = await kit.store.load(person("7001"))
    assert (saved.version, saved.address, saved.series) == (3, home("7001"), "lamps")
    assert saved.state is not None
    assert [e.text for e in await kit.store.journal(saved.person)] == ["my text"]
    assert [c.outgoing.id for c in await kit.claim()] == ["open"]
    assert [d.kind for d in await kit.wakeups.due(kit.now, 9)] == ["nudge"]
    assert await kit.store.undo(saved.person) is not None
    await kit.say(saved, row("m9", "7001"))
    await database.close()


async def test_bookmarks_of_the_first_release_become_rows(file: Path) -> None:
    """They stood in the profile as texts; each keeps its place and names the revision that it comes from."""
    with contextlib.closing(sqlite3.connect(file)) as old:
        old.executescript((DATA / "0001.sql").read_text(encoding="utf-8"))
        profile = json.loads(old.execute("SELECT profile FROM person").fetchone()[0])
        place = State("older", "Door", "dor-2", Options((("dor-2", True),)))
        profile[4] |= {"places": {"02-door": dump(place)}, "offered": True, "nudges_seen": {"ä": 1}}
        old.execute("UPDATE person SET profile = ?", [json.dumps(profile)])
        old.commit()
    database = await opened(file)
    saved = await Kit(database).store.load(person("7001"))
    undo = await database.read(lambda c: c.exec_driver_sql("SELECT state, digest FROM undo").all())
    await database.close()
    assert saved.bookmarks == {"02-door": place}
    assert saved.profile.facts == Facts(offered=True, nudges_seen={"ä": 1})
    assert undo
    assert all(load(state).digest == digest for state, digest in undo)


async def test_migrations_and_tables_agree(url: str) -> None:
    """What the migrations make is what an empty database gets at once, and what the program thinks it has:
    tables, columns, their types and defaults, keys, indexes."""
    database = Database(url)
    await database.open()
    created = await database.read(_shape)
    await database.write(metadata.drop_all)
    await database.write(lambda c: c.exec_driver_sql("DROP TABLE alembic_version"))
    await database.write(_run_alembic)
    assert await database.read(_shape) == created
    assert {name: list(columns) for name, (columns, *_) in created.items() if name != "alembic_version"} == {
        table.name: sorted(c.name for c in table.columns) for table in metadata.sorted_tables
    }
    await database.close()


def _shape(connection: Connection) -> dict[str, tuple[dict[str, tuple[object, ...]], object, object, object]]:
    found = inspect(connection)
    return {
        table: (
            {
                c["name"]: (str(c["type"]), c["nullable"], c["default"], c.get("autoincrement"))
                for c in sorted(found.get_columns(table), key=itemgetter("name"))
            },
            found.get_pk_constraint(table),
            found.get_unique_constraints(table),
            {
                str(i["name"]): (
                    i["column_names"],
                    i["unique"],
                    {name: str(option) for name, option in i.get("dialect_options", {}).items()},
                )
                for i in found.get_indexes(table)
            },
        )
        for table in found.get_table_names()
    }


async def test_a_newer_database_is_refused_and_left_alone(url: str) -> None:
    database = Database(url)
    await database.open()
    await database.write(lambda c: c.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'"))
    await database.close()
    try:
        with pytest.raises(StorageError, match="written by a newer Alana: update the program"):
            await database.open()
        with pytest.raises(StorageError, match="written by a newer Alana: update the program"):
            await database.open_to_read()  # what it says of people would be wrong
    finally:
        database = Database(url)
        await database._connect()
        await database.write(
            lambda c: c.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{HEAD}'")
        )
        await database.close()


async def test_a_start_that_dies_while_tables_are_made_leaves_nothing(file: Path) -> None:
    last = metadata.sorted_tables[-1]
    event.listen(last, "before_create", _power_cut)
    try:
        with pytest.raises(RuntimeError):
            await opened(file)
    finally:
        event.remove(last, "before_create", _power_cut)
    with contextlib.closing(sqlite3.connect(file)) as raw:
        assert raw.execute("SELECT name FROM sqlite_master").fetchall() == []
    await (await opened(file)).close()


async def test_a_start_that_dies_in_the_migration_leaves_what_was_there(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from alembic import op

    with contextlib.closing(sqlite3.connect(file)) as old:
        old.executescript((DATA / "0001.sql").read_text(encoding="utf-8"))
        before = list(old.iterdump())
    with monkeypatch.context() as patched:
        patched.setattr(op, "create_index", _power_cut)
        with pytest.raises(RuntimeError):
            await opened(file)
    with contextlib.closing(sqlite3.connect(file)) as raw:
        assert list(raw.iterdump()) == before
    await (await opened(file)).close()


def _power_cut(*_: object, **__: object) -> None:
    raise RuntimeError("power cut")


async def test_two_processes_may_start_on_one_server_at_once(postgres_url: str) -> None:
    databases = [Database(postgres_url) for _ in range(3)]
    await databases[0].open()
    await databases[0].write(metadata.drop_all)
    await databases[0].write(lambda c: c.exec_driver_sql("DROP TABLE alembic_version"))
    await databases[0].close()
    await asyncio.gather(*(database.open() for database in databases))
    for database in databases:
        await database.close()
