"""What goes on beside the turns while the database does not answer: it is done once that does."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from bot.errors import StorageError
from bot.model import Text
from tests.adapters.discord.stage import Stage
from tests.platforms.discord import DiscordServer, Guild


def away(
    stage: Stage, name: str, monkeypatch: pytest.MonkeyPatch, *, after: int = 0, times: int = 3
) -> Callable[[], int]:
    """That question to the host fails so many times, after the first few; how often it was asked."""
    asked, whole = 0, getattr(stage.desk, name)

    async def answer(*given: object, **named: object) -> object:
        nonlocal asked
        asked += 1
        if after < asked <= after + times:
            raise StorageError("cannot reach the database")
        waiting: Awaitable[object] = whole(*given, **named)
        return await waiting

    monkeypatch.setattr(stage.desk, name, answer)
    return lambda: asked


def joined(stage: Stage, guild: Guild) -> int:
    said = (m for place in guild.channels.values() for m in place.messages.values())
    return sum("joined" in message.content for message in said)


async def test_a_server_that_the_bot_is_added_to_is_greeted_all_the_same(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    await stage.server.until(lambda: stage.desk.known)
    away(stage, "venue", monkeypatch)
    guild = stage.world.server("village")
    stage.world.channel(guild, "square")
    await stage.server.gateway.dispatch("GUILD_CREATE", stage.server.gateway.created(guild))
    await stage.server.until(lambda: joined(stage, guild))
    assert joined(stage, guild) == 1
    assert stage.desk.present == {str(guild.id): True}


@pytest.mark.parametrize("name", ["venues", "venue"])
async def test_a_session_finds_out_later_who_came_and_who_went(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    await stage.server.until(lambda: stage.desk.known)
    guild = stage.world.server("village")
    stage.world.channel(guild, "square")
    stage.desk.present["7"] = True
    away(stage, name, monkeypatch)
    stage.server.gateway.cut(forget=True)
    await stage.server.until(lambda: joined(stage, guild))
    assert joined(stage, guild) == 1
    assert stage.desk.present == {str(guild.id): True, "7": False}


async def test_what_was_missed_is_read_before_what_is_written_now(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna = stage.world.person("anna")
    await stage.people.say_dm(anna, "one")
    await stage.last()
    await stage.stop()
    await stage.people.say_dm(anna, "missed")
    stage.adapter = stage.make()
    asked = away(stage, "cursors", monkeypatch, after=1)  # the threads are known
    await stage.start()
    await stage.server.until(lambda: asked() > 1)
    await stage.people.say_dm(anna, "now")
    await stage.last(3)
    assert [one.body for one in stage.desk.got] == [Text("one"), Text("missed"), Text("now")]


async def test_a_login_without_the_threads_of_people_is_not_begun(
    server: DiscordServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else nothing that is typed in them would be heard for as long as it lasts."""
    stage = Stage(server)
    away(stage, "cursors", monkeypatch)
    with pytest.raises(StorageError):
        await asyncio.wait_for(stage.adapter.run(stage.desk), 5)
    assert not server.calls
    await stage.adapter.close()


async def test_the_list_of_commands_is_tried_until_it_stands(
    server: DiscordServer, caplog: pytest.LogCaptureFixture
) -> None:
    """Each reason is one line, however long it lasts."""
    stage = Stage(server)
    for _ in range(12):
        server.faults.once("status", "GET /applications/", status=503)
    await stage.start()
    assert {one["name"] for one in stage.world.commands} == {"talk", "help"}
    assert caplog.text.count("could not register the commands") == 1
    assert stage.slept == sorted(stage.slept)
    await stage.stop()
