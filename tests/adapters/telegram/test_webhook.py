"""The webhook, through the library and over real sockets: what is set, when it is answered, in what order."""

import asyncio
import contextlib
import json
import logging
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from adapters.telegram.adapter import TelegramAdapter
from adapters.telegram.inbound import ALLOWED
from adapters.telegram.ledger import Ledger
from adapters.telegram.webhook import Webhook
from bot.errors import StorageError
from bot.model import Press, Text
from bot.web.server import listening
from tests.adapters.telegram.house import ANNA, BEN, House, Naps, adapter_for, calls, killed, running
from tests.adapters.telegram.payloads import EVERY_KIND, changed, message, paths, tap
from tests.platforms.telegram import TelegramServer
from tests.platforms.telegram.balancer import Balancer

URL, SECRET = "https://alana.example.org/telegram", "s3cret-of-a-test_0123"
HOOK = Webhook(URL, SECRET)


async def _page(request: web.BaseRequest) -> web.Response:
    return web.Response(status=404)


class Slow(Naps):
    """Takes no time for long pauses, and its time for short ones, in which updates may arrive."""

    async def __call__(self, seconds: float) -> None:
        self.taken.append(seconds)
        await asyncio.sleep(seconds if seconds < 1 else 0.02)


@contextlib.asynccontextmanager
async def hooked(server: TelegramServer, house: House, **changes: Any) -> AsyncIterator[Balancer]:
    """The adapter with its webhook behind a balancer."""
    adapter = adapter_for(server, Slow(), **{"webhook": HOOK} | changes)
    assert adapter.hook is not None
    async with running(adapter, house), listening("127.0.0.1", 0, _page, hooks=[adapter.hook]) as port:
        await server.until(lambda: server.methods.webhook)
        async with Balancer(server, [port]).at_work() as balancer:
            yield balancer


async def test_the_webhook_is_set_with_its_secret_and_every_kind(server: TelegramServer) -> None:
    async with hooked(server, House()):
        await server.until(lambda: calls(server, "getWebhookInfo"))
    (call,) = calls(server, "setWebhook")
    assert call.params["url"] == URL
    assert call.params["secret_token"] == SECRET
    assert json.loads(call.params["allowed_updates"]) == list(ALLOWED)
    assert call.params.get("drop_pending_updates") in (None, "False", "false")
    assert "certificate" not in call.params
    assert server.methods.webhook == URL, "a stop leaves it: what people write waits there"
    assert not calls(server, "getUpdates")


async def test_a_certificate_of_ones_own_is_shown(server: TelegramServer, tmp_path: Path) -> None:
    shown = tmp_path / "own.pem"
    shown.write_bytes(b"-----BEGIN CERTIFICATE-----\nabc\n")
    async with hooked(server, House(), webhook=Webhook(URL, SECRET, shown)):
        pass
    assert server.methods.hook["certificate"] == ("own.pem", shown.read_bytes())


async def test_words_and_taps_arrive(server: TelegramServer) -> None:
    house = House()
    async with hooked(server, house):
        await server.say(ANNA, "hello")
        server.push(tap())
        await server.until(lambda: not server.world.queue)
    assert house.bodies() == [Text("hello"), Press(str(ANNA), "o", 1, 2, "0")]


async def test_200_comes_after_the_commit_and_not_before(server: TelegramServer) -> None:
    house = House()
    house.gates[str(ANNA)] = gate = asyncio.Event()
    async with hooked(server, house) as balancer:
        await server.say(ANNA, "slow")
        await server.say(BEN, "quick")
        await server.until(lambda: house.bodies(BEN) and balancer.statuses)
        assert balancer.statuses == [200]
        assert len(server.world.queue) == 1
        gate.set()
        await server.until(lambda: not server.world.queue)
    assert balancer.statuses == [200, 200]


async def test_a_kill_before_the_commit_loses_nothing(server: TelegramServer) -> None:
    house = House()
    house.gates[str(ANNA)] = asyncio.Event()
    first = adapter_for(server, Slow(), webhook=HOOK)
    assert first.hook is not None
    task = asyncio.create_task(first.run(house))
    async with listening("127.0.0.1", 0, _page, hooks=[first.hook]) as port:
        balancer = Balancer(server, [port])
        async with balancer.at_work():
            await server.say(ANNA, "not committed")
            await asyncio.sleep(0.1)
            await killed(task, first)
            house.gates.clear()
            second = adapter_for(server, Slow(), webhook=HOOK)
            assert second.hook is not None
            async with (
                running(second, house),
                listening("127.0.0.1", 0, _page, hooks=[second.hook]) as another,
            ):
                balancer.ports = [another]
                first_request = next(iter(balancer._queues.values()))
                first_request.cancel()  # the connection broke with the process
                await server.until(lambda: not server.world.queue)
    assert house.bodies() == [Text("not committed")]


