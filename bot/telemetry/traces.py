"""Traces over OTLP: a turn, its commit, and every send that came of it, under one trace id.

The ids are made of the turn's stem, which the ids of its rows begin with; so a send finds its trace after a
restart, and in another process too.
"""

from hashlib import sha256

from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import SERVICE_NAME, Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.id_generator import IdGenerator, RandomIdGenerator
from opentelemetry.trace import (
    NonRecordingSpan,
    Span,
    SpanContext,
    StatusCode,
    TraceFlags,
    set_span_in_context,
)

from bot.observing import Observer, SendDone, TurnDone

PATIENCE = 2.0  # seconds for one delivery, and for the last one at the end
_NANO = 1_000_000_000


class _NextIds(IdGenerator):
    """Random ids, but for the span that is told its own."""

    def __init__(self) -> None:
        self._random = RandomIdGenerator()
        self.given: tuple[int, int] | None = None

    def generate_trace_id(self) -> int:
        return self.given[0] if self.given is not None else self._random.generate_trace_id()

    def generate_span_id(self) -> int:
        if self.given is None:
            return self._random.generate_span_id()
        _, span = self.given
        self.given = None
        return span


class Traces(Observer):
    """Sends spans to `url`, in batches and in a thread of its own."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._ids = _NextIds()
        self._provider = TracerProvider(
            resource=Resource({SERVICE_NAME: "alana"}), id_generator=self._ids, shutdown_on_exit=False
        )
        exporter = OTLPSpanExporter(endpoint=url, timeout=PATIENCE)
        self._provider.add_span_processor(BatchSpanProcessor(exporter))
        self._tracer = self._provider.get_tracer("alana")

    def turn(self, done: TurnDone) -> None:
        end = done.ended_at
        self._ids.given = _ids_of(done.stem) if done.stem else None
        turn = self._tracer.start_span(
            "turn",
            start_time=_nanoseconds(end - done.seconds),
            attributes={
                "alana.id": done.id,
                "alana.platform": done.platform,
                "alana.kind": done.kind,
                "alana.result": done.result,
                "alana.rows": done.rows,
                "alana.place": done.place,
            },
        )
        if done.commit_seconds:
            began = _nanoseconds(end - done.commit_seconds)
            commit = self._tracer.start_span("commit", set_span_in_context(turn), start_time=began)
            commit.end(_nanoseconds(end))
        _end(turn, end, done.result != "poisoned", done.result)

    def sent(self, done: SendDone) -> None:
        trace, span = _ids_of(done.id.rpartition("-")[0])
        origin = SpanContext(trace, span, is_remote=True, trace_flags=TraceFlags(TraceFlags.SAMPLED))
        send = self._tracer.start_span(
            "send",
            set_span_in_context(NonRecordingSpan(origin)),
            start_time=_nanoseconds(done.ended_at - done.seconds),
            attributes={"alana.id": done.id, "alana.platform": done.platform, "alana.what": done.what},
        )
        _end(send, done.ended_at, done.result == "sent", done.result)

    def close(self) -> None:
        """Sends what is left, and waits for it no longer than it must."""
        self._provider.force_flush(int(PATIENCE * 1000))
        self._provider.shutdown()


def _end(span: Span, at: float, fine: bool, result: str) -> None:
    span.set_status(StatusCode.OK if fine else StatusCode.ERROR, None if fine else result)
    span.end(_nanoseconds(at))


def _ids_of(stem: str) -> tuple[int, int]:
    """The ids of a turn's trace and of its first span."""
    digest = sha256(stem.encode()).digest()
    return int.from_bytes(digest[:16], "big"), int.from_bytes(digest[16:24], "big")


def _nanoseconds(seconds: float) -> int:
    return int(seconds * _NANO)
