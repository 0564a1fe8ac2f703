"""Logging in, staying connected, coming back, and what was missed meanwhile."""

import asyncio
import contextlib
import logging
import ssl
from datetime import timedelta

import aiohttp
import pytest
from aiohttp.client_reqrep import ConnectionKey

from adapters.discord.adapter import DiscordAdapter
from adapters.discord.logins import lived
from bot.errors import PlatformRefused
from bot.model import Inbound, MenuEntry, Message, Rich, Say, Text
from tests.adapters.discord.desk import Desk
from tests.adapters.discord.stage import Stage, direct, question
from tests.platforms.discord import DiscordServer


async def ended(adapter: DiscordAdapter) -> str:
    """Why `run` gave up."""
    with pytest.raises(PlatformRefused) as caught:
        await asyncio.wait_for(adapter.run(Desk()), 5)
    await adapter.close()
    return str(caught.value)


async def test_a_wrong_token_ends_the_platform(server: DiscordServer) -> None:
    reason = await ended(Stage(server).make(token="wrong"))
    assert "ALANA_DISCORD_TOKEN" in reason
    assert "\n" not in reason


@pytest.mark.parametrize(
    ("code", "word"), [(4004, "token"), (4013, "intents"), (4014, "ALANA_DISCORD_MESSAGE_CONTENT")]
)
async def test_a_final_close_ends_the_platform(server: DiscordServer, code: int, word: str) -> None:
    adapter = Stage(server).make()
    task = asyncio.create_task(ended(adapter))
    await server.until(lambda: adapter.connected)
    await server.gateway.close_all(code)
    assert word in await task
    assert not adapter.connected


class LastSleep(Exception):
    """Enough tries."""


async def test_an_outage_of_hours_is_one_line(
    server: DiscordServer, caplog: pytest.LogCaptureFixture
) -> None:
    """Each kind of trouble once, however often it comes, until there was a session."""
    naps = 0

    async def nap(_: float) -> None:
        nonlocal naps
        naps += 1
        if naps == 100:
            raise LastSleep

    await server.stop()
    caplog.set_level(logging.INFO)
    adapter = DiscordAdapter(server.token, server.api_url, sleep=nap)
    with pytest.raises(LastSleep):
        await asyncio.wait_for(adapter.run(Desk()), 20)
    await adapter.close()
    lines = [r.getMessage() for r in caplog.records if "is asked at" not in r.getMessage()]
    assert lines == ["no connection to Discord (it could not be reached); trying again until it works"]


def key_of(host: str) -> ConnectionKey:
    return ConnectionKey(host, 443, True, True, None, None, None)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (aiohttp.ClientConnectorDNSError(key_of("discord.com"), OSError(-2, "no such name")), "resolver"),
        (
            aiohttp.ClientConnectorCertificateError(key_of("discord.com"), ssl.CertificateError("no")),
            "certificate",
        ),
        (aiohttp.ClientConnectorSSLError(key_of("discord.com"), OSError(1, "no")), "certificate"),
        (aiohttp.ClientConnectorError(key_of("discord.com"), OSError(111, "refused")), "reached"),
    ],
)
async def test_what_keeps_it_from_connecting_is_said_in_words(error: Exception, words: str) -> None:
    async def receive() -> None:
        raise error

    assert words in await lived(receive)


async def test_only_messages_and_the_life_of_servers_are_asked_for(stage: Stage) -> None:
    assert stage.server.gateway.identified == [1 << 12 | 1 << 9 | 1]


async def test_what_is_typed_in_threads_is_asked_for_where_the_operator_says_so(
    server: DiscordServer,
) -> None:
    server.gateway.enabled = 1 << 15
    stage = Stage(server)
    stage.adapter = DiscordAdapter(server.token, server.api_url, message_content=True)
    await stage.start()
    assert server.gateway.identified == [1 << 12 | 1 << 9 | 1 | 1 << 15]
    await stage.stop()


async def test_the_first_connection_is_tried_until_it_works(
    server: DiscordServer, caplog: pytest.LogCaptureFixture
) -> None:
    stage = Stage(server)
    server.faults.once("status", "GET /users/@me", status=503)
    server.faults.once("status", "GET /oauth2/", status=503)
    server.faults.once("status", "GET /gateway/bot", status=503)
    await stage.start()
    lines = [record for record in caplog.records if "no connection" in record.getMessage()]
    assert len(stage.slept) >= 3
    assert all("\n" not in line.getMessage() and line.exc_info is None for line in lines)
    assert stage.slept[:3] == sorted(stage.slept[:3])
    await stage.stop()


