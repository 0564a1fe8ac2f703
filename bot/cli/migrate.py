"""`alana migrate --to URL`: a SQLite database into PostgreSQL, or back, also while the bot runs."""

import asyncio
from typing import Annotated

import typer
from pydantic import SecretStr

from bot import settings_values as values
from bot.errors import AlanaError
from bot.settings import load_settings
from bot.storage.moving import move, served


def migrate(
    to: Annotated[
        str,
        typer.Option("--to", help="Where to: postgresql://USER:PASSWORD@HOST/NAME or sqlite:///FILE."),
    ],
    force: Annotated[
        bool, typer.Option("--force", help="Lose what the other one has learned since it was copied.")
    ] = False,
) -> None:
    """Copy the database into one of the other engine, compare both, and say how to switch. Cut off, it goes
    on where it was; run again, it takes what has happened since."""
    settings = load_settings()
    source = settings.database_url.get_secret_value()
    try:
        target = values.database_url(SecretStr(to)).get_secret_value()
    except ValueError as error:
        raise AlanaError(f"--to: {error}") from None
    asyncio.run(_migrate(source, target, force))
    shown = values.database_shown(target)
    print(f"{shown} holds the same as {settings.database}.")
    process = served(source)
    if process is not None:
        print(f"The bot goes on in the old one (process {process}). To switch:")
        print("  1. stop it, and run this command again: it takes only what is new")
    else:
        print("To switch:")
        print("  1. leave the bot stopped until then, or run this command again before you go on")
    print("  2. set ALANA_DATABASE_URL to the new address, where the bot reads its settings")
    print("  3. start it, and look: alana doctor")
    print("The old database stays as it is. It is your way back: this command with --to and its address.")


async def _migrate(source: str, target: str, force: bool) -> None:
    async for each in move(source, target, force=force):
        news = f"{each.changed} new or changed, {each.gone} gone" if each.changed or each.gone else "no news"
        print(f"{each.table:<13} {each.rows:>9} rows, checksum {each.checksum}, equal; {news}", flush=True)
