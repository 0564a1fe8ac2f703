"""What is said in the middle of an evening, and that a feeling is never called another evening's question."""

import asyncio
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.hearing import SET, Line, lines, outcome, scenes
from bot.hearing.choose import choose
from bot.hearing.hear import Hearing, Moment, hear
from bot.hearing.kinds import Heard, Kind
from bot.hearing.phrases import examples, known, languages
from bot.hearing.understand import understood
from bot.matching.lexical import LexicalMatcher
from bot.matching.verdict import Accept, Candidate, Later, Miss, Suggest

ENGLISH, GERMAN = Moment(locale="en"), Moment(locale="de")


def test_every_kind_has_examples_in_every_language() -> None:
    for language in languages():
        counted = [kind for kind, _ in examples(language)]
        assert {kind for kind in Kind if kind is not Kind.LANGUAGE} <= set(counted), language


@pytest.mark.parametrize(
    ("text", "scene", "kind", "said"),
    [
        ("my name is not Robin", ENGLISH, Kind.NAME, ""),
        ("Call me Jo!", ENGLISH, Kind.NAME, "Jo"),
        ("my name is Ann Marie", ENGLISH, Kind.NAME, "Ann Marie"),
        ("nenn mich Jo", GERMAN, Kind.NAME, "Jo"),
        ("ich heiße nicht Robin, sondern Jo", GERMAN, Kind.NAME, "Jo"),
        ("evening 3", ENGLISH, Kind.NAVIGATION, "3"),
        ("can we do evening 3?", ENGLISH, Kind.NAVIGATION, "3"),
        ("the one about letting go", ENGLISH, Kind.NAVIGATION, "letting go"),
        ("der über loslassen", GERMAN, Kind.NAVIGATION, "loslassen"),
        ("ich verstehe leider nicht so gut englisch", ENGLISH, Kind.LANGUAGE, "de"),
        ("i do not understand german very well, sorry", GERMAN, Kind.LANGUAGE, "en"),
        ("why?", ENGLISH, Kind.WHY, ""),
        ("👍", ENGLISH, Kind.EMOJI, ""),
        ("<3", ENGLISH, Kind.EMOJI, ""),
        (":-) ", GERMAN, Kind.EMOJI, ""),
        (":(", ENGLISH, Kind.SAD, ""),
        (":'(", GERMAN, Kind.SAD, ""),
        ("😭", GERMAN, Kind.SAD, ""),
        ("???", ENGLISH, Kind.MEANING, ""),
        ("danke", ENGLISH, Kind.THANKS, ""),
    ],
)
def test_what_is_known(text: str, scene: Moment, kind: Kind, said: str) -> None:
    assert hear(text, scene).heard == Heard(kind, 1.0, said)


def test_a_long_story_is_telling() -> None:
    story = (
        "well you see I met a man on the ferry and we wrote to each other for a year and then he came " * 3
    )
    heard = hear(story, ENGLISH).heard
    assert heard is not None
    assert heard.kind is Kind.TELLING


FELT = Hearing(Heard(Kind.GRIEF, 0.8), 0.05, 0.05)
ASKED = Hearing(Heard(Kind.TELLING, 0.1), 0.8, 0.1)


def test_another_evening_only_for_what_looks_like_a_question() -> None:
    assert choose(ASKED, Later("x")) == Later("x")
    assert choose(FELT, Later("x")) == Heard(Kind.GRIEF, 0.8)
    assert choose(Hearing(Heard(Kind.GRIEF, 0.1), 0.1, 0.8), Later("x")) is None
    assert choose(Hearing(Heard(Kind.TELLING, 0.3), 0.5, 0.1), Later("x")) is None


def test_a_feeling_goes_before_a_question_and_a_question_before_a_guess() -> None:
    assert choose(FELT, Accept("x")) == Heard(Kind.GRIEF, 0.8)
    assert choose(ASKED, Accept("x")) == Accept("x")
    assert choose(Hearing(Heard(Kind.WHY, 0.95), 0.0, 0.0), Accept("x")) == Accept("x")
    assert choose(ASKED, Suggest("x")) == Suggest("x")
    assert choose(ASKED, Miss()) is None


def _judged(chosen: Sequence[Line]) -> list[str]:
    import json

    found = json.loads(SET.read_text(encoding="utf-8"))
    moments, matcher = scenes(found), LexicalMatcher()
    bank = tuple(Candidate(each["key"], each["text"]) for each in found["bank"] if each["locale"] == "en")

    async def each() -> list[str]:
        return [
            line.outcome(await outcome(line.text, *moments[line.scene], bank, matcher)) for line in chosen
        ]

    return asyncio.run(each())


def test_the_set_is_broad() -> None:
    every = list(lines(SET))
    assert len(every) >= 400
    assert len({line.scene for line in every}) >= 40


@pytest.mark.parametrize("locale", ["en", "de"])
def test_unseen_lines_are_heard(locale: str) -> None:
    """Moves that neither phrases nor weights were made with, and without the semantic model."""
    moves = [
        line for line in lines(SET) if line.unseen and line.locale == locale and line.right[0] in [*Kind]
    ]
    assert len(moves) > 25
    judged = _judged(moves)
    good = judged.count("right") + judged.count("acceptable")
    assert good >= 0.85 * len(moves), list(zip(judged, moves, strict=True))
    assert judged.count("hurting") <= 1  # with the semantic model none; the lexical one reads only letters


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet=st.characters(), max_size=300))
def test_any_text(text: str) -> None:
    found = hear(text, ENGLISH)
    assert 0.0 <= found.question <= 1.0
    assert known(text) is None or found.heard is not None


@pytest.mark.parametrize(
    "words",
    [
        "i'm afraid to text first",
        "i don't dare to text him",
        "i am afraid to ask her out",
        "ich habe angst, zuerst zu schreiben",
        "i'm afraid of being the first to call",
        "i'm scared of being the one who writes first",
        "ich habe angst davor, als erster anzurufen",
    ],
)
async def test_a_fear_is_no_question_of_the_script(words: str) -> None:
    """However near a question's words are to it: “Don't I have to be healed first?”"""
    near = Candidate("healed", "Don't I have to be healed first?", (words + " now",))
    locale = "de" if words.startswith("ich") else "en"
    found = await understood(words, Moment([near.text], locale=locale), [near], [near], LexicalMatcher())
    assert isinstance(found, Heard)
    assert found.kind in {Kind.ANXIOUS, Kind.TELLING}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("my mother died", Kind.GRIEF),
        ("meine mutter ist gestorben", Kind.GRIEF),
        ("mein vater ist gestorben", Kind.GRIEF),
        ("i am sad", Kind.SAD),
        ("ich bin traurig", Kind.SAD),
        ("this is all nonsense", Kind.DISLIKES),
        ("all of this is just rubbish", Kind.DISLIKES),
        ("das ist alles unsinn", Kind.DISLIKES),
        ("das ist doch alles blödsinn hier", Kind.DISLIKES),
    ],
)
def test_each_is_heard_as_what_it_is(text: str, kind: Kind) -> None:
    heard = hear(text, Moment(locale="de" if text.startswith(("ich", "mein", "das")) else "en")).heard
    assert heard is not None
    assert heard.kind is kind
