"""Both tokens are wrong. Telegram is asked again for a minute before its token is called refused."""

import asyncio
from pathlib import Path

from tests.platforms.discord import DiscordServer
from tests.platforms.telegram import TelegramServer
from tests.road.bot_process import BotProcess, on_discord, on_telegram
from tests.road.street import SMALL
from tests.road.test_process import WRONG_DISCORD, WRONG_TELEGRAM


async def test_refused_everywhere_is_exit_2(tmp_path: Path) -> None:
    async with TelegramServer(rates=False) as telegram, DiscordServer() as discord:
        await refused(telegram, discord, tmp_path)


async def refused(telegram: TelegramServer, discord: DiscordServer, tmp_path: Path) -> None:
    settings = {**on_telegram(telegram), **on_discord(discord)}
    settings |= {"ALANA_TELEGRAM_TOKEN": WRONG_TELEGRAM, "ALANA_DISCORD_TOKEN": WRONG_DISCORD}
    async with BotProcess(tmp_path, SMALL, **settings) as bot:
        assert bot.process is not None
        # Telegram is asked again for a minute before its token is called refused.
        assert await asyncio.wait_for(bot.process.wait(), 120) == 2
    lines = [line for line in bot.log.splitlines() if "[error" in line]
    assert len(lines) == 2, bot.log
    assert "ALANA_TELEGRAM_TOKEN" in bot.log
    assert "ALANA_DISCORD_TOKEN" in bot.log
    assert "Traceback" not in bot.log
    assert WRONG_TELEGRAM not in bot.log
    assert WRONG_DISCORD not in bot.log
