"""What new scripts would do to people in the middle of old ones, told before they are published."""

import shutil
from pathlib import Path

import pytest

from bot.impact import impact_report
from bot.reloading import Reloader
from bot.script_library import ScriptLibrary
from tests.chat import Chat, Screen, running

SERIES = Path(__file__).resolve().parent / "conversation/series"


@pytest.fixture
def scripts(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SERIES, tmp_path / "scripts"))


def edit(folder: Path, old: str, new: str) -> None:
    file = folder / "01-light.yarn"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


async def people(folder: Path, scripts: Path) -> str:
    """Three at the first question, one asked for a name, one asked for an age."""
    screen = Screen()
    async with running(folder, scripts, screen) as program:
        for key, taps in enumerate((0, 0, 0, 1, 2)):
            chat = Chat(program, screen, key=str(key))
            await chat.open()
            if taps:
                await chat.tap("Who put the lamp there?")
            if taps > 1:
                await chat.say("Mia")
    return f"sqlite:///{folder}/alana.db"


async def test_nothing_changed_touches_nobody(tmp_path: Path, scripts: Path) -> None:
    url = await people(tmp_path, scripts)
    assert await impact_report(url, scripts) == ["Nobody is in the middle of an evening that changed."]


async def test_an_edit_elsewhere_leaves_everyone_where_they_are(tmp_path: Path, scripts: Path) -> None:
    url = await people(tmp_path, scripts)
    edit(scripts, "I did, the first winter.", "I did, in the second winter.")
    assert await impact_report(url, scripts) == ["01-light (The light): 5 people, 5 unaffected"]


async def test_a_question_that_goes_moves_its_people_to_the_one_before(tmp_path: Path, scripts: Path) -> None:
    url = await people(tmp_path, scripts)
    edit(scripts, '<<ask $age "How many winters have you seen?" number>> #line:lgt-10\n', "")
    assert await impact_report(url, scripts) == [
        "01-light (The light): 5 people, 4 unaffected",
        '       1  moved to Light, "What may I call you?"',
    ]


async def test_a_beginning_that_goes_restarts_its_people(tmp_path: Path, scripts: Path) -> None:
    url = await people(tmp_path, scripts)
    edit(scripts, "#line:lgt-03", "#line:lgt-93")
    edit(scripts, "#line:lgt-06", "#line:lgt-96")
    found = await impact_report(url, scripts)
    assert found[0] == "01-light (The light): 5 people, 2 unaffected"
    assert found[1] == "       3  restarted at the beginning of Light"


async def test_a_series_that_goes_is_named(tmp_path: Path, scripts: Path) -> None:
    url = await people(tmp_path, scripts)
    file = scripts / "series.yarn"
    file.write_text(
        file.read_text(encoding="utf-8").replace("series: lamps", "series: suns"), encoding="utf-8"
    )
    assert await impact_report(url, scripts) == [
        "lamps: the series is gone; 5 people would be shown the menu"
    ]


# ---------------------------------------------------------------- reload


async def test_a_good_edit_is_played_between_turns_and_people_go_on(tmp_path: Path, scripts: Path) -> None:
    screen = Screen()
    async with running(tmp_path, scripts, screen) as program:
        chat = Chat(program, screen)
        await chat.open()
        reloader = Reloader(program.library, program.conversations.revisions.remember)
        edit(scripts, "I did, the first winter.", "I did, in the second winter.")
        assert await reloader.reload()
        await chat.tap("Who put the lamp there?")
        assert "I did, in the second winter." in chat.transcript
        digest = program.library.current.series["lamps"].program.digest
        assert await program.notes.revision(digest)


async def test_a_broken_edit_is_refused_with_its_place(
    tmp_path: Path, scripts: Path, caplog: pytest.LogCaptureFixture
) -> None:
    screen = Screen()
    async with running(tmp_path, scripts, screen) as program:
        chat = Chat(program, screen)
        await chat.open()
        edit(scripts, "<<jump Light_End>>", "<<jump Nowhere>>")
        assert not await Reloader(program.library, program.conversations.revisions.remember).reload()
        assert "01-light.yarn:" in caplog.text
        await chat.tap("Who put the lamp there?")
        assert "I did, the first winter." in chat.transcript


async def test_a_changed_file_is_seen_at_the_next_look(tmp_path: Path, scripts: Path) -> None:
    import os

    library, looks = ScriptLibrary(scripts), 0
    before = library.current

    async def remember(series: object) -> None:
        """Nothing is written down here."""

    class Enough(Exception):
        pass

    async def sleep(seconds: float) -> None:
        nonlocal looks
        looks += 1
        if looks == 2:
            assert library.current is before
            edit(scripts, "I did, the first winter.", "I did, in the second winter.")
            os.utime(scripts / "01-light.yarn", (4e9, 4e9))
        if looks == 4:
            raise Enough

    with pytest.raises(Enough):
        await Reloader(library, remember, sleep).on_change()
    assert library.current is not before
