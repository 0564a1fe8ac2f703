"""Daily nudges on the one road: offered once, set in two taps, sent in time, never a nuisance."""

from datetime import UTC, datetime, timedelta

from bot.conversation.handle import Conversations
from bot.reminders.scheduler import Scheduler
from tests.chat import Chat


async def finish_an_evening(chat: Chat) -> None:
    await chat.open()
    await chat.command("talk", "02-door")
    await chat.tap("Is it open?")


async def set_for_eight(chat: Chat) -> None:
    """20:00 in Berlin; the chat begins on 2 March 2026 at 19:00 UTC, which is 20:00 there."""
    chat.locale = "de-DE"
    await finish_an_evening(chat)
    chat.locale = "en-DE"
    await chat.command("remind", "20:00")
    await chat.say("Berlin")
    await chat.say("yes")


async def wake(chat: Chat, at: datetime) -> int:
    """What the clock would do at that moment."""
    chat.now = at
    conversations: Conversations = chat.running.conversations
    scheduler = Scheduler(chat.running.scheduler._wakeups, conversations.handle, clock=lambda: at)
    found = await scheduler.once()
    await chat.running.sender.idle()
    return found


def due(day: int, hour: int = 19, minute: int = 1) -> datetime:
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


async def test_the_offer_comes_after_the_first_evening_and_only_once(chat: Chat) -> None:
    await finish_an_evening(chat)
    assert "Yes, at 20:00" in [b.label for b in chat.last.buttons]
    await chat.tap("No, thank you")
    await chat.command("talk", "01-light")
    before = len(chat.messages)
    await chat.tap("Who put the lamp there?")
    for _ in range(2):
        await chat.tap("Skip")
    await chat.tap("I'd rather stand.")
    assert not any("20:00" in b.label for m in chat.messages[before:] for b in m.buttons)


async def test_two_taps_are_enough(chat: Chat) -> None:
    chat.locale = "de-DE"
    await finish_an_evening(chat)
    await chat.tap("20:00")
    await chat.tap("Berlin")
    chat.locale = None
    await chat.command("language", "en")
    await chat.command("remind")
    assert "Berlin" in chat.last.text


async def test_a_nudge_comes_at_its_hour_with_four_buttons(chat: Chat) -> None:
    await set_for_eight(chat)
    assert "at 8:00 in the evening" in chat.last.text
    before = len(chat.messages)
    assert await wake(chat, due(3, 18, 59)) == 0
    assert await wake(chat, due(3)) == 1
    assert len(chat.messages) == before + 1
    assert [b.label for b in chat.last.buttons] == ["Continue", "In an hour", "Not today", "Stop"]
    assert await wake(chat, due(3, 19, 30)) == 0  # one a day


async def test_a_late_wake_up_is_skipped_and_the_next_day_comes(chat: Chat) -> None:
    await set_for_eight(chat)
    before = len(chat.messages)
    await wake(chat, due(3, 22, 30))  # 23:30 there: quiet hours, and outside the window
    assert len(chat.messages) == before
    await wake(chat, due(4))
    assert len(chat.messages) == before + 1


async def test_stop_in_any_words_ends_it(chat: Chat) -> None:
    await set_for_eight(chat)
    await wake(chat, due(3))
    await chat.tap("Stop")
    assert "no reminders" in chat.last.text
    before = len(chat.messages)
    for day in (4, 5, 6):
        await wake(chat, due(day))
    assert len(chat.messages) == before


async def test_finishing_todays_evening_first_spares_the_nudge(chat: Chat) -> None:
    await set_for_eight(chat)
    chat.now = due(3, 12)
    await chat.command("talk", "02-door")
    await chat.tap("Is it open?")
    before = len(chat.messages)
    await wake(chat, due(3))
    assert len(chat.messages) == before
    await wake(chat, due(4))
    assert len(chat.messages) == before + 1


async def test_ignored_nudges_back_off_to_one_goodbye(chat: Chat) -> None:
    await set_for_eight(chat)
    days = []
    moment = due(3)
    for _ in range(60):
        before = len(chat.messages)
        await wake(chat, moment)
        if len(chat.messages) > before:
            days.append((moment - due(3)).days)
        moment += timedelta(days=1)
    assert days == [0, 1, 2, 4, 6, 8, 15, 22, 29]  # daily, every other day, weekly, goodbye
    await chat.say("hello")
    before = len(chat.messages)
    await wake(chat, moment)
    assert len(chat.messages) == before + 1  # any word begins it again


async def test_in_an_hour_and_not_today(chat: Chat) -> None:
    await set_for_eight(chat)
    await wake(chat, due(3))
    chat.now = due(3, 19, 20)
    await chat.tap("In an hour")
    before = len(chat.messages)
    assert await wake(chat, due(3, 20, 19)) == 0
    await wake(chat, due(3, 20, 21))
    assert len(chat.messages) == before + 1
    await chat.tap("Not today")
    await wake(chat, due(3, 20, 50))
    assert len(chat.messages) == before + 2


async def test_who_is_back_meanwhile_is_not_nudged(chat: Chat) -> None:
    await set_for_eight(chat)
    chat.screen.fails.append(TimeoutError())  # the send of the nudge crashes: at most once
    before = len(chat.messages)
    await wake(chat, due(3))
    await wake(chat, due(3, 19, 5))
    assert len(chat.messages) == before


async def test_pause_and_progress(chat: Chat) -> None:
    await set_for_eight(chat)
    await chat.command("pause", "3 days")
    before = len(chat.messages)
    for day in (3, 4):
        await wake(chat, due(day))
    assert len(chat.messages) == before
    await wake(chat, due(5))
    assert len(chat.messages) == before + 1
    await chat.command("progress")
    assert "1 evening done" in chat.last.text


async def test_send_me_one_now_shows_a_nudge(chat: Chat) -> None:
    await set_for_eight(chat)
    await chat.tap("Send me one now")
    assert [b.label for b in chat.last.buttons] == ["Continue", "In an hour", "Not today", "Stop"]


async def test_a_country_with_several_times_asks_for_a_city(chat: Chat) -> None:
    await finish_an_evening(chat)
    await chat.command("remind", "9")
    await chat.say("USA")
    assert "more than one time" in chat.last.text
    await chat.say("Portland, Oregon")
    assert "right?" in chat.last.text
    await chat.say("no")
    await chat.say("Chicago")
    await chat.tap("Chicago")
    assert "9:00 in the morning" in chat.last.text
