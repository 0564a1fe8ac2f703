"""What is said in the middle of an evening, and that a feeling is never called another evening's question."""

import asyncio
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.hearing import SET, Line, lines, outcome, read, scenes
from bot.hearing.choose import choose, plausible
from bot.hearing.hear import Hearing, Moment, hear
from bot.hearing.kinds import Heard, Kind
from bot.hearing.phrases import asks, examples, known, languages
from bot.hearing.understand import understood
from bot.matching.decide import decide
from bot.matching.lexical import LexicalMatcher
from bot.matching.related import near
from bot.matching.verdict import Accept, Candidate, Later, Miss, Suggest
from tests.examples import with_examples

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


def test_a_long_story_is_a_story() -> None:
    story = (
        "well you see I met a man on the ferry and we wrote to each other for a year and then he came " * 3
    )
    heard = hear(story, ENGLISH).heard
    assert heard is not None
    assert heard.kind is Kind.STORY


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


@with_examples(150)
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


# ---------------------------------------------------------------- never asked back

TOLD = {
    "en": (
        "I just broke up with my boyfriend",
        "my father used to ignore me for days",
        "I miss my old teacher",
        "I hate myself",
        "my mum was always angry",
        "he always keeps looking at other women",
        "I looked after my grandmother until the end",
        "my teacher never liked me",
        "my teacher never believed in me",
    ),
    "de": (
        "ich hab grad mit meinem freund schluss gemacht",
        "mein vater hat mich tagelang ignoriert",
        "ich vermisse meine alte lehrerin",
        "ich hasse mich",
        "ich kann mich selbst nicht leiden",
        "ich habe meine oma bis zuletzt gepflegt",
    ),
}
REMARKS = {
    "en": ("the sea", "a siren", "the old bridge", "two red buckets"),
    "de": ("das Meer", "eine Sirene", "die alte Brücke", "zwei rote Eimer", "Hab mich lieb, du Dussel"),
}


async def guessed(texts: dict[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    """Those of the texts that are taken for a question at any moment of the series, with what it was."""
    matcher, found = LexicalMatcher(), []
    for scene, offered in scenes(read(SET)).values():
        for text in () if scene.asked else texts[scene.locale]:
            got = await outcome(text, scene, offered, offered, matcher)
            if got.partition(":")[0] in ("question", "asked", "later"):
                found.append((text, got))
    return found


async def test_what_is_told_of_ones_own_life_is_never_asked_back_as_a_question() -> None:
    assert await guessed(TOLD) == []
    heard = {text: hear(text, Moment(locale=at)).heard for at, texts in TOLD.items() for text in texts}
    assert [text for text, each in heard.items() if each is None or each.score < 0.3] == []


async def test_a_few_words_that_share_a_small_one_with_a_question_are_no_guess() -> None:
    assert await guessed(REMARKS) == []


def test_even_where_the_score_speaks_for_it() -> None:
    question, own = Candidate("q", "Must I miss them for ever?"), Candidate("o", "I miss them still.")
    told = Hearing(Heard(Kind.MISSING, 0.2), 0.1, 0.1, told=True)
    text = "i miss my teacher"
    for found in (Suggest("q"), Later("q")):
        assert plausible(text, told, found, question) == Miss()
        assert plausible("do i miss them", ASKED, found, question) == found
    assert plausible(text, told, Suggest("o"), own) == Suggest("o")  # an option that tells the same
    assert plausible("a bench", Hearing(None, 0.5, 0.1), Later("q"), question) == Miss()
    assert plausible("missing people", Hearing(None, 0.5, 0.1), Later("q"), question) == Later("q")
    assert plausible("i wonder whether that ends", told, Suggest("q"), question) == Miss()


@pytest.mark.parametrize(
    ("text", "asking"),
    [
        ("I want to know if they come back", True),
        ("well I wonder about that", True),
        ("ich frag mich ob das geht", True),
        ("sag mir was das heißt", True),
        ("I want them back", False),
        ("ich will ihn zurück", False),
    ],
)
def test_a_wish_to_know_is_a_question(text: str, asking: bool) -> None:
    assert asks(text) is asking


@pytest.mark.parametrize(
    ("text", "phrasing", "kin"),
    [
        ("das Meer", "Heißt das, ich soll gehen?", False),
        ("eine Sirene", "Eine Frage noch.", False),
        ("Hab mich lieb, du Dussel", "Ich habe die Bank gern für mich.", False),
        ("eine bank", "Ich habe die Bank gern für mich.", True),
        ("is it freindship", "Is that friendship?", True),
        ("must it be so", "Must it be that way?", True),
        ("seelenverwandte", "Was macht zwei Menschen seelenverwandt?", True),
        ("the letter", "How does letting go feel?", False),
    ],
)
def test_what_is_near_a_question(text: str, phrasing: str, kin: bool) -> None:
    assert near(text, [phrasing]) is kin


@pytest.mark.parametrize("text", ["Ist eine Sirene laut?", "Kam eine Antwort?", "eine Sirene"])
async def test_by_spelling_alone_one_small_word_is_no_guess_in_a_question_either(text: str) -> None:
    offered = [Candidate("a", "Eine Frage noch."), Candidate("b", "Bleiben sie für immer?")]
    assert await decide(LexicalMatcher(), text, offered, offered) == Miss()
    assert await decide(LexicalMatcher(), "ich hab noch eine frage", offered, offered) == Accept("a")
