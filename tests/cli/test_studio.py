"""`alana studio`: what it refuses before it serves anything, and what it lends the page."""

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.cli import main, studio
from bot.ports import TurnLog
from bot.script_library import read
from bot.settings_values import database_url
from tests.chat import Chat, Screen, running
from tests.storage.conftest import Kit
from tests.storage.conftest import kit as kit
from tests.storage.conftest import url as url

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


async def come(kit: Kit, digest: str, people: range) -> None:
    """They begin the evening, ask who put the lamp there, and all but the first two go on."""
    asked, name = "line:lgt-03", "line:lgt-08"
    for number in people:
        saved = await kit.met(str(number))
        place = "lamps", "01-light", "Light"
        turns = [TurnLog(kit.now, "choose", *place, asked, digest=digest)]
        if number - people.start >= 2:
            turns.append(TurnLog(kit.now, "choose", *place, name, digest=digest, asked=asked, choice=asked))
        await kit.say(replace(saved, episode="01-light"), log=tuple(turns))


async def test_how_far_people_come_by_evening_and_revision(kit: Kit, url: str) -> None:
    program = read(SERIES)[0].series["lamps"].program
    await come(kit, program.digest, range(14))
    await come(kit, "0123456789abcdef", range(20, 23))
    funnel, _ = studio.reports(url, SERIES)
    before = await kit.all("select count(*) from tally")
    found: Any = await funnel()
    assert (found["people"], found["hidden_below"]) == (15, 5)
    light = next(each for each in found["evenings"] if each["episode"] == "01-light")
    assert (light["name"], light["begun"]) == ("The Lamp Evenings: The light", 15)
    now, older = light["revisions"]
    assert (now["now"], older["now"], older["digest"]) == (True, False, "0123456789abcdef")
    assert [(step["words"], step["reached"], step["left"]) for step in now["questions"]] == [
        ("Who put the lamp there?", 10, None), ("What may I call you?", 10, 10),
    ]  # fmt: skip
    assert now["questions"][0]["chose"] == [{"words": "Who put the lamp there?", "people": 10}]
    # three people are nobody that could be told of
    assert {step["reached"] for step in older["questions"]} == {None}
    assert await kit.all("select count(*) from tally") == before


async def test_what_a_change_does_to_people(tmp_path: Path) -> None:
    screen = Screen()
    async with running(tmp_path, SERIES, screen) as program:
        await Chat(program, screen).open()
    scripts = Path(shutil.copytree(SERIES, tmp_path / "new"))
    url = database_url(SecretStr(f"sqlite:///{tmp_path / 'alana.db'}")).get_secret_value()
    _, impact = studio.reports(url, scripts)
    assert await impact() == ["Nobody is in the middle of an evening that changed."]
    script = scripts / "01-light.yarn"
    text = script.read_text("utf-8")
    script.write_text(text[: text.index("-> Who")] + text[text.index("<<ask $name") :], "utf-8")
    assert (await impact())[0] == "01-light (The light): 1 person, 0 unaffected"
