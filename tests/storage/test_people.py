"""What is kept of a person as it is written and read again: plans, facts, open questions of every kind."""

import contextlib
import json
import logging
import sqlite3
from collections.abc import Mapping
from dataclasses import fields
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.frozen import replace
from bot.person.asking import (
    AfterCare,
    AfterHelp,
    AskedAlone,
    AskedChange,
    AskedClock,
    AskedHour,
    AskedLine,
    AskedMeant,
    AskedName,
    AskedNext,
    AskedOffer,
    AskedPage,
    AskedPassed,
    AskedPause,
    AskedPlace,
    AskedSure,
    AskedToAnnounce,
    AskedToBeCalled,
    AskedToForget,
    AskedWhether,
    Guess,
    Pending,
    SoFar,
    TimeHeard,
)
from bot.person.facts import Facts
from bot.person.plan import EVERY_DAY, Plan
from bot.ports import Profile, Saved
from bot.storage import plans, profiles, questions, rows
from bot.storage.database import Database
from tests.storage.conftest import Kit, person

DATA = Path(__file__).parent / "data"
RANGES = st.tuples(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.dates(date(2031, 1, 1), date(2040, 1, 1)))
PLANS = st.builds(
    Plan,
    at=st.times().map(lambda t: t.replace(fold=0)),
    days=st.frozensets(st.integers(1, 7), min_size=1),
    zone=st.sampled_from(["Europe/Berlin", "Asia/Kolkata", "UTC"]),
    offset=st.integers(-720, 840),
    place=st.text(max_size=20),
    quiet=st.none() | st.tuples(st.times(), st.times()),
    on=st.booleans(),
    ignored=st.integers(0, 50),
    ended=st.booleans(),
    pauses=st.lists(RANGES, max_size=3).map(tuple),
    journeys=st.lists(RANGES, max_size=3).map(tuple),
    skip=st.none() | st.dates(),
    snoozed_at=st.none() | st.datetimes(timezones=st.just(UTC)),
)
MOMENTS = st.integers(1, 2**32).map(lambda at: datetime.fromtimestamp(at, UTC))
KEYS = st.lists(st.text(max_size=9), max_size=3).map(tuple)
EACH: Mapping[str, st.SearchStrategy[Any]] = {
    "nudged_on": st.none() | st.dates(),
    "nudges_seen": st.dictionaries(st.text(max_size=9), st.integers(1, 90), max_size=4),
    "offered": st.booleans(),
    "days": st.lists(st.dates(), max_size=5).map(tuple),
    "no_streak": st.booleans(),
    "finished": st.booleans(),
    "tap": st.text(max_size=9),
    "shared": st.dictionaries(st.text(max_size=9), st.text(max_size=9), max_size=3),
    "exported_at": st.none() | MOMENTS,
    "line_on": st.none() | st.dates(),
    "line_offered": st.booleans(),
    "heard": st.dictionaries(st.text(max_size=9), st.integers(1, 2), max_size=3),
    "asked": KEYS,
    "passed": st.dictionaries(st.text(max_size=9), KEYS, max_size=3),
    "asked_before": KEYS,
    "typed": st.text(max_size=9),
    "notes": st.booleans(),
    "noticed": st.text(max_size=9),
    "feedback_at": st.none() | MOMENTS,
    "let_in": st.text(max_size=9),
    "untold": st.none() | st.tuples(st.sampled_from(["danger", "ask"]), MOMENTS),
    "nudges_in": st.none() | st.tuples(st.text(max_size=9), st.text(max_size=9)),
}
FACTS = st.builds(Facts, **EACH)
CLOCKS = st.tuples(st.integers(0, 23), st.integers(0, 59))
DAYS = st.frozensets(st.integers(1, 7))
HEARD = st.builds(
    TimeHeard, DAYS, st.sampled_from(["", "evening"]), st.sampled_from(["", "a"]), st.none() | CLOCKS
)
MINUTES = st.builds(time, st.integers(0, 23), st.integers(0, 59))
ANSWERS = st.builds(SoFar, st.none() | MINUTES, st.none() | DAYS, st.booleans(), HEARD, st.text(max_size=9))
GUESSES = st.lists(st.builds(Guess, st.text(max_size=9), st.text(max_size=9)), max_size=3).map(tuple)
UNTIL = st.datetimes(timezones=st.just(UTC))
QUESTIONS = st.one_of(
    st.builds(AskedMeant, st.integers(0, 99), UNTIL),
    st.builds(AskedNext, st.text(max_size=9), UNTIL),
    st.builds(AskedName, st.text(max_size=9), UNTIL),
    st.builds(AskedPage, st.text(max_size=9), UNTIL),
    st.builds(AskedPassed, st.text(max_size=9), KEYS, UNTIL, st.booleans()),
    st.builds(AfterCare, UNTIL, st.booleans()),
    st.builds(AskedWhether, st.text(max_size=9), st.text(max_size=9), UNTIL),
    st.builds(AskedAlone, st.text(max_size=9), st.text(max_size=9), UNTIL),
    st.builds(AskedChange, st.text(max_size=9), st.text(max_size=9), UNTIL),
    st.builds(AskedLine, st.text(max_size=9), st.text(max_size=9), st.text(max_size=9), UNTIL),
    *(st.builds(kind, UNTIL) for kind in (AfterHelp, AskedOffer, AskedToBeCalled, AskedPause)),
    st.builds(AskedToForget, st.text(max_size=9), UNTIL),
    st.builds(AskedToAnnounce, st.text(max_size=9), st.text(max_size=99), UNTIL),
    st.builds(AskedHour, ANSWERS, UNTIL),
    st.builds(AskedPlace, ANSWERS, UNTIL, GUESSES, st.booleans()),
    st.builds(AskedClock, ANSWERS, UNTIL),
    st.builds(AskedSure, ANSWERS, UNTIL, GUESSES),
)


