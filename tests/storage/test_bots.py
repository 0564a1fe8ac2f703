"""Many bots in one database: each row is one bot's, and none sees or touches another's."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, select

from bot.circles.circle import Circle, Participant
from bot.errors import StorageError
from bot.model import Receipt, Subject
from bot.ports import (
    Change,
    Claimed,
    Committed,
    Feedback,
    JournalEntry,
    NudgeDay,
    Ruled,
    SetBookmark,
    SetParticipant,
    SetRule,
    SetVote,
    SetWakeup,
    TurnLog,
)
from bot.storage import queries, tenants
from bot.storage.database import Database
from bot.storage.pruning import Ages, Pruner
from bot.storage.schema import KEYS, lease, metadata
from bot.storage.tallies import Statistician
from tests import postgres as servers
from tests.storage.conftest import NOW, Kit, home, person, row

TABLES = {table.name for table in metadata.sorted_tables} - {"lease"}  # in which a life leaves something

NUMBERED = [table for table in metadata.sorted_tables if not table.c.bot.primary_key]


def other(kit: Kit) -> Kit:
    """The storage room of another bot in the same database."""
    return Kit(kit.database.of("lantern"), kit.now)


async def rows_by_bot(kit: Kit) -> Mapping[tuple[str, str], list[tuple[object, ...]]]:
    """All rows of all tables."""

    def look(connection: Connection) -> Mapping[tuple[str, str], list[tuple[object, ...]]]:
        found: dict[tuple[str, str], list[tuple[object, ...]]] = {}
        for table in metadata.sorted_tables:
            for line in connection.execute(select(table).order_by(*table.c)):
                found.setdefault((line.bot, table.name), []).append(tuple(line))
        return found

    return await kit.database.read(look)


async def live(kit: Kit) -> None:
    """A person of that bot who leaves something in every table."""
    saved = await kit.met()
    assert saved.state is not None
    everything = Change(
        "all",
        saved,
        (row("open"), row("done"), row("refused")),
        (JournalEntry("j", "lamps", "01", "What?", "A lamp.", NOW),),
        (SetWakeup("nudge", NOW),),
        (SetBookmark("02", saved.state),),
        NudgeDay(NOW.date()),
        (TurnLog(NOW, "press", "lamps", "01", "Light", "lgt-1"),),
        undo=saved.state,
        misses=(("Light", "a phrase"),),
        counts=("care",),
        rules=(SetRule("chat", "900", "where", "threads"),),
        ruled=(Ruled("nudges paused", "yes"),),
        feedback=(Feedback(NOW, "a word"),),
    )
    assert await kit.store.commit(everything) == Committed(2)
    _, done, refused = await kit.claim()
    await kit.outbox.sent(done, Receipt("55", home()), NOW)
    await kit.outbox.dead(refused, "refused", NOW)
    await kit.notes.poisoned("bad", "Text", "KeyError", NOW)
    await kit.notes.remember_revision("rev", {"Light": ("lgt-1",)})
    await kit.notes.move_cursor("chat", "7", "99")
    several = await kit.store.load(Subject("chat", "c-55", "circle"))
    several = replace(several, address=home(), circle=Circle("open", timedelta(minutes=2)))
    votes = SetParticipant("7", Participant(NOW)), SetVote("7", "1")
    assert await kit.store.commit(Change("vote", several, circle=votes)) == Committed(1)
    assert await Statistician(kit.database, kit.writer, clock=lambda: NOW + timedelta(hours=1)).once()


async def test_the_same_account_is_another_person_to_each_bot(kit: Kit) -> None:
    lantern = other(kit)
    await live(kit)
    before = await rows_by_bot(kit)
    assert {name for _, name in before} == TABLES
    assert (await lantern.store.load(person())).version == 0
    await live(lantern)
    now = await rows_by_bot(kit)
    assert {key: now[key] for key in before} == before
    assert {name for bot, name in now if bot == "lantern"} == TABLES
    mine, theirs = await kit.store.load(person()), await lantern.store.load(person())
    assert mine.person != theirs.person
    assert await kit.outbox.receipt(theirs.person, "done") is None
    assert [c.outgoing.id for c in await lantern.claim()] == []  # its own are in its hands


async def test_nothing_that_a_bot_does_touches_another(kit: Kit) -> None:
    """All that changes or removes rows, done by one bot in the presence of the same rows of another."""
    lantern = other(kit)
    await live(kit)
    await live(lantern)
    before = {key: found for key, found in (await rows_by_bot(kit)).items() if key[0] == "lantern"}
    saved = await kit.store.load(person())
    assert [d.person for d in await kit.wakeups.due(kit.now, 9)] == [saved.person]
    await kit.outbox.release(["open"])
    [claimed] = await kit.claim()
    assert await kit.outbox.begin(claimed, NOW) is None
    await kit.outbox.retry(claimed, NOW, "try")
    await kit.outbox.moved("chat", "7", "8")
    await kit.outbox.rerouted(home(), replace(home(), thread="4"))
    await kit.outbox.unreachable(saved.person, home(), NOW)
    await kit.outbox.recover()
    saved = await kit.store.load(person())
    await kit.say(saved, undo_drop=True, retold=("refused",), delivered=("done", Receipt("66", home())))
    await kit.say_goodbye(await kit.store.load(person()))
    now = await rows_by_bot(kit)
    assert {key: found for key, found in now.items() if key[0] == "lantern"} == before
    erased = ("progress", "journal", "undo", "circle_member", "circle_vote")
    assert [name for bot, name in now if bot == "alana" and name in erased] == []
    assert (await kit.store.load(person())).version == 0


async def test_figures_are_one_bots(kit: Kit) -> None:
    lantern = other(kit)
    await live(kit)
    await live(lantern)
    await lantern.met("8")
    asked = (queries.waiting, queries.dead, queries.poison, queries.counters, queries.people)
    figures = [await kit.database.read(work) for work in asked]
    assert [found[0].rows for found in figures[:2]] == [1, 1]  # type: ignore[index]
    assert (figures[3], figures[4]) == ({"care": 1}, (1, 0))
    assert (await lantern.database.read(queries.people)) == (2, 0)
    assert await kit.database.read(queries.known) == 1
    assert len(await kit.database.read(queries.standings)) == 1


async def test_pruning_is_for_all_bots(kit: Kit) -> None:
    lantern = other(kit)
    await live(kit)
    await live(lantern)
    day = timedelta(days=1)

    async def at_once(_: float) -> None: ...

    ages = Ages(seen=day, outbox=day, log=day)
    pruner = Pruner(
        kit.database, kit.writer, ages, clock=lambda: NOW + 9 * day, playing=lambda: {"rev"}, sleep=at_once
    )
    await pruner.once()
    left = {name for _, name in await rows_by_bot(kit)}
    assert not left & {"seen", "nudge", "turn", "miss", "poison"}
    assert await kit.all("SELECT bot, id FROM outbox ORDER BY bot, id") == [
        ("alana", "open"),
        ("lantern", "open"),
    ]


@pytest.mark.parametrize("table", metadata.sorted_tables, ids=lambda table: str(table.name))
def test_every_table_begins_with_the_bot_and_has_one_key(table) -> None:  # type: ignore[no-untyped-def]
    """So does every index that serves more than pruning, which is for all bots."""
    assert next(iter(table.c)).name == "bot"
    assert KEYS[table] in table.c
    own = [list(table.primary_key.columns), *(list(i.columns) for i in table.indexes)]
    own = [columns for columns in own if [c.name for c in columns] not in (["id"], ["seq"], ["at"])]
    assert all(columns[0].name == "bot" for columns in own)


# ---------------------------------------------------------------- one key

_TABLES = "|".join(table.name for table in metadata.sorted_tables)
_NAMED = re.compile(rf'\b(?:FROM|JOIN|INTO|UPDATE)\s+"?({_TABLES})\b')


def _parts(statement: str) -> list[str]:
    """The statements of which one is made."""
    return re.split(r"(?=INSERT INTO)", statement)[1:] if statement.startswith("WITH part0") else [statement]


def _asks_by_its_key(statement: str) -> bool:
    """Whether every table of a statement is picked by the bot and by the table's one key."""
    named = {name: KEYS[metadata.tables[name]] for name in _NAMED.findall(statement)}
    if statement.startswith("INSERT"):
        [(_, key)] = named.items()
        columns = statement.partition("(")[2].partition(")")[0].replace('"', "").replace(" ", "").split(",")
        return {"bot", key} <= set(columns)
    picks = statement.partition("WHERE")[2].replace('"', "")
    if len(named) > 1:  # joined on what they share
        for name in named.keys() - {"person"}:
            alias = "g" if name == "progress" else name
            assert named[name] == "person_id", statement
            assert f"{alias}.bot = p.bot AND {alias}.person_id = p.id" in statement, statement
        named, picks = {"person": "id"}, statement.rpartition("WHERE")[2].replace('"', "")
    [(_, key)] = named.items()
    given = re.search(r"\bbot = (\$|\?|given)|\bbot=(\$|\?|given)", picks)
    return bool(given) and bool(re.search(rf"\b{key}\)?( = |=| IN |, id\) IN )", picks))


