"""How questions can be taken on Discord: buttons, numbers, a list, a way back; and quietly."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.platforms.discord import DiscordServer, Message
from tests.road.street import Road, road
from tests.road.test_commands import after, command
from tests.road.travellers import Discorder, Standing, keyboard, transcript

DOORS = Path(__file__).parent / "choices"
NOTES = (
    "And the sixth one, behind which somebody has been playing the same five notes on a piano for an hour, "
    "over and over?"
)
LONG = "Or is it a question that no telephone shows on a button without cutting it?"
WORDS = "In my own words…"


@pytest.fixture
async def serving(discord: DiscordServer, tmp_path: Path) -> AsyncIterator[Road]:
    async with road(tmp_path, discord=discord, dialogues=DOORS) as on_the_road:
        yield on_the_road


@pytest.fixture(params=["direct", "server"])
async def anna(request: pytest.FixtureRequest, discord: DiscordServer, serving: Road) -> Discorder:
    """At the first questions."""
    square = discord.world.channel(discord.world.server("village"), "square")
    place = square if request.param == "server" else None
    found = Discorder(discord, discord.world.person("anna"), place)
    await command(found, serving, "talk")
    return found


def question(anna: Discorder) -> Standing:
    standing = keyboard(anna)
    assert standing is not None, transcript(anna)
    return standing


def rows(message: Message) -> list[list[str]]:
    """What stands in each row: labels of buttons, or "list"."""
    found = [row["components"] for row in message.components]
    return [[one.get("label") or "list" for one in row] for row in found if row]


async def take(anna: Discorder, serving: Road, label: str) -> list[Standing]:
    standing, seen = question(anna), len(anna.seen())
    await anna.tap(standing, standing.labels.index(label))
    return await after(anna, serving, seen)


async def test_five_short_questions_are_buttons_and_what_stands_beside_them_has_its_row(
    anna: Discorder,
) -> None:
    shown = anna.place.messages[question(anna).ref]
    assert rows(shown) == [
        ["A small one?", "Who lives here now?"],
        ["Is it far?", "Is it late?"],
        ["Is it dark?"],
        [WORDS],
    ]


async def test_more_are_taken_from_a_list_which_holds_long_ones_whole(anna: Discorder, serving: Road) -> None:
    await take(anna, serving, "Is it far?")
    standing = question(anna)
    shown = anna.place.messages[standing.ref]
    assert rows(shown) == [["list"], [WORDS, "Back"]]
    (menu,) = [item for item in shown.items() if item["type"] == 3]
    assert menu["placeholder"] == "What would you like to ask?"
    assert len(menu["options"]) == 6
    assert len(menu["options"][5]["label"]) <= 100
    assert standing.labels[5] == NOTES, "the description carries the rest"
    assert standing.text == "Here are doors.", "none of them stands written out"
    said = await take(anna, serving, NOTES)
    assert said[0].text == "My neighbour learns."
    settled = next(message for message in anna.seen() if message.ref == standing.ref)
    assert (settled.quoted, settled.labels) == (NOTES, ())


async def test_what_stands_written_out_has_its_number_on_its_button(anna: Discorder, serving: Road) -> None:
    await take(anna, serving, "Is it far?")
    await take(anna, serving, "The first one?")
    standing = question(anna)
    assert standing.text == f"One more.\n\n1. Short?\n2. {LONG}"
    assert rows(anna.place.messages[standing.ref]) == [["1", "2"], [WORDS, "Back"]]
    assert (await take(anna, serving, "2"))[0].text == "That, too."


async def test_somebody_else_takes_nothing_from_the_list(
    discord: DiscordServer, serving: Road, anna: Discorder
) -> None:
    await take(anna, serving, "Is it far?")
    ben, before = Discorder(discord, discord.world.person("ben"), anna.place), transcript(anna)
    call = await ben.call(anna.place.messages[question(anna).ref], 0)
    assert call.original.visible_to == ben.user.id
    assert call.original.content == f"This is <@{anna.user.id}>'s talk. /talk starts yours."
    assert transcript(anna) == before or anna.place.person is not None


async def test_back_is_one_step_and_twice_is_once(anna: Discorder, serving: Road) -> None:
    await take(anna, serving, "Is it far?")
    standing, seen = question(anna), len(anna.seen())
    shown = anna.place.messages[standing.ref]
    back = shown.buttons()[-1]["custom_id"]
    await anna.server.press(anna.user, shown, "Back")
    await anna.server.press(anna.user, shown, 0, custom_id=back)
    said = await after(anna, serving, seen)
    assert said[-1].labels[0] == "A small one?"
    assert "has gone by" not in transcript(anna)
    assert next(m for m in anna.seen() if m.ref == standing.ref).labels == ()
    await take(anna, serving, "Is it far?")
    await take(anna, serving, "The first one?")
    seen = len(anna.seen())
    await anna.server.press(anna.user, shown, 0, custom_id=back)
    said = await after(anna, serving, seen)
    assert said[0].text == "That question has gone by. Here is where we are."
    assert said[-1].labels[:2] == ("1", "2"), "an old way back takes nothing back"


async def test_words_of_ones_own_are_on_every_question(anna: Discorder, serving: Road) -> None:
    for label in ("Is it far?", "The first one?"):
        standing = question(anna)
        opened = await anna.call(anna.place.messages[standing.ref], standing.verbs.index("words"))
        assert opened.modal is not None
        seen = len(anna.seen())
        await anna.server.submit_modal(anna.user, opened, label.lower())
        assert await after(anna, serving, seen)
    assert question(anna).labels[:2] == ("1", "2")


async def test_quiet_is_one_message_a_turn(anna: Discorder, serving: Road) -> None:
    await anna.server.slash(anna.user, anna.place, "pace", {"pace": "quiet"})
    await serving.program.conversations.idle()
    await serving.program.sender.idle()
    await command(anna, serving, "talk")
    before = len(anna.server.called("PATCH", ""))
    (said,) = await take(anna, serving, "A small one?")
    assert said.text == "It is.\n\nAnd cold.\n\nCome in.\n\nHere are doors."
    assert said.labels[0] == "The first one?"
    texts = grown(anna, before)
    assert texts[-3:] == ["It is.\n\nAnd cold.", "It is.\n\nAnd cold.\n\nCome in.", said.text], texts
    assert "> A small one?" in texts[0], "what was asked is quoted before the answer takes its time"
    (said,) = await take(anna, serving, "The fourth one?")
    assert said.text.startswith("Locked.\n\nOne more.")


def grown(anna: Discorder, since: int) -> list[str]:
    """The contents of the edits."""
    bodies = [call.body for call in anna.server.called("PATCH", "")[since:]]
    return [body["content"] for body in bodies if isinstance(body, dict) and "content" in body]
