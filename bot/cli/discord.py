"""`alana discord invite`: the link that brings the bot to a server. `alana discord sync`: its commands."""

import asyncio
import base64
import binascii
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Annotated
from urllib.parse import urlencode

import typer

from bot.commands.table import menu_entries
from bot.errors import AlanaError
from bot.model import MenuEntry
from bot.settings import load_settings
from bot.texts import texts_for

# The bits of Discord's permission number that threads need, by name. Answers that one person alone sees take
# none, and a direct chat has none.
THREADS: Mapping[str, int] = {
    "View Channel": 1 << 10,
    "Create Public Threads": 1 << 35,
    "Create Private Threads": 1 << 36,
    "Send Messages in Threads": 1 << 38,
}


def invite(
    application_id: Annotated[
        str | None,
        typer.Option(
            help="The application's id (Developer Portal, General Information); else read from the token."
        ),
    ] = None,
    threads: Annotated[bool, typer.Option("--threads", help="Ask for what talks in threads need.")] = False,
) -> None:
    """Print the link that invites the bot to a server. Without --threads it asks for no permissions."""
    print(invite_link(application_id or _from_settings(), THREADS if threads else {}))


def sync(
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would change, and change nothing.")
    ] = False,
    guild: Annotated[
        int | None,
        typer.Option(help="A server's id: what is registered there alone would be shown twice, and goes."),
    ] = None,
) -> None:
    """Register the commands with Discord where they differ from what stands there. A bot that starts does so
    by itself."""
    from adapters.discord.registering import by_itself  # the library takes its time to load

    settings = load_settings()
    if settings.discord_token is None:
        raise AlanaError("Set ALANA_DISCORD_TOKEN: the commands belong to a bot")
    token = settings.discord_token.get_secret_value()
    plans = asyncio.run(by_itself(token, settings.discord_api_url, _menu, guild=guild, dry_run=dry_run))
    for where, plan in plans:
        kinds = (("new", plan.new), ("changed", plan.changed), ("gone", plan.gone))
        told = [f"{kind}: {', '.join(names)}" for kind, names in kinds if names]
        print(f"{where}: {'; '.join(told) if told else 'nothing to change'}")
    if dry_run and any(plan for _, plan in plans):
        print("Nothing was changed. Discord takes 200 new commands a day.")


def _menu(locale: str | None) -> Sequence[MenuEntry]:
    return menu_entries(texts_for(locale))


def invite_link(application_id: str, permissions: Mapping[str, int] = MappingProxyType({})) -> str:
    """Discord's page that asks which server to add the bot to. Raises AlanaError on what is no id."""
    if not (application_id.isascii() and application_id.isdigit() and 15 <= len(application_id) <= 20):
        raise AlanaError("--application-id: an id is a number of 17 to 20 digits")
    query = {
        "client_id": application_id,
        "scope": "bot applications.commands",
        "permissions": str(sum(permissions.values())),
    }
    return "https://discord.com/oauth2/authorize?" + urlencode(query)


def application_of(token: str) -> str | None:
    """The application's id: the first part of a token is that number in base 64."""
    head = token.partition(".")[0]
    try:
        number = base64.urlsafe_b64decode(head + "=" * (-len(head) % 4)).decode("ascii")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return number if number.isdigit() else None


def _from_settings() -> str:
    token = load_settings().discord_token
    if token is None:
        raise AlanaError("Set ALANA_DISCORD_TOKEN, or name the bot: alana discord invite --application-id ID")
    found = application_of(token.get_secret_value())
    if found is None:
        raise AlanaError("The token in ALANA_DISCORD_TOKEN names no application: say --application-id ID")
    return found
