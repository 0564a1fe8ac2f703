"""`SqlOutbox`: the sender's side. Rows are handed over as they are committed, or claimed under a lease.

States of a row: waiting → leased → (begun, for at-most-once) → sent | dead | dropped. What is done
keeps no text: only its id, its times and the platform's reference.
"""

from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence
from datetime import UTC, datetime

from sqlalchemy import select

from bot.errors import StorageError
from bot.model import Address, Outgoing, Receipt, Say
from bot.ports import Claimed, Listener
from bot.storage import actions, change_rows, claiming, marking, relocating, rows, written
from bot.storage import schema as s
from bot.storage.bots import mine
from bot.storage.claiming import LEASE
from bot.storage.database import Database
from bot.storage.writer import Writer

o = s.outbox.c


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
            for platform, urgent in change_rows.beside(outgoing, ready):
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
            await self._writer.submit(marking.release, None)
            self._keep(await self._database.read(claiming.all_kept))

    async def release(self, ids: Sequence[str], fence: int = 0) -> None:
        """Gives rows in hand back, unsent."""
        await self._writer.submit(marking.release, (list(ids), fence))

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
            await self._writer.submit(marking.free_others, held, last=True)
            self._in_doubt.discard(platform)
        item = (platform, urgent, written.stamp(now_at), limit, self.fence(platform))
        try:
            found: claiming.Looked = await self._writer.submit(marking.claim, item, last=True)
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
        why: str | None = await self._writer.submit(marking.begin, (claimed, now_at))
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
        await self._writer.submit(marking.retry, item)

    async def unreachable(
        self, person: int, closed: Address, at: datetime, line: Outgoing | None = None
    ) -> Collection[str]:
        if person == change_rows.NOBODY:
            return ()
        item = (person, closed, written.stamp(at), line)
        dropped: Sequence[tuple[str, bool]] = await self._writer.submit(claiming.stop_person, item)
        self._keep((person, id_) for id_, kept in dropped if kept)
        self.changed()
        if line is not None and self.listener is not None:
            self.listener.news(line.address.platform, urgent=line.urgent)
        return {id_ for id_, _ in dropped}

    async def language(self, person: int) -> str | None:
        profile = select(s.person.c.profile).where(s.person.c.id == person)
        found = await self._database.read(lambda c: c.scalars(profile.where(mine(c, s.person))).first())
        return rows.language(found) if found else None

    async def moved(self, platform: str, chat: str, to: str) -> None:
        await self._writer.submit(relocating.move, (platform, chat, to))
        self.changed()
        if self.listener is not None:
            self.listener.moved(platform, chat, to)

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
        if claimed.person == change_rows.NOBODY:
            return self._gone(row)
        left = actions.kept(claimed.outgoing.action, claimed.outgoing.delivery) if status == "dead" else None
        if left is None:
            return self._writer.submit(marking.marker(claimed, status), row)
        self._keep([(claimed.person, id_)])
        if isinstance(left, Say):  # as it was to be said at first
            return self._writer.submit(marking.mark_kept, row)
        return self._writer.submit(marking.mark_named, (*row, actions.action_text(left)))

    async def _gone(self, row: rows.Values) -> None:
        """The last words to someone who was forgotten hold the number of their account."""
        await self._writer.submit(marking.mark_nobodys, row)
        self._database.erased()


async def _everybody(person: int) -> bool:
    return True
