"""Taps, blocks and menus over real sockets."""

import asyncio

import pytest

from bot.errors import Failure, SendFailed
from bot.model import (
    Address,
    Press,
)
from tests.adapters.telegram.house import (
    ANNA,
    BEN,
    House,
    Naps,
    adapter_for,
    question,
    row,
    running,
)
from tests.platforms.telegram import TelegramServer


async def test_a_tap_is_answered_at_once_while_its_turn_still_runs(server: TelegramServer) -> None:
    house = House()
    adapter = adapter_for(server, Naps())
    async with running(adapter, house):
        await server.say(ANNA, "/start")
        await adapter.send(row(question()), None)
        house.gates[str(ANNA)] = gate = asyncio.Event()
        query = await server.tap(ANNA, "How?")
        assert await server.until(lambda: server.answer_to(query)) == {"text": "", "show_alert": False}
        gate.set()
        await server.until(lambda: len(house.received) == 2)
    tap = house.received[1]
    assert tap.body == Press(str(ANNA), "o", 1, 2, "1")
    assert tap.source == str(server.from_bot(ANNA)[0].id)


async def test_a_tap_does_not_wait_behind_what_is_sent(server: TelegramServer) -> None:
    house = House()
    adapter = adapter_for(server, Naps())
    async with running(adapter, house):
        await server.say(ANNA, "/start")
        await server.until(lambda: house.received)
        await adapter.send(row(question()), None)
        stuck = server.faults.next("delay", "sendMessage", times=300, seconds=3600.0)
        sends = [asyncio.ensure_future(adapter.send(row(question()), None)) for _ in range(300)]
        await server.until(lambda: stuck.struck)
        query = await server.tap(ANNA, "How?")
        assert await server.until(lambda: server.answer_to(query), 5) == {"text": "", "show_alert": False}
        for send in sends:
            send.cancel()


async def test_a_foreign_tap_gets_an_alert_and_nothing_else(server: TelegramServer) -> None:
    house = House()
    group = Address("telegram", "-4000", direct=False)
    server.group(-4000)
    adapter = adapter_for(server, Naps())
    async with running(adapter, house):
        await adapter.send(row(question(ANNA), group), None)
        server.world.person(BEN, "de")
        query = await server.tap(BEN, 0, chat=-4000)
        answer = await server.until(lambda: server.answer_to(query))
        await server.until(lambda: not server.world.queue)
    assert answer == {"text": "foreign in de", "show_alert": True}
    assert house.received == []


async def test_junk_taps_are_answered_and_ignored(server: TelegramServer) -> None:
    house = House()
    adapter = adapter_for(server, Naps())
    async with running(adapter, house):
        await server.say(ANNA, "/start")
        await adapter.send(row(question()), None)
        queries = [server.press(ANNA, data, ANNA, 2) for data in ("vote", "a1:x", "a2:3mv:o:1:2:0")]
        gone = server.press(ANNA, "a1:3mv:o:1:2:0", ANNA, 999)
        await server.until(lambda: all(server.answer_to(query) for query in [*queries, gone]))
        await server.until(lambda: not server.world.queue)
    assert [inbound.source for inbound in house.received[1:]] == ["999"]


async def test_a_lost_or_late_answer_to_a_tap_does_not_matter(server: TelegramServer) -> None:
    house = House()
    adapter = adapter_for(server, Naps())
    async with running(adapter, house):
        await server.say(ANNA, "/start")
        await adapter.send(row(question()), None)
        server.faults.next("drop_before", "answerCallbackQuery")
        server.faults.next("limited", "answerCallbackQuery", seconds=9)
        await server.tap(ANNA, 0)
        query = await server.tap(ANNA, 1)
        await server.until(lambda: len(house.received) == 3)
    assert server.answer_to(query) is None


async def test_blocking_and_coming_back(server: TelegramServer) -> None:
    house = House()
    adapter = adapter_for(server, Naps())
    async with running(adapter, house):
        server.block(ANNA)
        await server.until(lambda: len(house.received) == 1)
        with pytest.raises(SendFailed) as caught:
            await adapter.send(row(question()), None)
        server.unblock(ANNA)
        await server.until(lambda: len(house.received) == 2)
    assert caught.value.failure is Failure.UNREACHABLE
    assert [inbound.body.reachable for inbound in house.received] == [False, True]
