"""Turns → tallies by day. Each person counts once for each thing: the first time that it happened.

So the tallies of any days can be added up, and still say how many people there were.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import field
from typing import NamedTuple

from bot.frozen import frozen

DAY = 86_400_000_000  # microseconds
RETURNS = (1, 7, 30)  # days after the first one
OPENED_WITHIN = DAY  # of a nudge
# Kinds of turns that are not steps of the dialogue.
NUDGED, STOPPED, FINISHED = "nudged", "stopped", "finished"


class TallyKey(NamedTuple):
    """What is counted. `day` counts from 1970 UTC; what does not apply is empty."""

    day: int
    what: str
    platform: str = ""
    language: str = ""
    series: str = ""
    episode: str = ""
    digest: str = ""
    key: str = ""
    choice: str = ""


@frozen
class LoggedTurn:
    """A row of the log of turns. `at` in microseconds; the place is where it led, `asked` the question before
    it, and `choice` the option that was taken there."""

    id: int
    person: int
    at: int
    kind: str
    series: str | None = None
    episode: str | None = None
    digest: str | None = None
    key: str | None = None
    asked: str | None = None
    choice: str | None = None


@frozen
class Countable:
    """Of one person what is counted by. `created_at` in microseconds."""

    platform: str
    language: str
    created_at: int


@frozen
class _SoFar:
    """What a person did so far: things that count once."""

    once: set[tuple[object, ...]] = field(default_factory=set)
    last: list[LoggedTurn] = field(default_factory=list)  # the newest alone


def fold(turns: Iterable[LoggedTurn], after: int, people: Mapping[int, Countable]) -> Counter[TallyKey]:
    """The tallies of the turns whose ids are beyond `after`. `turns`, in order, hold everything that these
    people ever did: what was before only says what is not new any more."""
    found: Counter[TallyKey] = Counter()
    known: dict[int, _SoFar] = {}
    for turn in turns:
        person = people.get(turn.person)
        if person is not None:
            new = _new(turn, person, known.setdefault(turn.person, _SoFar()))
            if turn.id > after:
                found.update(new)
    return found


def _new(turn: LoggedTurn, person: Countable, known: _SoFar) -> list[TallyKey]:
    """What happened for the first time."""
    day = turn.at // DAY
    whose = TallyKey(day, "", person.platform, person.language)
    events: list[tuple[TallyKey, tuple[object, ...]]] = []
    if turn.kind == NUDGED:
        events.append((whose._replace(what="nudged"), ("nudged", turn.id)))
    elif turn.kind == STOPPED:
        events.append((whose._replace(what="stopped"), ("stopped", turn.id)))
    elif turn.kind == FINISHED:
        events.append(_of_evening(whose, "finished", turn))
    else:
        events += _step(turn, person, whose, known)
    known.last[:] = [turn]
    new = [key for key, once in events if once not in known.once]
    known.once.update(once for _, once in events)
    return new


def _step(
    turn: LoggedTurn, person: Countable, whose: TallyKey, known: _SoFar
) -> Iterable[tuple[TallyKey, tuple[object, ...]]]:
    """A step of the dialogue."""
    # Whoever was known for longer than the log is kept is not new.
    if not known.last and turn.at - person.created_at < DAY:
        yield whose._replace(what="people"), ("people",)
    yield whose._replace(what="active"), ("active", whose.day)
    for days in RETURNS:
        if whose.day - person.created_at // DAY >= days:
            yield whose._replace(what=f"returned{days}"), ("returned", days)
    last = known.last[0] if known.last else None
    if last is not None and last.kind == NUDGED and turn.at - last.at <= OPENED_WITHIN:
        yield whose._replace(what="opened"), ("opened", last.id)
    if turn.episode:
        yield _of_evening(whose, "begun", turn)
        yield from _funnel(turn)


def _of_evening(whose: TallyKey, what: str, turn: LoggedTurn) -> tuple[TallyKey, tuple[object, ...]]:
    series, episode = turn.series or "", turn.episode or ""
    return whose._replace(what=what, series=series, episode=episode), (what, series, episode)


def _funnel(turn: LoggedTurn) -> Iterable[tuple[TallyKey, tuple[object, ...]]]:
    """By revision, and over all platforms and languages."""
    digest = turn.digest or ""
    place = TallyKey(turn.at // DAY, "", "", "", turn.series or "", turn.episode or "", digest)
    if turn.key:
        yield place._replace(what="reached", key=turn.key), ("reached", digest, turn.key)
    if turn.asked and turn.choice:
        yield place._replace(what="went on", key=turn.asked), ("went on", digest, turn.asked)
        chose = place._replace(what="chose", key=turn.asked, choice=turn.choice)
        yield chose, ("chose", digest, turn.asked, turn.choice)
