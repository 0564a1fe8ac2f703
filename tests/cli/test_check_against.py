"""`alana check --against`: what scripts would do to people in the middle, before they are published."""

import shutil
from pathlib import Path

import pytest

from bot.cli import main
from tests.chat import Chat, Screen, running

SERIES = Path(__file__).parent.parent / "conversation" / "series"


async def _somebody_stands_at_the_first_question(folder: Path) -> None:
    screen = Screen()
    async with running(folder, SERIES, screen) as program:
        await Chat(program, screen).open()


@pytest.fixture
async def scripts(tmp_path: Path) -> Path:
    await _somebody_stands_at_the_first_question(tmp_path)
    return Path(shutil.copytree(SERIES, tmp_path / "new"))


def test_nothing_changed(scripts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(scripts), "--against", str(scripts.parent / "alana.db")]) == 0
    assert "Nobody is in the middle of an evening that changed." in capsys.readouterr().out


def test_a_question_that_goes_moves_its_people(scripts: Path, capsys: pytest.CaptureFixture[str]) -> None:
    script = scripts / "01-light.yarn"
    text = script.read_text("utf-8")
    script.write_text(text[: text.index("-> Who")] + text[text.index("<<ask $name") :], "utf-8")
    assert main(["check", str(scripts), "--against", str(scripts.parent / "alana.db")]) == 0
    out = capsys.readouterr().out
    assert "01-light (The light): 1 person, 0 unaffected" in out
    assert "restarted at the beginning of Light" in out


@pytest.mark.parametrize("where", ["nothing.db", "ftp://somewhere/x"])
def test_a_wrong_database_is_one_line(scripts: Path, where: str, capsys: pytest.CaptureFixture[str]) -> None:
    place = where if "://" in where else str(scripts / where)
    assert main(["check", str(scripts), "--against", place]) == 2
    [*_, line] = capsys.readouterr().err.splitlines()
    assert line.startswith("--against: ")


@pytest.mark.parametrize(
    "command", ["publish --dry-run --against", "graph --database", "studio --no-browser --database"]
)
def test_a_database_that_is_not_there_is_named_by_the_option_that_names_it(
    tmp_path: Path, command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    name, *rest = command.split()
    assert main([name, str(SERIES), *rest, "nothing.db"]) == 2
    assert f"{rest[-1]}: there is no database nothing.db" in capsys.readouterr().err
