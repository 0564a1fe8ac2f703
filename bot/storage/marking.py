"""Inside the writer's transaction: what became of rows of the outbox, and which are free again."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime

from sqlalchemy import Connection, select, update

from bot.ports import Claimed
from bot.storage import changes, claiming, rows
from bot.storage import prepared as p
from bot.storage import schema as s
from bot.storage.bots import mine
from bot.storage.writer import Handler, brief

o = s.outbox.c

_KEY = ("person_id", "id", "fence")  # what an earlier holder of the lease says does not count
_MARK = p.update(
    s.outbox,
    _KEY,
    ("status", "ref", "reason", "done_at", "attempts", "address"),
    fixed="action=NULL, reply=NULL, lease_until=NULL",
)
_MARK_KEPT = p.update(s.outbox, _KEY, _MARK.names[3:], fixed="reply=NULL, lease_until=NULL")
_MARK_NAMED = p.update(s.outbox, _KEY, (*_MARK.names[3:], "action"), fixed="reply=NULL, lease_until=NULL")
_REMOVE = p.delete(s.outbox, _KEY)


def begin(connection: Connection, items: Sequence[tuple[Claimed, datetime]]) -> Sequence[str | None]:
    """Why each row is not to be sent after all; None for one that is, which is begun now if it goes out
    at most once."""
    ids = [c.outgoing.id for c, _ in items]
    people = [c.person for c, _ in items]
    person = s.person.c
    begun_at = select(o.id, o.status, o.fence).where(mine(connection, s.outbox), o.person_id.in_(people))
    statuses = {(r.id, r.fence): r.status for r in connection.execute(begun_at.where(o.id.in_(ids)))}
    known = select(person.id, person.version).where(mine(connection, s.person), person.id.in_(people))
    found = connection.execute(known)
    versions = {r.id: r.version for r in found}
    answers = [_unwanted(c, now, statuses, versions) for c, now in items]
    begun = [
        c.outgoing.id
        for (c, _), why in zip(items, answers, strict=True)
        if why is None and c.outgoing.delivery == "at_most_once"
    ]
    if begun:
        rows_ = update(s.outbox).where(mine(connection, s.outbox), o.person_id.in_(people), o.id.in_(begun))
        connection.execute(rows_.values(status="begun"))
    return answers


def _unwanted(
    claimed: Claimed, now_at: datetime, statuses: dict[tuple[str, int], str], versions: dict[int, int]
) -> str | None:
    row = claimed.outgoing
    status = statuses.get((row.id, claimed.fence))
    if status not in ("leased", "waiting"):
        return "begun" if status == "begun" else "gone"
    if row.not_after is not None and now_at > row.not_after:
        return "late"
    if row.only_if_version is not None and versions.get(claimed.person) != row.only_if_version:
        return "returned"
    return None


def retry(connection: Connection, items: Sequence[tuple[Claimed, int, str]]) -> Sequence[None]:
    """They wait until then; earlier holders of the lease have no say."""
    for claimed, until, reason in items:
        change = {"status": "leased", "lease_until": until, "attempts": claimed.attempt, "reason": reason}
        row = update(s.outbox).where(mine(connection, s.outbox), s.OPEN, o.id == claimed.outgoing.id)
        row = row.where(o.person_id == claimed.person, o.fence == claimed.fence)
        connection.execute(row.values(**change))
    return [None] * len(items)


def claim(
    connection: Connection, wanted: Sequence[tuple[str, bool, int, int, int]]
) -> Sequence[claiming.Looked]:
    """As `claiming.claim`: platform, urgency, the time, how many, and our token."""
    return [claiming.claim(connection, *each) for each in wanted]


def free_others(
    connection: Connection, items: Sequence[tuple[str, int, Callable[[], Collection[str]]]]
) -> Sequence[None]:
    """What is ours by the table and in nobody's hands: the answer that said so was lost."""
    for platform, fence, in_hand in items:
        ours = select(o.id, o.person_id).where(mine(connection, s.outbox), o.platform == platform, s.OPEN)
        found = connection.execute(ours.where(o.status == "leased", o.fence == fence)).all()
        known = in_hand()
        lost = [row.id for row in found if row.id not in known]
        release(connection, [(lost, fence)])
    return [None] * len(items)


def release(connection: Connection, items: Sequence[tuple[list[str], int] | None]) -> Sequence[None]:
    """None frees all of them."""
    for item in items:
        ids, fence = item or (None, 0)
        freed = update(s.outbox).where(mine(connection, s.outbox), s.OPEN, o.lease_until.is_not(None))
        if ids is not None:
            freed = freed.where(o.status == "leased", o.fence == fence).values(status="waiting")
        for part in claiming.parts(ids) if ids is not None else [None]:
            chosen = freed if part is None else freed.where(o.id.in_(part))
            connection.execute(chosen.values(lease_until=None))
    return [None] * len(items)


def marker(claimed: Claimed, status: str) -> Handler:
    """What writes down that a row was sent, dropped or given up."""
    if status == "dropped":
        return _mark_dropped
    return _mark_nudge if status == "sent" and claimed.outgoing.delivery == "at_most_once" else _mark


@brief
def _mark(connection: Connection, items: Sequence[rows.Values]) -> Sequence[None]:
    _MARK.run(connection, items)
    return [None] * len(items)


def _mark_dropped(connection: Connection, items: Sequence[rows.Values]) -> Sequence[None]:
    _MARK.run(connection, items)
    for row in items:
        changes.count(connection, f"dropped:{row[5]}")
    return [None] * len(items)


def _mark_nudge(connection: Connection, items: Sequence[rows.Values]) -> Sequence[None]:
    """A nudge that was sent is a line of the log of turns, too: statistics look at what follows it."""
    _MARK.run(connection, items)
    person, at = _MARK.names.index("person_id"), _MARK.names.index("done_at")
    changes.log_nudges(connection, [(row[person], row[at]) for row in items])
    return [None] * len(items)


def mark_kept(connection: Connection, items: Sequence[rows.Values]) -> Sequence[None]:
    """What did not arrive keeps its words until they are said again."""
    _MARK_KEPT.run(connection, items)
    return [None] * len(items)


def mark_named(connection: Connection, items: Sequence[rows.Values]) -> Sequence[None]:
    """Of a file that did not arrive the name is kept, until it is said."""
    _MARK_NAMED.run(connection, items)
    return [None] * len(items)


def mark_nobodys(connection: Connection, items: Sequence[rows.Values]) -> Sequence[None]:
    """The last words to someone who was forgotten: gone once they are done."""
    _REMOVE.run(connection, [row[:3] for row in items])
    return [None] * len(items)