@pytest.fixture
def statements() -> Iterator[list[str]]:
    """The log of all statements that reach a server."""
    log: list[str] = []
    with servers.statements(log.append):
        yield log


async def test_what_serves_a_turn_asks_each_table_by_one_key(
    postgres_url: str, statements: list[str]
) -> None:
    """So a PostgreSQL that is spread over machines sends each statement to one of them."""
    database = Database(postgres_url)
    await database.open()
    kit = Kit(database)
    saved = await kit.met("4711")
    assert saved.state is not None
    statements.clear()
    saved = await kit.store.load(saved.subject)
    await kit.store.rules("chat", "900")
    await kit.store.undo(saved.person)
    await kit.store.undelivered(saved.person)
    await kit.store.journal(saved.person)
    await kit.store.receipt(saved.person, "a1")
    everything = Change(
        "all-4711",
        saved,
        (row("a1", "4711"), row("a2", "4711", delivery="at_most_once"), row("a3", "4711")),
        (JournalEntry("j4711", "lamps", "01", "What?", "A lamp.", NOW),),
        (SetWakeup("nudge", NOW), SetWakeup("other", None)),
        (SetBookmark("02", saved.state), SetBookmark("03", None)),
        NudgeDay(NOW.date()),
        (TurnLog(NOW, "press", "lamps", "01", "Light", "lgt-1"),),
        undo=saved.state,
        undo_drop=True,
        journal_erase=("none",),
        misses=(("Light", "a phrase"),),
        counts=("care",),
        rules=(SetRule("chat", "900", "where", "threads"),),
        delivered=("none", Receipt("66", home())),
        retold=("none",),
    )
    kit.outbox.listener = taker = Taking()
    assert await kit.store.commit(everything) == Committed(2)
    first, nudge, third = taker.taken
    assert await kit.outbox.begin(nudge, NOW) is None
    await kit.outbox.sent(first, Receipt("5", home()), NOW)
    await kit.outbox.retry(third, NOW, "502")
    await kit.outbox.dead(third, "refused", NOW)
    await kit.outbox.dropped(nudge, "late", NOW)
    await kit.notes.move_cursor("chat", "4711", "9")
    await kit.store.close()
    await database.close()
    asked = [part for whole in statements for part in _parts(whole) if _NAMED.search(part)]
    assert len(asked) > 20
    assert [statement for statement in asked if not _asks_by_its_key(statement)] == []


