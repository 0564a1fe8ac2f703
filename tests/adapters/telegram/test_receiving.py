"""Intake over real sockets: nothing lost, nothing twice, nobody waits for another."""

import asyncio
import json
from datetime import timedelta

import pytest

from adapters.telegram.adapter import TelegramAdapter
from adapters.telegram.admins import Admins
from adapters.telegram.inbound import ALLOWED
from adapters.telegram.intake import UpdateIntake
from bot.errors import StorageError
from bot.model import Address, CommandCall, Inbound, Subject, Text
from tests.adapters.telegram.house import (
    ANNA,
    BEN,
    NOON,
    House,
    Naps,
    adapter_for,
    calls,
    killed,
    running,
)
from tests.adapters.telegram.payloads import EVERY_KIND, changed, paths
from tests.platforms.telegram import TelegramServer


async def test_words_and_commands_arrive_in_order(server: TelegramServer) -> None:
    house = House()
    async with running(adapter_for(server, Naps()), house):
        await server.say(ANNA, "/start evening-2", language="de")
        await server.say(ANNA, "one")
        await server.say(ANNA, "two")
        await server.until(lambda: len(house.received) == 3)
    assert house.bodies() == [CommandCall("start", "evening-2"), Text("one"), Text("two")]
    assert house.received[0].locale == "de"


async def test_nothing_is_confirmed_before_its_turn_is_committed(server: TelegramServer) -> None:
    house = House()
    house.gates[str(ANNA)] = gate = asyncio.Event()
    async with running(adapter_for(server, Naps()), house):
        first = await server.say(ANNA, "slow")
        await server.say(BEN, "quick")
        await server.until(lambda: house.bodies(BEN))
        await server.say(BEN, "and again")
        await server.until(lambda: len(house.bodies(BEN)) == 2, what="nobody waits for Anna")
        assert server.world.queue[0][1]["update_id"] == first
        gate.set()
        await server.until(lambda: not server.world.queue)
    assert house.bodies() == [Text("slow")]


async def test_a_kill_loses_nothing_and_repeats_nothing(server: TelegramServer) -> None:
    house = House()
    house.gates[str(ANNA)] = asyncio.Event()
    first = adapter_for(server, Naps())
    task = asyncio.create_task(first.run(house))
    await server.say(ANNA, "not yet committed")
    await server.say(BEN, "committed, not confirmed")
    await server.until(lambda: house.bodies(BEN))
    await killed(task, first)
    assert len(server.world.queue) == 2
    house.gates.clear()
    async with running(adapter_for(server, Naps()), house):
        await server.until(lambda: house.bodies())
        await server.until(lambda: not server.world.queue)
    assert house.bodies() == [Text("not yet committed")]
    assert house.bodies(BEN) == [Text("committed, not confirmed")]


async def test_a_clean_stop_finishes_and_confirms_the_turns_in_hand(server: TelegramServer) -> None:
    house = House()
    house.gates[str(ANNA)] = gate = asyncio.Event()
    adapter = adapter_for(server, Naps(), grace=5)
    task = asyncio.create_task(adapter.run(house))
    await server.say(ANNA, "last words")
    await server.until(lambda: any(call.done and call.result for call in calls(server, "getUpdates")))
    task.cancel()
    await asyncio.sleep(0)
    gate.set()
    await asyncio.wait({task})
    await adapter.close()
    assert house.bodies() == [Text("last words")]
    assert not server.world.queue


async def test_every_poll_names_the_kinds_of_updates(server: TelegramServer) -> None:
    house = House()
    async with running(adapter_for(server, Naps()), house):
        await server.say(ANNA, "hello")
        await server.until(lambda: not server.world.queue and house.received)
    wanted = json.dumps(ALLOWED)
    assert {call.params["allowed_updates"] for call in calls(server, "getUpdates")} == {wanted}


