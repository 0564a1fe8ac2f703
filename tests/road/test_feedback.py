"""What people write with /feedback: it comes to the operators' chats, and stays to be read by /admin."""

from pathlib import Path

from bot.model import Subject
from tests.platforms.discord import DiscordServer
from tests.platforms.telegram import TelegramServer
from tests.road.street import SMALL, road
from tests.road.test_second_thoughts import ANNA, Home

BOSS, OTHER = 9001, 9002
WORDS = "Good, but see https://spam.example, @everyone and /start ⟨<b>more</b>⟩"
SETTINGS = {"ALANA_OPERATORS": f"telegram:{BOSS}, telegram:{OTHER}, discord:1"}


async def test_it_comes_to_the_operators_as_dead_words(telegram: TelegramServer, tmp_path: Path) -> None:
    async with road(tmp_path, telegram=telegram, dialogues=SMALL, **SETTINGS) as on_the_road:
        home = Home(telegram, on_the_road)
        for operator in (BOSS, OTHER):
            await telegram.say(operator, "/help", language="en")
        await home.calm()
        (thanks,) = await home.say(f"/feedback {WORDS}")
        assert thanks.text.startswith("Thank you. I've passed it on")
        await telegram.until(lambda: len(telegram.from_bot(BOSS)) > 1 and len(telegram.from_bot(OTHER)) > 1)
        for operator in (BOSS, OTHER):
            (letter,) = telegram.from_bot(operator)[1:]
            assert letter.text == f"Somebody wrote to you with /feedback:\n\n{WORDS}"
            raw = telegram.world.chats[operator].messages[letter.id]
            theirs = [e for e in raw["entities"] if e["offset"] >= len(letter.text) - len(WORDS)]
            assert len(theirs) == 4, "an address, a mention, a command and a tag"
            assert {e["type"] for e in theirs} == {"code"}, "no link, no mention, no command"
            assert not letter.buttons
        await telegram.say(BOSS, "/admin feedback", language="en")
        await home.calm()
        assert WORDS in telegram.from_bot(BOSS)[-1].text


async def test_an_operator_who_cannot_be_written_to_costs_the_writer_nothing(
    telegram: TelegramServer, tmp_path: Path
) -> None:
    async with road(tmp_path, telegram=telegram, dialogues=SMALL, **SETTINGS) as on_the_road:
        home = Home(telegram, on_the_road)
        await home.say("/start 1")
        await home.say("/feedback Fine.")
        await telegram.until(
            lambda: len([c for c in telegram.calls if "chat not found" in c.description]) == 2
        )
        await home.calm()
        saved = await on_the_road.program.store.load(Subject("telegram", str(ANNA)))
        assert not saved.profile.unreachable
        said = await home.say("1")
        assert said[0].text == "A lamp.", "nothing is said again that was not theirs"


async def test_it_comes_to_a_platform_of_the_operators_own(
    telegram: TelegramServer, discord: DiscordServer, tmp_path: Path
) -> None:
    boss = discord.world.person("boss")
    settings = {"ALANA_OPERATORS": f"discord:{boss.id}"}
    async with road(tmp_path, telegram=telegram, discord=discord, dialogues=SMALL, **settings) as on_the_road:
        home = Home(telegram, on_the_road)
        await home.say("/feedback From afar.")
        place = discord.world.direct(boss)
        await discord.until(lambda: place.messages, 20)
        await home.calm()
        (letter,) = place.messages.values()
        assert letter.content.endswith("From afar.")
