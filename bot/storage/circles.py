"""Between a circle and its rows, both ways: what all share, who is in, what each votes for."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

import orjson
from sqlalchemy import Connection, select, update

from bot.circles.circle import RECOUNT, Circle, Participant, Passed
from bot.model import Subject
from bot.ports import CircleChange, ClearVotes, SetParticipant, SetVote
from bot.storage import prepared as p
from bot.storage import rows, written
from bot.storage import schema as s
from bot.storage.bots import mine

_MINE = "WHERE bot = {bot} AND person_id IN {keys}"
_BODIES = p.Query(f"SELECT person_id, body FROM circle {_MINE}", "bigint")
_MEMBERS = p.Query(
    f"SELECT person_id, subject, starter, joined_at FROM circle_member {_MINE} ORDER BY joined_at, subject",
    "bigint",
)
_VOTES = p.Query(
    "SELECT person_id, subject, value FROM circle_vote WHERE bot = {bot} AND person_id IN {keys}", "bigint"
)

# What is written, in this order: a vote of one question never outlives the clearing before the next.
WRITES: Mapping[str, p.BulkStatement] = {
    "circle": p.insert(s.circle, replace=True),
    "leave": p.delete(s.circle_member, ("person_id", "subject")),
    "join": p.insert(s.circle_member, replace=True),
    "clear votes": p.delete(s.circle_vote, ("person_id",)),
    "unvote": p.delete(s.circle_vote, ("person_id", "subject")),
    "vote": p.insert(s.circle_vote, replace=True),
}


def load(connection: Connection, people: Sequence[int]) -> Mapping[int, Circle]:
    """The circles among those, by the number that they are stored under."""
    bodies: dict[int, str] = dict(_BODIES.rows(connection, people))
    members: dict[int, dict[str, Participant]] = {person: {} for person in bodies}
    votes: dict[int, dict[str, str]] = {person: {} for person in bodies}
    for person, subject, starter, joined_at in _MEMBERS.rows(connection, list(bodies)):
        joined = Participant(written.moment(joined_at), bool(starter))
        members[person][written.parse_subject(subject).key] = joined
    for person, subject, value in _VOTES.rows(connection, list(bodies)):
        votes[person][written.parse_subject(subject).key] = value
    return {person: _parse(body, members[person], votes[person]) for person, body in bodies.items()}


def row(person: int, circle: Circle) -> rows.Values:
    window = circle.window // timedelta(seconds=1)
    begins = written.maybe_stamp(circle.begins_at)
    path = [(each.question, each.votes, each.offered, each.lot) for each in circle.path]
    known = (circle.phase, window, begins, circle.recounting, path, circle.prompt)
    return person, rows.storable(written.json_text(known))


def _parse(body: str, members: Mapping[str, Participant], votes: Mapping[str, str]) -> Circle:
    phase, window, begins, recounting, path, prompt, *_ = orjson.loads(body)  # a later version's are longer
    passed = tuple(Passed(*each[:4]) for each in path)
    begins_at = written.maybe_moment(begins)
    return Circle(phase, timedelta(seconds=window), begins_at, recounting, passed, prompt, members, votes)


def changes(person: int, platform: str, found: Iterable[CircleChange]) -> Iterable[tuple[str, rows.Values]]:
    """The rows of what became of members and votes: the last word on each counts."""
    members: dict[str, Participant | None] = {}
    votes: dict[str, str | None] = {}
    cleared = False
    for change in found:
        match change:
            case SetParticipant(key, participant):
                members[written.subject_text(Subject(platform, key))] = participant
            case SetVote(key, value):
                votes[written.subject_text(Subject(platform, key))] = value
            case ClearVotes():
                votes, cleared = {}, True
    if cleared:
        yield "clear votes", (person,)
    for subject, joined in members.items():
        if joined is None:
            yield "leave", (person, subject)
        else:
            yield "join", (person, subject, joined.starter, written.stamp(joined.joined_at))
    for subject, value in votes.items():
        yield ("unvote", (person, subject)) if value is None else ("vote", (person, subject, value))


def forgotten(connection: Connection, account: Subject, now: int) -> None:
    """Somebody is about to be erased: the circles that they are in count again."""
    m = s.circle_member
    theirs = select(m.c.person_id).where(mine(connection, m), m.c.subject == written.subject_text(account))
    found = list(connection.scalars(theirs))
    if found:
        changed(connection, found, now)


def changed(connection: Connection, found: Sequence[int], at: int) -> None:
    """Those circles are not what they were: they count again from that moment on, and whatever turn of theirs
    is under way is played once more."""
    v = s.person.c
    connection.execute(
        update(s.person).where(mine(connection, s.person), v.id.in_(found)).values(version=v.version + 1)
    )
    _WAKE.run(connection, [(person, RECOUNT, at) for person in found])


_WAKE = p.insert(s.wakeup, replace=True)
