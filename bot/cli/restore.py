"""`alana restore FILE`: puts a backup in the database's place."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from bot.settings import load_settings
from bot.storage.backup import restore as put_back


def restore(
    file: Annotated[Path, typer.Argument(help="A file made by `alana backup`.")],
    force: Annotated[bool, typer.Option("--force", help="Replace the database that is there.")] = False,
) -> None:
    """Check FILE and put it in the database's place. The bot must be stopped."""
    settings = load_settings()
    asyncio.run(put_back(file, settings.database_url.get_secret_value(), force=force))
    print(f"{settings.database} now holds what was in {file}")