async def test_a_server_that_is_not_there_yet(server: DiscordServer) -> None:
    port = server.port
    await server.stop()
    stage = Stage(server)
    task = asyncio.create_task(stage.adapter.run(stage.desk))
    await server.until(lambda: len(stage.slept) >= 2)
    server.port = port
    await server.start()
    await server.until(lambda: server.gateway.connected)
    stage.task = task
    await stage.stop()


async def test_a_cut_gateway_is_resumed_and_what_was_missed_is_replayed(stage: Stage) -> None:
    anna = stage.world.person("anna")
    await stage.people.say_dm(anna, "one")
    await stage.last()
    stage.server.gateway.cut()
    await stage.people.say_dm(anna, "two")  # nobody is connected now
    await stage.last(2)
    assert stage.server.gateway.resumed == 1
    assert [one.body for one in stage.desk.got] == [Text("one"), Text("two")]


async def test_op_7_and_op_9(stage: Stage) -> None:
    anna = stage.world.person("anna")
    await stage.server.gateway.reconnect()
    await stage.server.until(lambda: stage.server.gateway.resumed == 1)
    await stage.server.gateway.invalidate(resumable=True)
    await stage.server.until(lambda: stage.server.gateway.resumed == 2)
    await stage.server.gateway.invalidate()
    await stage.server.until(lambda: len(stage.server.gateway.identified) == 2)
    await stage.people.say_dm(anna, "still there?")
    assert (await stage.last()).body == Text("still there?")


async def test_a_gateway_that_is_away_for_a_while(stage: Stage) -> None:
    anna = stage.world.person("anna")
    await stage.people.say_dm(anna, "one")
    await stage.last()
    assert stage.adapter.connected
    stage.server.gateway.accepting = False
    stage.server.gateway.cut(forget=True)
    await stage.server.until(lambda: len(stage.slept) >= 2)
    assert not stage.adapter.connected
    await stage.people.say_dm(anna, "two")
    await stage.people.say_dm(anna, "three")
    stage.server.gateway.accepting = True
    await stage.last(3)
    assert [one.body for one in stage.desk.got] == [Text("one"), Text("two"), Text("three")]
    dm = stage.world.direct(anna)
    assert (await stage.send("p-1-0", direct(dm), Say(Message(Rich("Here."))))) is not None


@pytest.mark.parametrize(("minutes", "patient"), [(0, True), (2, False)])
async def test_pauses_grow_until_a_connection_has_held(stage: Stage, minutes: int, patient: bool) -> None:
    gateway = stage.server.gateway
    for _ in range(2):
        gateway.accepting = False
        known = len(stage.slept)
        gateway.cut(forget=True)
        await stage.server.until(lambda known=known: len(stage.slept) >= known + 3)
        gateway.accepting = True
        before = len(gateway.identified)
        await stage.server.until(lambda before=before: len(gateway.identified) > before)
        await stage.server.until(lambda: stage.adapter.connected)
        stage.shift += timedelta(minutes=minutes)
        last, first_again = stage.slept[-1], known
    assert (stage.slept[first_again] > stage.slept[first_again - 1]) is patient
    assert max(stage.slept) <= 120
    assert last > 0


async def test_what_was_written_while_the_bot_was_away_is_taken_in_first(stage: Stage) -> None:
    anna, ben = stage.world.person("anna"), stage.world.person("ben")
    await stage.people.say_dm(anna, "zero")
    await stage.last()
    await stage.stop()
    for number in range(1, 231):  # three pages
        await stage.people.say_dm(anna, str(number))
    await stage.people.say_dm(ben, "a stranger's first word is not known to us")
    stage.adapter = stage.make()
    stage.server.faults.once("delay", f"GET /channels/{stage.world.direct(anna).id}/messages", seconds=0.05)
    await stage.start()
    await stage.people.say_dm(anna, "live")
    await stage.last(232)
    words = [one.body.text for one in stage.desk.got if isinstance(one.body, Text)]
    assert words == ["zero", *map(str, range(1, 231)), "live"]
    read = {key: last for key, last in stage.desk.known.items() if key.isdigit()}
    assert read == {str(stage.world.direct(anna).id): stage.desk.got[-1].id.removeprefix("dc:")}


async def test_a_direct_chat_of_buttons_alone_is_looked_into_as_well(stage: Stage) -> None:
    anna = stage.world.person("anna")
    dm = stage.world.direct(anna)
    await stage.people.slash(anna, dm, "talk")
    await stage.server.until(lambda: str(dm.id) in stage.desk.known)
    await stage.stop()
    await stage.people.say_dm(anna, "are you there?")
    stage.adapter = stage.make()
    await stage.start()
    assert (await stage.last(2)).body == Text("are you there?")


