"""A database that is served just now: what would replace, erase or move it is refused, on a real server."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection
from sqlalchemy.util import await_only

from bot.cli import main
from bot.errors import StorageError
from bot.storage import tenants
from bot.storage.backup import backup, restore
from bot.storage.in_use import refuse_served
from bot.storage.leases import EVERY_BOT, SqlLeases
from tests.storage.conftest import Kit
from tests.storage.test_moving import bot_on, opened

HOLDER = "machine:4711:0a1b"
MINUTE = timedelta(minutes=1)
SERVED = r"process machine:4711 serves alana in this database \(telegram\): stop it and try again"


async def served(kit: Kit, *names: tuple[str, str]) -> SqlLeases:
    found = SqlLeases(kit.database, HOLDER)
    await found.take(names, MINUTE)
    return found


async def test_a_backup_does_not_replace_a_server_that_is_served(server: str, tmp_path: Path) -> None:
    async with opened(server) as kit:
        await kit.met()
        await backup(kit.database, tmp_path / "copy.db")
        await kit.met("8")
        leases = await served(kit, ("alana", "telegram"), (EVERY_BOT, "pruning"))
        with pytest.raises(StorageError, match=SERVED):
            await restore(tmp_path / "copy.db", server, force=True)
        assert await kit.database.read(tenants.census) == {"alana": 2}
        await leases.free([("alana", "telegram")])
        with pytest.raises(StorageError, match=r"serves every bot in this database \(pruning\)"):
            await restore(tmp_path / "copy.db", server, force=True)
        await leases.free([(EVERY_BOT, "pruning")])
        await restore(tmp_path / "copy.db", server, force=True)
        assert await kit.database.read(tenants.census) == {"alana": 1}


async def test_a_bot_that_is_served_is_neither_erased_nor_moved(server: str, tmp_path: Path) -> None:
    async with opened(server) as kit, opened(f"sqlite:///{tmp_path}/other.db") as other:
        await kit.met()
        leases = await served(kit, ("alana", "telegram"))
        with pytest.raises(StorageError, match=SERVED):
            await kit.database.write(tenants.erase)
        with pytest.raises(StorageError, match=SERVED):
            await tenants.copy(kit.database, other.database)
        await other.met("9")
        with pytest.raises(StorageError, match=r"serves alana in the other database \(telegram\)"):
            await tenants.copy(other.database, kit.database)
        assert await kit.database.read(tenants.census) == {"alana": 1}
        assert await leases.take([("alana", "telegram")], timedelta(seconds=-1)), "it runs out"
        assert await kit.database.write(tenants.erase) > 0


async def test_another_bot_of_the_database_may_be_served(server: str) -> None:
    async with opened(server) as kit:
        await kit.met()
        await served(kit, ("lantern", "telegram"), (EVERY_BOT, "pruning"))
        assert await kit.database.write(tenants.erase) > 0
        with pytest.raises(StorageError, match="serves lantern"):
            await kit.database.write(refuse_served)


@pytest.mark.parametrize(("minutes", "refused"), [(59, True), (61, False)])
async def test_a_lease_from_before_the_clock_was_set_back_serves_nobody(
    server: str, minutes: int, refused: bool
) -> None:
    """No lease is for an hour: the database's clock stood elsewhere when it was taken."""
    async with opened(server) as kit:
        await kit.met()
        await SqlLeases(kit.database, HOLDER).take([("alana", "telegram")], minutes * MINUTE)
        if refused:
            with pytest.raises(StorageError, match=SERVED):
                await kit.database.write(tenants.erase)
        else:
            assert await kit.database.write(tenants.erase) > 0


async def test_nobody_begins_in_the_middle(server: str) -> None:
    """A process that starts waits for what is about to be done."""
    async with opened(server) as kit, opened(server) as another:
        leases = await served(kit, ("alana", "telegram"))
        await leases.free([("alana", "telegram")])

        def meanwhile(connection: Connection) -> None:
            connection.exec_driver_sql("SET LOCAL lock_timeout = '50ms'")
            connection.exec_driver_sql("UPDATE lease SET until = 0")

        def work(connection: Connection) -> None:
            refuse_served(connection)
            with pytest.raises(StorageError, match="busy with others at the same rows"):
                await_only(another.database.write(meanwhile))

        await kit.database.write(work)
        await another.database.write(meanwhile)


def test_the_commands_say_it(
    server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ALANA_DATABASE_URL", server)

    async def fill() -> None:
        async with opened(server) as kit:
            await kit.met()
            await served(kit, ("alana", "telegram"))

    asyncio.run(fill())
    assert main(["backup", "copy.db"]) == 0
    for command in (
        ["restore", "copy.db", "--force"],
        ["bots", "erase", "alana", "--yes"],
        ["bots", "move", "alana", "sqlite:///other.db"],
    ):
        assert main(command) == 2, command
        said = capsys.readouterr().err
        assert "process machine:4711 serves alana in this database (telegram): stop it" in said, command
        assert said.count("\n") == 1


def test_a_file_that_is_served_is_not_moved_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    url = f"sqlite:///{tmp_path}/alana.db"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ALANA_DATABASE_URL", url)

    async def fill() -> None:
        async with opened(url) as kit:
            await kit.met()

    asyncio.run(fill())
    with bot_on(url) as process:
        assert main(["bots", "move", "alana", "sqlite:///other.db"]) == 2
    assert f"process {process} serves this database: stop it" in capsys.readouterr().err
