"""Start and polling while the connection or the platform fails, and the token in no log."""

import asyncio
import logging

import pytest

from adapters.telegram.adapter import TelegramAdapter
from adapters.telegram.polling import Polling
from bot.errors import PlatformRefused, SendFailed
from bot.model import Address
from tests.adapters.telegram.house import (
    ANNA,
    BEN,
    House,
    Naps,
    adapter_for,
    calls,
    question,
    row,
    running,
)
from tests.platforms.telegram import TelegramServer


@pytest.mark.parametrize("kind", ["drop_before", "drop_after", "bad_gateway", "server_error", "limited_bare"])
async def test_the_start_waits_for_the_platform(
    server: TelegramServer, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    house, naps = House(), Naps()
    server.faults.next(kind, "getMe", times=5)
    with caplog.at_level(logging.INFO):
        async with running(adapter_for(server, naps), house):
            await server.say(ANNA, "hello")
            await server.until(lambda: house.received)
    assert len(naps.taken) == 5
    assert naps.taken == sorted(naps.taken)
    lines = [record.message for record in caplog.records if "connecting" in record.message]
    assert len(lines) == 2, lines
    assert "works again after 5 tries" in lines[1]


async def test_after_an_outage_it_is_connected_before_anybody_says_anything(server: TelegramServer) -> None:
    """The platform holds a poll for half a minute where nothing comes."""
    adapter = adapter_for(server, Naps(), long_poll=30)
    async with running(adapter, House()):
        await server.until(lambda: calls(server, "getUpdates"))
        failing = server.faults.every(1, "bad_gateway", "getUpdates")
        await server.say(ANNA, "hello")
        await server.until(lambda: failing.struck > 2)
        server.world.queue.clear()
        assert not adapter.connected
        server.faults.clear()
        await server.until(lambda: adapter.connected)
        await server.until(lambda: server._poller is not None)
    assert calls(server, "getUpdates")[-2].params["timeout"] == "30", "and then it waits as before"


async def test_polling_survives_every_fault(server: TelegramServer) -> None:
    house, naps = House(), Naps()
    for n, kind in enumerate(("drop_before", "drop_after", "bad_gateway", "server_error", "limited"), 3):
        server.faults.every(n, kind, "getUpdates", seconds=1)
    async with running(adapter_for(server, naps), house):
        for number in range(40):
            await server.say(ANNA, str(number))
            await server.until(lambda: len(house.received) > number)  # noqa: B023
    assert [body.text for body in house.bodies()] == [str(number) for number in range(40)]


async def test_a_wrong_token_ends_the_platform_with_one_line(server: TelegramServer) -> None:
    for wrong in ("7000000001:BBwrong-token-for-tests_0123456789ab", "nonsense"):
        adapter = adapter_for(server, Naps(), token=wrong)
        with pytest.raises(PlatformRefused) as caught:
            await adapter.run(House())
        await adapter.close()
        line = str(caught.value)
        assert wrong not in line
        assert "\n" not in line
        assert caught.value.__cause__ is None
        assert caught.value.__context__ is None


async def test_a_token_revoked_while_polling_ends_the_platform(server: TelegramServer) -> None:
    house = House()
    adapter = adapter_for(server, Naps())
    task = asyncio.create_task(adapter.run(house))
    await server.say(ANNA, "hello")
    await server.until(lambda: house.received)
    server.token = "7000000001:CCanother-token-for-tests_0123456789"
    await server.say(ANNA, "again")
    with pytest.raises(PlatformRefused):
        await asyncio.wait_for(task, 5)
    await adapter.close()


async def test_two_pollers_give_one_line_and_recover(
    server: TelegramServer, caplog: pytest.LogCaptureFixture
) -> None:
    house = House()
    async with running(adapter_for(server, Naps()), house):
        await server.until(lambda: calls(server, "getUpdates"))
        other = adapter_for(server, Naps(), long_poll=0)
        async with asyncio.timeout(5):
            await other._link.open()
            other_poller = Polling(other._link, 0)
            for _ in range(4):
                await other_poller.fetch(None)
                await server.until(lambda: server._poller is not None)
        await other.close()
        await server.say(ANNA, "still here")
        await server.until(lambda: house.received)
    lines = [record.message for record in caplog.records if "another program polls" in record.message]
    assert len(lines) == 1
    assert any(call.code == 409 for call in calls(server, "getUpdates"))


async def test_a_webhook_is_taken_off_and_nothing_dropped(server: TelegramServer) -> None:
    house = House()
    server.methods.webhook = "https://example.org/hook"
    await server.say(ANNA, "while the hook was set")
    async with running(adapter_for(server, Naps()), house):
        await server.until(lambda: len(house.received) == 1)
        assert {call.code for call in calls(server, "getUpdates")} <= {0, 200}, (
            "it is gone before the first poll"
        )
        server.methods.webhook = "https://example.org/again"
        await server.say(ANNA, "set again meanwhile")
        await server.until(lambda: len(house.received) == 2)
    assert server.methods.webhook == ""


async def test_the_token_is_in_no_log_line_at_any_level(caplog: pytest.LogCaptureFixture) -> None:
    house = House()
    loud = ("", "httpx", "httpcore", "httpcore.http11", "httpcore.connection", "telegram", "telegram.Bot")
    async with TelegramServer() as server:
        adapter = adapter_for(server, Naps())
        before = {name: logging.getLogger(name).level for name in loud}
        try:
            for name in loud:  # somebody turns everything up after the adapter was made
                logging.getLogger(name).setLevel(logging.DEBUG)
            server.faults.every(3, "drop_before")
            server.faults.every(4, "bad_gateway")
            async with running(adapter, house):
                await server.say(ANNA, "hello")
                await server.until(lambda: house.received)
                failed = [error for _ in range(12) if (error := await trouble(adapter)) is not None]
            another = adapter_for(server, Naps(), base_url="http://127.0.0.1:1")
            with pytest.raises(SendFailed):
                await another.send(row(question()), None)
            await another.close()
        finally:
            for name, level in before.items():
                logging.getLogger(name).setLevel(level)
    assert any(record.name == "httpx" for record in caplog.records)
    assert failed
    for error in failed:
        assert server.token not in f"{error!r} {error.__cause__!r} {error.__context__!r}"
    everything = "\n".join(f"{r.getMessage()} {r.args!r} {r.exc_text or ''}" for r in caplog.records)
    assert server.token not in everything
    assert server.token not in repr(adapter)


async def trouble(adapter: TelegramAdapter) -> SendFailed | None:
    try:
        await adapter.send(row(question()), None)
    except SendFailed as error:
        return error
    return None


@pytest.mark.parametrize("method", ["getMe", "getUpdates"])
async def test_a_token_is_asked_about_for_a_minute_before_it_is_called_refused(
    server: TelegramServer, method: str
) -> None:
    house, naps = House(), Naps()
    server.faults.next("unauthorized", method, times=3)
    async with running(adapter_for(server, naps), house):
        await server.say(ANNA, "hello")
        await server.until(lambda: house.received)
    never = Naps()
    adapter = adapter_for(server, never, token="7000000001:BBwrong-token-for-tests_0123456789ab")
    with pytest.raises(PlatformRefused):
        await adapter.run(House())
    await adapter.close()
    assert sum(never.taken) >= 60


class Waits:
    """Sleeps that last until the test ends them; the seconds of each are kept."""

    def __init__(self) -> None:
        self.taken: list[float] = []
        self.over = asyncio.Event()

    async def __call__(self, seconds: float) -> None:
        self.taken.append(seconds)
        await self.over.wait()


async def test_a_message_that_gets_through_ends_the_pollers_pause(server: TelegramServer) -> None:
    """After an outage nobody waits for a poll that sleeps while others are written to already."""
    house, waits = House(), Waits()
    await server.say(BEN, "/start")
    adapter = adapter_for(server, Naps())
    assert not adapter.connected
    async with running(adapter, house):
        await server.until(lambda: house.received)
        assert adapter.connected
        adapter._way._outage._sleep = waits
        server.faults.next("drop_before", "getUpdates")
        await server.say(BEN, "the last before it")
        await server.until(lambda: waits.taken)
        assert not adapter.connected
        await server.say(ANNA, "while the network was away")
        assert not house.bodies(ANNA)
        await adapter.send(row(question(BEN), Address("telegram", str(BEN))), None)
        await server.until(lambda: house.bodies(ANNA))
        await server.until(lambda: house.reached_after_outages == ["telegram"])
        assert adapter.connected


async def test_no_pause_between_polls_is_long(server: TelegramServer) -> None:
    house, naps = House(), Naps()
    server.faults.next("drop_before", "getUpdates", times=12)
    async with running(adapter_for(server, naps), house):
        await server.say(ANNA, "at last")
        await server.until(lambda: house.received)
    assert len(naps.taken) >= 12
    assert max(naps.taken) <= 10
