"""`alana studio`: what it refuses before it serves anything, and what it lends the page."""

import shutil
from pathlib import Path

import pytest

from bot.cli import main, studio
from bot.settings_values import database_url
from tests.chat import Chat, Screen, running

SERIES = Path(__file__).parent.parent / "conversation" / "series"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["{there}", "--host", "0.0.0.0"], "others could reach 0.0.0.0: give --token new"),
        (["{there}/nothing"], "there is no such file or folder"),
        (["{there}", "--database", "ftp://somewhere/x"], "--database: "),
    ],
)
def test_what_cannot_be_is_one_line(
    arguments: list[str], said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    there = shutil.copytree(SERIES, tmp_path / "series")
    given = [argument.format(there=there) for argument in arguments]
    assert main(["studio", *given, "--no-browser"]) == 2
    err = capsys.readouterr().err
    assert said in err
    assert len(err.splitlines()) == 1


async def test_who_stands_where_and_what_a_change_does_to_them(tmp_path: Path) -> None:
    from pydantic import SecretStr

    screen = Screen()
    async with running(tmp_path, SERIES, screen) as program:
        await Chat(program, screen).open()
    scripts = Path(shutil.copytree(SERIES, tmp_path / "new"))
    url = database_url(SecretStr(f"sqlite:///{tmp_path / 'alana.db'}")).get_secret_value()
    standing, impact = studio.reports(url, scripts)
    first, *rest = await standing()
    assert first.startswith("01-light, revision ")
    assert first.endswith(" (as it is now): 1 in the middle")
    assert len(rest) == 1
    assert rest[0].startswith("     1  Light ")
    assert await impact() == ["Nobody is in the middle of an evening that changed."]
    script = scripts / "01-light.yarn"
    text = script.read_text("utf-8")
    script.write_text(text[: text.index("-> Who")] + text[text.index("<<ask $name") :], "utf-8")
    (changed,) = [line for line in await standing() if "revision" in line]
    assert "as it is now" not in changed
    assert (await impact())[0] == "01-light (The light): 1 person, 0 unaffected"
