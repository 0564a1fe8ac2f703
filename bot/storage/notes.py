"""`SqlNotes` and `SqlWakeups`: script revisions, places read, poison, and stored moments."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Connection, RowMapping, and_, func, select

from bot.engine.state import OrderedKeys
from bot.ports import Due
from bot.storage import rows, written
from bot.storage import schema as s
from bot.storage.bots import bot_of, mine
from bot.storage.changes import upsert_of
from bot.storage.database import Database
from bot.storage.writer import Writer


class SqlNotes:
    """`bot.ports.Notes`."""

    def __init__(self, database: Database, writer: Writer) -> None:
        self._database, self._writer = database, writer

    async def revision(self, digest: str) -> OrderedKeys | None:
        query = select(s.revision).where(s.revision.c.digest == digest)
        found = await self._database.read(
            lambda c: c.execute(query.where(mine(c, s.revision))).mappings().all()
        )
        return {r["node"]: tuple(orjson.loads(r["keys"])) for r in found} or None

    async def remember_revision(self, digest: str, keys: OrderedKeys) -> None:
        found = [{"digest": digest, "node": n, "keys": written.json_text(k)} for n, k in keys.items()]
        await self._writer.submit(_insert_new, (s.revision, found))

    async def poisoned(self, inbound_id: str, kind: str, error: str, at: datetime) -> None:
        await self._writer.submit(_poison, (inbound_id, kind, error, written.stamp(at)))

    async def cursors(self, platform: str) -> Mapping[str, str]:
        query = select(s.cursor).where(s.cursor.c.platform == platform)
        found = await self._database.read(
            lambda c: c.execute(query.where(mine(c, s.cursor))).mappings().all()
        )
        return {r["key"]: r["value"] for r in found}

    async def move_cursor(self, platform: str, key: str, value: str) -> None:
        await self._writer.submit(_move_cursor, {"platform": platform, "key": key, "value": value})


class SqlWakeups:
    """`bot.ports.Wakeups`: an index look-up, whatever the number of people."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def due(self, now_at: datetime, limit: int) -> Sequence[Due]:
        latest = written.stamp(now_at)
        found = await self._database.read(lambda c: _find_due(c, latest, limit))
        return [_due(r) for r in found if r["direct"] or r["address"]]

    async def next_due_at(self) -> datetime | None:
        query = select(func.min(s.wakeup.c.due_at))
        value = await self._database.read(lambda c: c.scalars(query.where(mine(c, s.wakeup))).first())
        return written.maybe_moment(value)


def _find_due(connection: Connection, latest: int, limit: int) -> Sequence[RowMapping]:
    w, p, a = s.wakeup.c, s.person.c, s.account.c
    first = select(s.wakeup).where(mine(connection, s.wakeup), w.due_at <= latest)
    early = first.order_by(w.due_at).limit(limit).subquery()
    people = early.join(s.person, and_(p.bot == early.c.bot, p.id == early.c.person_id))
    accounts = people.join(s.account, and_(a.bot == p.bot, a.person_id == p.id))
    query = select(early, a.subject, p.direct, p.address).select_from(accounts).order_by(early.c.due_at)
    return connection.execute(query).mappings().all()


def _due(row: rows.Row) -> Due:
    return Due(
        row["person_id"],
        written.parse_subject(row["subject"]),
        written.parse_address(row["direct"] or row["address"]),
        row["kind"],
        written.moment(row["due_at"]),
    )


def _insert_new(connection: Connection, items: Sequence[tuple[Any, list[dict[str, Any]]]]) -> Sequence[None]:
    bot = bot_of(connection)
    for table, found in items:
        if found:
            owned = [{"bot": bot, **row} for row in found]
            connection.execute(upsert_of(connection)(table).on_conflict_do_nothing(), owned)
    return [None] * len(items)


def _poison(connection: Connection, items: Sequence[tuple[str, str, str, int]]) -> Sequence[None]:
    for id_, kind, error, at in items:
        row = {"id": id_, "kind": kind, "error": error, "at": at}
        _insert_new(connection, [(s.poison, [row]), (s.seen, [{"id": id_, "at": at}])])
    return [None] * len(items)


def _move_cursor(connection: Connection, items: Sequence[dict[str, Any]]) -> Sequence[None]:
    bot = bot_of(connection)
    newest = {(row["platform"], row["key"]): {"bot": bot, **row} for row in items}
    statement = upsert_of(connection)(s.cursor)
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=["bot", "platform", "key"], set_={"value": statement.excluded.value}
        ),
        list(newest.values()),
    )
    return [None] * len(items)
