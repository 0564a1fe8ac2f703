"""`SqlOutbox`: the sender's side. Rows are handed over as they are committed, or claimed under a lease.

States of a row: waiting → leased → (begun, for at-most-once) → sent | dead | dropped. What is done
keeps no text: only its id, its times and the platform's reference.
"""

from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence
from datetime import UTC, datetime

from sqlalchemy import Connection, select, update

from bot.errors import StorageError
from bot.model import Address, Outgoing, Receipt, Say
from bot.ports import Claimed, Listener
from bot.storage import actions, changes, claiming, relocating, rows, written
from bot.storage import prepared as p
from bot.storage import schema as s
from bot.storage.bots import mine
from bot.storage.claiming import LEASE
from bot.storage.database import Database
from bot.storage.writer import Handler, Writer, brief

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


class SqlOutbox:
    """`bot.ports.Outbox`. Every mark goes through the writer and is durable when its call returns.

    `fence` gives the token of our lease of a platform. `changed` is called where it changed a person: whoever
    remembers people must forget them.
    """

    def __init__(
        self,
        database: Database,
        writer: Writer,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._database, self._writer, self._clock = database, writer, clock
        self.listener: Listener | None = None
        self.fence: Callable[[str], int] = lambda platform: 0
        self._committing: set[str] = set()  # rows that come into our hands with a commit under way
        self._in_doubt: set[str] = set()  # platforms of which an answer of the database was lost
        self._kept: dict[int, set[str]] = {}  # what did not arrive and is to be said again, by person
        self.changed: Callable[[], None] = lambda: None
        self.still_for: Callable[[int], Awaitable[bool]] = _everybody  # whether what comes unasked may go out

    # ------------------------------------------------------------ straight from a commit

    def takes(self, ready: Sequence[Outgoing]) -> bool:
        """Whether the listener has room now for these rows, which go `at_once`."""
        if not ready or self.listener is None:
            return False
        platform = ready[0].address.platform
        if platform in self._in_doubt or not self.listener.room(platform, len(ready), urgent=ready[0].urgent):
            return False
        self._committing.update([row.id for row in ready])
        return True

    def token(self, outgoing: Sequence[Outgoing]) -> int:
        """Under which rows that are taken now are in our hands."""
        return self.fence(outgoing[0].address.platform) if outgoing else 0

    def leave(self, ready: Sequence[Outgoing], *, behind: bool = False, doubt: bool = False) -> None:
        """The rows were not stored after all; or, `behind`, wait to be claimed. `doubt`: nobody knows."""
        self._committing.difference_update(row.id for row in ready)
        if self.listener is not None and ready:
            platform, urgent = ready[0].address.platform, ready[0].urgent
            if doubt:
                self._in_doubt.add(platform)
            self.listener.leave(platform, len(ready), urgent=urgent, behind=behind)

    def wait_beside(self, outgoing: Sequence[Outgoing], ready: Sequence[Outgoing]) -> None:
        """What was just stored beside what is `ready` is claimed soon, where its time has come."""
        if self.listener is not None:
            for platform, urgent in changes.beside(outgoing, ready):
                self.listener.news(platform, urgent=urgent)

    def hand_over(self, person: int, ready: Sequence[Outgoing], fence: int) -> None:
        """Gives rows that were just committed, and leased, to the listener."""
        self._committing.difference_update([row.id for row in ready])
        if self.listener is not None:
            self.listener.offer([Claimed(person, row, None, 1, fence) for row in ready])

    # ------------------------------------------------------------ leases

    async def recover(self) -> None:
        """Frees every lease: whoever held them is dead. Only where no other process can serve."""
        if not self._database.shared:
            await self._writer.submit(_release, None)
            self._keep(await self._database.read(claiming.all_kept))

    async def release(self, ids: Sequence[str], fence: int = 0) -> None:
        """Gives rows in hand back, unsent."""
        await self._writer.submit(_release, (list(ids), fence))

    async def claim(
        self,
        platform: str,
        now_at: datetime,
        limit: int,
        *,
        urgent: bool = True,
        in_hand: Callable[[], Collection[str]] = tuple,
    ) -> Sequence[Claimed]:
        if platform in self._in_doubt:
            held = (platform, self.fence(platform), lambda: {*in_hand(), *self._committing})
            await self._writer.submit(_free_others, held, last=True)
            self._in_doubt.discard(platform)
        item = (platform, urgent, written.stamp(now_at), limit, self.fence(platform))
        try:
            found: claiming.Looked = await self._writer.submit(_claim, item, last=True)
        except StorageError:
            if self._database.shared:
                self._in_doubt.add(platform)
            raise
        self._keep(found.kept)
        return found.claimed

    # ------------------------------------------------------------ marks

    async def begin(self, claimed: Claimed, now_at: datetime) -> str | None:
        if claimed.outgoing.delivery == "at_most_once" and not await self.still_for(claimed.person):
            return "uninvited"
        why: str | None = await self._writer.submit(_begin, (claimed, now_at))
        return why

    def sent(self, claimed: Claimed, receipt: Receipt | None, at: datetime) -> Awaitable[None]:
        return self._mark(claimed, "sent", at, receipt, None)

    def dead(self, claimed: Claimed, reason: str, at: datetime) -> Awaitable[None]:
        return self._mark(claimed, "dead", at, None, reason)

    def dropped(self, claimed: Claimed, reason: str, at: datetime) -> Awaitable[None]:
        return self._mark(claimed, "dropped", at, None, reason)

    async def retry(self, claimed: Claimed, not_before: datetime, reason: str) -> None:
        until = max(written.stamp(self._clock() + LEASE), written.stamp(not_before))
        item = (claimed, until, rows.storable(reason[:200]))
        await self._writer.submit(_retry, item)

    async def unreachable(self, person: int, closed: Address, at: datetime) -> Collection[str]:
        if person == changes.NOBODY:
            return ()
        item = (person, closed, written.stamp(at))
        dropped: Sequence[tuple[str, bool]] = await self._writer.submit(claiming.stop_person, item)
        self._keep((person, id_) for id_, kept in dropped if kept)
        self.changed()
        return {id_ for id_, _ in dropped}

    async def language(self, person: int) -> str | None:
        profile = select(s.person.c.profile).where(s.person.c.id == person)
        found = await self._database.read(lambda c: c.scalars(profile.where(mine(c, s.person))).first())
        return rows.language(found) if found else None

    async def moved(self, platform: str, chat: str, to: str) -> None:
        await self._writer.submit(relocating.move, (platform, chat, to))
        self.changed()

    async def undelivered(self, person: int) -> Sequence[Outgoing]:
        """What was said to a person and did not arrive, oldest first, until it is said again."""
        if person not in self._kept:
            return ()
        found = await self._database.look(lambda connection: claiming.undelivered(connection, person))
        if not found:  # forgotten, or too old
            self._kept.pop(person, None)
        return found

    def look_for_lost(self, person: int, *, lost: bool) -> None:
        """Whether something is to be said again to them: another process may have tried to send it."""
        if lost:
            self._kept.setdefault(person, set())
        else:
            self._kept.pop(person, None)

    def retold(self, person: int, ids: Iterable[str]) -> None:
        """That was said again."""
        kept = self._kept.get(person)
        if kept is not None:
            kept.difference_update(ids)
            if not kept:
                del self._kept[person]

    def _keep(self, found: Iterable[tuple[int, str]]) -> None:
        for person, id_ in found:
            self._kept.setdefault(person, set()).add(id_)

    async def rerouted(self, gone: Address, there: Address) -> None:
        await self._writer.submit(
            relocating.reroute, (written.address_text(gone), written.address_text(there))
        )
        self.changed()

    async def newest(self, person: int) -> Receipt | None:
        """The last message that was sent to the person, as far as its row is kept."""
        return await self._database.read(lambda connection: claiming.newest(connection, person))

    async def receipt(self, person: int, outgoing_id: str) -> Receipt | None:
        wanted = [(person, outgoing_id)]
        found = await self._database.read(lambda connection: claiming.receipts(connection, wanted))
        return found.get(outgoing_id)

    # ------------------------------------------------------------ inside

    def _mark(
        self, claimed: Claimed, status: str, at: datetime, receipt: Receipt | None, reason: str | None
    ) -> Awaitable[None]:
        ref, place = (receipt.ref, receipt.address) if receipt else (None, claimed.outgoing.address)
        id_, said = claimed.outgoing.id, reason and rows.storable(reason[:200])
        row = (
            claimed.person,
            id_,
            claimed.fence,
            status,
            ref,
            said,
            written.stamp(at),
            claimed.attempt,
            written.address_text(place),
        )
        if claimed.person == changes.NOBODY:
            return self._gone(row)
        left = actions.kept(claimed.outgoing.action, claimed.outgoing.delivery) if status == "dead" else None
        if left is None:
            return self._writer.submit(_marker(claimed, status), row)
        self._keep([(claimed.person, id_)])
        if isinstance(left, Say):  # as it was to be said at first
            return self._writer.submit(_mark_kept, row)
        return self._writer.submit(_mark_named, (*row, actions.action_text(left)))

    async def _gone(self, row: rows.Values) -> None:
        """The last words to someone who was forgotten hold the number of their account."""
        await self._writer.submit(_mark_nobodys, row)
        self._database.erased()


async def _everybody(person: int) -> bool:
    return True


# ---------------------------------------------------------------- in the transaction


def _begin(connection: Connection, items: Sequence[tuple[Claimed, datetime]]) -> Sequence[str | None]:
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


def _retry(connection: Connection, items: Sequence[tuple[Claimed, int, str]]) -> Sequence[None]:
    for claimed, until, reason in items:
        change = {"status": "leased", "lease_until": until, "attempts": claimed.attempt, "reason": reason}
        row = update(s.outbox).where(mine(connection, s.outbox), s.OPEN, o.id == claimed.outgoing.id)
        row = row.where(o.person_id == claimed.person, o.fence == claimed.fence)
        connection.execute(row.values(**change))
    return [None] * len(items)


def _claim(
    connection: Connection, wanted: Sequence[tuple[str, bool, int, int, int]]
) -> Sequence[claiming.Looked]:
    return [claiming.claim(connection, *each) for each in wanted]


def _free_others(
    connection: Connection, items: Sequence[tuple[str, int, Callable[[], Collection[str]]]]
) -> Sequence[None]:
    """What is ours by the table and in nobody's hands: the answer that said so was lost."""
    for platform, fence, in_hand in items:
        ours = select(o.id, o.person_id).where(mine(connection, s.outbox), o.platform == platform, s.OPEN)
        found = connection.execute(ours.where(o.status == "leased", o.fence == fence)).all()
        known = in_hand()
        lost = [row.id for row in found if row.id not in known]
        _release(connection, [(lost, fence)])
    return [None] * len(items)


def _release(connection: Connection, items: Sequence[tuple[list[str], int] | None]) -> Sequence[None]:
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


def _marker(claimed: Claimed, status: str) -> Handler:
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


def _mark_kept(connection: Connection, items: Sequence[rows.Values]) -> Sequence[None]:
    """What did not arrive keeps its words until they are said again."""
    _MARK_KEPT.run(connection, items)
    return [None] * len(items)


def _mark_named(connection: Connection, items: Sequence[rows.Values]) -> Sequence[None]:
    """Of a file that did not arrive the name is kept, until it is said."""
    _MARK_NAMED.run(connection, items)
    return [None] * len(items)


def _mark_nobodys(connection: Connection, items: Sequence[rows.Values]) -> Sequence[None]:
    """The last words to someone who was forgotten: gone once they are done."""
    _REMOVE.run(connection, [row[:3] for row in items])
    return [None] * len(items)
