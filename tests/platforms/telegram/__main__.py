"""`python -m tests.platforms.telegram --port 0`: the server by itself, for trying a bot by hand."""

import argparse
import asyncio
import contextlib

from tests.platforms.telegram import TelegramServer


async def serve(port: int) -> None:
    server = TelegramServer()
    await server.start(port)
    print(f"ALANA_TELEGRAM_API_URL={server.url} ALANA_TELEGRAM_TOKEN={server.token}", flush=True)
    print(f'curl -d \'{{"user": 1, "text": "/start"}}\' {server.url}/-/say', flush=True)
    try:
        await asyncio.Event().wait()
    finally:
        await server.stop()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0: any free port")
    port = parser.parse_args().port
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve(port))


if __name__ == "__main__":
    main()
