"""What operators decided, and what people wrote to them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, func, select, update

from bot.ports import Feedback
from bot.storage import schema as s
from bot.storage import written
from bot.storage.bots import bot_of, mine
from bot.storage.changes import upsert_of

STEP = 500  # people who are woken in one transaction


def rulings(connection: Connection) -> dict[str, str]:
    """What holds, by name."""
    query = select(s.ruling.c.name, s.ruling.c.value).where(mine(connection, s.ruling))
    return {name: value for name, value in connection.execute(query)}  # noqa: C416


def rule(connection: Connection, decided: Sequence[tuple[str, str]]) -> Sequence[None]:
    for name, value in decided:
        statement = upsert_of(connection)(s.ruling).values(bot=bot_of(connection), name=name, value=value)
        change = {"value": statement.excluded.value}
        connection.execute(statement.on_conflict_do_update(index_elements=["bot", "name"], set_=change))
    return [None] * len(decided)


def feedback(connection: Connection, most: int) -> list[Feedback]:
    """The newest of what people sent."""
    f = s.feedback.c
    query = select(f.at, f.text).where(mine(connection, s.feedback)).order_by(f.id.desc()).limit(most)
    return [Feedback(written.moment(at), text) for at, text in connection.execute(query)]


def readers(connection: Connection, kind: str) -> int:
    """How many people have a wake-up of that kind and can be reached."""
    w, p = s.wakeup.c, s.person.c
    query = select(func.count()).select_from(s.wakeup).join(s.person, p.id == w.person_id)
    query = query.where(mine(connection, s.wakeup), mine(connection, s.person), w.kind == kind)
    return connection.scalar(query.where(p.unreachable.is_(False))) or 0


def wake_readers(
    connection: Connection, items: Sequence[tuple[str, datetime, datetime, int]]
) -> Sequence[int | None]:
    """Those whose wake-up of that kind stands at the first moment are due at the second one: some of them,
    behind that person. The last of those; None: nobody was left."""
    return [_wake(connection, *item) for item in items]


def _wake(connection: Connection, kind: str, asleep: datetime, due_at: datetime, after: int) -> int | None:
    w = s.wakeup.c
    waiting = select(w.person_id).where(mine(connection, s.wakeup), w.person_id > after, w.kind == kind)
    waiting = waiting.where(w.due_at == written.stamp(asleep)).order_by(w.person_id).limit(STEP)
    people: list[int] = list(connection.scalars(waiting))
    if not people:
        return None
    chosen = update(s.wakeup).where(mine(connection, s.wakeup), w.kind == kind, w.person_id.in_(people))
    connection.execute(chosen.values(due_at=written.stamp(due_at)))
    return people[-1]
