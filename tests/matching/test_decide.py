import asyncio
import builtins
import threading
from collections.abc import Sequence
from dataclasses import replace
from importlib.util import find_spec

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.matching import semantic
from bot.matching.choose import best_matcher
from bot.matching.decide import decide, judge
from bot.matching.lexical import LexicalMatcher
from bot.matching.out_of_scope import OUT_OF_SCOPE
from bot.matching.semantic import SemanticMatcher
from bot.matching.shorthand import spell_out
from bot.matching.thresholds import Thresholds
from bot.matching.verdict import Accept, Candidate, Later, Miss, Suggest
from bot.matching.wordpiece import WordPiece, read_vocabulary
from tests.examples import with_examples
from tests.growth import STEADY, exponent

HURT = Candidate("hurt", "Then why do people say it has to hurt?", ("is pain a must",))
PAST = Candidate("past", "Do you mean past lives?")
MIRROR = Candidate("mirror", "Surely I need the mirror sometimes?")
APPS = Candidate("apps", "What about the apps? Everyone uses them.")
BANK = [HURT, PAST, MIRROR, APPS]
SEMANTIC = all(find_spec(name) for name in semantic.PACKAGES)
needs_model = pytest.mark.skipif(not SEMANTIC, reason="the extra [semantic] is not installed")


@pytest.fixture(scope="module")
def by_meaning():
    matcher = SemanticMatcher()
    yield matcher
    matcher.close()


LIMITS = Thresholds(ask=0.2, accept=0.4, lead=0.05, stand=0.45, later=0.2)


@pytest.mark.parametrize(
    ("scores", "verdict"),
    [
        ([0.6, 0.1, 0.1, 0.1], Accept("hurt")),
        ([0.6, 0.58, 0.1, 0.1], Suggest("hurt")),  # no lead over the other offered one
        ([0.42, 0.1, 0.41, 0.1], Suggest("hurt")),  # a decoy is as good
        ([0.6, 0.1, 0.62, 0.1], Accept("hurt")),  # a decoy a hair above is no reason to doubt
        ([0.1, 0.1, 0.7, 0.1], Later("mirror")),
        ([0.3, 0.1, 0.45, 0.1], Suggest("hurt")),  # not by a wide margin
        ([0.1, 0.1, 0.3, 0.1], Miss()),
        ([0.19, 0.1, 0.1, 0.1], Miss()),
        ([0.25, 0.1, 0.1, 0.1], Suggest("hurt")),
    ],
)
def test_judge(scores: Sequence[float], verdict: object) -> None:
    ranked = sorted(zip(scores, BANK, strict=True), key=lambda pair: -pair[0])
    assert judge(ranked, [HURT, PAST], LIMITS) == verdict


def test_without_decoys_nothing_comes_later() -> None:
    ranked = [(0.9, MIRROR), (0.5, HURT), (0.1, PAST)]
    assert judge(ranked, [HURT, PAST], Thresholds(ask=0.2, accept=0.4)) == Accept("hurt")


def test_the_same_words_elsewhere_are_no_decoy() -> None:
    twin = Candidate("twin", "Do you mean PAST lives")
    assert judge([(0.9, twin), (0.9, PAST), (0.1, HURT)], [HURT, PAST], LIMITS) == Accept("past")


STRANGE = Candidate(OUT_OF_SCOPE, "What is the weather?")


@pytest.mark.parametrize(
    ("out_of_scope", "verdict"),
    [(0.3, Accept("hurt")), (0.62, Accept("hurt")), (0.7, Suggest("hurt")), (0.95, Miss())],
)
def test_what_is_closer_to_a_stranger_is_not_taken(out_of_scope: float, verdict: object) -> None:
    limits = replace(LIMITS, strange=0.3)
    ranked = sorted([(out_of_scope, STRANGE), (0.6, HURT), (0.1, PAST)], key=lambda pair: -pair[0])
    assert judge(ranked, [HURT, PAST], limits) == verdict


def test_a_stranger_never_comes_later() -> None:
    assert judge([(0.9, STRANGE), (0.1, HURT), (0.1, PAST)], [HURT, PAST], LIMITS) == Miss()


async def test_translated_questions_are_ranked_as_they_are_shown() -> None:
    shown = [replace(HURT, text="Warum sagen dann alle, es muss wehtun?", aliases=()), APPS]
    found = await decide(LexicalMatcher(), "warum muss es denn wehtun", shown, BANK)
    assert found == Accept("hurt")
    shown = [replace(HURT, text="Ja, bitte."), APPS]
    assert await decide(LexicalMatcher(), "why do people say it has to hurt", shown, BANK) == Miss()


async def test_exact_words_and_aliases_need_no_ranking() -> None:
    assert await decide(LexicalMatcher(), "IS PAIN A MUST", [HURT, PAST], BANK) == Accept("hurt")


