"""A server with a clock of its own, and a plain HTTP client."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from tests.platforms.telegram import TelegramServer

ANNA = 4711


class Clock:
    def __init__(self) -> None:
        self.now = 1_777_896_000.0

    def __call__(self) -> float:
        return self.now


class Api:
    """Calls methods; gives (status, body)."""

    def __init__(self, server: TelegramServer, http: aiohttp.ClientSession) -> None:
        self.server, self.http = server, http

    async def __call__(self, method: str, **params: Any) -> tuple[int, dict[str, Any]]:
        url = f"{self.server.url}/bot{self.server.token}/{method}"
        async with self.http.post(url, json=params) as answer:
            return answer.status, await answer.json()

    async def refusal(self, method: str, **params: Any) -> str:
        status, body = await self(method, **params)
        assert (body["ok"], body["error_code"]) == (False, status), body
        return str(body["description"])

    async def result(self, method: str, **params: Any) -> Any:
        status, body = await self(method, **params)
        assert status == 200, body
        return body["result"]


@pytest.fixture
async def clock() -> Clock:
    return Clock()


@pytest.fixture
async def server(clock: Clock) -> AsyncIterator[TelegramServer]:
    async with TelegramServer(clock=clock) as it:
        await it.say(ANNA, "/start")
        yield it


@pytest.fixture
async def api(server: TelegramServer) -> AsyncIterator[Api]:
    async with aiohttp.ClientSession() as http:
        yield Api(server, http)
