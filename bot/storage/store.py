"""`SqlStore`: people and their turns, loaded and committed in gathered rounds."""

import asyncio
import secrets
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from bot.engine.state import State
from bot.engine.state import load as load_state
from bot.errors import StorageError
from bot.frozen import replace
from bot.model import Outgoing, Receipt, Subject
from bot.ports import Change, Committed, Conflict, Duplicate, Feedback, JournalEntry, Saved
from bot.storage import change_rows, changes, kept, rows, rulings, written
from bot.storage import schema as s
from bot.storage.bots import mine
from bot.storage.claiming import LEASE
from bot.storage.database import Database
from bot.storage.error_translation import is_collision
from bot.storage.loading import load
from bot.storage.outbox import SqlOutbox
from bot.storage.venues import Venues
from bot.storage.venues import mark as mark_venue
from bot.storage.writer import Batcher, Writer
from bot.venues import VenueRules

_CACHED = 20_000  # people whose number is kept in memory; and whose `Saved`, where nobody else can change it
_LEASE = LEASE // timedelta(microseconds=1)

CommitVerdict = Committed | Duplicate | Conflict


class SqlStore:
    """`bot.ports.Store` on SQLAlchemy Core. `clock` gives aware UTC moments."""

    def __init__(
        self,
        database: Database,
        writer: Writer,
        outbox: SqlOutbox,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        new_id: Callable[[], int] = lambda: secrets.randbits(62) | 1,
    ) -> None:
        self._database, self._writer, self._outbox = database, writer, outbox
        self._clock, self._new_id = clock, new_id
        self._loads: Batcher[tuple[Subject, asyncio.Future[Saved]]] = Batcher(self._load_round)
        self._exporting = asyncio.Lock()
        self._cache: OrderedDict[Subject, Saved] = OrderedDict()
        self._numbers: OrderedDict[str, int] = OrderedDict()  # of people, by their subjects
        self._venues = Venues(database)
        self._forgotten = 0  # people erased by this process
        self.expecting: Callable[[datetime], None] = lambda at: None  # a stored moment was set
        outbox.changed = self._changed_behind_our_back

    async def load(self, subject: Subject) -> Saved:
        cached = self._cache.get(subject)
        if cached is not None:
            self._cache.move_to_end(subject)
            return cached
        found: asyncio.Future[Saved] = asyncio.get_running_loop().create_future()
        self._loads.add((subject, found))
        return await found

    def _changed_behind_our_back(self) -> None:
        """The outbox changes people, and places, rarely."""
        self._cache.clear()
        self._venues.forget()

    async def commit(self, change: Change) -> CommitVerdict:
        ready = change_rows.at_once(change.outgoing)
        direct, fence = self._outbox.takes(ready), self._outbox.token(ready)
        now, forgotten = written.stamp(self._clock()), self._forgotten
        item = change_rows.prepare(change, now, ready if direct else (), now + _LEASE, fence)
        verdict: CommitVerdict | None = None
        doubt = False
        try:
            verdict = await self._store(item)
        except StorageError:
            doubt = self._database.shared  # the answer may be lost, and the change stored
            raise
        finally:
            self._cache.pop(change.saved.subject, None)
            stored = isinstance(verdict, Committed)
            if direct and not (stored and item.direct):
                self._outbox.leave(ready, behind=stored or doubt, doubt=doubt)
        if isinstance(verdict, Committed):
            if (change.forget and change.saved.version) or change.journal_erase:
                self._database.erased()
            if change.forget:
                self._they_are_gone()
            if change.saved.circle is None or forgotten == self._forgotten:
                self._remember(change, verdict)
            self._expect(change)
            for decided in change.rules:
                self._venues.decided(decided.platform, decided.venue)
            self._outbox.retold(change.saved.person, change.retold)
            self._outbox.wait_beside(change.outgoing, ready)
            if item.direct:
                owner = change_rows.NOBODY if change.forget else change.saved.person
                self._outbox.hand_over(owner, ready, fence)
        return verdict

    async def rules(self, platform: str, venue: str) -> VenueRules:
        return await self._venues.rules(platform, venue)

    async def venues(self, platform: str) -> Mapping[str, bool]:
        return await self._venues.known(platform)

    async def venue(self, platform: str, venue: str, *, present: bool) -> None:
        at = None if present else written.stamp(self._clock())
        await self._writer.submit(mark_venue, (platform, venue, at))
        self._venues.decided(platform, venue)

    async def undelivered(self, person: int) -> Sequence[Outgoing]:
        return await self._outbox.undelivered(person)

    async def undo(self, person: int) -> State | None:
        u = s.undo.c
        query = select(u.state).where(u.person_id == person).order_by(u.version.desc()).limit(1)
        text = await self._database.read(lambda c: c.scalars(query.where(mine(c, s.undo))).first())
        return load_state(text) if text else None

    async def receipt(self, person: int, outgoing_id: str) -> Receipt | None:
        return await self._outbox.receipt(person, outgoing_id)

    async def newest(self, person: int) -> Receipt | None:
        return await self._outbox.newest(person)

    async def journal(self, person: int) -> Sequence[JournalEntry]:
        j = s.journal.c
        query = select(s.journal).where(j.person_id == person).order_by(j.at, j.id)
        found = await self._database.read(
            lambda c: c.execute(query.where(mine(c, s.journal))).mappings().all()
        )
        return [
            JournalEntry(r["id"], r["series"], r["episode"], r["prompt"], r["text"], written.moment(r["at"]))
            for r in found
        ]

    async def feedback(self, most: int) -> Sequence[Feedback]:
        return await self._database.read(lambda connection: rulings.feedback(connection, most))

    async def subject(self, person: int) -> Subject | None:
        a = s.account.c
        query = select(a.subject).where(a.person_id == person).limit(1)
        text = await self._database.read(lambda c: c.scalars(query.where(mine(c, s.account))).first())
        return written.parse_subject(text) if text is not None else None

    async def export(self, person: int) -> Mapping[str, object]:
        async with self._exporting:  # one at a time: a big one is in memory three times over
            return await self._database.read(lambda connection: kept.export(connection, person))

    async def close(self) -> None:
        await self._loads.drain()
        await self._writer.close()

    # ------------------------------------------------------------ inside

    async def _store(self, item: change_rows.Prepared) -> CommitVerdict:
        try:
            verdict: CommitVerdict = await self._writer.submit(changes.apply, item)
        except Exception as error:
            if not is_collision(error):
                raise
            # Another process stored the same person or id between our look and our insert.
            verdict = await self._writer.submit(changes.apply, item)
        return verdict

    async def _load_round(self, wanted: list[tuple[Subject, "asyncio.Future[Saved]"]]) -> None:
        names = list({written.subject_text(subject) for subject, _ in wanted})
        try:
            found = await self._database.look(lambda connection: load(connection, names, self._numbers))
        except Exception as error:
            for _, future in wanted:
                if not future.done():
                    future.set_exception(error)
            return
        for subject, future in wanted:
            if not future.done():
                self._answer(subject, future, found.get(written.subject_text(subject)))

    def _answer(self, subject: Subject, future: "asyncio.Future[Saved]", row: rows.Row | None) -> None:
        name = written.subject_text(subject)
        if row is None:
            self._numbers.pop(name, None)
            future.set_result(Saved(person=self._new_id(), subject=subject))
            return
        self._numbers[name] = row["id"]
        if len(self._numbers) > _CACHED:
            self._numbers.popitem(last=False)
        if self._database.shared:
            self._outbox.look_for_lost(row["id"], lost=row["undelivered"])
        try:
            future.set_result(rows.saved(row, subject))
        except Exception as error:
            future.set_exception(error)

    def _they_are_gone(self) -> None:
        """Somebody was erased: circles that are remembered may have them in."""
        self._forgotten += 1
        for subject in [subject for subject in self._cache if subject.kind == "circle"]:
            del self._cache[subject]

    def _expect(self, change: Change) -> None:
        """Tells the clock of moments that were set."""
        moments = [wakeup.due_at for wakeup in change.wakeups if wakeup.due_at is not None]
        if change.forget:  # circles may count again
            moments.append(self._clock())
        if moments:
            self.expecting(min(moments))

    def _remember(self, change: Change, verdict: Committed) -> None:
        if change.forget or self._database.shared:
            return
        if change.nudge is not None:
            return  # nobody came: a storm of nudges must not push out those who are here
        self._cache[change.saved.subject] = replace(change.saved, version=verdict.version)
        if len(self._cache) > _CACHED:
            self._cache.popitem(last=False)
