"""What publishing scripts would do to people in the middle of them.

Belongs to the composition root: it reads a database and a dialogue folder and compares them.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from bot.conversation.catalogue import Series
from bot.engine.machine import relocate
from bot.engine.state import OrderedKeys
from bot.script_library import read
from bot.storage import queries
from bot.storage.database import Database
from bot.storage.queries import WaitingPeople

WIDTH = 60


async def impact_report(database_url: str, folder: Path, beside: Path | None = None) -> list[str]:
    """The report's lines for the scripts in `folder` against the people in that database. `beside`: a folder
    whose other series stay as they are.

    Reads only: no lock, no migration, fine while the bot runs. Raises `StorageError` or `ContentError`.
    """
    catalogue, _ = read(folder)
    others = read(beside)[0].series if beside is not None else {}
    database = Database(database_url)
    await database.open_to_read()
    try:
        standings = await database.read(queries.standings)
        revisions = await database.read(queries.revisions)
    finally:
        await database.close()
    return impact({**others, **catalogue.series}, standings, revisions)


def impact(
    series: Mapping[str, Series], standings: Sequence[WaitingPeople], revisions: Mapping[str, OrderedKeys]
) -> list[str]:
    """One paragraph an evening that changed under somebody: unaffected, moved (to where), restarted. Pure."""
    lines: list[str] = []
    for key in sorted({each.series for each in standings}):
        there = [each for each in standings if each.series == key]
        new = series.get(key)
        if new is None:
            people = sum(each.people for each in there)
            lines.append(f"{key}: the series is gone; {people} people would be shown the menu")
            continue
        changed = [each for each in there if each.state.digest != new.program.digest]
        lines += _series(new, changed, revisions)
    return lines or ["Nobody is in the middle of an evening that changed."]


def _series(
    series: Series, changed: Sequence[WaitingPeople], revisions: Mapping[str, OrderedKeys]
) -> Iterator[str]:
    for episode in sorted({each.episode or "" for each in changed}):
        unaffected, others = 0, Counter[str]()
        for each in changed:
            if (each.episode or "") != episode:
                continue
            found = _one(series, each, revisions.get(each.state.digest, {}))
            if found is None:
                unaffected += each.people
            else:
                others[found] += each.people
        total = unaffected + others.total()
        name = next((series.text(e.node, "name", "en") for e in series.episodes if e.key == episode), "")
        title = f"{episode} ({name})" if name else episode or series.key
        yield f"{title}: {total} {'person' if total == 1 else 'people'}, {unaffected} unaffected"
        yield from (f"  {people:>6}  {what}" for what, people in others.most_common())


def _one(series: Series, standing: WaitingPeople, keys: OrderedKeys) -> str | None:
    """What would happen to those who stand there; None: nothing."""
    found = relocate(series.program, standing.state, keys)
    match found.how:
        case "kept":
            return None
        case "moved":
            return f"moved to {_place(series, found.state.at, found.node)}"
        case "restarted":
            return f"restarted at the beginning of {found.node}"
        case "lost":
            return f"shown the menu: {standing.state.node} is gone"


def _place(series: Series, key: str | None, node: str | None) -> str:
    line = series.program.lines.get(key or "")
    words = " ".join(line.text.split())[:WIDTH] if line is not None else ""
    return f'{node}, "{words}"' if words else str(node)
