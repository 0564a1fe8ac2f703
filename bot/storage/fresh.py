"""Where rows wait that other processes have stored: one question for all bots, as often as it is asked."""

from collections.abc import Collection
from datetime import datetime

from bot.storage import written
from bot.storage.database import Database
from bot.storage.prepared import Query

_WAITING = Query(
    "SELECT DISTINCT bot, platform, urgent FROM outbox WHERE status = 'waiting' AND lease_until IS NULL"
    " AND (not_before IS NULL OR not_before <= {0})"
)


async def fresh(database: Database, now_at: datetime) -> Collection[tuple[str, str, bool]]:
    """The (bot, platform, urgent or not) of which rows wait whose time has come."""
    now = written.stamp(now_at)
    found = await database.look(lambda connection: _WAITING.rows(connection, (), now))
    return {(bot, platform, bool(urgent)) for bot, platform, urgent in found}