class Taking:
    """A listener with room for everything."""

    def __init__(self) -> None:
        self.taken: list[Claimed] = []
        self.behind = 0

    def room(self, platform: str, rows: int, *, urgent: bool = True) -> bool:
        return True

    def moved(self, platform: str, chat: str, to: str) -> None:
        """Nothing is in hand here."""

    def leave(self, platform: str, rows: int, *, urgent: bool = True, behind: bool = False) -> None:
        self.behind += behind

    def news(self, platform: str, *, urgent: bool = True) -> None:
        self.behind += 1

    def offer(self, rows: Sequence[Claimed]) -> None:
        self.taken += rows


# ---------------------------------------------------------------- a bot as a whole


async def test_a_bot_is_erased_and_the_others_stay(kit: Kit) -> None:
    lantern = other(kit)
    await live(kit)
    await live(lantern)
    before = {key: found for key, found in (await rows_by_bot(kit)).items() if key[0] == "lantern"}
    assert await kit.database.read(tenants.census) == {"alana": 1, "lantern": 1}
    assert await kit.database.write(tenants.erase) > len(TABLES)
    assert await rows_by_bot(kit) == before


@pytest.mark.parametrize("to", ["sqlite", "postgresql"])
async def test_a_bot_moves_to_another_database_of_either_engine(
    to: str, tmp_path: Path, postgres_url: str
) -> None:
    """With all that is in it, what waits in order too; the others stay where they are."""
    urls = {"sqlite": f"sqlite:///{tmp_path}/one.db", "postgresql": postgres_url}
    source = Database(next(url for engine, url in urls.items() if engine != to))
    target = Database(urls[to])
    for database in (source, target):
        await database.open()
        await database.write(_empty)
    kit, lantern = Kit(source), Kit(source.of("lantern"))
    await live(kit)
    await live(lantern)
    held = {"bot": "lantern", "name": "telegram", "holder": "somebody", "token": 7, "until": 1}
    await source.write(lambda connection: connection.execute(lease.insert().values(**held)))
    await tenants.copy(lantern.database, target.of("lantern"))
    assert not await target.read(lambda c: c.execute(lease.select()).all()), "leases are of that database"
    await source.write(lambda connection: connection.execute(lease.delete()))
    moved = Kit(target.of("lantern"))
    assert await target.read(tenants.census) == {"lantern": 1}
    assert _plain(await rows_by_bot(moved)) == {
        key: rows for key, rows in _plain(await rows_by_bot(kit)).items() if key[0] == "lantern"
    }
    saved = await moved.store.load(person())
    assert saved == await lantern.store.load(person())
    assert isinstance(await moved.store.commit(Change("next", saved, (row("more"),))), Committed)
    with pytest.raises(StorageError, match="knows people of lantern already"):
        await tenants.copy(lantern.database, target.of("lantern"))
    for each in (kit, lantern, moved):
        await each.store.close()
    await source.close()
    await target.close()


