"""The composition root: the only place that knows every room.

`App` holds what serves, wired together; `serve` runs platforms beside each other until they end
or the process is asked to stop.
"""

import asyncio
import contextlib
import ctypes
import gc
import logging
import os
import random
import secrets
import signal
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.care import judge
from bot.commands.context import About
from bot.conversation.crowds import Allowance
from bot.conversation.handle import Conversations, World
from bot.conversation.host import ConversationHost, phrase
from bot.delivery.sender import Sender
from bot.errors import PlatformRefused, StorageError
from bot.leasing import Leases, under
from bot.matching.choose import best_matcher
from bot.matching.lexical import LexicalMatcher
from bot.matching.semantic import SemanticMatcher
from bot.oversight import Lifesigns, Listeners, Watched, answering, pulse
from bot.places import resolving
from bot.places.suggesting import suggest
from bot.ports import Adapter, Claimed, Lease
from bot.reloading import Reloader
from bot.reminders.scheduler import Scheduler
from bot.script_library import ScriptLibrary
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.fresh import fresh
from bot.storage.leases import EVERY_BOT, SqlLeases
from bot.storage.notes import SqlNotes, SqlWakeups
from bot.storage.outbox import SqlOutbox
from bot.storage.pruning import Ages, Pruner
from bot.storage.store import SqlStore
from bot.storage.writer import Writer
from bot.supervision import Supervisor
from bot.timewords.lexicon import lexicon
from bot.zonerules import rules

# Seconds that a stop gives to turns in hand, to messages in hand, to the connections, to the database, to
# traces: less than the ten after which people and service managers kill.
TURNS_SECONDS, SENDING_SECONDS, LEAVING_SECONDS, CLOSING_SECONDS, TELLING_SECONDS = 3.0, 2.5, 2.0, 1.5, 0.9

CONNECTING_SECONDS = 1.0
FRESH_SECONDS = 0.2  # between two looks for what other processes have stored

log = logging.getLogger("alana")
_LEVELS = {"retry": logging.DEBUG, "dropped": logging.DEBUG, "detour": logging.INFO}


@dataclass
class App:
    """Everything that serves."""

    settings: Settings
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
    observer: Listeners


def now() -> datetime:
    return datetime.now(UTC)


@contextlib.asynccontextmanager
async def program(
    settings: Settings,
    adapters: Mapping[str, Adapter],
    *,
    pace: str | None = None,
    clock: Callable[[], datetime] = now,
) -> AsyncIterator[App]:
    """Opens the database, loads the scripts and wires the rooms; closes all of it at the end.

    Raises `StorageError` or `ContentError` with one clear line before anything connects.
    """
    rules()  # before anything can make a time zone
    library = ScriptLibrary(settings.dialogues)
    observer = Listeners(settings)
    database = Database(settings.database_url.get_secret_value(), observer)
    await database.open()
    if database.warning is not None:
        log.warning("%s", database.warning)
    running = _wired(settings, adapters, library, database, observer, pace or settings.pace, clock)
    try:
        for series in library.current.series.values():
            await running.conversations.revisions.remember(series)
        yield running
    finally:
        running.matcher.close()
        async with _at_most(CLOSING_SECONDS, "the database did not answer in time; what is stored is safe"):
            await running.store.close()
            await database.close()
        async with _at_most(TELLING_SECONDS, "traces or mistakes were not sent in time; the rest is left"):
            await observer.close()


