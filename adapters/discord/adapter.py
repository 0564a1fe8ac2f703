"""`DiscordAdapter`: the port `Adapter` on Discord. Logs in, receives, sends, closes."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from random import Random
from typing import Literal, TypeVar
from urllib.parse import urlsplit

import aiohttp

from adapters.discord import library, menu, outbound
from adapters.discord.client import Client, RestClient, ShardedClient, Share
from adapters.discord.handles import Handles
from adapters.discord.logins import (
    FATAL_CLOSES,
    SHARDING_REQUIRED,
    TOO_FEW_IN_ALL,
    Backoff,
    LoginTurns,
    ShardsWanted,
    lived,
)
from adapters.discord.opening import Opening
from adapters.discord.quiet import hold_logs
from adapters.discord.sending import Sending
from adapters.discord.shard_group import ShardGroup
from adapters.discord.threads import Threads
from bot.errors import Failure, PlatformRefused, SendFailed
from bot.model import Address, Limits, Outgoing, Receipt
from bot.ports import Host, Sharing, WrongShares
from bot.venues import Named, Venue

# Of 50 calls that Discord takes in a second; each may have to open its direct chat first. The rest is for
# answers.
NUDGES_A_SECOND = 15.0
SEND_SECONDS = 90.0
TYPING_SECONDS = 3.0  # an ornament; what is to be sent does not wait long for it
IDENTIFY_EVERY = timedelta(seconds=5.5)  # Discord: five; what lies between asking and saying may vary

_log = logging.getLogger(__name__)

C = TypeVar("C", bound=Client)


def _wrong(count: int, found: WrongShares) -> None:
    """A line for each thing that does not fit together."""
    if found.doubled:
        _log.error(
            "discord: another process serves what ALANA_DISCORD_SHARD_IDS gives to this one, too (%s), so "
            "this one waits: give each number to one process, or stop the other",
            _listed(found.doubled),
        )
    if found.counts:
        _log.error(
            "discord: ALANA_DISCORD_SHARD_COUNT is %d here and %s in another process, so some servers are "
            "heard twice and others by nobody: set the same number in all of them",
            count,
            _listed(found.counts),
        )
    if found.missing:
        _log.error(
            "discord: no process serves %s of the %d in ALANA_DISCORD_SHARD_COUNT, so some servers are not "
            "heard: give each number to a process by ALANA_DISCORD_SHARD_IDS, or start the one that has it",
            _listed(found.missing),
            count,
        )


def _listed(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers))


def _now() -> datetime:
    return datetime.now(UTC)


class DiscordAdapter:
    """One bot account. `message_content`: the portal lets it read what is typed in threads.

    `shards`: connections to the gateway; None: one, or as many as Discord recommends. "auto": as many, too,
    and processes that share a database share them out, as they do with a number. `shard_ids` of
    `shard_count`: just these, for the operator has shared them out.
    `api_url` (with /api/v10) is for a REST proxy or a test server; `sleep` is used
    between tries only: what a rate limit asks for, the library waits itself."""

    name = "discord"
    limits = Limits(
        max_text=2000,
        measure="codepoints",
        max_label=80,
        short_label=38,
        max_buttons=25,
        rate_broadcast=NUDGES_A_SECOND,
        in_row=outbound.MAX_IN_ROW,
        max_entry=outbound.MAX_ENTRY,
        back=True,
        forms=True,
        threads=True,
        below=menu.BELOW,
    )

    def __init__(
        self,
        token: str,
        api_url: str | None = None,
        *,
        clock: Callable[[], datetime] = _now,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        random: Random | None = None,
        message_content: bool = False,
        shards: int | Literal["auto"] | None = None,
        shard_ids: Sequence[int] = (),
        shard_count: int | None = None,
        files: Callable[[str], bytes] | None = None,
    ) -> None:
        self._files = files
        self._token, self._api_url = token.strip(), api_url
        self._clock, self._sleep, self._random = clock, sleep, random or Random()
        self._handles, self._threads = Handles(), Threads()
        self._message_content = message_content
        self._own_ids, self._own_count = tuple(shard_ids), shard_count or 0
        self._turns = LoginTurns(sleep)
        self.sharded = shards is not None or bool(self._own_ids)
        self._chosen = shards if isinstance(shards, int) else None
        self._shards = self._chosen if self._chosen is not None and self._chosen > 1 else None
        self._groups: set[ShardGroup] = set()
        self._client: Client | None = None
        self._sending: Sending | None = None
        self._open = asyncio.Event()
        self._backoff = Backoff(clock, self._random)
        self._running = self._closed = False

    def __repr__(self) -> str:
        return "<DiscordAdapter>"

    @property
    def connected(self) -> bool:
        """Whether a session of the gateway is open; where it is shared out, all that are ours."""
        return (
            self._running
            and self._backoff.connected
            and self._open.is_set()
            and all(group.connected for group in self._groups)
        )

    # ------------------------------------------------------------ receiving

    async def run(self, host: Host) -> None:
        """Serves until it is cancelled. Raises `PlatformRefused` where trying again is useless."""
        await self._run(host, None)

    async def run_part(self, host: Host, sharing: Sharing) -> None:
        """As `run`, with the shards that fall to this process."""
        await self._run(host, sharing)

    async def _run(self, host: Host, sharing: Sharing | None) -> None:
        hold_logs()
        library.check()
        library.read_anything()
        if self._api_url is not None:
            library.ask_at(self._api_url)
            _log.info("Discord's API is asked at %s", urlsplit(self._api_url).hostname)
        self._running = True
        try:
            while not self._closed:
                why = await self._serve(host, sharing)
                self._open.clear()  # what is to be sent waits for the next login
                if self._closed:
                    return
                if self._backoff.is_news(why):
                    _log.warning("no connection to Discord (%s); trying again until it works", why)
                await self._sleep(self._backoff.pause())
        except asyncio.CancelledError:
            self._open.set()  # what still waits for a login does not hold up the end
            raise
        finally:
            self._running = False
            if self._client is not None:
                await self._client.leave()

    async def _serve(self, host: Host, sharing: Sharing | None) -> str:
        """One login until it ends; why it ended. Cancelling leaves the REST side open for the sender."""
        await self._drop_client()
        await self._threads.load(host)
        try:
            if sharing is not None or self._own_ids:
                return await lived(partial(self._share, host, sharing))
            client = self._client_of(Client if self._shards is None else ShardedClient, host, self._shards)
            return await lived(partial(self._receive, client, host))
        except ShardsWanted as error:
            if self._own_ids:
                raise PlatformRefused(TOO_FEW_IN_ALL) from None
            if error.count is None and (self._chosen is not None or self._shards is not None):
                raise PlatformRefused(FATAL_CLOSES[SHARDING_REQUIRED]) from None
            self._shards = None if sharing is not None else error.count or 0
            return str(error)

    async def _receive(self, client: Client, host: Host) -> None:
        self._client = client
        await self._login(client, host)
        await client.connect(reconnect=self._shards is not None)  # each shard comes back by itself

    async def _share(self, host: Host, sharing: Sharing | None) -> None:
        """Sends by a login of its own, for all; receives by one for each group of shards."""
        self._client = client = self._client_of(RestClient, host)
        await self._login(client, host)
        self._backoff.session()
        serve = partial(self._serve_group, host, sharing or self._turns)
        own = partial(serve, self._own_ids, self._own_count)
        if sharing is None:
            await own()
        elif self._own_ids:
            await sharing.hold(self._own_ids, self._own_count, own, partial(_wrong, self._own_count))
        else:
            await sharing.serve(self._chosen or client.recommended, serve)

    async def _serve_group(
        self, host: Host, turns: Sharing | LoginTurns, ids: Sequence[int], count: int
    ) -> None:
        async def turn(key: int) -> None:
            await turns.turn(f"identify {key}", IDENTIFY_EVERY)

        def make(on_session: Callable[[], None]) -> Client:
            return self._client_of(ShardedClient, host, Share(ids, count, turn), on_session)

        _log.info("discord: of %d shards ours are %s", count, ", ".join(map(str, ids)))
        group = ShardGroup(make, self._token, Backoff(self._clock, self._random), self._sleep)
        self._groups.add(group)
        try:
            await group.run()
        finally:
            self._groups.discard(group)

    def _client_of(
        self,
        kind: type[C],
        host: Host,
        shards: int | Share | None = None,
        on_session: Callable[[], None] | None = None,
    ) -> C:
        return kind(
            host,
            self._handles,
            self._threads,
            message_content=self._message_content,
            own_gateway=self._api_url is not None,
            clock=self._clock,
            sleep=self._sleep,
            on_session=on_session or self._backoff.session,
            shards=shards,
        )

    async def _login(self, client: Client, host: Host) -> None:
        await client.login(self._token)
        self._sending = self._sending_through(client, host)
        self._open.set()

    def _sending_through(self, client: Client, host: Host) -> Sending:
        opening = Opening(client.http, self._threads, host, lambda: client.user.id if client.user else None)
        return Sending(
            client.http,
            self._handles,
            self._clock,
            host.phrase,
            self._threads,
            opening,
            client.limit.holds,
            self._sleep,
            self._files,
        )

    async def _drop_client(self, *, at_last: bool = False) -> None:
        self._open.clear()
        self._sending = None
        client = self._client
        if client is not None:
            await client.end(at_last=at_last)
            self._client = None

    async def lost(self, venue: Venue) -> tuple[Named, ...]:
        """By whatever login there is."""
        return await self._client.inspection.lost(venue) if self._client is not None else ()

    # ------------------------------------------------------------ sending

    async def send(self, outgoing: Outgoing, target: Receipt | None) -> Receipt | None:
        """Sends one row, once there is a login. Raises `SendFailed`."""
        await self._open.wait()
        sending = self._sending
        if sending is None:
            raise SendFailed(Failure.TRANSIENT, "closed")
        try:
            async with asyncio.timeout(SEND_SECONDS):
                return await sending.send(outgoing, target)
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            raise SendFailed(Failure.TRANSIENT, type(error).__name__) from None
        except RuntimeError as error:
            if str(error) == "Session is closed":  # a new login is on its way
                raise SendFailed(Failure.TRANSIENT, "logging in again") from None
            raise

    async def typing(self, address: Address) -> None:
        """Shows that somebody writes; failures are swallowed."""
        if self._sending is None:
            return
        try:
            async with asyncio.timeout(TYPING_SECONDS):
                await self._sending.typing(address)
        except Exception as error:
            _log.debug("typing was not shown: %s", type(error).__name__)

    async def close(self) -> None:
        """Ends everything, the REST side included. May be called again."""
        self._closed = True
        await self._drop_client(at_last=True)
        self._open.set()
