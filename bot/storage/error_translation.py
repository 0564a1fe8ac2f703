"""Driver errors that an operator can act on, each as one line."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

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
    ("no such column", "the tables of {db} are not as this version made them: restore a backup"),
    ("database is closed", "the database {db} is closed"),
)
_FOLLOWING = "no server of {db} takes changes now: it is tried again"
# https://www.postgresql.org/docs/current/errcodes-appendix.html, by the first characters of the code
_POSTGRES = (
    ("08", "cannot reach the database {db}: check that it and its pooler run; it is tried again"),
    ("28", "the database {db} refuses the user or the password of ALANA_DATABASE_URL"),
    ("3D000", "the database {db} does not exist: create it, or change ALANA_DATABASE_URL"),
    ("42501", "the user of ALANA_DATABASE_URL may not do this in {db}: grant it the database"),
    ("53100", "the disk of the database {db} is full, nothing was changed: make room and try again"),
    ("53300", "the database {db} takes no more connections: raise its limit or stop something"),
    ("53", "the server of the database {db} has no room or memory left: make some; it is tried again"),
    ("58", "the machine under the database {db} reports an error: check its disk; it is tried again"),
    ("55P03", "the database {db} was busy with others at the same rows: it is tried again"),
    ("25P0", "the database {db} took too long for one transaction: it is tried again"),
    ("25006", "the database {db} is read-only: point ALANA_DATABASE_URL at the primary server"),
    ("40", "the database {db} was busy with others at the same rows: it is tried again"),
    ("57014", "the database {db} took too long for one statement: it is tried again"),
    ("57P", "the database {db} is stopping or starting: it is tried again"),
    ("42P01", "{db} holds no tables of Alana's: check ALANA_DATABASE_URL"),
)


class ConnectionGone(Exception):
    """The connection to a server was gone: what was begun on it and not committed is undone. `orig`: what the
    driver said."""

    def __init__(self, orig: Exception) -> None:
        super().__init__(str(orig))
        self.orig = orig


@contextmanager
def plain_errors(db: str) -> Iterator[None]:
    """Turns what an operator can act on into `StorageError`; the rest stays loud. `db`: the database as it
    may be printed."""
    try:
        yield
    except StorageError:
        raise
    except Exception as error:
        line = plain_line(error, db)
        if line is None:
            raise
        raise StorageError(line) from error


@contextmanager
def connecting(db: str) -> Iterator[None]:
    """The first contact with a server: whatever goes wrong there is the operator's to mend."""
    try:
        yield
    except StorageError:
        raise
    except Exception as error:
        raise StorageError(plain_line(error, db) or _unreached(error, db)) from error


def plain_line(error: Exception, db: str) -> str | None:
    """One line for an error that an operator can act on, else None."""
    cause = getattr(error, "orig", None) or error
    code = sqlstate(error)
    if code is not None and (line := _starting(code)):
        return line.format(db=db)
    invalid = isinstance(error, DBAPIError) and error.connection_invalidated
    if invalid or isinstance(error, ConnectionGone) or isinstance(cause, OSError):
        return _unreached(cause, db)
    if not isinstance(cause, sqlite3.Error):
        return _FOLLOWING.format(db=db) if _is_unmatched(cause) else None
    words = str(cause).lower()
    found = next((line for mark, line in _SQLITE if mark in words), None)
    return found.format(db=db) if found else None


def sqlstate(error: Exception) -> str | None:
    """PostgreSQL's code of an error, where it has one."""
    cause = getattr(error, "orig", None) or error
    code = getattr(cause, "sqlstate", None) or getattr(cause, "pgcode", None)
    return code if isinstance(code, str) else None


def is_cut(error: Exception) -> bool:
    """Whether the server, or the pooler before it, says that the connection is of no use: class 08. A pooler
    whose server is away says so of connections that are only being made, too."""
    return (sqlstate(error) or "").startswith("08")


def is_collision(error: Exception) -> bool:
    """Whether a row was there already, or may not be as it is."""
    cause = getattr(error, "orig", None) or error
    return isinstance(cause, sqlite3.IntegrityError) or (sqlstate(error) or "").startswith("23")


def _is_unmatched(error: Exception) -> bool:
    """Whether none of several servers takes changes now."""
    from asyncpg.exceptions import (  # type: ignore[import-untyped]  # it is there anyway by now
        TargetServerAttributeNotMatched,
    )

    return isinstance(error, TargetServerAttributeNotMatched)


def _unreached(error: Exception, db: str) -> str:
    return f"cannot reach the database {db} ({type(error).__name__}): check that it runs"


def _starting(code: str) -> str | None:
    return next((line for mark, line in _POSTGRES if code.startswith(mark)), None)
