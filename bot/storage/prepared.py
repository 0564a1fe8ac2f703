"""Statements of the busiest paths, written once for both dialects and handed to the driver as they are.

SQLAlchemy's own execution costs several microseconds a row; here a row is a tuple from the start. On
SQLite many rows become one statement with many VALUES: each step of a statement lets the interpreter's
lock go and has to wait for it again, so a thousand small steps beside a busy event loop take forever.
"""

from collections.abc import Callable, Sequence
from itertools import chain
from typing import Any

import orjson
from sqlalchemy import Connection, Table

Parameters = tuple[Any, ...]
_CHUNKS = (64, 16, 4, 1)  # rows in one statement; few sizes, so that each is prepared once


class BulkStatement:
    """A statement that takes many rows: `sqlite` writes it around a list of VALUES, `postgres` is the
    same for a single row. Rows hold `names` in order."""

    def __init__(self, names: Sequence[str], sqlite: Callable[[str], str], postgres: str) -> None:
        self.names = tuple(names)
        row = _marks("?" for _ in names)
        self._sqlite = {size: sqlite(",".join([row] * size)) for size in _CHUNKS}
        self._postgres = postgres

    def run(self, connection: Connection, rows: Sequence[Parameters]) -> None:
        """All rows, in order."""
        if not rows:
            return
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql(self._postgres, list(rows))
            return
        execute, done = driver(connection).execute, 0
        for size in _CHUNKS:
            while len(rows) - done >= size:
                execute(self._sqlite[size], tuple(chain.from_iterable(rows[done : done + size])))
                done += size


class Query:
    """A query by a list of keys: `{keys}` in `text` stands for the list, `kind` is their SQL type."""

    def __init__(self, text: str, kind: str) -> None:
        self._sqlite = text.format(keys="(SELECT value FROM json_each(?))")
        self._postgres = text.format(keys=f"(SELECT unnest($1::{kind}[]))")

    def rows(self, connection: Connection, keys: Sequence[Any]) -> list[Parameters]:
        if not keys:
            return []
        if connection.dialect.name == "postgresql":
            return [tuple(r) for r in connection.exec_driver_sql(self._postgres, (list(keys),))]
        given = (orjson.dumps(keys).decode(),)
        found: list[Parameters] = driver(connection).execute(self._sqlite, given).fetchall()
        return found


def insert(table: Table, *, replace: bool = False, keep: Sequence[str] = ()) -> BulkStatement:
    """Rows of `table` in the order of its columns, without those that number themselves. `replace`: a row
    with the same key is overwritten, but for the columns in `keep`."""
    names = [c.name for c in table.columns if c.autoincrement is not True]
    keys = [c.name for c in table.primary_key]
    conflict = ""
    if replace:
        changed = (n for n in names if n not in keys and n not in keep)
        settings = ",".join(f"{_quoted(n)}=excluded.{_quoted(n)}" for n in changed)
        conflict = f" ON CONFLICT ({','.join(map(_quoted, keys))}) DO UPDATE SET {settings}"
    head = f"INSERT INTO {_quoted(table.name)} ({','.join(map(_quoted, names))}) VALUES "
    numbered = _marks(f"${n}" for n in range(1, len(names) + 1))
    return BulkStatement(names, lambda values: head + values + conflict, head + numbered + conflict)


def update(table: Table, key: str, names: Sequence[str], fixed: str = "") -> BulkStatement:
    """Sets `names` of the row whose `key` is given; rows hold the key first. `fixed` is added as it is."""
    columns = [key, *names]
    last = f", {fixed}" if fixed else ""
    found = ",".join(f"{_quoted(n)}=given.column{i}" for i, n in enumerate(names, 2))
    single = ",".join(f"{_quoted(n)}=${i}" for i, n in enumerate(names, 2))
    name = _quoted(table.name)

    def for_sqlite(values: str) -> str:
        given = f"FROM (VALUES {values}) AS given WHERE {name}.{_quoted(key)}=given.column1"
        return f"UPDATE {name} SET {found}{last} {given}"

    return BulkStatement(columns, for_sqlite, f"UPDATE {name} SET {single}{last} WHERE {_quoted(key)}=$1")


def delete(table: Table, names: Sequence[str]) -> BulkStatement:
    """Removes the rows that have those values in those columns."""
    name, columns = _quoted(table.name), ",".join(map(_quoted, names))
    each = " AND ".join(f"{_quoted(n)}=${i}" for i, n in enumerate(names, 1))
    head = f"DELETE FROM {name} WHERE"
    return BulkStatement(names, lambda values: f"{head} ({columns}) IN (VALUES {values})", f"{head} {each}")


def driver(connection: Connection) -> Any:
    """The driver's own connection, to be used in the thread we are in."""
    return connection.connection.dbapi_connection


def _marks(marks: Any) -> str:
    return "(" + ",".join(marks) + ")"


def _quoted(name: str) -> str:
    return f'"{name}"'
