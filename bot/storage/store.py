"""`SqlStore`: people and their turns, loaded and committed in gathered rounds."""

import asyncio
import secrets
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import bindparam, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.engine.state import State, load
from bot.model import Subject
from bot.ports import Change, Committed, Conflict, Duplicate, JournalEntry, Saved
from bot.storage import changes, rows
from bot.storage import schema as s
from bot.storage.database import Database
from bot.storage.outbox import LEASE, SqlOutbox
from bot.storage.writer import Gatherer, Writer

_CACHED = 20_000  # people whose `Saved` is kept in memory where nobody else can change it

_LOAD = (
    select(
        s.account.c.subject,
        s.person,
        s.progress.c.episode.label("p_episode"),
        s.progress.c.state.label("p_state"),
    )
    .select_from(
        s.account.join(s.person, s.person.c.id == s.account.c.person_id).outerjoin(
            s.progress,
            (s.progress.c.person_id == s.person.c.id) & (s.progress.c.series == s.person.c.series),
        )
    )
    .where(s.account.c.subject.in_(bindparam("subjects", expanding=True)))
)


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
        self._loads: Gatherer[tuple[Subject, asyncio.Future[Saved]], None] = Gatherer(self._load_round)
        self._cache: OrderedDict[Subject, Saved] = OrderedDict()

    async def load(self, subject: Subject) -> Saved:
        cached = self._cache.get(subject)
        if cached is not None:
            self._cache.move_to_end(subject)
            return cached
        found: asyncio.Future[Saved] = asyncio.get_running_loop().create_future()
        self._loads.add((subject, found))
        return await found

    async def commit(self, change: Change) -> Committed | Duplicate | Conflict:
        direct = self._outbox.takes(change.outgoing)
        try:
            verdict: Committed | Duplicate | Conflict = await self._writer.submit(
                self._apply, (change, direct)
            )
        except IntegrityError:
            # Another process stored the same person or id between our look and our insert.
            verdict = await self._writer.submit(self._apply, (change, direct))
        self._remember(change, verdict)
        if isinstance(verdict, Committed) and direct:
            owner = changes.NOBODY if change.forget else change.saved.person
            self._outbox.hand_over(owner, change.outgoing)
        return verdict

    async def undo(self, person: int) -> State | None:
        u = s.undo.c
        query = select(u.state).where(u.person_id == person).order_by(u.version.desc()).limit(1)
        async with self._database.read() as connection:
            text = (await connection.scalars(query)).first()
        return load(text) if text else None

    async def journal(self, person: int) -> Sequence[JournalEntry]:
        j = s.journal.c
        query = select(s.journal).where(j.person_id == person).order_by(j.at, j.id)
        async with self._database.read() as connection:
            found = (await connection.execute(query)).mappings().all()
        return [
            JournalEntry(r["id"], r["series"], r["episode"], r["prompt"], r["text"], rows.moment(r["at"]))
            for r in found
        ]

    async def progress(self, person: int, series: str) -> State | None:
        p = s.progress.c
        query = select(p.state).where(p.person_id == person, p.series == series)
        async with self._database.read() as connection:
            text = (await connection.scalars(query)).first()
        return load(text) if text else None

    async def export(self, person: int) -> Mapping[str, object]:
        out: dict[str, object] = {}
        async with self._database.read() as connection:
            query = select(s.person).where(s.person.c.id == person)
            out["person"] = [dict(r) for r in (await connection.execute(query)).mappings()]
            for table in s.OWNED:
                query = select(table).where(table.c.person_id == person)
                found = (await connection.execute(query)).mappings()
                out[table.name] = [_readable(r) for r in found]
        return out

    async def close(self) -> None:
        await self._loads.drain()
        await self._writer.close()

    async def _load_round(self, wanted: list[tuple[Subject, asyncio.Future[Saved]]]) -> None:
        names = list({rows.subject_text(subject) for subject, _ in wanted})
        try:
            async with self._database.read() as connection:
                found = (await connection.execute(_LOAD, {"subjects": names})).mappings().all()
            by_subject = {r["subject"]: r for r in found}
        except Exception as error:
            for _, future in wanted:
                future.set_exception(error)
            return
        for subject, future in wanted:
            if not future.done():
                self._answer(subject, future, by_subject.get(rows.subject_text(subject)))

    def _answer(self, subject: Subject, future: "asyncio.Future[Saved]", row: rows.Row | None) -> None:
        if row is None:
            future.set_result(Saved(person=self._new_id(), subject=subject))
            return
        try:
            future.set_result(rows.saved(row, subject))
        except Exception as error:
            future.set_exception(error)

    async def _apply(
        self, connection: AsyncConnection, items: Sequence[tuple[Change, bool]]
    ) -> Sequence[changes.Verdict]:
        now = rows.stamp(self._clock())
        until = now + LEASE // timedelta(microseconds=1)
        leases = [until if direct else None for _, direct in items]
        return await changes.apply(connection, [change for change, _ in items], now, leases)

    def _remember(self, change: Change, verdict: Committed | Duplicate | Conflict) -> None:
        subject = change.saved.subject
        if not isinstance(verdict, Committed) or change.forget or self._database.shared:
            self._cache.pop(subject, None)
        else:
            self._cache[subject] = replace(change.saved, version=verdict.version)
            self._cache.move_to_end(subject)
            if len(self._cache) > _CACHED:
                self._cache.popitem(last=False)


# An interaction token is a secret of the platform's, not the person's data.
_HIDDEN = {"reply", "person_id"}


def _readable(row: rows.Row) -> dict[str, object]:
    return {name: value for name, value in row.items() if name not in _HIDDEN}
