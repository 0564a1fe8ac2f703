"""The composition root, its first half: the rooms wired together for one bot or for many.

`App` is everything that serves one bot. Bots of one program share the database, its leases, the matcher, and
the scripts that they have in common; all else is each one's own.
"""

import asyncio
import contextlib
import logging
import os
import random
import secrets
import socket
import time
from collections.abc import AsyncIterator, Callable, Collection, Coroutine, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from bot.commands.context import About
from bot.conversation.access import access
from bot.conversation.crowds import Allowance
from bot.conversation.handle import Conversations
from bot.conversation.host import ConversationHost, phrase
from bot.conversation.world import World
from bot.delivery.sender import Sender
from bot.desk import OperatorDesk, health_of
from bot.frozen import frozen
from bot.leasing import Leases
from bot.matching.choose import best_matcher
from bot.matching.lexical import LexicalMatcher
from bot.matching.semantic import SemanticMatcher
from bot.oversight import Listeners, Watched
from bot.places.suggesting import suggest
from bot.ports import Adapter, Claimed, Lease, Sharded, Surveying
from bot.reminders.scheduler import Scheduler
from bot.script_library import ScriptLibrary
from bot.settings import Settings
from bot.sharing import SharedOut
from bot.storage.bots import DEFAULT
from bot.storage.copying import refuse_unfinished
from bot.storage.database import Database
from bot.storage.leases import SqlLeases
from bot.storage.notes import SqlNotes, SqlWakeups
from bot.storage.outbox import SqlOutbox
from bot.storage.store import SqlStore
from bot.storage.writer import Writer
from bot.time_limits import within
from bot.zonerules import rules

# Seconds that a stop gives to the database, to traces.
CLOSING_SECONDS, TELLING_SECONDS = 1.5, 0.9

log = logging.getLogger("alana")
# What waits for the database is told of by the database itself, once.
_LEVELS = {
    "retry": logging.DEBUG,
    "dropped": logging.DEBUG,
    "waiting": logging.DEBUG,
    "unmarked": logging.DEBUG,
    "detour": logging.INFO,
}

Adapters = Mapping[str, Adapter]


@dataclass
class App:
    """Everything that serves one bot."""

    settings: Settings
    adapters: Adapters
    database: Database
    store: SqlStore
    notes: SqlNotes
    scheduler: Scheduler
    sender: Sender
    conversations: Conversations
    host: ConversationHost
    library: ScriptLibrary
    matcher: LexicalMatcher | SemanticMatcher
    writer: Writer
    leases: Leases
    sharing: Mapping[str, SharedOut]  # by platform that several processes receive from
    observer: Listeners
    watched: Watched
    desk: OperatorDesk


def now() -> datetime:
    return datetime.now(UTC)


@contextlib.asynccontextmanager
async def program(
    settings: Settings,
    adapters: Adapters,
    *,
    pace: str | None = None,
    clock: Callable[[], datetime] = now,
) -> AsyncIterator[App]:
    """The program for one bot. Raises `StorageError` or `ContentError` with one clear line before anything
    connects."""
    async with programs({DEFAULT: (settings, adapters)}, pace=pace, clock=clock) as [running]:
        yield running


@contextlib.asynccontextmanager
async def programs(
    bots: Mapping[str, tuple[Settings, Adapters]],
    *,
    pace: str | None = None,
    clock: Callable[[], datetime] = now,
) -> AsyncIterator[Sequence[App]]:
    """Opens the database, loads the scripts and wires the rooms of each bot; closes all of it at the end.
    What is not a bot's own is as the settings of the first say."""
    rules()  # before anything can make a time zone
    [(settings, _), *_] = bots.values()
    libraries = {path: ScriptLibrary(path) for path in {s.dialogues for s, _ in bots.values()}}
    observer = Listeners(settings)
    database = Database(settings.database_url.get_secret_value(), observer)
    await database.open()
    if database.warning is not None:
        log.warning("%s", database.warning)
    roster = SqlLeases(database, _name()) if database.shared else None
    leases, matcher = Leases(roster), best_matcher(settings.matcher)
    shared = Shared(database, leases, roster, matcher, observer, libraries, clock)
    apps = [_wired(name, s, adapters, shared, pace or s.pace) for name, (s, adapters) in bots.items()]
    try:
        await database.read(refuse_unfinished)
        for app in apps:
            for series in app.library.current.series.values():
                await app.conversations.revisions.remember(series)
            await app.desk.look()
        yield apps
    finally:
        shared.matcher.close()

        async def close() -> None:
            await asyncio.gather(*(app.store.close() for app in apps))
            await database.close()

        await at_most(CLOSING_SECONDS, close, "the database did not answer in time; what is stored is safe")
        left = "traces or mistakes were not sent in time; the rest is left"
        await at_most(TELLING_SECONDS, observer.close, left)


def _name() -> str:
    """Of this process, as operators can find it; no two of them have the same."""
    return f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"


@frozen
class Shared:
    """What the bots of a program have in common."""

    database: Database
    leases: Leases
    roster: SqlLeases | None  # None: nobody else can serve the database
    matcher: LexicalMatcher | SemanticMatcher
    observer: Listeners
    libraries: Mapping[Path, ScriptLibrary]
    clock: Callable[[], datetime]


