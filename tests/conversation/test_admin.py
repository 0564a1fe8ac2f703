"""Operators in the bot itself: figures, reload, nudges held, a note to all, and what people wrote."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot import app, wiring
from bot.errors import SettingsError
from bot.frozen import replace
from bot.model import Address, Say
from bot.operating import NOTICE, Rulings
from bot.reloading import Reloader
from bot.settings import load_settings
from bot.storage import queries
from bot.storage.rulings import rule
from tests.chat import PHONE, Chat, Screen, running
from tests.conversation.conftest import SERIES
from tests.conversation.test_nudges import due, set_for_eight, wake

UNKNOWN = "I don't know that command."


@pytest.fixture
async def program(tmp_path: Path) -> AsyncIterator[tuple[app.App, Screen]]:
    scripts = Path(shutil.copytree(SERIES, tmp_path / "scripts"))
    screen = Screen(name="telegram")
    async with running(tmp_path, scripts, screen, ALANA_OPERATORS="telegram:99, discord:1") as found:
        yield found, screen


@pytest.fixture
def boss(program: tuple[app.App, Screen]) -> Chat:
    return Chat(*program, key="99")


@pytest.fixture
def anna(program: tuple[app.App, Screen]) -> Chat:
    return Chat(*program, key="7")


async def taken_up(chat: Chat) -> list[str]:
    """What the program does soon after a decision; whether the scripts were asked for."""
    asked: list[str] = []
    desk = chat.running.desk
    before = await desk.look()
    if desk.now().reload != before.reload:
        asked.append("reload")
    await desk.notify()
    return asked


async def test_nobody_else_learns_of_it(anna: Chat) -> None:
    await anna.open()
    for words in ("admin", "reload"):
        await anna.command(words)
        assert anna.last.text.startswith(UNKNOWN)
    await anna.command("admin", "announce Buy my book")
    assert anna.last.text.startswith(UNKNOWN)
    assert anna.running.desk.now().notice is None
    await anna.command("help")
    assert "admin" not in anna.last.text


async def test_health_in_five_lines(boss: Chat, anna: Chat) -> None:
    await anna.open()
    await boss.command("admin")
    lines = boss.last.text.splitlines()
    assert lines[0].startswith("Alana ")
    assert lines[1:5] == [
        "Platforms: telegram (connected)",
        "People: 1, of whom 0 agreed to notes. Nudges: as people set them",
        "Waiting: 0, the oldest for 0 s",
        "Given up: 0. Failed turns: 0",
    ]
    assert [button.label for button in boss.last.buttons] == [
        "Reload the scripts",
        "Pause nudges for all",
        "What people wrote",
    ]


@pytest.mark.parametrize("how", ["reload", "admin reload", "the button"])
async def test_scripts_are_read_again(boss: Chat, how: str) -> None:
    await boss.open()
    if how == "the button":
        await boss.command("admin")
        await boss.tap("Reload the scripts")
    else:
        name, _, argument = how.partition(" ")
        await boss.command(name, argument)
    assert boss.last.text.startswith("The scripts are read again.")
    assert await taken_up(boss) == ["reload"]
    assert await taken_up(boss) == [], "once"


async def test_the_running_program_takes_a_decision_up_at_once(boss: Chat) -> None:
    """Also one that another process made: the database is looked into."""
    reloader = Reloader(boss.running.library, boss.running.conversations.revisions.remember)
    asked = asyncio.Event()
    desk = asyncio.create_task(boss.running.desk.run(asked.set, lambda line: None))
    await boss.command("reload")
    await asyncio.wait_for(asked.wait(), 10)
    desk.cancel()
    assert await reloader.reload()


async def test_nudges_are_held_for_all_and_let_go(boss: Chat, anna: Chat) -> None:
    await set_for_eight(anna)
    await boss.command("admin", "pause")
    await taken_up(boss)
    before = len(anna.messages)
    assert await wake(anna, due(3)) == 1
    assert len(anna.messages) == before
    await boss.command("admin")
    assert "Nudges: paused for all" in boss.last.text
    await boss.tap("Nudges for all again")
    await taken_up(boss)
    assert await wake(anna, due(4)) == 1
    assert len(anna.messages) == before + 1
    counted = await anna.running.database.read(queries.counters)
    assert (counted["nudge:held"], counted["nudge:queued"]) == (1, 1)


# ---------------------------------------------------------------- a note to all


async def agreed(chat: Chat) -> None:
    """In Berlin, with nudges at eight; and notes."""
    await set_for_eight(chat)
    await chat.command("notes")
    await chat.tap("Yes, notes")
    assert chat.last.text.startswith("Good. A note comes now and then")


async def announced(boss: Chat, words: str, at: datetime) -> None:
    boss.now = at
    await boss.command("admin", f"announce {words}")
    await boss.tap("Yes, send it")
    assert boss.last.text.startswith("It goes out now")
    await taken_up(boss)


NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


async def test_a_note_goes_once_to_those_who_agreed(boss: Chat, anna: Chat) -> None:
    ben = Chat(boss.running, boss.screen, key="8")
    await agreed(anna)
    await set_for_eight(ben)
    before = {chat.key: len(chat.messages) for chat in (anna, ben)}
    await announced(boss, "A *new* evening is there: https://example.org", NOON)
    assert await wake(anna, NOON + timedelta(minutes=1)) >= 1
    assert [m.text for m in anna.messages[before["7"] :]] == ["A *new* evening is there: https://example.org"]
    assert len(ben.messages) == before["8"]
    await taken_up(boss)
    await wake(anna, NOON + timedelta(minutes=5))
    assert len(anna.messages) == before["7"] + 1, "once"
    await boss.command("admin", "announce Another one")
    assert boss.last.text.startswith("One note a day is enough")
    await announced(boss, "The next day's", NOON + timedelta(days=1))
    await wake(anna, NOON + timedelta(days=1, minutes=1))
    assert anna.last.text == "The next day's"


async def test_a_clock_that_was_put_back_holds_no_operator_and_no_writer_off(boss: Chat, anna: Chat) -> None:
    """What was done while it stood a day ahead is a day away, and no reason to wait until then."""
    await agreed(anna)
    ahead = NOON + timedelta(days=1)
    await announced(boss, "Tomorrow's", ahead)
    await anna.command("feedback", "One")
    boss.now = NOON
    await announced(boss, "Today's", NOON)
    await anna.command("feedback", "Two")
    assert anna.last.text.startswith("Thank you. I've passed it on")
    boss.later(minutes=1)
    await boss.command("admin", "announce Another")
    assert boss.last.text.startswith("One note a day is enough")
    await anna.command("feedback", "Three")
    assert anna.last.text.endswith("Please wait ten minutes.")


async def test_a_note_waits_for_the_end_of_the_quiet_hours(boss: Chat, anna: Chat) -> None:
    await agreed(anna)
    night = datetime(2026, 3, 4, 23, 30, tzinfo=UTC)  # half past midnight in Berlin
    before = len(anna.messages)
    await announced(boss, "Good morning", night)
    await wake(anna, night + timedelta(minutes=1))
    assert len(anna.messages) == before
    await wake(anna, datetime(2026, 3, 5, 6, 55, tzinfo=UTC))
    assert len(anna.messages) == before, "7:55 there"
    await wake(anna, datetime(2026, 3, 5, 7, 5, tzinfo=UTC))
    assert anna.last.text == "Good morning"


QUESTION = "This goes to 1 person who agreed to notes, outside of their quiet hours. Send it?"


@pytest.mark.parametrize("how", ["the button", "no", "yes", "/admin yes"])
async def test_a_note_is_asked_about_before_it_goes(boss: Chat, anna: Chat, how: str) -> None:
    await agreed(anna)
    boss.now = NOON
    await boss.command("admin", "announce Good evening <b>all</b>")
    assert boss.last.text == f"{QUESTION}\n\nGood evening <b>all</b>"
    await taken_up(boss)
    assert boss.running.desk.now().notice is None, "not before the answer"
    match how:
        case "the button":
            await boss.tap("No, don't send it")
        case "/admin yes":
            await boss.command("admin", "yes")
        case _:
            await boss.say(how)
    sends = "yes" in how
    assert boss.last.text.startswith("It goes out now" if sends else "Nothing was sent.")
    await taken_up(boss)
    notice = boss.running.desk.now().notice
    assert (notice.text if notice else None) == ("Good evening <b>all</b>" if sends else None)
    boss.later(minutes=1)
    await boss.command("admin", "yes")
    assert boss.last.text.startswith("There is no note to send."), "it was answered"


async def test_it_is_asked_with_the_number_of_all_who_agreed(boss: Chat, anna: Chat) -> None:
    await agreed(anna)
    await agreed(Chat(boss.running, boss.screen, key="8"))
    boss.now = NOON
    await boss.command("admin", "Announce See https://example.org")
    assert boss.last.text.startswith("This goes to 2 people who agreed to notes")


async def test_words_of_a_note_are_inert_where_it_is_asked_about(boss: Chat, anna: Chat) -> None:
    await agreed(anna)
    await boss.command("admin", "announce See https://example.org says @everyone")
    assert set(says(boss)[-1].message.said) == {"https://example.org", "@everyone"}


async def test_words_of_a_note_are_inert_where_it_is_asked_about_later(tmp_path: Path) -> None:
    """Asked for in a group, and shown once the direct chat is open: that turn's own words are others."""
    screen = Screen(name="telegram", limits=replace(PHONE, writes_first=False))
    async with running(tmp_path, SERIES, screen, ALANA_OPERATORS="telegram:99") as found:
        boss = Chat(found, screen, key="99")
        await agreed(Chat(found, screen))
        await boss.command("admin", "announce See https://example.org", address=group_of(boss))
        assert not boss.messages
        await boss.open()
        assert "See https://example.org" in boss.last.text
        assert says(boss)[-1].message.said == ("https://example.org",)


