"""More than is taken of one person at once: on Discord no "thinking…" is left standing."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from tests.platforms.discord import DiscordServer
from tests.road.street import SMALL, road
from tests.road.travellers import Discorder


async def test_a_command_too_many_is_answered_too(
    discord: DiscordServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    square = discord.world.channel(discord.world.server("village"), "square")
    anna = Discorder(discord, discord.world.person("anna"), square)
    async with road(tmp_path, discord=discord, dialogues=SMALL) as serving:
        adapter, calling = serving.adapters["discord"], asyncio.Event()
        send = adapter.send

        async def once_all_have_called(*what: Any) -> Any:
            await calling.wait()
            return await send(*what)

        monkeypatch.setattr(adapter, "send", once_all_have_called)
        calls = await asyncio.gather(*(discord.slash(anna.user, square, "help") for _ in range(130)))
        await serving.program.conversations.idle()
        calling.set()
        await serving.program.sender.idle()
        await discord.until(lambda: not any(call.original and call.original.loading for call in calls), 20)
    assert all(call.acknowledged for call in calls)
    said = [call.original.content for call in calls if call.original is not None]
    assert any(text.startswith("That was a lot at once") for text in said)
    assert any("/talk" in text for text in said)
