"""The figures for Prometheus: what the rooms tell of, and what the database holds.

`docs/grafana.json` and `docs/alerts.yml` are written for these names; a test compares them.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Literal, TypeVar, get_args

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    Info,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from bot.model import Body
from bot.observing import Observer, SendDone, Timed, TurnDone
from bot.versions import version
from bot.web.gauges import Gauges

T = TypeVar("T")

_FAST = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_SLOW = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
_PIECES = (1, 2, 5, 10, 20, 50, 100, 200, 500)


class PrometheusObserver(Observer):
    """Counts what it hears; `page` is what Prometheus reads."""

    def __init__(self) -> None:
        super().__init__()
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        r = self.registry
        Info("alana_build", "The program's version", registry=r).info({"version": version()})
        self.turns = Counter("alana_turns", "Turns by what was done", ["bot", "kind", "result"], registry=r)
        self._turn = _histogram("turn", "From arrival to commit", r, ["kind"])
        self._commit = _histogram("commit", "Of a turn, until it was durable", r)
        self._batch = Histogram(
            "alana_commit_batch_size", "Pieces in one transaction", registry=r, buckets=_PIECES
        )
        self.sends = Counter(
            "alana_sends", "Tries to send, by result", ["bot", "platform", "result"], registry=r
        )
        self._send = _histogram("send", "What a platform took", r, ["platform"], _SLOW)
        self._waits = _histogram("rate_limit_wait", "Waits for a platform's rates", r, ["platform"], _SLOW)
        self._database = _histogram("database", "A look-up or a transaction", r, ["kind"])
        self._took = {
            "care": _histogram("care", "Looking for words of danger", r),
            "match": _histogram("matcher", "Finding what typed words mean", r),
            "lag": _histogram("loop_lag", "How late the event loop was", r),
            "read": self._database.labels("read"),
            "write": self._database.labels("write"),
        }
        self._stored = _Stored()
        r.register(self._stored)

    def of(self, bot: str) -> Observer:
        for kind in get_args(Body):  # from the start, or the first that fails would be no increase
            self.turns.labels(bot, kind.__name__, "poisoned")
        return _OfBot(self, bot)

    def turn(self, done: TurnDone) -> None:
        self._turn.labels(done.kind).observe(done.seconds)
        if done.commit_seconds:
            self._commit.observe(done.commit_seconds)

    def sent(self, done: SendDone) -> None:
        self._send.labels(done.platform).observe(done.seconds)

    def waited(self, platform: str, seconds: float) -> None:
        self._waits.labels(platform).observe(seconds)

    def gathered(self, pieces: int) -> None:
        self._batch.observe(pieces)

    def took(self, what: Timed, seconds: float) -> None:
        self._took[what].observe(seconds)

    def page(self, look: Mapping[str, Gauges] | None) -> bytes:
        """The figures in Prometheus' text form; `look` by bot. None: the database does not answer;
        its figures stay as they were, and `alana_database_up` is 0, as it is while nothing can be stored."""
        self._stored.up = look is not None and all(one.storing for one in look.values())
        self._stored.look = look if look is not None else self._stored.look
        return generate_latest(self.registry)


class _OfBot(Observer):
    """Counts for one bot. Times are the process's, whoever's turn it was: a hundred bots would make as many
    of each of their buckets."""

    def __init__(self, all_: PrometheusObserver, bot: str) -> None:
        super().__init__()
        self._all, self._bot = all_, bot

    def turn(self, done: TurnDone) -> None:
        self._all.turns.labels(self._bot, done.kind, done.result).inc()
        self._all.turn(done)

    def sent(self, done: SendDone) -> None:
        self._all.sends.labels(self._bot, done.platform, done.result).inc()
        self._all.sent(done)

    def waited(self, platform: str, seconds: float) -> None:
        self._all.waited(platform, seconds)

    def gathered(self, pieces: int) -> None:
        self._all.gathered(pieces)

    def took(self, what: Timed, seconds: float) -> None:
        self._all.took(what, seconds)


class _Stored(Collector):
    """The figures that are read from the database, as it was a moment ago."""

    def __init__(self) -> None:
        self.look: Mapping[str, Gauges] = {}
        self.up = False

    def collect(self) -> Iterator[Metric]:
        yield GaugeMetricFamily("alana_database_up", "Whether the database answers and stores", value=self.up)
        yield _gauge("people", "People known", self._each(lambda one: one.people))
        yield _gauge("poison", "Turns and updates that failed for good", self._each(lambda one: one.poison))
        yield _gauge("series", "Series that are loaded", self._each(lambda one: one.scripts))
        yield _by("outbox_rows", "Messages that wait", self._each(lambda one: _waiting(one, "rows")))
        yield _by("outbox_age_seconds", "Age of the oldest", self._each(lambda one: _waiting(one, "age")))
        dead = self._each(lambda one: dict.fromkeys(one.connected, 0) | dict(one.dead))
        yield _by("dead_letters", "Messages given up", dead)
        yield _by("in_hand", "Messages in memory", self._each(lambda one: one.in_hand))
        yield _by("platform_connected", "1: people are heard", self._each(lambda one: one.connected))
        awaited = self._each(lambda one: {name: name in one.awaited for name in one.connected})
        yield _by("platform_awaited", "1: this process should hear people there, and does not", awaited)
        unheld = self._each(lambda one: dict.fromkeys(one.connected, 0) | dict(one.unheld))
        yield _by("shards_unheld", "Connections that are shared out and that no process holds", unheld)
        counts = self._each(lambda one: one.counts)
        yield _counted("nudges", "Nudges, by what became of them", "outcome", counts, "nudge:")
        yield _counted("dropped", "Messages that were not wanted any more", "reason", counts, "dropped:")
        yield _counted("counted", "Other counters of the bot", "name", self._each(_others))

    def _each(self, pick: Callable[[Gauges], T]) -> Mapping[str, T]:
        return {bot: pick(one) for bot, one in self.look.items()}


def _others(look: Gauges) -> Mapping[str, int]:
    """The counters that have no name in front."""
    return {name: n for name, n in look.counts.items() if not name.startswith(("nudge:", "dropped:"))}


def _waiting(look: Gauges, what: Literal["rows", "age"]) -> Mapping[str, float]:
    """By platform, also where nothing waits."""
    return dict.fromkeys(look.connected, 0) | {name: getattr(d, what) for name, d in look.outbox.items()}


def _gauge(name: str, words: str, values: Mapping[str, float]) -> Metric:
    found = GaugeMetricFamily(f"alana_{name}", words, labels=["bot"])
    for bot, value in values.items():
        found.add_metric([bot], value)
    return found


def _by(name: str, words: str, values: Mapping[str, Mapping[str, float]]) -> Metric:
    found = GaugeMetricFamily(f"alana_{name}", words, labels=["bot", "platform"])
    for bot, platforms in values.items():
        for platform, value in sorted(platforms.items()):
            found.add_metric([bot, platform], value)
    return found


def _counted(
    name: str, words: str, label: str, counts: Mapping[str, Mapping[str, int]], prefix: str = ""
) -> Metric:
    """The counters whose names begin with `prefix`, by what follows it."""
    found = CounterMetricFamily(f"alana_{name}", words, labels=["bot", label])
    for bot, counters in counts.items():
        for counter, value in sorted(counters.items()):
            if counter.startswith(prefix):
                found.add_metric([bot, counter.removeprefix(prefix)], value)
    return found


def _histogram(
    name: str,
    words: str,
    registry: CollectorRegistry,
    labels: list[str] | None = None,
    buckets: tuple[float, ...] = _FAST,
) -> Histogram:
    return Histogram(f"alana_{name}_seconds", words, labels or [], registry=registry, buckets=buckets)
