"""One answer to what is one act; and what was asked and answered leaves nothing to press behind."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.model import Subject
from tests.platforms.telegram import TelegramServer
from tests.road.street import SMALL, Road, road
from tests.road.travellers import Telegrapher, keyboard

ACCOUNT = 4711


@pytest.fixture
async def served(telegram: TelegramServer, tmp_path: Path) -> AsyncIterator[Road]:
    async with road(tmp_path, telegram=telegram, dialogues=SMALL) as on_the_road:
        yield on_the_road


@pytest.fixture
async def anna(telegram: TelegramServer, served: Road) -> Telegrapher:
    """At the first question."""
    found = Telegrapher(telegram, ACCOUNT)
    await found.begin()
    await calm(found, served)
    return found


async def calm(person: Telegrapher, on_the_road: Road) -> None:
    await person.until(lambda: not person.server.world.queue)
    for _ in range(3):
        await on_the_road.program.conversations.idle()
        await on_the_road.program.sender.idle()
        await asyncio.sleep(0.01)


async def said(person: Telegrapher, on_the_road: Road, seen: int) -> list[str]:
    await calm(person, on_the_road)
    return [message.text for message in person.seen()[seen:]]


QUESTION = "🪔🔥 Look at the lamp 👩‍🚀 now."


async def test_an_album_is_one_thing(anna: Telegrapher, served: Road) -> None:
    seen = len(anna.seen())
    await anna.server.album(ACCOUNT, [""] * 10)
    answers = await said(anna, served, seen)
    assert len([text for text in answers if "only read words" in text]) == 1
    assert len(answers) == 2


async def test_the_words_under_any_picture_of_an_album_are_read(anna: Telegrapher, served: Road) -> None:
    seen = len(anna.seen())
    await anna.server.album(ACCOUNT, ["", "", "What is it?", ""])
    answers = await said(anna, served, seen)
    assert answers[0] == "A lamp."
    assert not [text for text in answers if "only read words" in text]
    seen = len(anna.seen())
    await anna.server.album(ACCOUNT, ["the sea", "I will kill myself", ""])
    assert "I'm stepping out of the story" in (await said(anna, served, seen))[0]


@pytest.mark.parametrize("command", ["/menu", "/talk", "/help", "/privacy", "/language"])
async def test_the_same_command_many_times_at_once_is_answered_once(
    anna: Telegrapher, served: Road, command: str
) -> None:
    seen = len(anna.seen())
    for _ in range(20):
        await anna.type(command)
    assert len(await said(anna, served, seen)) == 1


async def test_two_steps_back_are_two(anna: Telegrapher, served: Road) -> None:
    for words in ("1", "Ada", "1", "1"):
        await anna.type(words)
        await calm(anna, served)
    seen = len(anna.seen())
    await anna.type("/back")
    await anna.type("/back")
    assert (await said(anna, served, seen))[-1].startswith("We come to a gate.")


async def test_after_a_time_away_the_present_question_is_shown_once(
    telegram: TelegramServer, tmp_path: Path
) -> None:
    anna = Telegrapher(telegram, ACCOUNT)
    async with road(tmp_path, telegram=telegram, dialogues=SMALL) as first:
        await anna.begin()
        await calm(anna, first)
    standing, seen = keyboard(anna), len(anna.seen())
    assert standing is not None
    await anna.tap(standing, 0)
    for words in ("/talk", "/continue", "/talk", "hello"):
        await anna.type(words)
    async with road(tmp_path, telegram=telegram, dialogues=SMALL) as second:
        answers = await said(anna, second, seen)
    assert sorted(answers) == sorted({*answers}), "nothing is said twice"
    assert {"A lamp.", "What may I call you?"} < {*answers}
    assert anna.seen()[-1].asks, "the question stands last"


async def test_a_double_tap_on_erase_is_one_tap(anna: Telegrapher, served: Road) -> None:
    await anna.type("/forget")
    await calm(anna, served)
    asked, seen = anna.seen()[-1], len(anna.seen())
    raw = anna.server.world.chats[ACCOUNT].messages[asked.ref]
    data = raw["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    for _ in range(2):
        anna.server.press(ACCOUNT, data, ACCOUNT, asked.ref)
    (done,) = await said(anna, served, seen)
    assert done.startswith("It is done")
    assert [message for message in anna.seen() if message.labels] == [], "no keyboard stands any more"
    assert (await served.program.store.load(Subject("telegram", str(ACCOUNT)))).version == 0


async def test_erasing_what_was_erased_says_so_and_keeps_nothing(anna: Telegrapher, served: Road) -> None:
    for words in ("/forget", "yes", "/forget"):
        await anna.type(words)
        await calm(anna, served)
    assert "nothing to erase" in anna.seen()[-1].text
    assert (await served.program.store.load(Subject("telegram", str(ACCOUNT)))).version == 0


async def test_the_open_questions_keyboard_goes_after_a_restart_too(
    telegram: TelegramServer, tmp_path: Path
) -> None:
    anna = Telegrapher(telegram, ACCOUNT)
    async with road(tmp_path, telegram=telegram, dialogues=SMALL) as first:
        await anna.begin()
        await calm(anna, first)
    async with road(tmp_path, telegram=telegram, dialogues=SMALL) as second:
        for words in ("/forget", "yes"):
            await anna.type(words)
            await calm(anna, second)
        assert [message for message in anna.seen() if message.labels and message.asks] == []


@pytest.mark.parametrize(
    ("command", "number"), [("/menu", 0), ("/menu", 1), ("/language", 0), ("/pace", 2), ("/forget", 1)]
)
async def test_the_keyboard_of_a_command_goes_once_it_was_used(
    anna: Telegrapher, served: Road, command: str, number: int
) -> None:
    await anna.type(command)
    await calm(anna, served)
    menu = anna.seen()[-1]
    assert menu.labels
    await anna.tap(menu, number)
    await calm(anna, served)
    after = next(message for message in anna.seen() if message.ref == menu.ref)
    assert (after.text, after.labels) == (menu.text, ())
    assert [message for message in anna.seen() if message.asks][1:] == []


async def test_a_refused_question_is_said_in_plain_words(anna: Telegrapher, served: Road) -> None:
    anna.server.faults.next("refused", "sendMessage")
    seen = len(anna.seen())
    await anna.type("/talk")
    assert len(await said(anna, served, seen)) == 1
    last = anna.seen()[-1]
    assert last.text.startswith(f"{QUESTION}\n\n1. What is it?\n2. Why does the lamp")
    assert last.labels == ()
    seen = len(anna.seen())
    await anna.type("1")
    assert (await said(anna, served, seen))[0] == "A lamp."


async def test_an_edit_that_is_refused_is_no_dead_letter(anna: Telegrapher, served: Road) -> None:
    fault = anna.server.faults.next("refused", "editMessageText", "editMessageReplyMarkup", times=2)
    seen = len(anna.seen())
    await anna.type("1")
    assert (await said(anna, served, seen))[0] == "A lamp."
    assert fault.struck == 2, "once with the words under it, once the keyboard alone"
    found = await served.program.database.read(
        lambda connection: connection.exec_driver_sql(
            "SELECT count(*) FROM outbox WHERE status = 'dead'"
        ).scalar()
    )
    assert found == 0


async def test_the_answer_comes_before_the_old_question_is_tidied(anna: Telegrapher, served: Road) -> None:
    before = len(anna.server.calls)
    await anna.type("1")
    await calm(anna, served)
    calls = [c.method for c in anna.server.calls[before:] if c.method in ("sendMessage", "editMessageText")]
    assert calls[:3] == ["sendMessage", "editMessageText", "sendMessage"]
