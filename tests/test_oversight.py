"""What the composition root lets itself be looked at: here the clock that it goes by."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.oversight import ClockWatch

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


def test_a_clock_that_jumps_is_told_of_once_each_time(caplog: pytest.LogCaptureFixture) -> None:
    """Also by a day; one that is set right little by little is not."""
    seconds, wrong = 1_000.0, timedelta()
    watch = ClockWatch(lambda: NOON + timedelta(seconds=seconds) + wrong, lambda: seconds)
    for jump in (0.0, 30.0, 59.0, 86_400.0, 0.0, -86_400.0, -30.0, 0.0):
        seconds += 0.5
        wrong += timedelta(seconds=jump)
        watch.look()
    assert [record.getMessage() for record in caplog.records] == [
        "the machine's clock went ahead by 1 day, 0:00:00, or it slept: reminders go by that clock",
        "the machine's clock went back by 1 day, 0:00:00: reminders go by that clock",
    ]
