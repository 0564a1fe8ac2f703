"""The operators' commands: what they say of a database in use, and how they end."""

import asyncio
import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from subprocess import PIPE

import pytest

from bot import cli
from bot.cli.backup import free_name
from bot.cli.findings import ago
from bot.engine.state import State
from bot.ports import TurnLog
from bot.storage.database import Database
from bot.storage.schema import HEAD
from tests.starting import start
from tests.storage.conftest import Kit, row

ROOT = Path(__file__).resolve().parents[2]
SERIES = ROOT / "tests/conversation/series"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in [n for n in os.environ if n.startswith("ALANA_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("ALANA_DATABASE_URL", f"sqlite:///{tmp_path}/alana.db")
    monkeypatch.setenv("ALANA_DIALOGUES", str(SERIES))
    monkeypatch.setenv("ALANA_MATCHER", "lexical")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def fill(folder: Path, trouble: bool = False, people: int = 4) -> None:
    """People in the evening of the light, four by themselves; three of them typed the same thing."""

    async def life() -> None:
        kit = Kit(Database(f"sqlite:///{folder}/alana.db"), datetime.now(UTC))
        await kit.database.open()
        for number in range(people):
            saved = replace(await kit.met(str(number)), episode="01-light")
            done = State("rev", visits={"Light": 1, "Light_End": 1}) if number == 0 else saved.state
            keys = ("line:lgt-03", "line:lgt-08") if number < 2 or number > 12 else ("line:lgt-03",)
            place = "lamps", "01-light", "Light"
            logs = tuple(TurnLog(kit.now, "choose", *place, key, digest="rev") for key in keys)
            phrase = "is it warm" if number < 3 else "my own secret phrase"
            saved = await kit.say(replace(saved, state=done), log=logs, misses=(("01-light", phrase),))
        if trouble:
            kit.later(hours=-2)
            await kit.say(saved, row("bad"), row("slow"), counts=("care",))
            bad, _ = await kit.claim()
            await kit.outbox.dead(bad, "message is too long", kit.now)
            await kit.notes.poisoned("x", "Text", "KeyError", kit.now)
            await kit.outbox.release(["slow"])
        await kit.store.close()
        await kit.database.close()

    asyncio.run(life())


def lines(capsys: pytest.CaptureFixture[str]) -> dict[str, str]:
    out = capsys.readouterr().out
    return {line[4:17].strip() + line[:2]: line[18:] for line in out.splitlines()}


# ---------------------------------------------------------------- doctor


def test_doctor_finds_a_healthy_bot_healthy(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fill(folder)
    assert cli.main(["doctor"]) == 0
    found = lines(capsys)
    assert found["scriptsok"].startswith("1 series, 2 evenings")
    assert found["databaseok"] == f"schema {HEAD}, the newest"
    assert found["peopleok"] == "4 known, 0 of them cannot be reached now"
    assert found["outboxok"] == "nothing waits"
    assert found["matcherok"].startswith("lexical")


def test_doctor_shows_what_is_wrong_and_ends_with_1(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fill(folder, trouble=True)
    assert cli.main(["doctor"]) == 1
    found = lines(capsys)
    assert found["outbox!!"] == "chat: 1 waiting, the oldest for 2 hours"
    assert found["dead letters!!"] == "chat: 1 given up (message is too long), the last 2 hours ago"
    assert found["poison!!"] == "1 x Text: KeyError, the last 2 hours ago: the log of then names the place"
    assert found["countersok"] == "care 1"


def test_doctor_works_before_the_first_start_and_with_wrong_settings(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert cli.main(["doctor"]) == 0
    assert "made at the first start" in lines(capsys)["databaseok"]
    assert not (folder / "alana.db").exists()
    monkeypatch.setenv("ALANA_PACE", "breakneck")
    assert cli.main(["doctor"]) == 1
    assert "ALANA_PACE" in lines(capsys)["settings!!"]


def test_doctor_names_a_newer_a_damaged_and_a_foreign_database(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(folder)
    file = folder / "alana.db"
    import sqlite3

    raw = sqlite3.connect(file)
    raw.execute("UPDATE alembic_version SET version_num = '9999'")
    raw.commit()
    raw.close()
    assert cli.main(["doctor"]) == 1
    assert "newer Alana" in lines(capsys)["database!!"]
    data = bytearray(file.read_bytes())
    data[4096:40960] = b"\x5a" * 36864
    file.write_bytes(data)
    assert cli.main(["doctor"]) == 1
    assert any(key.endswith("!!") for key in lines(capsys))
    file.write_text("Dear diary, today I did nothing at all.")
    assert cli.main(["doctor"]) == 1
    assert "is not a SQLite database" in lines(capsys)["database!!"]


def test_doctor_names_broken_scripts(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    scripts = folder / "scripts"
    scripts.mkdir()
    for file in SERIES.iterdir():
        (scripts / file.name).write_bytes(file.read_bytes())
    (scripts / "02-door.yarn").write_text("title: Door\nepisode: 02-door\n---\n<<jump Nowhere>>\n===\n")
    monkeypatch.setenv("ALANA_DIALOGUES", str(scripts))
    assert cli.main(["doctor"]) == 1
    assert "02-door.yarn:4" in lines(capsys)["scripts!!"]


# ---------------------------------------------------------------- stats and misses


def test_stats_shows_the_way_of_an_evening_without_anybodys_words(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(folder, people=23)
    assert cli.main(["stats"]) == 0
    lines = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert lines[0] == "20 people are known"
    assert "new people 20 20 20" in lines
    title = lines.index("The Lamp Evenings: The light: 20 began, 0 finished")
    assert lines[title + 1].startswith("Who put the lamp there? 20 ")
    assert lines[title + 2].startswith("What may I call you? 10 ")
    assert not any("secret" in line for line in lines)


def test_stats_of_few_people_tells_of_nobody(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fill(folder)
    assert cli.main(["stats", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["people"], found["totals"]["new_people"], found["days"][0]["active"]) == (None, None, None)
    [funnel] = found["evenings"][0]["revisions"]
    assert {question["reached"] for question in funnel["questions"]} == {None}


def test_stats_of_some_days_and_as_files(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fill(folder, people=9)
    assert cli.main(["stats", "--since", "1d", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["totals"]["active_days"] == 5
    assert cli.main(["stats", "--since", "2100-01-01", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["totals"]["active_days"] == 0
    assert cli.main(["stats", "--since", "0d"]) == 2
    assert cli.main(["stats", "--since", "lately"]) == 2
    assert "write days as 30d" in capsys.readouterr().err
    assert cli.main(["stats", "--svg", "a.svg", "--html", "b.html"]) == 0
    assert (folder / "a.svg").read_text().startswith("<svg")
    assert "<!doctype html>" in (folder / "b.html").read_text()


def test_misses_shows_only_what_three_people_typed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fill(folder)
    assert cli.main(["misses"]) == 0
    assert capsys.readouterr().out == "01-light\n      3  is it warm\n"


def test_commands_that_look_say_when_there_is_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for command in ("stats", "misses", "backup copy.db"):
        assert cli.main(command.split()) == 2
        assert "there is no database" in capsys.readouterr().err
    assert list(folder.iterdir()) == []


# ---------------------------------------------------------------- backup, restore, and a bot that runs


def test_a_backup_goes_and_comes_back(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fill(folder)
    assert cli.main(["backup", "copy.db"]) == 0
    assert cli.main(["backup", "copy.db"]) == 2
    assert "add --force" in capsys.readouterr().err
    assert cli.main(["restore", "copy.db"]) == 2
    assert cli.main(["restore", "copy.db", "--force"]) == 0
    assert cli.main(["doctor"]) == 0


def test_kept_backups_are_the_newest_and_nothing_else_is_touched(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(folder)
    assert cli.main(["backup", "--keep", "2", "copies"]) == 2
    assert "there is no folder copies" in capsys.readouterr().err
    copies = folder / "copies"
    copies.mkdir()
    old = ["alana-20250101-031700.db", "alana-20250102-031700.db", "alana-20250103-031700.db"]
    beside = ["alana.db", "alana-20250101-031700.db.gpg", "notes.txt"]
    for name in (*old, *beside):
        (copies / name).write_text("x")
    (copies / "alana-20240101-000000.db").symlink_to(folder / "alana.db")
    assert cli.main(["backup", "--keep", "2", "copies"]) == 0
    out = capsys.readouterr().out
    left = {path.name for path in copies.iterdir()}
    new = left - {*old, *beside, "alana-20240101-000000.db"}
    assert len(new) == 1
    assert left == {*new, old[2], *beside, "alana-20240101-000000.db"}
    assert f"copies/{old[0]}: removed, 2 are kept" in out
    assert cli.main(["restore", f"copies/{new.pop()}", "--force"]) == 0
    assert (folder / "alana.db").exists()


def test_two_backups_of_one_second_are_two_files(folder: Path) -> None:
    """Also where the second that follows is a folder's name, or a link's."""
    moment = datetime(2026, 1, 1, 23, 59, 59, tzinfo=UTC)
    (folder / "alana-20260102-000000.db").mkdir()
    (folder / "alana-20260102-000001.db").symlink_to("nowhere")
    for name in ("alana-20260101-235959.db", "alana-20260102-000002.db", "alana-20260102-000003.db"):
        assert free_name(folder, moment) == folder / name
        (folder / name).touch()


def test_backups_that_follow_at_once_are_all_made(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fill(folder)
    (folder / "copies").mkdir()
    for _ in range(4):
        assert cli.main(["backup", "--keep", "3", "copies"]) == 0
    assert len(list((folder / "copies").iterdir())) == 3
    assert capsys.readouterr().out.count("removed, 3 are kept") == 1


@pytest.mark.parametrize("keep", [1, 2])
def test_a_clock_that_stood_ahead_costs_no_new_backup(
    folder: Path, keep: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """Copies that are named later than now are not taken for newer than the one that was just made."""
    fill(folder)
    (folder / "copies").mkdir()
    ahead = ["alana-29990101-031700.db", "alana-29990102-031700.db"]
    for name in ahead:
        (folder / "copies" / name).write_text("x")
    assert cli.main(["backup", "--keep", str(keep), "copies"]) == 0
    left = {path.name for path in (folder / "copies").iterdir()}
    assert len(left) == keep
    assert len(left - set(ahead)) == 1


def test_a_backup_that_fails_removes_none(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "copies").mkdir()
    (folder / "copies/alana-20250101-031700.db").write_text("x")
    (folder / "copies/alana-20250102-031700.db").write_text("x")
    assert cli.main(["backup", "--keep", "1", "copies"]) == 2
    assert len(list((folder / "copies").iterdir())) == 2


def test_commands_that_look_work_beside_a_running_bot(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(folder)
    script = """
import asyncio, time
from bot.storage.database import Database
database = Database("sqlite:///alana.db")
asyncio.run(database.open())
print("open", flush=True)
time.sleep(600)
"""
    with start(program=("-c", script), cwd=folder, stdout=PIPE, stderr=2) as bot:
        assert bot.stdout.readline() == "open\n"
        for command in ("doctor", "stats", "misses", "backup copy.db"):
            assert cli.main(command.split()) == 0, capsys.readouterr()
        assert f"used by process {bot.pid}" in capsys.readouterr().out
        assert cli.main(["restore", "copy.db", "--force"]) == 2
        assert f"in use by another Alana (process {bot.pid})" in capsys.readouterr().err
    assert cli.main(["restore", "copy.db", "--force"]) == 0


def test_authors_commands_load_no_database(tmp_path: Path) -> None:
    script = (
        "import sys; from bot import cli; "
        "[cli.load(name) for name in ('check', 'test', 'tag', 'import')]; "
        "heavy = {'sqlalchemy', 'aiosqlite', 'discord', 'telegram'}; "
        "sys.exit(bool(heavy & {name.partition('.')[0] for name in sys.modules}))"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=False)
    assert done.returncode == 0


def test_old_rows_are_told_apart_from_young_ones() -> None:
    ages = [timedelta(seconds=5), timedelta(minutes=3), timedelta(hours=5), timedelta(days=9)]
    assert [ago(age) for age in ages] == ["5 seconds", "3 minutes", "5 hours", "9 days"]
