"""The program with the real adapters on loopback platforms, in this process: wired and served as `alana
run` does it, but for the clocks of retries.

    async with road(folder, telegram=server) as on_the_road: ...
"""

import asyncio
import contextlib
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from discord.gateway import DiscordWebSocket
from discord.http import Route

from adapters.discord.adapter import DiscordAdapter
from adapters.telegram.adapter import TelegramAdapter
from bot import app
from bot.media import MediaFiles
from bot.ports import Adapter
from bot.settings import PACKAGED_DIALOGUES, load_settings
from tests.platforms.discord import DiscordServer
from tests.platforms.telegram import TelegramServer
from tests.ready import ready

SMALL = Path(__file__).parent / "series"
PACE = 0.01  # of the pauses between two tries: tests do not wait for them in real time


async def _short(seconds: float) -> None:
    await asyncio.sleep(min(seconds, 60.0) * PACE)


def telegram_adapter(
    server: TelegramServer, token: str | None = None, dialogues: Path = PACKAGED_DIALOGUES
) -> TelegramAdapter:
    """Without the send limits where the server has lifted them."""
    adapter = TelegramAdapter(
        token or server.token, server.url, sleep=_short, grace=1.0, files=MediaFiles(dialogues).read
    )
    if server.rates is None:
        adapter.limits = replace(adapter.limits, rate_overall=0.0, rate_chat=0.0, rate_group=0.0)
    return adapter


def discord_adapter(
    server: DiscordServer,
    token: str | None = None,
    *,
    message_content: bool = False,
    shards: int | None = None,
    dialogues: Path = PACKAGED_DIALOGUES,
) -> DiscordAdapter:
    return DiscordAdapter(
        token or server.token,
        server.api_url,
        sleep=_short,
        random=Random(1),
        message_content=message_content,
        shards=shards,
        files=MediaFiles(dialogues).read,
    )


@dataclass
class Road:
    """What runs. `serving` ends with the exit code."""

    program: app.App
    adapters: dict[str, Adapter]
    serving: "asyncio.Task[int]"


@asynccontextmanager
async def road(
    folder: Path,
    *,
    telegram: TelegramServer | None = None,
    discord: DiscordServer | None = None,
    dialogues: Path = PACKAGED_DIALOGUES,
    adapters: dict[str, Adapter] | None = None,
    connected: bool = True,
    **settings: str,
) -> AsyncIterator[Road]:
    """Serves until the block is left. `connected`: waits until the platforms are reached."""
    if adapters is None:
        adapters = {}
        if telegram is not None:
            adapters["telegram"] = telegram_adapter(telegram, dialogues=dialogues)
        if discord is not None:
            adapters["discord"] = discord_adapter(discord, dialogues=dialogues)
    env = {
        "ALANA_DATABASE_URL": f"sqlite:///{folder}/alana.db",
        "ALANA_DIALOGUES": str(dialogues),
        "ALANA_MATCHER": "lexical",
        "ALANA_PACE": "instant",
        **settings,
    }
    await ready(folder / "alana.db")
    with _as_it_was():
        async with app.program(load_settings(env, None), adapters) as program:
            serving = asyncio.create_task(app.serve(program, adapters))
            try:
                if connected and telegram is not None and "telegram" in adapters:
                    await telegram.until(lambda: polled(telegram), 20)
                if connected and discord is not None and "discord" in adapters:
                    await discord.until(lambda: discord.gateway.connected and discord.world.commands, 20)
                yield Road(program, adapters, serving)
            finally:
                serving.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await serving


@contextmanager
def _as_it_was() -> Iterator[None]:
    """discord.py keeps its addresses in classes: put back what stood there."""
    base, gateway = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    try:
        yield
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = base, gateway


def polled(server: TelegramServer) -> bool:
    """Whether a bot has asked for updates."""
    return any(call.method.lower() == "getupdates" for call in server.calls)


def packaged_copy(folder: Path) -> Path:
    """The real evenings, as they are now."""
    return Path(shutil.copytree(PACKAGED_DIALOGUES, folder / "dialogues"))
