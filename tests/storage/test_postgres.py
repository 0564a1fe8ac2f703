"""A PostgreSQL server as it behaves over years: busy, behind a pooler, slow, read-only, gone and back."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.util import await_only

from bot.errors import StorageError
from bot.model import Receipt
from bot.ports import Change, Committed, Conflict, Duplicate, TurnLog
from bot.storage import postgres
from bot.storage.database import Database
from bot.storage.error_translation import plain_line
from bot.storage.leases import SqlLeases
from bot.storage.prepared import Query
from bot.storage.schema import metadata
from bot.storage.upgrade import upgrade
from tests import pooler
from tests import postgres as servers
from tests.storage.conftest import NOW, Kit, home, person, row
from tests.storage.test_bots import Taking


@pytest.fixture(scope="session")
def pooled_url(postgres_url: str) -> Iterator[str]:
    found = pooler.program()
    if found is None:
        pytest.skip(pooler.MISSING)
    with pooler.pooler(found, postgres_url) as url:
        yield url


@pytest.fixture
async def database(postgres_url: str) -> AsyncIterator[Database]:
    found = Database(postgres_url)
    await found.open()
    await found.write(_empty)
    yield found
    await found.close()


def _empty(connection: Connection) -> None:
    for table in metadata.sorted_tables:
        connection.execute(table.delete())


def _writable(connection: Connection) -> None:
    connection.exec_driver_sql("SET TRANSACTION READ WRITE")
    connection.exec_driver_sql("ALTER DATABASE postgres RESET default_transaction_read_only")


async def execute(database: Database, statement: str) -> None:
    await database.write(lambda connection: connection.execute(text(statement)))


async def test_many_processes_share_a_pooler_in_transaction_mode(database: Database, pooled_url: str) -> None:
    """Eight with four connections each, over three of the server: no statement may be looked for in a
    connection that does not know it."""
    kits = []
    for _ in range(8):
        one = Database(pooled_url)
        await one.open()
        kits.append(Kit(one))

    async def live(kit: Kit, number: int) -> None:
        saved = await kit.met(str(number))
        for turn in range(6):
            saved = await kit.say(saved, row(f"{number}-{turn}", str(number)))

    try:
        await asyncio.gather(*(live(kit, 10 * n + m) for n, kit in enumerate(kits) for m in range(5)))
    finally:
        for kit in kits:
            await kit.store.close()
            await kit.database.close()
    sent = await database.read(lambda c: c.scalar(text("SELECT count(*) FROM outbox")))
    assert sent == 8 * 5 * 6


async def test_a_pooler_is_seen_by_itself(database: Database, pooled_url: str) -> None:
    shows = text("SELECT current_setting('statement_timeout'), count(*) FROM pg_prepared_statements")
    behind = Database(pooled_url)
    await behind.open()
    for one, prepared in ((database, True), (behind, False)):
        for _ in range(3):
            limit, kept = await one.read(lambda c: c.execute(shows).one())
        assert limit == f"{postgres.STATEMENT_SECONDS}s"
        assert (kept > 1) is prepared
    await behind.close()


async def test_what_was_undone_for_anothers_sake_is_done_again(database: Database, postgres_url: str) -> None:
    """Two processes at the same rows, where the database serialises everything."""
    await execute(database, "ALTER DATABASE postgres SET default_transaction_isolation = 'serializable'")
    kits = []
    try:
        for _ in range(2):
            one = Database(postgres_url)
            await one.open()
            kits.append(Kit(one))
        saved = await kits[0].met()
        for number in range(8):
            changes = [Change(f"{number}-{n}", saved) for n in range(2)]
            verdicts = await asyncio.gather(
                *(kit.store.commit(change) for kit, change in zip(kits, changes, strict=True))
            )
            assert sorted(type(v).__name__ for v in verdicts) == ["Committed", "Conflict"]
            saved = await kits[0].store.load(person())
    finally:
        await execute(database, "ALTER DATABASE postgres RESET default_transaction_isolation")
        for kit in kits:
            await kit.store.close()
            await kit.database.close()


async def test_a_deadlock_costs_a_try(database: Database) -> None:
    """Each of two has a row that the other wants; the server undoes one of them."""
    await execute(database, "CREATE TABLE lamps (id int PRIMARY KEY, lit int DEFAULT 0)")
    await execute(database, "INSERT INTO lamps VALUES (1), (2)")
    tries = []
    barrier = asyncio.Barrier(2)

    async def both(first: int, second: int) -> None:
        met = False

        def work(connection: Connection) -> None:
            nonlocal met
            tries.append(first)
            connection.execute(text(f"UPDATE lamps SET lit = lit + 1 WHERE id = {first}"))
            if not met:
                met = True
                await_only(barrier.wait())
            connection.execute(text(f"UPDATE lamps SET lit = lit + 1 WHERE id = {second}"))

        await database.write(work)

    try:
        await asyncio.gather(both(1, 2), both(2, 1))
        lit = await database.read(lambda c: c.execute(text("SELECT lit FROM lamps")).scalars().all())
    finally:
        await execute(database, "DROP TABLE lamps")
    assert lit == [2, 2]
    assert len(tries) > 2  # on a busy machine a second one may fail, too


async def test_a_statement_that_takes_too_long_is_ended_in_plain_words(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "STATEMENT_SECONDS", 2)  # opening has statements, too
    slow = Database(postgres_url)
    await slow.open()
    with pytest.raises(StorageError, match="took too long for one statement"):
        await execute(slow, "SELECT pg_sleep(60)")
    await slow.close()


@pytest.mark.waits
async def test_who_says_nothing_is_given_up_but_an_upgrade_may_take_its_time(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slowly(connection: Connection) -> None:
        connection.execute(text("SELECT pg_sleep(2.5)"))
        upgrade(connection)

    monkeypatch.setattr(postgres, "ANSWER_SECONDS", 2.0)
    monkeypatch.setattr("bot.storage.database.upgrade", slowly)
    slow = Database(postgres_url)
    await slow.open()
    with pytest.raises(StorageError, match="cannot reach the database"):
        await execute(slow, "SELECT pg_sleep(9)")
    await slow.close()


async def test_after_a_restart_and_while_it_is_read_only_it_is_asked_again(
    database: Database, postgres_url: str
) -> None:
    kit = Kit(database)
    saved = await kit.met()
    others = "pid <> pg_backend_pid() AND usename = 'alana'"
    end = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}"
    other = Database(postgres_url)
    await other.open_to_read()
    await execute(other, end)
    assert await kit.store.commit(Change("after", saved)) == Committed(2)
    await execute(other, "ALTER DATABASE postgres SET default_transaction_read_only = on")
    try:
        await execute(other, end)
        saved = await kit.store.load(person())
        with pytest.raises(StorageError, match="read-only"):
            await kit.store.commit(Change("refused", saved))
    finally:
        await other.write(_writable)
        await other.close()
    assert await kit.store.commit(Change("refused", saved)) == Committed(3)
    await kit.store.close()


async def test_who_was_forgotten_elsewhere_and_came_back_is_somebody_new(database: Database) -> None:
    """Numbers of people are remembered by each process."""
    here, there = Kit(database), Kit(database)
    first = await here.met()
    await there.say_goodbye(await there.store.load(person()))
    second = await there.say(await there.store.load(person()), id="again")
    found = await here.store.load(person())
    assert (found.person, found.version) == (second.person, 1)
    assert found.person != first.person
    assert await here.store.commit(Change("late", first)) == Conflict()


async def test_a_turn_that_nobody_shares_asks_little(postgres_url: str) -> None:
    """What a turn costs where several processes serve, each with little to do at a time: one statement that
    reads, one that writes to all tables, and one for each message that was sent."""
    log: list[str] = []
    with servers.statements(lambda statement: log.append(" ".join(statement.split()[:3]))):
        database = Database(postgres_url)
        await database.open()
        await database.write(_empty)
        kit = Kit(database)
        kit.outbox.listener = taker = Taking()
        saved = await kit.met()
        await asyncio.sleep(0)  # the log is told a moment later
        log.clear()
        saved = await kit.store.load(saved.subject)
        assert list(await kit.store.undelivered(saved.person)) == []
        turn = Change("t", saved, (row("a"), row("b")), log=(TurnLog(NOW, "press"),), undo=saved.state)
        assert await kit.store.commit(turn) == Committed(2)
        for claimed in taker.taken:
            await kit.outbox.sent(claimed, Receipt("5", home()), NOW)
        await asyncio.sleep(0)
        await kit.store.close()
        await database.close()
    look = ["SELECT id FROM", "SELECT p.id, p.version,"]
    assert log == [log[0], "BEGIN", *look, "WITH part0 AS", "COMMIT", *['UPDATE "outbox" SET'] * 2]
    assert log[0].startswith("SELECT p.bot")


async def test_turns_that_are_stored_together_are_one_statement_for_each_sort_of_them(
    postgres_url: str,
) -> None:
    """However many they are; and what each of them says stays in its order."""
    log: list[str] = []
    with servers.statements(log.append):
        database = Database(postgres_url)
        await database.open()
        await database.write(_empty)
        kit = Kit(database)
        people = [await kit.met(str(n)) for n in range(6)]
        await asyncio.sleep(0)  # the log is told a moment later
        log.clear()
        turns = [
            Change(
                f"t{n}", saved, tuple(row(f"{n}-{m}", str(n)) for m in range(2 + (n > 3))), undo=saved.state
            )
            for n, saved in enumerate(people)
        ]
        found = await asyncio.gather(*(kit.store.commit(turn) for turn in turns))
        await asyncio.sleep(0)
        wrote = [statement for statement in log if "INSERT" in statement]
        said = await kit.all("SELECT id FROM outbox WHERE id LIKE '%-%' ORDER BY seq")
        undos = await kit.all("SELECT person_id, version FROM undo ORDER BY person_id")
        await kit.store.close()
        await database.close()
    assert found == [Committed(2)] * 6
    assert len(wrote) == 2
    by_person = {str(n): [id_ for (id_,) in said if id_.startswith(f"{n}-")] for n in range(6)}
    assert by_person == {str(n): [f"{n}-{m}" for m in range(2 + (n > 3))] for n in range(6)}
    assert undos == sorted((saved.person, 1) for saved in people)


async def test_what_a_newer_version_changed_meanwhile_costs_a_try(database: Database) -> None:
    """A statement that was prepared for the tables as they were."""
    query = Query("SELECT id, lit FROM lamps WHERE {bot} = 'alana' AND id IN {keys}", "bigint")
    await execute(database, "CREATE TABLE lamps (id bigint PRIMARY KEY, lit int DEFAULT 0)")
    await execute(database, "INSERT INTO lamps VALUES (1)")
    newer = Database(database.url.render_as_string(hide_password=False).replace("+asyncpg", ""))
    await newer.open()
    try:
        assert await database.read(lambda c: query.rows(c, [1])) == [(1, 0)]
        await execute(newer, "ALTER TABLE lamps ALTER lit TYPE text")
        assert await database.read(lambda c: query.rows(c, [1])) == [(1, "0")]
    finally:
        await execute(newer, "DROP TABLE lamps")
        await newer.close()


@pytest.mark.waits
async def test_a_connection_whose_work_was_given_up_serves_nobody_else(database: Database) -> None:
    """What it had begun is undone, and whoever comes next has a whole one."""
    kit = Kit(database)
    saved = await kit.met()
    slow = Query("SELECT pg_sleep(9) WHERE {bot} = 'alana' AND 'a' IN {keys}", "text")

    def work(connection: Connection) -> None:
        connection.execute(text("DELETE FROM person"))
        slow.rows(connection, ["a"])

    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await database.write(work)
    assert await kit.store.commit(Change("next", saved)) == Committed(2)
    await kit.store.close()


@pytest.mark.waits
async def test_behind_a_pooler_a_server_that_is_away_is_not_reached_and_then_asked_again() -> None:
    """PgBouncer answers for it meanwhile, over connections that stand and over new ones."""
    found, programs = pooler.program(), servers.programs()
    if found is None or programs is None:
        pytest.skip(pooler.MISSING if found is None else servers.MISSING)
    with servers.cluster(programs) as server, pooler.pooler(found, server.url) as url:
        database = Database(url)
        await database.open()
        leases, name = SqlLeases(database, "first"), ("alana", "telegram")
        asks: list[Callable[[], Awaitable[Any]]] = [
            lambda: database.read(lambda c: c.scalar(text("SELECT 1"))),
            lambda: execute(database, "CREATE TABLE IF NOT EXISTS said (word text)"),
            lambda: leases.take([name], timedelta(seconds=6)),
        ]
        for ask in asks:
            await ask()
        await asyncio.to_thread(server.stop)
        for ask in asks * 3:
            with pytest.raises(StorageError, match=r"cannot reach|is stopping or starting"):
                await ask()
        await asyncio.to_thread(server.start)
        async with asyncio.timeout(30):
            for ask in asks:
                await _until_it_is_answered(ask)
        assert await leases.take([name], timedelta(seconds=6)) == {name: 1}
        await database.close()


async def _until_it_is_answered(ask: Callable[[], Awaitable[Any]]) -> None:
    while True:
        with contextlib.suppress(StorageError):
            await ask()
            return


@pytest.mark.parametrize("code", ["08000", "08006", "08P01", "25P03", "53200", "55P03", "57P03", "58030"])
def test_what_passes_is_said_in_a_line_whatever_the_server_calls_it(code: str) -> None:
    driver = type("Refused", (Exception,), {"sqlstate": code})
    assert "it is tried again" in (plain_line(driver("secret"), "DB") or "")


def test_a_mistake_of_ours_stays_one() -> None:
    assert plain_line(type("Wrong", (Exception,), {"sqlstate": "42601"})(), "DB") is None


# ---------------------------------------------------------------- answers that are lost


def losing(database: Database, number: int) -> None:
    """The answer to the write of that number from now on is lost: it was done, and we are told that it was
    not."""
    write, left = database.write, [number]

    async def lost(work: Callable[[Connection], Any]) -> Any:
        left[0] -= 1
        found = await write(work)
        if not left[0]:
            raise StorageError("cannot reach the database")
        return found

    database.write = lost  # type: ignore[method-assign]


async def test_rows_of_a_commit_whose_answer_was_lost_are_sent(database: Database) -> None:
    """They are ours by the table, and in nobody's hands."""
    kit = Kit(database)
    kit.outbox.fence = lambda platform: 7
    kit.outbox.listener = taker = Taking()
    saved = await kit.met()
    held = await kit.say(saved, row("held"))
    losing(database, 1)
    with pytest.raises(StorageError):
        await kit.store.commit(Change("t", held, (row("lost"),)))
    assert taker.behind == 1
    again = await kit.store.load(person())
    assert isinstance(await kit.store.commit(Change("t", again, (row("lost"),))), Duplicate)
    await kit.say(again, row("later"))
    assert [claimed.outgoing.id for claimed in taker.taken] == ["held"]  # nothing overtakes what is in doubt

    def in_hand() -> list[str]:
        return [claimed.outgoing.id for claimed in taker.taken]

    found = await kit.outbox.claim("chat", kit.now, 9, in_hand=in_hand)
    assert [claimed.outgoing.id for claimed in found] == ["lost", "later"]
    await kit.store.close()


