"""Registering the commands: what would change, and doing it. Once everywhere is enough: whatever stands in a
server besides would be shown twice there, and goes when that server is named."""

import logging
from collections.abc import Callable, Sequence

import aiohttp
import discord

from adapters.discord import library, menu
from adapters.discord.library import HTTPClient, Route
from bot.errors import AlanaError
from bot.model import MenuEntry

BAD_REQUEST = 400
USED_UP = 30034
NO_MORE_TODAY = (
    "Discord takes 200 new commands a day, and they are used up: what stands there stays until tomorrow"
)
EVERYWHERE = "/applications/{application_id}/commands"
IN_SERVER = "/applications/{application_id}/guilds/{guild_id}/commands"
Tell = Callable[[str, menu.CommandPlan], None]
Menu = Callable[[str | None], Sequence[MenuEntry]]

_log = logging.getLogger(__name__)


async def register(
    http: HTTPClient, application: int, entries: Menu, *, dry_run: bool = False
) -> menu.CommandPlan:
    """Registers the commands everywhere if they differ from what stands there; what that changes. `dry_run`:
    nothing is changed."""
    wanted = menu.commands(entries)
    standing = await _standing(http, Route("GET", EVERYWHERE, application_id=application))
    found = menu.plan(standing, wanted)
    if not found or dry_run:
        return found
    try:
        await _put(http, application, wanted)
    except discord.HTTPException as error:
        if error.status != BAD_REQUEST or error.code == USED_UP:
            raise
        # The app may not be installable by accounts: its commands are for servers and DMs then.
        _log.info("the commands are registered for servers only (HTTP 400, code %s)", error.code)
        reduced = menu.for_servers(wanted)
        found = menu.plan(standing, reduced)
        if found:
            await _put(http, application, reduced)
    return found


async def clear(http: HTTPClient, application: int, guild: int, *, dry_run: bool = False) -> menu.CommandPlan:
    """Takes away what is registered in that server alone; what that is."""
    get, put = (Route(m, IN_SERVER, application_id=application, guild_id=guild) for m in ("GET", "PUT"))
    found = menu.plan(await _standing(http, get), [])
    if found and not dry_run:
        await http.request(put, json=[])
    return found


async def by_itself(
    token: str, api_url: str | None, entries: Menu, tell: Tell, *, guild: int | None, dry_run: bool
) -> bool:
    """The same without a bot that runs; `tell` hears of each place what changes there, as soon as it is done.
    Whether anything does. A server that has not the bot stops it before that. Raises `AlanaError` with one
    clear line."""
    library.check()
    if api_url is not None:
        library.ask_at(api_url)
    client = discord.Client(intents=discord.Intents.none())
    try:
        await client.login(token)
        application = client.application_id
        assert application is not None  # known once logged in
        if guild is not None:
            await _known_there(client.http, application, guild)
        found = await register(client.http, application, entries, dry_run=dry_run)
        tell("everywhere", found)
        if guild is None:
            return bool(found)
        cleared = await clear(client.http, application, guild, dry_run=dry_run)
        tell(f"in the server {guild}", cleared)
        return bool(found or cleared)
    except discord.LoginFailure:
        raise AlanaError("Discord refused the token: check ALANA_DISCORD_TOKEN") from None
    except discord.HTTPException as error:
        if error.code == USED_UP:
            raise AlanaError(NO_MORE_TODAY) from None
        raise AlanaError(f"Discord did not take it: HTTP {error.status}, code {error.code}") from None
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        raise AlanaError(f"Discord cannot be reached ({type(error).__name__}); try again later") from None
    finally:
        await client.close()


async def _known_there(http: HTTPClient, application: int, guild: int) -> None:
    try:
        await _standing(http, Route("GET", IN_SERVER, application_id=application, guild_id=guild))
    except (discord.Forbidden, discord.NotFound):
        raise AlanaError(
            f"The bot is not in the server {guild}: nothing was changed. Check the id after --guild, or "
            "invite the bot there (alana discord invite)"
        ) from None


async def _standing(http: HTTPClient, route: Route) -> Sequence[menu.CommandPayload]:
    answer: object = await http.request(route, params={"with_localizations": "true"})
    return (
        [one for one in answer if isinstance(one, dict) and "name" in one] if isinstance(answer, list) else []
    )


async def _put(http: HTTPClient, application: int, commands: list[menu.CommandPayload]) -> None:
    await http.bulk_upsert_global_commands(application, commands)
    _log.info("registered %d commands", len(commands))
