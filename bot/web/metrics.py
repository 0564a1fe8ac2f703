"""The figures for Prometheus: what the rooms tell of, and what the database holds.

`docs/grafana.json` and `docs/alerts.yml` are written for these names; a test compares them.
"""

from collections.abc import Iterator, Mapping

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

from bot.observing import Observer, SendDone, Timed, TurnDone
from bot.versions import version
from bot.web.gauges import Gauges, OutboxDepth

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
        self._turns = Counter("alana_turns", "Turns by what was done", ["kind", "result"], registry=r)
        self._turn = _histogram("turn", "From arrival to commit", r, ["kind"])
        self._commit = _histogram("commit", "Of a turn, until it was durable", r)
        self._batch = Histogram(
            "alana_commit_batch_size", "Pieces in one transaction", registry=r, buckets=_PIECES
        )
        self._sends = Counter("alana_sends", "Tries to send, by result", ["platform", "result"], registry=r)
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

    def turn(self, done: TurnDone) -> None:
        self._turns.labels(done.kind, done.result).inc()
        self._turn.labels(done.kind).observe(done.seconds)
        if done.commit_seconds:
            self._commit.observe(done.commit_seconds)

    def sent(self, done: SendDone) -> None:
        self._sends.labels(done.platform, done.result).inc()
        self._send.labels(done.platform).observe(done.seconds)

    def waited(self, platform: str, seconds: float) -> None:
        self._waits.labels(platform).observe(seconds)

    def gathered(self, pieces: int) -> None:
        self._batch.observe(pieces)

    def took(self, what: Timed, seconds: float) -> None:
        self._took[what].observe(seconds)

    def page(self, look: Gauges | None) -> bytes:
        """The figures in Prometheus' text form. None: the database does not answer; its figures stay as they
        were, and `alana_database_up` is 0."""
        self._stored.up = look is not None
        self._stored.look = look or self._stored.look
        return generate_latest(self.registry)


class _Stored(Collector):
    """The figures that are read from the database, as it was a moment ago."""

    def __init__(self) -> None:
        self.look: Gauges | None = None
        self.up = False

    def collect(self) -> Iterator[Metric]:
        yield _gauge("database_up", "Whether the database answers", self.up)
        look = self.look
        if look is None:
            return
        yield _gauge("people", "People known", look.people)
        yield _gauge("poison", "Turns and updates that failed for good", look.poison)
        yield _gauge("series", "Series that are loaded", look.scripts)
        waiting = {
            name: look.outbox.get(name, OutboxDepth(0, 0.0)) for name in {*look.connected, *look.outbox}
        }
        yield _by("outbox_rows", "Messages that wait", {name: w.rows for name, w in waiting.items()})
        yield _by("outbox_age_seconds", "Age of the oldest", {name: w.age for name, w in waiting.items()})
        dead = dict.fromkeys(look.connected, 0) | dict(look.dead)
        yield _by("dead_letters", "Messages given up", dead)
        yield _by("in_hand", "Messages in memory", look.in_hand)
        yield _by("platform_connected", "1: people are heard", look.connected)
        yield _counted("nudges", "Nudges, by what became of them", "outcome", look.counts, "nudge:")
        yield _counted("dropped", "Messages that were not wanted any more", "reason", look.counts, "dropped:")
        named = ("nudge:", "dropped:")
        others = {name: value for name, value in look.counts.items() if not name.startswith(named)}
        yield _counted("counted", "Other counters of the bot", "name", others)


def _gauge(name: str, words: str, value: float) -> Metric:
    return GaugeMetricFamily(f"alana_{name}", words, value=value)


def _by(name: str, words: str, values: Mapping[str, float]) -> Metric:
    found = GaugeMetricFamily(f"alana_{name}", words, labels=["platform"])
    for platform, value in sorted(values.items()):
        found.add_metric([platform], value)
    return found


def _counted(name: str, words: str, label: str, counts: Mapping[str, int], prefix: str = "") -> Metric:
    """The counters whose names begin with `prefix`, by what follows it."""
    found = CounterMetricFamily(f"alana_{name}", words, labels=[label])
    for counter, value in sorted(counts.items()):
        if counter.startswith(prefix):
            found.add_metric([counter.removeprefix(prefix)], value)
    return found


def _histogram(
    name: str,
    words: str,
    registry: CollectorRegistry,
    labels: list[str] | None = None,
    buckets: tuple[float, ...] = _FAST,
) -> Histogram:
    return Histogram(f"alana_{name}_seconds", words, labels or [], registry=registry, buckets=buckets)
