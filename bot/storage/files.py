"""A SQLite file and what lies beside it, as files: what they are, whose they are, who else may read them.

Only ordinary files are opened: a pipe or a device would be read for ever.
"""

import contextlib
import os
import stat
from collections.abc import Iterable
from pathlib import Path

from bot.errors import StorageError

MAGIC = b"SQLite format 3\x00"
SIDES = ("-wal", "-shm", "-journal")  # what SQLite itself puts beside the file
_OTHERS = stat.S_IRWXO


def real(name: str) -> Path:
    """The file that a name leads to, through all links: two names of one file are one file."""
    return Path(os.path.realpath(name))


def beside(file: Path, ending: str) -> Path:
    return Path(f"{file}{ending}")


def with_sides(file: Path) -> list[Path]:
    return [file, *(beside(file, ending) for ending in SIDES)]


def exists(file: Path) -> bool:
    """Whether there is an ordinary file. Raises `StorageError` for anything else that is there."""
    try:
        mode = os.stat(file).st_mode
    except FileNotFoundError:
        return False
    except (OSError, ValueError) as error:
        raise cannot_open(file, error) from None
    if stat.S_ISDIR(mode):
        raise StorageError(f"{file} is a folder, not a database file: check ALANA_DATABASE_URL")
    if not stat.S_ISREG(mode):
        raise StorageError(f"{file} is not an ordinary file: check ALANA_DATABASE_URL")
    return True


def size(file: Path) -> int:
    """In bytes; 0 where nothing is there."""
    try:
        return os.stat(file).st_size
    except OSError:
        return 0


def prepare_file(file: Path) -> None:
    """Creates the file for its owner alone, and turns away what cannot be a database of ours."""
    exists(file)
    try:
        os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_NONBLOCK | os.O_CLOEXEC, 0o600))
    except (OSError, ValueError) as error:
        raise cannot_open(file, error) from None
    check_file(file)


def check_file(file: Path) -> None:
    """Raises `StorageError` unless the file may be a SQLite database with its own files beside it."""
    for other in with_sides(file)[1:]:
        if exists(other) and other.is_symlink():
            raise StorageError(f"{other} is a link: move it away")
    if not is_sqlite(file):
        raise StorageError(f"{file} is not a SQLite database: move it away or set ALANA_DATABASE_URL")


def is_sqlite(file: Path) -> bool:
    """Whether it may be a SQLite file; an empty one may become one. Raises `StorageError` where it
    cannot be read."""
    exists(file)
    try:
        with file.open("rb") as handle:
            return handle.read(len(MAGIC)) in (b"", MAGIC)
    except OSError as error:
        raise cannot_open(file, error) from None


def cannot_open(file: Path, error: Exception) -> StorageError:
    reason = getattr(error, "strerror", None) or "no file can have that name"
    return StorageError(
        f"cannot open the database {file}: {reason}. Check the folder and its permissions, "
        "or set ALANA_DATABASE_URL"
    )


# ---------------------------------------------------------------- who may read them


def readable_by_all(files: Iterable[Path]) -> str | None:
    """One line that names those which everybody on this machine may read or write; None: there are none."""
    names = [str(file) for file in files if _mode(file) & _OTHERS]
    if not names:
        return None
    verb = "are" if len(names) > 1 else "is"
    return f"{', '.join(names)} {verb} open to everybody on this machine: chmod 600 {' '.join(names)}"


def keep_private(file: Path) -> None:
    """SQLite gives what it puts beside a file that file's own mode: our owner's alone it is to be, whatever
    that one is. Changes the mode by name, opening nothing."""
    for other in with_sides(file)[1:]:
        if _mode(other) & 0o077:
            with contextlib.suppress(OSError):  # gone meanwhile, or another user's
                other.chmod(0o600)


def _mode(file: Path) -> int:
    try:
        return stat.S_IMODE(os.lstat(file).st_mode) if not file.is_symlink() else 0
    except (OSError, ValueError):
        return 0
