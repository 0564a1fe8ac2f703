"""Sending when something is in the way: refusals, limits, cut connections, restarts, old tokens."""

import asyncio
import contextlib
from datetime import timedelta

import pytest

from bot.errors import Failure, SendFailed
from bot.model import Address, Button, Message, Press, Receipt, Rich, Say, Settle
from tests.adapters.discord.stage import Stage, direct, question
from tests.platforms.discord import User
from tests.platforms.discord.faults import limited
from tests.platforms.discord.rules import Refusal

HELLO = Say(Message(Rich("Good evening.")))


async def failure(stage: Stage, address: Address, **more: object) -> SendFailed:
    with pytest.raises(SendFailed) as caught:
        await stage.send("p-1-0", address, more.pop("action", HELLO), **more)  # type: ignore[arg-type]
    return caught.value


async def test_a_closed_direct_chat(stage: Stage) -> None:
    anna = stage.world.person("anna")
    anna.dms_open = False
    error = await failure(stage, direct(stage.world.direct(anna)))
    assert error.failure is Failure.UNREACHABLE
    assert "50007" in error.reason


async def test_places_that_are_not_there(stage: Stage) -> None:
    unknown = Address("discord", "123", direct=True)
    assert (await failure(stage, unknown)).failure is Failure.UNREACHABLE
    nobody = Address("discord", "user:123", direct=True)
    assert (await failure(stage, nobody)).failure is Failure.UNREACHABLE
    nonsense = Address("discord", "square", direct=True)
    assert (await failure(stage, nonsense)).failure is Failure.REFUSED


async def test_a_message_that_is_against_the_rules_is_refused_for_good(stage: Stage) -> None:
    anna = stage.world.person("anna")
    twice = Button("Why?", Press(str(anna.id), "o", 1, 1, "0"))
    bad = Say(Message(Rich("Well?"), (twice, twice)))
    error = await failure(stage, direct(stage.world.direct(anna)), action=bad)
    assert error.failure is Failure.REFUSED
    assert "50035" in error.reason


async def test_a_limit_that_discord_names_is_waited_out(stage: Stage) -> None:
    anna = stage.world.person("anna")
    fault = stage.server.faults.once("limited", "POST /channels/", seconds=0.05)
    await stage.send("p-1-0", direct(stage.world.direct(anna)), HELLO)
    assert fault.hit == 1
    assert len(stage.world.direct(anna).messages) == 1


async def test_a_limit_that_is_too_long_is_the_senders_business(stage: Stage) -> None:
    anna = stage.world.person("anna")
    stage.server.faults.once("limited", "POST /channels/", seconds=400.0)
    error = await failure(stage, direct(stage.world.direct(anna)))
    assert (error.failure, error.retry_after) == (Failure.LIMITED, 400.0)
    assert not error.wide


async def test_a_limit_from_in_front_of_discord_holds_everything(stage: Stage) -> None:
    anna = stage.world.person("anna")
    stage.server.faults.once("cloudflare", "POST /channels/")
    error = await failure(stage, direct(stage.world.direct(anna)))
    assert (error.failure, error.retry_after, error.wide) == (Failure.LIMITED, 600.0, True)


async def test_an_outage_is_passing(stage: Stage) -> None:
    anna = stage.world.person("anna")
    stage.server.faults.once("status", "POST /channels/", status=503)
    assert (await failure(stage, direct(stage.world.direct(anna)))).failure is Failure.TRANSIENT
    stage.server.faults.once("drop_before", "POST /channels/")
    assert (await failure(stage, direct(stage.world.direct(anna)))).failure is Failure.TRANSIENT
    await stage.send("p-1-0", direct(stage.world.direct(anna)), HELLO)


async def test_a_page_of_somebody_elses_is_no_message(stage: Stage) -> None:
    anna = stage.world.person("anna")
    stage.server.faults.once("status", "POST /channels/", status=200)
    error = await failure(stage, direct(stage.world.direct(anna)))
    assert error.failure is Failure.TRANSIENT


