"""Many servers: several connections where Discord recommends or requires them, each for its share."""

import asyncio

import pytest

from adapters.discord.adapter import DiscordAdapter
from bot.errors import PlatformRefused
from tests.adapters.discord.stage import Stage, direct, question
from tests.platforms.discord import DiscordServer


async def sharded(server: DiscordServer, count: int | None = None) -> Stage:
    stage = Stage(server)
    stage.adapter = DiscordAdapter(
        server.token, server.api_url, sleep=stage._sleep, shards=count, random=stage.random
    )
    stage.task = asyncio.create_task(stage.adapter.run(stage.desk))
    return stage


@pytest.mark.parametrize("why", ["recommended", "required", "chosen"])
async def test_each_connection_has_its_share(server: DiscordServer, why: str) -> None:
    if why == "recommended":
        server.gateway.recommended = 3
    if why == "required":  # told only at the gateway
        server.gateway.required = 3
    towns = [server.world.server(f"town {n}") for n in range(6)]
    stage = await sharded(server, 3 if why == "chosen" else None)
    await server.until(lambda: server.gateway.shards() == [(0, 3), (1, 3), (2, 3)])
    await server.until(lambda: server.world.commands)
    anna = server.world.person("anna")
    for number, town in enumerate(towns, 1):
        await stage.people.slash(anna, server.world.channel(town, "square"), "help")
        await stage.last(number)
    await stage.people.say_dm(anna, "hello")
    await stage.last(7)
    await stage.stop()


async def test_a_shard_that_falls_comes_back_alone_and_nothing_is_lost(server: DiscordServer) -> None:
    town = server.world.server("town")
    stage = await sharded(server, 2)
    await server.until(lambda: server.gateway.shards() == [(0, 2), (1, 2)])
    await server.until(lambda: server.world.commands)
    anna, square = server.world.person("anna"), server.world.channel(town, "square")
    identified = len(server.gateway.identified)
    server.gateway.cut()
    call = asyncio.create_task(stage.people.slash(anna, square, "help"))
    await stage.last(1)
    await call
    await server.until(lambda: server.gateway.shards() == [(0, 2), (1, 2)])
    assert len(server.gateway.identified) == identified, "they were resumed"
    dm = server.world.direct(anna)
    await stage.send("p-1-0", direct(dm), question("Well?", anna, "Why?"))
    assert stage.people.last(anna, dm).labels() == ["Why?"]
    await stage.stop()
    assert not server.gateway.connected


async def test_too_few_that_were_chosen_end_with_one_line(server: DiscordServer) -> None:
    server.gateway.required = 4
    stage = await sharded(server, 2)
    assert stage.task is not None
    with pytest.raises(PlatformRefused, match="ALANA_DISCORD_SHARDS"):
        await stage.task
    await stage.adapter.close()
