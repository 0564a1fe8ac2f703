"""Parts of a work over processes: even, taken over, given back; and turns that come one after the other."""

import asyncio
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import timedelta

import pytest

from bot.errors import StorageError
from bot.leasing import Leases
from bot.ports import LeaseName, WrongShares
from bot.sharing import GROUPS, SharedOut, UnitGroup, share


def settled(units: Mapping[str, int], held: Mapping[UnitGroup, str] | None = None) -> dict[UnitGroup, str]:
    """The holders when everybody has looked until nothing changes. One looks after the other; what somebody
    gives up is free for the next."""
    found = dict(held or {})
    for _ in range(10):
        before = dict(found)
        for me in units:
            wanted = share(units, found, me)
            found = {group: name for group, name in found.items() if name != me or group in wanted}
            found |= {group: me for group in wanted if found.get(group) not in units}
        if found == before:
            return found
    raise AssertionError("it never comes to rest")


@pytest.mark.parametrize("units", [1, 2, 3, 16, 17, 160])
@pytest.mark.parametrize("processes", [1, 2, 3, 5, 20])
def test_every_unit_is_done_once_and_all_have_an_even_part(units: int, processes: int) -> None:
    found = settled({f"p{n}": units for n in range(processes)})
    done = sorted(member for group in found for member in group.members)
    assert done == list(range(units))
    assert len(found) == min(units, GROUPS)
    parts = [[*found.values()].count(f"p{n}") for n in range(processes)]
    assert max(parts) - min(parts) <= 1


def test_few_change_hands_when_somebody_comes_or_goes() -> None:
    two = settled({"a": 8, "b": 8})
    three = settled({"a": 8, "b": 8, "c": 8}, two)
    assert sum(two[group] != three[group] for group in two) == 2
    again = settled({"a": 8, "c": 8}, three)
    assert all(again[group] == name for group, name in three.items() if name != "b")


def test_nothing_changes_hands_where_the_parts_are_even() -> None:
    held = {UnitGroup(0, 3): "b", UnitGroup(1, 3): "b", UnitGroup(2, 3): "a"}
    assert settled({"a": 3, "b": 3}, held) == held


def test_the_greatest_number_that_is_wanted_holds_for_all() -> None:
    found = settled({"old": 2, "new": 4}, settled({"old": 2}))
    assert {group.units for group in found} == {4}
    assert len(found) == 4


class Table:
    """Leases of several processes; the seconds are its own."""

    def __init__(self) -> None:
        self.rows: dict[LeaseName, tuple[str, float]] = {}
        self.now = 0.0
        self.broken = False

    def process(self, holder: str) -> "Process":
        return Process(self, holder)


class Process:
    """One of them: `bot.leasing.LeaseStore` and `bot.sharing.Roster`."""

    def __init__(self, table: Table, holder: str) -> None:
        self.table, self.holder = table, holder

    async def take(self, wanted: Sequence[LeaseName], length: timedelta) -> Mapping[LeaseName, int]:
        self._answer()
        found = {}
        for name in wanted:
            holder, until = self.table.rows.get(name, ("", 0.0))
            if holder == self.holder or until <= self.table.now:
                self.table.rows[name] = (self.holder, self.table.now + length.total_seconds())
                found[name] = 1
        return found

    async def free(self, held: Collection[LeaseName]) -> None:
        for name in held:
            if self.table.rows.get(name, ("", 0.0))[0] == self.holder:
                del self.table.rows[name]

    async def standing(self, bot: str, beginning: str) -> Mapping[str, str]:
        self._answer()
        rows = self.table.rows.items()
        return {
            name: holder
            for (whose, name), (holder, until) in rows
            if whose == bot and name.startswith(beginning) and until > self.table.now
        }

    async def turn(self, name: LeaseName, length: timedelta) -> bool:
        self._answer()
        free = self.table.rows.get(name, ("", 0.0))[1] <= self.table.now
        if free:
            self.table.rows[name] = ("", self.table.now + length.total_seconds())
        return free

    def _answer(self) -> None:
        if self.table.broken:
            raise StorageError("cannot reach the database")