async def test_rows_of_a_claim_whose_answer_was_lost_are_claimed_again(database: Database) -> None:
    kit = Kit(database)
    kit.outbox.fence = lambda platform: 7
    await kit.say(await kit.met(), row("a"), row("b"))
    losing(database, 1)
    with pytest.raises(StorageError):
        await kit.outbox.claim("chat", kit.now, 1)
    found = await kit.outbox.claim("chat", kit.now, 9)
    assert [claimed.outgoing.id for claimed in found] == ["a", "b"]
    await kit.store.close()


async def test_of_two_servers_the_one_that_takes_changes_is_written_to() -> None:
    """A real standby: refused while it follows, used once it is promoted; the address stays the same."""
    programs = servers.programs()
    if programs is None:
        pytest.skip(servers.MISSING)
    with servers.cluster(programs) as first, servers.standby(programs, first) as second:
        both = f"postgresql://alana@127.0.0.1:{second.port},127.0.0.1:{first.port}/postgres"
        database, alone = Database(both), Database(second.url)
        await database.open()  # brings the tables
        await execute(database, "CREATE TABLE said (word text)")
        await execute(database, "INSERT INTO said VALUES ('before')")
        with pytest.raises(StorageError, match="follows another server"):
            await alone.open()
        await alone.close()
        await asyncio.to_thread(first.crash)
        with pytest.raises(StorageError, match=r"cannot reach|takes changes now|stopping"):
            await execute(database, "INSERT INTO said VALUES ('between')")
        await asyncio.to_thread(second.promote)
        await execute(database, "INSERT INTO said VALUES ('after')")
        words = text("SELECT word FROM said")
        assert await database.read(lambda c: [*c.scalars(words)]) == ["before", "after"]
        await database.close()
        await alone.open()
        await alone.close()
