"""Statistics: what a turn chose and in which revision, tallies by day, and how many people there are. What
operators decided, and what people wrote to them.

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
    op.create_table(
        "ruling",
        sa.Column("bot", sa.String(), nullable=False, server_default="alana"),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("bot", "name"),
    )
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "feedback",
        sa.Column("bot", sa.String(), nullable=False, server_default="alana"),
        sa.Column("id", number, primary_key=True, autoincrement=True),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
    )
    op.create_index("feedback_person", "feedback", ["bot", "person_id"])
    dead = sa.text("status = 'dead'")
    op.create_index("outbox_dead", "outbox", ["bot", "platform"], sqlite_where=dead, postgresql_where=dead)
    op.execute("INSERT INTO rollup (bot, last, people) SELECT bot, 0, count(*) FROM person GROUP BY bot")
