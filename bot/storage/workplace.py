"""A folder for work that must not stay: beside the file that it is for, its owner's alone, gone at the end.

A `kill -9` leaves it there, with all that a database holds. Whoever works in it keeps a lock in it; one
that nobody holds is what was left, and goes at the next work in the same place.
"""

import contextlib
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

_PREFIX, _SUFFIX, _LOCK = ".alana-", ".part", "lock"


@contextlib.contextmanager
def workplace(inside: Path) -> Iterator[Path]:
    """A new folder in `inside`. Raises OSError where none can be made."""
    for old in left(inside):
        shutil.rmtree(old, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(_SUFFIX, _PREFIX, inside))
    try:
        lock = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield folder
        finally:
            os.close(lock)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def left(inside: Path) -> list[Path]:
    """The folders of earlier work in `inside` that was killed."""
    with contextlib.suppress(OSError):
        return [found for found in sorted(inside.glob(f"{_PREFIX}*{_SUFFIX}")) if _deserted(found)]
    return []


def _deserted(folder: Path) -> bool:
    """Whether it is one of ours and nobody works in it. One without a lock is being made just now."""
    if folder.is_symlink():
        return False
    try:
        lock = os.open(folder / _LOCK, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return False
    finally:
        os.close(lock)
    return True
