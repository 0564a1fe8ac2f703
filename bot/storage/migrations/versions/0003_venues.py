"""What the admins of servers and groups decided: a row for each rule."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "venue",
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("venue", sa.String(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("platform", "venue", "rule"),
    )