async def test_a_token_that_is_taken_back_is_passing_and_said(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    anna = stage.world.person("anna")
    stage.server.token = "another"
    assert (await failure(stage, direct(stage.world.direct(anna)))).failure is Failure.TRANSIENT
    assert "ALANA_DISCORD_TOKEN" in caplog.text


async def test_a_lost_answer_does_not_make_a_second_message(stage: Stage) -> None:
    anna = stage.world.person("anna")
    dm = stage.world.direct(anna)
    stage.server.faults.once("drop_after", "POST /channels/")
    assert (await failure(stage, direct(dm))).failure is Failure.TRANSIENT
    receipt = await stage.send("p-1-0", direct(dm), HELLO)
    assert stage.people.transcript(anna, dm) == [("alana", "Good evening.", ())]
    assert receipt.ref == str(stage.people.last(anna, dm).id)
    stage.server.clock.shift(600)  # Discord forgets nonces after some minutes: the contract's limit
    await stage.send("p-1-0", direct(dm), HELLO)
    assert len(dm.messages) == 2


async def test_a_lost_answer_to_filling_in_fills_again(stage: Stage) -> None:
    anna = stage.world.person("anna")
    square = stage.world.channel(stage.world.server("village"), "square")
    await stage.people.slash(anna, square, "talk")
    inbound = await stage.last()
    stage.server.faults.once("drop_after", "PATCH /webhooks/")
    error = await failure(stage, inbound.address, reply=inbound.reply)
    assert error.failure is Failure.TRANSIENT
    await stage.answer(inbound, "p-1-0", HELLO)
    await stage.answer(inbound, "p-1-1", Say(Message(Rich("Sit down."))))
    assert [row[1] for row in stage.people.transcript(anna, square)] == ["Good evening.", "Sit down."]


@pytest.mark.parametrize("sent_before", [0, 1, 2])
@pytest.mark.parametrize("in_server", [False, True])
async def test_killed_between_rows_nothing_is_lost_or_overwritten(
    stage: Stage, sent_before: int, in_server: bool
) -> None:
    """Two rows on one handle; killed after so many, then everything unmarked is sent again."""
    anna = stage.world.person("anna")
    place = stage.world.channel(stage.world.server("village"), "square")
    if not in_server:
        place = stage.world.direct(anna)
    await stage.people.slash(anna, place, "talk")
    inbound = await stage.last()
    rows = [("p-1-0", HELLO), ("p-1-1", Say(Message(Rich("Sit down."))))]
    for id_, action in rows[:sent_before]:
        await stage.answer(inbound, id_, action)
    await stage.restart()
    for id_, action in rows[sent_before:]:
        await stage.answer(inbound, id_, action)
    assert [row[1] for row in stage.people.transcript(anna, place)] == ["Good evening.", "Sit down."]


@pytest.mark.parametrize("in_server", [False, True])
async def test_killed_before_the_mark_the_filled_message_is_known_again(
    stage: Stage, in_server: bool
) -> None:
    anna = stage.world.person("anna")
    place = stage.world.channel(stage.world.server("village"), "square")
    if not in_server:
        place = stage.world.direct(anna)
    await stage.people.slash(anna, place, "talk")
    inbound = await stage.last()
    first = await stage.answer(inbound, "p-1-0", question("Well?", anna, "Why?"))
    await stage.restart()
    again = await stage.answer(inbound, "p-1-0", question("Well?", anna, "Why?"))
    assert again == first
    assert stage.people.transcript(anna, place) == [("alana", "Well?", ("Why?",))]


async def test_an_old_token(stage: Stage) -> None:
    anna = stage.world.person("anna")
    square = stage.world.channel(stage.world.server("village"), "square")
    dm = stage.world.direct(anna)
    await stage.people.slash(anna, square, "talk")
    await stage.people.slash(anna, dm, "talk")
    await stage.last(2)
    elsewhere, here = sorted(stage.desk.got, key=lambda one: one.address.direct)
    stage.server.clock.shift(901)  # Discord's clock is ahead of ours
    error = await failure(stage, elsewhere.address, reply=elsewhere.reply)
    assert error.failure is Failure.EXPIRED
    stage.shift = timedelta(minutes=16)
    calls = len(stage.server.calls)
    error = await failure(stage, elsewhere.address, reply=elsewhere.reply)
    assert error.failure is Failure.EXPIRED
    assert len(stage.server.calls) == calls
    await stage.answer(here, "p-1-0", HELLO)
    assert ("alana", "Good evening.", ()) in stage.people.transcript(anna, dm)


async def test_an_old_token_in_a_direct_chat_costs_only_the_thinking_message(stage: Stage) -> None:
    anna = stage.world.person("anna")
    dm = stage.world.direct(anna)
    await stage.people.slash(anna, dm, "talk")
    inbound = await stage.last()
    stage.server.clock.shift(901)
    await stage.answer(inbound, "p-1-0", HELLO)
    assert stage.people.transcript(anna, dm)[-1] == ("alana", "Good evening.", ())


async def test_without_a_token_nothing_is_said_in_public(stage: Stage) -> None:
    square = stage.world.channel(stage.world.server("village"), "square")
    address = Address("discord", str(square.id), direct=False)
    assert (await failure(stage, address)).failure is Failure.EXPIRED
    settle = Settle("p-0-0", Rich("Well?"), None)
    target = Receipt("77", address)
    assert (await failure(stage, address, action=settle, target=target)).failure is Failure.EXPIRED
    assert square.messages == {}


async def test_settling_what_is_gone_is_harmless(stage: Stage) -> None:
    anna = stage.world.person("anna")
    dm = stage.world.direct(anna)
    receipt = await stage.send("p-1-0", direct(dm), question("Well?", anna, "Why?"))
    dm.messages.clear()
    settle = Settle("p-1-0", Rich("Well?"), "Why?")
    assert await stage.send("p-2-0", direct(dm), settle, target=receipt) == receipt
    assert await stage.send("p-2-1", direct(dm), settle) is None


async def test_settling_the_answer_to_a_command_in_its_direct_chat(stage: Stage) -> None:
    anna = stage.world.person("anna")
    dm = stage.world.direct(anna)
    await stage.people.slash(anna, dm, "talk")
    say = question("Well?", anna, "Why?")
    receipt = await stage.answer(await stage.last(), "p-1-0", say)
    settle = Settle("p-1-0", say.message.body, "Why?")
    await stage.send("p-2-0", direct(dm), settle, target=receipt)
    assert stage.people.transcript(anna, dm) == [("alana", "Well?\n> Why?", ())]


async def test_a_message_that_escapes_made_too_long_goes_in_parts(stage: Stage) -> None:
    anna = stage.world.person("anna")
    dm = stage.world.direct(anna)
    stars = "*" * 1500
    say = Say(Message(Rich(stars), (Button("Why?", Press(str(anna.id), "o", 1, 1, "0")),)))
    stage.server.faults.once("drop_after", "POST /channels/")
    assert (await failure(stage, direct(dm), action=say)).failure is Failure.TRANSIENT
    receipt = await stage.send("p-1-0", direct(dm), say)
    first, second = stage.people.messages(anna, dm)
    assert (first.content + second.content).replace("\\", "") == stars
    assert (first.labels(), second.labels()) == ([], ["Why?"])
    assert receipt.ref == str(second.id)
    await stage.send("p-2-0", direct(dm), Settle("p-1-0", Rich(stars), "Why?"), target=receipt)
    assert second.content.endswith("*\n> Why?")
    assert second.labels() == []


async def test_the_real_limits_slow_down_but_lose_nothing(stage: Stage) -> None:
    anna = stage.world.person("anna")
    dm = stage.world.direct(anna)
    stage.server.buckets.limits = {"POST /channels/{}/messages": (2, 0.06)}
    for number in range(6):
        await stage.send(f"p-1-{number}", direct(dm), Say(Message(Rich(f"line {number}"))))
    assert [row[1] for row in stage.people.transcript(anna, dm)] == [f"line {n}" for n in range(6)]


async def test_before_the_login_a_send_waits(stage: Stage) -> None:
    anna = stage.world.person("anna")
    dm = stage.world.direct(anna)
    await stage.stop()
    stage.adapter = stage.make()
    sending = asyncio.create_task(stage.send("p-1-0", direct(dm), HELLO))
    await asyncio.sleep(0.01)
    assert not sending.done()
    await stage.start()
    assert (await sending) is not None


async def test_a_send_that_waits_for_a_login_does_not_hold_up_the_end(stage: Stage) -> None:
    anna = stage.world.person("anna")
    await stage.stop()
    stage.adapter = stage.make()
    for _ in range(30):
        stage.server.faults.once("status", "GET /users/@me", status=503)
    running = asyncio.create_task(stage.adapter.run(stage.desk))
    sending = asyncio.create_task(stage.send("p-1-0", direct(stage.world.direct(anna)), HELLO))
    await stage.server.until(lambda: stage.slept)
    running.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await running
    with pytest.raises(SendFailed, match="transient"):
        await sending


async def test_after_the_end_of_receiving_the_outbox_still_drains(stage: Stage) -> None:
    anna = stage.world.person("anna")
    dm = stage.world.direct(anna)
    assert stage.task is not None
    stage.task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await stage.task
    await stage.send("p-1-0", direct(dm), HELLO)
    assert len(dm.messages) == 1
    await stage.adapter.close()
    assert (await failure(stage, direct(dm))).failure is Failure.TRANSIENT


def test_the_servers_429_is_the_real_one() -> None:
    refusal: Refusal = limited(1.5)
    assert refusal.headers["Via"]
    assert refusal.json()["retry_after"] == 1.5


# ---------------------------------------------------------------- a message that grows


def growing(owner: User) -> Say:
    press = Press(str(owner.id), "o", 1, 1, "0")
    return Say(Message(Rich("One.\n\nTwo.\n\nThree."), (Button("Why?", press),), grows=((4, 1.0), (10, 2.0))))


async def test_a_message_grows_with_a_typing_sign_in_each_pause(stage: Stage) -> None:
    anna = stage.world.person("anna")
    dm = stage.world.direct(anna)
    await stage.send("p-1-0", direct(dm), growing(anna))
    edits = [call.body["content"] for call in stage.server.called("PATCH", "")]  # type: ignore[index]
    assert edits == ["One.\n\nTwo.", "One.\n\nTwo.\n\nThree."]
    assert stage.slept == [1.0, 2.0]
    assert len(stage.server.called("POST", "/typing")) == 2
    assert stage.people.transcript(anna, dm) == [("alana", "One.\n\nTwo.\n\nThree.", ("Why?",))]


async def test_a_message_that_is_tried_again_grows_on(stage: Stage) -> None:
    """A cut connection in the middle, in the place where follow-ups have no nonce."""
    anna = stage.world.person("anna")
    square = stage.world.channel(stage.world.server("village"), "square")
    await stage.people.slash(anna, square, "help")
    inbound = await stage.last()
    await stage.answer(inbound, "p-1-0", Say(Message(Rich("Here."))))
    stage.server.faults.once("drop_before", r"PATCH /webhooks/")
    with pytest.raises(SendFailed):
        await stage.send("p-1-1", inbound.address, growing(anna), inbound.reply)
    await stage.send("p-1-1", inbound.address, growing(anna), inbound.reply)
    assert stage.people.transcript(anna, square)[1:] == [("alana", "One.\n\nTwo.\n\nThree.", ("Why?",))]


async def test_a_message_that_is_gone_while_it_grows_is_said_anew(stage: Stage) -> None:
    anna = stage.world.person("anna")
    dm = stage.world.direct(anna)
    stage.server.faults.once("delay", r"PATCH ", seconds=0.05)
    sending = asyncio.create_task(stage.send("p-1-0", direct(dm), growing(anna)))
    await stage.server.until(lambda: dm.messages)
    dm.messages.clear()
    await sending
    assert stage.people.transcript(anna, dm) == [("alana", "One.\n\nTwo.\n\nThree.", ("Why?",))]
