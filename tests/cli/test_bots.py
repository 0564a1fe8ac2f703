"""`alana bots`: the bots of a database, listed, erased, moved."""

import asyncio
import json
import os
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.cli import main
from bot.storage import postgres
from bot.storage.database import Database
from tests.starting import run
from tests.storage.conftest import Kit

RAIN = Path(__file__).resolve().parents[1] / "road" / "long"


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
    assert capsys.readouterr().out == "alana: 1 person\nlantern: 1 person\n"


def test_one_is_erased_once_it_is_meant(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bots", "erase", "lantern"]) == 0
    assert "With --yes all that is stored of it goes" in capsys.readouterr().out
    assert main(["bots", "erase", "lantern", "--yes"]) == 0
    capsys.readouterr()
    assert main(["bots"]) == 0
    assert capsys.readouterr().out == "alana: 1 person\n"


def test_one_that_is_not_there_is_named(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bots", "erase", "candle", "--yes"]) == 2
    assert "this database knows no bot candle; there are: alana, lantern" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "to", "words"),
    [
        ("candle", "sqlite:///other.db", "this database knows no bot candle"),
        ("lantern", "foo", "URL: use sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME"),
        ("lantern", "sqlite:///{folder}/alana.db", "URL is the address of this database"),
    ],
)
def test_what_cannot_move_leaves_no_other_database(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, to: str, words: str
) -> None:
    before = {path.name for path in tmp_path.iterdir()}
    assert main(["bots", "move", name, to.format(folder=tmp_path)]) == 2
    error = capsys.readouterr().err
    assert words in error
    assert error.count("\n") == 1
    assert {path.name for path in tmp_path.iterdir()} <= before | {"alana.db-shm", "alana.db-wal"}


def test_one_moves(
    url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    there = f"sqlite:///{tmp_path}/other.db"
    assert main(["bots", "move", "lantern", there]) == 0
    assert "rows of lantern are in both databases now" in capsys.readouterr().out
    monkeypatch.setenv("ALANA_DATABASE_URL", there)
    assert main(["bots"]) == 0
    assert capsys.readouterr().out == "lantern: 1 person\n"


COMMANDS = {
    "restore": ["restore", "copy.db", "--force"],
    "migrate": ["migrate", "--to", "THERE"],
    "erase": ["bots", "erase", "alana", "--yes"],
    "move": ["bots", "move", "alana", "THERE"],
}
SLOWLY = (
    "CREATE FUNCTION slowly() RETURNS trigger AS "
    "$$ BEGIN PERFORM pg_sleep(0.3); RETURN NULL; END $$ LANGUAGE plpgsql",
    "CREATE TRIGGER slowly BEFORE INSERT OR DELETE ON person FOR EACH STATEMENT EXECUTE FUNCTION slowly()",
)


@pytest.mark.parametrize("name", COMMANDS)
async def test_a_statement_of_an_operators_command_may_take_its_time(
    name: str,
    server: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Longer than one of a bot that serves: a whole table is much in a large database."""
    file = f"sqlite:///{tmp_path}/alana.db"
    monkeypatch.chdir(tmp_path)
    await _people(server, ["alana"] if name == "erase" else [])
    await _people(file, ["alana"])
    monkeypatch.setenv("ALANA_DATABASE_URL", file)
    assert await asyncio.to_thread(main, ["backup", "copy.db"]) == 0
    slow = Database(server)
    await slow.open()
    for statement in SLOWLY:
        await slow.write(lambda connection, words=statement: connection.exec_driver_sql(words))  # type: ignore[misc]
    await slow.close()
    monkeypatch.setattr(postgres, "STATEMENT_SECONDS", 0.2)
    monkeypatch.setenv("ALANA_DATABASE_URL", server if name in ("restore", "erase") else file)
    words = [server if word == "THERE" else word for word in COMMANDS[name]]
    assert await asyncio.to_thread(main, words) == 0, capsys.readouterr().err


@pytest.fixture
def several(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of two bots, of which one plays other evenings."""
    shutil.copytree(RAIN, tmp_path / "rain")
    monkeypatch.setenv("CANDLE", "1234567890:" + "AAF-" + "x9_Zq" * 6 + "k")
    monkeypatch.setenv("LANTERN", "1234567891:" + "AAF-" + "y9_Zq" * 6 + "k")
    file = tmp_path / "bots.toml"
    file.write_text(
        '[lantern]\ntelegram_token = { env = "LANTERN" }\n'
        '[candle]\ntelegram_token = { env = "CANDLE" }\ndialogues = "rain"\ndiscord_shards = "auto"\n'
    )
    asyncio.run(_people(url, ["candle"]))
    monkeypatch.setenv("ALANA_BOTS", str(file))
    return file


def test_statistics_are_of_each_bot_or_of_one(several: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["stats"]) == 0
    said = capsys.readouterr().out
    assert said.index("lantern") < said.index("candle")
    assert said.count("people are known") == 2
    assert main(["stats", "--json"]) == 0
    assert list(json.loads(capsys.readouterr().out)) == ["lantern", "candle"]
    assert main(["stats", "--bot", "candle"]) == 0
    said = capsys.readouterr().out
    assert said.count("people are known") == 1
    assert "lantern" not in said
    assert main(["stats", "--bot", "candle", "--svg", str(several.parent / "c.svg")]) == 0
    assert main(["stats", "--svg", str(several.parent / "all.svg")]) == 2
    assert "--bot NAME, which is one of lantern, candle" in capsys.readouterr().err


def test_the_doctor_looks_at_each_bot_or_at_one(several: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["doctor", "--offline", "--json"])
    rows = json.loads(capsys.readouterr().out)
    scripts = {row["bot"]: row["line"] for row in rows if row["about"] == "scripts"}
    assert scripts["candle"].startswith("1 series, 1 evenings")
    assert scripts.keys() == {"lantern", "candle"}
    assert {row["bot"] for row in rows if row["about"] == "outbox"} == {"lantern", "candle"}
    assert [row["bot"] for row in rows if row["about"] == "versions"] == [None]
    main(["doctor", "--offline", "--bot", "candle"])
    said = capsys.readouterr().out
    assert "1 series, 1 evenings" in said
    assert "lantern" not in said
    assert main(["doctor", "--offline", "--bot", "nobody"]) == 1
    assert "there is no bot nobody; there are: lantern, candle" in capsys.readouterr().out


def test_what_is_odd_about_one_bot_is_said_as_it_starts(several: Path, tmp_path: Path) -> None:
    with several.open("a") as file:
        file.write('discord_shard_count = 4\ndiscord_shard_ids = "0-1"\n')
    text = several.read_text().replace('discord_shards = "auto"\n', "")
    several.write_text(text)
    nowhere = f"sqlite:///{tmp_path}/nowhere/a.db"
    done = run("run", cwd=tmp_path, env={**os.environ, "ALANA_DATABASE_URL": nowhere})
    assert done.returncode == 2
    first, *_ = done.stderr.splitlines()
    assert first.startswith("[candle]: ALANA_DISCORD_SHARD_IDS: 2 of 4 connections are this process's")
    assert "[lantern]" not in done.stderr
