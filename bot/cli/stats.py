"""`alana stats`: how far people come, in numbers. Counts and the scripts' own words, nothing else."""

import asyncio
import json
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.bar import Bar
from rich.console import Console
from rich.table import Table

from bot.cli.chosen import bots_of
from bot.conversation.catalogue import Catalogue, Episode, Series
from bot.errors import AlanaError
from bot.printable import printable
from bot.script_library import read
from bot.settings import Settings, load_settings
from bot.statistics import drawing
from bot.statistics.report import Evening, Question, StatsReport, as_json, iso, report
from bot.statistics.telling import shown
from bot.storage import queries, tallies
from bot.storage.bots import DEFAULT
from bot.storage.database import Database

_SINCE = re.compile(r"(\d{1,4})d")
_BARS = 40  # columns of a bar in the terminal


def stats(
    since: Annotated[str, typer.Option("--since", help="Only the last days, as 30d, or from a day on.")] = "",
    as_json_: Annotated[bool, typer.Option("--json", help="Print it for programs.")] = False,
    svg: Annotated[Path | None, typer.Option("--svg", help="Write the charts as one picture.")] = None,
    html: Annotated[Path | None, typer.Option("--html", help="Write one page, complete in itself.")] = None,
    bot: Annotated[str | None, typer.Option("--bot", help="Of many bots, this one alone.")] = None,
) -> None:
    """Print how many people there are, come back and finish what, and an evening's way question by question.
    Counts are rounded down to fives, and groups under five people are hidden."""
    bots = bots_of(load_settings(), bot)
    if len(bots) > 1 and (svg or html):
        raise AlanaError(f"a picture is of one bot: --bot NAME, which is one of {', '.join(bots)}")
    first = first_day(since, datetime.now(UTC))
    found = {name: _counted(name, settings, first) for name, settings in bots.items()}
    for file, text in ((svg, drawing.svg), (html, drawing.page)):
        if file is not None:
            file.write_text(text(next(iter(found.values()))), encoding="utf-8")
            print(f"{file} is written")
    if as_json_:
        told = {name: as_json(each) for name, each in found.items()}
        alone = bot is not None or len(told) == 1
        print(json.dumps(next(iter(told.values())) if alone else told, ensure_ascii=False, indent=1))
    elif svg is None and html is None:
        console = Console(highlight=False, markup=False)
        for name, each in found.items():
            if len(found) > 1:
                console.rule(printable(name))
            _draw(each, console)


def _counted(bot: str, settings: Settings, since: int) -> StatsReport:
    catalogue, _ = read(settings.dialogues)
    url = settings.database_url.get_secret_value()
    return asyncio.run(counted(url, list(evenings(catalogue)), since, bot))


def first_day(since: str, now: datetime) -> int:
    """`30d` or `2026-03-01` as days since 1970; nothing is everything. Raises `AlanaError`."""
    today = int(now.timestamp()) // 86_400
    if not since:
        return 0
    if (days := _SINCE.fullmatch(since)) is not None and int(days[1]):
        return max(0, today - int(days[1]) + 1)
    try:
        return int(datetime.fromisoformat(since).replace(tzinfo=UTC).timestamp()) // 86_400
    except ValueError:
        raise AlanaError("--since: write days as 30d, or a day as 2026-03-01") from None


def evenings(catalogue: Catalogue) -> Iterator[Evening]:
    """What the report says of the scripts."""
    for series in catalogue.series.values():
        for episode in series.episodes:
            name = f"{series.name('en')}: {series.episode_name(episode, 'en')}"
            questions = tuple(_questions(series, episode))
            yield Evening(series.key, episode.key, name, series.program.digest, questions)


def _questions(series: Series, episode: Episode) -> Iterator[Question]:
    """The evening's questions and options in the order of the script, then those that it may share."""
    program = series.program
    for whose in (episode, None):
        for name, node in program.nodes.items():
            if series.episode_of(name) == whose:
                for key in node.keys:
                    line = program.lines.get(key)
                    yield Question(key, " ".join(line.text.split()) if line is not None else key)


async def counted(url: str, scripts: Sequence[Evening], since: int = 0, bot: str = DEFAULT) -> StatsReport:
    """What may be told of a database, by the scripts' evenings. Only reads, also while a bot serves it."""
    database = Database(url, bot=bot)
    await database.open_to_read()
    try:
        found = await database.read(lambda connection: tallies.counted(connection, since))
        found.update(await database.read(tallies.uncounted))
        known = await database.read(queries.known)
    finally:
        await database.close()
    return report(found, known, scripts, since)


# ---------------------------------------------------------------- in the terminal


def _draw(found: StatsReport, console: Console) -> None:
    console.print(
        f"{shown(found.people)} people are known" + (f"; from {iso(found.since)} on:" * bool(found.since))
    )
    console.print()
    columns = {"all": found.totals, **found.platforms, **found.languages}
    grid = Table(box=None, pad_edge=False)
    grid.add_column("")
    for name in columns:
        grid.add_column(printable(name), justify="right")
    for name, numbers in drawing.table(list(columns.values())):
        grid.add_row(name, *map(shown, numbers))
    console.print(grid)
    for title, bars in drawing.charts(found):
        console.print()
        console.print(printable(title))
        _bars(bars, console)
    console.print()
    console.print("Counts are rounded down to fives; groups under five people are hidden.")


def _bars(bars: drawing.Bars, console: Console) -> None:
    most = max((number or 0 for _, number in bars), default=0) or 1
    grid = Table(box=None, pad_edge=False, show_header=False)
    grid.add_column(max_width=60, no_wrap=True, overflow="ellipsis")
    grid.add_column(justify="right")
    grid.add_column(width=_BARS)
    for label, number in bars:
        grid.add_row(printable(label), shown(number), Bar(most, 0, number or 0, width=_BARS))
    console.print(grid)
