"""`SqlOutbox`: the sender's side. Rows are handed over as they are committed, or claimed under a lease.

States of a row: waiting → leased → (begun, for at-most-once) → sent | dead | dropped. What is done
keeps no text: only its id, its times and the platform's reference.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import and_, bindparam, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.model import Outgoing, Receipt
from bot.ports import Claimed, Listener
from bot.storage import changes, rows
from bot.storage import schema as s
from bot.storage.database import Database
from bot.storage.writer import Writer

LEASE = timedelta(seconds=60)

_OPEN = ("waiting", "leased", "begun")
_DONE = {"action": None, "reply": None, "lease_until": None}
o = s.outbox.c

_MARK = (
    update(s.outbox)
    .where(o.id == bindparam("b_id"))
    .values(
        status=bindparam("b_status"),
        ref=bindparam("b_ref"),
        reason=bindparam("b_reason"),
        done_at=bindparam("b_at"),
        attempts=bindparam("b_attempts"),
        **_DONE,
    )
)


class SqlOutbox:
    """`bot.ports.Outbox`. Every mark goes through the writer and is durable when its call returns."""

    def __init__(
        self,
        database: Database,
        writer: Writer,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._database, self._writer, self._clock = database, writer, clock
        self.listener: Listener | None = None

    def takes(self, outgoing: Sequence[Outgoing]) -> bool:
        """Whether the listener has room for these rows now."""
        if not outgoing or self.listener is None:
            return False
        return self.listener.room(outgoing[0].address.platform, len(outgoing))

    def hand_over(self, person: int, outgoing: Sequence[Outgoing]) -> None:
        """Gives rows that were just committed, and leased, to the listener."""
        if self.listener is not None:
            self.listener.offer([Claimed(person, row, None, 1) for row in outgoing])

    async def recover(self) -> None:
        """Frees every lease: whoever held them is dead. Only where no other process can serve."""
        if not self._database.shared:
            await self._writer.submit(_release, None)

    async def release(self, ids: Sequence[str]) -> None:
        """Gives rows in hand back, unsent, at a clean stop."""
        await self._writer.submit(_release, list(ids))

    async def claim(self, platform: str, now_at: datetime, limit: int) -> Sequence[Claimed]:
        item = (platform, now_at, limit)
        found: Sequence[Claimed] = await self._writer.submit(self._claim, item, last=True)
        return found

    async def begin(self, claimed: Claimed, now_at: datetime) -> str | None:
        why: str | None = await self._writer.submit(self._begin, (claimed, now_at))
        return why

    async def sent(self, claimed: Claimed, receipt: Receipt | None, at: datetime) -> None:
        await self._mark(claimed, "sent", at, ref=receipt.ref if receipt else None)

    async def dead(self, claimed: Claimed, reason: str, at: datetime) -> None:
        await self._mark(claimed, "dead", at, reason=reason)

    async def dropped(self, claimed: Claimed, reason: str, at: datetime) -> None:
        await self._mark(claimed, "dropped", at, reason=reason)

    async def retry(self, claimed: Claimed, not_before: datetime, reason: str) -> None:
        await self._writer.submit(self._retry, (claimed, not_before, reason))

    async def renew(self, ids: Sequence[str]) -> None:
        """Lengthens the leases of rows in hand, where other processes could claim them."""
        if self._database.shared and ids:
            await self._writer.submit(self._renew, list(ids))

    async def unreachable(self, person: int, at: datetime) -> None:
        await self._writer.submit(_stop_person, (person, rows.stamp(at)))

    async def moved(self, platform: str, chat: str, to: str) -> None:
        await self._writer.submit(_move_chat, (platform, chat, to))

    async def receipt(self, outgoing_id: str) -> Receipt | None:
        query = select(o.ref, o.address).where(o.id == outgoing_id, o.status == "sent")
        async with self._database.read() as connection:
            row = (await connection.execute(query)).first()
        return Receipt(row.ref, rows.parse_address(row.address)) if row and row.ref else None

    async def _mark(
        self, claimed: Claimed, status: str, at: datetime, ref: str | None = None, reason: str | None = None
    ) -> None:
        row = {
            "b_id": claimed.outgoing.id,
            "b_status": status,
            "b_ref": ref,
            "b_reason": reason,
            "b_at": rows.stamp(at),
            "b_attempts": claimed.attempt,
        }
        await self._writer.submit(_mark_nobodys if claimed.person == changes.NOBODY else _mark, row)

    async def _claim(
        self, connection: AsyncConnection, wanted: Sequence[tuple[str, datetime, int]]
    ) -> Sequence[Sequence[Claimed]]:
        return [await self._claim_one(connection, *each) for each in wanted]

    async def _claim_one(
        self, connection: AsyncConnection, platform: str, now_at: datetime, limit: int
    ) -> Sequence[Claimed]:
        now = rows.stamp(now_at)
        free = and_(o.platform == platform, o.status.in_(_OPEN), _lease_over(now))
        await self._drop_unknown(connection, free, now)
        query = select(s.outbox).where(free).order_by(o.seq).limit(limit)
        if connection.dialect.name == "postgresql":
            query = query.with_for_update(skip_locked=True)
        found = (await connection.execute(query)).mappings().all()
        if not found:
            return []
        until = now + LEASE // timedelta(microseconds=1)
        ids = [r["id"] for r in found]
        taken = update(s.outbox).where(o.id.in_(ids))
        await connection.execute(taken.values(status="leased", lease_until=until))
        targets = await _receipts(connection, [r["target"] for r in found if r["target"]])
        return [rows.claimed(r, targets.get(r["target"])) for r in found]

    async def _drop_unknown(self, connection: AsyncConnection, free: Any, now: int) -> None:
        """An at-most-once row that was begun and never marked: whether it arrived is unknown; it rests."""
        lost = and_(free, o.status == "begun")
        result = await connection.execute(
            update(s.outbox).where(lost).values(status="dropped", reason="unknown", done_at=now, **_DONE)
        )
        if result.rowcount:
            await changes.count(connection, "dropped:unknown", result.rowcount)

    async def _begin(
        self, connection: AsyncConnection, items: Sequence[tuple[Claimed, datetime]]
    ) -> Sequence[str | None]:
        ids = [c.outgoing.id for c, _ in items]
        people = [c.person for c, _ in items]
        found = await connection.execute(select(o.id, o.status).where(o.id.in_(ids)))
        status = {r.id: r.status for r in found}
        found = await connection.execute(
            select(s.person.c.id, s.person.c.version).where(s.person.c.id.in_(people))
        )
        versions = {r.id: r.version for r in found}
        answers = [_unwanted(c, now, status, versions) for c, now in items]
        begun = [
            c.outgoing.id
            for (c, _), why in zip(items, answers, strict=True)
            if why is None and c.outgoing.delivery == "at_most_once"
        ]
        if begun:
            await connection.execute(update(s.outbox).where(o.id.in_(begun)).values(status="begun"))
        return answers

    async def _retry(
        self, connection: AsyncConnection, items: Sequence[tuple[Claimed, datetime, str]]
    ) -> Sequence[None]:
        until = rows.stamp(self._clock() + LEASE)
        for claimed, not_before, reason in items:
            change = {"attempts": claimed.attempt, "reason": reason[:200]}
            await connection.execute(
                update(s.outbox)
                .where(o.id == claimed.outgoing.id, o.status.in_(_OPEN))
                .values(status="leased", lease_until=max(until, rows.stamp(not_before)), **change)
            )
        return [None] * len(items)

    async def _renew(self, connection: AsyncConnection, items: Sequence[list[str]]) -> Sequence[None]:
        until = rows.stamp(self._clock() + LEASE)
        for ids in items:
            renewed = update(s.outbox).where(o.id.in_(ids), o.status == "leased")
            await connection.execute(renewed.values(lease_until=until))
        return [None] * len(items)


def _lease_over(now: int) -> Any:
    return or_(o.lease_until.is_(None), o.lease_until <= now)


def _unwanted(
    claimed: Claimed, now_at: datetime, status: dict[str, str], versions: dict[int, int]
) -> str | None:
    row = claimed.outgoing
    if status.get(row.id) not in ("leased", "waiting"):
        return "gone"
    if row.not_after is not None and now_at > row.not_after:
        return "late"
    if row.only_if_version is not None and versions.get(claimed.person) != row.only_if_version:
        return "returned"
    return None


async def _release(connection: AsyncConnection, items: Sequence[list[str] | None]) -> Sequence[None]:
    for ids in items:
        freed = update(s.outbox).where(o.status == "leased")
        if ids is not None:
            freed = freed.where(o.id.in_(ids))
        await connection.execute(freed.values(lease_until=None))
        if ids is None:
            await connection.execute(update(s.outbox).where(o.status == "begun").values(lease_until=None))
    return [None] * len(items)


async def _receipts(connection: AsyncConnection, ids: Sequence[str]) -> dict[str, Receipt]:
    if not ids:
        return {}
    found = await connection.execute(select(o.id, o.ref, o.address).where(o.id.in_(ids)))
    return {r.id: Receipt(r.ref, rows.parse_address(r.address)) for r in found if r.ref}


async def _mark(connection: AsyncConnection, items: Sequence[dict[str, Any]]) -> Sequence[None]:
    await connection.execute(_MARK, list(items))
    for row in items:
        if row["b_status"] == "dropped":
            await changes.count(connection, f"dropped:{row['b_reason']}")
    return [None] * len(items)


async def _mark_nobodys(connection: AsyncConnection, items: Sequence[dict[str, Any]]) -> Sequence[None]:
    """The last words to someone who was forgotten: gone once they are sent."""
    await connection.execute(delete(s.outbox).where(o.id.in_([r["b_id"] for r in items])))
    return [None] * len(items)


async def _stop_person(connection: AsyncConnection, items: Sequence[tuple[int, int]]) -> Sequence[None]:
    people = [person for person, _ in items]
    now = max(at for _, at in items)
    await connection.execute(update(s.person).where(s.person.c.id.in_(people)).values(unreachable=True))
    await connection.execute(delete(s.wakeup).where(s.wakeup.c.person_id.in_(people)))
    await connection.execute(
        update(s.outbox)
        .where(o.person_id.in_(people), o.status.in_(_OPEN))
        .values(status="dropped", reason="unreachable", done_at=now, **_DONE)
    )
    return [None] * len(items)


async def _move_chat(connection: AsyncConnection, items: Sequence[tuple[str, str, str]]) -> Sequence[None]:
    for platform, chat, to in items:
        old, new = f"{platform}|{chat}|", f"{platform}|{to}|"
        for column in (o.address, s.person.c.address, s.person.c.direct):
            moved = func.replace(column, old, new)
            await connection.execute(
                update(column.table).where(column.startswith(old, autoescape=True)).values({column: moved})
            )
    return [None] * len(items)