async def test_a_stuck_person_causes_no_hot_loop(server: TelegramServer) -> None:
    house = House()
    house.gates[str(ANNA)] = asyncio.Event()
    adapter = adapter_for(server, Naps())
    task = asyncio.create_task(adapter.run(house))
    await server.say(ANNA, "stuck")
    await server.until(lambda: len(calls(server, "getUpdates")) >= 3)
    before = len(calls(server, "getUpdates"))
    await asyncio.sleep(0.05)
    assert len(calls(server, "getUpdates")) - before <= 2
    await killed(task, adapter)


async def test_unreadable_updates_are_recorded_and_hold_up_nobody(server: TelegramServer) -> None:
    house = House()
    async with running(adapter_for(server, Naps()), house):
        number = server.push({"message": {"message_id": "x", "date": "never", "chat": []}})
        server.push({"telepathy": {"thought": "hm"}})
        await server.say(ANNA, "after")
        await server.until(lambda: not server.world.queue and house.received)
    assert [(poison, kind) for poison, kind, _ in house.poison] == [(f"tg:{number}", "message")]
    assert house.bodies() == [Text("after")]


async def test_no_damaged_update_of_any_kind_stops_the_intake(server: TelegramServer) -> None:
    house = House()
    for payload in EVERY_KIND.values():
        for path in paths(payload):
            server.push(changed(payload, path))
            server.push(changed(payload, path, "junk"))
    sent = server.world.next_update - 870_000_001
    assert sent > 1_000
    async with running(adapter_for(server, Naps()), house):
        await server.say(BEN, "after all that")
        await server.until(lambda: not server.world.queue, within=30)
    assert house.bodies(BEN) == [Text("after all that")]
    assert 0 < len(house.poison) < sent
    assert len(house.seen) + len(house.poison) <= sent + 1
    assert {kind for _, kind, _ in house.poison} <= {
        *EVERY_KIND,
        *(k for p in EVERY_KIND.values() for k in p),
    }


async def test_a_turn_that_raises_three_times_is_recorded(server: TelegramServer) -> None:
    house, naps = House(), Naps()
    house.errors[str(ANNA)] = [RuntimeError("boom")] * 3
    async with running(adapter_for(server, naps), house):
        number = await server.say(ANNA, "poison")
        await server.until(lambda: not server.world.queue)
        await server.say(ANNA, "fine")
        await server.until(lambda: house.received)
    assert house.poison == [(f"tg:{number}", "message", "RuntimeError")]
    assert house.bodies() == [Text("fine")]