def _wired(
    settings: Settings,
    adapters: Mapping[str, Adapter],
    library: ScriptLibrary,
    database: Database,
    observer: Listeners,
    pace: str,
    clock: Callable[[], datetime],
) -> App:
    writer = Writer(database)
    leases = Leases(SqlLeases(database, secrets.token_hex(8)) if database.shared else None)
    platform_leases = {name: leases.of(database.bot, name) for name in adapters}
    outbox = SqlOutbox(database, writer, clock)
    store = SqlStore(database, writer, outbox, clock)
    notes = SqlNotes(database, writer)
    sender = Sender(
        outbox,
        adapters,
        clock=clock,
        random=random.Random(),
        note=_note,
        words=phrase,
        leases=platform_leases,
        observer=observer,
    )
    outbox.listener = sender
    outbox.fence = lambda platform: platform_leases[platform].token if platform in platform_leases else 0
    matcher = best_matcher(settings.matcher)
    world = World(
        store=store,
        notes=notes,
        catalogue=lambda: library.current,
        matcher=matcher,
        about=about(settings),
        limits={name: adapter.limits for name, adapter in adapters.items()},
        pace=pace,
        flush=sender.flush,
        hold=sender.hold,
        let_go=sender.let_go,
        waiting=sender.waiting,
        clock=clock,
        newcomers_per_minute=settings.max_new_people_per_minute,
        allowance=Allowance(time.monotonic) if set(adapters) - {"terminal"} else None,
        observer=observer,
    )
    conversations = Conversations(world)
    places = {"zone": lambda text, locale: [(g.label, g.label) for g in suggest(text, locale=locale)]}
    host = ConversationHost(conversations, lambda: library.current, notes, places, sender.reached)
    scheduler = Scheduler(SqlWakeups(database), conversations.handle, clock=clock, calm=conversations.calm)
    store.expecting = scheduler.expect
    return App(
        settings,
        database,
        store,
        notes,
        scheduler,
        sender,
        conversations,
        host,
        library,
        matcher,
        writer,
        leases,
        observer,
    )


def about(settings: Settings) -> About:
    """What people are told of the operator's settings."""
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
    )


async def serve(running: App, adapters: Mapping[str, Adapter]) -> int:
    """Runs the platforms until all have ended or a stop is asked for. The exit code: 2 where every
    platform was refused, else 0."""
    watched = Watched(
        running.settings, running.database, running.library, running.sender, adapters, running.observer, now
    )
    async with answering(watched):
        return await _serve(running, adapters)


async def _serve(running: App, adapters: Mapping[str, Adapter]) -> int:
    settle_interpreter()
    stop = asyncio.Event()
    reloader = Reloader(running.library, running.conversations.revisions.remember)
    _on_signals(stop, reloader)
    sending = start_sending(running)
    platforms = {
        name: asyncio.create_task(_platform(name, adapter, running)) for name, adapter in adapters.items()
    }
    waking = asyncio.create_task(_minded(lambda: under(_lease(running, "scheduler"), running.scheduler.run)))
    warming = [asyncio.create_task(_warm(running))] if set(adapters) - {"terminal"} else []
    signs = Lifesigns(Supervisor(os.environ, os.getpid()), adapters, lambda name: platforms[name].done())
    upkeep = [asyncio.create_task(_minded(work)) for work in _upkeep(running, reloader, signs)]
    stopping = asyncio.create_task(stop.wait())
    try:
        refused = await _until_the_end(list(platforms.values()), stopping)
    finally:
        signs.stopping()
        others = [waking, stopping, *warming, *upkeep]
        await _stop(running, adapters, [*platforms.values(), *others], sending)
    return 2 if refused else 0


def start_sending(running: App) -> "asyncio.Task[None]":
    """The sender at work, and the leases kept that all work here is under, until the task is cancelled:
    the last of all, for others go on then."""

    async def work() -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(_minded(running.leases.run))
            group.create_task(_minded(running.sender.run))

    return asyncio.create_task(work())


