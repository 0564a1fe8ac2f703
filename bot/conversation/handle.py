"""`Conversations.handle`: an `Inbound` in, one committed `Change` out.

Turns of one person run in order of arrival; people never wait for one another. A lost race is played
again; a turn that fails three times is recorded by type and id only, apologised for, and confirmed.
"""

import asyncio
import contextlib
import logging
import random
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot.commands.context import About
from bot.conversation import turn
from bot.conversation.arriving import Revisions
from bot.conversation.catalogue import Catalogue
from bot.conversation.departed import Departed
from bot.conversation.queues import Backlogs, DoubleTaps, Newcomers, PersonQueues, Talks
from bot.conversation.saying import words
from bot.conversation.scene import Scene
from bot.conversation.unit_of_work import change_of
from bot.conversation.view import Pace, Tools, View
from bot.engine.values import Value
from bot.errors import DialogueFault, StorageError
from bot.frozen import replace
from bot.matching.thresholds import RankingMatcher
from bot.model import Address, Inbound, Limits, Membership, Subject, Wakeup
from bot.ports import Change, Conflict, Notes, Saved, Store
from bot.texts import match_locale, texts_for

TRIES = 3
STORAGE_PAUSE = 2.0
NEWCOMER_PAUSE = 5.0
_ANY = Limits(max_text=2000, measure="utf16", max_label=64, short_label=32, max_buttons=24)  # nothing is sent

log = logging.getLogger("alana.conversation")


@dataclass(frozen=True, slots=True)
class World:
    """What the conversations stand on. `flush` skips pending pauses at an address, `waiting` says how many
    answers are on their way there."""

    store: Store
    notes: Notes
    catalogue: Callable[[], Catalogue]
    matcher: RankingMatcher
    about: About
    limits: Mapping[str, Limits]
    pace: str = "natural"
    functions: Mapping[str, Callable[..., Value]] = field(default_factory=dict)
    flush: Callable[[Address], None] = lambda address: None
    waiting: Callable[[Address], int] = lambda address: 0
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    monotonic: Callable[[], float] = time.monotonic
    newcomers_per_minute: int = 600


