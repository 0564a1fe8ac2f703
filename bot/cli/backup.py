"""`alana backup FILE`: copies the database, also while the bot runs; `--keep N FOLDER` for a timer."""

import asyncio
import itertools
import os
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from bot.errors import AlanaError
from bot.settings import load_settings
from bot.storage.backup import backup as copy
from bot.storage.database import Database

_OURS = re.compile(r"alana-\d{8}-\d{6}\.db")


def backup(
    file: Annotated[
        Path, typer.Argument(help="Where the copy goes; its owner alone can read it. With --keep: a folder.")
    ],
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it exists.")] = False,
    keep: Annotated[
        int | None,
        typer.Option("--keep", min=1, help="Put a new copy into the folder, and keep so many of them."),
    ] = None,
) -> None:
    """Copy the database to FILE while the bot runs. The copy is whole, checked, and readable by you alone."""
    url = load_settings().database_url.get_secret_value()
    target = file if keep is None else free_name(file, datetime.now(UTC))
    size = asyncio.run(_backup(url, target, force))
    print(f"{target}: {size / 1024:.0f} KB")
    for old in surplus(target, keep) if keep is not None else ():
        old.unlink()
        print(f"{old}: removed, {keep} are kept")


def free_name(folder: Path, now: datetime) -> Path:
    """The file for a copy of that moment; where one of that second is there, of the next one that is free."""
    if not folder.is_dir():
        raise AlanaError(f"there is no folder {folder}: make it first, readable by its owner alone")
    seconds = (now + timedelta(seconds=n) for n in itertools.count())
    names = (folder / f"alana-{second:%Y%m%d-%H%M%S}.db" for second in seconds)
    return next(name for name in names if not os.path.lexists(name))


def surplus(newest: Path, keep: int) -> list[Path]:
    """What goes of the copies beside the newest one, which stays: others may have later names, of a clock
    that stood ahead. Only what has a name of ours counts, and no link does."""
    ours = [path for path in newest.parent.iterdir() if _OURS.fullmatch(path.name) and path != newest]
    older = sorted(path for path in ours if path.is_file() and not path.is_symlink())
    return older[: max(0, len(older) + 1 - keep)]


async def _backup(url: str, file: Path, force: bool) -> int:
    database = Database(url)
    await database.open_to_read()
    try:
        return await copy(database, file, force=force)
    finally:
        await database.close()
