"""getUpdates by the published rules, and the faults on order."""

import asyncio
from typing import Any

import aiohttp
import pytest

from tests.platforms.telegram import TelegramServer
from tests.platforms.telegram.conftest import ANNA, Api, Clock


def inline(*data: str) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": f"b{n}", "callback_data": d}] for n, d in enumerate(data)]}


# ---------------------------------------------------------------- updates


def ids(updates: list[dict[str, Any]]) -> list[int]:
    return [update["update_id"] for update in updates]


async def test_offsets_confirm(api: Api, server: TelegramServer) -> None:
    await server.say(ANNA, "two")
    await server.say(ANNA, "three")
    everything = ids(await api.result("getUpdates"))
    assert len(everything) == 3
    assert ids(await api.result("getUpdates", offset=everything[1])) == everything[1:]
    assert ids(await api.result("getUpdates")) == everything[1:]
    assert ids(await api.result("getUpdates", limit=1)) == everything[1:2]
    assert ids(await api.result("getUpdates", offset=-1)) == everything[2:]
    assert ids(await api.result("getUpdates")) == everything[2:]
    assert await api.result("getUpdates", offset=everything[2] + 1) == []


async def test_a_long_poll_ends_with_the_first_update(api: Api, server: TelegramServer) -> None:
    last = ids(await api.result("getUpdates"))[-1]
    poll = asyncio.create_task(api.result("getUpdates", offset=last + 1, timeout=50))
    await server.until(lambda: server._poller is not None)
    number = await server.say(ANNA, "hello")
    assert ids(await poll) == [number]


async def test_the_older_poller_loses(api: Api, server: TelegramServer) -> None:
    older = asyncio.create_task(api("getUpdates", offset=-0, timeout=50))
    assert (await older)[0] == 200  # something waits: answered at once
    last = ids(await api.result("getUpdates"))[-1]
    older = asyncio.create_task(api("getUpdates", offset=last + 1, timeout=50))
    await server.until(lambda: server._poller is not None)
    newer = asyncio.create_task(api("getUpdates", offset=last + 1, timeout=50))
    status, body = await older
    assert status == 409
    assert "terminated by other getUpdates" in body["description"]
    await server.say(ANNA, "x")
    assert (await newer)[0] == 200


async def test_allowed_updates_are_remembered(api: Api, server: TelegramServer) -> None:
    await api.result("getUpdates", offset=2**40, allowed_updates=["callback_query"])
    assert await server.say(ANNA, "not asked for") is None
    await api.result("getUpdates")  # no list: the previous one stays
    assert await server.say(ANNA, "not asked for") is None
    await api.result("getUpdates", allowed_updates=[])
    assert await server.say(ANNA, "asked for") is not None


async def test_old_updates_vanish(api: Api, server: TelegramServer, clock: Clock) -> None:
    await api.result("sendMessage", chat_id=ANNA, text="a", reply_markup=inline("x"))
    await server.tap(ANNA, 0)
    assert len(await api.result("getUpdates")) == 2
    clock.now += 151
    assert len(await api.result("getUpdates")) == 1
    clock.now += 24 * 3600
    assert await api.result("getUpdates") == []


async def test_a_webhook_excludes_polls(api: Api, server: TelegramServer) -> None:
    assert "HTTPS" in await api.refusal("setWebhook", url="http://example.org")
    await api.result("setWebhook", url="https://example.org/hook")
    assert "webhook is active" in await api.refusal("getUpdates")
    assert (await api.result("getWebhookInfo"))["pending_update_count"] == 1
    await api.result("deleteWebhook")
    assert len(await api.result("getUpdates")) == 1
    await api.result("deleteWebhook", drop_pending_updates=True)
    assert await api.result("getUpdates") == []


# ---------------------------------------------------------------- faults


async def test_faults(api: Api, server: TelegramServer) -> None:
    server.faults.next("drop_before", "sendMessage")
    server.faults.next("drop_after", "sendMessage")
    server.faults.next("bad_gateway", "sendMessage")
    server.faults.next("limited", "sendMessage", seconds=7)
    for _ in range(2):
        with pytest.raises(aiohttp.ClientError):
            await api("sendMessage", chat_id=ANNA, text="x")
    assert [seen.text for seen in server.from_bot(ANNA)] == ["x"]
    with pytest.raises(aiohttp.ContentTypeError):
        await api("sendMessage", chat_id=ANNA, text="x")
    assert (await api("sendMessage", chat_id=ANNA, text="x"))[1]["parameters"] == {"retry_after": 7}
    assert (await api("sendMessage", chat_id=ANNA, text="x"))[0] == 200
    assert [(call.code, call.done) for call in server.calls] == [
        (0, False),
        (0, True),
        (502, False),
        (429, False),
        (200, True),
    ]


async def test_every_nth_call(api: Api, server: TelegramServer) -> None:
    server.faults.every(3, "server_error")
    assert [(await api("getMe"))[0] for _ in range(6)] == [200, 200, 500, 200, 200, 500]


async def test_disturbed_updates(api: Api, server: TelegramServer) -> None:
    first, second = ids([*await api.result("getUpdates"), {"update_id": await server.say(ANNA, "two")}])
    server.faults.shuffle_every = 1
    assert ids(await api.result("getUpdates")) == [second, first]
    server.faults.clear()
    await api.result("getUpdates", offset=second)
    server.faults.repeat_every = 1
    assert ids(await api.result("getUpdates")) == [first, second]
    server.faults.clear()
    third = await server.say(ANNA, "three")
    server.faults.hold_back_every = 1
    assert ids(await api.result("getUpdates")) == [third]
