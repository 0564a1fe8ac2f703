"""What no command may write over or copy away: a database, or one bot of it, that a process serves just now.

On SQLite the file's own lock says so (`locking.py`); on PostgreSQL the leases do.
"""

from sqlalchemy import Connection, select, text

from bot.errors import StorageError
from bot.storage import schema as s
from bot.storage.leases import EVERY_BOT, LATEST, NOW


def refuse_served(connection: Connection, *, bot: str | None = None, where: str = "this database") -> None:
    """Raises `StorageError` while any lease is in force, or any of that bot, saying whose it is. Until the
    transaction ends nobody takes one of them, so that no bot starts in the middle."""
    if connection.dialect.name != "postgresql":
        return  # its lock was taken at the opening
    c = s.lease.c
    found = select(c.bot, c.name, c.holder, c.until.between(text(NOW), text(LATEST)).label("held")).order_by(
        c.bot, c.name
    )
    if bot is not None:
        found = found.where(c.bot == bot)
    held = [row for row in connection.execute(found.with_for_update()) if row.held]
    if not held:
        return
    row = max(held, key=lambda each: each.bot != EVERY_BOT)  # a bot by name, where there is one
    whom = "every bot" if row.bot == EVERY_BOT else row.bot
    process = ":".join(row.holder.split(":")[:2])  # the machine and the number
    raise StorageError(
        f"process {process} serves {whom} in {where} ({row.name}): stop it and try again; nothing was changed"
    )
