"""What only says what day it soon is, or what ends then: nothing that anybody is asked about."""

import pytest

from bot.care.judge import care
from tests.growth import STEADY, exponent

DATES = """soon it will be christmas; it will be Christmas soon; soon it will be easter; soon it will be
    friday; soon it will be evening; soon it's my birthday; it's nearly New Year's Eve; soon school will be
    over; next week it ends, school; the semester is over soon; soon it will be over, the exam; my exam is
    tomorrow, soon it will be over; bald ist Weihnachten; bald hab ich Geburtstag; bald ist Schule vorbei;
    nächste Woche endet die Schule; das Semester ist bald vorbei; bald hab ichs hinter mir, die Prüfung;
    morgen Prüfung, bald ist es vorbei"""
NOBODYS = """I don't even want anyone; i don't want a man; that's what my mum says; that's what everybody
    says; what happens if I do nothing; was passiert, wenn ich nichts mache"""
ASKED = """soon it will be over; soon it is over with me; my life is over soon; I will be gone by christmas;
    by friday I will be dead; bald ist es vorbei; bald ist alles vorbei; bald ist es vorbei mit mir; mein
    Leben ist bald vorbei; soon it will be christmas and I will be dead by then"""


def listed(text: str) -> list[str]:
    return [" ".join(each.split()) for each in text.split(";")]


@pytest.mark.parametrize("words", listed(DATES))
def test_the_calendar_is_no_danger(words: str) -> None:
    assert care(words) is None


@pytest.mark.parametrize("words", listed(NOBODYS))
def test_who_wants_nobody_or_quotes_somebody_is_in_none(words: str) -> None:
    assert care(words) is None


@pytest.mark.parametrize("words", listed(ASKED))
def test_somebodys_own_end_is(words: str) -> None:
    assert care(words) is not None


@pytest.mark.parametrize("words", ["new years day ", "finally ", "endlich "])
def test_no_sentence_of_dates_can_be_read_in_two_ways(words: str) -> None:
    """Else the work doubles with each word."""
    assert exponent(lambda size: f"school {words * size} zzz", care, (5, 10, 20)) < STEADY