# ---------------------------------------------------------------- plans and facts


@given(PLANS)
def test_a_plan_survives_being_stored(plan: Plan) -> None:
    assert plans.load(json.loads(json.dumps(plans.dump(plan)))) == plan


def test_a_usual_plan_is_stored_in_few_words() -> None:
    assert plans.dump(Plan(time(9), zone="Europe/Berlin")) == {"v": 1, "at": "09:00", "zone": "Europe/Berlin"}


UNREADABLE = [
    {},
    {"at": "9"},
    {"at": "x", "zone": "UTC"},
    {"at": "09:00", "zone": "UTC", "days": [8]},
    {"at": "09:00", "zone": "UTC", "days": "1"},
    {"at": "09:00", "zone": "UTC", "v": 2},
    {"at": "09:00", "zone": "UTC", "ignored": "x"},
]


@pytest.mark.parametrize("stored", UNREADABLE)
def test_what_is_no_plan_is_said_in_one_line(stored: dict[str, object]) -> None:
    with pytest.raises(
        ValueError, match=r"^A stored reminder cannot be read \(.*\); set it again with /remind\.$"
    ):
        plans.load(stored)


@pytest.mark.parametrize("stored", UNREADABLE)
def test_who_has_an_unreadable_plan_can_talk_and_the_log_says_whose_it_is(
    stored: dict[str, object], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR, "alana.storage"):
        found = profiles.load(["de", None, None, stored, {"offered": True}], 42, unreachable=False)
    assert found == Profile("de", facts=Facts(offered=True))
    assert [r.getMessage() for r in caplog.records] == [
        "the reminder of person 42 cannot be read: it is off until they set it again"
    ]


@given(st.none() | PLANS, FACTS)
def test_a_profile_survives_being_stored(plan: Plan | None, facts: Facts) -> None:
    profile = Profile("de", None, "fast", plan, facts, unreachable=True)
    written = json.loads(json.dumps(profiles.dump(profile)))
    assert profiles.load(written, 1, unreachable=True) == profile


def test_no_fact_is_left_out_of_that() -> None:
    assert {field.name for field in fields(Facts)} == EACH.keys()


def test_facts_that_are_as_they_began_are_not_written_and_unknown_ones_are_passed_over() -> None:
    assert profiles.dump(Profile())[4] == {}
    assert profiles.load([None, None, None, None, {"tea": 1}], 1, unreachable=False) == Profile()


# ---------------------------------------------------------------- open questions


def test_every_kind_of_question_has_a_name() -> None:
    assert set(questions.KINDS.values()) == set(get_args(Pending))


@given(QUESTIONS)
def test_a_question_survives_being_stored(question: Pending) -> None:
    kind, fields = json.loads(json.dumps(questions.dump(question)))
    assert questions.load(kind, fields, question.expires_at) == question


