"""`alana publish`: nothing broken goes out, and a running bot takes up what is sound."""

import asyncio
import os
from pathlib import Path
from subprocess import PIPE

import pytest

from bot.cli import main
from bot.cli import publish as publishing
from tests.chat import Chat, Screen, running
from tests.starting import start

ROOT = Path(__file__).parents[2]
OLD, NEW = "It is easier to find a house that has one.", "A house with a lamp is found sooner."


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ALANA_DIALOGUES", str(tmp_path / "played"))
    monkeypatch.setenv("ALANA_DATABASE_URL", f"sqlite:///{tmp_path}/alana.db")
    (tmp_path / "played").mkdir()
    assert main(["new", "lamps"]) == 0
    return tmp_path


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


def test_a_draft_is_put_among_the_dialogues(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in (".secret", "notes.docx", "alana.db", "loose.txt"):
        (home / "lamps" / name).write_text("x")
    os.mkfifo(home / "lamps/pipe")
    (home / "lamps/loop").symlink_to(home / "lamps")
    capsys.readouterr()
    assert main(["publish", "lamps"]) == 0
    out = capsys.readouterr().out
    assert "check: 2 scripts: 0 errors, 0 warnings" in out
    assert "test: 1 plan met, 0 not met" in out
    assert "Published: played/lamps" in out
    assert "No bot runs on this database here" in out
    assert sorted(path.name for path in (home / "played/lamps").iterdir()) == [
        "01-lamp.testplan", "01-lamp.yarn", "series.yarn", "series.yarnproject",
    ]  # fmt: skip
    (home / "lamps/01-lamp.testplan").unlink()
    edit(home / "lamps/01-lamp.yarn", OLD, NEW)
    assert main(["publish", "lamps"]) == 0
    assert NEW in (home / "played/lamps/01-lamp.yarn").read_text()
    assert not (home / "played/lamps/01-lamp.testplan").exists()
    assert [path.name for path in (home / "played").iterdir()] == ["lamps"]
    assert not [path for path in home.iterdir() if path.name.startswith(".lamps")]


@pytest.mark.parametrize(
    ("old", "new"), [("<<jump Lamp_Close>>", "<<jump Nowhere>>"), ("There is a lamp", "There is a light")]
)
def test_what_is_broken_or_meets_no_plan_stays_out(
    old: str, new: str, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(home / "lamps/01-lamp.yarn", old, new)
    assert main(["publish", "lamps"]) == 1
    assert capsys.readouterr().out.endswith("Not published: mend these first.\n")
    assert not list((home / "played").iterdir())


def test_a_report_only_and_places_that_are_refused(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["publish", "lamps", "--dry-run"]) == 0
    assert not list((home / "played").iterdir())
    (home / "played/lamps").symlink_to(home)
    assert main(["publish", "lamps"]) == 2
    assert "is a link" in capsys.readouterr().err
    assert main(["publish", "none"]) == 2
    (home / "outer").mkdir()
    (home / "lamps").rename(home / "outer/lamps")
    assert main(["publish", "outer"]) == 2
    assert "name the folder that does" in capsys.readouterr().err
    (home / "outer/lamps").rename(home / "lamps")
    (home / "played/lamps").unlink()
    (home / "de.csv").write_text("id,text\n")
    project = home / "lamps/series.yarnproject"
    whole = project.read_text()
    project.write_text(whole.replace('"en": {}', '"de": {"strings": "../de.csv"}'))
    assert main(["publish", "lamps"]) == 2
    assert "de.csv lies outside lamps: move it in" in capsys.readouterr().err
    assert [path.name for path in (home / "played").iterdir()] == []
    monkeypatch.delenv("ALANA_DIALOGUES")
    assert main(["publish", "lamps"]) == 2
    shown = capsys.readouterr()
    assert "set ALANA_DIALOGUES" in shown.err
    assert shown.out == ""  # a place that cannot be written to is told before all else


def test_nothing_is_written_but_among_the_dialogues(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written = []
    real = publishing.write_file

    def noted(path: Path, *args: object, **more: object) -> None:
        written.append(path)
        assert not [*(home / "played").glob("*.yarnproject"), *(home / "played").glob("*/*.yarnproject")]
        real(path, *args, **more)

    monkeypatch.setattr(publishing, "write_file", noted)
    assert main(["publish", "lamps"]) == 0
    assert written
    assert all(path.resolve().is_relative_to(home / "played") for path in written)
    assert [path.name for path in (home / "played").iterdir()] == ["lamps"]


def test_people_in_the_middle_are_told_of(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    async def begun() -> None:
        screen = Screen()
        async with running(home, home / "played", screen) as program:
            await Chat(program, screen).open()

    assert main(["publish", "lamps"]) == 0
    asyncio.run(begun())
    edit(home / "lamps/01-lamp.yarn", "Who lit it?", "Who was it?")
    edit(home / "lamps/01-lamp.testplan", "Who lit it?", "Who was it?")
    capsys.readouterr()
    assert main(["publish", "lamps", "--dry-run", "--against", "alana.db"]) == 0
    assert "impact:\n01-lamp (The lamp): 1 person, " in capsys.readouterr().out


def test_a_running_bot_takes_them_up(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["publish", "lamps"]) == 0
    env = {**os.environ, "ALANA_LOG_LEVEL": "DEBUG"}
    with start("chat", cwd=home, env=env, stdin=PIPE, stdout=PIPE, stderr=PIPE) as bot:
        bot.stdin.write("hello\n")
        assert any("There is a lamp" in line for line in bot.stdout)  # read up to there, or to the end
        edit(home / "lamps/01-lamp.yarn", OLD, NEW)
        capsys.readouterr()
        assert main(["publish", "lamps"]) == 0
        assert f"The bot (process {bot.pid}) takes them up now" in capsys.readouterr().out
        assert any("scripts reloaded" in line for line in bot.stderr)
        bot.stdin.write("Who lit it?\n")
        bot.stdin.close()
        assert NEW in bot.stdout.read()
