"""Logging: structlog and the standard library's loggers on one road, to standard error.

Rooms call `structlog.get_logger()`; only the composition root calls `setup_logs`. Nothing that a person
wrote is logged: libraries that would log whole messages at DEBUG are held at a higher level.
"""

import json
import logging
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from types import TracebackType
from typing import Literal, TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from bot.printable import printable
from bot.redaction import Redactor
from bot.refusals import shortened

# httpx writes whole URLs, token included, at INFO. aiosqlite and sqlalchemy write the values of
# statements, discord and telegram whole payloads, at DEBUG: people's words would stand in the log.
# telegram writes an answer that is no JSON, whole and with a traceback, as an error; what it then raises
# is one line of our own.
HELD = {
    "httpx": logging.WARNING,
    "httpcore": logging.WARNING,
    "aiosqlite": logging.WARNING,
    "sqlalchemy": logging.WARNING,
    "alembic": logging.WARNING,
    "opentelemetry": logging.WARNING,
    "urllib3": logging.WARNING,
    "sentry_sdk": logging.WARNING,
    "aiohttp.access": logging.WARNING,
    "asyncio": logging.WARNING,
    "discord": logging.INFO,
    "telegram": logging.CRITICAL,
}

TURNS = "alana.turns"  # a line for each turn, which is no flood: how much one may do is bounded before
SAME_A_MINUTE = 60  # lines of the log from one place in the code
_encode = json.JSONEncoder(ensure_ascii=False).encode
QUOTING = frozenset({"discord", "telegram", "httpx", "aiohttp"})


class RedactingFilter(logging.Filter):
    """Takes secrets out of a record of the standard library: message, arguments, exception text."""

    def __init__(self, redact: Redactor) -> None:
        super().__init__()
        self._redact = redact

    def filter(self, record: logging.LogRecord) -> bool:
        if not isinstance(record.msg, dict):  # a dict is structlog's own event, redacted already
            self._message(record)
        if record.exc_info and record.exc_info[1] is not None:
            # The standard formatter takes `exc_text` instead of formatting the exception again.
            record.exc_text = self._redact(_trace(record.exc_info[1]))
        return True

    def _message(self, record: logging.LogRecord) -> None:
        try:
            message = record.getMessage()
        except Exception as error:  # a broken format string of a library must not stop the bot
            message = f"{record.msg!s} (its arguments do not fit: {type(error).__name__})"
        record.msg, record.args = self._redact(message), ()


class Floods(logging.Filter):
    """Of the same line no more than so many a minute; then how many there were. Whatever somebody else can
    make happen a thousand times is not to fill the disk. What somebody debugs is let through."""

    def __init__(self, monotonic: Callable[[], float], most: int = SAME_A_MINUTE) -> None:
        super().__init__()
        self._monotonic, self._most = monotonic, most
        self._seen: dict[object, tuple[float, int]] = {}  # by the place in the code: since when, how many

    def filter(self, record: logging.LogRecord) -> bool:
        if record.levelno <= logging.DEBUG:
            return True
        place = (record.name, record.pathname, record.lineno)
        now = self._monotonic()
        since, count = self._seen.get(place, (now, 0))
        if now - since >= 60:
            self._tell(record, count - self._most)
            since, count = now, 0
        self._seen[place] = since, count + 1
        return count < self._most

    def _tell(self, record: logging.LogRecord, more: int) -> None:
        if more > 0:
            where = f"{record.module}:{record.lineno}"
            logging.getLogger(record.name).log(record.levelno, "%d more lines like this, %s", more, where)


def setup_logs(
    level: str = "INFO",
    form: Literal["console", "json"] = "console",
    secrets: Iterable[str] = (),
    stream: TextIO | None = None,
    monotonic: Callable[[], float] = time.monotonic,
) -> None:
    """Sends all logs from `level` up to `stream` (default: standard error), one line an event.

    `secrets` never appear, nor anything of the shape of a platform's token. May be called again.
    """
    redact = Redactor(secrets)
    target = stream or sys.stderr
    before = _before(redact)
    handler = logging.StreamHandler(target)
    handler.addFilter(Floods(monotonic))
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=before, processors=_after(form, redact, target.isatty())
        )
    )
    _write_turns(handler.stream, form, redact)
    root = logging.getLogger()
    for old in [
        old for old in root.handlers if isinstance(old.formatter, structlog.stdlib.ProcessorFormatter)
    ]:
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(level)
    for name, least in HELD.items():
        logging.getLogger(name).setLevel(max(root.level, least))
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.stdlib.PositionalArgumentsFormatter(),
            *before,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    _guard_everything(RedactingFilter(redact))


