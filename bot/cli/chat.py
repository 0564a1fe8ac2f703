"""`alana chat`: talk to Alana in this terminal, or play lines from a pipe."""

import asyncio
import locale
import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from tempfile import gettempdir
from typing import Annotated

import typer
from pydantic import SecretStr

from bot.errors import AlanaError
from bot.logs import setup_logs
from bot.settings import Settings, load_settings
from bot.settings_values import database_url
from bot.storage.workplace import workplace
from bot.yarn.project import SUFFIX

_NOBODY = "Nobody is there to talk to: standard input is empty."


def chat(
    series: Annotated[
        Path | None,
        typer.Argument(help="A series' folder, to try it out: nothing is kept then.", show_default=False),
    ] = None,
) -> None:
    """Talk to Alana here. Leave with /quit or Ctrl-C: your place is kept."""
    settings = load_settings()
    if series is None:
        raise typer.Exit(talk(settings, nobody=_NOBODY))
    folder = series.parent if series.suffix == SUFFIX else series
    if not folder.is_dir():
        raise AlanaError(
            f"{series} is no folder with a series: alana new {series.stem or 'FOLDER'} makes one"
        )
    with workplace(Path(gettempdir())) as scratch:
        url = database_url(SecretStr(f"sqlite:///{scratch}/alana.db"))
        drafts = settings.model_copy(update={"dialogues": folder, "database_url": url})
        raise typer.Exit(talk(drafts, nobody=_NOBODY))


def talk(settings: Settings, *, nobody: str, said: bool = False) -> int:
    """Plays until the input ends. `nobody` is said (exit 2) where it ends before the first line."""
    if os.isatty(0) and os.isatty(1):
        return asyncio.run(_at_a_terminal(settings))
    try:
        first = sys.stdin.readline()
    except (OSError, ValueError, AttributeError):
        first = ""
    if not first:
        if said:
            return 2
        raise AlanaError(nobody)
    return asyncio.run(_through_a_pipe(settings, first))


async def _through_a_pipe(settings: Settings, first: str) -> int:
    from adapters.terminal.screen import PlainScreen

    return await _play(settings, _lines(first), PlainScreen(sys.stdout), pace="instant")


async def _at_a_terminal(settings: Settings) -> int:
    from rich.console import Console

    from adapters.terminal.screen import RichScreen

    return await _play(settings, _prompt(), RichScreen(Console()), pace=None)


async def _play(settings: Settings, lines: AsyncIterator[str], screen: object, pace: str | None) -> int:
    from adapters.terminal.adapter import TerminalAdapter
    from bot import app

    setup_logs(
        "WARNING" if settings.log_level == "INFO" else settings.log_level, "console", settings.secrets()
    )
    senders: list[object] = []

    async def delivered() -> None:
        for sender in senders:
            await sender.idle()  # type: ignore[attr-defined]

    adapter = TerminalAdapter(
        lines,
        screen,  # type: ignore[arg-type]
        delivered=delivered,
        save_file=_save,
        clock=app.now,
        locale=(locale.getlocale()[0] or "en").replace("_", "-"),
    )
    adapters = {adapter.name: adapter}
    async with app.program(settings, adapters, pace=pace) as running:
        senders.append(running.sender)
        return await app.serve(running, adapters)


async def _lines(first: str) -> AsyncIterator[str]:
    yield first
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        yield line


async def _prompt() -> AsyncIterator[str]:
    from prompt_toolkit import PromptSession
    from prompt_toolkit.formatted_text import HTML

    session: PromptSession[str] = PromptSession()
    while True:
        try:
            # Its own handler of SIGINT would take ours away, which ends the talk while Alana writes.
            line = await session.prompt_async(HTML("<ansicyan><b>You</b></ansicyan> › "), handle_sigint=False)
        except (EOFError, KeyboardInterrupt):
            return
        yield line


def _save(name: str, content: str) -> str:
    """Puts an export beside the person, readable by them alone; never over another file."""
    stem, _, ending = name.rpartition(".")
    for number in range(1, 1000):
        path = Path(f"{stem}-{number}.{ending}" if number > 1 else name)
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            continue
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(content)
        return str(path)
    raise AlanaError(f"too many files called {stem} here: move some away")
