"""What typed words mean, in a fixed order; the first rule that fits wins.

care → “next” to what stands open → commands and their everyday forms → a command's open question, but for
an offered question word for word → the dialogue's open question, but for moves that are no answer to it →
number, letter or label of an offered question (of an evening, where none is offered) → an offered question
word for word → one that was asked before → what asks for the meaning of a word → a move or a question,
whichever it is (`bot.hearing`) → nothing.
Everything but the search of questions is pure and at once.
"""

import asyncio
import re
from collections.abc import Sequence
from functools import cache
from typing import get_args

from bot.care.judge import care
from bot.clean import clean, fold
from bot.commands.reminding import city, hour
from bot.commands.table import ASKED_BY
from bot.conversation import called, words_asked
from bot.conversation.answers import declines, unnamed
from bot.conversation.meanings import (
    Beyond,
    Chosen,
    ForCommand,
    ForNudge,
    ForQuestion,
    HouseWord,
    Meaning,
    NotYet,
    Order,
    Perhaps,
    Skipped,
    Unknown,
    Ways,
    WordOf,
)
from bot.frozen import frozen
from bot.hearing.hear import Moment as Moment
from bot.hearing.hear import plainly
from bot.hearing.kinds import ASKING, BESIDE, Heard, Kind
from bot.hearing.phrases import known, tells
from bot.hearing.understand import understood
from bot.hearing.worded import beyond_a_script, worded
from bot.matching.phrases import pattern, patterns, table, whole
from bot.matching.pick import beyond, pick
from bot.matching.related import related
from bot.matching.thresholds import RankingMatcher
from bot.matching.verdict import Accept, Candidate, Later, Suggest
from bot.model import Alarm
from bot.person.asking import AboutReminder, AskedOffer
from bot.ports import Saved
from bot.timewords.lexicon import lexicon
from bot.timewords.reading import When, parse_when
from bot.yesno import begins_with, yes_or_no
from bot.yesno import plainly as plainly_yes

_SLASHED = re.compile(r"/(?P<name>[^\W\d_]\w{0,31})(?:@\w+)?(?:\s+(?P<argument>.*))?", re.DOTALL)
_NUMBER = re.compile(r"\W*\d+[ab]?\W*")  # "1a" praises
_CITY = 4  # words of its name at most
_LETTER = re.compile(r"\W*[A-Za-z]\W*")

_OF_NOTES = (*get_args(AboutReminder), AskedOffer)  # to these a bare "stop" is a no
LONG = 1_000  # characters; longer texts are listened to in a thread, so that nobody waits for them
TYPED_LIMIT = 5_000  # characters of an answer or a reflection; no platform sends longer ones


@frozen
class Openness:
    """What stands open when the words arrive. `options`: number in the group and the question;
    `asked`: the kind of answer that the dialogue waits for ("text", "number", "yesno", "reflection"; "":
    none), `named`: it is what they are called; `skip`: the label of the button beside it;
    `evenings`: key and name of all, in the menu's order; `cast`: names in small letters, of those of whom the
    script says who they are; `danger`: it is in the air."""

    saved: Saved
    locale: str
    options: Sequence[tuple[int, Candidate]] = ()
    asked: str = ""
    named: bool = False
    skip: str = ""
    bank: Sequence[Candidate] = ()
    episodes: Sequence[tuple[str, str]] = ()
    commands: frozenset[str] = frozenset()
    cast: Sequence[str] = ()
    danger: bool = False


async def beyond_care(text: str, open_: Openness, matcher: RankingMatcher) -> Meaning:
    """What text without words of danger means: all rules but the first."""
    words = clean(text, TYPED_LIMIT)
    return at_once(words, open_) or await _by_meaning(words, open_, matcher)


async def alarming(text: str) -> Alarm | None:
    """Whether words of danger stand in `text`."""
    found = await asyncio.to_thread(care, text) if len(text) > LONG else care(text)
    return Alarm(found.level, found.kind) if found is not None else None


