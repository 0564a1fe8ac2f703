"""A database with its tables, made once for all tests of this process: a copy takes a tenth of the time.

What `tests/storage` says of the making itself begins without it.
"""

import shutil
import tempfile
from functools import cache
from pathlib import Path

from bot.storage.database import Database


@cache
def _folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="alana-tests-"))


def remove() -> None:
    """Whatever was made. For the end of all tests of a process: one that a test runner ends does not come to
    `atexit`."""
    if _folder.cache_info().currsize:
        shutil.rmtree(_folder(), ignore_errors=True)


async def ready(file: Path) -> None:
    """Puts it where none is yet."""
    made = _folder() / "alana.db"
    if not made.exists():
        database = Database(f"sqlite:///{made}")
        await database.open()
        await database.close()
    if not file.exists():  # noqa: ASYNC240 - a moment
        shutil.copy(made, file)
