"""Many bots in one database, many processes on it: every row says whose it is, what was stored so far is the
one bot's; and what one process at a time may do is held by a lease.

SQLite makes such tables anew; PostgreSQL adds the column without touching a row, and builds the new keys.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_BOT = "alana"  # the bot of everything that was stored before

# Each table's key, behind the bot; none: its rows number themselves, over all bots.
_KEYS: dict[str, Sequence[str]] = {
    "account": ("subject",),
    "person": ("id",),
    "progress": ("person_id", "series"),
    "undo": ("person_id", "slot"),
    "bookmark": ("person_id", "series", "episode"),
    "seen": ("id",),
    "outbox": (),
    "journal": ("person_id", "id"),
    "wakeup": ("person_id", "kind"),
    "nudge": ("person_id", "local_date"),
    "turn": (),
    "revision": ("digest", "node"),
    "poison": ("id",),
    "counter": ("name",),
    "miss": (),
    "cursor": ("platform", "key"),
    "venue": ("platform", "venue", "rule"),
}
# (name, table) of the indexes that go, and (name, table, columns) of those that come.
_OLD = [(f"ix_{table}_person_id", table) for table in ("account", "journal", "miss", "outbox", "turn")]
_OLD += [("ix_wakeup_due_at", "wakeup"), ("outbox_open", "outbox")]
_OLD += [("ix_seen_at", "seen"), ("ix_nudge_at", "nudge")]
_NEW = [(f"{table}_person", table, ["bot", "person_id"]) for table in ("account", "miss", "outbox", "turn")]
_NEW += [("wakeup_due", "wakeup", ["bot", "due_at"])]
_NEW += [("ix_seen_at", "seen", ["at"]), ("ix_nudge_at", "nudge", ["at"])]  # what is old goes, of all bots


def upgrade() -> None:
    for name, table in _OLD:
        op.drop_index(name, table)
    for table, key in _KEYS.items():
        _add_bot(table, key)
    for name, table, columns in _NEW:
        op.create_index(name, table, columns)
    op.add_column("outbox", sa.Column("fence", sa.BigInteger(), nullable=False, server_default="0"))
    op.create_table(
        "lease",
        sa.Column("bot", sa.String(), nullable=False, server_default=_BOT),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("token", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("bot", "name"),
    )
    op.create_index("outbox_row", "outbox", ["bot", "id", "person_id"], unique=True)
    fresh = sa.text("status = 'waiting'")
    columns = ["bot", "platform", "person_id"]
    op.create_index("outbox_waiting", "outbox", columns, sqlite_where=fresh, postgresql_where=fresh)
    waits = sa.text("status IN ('waiting', 'leased', 'begun')")
    columns = ["bot", "platform", "urgent", "seq"]
    op.create_index("outbox_open", "outbox", columns, sqlite_where=waits, postgresql_where=waits)


def _add_bot(table: str, key: Sequence[str]) -> None:
    bot = sa.Column("bot", sa.String(), nullable=False, server_default=_BOT)
    if op.get_bind().dialect.name != "postgresql":
        _make_anew(table, bot, key)
        return
    op.add_column(table, bot)
    if table == "outbox":
        op.drop_constraint("outbox_id_key", table)
    if key:
        op.drop_constraint(f"{table}_pkey", table)
        op.create_primary_key(f"{table}_pkey", table, ["bot", *key])


def _make_anew(table: str, bot: sa.Column[str], key: Sequence[str]) -> None:
    """SQLite changes no key of a table that is there."""
    old = sa.Table(table, sa.MetaData(), autoload_with=op.get_bind())
    columns = [sa.Column(c.name, c.type, nullable=c.nullable, server_default=c.server_default) for c in old.c]
    own = ["bot", *key] if key else [c.name for c in old.primary_key]
    new = f"new_{table}"
    options = {"sqlite_autoincrement": table == "outbox", "sqlite_with_rowid": table != "seen"}
    op.create_table(new, bot, *columns, sa.PrimaryKeyConstraint(*own), **options)
    names = ", ".join(f'"{c.name}"' for c in old.c)
    op.execute(f'INSERT INTO "{new}" ({names}) SELECT {names} FROM "{table}"')
    op.drop_table(table)
    op.rename_table(new, table)