class TurnFormatter(logging.Formatter):
    """A turn's line from its values, which are names, numbers and ids. It has a short way of its own: there
    is one for every turn, and the road of the others would take a tenth of it."""

    def __init__(self, form: str, redact: Redactor) -> None:
        super().__init__()
        self._form, self._redact = form, redact

    def format(self, record: logging.LogRecord) -> str:
        values: dict[str, object] = dict(record.msg) if isinstance(record.msg, dict) else {}
        at = datetime.fromtimestamp(record.created, UTC).isoformat().replace("+00:00", "Z")
        if self._form == "json":
            about = {"timestamp": at, "level": "info", "logger": record.name, "event": "turn"}
            return self._redact(_encode({**about, **values}))
        shown = " ".join(f"{name}={value}" for name, value in values.items())
        return self._redact(printable(f"{at} [info     ] turn {shown}"))


def _write_turns(stream: TextIO, form: str, redact: Redactor) -> None:
    turns = logging.getLogger(TURNS)
    handler = logging.StreamHandler(stream)
    handler.setFormatter(TurnFormatter(form, redact))
    turns.handlers[:], turns.propagate = [handler], False


def _before(redact: Redactor) -> list[Processor]:
    def redact_event(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
        return {key: value if key == "exc_info" else _redacted(value, redact) for key, value in event.items()}

    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.StackInfoRenderer(),
        redact_event,
    ]


def _after(form: str, redact: Redactor, colors: bool) -> list[Processor]:
    def redact_line(_: WrappedLogger, __: str, line: EventDict) -> str:
        return redact(str(line))  # the last word: tracebacks and reprs of objects are text by now

    drop_meta = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    if form == "json":
        render: list[Processor] = [
            structlog.processors.ExceptionRenderer(lambda found: _trace(found[1])),
            structlog.processors.JSONRenderer(ensure_ascii=False, default=str),
        ]
    else:
        render = [
            structlog.dev.ConsoleRenderer(
                colors=colors,
                exception_formatter=lambda stream, found: print(_trace(found[1]), end="", file=stream),
                sort_keys=True,
            )
        ]
    return [drop_meta, *render, redact_line]


def _trace(error: BaseException | None) -> str:
    """A traceback. What a platform or its library says in an error can quote a person, and is shortened."""
    if error is None:
        return ""
    text = "".join(traceback.format_exception(error)).rstrip()
    for each in _chain(error):
        if type(each).__module__.partition(".")[0] in QUOTING and (words := str(each)):
            text = text.replace(words, shortened(words))
    return text


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """An error and those it came from, each once."""
    found: list[BaseException] = []
    waiting = [error]
    while waiting:
        each = waiting.pop()
        if each is None or any(each is other for other in found):
            continue
        found.append(each)
        yield each
        waiting += [each.__cause__, each.__context__, *getattr(each, "exceptions", ())]


def _redacted(value: object, redact: Redactor) -> object:
    match value:
        case str():
            return redact(value)
        case dict():
            return {key: _redacted(item, redact) for key, item in value.items()}
        case list():
            return [_redacted(item, redact) for item in value]
        case tuple():
            return tuple(_redacted(item, redact) for item in value)
        case _:
            return value


def _guard_everything(guard: RedactingFilter) -> None:
    """Redacts records at their making, so that no other handler sees a secret either, and sends what
    Python would print by itself (uncaught errors, warnings) down the same road."""

    def make_record(*args: object, **kwargs: object) -> logging.LogRecord:
        record = logging.LogRecord(*args, **kwargs)  # type: ignore[arg-type]
        guard.filter(record)
        return record

    logging.setLogRecordFactory(make_record)
    logging.captureWarnings(True)
    sys.excepthook = _uncaught
    threading.excepthook = lambda args: _uncaught(args.exc_type, args.exc_value, args.exc_traceback)
    sys.unraisablehook = lambda args: _uncaught(args.exc_type, args.exc_value, args.exc_traceback)


def _uncaught(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    shown = error if error is not None else kind()
    logging.getLogger("alana").critical("unexpected error", exc_info=(kind, shown, trace))
