"""Driver errors that an operator can act on, each as one line."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from bot.errors import StorageError

_SQLITE = (
    ("locked", "the database {db} is locked by another program: close it and try again"),
    ("disk is full", "the disk is full, nothing was changed in {db}: make room and try again"),
    ("disk i/o", "the disk under {db} reports an error: make room or check it; if needed restore a backup"),
    ("malformed", "the database {db} is damaged: restore a backup (`alana restore FILE`)"),
    ("not a database", "{db} is not a database, or a damaged one: move it away, or restore a backup"),
    ("unable to open", "cannot open the database {db}: check the folder and its permissions"),
    ("readonly", "the database {db} cannot be written: check its permissions"),
    ("no such table", "{db} holds no tables of Alana's: check ALANA_DATABASE_URL"),
    ("database is closed", "the database {db} is closed"),
)
# https://www.postgresql.org/docs/current/errcodes-appendix.html, by the first characters of the code
_POSTGRES = (
    ("28", "the database {db} refuses the user or the password of ALANA_DATABASE_URL"),
    ("3D000", "the database {db} does not exist: create it, or change ALANA_DATABASE_URL"),
    ("42501", "the user of ALANA_DATABASE_URL may not do this in {db}: grant it the database"),
    ("53100", "the disk of the database {db} is full, nothing was changed: make room and try again"),
    ("53300", "the database {db} takes no more connections: raise its limit or stop something"),
    ("25006", "the database {db} is read-only: point ALANA_DATABASE_URL at the primary server"),
    ("57P", "the database {db} is stopping or starting: it is tried again"),
    ("42P01", "{db} holds no tables of Alana's: check ALANA_DATABASE_URL"),
)


@contextmanager
def plain_errors(url: URL) -> Iterator[None]:
    """Turns what an operator can act on into `StorageError`; the rest stays loud."""
    try:
        yield
    except (SQLAlchemyError, sqlite3.Error, OSError) as error:
        line = plain_line(error, url)
        if line is None:
            raise
        raise StorageError(line) from error
    except Exception as error:
        # asyncpg's own errors reach us bare while it connects.
        line = _by_code(error, shown(url))
        if line is None:
            raise
        raise StorageError(line) from error


def shown(url: URL) -> str:
    """The database as it may be printed."""
    if url.get_backend_name() == "sqlite":
        return str(url.database or "in memory")
    return url.render_as_string(hide_password=True)


def plain_line(error: Exception, url: URL) -> str | None:
    """One line for an error that an operator can act on, else None."""
    db = shown(url)
    cause = getattr(error, "orig", None) or error
    if line := _by_code(cause, db):
        return line
    invalid = isinstance(error, DBAPIError) and error.connection_invalidated
    if isinstance(error, OSError) or isinstance(cause, OSError) or invalid:
        return f"cannot reach the database {db} ({type(cause).__name__}): check that it runs"
    words = str(cause).lower()
    found = next((line for mark, line in _SQLITE if mark in words), None)
    return found.format(db=db) if found and isinstance(cause, sqlite3.Error) else None


def _by_code(error: BaseException, db: str) -> str | None:
    code = getattr(error, "sqlstate", None) or getattr(error, "pgcode", None)
    if not isinstance(code, str):
        return None
    return next((line.format(db=db) for mark, line in _POSTGRES if code.startswith(mark)), None)
