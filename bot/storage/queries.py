"""What operators may ask of a database in use: depths and counts, never a person's words."""

import logging
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

import orjson
from sqlalchemy import Connection, and_, func, select, tuple_

from bot.engine.state import OrderedKeys, State, StateError, load
from bot.frozen import frozen
from bot.storage import schema as s
from bot.storage import written
from bot.storage.bots import mine

_STEP = 2_000  # rows read at once

log = logging.getLogger("alana.storage")

o, t, g = s.outbox.c, s.turn.c, s.progress.c


@frozen
class Waiting:
    """What is not sent yet on a platform; `oldest_at` is when its oldest row was committed."""

    platform: str
    rows: int
    oldest_at: datetime

    def seconds(self, now: datetime) -> float:
        """For how long that has waited."""
        return max(0.0, (now - self.oldest_at).total_seconds())


@frozen
class Dead:
    """Rows that were given up for one reason."""

    platform: str
    reason: str
    rows: int
    last_at: datetime


@frozen
class WaitingPeople:
    """So many people wait at the same place; `state` is one of theirs."""

    series: str
    episode: str | None
    state: State
    people: int


def waiting(connection: Connection) -> Sequence[Waiting]:
    query = select(o.platform, func.count(), func.min(o.created_at))
    query = query.where(mine(connection, s.outbox), s.OPEN).group_by(o.platform)
    return [Waiting(p, n, written.moment(at)) for p, n, at in connection.execute(query.order_by(o.platform))]


def dead(connection: Connection) -> Sequence[Dead]:
    query = select(o.platform, o.reason, func.count(), func.max(o.done_at))
    query = query.where(mine(connection, s.outbox), s.DEAD)
    found = connection.execute(query.group_by(o.platform, o.reason).order_by(func.count().desc()))
    return [Dead(p, reason or "", n, written.moment(at)) for p, reason, n, at in found]


def poison(connection: Connection) -> Sequence[tuple[str, str, int, datetime]]:
    """(kind, error, how many, last_at)."""
    p = s.poison.c
    query = select(p.kind, p.error, func.count(), func.max(p.at)).where(mine(connection, s.poison))
    return [
        (kind, error, n, written.moment(at))
        for kind, error, n, at in connection.execute(query.group_by(p.kind, p.error))
    ]


def counters(connection: Connection) -> Mapping[str, int]:
    c = s.counter.c
    found = connection.execute(select(c.name, c.value).where(mine(connection, s.counter)).order_by(c.name))
    return {row.name: row.value for row in found}


def nudges(connection: Connection, late: datetime) -> tuple[int, datetime | None]:
    """(how many are set, the oldest that should have been handed in before `late`)."""
    w = s.wakeup.c
    ours = and_(mine(connection, s.wakeup), w.kind.in_(("nudge", "snooze")))
    number = connection.scalar(select(func.count()).select_from(s.wakeup).where(ours)) or 0
    first = connection.scalar(select(func.min(w.due_at)).where(ours, w.due_at < written.stamp(late)))
    return number, written.maybe_moment(first)


def known(connection: Connection) -> int:
    """How many people there are, without counting them."""
    return connection.scalar(select(s.rollup.c.people).where(mine(connection, s.rollup))) or 0


def people(connection: Connection) -> tuple[int, int]:
    """(how many are known, how many of them cannot be reached). A circle is nobody."""
    p = s.person.c
    several = select(s.circle.c.person_id).where(mine(connection, s.circle))
    ours = select(func.count()).select_from(s.person).where(mine(connection, s.person), p.id.not_in(several))
    known = connection.scalar(ours) or 0
    gone = connection.scalar(ours.where(p.unreachable)) or 0
    return known, gone


def dead_by_platform(connection: Connection) -> Mapping[str, int]:
    query = select(o.platform, func.count()).where(mine(connection, s.outbox), s.DEAD).group_by(o.platform)
    return {row[0]: row[1] for row in connection.execute(query)}


def poison_rows(connection: Connection) -> int:
    return (
        connection.scalar(select(func.count()).select_from(s.poison).where(mine(connection, s.poison))) or 0
    )


# ---------------------------------------------------------------- what nobody understood


def misses(connection: Connection, least: int = 3) -> Sequence[tuple[str, str, int]]:
    """(place, phrase, people) for phrases that at least so many different people used."""
    m = s.miss.c
    people_ = func.count(m.person_id.distinct())
    query = (
        select(m.place, m.phrase, people_)
        .where(mine(connection, s.miss))
        .group_by(m.place, m.phrase)
        .having(people_ >= least)
    )
    found = connection.execute(query.order_by(m.place, people_.desc(), m.phrase))
    return [(place, phrase, n) for place, phrase, n in found]


# ---------------------------------------------------------------- for the impact report


def standings(connection: Connection) -> Sequence[WaitingPeople]:
    """Where everybody who is in the middle of something stands, grouped by what they wait for."""
    people_: Counter[tuple[object, ...]] = Counter()
    first: dict[tuple[object, ...], tuple[str, str | None, State]] = {}
    for series, episode, state in _states(connection):
        if state.node is not None:
            place = series, episode, state.digest, state.node, state.at, state.waiting
            people_[place] += 1
            first.setdefault(place, (series, episode, state))
    return [WaitingPeople(*first[place], number) for place, number in people_.items()]


def _states(connection: Connection) -> Iterator[tuple[str, str | None, State]]:
    """Everybody's (series, episode, state), some at a time: those of a million people fill gigabytes."""
    columns, at = (g.person_id, g.series, g.episode, g.state), tuple_(g.person_id, g.series)
    last = (-1, "")
    while True:
        window = (
            select(*columns)
            .where(mine(connection, s.progress), at > last)
            .order_by(g.person_id, g.series)
            .limit(_STEP)
        )
        some = connection.execute(window).all()
        for row in some:
            try:
                yield row.series, row.episode, load(row.state)
            except StateError:
                log.warning(
                    "the place of person %d in %s cannot be read: not counted", row.person_id, row.series
                )
        if len(some) < _STEP:
            return
        last = (some[-1].person_id, some[-1].series)


def revisions(connection: Connection) -> Mapping[str, OrderedKeys]:
    """Ordered keys by digest and node."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    columns = s.revision.c.digest, s.revision.c.node, s.revision.c["keys"]
    for digest, node, keys in connection.execute(select(*columns).where(mine(connection, s.revision))):
        found.setdefault(digest, {})[node] = tuple(orjson.loads(keys))
    return found
