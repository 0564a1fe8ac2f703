"""What the conversations stand on: the other rooms, as the composition root hands them in."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import field
from datetime import UTC, datetime

from bot.commands.context import About
from bot.conversation.access import Access
from bot.conversation.catalogue import Catalogue
from bot.conversation.crowds import Allowance
from bot.conversation.view import nothing
from bot.engine.values import Value
from bot.frozen import frozen, replace
from bot.matching.thresholds import RankingMatcher
from bot.model import Address, Limits
from bot.observing import Observer
from bot.operating import Health, Rulings
from bot.ports import Notes, Store, Surveying
from bot.venues import Venue


@frozen
class World:
    """What the conversations stand on. `flush` skips pending pauses in a lane (and tries again at once what
    waits in it, where its second argument says so); between `hold` and `let_go` more is coming for it;
    `waiting` says how many answers are on their way there."""

    store: Store
    notes: Notes
    catalogue: Callable[[], Catalogue]
    matcher: RankingMatcher
    about: About
    limits: Mapping[str, Limits]
    pace: str = "natural"
    functions: Mapping[str, Callable[..., Value]] = field(default_factory=dict)
    flush: Callable[[Address, bool], None] = lambda address, wake: None
    hold: Callable[[Address], None] = lambda address: None
    let_go: Callable[[Address], None] = lambda address: None
    waiting: Callable[[Address], int] = lambda address: 0
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    monotonic: Callable[[], float] = time.monotonic
    newcomers_per_minute: int = 600
    allowance: Allowance | None = None  # None: nobody floods here
    access: Access = Access()
    observer: Observer = field(default_factory=Observer)
    rulings: Callable[[], Rulings] = Rulings
    health: Callable[[], Awaitable[Health | None]] = nothing
    decided: Callable[[], None] = lambda: None
    looking: Mapping[str, Surveying] = field(default_factory=dict)  # platforms that can see what is gone

    async def at_home(self, platform: str, venue: Venue) -> Venue:
        """With the rules of the house, and what is gone of that by which no talk begins there."""
        venue = replace(venue, rules=await self.store.rules(platform, venue.key))
        looking = self.looking.get(platform)
        if looking is None or venue.closed_by is None:
            return venue
        return replace(venue, gone=await looking.lost(venue))
