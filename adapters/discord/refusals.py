"""What Discord's errors mean for the sender. Pure; the reasons hold codes only, never a text or a token.

Source: the API reference's list of JSON error codes. `MEANINGS` has every one that it gives for what this bot
calls: messages of channels, interactions and their follow-ups, direct chats. What is in no row is judged by
its HTTP status.
"""

from collections.abc import Mapping

import discord

from bot.errors import Failure, SendFailed

UNKNOWN_MESSAGE, UNKNOWN_CHANNEL, MISSING_ACCESS = 10008, 10003, 50001
ARCHIVED, BEGUN_ALREADY = 50083, 160004
MALFORMED = frozenset({50006, 50035})  # an empty message, an invalid form

# The interaction's token is good for nothing more: unknown token, webhook, interaction; invalid token.
EXPIRED = frozenset({10012, 10015, 10062, 50027})
# Nobody can be written to there: an unknown or banned user, an account that is not verified, closed direct
# chats, invalid recipients, no server in common.
PERSON = frozenset({10013, 40002, 40007, 50007, 50033, 50278})
# This place takes nothing (more): unknown channel, server, a forum without a thread, five follow-ups used up
# where the bot is no member, missing access, a direct chat where none may be, no text channel, verification
# level, missing permission, a channel of another type, an archived thread, a server that is closed where the
# bot is, old messages that may not be read, a locked thread, too many threads, webhooks in forums.
PLACE = frozenset(
    {10003, 10004, 40058, 40094, 50001, 50003, 50008, 50009, 50013, 50024, 50083, 50095}
    | {160002, 160005, 160006, 160007, 220001, 220002, 220003, 220004}
)
# This place does not take these words: explicit content, the server's own filters, links held to be harmful.
WORDS = frozenset({20009, 200000, 200001, 240000})
# Asked too often: slow mode, announcements, the channel, the server, edits of old messages, opening direct
# chats, a service behind the API.
LATER = frozenset({20016, 20022, 20028, 20029, 30046, 40003, 40062})
# Discord's own trouble: sending or a feature switched off for a while, an answer that it could not pass on,
# an internal error, an app that is not there yet, overload. And ours: a token that is not taken any more.
TRANSIENT = frozenset({40001, 40004, 40006, 40043, 40333, 50014, 110001, 130000})
# No message of ours that is as it should be gets these: an empty or malformed one, one of somebody else's, a
# system message, a file that is too large or broken, one of another type.
REFUSED = frozenset({40005, 50005, 50006, 50021, 50035, 50045, 50046, 50068, 50109, 50110, 50146})

MEANINGS: Mapping[int, Failure] = {
    **dict.fromkeys(EXPIRED, Failure.EXPIRED),
    **dict.fromkeys(PERSON, Failure.UNREACHABLE),
    **dict.fromkeys(PLACE | WORDS, Failure.ELSEWHERE),
    **dict.fromkeys(LATER, Failure.LIMITED),
    **dict.fromkeys(TRANSIENT, Failure.TRANSIENT),
    **dict.fromkeys(REFUSED, Failure.REFUSED),
}

# No other try gets it there.
FINAL = frozenset({Failure.ELSEWHERE, Failure.REFUSED, Failure.UNREACHABLE})
LATER_SECONDS = 60.0
BARE_LIMIT_WAIT = 5.0  # seconds, where a 429 does not say how long
UNAUTHORIZED, FORBIDDEN, NOT_FOUND, TIMED_OUT, TOO_MANY = 401, 403, 404, 408, 429


def send_failed(error: discord.HTTPException, *, direct: bool) -> SendFailed:
    """The failure that the sender acts on; `direct`: it was said in a direct chat, where there is no other
    place to go."""
    reason = f"HTTP {error.status}, code {error.code}"
    failure = MEANINGS.get(error.code) or _by_status(error.status)
    if error.status == TOO_MANY and failure is not Failure.EXPIRED:
        # discord.py waits out what Discord says itself; what arrives here came from in front of it.
        return SendFailed(Failure.LIMITED, reason, retry_after=_wait(error), wide=True)
    if failure is Failure.LIMITED:
        return SendFailed(failure, reason, retry_after=LATER_SECONDS)
    if failure is Failure.ELSEWHERE and direct:
        failure = Failure.REFUSED if error.code in WORDS else Failure.UNREACHABLE
    return SendFailed(failure, reason)


def _by_status(status: int) -> Failure:
    if status in (UNAUTHORIZED, TIMED_OUT, TOO_MANY) or status >= 500:
        return Failure.TRANSIENT
    return Failure.ELSEWHERE if status in (FORBIDDEN, NOT_FOUND) else Failure.REFUSED


def _wait(error: discord.HTTPException) -> float:
    try:
        return max(1.0, float(error.response.headers["Retry-After"]))
    except (KeyError, ValueError, AttributeError):
        return BARE_LIMIT_WAIT
