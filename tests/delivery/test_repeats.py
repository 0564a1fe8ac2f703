"""What waits and is said again by a later turn: the newest alone is sent, but for what is awaited."""

from datetime import UTC, datetime, timedelta
from typing import Literal

import pytest

from bot.delivery.repeats import repeats
from bot.model import Address, Button, Message, Outgoing, Press, ReplyHandle, Rich, Say
from bot.ports import Claimed

HOME = Address("discord", "9", direct=True)
UNTIL = datetime(2026, 3, 2, 12, tzinfo=UTC) + timedelta(minutes=15)
ASKED = Message(Rich("Well?"), (Button("Why?", Press("7", "o", 1, 1, "0")),))


def row(id_: str, opens: Literal["fill", "edit", "follow"] | None = None) -> Claimed:
    reply = ReplyHandle("secret", "app", UNTIL, opens) if opens is not None else None
    return Claimed(1, Outgoing(id_, HOME, Say(ASKED), reply=reply), None, 1)


@pytest.mark.parametrize(
    ("opens", "passed_over"), [(None, True), ("follow", True), ("fill", False), ("edit", False)]
)
def test_what_an_interaction_waits_for_is_sent_though_it_is_said_again(
    opens: Literal["fill", "edit", "follow"] | None, passed_over: bool
) -> None:
    """Else a "thinking" message would stand for ever, and a pressed one would keep its buttons."""
    assert [*repeats([row("a-0", opens)], [row("b-0")])] == (["a-0"] if passed_over else [])
