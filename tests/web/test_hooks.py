"""Where platforms bring what people do: who may, how much, and how long that may take."""

import asyncio
import hmac
from collections.abc import AsyncIterator
from io import BytesIO

import aiohttp
import pytest
from aiohttp import web

from bot.ports import Hook
from bot.web import hooks, server
from bot.web.server import listening

SECRET = "s3cret-of-a-test_0123"
HEADER = "X-Secret"


class Desk:
    """Takes bodies; `gate` holds the answers back."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []
        self.gate = asyncio.Event()
        self.gate.set()
        self.status = 200

    async def take(self, body: bytes) -> int:
        self.bodies.append(body)
        await self.gate.wait()
        return self.status


async def _page(request: web.BaseRequest) -> web.Response:
    return web.Response(status=200 if request.path == "/health" else 404)


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
async def base(desk: Desk) -> AsyncIterator[str]:
    async with listening("127.0.0.1", 0, _page, hooks=[Hook("/in", HEADER, SECRET, desk.take)]) as port:
        yield f"http://127.0.0.1:{port}"


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


async def _post(
    http: aiohttp.ClientSession, url: str, body: object = b"{}", secret: str | None = SECRET, host: str = ""
) -> int:
    headers = ({HEADER: secret} if secret is not None else {}) | ({"Host": host} if host else {})
    try:
        async with http.post(url, data=body, headers=headers) as answer:
            return answer.status
    except aiohttp.ClientError:
        return 0  # answered and closed while the body was still being written


async def test_the_secret_opens_and_nothing_else_does(
    http: aiohttp.ClientSession, base: str, desk: Desk
) -> None:
    assert await _post(http, f"{base}/in", b'{"a": 1}', host="alana.example.org") == 200
    for wrong in (None, "", "x", SECRET[:-1], SECRET + "x", SECRET.upper()):
        assert await _post(http, f"{base}/in", secret=wrong) == 403
    assert await _post(http, f"{base}/in/", host="127.0.0.1") == 404
    assert await _post(http, f"{base}/other") == 404
    async with http.get(f"{base}/in", headers={HEADER: SECRET}) as answer:
        assert answer.status == 405
    async with http.get(f"{base}/health") as answer:
        assert answer.status == 200
    assert desk.bodies == [b'{"a": 1}']


async def test_two_secrets_are_none(base: str, desk: Desk, http: aiohttp.ClientSession) -> None:
    async with http.post(f"{base}/in", data=b"{}", headers=[(HEADER, SECRET), (HEADER, "x")]) as answer:
        assert answer.status == 403
    assert desk.bodies == []


async def test_secrets_are_compared_in_constant_time(
    http: aiohttp.ClientSession, base: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[tuple[bytes, bytes]] = []

    def noting(given: bytes, known: bytes) -> bool:
        compared.append((given, known))
        return compare(given, known)

    compare = hmac.compare_digest
    monkeypatch.setattr(hooks.hmac, "compare_digest", noting)
    await _post(http, f"{base}/in", secret="guess")
    await _post(http, f"{base}/in")
    assert compared == [(b"guess", SECRET.encode()), (SECRET.encode(), SECRET.encode())]


async def test_a_body_of_more_than_a_megabyte_is_refused(
    http: aiohttp.ClientSession, base: str, desk: Desk
) -> None:
    async def dripping() -> AsyncIterator[bytes]:
        for _ in range(17):
            yield b"x" * (hooks.LARGEST // 16)

    assert await _post(http, f"{base}/in", BytesIO(b"x" * hooks.LARGEST)) == 200
    assert await _post(http, f"{base}/in", BytesIO(b"x" * (hooks.LARGEST + 1))) in (413, 0)
    assert await _post(http, f"{base}/in", dripping()) in (413, 0)
    assert [len(body) for body in desk.bodies] == [hooks.LARGEST]


async def test_what_the_platform_hears_is_what_the_taker_says(
    http: aiohttp.ClientSession, base: str, desk: Desk
) -> None:
    for status in (200, 400, 503):
        desk.status = status
        assert await _post(http, f"{base}/in") == status


async def test_strangers_take_no_place_of_a_platform(
    http: aiohttp.ClientSession, base: str, desk: Desk
) -> None:
    """Its requests that are being worked on are not cut by however many connections that ask nothing."""
    desk.gate.clear()
    waiting = [asyncio.create_task(_post(http, f"{base}/in")) for _ in range(40)]
    while len(desk.bodies) < 40:  # noqa: ASYNC110
        await asyncio.sleep(0)
    port = int(base.rpartition(":")[2])
    strangers = [await asyncio.open_connection("127.0.0.1", port) for _ in range(3 * server.MOST)]
    async with http.get(f"{base}/health") as answer:
        assert answer.status == 200
    desk.gate.set()
    assert await asyncio.gather(*waiting) == [200] * 40
    for _, writer in strangers:
        writer.close()


async def test_a_platform_is_waited_for_longer_than_a_stranger(
    desk: Desk, http: aiohttp.ClientSession
) -> None:
    hook = Hook("/in", HEADER, SECRET, desk.take)
    desk.gate.clear()
    async with listening("127.0.0.1", 0, _page, longest=0.1, hooks=[hook]) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        waiting = asyncio.create_task(_post(http, f"http://127.0.0.1:{port}/in"))
        assert await reader.read() == b""  # a stranger's time is over by now
        writer.close()
        desk.gate.set()
        assert await waiting == 200
