"""Evenings that several people take together: what they share, who is in, what each votes for."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "circle",
        sa.Column("bot", sa.String(), nullable=False, server_default="alana"),
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("bot", "person_id"),
    )
    op.create_table(
        "circle_member",
        sa.Column("bot", sa.String(), nullable=False, server_default="alana"),
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("starter", sa.Boolean(), nullable=False),
        sa.Column("joined_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("bot", "person_id", "subject"),
    )
    op.create_index("circle_member_subject", "circle_member", ["bot", "subject"])
    op.create_table(
        "circle_vote",
        sa.Column("bot", sa.String(), nullable=False, server_default="alana"),
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("bot", "person_id", "subject"),
    )
    op.create_index("circle_vote_subject", "circle_vote", ["bot", "subject"])
