"""A real bot process: `python -m bot` with its environment pointing at the loopback platforms."""

import asyncio
import os
from pathlib import Path

from tests.platforms.discord import DiscordServer
from tests.platforms.telegram import TelegramServer
from tests.starting import PROGRAM, Started, start

ROOT = Path(__file__).resolve().parents[2]


def environment(folder: Path, dialogues: Path, **settings: str) -> dict[str, str]:
    """Nothing of this process's own settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ALANA_")}
    return kept | {
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
        "ALANA_DATABASE_URL": f"sqlite:///{folder}/alana.db",
        "ALANA_DIALOGUES": str(dialogues),
        "ALANA_MATCHER": "lexical",
        "ALANA_PACE": "instant",
        **settings,
    }


def on_telegram(server: TelegramServer) -> dict[str, str]:
    return {"ALANA_TELEGRAM_TOKEN": server.token, "ALANA_TELEGRAM_API_URL": server.url}


def on_discord(server: DiscordServer) -> dict[str, str]:
    return {"ALANA_DISCORD_TOKEN": server.token, "ALANA_DISCORD_API_URL": server.api_url}


class BotProcess:
    """Started as often as you like over one folder; `log` is what all of them wrote to standard error."""

    program = PROGRAM

    def __init__(self, folder: Path, dialogues: Path, **settings: str) -> None:
        self.folder, self.dialogues, self.settings = folder, dialogues, settings
        self.process: Started | None = None
        self._log = folder / "log.txt"

    async def start(self) -> None:
        with self._log.open("ab") as log:
            self.process = start(
                program=self.program,
                cwd=self.folder,
                env=environment(self.folder, self.dialogues, **self.settings),
                stdout=log,
                stderr=log,
            )

    @property
    def log(self) -> str:
        return self._log.read_text(errors="replace") if self._log.exists() else ""

    @property
    def ended(self) -> int | None:
        return self.process.returncode if self.process else None

    async def kill(self) -> None:
        """SIGKILL: nothing is finished, nothing is marked."""
        assert self.process is not None
        assert self.process.returncode is None, f"it had ended by itself:\n{self.log[-3000:]}"
        self.process.kill()
        await self.process.wait()

    async def terminate(self, within: float = 60.0) -> int:
        """SIGTERM; the exit code. A TimeoutError where it does not end at all: who is stuck stays so."""
        assert self.process is not None
        self.process.terminate()
        async with asyncio.timeout(within):
            return await self.process.wait()

    async def __aenter__(self) -> "BotProcess":
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        if self.process is not None and self.process.returncode is None:
            self.process.kill()
            await self.process.wait()
