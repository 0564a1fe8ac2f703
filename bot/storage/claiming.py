"""Inside the writer's transaction: which rows are to be sent now, and which are not to be sent any more.

What is dropped though it was said keeps its words, so that the person can be told them again.
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta

import orjson
from sqlalchemy import Connection, and_, bindparam, delete, select, update

from bot.frozen import frozen
from bot.model import Address, Outgoing, Receipt
from bot.ports import Claimed
from bot.storage import actions, change_rows, changes, rows, written
from bot.storage import prepared as p
from bot.storage import schema as s
from bot.storage.bots import mine

LEASE = timedelta(seconds=60)
_A_MINUTE = timedelta(minutes=1) // timedelta(microseconds=1)

o = s.outbox.c
_KEPT = and_(o.status.in_(("dead", "dropped")), o.action.is_not(None))
_COLUMNS = tuple(c.name for c in s.outbox.columns)
_FREE = f"""SELECT {", ".join(_COLUMNS)} FROM outbox
 WHERE bot = {{bot}} AND platform = {{0}} AND urgent = {{1}} AND status IN ('waiting', 'leased', 'begun')
 AND (lease_until IS NULL OR fence < {{2}}) AND (not_before IS NULL OR not_before <= {{3}})
 ORDER BY seq LIMIT {{4}}"""
_WAITING = p.Query(_FREE, postgres=f"{_FREE} FOR UPDATE SKIP LOCKED")
_TAKE = p.update(s.outbox, ("person_id", "id"), ("lease_until", "fence"), fixed="status='leased'")
_INSERT = p.insert(s.outbox)
_POSTPONE = p.update(
    s.outbox, ("person_id", "id"), ("not_before",), fixed="status='waiting', lease_until=NULL"
)
_SHOWN = p.Query(
    "SELECT id, shown FROM person WHERE bot = {bot} AND id IN {keys} AND shown IS NOT NULL", "bigint"
)
_STANDS = p.Query(
    "SELECT person_id, address, seq FROM outbox"
    " WHERE bot = {bot} AND (person_id, id) IN {keys} AND status = 'sent'",
    "bigint",
    "text",
)
_RECEIPTS = p.Query(
    "SELECT id, ref, address FROM outbox WHERE bot = {bot} AND (person_id, id) IN {keys} AND status = 'sent'",
    "bigint",
    "text",
)


@frozen
class Looked:
    """What was claimed; `kept` is what is not sent any more and is to be said again: (person, id)."""

    claimed: Sequence[Claimed]
    kept: Sequence[tuple[int, str]]


def claim(connection: Connection, platform: str, urgent: bool, now: int, limit: int, fence: int) -> Looked:
    """Takes rows that are free, or in the hands of an earlier holder of the platform's lease, in order."""
    found: Sequence[rows.Row] = []
    kept: list[tuple[int, str]] = []
    while not found:
        waiting = _WAITING.rows(connection, (), platform, urgent, fence, now, limit)
        if not waiting:
            return Looked((), kept)
        looked = [dict(zip(_COLUMNS, row, strict=True)) for row in waiting]
        found, dropped = _wanted(connection, looked, now)
        kept += dropped
    until = now + LEASE // timedelta(microseconds=1)
    _TAKE.run(connection, [(r["person_id"], r["id"], until, fence) for r in found])
    targets = receipts(connection, [(r["person_id"], r["target"]) for r in found if r["target"]])
    ours = [{**r, "fence": fence} for r in found]
    return Looked([rows.claimed(r, targets.get(r["target"])) for r in ours], kept)


def _wanted(
    connection: Connection, looked: Sequence[rows.Row], now: int
) -> tuple[Sequence[rows.Row], Sequence[tuple[int, str]]]:
    """Those that may still be sent. At-most-once rows that were begun and never marked rest: whether they
    arrived is unknown. Those of a place that was left are kept to be said again. What only a later version
    can send waits for one: another process may be of it."""
    begun = [r for r in looked if r["status"] == "begun"]
    later = [r for r in looked if r not in begun and not actions.is_known(r["action"])]
    _POSTPONE.run(connection, [(r["person_id"], r["id"], now + _A_MINUTE) for r in later])
    past = _past(connection, [r for r in looked if r not in later])
    _drop(connection, [(r["id"], None) for r in begun], "unknown", now)
    kept = _drop(connection, [(r["id"], _kept(r["action"], r["delivery"])) for r in past], "past", now)
    gone = {r["id"] for r in (*begun, *later, *past)}
    found = [r for r in looked if r["id"] not in gone]
    return found, [(r["person_id"], r["id"]) for r in past if r["id"] in kept]


def _past(connection: Connection, looked: Sequence[rows.Row]) -> Sequence[rows.Row]:
    """Rows of a place that their person has left: a later question stands in the same chat, and came there
    before them. Said now they would stand below it."""
    talk = [r for r in looked if r["urgent"] and r["target"] is None and r["status"] != "begun"]
    shown = _SHOWN.rows(connection, list({r["person_id"] for r in talk}))
    stands = _STANDS.rows(connection, [(person, orjson.loads(text)[0]) for person, text in shown])
    last = {(person, address): seq for person, address, seq in stands}
    return [r for r in talk if r["seq"] < last.get((r["person_id"], r["address"]), 0)]