def settle_interpreter() -> None:
    """For the whole process, once at its start.

    The collector leaves alone what lives as long as the process, and looks less often: at its usual
    thresholds it takes a fifth of every turn. The interpreter's lock goes round every half millisecond:
    the database's threads need it for a moment after each statement, and would wait 5 ms for it each time
    that the loop is busy.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    sys.setswitchinterval(0.0005)


def _upkeep(running: App, reloader: Reloader, signs: Lifesigns) -> Iterator[Callable[[], Awaitable[None]]]:
    """What goes on beside the platforms for as long as they run."""
    settings = running.settings
    yield running.conversations.let_newcomers_in
    yield lambda: pulse(running.observer, signs.beat)
    if running.database.shared:
        yield lambda: _listen(running)
    pruner = Pruner(
        running.database,
        running.writer,
        Ages(
            seen=timedelta(days=settings.seen_days),
            outbox=timedelta(days=settings.outbox_days),
            log=timedelta(days=settings.log_days),
        ),
        clock=now,
        playing=lambda: {s.program.digest for s in running.library.current.series.values()},
        note=lambda line: log.warning("pruning: %s", line),
    )
    yield lambda: under(running.leases.of(EVERY_BOT, "pruning"), pruner.run)
    yield reloader.on_request
    if settings.reload:
        yield reloader.on_change


def _lease(running: App, name: str) -> Lease:
    return running.leases.of(running.database.bot, name)


async def _listen(running: App) -> None:
    """Tells the sender of rows that other processes have stored; for ever."""
    while True:
        await asyncio.sleep(FRESH_SECONDS)
        with contextlib.suppress(StorageError):
            for _, platform in await fresh(running.database, now()):
                running.sender.news(platform)


async def _minded(work: Callable[[], Awaitable[None]]) -> None:
    """Our own bug there must be loud, and must not stop the bot."""
    try:
        await work()
    except Exception:
        log.exception("something beside the platforms stopped by a mistake of ours")


async def _warm(running: App) -> None:
    """Loads what first words would have to wait for: the matcher's vectors, the tables of care and cities.
    Not at once: connecting comes first, and threads share the interpreter."""
    await asyncio.sleep(CONNECTING_SECONDS)
    await asyncio.to_thread(judge.warm)
    await asyncio.to_thread(resolving.warm)
    await asyncio.to_thread(lexicon)
    for series in running.library.current.series.values():
        for bank in (series.bank, *series.banks.values()):
            await running.matcher.warm(bank)
    await asyncio.to_thread(_give_back)


def _give_back() -> None:
    """What loading took and does not need any more goes back to the system: some 10 MB, which the C library
    would keep for later (glibc's malloc_trim(3); another library does it by itself, or keeps it)."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


async def _platform(name: str, adapter: Adapter, running: App) -> bool:
    """True: it ended because the platform refused us."""
    try:
        await under(_lease(running, name), lambda: adapter.run(running.host))
    except PlatformRefused as error:
        log.error("%s: %s", name, error)
        return True
    return False


async def _until_the_end(platforms: Sequence["asyncio.Task[bool]"], stopping: "asyncio.Task[bool]") -> bool:
    """Waits for a stop, or for every platform to end; True when all were refused."""
    waiting = set(platforms)
    while waiting and not stopping.done():
        done, _ = await asyncio.wait({*waiting, stopping}, return_when=asyncio.FIRST_COMPLETED)
        for task in done & waiting:
            if task.exception() is not None:
                log.error("a platform stopped by a mistake of ours", exc_info=task.exception())
        waiting -= done
    if stopping.done():
        return False
    return all(task.exception() is not None or task.result() for task in platforms)


async def _stop(
    running: App,
    adapters: Mapping[str, Adapter],
    tasks: Sequence["asyncio.Task[Any]"],
    sending: "asyncio.Task[None]",
) -> None:
    """Stops receiving, finishes turns in hand, marks what was sent; the rest goes out next time."""
    for task in tasks:
        task.cancel()
    async with _at_most(TURNS_SECONDS, "some turns were not finished in time; what people did comes again"):
        await asyncio.wait(tasks)
        await running.conversations.idle()
    async with _at_most(SENDING_SECONDS, "some messages were not finished in time; they go out next time"):
        await running.sender.stop()
    sending.cancel()
    await asyncio.gather(sending, return_exceptions=True)
    async with _at_most(LEAVING_SECONDS, "a platform did not let go in time"):
        await asyncio.gather(*(adapter.close() for adapter in adapters.values()), return_exceptions=True)


@contextlib.asynccontextmanager
async def _at_most(seconds: float, otherwise: str) -> AsyncIterator[None]:
    """A step of a stop: whatever is stuck, the next one comes."""
    try:
        async with asyncio.timeout(seconds):
            yield
    except TimeoutError:
        log.warning("%s", otherwise)


def _on_signals(stop: asyncio.Event, reloader: Reloader) -> None:
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    loop.add_signal_handler(signal.SIGHUP, reloader.ask)


def _note(event: str, row: Claimed | None, reason: str) -> None:
    level = _LEVELS.get(event, logging.WARNING)
    what = f"{row.outgoing.address.platform} {row.outgoing.id}" if row is not None else "the outbox"
    log.log(level, "delivery %s: %s (%s)", event, what, reason)
