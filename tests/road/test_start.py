"""`/start` on Telegram: a greeting by name, the series as cards, and one button to begin or to go on."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.platforms.telegram import Seen, TelegramServer
from tests.road.street import SMALL, Road, road
from tests.road.test_second_thoughts import ANNA, Home

GROUP = -4000


@pytest.fixture
async def served(telegram: TelegramServer, tmp_path: Path) -> AsyncIterator[Road]:
    telegram.world.person(ANNA).first_name = "Anna"
    async with road(tmp_path, telegram=telegram, dialogues=SMALL) as on_the_road:
        yield on_the_road


@pytest.fixture
def home(telegram: TelegramServer, served: Road) -> Home:
    return Home(telegram, served)


def card(page: Seen, name: str) -> list[str]:
    """The lines of an evening's card."""
    (found,) = [part for part in page.text.split("\n\n") if part.splitlines()[0].endswith(name)]
    return found.splitlines()


async def test_somebody_new_is_greeted_and_begins_by_the_one_button(home: Home) -> None:
    (page,) = await home.say("/start")
    assert page.text.startswith("Hello, Anna. Welcome to The Walk. You ask the questions")
    assert card(page, "The walk") == ["1. The walk", "Who put the lamp there?", "about 5 minutes"]
    assert card(page, "The way back") == ["2. The way back", "Is it far?", "about 5 minutes"]
    assert page.styles == (("bold", "1. The walk"), ("bold", "2. The way back"))
    assert page.labels == ("Begin: The walk",)
    (question,) = await home.tap("Begin: The walk")
    assert question.text.startswith("🪔🔥 Look at the lamp")
    assert home.shown()[0].labels == (), "the button goes once it was used"


async def test_who_is_in_the_middle_sees_where_and_goes_on(home: Home) -> None:
    await home.say("/start 2")
    question = home.shown()[-1]
    (page,) = await home.say("/start")
    assert page.text.startswith("Hello, Anna. Good to see you. These are the evenings of The Walk:")
    assert card(page, "The walk")[-1] == "about 5 minutes"
    assert card(page, "The way back")[-1] == "about 5 minutes, you are here"
    assert page.labels == ("Go on where we were",)
    again = await home.tap("Go on where we were")
    assert (again[-1].text, again[-1].labels) == (question.text, question.labels)
    await home.say("/talk 1")
    (page,) = await home.say("/start")
    assert card(page, "The walk")[-1].endswith("you are here")
    assert card(page, "The way back")[-1].endswith("begun")


async def test_an_evening_that_is_over_is_done_and_the_button_leads_to_the_next(home: Home) -> None:
    await home.say("/start 2")
    for words in ("1", "1", "Wilhelmine", "1", "a cat"):
        await home.say(words)
    (page,) = await home.say("/start")
    assert card(page, "The way back")[-1] == "about 5 minutes, done"
    assert page.labels == ("Begin: The walk",)


async def test_the_page_is_in_the_language_of_the_app_and_calls_by_the_name_that_was_told(
    telegram: TelegramServer, home: Home
) -> None:
    await telegram.say(ANNA, "/start", language="de")
    await home.calm()
    page = home.shown()[-1]
    assert page.text.startswith("Hallo, Anna. Willkommen bei „The Walk“.")
    assert card(page, "The walk")[-1] == "etwa 5 Minuten"
    assert page.labels == ("Beginnen: The walk",)
    for words in ("/start 1", "1", "Wilhelmine"):
        await telegram.say(ANNA, words, language="de")
        await home.calm()
    await telegram.say(ANNA, "/start", language="de")
    await home.calm()
    assert home.shown()[-1].text.startswith("Hallo, Wilhelmine.")


async def test_where_others_read_along_a_talk_begins(telegram: TelegramServer, home: Home) -> None:
    telegram.group(GROUP)
    await telegram.say(ANNA, "/start@alana_test_bot", chat=GROUP, language="en")
    await home.calm()
    text = "\n".join(seen.text for seen in telegram.from_bot(GROUP))
    assert "Look at the lamp" in text
    assert "minutes" not in text


async def test_a_long_series_is_several_messages_within_the_limit(
    telegram: TelegramServer, tmp_path: Path
) -> None:
    dialogues = tmp_path / "long"
    await asyncio.to_thread(_long_series, dialogues)
    async with road(tmp_path, telegram=telegram, dialogues=dialogues) as on_the_road:
        pages = await Home(telegram, on_the_road).say("/start")
        sizes = [len(page.text.encode("utf-16-le")) // 2 for page in pages]
        assert len(pages) > 1
        assert max(sizes) <= 4096
        shown = "\n".join(page.text for page in pages)
        assert [f"{n}. Evening {n} 🪔" in shown for n in range(1, 81)] == [True] * 80
        assert [bool(page.labels) for page in pages] == [False] * (len(pages) - 1) + [True]


def _long_series(folder: Path) -> None:
    """Eighty evenings."""
    folder.mkdir()
    (folder / "long.yarnproject").write_text(
        '{"projectFileVersion": 4, "sourceFiles": ["**/*.yarn"], "excludeFiles": [], "baseLanguage": "en"}'
    )
    nodes = ["title: Series\nseries: long\nname: Long\n---\n==="]
    nodes += [
        f"title: E{n}\nepisode: {n:02}-e\nname: Evening {n} 🪔\nquestion: {'What is it? ' * 6}\n---\n"
        f"Alana: Hello. #line:e{n}\n-> Why? #line:w{n}\n    Alana: So. #line:s{n}\n==="
        for n in range(1, 81)
    ]
    (folder / "long.yarn").write_text("\n".join(nodes) + "\n", encoding="utf-8")