def stop_person(
    connection: Connection, items: Sequence[tuple[int, Address, int, Outgoing | None]]
) -> Sequence[Sequence[tuple[str, bool]]]:
    """Direct chats are closed: what waits for them is dropped, nudges stop. Other places may go on, and a
    line in one of them says so. What somebody, or a circle, had sent to another's chat says nothing of
    them."""
    own = _own_chats(connection, [person for person, *_ in items])
    people = [person for person, closed, *_ in items if (person, closed.chat) in own]
    lines = [(line, person, at) for person, _, at, line in items if line is not None and person in people]
    _INSERT.run(connection, [rows.outbox_row(line, person, at, None) for line, person, at in lines])
    connection.execute(
        update(s.person).where(mine(connection, s.person), s.person.c.id.in_(people)).values(unreachable=True)
    )
    connection.execute(delete(s.wakeup).where(mine(connection, s.wakeup), s.wakeup.c.person_id.in_(people)))
    waiting = select(o.id, o.action, o.delivery, o.person_id, o.address).where(
        o.person_id.in_(people), s.OPEN
    )
    waiting = waiting.where(mine(connection, s.outbox), o.address.endswith("|d"))
    rows_of = connection.execute(waiting.order_by(o.seq)).all()
    found = [r for r in rows_of if (r.person_id, written.parse_address(r.address).chat) in own]
    rows_ = [(r.id, _kept(r.action, r.delivery)) for r in found]
    kept = _drop(connection, rows_, "unreachable", max(at for _, _, at, _ in items))
    changes.count(connection, "unreachable", len(people))
    return [[(r.id, r.id in kept) for r in found if r.person_id == person] for person, *_ in items]


def _own_chats(connection: Connection, people: Sequence[int]) -> set[tuple[int, str]]:
    """(person, chat) of direct chats: the last one known, and what their accounts open."""
    a, p = s.account.c, s.person.c
    accounts = select(a.person_id, a.subject).where(mine(connection, s.account), a.person_id.in_(people))
    known = select(p.id, p.direct).where(mine(connection, s.person), p.id.in_(people), p.direct.is_not(None))
    keys = [(r.person_id, written.parse_subject(r.subject).key) for r in connection.execute(accounts)]
    opened = {(person, chat) for person, key in keys for chat in (key, f"user:{key}")}
    return opened | {(r.id, written.parse_address(r.direct).chat) for r in connection.execute(known)}


def _drop(connection: Connection, found: Sequence[tuple[str, str | None]], reason: str, now: int) -> set[str]:
    """Rows that are not sent any more, each with what is kept of it to be said again; the ids of those."""
    if found:
        gone = {"status": "dropped", "reason": reason, "done_at": now, "reply": None, "lease_until": None}
        rows_ = update(s.outbox).where(mine(connection, s.outbox), o.id == bindparam("row"))
        dropped = rows_.values(action=bindparam("left"), **gone)
        connection.execute(dropped, [{"row": id_, "left": kept} for id_, kept in found])
        changes.count(connection, f"dropped:{reason}", len(found))
    return {id_ for id_, kept in found if kept is not None}


def _kept(action: str | None, delivery: str) -> str | None:
    if action is None or not actions.is_known(action):
        return None
    left = actions.kept(actions.parse_action(action), delivery)
    return None if left is None else actions.action_text(left)


def receipts(connection: Connection, ids: Sequence[tuple[int, str]]) -> dict[str, Receipt]:
    """Of the messages that were sent, each named by its person and its id."""
    found = _RECEIPTS.rows(connection, ids)
    return {id_: written.parse_receipt(ref, address) for id_, ref, address in found if ref}


def newest(connection: Connection, person: int) -> Receipt | None:
    """The last message that was sent to the person."""
    o = s.outbox.c
    found = connection.execute(
        select(o.ref, o.address)
        .where(mine(connection, s.outbox), o.person_id == person, o.status == "sent", o.ref.is_not(None))
        .order_by(o.seq.desc())
        .limit(1)
    ).first()
    return written.parse_receipt(found[0], found[1]) if found is not None else None


def parts(ids: Sequence[str]) -> Iterable[Sequence[str]]:
    return (ids[at : at + 500] for at in range(0, len(ids), 500))


def all_kept(connection: Connection) -> Sequence[tuple[int, str]]:
    own = and_(mine(connection, s.outbox), _KEPT)
    found = connection.execute(select(o.person_id, o.id).where(own, o.person_id != change_rows.NOBODY))
    return [(person, id_) for person, id_ in found]


def undelivered(connection: Connection, person: int) -> Sequence[Outgoing]:
    theirs = select(s.outbox).where(mine(connection, s.outbox), _KEPT, o.person_id == person)
    found = connection.execute(theirs.order_by(o.seq)).mappings()
    return [rows.claimed(r, None).outgoing for r in found if actions.is_known(r["action"])]