async def test_what_people_wrote_is_inert_where_it_is_read(boss: Chat, anna: Chat) -> None:
    await anna.open()
    await anna.command("feedback", "Look at https://example.org")
    await boss.command("admin", "feedback")
    said = says(boss)[-1].message
    assert "Look at https://example.org" in said.body.text
    assert said.said == ("https://example.org",)


def group_of(chat: Chat) -> Address:
    return replace(chat.address, chat="-100", direct=False)


def says(chat: Chat) -> list[Say]:
    """What was sent to that chat, in order."""
    sent = (one.action for one in chat.screen.sent if one.address.chat == chat.key)
    return [action for action in sent if isinstance(action, Say)]


async def test_a_yes_in_a_group_is_no_answer_to_it(boss: Chat, anna: Chat) -> None:
    """Also not where the words are looked at, since a talk of theirs is open elsewhere."""
    await agreed(anna)
    boss.now = NOON
    await boss.open()
    await boss.command("admin", "announce Hello")
    await boss.say("yes", address=group_of(boss))
    await taken_up(boss)
    assert boss.running.desk.now().notice is None


async def test_who_is_no_operator_any_more_sends_nothing(tmp_path: Path) -> None:
    screen = Screen(name="telegram")
    async with running(tmp_path, SERIES, screen, ALANA_OPERATORS="telegram:99") as found:
        boss = Chat(found, screen, key="99")
        await agreed(Chat(found, screen))
        boss.now = NOON
        await boss.command("admin", "announce Hello")
        assert boss.last.text.endswith("Hello")
    async with running(tmp_path, SERIES, screen, ALANA_OPERATORS="telegram:98") as found:
        boss = Chat(found, screen, key="99")
        before = len(boss.messages)
        await boss.say("yes")
        assert len(boss.messages) > before, "it was heard"
        assert not boss.last.text.startswith("It goes out now")
        await found.desk.look()
        assert found.desk.now().notice is None


