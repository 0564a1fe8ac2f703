"""What somebody does with their words, from the text and the scene alone."""

import re
from collections.abc import Iterator, Sequence

from bot.clean import fold
from bot.frozen import frozen
from bot.hearing.kinds import AS_WORDED, FEELINGS, Heard, Kind
from bot.hearing.learned import OTHER, QUESTION, likely
from bot.hearing.phrases import (
    addresses,
    asks,
    asks_outright,
    known,
    languages,
    speaks_of_oneself,
    tells,
    vocabulary,
)
from bot.hearing.worded import mourns, without_denied, worded
from bot.matching.smalltalk import small_talk

_STORY = 18  # words: from here on a text without a question is telling
_OWN = FEELINGS | {Kind.TELLING, Kind.STORY}
_SURE_OF_ONE = 0.35  # from here on it is that feeling
_ONLY_NAMED = 3  # words: so few around a name ask about it
_ENOUGH = 3  # words: of fewer no language is told
_SMALL_TALK = {
    "greeting": Kind.GREETING,
    "thanks": Kind.THANKS,
    "farewell": Kind.GOODBYE,
    "bot": Kind.PERSON,
    "how_are_you": Kind.AND_YOU,
    "insult": Kind.SWEARING,
    "laugh": Kind.LAUGHS,
    "yes": Kind.AGREES,
    "no": Kind.DISAGREES,
    "unsure": Kind.UNSURE,
    "praise": Kind.MOVED,
    "sad": Kind.SAD,
    "sorry": Kind.SORRY,
}
_HEARTS = re.compile(r"\s*(?:(?:<3+|[:=;8xX]-?[)D3pP]+|\^\^)\s*)+")  # as they are typed
_SAD_FACES = re.compile(r"\s*(?:[:=]['’]?-?[(\[/]+\s*)+")
_SAD_SIGNS, _GLAD_SIGNS = "😢😭😞😔🥺☹😥💔😿🙁", "😂🤣😆😄😅😁😀"


@frozen
class Moment:
    """What stands open. `offered`: the questions shown; `cast`: names of whom the script tells, in small
    letters; `asked`: the kind of answer that is awaited ("text",
    "number", "yesno", "reflection"; "": none); `locale`: the language of the talk."""

    offered: Sequence[str] = ()
    asked: str = ""
    locale: str = "en"
    cast: Sequence[str] = ()


@frozen
class Hearing:
    """`heard`: the likeliest move, if any is likely at all. `question`: how likely the text is a question of
    the script, or names a topic; `other`: neither that nor a move. All from 0 to 1. `told`: it speaks of
    somebody's life and asks nothing."""

    heard: Heard | None
    question: float
    other: float
    told: bool = False


def hear(text: str, scene: Moment) -> Hearing:
    """The move that `text` is, with scores. Pure; bounded work on any text; never raises."""
    sure = _signs(text) or _worded(text) or known(text) or _tongue(text, scene.locale) or plainly(text)
    if sure is not None:
        return Hearing(sure, 0.0, 0.0)
    denied = without_denied(text)
    if denied is not None:
        return _beside(denied)
    if not fold(text, 400):
        return Hearing(None, 0.0, 1.0)
    scores = likely(text)
    asking = asks(text)
    told = tells(text) and not asking
    kind = max(_possible(text, told, asking), key=lambda each: scores[each])
    heard = Heard(kind, scores[kind.value])
    # Which feeling it is may be hard to tell, where it is clear that one's own life is spoken of.
    if told and (kind is Kind.TELLING or (kind in FEELINGS and heard.score < _SURE_OF_ONE)):
        heard = Heard(Kind.TELLING, sum(scores[each.value] for each in _OWN))
    question = max(scores[QUESTION], scores[Kind.TELLING]) if asking else scores[QUESTION]
    if len(text.split()) >= _STORY and not asking and heard.kind not in FEELINGS:
        heard, question = Heard(Kind.STORY, max(heard.score, 0.8)), min(question, 0.1)
    return Hearing(heard, question, scores[OTHER], told)