class Running:
    """A process that shares out `units`; `doing` are those that it does now."""

    def __init__(self, table: Table, name: str, units: int = 4) -> None:
        self.doing: set[int] = set()
        self.fails: Exception | None = None
        self._store = table.process(name)
        self._leases = Leases(self._store, monotonic=lambda: table.now, sleep=self._pause)
        self._shared = SharedOut(self._leases, self._store, "alana", "discord", sleep=self._pause)
        self._keeping = asyncio.create_task(self._leases.run())
        self.serving = asyncio.create_task(self._serve(self._shared, units))

    async def _serve(self, shared: SharedOut, units: int) -> None:
        await shared.serve(units, self._work)

    async def _pause(self, _: float) -> None:
        await asyncio.sleep(0)

    async def _work(self, some: Sequence[int], of: int) -> None:
        self.doing |= {*some}
        try:
            while self.fails is None:  # noqa: ASYNC110 - nothing tells it
                await asyncio.sleep(0)
            raise self.fails
        finally:
            self.doing -= {*some}

    async def stop(self) -> None:
        self.serving.cancel()
        await asyncio.gather(self.serving, return_exceptions=True)
        self._keeping.cancel()
        await asyncio.gather(self._keeping, return_exceptions=True)

    def die(self) -> None:
        """Nothing is given up."""
        self._store.table = Table()
        self.serving.cancel()
        self._keeping.cancel()


class Told(Running):
    """A process that was told by hand what it does; `wrong` is what it heard of what does not fit."""

    def __init__(self, table: Table, name: str, *ids: int, of: int = 4) -> None:
        self.ids, self.wrong = ids, list[WrongShares]()
        super().__init__(table, name, of)

    async def _serve(self, shared: SharedOut, units: int) -> None:
        await shared.hold(self.ids, units, lambda: self._work(self.ids, units), self.wrong.append)


async def until(true: Callable[[], bool]) -> None:
    for _ in range(2000):
        if true():
            return
        await asyncio.sleep(0)
    raise AssertionError("it never came to that")


async def test_who_stops_gives_its_part_to_the_others_at_once() -> None:
    table = Table()
    a = Running(table, "a")
    await until(lambda: a.doing == {0, 1, 2, 3})
    b = Running(table, "b")
    await until(lambda: len(a.doing) == len(b.doing) == 2)
    assert a.doing | b.doing == {0, 1, 2, 3}
    await a.stop()
    assert not a.doing
    assert not any(holder == "a" for holder, _ in table.rows.values())
    await until(lambda: b.doing == {0, 1, 2, 3})  # and the clock has not moved
    await b.stop()
    assert not table.rows


async def test_who_dies_is_followed_when_the_leases_have_run_out() -> None:
    table = Table()
    a, b = Running(table, "a"), Running(table, "b")
    await until(lambda: len(a.doing) == len(b.doing) == 2)
    a.die()
    for _ in range(50):
        await asyncio.sleep(0)
    assert len(b.doing) == 2
    table.now += 4.0
    for _ in range(50):
        await asyncio.sleep(0)
    assert len(b.doing) == 2
    table.now += 3.0
    await until(lambda: b.doing == {0, 1, 2, 3})
    await b.stop()


async def test_a_database_that_does_not_answer_ends_nothing_before_its_time() -> None:
    table = Table()
    a = Running(table, "a")
    await until(lambda: len(a.doing) == 4)
    table.broken = True
    table.now += 4.0
    for _ in range(50):
        await asyncio.sleep(0)
    assert len(a.doing) == 4
    table.now += 3.0
    await until(lambda: not a.doing)
    table.broken = False
    await until(lambda: len(a.doing) == 4)
    await a.stop()


async def test_what_a_unit_ends_with_is_told_and_everything_is_given_up() -> None:
    table = Table()
    a = Running(table, "a")
    await until(lambda: len(a.doing) == 4)
    a.fails = ValueError("refused")
    with pytest.raises(ValueError, match="refused"):
        await a.serving
    assert not table.rows
    await a.stop()