def at_once(words: str, open_: Openness) -> Meaning | None:
    """All rules before the match by meaning; None where only that is left."""
    if (onward := _onward(words, open_)) is not None:
        return onward
    order = _order(words, open_)
    if order is not None:
        return order
    if open_.saved.pending is not None:
        return _gone_on(words, open_) or ForCommand(words)
    if open_.asked:
        if declines(words, open_.asked, open_.skip) or (open_.named and _keeps_the_name(words)):
            return Skipped()
        return _instead(words, open_) or ForQuestion(words)
    labels = [candidate.text for _, candidate in open_.options]
    picked = pick(words, labels)
    if picked is not None:
        return Chosen(open_.options[picked][0])
    if (agreed := _yes_among(words, open_)) is not None:
        return agreed
    if (at := _hour(words, open_.locale)) is not None:
        return at
    if labels and beyond(words, labels) and plainly(words) is None:  # "k" and "n" say something
        return Beyond(len(labels))
    return _episode(words, open_)


def _onward(words: str, open_: Openness) -> Chosen | Ways | None:
    """“Next” where a text has one way on: that, rather than the same text again. Where it has more, which?"""
    if not open_.options or open_.saved.pending is not None or words.startswith("/"):
        return None
    if len(open_.options) > 1:
        return Ways(len(open_.options)) if whole(words, table("answers", "next")) else None
    heard = known(words)
    return Chosen(open_.options[0][0]) if heard is not None and heard.kind is Kind.GO_ON else None


def _yes_among(words: str, open_: Openness) -> Chosen | None:
    """The one offered answer that begins with the yes or no that is all they say."""
    said = plainly_yes(words)
    if said is None:
        return None
    found = [number for number, each in open_.options if begins_with(each.text) is said]
    return Chosen(found[0]) if len(found) == 1 else None


def _hour(words: str, locale: str) -> ForNudge | None:
    """A time of day as people write it, and no bare number or word, which may be anything: an age."""
    if _NUMBER.fullmatch(words) or not (any(map(str.isdigit, words)) or " " in words) or tells(words):
        return None
    found = parse_when(words, locale)
    if not isinstance(found, When):
        return None
    clock = not lexicon().clocks("oclock").isdisjoint(words.lower().split())
    return None if found.either and words[:1].isdigit() and not clock else ForNudge(words)


def _city(words: str, open_: Openness) -> ForNudge | None:
    """The name of a large city, that is none of the people's here, and nothing that is said."""
    offered = [phrasing for _, each in open_.options for phrasing in each.phrasings]
    if len(words.split()) > _CITY or plainly(words) is not None or related(words, offered):
        return None
    place = "" if fold(words) in open_.cast else city.claims(words, open_.locale)
    return ForNudge(words, place) if place else None


def _episode(words: str, open_: Openness) -> Order | Beyond | None:
    """Where no question is open: an evening by its number or its name, as the menu shows them."""
    if open_.options or _LETTER.fullmatch(words):  # of a dozen evenings "k" and "j" would be two
        return None
    wanted, names = _opening().sub("", words), [name for _, name in open_.episodes]
    picked = pick(wanted, names)
    if picked is not None:
        return Order("talk", open_.episodes[picked][0])
    return Beyond(0) if names and beyond(wanted, names) else None


@cache
def _opening() -> re.Pattern[str]:
    """The words before an evening's name: "play evening …"."""
    return re.compile(rf"(?:(?:{pattern('evening')})\b[\s:]*)+(?=\S)", re.IGNORECASE)


def _order(words: str, open_: Openness) -> Order | None:
    if slashed := _SLASHED.fullmatch(words):  # known or not: a slip of the pen is no answer
        return Order(slashed["name"].lower(), (slashed["argument"] or "").strip())
    if reminding := _remind_me(words):
        when = reminding["when"]
        return Order("remind", when) if isinstance(parse_when(when, open_.locale), When) else None
    if hour.claims(open_.saved, words, open_.locale):  # "evenings" is the menu's word, too
        return None
    if open_.asked in ("text", "reflection") and not open_.named and _plain(words):
        return None
    if open_.danger and _offered(words, open_) is not None:  # "where can I go?", of that evening
        return None
    wish = called.everyday(words, danger=open_.danger)
    if wish == called.STOP and isinstance(open_.saved.pending, _OF_NOTES):
        return Order("remind", "off")
    return Order(wish.name, wish.argument) if wish is not None and wish.name in open_.commands else None


def _offered(words: str, open_: Openness) -> int | None:
    """The number of the offered question that it is, word for word."""
    wanted = fold(words, 400)
    return next((number for number, each in open_.options if wanted in map(fold, each.phrasings)), None)


