"""Statements of the busiest paths, written once for both dialects and handed to the driver as they are.

SQLAlchemy's own execution costs several microseconds a row, and over asyncpg three times what a statement
costs there; here a row is a tuple from the start. On SQLite many rows become one statement with many VALUES:
each step of a statement lets the interpreter's lock go and has to wait for it again, so a thousand small
steps beside a busy event loop take forever.

Each statement is about rows of one bot, the one that the connection works for: callers do not name it.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any

import orjson
from sqlalchemy import Connection, Table

from bot.storage.bots import bot_of

Parameters = tuple[Any, ...]
_CHUNKS = (64, 16, 4, 1)  # rows in one statement; few sizes, so that each is prepared once


class BulkStatement:
    """A statement that takes many rows: `sqlite` writes it around a list of VALUES, `postgres` is the
    same for a single row. Rows hold `names` in order; the statements get the bot ahead of them."""

    def __init__(self, names: Sequence[str], sqlite: Callable[[str], str], postgres: str) -> None:
        self.names = tuple(names)
        row = _marks(["?1", *("?" for _ in names)])  # the bot is given once, ahead of all rows
        self._sqlite = {size: sqlite(",".join([row] * size)) for size in _CHUNKS}
        self._postgres = postgres

    def run(self, connection: Connection, rows: Sequence[Parameters]) -> None:
        """All rows, in order."""
        if not rows:
            return
        if connection.dialect.name == "postgresql":
            _on_postgresql(connection, self._postgres, rows)
            return
        bot, execute, done = bot_of(connection), driver(connection).execute, 0
        for size in _CHUNKS:
            while len(rows) - done >= size:
                execute(self._sqlite[size], (bot, *chain.from_iterable(rows[done : done + size])))
                done += size


class InsertStatement(BulkStatement):
    """A bulk statement that can be made one with others, by `insert_each`. What stands around its VALUES is
    the same for both dialects."""

    def __init__(self, names: Sequence[str], head: str, conflict: str) -> None:
        self._head, self._conflict = head, conflict
        self._columns = len(names)
        super().__init__(names, lambda values: f"{head} VALUES {values}{conflict}", self.numbered(1, 2))

    def numbered(self, rows: int, first: int) -> str:
        """PostgreSQL's text for so many rows, whose values are numbered from `first` on."""
        starts = range(first, first + rows * self._columns, self._columns)
        values = (_marks(["$1", *(f"${n}" for n in range(at, at + self._columns))]) for at in starts)
        return f"{self._head} VALUES {','.join(values)}{self._conflict}"


_Shape = tuple[tuple[InsertStatement, int], ...]  # statements, each with its number of rows


def insert_each(
    connection: Connection, groups: Sequence[Sequence[tuple[InsertStatement, Parameters]]]
) -> None:
    """The rows of each group, say of one person's turn. No row may be touched twice.

    On PostgreSQL a group is one statement (each statement is a round trip, which costs more than what is done
    there), and groups of the same shape go together. On SQLite rows go by their statement."""
    if connection.dialect.name != "postgresql":
        for statement, rows in _by_statement(chain.from_iterable(groups)).items():
            statement.run(connection, rows)
        return
    alike: dict[_Shape, list[Parameters]] = {}
    for group in groups:
        found = _by_statement(group)
        shape = tuple((statement, len(rows)) for statement, rows in found.items())
        values = chain.from_iterable(chain.from_iterable(found.values()))
        alike.setdefault(shape, []).append(tuple(values))
    for shape, given in alike.items():
        if shape:
            _on_postgresql(connection, _joined(shape), given)


def _by_statement(
    found: Iterable[tuple[InsertStatement, Parameters]],
) -> dict[InsertStatement, list[Parameters]]:
    gathered: dict[InsertStatement, list[Parameters]] = {}
    for statement, row in found:
        gathered.setdefault(statement, []).append(row)
    return gathered


@lru_cache(maxsize=256)
def _joined(shape: _Shape) -> str:
    """One statement that does what all of those do. https://www.postgresql.org/docs/current/queries-with.html"""
    texts, first = [], 2  # the bot is the first of all
    for statement, rows in shape:
        texts.append(statement.numbered(rows, first))
        first += rows * len(statement.names)
    *before, last = texts
    beside = ", ".join(f"part{n} AS ({text})" for n, text in enumerate(before))
    return f"WITH {beside} {last}" if before else last


def _on_postgresql(connection: Connection, text: str, rows: Sequence[Parameters]) -> None:
    bot = bot_of(connection)
    given, once = [(bot, *row) for row in rows], len(rows) == 1
    driver(connection).run_async(
        lambda pg: pg.execute(text, *given[0]) if once else pg.executemany(text, given)
    )


