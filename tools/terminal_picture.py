"""Plays the beginning of an evening in a recorded terminal and writes `docs/terminal.svg`.

Run it from the root: `python -m tools.terminal_picture`.
"""

import asyncio
import io
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

from rich.console import Console
from rich.text import Text as RichText

from adapters.terminal.adapter import TerminalAdapter
from adapters.terminal.screen import RichScreen
from bot import app
from bot.settings import load_settings

TYPED = ("1", "/talk 2", "1", "do you mean past lives?", "good night")
ROOT = Path(__file__).resolve().parent.parent


async def main() -> None:
    console = Console(record=True, width=88, file=io.StringIO(), force_terminal=True)

    async def lines() -> AsyncIterator[str]:
        for line in TYPED:
            prompt = RichText.assemble(("You", "bold cyan"), f" › {line}")
            console.print(prompt)
            yield line

    senders = []

    async def delivered() -> None:
        for sender in senders:
            await sender.idle()

    adapter = TerminalAdapter(
        lines(),
        RichScreen(console),
        delivered=delivered,
        save_file=lambda name, content: name,
        clock=app.now,
        locale="en",
    )
    with tempfile.TemporaryDirectory() as folder:
        settings = load_settings({"ALANA_DATABASE_URL": f"sqlite:///{folder}/a.db"}, None)
        async with app.program(settings, {adapter.name: adapter}, pace="instant") as running:
            senders.append(running.sender)
            await app.serve(running, {adapter.name: adapter})
    console.save_svg(str(ROOT / "docs" / "terminal.svg"), title="alana chat")


if __name__ == "__main__":
    asyncio.run(main())
