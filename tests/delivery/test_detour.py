"""What goes another way, below a line that says why."""

from datetime import UTC, datetime

from bot.delivery import detour
from bot.model import Address, Mark, Message, Outgoing, Rich, Say, Style

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_what_is_led_by_a_line_keeps_what_its_marks_say() -> None:
    marks = (Mark(Style.CHANNEL, 0, 7, id="42"), Mark(Style.MOMENT, 8, 5, NOON))
    body = Rich("#square 13:00", marks)
    home = Address("discord", "user:7")
    row = Outgoing("r1", Address("discord", "9", direct=False), Say(Message(body)), fallback=home)
    other = detour.direct(row, "I can't say it there.")
    assert other is not None
    assert isinstance(other.action, Say)
    led = other.action.message.body
    assert led.text == "I can't say it there.\n\n#square 13:00"
    assert [led.text[m.start : m.start + m.length] for m in led.marks] == ["#square", "13:00"]
    assert [(m.style, m.at, m.id) for m in led.marks] == [
        (Style.CHANNEL, None, "42"),
        (Style.MOMENT, NOON, ""),
    ]