def _gone_on(words: str, open_: Openness) -> Chosen | None:
    """An offered question word for word, while a command's question stands: the talk goes on. A yes or a no
    is said to the command, for that one was asked last."""
    if type(open_.saved.pending) not in ASKED_BY or yes_or_no(words) is not None:
        return None
    option = _offered(words, open_)
    return Chosen(option) if option is not None else None


def _remind_me(words: str) -> re.Match[str] | None:
    """A wish for an hour in so many words. The wishes are one group a language, the hour is called `when`."""
    return next(
        (found for each in patterns("remind_me", re.IGNORECASE) if (found := each.match(words))), None
    )


def _plain(words: str) -> bool:
    """A wish that may as well be all there is to say of a life: where words are asked for, the answer."""
    return fold(words, 80) in table("answers", "plain")


async def _by_meaning(words: str, open_: Openness, matcher: RankingMatcher) -> Meaning:
    if (asked := _asked_before(words, open_)) is not None:
        return asked
    if (meant := _word(words, open_)) is not None:
        return meant
    if (place := _city(words, open_)) is not None:
        return place
    numbers = {candidate.key: number for number, candidate in open_.options}
    offered = [candidate for _, candidate in open_.options]
    match await understood(words, _moment(open_), offered, open_.bank, matcher):
        case Accept(key):
            return Chosen(numbers[key])
        case Suggest(key) if not _of_something_else(words) or _is_named(words, key, offered):
            return Perhaps(numbers[key])
        case Later(key):
            return NotYet(key)
        case Heard() as heard if heard.score == 1.0 or not beyond_a_script(words):
            return heard
    return Unknown(words)


def _of_something_else(words: str) -> bool:
    """Whether it asks about a word, or for what no script can do: then no guess will do."""
    return bool(words_asked.word_in(words)) or beyond_a_script(words)


def _is_named(words: str, key: str, offered: Sequence[Candidate]) -> bool:
    """Whether a word of it that says something stands in that question."""
    return related(words, next(each.phrasings for each in offered if each.key == key))


def _asked_before(words: str, open_: Openness) -> NotYet | None:
    """A question of this evening that was asked already and stands open no more, word for word."""
    offered = {candidate.key for _, candidate in open_.options}
    asked = set(open_.saved.profile.facts.asked) - offered
    wanted = fold(words, 400)
    if not asked or not wanted or _offered(words, open_) is not None:
        return None
    found = (c.key for c in open_.bank if c.key in asked and wanted in map(fold, c.phrasings))
    return next(map(NotYet, found), None)


def _word(words: str, open_: Openness) -> Chosen | NotYet | HouseWord | WordOf | None:
    """Who asks what a word means: a question that asks just that, a word of the house, an evening."""
    if _offered(words, open_) is not None:
        return None
    word = words_asked.word_in(words)
    if word and (asked := _question_of(word, open_)) is not None:
        return asked
    if house := words_asked.of_the_house(words):
        return HouseWord(house)
    if not word or any(words_asked.named(" ".join(c.phrasings), word) for _, c in open_.options):
        return None
    named = (key for key, name in open_.episodes if words_asked.named(f"{key} {name}", word))
    key = next(named, None)
    return WordOf(key) if key is not None and key != open_.saved.episode else None


def _question_of(word: Sequence[str], open_: Openness) -> Chosen | NotYet | None:
    """The offered question that asks what the word means, or the one that was asked before."""
    number = next((n for n, c in open_.options if words_asked.means(c.phrasings, word)), None)
    if number is not None:
        return Chosen(number)
    before = set(open_.saved.profile.facts.asked)
    asked = (c.key for c in open_.bank if c.key in before and words_asked.means(c.phrasings, word))
    return next(map(NotYet, asked), None)


def _moment(open_: Openness) -> Moment:
    labels = [candidate.text for _, candidate in open_.options]
    return Moment(labels, open_.asked, open_.locale, open_.cast)


def _keeps_the_name(words: str) -> bool:
    """Whether no name is told: in so many words, or by a no."""
    return unnamed(words) or (yes_or_no(words) is False and words[:1].islower())


def _instead(words: str, open_: Openness) -> Heard | None:
    """What was said where an answer is awaited, and is none: “why do you need my name?”, “do I have to?”."""
    told = worded(words)
    if told in BESIDE:
        return Heard(told, 1.0)
    heard = plainly(words)
    if heard is None or (heard.kind is Kind.NAME and open_.asked == "text"):  # there it is the answer
        return None
    return heard if heard.kind in ASKING or heard.kind is Kind.NAME else None
