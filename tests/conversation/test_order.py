"""The order of understanding, as a table: the first rule that fits wins, whatever stands open."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands.table import COMMANDS
from bot.conversation.meanings import (
    Beyond,
    Chosen,
    ForCommand,
    ForNudge,
    ForQuestion,
    Meaning,
    NotYet,
    Order,
    Perhaps,
    Skipped,
    Unknown,
    Ways,
)
from bot.conversation.understand import Openness, alarming, beyond_care
from bot.hearing.kinds import Heard, Kind
from bot.matching.lexical import LexicalMatcher
from bot.matching.thresholds import RankingMatcher, Thresholds
from bot.matching.verdict import Candidate
from bot.model import Alarm, Subject
from bot.person.asking import AskedHour, SoFar
from bot.ports import Saved

QUESTIONS = (
    Candidate("q0", "Who put the lamp there?"),
    Candidate("q1", "Why is it still burning at this hour of the night?", ("why does it burn so late",)),
    Candidate("q2", "Good night."),  # it reads like a command
)
LATER = Candidate("q9", "Does the harbour freeze over in January?")
NOBODY = Saved(1, Subject("chat", "7"))
ASKED_BACK = replace(NOBODY, pending=AskedHour(SoFar(), datetime(2026, 3, 2, 20, tzinfo=UTC)))
OFFERED = Openness(
    NOBODY,
    "en",
    options=tuple(enumerate(QUESTIONS)),
    skip="Skip this",
    bank=(*QUESTIONS, LATER),
    episodes=(("01-light", "The light"), ("02-door", "The door")),
    commands=frozenset(COMMANDS),
)
NAME = replace(OFFERED, options=(), asked="text")
PAGE = replace(NAME, asked="reflection")
NUMBER = replace(NAME, asked="number")
YES_NO = replace(NAME, asked="yesno")
NOTHING = replace(OFFERED, options=())
COMMAND = replace(OFFERED, saved=ASKED_BACK)
COMMAND_AT_NAME = replace(NAME, saved=ASKED_BACK)
EVERYWHERE = (OFFERED, NAME, PAGE, NUMBER, YES_NO, NOTHING, COMMAND, COMMAND_AT_NAME)


async def understand(text: str, open_: Openness, matcher: RankingMatcher) -> Meaning:
    """Words of danger first, then all other rules, as a turn takes them."""
    return await alarming(text) or await beyond_care(text, open_, matcher)


@pytest.mark.parametrize("open_", EVERYWHERE)
@pytest.mark.parametrize(
    ("words", "meaning"),
    [
        # 1. Words of danger, even where they are part of something else.
        ("I want to die", Alarm("danger", "self_harm")),
        ("/remind I want to die", Alarm("danger", "self_harm")),
        ("he hits me. Who put the lamp there?", Alarm("danger", "violence")),
        ("stop, I am afraid of him", Alarm("danger", "fear")),
        # 2. Commands and their everyday forms.
        ("/menu", Order("menu")),
        ("/menu@alana_bot", Order("menu")),
        ("/remind 20:00", Order("remind", "20:00")),
        ("/nonsense", Order("nonsense")),
        ("/größe", Order("größe")),
        ("unsubscribe", Order("remind", "off")),
        ("Hör auf", Order("enough")),
        ("menu", Order("menu")),
        ("Menü", Order("menu")),
        ("go back", Order("back")),
        ("zurück", Order("back")),
        ("help", Order("help")),
        ("remind me at 8pm", Order("remind", "at 8pm")),
        ("delete my data", Order("forget")),
        ("good night", Order("later")),  # though a question offered now has that very label
    ],
)
async def test_first_care_then_commands(words: str, meaning: Meaning, open_: Openness) -> None:
    assert await understand(words, open_, LexicalMatcher()) == meaning


@pytest.mark.parametrize("open_", EVERYWHERE)
@pytest.mark.parametrize("words", ["Stop!", "stop please"])
async def test_stop_ends_reminders_where_it_is_asked_about_them(words: str, open_: Openness) -> None:
    asked = isinstance(open_.saved.pending, AskedHour)
    stops = Order("remind", "off") if asked else Order("enough", "notes")
    assert await understand(words, open_, LexicalMatcher()) == stops


@pytest.mark.parametrize(
    ("words", "open_", "meaning"),
    [
        # 3. An answer to what a command asked, before the dialogue's own question.
        ("twenty past eight", COMMAND, ForCommand("twenty past eight")),
        ("2", COMMAND, ForCommand("2")),
        ("Who put the lamp", COMMAND, ForCommand("Who put the lamp")),
        ("who put the lamp there", COMMAND, Chosen(0)),  # word for word it is meant for the talk
        ("Ottilie", COMMAND_AT_NAME, ForCommand("Ottilie")),
        # 4. An answer to the dialogue's question: nothing that follows may take it.
        ("Ottilie", NAME, ForQuestion("Ottilie")),
        ("1", NAME, ForQuestion("1")),
        ("b", NAME, ForQuestion("b")),
        ("thanks", NAME, ForQuestion("thanks")),
        ("The door", NAME, ForQuestion("The door")),
        ("1", NUMBER, ForQuestion("1")),
        ("last", PAGE, ForQuestion("last")),
        ("hello", PAGE, ForQuestion("hello")),
        ("Ruhe.", PAGE, ForQuestion("Ruhe.")),  # what one hears where it is quiet, and no command there
        ("I'm tired", PAGE, ForQuestion("I'm tired")),
        ("Ruhe.", OFFERED, Order("enough")),
        ("I'm tired", OFFERED, Order("later")),
        ("no", YES_NO, ForQuestion("no")),
        ("no thanks", YES_NO, ForQuestion("no thanks")),
        ("no thanks", NAME, Skipped()),
        ("skip this.", NAME, Skipped()),
        ("Skip", PAGE, Skipped()),
        ("I'd rather not say", NUMBER, Skipped()),
        ("überspringen", YES_NO, Skipped()),
        # 5. A number, a letter or the label of an offered question.
        ("2", OFFERED, Chosen(1)),
        ("b)", OFFERED, Chosen(1)),
        ("the second one", OFFERED, Chosen(1)),
        ("die erste", OFFERED, Chosen(0)),
        ("who put the lamp there", OFFERED, Chosen(0)),
        ("Good night", replace(OFFERED, commands=frozenset()), Chosen(2)),
        ("9", OFFERED, Beyond(3)),
        ("9", NOTHING, Beyond(0)),
        # … of an evening, where no question is open.
        ("2", NOTHING, Order("talk", "02-door")),
        ("the door", NOTHING, Order("talk", "02-door")),
        ("open the door", NOTHING, Order("talk", "02-door")),
        ("evening 1", NOTHING, Order("talk", "01-light")),
        # 6. By meaning, before small talk.
        ("why does it burn so late?", OFFERED, Chosen(1)),
        # 7. Small talk.
        ("thanks!", OFFERED, Heard(Kind.THANKS, 1.0)),
        ("hello there", NOTHING, Heard(Kind.GREETING, 1.0)),
        ("are you a bot?", OFFERED, Heard(Kind.MACHINE, 1.0)),
        # 8. Nothing.
        ("qwertz uiop", OFFERED, Unknown("qwertz uiop")),
        ("", OFFERED, Unknown("")),
        ("\u200b\u202e", NOTHING, Unknown("")),
    ],
)
async def test_then_the_rest_in_order(words: str, open_: Openness, meaning: Meaning) -> None:
    assert await understand(words, open_, LexicalMatcher()) == meaning


async def test_what_is_likely_is_asked_back_and_what_comes_later_is_said() -> None:
    hesitant = LexicalMatcher(Thresholds(ask=0.15, accept=2.0))
    found = await understand("why does it burn late at night", OFFERED, hesitant)
    assert found == Perhaps(1)
    patient = LexicalMatcher(Thresholds(ask=0.1, accept=0.2, later=0.1))
    assert await understand("does the harbour freeze in january", OFFERED, patient) == NotYet(LATER.key)


LABELS = [candidate.text for candidate in QUESTIONS[:2]]


@given(
    words=st.one_of(
        st.text(max_size=80), st.sampled_from([*LABELS, "1", "b", "stop", "skip", "/x", "thanks", "/"])
    ),
    open_=st.sampled_from(EVERYWHERE),
)
async def test_everything_means_something_and_only_what_stands_open(words: str, open_: Openness) -> None:
    meaning = await understand(words, open_, LexicalMatcher())
    free, no_command = not open_.asked, open_.saved.pending is None
    allowed = {
        Alarm: True,
        Order: True,
        ForCommand: not no_command,
        ForQuestion: no_command and not free,
        Skipped: no_command and not free,
        Chosen: bool(open_.options),  # word for word also while a command asks
        ForNudge: no_command and free,
        Beyond: no_command and free,
        Perhaps: no_command and bool(open_.options),
        NotYet: no_command and bool(open_.options),
        Heard: no_command,
        Unknown: no_command and free,
    }
    assert allowed[type(meaning)]


@pytest.mark.parametrize("typed", ["next", "go on", "continue", "carry on please", "weiter", "mach weiter"])
async def test_where_there_is_one_way_on_next_is_that(typed: str) -> None:
    one = replace(OFFERED, options=((4, QUESTIONS[0]),))
    assert await beyond_care(typed, one, LexicalMatcher()) == Chosen(4)
    assert await beyond_care(typed, OFFERED, LexicalMatcher()) == Ways(len(OFFERED.options))


@pytest.mark.parametrize("typed", ["where were we", "/continue", "i'm back", "wo waren wir"])
async def test_who_asks_where_they_were_is_shown_it_again(typed: str) -> None:
    one = replace(OFFERED, options=((4, QUESTIONS[0]),))
    assert await beyond_care(typed, one, LexicalMatcher()) == Order("continue")