UNTIL_HALF_PAST = datetime(2026, 3, 2, 19, 30, tzinfo=UTC)
BERLIN, AT_EIGHT = Guess("Berlin, Germany", "Europe/Berlin"), SoFar(time(20), EVERY_DAY)
STATES = (
    Guess("New York City", "America/New_York"),
    Guess("Chicago", "America/Chicago"),
    Guess("Los Angeles", "America/Los_Angeles"),
)
OLD = [
    AskedHour(SoFar(heard=TimeHeard(part="evening")), UNTIL_HALF_PAST),
    AskedHour(SoFar(place="Berlin"), UNTIL_HALF_PAST),
    AskedPlace(SoFar(time(8), frozenset({1, 2, 3, 4, 5}), either=True), UNTIL_HALF_PAST, (), missed=True),
    AskedPlace(AT_EIGHT, UNTIL_HALF_PAST, STATES),
    AskedClock(AT_EIGHT, UNTIL_HALF_PAST),
    AskedSure(AT_EIGHT, UNTIL_HALF_PAST, (BERLIN,)),
    AskedPause(UNTIL_HALF_PAST),
    AskedToForget("69a5e1c8", UNTIL_HALF_PAST),
    AfterCare(UNTIL_HALF_PAST),
    AskedMeant(1, UNTIL_HALF_PAST),
    AskedName("42", UNTIL_HALF_PAST),
    AskedOffer(UNTIL_HALF_PAST),
    AskedNext("01-light", UNTIL_HALF_PAST),
    None,
]
WEEKENDS = Plan(
    time(9),
    frozenset({6, 7}),
    BERLIN.zone,
    60,
    BERLIN.label,
    pauses=((date(2026, 3, 2), date(2026, 3, 7)),),
    skip=date(2026, 3, 2),
    snoozed_at=datetime(2026, 3, 2, 20, tzinfo=UTC),
)
ALL_FACTS = Facts(
    date(2026, 3, 1),
    {"mid:1": 1, "own:0a1b2c3d4e": 2},
    offered=True,
    days=(date(2026, 2, 28), date(2026, 3, 2)),
    no_streak=True,
    finished=True,
)


@pytest.fixture
async def old(tmp_path: Path) -> Kit:
    """The fixture of a release: each kind of question stands open for somebody, in the first form."""
    with contextlib.closing(sqlite3.connect(tmp_path / "alana.db")) as raw:
        raw.executescript((DATA / "0002.sql").read_text(encoding="utf-8"))
    database = Database(f"sqlite:///{tmp_path}/alana.db")
    await database.open()
    return Kit(database)


async def everybody(kit: Kit) -> list[Saved]:
    return [await kit.store.load(person(str(7101 + n))) for n in range(len(OLD))]


async def test_questions_of_earlier_releases_are_read_and_written_anew(old: Kit) -> None:
    found = await everybody(old)
    assert [saved.pending for saved in found] == OLD
    for saved in found:
        await old.say(saved)
    written = await old.all("SELECT pending FROM person WHERE id BETWEEN 1 AND 13")
    assert {json.loads(str(text))[0] for (text,) in written} == {questions.FORMAT}
    assert [saved.pending for saved in await everybody(Kit(old.database))] == OLD
    await old.database.close()


async def test_profiles_of_earlier_releases_are_read(old: Kit) -> None:
    found = [saved.profile for saved in await everybody(old)]
    eight = Plan(time(20), zone=BERLIN.zone, offset=60, place=BERLIN.label)
    assert found[0] == Profile(platform_locale="en")
    assert found[6] == Profile(platform_locale="en", reminder=eight, facts=Facts(offered=True))
    assert found[11].facts == Facts(offered=True, days=(date(2026, 3, 2),))
    assert found[13] == Profile("de", "de-AT", "fast", WEEKENDS, ALL_FACTS)
    await old.database.close()


@pytest.mark.parametrize(
    "written",
    [
        '[2,0,"name",{}]',
        '[2,0,"name",{"cup":1}]',
        '["remind","tea","{}",0]',
        '["remind","when","[]",0]',
        '["tea","","",0]',
        "7",
        "{",
    ],
)
async def test_a_question_that_cannot_be_read_is_one_clear_line(kit: Kit, written: str) -> None:
    await kit.met()
    await kit.database.write(lambda c: c.exec_driver_sql(f"UPDATE person SET pending = '{written}'"))
    with pytest.raises(Exception, match=r"^the database row of person \d+ cannot be read \(\w+\)"):
        await Kit(kit.database).store.load(person())


@pytest.mark.parametrize("written", ['[3,0,"name",{"name":"x"}]', '[2,0,"tea",{}]'])
async def test_a_question_that_only_a_newer_version_asks_is_none(kit: Kit, written: str) -> None:
    saved = await kit.met()
    await kit.database.write(lambda c: c.exec_driver_sql(f"UPDATE person SET pending = '{written}'"))
    assert await Kit(kit.database).store.load(person()) == saved


def test_a_question_with_half_a_letter_is_written() -> None:
    saved = replace(Saved(1, person()), pending=AskedName("x\x00\udfff", UNTIL_HALF_PAST))
    assert rows.person_row(saved, 0)
