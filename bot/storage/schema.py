"""The tables. Times are whole microseconds since 1970 UTC; texts that hold structure are compact JSON.

A change here needs a migration in `migrations/versions/` and a new `HEAD`.  An index is paid for at
every turn: what only operators ask (`alana stats`, the impact report) reads whole tables instead.
"""

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

HEAD = "0005"  # the newest migration

metadata = MetaData()

# Written out, never as parameters: a partial index serves only a condition that it can recognise.
OPEN = text("outbox.status IN ('waiting', 'leased', 'begun')")

# BIGINT everywhere but where SQLite needs INTEGER to number rows by itself.
_Row = BigInteger().with_variant(Integer, "sqlite")

account = Table(
    "account",
    metadata,
    Column("subject", String, primary_key=True),  # "platform:key"
    Column("person_id", BigInteger, nullable=False, index=True),
)

person = Table(
    "person",
    metadata,
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

progress = Table(
    "progress",
    metadata,
    Column("person_id", BigInteger, primary_key=True, autoincrement=False),
    Column("series", String, primary_key=True),
    Column("episode", String),
    Column("state", Text, nullable=False),
    # Where the state stands, again in columns: the impact report and the funnel read them.
    Column("digest", String, nullable=False),
    Column("node", String),
    Column("key", String),
)

undo = Table(
    "undo",
    metadata,
    Column("person_id", BigInteger, primary_key=True, autoincrement=False),
    Column("slot", Integer, primary_key=True, autoincrement=False),
    Column("version", Integer, nullable=False),
    Column("series", String, nullable=False),
    Column("state", Text, nullable=False),
    Column("digest", String, nullable=False, server_default=""),  # the revision it comes from, again
)

# Evenings that were left half-way: `state` is the place alone, without what the person's state keeps.
bookmark = Table(
    "bookmark",
    metadata,
    Column("person_id", BigInteger, primary_key=True, autoincrement=False),
    Column("series", String, primary_key=True),
    Column("episode", String, primary_key=True),
    Column("state", Text, nullable=False),
    Column("digest", String, nullable=False),
)

seen = Table(
    "seen",
    metadata,
    Column("id", String, primary_key=True),
    Column("at", BigInteger, nullable=False, index=True),
    sqlite_with_rowid=False,
)

outbox = Table(
    "outbox",
    metadata,
    Column("seq", _Row, primary_key=True, autoincrement=True),
    Column("id", String, nullable=False, unique=True),
    Column("person_id", BigInteger, nullable=False, index=True),  # 0: nobody any more (after /forget)
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
    Index(
        "outbox_open",
        "platform",
        "urgent",
        "seq",
        sqlite_where=text("status IN ('waiting', 'leased', 'begun')"),
        postgresql_where=text("status IN ('waiting', 'leased', 'begun')"),
    ),
    sqlite_autoincrement=True,
)

journal = Table(
    "journal",
    metadata,
    Column("id", String, primary_key=True),
    Column("person_id", BigInteger, nullable=False, index=True),
    Column("series", String, nullable=False),
    Column("episode", String, nullable=False),
    Column("prompt", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
)

wakeup = Table(
    "wakeup",
    metadata,
    Column("person_id", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", String, primary_key=True),
    Column("due_at", BigInteger, nullable=False, index=True),
)

nudge = Table(
    "nudge",
    metadata,
    Column("person_id", BigInteger, primary_key=True, autoincrement=False),
    Column("local_date", String, primary_key=True),
    Column("at", BigInteger, nullable=False, index=True),
)

turn = Table(
    "turn",
    metadata,
    Column("id", _Row, primary_key=True, autoincrement=True),
    Column("person_id", BigInteger, nullable=False, index=True),
    Column("at", BigInteger, nullable=False),
    Column("kind", String, nullable=False),
    Column("series", String),
    Column("episode", String),
    Column("node", String),
    Column("key", String),
    Column("moved", String),
)

revision = Table(
    "revision",
    metadata,
    Column("digest", String, primary_key=True),
    Column("node", String, primary_key=True),
    Column("keys", Text, nullable=False),
)

poison = Table(
    "poison",
    metadata,
    Column("id", String, primary_key=True),
    Column("kind", String, nullable=False),
    Column("error", String, nullable=False),
    Column("at", BigInteger, nullable=False),
)

counter = Table(
    "counter",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", BigInteger, nullable=False),
)

miss = Table(
    "miss",
    metadata,
    Column("id", _Row, primary_key=True, autoincrement=True),
    Column("person_id", BigInteger, nullable=False, index=True),
    Column("place", String, nullable=False),
    Column("phrase", String, nullable=False),
    Column("at", BigInteger, nullable=False),
)

cursor = Table(
    "cursor",
    metadata,
    Column("platform", String, primary_key=True),
    Column("key", String, primary_key=True),
    Column("value", String, nullable=False),
)

# What the admins of servers and groups decided: a row for each rule, so that two who decide at the same
# moment do not undo one another.
venue = Table(
    "venue",
    metadata,
    Column("platform", String, primary_key=True),
    Column("venue", String, primary_key=True),
    Column("rule", String, primary_key=True),
    Column("value", Text, nullable=False),
)

# An evening of several people: what all of them share, who is in, and what each votes for. The latter two are
# keyed by the account, so that they go with it.
circle = Table(
    "circle",
    metadata,
    Column("person_id", BigInteger, primary_key=True, autoincrement=False),
    Column("body", Text, nullable=False),
)

circle_member = Table(
    "circle_member",
    metadata,
    Column("person_id", BigInteger, primary_key=True, autoincrement=False),
    Column("subject", String, primary_key=True, index=True),  # "platform:key"
    Column("starter", Boolean, nullable=False),
    Column("joined_at", BigInteger, nullable=False),
)

circle_vote = Table(
    "circle_vote",
    metadata,
    Column("person_id", BigInteger, primary_key=True, autoincrement=False),
    Column("subject", String, primary_key=True, index=True),
    Column("value", String, nullable=False),
)

# Every table that holds states of the dialogue, each with the digest of the revision that it comes from.
STATES = (progress, undo, bookmark)
