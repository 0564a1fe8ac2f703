"""What is kept of a person: one table, from which come /forget, /export and the list in `docs/privacy.md`.

A test holds it against the schema: a new table stands here, or among those that are about nobody.
`python -m bot.storage.kept` prints the list for the document.
"""

from collections.abc import Iterable, Mapping

from sqlalchemy import ColumnElement, Connection, Table, and_, delete, or_, select

from bot.frozen import frozen
from bot.model import Address, Subject
from bot.storage import schema as s
from bot.storage import written
from bot.storage.bots import mine


@frozen
class Kept:
    """One line of the list. `exported`: "yes", or why it is not in an export. `tables` names where it is;
    several lines may be about one table."""

    what: str
    why: str
    until: str
    tables: tuple[Table, ...]
    exported: str = "yes"


KEPT = (
    Kept(
        "the account's number on its platform, its language, settings, in which group an evening was played, "
        "and the entry of `ALANA_ALLOWED` that lets it in",
        "to know a person again",
        "`/forget`",
        (s.account, s.person),
    ),
    Kept(
        "the place in each series, answers to its questions (a first name, for one)",
        "to go on where they were",
        "`/forget`",
        (s.progress,),
    ),
    Kept(
        "the keys of the questions that were asked in the present evening, and of those that were passed by "
        "in each",
        "to answer a question that comes twice, and to offer what was not heard yet to whoever reads again",
        "the next reading, or `/forget`",
        (s.person,),
    ),
    Kept(
        "the place in each evening that was left half-way",
        "to go on there",
        "the end of that evening, or `/forget`",
        (s.bookmark,),
    ),
    Kept(
        "in which evenings of several people they take part, since when, whether they called it, and what "
        "they vote for in the question that stands",
        "to count each of them once",
        "a week after the evening, `/circle leave`, or `/forget`",
        (s.circle_member, s.circle_vote),
    ),
    Kept("the last five states before it", "`/back`", "the end of the evening, or `/forget`", (s.undo,)),
    Kept(
        "reflections",
        "the person's own journal; shown to nobody else, in no log and no statistics. The day of the first "
        "line is kept beside it, so that it can be offered back once, after a month",
        "`/forget`",
        (s.journal,),
    ),
    Kept(
        "when which question was reached, which option was taken, and when a nudge came, without words",
        "to see where evenings drag. What is added up of it by day stays: numbers without names, "
        "told in fives",
        "`ALANA_LOG_DAYS`, or `/forget`",
        (s.turn,),
    ),
    Kept(
        "phrases that nobody understood, redacted, where `ALANA_KEEP_MISSES` is on",
        "to write better scripts",
        "`ALANA_LOG_DAYS`, or `/forget`",
        (s.miss,),
    ),
    Kept(
        "what the bot has just asked back (“Shall I call you 42?”)",
        "to understand the answer",
        "the next word, or `/forget`; it counts for ten minutes",
        (s.person,),
    ),
    Kept(
        "what was asked for in a group and is for the person alone, until they open the direct chat: the "
        "command; of words of danger only that an answer waits, and how sure it is that they were",
        "to answer there, and to show the group nothing",
        "the direct chat, the next question, or `/forget`; it counts for a day, words of danger for a week",
        (s.person,),
    ),
    Kept(
        "in a direct chat on Discord, and in a thread of their own, the number of the last message read",
        "so that nothing written while the bot was away is lost",
        "`/forget`",
        (s.cursor,),
    ),
    Kept(
        "on Discord, the numbers of the threads that are a person's own, and of their channels",
        "to go on in them",
        "`/forget`",
        (s.cursor,),
    ),
    Kept(
        "the reminder: a time, days, a time zone and the name of the place; the thread where it may come; "
        "the days of the last ones",
        "nudges",
        "`/remind off` keeps it for next time, `/forget` erases it",
        (s.person, s.wakeup, s.nudge),
    ),
    Kept(
        "what was written to the operators with `/feedback`",
        "to be read by them; it is also sent to their chats, once",
        "`ALANA_LOG_DAYS`, or `/forget`",
        (s.feedback,),
    ),
    Kept(
        "messages on their way out",
        "until they are sent; then the text is emptied and only ids and times stay. One that did not arrive "
        "keeps its text, to be said again, until the person's next word",
        "`ALANA_OUTBOX_DAYS`, or `/forget`",
        (s.outbox,),
        "no: they are the bot's own, and an export would hold the one before",
    ),
    Kept(
        "ids of updates already handled, and of those that failed",
        "so that nothing happens twice",
        "`ALANA_SEEN_DAYS`, `ALANA_LOG_DAYS`",
        (s.seen, s.poison),
        "no: they name no one",
    ),
)

