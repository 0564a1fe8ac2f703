"""A move or a question? The one place where what was heard and what the matcher found are weighed. Pure."""

from bot.hearing.hear import Hearing
from bot.hearing.kinds import ASKING, COMPLAINTS, FEELINGS, Heard, Kind
from bot.hearing.offered import fits
from bot.hearing.phrases import asks, names_others, speaks_of_oneself
from bot.matching.related import related, share
from bot.matching.verdict import Accept, Candidate, Later, Miss, Suggest, Verdict

# From here on a move goes before an offered question that the matcher would take: feelings and complaints
# sooner, since a question in their place hurts; never what may be asked of the script as well.
_SURE, _FELT = 0.9, 0.5
# What is hardly a question at all is what somebody tells of themselves, sooner still.
_HARDLY, _TELLS = 0.05, 0.35
_LIKELY = 0.3  # from here on a move goes before “I have no words for that”
# Another evening is only named for what looks like a question, and hardly like a move or anything else.
_HALF = 0.5
# What an offered question or answer may mean as well: a wish to know, or who is named.
_OR_OFFERED = ASKING | {Kind.SOMEBODY}
_A_QUESTION, _NO_MOVE, _NO_STRANGER = 0.4, 0.25, 0.35


def certain(hearing: Hearing) -> bool:
    """Whether the words are known as a move that no question of the script could mean as well."""
    heard = hearing.heard
    return heard is not None and heard.score == 1.0 and heard.kind not in _OR_OFFERED


def plausible(text: str, hearing: Hearing, found: Verdict, meant: Candidate) -> Verdict:
    """`found`, unless nothing but the score speaks for it.

    What somebody tells of their own life is never asked back as a question, nor named as one of another
    evening. What is no question at all is only guessed at where a word that says something stands in both."""
    if isinstance(found, Later):
        return found if _from_outside(text, meant) else Miss()
    puzzled = hearing.heard == Heard(Kind.MEANING, 1.0)  # who does not understand says no “I see”
    if not fits(text, meant) or (puzzled and not asks(meant.text)):
        return Miss()
    if hearing.told and asks(meant.text):
        return found if isinstance(found, Accept) and related(text, meant.phrasings) else Miss()
    guess = not isinstance(found, Accept)
    return Miss() if guess and not asks(text) and not related(text, meant.phrasings) else found


def _from_outside(text: str, meant: Candidate) -> bool:
    """Whether a question of another evening is what was asked: most of its words stand there, and it does not
    ask about “him” and “her” of whom the present evening tells."""
    of_the_story = names_others(text) and not speaks_of_oneself(text)
    return not of_the_story and share(text, meant.phrasings) > _HALF


def choose(hearing: Hearing, found: Verdict) -> Heard | Accept | Suggest | Later | None:
    """What the words are taken for; None: for nothing that is known here."""
    heard = hearing.heard
    score = heard.score if heard is not None else 0.0
    asked = 0.0 if hearing.told else hearing.question
    match found:
        case Accept() if (
            heard is None or heard.kind in _OR_OFFERED or score < _needed(heard, hearing.question)
        ):
            return found
        case Suggest() if score < _LIKELY or score < asked:
            return found
        case Later() if hearing.question >= _A_QUESTION and score < _NO_MOVE and hearing.other < _NO_STRANGER:
            return found
    return heard if heard is not None and score >= max(_LIKELY, hearing.other, asked) else None


def _needed(heard: Heard, question: float) -> float:
    if heard.kind in FEELINGS | {Kind.TELLING, Kind.STORY} and question < _HARDLY:
        return _TELLS
    return _FELT if heard.kind in FEELINGS | COMPLAINTS and question < _FELT / 2 else _SURE
