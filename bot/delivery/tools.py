"""What the queues of a platform share."""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from dataclasses import field
from datetime import datetime
from random import Random

from bot.delivery.pulse import Pulse
from bot.delivery.rates import RateLimiter, Sleep
from bot.frozen import frozen
from bot.model import Receipt
from bot.ports import Adapter, Claimed, Lease, Outbox

AT_RISK = 8  # at-most-once messages on their way at once: more could not be told of after a kill


@frozen
class QueueTools:
    """What every queue of a platform shares."""

    adapter: Adapter
    outbox: Outbox
    limiter: RateLimiter
    clock: Callable[[], datetime]
    sleep: Sleep
    random: Random
    note: Callable[[str, Claimed, str], None]  # event, row, reason: for the log, never text
    settled: Callable[[str, Receipt], None]  # remembers a keyboard for a Settle to come
    target: Callable[[Claimed], Awaitable[Receipt | None]]
    done: Callable[[bool], None]  # a row is out of hand; whether it was an urgent one
    drop: Callable[[Collection[str]], None]  # rows that the outbox dropped, wherever they are in hand
    words: Callable[[str, str | None], str]  # a line of the bot's own, by name and language
    pulse: Pulse
    lease: Lease  # of the platform
    risk: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_RISK))