class Conversations:
    """The use case. `handle` returns when the turn is committed, or dropped as seen before."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._queues = PersonQueues()
        self._talks = Talks()
        self._newcomers = Newcomers(world.newcomers_per_minute, world.monotonic)
        self._taps = DoubleTaps(world.monotonic)
        self._backlogs = Backlogs(world.waiting)
        self.departed = Departed()
        self.revisions = Revisions(world.notes)
        self._tools = Tools(world.store, world.matcher, world.about, self.revisions.arrive)

    async def handle(self, inbound: Inbound) -> None:
        waited_for = not isinstance(inbound.body, Wakeup)
        if waited_for:
            self._world.flush(inbound.address)
        with self._talks if waited_for else contextlib.nullcontext():
            if not await self._queues.run(inbound.subject, lambda: self._turn(inbound)):
                log.warning("too much waits for one person: dropped %s", inbound.id)

    async def locale(self, subject: Subject) -> str | None:
        """The language that a person talks in, as far as it is known."""
        return (await self._world.store.load(subject)).profile.spoken

    async def calm(self) -> None:
        """Returns when nobody waits for an answer, or soon."""
        await self._talks.calm()

    async def idle(self) -> None:
        """Returns when no turn is running or waiting."""
        await self._queues.idle()

    # ------------------------------------------------------------ one turn, to its end

    async def _turn(self, inbound: Inbound) -> None:
        failures = 0
        while True:
            try:
                await self._attempt(inbound)
                return
            except StorageError as error:  # nothing was changed: the turn waits for the database
                log.error("%s", error)
                await self._world.sleep(STORAGE_PAUSE)
            except Exception as error:
                failures += 1
                if failures >= TRIES:
                    await self._poisonous(inbound, error)
                    return

    async def _attempt(self, inbound: Inbound) -> None:
        store = self._world.store
        while True:
            saved = await store.load(inbound.subject)
            if saved.version == 0 and not await self._admit(inbound):
                return
            if self._taps.doubled(inbound):
                return
            over = self._backlogs.over(inbound)
            if over == "again":
                return
            change = await self.change(saved, inbound) if over == "no" else self._patience(saved, inbound)
            if not isinstance(await store.commit(change), Conflict):
                self._remember(change, inbound)
                return

    async def change(self, saved: Saved, inbound: Inbound) -> Change:
        """What this inbound changes; nothing is stored yet. The same arguments give the same change."""
        view = self.view(saved, inbound)
        try:
            outputs = await turn.outputs_of(view)
        except DialogueFault as error:
            log.error("script fault: %s", error)
            t = view.texts.t
            outputs = (
                words(t("Something in the script went wrong just now. Your place is kept; try /menu.")),
            )
        return change_of(view, outputs)

    def view(self, saved: Saved, inbound: Inbound) -> View:
        """What a turn sees as it begins."""
        world = self._world
        arrived = _arrived(saved, inbound)
        locale = match_locale(arrived.profile.spoken)
        series = world.catalogue().of(arrived.series)
        dice = random.Random(f"{inbound.id}/{saved.version}")  # the same turn again rolls the same
        limits = world.limits.get(inbound.address.platform)
        return View(
            loaded=saved,
            saved=arrived,
            inbound=inbound,
            now=inbound.at,
            texts=texts_for(locale),
            limits=limits or _ANY,
            served=limits is not None,
            pace=pace_of(arrived.profile.pace or world.pace),
            private_address=_private(arrived),
            scene=Scene(series, locale, dice, world.functions) if series else None,
            tools=self._tools,
        )

    # ------------------------------------------------------------ guards

    async def _admit(self, inbound: Inbound) -> bool:
        """New people beyond so many a minute wait for the next one."""
        if isinstance(inbound.body, Membership | Wakeup):
            return False  # nobody we know: nothing to keep
        while not self._newcomers.admit():
            log.warning("many new people this minute: %s waits", inbound.id)
            await self._world.sleep(NEWCOMER_PAUSE)
        return True

    def _remember(self, change: Change, inbound: Inbound) -> None:
        if change.forget:
            self._taps.forget(inbound.subject)
            self.departed.left((inbound.address, change.saved.address, change.saved.direct))
            return
        self.departed.came(inbound.address)
        self._taps.note(inbound)

    def _patience(self, saved: Saved, inbound: Inbound) -> Change:
        view = self.view(saved, inbound)
        line = view.texts.t("One moment, please: the answers so far are still on their way to you.")
        return change_of(view, (words(line),))

    async def _poisonous(self, inbound: Inbound, error: Exception) -> None:
        kind = type(inbound.body).__name__
        log.error("a turn failed %d times: %s %s (%s)", TRIES, kind, inbound.id, _where(error))
        await self._world.notes.poisoned(inbound.id, kind, type(error).__name__, self._world.clock())
        saved = await self._world.store.load(inbound.subject)
        view = self.view(saved, inbound)
        sorry = view.texts.t("Something went wrong on my side just now, I'm sorry. Your place is kept.")
        await self._world.store.commit(replace(change_of(view, (words(sorry),)), inbound_id=None))


def pace_of(name: str) -> Pace:
    """Seconds of pause before a message, from its length: about how long it takes to write and read."""
    factor = {"natural": 1.0, "fast": 0.35}.get(name, 0.0)
    return lambda text: factor * min(4.5, 0.6 + len(text) / 90)


def _arrived(saved: Saved, inbound: Inbound) -> Saved:
    """The person as they are once this arrived: where they are, and that they are here."""
    body = inbound.body
    if isinstance(body, Wakeup):
        return saved
    if isinstance(body, Membership):
        return replace(saved, profile=replace(saved.profile, unreachable=not body.reachable))
    profile = saved.profile
    if profile.unreachable or (inbound.locale and inbound.locale != profile.platform_locale):
        locale = inbound.locale or profile.platform_locale
        profile = replace(profile, unreachable=False, platform_locale=locale)
    address, now, pending = inbound.address, inbound.at, saved.pending
    return replace(
        saved,
        created_at=saved.created_at or now,
        seen_at=now,
        pending=pending if pending is not None and pending.expires_at > now else None,
        address=address,
        direct=address if address.direct else saved.direct,
        profile=profile,
    )


def _private(saved: Saved) -> Address:
    """The person's direct chat: the last one known, else the one that their account opens."""
    if saved.direct is not None:
        return saved.direct
    key = saved.subject.key
    chat = f"user:{key}" if saved.subject.platform == "discord" else key
    return Address(saved.subject.platform, chat)


def _where(error: Exception) -> str:
    """The place of an error in the code, without its text: that may hold what people typed."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
    return f"{type(error).__name__} at {place}"
