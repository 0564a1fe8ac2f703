"""Threads of the loopback Discord: who sees them, who may change them; and who is timed out."""

from tests.platforms.discord import Channel
from tests.platforms.discord.allowed import MANAGE_THREADS
from tests.platforms.discord.gateway import GUILD_MESSAGES
from tests.platforms.discord.test_server import Caller
from tests.platforms.discord.test_server import call as call
from tests.platforms.discord.world import PRIVATE_THREAD

GONE, FORBIDDEN, ARCHIVED, LOCKED = 50001, 50013, 50083, 160005
BAD_FORM = 50035


def thread(call: Caller, *, own: bool = True) -> Channel:
    """A private one in a square of its own, made by the bot or by somebody else."""
    world = call.server.world
    square = world.channel(world.server("village"), "square")
    owner = world.bot if own else world.person("ben")
    return world.thread(square, "talk", kind=PRIVATE_THREAD, owner=owner.id)


async def code(call: Caller, method: str, path: str, body: object = None) -> int:
    """0: it was taken."""
    status, answer = await call(method, path, body)
    return 0 if status < 300 else int(answer["code"])


async def test_a_private_thread_shows_itself_to_those_who_are_in_it_and_to_moderators(call: Caller) -> None:
    world, place = call.server.world, thread(call, own=False)
    path, guild = f"/channels/{place.id}", place.guild
    assert guild is not None
    active = f"/guilds/{guild.id}/threads/active"
    for method, further, body in (
        ("GET", "", None),
        ("POST", "/messages", {"content": "x"}),
        ("GET", "/messages", None),
        ("PATCH", "", {"archived": False}),
    ):
        assert await code(call, method, path + further, body) == GONE
    assert (await call("GET", active))[1]["threads"] == []
    assert call.server.gateway.created(guild)["threads"] == []
    world.role(guild, "moderators", world.bot, permissions=MANAGE_THREADS)
    assert await code(call, "POST", f"{path}/messages", {"content": "x"}) == 0
    assert len((await call("GET", active))[1]["threads"]) == 1


async def test_what_is_said_in_a_private_thread_reaches_those_who_are_in_it(call: Caller) -> None:
    server, place = call.server, thread(call)
    place.members.discard(server.world.bot.id)
    anna = server.world.person("anna")
    place.members.add(anna.id)
    async with await call.identified(GUILD_MESSAGES) as ws:
        assert (await ws.receive_json())["t"] == "READY"
        await server.people.say(anna, place, "not heard")
        await server.people.say(anna, place, "<@bot>", mentions=[server.world.bot])  # which brings it in
        heard = await ws.receive_json()
    assert heard["d"]["content"] == "<@bot>"
    assert server.world.bot.id in place.members


async def test_whoever_is_called_is_in_it_where_the_caller_may_invite(call: Caller) -> None:
    anna = call.server.world.person("anna")
    for own, invitable, joins in ((True, False, True), (False, True, True), (False, False, False)):
        place = thread(call, own=own)
        place.members.add(call.server.world.bot.id)
        place.invitable = invitable
        path = f"/channels/{place.id}"
        assert await code(call, "POST", f"{path}/messages", {"content": f"<@{anna.id}>"}) == 0
        assert (anna.id in place.members) is joins
        place.members.discard(anna.id)
        refused = 0 if joins else FORBIDDEN
        assert await code(call, "PUT", f"{path}/thread-members/{anna.id}") == refused


async def test_opening_again_is_for_those_who_are_in_it_and_a_name_is_its_makers(call: Caller) -> None:
    bot = call.server.world.bot
    place = thread(call, own=False)
    place.members.add(bot.id)
    place.archived = True
    path = f"/channels/{place.id}"
    assert await code(call, "PATCH", path, {"archived": False}) == 0
    assert await code(call, "PATCH", path, {"name": "other"}) == FORBIDDEN
    place = thread(call)
    path = f"/channels/{place.id}"
    place.archived = True
    assert await code(call, "PATCH", path, {"name": "other"}) == ARCHIVED
    assert await code(call, "PATCH", path, {"name": "other", "archived": False}) == 0
    place.archived = place.locked = True
    assert await code(call, "PATCH", path, {"archived": False}) == FORBIDDEN
    assert await code(call, "POST", f"{path}/messages", {"content": "x"}) == LOCKED
    assert place.archived


async def test_what_one_person_sees_alone_opens_no_archived_thread(call: Caller) -> None:
    place, anna = thread(call), call.server.world.person("anna")
    place.members.add(anna.id)
    asked = call.server.world.interaction(2, anna, place)
    place.archived = True
    said = {"type": 4, "data": {"content": "x", "flags": 64}}
    await call("POST", f"/interactions/{asked.id}/{asked.token}/callback", said)
    assert place.archived
    await call("POST", f"/channels/{place.id}/messages", {"content": "x"})
    assert not place.archived


async def test_who_is_timed_out_reads_and_says_nothing(call: Caller) -> None:
    place, world = thread(call), call.server.world
    assert place.guild is not None
    path = f"/channels/{place.id}"
    place.guild.timed_out[world.bot.id] = world.clock.now() + 60
    assert await code(call, "POST", f"{path}/messages", {"content": "x"}) == FORBIDDEN
    assert await code(call, "GET", f"{path}/messages") == 0
    world.clock.shift(61)
    assert await code(call, "POST", f"{path}/messages", {"content": "x"}) == 0


async def test_a_message_is_laid_out_only_without_the_words_it_had(call: Caller) -> None:
    world = call.server.world
    path = f"/channels/{world.direct(world.person('anna')).id}/messages"
    _, said = await call("POST", path, {"content": "x"})
    laid_out = {"flags": 1 << 15, "components": [{"type": 10, "content": "y"}]}
    assert await code(call, "PATCH", f"{path}/{said['id']}", laid_out) == BAD_FORM
    assert await code(call, "PATCH", f"{path}/{said['id']}", laid_out | {"content": None}) == 0
    assert await code(call, "PATCH", f"{path}/{said['id']}", {"content": "x"}) == BAD_FORM, "for good"
