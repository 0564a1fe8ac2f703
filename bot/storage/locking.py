"""One process serves a SQLite file. Its lock holds whatever name the file is called by, and goes with it.

Two locks: on the file `NAME.lock` beside it, which also says who holds it, and (where the system has locks
that belong to an open file, as Linux has) on one byte of the database itself, far behind those that SQLite
uses. The first outlives a restore, which puts another file in this one's place; the second knows a hard
link. Neither is dropped where SQLite closes the file. https://www.sqlite.org/howtocorrupt.html
"""

import contextlib
import errno
import fcntl
import os
import re
import stat
import struct
from pathlib import Path

from bot.errors import StorageError
from bot.storage.files import beside

ENDING = ".lock"
_BYTE = 1 << 62  # SQLite's own locks lie at 1 GiB, its pages end at 256 TiB
_WANTED = struct.pack("hhqqi4x", fcntl.F_WRLCK, os.SEEK_SET, _BYTE, 1, 0)  # Linux's struct flock


class Lock:
    """Held until `close`, or until the process ends in whatever way."""

    def __init__(self, *descriptors: int) -> None:
        self._descriptors = descriptors

    def close(self) -> None:
        descriptors, self._descriptors = self._descriptors, ()
        for descriptor in descriptors:
            os.close(descriptor)


def take(file: Path) -> Lock:
    """The lock of a database, `file` being its real name; it need not exist. Raises `StorageError` that
    says who holds it."""
    name = _open_name(file)
    try:
        _flock(name, file)
        number = _lock_byte(file)
        os.ftruncate(name, 0)
        os.pwrite(name, b"%d\n" % os.getpid(), 0)
    except BlockingIOError:
        os.close(name)
        raise _in_use(file, "unknown") from None
    except OSError as error:
        os.close(name)
        raise _cannot_write(file, error) from None
    except StorageError:
        os.close(name)
        raise
    return Lock(*number, name)


def holder(file: Path) -> str | None:
    """The process that holds the lock now, without taking it; None if it is free. Not for a process that
    has the database open: its own file is closed here."""
    with contextlib.suppress(OSError):
        name = os.open(beside(file, ENDING), os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        try:
            fcntl.flock(name, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return _written(name)
        finally:
            os.close(name)
    return "unknown" if _byte_is_locked(file) else None


def _flock(name: int, file: Path) -> None:
    try:
        fcntl.flock(name, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise _in_use(file, _written(name)) from None


def _open_name(file: Path) -> int:
    flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    path = beside(file, ENDING)
    try:
        name = os.open(path, flags, 0o600)
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise StorageError(f"{path} is a link: remove it, the lock is made anew") from None
        raise _cannot_write(file, error) from None
    # What was put here under this name is not written over: not even through a hard link.
    if not stat.S_ISREG(os.fstat(name).st_mode) or not re.fullmatch(rb"\d*\s*", os.pread(name, 64, 0)):
        os.close(name)
        raise StorageError(f"{path} is no lock of Alana's: move it away")
    return name


def _lock_byte(file: Path) -> tuple[int, ...]:
    """The open file that holds the lock on the database itself; nothing where there is no file yet, or
    where the system or the disk has no such locks."""
    if not hasattr(fcntl, "F_OFD_SETLK"):
        return ()
    try:
        number = os.open(file, os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return ()
    try:
        fcntl.fcntl(number, fcntl.F_OFD_SETLK, _WANTED)
    except BlockingIOError:
        os.close(number)
        raise
    except OSError:
        os.close(number)
        return ()
    return (number,)


def _byte_is_locked(file: Path) -> bool:
    """Asked without taking it: somebody may be starting just now."""
    if not hasattr(fcntl, "F_OFD_GETLK"):
        return False
    try:
        number = os.open(file, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        (found,) = struct.unpack_from("h", fcntl.fcntl(number, fcntl.F_OFD_GETLK, _WANTED))
    except OSError:
        return False
    finally:
        os.close(number)
    return bool(found != fcntl.F_UNLCK)


def _written(name: int) -> str:
    return os.pread(name, 64, 0).decode("ascii", "replace").strip() or "unknown"


def _in_use(file: Path, holder: str) -> StorageError:
    return StorageError(
        f"{file} is in use by another Alana (process {holder}): stop that one first, "
        "or set ALANA_DATABASE_URL to another file"
    )


def _cannot_write(file: Path, error: OSError) -> StorageError:
    return StorageError(f"cannot write {file}{ENDING} beside the database: {error.strerror}")