def _wired(bot: str, settings: Settings, adapters: Adapters, shared: Shared, pace: str) -> App:
    database, clock = shared.database.of(bot), shared.clock
    library = shared.libraries[settings.dialogues]
    writer = Writer(database)
    leases: Mapping[str, Lease] = {name: shared.leases.of(bot, name) for name in adapters}
    outbox = SqlOutbox(database, writer, clock)
    notes = SqlNotes(database, writer)
    sender = Sender(
        outbox,
        adapters,
        clock=clock,
        random=random.Random(),
        note=_note,
        words=phrase,
        leases=leases,
        observer=shared.observer.of(bot),
    )
    outbox.listener = sender
    outbox.fence = lambda platform: leases[platform].token if platform in leases else 0
    store = SqlStore(database, writer, outbox, clock)
    desk = OperatorDesk(database, writer, clock)
    sharing = _shared_out(bot, shared, adapters)
    watched = Watched(
        settings,
        database,
        library,
        sender,
        adapters,
        shared.observer,
        clock,
        lambda name: name in sharing or leases[name].held,
        partial(_elsewhere, shared.roster, bot),
        sharing,
    )
    conversations = Conversations(_world(watched, desk, shared, store, notes, pace))
    outbox.still_for = conversations.still_for
    wakeups = SqlWakeups(database)
    scheduler = Scheduler(wakeups, conversations.handle, clock=clock, calm=conversations.calm)
    store.expecting = scheduler.expect
    places = {"zone": lambda text, locale: [(g.label, g.label) for g in suggest(text, locale=locale)]}
    return App(
        settings=settings,
        adapters=adapters,
        database=database,
        store=store,
        notes=notes,
        scheduler=scheduler,
        sender=sender,
        conversations=conversations,
        host=ConversationHost(
            conversations, lambda: library.current, notes, places, sender.reached, outbox.moved
        ),
        library=library,
        matcher=shared.matcher,
        writer=writer,
        leases=shared.leases,
        sharing=sharing,
        observer=shared.observer,
        watched=watched,
        desk=desk,
    )


async def _elsewhere(roster: SqlLeases | None, bot: str, names: Collection[str]) -> Collection[str]:
    return await roster.elsewhere(bot, names) if roster is not None else ()


def _shared_out(bot: str, shared: Shared, adapters: Adapters) -> Mapping[str, SharedOut]:
    roster = shared.roster
    if roster is None:
        return {}
    found = (name for name, one in adapters.items() if isinstance(one, Sharded) and one.sharded)
    return {name: SharedOut(shared.leases, roster, bot, name) for name in found}


def _world(
    watched: Watched, desk: OperatorDesk, shared: Shared, store: SqlStore, notes: SqlNotes, pace: str
) -> World:
    settings, adapters, sender = watched.settings, watched.adapters, watched.sender
    return World(
        store=store,
        notes=notes,
        catalogue=lambda: watched.library.current,
        matcher=shared.matcher,
        about=about(settings, adapters),
        limits={name: adapter.limits for name, adapter in adapters.items()},
        pace=pace,
        flush=sender.flush,
        hold=sender.hold,
        let_go=sender.let_go,
        waiting=sender.waiting,
        clock=shared.clock,
        access=access(settings.allowed),
        newcomers_per_minute=settings.max_new_people_per_minute,
        allowance=Allowance(time.monotonic) if set(adapters) - {"terminal"} else None,
        observer=shared.observer.of(watched.database.bot),
        rulings=desk.now,
        health=lambda: health_of(watched),
        decided=desk.decided,
        looking={name: adapter for name, adapter in adapters.items() if isinstance(adapter, Surveying)},
    )


def about(settings: Settings, platforms: Collection[str]) -> About:
    """What people are told of the operator's settings. Operators elsewhere than on these platforms can
    neither ask for anything nor be written to."""
    return About(
        operator_contact=settings.operator_contact or "",
        helpline_url=settings.helpline_url,
        seen_days=settings.seen_days,
        log_days=settings.log_days,
        backup_days=settings.backup_days,
        keep_misses=settings.keep_misses,
        quiet_hours=settings.quiet_hours,
        nudge_window=timedelta(hours=settings.nudge_window_hours),
        nudge_steps=settings.nudge_backoff,
        operators=frozenset(o for o in settings.operators if o.partition(":")[0] in platforms),
    )


async def at_most(seconds: float, step: Callable[[], Coroutine[Any, Any, object]], otherwise: str) -> None:
    """A step of a stop: whatever is stuck, the next one comes."""
    try:
        await within(seconds, step())
    except TimeoutError:
        log.warning("%s", otherwise)


def _note(event: str, row: Claimed | None, reason: str) -> None:
    level = _LEVELS.get(event, logging.WARNING)
    what = f"{row.outgoing.address.platform} {row.outgoing.id}" if row is not None else "the outbox"
    log.log(level, "delivery %s: %s (%s)", event, what, reason)