async def test_what_is_brought_twice_counts_once_and_waits_for_the_first(server: TelegramServer) -> None:
    house = House()
    house.gates[str(ANNA)] = gate = asyncio.Event()
    adapter = adapter_for(server, Slow(), webhook=HOOK)
    assert adapter.hook is not None
    body = json.dumps({"update_id": 7, **message(text="once")}).encode()
    async with running(adapter, house):
        await server.until(lambda: server.methods.webhook)
        both = [asyncio.create_task(adapter.hook.take(body)) for _ in range(2)]
        _, pending = await asyncio.wait(both, timeout=0.05)
        assert len(pending) == 2
        gate.set()
        assert await asyncio.gather(*both) == [200, 200]
        assert await adapter.hook.take(body) == 200
    assert house.bodies() == [Text("once")]


async def test_order_is_kept_where_taps_overtake_words(server: TelegramServer) -> None:
    house = House()
    adapter = adapter_for(server, Slow(), webhook=HOOK)
    assert adapter.hook is not None

    async def bring(number: int, update: dict[str, Any]) -> int:
        assert adapter.hook is not None
        return await adapter.hook.take(json.dumps({"update_id": number, **update}).encode())

    async with running(adapter, house):
        await server.until(lambda: server.methods.webhook)
        await bring(1, message(text="first"))
        for start in range(2, 40, 3):
            late = [
                asyncio.create_task(bring(start + 2, tap())),
                asyncio.create_task(bring(start + 1, message(text="second"))),
            ]
            await asyncio.sleep(0.01)
            late.append(asyncio.create_task(bring(start, message(text="first"))))
            assert await asyncio.gather(*late) == [200] * 3
    (one, *rest) = [inbound.id for inbound in house.received]
    assert [one, *rest] == [f"tg:{number}" for number in range(1, 41)]


async def test_order_is_kept_from_the_very_first_update_on(server: TelegramServer) -> None:
    """What waited at the platform comes beside one another, and nothing is known of the numbers yet."""
    house = House()
    adapter = adapter_for(server, Slow(), webhook=HOOK)
    async with running(adapter, house):
        await server.until(lambda: server.methods.webhook)
        assert adapter.hook is not None
        brought = []
        for number in (9, 7, 8):
            body = json.dumps({"update_id": number, **message(text=str(number))}).encode()
            brought.append(asyncio.create_task(adapter.hook.take(body)))  # type: ignore[arg-type]
            await asyncio.sleep(0)
        assert await asyncio.gather(*brought) == [200] * 3
    assert [inbound.id for inbound in house.received] == ["tg:7", "tg:8", "tg:9"]


async def test_an_update_that_never_comes_holds_nobody_up(server: TelegramServer) -> None:
    """Another process behind the balancer has it."""
    house = House()
    adapter = adapter_for(server, Slow(), webhook=HOOK)
    async with running(adapter, house):
        await server.until(lambda: server.methods.webhook)
        assert adapter.hook is not None
        for number in range(1, 20, 2):
            update = {"update_id": number, **message(text=str(number))}
            assert await adapter.hook.take(json.dumps(update).encode()) == 200
    assert len(house.received) == 10


async def test_no_update_of_any_kind_is_brought_for_ever(server: TelegramServer) -> None:
    house, number = House(), 1
    adapter = adapter_for(server, Naps(), webhook=HOOK)
    assert adapter.hook is not None
    async with running(adapter, house):
        await server.until(lambda: server.methods.webhook)
        for payload in EVERY_KIND.values():
            for path in paths(payload)[::5]:
                number += 1
                body = json.dumps({"update_id": number, **changed(payload, path, "junk")}).encode()
                assert await adapter.hook.take(body) == 200
        for junk in (b"", b"{", b"[]", b"{}", b'{"update_id": "7"}', b"[" * 100_000, b"\xff"):
            assert await adapter.hook.take(junk) == 400


async def test_a_store_that_is_away_is_waited_for(server: TelegramServer) -> None:
    house = House()
    house.errors[str(ANNA)] = [StorageError("disk full")] * 3
    async with hooked(server, house) as balancer:
        await server.say(ANNA, "patience")
        await server.until(lambda: house.received and not server.world.queue)
    assert balancer.statuses == [200]
    assert house.poison == []


