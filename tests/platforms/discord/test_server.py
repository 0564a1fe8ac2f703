"""The loopback Discord itself: it refuses what Discord refuses, as Discord refuses it."""

import asyncio
import json
import zlib
from collections.abc import AsyncIterator

import aiohttp
import pytest

from tests.platforms.discord import REAL_LIMITS, DiscordServer, rules
from tests.platforms.discord.gateway import DIRECT_MESSAGES, GUILD_MESSAGES, MESSAGE_CONTENT


class Caller:
    """A bot without a library."""

    def __init__(self, server: DiscordServer, session: aiohttp.ClientSession) -> None:
        self.server, self.session = server, session

    async def __call__(
        self, method: str, path: str, body: object = None, token: str | None = None
    ) -> tuple[int, dict]:
        headers = {"Authorization": f"Bot {token or self.server.token}"}
        async with self.session.request(
            method, self.server.api_url + path, json=body, headers=headers
        ) as got:
            return got.status, await got.json() if got.status != 204 else {}

    async def gateway(self, compress: str = "") -> aiohttp.ClientWebSocketResponse:
        return await self.session.ws_connect(self.server.gateway.url + compress)

    async def identified(self, intents: int) -> aiohttp.ClientWebSocketResponse:
        ws = await self.gateway()
        assert (await ws.receive_json())["op"] == 10
        await ws.send_json({"op": 2, "d": {"token": self.server.token, "intents": intents}})
        return ws


@pytest.fixture
async def call() -> AsyncIterator[Caller]:
    async with DiscordServer() as server, aiohttp.ClientSession() as session:
        yield Caller(server, session)


async def test_a_wrong_token(call: Caller) -> None:
    assert await call("GET", "/users/@me", token="wrong") == (
        401,
        {"message": "401: Unauthorized", "code": 0},
    )
    assert (await call("GET", "/users/@me"))[1]["username"] == "alana"
    assert (await call("GET", "/nowhere"))[0] == 404


BUTTON = {"type": 2, "style": 2, "label": "Why?", "custom_id": "a"}
ROLES = {"type": 6, "custom_id": "r"}
LIST = {"type": 3, "custom_id": "l", "options": [{"label": "a", "value": "a"}]}


def _one(item: dict) -> dict:
    return {"content": "x", "components": [{"type": 1, "components": [item]}]}


BAD = [
    (_one(ROLES | {"placeholder": "x" * 151}), 50035),
    (_one(ROLES | {"max_values": 26}), 50035),
    (_one(ROLES | {"default_values": [{"id": "1", "type": "channel"}]}), 50035),
    (_one(ROLES | {"options": LIST["options"]}), 50035),
    (_one(LIST | {"options": LIST["options"] * 2}), 50035),
    (_one(LIST | {"options": []}), 50035),
    (_one(LIST | {"custom_id": ""}), 50035),
    ({"content": "x", "components": [{"type": 1, "components": [ROLES, BUTTON]}]}, 50035),
    ({"content": "x" * 2001}, 50035),
    ({"content": ""}, 50006),
    ({"content": " \n "}, 50006),
    ({"content": "x", "nonce": "n" * 26}, 50035),
    ({"content": "x", "components": [{"type": 1, "components": [BUTTON] * 2}]}, 50035),
    ({"content": "x", "components": [{"type": 1, "components": []}]}, 50035),
    ({"content": "x", "components": [{"type": 1, "components": [BUTTON | {"label": "x" * 81}]}]}, 50035),
    ({"content": "x", "components": [{"type": 1, "components": [BUTTON | {"label": ""}]}]}, 50035),
    ({"content": "x", "components": [{"type": 1, "components": [BUTTON | {"custom_id": "x" * 101}]}]}, 50035),
    ({"content": "x", "components": [{"type": 1, "components": [BUTTON]}] * 6}, 50035),
    ({"content": "x", "components": [BUTTON]}, 50035),
    ({"content": "x", "allowed_mentions": {"parse": ["users"], "users": ["1"]}}, 50035),
]