async def test_nothing_offered_or_nothing_said() -> None:
    assert await decide(LexicalMatcher(), "past lives", [], BANK) == Miss()
    assert await decide(LexicalMatcher(), " \u200b?! ", [HURT], BANK) == Miss()


async def test_offered_need_not_be_in_the_bank() -> None:
    assert await decide(LexicalMatcher(), "you mean past lives", [PAST], []) == Accept("past")


async def test_lexical_forgives_typos_and_asks_when_unsure() -> None:
    matcher = LexicalMatcher()
    assert await decide(matcher, "do yuo mean past livs", [HURT, PAST], BANK) == Accept("past")
    assert isinstance(await decide(matcher, "why is it painful", [HURT, PAST], BANK), Suggest)
    assert await decide(matcher, "zebra quartz", [HURT, PAST], BANK) == Miss()


async def test_lexical_reads_other_scripts() -> None:
    offered = [Candidate("a", "Что такое карма?"), Candidate("b", "Это больно?")]
    assert await decide(LexicalMatcher(), "что же такое карма", offered, offered) == Accept("a")


async def test_a_new_bank_holds_nobody_up_lexically() -> None:
    bank = [
        Candidate(f"n{number}", f"Question number {number} about love and rain?") for number in range(800)
    ]
    matcher, beats = LexicalMatcher(), 0
    waiting = asyncio.create_task(decide(matcher, "a question about love", bank[:3], bank))
    while not waiting.done():
        await asyncio.sleep(0)
        beats += 1
    assert beats > 5  # the loop went round while the weights were worked out


async def test_lexical_with_nothing_to_rank() -> None:
    assert await LexicalMatcher().rank("x", []) == []


@with_examples(100)
@given(st.text(alphabet=st.characters(), max_size=300), st.lists(st.text(max_size=60), max_size=4))
def test_any_text_lexically(text: str, labels: list[str]) -> None:
    offered = [Candidate(str(number), label) for number, label in enumerate(labels)]
    asyncio.run(decide(LexicalMatcher(), text, offered, [*BANK, *offered]))


@pytest.mark.parametrize("unit", ["a", "ab ", "\u0301", "é"])
def test_lexical_time_on_hostile_text(unit: str) -> None:
    """Of more than 400 code points no more is looked at."""
    matcher = LexicalMatcher()

    def run(text: str) -> object:
        return asyncio.run(decide(matcher, text, [HURT, PAST], BANK))

    assert exponent(lambda size: (unit * size)[:size], run, [1_000, 10_000, 100_000]) < STEADY


@needs_model
async def test_semantic_finds_meaning(by_meaning: SemanticMatcher) -> None:
    assert await decide(by_meaning, "must it be painful", [HURT, PAST], BANK) == Accept("hurt")
    assert await decide(by_meaning, "do you believe in reincarnation", [HURT, PAST], BANK) == Accept("past")
    assert await decide(by_meaning, "what do you think of dating apps", [HURT, PAST], BANK) == Later("apps")
    assert await decide(by_meaning, "how do i bake bread", [HURT, PAST], BANK) == Miss()
    assert by_meaning.name == "semantic"
    assert "known vectors check out" in by_meaning.describe()


@needs_model
async def test_semantic_scores(by_meaning: SemanticMatcher) -> None:
    scores = await by_meaning.rank("Do you mean past lives?", BANK)
    assert len(scores) == len(BANK)
    assert max(scores) == scores[1] == 1.0
    assert all(0 <= score <= 1 for score in scores)
    assert await by_meaning.rank("x", []) == []


@needs_model
async def test_semantic_lets_lexical_read_german(by_meaning: SemanticMatcher) -> None:
    translated = [replace(HURT, text="Warum muss es wehtun?"), replace(PAST, text="Frühere Leben?")]
    assert await decide(by_meaning, "muss es denn wehtun", translated, BANK) == Accept("hurt")
    offered = [Candidate("a", "Muss es denn weh tun?"), Candidate("b", "Was ist Karma überhaupt?")]
    assert (await by_meaning.suited(offered)).name == "lexical"
    assert await decide(by_meaning, "was ist denn karma", offered, offered) == Accept("b")


@needs_model
async def test_semantic_leaves_out_aliases_that_it_cannot_read(by_meaning: SemanticMatcher) -> None:
    offered = [replace(HURT, aliases=("was kann ich tun", "muss karma wehtun")), PAST]
    bare = await by_meaning.rank("wo ist der bahnhof", [HURT, PAST])
    assert await by_meaning.rank("wo ist der bahnhof", offered) == pytest.approx(bare, abs=0.05)
    assert await decide(by_meaning, "Was kann ich tun?", offered, offered) == Accept("hurt")


