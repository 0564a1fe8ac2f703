"""One round of changes as a handful of statements: duplicates and conflicts told apart, the rest stored.

Everything here runs inside the writer's transaction. `executemany` cannot say which row failed; so
one SELECT of seen ids and one of versions split the round first.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Table, bindparam, delete, select, tuple_
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.engine.state import dump
from bot.ports import Change, Committed, Conflict, Duplicate
from bot.storage import rows
from bot.storage import schema as s

Verdict = Committed | Duplicate | Conflict
UNDO_STEPS = 5
NOBODY = 0

_SEEN = select(s.seen.c.id).where(s.seen.c.id.in_(bindparam("ids", expanding=True)))
_VERSIONS = select(s.person.c.id, s.person.c.version).where(
    s.person.c.id.in_(bindparam("ids", expanding=True))
)


@dataclass(slots=True)
class Round:
    """What one transaction will insert, gathered by table."""

    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def add(self, table: Table, row: dict[str, Any]) -> None:
        self.rows.setdefault(table.name, []).append(row)


async def apply(
    connection: AsyncConnection,
    changes: Sequence[Change],
    now: int,
    leases: Sequence[int | None],
) -> list[Verdict]:
    """Stores what can be stored. `leases`: until when each change's outbox rows are leased, or None."""
    verdicts = await _split(connection, changes)
    accepted = [
        (change, lease)
        for change, lease, verdict in zip(changes, leases, verdicts, strict=True)
        if isinstance(verdict, Committed)
    ]
    if accepted:
        stored = [change for change, _ in accepted]
        await _forget(connection, [c for c in stored if c.forget])
        await _drop_undo(connection, stored)
        await _store(connection, gather(accepted, now))
        await _clear(connection, stored)
    return verdicts


async def _split(connection: AsyncConnection, changes: Sequence[Change]) -> list[Verdict]:
    ids = [c.inbound_id for c in changes if c.inbound_id]
    seen = set((await connection.scalars(_SEEN, {"ids": ids})).all()) if ids else set()
    query = _VERSIONS
    if connection.dialect.name == "postgresql":
        query = _VERSIONS.order_by(s.person.c.id).with_for_update()
    people = list({c.saved.person for c in changes})
    versions = {r.id: r.version for r in await connection.execute(query, {"ids": people})}
    nudged = await _nudged(connection, changes)
    verdicts: list[Verdict] = []
    for change in changes:
        verdict = _judge(change, seen, versions, nudged)
        verdicts.append(verdict)
        if isinstance(verdict, Committed):
            seen.add(change.inbound_id or "")
            versions[change.saved.person] = verdict.version
            if change.nudge:
                nudged.add((change.saved.person, change.nudge.local_date.isoformat()))
    return verdicts


def _judge(change: Change, seen: set[str], versions: dict[int, int], nudged: set[tuple[int, str]]) -> Verdict:
    saved = change.saved
    if change.inbound_id and change.inbound_id in seen:
        return Duplicate()
    if versions.get(saved.person, 0) != saved.version:
        return Conflict()
    if change.nudge and (saved.person, change.nudge.local_date.isoformat()) in nudged:
        return Duplicate()
    return Committed(saved.version + 1)


async def _nudged(connection: AsyncConnection, changes: Sequence[Change]) -> set[tuple[int, str]]:
    keys = [(c.saved.person, c.nudge.local_date.isoformat()) for c in changes if c.nudge]
    if not keys:
        return set()
    n = s.nudge.c
    found = await connection.execute(
        select(n.person_id, n.local_date).where(tuple_(n.person_id, n.local_date).in_(keys))
    )
    return {(r.person_id, r.local_date) for r in found}


def gather(changes: Iterable[tuple[Change, int | None]], now: int) -> Round:
    """All rows of a round, by table. Pure."""
    round_ = Round()
    for change, until in changes:
        if change.inbound_id:
            round_.add(s.seen, {"id": change.inbound_id, "at": now})
        owner = NOBODY if change.forget else change.saved.person
        for outgoing in change.outgoing:
            round_.add(s.outbox, rows.outbox_row(outgoing, owner, now, until))
        for name in change.counts:
            round_.add(s.counter, {"name": name, "value": 1})
        if not change.forget:
            _gather_person(round_, change, now)
    return round_


