"""What the series and the bot do together: help in one tap, yesterday's small thing, a line a month later."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.model import Address
from bot.ports import Change
from bot.reminders import stored
from tests.chat import Chat, Screen, running
from tests.conversation.test_nudges import wake
from tests.dialogues.conftest import FOLDER

HARM = "11-challenge-or-harm"


@pytest.fixture
async def chat(tmp_path: Path) -> AsyncIterator[Chat]:
    screen = Screen()
    async with running(tmp_path, FOLDER, screen) as program:
        yield Chat(program, screen)


def labels(chat: Chat) -> list[str]:
    return [button.label for button in chat.last.buttons]


async def play(chat: Chat, episode: str) -> None:
    """An evening to its end, always by the last question but the way to get help, names and lines skipped."""
    await chat.command("talk", episode)
    for _ in range(60):
        found = [b for b in chat.last.buttons if b.label not in ("Help, now", "In my own words")]
        if not found or not {b.press.verb for b in found} & {"o", "skip"}:
            return
        await chat.do(found[-1].press)
    raise AssertionError("the evening does not end")


# ---------------------------------------------------------------- help, now


async def test_help_is_under_every_question_of_the_eleventh_evening_and_of_no_other(chat: Chat) -> None:
    await chat.command("talk", HARM)
    for label in ("It's all right. Go on.", "But all couples have hard times.", "It's never been physical."):
        assert labels(chat)[-1] == "Help, now"
        await chat.tap(label)
    assert labels(chat)[-1] == "Help, now"
    await chat.command("talk", "04-twin-flames")
    assert "Help, now" not in labels(chat)


async def test_the_question_for_a_line_has_it_too(chat: Chat) -> None:
    await chat.command("talk", HARM)
    while "Skip this" not in labels(chat):
        await chat.do([b for b in chat.last.buttons if b.label != "Help, now"][-1].press)
        if "That was it. I'm going." in labels(chat):
            await chat.tap("I can stay a little.")
    assert labels(chat)[-1] == "Help, now"


async def test_one_tap_shows_number_people_traces_notes_and_the_way_back(chat: Chat) -> None:
    chat.locale = "de-DE"
    await chat.open()
    await chat.command("language", "en")
    await chat.command("remind", "20:00")
    await chat.say("Berlin")
    await chat.say("yes")
    await chat.command("talk", HARM)
    question = chat.last.text
    await chat.tap("Help, now")
    shown = chat.last.text
    for part in ("112", "https://findahelpline.com", "To erase this chat", "/forget"):
        assert part in shown
    assert labels(chat) == ["Erase what I keep", "Stop the notes", "Back"]
    await chat.tap("Back")
    assert chat.last.text == question
    await chat.command("helpnow")
    await chat.tap("Stop the notes")
    await chat.command("helpnow")
    assert labels(chat) == ["Erase what I keep", "Back"], "nothing is left to stop"


async def test_where_the_country_is_not_known_the_local_number_is_named(chat: Chat) -> None:
    await chat.open()
    await chat.command("helpnow")
    assert "call your local emergency number" in chat.last.text


async def test_help_leads_there_and_so_do_the_plain_words(chat: Chat) -> None:
    await chat.open()
    await chat.command("help")
    await chat.tap("Help, now")
    assert "findahelpline" in chat.last.text
    await chat.say("help now")
    assert "findahelpline" in chat.last.text
    await chat.say("hilfe jetzt")
    assert "findahelpline" in chat.last.text


async def test_erasing_from_there_asks_once_and_then_erases(chat: Chat) -> None:
    await chat.open()
    await chat.command("helpnow")
    await chat.tap("Erase what I keep")
    await chat.tap("Yes, erase it all")
    assert "I know nothing of you any more" in chat.last.text


# ---------------------------------------------------------------- yesterday


async def test_an_evening_opens_with_yesterday_once_and_only_on_another_day(chat: Chat) -> None:
    await play(chat, "03-companion-soul-mates")
    await chat.command("talk", "04-twin-flames")
    assert "small good turn" not in chat.messages[-3].text, "the same day is too early"
    await chat.command("again", "03-companion-soul-mates")
    await play(chat, "03-companion-soul-mates")
    chat.later(days=1)
    await chat.command("talk", "05-teachers")
    assert "Did anyone do you a small good turn" in chat.last.text
    await chat.tap("Someone did.")
    assert "two of you who know" in chat.messages[-3].text
    await play(chat, "05-teachers")
    chat.later(days=1)
    await chat.command("talk", "06-recognition")
    assert "taught you without meaning to" in chat.last.text
    await chat.command("talk", "07-letting-go")
    assert "small good turn" not in chat.transcript[-3000:]


async def test_after_a_long_absence_nothing_is_asked(chat: Chat) -> None:
    await play(chat, "02-karmic-soul-mates")
    chat.later(days=30)
    await chat.command("talk", "05-teachers")
    assert "steering by the mirror?" not in chat.transcript


# ---------------------------------------------------------------- a month later


async def write_a_line(chat: Chat) -> None:
    await chat.command("talk", "10-readiness")
    while "Skip this" not in labels(chat) or "What may I call you?" in chat.last.text:
        await chat.do(chat.last.buttons[-1].press)
    await chat.say("the telephone, face down")
    await chat.tap("That was all?")


@pytest.mark.parametrize("yes", ["tapped", "yes please"])
async def test_a_line_is_offered_back_after_a_month_once_and_shown_after_a_yes(chat: Chat, yes: str) -> None:
    await write_a_line(chat)
    chat.later(days=29)
    await play(chat, "02-karmic-soul-mates")
    assert "A month ago" not in chat.transcript
    chat.later(days=1)
    await play(chat, "05-teachers")
    assert "A month ago you wrote a line for yourself" in chat.last.text
    assert "the telephone, face down" not in chat.transcript
    await (chat.tap("Show me the line") if yes == "tapped" else chat.say(yes))
    assert "the telephone, face down" in chat.last.text
    chat.later(days=1)
    await play(chat, "06-recognition")
    assert chat.transcript.count("A month ago you wrote") == 1


async def test_a_no_leaves_it_where_it_is(chat: Chat) -> None:
    await write_a_line(chat)
    chat.later(days=31)
    await play(chat, "05-teachers")
    await chat.tap("Let it rest")
    assert "/journal shows it" in chat.last.text
    assert "the telephone, face down" not in chat.transcript


async def nudged_after_a_line(chat: Chat, days: int, *, in_thread: bool = False) -> int | None:
    """The day on which it is offered by a nudge."""
    chat.locale = "de-DE"
    await chat.open()
    await chat.command("language", "en")
    await write_a_line(chat)
    await chat.command("remind", "20:00")
    await chat.say("Berlin")
    await chat.say("yes")
    if in_thread:
        saved = await chat.running.store.load(chat.subject)
        own = Address(saved.subject.platform, "77", f"public:{saved.subject.key}", direct=False)
        await chat.running.store.commit(Change(None, stored.with_thread(saved, own)))
    for day in range(1, days):
        chat.later(days=1)
        chat.now = chat.now.replace(hour=10)
        await chat.command("continue")
        await wake(chat, chat.now.replace(hour=19, minute=1))
        if "A month ago" in chat.last.text:
            return day
    return None


async def test_who_may_be_nudged_where_others_read_is_not_offered_it_by_a_nudge(chat: Chat) -> None:
    assert await nudged_after_a_line(chat, 33, in_thread=True) is None


async def test_whoever_has_finished_is_offered_it_instead_of_a_note(chat: Chat) -> None:
    assert await nudged_after_a_line(chat, 40) == 30
    assert labels(chat)[:2] == ["Show me the line", "Let it rest"]
    assert "Stop" in labels(chat)
    await chat.tap("Show me the line")
    assert "the telephone, face down" in chat.last.text
