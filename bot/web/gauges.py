"""What is read for the figures and for `/readyz`."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import field

from bot.frozen import frozen


@frozen
class OutboxDepth:
    """What waits to be sent on a platform, and for how many seconds the oldest of it has."""

    rows: int
    age: float


@frozen
class Gauges:
    """What is read for the figures and for `/readyz`. Platforms are named; `connected` says of each whether
    this process serves it, `elsewhere` are those that another does while this one stands by, `awaited` those
    that this one should serve and does not, `unheld` how many connections no process holds of those that
    processes share out. `counts` are the bot's counters by name, `scripts` how many
    series are loaded. `storing`: the newest commit succeeded."""

    people: int
    outbox: Mapping[str, OutboxDepth]
    dead: Mapping[str, int]
    poison: int
    counts: Mapping[str, int]
    in_hand: Mapping[str, int]
    connected: Mapping[str, bool]
    scripts: int
    elsewhere: Collection[str] = ()
    storing: bool = True
    awaited: Collection[str] = ()
    unheld: Mapping[str, int] = field(default_factory=dict)


def together(looks: Sequence[Gauges]) -> Gauges:
    """The same of all bots of a process: what waits is added up, the oldest counts, a platform is connected
    where it is for each of them, and elsewhere where each is served, and some are there. One is itself."""
    if len(looks) == 1:
        return looks[0]
    rows, age = Counter[str](), dict[str, float]()
    connected, served = dict[str, bool](), dict[str, bool]()
    for look in looks:
        for name, depth in look.outbox.items():
            rows[name] += depth.rows
            age[name] = max(age.get(name, 0.0), depth.age)
        for name, there in look.connected.items():
            connected[name] = connected.get(name, True) and there
            served[name] = served.get(name, True) and (there or name in look.elsewhere)
    return Gauges(
        people=sum(look.people for look in looks),
        outbox={name: OutboxDepth(number, age[name]) for name, number in rows.items()},
        dead=_added(look.dead for look in looks),
        poison=sum(look.poison for look in looks),
        counts=_added(look.counts for look in looks),
        in_hand=_added(look.in_hand for look in looks),
        connected=connected,
        scripts=min((look.scripts for look in looks), default=0),
        elsewhere={name for name in served if served[name] and not connected[name]},
        storing=all(look.storing for look in looks),
    )


def _added(parts: Iterable[Mapping[str, int]]) -> Counter[str]:
    found = Counter[str]()
    for part in parts:
        found.update(part)
    return found
