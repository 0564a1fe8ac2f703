"""Commands as each platform brings them, deep links among them."""

from pathlib import Path

import pytest

from tests.platforms.discord import DiscordServer
from tests.platforms.telegram import TelegramServer
from tests.road.conftest import EVENING
from tests.road.street import Road, road
from tests.road.travellers import Discorder, Standing, Telegrapher, Traveller, keyboard

NAMES = (EVENING, "karmic-soul-mates", "2")


async def after(traveller: Traveller, on_the_road: Road, seen: int) -> list[Standing]:
    """What the bot said since there were `seen` messages, once it has nothing more to say."""
    await traveller.until(lambda: len(traveller.seen()) > seen)
    await on_the_road.program.conversations.idle()
    await on_the_road.program.sender.idle()
    return traveller.seen()[seen:]


async def command(traveller: Traveller, on_the_road: Road, name: str, argument: str = "") -> list[Standing]:
    seen = len(traveller.seen())
    await traveller.command(name, argument)
    return await after(traveller, on_the_road, seen)


def here(menu: Standing) -> str:
    """The evening that the person is in."""
    return next(row for row in menu.text.splitlines() if row.endswith(" (you are here)"))


@pytest.mark.parametrize("payload", NAMES)
async def test_a_link_opens_its_evening(
    payload: str, telegram: TelegramServer, dialogues: Path, tmp_path: Path
) -> None:
    anna = Telegrapher(telegram, 4711)
    async with road(tmp_path, telegram=telegram, dialogues=dialogues) as on_the_road:
        first = await command(anna, on_the_road, "start", payload)
        assert any("I'm Alana" in message.text for message in first)
        (menu,) = await command(anna, on_the_road, "menu")
        assert here(menu) == "2. Karmic soul mates (you are here)"


@pytest.mark.parametrize("payload", NAMES)
async def test_a_discord_option_opens_its_evening(
    payload: str, discord: DiscordServer, dialogues: Path, tmp_path: Path
) -> None:
    anna = Discorder(discord, discord.world.person("anna"))
    async with road(tmp_path, discord=discord, dialogues=dialogues) as on_the_road:
        await command(anna, on_the_road, "talk", payload)
        menu = (await command(anna, on_the_road, "menu"))[-1]
        assert here(menu) == "2. Karmic soul mates (you are here)"
        offered = await discord.autocomplete(anna.user, anna.place, "talk", "episode", "karm")
        assert offered == [("2. Karmic soul mates", EVENING)]


async def test_discord_completes_the_time_and_the_place_of_a_reminder(
    discord: DiscordServer, dialogues: Path, tmp_path: Path
) -> None:
    anna = Discorder(discord, discord.world.person("anna"))
    async with road(tmp_path, discord=discord, dialogues=dialogues):

        async def offered(option: str, typed: str) -> list[tuple[str, str]]:
            return await discord.autocomplete(anna.user, anna.place, "remind", option, typed)

        assert await offered("time", "weekdays half past eight pm") == [
            ("on weekdays at 8:30 in the evening (20:30)", "weekdays half past eight pm")
        ]
        assert ("every day at 8:00 in the evening (20:00)", "20:00") in await offered("time", "")
        for typed, city in (
            ("", "Tokyo, Japan"),
            ("", "New York City, New York, USA"),
            ("são p", "São Paulo, Brazil"),
            ("wie", "Wiesbaden, Germany"),
            ("東", "Tokyo, Japan"),
            ("kolk", "Kolkata, India"),
        ):
            assert (city, city) in await offered("zone", typed), typed


async def test_discord_offers_the_few_languages_and_paces(
    discord: DiscordServer, dialogues: Path, tmp_path: Path
) -> None:
    async with road(tmp_path, discord=discord, dialogues=dialogues):
        whole = discord.world.commands
        below = next(command for command in whole if command["name"] == "alana")["options"]
        commands = {command["name"]: command for command in [*whole, *below]}
        [language], [pace] = commands["language"]["options"], commands["pace"]["options"]
        assert [(c["name"], c["value"]) for c in language["choices"]] == [
            ("English", "en"),
            ("Deutsch", "de"),
        ]
        assert [c["value"] for c in pace["choices"]] == ["natural", "fast", "instant", "quiet", "plain"]
        assert pace["choices"][1]["name_localizations"]["de"] != pace["choices"][1]["name"]
        assert not language["autocomplete"]
        assert not pace["autocomplete"]
        assert commands["talk"]["options"][0]["autocomplete"]
        puts = len(discord.called("PUT", "/commands"))
    async with road(tmp_path, discord=discord, dialogues=dialogues):
        assert len(discord.called("PUT", "/commands")) == puts, "nothing differs"


