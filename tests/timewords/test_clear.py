"""Clear times with words beside them are never asked again; where two readings stand nothing is guessed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.person.asking import TimeHeard
from bot.timewords.questions import Reason
from bot.timewords.reading import Unclear, When, parse_when

HERE = Path(__file__).parent


def rows(name: str) -> Iterator[tuple[str, str, str]]:
    """(locale, what is written, what it means) of a file's lines."""
    for line in (HERE / name).read_text("utf-8").splitlines():
        if line and line[0] not in "#[":
            locale, text, meaning = line.split(" | ")
            yield locale, text, meaning


@pytest.mark.parametrize(("locale", "text", "at"), [*rows("clear.txt"), *rows("unseen.txt")])
def test_a_clear_time_is_never_asked_again(locale: str, text: str, at: str) -> None:
    found = parse_when(text, locale)
    assert isinstance(found, When)
    assert found.time.isoformat("minutes") == at
    assert len(found.days) == 7


def test_the_tables_are_large_and_in_two_languages() -> None:
    clear, unseen = list(rows("clear.txt")), list(rows("unseen.txt"))
    assert len({text for _, text, _ in clear}) == len(clear) >= 250
    assert len(unseen) >= 100
    assert not {text for _, text, _ in clear} & {text for _, text, _ in unseen}
    for table in (clear, unseen):
        assert min(sum(locale == each for locale, _, _ in table) for each in ("en", "de")) * 3 >= len(table)


@pytest.mark.parametrize(("locale", "text", "reason"), [*rows("unclear.txt")])
def test_what_may_be_meant_otherwise_is_asked(locale: str, text: str, reason: str) -> None:
    found = parse_when(text, locale)
    assert isinstance(found, Unclear)
    assert found.reason is Reason(reason)


@pytest.mark.parametrize(
    ("answers", "at", "days"),
    [
        (("abends", "8"), "20:00", "1234567"),
        (("evenings", "8"), "20:00", "1234567"),
        (("in the evening please", "eight"), "20:00", "1234567"),
        (("tuesday evening", "8"), "20:00", "2"),
        (("am Abend", "halb neun"), "20:30", "1234567"),
        (("at night", "11"), "23:00", "1234567"),
        (("in the afternoon", "half past three"), "15:30", "1234567"),
        (("mornings", "8"), "08:00", "1234567"),
        (("weekday evenings", "hmm", "8"), "20:00", "12345"),
        (("pm", "8"), "20:00", "1234567"),
        (("8 or 9 in the evening", "9"), "21:00", "1234567"),
        (("8 or 9 pm", "8"), "20:00", "1234567"),
        (("8 to 9 on mondays, in the evening", "8:30"), "20:30", "1"),
        (("8 in the morning and evening", "evening"), "20:00", "1234567"),
        (("8 in the morning and evening", "pm"), "20:00", "1234567"),
        (("every other day at 9", "mon thu"), "09:00", "14"),
        (("jeden zweiten Tag um 19 Uhr", "Mo Do"), "19:00", "14"),
        (("weekends except saturday, sunday at 9", "mon-fri"), "09:00", "12345"),
        (("evenings", "8am"), "08:00", "1234567"),  # what is said last counts
        (("evenings", "20:15"), "20:15", "1234567"),
        (("evenings", "13:00"), "13:00", "1234567"),
        (("evenings", "in the morning at 7"), "07:00", "1234567"),
    ],
)
def test_what_was_clear_survives_a_question(answers: tuple[str, ...], at: str, days: str) -> None:
    heard, found, locale = TimeHeard(), None, "de" if "Mo Do" in answers else "en"
    for number, text in enumerate(answers, 1):
        found = parse_when(text, locale, heard)
        if number < len(answers):
            assert isinstance(found, Unclear), text
            heard = found.heard
    assert isinstance(found, When)
    assert found.time.isoformat("minutes") == at
    assert {str(day) for day in found.days} == set(days)
    assert not found.either or not heard.part


def test_an_hour_outside_the_part_of_the_day_is_asked_about() -> None:
    found = parse_when("2", "en", TimeHeard(part="evening"))
    assert isinstance(found, Unclear)
    assert found.reason is Reason.WHICH_HALF