def _plain(
    found: Mapping[tuple[str, str], list[tuple[object, ...]]],
) -> Mapping[tuple[str, str], list[tuple[object, ...]]]:
    """Without the numbers that rows give themselves."""
    numbered = {table.name for table in NUMBERED}
    return {
        key: [(row[0], *row[2:]) if key[1] in numbered else row for row in rows]
        for key, rows in found.items()
    }


def _empty(connection: Connection) -> None:
    for table in metadata.sorted_tables:
        connection.execute(table.delete())


async def test_tables_that_number_their_rows_can_be_keyed_by_person(postgres_url: str) -> None:
    """As docs/scaling.md says of a database that is spread over machines: then everything works as before."""
    guide = (Path(__file__).parents[2] / "docs/scaling.md").read_text(encoding="utf-8")
    statements = re.findall(r"^ALTER TABLE .*;$", guide, re.MULTILINE)
    assert len(statements) == len(NUMBERED)
    database = Database(postgres_url)
    await database.open()
    await database.write(_empty)
    try:
        for statement in statements:
            await database.write(lambda c, s=statement: c.exec_driver_sql(s))  # type: ignore[misc]
        kit = Kit(database)
        await live(kit)
        assert [d.kind for d in await kit.wakeups.due(kit.now, 9)] == ["nudge"]
        await kit.store.close()
    finally:
        for name, key in ((table.name, next(iter(table.primary_key)).name) for table in NUMBERED):
            undone = f"ALTER TABLE {name} DROP CONSTRAINT {name}_pkey, ADD PRIMARY KEY ({key})"
            await database.write(lambda c, s=undone: c.exec_driver_sql(s))  # type: ignore[misc]
        await database.close()