async def test_where_the_database_says_nothing_no_note_goes(
    boss: Chat, anna: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nothing(watched: object) -> None:
        return None

    await agreed(anna)
    monkeypatch.setattr(wiring, "health_of", nothing)
    await boss.command("admin", "announce Hello")
    assert boss.last.text.startswith("There are no figures just now")
    assert not boss.last.buttons
    await boss.command("admin")
    assert boss.last.text.startswith("There are no figures just now.")


async def test_the_button_of_an_earlier_note_sends_no_other(boss: Chat, anna: Chat) -> None:
    await agreed(anna)
    boss.now = NOON
    await boss.command("admin", "announce The first")
    first = boss.button("Yes, send it")
    boss.now = NOON + timedelta(seconds=5)
    await boss.command("admin", "announce The second")
    await boss.do(first)
    assert boss.last.text.startswith("That was another note")
    boss.now = NOON + timedelta(minutes=11)
    await boss.command("admin", "yes")
    assert boss.last.text.startswith("There is no note to send.")
    await taken_up(boss)
    assert boss.running.desk.now().notice is None


async def test_of_two_operators_the_quicker_one_is_heard(boss: Chat, anna: Chat) -> None:
    await agreed(anna)
    boss.now = NOON
    await boss.command("admin", "announce Mine")
    await boss.running.database.write(lambda c: rule(c, [(NOTICE, f"{NOON.isoformat()} Theirs")]))
    await taken_up(boss)
    await boss.tap("Yes, send it")
    assert boss.last.text.startswith("One note a day is enough")
    await taken_up(boss)
    notice = boss.running.desk.now().notice
    assert notice is not None
    assert notice.text == "Theirs"


async def test_where_nobody_agreed_there_is_nobody_to_send_it_to(boss: Chat, anna: Chat) -> None:
    """Nor where the one who did has closed their chat since."""
    await anna.open()
    await boss.command("admin", "announce Hello")
    assert boss.last.text.startswith("There is nobody to send it to")
    await agreed(anna)
    await boss.command("admin")
    assert "of whom 1 agreed to notes" in boss.last.text
    person = (await anna.running.store.load(anna.subject)).person
    await boss.running.database.write(
        lambda c: c.exec_driver_sql(f"UPDATE person SET unreachable = 1 WHERE id = {person}")
    )
    await boss.command("admin", "announce Hello")
    assert boss.last.text.startswith("There is nobody to send it to")
    assert not boss.last.buttons


@pytest.mark.parametrize("words", ["anounce Hello", "stats", "pause 2 days", "reload now", "resume all"])
async def test_what_it_does_not_know_it_says_and_does_nothing(boss: Chat, words: str) -> None:
    await boss.open()
    await boss.command("admin", words)
    assert "There is /admin for the figures, /admin reload, /admin pause" in boss.last.text
    assert await taken_up(boss) == []
    assert boss.running.desk.now() == Rulings()


async def test_what_is_not_held_cannot_be_let_go(boss: Chat) -> None:
    await boss.command("admin", "resume")
    assert boss.last.text.startswith("Nudges are not held")


@pytest.mark.parametrize("how", ["stop", "the button", "notes off"])
async def test_stop_ends_notes_too(boss: Chat, anna: Chat, how: str) -> None:
    ben = Chat(boss.running, boss.screen, key="8")
    await agreed(ben)  # else there would be nobody to write to
    await agreed(anna)
    match how:
        case "stop":
            await anna.say("stop")
        case "notes off":
            await anna.command("notes", "off")
        case _:
            await announced(boss, "The first", NOON)
            await wake(anna, NOON + timedelta(minutes=1))
            await anna.tap("No notes")
    before = len(anna.messages)
    await announced(boss, "Another", NOON + timedelta(days=1))
    await wake(anna, NOON + timedelta(days=1, minutes=1))
    assert not any(m.text == "Another" for m in anna.messages[before:])


async def test_whoever_has_told_no_city_is_asked_for_it(anna: Chat) -> None:
    await anna.open()
    await anna.command("notes", "on")
    assert anna.last.text.startswith("Tell me your city first")
    assert await anna.running.database.read(lambda c: queries.nudges(c, NOON)) == (0, None)


async def test_a_note_is_short(boss: Chat) -> None:
    await boss.command("admin", "announce " + "x" * 1_001)
    assert "at most 1000 characters" in boss.last.text
    await boss.command("admin", "announce")
    assert boss.last.text.startswith("Write the note behind it")
    assert boss.running.desk.now().notice is None


# ---------------------------------------------------------------- what people wrote


async def test_what_people_wrote_is_read_by_operators_and_goes_with_them(boss: Chat, anna: Chat) -> None:
    await anna.open()
    await anna.command("feedback")
    assert anna.last.text.startswith("Write it behind the command")
    await anna.command("feedback", "I liked the lamp. <b>More</b> of it!")
    assert anna.last.text.startswith("Thank you. I've passed it on")
    await anna.command("feedback", "And another")
    assert "wait ten minutes" in anna.last.text
    await boss.command("admin", "feedback")
    assert boss.last.text == "2026-03-02: I liked the lamp. <b>More</b> of it!"
    exported = await anna.running.store.export((await anna.running.store.load(anna.subject)).person)
    assert [row["text"] for row in exported["feedback"]] == ["I liked the lamp. <b>More</b> of it!"]  # type: ignore[attr-defined]
    await anna.command("forget")
    await anna.tap("Yes, erase it all")
    await boss.command("admin")
    await boss.tap("What people wrote")
    assert boss.last.text == "Nobody has written anything."


async def test_words_of_danger_in_it_are_answered(anna: Chat, boss: Chat) -> None:
    await anna.open()
    await anna.command("feedback", "I want to kill myself")
    assert not anna.last.text.startswith("Thank you")
    await boss.command("admin", "feedback")
    assert boss.last.text == "Nobody has written anything."


def test_operators_are_accounts_by_their_numbers() -> None:
    found = load_settings({"ALANA_OPERATORS": "Telegram:4711, discord:28"}, None)
    assert found.operators == {"telegram:4711", "discord:28"}
    for wrong in ("@anna", "4711", "telegram:"):
        with pytest.raises(SettingsError, match="ALANA_OPERATORS: write accounts by their numbers"):
            load_settings({"ALANA_OPERATORS": wrong}, None)
