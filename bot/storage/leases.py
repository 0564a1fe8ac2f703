"""Leases in the database: what one process at a time may do, with a token that counts the holders.

A lease runs by the database's own clock, so that the clocks of machines need not agree. All leases that a
process wants are asked for in one statement, however many bots it serves.
"""

import secrets
from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta

from sqlalchemy import text

from bot.storage.database import Database
from bot.storage.prepared import Query

EVERY_BOT = "*"  # stands for the bot in leases that are for the whole database

NOW = "CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS BIGINT)"
# No lease is for so long: one that ends later was taken before the database's clock was set back.
LATEST = f"{NOW} + 3600000000"
# Ours stays ours, with its token; what is free, or has run out, becomes ours with the next one.
_TAKE = Query(
    f"""INSERT INTO lease AS l (bot, name, holder, token, until)
 SELECT bot, name, {{0}}, 1, {NOW} + {{1}} FROM {{keys}} AS wanted(bot, name) ORDER BY bot, name
 ON CONFLICT (bot, name) DO UPDATE SET until = excluded.until, holder = excluded.holder,
 token = CASE WHEN l.holder = excluded.holder THEN l.token ELSE l.token + 1 END
 WHERE l.holder = excluded.holder OR l.until < {NOW} OR l.until > {LATEST}
 RETURNING l.bot, l.name, l.token""",
    "text",
    "text",
)
_STANDING = (
    "SELECT name, holder FROM lease WHERE bot = :bot AND name LIKE :names"
    f" AND until > {NOW} AND until < {LATEST}"
)
_FORGET = f"DELETE FROM lease WHERE name LIKE '% member %' AND until < {NOW} - 86400000000"
_FREE = Query(
    "UPDATE lease SET until = 0, holder = '' WHERE holder = {0} AND (bot, name) IN {keys}", "text", "text"
)


class SqlLeases:
    """The leases of one process, `holder`, in a PostgreSQL database."""

    def __init__(self, database: Database, holder: str) -> None:
        self._database, self._holder = database, holder

    @property
    def holder(self) -> str:
        return self._holder

    async def take(
        self, wanted: Sequence[tuple[str, str]], length: timedelta
    ) -> Mapping[tuple[str, str], int]:
        """Keeps or takes what can be had of these, for `length` from now; the tokens of what is ours. However
        much work there is: a process that is busy must not lose what it has."""
        microseconds = length // timedelta(microseconds=1)
        found = await self._database.write_briefly(
            lambda connection: _TAKE.rows(connection, wanted, self._holder, microseconds), aside=True
        )
        return {(bot, name): token for bot, name, token in found}

    async def standing(self, bot: str, beginning: str) -> Mapping[str, str]:
        """The leases of a bot that are in force now and whose names begin so, each with its holder."""
        given = {"bot": bot, "names": f"{beginning}%"}  # a name of ours: it holds no sign of a pattern
        found = await self._database.look(lambda connection: connection.execute(text(_STANDING), given).all())
        return {row.name: row.holder for row in found}

    async def elsewhere(self, bot: str, names: Collection[str]) -> Collection[str]:
        """Those of a bot that another process holds now."""
        standing = await self.standing(bot, "")
        return {name for name in names if standing.get(name, self._holder) != self._holder}

    async def turn(self, name: tuple[str, str], length: timedelta) -> bool:
        """Whether that is free now; then it is not for `length`, for ourselves neither."""
        somebody = SqlLeases(self._database, f"{self._holder}:{secrets.token_hex(4)}")
        return name in await somebody.take([name], length)

    async def free(self, held: Collection[tuple[str, str]]) -> None:
        """Gives these up: who waits for them need not wait longer."""
        await self._database.write_briefly(
            lambda connection: _FREE.rows(connection, list(held), self._holder), aside=True
        )


async def forget_members(database: Database) -> int:
    """Deletes the names of processes that have taken part in something and are long gone; how many."""
    return await database.write(lambda connection: connection.execute(text(_FORGET)).rowcount)
