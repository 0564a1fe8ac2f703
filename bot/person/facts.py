"""Small marks of a conversation, kept from turn to turn. None is text that a person wrote."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import field
from datetime import date, datetime

from bot.frozen import frozen, replace

_DAYS_KEPT = 400
_QUESTIONS_KEPT = 60
_PASSED_KEPT = 40


@frozen
class Facts:
    """`nudged_on`: local date of the newest nudge; `nudges_seen`: the texts of nudges by key, each with a
    number that grows from nudge to nudge; `offered`: a nudge a day was offered; `days`: local dates on which
    an evening was finished, in order; `no_streak`: they do not want it counted; `finished`: every evening is
    done, so a weekly thought takes the place of the daily nudge; `tap`: the dialogue's button that was
    answered last; `shared`: by evening the shared chat that it was last played in; `exported_at`: when they
    last had everything that is kept, aware UTC; `line_on`: local date of the first line in the journal;
    `line_offered`: it was offered to them again; `heard`: by the kind of a move which of the bot's own
    wordings answers it next, so that none comes twice in a row; `asked`: keys of the questions
    that were taken this evening, the newest last; `passed`: by evening, keys of the questions that were open
    to them in their first reading of it and that they never asked, in the order in which they came by;
    `asked_before`: keys of the questions that were taken in a first reading before it was begun again;
    `typed`: chat and number of the typed message that was answered last, and behind a space the page of the
    journal that it became, if any; `notes`: the operators may write to them now and then; `noticed`: their
    newest note that was said; `feedback_at`: when the person last wrote to them, aware UTC; `let_in`:
    where the bot is for some only, the entry of the setting by which the person was last let in, but for
    their own number; `untold`: words of danger of theirs have no answer yet, since others would have read it:
    how sure it is that they were ("danger", "ask"), and since when, aware UTC; `nudges_in`: a channel and the
    thread of theirs in it, where they want nudges as long as their direct chat is closed."""

    nudged_on: date | None = None
    nudges_seen: Mapping[str, int] = field(default_factory=dict)
    offered: bool = False
    days: tuple[date, ...] = ()
    no_streak: bool = False
    finished: bool = False
    tap: str = ""
    shared: Mapping[str, str] = field(default_factory=dict)
    exported_at: datetime | None = None
    line_on: date | None = None
    line_offered: bool = False
    heard: Mapping[str, int] = field(default_factory=dict)
    asked: tuple[str, ...] = ()
    passed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    asked_before: tuple[str, ...] = ()
    typed: str = ""
    notes: bool = False
    noticed: str = ""
    feedback_at: datetime | None = None
    let_in: str = ""
    untold: tuple[str, datetime] | None = None
    nudges_in: tuple[str, str] | None = None


def with_question(facts: Facts, key: str, episode: str | None = None, others: Iterable[str] = ()) -> Facts:
    """That question of the script was asked; the newest sixty are kept. In that episode `others` could have
    been asked there."""
    asked = (*[each for each in facts.asked if each != key], key)[-_QUESTIONS_KEPT:]
    passed = facts.passed if episode is None else _passed(facts, episode, key, others)
    return replace(facts, asked=asked, passed=passed)


def begun_anew(facts: Facts, *, read: bool) -> Facts:
    """An evening begins: nothing of it was asked yet. `read`: it was read to its end before."""
    if not facts.asked:
        return facts
    before = () if read else (*facts.asked_before, *facts.asked)[-_QUESTIONS_KEPT:]
    return replace(facts, asked=(), asked_before=before)


def with_passed(facts: Facts, episode: str, taken: str, others: Iterable[str]) -> Facts:
    """Where `others` could have been asked, `taken` was; of each evening the newest forty are kept."""
    return replace(facts, passed=_passed(facts, episode, taken, others))


def only_passed(facts: Facts, episode: str, keys: tuple[str, ...]) -> Facts:
    """Of what was passed by in that episode, no more than this is kept."""
    passed = _only(facts.passed, episode, keys)
    return facts if passed is facts.passed else replace(facts, passed=passed)


def _passed(facts: Facts, episode: str, taken: str, others: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    before = facts.passed.get(episode, ())
    known = {taken, *before, *facts.asked, *facts.asked_before}
    kept = [key for key in before if key != taken] + [key for key in others if key not in known]
    return _only(facts.passed, episode, tuple(kept[-_PASSED_KEPT:]))


def _only(
    passed: Mapping[str, tuple[str, ...]], episode: str, keys: tuple[str, ...]
) -> Mapping[str, tuple[str, ...]]:
    if keys == passed.get(episode, ()):
        return passed
    rest = {key: questions for key, questions in passed.items() if key != episode}
    return {**rest, episode: keys} if keys else rest


def without_last(facts: Facts, offered: Collection[str]) -> Facts:
    """The question that was asked last counts no more, if it is one of `offered`: it was taken back."""
    return replace(facts, asked=facts.asked[:-1]) if facts.asked and facts.asked[-1] in offered else facts


def with_day(facts: Facts, day: date) -> Facts:
    """Another evening was finished on that local date; the newest four hundred are kept."""
    return replace(facts, days=tuple(sorted({*facts.days, day})[-_DAYS_KEPT:]))
