"""While rows wait in the outbox none may overtake them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pytest

from bot.ports import Claimed
from tests.delivery.conftest import Time, make
from tests.storage.conftest import Kit, row


async def test_what_an_earlier_process_left_goes_out_before_what_is_new(kit: Kit) -> None:
    """The new row comes before the first look at the outbox."""
    saved = await kit.say(await kit.met(), row("left"))
    post = make(kit, Time())
    await post.say(saved, row("new"))
    assert post.phone.order == []
    await post.start()
    assert post.phone.order == ["left", "new"]
    await post.stop()


async def test_what_comes_while_the_last_of_a_backlog_are_fetched_waits_for_them(
    kit: Kit, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One row is turned away just after a look at the outbox, another is taken just before the next one."""
    post, real, looks = make(kit, Time()), kit.outbox.claim, 0
    saved = await kit.met()

    async def between(
        platform: str, now: datetime, limit: int, *, urgent: bool, in_hand: Any
    ) -> Sequence[Claimed]:
        nonlocal saved, looks
        looks += urgent
        if urgent and looks == 2:
            saved = await kit.say(saved, row("taken"))
        found = await real(platform, now, limit, urgent=urgent, in_hand=in_hand)
        if urgent and looks == 1:
            saved = await kit.say(saved, row("turned away"))
        return found

    monkeypatch.setattr(kit.outbox, "claim", between)
    await post.start()
    assert looks >= 3
    assert post.phone.order == ["turned away", "taken"]
    await post.stop()
