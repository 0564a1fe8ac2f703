"""Some of the bot's connections, where processes share them out: login after login, until cancelled."""

import logging
from collections.abc import Awaitable, Callable

from adapters.discord.client import Client
from adapters.discord.logins import Backoff, lived

_log = logging.getLogger(__name__)


class ShardGroup:
    """`make` gives the client of a login, which tells `session` of every session that begins."""

    def __init__(
        self,
        make: Callable[[Callable[[], None]], Client],
        token: str,
        backoff: Backoff,
        sleep: Callable[[float], Awaitable[None]],
    ) -> None:
        self._make, self._token, self._backoff, self._sleep = make, token, backoff, sleep

    @property
    def connected(self) -> bool:
        return self._backoff.connected

    async def run(self) -> None:
        """Raises what makes coming back useless."""
        while True:
            client = self._make(self._backoff.session)
            try:
                why = await lived(lambda client=client: self._receive(client))  # type: ignore[misc]
            finally:
                await client.end()
            if self._backoff.is_news(why):
                _log.warning("no connection to Discord for a part (%s); trying again until it works", why)
            await self._sleep(self._backoff.pause())

    async def _receive(self, client: Client) -> None:
        await client.login(self._token)
        await client.connect(reconnect=True)  # each shard comes back by itself
