"""The tables. Times are whole microseconds since 1970 UTC; texts that hold structure are compact JSON.

Every table begins with the bot that a row belongs to, and is keyed by it and by one thing more (`KEYS`): what
serves a turn asks each table by that key alone, so that a database may be spread over several machines.

A change here needs a migration in `migrations/versions/` and a new `HEAD`.  An index is paid for at
every turn: what only operators ask reads whole tables instead (the impact report), or what was rolled up in
the background (`alana stats`).
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    text,
)
from sqlalchemy.schema import SchemaItem

from bot.storage.bots import DEFAULT

HEAD = "0006"  # the newest migration

metadata = MetaData()

# Written out, never as parameters: a partial index serves only a condition that it can recognise.
OPEN = text("outbox.status IN ('waiting', 'leased', 'begun')")

DEAD = text("outbox.status = 'dead'")

# BIGINT everywhere but where SQLite needs INTEGER to number rows by itself.
_Row = BigInteger().with_variant(Integer, "sqlite")


def _table(name: str, *parts: SchemaItem, numbered: bool = False, **options: Any) -> Table:
    """A table of the bots'. `numbered`: its rows number themselves, over all bots."""
    bot = Column("bot", String, primary_key=not numbered, nullable=False, server_default=DEFAULT)
    return Table(name, metadata, bot, *parts, **options)


account = _table(
    "account",
    Column("subject", String, primary_key=True),  # "platform:key"
    Column("person_id", BigInteger, nullable=False),
    Index("account_person", "bot", "person_id"),
)

person = _table(
    "person",
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("version", Integer, nullable=False),
    Column("created_at", BigInteger, nullable=False),
    Column("seen_at", BigInteger, nullable=False),
    Column("address", String),
    Column("direct", String),
    Column("series", String),
    Column("profile", Text, nullable=False),
    Column("pending", Text),
    Column("shown", Text),
    Column("run", Integer, nullable=False),
    Column("step", Integer, nullable=False),
    Column("unreachable", Boolean, nullable=False),
)

progress = _table(
    "progress",
    Column("person_id", BigInteger, primary_key=True, autoincrement=False),
    Column("series", String, primary_key=True),
    Column("episode", String),
    Column("state", Text, nullable=False),
    # Where the state stands, again in columns: the impact report and the funnel read them.
    Column("digest", String, nullable=False),
    Column("node", String),
    Column("key", String),
)

undo = _table(
    "undo",
    Column("person_id", BigInteger, primary_key=True, autoincrement=False),
    Column("slot", Integer, primary_key=True, autoincrement=False),
    Column("version", Integer, nullable=False),
    Column("series", String, nullable=False),
    Column("state", Text, nullable=False),
    Column("digest", String, nullable=False, server_default=""),  # the revision it comes from, again
)

# Evenings that were left half-way: `state` is the place alone, without what the person's state keeps.
bookmark = _table(
    "bookmark",
    Column("person_id", BigInteger, primary_key=True, autoincrement=False),
    Column("series", String, primary_key=True),
    Column("episode", String, primary_key=True),
    Column("state", Text, nullable=False),
    Column("digest", String, nullable=False),
)

seen = _table(
    "seen",
    Column("id", String, primary_key=True),
    Column("at", BigInteger, nullable=False, index=True),
    sqlite_with_rowid=False,
)

outbox = _table(
    "outbox",
    Column("seq", _Row, primary_key=True, autoincrement=True),
    Column("id", String, nullable=False),
    Column("person_id", BigInteger, nullable=False),  # 0: nobody any more (after /forget)
    Column("platform", String, nullable=False),
    Column("address", String, nullable=False),
    Column("fallback", String),
    Column("action", Text),  # emptied when the row is done
    Column("target", String),  # the outbox id that a Settle is about
    Column("reply", Text),  # an interaction token and its end; emptied when the row is done
    Column("delivery", String, nullable=False),
    Column("not_before", BigInteger),
    Column("not_after", BigInteger),
    Column("only_if_version", Integer),
    Column("pace", Float, nullable=False),
    Column("urgent", Boolean, nullable=False),
    Column("status", String, nullable=False),  # waiting leased begun sent dead dropped
    Column("attempts", Integer, nullable=False),
    Column("lease_until", BigInteger),
    Column("reason", String),
    Column("ref", String),
    Column("created_at", BigInteger, nullable=False),
    Column("done_at", BigInteger),
    # The fencing token of whoever has the row in hand: a later holder of the platform takes it from them.
    Column("fence", BigInteger, nullable=False, server_default="0"),
    Index(
        "outbox_waiting",
        "bot",
        "platform",
        "person_id",
        sqlite_where=text("status = 'waiting'"),
        postgresql_where=text("status = 'waiting'"),
    ),
    Index(
        "outbox_open",
        "bot",
        "platform",
        "urgent",
        "seq",
        sqlite_where=text("status IN ('waiting', 'leased', 'begun')"),
        postgresql_where=text("status IN ('waiting', 'leased', 'begun')"),
    ),
    Index(
        "outbox_dead",
        "bot",
        "platform",
        sqlite_where=text("status = 'dead'"),
        postgresql_where=text("status = 'dead'"),
    ),
    Index("outbox_row", "bot", "id", "person_id", unique=True),
    Index("outbox_person", "bot", "person_id"),
    numbered=True,
    sqlite_autoincrement=True,
)