@pytest.mark.parametrize(("payload", "code"), BAD)
async def test_messages_that_are_refused(call: Caller, payload: dict, code: int) -> None:
    dm = call.server.world.direct(call.server.world.person("anna"))
    status, body = await call("POST", f"/channels/{dm.id}/messages", payload)
    assert (status, body["code"]) == (400, code)
    assert dm.messages == {}


async def test_places_that_are_refused(call: Caller) -> None:
    world = call.server.world
    guild = world.server("elsewhere", has_bot=False)
    square, anna = world.channel(guild, "square"), world.person("anna")
    anna.dms_open = False
    for channel, wanted in (
        (1, (404, 10003)),
        (square.id, (403, 50001)),
        (world.direct(anna).id, (403, 50007)),
    ):
        status, body = await call("POST", f"/channels/{channel}/messages", {"content": "x"})
        assert (status, body["code"]) == wanted


async def test_nonces_pings_and_edits(call: Caller) -> None:
    world = call.server.world
    anna = world.person("anna")
    path = f"/channels/{world.direct(anna).id}/messages"
    payload = {"content": f"<@{anna.id}> @everyone", "nonce": "n", "enforce_nonce": True}
    _, first = await call("POST", path, payload)
    _, second = await call("POST", path, payload)
    assert first["id"] == second["id"]
    assert [who for _, who in call.server.posting.pings] == ["everyone", str(anna.id)]
    theirs = await call.server.people.say_dm(anna, "hello")
    assert (await call("PATCH", f"{path}/{theirs.id}", {"content": "x"}))[1]["code"] == 50005
    assert (await call("PATCH", f"{path}/{first['id']}", {"content": "y"}))[1]["content"] == "y"
    _, page = await call("GET", f"{path}?after={first['id']}&limit=1")
    assert [one["id"] for one in page] == [str(theirs.id)]


async def test_an_interaction_is_answered_once_and_in_time(call: Caller) -> None:
    server, world = call.server, call.server.world
    anna = world.person("anna")
    square = world.channel(world.server("village"), "square")
    asked = world.interaction(2, anna, square)
    path = f"/interactions/{asked.id}/{asked.token}/callback"
    assert (await call("POST", path, {"type": 6}))[1]["code"] == 50035
    assert (await call("POST", path, {"type": 5, "data": {"flags": 64}}))[0] == 204
    assert (await call("POST", path, {"type": 5}))[1]["code"] == 40060
    hook = f"/webhooks/{world.bot.id}/{asked.token}"
    status, filled = await call("POST", hook, {"content": "hello"})  # its own flags do not matter
    assert (status, filled["flags"]) == (200, 64)
    await call("POST", hook, {"content": "aloud"})
    assert [row[1] for row in server.people.transcript(anna, square)] == ["hello", "aloud"]
    assert [row[1] for row in server.people.transcript(world.person("ben"), square)] == ["aloud"]
    assert (await call("PATCH", f"/channels/{square.id}/messages/{filled['id']}", {"content": "x"}))[0] == 404
    assert (await call("PATCH", f"{hook}/messages/@original", {"content": "x"}))[1]["content"] == "x"
    server.clock.shift(901)
    status, body = await call("PATCH", f"{hook}/messages/@original", {"content": "y"})
    assert (status, body["code"]) == (401, 50027)
    late = world.interaction(2, anna, square)
    server.clock.shift(3.1)
    status, body = await call("POST", f"/interactions/{late.id}/{late.token}/callback", {"type": 5})
    assert (status, body["code"]) == (404, 10062)


async def test_five_follow_ups_where_the_app_is_not_installed(call: Caller) -> None:
    world = call.server.world
    anna = world.person("anna")
    for has_bot, wanted in ((False, [200] * 5 + [400]), (True, [200] * 6)):
        square = world.channel(world.server("village", has_bot=has_bot), "square")
        asked = world.interaction(2, anna, square)
        await call("POST", f"/interactions/{asked.id}/{asked.token}/callback", {"type": 5})
        hook = f"/webhooks/{world.bot.id}/{asked.token}"
        await call("PATCH", f"{hook}/messages/@original", {"content": "no follow-up"})
        got = [await call("POST", hook, {"content": str(n)}) for n in range(6)]
        assert [status for status, _ in got] == wanted
        assert has_bot or got[-1][1]["code"] == 40094
        owners = call.server.people.payload(asked, {})["authorizing_integration_owners"]
        assert ("0" in owners) is has_bot


