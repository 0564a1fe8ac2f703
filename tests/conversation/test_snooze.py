"""“In an hour”: once more on the same day, not in quiet hours that the chosen hour does not lie in."""

from datetime import UTC, datetime, time, timedelta

import pytest

from bot.storage import plans
from tests.chat import Chat


async def set_at(chat: Chat, hour: str) -> None:
    await chat.open()
    await chat.command("remind", hour)
    await chat.say("Berlin")
    await chat.say("yes")


async def test_a_snooze_decodes_the_plan_once(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the person is read; what is in memory is a plan already."""
    await set_at(chat, "20:00")
    loads = []
    load = plans.load
    monkeypatch.setattr(plans, "load", lambda each: loads.append(each) or load(each))
    await chat.command("remind", "snooze")
    assert chat.last.text == "In an hour, then."
    assert not loads
    chat.running.store._cache.clear()
    await chat.command("remind", "snooze")
    assert len(loads) == 1


@pytest.mark.parametrize(
    ("hour", "now", "said"),
    [
        ("20:00", "20:30", "In an hour, then."),
        ("20:00", "21:30", "An hour from now your quiet hours have begun. Until tomorrow, then."),
        ("22:30", "22:40", "In an hour, then."),  # the chosen hour lies in them, too
        ("22:30", "23:10", "An hour from now is tomorrow already. Until then."),
    ],
)
async def test_a_snooze_and_the_quiet_hours(chat: Chat, hour: str, now: str, said: str) -> None:
    await set_at(chat, hour)
    there = datetime.combine(chat.now.date(), time.fromisoformat(now), UTC) - timedelta(hours=1)  # in Berlin
    chat.now = there
    await chat.command("remind", "snooze")
    assert chat.last.text == said