@needs_model
@pytest.mark.parametrize("text", ["good morning to you", "which laptop should i get", "wo ist der bahnhof"])
async def test_strangers_keep_a_small_bank_from_taking_anything(
    by_meaning: SemanticMatcher, text: str
) -> None:
    verdict = await decide(by_meaning, text, [HURT, PAST], (HURT, PAST))
    assert not isinstance(verdict, Accept)


def test_short_forms_are_written_out() -> None:
    assert spell_out("u dont think im right, pls?") == "you don't think i'm right, please?"
    assert spell_out("We were well; its DONT is naïve.") == "We were well; its don't is naïve."


@needs_model
async def test_semantic_never_blocks_the_loop(
    by_meaning: SemanticMatcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every vector is worked out in the worker's thread, and the loop goes round meanwhile."""
    threads: set[int] = set()
    real, beats, done = semantic.Encoder.vector, 0, False

    def vector(self: semantic.Encoder, text: str) -> object:
        threads.add(threading.get_ident())
        return real(self, text)

    async def heart() -> None:
        nonlocal beats
        while not done:
            await asyncio.sleep(0)
            beats += 1

    monkeypatch.setattr(semantic.Encoder, "vector", vector)
    beating = asyncio.create_task(heart())
    fresh = [Candidate(f"n{number}", f"Question number {number} about love?") for number in range(60)]
    await decide(by_meaning, "a question about love", fresh[:3], fresh)  # sixty new vectors
    done = True
    await beating
    assert len(threads) == 1
    assert threading.get_ident() not in threads
    assert beats > 100


@needs_model
async def test_semantic_takes_hostile_text(by_meaning: SemanticMatcher) -> None:
    for text in ("a" * 100_000, "ab " * 40_000, "\u0301" * 100_000, "\ud800", "日本語" * 1000, "🙂" * 500):
        await decide(by_meaning, text, [HURT, PAST], BANK)


def test_choice_without_the_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.matching.choose.find_spec", lambda name: None)
    assert best_matcher("auto").name == "lexical"
    assert best_matcher("lexical").name == "lexical"


async def test_a_missing_package_leaves_the_lexical_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(semantic, "find_spec", lambda name: None)
    matcher = best_matcher("semantic")
    assert await decide(matcher, "you mean past lives", [HURT, PAST], BANK) == Accept("past")
    assert matcher.name == "lexical"
    assert "not installed" in matcher.describe()
    matcher.close()


@needs_model
@pytest.mark.parametrize("damage", ["vectors", "file", "import"])
async def test_a_wrong_model_leaves_the_lexical_one(monkeypatch: pytest.MonkeyPatch, damage: str) -> None:
    if damage == "vectors":
        monkeypatch.setattr(semantic, "_KNOWN", {"What is karma?": (0.5, 0.5)})
    elif damage == "file":
        monkeypatch.setattr(semantic, "_MODEL_SHA256", "0" * 64)
    else:

        def broken(name: str) -> object:
            raise OSError("libonnxruntime.so: cannot open shared object file")

        monkeypatch.setattr(semantic, "import_module", broken)
    matcher = SemanticMatcher()
    assert (await matcher.suited([HURT])).name == "lexical"
    assert "semantic is not usable" in matcher.describe()
    assert len(await matcher.rank("past lives", BANK)) == len(BANK)
    matcher.close()


def test_importing_the_room_loads_nothing_heavy(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def watched(name: str, *rest: object) -> object:
        assert name.split(".")[0] not in ("numpy", "onnxruntime")
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", watched)
    best_matcher("auto").close()


# Numbers of the reference tokenizer (`tokenizers` 0.23 with the model's own file).
TOKENS = {
    "What is karma?": [101, 2054, 2003, 19902, 1029, 102],
    "Don't be naïve: ÜBER-Straße!": [
        101,
        2123,
        1005,
        1056,
        2022,
        15743,
        1024,
        19169,
        1011,
        2358,
        27807,
        999,
        102,
    ],
    "日本語 text 🙂": [101, 1864, 1876, 1950, 3793, 100, 102],
    "unbelievably supercalifragilistic": [
        101,
        4895,
        8671,
        2666,
        3567,
        6321,
        3565,
        9289,
        10128,
        29181,
        24411,
        4588,
        102,
    ],
    "a\u200bb\x00c\u2028d \xbd \ufb01": [101, 5925, 1040, 1092, 1984, 102],
}


def test_wordpiece_against_the_reference() -> None:
    pieces = WordPiece(read_vocabulary())
    for text, numbers in TOKENS.items():
        assert pieces.encode(text, 64) == numbers


@with_examples(100)
@given(st.text(alphabet=st.characters(), max_size=200), st.integers(min_value=3, max_value=64))
def test_wordpiece_any_text(text: str, most: int) -> None:
    numbers = _PIECES.encode(text, most)
    assert numbers[0] == 101
    assert numbers[-1] == 102
    assert len(numbers) <= most


_PIECES = WordPiece(read_vocabulary())
