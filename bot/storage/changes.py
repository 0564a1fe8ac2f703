"""One round of changes as a handful of statements: duplicates and conflicts told apart, the rest stored.

All of it runs inside the writer's transaction. A statement for many rows cannot say which of them failed; so
the seen ids and the versions are looked up first.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, and_, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from bot.ports import Change, Committed, Conflict, Duplicate, TurnLog
from bot.storage import circles, kept, rows, written
from bot.storage import prepared as p
from bot.storage import schema as s
from bot.storage.bots import bot_of, mine
from bot.storage.change_rows import Prepared, turn_row

CommitVerdict = Committed | Duplicate | Conflict

_SEEN = p.Query("SELECT id FROM seen WHERE bot = {bot} AND id IN {keys}", "text")
# And where another process has just stored words to them that nobody has claimed yet.
_BEHIND = (
    "ARRAY(SELECT DISTINCT platform FROM outbox WHERE outbox.bot = p.bot AND outbox.person_id = p.id"
    " AND outbox.status = 'waiting' AND outbox.not_before IS NULL)"
)
_VERSIONS = p.Query(
    "SELECT id, version, NULL FROM person WHERE bot = {bot} AND id IN {keys}",
    "bigint",
    postgres=f"SELECT p.id, p.version, {_BEHIND} FROM person p WHERE p.bot = {{bot}} AND p.id IN {{keys}}"
    " ORDER BY p.id FOR UPDATE",
)
_ACCOUNTS = p.Query("SELECT subject FROM account WHERE bot = {bot} AND subject IN {keys}", "text")
_NUDGED = p.Query(
    "SELECT person_id, local_date FROM nudge WHERE bot = {bot} AND person_id IN {keys}", "bigint"
)

# A message that was pressed: it arrived, and is the one that counts. What was known before is a copy.
_DELIVERED = """UPDATE outbox SET status='sent', ref={ref} || COALESCE(' ' || outbox.ref, ''),
 address={address}, done_at=COALESCE(outbox.done_at, {at}), action=NULL, reply=NULL, reason=NULL,
 lease_until=NULL {values}
 WHERE outbox.bot={bot} AND outbox.person_id={person} AND outbox.id={id}
 AND (outbox.ref IS NULL OR ' ' || outbox.ref || ' ' NOT LIKE '% ' || {ref} || ' %')"""
_FIELDS = ("bot", "person", "id", "ref", "address", "at")
_COLUMNS = {f: f"given.column{n}" for n, f in enumerate(_FIELDS, 1)}
_NUMBERED = {f: f"${n}" for n, f in enumerate(_FIELDS, 1)} | {
    "ref": "$4::text",
    "at": "$6::bigint",
    "values": "",
}

# What is written, in this order.
_WRITES: Mapping[str, p.BulkStatement] = {
    "account": p.insert(s.account),
    "unmark": p.delete(s.bookmark, ("person_id", "series", "episode")),
    "bookmark": p.insert(s.bookmark, replace=True),
    "journal": p.insert(s.journal),
    "unwake": p.delete(s.wakeup, ("person_id", "kind")),
    "nudge": p.insert(s.nudge),
    "erase": p.delete(s.journal, ("person_id", "id")),
    "retold": p.update(s.outbox, ("person_id", "id"), ("action",)),
    "delivered": p.BulkStatement(
        ("person_id", "id", "ref", "address", "done_at"),
        lambda values: _DELIVERED.format(values=f"FROM (VALUES {values}) AS given", **_COLUMNS),
        _DELIVERED.format(**_NUMBERED),
    ),
    "venue": p.insert(s.venue, replace=True),
    "ruling": p.insert(s.ruling, replace=True),
    "feedback": p.insert(s.feedback),
    **circles.WRITES,
}
# And then what most turns write, which is together one statement for each of them, where that is cheaper.
_USUAL: Mapping[str, p.InsertStatement] = {
    "person": p.insert(s.person, replace=True, keep=("created_at",)),
    "progress": p.insert(s.progress, replace=True),
    "undo": p.insert(s.undo, replace=True),
    "seen": p.insert(s.seen),
    "wakeup": p.insert(s.wakeup, replace=True),
    "turn": p.insert(s.turn),
    "miss": p.insert(s.miss),
    "outbox": p.insert(s.outbox),
}


def apply(connection: Connection, items: Sequence[Prepared]) -> list[CommitVerdict]:
    """Stores what can be stored, in order."""
    known = _Known(connection, items)
    verdicts = [known.verdict(item) for item in items]
    accepted = [i for i, verdict in zip(items, verdicts, strict=True) if isinstance(verdict, Committed)]
    _wait_behind(accepted, known.waiting)
    for part in _one_each(accepted):
        _store(connection, part)
    return verdicts


def _wait_behind(items: Sequence[Prepared], waiting: Mapping[int, Collection[str]]) -> None:
    """Where another process has just stored words to the same person that nobody has claimed yet, ours wait
    behind them. `waiting`: the platforms of such words, by person."""
    direct = [item for item in items if item.direct and item.change.outgoing]
    for item in direct:
        platforms = {row.address.platform for row in item.change.outgoing}
        if not platforms.isdisjoint(waiting.get(item.change.saved.person, ())):
            item.direct = False
            item.writes = [(name, _waiting(row) if name == "outbox" else row) for name, row in item.writes]


def _waiting(row: rows.Values) -> rows.Values:
    """An outbox row as one that waits to be claimed."""
    named = dict(zip(_USUAL["outbox"].names, row, strict=True))
    return tuple((named | {"status": "waiting", "lease_until": None, "fence": 0}).values())


class _Known:
    """What is stored already of a round's ids, people and dates, and what the round adds."""

    def __init__(self, connection: Connection, items: Sequence[Prepared]) -> None:
        changes = [item.change for item in items]
        ids = [c.inbound_id for c in changes if c.inbound_id]
        people = list({c.saved.person for c in changes})
        new = [item.subject for item in items if item.change.saved.version == 0]
        nudged = [c.saved.person for c in changes if c.nudge]
        self._seen = {id_ for (id_,) in _SEEN.rows(connection, ids)}
        found = _VERSIONS.rows(connection, people)
        self._versions: dict[int, int] = {person: version for person, version, _ in found}
        self.waiting = {person: platforms for person, _, platforms in found if platforms}
        self._accounts = {subject for (subject,) in _ACCOUNTS.rows(connection, new)}
        self._nudged = {f"{person}:{day}" for person, day in _NUDGED.rows(connection, nudged)}

    def verdict(self, item: Prepared) -> CommitVerdict:
        """Whether it can be stored; if so, it counts for those that follow."""
        found = self._judge(item)
        if isinstance(found, Committed):
            self._note(item, found)
        return found

    def _judge(self, item: Prepared) -> CommitVerdict:
        change, saved = item.change, item.change.saved
        if change.inbound_id in self._seen:
            return Duplicate()
        if self._versions.get(saved.person, 0) != saved.version:
            return Conflict()
        if saved.version == 0 and item.subject in self._accounts:
            return Conflict()
        if change.nudge and _date_key(change) in self._nudged:
            return Duplicate()
        return Committed(saved.version + 1)

    def _note(self, item: Prepared, verdict: Committed) -> None:
        change = item.change
        if change.inbound_id:
            self._seen.add(change.inbound_id)
        if change.forget:
            self._versions.pop(change.saved.person, None)
            self._accounts.discard(item.subject)
            return
        self._versions[change.saved.person] = verdict.version
        self._accounts.add(item.subject)
        if change.nudge:
            self._nudged.add(_date_key(change))


