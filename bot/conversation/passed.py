"""Questions that a person passed by: noted while they read an evening for the first time, offered once it is
done, each with its answer. Only keys are kept. Nothing here moves the talk, or tells the script anything.
"""

from collections.abc import Iterable, Mapping, Sequence

from bot.commands import passed
from bot.commands.context import EpisodeCard, Note
from bot.commands.passed import MOST, PassedBy
from bot.conversation.compose import PERSON, Showing
from bot.conversation.outputs import Became, Outputs, Said, Shown
from bot.conversation.replay import Replay, replay
from bot.conversation.saying import ANSWER_WITHIN, expecting
from bot.conversation.view import View
from bot.engine.effects import FinalText, Line, SayLine
from bot.engine.program import UNLISTED
from bot.engine.state import Options
from bot.person.asking import AskedPassed
from bot.person.facts import Facts, only_passed, with_passed, with_question
from bot.ports import Saved
from bot.reminders import stored
from bot.yarn.keys import short_hash

KEPT = 12  # of an evening
ONWARD = "+"  # before the mark of a question about the answer that was heard last


def noted(view: View, waiting: Options, number: int) -> Facts:
    """What is known once that option was taken: the others that stood beside it were passed by."""
    key, series, facts = waiting.choices[number][0], view.stage.series, view.saved.profile.facts
    episode = series.episode_of(series.program.lines[key].node)
    if episode is None:  # of a node that evenings share
        return with_question(facts, key)
    first = not series.done(episode, view.saved.state)
    others = [other for other, able in waiting.choices if able] if first else []
    return with_question(facts, key, episode.key, others)


def mark(key: str, onward: bool = False) -> str:
    """Stands for a question on a button, where there is little room."""
    return ONWARD * onward + short_hash(key)


def worth_keeping(view: View, episode: str) -> Saved:
    """The person who finished that evening: of what they passed by, the dozen with most to say is kept."""
    before = view.saved.profile.facts
    best = _most_to_say(_heard_of(view, before.passed.get(episode, ())), KEPT)
    facts = only_passed(before, episode, tuple(key for key in before.passed.get(episode, ()) if key in best))
    return view.saved if facts is before else stored.with_facts(view.saved, facts)


def _heard_of(view: View, keys: Iterable[str]) -> dict[str, Replay]:
    """Those of them to which the script says something."""
    return {key: found for key in keys if (found := _replayed(view, key)) is not None}


def _most_to_say(found: Mapping[str, Replay], most: int) -> list[str]:
    def length(key: str) -> int:
        return sum(len(each.line.text.plain) for each in found[key].answer)

    return sorted(found, key=length, reverse=True)[:most]


# ---------------------------------------------------------------- offered


def offered(view: View, episode: str) -> Outputs:
    """Up to three of them, those with most to say, in the order of the talk. (): there are none to hear."""
    found = _to_hear(view, episode)
    card = _card(view, episode)
    if not found or card is None:
        return ()
    words = passed.offer(view.present(), card, found, aided=_aided(view, episode))
    return _asking(view, episode, found, words)


def _to_hear(view: View, episode: str) -> list[PassedBy]:
    keys = view.saved.profile.facts.passed.get(episode, ()) if view.alone else ()
    heard = _heard_of(view, keys)
    longest = _most_to_say(heard, MOST)
    place = view.stage.series.program.lines
    return [_by_key(key, heard[key].question) for key in sorted(longest, key=lambda key: place[key].place)]


def _replayed(view: View, key: str, onward: bool = False) -> Replay | None:
    """What the script says to that question. None: nothing, or its writer keeps it out of such lists."""
    state, info = view.saved.state, view.stage.series.program.lines.get(key)
    if state is None or info is None or UNLISTED in info.tags:
        return None
    return replay(view.stage, state, key, onward=onward)


def _by_key(key: str, words: FinalText, onward: bool = False) -> PassedBy:
    return PassedBy(key, mark(key, onward), " ".join(words.plain.split()))


def _card(view: View, episode: str) -> EpisodeCard | None:
    return next((card for card in view.present().episodes if card.key == episode), None)


def _aided(view: View, episode: str) -> bool:
    return episode in view.stage.series.aided


def _asking(
    view: View, episode: str, questions: Sequence[PassedBy], words: Note, onward: bool = False
) -> Outputs:
    """What is typed next may name one of them."""
    asked = AskedPassed(episode, tuple(q.key for q in questions), view.now + ANSWER_WITHIN, onward)
    return Became(expecting(view.saved, asked)), Said((words,))


# ---------------------------------------------------------------- heard


def heard(view: View, marked: str) -> Outputs:
    """The question as it was asked there, its answer, and what may be heard after it. (): there is no such
    question any more."""
    series, onward = view.stage.series, marked.startswith(ONWARD)
    key = next((key for key in series.program.choices if mark(key, onward) == marked), None)
    if key is None or not view.alone:
        return ()
    found, episode = _replayed(view, key, onward), series.episode_of(series.program.lines[key].node)
    if found is None or episode is None:
        return ()
    following = [option.key for option in found.following]
    facts = with_passed(view.saved.profile.facts, episode.key, key, following)
    view = view.at(stored.with_facts(view.saved, facts))
    return _told(view, found, onward), *_afterwards(view, episode.key, found)


def _told(view: View, found: Replay, onward: bool) -> Shown:
    said = SayLine(Line("", found.question, PERSON, (), False))
    before = (found.before,) if found.before is not None and not onward else ()  # else it was just said
    saved = view.saved
    nothing_asked = Showing(saved.subject.key, saved.run, saved.step, view.texts, typed="")
    return Shown((*before, said, *found.answer), nothing_asked)


def _afterwards(view: View, episode: str, found: Replay) -> Outputs:
    card = _card(view, episode)
    if card is None:
        return ()
    ctx, aided = view.present(), _aided(view, episode)
    further = [_by_key(o.key, o.text, onward=True) for o in found.following if _replayed(view, o.key, True)]
    if further:
        return _asking(view, episode, further, passed.further(ctx, card, further, aided=aided), onward=True)
    rest = _to_hear(view, episode)
    return _asking(view, episode, rest, passed.more(ctx, card, rest, aided=aided))


def labels(view: View, asked: AskedPassed) -> list[str]:
    """What the buttons of that question say, in their order."""
    found = (_replayed(view, key, asked.onward) for key in asked.keys)
    words = [each.question.plain if each is not None else "" for each in found]
    return [*words, passed.whole(view.present())]
