"""Words through a form, where typing is not seen: in a server on Discord."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.model import Subject
from tests.platforms.discord import DiscordServer
from tests.platforms.discord.world import Interaction
from tests.road.conftest import EVENING
from tests.road.street import Road, road
from tests.road.test_commands import after
from tests.road.test_forget import raw_of
from tests.road.travellers import Discorder, Standing, by_tapping, keyboard, play

ALARM = "my zebrafinch husband hits me"


@pytest.fixture
def anna(discord: DiscordServer) -> Discorder:
    square = discord.world.channel(discord.world.server("village"), "square")
    return Discorder(discord, discord.world.person("anna"), square)


@pytest.fixture
async def serving(discord: DiscordServer, dialogues: Path, tmp_path: Path) -> AsyncIterator[Road]:
    async with road(tmp_path, discord=discord, dialogues=dialogues, ALANA_KEEP_MISSES="true") as on_the_road:
        yield on_the_road


async def at_the_name(anna: Discorder, serving: Road) -> Standing:
    await anna.begin(EVENING)
    await anna.until(lambda: keyboard(anna))
    await after(anna, serving, 0)
    standing = keyboard(anna)
    assert standing is not None
    assert standing.asks
    return standing


async def opened(anna: Discorder, standing: Standing) -> Interaction:
    form = await anna.server.press(anna.user, anna._raw(standing), standing.verbs.index("words"))
    assert form.modal is not None
    return form


async def sent(anna: Discorder, serving: Road, form: Interaction, words: str) -> list[Standing]:
    seen = len(anna.seen())
    await anna.server.submit_modal(anna.user, form, words)
    return await after(anna, serving, seen)


@pytest.mark.parametrize(
    "words",
    [
        "Ottilie",
        "<@&42> @everyone **x** [b]{$name}[/b]",
        "  \u202eabc\u202c\u200b  ",
        "مرحبا",
        "é" + "\u0301" * 150,
    ],
)
async def test_a_name_through_a_form(anna: Discorder, serving: Road, words: str) -> None:
    standing = await at_the_name(anna, serving)
    said = await sent(anna, serving, await opened(anna, standing), words)
    assert any(m.text.startswith("Thank you, ") for m in said)
    assert keyboard(anna) != standing
    assert anna.server.posting.pings == []


@pytest.mark.parametrize("words", ["", "   ", "\u200b\u202e", "\x00", "x" * 4000, "\ud800", "2", "hi"])
async def test_what_is_no_name_is_answered_kindly_and_the_question_stands(
    anna: Discorder, serving: Road, words: str
) -> None:
    standing = await at_the_name(anna, serving)
    said = await sent(anna, serving, await opened(anna, standing), words)
    assert said
    assert not any(m.text.startswith("Thank you, ") for m in said)
    again = keyboard(anna)
    assert again is not None
    assert again.asks
    await sent(anna, serving, await opened(anna, again), "Ottilie")
    assert any(m.text.startswith("Thank you, Ottilie.") for m in anna.seen())


async def test_a_form_that_is_sent_after_its_question_has_gone_by(anna: Discorder, serving: Road) -> None:
    standing = await at_the_name(anna, serving)
    form = await opened(anna, standing)
    seen = len(anna.seen())
    await anna.tap(standing, standing.verbs.index("skip"))
    await after(anna, serving, seen)
    present = keyboard(anna)
    assert present is not None
    assert "o" in present.verbs, "at a choice now"
    for words in ("Ottilie", "1", "2", present.questions[0]):
        said = await sent(anna, serving, form, words)
        assert said[0].text == "That question has gone by. Here is where we are.", words
        again = keyboard(anna)
        assert again is not None
        assert again.questions == present.questions, "a form answers its own question alone"
    assert not any("Ottilie" in m.text for m in anna.seen())
    assert (await sent(anna, serving, form, "/menu"))[0].text.startswith("Finding"), "a command is one"
    while "skip" not in (found := await anna.until(lambda: keyboard(anna))).verbs:  # on to the journal's page
        seen = len(anna.seen())
        await anna.tap(found, 0)
        await after(anna, serving, seen)
    said = await sent(anna, serving, form, "Ottilie")
    assert said[0].text == "That question has gone by. Here is where we are."
    saved = await serving.program.store.load(Subject("discord", str(anna.user.id)))
    assert await serving.program.store.journal(saved.person) == []
    page = keyboard(anna)
    assert page is not None
    assert page != found, "asked again below; the one above has no buttons any more"
    await sent(anna, serving, await opened(anna, page), "Somebody who hums.")
    [entry] = await serving.program.store.journal(saved.person)
    assert entry.text == "Somebody who hums."


async def test_words_of_danger_in_a_form(anna: Discorder, serving: Road, tmp_path: Path) -> None:
    standing = await at_the_name(anna, serving)
    said = await sent(anna, serving, await opened(anna, standing), ALARM)
    assert "I'm a scripted program and no help line" in said[0].text
    assert keyboard(anna) == standing, "the place is kept"
    assert b"zebrafinch" not in raw_of(tmp_path)
    everybody = Discorder(anna.server, anna.server.world.person("bob"), anna.place)
    assert everybody.seen() == []


async def test_the_whole_evening_after_words_of_danger(anna: Discorder, serving: Road) -> None:
    standing = await at_the_name(anna, serving)
    [said] = await sent(anna, serving, await opened(anna, standing), ALARM)
    [again] = await sent(anna, serving, await opened(anna, standing), "He was tired that day.")
    assert again.text.startswith("I'm here, but I'm only a program")
    seen = len(anna.seen())
    await anna.tap(said, said.verbs.index("continue"))
    await after(anna, serving, seen)
    await play(anna, by_tapping)
    assert any("That was this evening." in m.text for m in anna.seen())
