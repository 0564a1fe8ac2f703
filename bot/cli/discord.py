"""`alana discord invite`: the link that brings the bot to a server. Loads no platform's library."""

import base64
import binascii
from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated
from urllib.parse import urlencode

import typer

from bot.errors import AlanaError
from bot.settings import load_settings

# The bits of Discord's permission number that threads and circles need, by name. Answers that one person sees
# alone take none, and a direct chat has none.
THREADS: Mapping[str, int] = {
    "View Channel": 1 << 10,
    "Send Messages": 1 << 11,
    "Attach Files": 1 << 15,
    "Read Message History": 1 << 16,
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


def invite_link(application_id: str, permissions: Mapping[str, int] = MappingProxyType({})) -> str:
    """Discord's page that asks which server to add the bot to. Raises AlanaError on what is no id."""
    query = {
        "client_id": checked_id("--application-id", application_id),
        "scope": "bot applications.commands",
        "permissions": str(sum(permissions.values())),
    }
    return "https://discord.com/oauth2/authorize?" + urlencode(query)


def checked_id(option: str, value: str) -> str:
    """Raises AlanaError on what is no id of Discord's."""
    if not (value.isascii() and value.isdigit() and 15 <= len(value) <= 20):
        raise AlanaError(f"{option}: an id is a number of 17 to 20 digits")
    return value


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
