"""Takes secrets out of text: those that are configured, and whatever has the shape of one.

Pure; knows nothing of logging. Settings use the shapes, logs the whole.
"""

import json
import re
from collections.abc import Iterable
from urllib.parse import quote

HIDDEN = "***"
TELEGRAM_TOKEN = r"(?<!\d)\d{6,}:[A-Za-z0-9_-]{30,}"
DISCORD_TOKEN = r"(?<![\w.-])(?:mfa\.)?[A-Za-z0-9_-]{23,28}\.[A-Za-z0-9_-]{6,7}\.[A-Za-z0-9_-]{27,}"

# What stands before a secret is kept (group 1), so that a log line still says what happened.
_SHAPES = re.compile(
    "|".join(
        (
            TELEGRAM_TOKEN,
            TELEGRAM_TOKEN.replace(":", "%3[aA]"),
            DISCORD_TOKEN,
            # Interaction tokens: they let anyone answer in the bot's name for 15 minutes.
            r"(?<=/interactions/)\d+/[^/\s\"'?]+",
            r"(?<=/webhooks/)\d+/[^/\s\"'?]+",
            r"(?<=[\"']token[\"']: [\"'])[^\"'\\]+",
            r"(?<=[\"']token[\"']:[\"'])[^\"'\\]+",
            r"(?<=Bot )[A-Za-z0-9_.-]{40,}",
            r"(?<=://)[^/\s:@]*:[^/\s]+(?=@)",
            r"(?<=[?&]password=)[^&\s\"']+",
        )
    )
)
_SHORTEST = 4  # a shorter "secret" would only garble every line


class Redactor:
    """Calls replace every secret in a text by ***. Built once; safe to share between threads."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        forms = {form for secret in secrets for form in _forms(secret) if len(form) >= _SHORTEST}
        longest_first = sorted(forms, key=len, reverse=True)
        self._known = re.compile("|".join(map(re.escape, longest_first))) if forms else None

    def __call__(self, text: str) -> str:
        if self._known is not None:
            text = self._known.sub(HIDDEN, text)
        return _SHAPES.sub(HIDDEN, text)

    def __repr__(self) -> str:
        return "Redactor(***)"


def _forms(secret: str) -> Iterable[str]:
    """A secret as it is, as it stands in URLs, JSON and reprs, and its telling half alone."""
    yield secret
    yield quote(secret, safe="")
    yield json.dumps(secret)[1:-1]
    yield repr(secret)[1:-1]
    tail = re.split(r"[:.]", secret)[-1]
    if len(tail) >= 16:
        yield tail
