"""`alana stats`: how far people come, evening by evening. Counts and the scripts' own words, nothing else."""

import asyncio
from collections.abc import Iterator, Mapping

from bot.conversation.catalogue import Catalogue, Episode, Series
from bot.frozen import frozen
from bot.script_library import read
from bot.settings import Settings, load_settings
from bot.storage import queries
from bot.storage.database import Database

WIDTH = 72


@frozen
class Totals:
    """What the database says: people by (series, episode, key), those done by (series, episode)."""

    reached: Mapping[tuple[str, str, str], int]
    done: Mapping[tuple[str, str], int]
    people: tuple[int, int]
    counters: Mapping[str, int]


def stats() -> None:
    """Print how many people began and finished each evening, and how many came to each question."""
    settings = load_settings()
    catalogue, _ = read(settings.dialogues)
    counted = asyncio.run(_count(settings, catalogue))
    for line in report(catalogue, counted):
        print(line)


def report(catalogue: Catalogue, counted: Totals) -> Iterator[str]:
    """The lines of the report. Pure."""
    known, gone = counted.people
    yield f"{known} people" + (f", {gone} of them cannot be reached now" if gone else "")
    for series in catalogue.series.values():
        yield ""
        yield f"{series.name('en')}"
        for episode in series.episodes:
            yield from _episode(series, episode, counted)
    if counted.counters:
        yield ""
        yield from (f"{name:<24} {value}" for name, value in counted.counters.items())


def _episode(series: Series, episode: Episode, counted: Totals) -> Iterator[str]:
    began = counted.reached.get((series.key, episode.key, ""), 0)
    done = counted.done.get((series.key, episode.key), 0)
    name = series.episode_name(episode, "en")
    yield f"  {name}: {began} began, {done} finished"
    for key, text in _questions(series, episode):
        people = counted.reached.get((series.key, episode.key, key), 0)
        if people:
            yield f"    {people:>6}  {text[:WIDTH]}"


def _questions(series: Series, episode: Episode) -> Iterator[tuple[str, str]]:
    """The evening's questions in the order of the script, as (key, words)."""
    program = series.program
    for name, node in program.nodes.items():
        if series.episode_of(name) != episode:
            continue
        for key in node.keys:
            line = program.lines.get(key)
            if line is not None:
                yield key, " ".join(line.text.split())


async def _count(settings: Settings, catalogue: Catalogue) -> Totals:
    database = Database(settings.database_url.get_secret_value())
    await database.open_to_read()
    try:
        episodes = [(s.key, e) for s in catalogue.series.values() for e in s.episodes if e.closing]
        closing = {(series, e.closing or "") for series, e in episodes}
        left = await database.read(lambda c: queries.visited(c, closing))
        done = {(series, e.key): left.get((series, e.closing or ""), 0) for series, e in episodes}
        return Totals(
            await database.read(queries.reached),
            done,
            await database.read(queries.people),
            await database.read(queries.counters),
        )
    finally:
        await database.close()