def _gather_person(round_: Round, change: Change, now: int) -> None:
    saved, person = change.saved, change.saved.person
    if saved.version == 0:
        round_.add(s.account, {"subject": rows.subject_text(saved.subject), "person_id": person})
    round_.add(s.person, rows.person_row(saved, now))
    progress = rows.progress_row(saved)
    if progress:
        round_.add(s.progress, progress)
    if change.undo is not None and saved.series is not None:
        slot, version = saved.version % UNDO_STEPS, saved.version
        state = {"series": saved.series, "state": dump(change.undo)}
        round_.add(s.undo, {"person_id": person, "slot": slot, "version": version, **state})
    for entry in change.journal:
        round_.add(s.journal, _journal_row(person, entry))
    for w in change.wakeups:
        if w.due_at is not None:
            row = {"person_id": person, "kind": w.kind, "due_at": rows.stamp(w.due_at), "data": w.data}
            round_.add(s.wakeup, row)
    if change.nudge:
        row = {"person_id": person, "local_date": change.nudge.local_date.isoformat(), "at": now}
        round_.add(s.nudge, row)
    for log in change.log:
        round_.add(s.turn, _turn_row(person, log))
    for place, phrase in change.misses:
        round_.add(s.miss, {"person_id": person, "place": place, "phrase": phrase, "at": now})


def _journal_row(person: int, entry: Any) -> dict[str, Any]:
    return {
        "id": entry.id,
        "person_id": person,
        "series": entry.series,
        "episode": entry.episode,
        "prompt": entry.prompt,
        "text": entry.text,
        "at": rows.stamp(entry.at),
    }


def _turn_row(person: int, log: Any) -> dict[str, Any]:
    return {
        "person_id": person,
        "at": rows.stamp(log.at),
        "kind": log.kind,
        "series": log.series,
        "episode": log.episode,
        "node": log.node,
        "key": log.key,
        "moved": log.moved,
    }


# Tables whose rows replace the one that is there; the others only grow.
_REPLACED = {t.name for t in (s.person, s.progress, s.undo, s.wakeup)}
_ORDER = (
    s.account,
    s.person,
    s.progress,
    s.undo,
    s.seen,
    s.journal,
    s.wakeup,
    s.nudge,
    s.turn,
    s.miss,
    s.outbox,
)


def _upsert(table: Table, dialect: str) -> Any:
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    statement = insert(table)
    if table.name not in _REPLACED:
        return statement
    keys = [c.name for c in table.primary_key]
    kept = {"created_at", *keys}
    changed = {c.name: statement.excluded[c.name] for c in table.columns if c.name not in kept}
    return statement.on_conflict_do_update(index_elements=keys, set_=changed)


_STATEMENTS = {(t.name, dialect): _upsert(t, dialect) for t in _ORDER for dialect in ("sqlite", "postgresql")}


async def _store(connection: AsyncConnection, round_: Round) -> None:
    dialect = connection.dialect.name
    for table in _ORDER:
        found = round_.rows.get(table.name)
        if found:
            await connection.execute(_STATEMENTS[table.name, dialect], found)
    for row in _summed(round_.rows.get(s.counter.name, ())):
        await count(connection, row["name"], row["value"])


def _summed(found: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    totals: dict[str, int] = {}
    for row in found:
        totals[row["name"]] = totals.get(row["name"], 0) + row["value"]
    return [{"name": n, "value": v} for n, v in totals.items()]


async def count(connection: AsyncConnection, name: str, by: int = 1) -> None:
    """Adds to a named counter."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = insert(s.counter).values(name=name, value=by)
    await connection.execute(
        statement.on_conflict_do_update(
            index_elements=["name"], set_={"value": s.counter.c.value + statement.excluded.value}
        )
    )


async def _forget(connection: AsyncConnection, changes: Sequence[Change]) -> None:
    for change in changes:
        person = change.saved.person
        for table in s.OWNED:
            await connection.execute(delete(table).where(table.c.person_id == person))
        await connection.execute(delete(s.person).where(s.person.c.id == person))
        for address in (change.saved.direct, change.saved.address):
            if address is not None:
                c = s.cursor.c
                await connection.execute(
                    delete(s.cursor).where(c.platform == address.platform, c.key == address.chat)
                )


async def _drop_undo(connection: AsyncConnection, changes: Sequence[Change]) -> None:
    u = s.undo.c
    for change in changes:
        if change.undo_drop:
            newest = select(u.version).where(u.person_id == change.saved.person)
            newest = newest.order_by(u.version.desc()).limit(1)
            await connection.execute(
                delete(s.undo).where(
                    u.person_id == change.saved.person, u.version == newest.scalar_subquery()
                )
            )
        if change.undo_clear:
            await connection.execute(delete(s.undo).where(u.person_id == change.saved.person))


async def _clear(connection: AsyncConnection, changes: Sequence[Change]) -> None:
    w, j = s.wakeup.c, s.journal.c
    for change in changes:
        person = change.saved.person
        for wakeup in change.wakeups:
            if wakeup.due_at is None:
                await connection.execute(delete(s.wakeup).where(w.person_id == person, w.kind == wakeup.kind))
        if change.journal_erase:
            await connection.execute(
                delete(s.journal).where(j.person_id == person, j.id.in_(change.journal_erase))
            )
