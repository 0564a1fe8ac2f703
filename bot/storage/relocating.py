"""Inside the writer's transaction: a chat has a new id, or a thread is gone, and what names it follows."""

from collections.abc import Sequence

from sqlalchemy import Connection, and_, delete, func, select, update

from bot.frozen import replace
from bot.model import Subject, circle_key
from bot.storage import changes, circles, written
from bot.storage import schema as s
from bot.storage.bots import bot_of, mine
from bot.storage.venues import GONE

o = s.outbox.c


def move(connection: Connection, items: Sequence[tuple[str, str, str]]) -> Sequence[None]:
    """(platform, chat, its new id) of shared chats. Never a direct one: that is the person's own."""
    for platform, chat, to in items:
        old, new = f"{platform}|{chat}|", f"{platform}|{to}|"
        for column in (o.address, s.person.c.address):
            moved = func.replace(column, old, new)
            found = update(column.table).where(mine(connection, column.table), column.endswith("|s"))
            found = found.where(column.startswith(old, autoescape=True))
            if column is o.address:  # what was sent has its number where it stands
                found = found.where(o.ref.is_(None))
            connection.execute(found.values({column: moved}))
        _move_evenings(connection, chat, to)
        _move_rules(connection, platform, chat, to)
        _move_circle(connection, Subject(platform, circle_key(chat), "circle"), circle_key(to))
    return [None] * len(items)


def _move_evenings(connection: Connection, chat: str, to: str) -> None:
    """What was played there goes on there: a profile names the chat, as a text of its own in the JSON."""
    profile, old = s.person.c.profile, written.json_text(chat)
    there = update(s.person).where(mine(connection, s.person), profile.contains(old, autoescape=True))
    connection.execute(there.values(profile=func.replace(profile, old, written.json_text(to))))


def _move_rules(connection: Connection, platform: str, chat: str, to: str) -> None:
    """What its admins decided holds there, but for what they have decided there since."""
    c = s.venue.c
    of = {
        venue: and_(mine(connection, s.venue), c.platform == platform, c.venue == venue)
        for venue in (chat, to)
    }
    since = select(c.rule).where(of[to])
    connection.execute(delete(s.venue).where(of[chat], c.rule.in_([GONE, *connection.scalars(since)])))
    connection.execute(update(s.venue).where(of[chat]).values(venue=to))


def _move_circle(connection: Connection, circle: Subject, key: str) -> None:
    """The circle of a chat with a new id is found under that, too: its earlier buttons name the first one. It
    looks where its question stands now."""
    a, there = s.account.c, written.subject_text(replace(circle, key=key))
    here = and_(mine(connection, s.account), a.subject == written.subject_text(circle))
    person = connection.scalar(select(a.person_id).where(here))
    if person is not None:
        known = {"bot": bot_of(connection), "subject": there, "person_id": person}
        statement = changes.upsert_of(connection)(s.account).values(**known)
        connection.execute(statement.on_conflict_do_nothing())
        circles.changed(connection, [person], 0)


def reroute(connection: Connection, items: Sequence[tuple[str, str]]) -> Sequence[None]:
    """(a thread's address as written, where it goes instead)."""
    for gone, there in items:
        for column in (o.address, o.fallback, s.person.c.address, s.person.c.direct):
            found = update(column.table).where(mine(connection, column.table), column == gone)
            connection.execute(found.values({column: there}))
    return [None] * len(items)