@pytest.mark.parametrize("payload", ["ref_newsletter_2026", "99-no-such-evening", "/x", "farewell"])
async def test_a_link_that_names_no_evening_shows_those_that_there_are(
    payload: str, telegram: TelegramServer, dialogues: Path, tmp_path: Path
) -> None:
    anna = Telegrapher(telegram, 4711)
    async with road(tmp_path, telegram=telegram, dialogues=dialogues) as on_the_road:
        word, menu = await command(anna, on_the_road, "start", payload)
        assert word.text.startswith("That link leads to no evening")
        assert set(menu.verbs) == {"talk"}
        await command(anna, on_the_road, "start", "1")
        question = keyboard(anna)
        assert question is not None
        *_, menu = await command(anna, on_the_road, "start", payload + "x")
        assert "continue" in menu.verbs, "and the way back to where they are"


@pytest.mark.parametrize("platform", ["telegram", "discord"])
async def test_commands_stand_beside_the_dialogue(
    platform: str, telegram: TelegramServer, discord: DiscordServer, dialogues: Path, tmp_path: Path
) -> None:
    anna: Traveller = (
        Telegrapher(telegram, 4711)
        if platform == "telegram"
        else Discorder(discord, discord.world.person("anna"))
    )
    servers = {platform: telegram if platform == "telegram" else discord}
    async with road(tmp_path, dialogues=dialogues, **servers) as on_the_road:  # type: ignore[arg-type]
        await anna.begin(EVENING)
        await anna.until(lambda: keyboard(anna))
        seen = len(anna.seen())
        await anna.type("Robin")
        await after(anna, on_the_road, seen)
        open_ = keyboard(anna)
        assert open_ is not None
        assert open_.questions

        helped = (await command(anna, on_the_road, "help"))[-1]
        assert "/menu" in helped.text
        assert ("/privacy" if platform == "telegram" else "/alana privacy") in helped.text
        kept = (await command(anna, on_the_road, "privacy"))[-1]
        assert ("/forget" if platform == "telegram" else "/alana forget") in kept.text
        assert platform.capitalize() in kept.text
        menu = (await command(anna, on_the_road, "menu"))[-1]
        assert len(menu.presses) == 13
        assert menu.labels[-1] == "Go on where we were"
        if platform == "telegram":
            (unknown,) = await command(anna, on_the_road, "dance")
            assert "don't know that command" in unknown.text
        assert keyboard(anna) == open_, "none of them moved the dialogue"

        seen = len(anna.seen())
        await anna.tap(menu, 12)
        again = (await after(anna, on_the_road, seen))[-1]
        assert again.questions == open_.questions
        assert again.ref != open_.ref
        standing = [message for message in anna.seen() if message.asks]
        assert standing == [again], "one keyboard stands, the older one went"

        started = await command(anna, on_the_road, "restart")
        assert "From the start, then" in started[0].text
        assert started[-1].questions == open_.questions, "the name is not asked again"


async def test_a_shared_question_belongs_to_its_evening(
    telegram: TelegramServer, dialogues: Path, tmp_path: Path
) -> None:
    """The first name is asked in a node that all evenings share; leaving there keeps the place, too."""
    anna = Telegrapher(telegram, 4711)
    async with road(tmp_path, telegram=telegram, dialogues=dialogues) as on_the_road:
        opened = await command(anna, on_the_road, "start", EVENING)
        await command(anna, on_the_road, "talk", "3")
        again = await command(anna, on_the_road, "talk", "2")
        assert again[-1].text == opened[-1].text == "What may I call you?"
        seen = len(anna.seen())
        await anna.type("Robin")
        assert "Robin" in (await after(anna, on_the_road, seen))[0].text
        (menu,) = await command(anna, on_the_road, "menu")
        assert here(menu) == "2. Karmic soul mates (you are here)"