async def test_looking_back_survives_a_bad_line(stage: Stage) -> None:
    anna, ben = stage.world.person("anna"), stage.world.person("ben")
    for person in (anna, ben):
        await stage.people.say_dm(person, "one")
    await stage.last(2)
    await stage.stop()
    for person in (anna, ben):
        await stage.people.say_dm(person, "two")
    stage.server.faults.once("drop_before", f"GET /channels/{stage.world.direct(anna).id}/messages")
    del stage.world.channels[stage.world.direct(ben).id]  # gone for good
    stage.adapter = stage.make()
    await stage.start()
    await stage.last(3)
    assert stage.desk.got[-1].subject.key == str(anna.id)


async def test_a_message_the_host_could_not_take_is_found_again(stage: Stage) -> None:
    anna = stage.world.person("anna")
    await stage.people.say_dm(anna, "one")
    await stage.last()
    stage.desk.fails = 1
    await stage.people.say_dm(anna, "two")
    await stage.people.say_dm(anna, "three")
    await stage.last(2)
    await stage.restart()
    await stage.last(3)
    assert sorted(one.body.text for one in stage.desk.got) == ["one", "three", "two"]  # type: ignore[union-attr]


async def test_an_event_delivered_twice_is_handed_over_with_one_id(stage: Stage) -> None:
    anna = stage.world.person("anna")
    stage.server.gateway.repeat = 2
    await stage.people.say_dm(anna, "hello")
    call = await stage.people.slash(anna, stage.world.direct(anna), "talk")
    assert call.answer == 5
    await stage.last(2)
    await stage.server.until(lambda: len(stage.desk.ids) >= 3)
    assert len({one.id for one in stage.desk.got}) == 2


async def test_a_dropped_acknowledgement(stage: Stage) -> None:
    """Dropped after it arrived: known by 40060. Dropped before: given again. Both are handed over."""
    anna = stage.world.person("anna")
    dm = stage.world.direct(anna)
    await stage.send("p-1-0", direct(dm), question("Well?", anna, "Why?"))
    asked = stage.people.last(anna, dm)
    for number, kind in enumerate(("drop_after", "drop_before"), 1):
        stage.server.faults.once(kind, "/callback")  # type: ignore[arg-type]
        call = await stage.people.press(anna, asked, 0)
        assert call.answer == 6
        await stage.last(number)


async def test_what_could_not_be_acknowledged_is_handed_over_all_the_same(stage: Stage) -> None:
    anna = stage.world.person("anna")
    dm = stage.world.direct(anna)
    await stage.send("p-1-0", direct(dm), question("Well?", anna, "Why?"))
    asked = stage.people.last(anna, dm)
    ghost = stage.world.interaction(3, anna, dm, asked)
    payload = stage.people.payload(ghost, {"custom_id": asked.buttons()[0]["custom_id"], "component_type": 2})
    stage.server.clock.shift(4)  # it arrives after its three seconds
    await stage.server.gateway.dispatch("INTERACTION_CREATE", payload)
    await stage.server.until(lambda: stage.server.called("POST", "/callback"))
    call = await stage.people.press(anna, asked, 0)  # the buttons still stand
    assert call.answer == 6
    await stage.last(2)
    assert [one.id for one in stage.desk.got] == [f"dc:{ghost.id}", f"dc:{call.id}"]


async def test_commands_are_registered_once_and_again_when_they_change(stage: Stage) -> None:
    talk = next(one for one in stage.world.commands if one["name"] == "talk")
    assert talk["description_localizations"] == {"de": "Anfangen oder weitermachen"}
    assert talk["options"][0]["description_localizations"] == {"de": "welcher Abend"}
    assert (talk["integration_types"], talk["contexts"]) == ([0, 1], [0, 1, 2])
    puts = lambda: len(stage.server.called("PUT", "/commands"))  # noqa: E731
    asked = lambda: len(stage.server.called("GET", "/commands"))  # noqa: E731
    assert puts() == 1
    await stage.restart()
    await stage.server.until(lambda: asked() == 2)
    stage.desk.entries = (MenuEntry("talk", "Go on"),)
    await stage.restart()
    await stage.server.until(lambda: puts() == 2)
    assert [one["name"] for one in stage.world.commands] == ["talk"]


