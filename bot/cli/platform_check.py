"""What `alana doctor` asks the platforms: is the token good, is the clock right, what stands there.

Everything is asked once, with a short patience; nothing is changed. No address with a token in it is shown.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp

from bot.cli.findings import Finding, warning, wrong
from bot.commands.table import menu_entries
from bot.errors import AlanaError, PlatformRefused
from bot.frozen import frozen
from bot.model import MenuEntry
from bot.settings import Settings
from bot.texts import texts_for

PATIENCE = aiohttp.ClientTimeout(total=10)
SKEW = timedelta(seconds=30)  # from here on times and tokens may be misjudged
_DISCORD = "https://discord.com/api/v10"
_CONTENT = (1 << 18) | (1 << 19)  # GATEWAY_MESSAGE_CONTENT and its form for small bots
FEW_STARTS = 50  # of a day's identifications


@frozen
class _Answered:
    """What an API said: HTTP status, JSON, and how far its clock is ahead of ours."""

    status: int
    body: Any
    ahead: timedelta | None


async def platform_findings(settings: Settings, now: datetime) -> list[Finding]:
    """Of every platform that has a token."""
    found: list[Finding] = []
    async with aiohttp.ClientSession(timeout=PATIENCE) as session:
        if settings.telegram_token is not None:
            asking = _telegram(session, settings, settings.telegram_token.get_secret_value(), now)
            found += await _patiently("telegram", asking)
        if settings.discord_token is not None:
            asking = _discord(session, settings, settings.discord_token.get_secret_value(), now)
            found += await _patiently("discord", asking)
    return found


async def _patiently(name: str, asking: AsyncIterator[Finding]) -> list[Finding]:
    found: list[Finding] = []
    try:
        async for each in asking:
            found.append(each)
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
        found.append(wrong(name, f"cannot be asked ({type(error).__name__}): is there a network?"))
    return found


async def _ask(
    session: aiohttp.ClientSession, url: str, now: datetime, headers: dict[str, str] | None = None
) -> _Answered:
    async with session.get(url, headers=headers) as answer:
        said = answer.headers.get("Date")
        ahead = parsedate_to_datetime(said) - now if said else None
        return _Answered(answer.status, await answer.json(content_type=None), ahead)


def _clock(name: str, ahead: timedelta | None) -> Finding:
    if ahead is None:
        return Finding("clock", f"{name} does not tell its time")
    seconds = round(ahead.total_seconds())
    if abs(ahead) < SKEW:
        off = f"{abs(seconds)} seconds" if abs(seconds) > 1 else "a second"
        return Finding("clock", f"within {off} of {name}'s")
    side = "behind" if seconds > 0 else "ahead of"
    return wrong(
        "clock", f"{abs(seconds)} seconds {side} {name}'s: let NTP set it (timedatectl set-ntp true)"
    )


# ---------------------------------------------------------------- Telegram


async def _telegram(
    session: aiohttp.ClientSession, settings: Settings, token: str, now: datetime
) -> AsyncIterator[Finding]:
    base = f"{settings.telegram_api_url}/bot{token}"
    me = await _ask(session, f"{base}/getMe", now)
    yield _clock("Telegram", me.ahead)
    if me.status in (401, 404):
        yield wrong("telegram", "does not know this token: copy it again from @BotFather")
        return
    user = me.body["result"]
    yield Finding("telegram", f"the token is @{user.get('username')}'s")
    if user.get("can_read_all_group_messages"):
        yield warning("telegram", "reads all that is said in groups: /setprivacy in @BotFather ends that")
    hook = (await _ask(session, f"{base}/getWebhookInfo", now)).body["result"]
    webhook = settings.telegram_mode == "webhook"
    yield _webhook(hook, now, settings.telegram_webhook_url if webhook else None)
    listed = (await _ask(session, f"{base}/getMyCommands", now)).body["result"]
    yield _menu({each["command"] for each in listed})


def _webhook(hook: dict[str, Any], now: datetime, wanted: str | None) -> Finding:
    """`wanted`: the address at which this bot takes updates; None: it fetches them."""
    url, failed_at = str(hook.get("url") or ""), hook.get("last_error_date")
    line = f"{hook.get('pending_update_count', 0)} updates wait there"
    if wanted is None:
        if url:
            return warning("webhook", f"one is set, and this bot fetches: its start takes it off; {line}")
        return Finding("webhook", f"none is set, updates are fetched; {line}")
    if not url.startswith(wanted):
        return warning("webhook", f"not set to this bot's address: its start sets it; {line}")
    if failed_at is not None and now.timestamp() - failed_at < 3600:
        seconds = int(now.timestamp() - failed_at)
        return wrong("webhook", f"Telegram could not reach it {seconds} seconds ago: is its address right?")
    return Finding("webhook", f"set to this bot's address; {line}")


def _menu(listed: set[str]) -> Finding:
    ours = {e.name for e in _entries(None) if not (e.admin or e.on_message)} - {"start", "continue"}
    missing, gone = sorted(ours - listed), sorted(listed - ours - {"continue"})
    if not missing and not gone:
        return Finding("commands", f"Telegram lists {len(listed)}")
    changes = ", ".join([*(f"+{name}" for name in missing), *(f"-{name}" for name in gone)])
    return warning("commands", f"Telegram's list differs ({changes}): the next start puts it right")


def _entries(locale: str | None) -> Sequence[MenuEntry]:
    return menu_entries(texts_for(locale))


# ---------------------------------------------------------------- Discord


async def _discord(
    session: aiohttp.ClientSession, settings: Settings, token: str, now: datetime
) -> AsyncIterator[Finding]:
    base, headers = settings.discord_api_url or _DISCORD, {"Authorization": f"Bot {token}"}
    yield _insides()
    app = await _ask(session, f"{base}/applications/@me", now, headers)
    yield _clock("Discord", app.ahead)
    if app.status == 401:
        yield wrong("discord", "does not know this token: reset it in the Developer Portal, page Bot")
        return
    yield Finding("discord", f"the token is the application {app.body['id']}'s")
    yield _intents(int(app.body.get("flags") or 0), settings.discord_message_content)
    gateway = (await _ask(session, f"{base}/gateway/bot", now, headers)).body
    yield _starts(gateway)
    if settings.discord_shard_count is not None:
        yield _part(settings.discord_shard_ids, settings.discord_shard_count, gateway.get("shards", 1))
    yield await _plan(token, settings.discord_api_url)


def _insides() -> Finding:
    from adapters.discord import library

    try:
        library.check()
    except PlatformRefused as error:
        return wrong("discord", str(error))
    return Finding("discord", "the library is as it is expected")


def _intents(flags: int, wanted: bool) -> Finding:
    allowed = bool(flags & _CONTENT)
    if wanted and not allowed:
        line = "what is typed in threads may not be read: turn the Message Content Intent on in the portal"
        return wrong("intents", f"{line}, or unset ALANA_DISCORD_MESSAGE_CONTENT")
    if allowed and not wanted:
        return warning(
            "intents", "the Message Content Intent is on in the portal, and is not needed: turn it off"
        )
    return Finding("intents", "as the settings need them")


def _starts(gateway: dict[str, Any]) -> Finding:
    limit = gateway.get("session_start_limit") or {}
    left, shards = limit.get("remaining", FEW_STARTS), gateway.get("shards", 1)
    advised = "1 shard is advised" if shards == 1 else f"{shards} shards are advised"
    line = f"{left} logins are left today, {advised}"
    if left < FEW_STARTS:
        return warning("gateway", f"{line}: something restarts too often; at none Discord changes the token")
    return Finding("gateway", line)


def _part(ids: Sequence[int], count: int, advised: int) -> Finding:
    """What the operator has shared out by hand."""
    line = f"this process has {', '.join(map(str, ids))} of {count} {'shard' if count == 1 else 'shards'}"
    if count < advised:
        return warning("shards", f"{line}, and Discord advises {advised}: raise ALANA_DISCORD_SHARD_COUNT")
    if len(ids) < count:
        line += ": see that each of the others is in one process's ALANA_DISCORD_SHARD_IDS"
    return Finding("shards", line)


async def _plan(token: str, api_url: str | None) -> Finding:
    from adapters.discord.menu import CommandPlan
    from adapters.discord.registering import by_itself

    names: list[str] = []

    def tell(where: str, plan: CommandPlan) -> None:
        names.extend((*plan.new, *plan.changed, *plan.gone))

    try:
        async with asyncio.timeout(PATIENCE.total):
            await by_itself(token, api_url, _entries, tell, guild=None, dry_run=True)
    except AlanaError as error:
        return wrong("commands", str(error))
    if not names:
        return Finding("commands", "Discord has them as they are here")
    return warning("commands", f"Discord's differ ({', '.join(names)}): the next start puts them right")
