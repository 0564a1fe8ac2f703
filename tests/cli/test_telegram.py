"""`alana telegram sync`: what would change is said, and changed only without --dry-run."""

from asyncio import to_thread
from pathlib import Path

import pytest

from tests.platforms.telegram import TelegramServer
from tests.road.bot_process import environment, on_telegram
from tests.road.street import SMALL
from tests.starting import run


async def sync(folder: Path, server: TelegramServer, *more: str, **changes: str) -> tuple[int, str, str]:
    env = environment(folder, SMALL, **(on_telegram(server) | changes))
    done = await to_thread(run, "telegram", "sync", *more, cwd=folder, env=env)
    return done.returncode, done.stdout, done.stderr


async def test_the_plan_is_shown_then_carried_out(tmp_path: Path) -> None:
    async with TelegramServer() as server:
        code, out, _ = await sync(tmp_path, server, "--dry-run")
        assert code == 0
        assert "would change: commands (all chat administrators), de" in out
        assert "would change: short description, every other language" in out
        assert not [call for call in server.calls if call.method.startswith("set")]
        _, out, _ = await sync(tmp_path, server)
        assert "changed: menu button" in out
        assert [
            e
            for e in server.methods.profile.menus["all_chat_administrators", "de"]
            if e["command"] == "setup"
        ]
        assert not [
            e for e in server.methods.profile.menus["all_private_chats", "de"] if e["command"] == "setup"
        ]
        assert await sync(tmp_path, server, "--dry-run") == (0, "nothing to change\n", "")
        assert not [call for call in server.calls if call.method == "getUpdates"]


@pytest.mark.parametrize("token", ["7000000001:BBwrong-token-for-tests_0123456789ab", ""])
async def test_a_token_that_is_none_is_one_line(tmp_path: Path, token: str) -> None:
    async with TelegramServer() as server:
        code, out, error = await sync(tmp_path, server, ALANA_TELEGRAM_TOKEN=token)
    assert code != 0
    assert out == ""
    assert len(error.strip().splitlines()) == 1
    assert "7000000001" not in error
