"""Our own mistakes to Sentry: where in the code, of which class, and nothing of what a person wrote.

An error's text may quote somebody (`KeyError: 'Jo'`), and so may the values of variables: of an error that is
not one of ours only the class is kept, and no variables, breadcrumbs, arguments or machine's names go along.
"""

import logging
from collections.abc import Callable
from typing import Any

import sentry_sdk
from sentry_sdk.integrations.dedupe import DedupeIntegration
from sentry_sdk.integrations.logging import LoggingIntegration

from bot import errors
from bot.redaction import Redactor
from bot.refusals import shortened

KEPT = ("event_id", "timestamp", "platform", "level", "logger", "release", "sdk", "exception")
_OURS = {name for name, kind in vars(errors).items() if isinstance(kind, type)}
PATIENCE = 2.0  # seconds at the end for what is still to be sent


def send_to(dsn: str, redact: Redactor, release: str) -> Callable[[], None]:
    """From now on whatever is logged as an error goes to that project; gives what ends it. Raises ValueError
    where the address is none."""

    def scrub(event: Any, hint: Any) -> Any:
        return scrubbed(event, redact, _words(hint.get("log_record")))

    try:
        sentry_sdk.init(
            dsn=dsn,
            release=release,
            default_integrations=False,
            auto_enabling_integrations=False,
            integrations=[LoggingIntegration(level=None, event_level=logging.ERROR), DedupeIntegration()],
            before_send=scrub,
            max_breadcrumbs=0,
            include_local_variables=False,
            send_client_reports=False,
            auto_session_tracking=False,
            server_name="",
            shutdown_timeout=PATIENCE,
        )
    except sentry_sdk.utils.BadDsn:
        raise ValueError("this is no Sentry address") from None
    return lambda: sentry_sdk.get_client().close(PATIENCE)


def _words(record: logging.LogRecord | None) -> str:
    """What is said of an error: our own line, or of a library's as much as quotes nobody."""
    if record is None:
        return ""
    if isinstance(record.msg, dict):  # structlog's own event, with everything that came along
        return str(record.msg.get("event", ""))
    ours = record.name.partition(".")[0] in ("alana", "adapters", "bot")
    return record.getMessage() if ours else shortened(record.getMessage())


def scrubbed(event: dict[str, Any], redact: Redactor, words: str) -> dict[str, Any]:
    """An event with only what it may hold."""
    kept = {name: event[name] for name in KEPT if name in event}
    kept["logentry"] = {"message": redact(words)}
    for error in (kept.get("exception") or {}).get("values") or ():
        _clean(error, redact)
    return kept


def _clean(error: dict[str, Any], redact: Redactor) -> None:
    error["value"] = redact(str(error.get("value") or "")) if error.get("type") in _OURS else ""
    error.pop("mechanism", None)
    for frame in (error.get("stacktrace") or {}).get("frames") or ():
        for name in ("vars", "context_line", "pre_context", "post_context"):
            frame.pop(name, None)
