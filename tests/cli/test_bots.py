"""`alana bots`: the bots of a database, listed, erased, moved."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.cli import main
from bot.storage.database import Database
from tests.storage.conftest import Kit


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    found = f"sqlite:///{tmp_path}/alana.db"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ALANA_DATABASE_URL", found)
    asyncio.run(_people(found, ("alana", "lantern")))
    return found


async def _people(url: str, bots: Sequence[str]) -> None:
    database = Database(url)
    await database.open()
    for bot in bots:
        kit = Kit(database.of(bot))
        await kit.met("7")
        await kit.store.close()
    await database.close()


def test_they_are_listed(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bots"]) == 0
    assert capsys.readouterr().out == "alana: 1 people\nlantern: 1 people\n"


def test_one_is_erased_once_it_is_meant(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bots", "erase", "lantern"]) == 0
    assert "With --yes all that is stored of it goes" in capsys.readouterr().out
    assert main(["bots", "erase", "lantern", "--yes"]) == 0
    capsys.readouterr()
    assert main(["bots"]) == 0
    assert capsys.readouterr().out == "alana: 1 people\n"


def test_one_that_is_not_there_is_named(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bots", "erase", "candle", "--yes"]) == 2
    assert "this database knows no bot candle; there are: alana, lantern" in capsys.readouterr().err


def test_one_moves(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    there = f"sqlite:///{tmp_path}/other.db"
    assert main(["bots", "move", "lantern", there]) == 0
    assert "rows of lantern are in both databases now" in capsys.readouterr().out
    monkeypatch.setenv("ALANA_DATABASE_URL", there)
    assert main(["bots"]) == 0
    assert capsys.readouterr().out == "lantern: 1 people\n"
