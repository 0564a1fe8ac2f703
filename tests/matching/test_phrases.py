import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clean import fold
from bot.matching.phrases import table, whole
from bot.matching.smalltalk import small_talk
from bot.texts.vocabulary import phrases as split
from bot.texts.vocabulary import vocabulary
from tests.examples import with_examples


@pytest.mark.parametrize(
    ("typed", "command"),
    [
        *(
            ("stop", "stop"),
            ("STOP!!", "stop"),
            ("Stop please", "stop"),
            ("unsubscribe", "stop_nudges"),
        ),
        *(
            ("hör auf", "hush"),
            ("hoer auf bitte", "hush"),
            ("don’t write to me", "stop_nudges"),
        ),
        *(
            ("menu", "menu"),
            ("Menü", "menu"),
            ("zum Menü bitte", "menu"),
            ("help", "help"),
            ("Hilfe!", "help"),
        ),
        *(
            ("go back", "back"),
            ("zurück", "back"),
            ("zurueck", "back"),
            ("start over", "restart"),
            ("von vorne", "restart"),
        ),
        *(
            ("later", "later"),
            ("good night", "later"),
            ("Gute Nacht", "later"),
            ("später", "later"),
            ("quit", "quit"),
        ),
        *(
            ("privacy", "privacy"),
            ("who can read this?", "privacy"),
            ("weiter", "continue"),
            ("go on", "continue"),
        ),
        *(
            ("forget me", "forget"),
            ("lösch meine Daten", "forget"),
            ("my journal", "journal"),
            ("Tagebuch", "journal"),
        ),
        *(
            ("how far am i", "progress"),
            ("remind me", "remind"),
            ("erinnere mich", "remind"),
            ("auf Deutsch", "language"),
        ),
    ],
)
def test_everyday_commands(typed: str, command: str) -> None:
    assert whole(typed, table("commands")) == command


@pytest.mark.parametrize(
    "typed",
    [
        "I want him to stop",
        "stop talking about him",
        "should I go back to her?",
        "help me understand karma",
        "what is later",
        "",
        "…",
    ],
)
def test_a_word_inside_a_sentence_is_no_command(typed: str) -> None:
    assert whole(typed, table("commands")) is None


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        *(
            ("hi", "greeting"),
            ("Hello, Alana!", "greeting"),
            ("Guten Morgen", "greeting"),
            ("thanks", "thanks"),
        ),
        *(
            ("thank you so much for this", "thanks"),
            ("vielen Dank", "thanks"),
            ("bye", "farewell"),
            ("Tschüss", "farewell"),
        ),
        *(
            ("are you a real person?", "bot"),
            ("so are you a bot or what", "bot"),
            ("bist du ein echter Mensch?", "bot"),
        ),
        *(
            ("am I talking to a human", "bot"),
            ("how are you?", "how_are_you"),
            ("Wie geht's dir?", "how_are_you"),
        ),
        *(
            ("you are really stupid", "insult"),
            ("du bist blöd", "insult"),
            ("hahahah", "laugh"),
            ("😂😂", "laugh"),
        ),
        *(
            ("yes", "yes"),
            ("na klar", "yes"),
            ("nope", "no"),
            ("nein danke", "no"),
            ("hmm", "unsure"),
            ("wow", "praise"),
        ),
    ],
)
def test_small_talk(typed: str, kind: str) -> None:
    assert small_talk(typed) == kind


@pytest.mark.parametrize(
    "typed",
    [
        "I like trains",
        "what is karma",
        "yes but why does it hurt",
        "hi there is something I wonder",
        "",
        "👍",
    ],
)
def test_no_small_talk(typed: str) -> None:
    assert small_talk(typed) is None


def test_no_phrase_has_two_meanings() -> None:
    phrases = [
        (fold(phrase), meaning)
        for data in vocabulary("phrases").values()
        for section in ("commands", "small_talk")
        for meaning, joined in data[section].items()
        for phrase in split(joined)
    ]
    meanings: dict[str, set[str]] = {}
    for phrase, meaning in phrases:
        meanings.setdefault(phrase, set()).add(meaning)
    assert "" not in meanings
    assert {phrase: kinds for phrase, kinds in meanings.items() if len(kinds) > 1} == {}


@with_examples(200)
@given(st.text(alphabet=st.characters(), max_size=120))
def test_any_text(text: str) -> None:
    assert whole(text, table("commands")) in (*table("commands").values(), None)
    assert small_talk(text) in (*table("small_talk").values(), *("yes", "no", "laugh"), None)
