"""What several processes share out between them, each its even part: groups of a platform's connections.

Each process that takes part says so by a lease of its own, which also says how many units it wants to be
served; each group of units is a lease. At every look a process counts who is there, takes what is free until
it has its share, and gives up what is beyond it. Who dies is followed as any holder is; who stops gives all
up at once.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import timedelta
from functools import partial
from typing import Protocol

from bot.errors import StorageError
from bot.frozen import frozen
from bot.leasing import BEAT, LENGTH, Leases, under
from bot.ports import Lease, LeaseName, WrongShares

GROUPS = 16  # at most: each is a lease, and a login
MISSING_LOOKS = 8  # a minute
TURN = 0.25  # seconds between two looks whether it is our turn

log = logging.getLogger("alana.sharing")

UnitWork = Callable[[Sequence[int], int], Awaitable[None]]


class Roster(Protocol):
    """What the database says of the leases of all processes. `holder`: this one's name there."""

    @property
    def holder(self) -> str: ...

    async def standing(self, bot: str, beginning: str) -> Mapping[str, str]: ...

    async def turn(self, name: LeaseName, length: timedelta) -> bool: ...


@frozen
class UnitGroup:
    """The units `number * units / groups` up to the next group's first."""

    number: int
    units: int

    @property
    def members(self) -> Sequence[int]:
        groups = min(self.units, GROUPS)
        return range(self.number * self.units // groups, (self.number + 1) * self.units // groups)


def share(taking_part: Mapping[str, int], held: Mapping[UnitGroup, str], me: str) -> frozenset[UnitGroup]:
    """The groups that `me` is to ask for and keep. `taking_part`: everybody who is there, `me` too, with the
    units that they want; `held`: the holders of groups."""
    units = max(taking_part.values())
    groups = [UnitGroup(number, units) for number in range(min(units, GROUPS))]
    counts = {name: sum(held.get(group) == name for group in groups) for name in taking_part}
    # Whoever has most keeps what is over: as few as can be change hands.
    ranks = sorted(taking_part, key=lambda name: (-counts[name], name))
    least, over = divmod(len(groups), len(ranks))
    wanted = least + (ranks.index(me) < over)
    mine = [group for group in groups if held.get(group) == me]
    free = [group for group in groups if held.get(group) not in taking_part]
    at = sorted(taking_part).index(me) * len(free) // len(ranks)  # not all ask for the same first
    return frozenset([*mine, *free[at:], *free[:at]][:wanted])


class SharedOut:
    """`bot.ports.Sharing` for the platform `name` of a bot."""

    def __init__(
        self,
        leases: Leases,
        roster: Roster,
        bot: str,
        name: str,
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._leases, self._roster, self._bot, self._name = leases, roster, bot, name
        self._sleep = sleep

    # ------------------------------------------------------------ units

    async def serve(self, units: int, work: UnitWork) -> None:
        presence = f"{self._name} member {units} {self._roster.holder}"
        working: dict[UnitGroup, asyncio.Task[None]] = {}
        try:
            await self._leases.of(self._bot, presence).acquired()
            while True:
                await self._look(units, work, working)
                await _until(self._sleep(BEAT), list(working.values()))
        finally:
            await _ended(list(working.values()))
            await self._leases.give_up(self._bot, presence)

    async def _look(self, units: int, work: UnitWork, working: dict[UnitGroup, "asyncio.Task[None]"]) -> None:
        me = self._roster.holder
        try:
            names = await self._roster.standing(self._bot, f"{self._name} ")
        except StorageError as error:
            log.debug("sharing: %s", error)  # the leases say how long what we have stays ours
            return
        wanted = share({**_members(names), me: units}, _held(names), me)
        await _ended([working.pop(group) for group in [*working] if group not in wanted])
        for group in sorted(wanted - working.keys(), key=lambda group: group.number):
            working[group] = asyncio.create_task(self._serve_group(group, work))

    async def _serve_group(self, group: UnitGroup, work: UnitWork) -> None:
        name = f"{self._name} group {group.number} of {group.units}"
        try:
            await under(self._leases.of(self._bot, name), partial(work, group.members, group.units))
        finally:
            await self._leases.give_up(self._bot, name)

    async def unheld(self) -> int:
        """How many units no process holds now, of as many as are to be served; 0 where nobody takes part.
        Raises `StorageError`."""
        names = await self._roster.standing(self._bot, f"{self._name} ")
        units, held = max(_members(names).values(), default=0), _held(names)
        if not units:  # they were given out by hand
            return len(_missing(names, max(_told(names), default=0)))
        groups = (UnitGroup(number, units) for number in range(min(units, GROUPS)))
        return sum(len(group.members) for group in groups if group not in held)

    # ------------------------------------------------------------ units that are given out by hand

    async def hold(
        self,
        units: Sequence[int],
        of: int,
        work: Callable[[], Awaitable[None]],
        wrong: Callable[[WrongShares], None],
    ) -> None:
        presence = f"{self._name} told {of} {self._roster.holder}"
        names = {f"{self._name} unit {unit}": unit for unit in units}
        leases = [self._leases.of(self._bot, name) for name in names]
        for lease in leases:
            work = partial(under, lease, work)
        telling = asyncio.create_task(self._tell_what_is_wrong(names, of, leases, wrong))
        try:
            await self._leases.of(self._bot, presence).acquired()
            await work()
        finally:
            await _ended([telling])
            for name in (presence, *names):
                await self._leases.give_up(self._bot, name)

    async def _tell_what_is_wrong(
        self,
        names: Mapping[str, int],
        of: int,
        leases: Sequence[Lease],
        wrong: Callable[[WrongShares], None],
    ) -> None:
        """Once it has been so for longer than a process that died would be followed; what nobody has, for a
        minute, in which somebody may be started."""
        told, lacked = WrongShares(), 0
        while True:
            await self._sleep(LENGTH.total_seconds() + BEAT)
            try:
                standing = await self._roster.standing(self._bot, f"{self._name} ")
            except StorageError as error:
                log.debug("sharing: %s", error)
                continue
            counts = _told(standing) - {of}
            missing = () if counts else _missing(standing, of)
            lacked = lacked + 1 if missing else 0
            doubled = () if all(lease.held for lease in leases) else self._others(names, standing)
            found = WrongShares(doubled, tuple(sorted(counts)), missing if lacked >= MISSING_LOOKS else ())
            if (news := found.since(told)) != WrongShares():
                wrong(news)
            told = found

    def _others(self, names: Mapping[str, int], standing: Mapping[str, str]) -> tuple[int, ...]:
        me = self._roster.holder
        return tuple(unit for name, unit in names.items() if standing.get(name, me) != me)

    # ------------------------------------------------------------ turns

    async def turn(self, key: str, every: timedelta) -> None:
        while not await self._is_free(f"{self._name} turn {key}", every):
            await self._sleep(TURN)

    async def _is_free(self, name: str, every: timedelta) -> bool:
        try:
            return await self._roster.turn((self._bot, name), every)
        except StorageError as error:
            log.debug("sharing: %s", error)
            return False


def _members(names: Mapping[str, str]) -> dict[str, int]:
    """Who takes part, with the units that they want."""
    found: dict[str, int] = {}
    for name, holder in names.items():
        _, kind, units, *_ = name.split(" ")
        if kind == "member":
            found[holder] = max(int(units), found.get(holder, 0))
    return found


def _told(names: Mapping[str, str]) -> set[int]:
    """How many units there are, as each process was told by hand."""
    return {int(name.split(" ")[2]) for name in names if name.split(" ")[1] == "told"}


def _missing(names: Mapping[str, str], of: int) -> tuple[int, ...]:
    """Of as many units those that no process has that was told so by hand."""
    had = {int(name.split(" ")[2]) for name in names if name.split(" ")[1] == "unit"}
    return tuple(unit for unit in range(of) if unit not in had)


def _held(names: Mapping[str, str]) -> dict[UnitGroup, str]:
    found = {}
    for name, holder in names.items():
        _, kind, number, *rest = name.split(" ")
        if kind == "group":
            found[UnitGroup(int(number), int(rest[1]))] = holder
    return found


async def _until(pause: Awaitable[None], tasks: Collection["asyncio.Task[None]"]) -> None:
    """Returns after the pause; raises what a task ended with, if one does."""
    pausing = asyncio.ensure_future(pause)
    try:
        await asyncio.wait({pausing, *tasks}, return_when=asyncio.FIRST_COMPLETED)
        for task in tasks:
            if task.done():
                await task
                raise RuntimeError("a unit's work is to go on until it is cancelled")
    finally:
        pausing.cancel()


async def _ended(tasks: Collection["asyncio.Task[None]"]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
