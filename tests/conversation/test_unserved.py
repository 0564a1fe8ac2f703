"""A process serves some platforms, another one others, or the same one does later: nobody's clock stops."""

from datetime import timedelta
from pathlib import Path

from sqlalchemy import text

from tests.chat import Chat, Screen, running
from tests.conversation.test_nudge_rules import SERIES, agree, due, wake


async def planned(chat: Chat) -> list[tuple[int, int]]:
    """(person, microseconds since 1970) of the moments to come."""
    query = text("SELECT person_id, due_at FROM wakeup ORDER BY due_at")
    rows = await chat.running.database.read(lambda c: c.execute(query).all())
    return [(int(person), int(at)) for person, at in rows]


async def test_a_moment_on_a_platform_that_is_not_served_comes_again_until_it_is(tmp_path: Path) -> None:
    async with running(tmp_path, SERIES, there := Screen(name="elsewhere")) as program:
        person = Chat(program, there)
        await agree(person)
        ((who, _),) = await planned(person)
    async with running(tmp_path, SERIES, here := Screen(now=due(3))) as program:
        for days in range(3):  # nothing is said, and it is looked at again a day later
            now = due(3) + timedelta(days=days)
            assert await wake(Chat(program, here), now) == []
            tomorrow = now + timedelta(days=1)
            assert await planned(Chat(program, here)) == [(who, int(tomorrow.timestamp() * 1_000_000))]
    async with running(tmp_path, SERIES, there := Screen(name="elsewhere", now=due(6))) as program:
        assert len(await wake(Chat(program, there), due(6))) == 1