def _possible(text: str, told: bool, asking: bool) -> Iterator[Kind]:
    """What the weights may find: nobody tells of themselves with a question, no question about others is a
    feeling of one's own, and nobody is dead without a word for it,
    and whoever neither asks nor speaks to Alana means a therapist of their own."""
    own = told or not asks_outright(text) or speaks_of_oneself(text)
    of_her = asking or addresses(text)
    for kind in Kind:
        if kind in AS_WORDED:
            continue
        if kind is Kind.TELLING and not told:
            continue
        if kind is Kind.THERAPIST and not of_her:
            continue
        if (kind in FEELINGS and not own) or (kind is Kind.GRIEF and not mourns(text)):
            continue
        yield kind


def _beside(rest: str) -> Hearing:
    """A feeling was denied: another one that is told beside it, or that."""
    scores = likely(rest)
    kind = max(_possible(rest, told=True, asking=False), key=lambda each: scores[each])
    if rest and kind in FEELINGS and scores[kind] >= _SURE_OF_ONE:
        return Hearing(Heard(kind, scores[kind]), 0.0, 0.0, told=True)
    return Hearing(Heard(Kind.NOT_SO, 1.0), 0.0, 0.0)


def about(text: str, cast: Sequence[str]) -> Heard | None:
    """A question about one of `cast`, or little more than the name."""
    words = fold(text, 400).split()
    named = [word for word in words if word in cast]
    asking = asks(text) or asks(" ".join(words[1:]))  # "wait, who is …"
    if len(set(named)) != 1 or not (asking or len(words) <= _ONLY_NAMED):
        return None
    return Heard(Kind.WHO_IS, 1.0, named[0])


def _worded(text: str) -> Heard | None:
    kind = worded(text)
    return Heard(kind, 1.0) if kind is not None else None


def plainly(text: str) -> Heard | None:
    """The move that `text` is in so many words, whatever the scene."""
    kind = small_talk(text)
    return known(text) or (Heard(_of_small_talk(kind, text), 1.0) if kind is not None else None)


def _of_small_talk(kind: str, text: str) -> Kind:
    """Small talk calls everything sad that hurts, a death too; here each feeling has its own answer."""
    if kind != "sad":
        return _SMALL_TALK[kind]
    scores = likely(text)
    return max(sorted(FEELINGS), key=lambda each: scores[each])


def _signs(text: str) -> Heard | None:
    """A message without a letter or a digit: a face, a heart, a thumb."""
    if _HEARTS.fullmatch(text):
        return Heard(Kind.EMOJI, 1.0)
    if _SAD_FACES.fullmatch(text):
        return Heard(Kind.SAD, 1.0)
    signs = [char for char in text if not char.isspace()]
    if not signs or any(char.isalnum() for char in signs):
        return None
    if any(char in _SAD_SIGNS for char in signs):
        return Heard(Kind.SAD, 1.0)
    if any(char in _GLAD_SIGNS for char in signs):
        return Heard(Kind.LAUGHS, 1.0)
    if set(signs) <= set("?¿"):
        return Heard(Kind.MEANING, 1.0)
    if set(signs) <= set(".…"):
        return Heard(Kind.UNSURE, 1.0)
    return Heard(Kind.EMOJI, 1.0)


def _tongue(text: str, locale: str) -> Heard | None:
    """Whether it is written in another of the languages than the talk is held in."""
    words = fold(text, 400).split()
    here = sum(word in vocabulary(locale) for word in words) if locale in languages() else 0
    for other in languages():
        there = sum(word in vocabulary(other) for word in words)
        if other != locale and _foreign(len(words), here, there):
            return Heard(Kind.LANGUAGE, 1.0, other)
    return None


def _foreign(words: int, here: int, there: int) -> bool:
    """A short line that has nothing of this language, or a longer one that is mostly of the other."""
    if not here:
        return words >= _ENOUGH and there >= 2
    return there >= _ENOUGH and there >= 3 * here and 2 * there >= words
