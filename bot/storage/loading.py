"""People as they are read before a turn: one statement for all of a round, once their numbers are known."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import Connection

from bot.storage import circles, rows, written
from bot.storage import schema as s
from bot.storage.prepared import Query

_COLUMNS = (*(c.name for c in s.person.columns), "p_episode", "p_state", "bookmarks", "undelivered")
_ACCOUNTS = Query("SELECT subject, person_id FROM account WHERE bot = {bot} AND subject IN {keys}", "text")
_PEOPLE = (
    f"SELECT {', '.join(f'p.{c.name}' for c in s.person.columns)}, g.episode, g.state, MORE FROM person p"
    " LEFT JOIN progress g ON g.bot = p.bot AND g.person_id = p.id AND g.series = p.series"
    " WHERE p.bot = {bot} AND p.id IN {keys}"
)
_THEIRS = "FROM TABLE WHERE TABLE.bot = p.bot AND TABLE.person_id = p.id AND"
_MARKS = _THEIRS.replace("TABLE", "bookmark") + " bookmark.series = p.series"
# What is to be said again to them: `claiming.undelivered` reads it.
_LOST = _THEIRS.replace("TABLE", "outbox") + " outbox.status IN ('dead', 'dropped') AND action IS NOT NULL"
_LOOK = Query(
    # SQLite's one process knows what did not arrive.
    _PEOPLE.replace("MORE", f"(SELECT json_group_array(json_array(episode, state)) {_MARKS}), NULL"),
    "bigint",
    postgres=_PEOPLE.replace(
        "MORE",
        f"(SELECT json_agg(json_build_array(bookmark.episode, bookmark.state))::text {_MARKS}),"
        f" EXISTS (SELECT {_LOST})",
    ),
)


def load(connection: Connection, names: Sequence[str], known: Mapping[str, int]) -> Mapping[str, rows.Row]:
    """The rows of those people by subject, each with its bookmarks. `known`: numbers of people by subject;
    one that was forgotten since is looked up anew, and nobody's number is ever given to another."""
    numbers = {name: known[name] for name in names if name in known}
    people = _look(connection, numbers.values())
    unknown = [name for name in names if numbers.get(name) not in people]
    if unknown:
        numbers |= dict(_ACCOUNTS.rows(connection, unknown))
        people |= _look(connection, [numbers[name] for name in unknown if name in numbers])
    found = {name: people[number] for name, number in numbers.items() if number in people}
    several = [row["id"] for name, row in found.items() if written.parse_subject(name).kind == "circle"]
    for person, circle in circles.load(connection, list(dict.fromkeys(several))).items():
        people[person]["circle"] = circle
    return found


def _look(connection: Connection, numbers: Iterable[int]) -> dict[int, dict[str, Any]]:
    found = {}
    for values in _LOOK.rows(connection, list(dict.fromkeys(numbers))):
        row = dict(zip(_COLUMNS, values, strict=True))
        found[row["id"]] = row | {"bookmarks": orjson.loads(row["bookmarks"] or "[]")}
    return found
