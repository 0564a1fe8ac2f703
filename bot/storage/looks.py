"""What operators may ask of a database in use: depths and counts, never a person's words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import orjson
from sqlalchemy import Connection, func, select

from bot.engine.state import State, load
from bot.storage import rows
from bot.storage import schema as s

o, t, g = s.outbox.c, s.turn.c, s.progress.c


@dataclass(frozen=True, slots=True)
class Waiting:
    """What is not sent yet on a platform; `oldest_at` is when its oldest row was committed."""

    platform: str
    rows: int
    oldest_at: datetime


@dataclass(frozen=True, slots=True)
class Dead:
    """Rows that were given up for one reason."""

    platform: str
    reason: str
    rows: int
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """So many people wait at the same place; `state` is one of theirs."""

    series: str
    episode: str | None
    state: State
    people: int


def waiting(connection: Connection) -> Sequence[Waiting]:
    query = select(o.platform, func.count(), func.min(o.created_at)).where(s.OPEN).group_by(o.platform)
    return [Waiting(p, n, rows.moment(at)) for p, n, at in connection.execute(query.order_by(o.platform))]


def dead(connection: Connection) -> Sequence[Dead]:
    query = select(o.platform, o.reason, func.count(), func.max(o.done_at)).where(o.status == "dead")
    found = connection.execute(query.group_by(o.platform, o.reason).order_by(func.count().desc()))
    return [Dead(p, reason or "", n, rows.moment(at)) for p, reason, n, at in found]


def poison(connection: Connection) -> Sequence[tuple[str, str, int, datetime]]:
    """(kind, error, how many, last_at)."""
    p = s.poison.c
    query = select(p.kind, p.error, func.count(), func.max(p.at)).group_by(p.kind, p.error)
    return [(kind, error, n, rows.moment(at)) for kind, error, n, at in connection.execute(query)]


def counters(connection: Connection) -> Mapping[str, int]:
    c = s.counter.c
    found = connection.execute(select(c.name, c.value).order_by(c.name))
    return {row.name: row.value for row in found}


def people(connection: Connection) -> tuple[int, int]:
    """(how many are known, how many of them cannot be reached)."""
    p = s.person.c
    known = connection.scalar(select(func.count()).select_from(s.person)) or 0
    gone = connection.scalar(select(func.count()).where(p.unreachable)) or 0
    return known, gone


def numbers(connection: Connection) -> dict[str, float]:
    """What /metrics shows of the database."""
    open_rows = waiting(connection)
    given_up = select(func.count()).where(o.status == "dead")
    return {
        "people": float(connection.scalar(select(func.count()).select_from(s.person)) or 0),
        "turns": float(connection.scalar(select(func.max(t.id))) or 0),
        "outbox_rows": float(sum(w.rows for w in open_rows)),
        "outbox_oldest": min((w.oldest_at.timestamp() for w in open_rows), default=0.0),
        "dead_letters": float(connection.scalar(given_up) or 0),
        "poison": float(connection.scalar(select(func.count()).select_from(s.poison)) or 0),
    }


# ---------------------------------------------------------------- how far people come


def reached(connection: Connection) -> Mapping[tuple[str, str, str], int]:
    """How many different people came to each question, by (series, episode, key); "" is the evening."""
    people_ = func.count(t.person_id.distinct())
    by_key = select(t.series, t.episode, t.key, people_).where(t.episode.is_not(None), t.key.is_not(None))
    by_evening = select(t.series, t.episode, people_).where(t.episode.is_not(None))
    found = {
        (series or "", episode, key): n
        for series, episode, key, n in connection.execute(by_key.group_by(t.series, t.episode, t.key))
    }
    for series, episode, n in connection.execute(by_evening.group_by(t.series, t.episode)):
        found[series or "", episode, ""] = n
    return found


def visited(connection: Connection, series: str, node: str) -> int:
    """How many people have left that node at least once."""
    if connection.dialect.name == "postgresql":
        query = (
            "SELECT count(*) FROM progress WHERE series = $1 AND (state::json -> 7 -> $2::text) IS NOT NULL"
        )
        return int(connection.exec_driver_sql(query, (series, node)).scalar() or 0)
    query = "SELECT count(*) FROM progress WHERE series = ? AND json_extract(state, ?) IS NOT NULL"
    path = f"$[7].{orjson.dumps(node).decode()}"
    return int(connection.exec_driver_sql(query, (series, path)).scalar() or 0)


def misses(connection: Connection, least: int = 3) -> Sequence[tuple[str, str, int]]:
    """(place, phrase, people) for phrases that at least so many different people used."""
    m = s.miss.c
    people_ = func.count(m.person_id.distinct())
    query = select(m.place, m.phrase, people_).group_by(m.place, m.phrase).having(people_ >= least)
    found = connection.execute(query.order_by(m.place, people_.desc(), m.phrase))
    return [(place, phrase, n) for place, phrase, n in found]


# ---------------------------------------------------------------- for the impact report


def standings(connection: Connection) -> Sequence[Standing]:
    """Where everybody who is in the middle of something stands, grouped by what they wait for."""
    wait = "state::json -> 4" if connection.dialect.name == "postgresql" else "json_extract(state, '$[4]')"
    query = (
        "SELECT series, episode, min(state) AS state, count(*) AS people FROM progress"
        f" WHERE node IS NOT NULL GROUP BY series, episode, digest, node, key, ({wait})"
    )
    if connection.dialect.name == "postgresql":
        query = query.replace(f"({wait})", f"({wait})::text")
    found = connection.exec_driver_sql(query).all()
    return [Standing(r.series, r.episode, load(r.state), r.people) for r in found]


def revisions(connection: Connection) -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Ordered keys by digest and node."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for digest, node, keys in connection.execute(select(s.revision)):
        found.setdefault(digest, {})[node] = tuple(orjson.loads(keys))
    return found
