"""`alana backup FILE`: copies the database, also while the bot runs."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from bot.settings import load_settings
from bot.storage.backup import backup as copy
from bot.storage.database import Database


def backup(
    file: Annotated[Path, typer.Argument(help="Where the copy goes; its owner alone can read it.")],
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it exists.")] = False,
) -> None:
    """Copy the database to FILE while the bot runs. The copy is whole, checked, and readable by you alone."""
    size = asyncio.run(_backup(load_settings().database_url.get_secret_value(), file, force))
    print(f"{file}: {size / 1024:.0f} KB")


async def _backup(url: str, file: Path, force: bool) -> int:
    database = Database(url)
    await database.open_to_read()
    try:
        return await copy(database, file, force=force)
    finally:
        await database.close()
