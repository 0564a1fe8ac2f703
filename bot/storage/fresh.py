"""Where rows wait that other processes have stored: one question for all bots, as often as it is asked."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, or_, select

from bot.storage import schema as s
from bot.storage import written
from bot.storage.database import Database

o = s.outbox.c


async def fresh(database: Database, now_at: datetime) -> Collection[tuple[str, str, bool]]:
    """The (bot, platform, urgent or not) of which rows wait whose time has come."""
    now = written.stamp(now_at)

    def look(connection: Connection) -> Collection[tuple[str, str, bool]]:
        waits = select(o.bot, o.platform, o.urgent).where(o.status == "waiting", o.lease_until.is_(None))
        due = waits.where(or_(o.not_before.is_(None), o.not_before <= now)).distinct()
        return {(bot, platform, bool(urgent)) for bot, platform, urgent in connection.execute(due)}

    return await database.look(look)
