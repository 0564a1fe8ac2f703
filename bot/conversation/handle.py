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

from bot.commands import reminding
from bot.commands.context import About
from bot.conversation import nudging, typed
from bot.conversation.arriving import Revisions
from bot.conversation.catalogue import Catalogue
from bot.conversation.departed import Departed
from bot.conversation.draft import Draft, Pace
from bot.conversation.queues import DoubleTaps, Newcomers, PersonQueues, Talks
from bot.conversation.scene import Scene
from bot.conversation.turn import Turn
from bot.conversation.view import Tools
from bot.engine.values import Value
from bot.errors import DialogueFault, StorageError
from bot.frozen import replace
from bot.matching.thresholds import RankingMatcher
from bot.model import (
    Address,
    CommandCall,
    Inbound,
    Limits,
    Located,
    Membership,
    Opened,
    Press,
    Subject,
    Text,
    Unreadable,
    Wakeup,
)
from bot.ports import Change, Conflict, Notes, Saved, Store
from bot.reminders.plan import heard
from bot.texts import match_locale, texts_for

TRIES = 3
STORAGE_PAUSE = 2.0
NEWCOMER_PAUSE = 5.0
_ANY = Limits(max_text=2000, measure="utf16", max_label=64, short_label=32, max_buttons=24)  # nothing is sent

log = logging.getLogger("alana.conversation")


@dataclass(frozen=True, slots=True)
class World:
    """What the conversations stand on. `flush` skips pending pauses at an address."""

    store: Store
    notes: Notes
    catalogue: Callable[[], Catalogue]
    matcher: RankingMatcher
    about: About
    limits: Mapping[str, Limits]
    pace: str = "natural"
    functions: Mapping[str, Callable[..., Value]] = field(default_factory=dict)
    flush: Callable[[Address], None] = lambda address: None
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
        self.departed = Departed()
        self.revisions = Revisions(world.notes)

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
            change = await self.change(saved, inbound)
            if not isinstance(await store.commit(change), Conflict):
                self._remember(change, inbound)
                return

    async def change(self, saved: Saved, inbound: Inbound) -> Change:
        """What this inbound changes; nothing is stored yet. The same arguments give the same change."""
        turn = self._prepare(saved, inbound)
        draft = turn.draft
        try:
            if await typed.listen(turn, inbound.body):
                return draft.change()
            self._heard(turn)
            moved = await _arrives(turn)
            if not moved or not isinstance(inbound.body, Press | Text):
                await self._dispatch(turn, inbound)
            elif isinstance(inbound.body, Text):
                await typed.moved_on(turn, inbound.body)
        except DialogueFault as error:
            log.error("script fault: %s", error)
            turn = self._prepare(saved, inbound)
            draft = turn.draft
            draft.words(
                draft.texts.t("Something in the script went wrong just now. Your place is kept; try /menu.")
            )
        return draft.change()

    def _prepare(self, saved: Saved, inbound: Inbound) -> Turn:
        world = self._world
        now = inbound.at
        arrived = _arrived(saved, inbound, now)
        locale = match_locale(arrived.profile.spoken)
        series = world.catalogue().of(arrived.series)
        dice = random.Random(f"{inbound.id}/{saved.version}")  # the same turn again rolls the same
        scene = Scene(series, locale, dice, world.functions) if series else None
        draft = Draft(
            loaded=saved,
            saved=arrived,
            inbound=inbound,
            now=now,
            texts=texts_for(locale),
            limits=world.limits.get(inbound.address.platform, _ANY),
            pace=pace_of(arrived.profile.pace or world.pace),
            private_address=_private(arrived),
        )
        return Turn(
            draft,
            scene,
            Tools(world.store, world.matcher, world.about, nudging.sample, self.revisions.arrive),
        )

    def _heard(self, turn: Turn) -> None:
        """Any word makes nudges daily again, and possible again where they could not be delivered."""
        draft = turn.draft
        if isinstance(draft.inbound.body, Membership | Wakeup):
            return
        plan = reminding.plan_of(draft.saved)
        if plan is None:
            return
        again = heard(plan)
        was_closed = draft.loaded.profile.unreachable
        if again != plan:
            draft.saved = reminding.with_plan(draft.saved, again)
        if again != plan or was_closed:
            turn.replan()
        if was_closed and plan.on:
            draft.words(
                draft.texts.t(
                    "I couldn't write to you in our direct chat the other day. "
                    "If you want the reminders, please open it to me; “stop” turns them off."
                )
            )

    async def _dispatch(self, turn: Turn, inbound: Inbound) -> None:
        match inbound.body:
            case Text() as text:
                await typed.respond(turn, text)
            case Press() as press:
                await turn.pressed(press)
            case CommandCall(name, argument):
                await turn.command(name, argument)
            case Opened():
                await turn.opened()
            case Located(latitude, longitude):
                await turn.located(latitude, longitude)
            case Unreadable():
                await turn.not_words()
            case Wakeup() as wakeup if inbound.address.platform in self._world.limits:
                nudging.wake(turn, wakeup)
            case Wakeup() as wakeup:
                nudging.pass_over(turn, wakeup)
            case Membership(reachable=True):
                turn.replan()
            case Membership():
                turn.draft.wakeups += reminding.NO_WAKEUPS

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

    async def _poisonous(self, inbound: Inbound, error: Exception) -> None:
        kind = type(inbound.body).__name__
        log.error("a turn failed %d times: %s %s (%s)", TRIES, kind, inbound.id, _where(error))
        await self._world.notes.poisoned(inbound.id, kind, type(error).__name__, self._world.clock())
        saved = await self._world.store.load(inbound.subject)
        turn = self._prepare(saved, inbound)
        turn.draft.words(
            turn.draft.texts.t("Something went wrong on my side just now, I'm sorry. Your place is kept.")
        )
        await self._world.store.commit(replace(turn.draft.change(), inbound_id=None))


async def _arrives(turn: Turn) -> bool:
    """Takes a person who did something along where their script changed under them. True: their question
    moved. What comes by itself, a wake-up or news of their chat, changes no place and says nothing of it."""
    state = turn.draft.saved.state
    if turn.scene is None or state is None or isinstance(turn.draft.inbound.body, Wakeup | Membership):
        return False
    return await turn.arrive(state)


def pace_of(name: str) -> Pace:
    """Seconds of pause before a message, from its length: about how long it takes to write and read."""
    factor = {"natural": 1.0, "fast": 0.35}.get(name, 0.0)
    return lambda text: factor * min(4.5, 0.6 + len(text) / 90)


def _arrived(saved: Saved, inbound: Inbound, now: datetime) -> Saved:
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
    address = inbound.address
    return replace(
        saved,
        created_at=saved.created_at or now,
        seen_at=now,
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
