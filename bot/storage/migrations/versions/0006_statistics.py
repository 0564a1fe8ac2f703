"""Statistics: what a turn chose and in which revision, tallies by day, and how many people there are.

The number of people is counted from what is there; tallies are made of the turns at the next roll-up.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_KEY = ("day", "what", "platform", "language", "series", "episode", "digest", "key", "choice")


def upgrade() -> None:
    for name in ("digest", "asked", "choice"):
        op.add_column("turn", sa.Column(name, sa.String()))
    bot = sa.Column("bot", sa.String(), nullable=False, server_default="alana")
    kinds = [sa.Column(name, sa.Integer() if name == "day" else sa.String(), nullable=False) for name in _KEY]
    value = sa.Column("value", sa.BigInteger(), nullable=False)
    op.create_table("tally", bot, *kinds, value, sa.PrimaryKeyConstraint("bot", *_KEY))
    op.create_table(
        "rollup",
        sa.Column("bot", sa.String(), nullable=False, server_default="alana"),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.Column("people", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("bot"),
    )
    dead = sa.text("status = 'dead'")
    op.create_index("outbox_dead", "outbox", ["bot", "platform"], sqlite_where=dead, postgresql_where=dead)
    op.execute("INSERT INTO rollup (bot, last, people) SELECT bot, 0, count(*) FROM person GROUP BY bot")
