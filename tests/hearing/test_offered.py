"""What is offered goes before a move, however it is put; and what answers nothing takes no answer."""

import pytest

from bot.hearing.hear import Moment
from bot.hearing.kinds import Heard, Kind
from bot.hearing.offered import plainly_offered
from bot.hearing.understand import understood
from bot.matching.lexical import LexicalMatcher
from bot.matching.verdict import Accept, Candidate, Later, Suggest

QUIET = [
    "A friend.",
    "Someone in my family.",
    "Someone I work with.",
    "Honestly, nobody.",
    "Someone who has died.",
]
LEISE = ["Jemand aus dem Freundeskreis.", "Jemand aus der Familie.", "Ehrlich gesagt, niemand."]
TEACHERS = ["Can a bad person be a teacher?", "Can a child be one?", "Can it be someone I never met?"]
LEHRER = ["Kann mich ein schlechter Mensch etwas lehren?", "Kann es ein Kind sein?"]
SEEN = ["But I do want one special person.", "That sounds a bit unromantic to me.", "I see."]
GESEHEN = ["Ich will aber einen besonderen Menschen.", "Das klingt ein bisschen unromantisch.", "Verstehe."]
HARM = ["What does a healthy quarrel look like?", "It's never been physical."]
FAREWELL = ["What happens now?", "Can I read an evening again?", "I'll miss them."]


async def heard(offered: list[str], text: str, locale: str = "en", bank: tuple[str, ...] = ()) -> object:
    here = [Candidate(each, each) for each in offered]
    elsewhere = [Candidate(each, each) for each in bank]
    scene = Moment(offered, locale=locale, cast=("bo", "nadja"))
    return await understood(text, scene, here, (*here, *elsewhere), LexicalMatcher())


@pytest.mark.parametrize(
    ("offered", "text", "taken"),
    [
        (QUIET, "nobody lol", 3),
        (QUIET, "well, nobody tbh", 3),
        (QUIET, "a friend i guess", 0),
        (QUIET, "my grandma", 1),
        (QUIET, "my boss actually", 2),
        (LEISE, "meine oma", 1),
        (LEISE, "niemand halt", 2),
        (LEISE, "naja, ehrlich gesagt niemand haha", 2),
        (TEACHERS, "a bad person", 0),
        (LEHRER, "ein schlechter mensch", 0),
        (SEEN, "oh i see", 2),
        (SEEN, "i want one special person too", 0),
        (GESEHEN, "ah ok verstehe", 2),
        (HARM, "never physical", 1),
        (HARM, "it was never physical", 1),
        (FAREWELL, "i'll miss you", 2),
    ],
)
async def test_an_offered_answer_is_taken_before_a_move(offered: list[str], text: str, taken: int) -> None:
    locale = "de" if offered in (LEISE, LEHRER, GESEHEN) else "en"
    assert await heard(offered, text, locale) == Accept(offered[taken])


async def test_more_is_an_offer_to_go_on() -> None:
    """What a move asks for may be offered in words that are no question."""
    offered = Candidate("on", "Tell me more about it.")
    found = await understood("tell me more", Moment([offered.text]), [offered], [offered], LexicalMatcher())
    assert found == Accept("on")


@pytest.mark.parametrize(
    ("offered", "text"),
    [
        (QUIET, "do you have friends"),
        (QUIET, "my friend died"),
        (QUIET, "i have no friends"),
        (LEISE, "hast du freunde"),
        (SEEN, "that makes no sense"),
        (SEEN, "i don't see it"),
        (GESEHEN, "ich versteh nur die hälfte"),
        (TEACHERS, "i'm a bad person"),
        (QUIET, "my therapist"),
        (QUIET, "my grandma died"),
        (QUIET, "my mother never hugged me"),
    ],
)
async def test_what_is_no_answer_takes_none(offered: list[str], text: str) -> None:
    locale = "de" if offered in (LEISE, GESEHEN) else "en"
    assert not isinstance(await heard(offered, text, locale), Accept | Suggest)


async def test_ones_own_therapist_is_no_question_about_alana() -> None:
    found = await heard(QUIET, "my therapist")
    assert not (isinstance(found, Heard) and found.kind is Kind.THERAPIST)


@pytest.mark.parametrize(
    "text", ["why did she leave him?", "should i stay for the kids", "can you tell me about bo first"]
)
async def test_what_belongs_here_is_no_question_of_another_evening(text: str) -> None:
    bank = (
        "Why did they leave me?",
        "Can kids teach me?",
        "Does Bo press the button?",
        "Why did she leave him then?",
    )
    assert not isinstance(await heard(SEEN, text, bank=bank), Later)


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("my therapist", "A counsellor."),
        ("my psychologist", "A therapist, perhaps."),
        ("my old coach", "An old teacher."),
        ("my husband", "My partner."),
        ("my flatmate", "A friend."),
        ("mein Therapeut", "Eine Beraterin."),
        ("meine Psychologin", "Die Therapeutin."),
        ("mein Hausarzt", "Ein Arzt."),
        ("meine Trainerin", "Ein Lehrer."),
    ],
)
def test_whoever_is_named_is_somebody_of_the_kind_that_is_offered(typed: str, offered: str) -> None:
    other = Candidate("other", "Nobody at all." if typed.startswith("my") else "Niemand.")
    assert plainly_offered(typed, (Candidate("kind", offered), other)) == "kind"