journal = _table(
    "journal",
    Column("person_id", BigInteger, primary_key=True, autoincrement=False),
    Column("id", String, primary_key=True),
    Column("series", String, nullable=False),
    Column("episode", String, nullable=False),
    Column("prompt", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
)

wakeup = _table(
    "wakeup",
    Column("person_id", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", String, primary_key=True),
    Column("due_at", BigInteger, nullable=False),
    Index("wakeup_due", "bot", "due_at"),
)

nudge = _table(
    "nudge",
    Column("person_id", BigInteger, primary_key=True, autoincrement=False),
    Column("local_date", String, primary_key=True),
    Column("at", BigInteger, nullable=False, index=True),
)

turn = _table(
    "turn",
    Column("id", _Row, primary_key=True, autoincrement=True),
    Column("person_id", BigInteger, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("kind", String, nullable=False),
    Column("series", String),
    Column("episode", String),
    Column("node", String),
    Column("key", String),
    Column("moved", String),
    Column("digest", String),  # the revision in which it was played
    Column("asked", String),  # the question that was answered
    Column("choice", String),  # with which option
    Index("turn_person", "bot", "person_id"),
    numbered=True,
)

revision = _table(
    "revision",
    Column("digest", String, primary_key=True),
    Column("node", String, primary_key=True),
    Column("keys", Text, nullable=False),
)

poison = _table(
    "poison",
    Column("id", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("error", String, nullable=False),
    Column("at", BigInteger, nullable=False),
)

counter = _table(
    "counter",
    Column("name", String, primary_key=True),
    Column("value", BigInteger, nullable=False),
)

miss = _table(
    "miss",
    Column("id", _Row, primary_key=True, autoincrement=True),
    Column("person_id", BigInteger, nullable=False),
    Column("place", String, nullable=False),
    Column("phrase", String, nullable=False),
    Column("at", BigInteger, nullable=False),
    Index("miss_person", "bot", "person_id"),
    numbered=True,
)

cursor = _table(
    "cursor",
    Column("platform", String, primary_key=True),
    Column("key", String, primary_key=True),
    Column("value", String, nullable=False),
)

# What the admins of servers and groups decided: a row for each rule, so that two who decide at the same
# moment do not undo one another.
venue = _table(
    "venue",
    Column("platform", String, primary_key=True),
    Column("venue", String, primary_key=True),
    Column("rule", String, primary_key=True),
    Column("value", Text, nullable=False),
)

# An evening of several people: what all of them share, who is in, and what each votes for. The latter two are
# keyed by the account, so that they go with it.
circle = _table(
    "circle",
    Column("person_id", BigInteger, primary_key=True, autoincrement=False),
    Column("body", Text, nullable=False),
)

circle_member = _table(
    "circle_member",
    Column("person_id", BigInteger, primary_key=True, autoincrement=False),
    Column("subject", String, primary_key=True),  # "platform:key"
    Column("starter", Boolean, nullable=False),
    Column("joined_at", BigInteger, nullable=False),
    Index("circle_member_subject", "bot", "subject"),
)

circle_vote = _table(
    "circle_vote",
    Column("person_id", BigInteger, primary_key=True, autoincrement=False),
    Column("subject", String, primary_key=True),
    Column("value", String, nullable=False),
    Index("circle_vote_subject", "bot", "subject"),
)

# The log of turns, counted by day: see `bot.statistics.folding.TallyKey`. About nobody.
tally = _table(
    "tally",
    Column("day", Integer, primary_key=True, autoincrement=False),
    *(
        Column(name, String, primary_key=True)
        for name in ("what", "platform", "language", "series", "episode", "digest", "key", "choice")
    ),
    Column("value", BigInteger, nullable=False),
)

# Up to which turn that was done, and how many people there are.
rollup = _table(
    "rollup",
    Column("last", BigInteger, nullable=False),
    Column("people", BigInteger, nullable=False),
)

# What one process at a time may do for a bot: `token` counts those who held it, `until` is by the database's
# own clock.
lease = _table(
    "lease",
    Column("name", String, primary_key=True),
    Column("holder", String, nullable=False),
    Column("token", BigInteger, nullable=False),
    Column("until", BigInteger, nullable=False),
)

# What operators decided for everybody, by its name in `bot.operating`.
ruling = _table(
    "ruling",
    Column("name", String, primary_key=True),
    Column("value", Text, nullable=False),
)

# What people wrote to them.
feedback = _table(
    "feedback",
    Column("id", _Row, primary_key=True, autoincrement=True),
    Column("person_id", BigInteger, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("text", Text, nullable=False),
    Index("feedback_person", "bot", "person_id"),
    numbered=True,
)

# Every table that holds states of the dialogue, each with the digest of the revision that it comes from.
STATES = (progress, undo, bookmark)

# What each table is asked by while a turn is served, beside the bot.
KEYS: Mapping[Table, str] = {
    **{t: "person_id" for t in metadata.sorted_tables if "person_id" in t.columns},
    account: "subject",
    person: "id",
    seen: "id",
    poison: "id",
    revision: "digest",
    counter: "name",
    tally: "day",
    rollup: "bot",
    ruling: "name",
    lease: "name",
    cursor: "platform",
    venue: "venue",
}
