"""Both engines for one set of tests: a SQLite file, and a PostgreSQL server of the suite's own."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from bot.engine.state import State
from bot.model import Address, Message, Outgoing, Rich, Say, Subject
from bot.ports import Change, Claimed, Committed, Saved
from bot.storage.database import Database
from bot.storage.notes import SqlNotes, SqlWakeups
from bot.storage.outbox import SqlOutbox
from bot.storage.schema import metadata
from bot.storage.store import SqlStore
from bot.storage.writer import Writer
from tests.ready import ready

NOW = datetime(2026, 3, 2, 19, 0, tzinfo=UTC)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/alana.db"
    return str(request.getfixturevalue("postgres_url"))


@dataclass
class Kit:
    """The whole storage room on one database, with a clock that tests move."""

    database: Database
    now: datetime = NOW
    writer: Writer = field(init=False)
    outbox: SqlOutbox = field(init=False)
    store: SqlStore = field(init=False)
    notes: SqlNotes = field(init=False)
    wakeups: SqlWakeups = field(init=False)

    def __post_init__(self) -> None:
        self.writer = Writer(self.database)
        self.outbox = SqlOutbox(self.database, self.writer, lambda: self.now)
        self.store = SqlStore(self.database, self.writer, self.outbox, lambda: self.now)
        self.notes = SqlNotes(self.database, self.writer)
        self.wakeups = SqlWakeups(self.database)

    async def met(self, key: str = "7", series: str = "lamps") -> Saved:
        """A person after their first turn."""
        saved = replace(await self.store.load(person(key)), address=home(key), direct=home(key))
        saved = replace(saved, series=series, state=State("rev", "Light", "lgt-1"), created_at=self.now)
        verdict = await self.store.commit(Change(f"first:{key}", replace(saved, seen_at=self.now)))
        assert verdict == Committed(1)
        return await self.store.load(person(key))

    async def say(self, saved: Saved, *rows: Outgoing, id: str | None = None, **more: object) -> Saved:
        """One more turn of a person, with these rows."""
        change = Change(id or f"turn:{saved.person}:{saved.version}", saved, rows, **more)  # type: ignore[arg-type]
        assert await self.store.commit(change) == Committed(saved.version + 1)
        return await self.store.load(saved.subject)

    async def say_goodbye(self, saved: Saved) -> None:
        change = Change(f"bye:{saved.person}", saved, forget=True)
        assert isinstance(await self.store.commit(change), Committed)

    async def claim(self, limit: int = 100) -> list[Claimed]:
        """Answers, then what yields to them."""
        kinds = [await self.outbox.claim("chat", self.now, limit, urgent=urgent) for urgent in (True, False)]
        return [row for found in kinds for row in found]

    async def all(self, query: str, **given: object) -> list[tuple[object, ...]]:
        """Rows of a query, for what no port shows."""

        def look(connection: Connection) -> list[tuple[object, ...]]:
            return [tuple(row) for row in connection.execute(text(query), given)]

        return await self.database.read(look)

    def later(self, **time: float) -> None:
        self.now += timedelta(**time)


def person(key: str = "7") -> Subject:
    return Subject("chat", key)


def home(key: str = "7") -> Address:
    return Address("chat", key)


def row(id: str, key: str = "7", text: str = "", **more: object) -> Outgoing:
    words = Rich(text or f"Good evening, {id}.")
    return Outgoing(id, home(key), Say(Message(words)), **more)  # type: ignore[arg-type]


@pytest.fixture
async def kit(url: str, tmp_path: Path) -> AsyncIterator[Kit]:
    database = Database(url)
    if database.shared:
        await database.open()
        await database.write(_empty)
    else:
        await ready(tmp_path / "alana.db")
        await database.open()
    found = Kit(database)
    yield found
    await found.store.close()
    await database.close()


def _empty(connection: Connection) -> None:
    """All tables in one round to the server."""
    gone = ", ".join(f"_{number} AS (DELETE FROM {name})" for number, name in enumerate(metadata.tables))
    connection.execute(text(f"WITH {gone} SELECT 1"))
