"""`alana doctor`: looks at everything that a bot needs, and says what is wrong and what to do about it."""

import asyncio
import json
import platform
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from typing import Annotated

import typer

from bot.cli.chosen import bots_of
from bot.cli.database_check import database_findings
from bot.cli.findings import Finding, of_bot, warning, wrong
from bot.cli.platform_check import platform_findings
from bot.errors import AlanaError, StorageError
from bot.matching.choose import best_matcher
from bot.script_library import read
from bot.settings import Settings, load_settings
from bot.versions import version as our_version
from bot.zonerules import OLDEST, Rules, rules

_LIBRARIES = ("discord.py", "python-telegram-bot", "SQLAlchemy", "aiosqlite", "asyncpg")


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="Print it for programs.")] = False,
    offline: Annotated[bool, typer.Option("--offline", help="Ask no platform anything.")] = False,
    bot: Annotated[str | None, typer.Option("--bot", help="Of many bots, this one alone.")] = None,
) -> None:
    """Look at everything without touching it. Ends with 1 where something is wrong; a warning alone is 0."""
    found = asyncio.run(examine(lambda: datetime.now(UTC), offline=offline, bot=bot))
    if as_json:
        rows = [{"about": f.about, "level": f.level, "line": f.line, "bot": f.bot or None} for f in found]
        print(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        for finding in found:
            print(finding)
    if any(finding.level == "wrong" for finding in found):
        raise typer.Exit(1)


async def examine(
    clock: Callable[[], datetime], *, offline: bool = False, bot: str | None = None
) -> list[Finding]:
    try:
        bots = bots_of(load_settings(), bot)
    except AlanaError as error:
        return [wrong("settings", line) for line in str(error).splitlines()]
    found = [_versions()]
    for name, settings in bots.items():
        found += of_bot(name, bots, [*_settings(settings), *_scripts(settings)])
    matcher = best_matcher(next(iter(bots.values())).matcher)
    found.append(Finding("matcher", matcher.describe()))
    found.append(zone_rules(rules()))
    matcher.close()
    try:
        found += await database_findings(bots, clock())
    except StorageError as error:
        found.append(wrong("database", str(error)))
    if not offline:
        for name, settings in bots.items():
            found += of_bot(name, bots, await platform_findings(settings, clock()))
    return found


def _versions() -> Finding:
    parts = [
        f"alana {our_version()}",
        f"Python {platform.python_version()}",
        f"SQLite {sqlite3.sqlite_version}",
    ]
    for name in _LIBRARIES:
        try:
            parts.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            return wrong("versions", f"{name} is not installed: install what requirements.lock names")
    return Finding("versions", ", ".join(parts))


def _settings(settings: Settings) -> Iterator[Finding]:
    platforms = ", ".join(settings.platforms) or "no token, the terminal only"
    yield Finding("platforms", platforms)
    extra = [f"reload {'on' if settings.reload else 'off'}"]
    extra.append(f"misses {'kept' if settings.keep_misses else 'not kept'}")
    extra.append(f"health on port {settings.http_port}" if settings.http_port else "no health port")
    yield Finding("settings", f"pace {settings.pace}, {', '.join(extra)}")
    if settings.platforms and settings.operator_contact is None:
        yield warning("settings", "ALANA_OPERATOR_CONTACT is not set: /privacy cannot say who runs the bot")
    for line in settings.warnings:
        yield wrong("settings", line)


def zone_rules(used: Rules) -> Finding:
    """Whether they are there, and no older than those that the program was made with."""
    if not used.version and used.folder is None:
        return wrong("zone rules", "none at all: install tzdata, or no reminder has an hour")
    if used.version and used.version < OLDEST:
        return warning("zone rules", f"{used}, older than {OLDEST}: pip install --upgrade tzdata")
    return Finding("zone rules", str(used))


def _scripts(settings: Settings) -> Iterator[Finding]:
    try:
        catalogue, diagnostics = read(settings.dialogues)
    except AlanaError as error:
        yield wrong("scripts", str(error))
        return
    episodes = sum(len(series.episodes) for series in catalogue.series.values())
    yield Finding("scripts", f"{len(catalogue.series)} series, {episodes} evenings in {settings.dialogues}")
    for diagnostic in diagnostics:
        if diagnostic.severity == "error":
            yield wrong("scripts", str(diagnostic))