class Query:
    """A statement that may give rows: in `text` `{bot}` stands for the bot, `{keys}` for a list, `{0}`, `{1}`
    and so on for single values. `kinds` are the SQL types of a key's columns; a key of one column is given
    bare, others as tuples. `postgres`: the text there, where it is another. One that does not name `{bot}` is
    for all bots."""

    def __init__(self, text: str, *kinds: str, postgres: str | None = None) -> None:
        self._kinds, self._own = kinds, "{bot}" in text
        parts = (f"json_extract(value, '$[{n}]')" for n in range(len(kinds)))
        values = "value" if len(kinds) == 1 else ", ".join(parts)
        single = [f"?{n}" for n in range(3, 9)]
        self._sqlite = text.format(*single, bot="?1", keys=f"(SELECT {values} FROM json_each(?2))")
        first = 1 + self._own
        lists = ", ".join(f"${n}::{kind}[]" for n, kind in enumerate(kinds, first))
        single = [f"${n}" for n in range(first + len(kinds), 9)]
        listed = f"(SELECT * FROM unnest({lists}))"
        self._postgres = (postgres or text).format(*single, bot="$1", keys=listed)

    def rows(self, connection: Connection, keys: Sequence[Any] = (), *given: Any) -> list[Parameters]:
        """None where it asks for keys and none are given."""
        if self._kinds and not keys:
            return []
        bot = bot_of(connection)
        if connection.dialect.name == "postgresql":
            lists = (
                [list(keys)] if len(self._kinds) == 1 else [list(part) for part in zip(*keys, strict=True)]
            )
            values = (bot, *lists, *given) if self._own else (*lists, *given)
            answer = driver(connection).run_async(lambda pg: pg.fetch(self._postgres, *values))
            return [tuple(row) for row in answer]
        found: list[Parameters] = (
            driver(connection).execute(self._sqlite, (bot, orjson.dumps(keys).decode(), *given)).fetchall()
        )
        return found


def insert(table: Table, *, replace: bool = False, keep: Sequence[str] = ()) -> InsertStatement:
    """Rows of `table` in the order of its columns, without the bot and those that number themselves.
    `replace`: a row with the same key is overwritten, but for the columns in `keep`."""
    names = [c.name for c in table.columns if c.autoincrement is not True]
    keys = [c.name for c in table.primary_key]
    conflict = ""
    if replace:
        changed = (n for n in names if n not in keys and n not in keep)
        settings = ",".join(f"{_quoted(n)}=excluded.{_quoted(n)}" for n in changed)
        conflict = f" ON CONFLICT ({','.join(map(_quoted, keys))}) DO UPDATE SET {settings}"
    head = f"INSERT INTO {_quoted(table.name)} ({','.join(map(_quoted, names))})"
    return InsertStatement(names[1:], head, conflict)


def update(table: Table, keys: Sequence[str], names: Sequence[str], fixed: str = "") -> BulkStatement:
    """Sets `names` of the row whose `keys` are given; rows hold those first. `fixed` is added as it is."""
    columns, name = [*keys, *names], _quoted(table.name)
    last = f", {fixed}" if fixed else ""
    after = len(keys) + 2  # the number of the first of `names`, behind the bot and the keys
    found = ",".join(f"{_quoted(n)}=given.column{i}" for i, n in enumerate(names, after))
    single = ",".join(f"{_quoted(n)}=${i}" for i, n in enumerate(names, after))
    row = " AND ".join(f"{name}.{_quoted(n)}={{mark}}{i}" for i, n in enumerate(("bot", *keys), 1))

    def for_sqlite(values: str) -> str:
        given = f"FROM (VALUES {values}) AS given WHERE {row.format(mark='given.column')}"
        return f"UPDATE {name} SET {found}{last} {given}"

    return BulkStatement(
        columns, for_sqlite, f"UPDATE {name} SET {single}{last} WHERE {row.format(mark='$')}"
    )


def delete(table: Table, names: Sequence[str]) -> BulkStatement:
    """Removes the rows that have those values in those columns."""
    whole = ("bot", *names)
    name, columns = _quoted(table.name), ",".join(map(_quoted, whole))
    each = " AND ".join(f"{_quoted(n)}=${i}" for i, n in enumerate(whole, 1))
    head = f"DELETE FROM {name} WHERE"
    return BulkStatement(names, lambda values: f"{head} ({columns}) IN (VALUES {values})", f"{head} {each}")


def driver(connection: Connection) -> Any:
    """The driver's own connection, to be used in the thread we are in; asyncpg's by its `run_async`."""
    return connection.connection.dbapi_connection


def _marks(marks: Any) -> str:
    return "(" + ",".join(marks) + ")"


def _quoted(name: str) -> str:
    return f'"{name}"'
