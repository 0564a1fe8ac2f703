"""The composition root, its second half: what was wired serves, until it ends or is asked to stop.

`serve` runs the platforms of a bot, or of many, beside each other.
"""

import asyncio
import contextlib
import ctypes
import gc
import logging
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from bot.care import judge
from bot.conversation.catalogue import Series
from bot.errors import PlatformRefused, StorageError
from bot.leasing import under
from bot.oversight import ClockWatch, Lifesigns, answering, pulse
from bot.places import resolving
from bot.ports import Hooked, Lease, Sharded
from bot.reloading import Reloader
from bot.restarts import PlatformStarts, begun_again, vital
from bot.storage.fresh import fresh
from bot.storage.leases import EVERY_BOT
from bot.storage.pruning import Ages, Pruner
from bot.storage.tallies import Statistician
from bot.supervision import Supervisor
from bot.timewords.lexicon import lexicon
from bot.wiring import Adapters, at_most
from bot.wiring import App as App  # with `program`, whoever runs the program needs only this file
from bot.wiring import now as now
from bot.wiring import program as program
from bot.wiring import programs as programs

# Seconds that a stop gives to turns in hand, to messages in hand, to the connections: with what closing takes
# (`wiring`) less than the ten after which people and service managers kill.
TURNS_SECONDS, SENDING_SECONDS, LEAVING_SECONDS = 3.0, 2.5, 2.0

CONNECTING_SECONDS = 1.0
FRESH_SECONDS = 0.2  # between two looks for what other processes have stored

log = logging.getLogger("alana")


async def serve(running: App, adapters: Adapters) -> int:
    """Runs one bot, as `serve_all` does."""
    return await serve_all([running])


async def serve_all(apps: Sequence[App]) -> int:
    """Runs the platforms of all bots until all have ended or a stop is asked for. The exit code: 2 where
    every platform was refused, 1 where the senders or leases stopped by a mistake of ours, or a platform
    did and new starts did not help (that of the process may), else 0."""
    async with answering([app.watched for app in apps]):
        return await _serve(apps)


async def _serve(apps: Sequence[App]) -> int:
    stop = asyncio.Event()
    reloaders = list(_reloaders(apps))
    _on_signals(stop, reloaders)
    sending = start_sending(*apps)
    platforms = [
        Serving(app, name, asyncio.create_task(_served(name, app))) for app in apps for name in app.adapters
    ]
    served = any(set(app.adapters) - {"terminal"} for app in apps)
    warming = [asyncio.create_task(_warmed(apps))] if served else []
    signs = Lifesigns(Supervisor(os.environ, os.getpid()), lambda: all(one.ready() for one in platforms))
    upkeep = [asyncio.create_task(begun_again(work)) for work in _upkeep(apps, reloaders, signs)]
    stopping = asyncio.create_task(stop.wait())
    try:
        code = await _until_the_end([one.task for one in platforms], stopping, sending)
    finally:
        signs.stopping()
        others = [stopping, *warming, *upkeep]
        await _stop(apps, [*(one.task for one in platforms), *others], sending)
    return code


@dataclass
class Serving:
    """A platform of a bot, and the task that runs it."""

    app: App
    name: str
    task: "asyncio.Task[bool]"

    def ready(self) -> bool:
        """Whether it serves, or another process does while we stand by, or it has ended."""
        if self.task.done():
            return True
        if self.name not in self.app.sharing and not _lease(self.app, self.name).held:
            return True
        return self.app.adapters[self.name].connected


def start_sending(*apps: App) -> "asyncio.Task[None]":
    """The senders at work, and the leases kept that all work here is under, until the task is cancelled:
    the last of all, for others go on then."""

    async def work() -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(vital(apps[0].leases.run))
            for app in apps:
                group.create_task(vital(app.sender.run))

    return asyncio.create_task(work())


