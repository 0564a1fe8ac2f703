"""What is typed in the hour after words of danger, after the question whether they were any, or to the page
of help that somebody asked for.

Whoever was wrongly asked is let go by any sort of no, and by anything that is plainly meant for the evening.
What may still be about danger is answered gently; what is not understood only so often: nobody is held.
"""

from bot.care.judge import care as speaks_of_danger
from bot.commands import care
from bot.conversation import answers, in_danger, pages, replies
from bot.conversation.meanings import ForQuestion, Meaning, Perhaps, Unknown
from bot.conversation.outputs import Became, Outputs
from bot.conversation.saying import ask_name, closed, spoken
from bot.conversation.understand import at_once, beyond_care
from bot.conversation.view import View
from bot.frozen import replace
from bot.hearing.hear import Hearing, Moment, hear
from bot.hearing.kinds import FEELINGS, Heard, Kind
from bot.hearing.offered import plainly_offered
from bot.hearing.phrases import asks
from bot.person.asking import AfterCare, AfterHelp
from bot.yesno import yes_or_no

_HEARD = 0.4  # from here on a move is heard
# Gentle answers to what is not understood, by whether it was only asked about; then it is the dialogue's.
_PATIENCE = {True: 1, False: 2}
# What a no says of a page that was asked for: nobody's words were taken too seriously there.
_TO_THE_PAGE = {"no": "fine", "saying": "needless"}
_OF_THE_PAGE = 8  # words: where an answer is awaited, a longer text is that
_OF_THE_ASKING = frozenset({Kind.WHY, Kind.MEANING, Kind.WHY_NAME})
# What people also say to the page of help, and about it.
_ABOUT_IT = FEELINGS | {
    *(Kind.TELLING, Kind.THANKS, Kind.MOVED, Kind.EMOJI, Kind.SORRY, Kind.SWEARING),
    *(Kind.NEVER_MIND, Kind.REASSURE),
    *(Kind.UNSURE, Kind.AGREES, Kind.DISAGREES, Kind.DISLIKES, Kind.DOUBTS, Kind.LAUGHS),
    *(
        Kind.WHY,
        Kind.MEANING,
        Kind.HOW,
        Kind.MORE,
        Kind.EXAMPLE,
        Kind.THERAPIST,
        Kind.SAFE,
        Kind.DID_YOU_READ,
    ),
}


async def answered(view: View, after: AfterCare, text: str) -> Outputs | None:
    """Nothing that follows words of danger becomes somebody's name or a page of the journal unasked. None: it
    is the dialogue's."""
    said = in_danger.answer(text, asked=after.asked) or _once_more(text, after)
    if said is not None:
        return await replies.command(view, "care", said)
    if (name := _called(view, text)) is not None:
        return ask_name(view, name)
    heard = _heard(view, text)
    move = heard.heard.kind if heard.heard is not None and heard.heard.score >= _HEARD else None
    if after.asked and move in _OF_THE_ASKING:
        return spoken(view, care.why(view.present()))
    meaning = await _meaning(view, after, text)
    if not isinstance(meaning, ForQuestion | Heard | Perhaps | Unknown):
        return None  # a command, or a question of the script
    kind = _gently(text, move)
    if _is_the_dialogues(meaning, move, kind, after):
        return _asked_about(view, meaning, move)
    out = spoken(view, care.still(view.present(), kind, after.said))
    return Became(replace(view.saved, pending=replace(after, said=after.said + 1))), *out


async def of_the_page(view: View, after: AfterHelp, text: str) -> Outputs | None:
    """Any sort of no to the page of help that was asked for. None: the words are not about the page."""
    open_ = replace(view.openness(), saved=closed(view.saved))
    offered = [candidate for _, candidate in open_.options]
    meaning = at_once(text, open_)
    if not isinstance(meaning, ForQuestion | None) or plainly_offered(text, offered):
        return None
    plain_no = open_.asked != "yesno" and yes_or_no(text) is False
    said = "no" if plain_no else in_danger.answer(text, asked=False)
    if said is None or (asks(text) and said != "onward"):
        return None
    if meaning is not None and (said == "before" or len(text.split()) > _OF_THE_PAGE):
        return None  # an answer, or a page of the journal
    return await replies.command(view, "care", _TO_THE_PAGE.get(said, said))


def _once_more(text: str, after: AfterCare) -> str | None:
    """Who is asked whether they are in danger, and tells more that sounds like it, has said yes."""
    return "yes" if after.asked and speaks_of_danger(text) is not None else None


def _called(view: View, text: str) -> str | None:
    """The name that somebody says in a sentence (“I am Jo”), where one is asked for."""
    name = answers.name_in(text)
    if name == text or not view.openness().named:
        return None
    named = answers.named(text)
    return name if named.move is None and not named.odd and name[:1].isupper() else None


async def _meaning(view: View, after: AfterCare, text: str) -> Meaning:
    """What the dialogue would make of it. A question of the script by its meaning is not searched for at once
    where they were surely in danger: "should I go?" is not asked of a script then."""
    open_ = replace(view.openness(), saved=closed(view.saved))
    if after.asked or after.said >= _PATIENCE[False]:
        return await beyond_care(text, open_, view.tools.matcher)
    return at_once(text, open_) or Unknown(text)


def _heard(view: View, text: str) -> Hearing:
    """Whichever language it is said in."""
    open_ = view.openness()
    heard = hear(text, Moment(asked=open_.asked, locale=open_.locale))
    if heard.heard is not None and heard.heard.kind is Kind.LANGUAGE:
        return hear(text, Moment(asked=open_.asked, locale=heard.heard.said))
    return heard


def _gently(text: str, move: Kind | None) -> str:
    """What was said, as far as `care.still` has words for it."""
    if move in (Kind.THANKS, Kind.MOVED):
        return "thanks"
    if asks(text) or move is Kind.REASSURE:
        return "question"
    return "feelings" if move in FEELINGS else ""


def _is_the_dialogues(meaning: Meaning, move: Kind | None, kind: str, after: AfterCare) -> bool:
    if move is not None and move not in _ABOUT_IT:
        return True  # a name, an evening, "say that again"
    if isinstance(meaning, ForQuestion):  # a name or a page is made of it where they were only asked
        return not kind and after.asked
    return not kind and after.said >= _PATIENCE[after.asked]


def _asked_about(view: View, meaning: Meaning, move: Kind | None) -> Outputs | None:
    """The dialogue may have it, but is it a name, or for the journal? None: there is no doubt."""
    if not isinstance(meaning, ForQuestion) or move is Kind.NAME:
        return None
    match view.openness().asked:
        case "reflection":
            return pages.ask(view, meaning.text)
        case "text":
            return ask_name(view, answers.name_in(meaning.text))
    return None
