"""What the lanes of a platform share."""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from bot.delivery.rates import Gate, Sleep
from bot.model import Receipt
from bot.ports import Adapter, Claimed, Outbox

AT_RISK = 8  # at-most-once messages on their way at once: more could not be told of after a kill


@dataclass(slots=True)
class Pulse:
    """How many messages the platform took: a try counts only while it takes those of others."""

    beats: int = 0


@dataclass(frozen=True, slots=True)
class Tools:
    """What every lane of a platform shares."""

    adapter: Adapter
    outbox: Outbox
    gate: Gate
    clock: Callable[[], datetime]
    sleep: Sleep
    random: Random
    note: Callable[[str, Claimed, str], None]  # event, row, reason: for the log, never text
    settled: Callable[[str, Receipt], None]  # remembers a keyboard for a Settle to come
    target: Callable[[Claimed], Awaitable[Receipt | None]]
    done: Callable[[bool], None]  # a row is out of hand; whether it was an urgent one
    drop: Callable[[Collection[str]], None]  # rows that the outbox dropped, wherever they are in hand
    words: Callable[[str, str | None], str]  # a line of the bot's own, by name and language
    pulse: Pulse = field(default_factory=Pulse)
    risk: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_RISK))
