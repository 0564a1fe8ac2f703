"""Keeps the token out of every log line, whatever level somebody chose.

httpx logs each URL, which holds the token, at INFO; the library logs it with the API address and
the texts of people at DEBUG. So these loggers are held at WARNING, and what passes is redacted.
"""

import logging

_NOISY = ("httpx", "httpcore", "telegram")
# Filters act only on the logger a record was made on, so every one that writes is named.
_WRITERS = (
    "httpx",
    "httpcore.connection",
    "httpcore.http11",
    "httpcore.http2",
    "httpcore.proxy",
    "httpcore.socks",
    "telegram.Bot",
    "telegram.request.BaseRequest",
    "telegram.request.HTTPXRequest",
)


class Redaction(logging.Filter):
    """Replaces a secret in a record's finished message. The secret itself never shows in a repr."""

    def __init__(self, secret: str) -> None:
        super().__init__()
        self._secret = secret

    def filter(self, record: logging.LogRecord) -> bool:
        if self._secret in (text := record.getMessage()):
            record.msg, record.args = self.clean(text), ()
        return True

    def clean(self, text: str) -> str:
        return text.replace(self._secret, "<token>")


def hush(secret: str) -> Redaction:
    """Holds the SDK's loggers and puts the redaction on each; returns it for other uses."""
    redaction = Redaction(secret)
    for name in _NOISY:
        logger = logging.getLogger(name)
        logger.setLevel(max(logging.WARNING, logger.level))
    for name in _WRITERS:
        logging.getLogger(name).addFilter(redaction)
    return redaction


def release(redaction: Redaction) -> None:
    """Takes the redaction off again; the levels stay."""
    for name in _WRITERS:
        logging.getLogger(name).removeFilter(redaction)