async def test_nothing_is_taken_while_nobody_serves(server: TelegramServer) -> None:
    adapter = adapter_for(server, Naps(), webhook=HOOK)
    assert adapter.hook is not None
    body = json.dumps({"update_id": 7, **message(text="early")}).encode()
    assert await adapter.hook.take(body) == 503
    async with running(adapter, House()):
        await server.until(lambda: server.methods.webhook)
    assert await adapter.hook.take(body) == 503


async def test_changing_modes_cleans_up_the_other(server: TelegramServer) -> None:
    house = House()
    async with hooked(server, house):
        await server.say(ANNA, "brought")
        await server.until(lambda: house.received)
    await server.say(ANNA, "between")
    async with running(adapter_for(server, Naps()), house):
        await server.say(ANNA, "fetched")
        await server.until(lambda: len(house.received) == 3)
        assert server.methods.webhook == ""
    async with hooked(server, house):
        await server.say(ANNA, "brought again")
        await server.until(lambda: len(house.received) == 4)
    assert [body.text for body in house.bodies() if isinstance(body, Text)] == [
        "brought",
        "between",
        "fetched",
        "brought again",
    ]


async def test_a_webhook_that_another_program_took_off_is_set_again(
    server: TelegramServer, caplog: pytest.LogCaptureFixture
) -> None:
    async with hooked(server, House()):
        server.methods.webhook = ""
        await server.until(lambda: server.methods.webhook == URL)
    assert "another program took the webhook off" in caplog.text


async def test_what_kept_updates_away_is_said_once(
    server: TelegramServer, caplog: pytest.LogCaptureFixture
) -> None:
    await server.say(ANNA, "nobody takes this")
    server.methods.hook_error = (1_777_896_001.0, "Wrong response from the webhook: 502 Bad Gateway")
    async with running(adapter_for(server, Slow(), webhook=HOOK), House()):
        await server.until(lambda: len(calls(server, "getWebhookInfo")) >= 3)
    lines = [r.getMessage() for r in caplog.records if "could not bring us updates" in r.getMessage()]
    assert len(lines) == 1
    assert "502 Bad Gateway" in lines[0]


@pytest.mark.parametrize("kind", ["drop_before", "bad_gateway", "limited"])
async def test_setting_it_is_tried_until_it_works(server: TelegramServer, kind: Any) -> None:
    house = House()
    server.faults.next(kind, "setWebhook", times=3, seconds=1)
    async with hooked(server, house):
        await server.say(ANNA, "at last")
        await server.until(lambda: house.received)
    assert len(calls(server, "setWebhook")) == 4


async def test_the_secret_is_shown_nowhere(server: TelegramServer, caplog: pytest.LogCaptureFixture) -> None:
    adapter: TelegramAdapter = adapter_for(server, Naps(), webhook=HOOK)
    with caplog.at_level(logging.DEBUG):
        server.faults.next("refused", "setWebhook", times=2)
        async with running(adapter, House()):
            await server.until(lambda: server.methods.webhook)
    assert SECRET not in caplog.text
    assert SECRET not in repr((adapter, adapter.hook, HOOK))


async def test_what_sees_to_gaps_is_not_missed_unheard(
    server: TelegramServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It ends the platform, which then begins again; what waited is brought once more, and is heard."""
    house, broken = House(), True
    polled = Ledger.polled

    def once_broken(ledger: Ledger) -> None:
        nonlocal broken
        if broken:
            broken = False
            raise KeyError("a mistake")
        polled(ledger)

    monkeypatch.setattr(Ledger, "polled", once_broken)
    adapter = adapter_for(server, Slow(), webhook=HOOK)
    assert adapter.hook is not None
    body = json.dumps({"update_id": 1, **message(text="still there?")}).encode()
    async with running(adapter, house) as first:
        await server.until(lambda: server.methods.webhook)
        assert await asyncio.wait_for(adapter.hook.take(body), 10) == 503
        with pytest.raises(KeyError):
            await asyncio.wait_for(first, 10)
        again = asyncio.create_task(adapter.run(house))
        await server.until(lambda: len(calls(server, "setWebhook")) == 2)
        assert await asyncio.wait_for(adapter.hook.take(body), 10) == 200
        again.cancel()
        await asyncio.wait({again})
    assert [inbound.id for inbound in house.received] == ["tg:1"]