def settle_interpreter() -> None:
    """For a process that serves many, once, when it has been set up.

    The collector leaves alone what lives as long as the process, and looks less often: at its usual
    thresholds it takes a fifth of every turn. The interpreter's lock goes round every half millisecond:
    the database's threads need it for a moment after each statement, and would wait 5 ms for it each time
    that the loop is busy.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)
    sys.setswitchinterval(0.0005)


def _reloaders(apps: Sequence[App]) -> Iterator[Reloader]:
    """One for each folder of scripts, whoever plays them."""
    for library in dict.fromkeys(app.library for app in apps):
        players = [app for app in apps if app.library is library]

        async def remember(series: Series, players: Sequence[App] = players) -> None:
            for app in players:
                await app.conversations.revisions.remember(series)

        yield Reloader(library, remember)


def _upkeep(
    apps: Sequence[App], reloaders: Sequence[Reloader], signs: Lifesigns
) -> Iterator[Callable[[], Awaitable[None]]]:
    """What goes on beside the platforms for as long as they run."""
    first = apps[0]
    for app in apps:
        yield app.conversations.let_newcomers_in
        yield partial(under, _lease(app, "scheduler"), app.scheduler.run)
        yield partial(under, _lease(app, "statistics"), _statistician(app).run)
        yield partial(app.desk.run, partial(_ask_all, reloaders), partial(log.debug, "operators: %s"))
    watch = ClockWatch(now, first.observer.monotonic)
    yield lambda: pulse(first.observer, signs.beat, watch.look)
    if first.database.shared:
        yield lambda: _listen(apps)
    yield partial(under, first.leases.of(EVERY_BOT, "pruning"), _pruner(apps).run)
    for reloader in reloaders:
        yield reloader.on_request
        if first.settings.reload:
            yield reloader.on_change


def _pruner(apps: Sequence[App]) -> Pruner:
    """For the whole database."""
    first = apps[0]
    settings = first.settings
    return Pruner(
        first.database,
        first.writer,
        Ages(
            seen=timedelta(days=settings.seen_days),
            outbox=timedelta(days=settings.outbox_days),
            log=timedelta(days=settings.log_days),
        ),
        clock=now,
        playing=lambda: {s.program.digest for app in apps for s in app.library.current.series.values()},
        note=lambda line: log.debug("pruning: %s", line),
    )


def _statistician(app: App) -> Statistician:
    return Statistician(
        app.database, app.writer, clock=now, note=lambda line: log.debug("statistics: %s", line)
    )


def _lease(running: App, name: str) -> Lease:
    return running.leases.of(running.database.bot, name)


async def _listen(apps: Sequence[App]) -> None:
    """Tells the senders of rows that other processes have stored; for ever."""
    senders = {app.database.bot: app.sender for app in apps}
    while True:
        await asyncio.sleep(FRESH_SECONDS)
        if not any(sender.serving for sender in senders.values()):
            continue  # another process sends
        with contextlib.suppress(StorageError):
            for bot, platform, urgent in await fresh(apps[0].database, now()):
                if bot in senders:
                    senders[bot].news(platform, urgent=urgent)


async def _warmed(apps: Sequence[App]) -> None:
    """Our own bug in this must be loud, and costs the first words their time, no more."""
    try:
        await _warm(apps)
    except Exception:
        log.exception("what first words need was not loaded, by a mistake of ours: they wait for it")


async def _warm(apps: Sequence[App]) -> None:
    """Loads what first words would have to wait for: the matcher's vectors, the tables of care and cities.
    Not at once: connecting comes first, and threads share the interpreter."""
    await asyncio.sleep(CONNECTING_SECONDS)
    await asyncio.to_thread(judge.warm)
    await asyncio.to_thread(resolving.warm)
    await asyncio.to_thread(lexicon)
    for library in dict.fromkeys(app.library for app in apps):
        for series in library.current.series.values():
            for bank in (series.bank, *series.banks.values()):
                await apps[0].matcher.warm(bank)
    await asyncio.to_thread(_give_back)


def _give_back() -> None:
    """What loading took and does not need any more goes back to the system: some 10 MB, which the C library
    would keep for later (glibc's malloc_trim(3); another library does it by itself, or keeps it)."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)


async def _served(name: str, app: App) -> bool:
    """True: it ended because the platform refused us. Who sits at a terminal begins anew by themselves."""
    pauses = () if name == "terminal" else None
    starts = PlatformStarts(name, monotonic=app.observer.monotonic, pauses=pauses)
    try:
        await starts.run(partial(_platform, name, app))
    except PlatformRefused as error:
        log.error("%s: %s", name, error)
        return True
    return False


async def _platform(name: str, app: App) -> None:
    adapter = app.adapters[name]
    if isinstance(adapter, Hooked) and adapter.hook is not None:  # each process takes what it is brought
        await adapter.run(app.host)
    elif isinstance(adapter, Sharded) and name in app.sharing:
        await adapter.run_part(app.host, app.sharing[name])
    else:
        await under(_lease(app, name), lambda: adapter.run(app.host))


async def _until_the_end(
    platforms: Sequence["asyncio.Task[bool]"],
    stopping: "asyncio.Task[bool]",
    sending: "asyncio.Task[None]",
) -> int:
    """Waits for a stop, for every platform to end, or for a mistake that ends the process; the exit code."""
    waiting = set(platforms)
    while waiting and not stopping.done():
        done, _ = await asyncio.wait({*waiting, sending, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if sending in done or any(task.exception() is not None for task in done & waiting):
            return 1  # it was told; what sends goes on until it is cancelled
        waiting -= done
    if stopping.done():
        return 0
    return 2 if all(task.result() for task in platforms) else 0


async def _stop(
    apps: Sequence[App],
    tasks: Sequence["asyncio.Task[Any]"],
    sending: "asyncio.Task[None]",
) -> None:
    """Stops receiving, finishes turns in hand, marks what was sent; the rest goes out next time."""
    for task in tasks:
        task.cancel()

    async def finish() -> None:
        await asyncio.wait(tasks)
        await asyncio.gather(*(app.conversations.idle() for app in apps))

    async def send() -> None:
        await asyncio.gather(*(app.sender.stop() for app in apps))

    async def leave() -> None:
        closing = (adapter.close() for app in apps for adapter in app.adapters.values())
        await asyncio.gather(*closing, return_exceptions=True)

    await at_most(TURNS_SECONDS, finish, "some turns were not finished in time; what people did comes again")
    await at_most(SENDING_SECONDS, send, "some messages were not finished in time; they go out next time")
    sending.cancel()
    await asyncio.gather(sending, return_exceptions=True)
    await at_most(LEAVING_SECONDS, leave, "a platform did not let go in time")


def _on_signals(stop: asyncio.Event, reloaders: Sequence[Reloader]) -> None:
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    loop.add_signal_handler(signal.SIGHUP, lambda: _ask_all(reloaders))
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGHUP})  # one that came during the start is heard now


def _ask_all(reloaders: Sequence[Reloader]) -> None:
    for reloader in reloaders:
        reloader.ask()
