"""`alana discord sync`: the commands as Discord has them, put right where they differ."""

import asyncio
from collections.abc import Sequence
from typing import Annotated

import typer

from adapters.discord.menu import CommandPlan
from adapters.discord.registering import by_itself
from bot.cli.discord import checked_id
from bot.commands.table import menu_entries
from bot.errors import AlanaError
from bot.model import MenuEntry
from bot.settings import load_settings
from bot.texts import texts_for


def sync(
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would change, and change nothing.")
    ] = False,
    guild: Annotated[
        str | None,
        typer.Option(help="A server's id: what is registered there alone would be shown twice, and goes."),
    ] = None,
) -> None:
    """Register the commands with Discord where they differ from what stands there. A bot that starts does so
    by itself."""
    settings = load_settings()
    if settings.discord_token is None:
        raise AlanaError("Set ALANA_DISCORD_TOKEN: the commands belong to a bot")
    token = settings.discord_token.get_secret_value()
    server = int(checked_id("--guild", guild)) if guild is not None else None
    work = by_itself(token, settings.discord_api_url, _menu, _tell, guild=server, dry_run=dry_run)
    if asyncio.run(work) and dry_run:
        print("Nothing was changed. Discord takes 200 new commands a day.")


def _tell(where: str, plan: CommandPlan) -> None:
    """At once: what comes after it may fail."""
    kinds = (("new", plan.new), ("changed", plan.changed), ("gone", plan.gone))
    told = [f"{kind}: {', '.join(names)}" for kind, names in kinds if names]
    print(f"{where}: {'; '.join(told) if told else 'nothing to change'}", flush=True)


def _menu(locale: str | None) -> Sequence[MenuEntry]:
    return menu_entries(texts_for(locale))
