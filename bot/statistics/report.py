"""Tallies → a report: what is shown in the terminal, as JSON and as pictures."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from bot.frozen import frozen
from bot.statistics.folding import RETURNS, TallyKey
from bot.statistics.telling import LEAST, told

_Tallies = Mapping[TallyKey, int]
Told = int | None


@frozen
class Question:
    """A question or an option of the script: its key, and its words."""

    key: str
    words: str


@frozen
class Evening:
    """An episode as the script has it now, with its questions and options in order."""

    series: str
    key: str
    name: str
    digest: str
    questions: Sequence[Question]


@frozen
class Totals:
    """Of all people, or of a group. Nudges are messages, `active_days` days on which somebody went on."""

    new: Told
    active_days: Told
    begun: Told
    finished: Told
    returned: Mapping[int, Told]
    sent: Told
    opened: Told
    ignored: Told
    stopped: Told


@frozen
class FunnelStep:
    """A question of a funnel: how many reached it, chose what, and did not go on."""

    key: str
    words: str
    reached: Told
    chose: Sequence[tuple[str, Told]]
    left: Told


@frozen
class Funnel:
    """An evening in one revision of the script; `now`: the one that is played."""

    digest: str
    now: bool
    steps: Sequence[FunnelStep]


@frozen
class EveningTold:
    series: str
    key: str
    name: str
    begun: Told
    finished: Told
    funnels: Sequence[Funnel]


@frozen
class StatsReport:
    """`people` is everybody who is known; all else is of the days from `since` on (days since 1970)."""

    since: int
    people: Told
    totals: Totals
    platforms: Mapping[str, Totals]
    languages: Mapping[str, Totals]
    days: Sequence[tuple[int, Told]]  # how many were there on each day
    evenings: Sequence[EveningTold]


def report(tallies: _Tallies, people: int, evenings: Sequence[Evening], since: int) -> StatsReport:
    """Everything that may be told."""
    rest = {key: value for key, value in tallies.items() if key.day >= since}
    return StatsReport(
        since,
        told(people),
        _totals(rest),
        {name: _totals(part) for name, part in _parted(rest, "platform").items()},
        {name: _totals(part) for name, part in _parted(rest, "language").items()},
        _days(rest),
        [_evening(rest, evening) for evening in evenings],
    )


def _parted(tallies: _Tallies, by: str) -> dict[str, dict[TallyKey, int]]:
    """By platform or language; funnels are of all of them."""
    found: dict[str, dict[TallyKey, int]] = defaultdict(dict)
    for key, value in tallies.items():
        if key.platform:
            found[getattr(key, by) or "?"][key] = value
    return dict(sorted(found.items()))


def _days(tallies: _Tallies) -> list[tuple[int, Told]]:
    found: Counter[int] = Counter()
    for key, value in tallies.items():
        if key.what == "active":
            found[key.day] += value
    return [(day, told(value)) for day, value in sorted(found.items())]


def _summed(tallies: _Tallies, what: str, by: str) -> Counter[str]:
    found: Counter[str] = Counter()
    for key, value in tallies.items():
        if key.what == what:
            found[getattr(key, by)] += value
    return found


def _total(tallies: _Tallies, what: str, by: str = "day") -> tuple[int, int]:
    """All of it, and how many people there were at least: as many as in its largest part, in which each
    counts once."""
    parts = _summed(tallies, what, by)
    return parts.total(), max(parts.values(), default=0)


def _totals(tallies: _Tallies) -> Totals:
    nudged, opened = _total(tallies, "nudged"), _total(tallies, "opened")
    stopped = _total(tallies, "stopped")
    ignored = max(0, nudged[0] - opened[0] - stopped[0])
    returned = {days: told(_total(tallies, f"returned{days}")[0]) for days in RETURNS}
    return Totals(
        new=told(_total(tallies, "people")[0]),
        active_days=told(*_total(tallies, "active")),
        begun=told(*_total(tallies, "begun", "episode")),
        finished=told(*_total(tallies, "finished", "episode")),
        returned=returned,
        sent=told(*nudged),
        opened=told(*opened),
        ignored=told(ignored, nudged[1]),
        stopped=told(*stopped),
    )


def _evening(tallies: _Tallies, evening: Evening) -> EveningTold:
    place = evening.series, evening.key
    own = {key: value for key, value in tallies.items() if (key.series, key.episode) == place}
    revisions = {key.digest for key in own if key.digest}
    ordered = sorted(revisions, key=lambda digest: (digest != evening.digest, digest))
    return EveningTold(
        evening.series,
        evening.key,
        evening.name,
        told(_total(own, "begun")[0]),
        told(_total(own, "finished")[0]),
        [_funnel(own, evening, digest) for digest in ordered],
    )


def _funnel(tallies: _Tallies, evening: Evening, digest: str) -> Funnel:
    own = {key: value for key, value in tallies.items() if key.digest == digest}
    reached, went_on = _summed(own, "reached", "key"), _summed(own, "went on", "key")
    words = {question.key: question.words for question in evening.questions}
    chose: dict[str, Counter[str]] = defaultdict(Counter)
    for key, value in own.items():
        if key.what == "chose":
            chose[key.key][key.choice] += value
    order = {key: place for place, key in enumerate(words)}
    keys = sorted({*reached, *chose}, key=lambda key: (order.get(key, len(order)), key))
    steps = [
        FunnelStep(
            key,
            words.get(key, key),
            told(reached[key]),
            [(words.get(choice, choice), told(number)) for choice, number in chose[key].most_common()],
            told(max(0, reached[key] - went_on[key])),
        )
        for key in keys
    ]
    return Funnel(digest, digest == evening.digest, steps)


def as_json(found: StatsReport) -> dict[str, object]:
    """The report in plain values; null is fewer than five people."""
    return {
        "since": iso(found.since),
        "hidden_below": LEAST,
        "people": found.people,
        "totals": _plain(found.totals),
        "platforms": {name: _plain(part) for name, part in found.platforms.items()},
        "languages": {name: _plain(part) for name, part in found.languages.items()},
        "days": [{"day": iso(day), "active": active} for day, active in found.days],
        "evenings": [
            {
                "series": each.series,
                "episode": each.key,
                "name": each.name,
                "begun": each.begun,
                "finished": each.finished,
                "revisions": [
                    {"digest": f.digest, "now": f.now, "questions": [_step(step) for step in f.steps]}
                    for f in each.funnels
                ],
            }
            for each in found.evenings
        ],
    }


def iso(day: int) -> str:
    """A day since 1970 as people write it."""
    return (date(1970, 1, 1) + timedelta(days=day)).isoformat()


def _plain(totals: Totals) -> dict[str, object]:
    return {
        "new_people": totals.new,
        "active_days": totals.active_days,
        "evenings": {"begun": totals.begun, "finished": totals.finished},
        "returned_after_days": {str(days): number for days, number in totals.returned.items()},
        "nudges": {
            "sent": totals.sent,
            "opened": totals.opened,
            "ignored": totals.ignored,
            "stopped": totals.stopped,
        },
    }


def _step(step: FunnelStep) -> dict[str, object]:
    return {
        "key": step.key,
        "words": step.words,
        "reached": step.reached,
        "chose": [{"words": words, "people": number} for words, number in step.chose],
        "left": step.left,
    }