async def test_registering_may_fail_without_harm(server: DiscordServer) -> None:
    stage = Stage(server)
    server.faults.once("status", "GET /applications/", status=503)
    server.faults.once("drop_before", "PUT /applications/")
    await stage.start()
    assert {one["name"] for one in stage.world.commands} == {"talk", "help"}
    await stage.stop()


async def test_a_zombie_is_left(server: DiscordServer) -> None:
    """Heartbeats without an answer, and a heartbeat timeout that a test can wait for."""
    stage = Stage(server)
    server.gateway.heartbeat_ms = 20
    await stage.start()
    client = stage.adapter._client
    assert client is not None
    await server.until(lambda: server.gateway.heartbeats >= 3)
    assert client.ws._keep_alive is not None
    client.ws._keep_alive.heartbeat_timeout = 0.05
    server.gateway.zombie = True
    await server.until(lambda: server.gateway.resumed >= 1)
    server.gateway.zombie = False
    await stage.stop()


async def test_no_token_and_no_word_of_a_person_in_any_log(
    server: DiscordServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for name in ("discord", "discord.http", "discord.gateway", "discord.webhook.async_", "adapters.discord"):
        caplog.set_level(logging.DEBUG, logger=name)
    stage = await Stage(server).start()
    anna = stage.world.person("anna")
    square = stage.world.channel(stage.world.server("village"), "square")
    await stage.people.say_dm(anna, "the secret of my heart")
    await stage.people.slash(anna, square, "talk")
    await stage.last(2)
    inbound = next(one for one in stage.desk.got if one.reply is not None)
    server.faults.once("limited", "PATCH /webhooks/", seconds=0.01)
    await stage.answer(inbound, "p-1-0", question("Well?", anna, "Why?"))
    await stage.people.press(anna, stage.people.last(anna, square), 0)
    server.faults.once("drop_before", "POST /webhooks/")
    with contextlib.suppress(Exception):
        await stage.answer(inbound, "p-1-1", Say(Message(Rich("Because."))))
    server.gateway.cut(forget=True)
    await server.until(lambda: len(server.gateway.identified) == 2)
    await stage.stop()
    assert inbound.reply is not None
    assert "registered 2 commands" in caplog.text
    for secret in (server.token, inbound.reply.token, "secret of my heart", "Because."):
        assert secret not in caplog.text
    assert server.token not in repr(stage.adapter) + repr(vars(stage.adapter).get("_handles"))


async def test_an_app_that_accounts_cannot_install_has_its_commands_in_servers(server: DiscordServer) -> None:
    stage = Stage(server)
    server.faults.once("status", "PUT /applications/", status=400)
    await stage.start()
    assert {tuple(one["integration_types"]) for one in stage.world.commands} == {(0,)}
    assert {tuple(one["contexts"]) for one in stage.world.commands} == {(0, 1)}
    await stage.stop()


async def test_without_its_cursors_the_bot_still_listens(
    server: DiscordServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(platform: str) -> dict[str, str]:
        raise OSError("the disk is full")

    stage = Stage(server)
    monkeypatch.setattr(stage.desk, "cursors", broken)
    await stage.start()
    await stage.people.say_dm(stage.world.person("anna"), "hello")
    assert (await stage.last()).body == Text("hello")
    await stage.stop()


@pytest.mark.parametrize("kind", ["limited", "cloudflare"])
async def test_a_limited_acknowledgement_is_given_again(stage: Stage, kind: str) -> None:
    anna = stage.world.person("anna")
    stage.server.faults.once(kind, "/callback", seconds=0.01)  # type: ignore[arg-type]
    call = await stage.people.slash(anna, stage.world.direct(anna), "talk")
    assert call.answer == 5
    await stage.last()


# ---------------------------------------------------------------- a storm


async def test_in_a_storm_everybody_is_acknowledged_before_turns_take_their_time(stage: Stage) -> None:
    square = stage.world.channel(stage.world.server("village"), "square")
    people = [stage.world.person(f"person {number}") for number in range(20)]
    stage.server.faults.every(1, "delay", "POST /interactions/", seconds=0.05)
    seen_first: list[int] = []
    receive = stage.desk.receive

    async def slowly(inbound: Inbound) -> None:
        calls = stage.world.interactions.values()
        seen_first.append(sum(call.acknowledged for call in calls))
        await receive(inbound)

    stage.desk.receive = slowly  # type: ignore[method-assign]
    calls = await asyncio.gather(*(stage.people.slash(one, square, "help") for one in people))
    await stage.last(len(people))
    assert all(call.acknowledged for call in calls)
    assert set(seen_first) == {len(people)}, "no turn began while one was on its way"
