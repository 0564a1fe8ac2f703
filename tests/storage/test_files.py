"""A database as a file among others: what may be opened, under which names, and who else may read it."""

# ruff: noqa: ASYNC240

import asyncio
import contextlib
import os
import signal
import sqlite3
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import PIPE

import pytest

from bot.errors import StorageError
from bot.storage import locking
from bot.storage.backup import backup, restore
from bot.storage.database import Database
from bot.storage.upgrade import NEWER, UNCLEAR
from tests.starting import start
from tests.storage.conftest import Kit, person

ROOT = Path(__file__).resolve().parents[2]
SERVER = """
import asyncio, sys, time
from bot.storage.database import Database
from tests.storage.conftest import Kit
async def main():
    kit = Kit(Database("sqlite:///" + sys.argv[1]))
    await kit.database.open()
    await kit.met("visitor")
    print("open", flush=True)
    time.sleep(600)
asyncio.run(main())
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "home").mkdir()
    return tmp_path / "home" / "alana.db"


@contextlib.contextmanager
def served(file: Path) -> Iterator[int]:
    """Another process serves the file; gives its id. It is killed, not stopped."""
    with start(str(file), program=("-c", SERVER), cwd=ROOT, stdout=PIPE, stderr=2) as bot:
        assert bot.stdout.readline() == "open\n"
        yield bot.pid


async def opened(file: Path) -> Database:
    database = Database(f"sqlite:///{file}")
    await database.open()
    return database


async def refused(file: Path) -> str:
    with pytest.raises(StorageError) as caught:
        await opened(file)
    assert "\n" not in str(caught.value)
    return str(caught.value)


async def made(file: Path, people: int = 1) -> None:
    kit = Kit(await opened(file))
    for number in range(people):
        await kit.met(str(number))
    await kit.database.close()


def everything(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


# ---------------------------------------------------------------- one file, many names


def _symlink(file: Path, other: Path) -> None:
    other.symlink_to(file)


def _hard_link(file: Path, other: Path) -> None:
    other.hardlink_to(file)


def _linked_folder(file: Path, other: Path) -> None:
    other.parent.rmdir()
    other.parent.symlink_to(file.parent)


NAMES: dict[str, tuple[Callable[[Path, Path], None], str]] = {
    "symlink": (_symlink, "other.db"),
    "hard link": (_hard_link, "other.db"),
    "linked folder": (_linked_folder, "alana.db"),
}


@pytest.mark.parametrize("how", NAMES)
async def test_a_database_in_use_is_in_use_under_every_name(file: Path, tmp_path: Path, how: str) -> None:
    await made(file)
    copy = tmp_path / "copy.db"
    reader = Database(f"sqlite:///{file}")
    await reader.open_to_read()
    await backup(reader, copy)
    await reader.close()
    link, name = NAMES[how]
    other = tmp_path / "elsewhere" / name
    other.parent.mkdir()
    link(file, other)
    with served(file):
        before = file.stat().st_ino
        assert "in use by another Alana" in await refused(other)
        with pytest.raises(StorageError, match="in use by another Alana"):
            await restore(copy, f"sqlite:///{other}", force=True)
        assert file.stat().st_ino == before
        assert locking.holder(Database(f"sqlite:///{other}").file or file)
    assert locking.holder(file) is None
    await (await opened(other)).close()


async def test_a_name_given_while_it_is_served_is_known_too(file: Path, tmp_path: Path) -> None:
    with served(file) as process:
        assert locking.holder(file) == str(process)
        other = tmp_path / "later.db"
        other.hardlink_to(file)
        assert "in use by another Alana (process unknown)" in await refused(other)


async def test_a_restore_goes_through_a_link_onto_the_real_file(file: Path, tmp_path: Path) -> None:
    await made(file, people=3)
    kit = Kit(await opened(file))
    copy, link = tmp_path / "copy.db", tmp_path / "link.db"
    await backup(kit.database, copy)
    await kit.say(await kit.store.load(person("1")))
    await kit.database.close()
    link.symlink_to(file)
    await restore(copy, f"sqlite:///{link}", force=True)
    assert link.is_symlink()
    kit = Kit(await opened(file))
    assert (await kit.store.load(person("1"))).version == 1
    await kit.database.close()


async def test_a_restore_over_one_of_two_names_is_refused(file: Path, tmp_path: Path) -> None:
    await made(file)
    copy, other = tmp_path / "copy.db", tmp_path / "other.db"
    reader = Database(f"sqlite:///{file}")
    await reader.open_to_read()
    await backup(reader, copy)
    await reader.close()
    other.hardlink_to(file)
    with pytest.raises(StorageError, match="has a second name"):
        await restore(copy, f"sqlite:///{other}", force=True)
    assert other.samefile(file)


# ---------------------------------------------------------------- the lock's own file


async def test_the_lock_is_written_through_no_link(file: Path, tmp_path: Path) -> None:
    await made(file)
    letters, lock = tmp_path / "letters", file.with_name("alana.db.lock")
    for plant, words in ((_symlink, "is a link"), (_hard_link, "no lock of Alana's")):
        letters.write_text("my letters")
        lock.unlink()
        plant(letters, lock)
        assert words in await refused(file)
        assert letters.read_text() == "my letters"
    lock.unlink()
    lock.symlink_to(tmp_path / "nobody")
    assert "is a link" in await refused(file)
    assert not (tmp_path / "nobody").exists()
    lock.unlink()
    os.mkfifo(lock)
    assert "no lock of Alana's" in await refused(file)
    lock.unlink()
    lock.mkdir()
    assert "alana.db.lock" in await refused(file)


# ---------------------------------------------------------------- nothing is written before it is known


def _recipes(file: Path) -> None:
    with contextlib.closing(sqlite3.connect(file)) as other:
        other.execute("CREATE TABLE recipes (name)")
        other.execute("INSERT INTO recipes VALUES ('plum cake')")
        other.commit()


def _version(value: object, statement: str = "UPDATE alembic_version SET version_num = ?") -> object:
    def change(file: Path) -> None:
        with contextlib.closing(sqlite3.connect(file)) as raw:
            raw.execute(statement, (value,) if "?" in statement else ())
            raw.execute("PRAGMA journal_mode=DELETE")
            raw.commit()

    return change


FOREIGN: dict[str, tuple[object, str]] = {
    "another program's": (_recipes, "tables that are not Alana's"),
    "a newer one": (_version("9999"), NEWER),
    "no number": (_version("banana"), NEWER),
    "the beginning of a number": (_version("00"), NEWER),
    "empty": (_version(""), NEWER),
    "no row": (_version(None, "DELETE FROM alembic_version"), UNCLEAR),
    "two rows": (_version("9998", "INSERT INTO alembic_version VALUES (?)"), UNCLEAR),
    "another table of that name": (
        _version(None, "ALTER TABLE alembic_version RENAME COLUMN version_num TO what"),
        UNCLEAR,
    ),
}


@pytest.mark.parametrize("log", ["delete", "wal"])
@pytest.mark.parametrize("which", FOREIGN)
async def test_what_is_not_ours_is_refused_as_it_was(file: Path, which: str, log: str) -> None:
    make, words = FOREIGN[which]
    if make is not _recipes:
        await made(file)
    make(file)  # type: ignore[operator]
    with contextlib.closing(sqlite3.connect(file)) as raw:
        raw.execute(f"PRAGMA journal_mode={log}")
    file.with_name("alana.db.lock").unlink(missing_ok=True)
    before = everything(file.parent)
    assert words in await refused(file)
    assert everything(file.parent) == before


async def test_a_version_alone_is_no_empty_database(file: Path) -> None:
    with contextlib.closing(sqlite3.connect(file)) as raw:
        raw.execute("CREATE TABLE alembic_version (version_num)")
        raw.commit()
    await (await opened(file)).close()
    file.unlink()
    with contextlib.closing(sqlite3.connect(file)) as raw:
        raw.execute("CREATE TABLE alembic_version (version_num)")
        raw.execute("INSERT INTO alembic_version VALUES ('banana')")
        raw.commit()
    assert UNCLEAR in await refused(file)


async def test_a_database_whose_tables_are_in_its_log_alone_is_known(file: Path) -> None:
    """Killed at its very first moments: nothing was copied back yet."""
    with served(file):
        pass
    assert file.with_name("alana.db-wal").stat().st_size > 0
    kit = Kit(await opened(file))
    assert (await kit.store.load(person("visitor"))).version == 1
    await kit.database.close()


# ---------------------------------------------------------------- only ordinary files


async def test_pipes_and_devices_are_refused_at_once(file: Path, tmp_path: Path) -> None:
    os.mkfifo(file)
    zero, loop = tmp_path / "zero.db", tmp_path / "loop.db"
    zero.symlink_to("/dev/zero")
    loop.symlink_to(loop)
    for name in (file, zero, Path("/dev/zero"), Path("/dev/full"), Path("/dev/null")):
        assert "is not an ordinary file" in await refused(name)
    assert "cannot open the database" in await refused(loop)
    for name in (file, zero):
        reader = Database(f"sqlite:///{name}")
        with pytest.raises(StorageError, match="is not an ordinary file"):
            await reader.open_to_read()
        with pytest.raises(StorageError, match="is no backup"):
            await restore(name, f"sqlite:///{tmp_path}/new.db")
    assert not (tmp_path / "new.db").exists()


@pytest.mark.parametrize("ending", ["-wal", "-shm", "-journal"])
async def test_what_lies_beside_a_database_is_ordinary_too(file: Path, ending: str) -> None:
    await made(file)
    other = Path(f"{file}{ending}")
    os.mkfifo(other)
    assert "is not an ordinary file" in await refused(file)
    other.unlink()
    (file.parent / "letters").write_text("my letters")
    other.symlink_to(file.parent / "letters")
    assert "is a link" in await refused(file)
    assert (file.parent / "letters").read_text() == "my letters"


@pytest.mark.parametrize("name", ["x" * 300, "y" * 5000, "a/b/c.db", "alana.db/x.db"])
async def test_names_that_no_file_can_have_are_one_line(file: Path, name: str) -> None:
    await made(file)
    other = file.parent / name
    assert "cannot open the database" in await refused(other)
    reader = Database(f"sqlite:///{other}")
    with pytest.raises(StorageError, match=r"there is no database|cannot open the database"):
        await reader.open_to_read()
    reader = Database(f"sqlite:///{file}")
    await reader.open_to_read()
    with pytest.raises(StorageError, match="cannot write"):
        await backup(reader, other)
    with pytest.raises(StorageError, match=r"is no backup|there is no file"):
        await restore(other, f"sqlite:///{file}", force=True)
    await reader.close()


# ---------------------------------------------------------------- who may read them


async def test_new_side_files_are_their_owners_alone_whatever_the_main_file_is(file: Path) -> None:
    await made(file)
    file.chmod(0o644)
    kit = Kit(await opened(file))
    try:
        for name in ("a", "b"):
            await kit.met(name)
            sides = {path.name: stat.S_IMODE(path.stat().st_mode) for path in file.parent.glob("alana.db?*")}
            assert {"alana.db-wal", "alana.db-shm", "alana.db.lock"} <= sides.keys()
            assert set(sides.values()) == {0o600}
            reader = Database(f"sqlite:///{file}")  # SQLite gives an empty log its main file's mode again
            await reader.open_to_read()
            await reader.close()
    finally:
        await kit.database.close()
    assert stat.S_IMODE(file.stat().st_mode) == 0o644, "it is the operator's"


async def test_a_database_that_is_only_made_keeps_its_log_private_too(file: Path) -> None:
    await made(file)
    file.chmod(0o644)
    database = Database(f"sqlite:///{file}")
    await database.open(serving=False)
    assert {stat.S_IMODE(path.stat().st_mode) for path in file.parent.glob("alana.db-*")} == {0o600}
    await database.close()


async def test_what_everybody_may_read_is_named(file: Path) -> None:
    await made(file)
    database = await opened(file)
    assert database.warning is None
    await database.close()
    file.chmod(0o644)
    Path(f"{file}-wal").touch(0o644)
    Path(f"{file}-wal").chmod(0o644)
    database = await opened(file)
    assert database.warning == (
        f"{file}, {file}-wal are open to everybody on this machine: chmod 600 {file} {file}-wal"
    )
    await database.close()
    file.chmod(0o640)
    database = await opened(file)
    assert database.warning is None, "a group is somebody's choice"
    await database.close()


# ---------------------------------------------------------------- a disk without room


async def test_a_start_on_a_full_disk_is_one_line(file: Path) -> None:
    """`RLIMIT_FSIZE` does what a full disk does: no file may grow."""
    script = f"""
import asyncio, resource, sys
sys.path.insert(0, {str(ROOT)!r})
from bot.errors import StorageError
from bot.storage.database import Database
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
try:
    asyncio.run(Database("sqlite:///" + sys.argv[1]).open())
except StorageError as error:
    print("one line:", error)
"""
    for size in (0, 100, 5_000, 40_000):
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", script, str(file), str(size), stdout=-1, stderr=-1
        )
        out, err = await process.communicate()
        assert process.returncode != -signal.SIGXFSZ
        assert out.startswith(b"one line:"), err
        assert out.count(b"\n") == 1
    await made(file)
