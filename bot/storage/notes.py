"""`SqlNotes` and `SqlWakeups`: script revisions, places read, poison, and stored moments."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Connection, func, select

from bot.engine.state import OrderedKeys
from bot.ports import Due
from bot.storage import rows
from bot.storage import schema as s
from bot.storage.changes import upsert_of
from bot.storage.database import Database
from bot.storage.writer import Writer


class SqlNotes:
    """`bot.ports.Notes`."""

    def __init__(self, database: Database, writer: Writer) -> None:
        self._database, self._writer = database, writer

    async def revision(self, digest: str) -> OrderedKeys | None:
        query = select(s.revision).where(s.revision.c.digest == digest)
        found = await self._database.read(lambda c: c.execute(query).mappings().all())
        return {r["node"]: tuple(orjson.loads(r["keys"])) for r in found} or None

    async def remember_revision(self, digest: str, keys: OrderedKeys) -> None:
        found = [{"digest": digest, "node": n, "keys": rows.json_text(k)} for n, k in keys.items()]
        await self._writer.submit(_insert_new, (s.revision, found))

    async def poisoned(self, inbound_id: str, kind: str, error: str, at: datetime) -> None:
        await self._writer.submit(_poison, (inbound_id, kind, error, rows.stamp(at)))

    async def cursors(self, platform: str) -> Mapping[str, str]:
        query = select(s.cursor).where(s.cursor.c.platform == platform)
        found = await self._database.read(lambda c: c.execute(query).mappings().all())
        return {r["key"]: r["value"] for r in found}

    async def move_cursor(self, platform: str, key: str, value: str) -> None:
        await self._writer.submit(_move_cursor, {"platform": platform, "key": key, "value": value})


class SqlWakeups:
    """`bot.ports.Wakeups`: an index look-up, whatever the number of people."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def due(self, now_at: datetime, limit: int) -> Sequence[Due]:
        w = s.wakeup.c
        first = select(s.wakeup).where(w.due_at <= rows.stamp(now_at)).order_by(w.due_at).limit(limit)
        early = first.subquery()
        query = select(early, s.account.c.subject, s.person.c.direct, s.person.c.address).join_from(
            early.join(s.person, s.person.c.id == early.c.person_id),
            s.account,
            s.account.c.person_id == s.person.c.id,
        )
        ordered = query.order_by(early.c.due_at)
        found = await self._database.read(lambda c: c.execute(ordered).mappings().all())
        return [_due(r) for r in found if r["direct"] or r["address"]]

    async def next_due_at(self) -> datetime | None:
        query = select(func.min(s.wakeup.c.due_at))
        value = await self._database.read(lambda c: c.scalars(query).first())
        return rows.maybe_moment(value)


def _due(row: rows.Row) -> Due:
    return Due(
        row["person_id"],
        rows.parse_subject(row["subject"]),
        rows.parse_address(row["direct"] or row["address"]),
        row["kind"],
        rows.moment(row["due_at"]),
    )


def _insert_new(connection: Connection, items: Sequence[tuple[Any, list[dict[str, Any]]]]) -> Sequence[None]:
    for table, found in items:
        if found:
            connection.execute(upsert_of(connection)(table).on_conflict_do_nothing(), found)
    return [None] * len(items)


def _poison(connection: Connection, items: Sequence[tuple[str, str, str, int]]) -> Sequence[None]:
    for id_, kind, error, at in items:
        row = {"id": id_, "kind": kind, "error": error, "at": at}
        _insert_new(connection, [(s.poison, [row]), (s.seen, [{"id": id_, "at": at}])])
    return [None] * len(items)


def _move_cursor(connection: Connection, items: Sequence[dict[str, Any]]) -> Sequence[None]:
    newest = {(row["platform"], row["key"]): row for row in items}
    statement = upsert_of(connection)(s.cursor)
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=["platform", "key"], set_={"value": statement.excluded.value}
        ),
        list(newest.values()),
    )
    return [None] * len(items)
