"""Bookmarks become rows of their own, and states kept for /back name their script revision.

Until here the bookmarks stood in the profile, where no query could see which revisions they come from.
"""

import json

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

# Where they stand in a written state of format 1, and in a written profile.
_DIGEST = 1
_FACTS = 4
_STEP = 500


def upgrade() -> None:
    op.create_table(
        "bookmark",
        sa.Column("person_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("series", sa.String(), nullable=False),
        sa.Column("episode", sa.String(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", "series", "episode"),
    )
    op.add_column("undo", sa.Column("digest", sa.String(), nullable=False, server_default=""))
    op.drop_column("wakeup", "data")  # nothing ever wrote it
    connection = op.get_bind()
    _name_revisions(connection)
    _move_bookmarks(connection)


def _name_revisions(connection: sa.Connection) -> None:
    digest = "state::json ->> 1" if connection.dialect.name == "postgresql" else "json_extract(state, '$[1]')"
    connection.execute(sa.text(f"UPDATE undo SET digest = {digest}"))


def _move_bookmarks(connection: sa.Connection) -> None:
    person = sa.table("person", *map(sa.column, ("id", "series", "profile")))
    bookmark = sa.table("bookmark", *map(sa.column, ("person_id", "series", "episode", "state", "digest")))
    c = person.c
    last = -1
    while True:
        some = sa.select(c.id, c.series, c.profile).where(c.id > last, c.profile.like('%"places"%'))
        found = connection.execute(some.order_by(c.id).limit(_STEP)).all()
        if not found:
            return
        for id_, series, profile in found:
            written = json.loads(profile)
            places = written[_FACTS].pop("places", None)
            if places is None:
                continue
            rows = [
                {"person_id": id_, "series": series, "episode": e, "state": s, "digest": _digest(s)}
                for e, s in places.items()
            ]
            if series is not None and rows:
                connection.execute(sa.insert(bookmark), rows)
            text = json.dumps(written, ensure_ascii=False, separators=(",", ":"))
            connection.execute(sa.update(person).where(c.id == id_).values(profile=text))
        last = found[-1].id


def _digest(state: str) -> str:
    return str(json.loads(state)[_DIGEST])
