"""`alana misses`: phrases that nobody understood, for writers."""

import asyncio
from itertools import groupby

from bot.settings import load_settings
from bot.storage import queries
from bot.storage.database import Database


def misses() -> None:
    """List what at least three different people typed and nobody understood, by place."""
    settings = load_settings()
    found = asyncio.run(_found(settings.database_url.get_secret_value()))
    if not found:
        kept = "" if settings.keep_misses else " (ALANA_KEEP_MISSES is off: none are kept)"
        print(f"No phrase was used by three people{kept}.")
    for place, rows in groupby(found, key=lambda row: row[0]):
        print(place or "anywhere")
        for _, phrase, people in rows:
            print(f"  {people:>5}  {phrase}")


async def _found(url: str) -> list[tuple[str, str, int]]:
    database = Database(url)
    await database.open_to_read()
    try:
        return list(await database.read(queries.misses))
    finally:
        await database.close()
