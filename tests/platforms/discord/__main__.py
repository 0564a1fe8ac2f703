"""`python -m tests.platforms.discord --port 0`: the loopback Discord by itself, for trying a bot by hand.

Prints its address and the token it takes as one JSON line, then serves until it is interrupted. The
published rate limits are in force unless `--no-limits` is given.
"""

import argparse
import asyncio
import json

from tests.platforms.discord.faults import NO_LIMITS, REAL_LIMITS
from tests.platforms.discord.server import DiscordServer


async def serve(port: int, limits: bool) -> None:
    async with DiscordServer(port=port, limits=REAL_LIMITS if limits else NO_LIMITS) as server:
        print(json.dumps({"api_url": server.api_url, "token": server.token}), flush=True)
        await asyncio.Event().wait()


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--port", type=int, default=0)
    options.add_argument("--no-limits", action="store_true")
    chosen = options.parse_args()
    try:
        asyncio.run(serve(chosen.port, not chosen.no_limits))
    except KeyboardInterrupt:
        return


if __name__ == "__main__":
    main()