# Scripts, counts, what servers decided, who does what, which questions a circle asked.
NOBODYS = (s.revision, s.counter, s.venue, s.tally, s.rollup, s.ruling, s.lease, s.circle)
_NAMELESS = (s.seen, s.poison)  # kept of what people did, without saying whose it was
_HIDDEN = {"bot", "person_id"}  # names of ours that mean nothing elsewhere


def _tables(kept: Iterable[Kept]) -> tuple[Table, ...]:
    return tuple(dict.fromkeys(table for line in kept for table in line.tables))


OWNED = (*(table for table in _tables(KEPT) if table not in _NAMELESS), s.circle)
EXPORTED = _tables(line for line in KEPT if line.exported == "yes")


@frozen
class Whose:
    """One person, and the chats that are theirs. A place of a platform whose name ends in a colon and their
    account is theirs, too, wherever they were last."""

    person: int
    account: Subject
    chats: frozenset[tuple[str, str]]  # (platform, chat or thread)

    @classmethod
    def of(cls, person: int, account: Subject, *addresses: Address | None) -> "Whose":
        places = ((a.platform, key) for a in addresses if a is not None for key in (a.chat, a.thread) if key)
        return cls(person, account, frozenset(places))

    def rows_of(self, table: Table) -> ColumnElement[bool]:
        """The condition that picks this person's rows."""
        if table is s.person:
            return s.person.c.id == self.person
        if table is s.cursor:
            c = s.cursor.c
            own = c.key.endswith(f":{self.account.key}", autoescape=True)
            named = (and_(c.platform == p, c.key == key) for p, key in self.chats)
            return or_(and_(c.platform == self.account.platform, own), *named)
        theirs: ColumnElement[bool] = table.c.person_id == self.person
        if table in (s.circle_member, s.circle_vote):
            return or_(theirs, table.c.subject == written.subject_text(self.account))
        if table is s.outbox:  # what a circle sends to each who is in it
            platform, key = self.account.platform, self.account.key
            chats = [written.address_text(Address(platform, chat)) for chat in (key, f"user:{key}")]
            return or_(theirs, table.c.address.in_(chats))
        return theirs


def forget(connection: Connection, whose: Whose) -> None:
    for table in OWNED:
        connection.execute(delete(table).where(mine(connection, table), whose.rows_of(table)))


def export(connection: Connection, person: int) -> Mapping[str, object]:
    """Everything that the list says is exported, by table, in plain values."""
    p, a = s.person.c, s.account.c
    both = s.person.join(s.account, and_(a.bot == p.bot, a.person_id == p.id))
    query = select(a.subject, p.address, p.direct).select_from(both)
    found = connection.execute(query.where(mine(connection, s.person), p.id == person)).first()
    if found is None:
        return {table.name: [] for table in EXPORTED}
    addresses = (written.parse_address(text) for text in found[1:] if text)
    whose = Whose.of(person, written.parse_subject(found[0]), *addresses)
    return {
        table.name: [
            {name: value for name, value in row.items() if name not in _HIDDEN}
            for row in connection.execute(
                select(table).where(mine(connection, table), whose.rows_of(table))
            ).mappings()
        ]
        for table in EXPORTED
    }


def as_document() -> str:
    """The list as `docs/privacy.md` shows it."""
    head = ("what", "why", "until", "in `/export`")
    lines = [head, ("---",) * 4, *((k.what, k.why, k.until, k.exported) for k in KEPT)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


if __name__ == "__main__":
    print(as_document())
