"""How the composition root lets itself be looked at: who listens, what is read for who asks, the pulse.

Belongs to the composition root. What a setting does not ask for is not imported.
"""

import asyncio
import logging
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.delivery.sender import Sender
from bot.errors import SettingsError
from bot.frozen import frozen
from bot.observing import Observer, Observers
from bot.ports import Adapter, Hooked
from bot.redaction import Redactor
from bot.script_library import ScriptLibrary
from bot.settings import Settings
from bot.sharing import SharedOut
from bot.storage import queries
from bot.storage.database import Database
from bot.supervision import Supervisor
from bot.telemetry.turns import TurnLines
from bot.versions import version
from bot.web.gauges import Gauges, OutboxDepth

BEAT = 0.5  # seconds between two looks at how late the event loop is
A_JUMP = timedelta(minutes=1)  # of a clock between two looks: what sets it right does so little by little

log = logging.getLogger("alana")


@frozen
class Watched:
    """What is looked at while it serves. `ours` says whether a platform is: of several processes one holds
    it, and the others stand by; `elsewhere`, which of these another process holds; `sharing`, those
    that several processes receive from."""

    settings: Settings
    database: Database
    library: ScriptLibrary
    sender: Sender
    adapters: Mapping[str, Adapter]
    observer: "Listeners"
    clock: Callable[[], datetime]
    ours: Callable[[str], bool]
    elsewhere: Callable[[Collection[str]], Awaitable[Collection[str]]]
    sharing: Mapping[str, SharedOut]


class Listeners(Observers):
    """Everybody who listens, as the settings ask for them. `figures`: the page for Prometheus, with
    a port to ask at."""

    def __init__(self, settings: Settings) -> None:
        self._closing: list[Callable[[], None]] = []
        self.figures: Callable[[Mapping[str, Gauges] | None], bytes] | None = None
        found: list[Observer] = [TurnLines()]
        if settings.http_port is not None:
            from bot.web.metrics import PrometheusObserver

            prometheus = PrometheusObserver()
            self.figures = prometheus.page
            found.append(prometheus)
        if settings.traces_url is not None:
            with _extra("tracing", "ALANA_TRACES_URL"):
                from bot.telemetry.traces import Traces
            traces = Traces(settings.traces_url)
            self._closing.append(traces.close)
            found.append(traces)
        if settings.sentry_dsn is not None:
            with _extra("sentry", "ALANA_SENTRY_DSN"):
                from bot.telemetry.mistakes import send_to
            dsn, redact = settings.sentry_dsn.get_secret_value(), Redactor(settings.secrets())
            self._closing.append(send_to(dsn, redact, version()))
        super().__init__(found)

    async def close(self) -> None:
        """Sends what they still hold; takes seconds where nobody answers them."""
        await asyncio.gather(*(_by_a_daemon(close) for close in self._closing))


async def _by_a_daemon(work: Callable[[], None]) -> None:
    """Done in a thread that nobody has to wait for: the process may end before it."""
    loop, done = asyncio.get_running_loop(), asyncio.Event()

    def run() -> None:
        try:
            work()
        finally:
            with suppress(RuntimeError):  # the loop is gone: nobody waited so long
                loop.call_soon_threadsafe(done.set)

    threading.Thread(target=run, daemon=True).start()
    await done.wait()


@contextmanager
def _extra(name: str, variable: str) -> Iterator[None]:
    try:
        yield
    except ImportError:
        raise SettingsError(f'{variable} needs the extra {name}: pip install "alana[{name}]"') from None


@asynccontextmanager
async def answering(bots: Sequence[Watched]) -> AsyncIterator[None]:
    """Serves health, figures and what platforms bring while the block runs, where the first of the bots has a
    port set; the figures are of all of them, each by its name."""
    settings, figures = bots[0].settings, bots[0].observer.figures
    if settings.http_port is None or figures is None:
        yield
        return
    from bot.web.health import serving  # aiohttp takes its time

    async def look() -> Mapping[str, Gauges]:
        return {each.database.bot: await _look(each) for each in bots}

    adapters = [adapter for each in bots for adapter in each.adapters.values()]
    hooks = [one.hook for one in adapters if isinstance(one, Hooked) and one.hook is not None]
    async with serving(
        settings.http_host, settings.http_port, look, figures, settings.http_names, hooks=hooks
    ) as port:
        log.info("health and metrics on %s:%d", settings.http_host, port)
        yield


async def _look(watched: Watched) -> Gauges:
    """Reads what is shown of a bot: index look-ups, and counters."""
    people, waiting, dead, poison, counts = await watched.database.read(_stored)
    ours = {name: watched.ours(name) for name in watched.adapters}
    others = [name for name, held in ours.items() if not held]
    elsewhere = await watched.elsewhere(others) if others else ()
    unheld = {name: await shared.unheld() for name, shared in watched.sharing.items()}
    now = watched.clock()
    connected = {name: ours[name] and adapter.connected for name, adapter in watched.adapters.items()}
    return Gauges(
        people=people,
        outbox={w.platform: OutboxDepth(w.rows, w.seconds(now)) for w in waiting},
        dead=dead,
        poison=poison,
        counts=counts,
        in_hand=watched.sender.in_hand(),
        connected=connected,
        awaited=[name for name, there in connected.items() if ours[name] and not there],
        scripts=len(watched.library.current.series),
        elsewhere=elsewhere,
        unheld=unheld,
        storing=watched.database.storing,
    )


def _stored(
    connection: Connection,
) -> tuple[int, list[queries.Waiting], Mapping[str, int], int, Mapping[str, int]]:
    return (
        queries.known(connection),
        list(queries.waiting(connection)),
        queries.dead_by_platform(connection),
        queries.poison_rows(connection),
        queries.counters(connection),
    )


class Lifesigns:
    """What the service manager is told at each beat. `ready`: every platform is served that was not refused,
    by us or by another process while we stand by."""

    def __init__(self, supervisor: Supervisor, ready: Callable[[], bool]) -> None:
        self._supervisor, self._ready = supervisor, ready

    def beat(self) -> None:
        self._supervisor.beat(self._ready())

    def stopping(self) -> None:
        self._supervisor.stopping()


class ClockWatch:
    """Tells of a machine's clock that was set, or that went on while the machine slept: `look` at each beat.
    `clock` is what reminders go by, `monotonic` counts seconds and is never set."""

    def __init__(self, clock: Callable[[], datetime], monotonic: Callable[[], float]) -> None:
        self._clock, self._monotonic = clock, monotonic
        self._apart = self._measured()

    def look(self) -> None:
        before, self._apart = self._apart, self._measured()
        jump = timedelta(seconds=round(self._apart - before))
        if jump >= A_JUMP:
            log.warning("the machine's clock went ahead by %s, or it slept: reminders go by that clock", jump)
        elif -jump >= A_JUMP:
            log.warning("the machine's clock went back by %s: reminders go by that clock", -jump)

    def _measured(self) -> float:
        return self._clock().timestamp() - self._monotonic()


async def pulse(
    observer: Observer, *beats: Callable[[], None], sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
) -> None:
    """For ever: tells how late the event loop is, and calls `beats`, which a loop that hangs does not."""
    while True:
        began = observer.monotonic()
        await sleep(BEAT)
        observer.took("lag", max(0.0, observer.monotonic() - began - BEAT))
        for beat in beats:
            beat()
