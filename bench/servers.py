"""What servers cost in memory: the real adapter on a loopback Discord with many of them, each with channels.

    python bench/servers.py [SERVERS] [CHANNELS]

The loopback Discord has a process of its own; it sends each server whole at the start of the session, as
Discord does. The last line is one JSON object: `mb_per_1000`, how this process's memory grows from a
login without servers to one with SERVERS (2,000) of CHANNELS (50) each, by a thousand of them.
"""

import asyncio
import gc
import json
import multiprocessing
import sys
from multiprocessing.connection import Connection
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from adapters.discord.adapter import DiscordAdapter
from tests.adapters.discord.desk import Desk
from tests.platforms.discord.server import DiscordServer


def discord_process(pipe: Connection, servers: int, channels: int) -> None:
    asyncio.run(_discord(pipe, servers, channels))


async def _discord(pipe: Connection, servers: int, channels: int) -> None:
    async with DiscordServer() as server:
        pipe.send((server.api_url, server.token))
        await server.until(lambda: server.gateway.connected and server.world.commands, 60)
        pipe.send("connected")
        await asyncio.to_thread(pipe.recv)
        for number in range(servers):
            guild = server.world.server(f"server {number}")
            for place in range(channels):
                server.world.channel(guild, f"channel {place}")
        server.gateway.cut(forget=True)
        await server.until(lambda: any(s.sequence > servers for s in server.gateway.sessions.values()), 120)
        await asyncio.sleep(5.0)
        pipe.send("all there")
        await asyncio.to_thread(pipe.recv)


def memory_kb() -> int:
    gc.collect()
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return next(int(row.split()[1]) for row in status.splitlines() if row.startswith("VmRSS"))


async def measure(pipe: Connection, servers: int) -> float:
    api_url, token = pipe.recv()
    adapter = DiscordAdapter(token, api_url)
    serving = asyncio.create_task(adapter.run(Desk()))
    await asyncio.to_thread(pipe.recv)
    before = memory_kb()
    pipe.send("go")
    await asyncio.to_thread(pipe.recv)
    grown = memory_kb() - before
    pipe.send("done")
    serving.cancel()
    await asyncio.gather(serving, return_exceptions=True)
    await adapter.close()
    return grown / 1024 / servers * 1000


def main() -> None:
    servers, channels = (*map(int, sys.argv[1:]), *(2000, 50)[len(sys.argv) - 1 :])
    ours, theirs = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(
        target=discord_process, args=(theirs, servers, channels), daemon=True
    )
    server.start()
    found = asyncio.run(measure(ours, servers))
    server.join(5)
    print(json.dumps({"servers": servers, "channels": channels, "mb_per_1000": round(found, 1)}))


if __name__ == "__main__":
    main()
