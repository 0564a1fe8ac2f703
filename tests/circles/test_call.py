"""What stands behind /circle."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.circles.call import PACE, CircleCall, UnclearCall, next_at, read
from bot.circles.circle import LONGEST


@pytest.mark.parametrize(
    ("words", "call"),
    [
        ("", CircleCall()),
        ("03", CircleCall(episode="03")),
        ("letting go", CircleCall(episode="letting go")),
        ("03 slow", CircleCall(episode="03", window=LONGEST)),
        ("slow 03", CircleCall(episode="03", window=LONGEST)),
        ("03 45s", CircleCall(episode="03", window=timedelta(seconds=45))),
        ("03 at:20:00", CircleCall(episode="03", at=time(20))),
        ("at:9.05 pace:1h", CircleCall(at=time(9, 5), window=timedelta(hours=1))),
        ("03 at:20:00 zone:New York", CircleCall(episode="03", at=time(20), zone="New York")),
        ("episode:03 pace:2m", CircleCall(episode="03", window=timedelta(minutes=2))),
        ("END", CircleCall("end")),
        ("leave", CircleCall("leave")),
        ("the end", CircleCall(episode="the end")),
        ("5s", CircleCall(episode="5s")),  # shorter than any: perhaps a name
    ],
)
def test_words_of_a_call(words: str, call: CircleCall) -> None:
    assert read(words) == call
    assert call.window == PACE or not words.startswith("letting")


@pytest.mark.parametrize(
    ("words", "kind", "word"),
    [
        ("at:25:00", "at", "25:00"),
        ("at:soon", "at", "soon"),
        ("pace:5s", "pace", "5s"),
        ("pace:2d", "pace", "2d"),
    ],
)
def test_what_is_unclear_is_named(words: str, kind: str, word: str) -> None:
    with pytest.raises(UnclearCall) as caught:
        read(f"03 {words}")
    assert (caught.value.kind, caught.value.word) == (kind, word)


def test_a_time_is_the_next_one_on_the_clocks_there() -> None:
    berlin, now = ZoneInfo("Europe/Berlin"), datetime(2026, 3, 2, 19, 0, tzinfo=UTC)
    assert next_at(time(20, 30), berlin, now) == datetime(2026, 3, 2, 19, 30, tzinfo=UTC)
    # It is eight just now.
    assert next_at(time(20, 0), berlin, now) == datetime(2026, 3, 3, 19, 0, tzinfo=UTC)
    before_change = datetime(2026, 3, 28, 22, 0, tzinfo=UTC)
    assert next_at(time(20, 0), berlin, before_change) == datetime(2026, 3, 29, 18, 0, tzinfo=UTC)
