"""A copy is whole or it says so, and what it has learned since it was made is not lost by making it again."""

import asyncio
import contextlib
from datetime import timedelta
from pathlib import Path

import pytest

from bot import cli
from bot.cli.database_check import database_findings
from bot.errors import StorageError
from bot.ports import TurnLog
from bot.settings import Settings
from bot.storage import tenants
from bot.storage.backup import backup
from bot.storage.copying import UNFINISHED, refuse_unfinished
from bot.storage.database import Database
from bot.storage.moving import move
from bot.wiring import program
from tests.storage.conftest import NOW, Kit, person
from tests.storage.test_moving import ROOT, a_town, moved, opened


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "alana.db"


async def half(source: str, target: str) -> None:
    """A copy that ends after its first table."""
    async with contextlib.aclosing(move(source, target)) as steps:
        await anext(steps)


async def test_what_the_copy_has_learned_since_is_not_lost(file: Path, server: str) -> None:
    """It was switched to, somebody new came, and the same command was given again."""
    here = f"sqlite:///{file}"
    async with opened(here) as kit:
        await a_town(kit, range(3))
    await moved(here, server)
    async with opened(server) as there:
        there.later(hours=1)
        saved = await there.met("newcomer")
        await there.say(saved, log=(TurnLog(there.now, "begin"),))
    said = r"newer than anything of its bot here \(turns: 1, people: 1\)"
    with pytest.raises(StorageError, match=said):
        await moved(here, server)
    async with opened(server) as there:
        assert (await there.store.load(person("newcomer"))).version == 2, "nothing was changed"
    assert (await moved(here, server, force=True))["person"].gone == 1


async def test_each_bot_is_asked_for_its_own(file: Path, server: str) -> None:
    """One went on here, the other there; and one is there alone."""
    here = f"sqlite:///{file}"
    async with opened(here) as kit:
        await kit.met()
        await Kit(kit.database.of("lantern")).met()
    await moved(here, server)
    async with opened(here) as kit, opened(server) as there:
        await Kit(kit.database, NOW + timedelta(hours=9)).met("late")
        await Kit(there.database.of("lantern"), NOW + timedelta(hours=1)).met("later")
    with pytest.raises(StorageError, match="turns: 0, people: 1"):
        await moved(here, server)
    async with opened(f"sqlite:///{file}.other") as other:
        await Kit(other.database, NOW + timedelta(hours=10)).met()
    with pytest.raises(StorageError, match="turns: 0, people: 2"):
        await moved(f"sqlite:///{file}.other", server)


async def test_who_was_forgotten_here_is_no_news_there(file: Path, server: str) -> None:
    here = f"sqlite:///{file}"
    async with opened(here) as kit:
        await kit.met()
        kit.later(hours=1)
        saved = await kit.met("last")
        await moved(here, server)
        kit.later(hours=1)
        await kit.say_goodbye(saved)
        assert (await moved(here, server))["person"].gone == 1


async def test_a_half_copied_database_is_served_by_nobody(file: Path, server: str, tmp_path: Path) -> None:
    here = f"sqlite:///{file}"
    async with opened(here) as kit:
        await a_town(kit, range(3))
    await half(here, server)
    settings = Settings(_env_file=None, database_url=server, dialogues=ROOT / "tests/conversation/series")
    with pytest.raises(StorageError, match="is not finished: run the same `alana migrate --to` again"):
        async with program(settings, {}):
            pass
    found = await database_findings({"alana": settings}, NOW)
    assert [(f.about, f.level) for f in found if f.line == UNFINISHED] == [("database", "wrong")]
    with pytest.raises(StorageError, match="is not finished"):
        await moved(server, f"sqlite:///{tmp_path}/back.db")
    async with opened(server) as there:
        with pytest.raises(StorageError, match="is not finished"):
            await tenants.copy(there.database, Database(here))
        async with opened(f"sqlite:///{tmp_path}/other.db") as other:
            with pytest.raises(StorageError, match="is not finished"):
                await tenants.copy(other.database, there.database)
        await backup(there.database, tmp_path / "half.db")
        await Kit(there.database, NOW + timedelta(hours=1)).met("odd")
    async with opened(f"sqlite:///{tmp_path}/half.db") as copy:
        with pytest.raises(StorageError, match="is not finished"):
            await copy.database.read(refuse_unfinished)
    await moved(here, server)
    async with program(settings, {}):
        pass
    assert UNFINISHED not in [f.line for f in await database_findings({"alana": settings}, NOW)]


@pytest.mark.usefixtures("own_logging")
def test_the_commands_say_it(
    file: Path,
    server: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A copy that was cut off; the same command again; and again, when somebody has come there."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ALANA_DIALOGUES", str(ROOT / "tests/conversation/series"))
    monkeypatch.setenv("ALANA_DATABASE_URL", f"sqlite:///{file}")
    monkeypatch.setenv("ALANA_TELEGRAM_TOKEN", "1234567890:" + "AAF-" + "x9_Zq" * 6 + "k")

    async def fill(url: str, *keys: str) -> None:
        async with opened(url) as kit:
            kit.later(hours=len(keys))
            for key in keys:
                await kit.met(key)

    asyncio.run(fill(f"sqlite:///{file}", "1"))
    asyncio.run(half(f"sqlite:///{file}", server))
    monkeypatch.setenv("ALANA_DATABASE_URL", server)
    assert cli.main(["run"]) == 2
    assert "is not finished: run the same `alana migrate --to` again" in capsys.readouterr().err
    assert cli.main(["doctor", "--offline"]) == 1
    assert "is not finished" in " ".join(capsys.readouterr().out.split())
    monkeypatch.setenv("ALANA_DATABASE_URL", f"sqlite:///{file}")
    assert cli.main(["migrate", "--to", server]) == 0
    asyncio.run(fill(server, "2", "3"))
    capsys.readouterr()
    assert cli.main(["migrate", "--to", server]) == 2
    said = capsys.readouterr().err
    assert "people: 2). Copy the other way, or lose that by --force" in said
    assert said.count("\n") == 1
    assert cli.main(["migrate", "--to", server, "--force"]) == 0
    assert "2 gone" in capsys.readouterr().out