async def test_a_place_that_takes_nothing_and_a_deferral_that_was_deleted(call: Caller) -> None:
    world = call.server.world
    anna = world.person("anna")
    square = world.channel(world.server("village"), "square")
    asked = world.interaction(2, anna, square)
    await call("POST", f"/interactions/{asked.id}/{asked.token}/callback", {"type": 5, "data": {"flags": 64}})
    hook = f"/webhooks/{world.bot.id}/{asked.token}"
    square.refuses = rules.Refusal(400, 50083, "Thread is archived")
    for method, path in (("PATCH", f"{hook}/messages/@original"), ("POST", hook)):
        assert (await call(method, path, {"content": "x"}))[1]["code"] == 50083
    assert (await call("DELETE", f"{hook}/messages/@original"))[0] == 204
    square.refuses, square.blocked = None, "rude"
    assert (await call("POST", hook, {"content": "rude words"}))[1]["code"] == 200000
    assert (await call("POST", hook, {"content": "words"}))[0] == 200
    assert [row[1] for row in call.server.people.transcript(anna, square)] == ["words"]


COMMAND = {"name": "talk", "description": "Begin", "type": 1}
OPTION = {"name": "episode", "description": "which", "type": 3}
BAD_COMMANDS = [
    [COMMAND | {"name": "Talk"}],
    [COMMAND | {"name": "two words"}],
    [COMMAND | {"name": "x" * 33}],
    [COMMAND | {"description": ""}],
    [COMMAND | {"description": "x" * 101}],
    [COMMAND, COMMAND],
    [COMMAND | {"options": [OPTION, OPTION]}],
    [COMMAND | {"options": [OPTION, OPTION | {"name": "b", "required": True}]}],
    [COMMAND | {"options": [OPTION | {"autocomplete": True, "choices": [{"name": "a", "value": "a"}]}]}],
    [COMMAND | {"description_localizations": {"xx": "y"}}],
]


@pytest.mark.parametrize("payload", BAD_COMMANDS)
async def test_commands_that_are_refused(call: Caller, payload: list) -> None:
    status, body = await call("PUT", f"/applications/{call.server.world.bot.id}/commands", payload)
    assert (status, body["code"]) == (400, 50035)
    assert call.server.world.commands == []


def test_forms_and_choices_that_are_refused() -> None:
    field = {"type": 4, "custom_id": "a", "label": "Words"}
    good = {"title": "t", "custom_id": "c", "components": [{"type": 1, "components": [field]}]}
    rules.modal(good)
    for bad in (good | {"title": "x" * 46}, good | {"components": []}, good | {"custom_id": ""}):
        with pytest.raises(rules.Refusal):
            rules.modal(bad)
    with pytest.raises(rules.Refusal):
        rules.choices({"choices": [{"name": "a", "value": "a"}] * 26})


async def test_the_real_limits() -> None:
    async with DiscordServer(limits=REAL_LIMITS) as server, aiohttp.ClientSession() as session:
        dm = server.world.direct(server.world.person("anna"))
        url, headers = f"{server.api_url}/channels/{dm.id}/messages", {"Authorization": f"Bot {server.token}"}
        for left in (4, 3, 2, 1, 0):
            async with session.post(url, json={"content": "x"}, headers=headers) as got:
                assert (got.status, got.headers["X-RateLimit-Remaining"]) == (200, str(left))
        async with session.post(url, json={"content": "x"}, headers=headers) as got:
            body = await got.json()
            assert (got.status, got.headers["Via"], body["global"]) == (429, "1.1 google", False)
            assert 0 < body["retry_after"] <= 5


async def test_the_global_limit_does_not_hold_for_interactions() -> None:
    """The reference on rate limits: their endpoints are not bound to it. Whatever else is."""
    async with DiscordServer(limits={"global": (1, 60.0)}) as server, aiohttp.ClientSession() as session:
        headers = {"Authorization": f"Bot {server.token}"}

        async def status(path: str) -> int:
            async with session.get(server.api_url + path, headers=headers) as got:
                return got.status

        assert [await status("/users/@me") for _ in range(2)] == [200, 429]
        assert await status("/webhooks/1/token/messages/@original") == 404
        assert await status("/interactions/1/token/callback") == 404


