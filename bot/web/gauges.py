"""What is read for the figures and for `/readyz`."""

from collections.abc import Mapping

from bot.frozen import frozen


@frozen
class OutboxDepth:
    """What waits to be sent on a platform, and for how many seconds the oldest of it has."""

    rows: int
    age: float


@frozen
class Gauges:
    """What is read for the figures and for `/readyz`. Platforms are named; `connected` are those that this
    process serves. `counts` are the bot's counters by name, `scripts` how many series are loaded."""

    people: int
    outbox: Mapping[str, OutboxDepth]
    dead: Mapping[str, int]
    poison: int
    counts: Mapping[str, int]
    in_hand: Mapping[str, int]
    connected: Mapping[str, bool]
    scripts: int
