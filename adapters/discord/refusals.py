"""What Discord's errors mean for the sender. Pure; the reasons hold codes only, never a text or a token.

Source: the list of JSON error codes in the API reference.
"""

import logging

import discord

from bot.errors import Failure, SendFailed

# Interaction tokens: unknown webhook, invalid webhook token, unknown interaction.
EXPIRED = frozenset({10015, 50027, 10062})
# Closed DMs, no mutual servers, unknown channel or user, invalid recipient, missing access.
UNREACHABLE = frozenset({50007, 50278, 10003, 10013, 50033, 50001})
UNKNOWN_MESSAGE = 10008
# Too many edits of messages older than an hour; direct chats opened too fast.
LATER = frozenset({30046, 40003})
LATER_SECONDS = 60.0
BARE_LIMIT_WAIT = 5.0  # seconds, where a 429 does not say how long

_log = logging.getLogger(__name__)


def send_failed(error: discord.HTTPException | discord.RateLimited) -> SendFailed:
    """The failure that the sender acts on."""
    if isinstance(error, discord.RateLimited):
        return SendFailed(Failure.LIMITED, "429", retry_after=error.retry_after)
    reason = f"HTTP {error.status}, code {error.code}"
    if error.code in EXPIRED:
        return SendFailed(Failure.EXPIRED, reason)
    if error.status == 429:
        # discord.py waits out what Discord says itself; what arrives here came from in front of it.
        return SendFailed(Failure.LIMITED, reason, retry_after=_wait(error), wide=True)
    if error.code in LATER:
        return SendFailed(Failure.LIMITED, reason, retry_after=LATER_SECONDS)
    if error.code in UNREACHABLE:
        return SendFailed(Failure.UNREACHABLE, reason)
    if error.status == 401:
        _log.error("Discord does not take the token any more; check ALANA_DISCORD_TOKEN")
        return SendFailed(Failure.TRANSIENT, reason)
    if error.status >= 500 or error.status == 408:
        return SendFailed(Failure.TRANSIENT, reason)
    return SendFailed(Failure.REFUSED, reason)


def _wait(error: discord.HTTPException) -> float:
    try:
        return max(1.0, float(error.response.headers["Retry-After"]))
    except (KeyError, ValueError, AttributeError):
        return BARE_LIMIT_WAIT