@pytest.mark.parametrize(
    ("token", "intents", "code"), [("wrong", 1, 4004), (None, MESSAGE_CONTENT, 4014), (None, 1 << 40, 4013)]
)
async def test_identify_that_is_refused(call: Caller, token: str | None, intents: int, code: int) -> None:
    ws = await call.gateway()
    await ws.receive_json()
    await ws.send_json({"op": 2, "d": {"token": token or call.server.token, "intents": intents}})
    assert (await ws.receive()).data == code


@pytest.mark.parametrize(("frame", "code"), [("no json", 4002), ('{"op": 99}', 4001), ('{"op": 3}', 4003)])
async def test_frames_that_are_refused(call: Caller, frame: str, code: int) -> None:
    ws = await call.gateway()
    await ws.receive_json()
    await ws.send_str(frame)
    assert (await ws.receive()).data == code


async def test_content_is_withheld_without_the_intent(call: Caller) -> None:
    world, people = call.server.world, call.server.people
    anna, square = world.person("anna"), world.channel(world.server("village"), "square")
    ws = await call.identified(GUILD_MESSAGES | DIRECT_MESSAGES)
    assert (await ws.receive_json())["t"] == "READY"
    await people.say(anna, square, "hidden")
    await people.say(anna, square, "seen", mentions=[world.bot])
    await people.say_dm(anna, "seen too")
    got = [(await ws.receive_json())["d"]["content"] for _ in range(3)]
    assert got == ["", "seen", "seen too"]
    await ws.close()


async def test_resume_replays_what_was_missed(call: Caller) -> None:
    anna = call.server.world.person("anna")
    ws = await call.identified(DIRECT_MESSAGES)
    ready = await ws.receive_json()
    call.server.gateway.cut()
    await ws.receive()
    await call.server.people.say_dm(anna, "missed")
    again = await call.gateway()
    await again.receive_json()
    resume = {"token": call.server.token, "session_id": ready["d"]["session_id"], "seq": ready["s"]}
    await again.send_json({"op": 6, "d": resume})
    assert (await again.receive_json())["d"]["content"] == "missed"
    assert (await again.receive_json())["t"] == "RESUMED"
    await again.close()
    other = await call.gateway()
    await other.receive_json()
    await other.send_json({"op": 6, "d": resume | {"session_id": "unknown"}})
    assert await other.receive_json() == {"op": 9, "d": False, "s": None, "t": None}
    await other.close()


async def test_the_stream_can_be_compressed(call: Caller) -> None:
    ws = await call.gateway("?compress=zlib-stream")
    frame = await ws.receive_bytes()
    assert frame.endswith(b"\x00\x00\xff\xff")
    assert json.loads(zlib.decompressobj().decompress(frame))["op"] == 10
    await ws.close()


async def test_faults(call: Caller) -> None:
    world, faults = call.server.world, call.server.faults
    dm = world.direct(world.person("anna"))
    path = f"/channels/{dm.id}/messages"
    faults.once("drop_before", "POST")
    faults.once("drop_after", "POST")
    for kept in (0, 1):
        with pytest.raises(aiohttp.ClientError):
            await call("POST", path, {"content": "x"})
        assert len(dm.messages) == kept
    faults.clear()
    faults.every(3, "limited", seconds=2.0)
    got = [(await call("GET", "/users/@me"))[0] for _ in range(6)]
    assert got == [200, 200, 429, 200, 200, 429]


async def test_it_runs_by_itself() -> None:
    import sys

    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.platforms.discord", "--port", "0", stdout=asyncio.subprocess.PIPE
    )
    try:
        assert child.stdout is not None
        said = json.loads(await asyncio.wait_for(child.stdout.readline(), 20))
        async with aiohttp.ClientSession() as session:
            headers = {"Authorization": f"Bot {said['token']}"}
            async with session.get(said["api_url"] + "/users/@me", headers=headers) as got:
                assert got.status == 200
    finally:
        child.terminate()
        await child.wait()