def _date_key(change: Change) -> str:
    assert change.nudge is not None
    return f"{change.saved.person}:{change.nudge.local_date.isoformat()}"


def _one_each(items: Sequence[Prepared]) -> Iterable[list[Prepared]]:
    """Parts in order, each with at most one change of a person: within a part order does not matter."""
    part: list[Prepared] = []
    people: set[int] = set()
    for item in items:
        person = item.change.saved.person
        if person in people:
            yield part
            part, people = [], set()
        part.append(item)
        people.add(person)
    if part:
        yield part


def _store(connection: Connection, part: Sequence[Prepared]) -> None:
    gathered: dict[str, list[rows.Values]] = {name: [] for name in _WRITES}
    usual: list[list[tuple[p.InsertStatement, rows.Values]]] = []
    counts: dict[str, int] = {}
    came = 0
    for item in part:
        change = item.change
        if change.forget:
            _forget(connection, change, item.now)
        if change.undo_drop or change.undo_clear:
            _drop_undo(connection, change)
        own: list[tuple[p.InsertStatement, rows.Values]] = []
        for name, row in item.writes:
            if name in _USUAL:
                own.append((_USUAL[name], row))
            else:
                gathered[name].append(row)
        usual.append(own)
        for name in change.counts:
            counts[name] = counts.get(name, 0) + 1
        if change.saved.subject.kind == "person":
            came += (change.saved.version == 0) - change.forget
    # Two admins in one round: the later word on a rule counts, and a statement takes each key once.
    gathered["ruling"] = list({row[0]: row for row in gathered["ruling"]}.values())
    gathered["venue"] = list({row[:3]: row for row in gathered["venue"]}.values())
    for name, write in _WRITES.items():
        write.run(connection, gathered[name])
    p.insert_each(connection, usual)
    for name, number in counts.items():
        count(connection, name, number)
    if came:
        _count_people(connection, came)


def _count_people(connection: Connection, by: int) -> None:
    """Keeps how many there are, so that nobody has to count them."""
    statement = upsert_of(connection)(s.rollup).values(bot=bot_of(connection), last=0, people=by)
    people = s.rollup.c.people + statement.excluded.people
    connection.execute(statement.on_conflict_do_update(index_elements=["bot"], set_={"people": people}))


def log_nudges(connection: Connection, sent: Sequence[tuple[int, int]]) -> None:
    """Adds nudges to the log of turns, as (person, sent at)."""
    logged = [turn_row(person, TurnLog(written.moment(at), "nudged")) for person, at in sent]
    _USUAL["turn"].run(connection, logged)


def upsert_of(connection: Connection) -> Any:
    """The dialect's INSERT that knows ON CONFLICT."""
    return postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert


def count(connection: Connection, name: str, by: int = 1) -> None:
    """Adds to a named counter."""
    statement = upsert_of(connection)(s.counter).values(bot=bot_of(connection), name=name, value=by)
    value = s.counter.c.value + statement.excluded.value
    connection.execute(statement.on_conflict_do_update(index_elements=["bot", "name"], set_={"value": value}))


def _forget(connection: Connection, change: Change, now: int) -> None:
    saved = change.saved
    circles.forgotten(connection, saved.subject, now)
    kept.forget(connection, kept.Whose.of(saved.person, saved.subject, saved.direct, saved.address))


def _drop_undo(connection: Connection, change: Change) -> None:
    u = s.undo.c
    own = and_(mine(connection, s.undo), u.person_id == change.saved.person)
    dropped = delete(s.undo).where(own)
    if not change.undo_clear:
        newest = select(u.version).where(own)
        dropped = dropped.where(u.version == newest.order_by(u.version.desc()).limit(1).scalar_subquery())
    connection.execute(dropped)