async def test_one_turn_at_a_time_over_all_processes() -> None:
    table, slept = Table(), list[float]()

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        table.now += seconds
        await asyncio.sleep(0)

    made = [table.process(name) for name in "ab"]
    a, b = (SharedOut(Leases(one), one, "alana", "discord", sleep=sleep) for one in made)
    await a.turn("identify 0", timedelta(seconds=5))
    await b.turn("identify 1", timedelta(seconds=5))
    assert slept == []
    await b.turn("identify 0", timedelta(seconds=5))
    assert table.now == 5.0
    await b.turn("identify 0", timedelta(seconds=5))  # for itself, too
    assert table.now == 10.0
    table.broken = True
    waiting = asyncio.create_task(a.turn("identify 0", timedelta(seconds=5)))
    for _ in range(30):
        await asyncio.sleep(0)
    assert not waiting.done()
    table.broken = False
    await waiting


async def test_what_was_given_to_two_is_done_by_one_and_the_other_says_so_once() -> None:
    table = Table()
    a = Told(table, "a", 0, 1)
    await until(lambda: a.doing == {0, 1})
    b, c = Told(table, "b", 1, 2), Told(table, "c", 3)
    await until(lambda: c.doing == {3} and bool(b.wrong))
    await a_minute()
    assert b.wrong[0] == WrongShares(doubled=(1,))
    assert not b.doing
    assert [one.doubled for one in b.wrong if one.doubled] == [(1,)], "once"
    await a.stop()
    await until(lambda: b.doing == {1, 2})
    assert not any(one.doubled for one in (*a.wrong, *c.wrong))
    await b.stop()
    await c.stop()
    assert not table.rows


async def test_who_follows_a_process_that_died_with_what_was_given_to_it_is_no_double() -> None:
    table = Table()
    a = Told(table, "a", 0, 1)
    await until(lambda: a.doing == {0, 1})
    a.die()
    again = Told(table, "again", 0, 1)
    table.now += 7.0
    await until(lambda: again.doing == {0, 1})
    assert not again.wrong
    await again.stop()


async def a_minute() -> None:
    """Every process has looked often enough."""
    for _ in range(400):
        await asyncio.sleep(0)


async def test_processes_that_were_told_different_numbers_say_so_once_each() -> None:
    """What nobody has is no further line then: it follows from that."""
    table = Table()
    a, b = Told(table, "a", 0, 1), Told(table, "b", 2, 5, of=6)
    await until(lambda: bool(a.wrong and b.wrong))
    await a_minute()
    assert (a.wrong, b.wrong) == ([WrongShares(counts=(6,))], [WrongShares(counts=(4,))])
    assert (a.doing, b.doing) == ({0, 1}, {2, 5}), "it goes on meanwhile"
    await b.stop()
    again = Told(table, "again", 2, 3)
    await until(lambda: again.doing == {2, 3})
    await a_minute()
    assert [one.counts for one in a.wrong if one.counts] == [(6,)]
    assert not again.wrong
    await a.stop()
    await again.stop()
    assert not table.rows


async def test_what_was_given_to_no_process_is_said_once_and_counted() -> None:
    table = Table()
    a = Told(table, "a", 0, 2)
    await until(lambda: bool(a.wrong))
    await a_minute()
    assert a.wrong == [WrongShares(missing=(1, 3))]
    store = table.process("who looks")
    shared = SharedOut(Leases(store, monotonic=lambda: table.now), store, "alana", "discord")
    assert await shared.unheld() == 2
    b = Told(table, "b", 1, 3)
    await until(lambda: b.doing == {1, 3})
    assert await shared.unheld() == 0
    await a_minute()
    assert len(a.wrong) == 1
    await b.stop()
    await until(lambda: len(a.wrong) == 2)
    await a.stop()
    assert await shared.unheld() == 0, "nobody takes part"
