"""`alana doctor`: looks at settings, scripts, database and outbox, and says what is wrong with them."""

import asyncio
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import typer
from sqlalchemy import Connection

from bot.errors import AlanaError, StorageError
from bot.frozen import frozen
from bot.matching.choose import best_matcher
from bot.refusals import shortened
from bot.script_library import read
from bot.settings import Settings, load_settings
from bot.storage import locking, queries
from bot.storage.database import Database
from bot.storage.files import exists
from bot.storage.schema import HEAD
from bot.storage.upgrade import NEWER, known, version_of
from bot.storage.workplace import left
from bot.zonerules import Rules, rules

OLD = timedelta(minutes=15)  # a row that waits longer in the outbox of a running bot is a trouble


@frozen
class Finding:
    """One line; `wrong` ends the command with 1."""

    about: str
    line: str
    wrong: bool = False

    def __str__(self) -> str:
        return f"{'!!' if self.wrong else 'ok'}  {self.about:<13} {self.line}"


def doctor() -> None:
    """Look at everything without touching it. Ends with 1 where something is wrong."""
    found = list(asyncio.run(examine(lambda: datetime.now(UTC))))
    for finding in found:
        print(finding)
    if any(finding.wrong for finding in found):
        raise typer.Exit(1)


async def examine(clock: Callable[[], datetime]) -> list[Finding]:
    try:
        settings = load_settings()
    except AlanaError as error:
        return [Finding("settings", line, True) for line in str(error).splitlines()]
    found = [*_settings(settings), *_scripts(settings)]
    matcher = best_matcher(settings.matcher)
    found.append(Finding("matcher", matcher.describe()))
    found.append(_zone_rules(rules()))
    matcher.close()
    try:
        found += await _database(settings, clock())
    except StorageError as error:
        found.append(Finding("database", str(error), True))
    return found


def _settings(settings: Settings) -> Iterator[Finding]:
    platforms = ", ".join(settings.platforms) or "no token, the terminal only"
    yield Finding("platforms", platforms)
    extra = [f"reload {'on' if settings.reload else 'off'}"]
    extra.append(f"misses {'kept' if settings.keep_misses else 'not kept'}")
    extra.append(f"health on port {settings.http_port}" if settings.http_port else "no health port")
    yield Finding("settings", f"pace {settings.pace}, {', '.join(extra)}")
    for line in settings.warnings:
        yield Finding("settings", line, True)


def _zone_rules(used: Rules) -> Finding:
    if not used.version and used.folder is None:
        return Finding("zone rules", "none at all: install tzdata, or no reminder has an hour", True)
    return Finding("zone rules", str(used))


def _scripts(settings: Settings) -> Iterator[Finding]:
    try:
        catalogue, diagnostics = read(settings.dialogues)
    except AlanaError as error:
        yield Finding("scripts", str(error), True)
        return
    episodes = sum(len(series.episodes) for series in catalogue.series.values())
    yield Finding("scripts", f"{len(catalogue.series)} series, {episodes} evenings in {settings.dialogues}")
    for diagnostic in diagnostics:
        if diagnostic.severity == "error":
            yield Finding("scripts", str(diagnostic), True)


async def _database(settings: Settings, now: datetime) -> list[Finding]:
    database = Database(settings.database_url.get_secret_value())
    file = database.file
    found = [Finding("file", line, True) for line in _leftovers(file)]
    if file is not None and not exists(file):
        return [*found, Finding("database", f"{file} is made at the first start")]
    holder = locking.holder(file) if file is not None else None
    await database.open_to_read()
    try:
        if database.warning is not None:
            found.append(Finding("file", database.warning, True))
        found.append(await database.read(_schema))
        if file is not None:
            user = f"process {holder}" if holder else "nobody"
            found.append(Finding("file", f"{file}, {_megabytes(file):.1f} MB, used by {user}"))
            found.append(await database.read(_whole))
        return [*found, *await _contents(database.read, now)]
    finally:
        await database.close()


def _leftovers(file: Path | None) -> Iterator[str]:
    """What a killed backup or restore left: it holds all that the database held."""
    folders = {Path.cwd(), Path(tempfile.gettempdir()), *([file.parent] if file is not None else [])}
    for folder in sorted(folders):
        for each in left(folder):
            yield f"{each} is left of work that was killed, with what people wrote: rm -r {each}"


def _megabytes(file: Path) -> float:
    return file.stat().st_size / 1e6


def _schema(connection: Connection) -> Finding:
    version = version_of(connection)
    if version is None:
        return Finding("database", "empty; it is filled at the first start")
    if version == HEAD:
        return Finding("database", f"schema {version}, the newest")
    if known(version):
        return Finding("database", f"schema {version}; the next start brings it to {HEAD}")
    raise StorageError(NEWER)


def _whole(connection: Connection) -> Finding:
    verdict = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
    if verdict == "ok":
        return Finding("file", "whole (quick check)")
    return Finding("file", f"damaged ({verdict}): restore a backup", True)


async def _contents(read_: Callable[..., Awaitable[object]], now: datetime) -> list[Finding]:
    found = await read_(lambda c: list(_counts(c, now)))
    assert isinstance(found, list)
    return found


def _counts(connection: Connection, now: datetime) -> Iterator[Finding]:
    if version_of(connection) is None:
        return
    known_, gone = queries.people(connection)
    yield Finding("people", f"{known_} known, {gone} of them cannot be reached now")
    waiting = queries.waiting(connection)
    for each in waiting:
        age = now - each.oldest_at
        line = f"{each.platform}: {each.rows} waiting, the oldest for {_ago(age)}"
        yield Finding("outbox", line, age > OLD)
    if not waiting:
        yield Finding("outbox", "nothing waits")
    for letter in queries.dead(connection):
        last = _ago(now - letter.last_at)
        line = f"{letter.platform}: {letter.rows} given up ({shortened(letter.reason)}), the last {last} ago"
        yield Finding("dead letters", line, True)
    for kind, error, number, last_at in queries.poison(connection):
        yield Finding("poison", f"{number} x {kind}: {error}, the last {_ago(now - last_at)} ago", True)
    counters = ", ".join(f"{name} {value}" for name, value in queries.counters(connection).items())
    if counters:
        yield Finding("counters", counters)


def _ago(time: timedelta) -> str:
    seconds = max(0, int(time.total_seconds()))
    for unit, size in (("days", 86_400), ("hours", 3_600), ("minutes", 60)):
        if seconds >= 2 * size:
            return f"{seconds // size} {unit}"
    return f"{seconds} seconds"
