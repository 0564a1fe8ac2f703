"""`alana run`: every platform that has a token; without one, the terminal chat."""

import asyncio
import os
import signal
import stat
import sys
from collections.abc import Mapping

import typer

from bot.errors import AlanaError
from bot.logs import setup_logs
from bot.settings import Settings, load_settings
from bot.settings_files import CREDENTIALS

HOW_TO_ADD = (
    "To add a platform, put ALANA_TELEGRAM_TOKEN or ALANA_DISCORD_TOKEN into .env (the README says how)."
)


def run() -> None:
    """Runs every platform that has a token in the environment or in .env."""
    signal.signal(signal.SIGTERM, _stopped_early)  # until the platforms are up and take it themselves
    settings = load_settings()
    for line in settings.warnings:
        print(line, file=sys.stderr)
    if settings.bots is not None:
        from bot.bots_file import load_bots

        bots = load_bots(settings.bots)
        for name, one in bots.items():
            for line in one.warnings:
                if line not in settings.warnings:
                    print(f"[{name}]: {line}", file=sys.stderr)
        raise typer.Exit(asyncio.run(_serve(bots)))
    if settings.platforms:
        from bot.storage.bots import DEFAULT

        raise typer.Exit(asyncio.run(_serve({DEFAULT: settings})))
    how = _how_to_add(os.environ.get(CREDENTIALS))
    if not _someone_there():
        raise AlanaError(how)
    from bot.cli.chat import talk

    print(how, file=sys.stderr)
    raise typer.Exit(talk(settings, nobody=how, said=True))


def _how_to_add(folder: str | None) -> str:
    """What is said where no platform has a token. `folder`: of credentials, in which one may have been meant
    to be."""
    if not folder:
        return HOW_TO_ADD
    return f"{HOW_TO_ADD} In {folder}, which {CREDENTIALS} names, is no file of either name."


async def _serve(bots: Mapping[str, Settings]) -> int:
    from bot import app, platforms

    # Who asks for new scripts while this one starts is heard when it has: unheard, a SIGHUP ends a process.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGHUP})
    first = next(iter(bots.values()))
    secrets = tuple({secret for settings in bots.values() for secret in settings.secrets()})
    setup_logs(first.log_level, first.log_format, secrets)
    served = {name: (settings, platforms.connected(settings)) for name, settings in bots.items()}
    async with app.programs(served) as running:
        app.settle_interpreter()
        return await app.serve_all(running)


def _stopped_early(*_: object) -> None:
    raise SystemExit(0)


def _someone_there() -> bool:
    """Whether standard input is a terminal, a pipe or a file; not closed, not /dev/null."""
    try:
        mode = os.fstat(0).st_mode
    except OSError:
        return False
    return os.isatty(0) or stat.S_ISFIFO(mode) or stat.S_ISREG(mode) or stat.S_ISSOCK(mode)
