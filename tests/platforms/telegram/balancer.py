"""The platform's side of a webhook, and a balancer before several bots.

Updates go out beside each other, taps and messages apart, and come again until they are answered with 200.
Source: core.telegram.org/bots/api#setwebhook, and the queues of the public server (tdlib/telegram-bot-api,
WebhookActor)."""

import asyncio
import contextlib
import itertools
from collections.abc import AsyncIterator, Sequence
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from tests.platforms.telegram.server import TelegramServer

AGAIN = 0.05  # seconds until an update that was not taken comes again; the platform takes longer
SECRET = "X-Telegram-Bot-Api-Secret-Token"


class Balancer:
    """Brings what waits in the server's queue to one port after the other."""

    def __init__(self, server: TelegramServer, ports: Sequence[int]) -> None:
        self.server, self.ports = server, list(ports)
        self.statuses: list[int] = []  # of every request, in order of the answers; 0: none came
        self._turn = itertools.count()
        self._queues: dict[tuple[bool, str], asyncio.Task[None]] = {}
        self._under_way: set[int] = set()

    @contextlib.asynccontextmanager
    async def at_work(self) -> AsyncIterator["Balancer"]:
        async with aiohttp.ClientSession() as http:
            task = asyncio.create_task(self._run(http))
            try:
                yield self
            finally:
                for each in (task, *self._queues.values()):
                    each.cancel()
                await asyncio.gather(task, *self._queues.values(), return_exceptions=True)

    async def _run(self, http: aiohttp.ClientSession) -> None:
        while True:
            change = self.server.next_change()
            if self.server.methods.webhook:
                for key in {_queue(update) for _, update in self.server.world.queue}:
                    if key not in self._queues or self._queues[key].done():
                        self._queues[key] = asyncio.create_task(self._empty(http, key))
            await asyncio.wait({change}, timeout=0.02)

    async def _empty(self, http: aiohttp.ClientSession, key: tuple[bool, str]) -> None:
        """One queue, an update after the other."""
        while self.server.methods.webhook:
            mine = [update for _, update in self.server.world.queue if _queue(update) == key]
            if not mine:
                return
            if await self._bring(http, mine[0]) == 200:
                done = mine[0]["update_id"]
                world = self.server.world
                world.queue = [entry for entry in world.queue if entry[1]["update_id"] != done]
                self.server.changed()
            else:
                await asyncio.sleep(AGAIN)

    async def _bring(self, http: aiohttp.ClientSession, update: dict[str, Any]) -> int:
        methods = self.server.methods
        port = self.ports[next(self._turn) % len(self.ports)]
        url = f"http://127.0.0.1:{port}{urlsplit(methods.webhook).path or '/'}"
        headers = {SECRET: methods.hook["secret"]} if methods.hook.get("secret") else {}
        try:
            async with http.post(url, json=update, headers=headers) as answer:
                status = answer.status
        except (aiohttp.ClientError, ConnectionError):
            status = 0
        self.statuses.append(status)
        if status != 200:
            why = f"Wrong response from the webhook: {status}" if status else "Connection refused"
            methods.hook_error = (self.server.world.clock(), why)
        return status


def _queue(update: dict[str, Any]) -> tuple[bool, str]:
    """Which queue the platform keeps an update in: a chat's, taps apart."""
    tap = update.get("callback_query")
    found = tap if tap is not None else next((v for k, v in update.items() if k != "update_id"), {})
    place = found.get("message", found) if isinstance(found, dict) else {}
    chat = place.get("chat", {}) if isinstance(place, dict) else {}
    return tap is not None, str(chat.get("id") if isinstance(chat, dict) else "")