async def test_an_act_of_which_it_cannot_be_asked_who_did_it_is_recorded_too(
    server: TelegramServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By a mistake of ours: like a turn that raises it has three tries, and holds up nobody for ever."""
    asked = 0

    async def broken(admins: Admins, act: Inbound) -> Inbound:
        nonlocal asked
        if act.subject.key == str(ANNA):
            asked += 1
            raise KeyError("a mistake")
        return act

    monkeypatch.setattr(Admins, "located", broken)
    house = House()
    async with running(adapter_for(server, Naps()), house):
        number = await server.say(ANNA, "hello")
        await server.say(BEN, "hello")
        await server.until(lambda: house.bodies(BEN) and house.poison and not server.world.queue)
    assert asked == 3
    assert house.poison == [(f"tg:{number}", "message", "KeyError")]


@pytest.mark.parametrize("later", [timedelta(minutes=6), -timedelta(days=1)])
async def test_who_is_an_admin_is_asked_again_after_a_while_whatever_the_clock_does(
    server: TelegramServer, later: timedelta
) -> None:
    group, now = server.group(-4000), NOON
    group.admins.add(ANNA)
    adapter = TelegramAdapter(server.token, server.url, lambda: now, Naps(), lambda: 0.5)
    await adapter._link.open()
    admins = Admins(adapter._link)
    address = Address("telegram", "-4000", direct=False)
    act = Inbound("1", Subject("telegram", str(ANNA)), address, NOON, CommandCall("menu"))
    assert (await admins.located(act)).moderates
    group.admins.clear()
    assert (await admins.located(act)).moderates, "it is kept for five minutes"
    now += later
    assert not (await admins.located(act)).moderates
    await adapter.close()


async def test_an_update_that_dies_where_nobody_expects_it_is_recorded_too(
    server: TelegramServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(intake: UpdateIntake, number: int, raw: object) -> None:
        raise KeyError("a mistake")

    monkeypatch.setattr(UpdateIntake, "_handle_one", broken)
    house = House()
    async with running(adapter_for(server, Naps()), house):
        number = await server.say(ANNA, "hello")
        await server.until(lambda: house.poison and not server.world.queue)
    assert house.poison == [(f"tg:{number}", "message", "KeyError")]


async def test_a_store_that_is_away_is_waited_for(
    server: TelegramServer, caplog: pytest.LogCaptureFixture
) -> None:
    house, naps = House(), Naps()
    house.errors[str(ANNA)] = [StorageError("disk full")] * 7
    async with running(adapter_for(server, naps), house):
        await server.say(ANNA, "patience")
        await server.until(lambda: house.received)
    assert house.poison == []
    assert len([r for r in caplog.records if "storing what people do" in r.message and r.levelno >= 30]) == 1


async def test_a_group_with_another_id_is_told_on_however_long_the_store_is_away(
    server: TelegramServer,
) -> None:
    house = House()
    house.down = [StorageError("disk full")] * 3 + [RuntimeError("a bug of ours")]
    async with running(adapter_for(server, Naps()), house):
        server.group(-4000)
        server.migrate(-4000, -1005, told="old")
        await server.until(lambda: house.moves and not server.world.queue)
    assert house.moves == [("telegram", "-4000", "-1005")]
    assert (house.received, house.poison) == ([], [])


async def test_repeated_and_disordered_updates_arrive_once_and_in_order(server: TelegramServer) -> None:
    house = House()
    server.faults.repeat_every = 2
    server.faults.shuffle_every = 3
    server.faults.hold_back_every = 4
    async with running(adapter_for(server, Naps()), house):
        for number in range(30):
            await server.say(ANNA, str(number))
            if number % 3 == 0:
                await asyncio.sleep(0)
        await server.until(lambda: len(house.received) == 30 and not server.world.queue)
    assert house.bodies() == [Text(str(number)) for number in range(30)]


async def test_numbers_with_gaps_only_cost_a_moment(server: TelegramServer) -> None:
    house = House()
    async with running(adapter_for(server, Naps()), house):
        for number in range(12):
            server.world.next_update += 5
            await server.say(ANNA, str(number))
            await server.until(lambda: len(house.received) > number)  # noqa: B023
    assert house.bodies() == [Text(str(number)) for number in range(12)]


async def test_a_crowd_is_served_in_full(server: TelegramServer) -> None:
    house = House()
    for person in range(1, 301):
        await server.say(person, "hello")
    async with running(adapter_for(server, Naps()), house):
        await server.until(lambda: not server.world.queue)
    assert {inbound.subject.key for inbound in house.received} == {str(person) for person in range(1, 301)}


async def test_a_number_below_the_offset_is_heard_after_a_week_of_silence(server: TelegramServer) -> None:
    house = House()
    now = [NOON]
    adapter = TelegramAdapter(server.token, server.url, lambda: now[0], Naps(), lambda: 0.5, grace=0.02)
    server.patience = 0.02
    async with running(adapter, house):
        await server.say(ANNA, "one")
        await server.until(lambda: not server.world.queue)
        now[0] += timedelta(days=8)
        server.world.next_update = 1000
        before = len(calls(server, "getUpdates"))
        await server.until(lambda: len(calls(server, "getUpdates")) > before + 1)
        await server.say(ANNA, "two")
        await server.until(lambda: len(house.received) == 2)
