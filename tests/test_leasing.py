"""Leases of a process: kept, lost, given up; and work that goes on only while they are held."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta

import pytest

from bot.errors import StorageError
from bot.leasing import LENGTH, MARGIN, HeldLease, Leases, under

NAME = ("alana", "telegram")
SAFE = LENGTH.total_seconds() - MARGIN


class Table:
    """What the database says: the token where the lease is ours."""

    def __init__(self) -> None:
        self.says: Mapping[tuple[str, str], int] | StorageError = {NAME: 1}
        self.freed: list[tuple[str, str]] = []

    async def take(
        self, wanted: Sequence[tuple[str, str]], length: timedelta
    ) -> Mapping[tuple[str, str], int]:
        if isinstance(self.says, StorageError):
            raise self.says
        return {name: token for name, token in self.says.items() if name in wanted}

    async def free(self, held: Collection[tuple[str, str]]) -> None:
        self.freed += held


class Time:
    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def table() -> Table:
    return Table()


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def leases(table: Table, time: Time) -> Leases:
    async def never(_: float) -> None:
        await asyncio.Event().wait()

    return Leases(table, monotonic=time, sleep=never)


def wanted(leases: Leases) -> HeldLease:
    found = leases.of(*NAME)
    assert isinstance(found, HeldLease)
    return found


async def settle() -> None:
    """Whatever can go on has gone on."""
    for _ in range(10):
        await asyncio.sleep(0)


async def test_a_holder_stops_before_another_may_begin(leases: Leases, table: Table, time: Time) -> None:
    lease = wanted(leases)
    assert not lease.held
    await leases.look(table)
    assert (lease.held, lease.token) == (True, 1)
    time.seconds = SAFE - 0.1
    assert lease.held
    time.seconds = SAFE
    assert not lease.held
    await leases.look(table)
    assert lease.held


async def test_a_database_that_does_not_answer_lengthens_nothing(
    leases: Leases, table: Table, time: Time
) -> None:
    lease = wanted(leases)
    await leases.look(table)
    table.says = StorageError("cannot reach the database")
    time.seconds = 4
    await leases.look(table)
    assert lease.held
    time.seconds = SAFE
    assert (lease.held, lease.token) == (False, 1)
    table.says = {NAME: 1}
    await leases.look(table)
    assert (lease.held, lease.token) == (True, 1)  # nobody else had it: what is in hand stays ours


@pytest.mark.parametrize("says", [{}, {NAME: 3}], ids=["another's", "another's meanwhile"])
async def test_what_went_to_another_is_lost(
    leases: Leases, table: Table, says: Mapping[tuple[str, str], int]
) -> None:
    lease = wanted(leases)
    await leases.look(table)
    losing = asyncio.create_task(lease.lost())
    await settle()
    assert not losing.done()
    table.says = says
    await leases.look(table)
    assert not lease.held
    await settle()
    assert losing.done()
    table.says = {NAME: 4}
    await leases.look(table)
    assert (lease.held, lease.token) == (True, 4)


async def test_work_goes_on_while_the_lease_is_held_and_begins_anew(
    leases: Leases, table: Table, time: Time
) -> None:
    seen: list[str] = []
    go_on = asyncio.Event()

    async def work() -> None:
        seen.append("begins")
        try:
            await go_on.wait()
        except asyncio.CancelledError:
            seen.append("is stopped")
            raise

    lease = wanted(leases)
    working = asyncio.create_task(under(lease, work))
    await settle()
    assert seen == []
    await leases.look(table)
    await settle()
    assert seen == ["begins"]
    time.seconds = SAFE
    lease.tell()
    await settle()
    assert seen == ["begins", "is stopped"]
    await leases.look(table)
    await settle()
    assert seen == ["begins", "is stopped", "begins"]
    go_on.set()
    await asyncio.wait_for(working, 5)


async def test_what_the_work_fails_with_is_told(leases: Leases, table: Table) -> None:
    async def work() -> None:
        raise ValueError("refused")

    lease = wanted(leases)
    await leases.look(table)
    with pytest.raises(ValueError, match="refused"):
        await under(lease, work)


async def test_at_the_end_all_are_given_up(leases: Leases, table: Table) -> None:
    lease = wanted(leases)
    running = asyncio.create_task(leases.run())
    await lease.acquired()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert table.freed == [NAME]
    assert not lease.held


async def test_another_lease_is_asked_for_without_waiting_for_the_next_look(
    leases: Leases, table: Table
) -> None:
    """The pause between two looks never ends here."""
    running = asyncio.create_task(leases.run())
    await wanted(leases).acquired()
    table.says = {NAME: 1, ("alana", "discord"): 1}
    lease = leases.of("alana", "discord")
    await asyncio.wait_for(lease.acquired(), 5)
    assert lease.held
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_what_is_given_up_is_free_and_is_not_asked_for_any_more(leases: Leases, table: Table) -> None:
    lease = wanted(leases)
    await leases.look(table)
    await leases.give_up(*NAME)
    assert table.freed == [NAME]
    await leases.look(table)
    assert not lease.held


async def test_who_is_alone_holds_everything() -> None:
    leases = Leases(None)
    lease = leases.of(*NAME)
    await lease.acquired()
    assert (lease.held, lease.token) == (True, 0)
    await leases.run()
