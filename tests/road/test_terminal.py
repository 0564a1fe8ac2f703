"""The terminal as a process: killed at its questions, and started on everything that is no conversation."""

import contextlib
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from subprocess import PIPE

import pytest

from tests.road.bot_process import environment
from tests.road.conftest import EVENING
from tests.road.street import SMALL
from tests.road.terminal import kept_through_kills, only
from tests.starting import run, start


def test_a_kill_at_a_question_loses_nothing(dialogues: Path, tmp_path: Path) -> None:
    """Every sixth question here; all of them in tests/soak."""
    assert kept_through_kills(tmp_path, only(dialogues, EVENING, tmp_path), every=6) >= 2


# ---------------------------------------------------------------- nobody there


def typed(folder: Path, text: str, **settings: str) -> "subprocess.CompletedProcess[str]":
    """`python -m bot` in that folder, with that on its standard input."""
    return run(cwd=folder, env=environment(folder, SMALL, **settings), input=text)


def from_shell(folder: Path, line: str, text: str = "") -> "subprocess.CompletedProcess[str]":
    """The same, as the shell starts `alana` in that line."""
    return subprocess.run(
        ["bash", "-c", line.replace("alana", f"{sys.executable} -m bot")],
        cwd=folder,
        env=environment(folder, SMALL),
        input=text,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def one_line(run: "subprocess.CompletedProcess[str]") -> str:
    """What it said of itself: one line on standard error, none on standard output."""
    assert run.stdout == ""
    lines = run.stderr.splitlines()
    assert len(lines) == 1, run.stderr
    return lines[0]


@pytest.mark.parametrize("nobody", ["alana", "alana </dev/null", "alana <&-", "alana <empty"])
def test_nobody_there_is_one_line(nobody: str, tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    done = from_shell(tmp_path, nobody)
    assert done.returncode == 2
    assert "ALANA_TELEGRAM_TOKEN" in one_line(done)
    assert not (tmp_path / "alana.db").exists(), "nothing was touched"


def test_the_farewell_is_in_the_language_of_the_talk(tmp_path: Path) -> None:
    done = typed(tmp_path, "hi\n/language de\n")
    assert (done.returncode, done.stdout.splitlines()[-1]) == (
        0,
        "Alana: Deine Stelle ist gemerkt. Bis zum nächsten Mal.",
    )


# ---------------------------------------------------------------- nothing to play, nowhere to keep it


def _no_folder(folder: Path) -> dict[str, str]:
    return {"ALANA_DIALOGUES": str(folder / "missing")}


def _empty_folder(folder: Path) -> dict[str, str]:
    (folder / "empty").mkdir()
    return {"ALANA_DIALOGUES": str(folder / "empty")}


def _broken_scripts(folder: Path) -> dict[str, str]:
    broken = Path(shutil.copytree(SMALL, folder / "broken"))
    for script in broken.glob("*.yarn"):
        script.write_text("title: X\n---\n<<if>>\n-> \n===\n")
    return {"ALANA_DIALOGUES": str(broken)}


def _broken_project(folder: Path) -> dict[str, str]:
    broken = Path(shutil.copytree(SMALL, folder / "broken"))
    (broken / "series.yarnproject").write_text("{")
    return {"ALANA_DIALOGUES": str(broken)}


def _no_database(folder: Path) -> dict[str, str]:
    (folder / "alana.db").write_text("this is a shopping list, and a long one at that")
    return {}


def _folder_for_database(folder: Path) -> dict[str, str]:
    (folder / "alana.db").mkdir()
    return {}


def _no_place_for_database(folder: Path) -> dict[str, str]:
    return {"ALANA_DATABASE_URL": f"sqlite:///{folder}/none/alana.db"}


def _newer_database(folder: Path) -> dict[str, str]:
    assert typed(folder, "hi\n").returncode == 0
    with contextlib.closing(sqlite3.connect(folder / "alana.db", isolation_level=None)) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999_future'")
    return {}


def _wrong_setting(folder: Path) -> dict[str, str]:
    return {"ALANA_PACE": "glacial"}


def _wrong_url(folder: Path) -> dict[str, str]:
    return {"ALANA_DATABASE_URL": "mysql://here"}


BROKEN: dict[Callable[[Path], dict[str, str]], str] = {
    _no_folder: "ALANA_DIALOGUES",
    _empty_folder: "ALANA_DIALOGUES",
    _broken_scripts: "broken",
    _broken_project: "series.yarnproject",
    _no_database: "not a SQLite database",
    _folder_for_database: "is a folder",
    _no_place_for_database: "none/alana.db",
    _newer_database: "newer",
    _wrong_setting: "ALANA_PACE",
    _wrong_url: "ALANA_DATABASE_URL",
}


@pytest.mark.parametrize("break_", BROKEN, ids=lambda each: each.__name__.strip("_"))
def test_what_cannot_work_is_one_line(break_: Callable[[Path], dict[str, str]], tmp_path: Path) -> None:
    done = typed(tmp_path, "hi\n", **break_(tmp_path))
    assert done.returncode != 0
    said = [line for line in done.stderr.splitlines() if "To add a platform" not in line]
    assert done.stdout == ""
    assert len(said) == 1, done.stderr
    assert BROKEN[break_] in said[0]


def test_a_database_in_use_is_one_line(tmp_path: Path) -> None:
    with start(cwd=tmp_path, env=environment(tmp_path, SMALL), stdin=PIPE, stdout=PIPE) as first:
        first.stdin.write("hi\n")
        assert first.stdout.readline()
        second = typed(tmp_path, "hi\n")
        first.stdin.close()
        assert first.finish() == 0
        assert str(first.pid) in second.stderr
    assert second.returncode == 2
    assert second.stdout == ""
    assert typed(tmp_path, "hi\n").returncode == 0, "its end let the lock go"


def test_one_broken_episode_does_not_take_the_others_down(tmp_path: Path) -> None:
    broken = Path(shutil.copytree(SMALL, tmp_path / "broken"))
    (broken / "01-walk.yarn").write_text("title: Walk\nepisode: 01-walk\n---\n<<if>>\n===\n")
    done = typed(tmp_path, "/menu\n/talk 2\n", ALANA_DIALOGUES=str(broken))
    assert done.returncode == 0
    assert "Alana: Back again, and it is darker now." in done.stdout
    assert "01-walk.yarn" in done.stderr


def test_a_full_disk_is_one_line_and_nothing_half_written(tmp_path: Path) -> None:
    """Files may not grow beyond 64 KB: the database cannot be made."""
    done = from_shell(tmp_path, "ulimit -f 64; trap '' XFSZ; exec alana", "hi\n")
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    assert typed(tmp_path, "hi\n").returncode == 0, "with room again it works"
