"""What people write for a time, and what is asked back."""

from datetime import date, time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.person.plan import EVERY_DAY, WEEKDAYS, WEEKEND, Plan
from bot.timewords.describing import describe, describe_date
from bot.timewords.pauses import Until, parse_pause
from bot.timewords.questions import Reason
from bot.timewords.reading import Off, Unclear, When, parse_when

ALL = "1234567"

# what is written, the time, the days
ENGLISH = """
9 | 09:00 | 1234567
09 | 09:00 | 1234567
9am | 09:00 | 1234567
9 a.m. | 09:00 | 1234567
9AM | 09:00 | 1234567
9pm | 21:00 | 1234567
8p | 20:00 | 1234567
12am | 00:00 | 1234567
12pm | 12:00 | 1234567
12:30 am | 00:30 | 1234567
21:30 | 21:30 | 1234567
9:30pm | 21:30 | 1234567
9.30 | 09:30 | 1234567
0830 | 08:30 | 1234567
2130 | 21:30 | 1234567
21h30 | 21:30 | 1234567
24:00 | 00:00 | 1234567
９ | 09:00 | 1234567
half past eight | 08:30 | 1234567
half eight | 08:30 | 1234567
Half past eight in the evening | 20:30 | 1234567
quarter to ten pm | 21:45 | 1234567
a quarter past nine | 09:15 | 1234567
quarter past twelve | 12:15 | 1234567
quarter to one | 12:45 | 1234567
quarter to one am | 00:45 | 1234567
20 past 8 | 08:20 | 1234567
ten to nine | 08:50 | 1234567
five minutes to nine in the evening | 20:55 | 1234567
eight thirty pm | 20:30 | 1234567
eight o'clock | 08:00 | 1234567
8pm please | 20:00 | 1234567
noon | 12:00 | 1234567
midnight | 00:00 | 1234567
every evening at 8 | 20:00 | 1234567
every morning at 7 | 07:00 | 1234567
3 in the afternoon | 15:00 | 1234567
at night 10 | 22:00 | 1234567
night at 2 | 02:00 | 1234567
every day at 9 | 09:00 | 1234567
daily 9 | 09:00 | 1234567
weekdays 8:00 | 08:00 | 12345
remind me every weekday at 7:30 pm | 19:30 | 12345
mon wed fri 19:00 | 19:00 | 135
Mon, Wed and Fri at 7pm | 19:00 | 135
mon-fri 7:15 | 07:15 | 12345
Mon–Fri 07:15 | 07:15 | 12345
monday to friday 7:15 | 07:15 | 12345
sat to tue 10 | 10:00 | 1267
weekends 10 | 10:00 | 67
noon on sundays | 12:00 | 7
9pm monday | 21:00 | 1
every day except sunday at 9 | 09:00 | 123456
9 in the evening | 21:00 | 1234567
nine in the evening | 21:00 | 1234567
10 at night | 22:00 | 1234567
1 at night | 01:00 | 1234567
nightly at 9 | 21:00 | 1234567
sunday night 9 | 21:00 | 7
7.30pm | 19:30 | 1234567
730pm | 19:30 | 1234567
20h | 20:00 | 1234567
8ish | 08:00 | 1234567
8 pm ish | 20:00 | 1234567
around 8 | 08:00 | 1234567
let's say 8pm | 20:00 | 1234567
8pm thanks | 20:00 | 1234567
I'd like 8pm | 20:00 | 1234567
once a day at 8 | 08:00 | 1234567
12 noon | 12:00 | 1234567
12 midnight | 00:00 | 1234567
quarter of nine | 08:45 | 1234567
20 to 9 | 08:40 | 1234567
5 minutes to 9 | 08:55 | 1234567
half 9 pm | 21:30 | 1234567
0:00 | 00:00 | 1234567
730 | 07:30 | 1234567
mon/wed/fri 7pm | 19:00 | 135
fri-mon 8 | 08:00 | 1567
weekday evenings 7 | 19:00 | 12345
tues thurs 6pm | 18:00 | 24
٨ | 08:00 | 1234567
"""
GERMAN = """
9 | 09:00 | 1234567
um neun | 09:00 | 1234567
halb neun | 08:30 | 1234567
halb 9 | 08:30 | 1234567
halb eins | 12:30 | 1234567
halb eins nachts | 00:30 | 1234567
abends um acht | 20:00 | 1234567
um 20 Uhr | 20:00 | 1234567
20.30 Uhr | 20:30 | 1234567
8 Uhr 30 | 08:30 | 1234567
acht Uhr dreißig | 08:30 | 1234567
viertel nach acht | 08:15 | 1234567
viertel vor acht | 07:45 | 1234567
dreiviertel acht | 07:45 | 1234567
zehn nach acht | 08:10 | 1234567
fünf vor halb neun abends | 20:25 | 1234567
fünf nach halb neun | 08:35 | 1234567
jeden Morgen um 7 | 07:00 | 1234567
8 Uhr am Morgen | 08:00 | 1234567
am Abend um 8 | 20:00 | 1234567
9 Uhr früh | 09:00 | 1234567
mittags | 12:00 | 1234567
mittags um eins | 13:00 | 1234567
Mitternacht | 00:00 | 1234567
nachmittags um drei | 15:00 | 1234567
7 Uhr abends | 19:00 | 1234567
täglich 9 | 09:00 | 1234567
werktags 8 Uhr | 08:00 | 12345
unter der Woche um 8 | 08:00 | 12345
Mo Mi Fr 19:00 | 19:00 | 135
Mo-Fr 7 | 07:00 | 12345
montags und donnerstags um 19 Uhr | 19:00 | 14
so 8 | 08:00 | 7
am Wochenende um 10 | 10:00 | 67
jeden Tag außer Sonntag um 9 | 09:00 | 123456
sonntags um halb zehn abends | 21:30 | 7
viertel vor sieben | 06:45 | 1234567
täglich um 20 Uhr | 20:00 | 1234567
mo-fr 7:30 | 07:30 | 12345
20h | 20:00 | 1234567
so gegen 8 | 08:00 | 1234567
so gegen 8 Uhr abends | 20:00 | 1234567
sa so um 10 | 10:00 | 67
einmal am Tag um 8 | 08:00 | 1234567
einmal täglich um 20 Uhr | 20:00 | 1234567
0 Uhr | 00:00 | 1234567
24 Uhr | 00:00 | 1234567
12 Uhr mittags | 12:00 | 1234567
nachts um eins | 01:00 | 1234567
Sa/So 11 Uhr | 11:00 | 67
Di + Do 18h | 18:00 | 24
Montag bis Freitag um halb acht | 07:30 | 12345
zwanzig nach acht | 08:20 | 1234567
acht Uhr zwanzig | 08:20 | 1234567
lieber um 19 Uhr | 19:00 | 1234567
"""


def rows(table: str, locale: str) -> list[tuple[str, str, str, str]]:
    lines = (line.split(" | ") for line in table.strip().splitlines())
    return [(locale, text, at, days) for text, at, days in lines]


@pytest.mark.parametrize(("locale", "text", "at", "days"), rows(ENGLISH, "en") + rows(GERMAN, "de-AT"))
def test_times_and_days(locale: str, text: str, at: str, days: str) -> None:
    assert parse_when(text, locale) == When(time.fromisoformat(at), frozenset(int(d) for d in days))


@pytest.mark.parametrize(
    "text",
    [
        "off",
        "Off!",
        "stop",
        "no more",
        "aus",
        "Nein",
        "nicht mehr",
        "turn it off",
        "no thanks",
        "Nope.",
        "turn off reminders",
        "stop writing to me",
        "unsubscribe",
        "nein danke",
        "lieber nicht",
        "abmelden",
    ],
)
@pytest.mark.parametrize("locale", ["en", "de"])
def test_off(text: str, locale: str) -> None:
    assert parse_when(text, locale) == Off()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", Reason.NOT_UNDERSTOOD),
        ("later", Reason.NOT_UNDERSTOOD),
        ("hmm", Reason.NOT_UNDERSTOOD),
        ("yes", Reason.NOT_UNDERSTOOD),
        ("tomorrow at 9", Reason.NOT_UNDERSTOOD),
        ("morgen um 8", Reason.NOT_UNDERSTOOD),
        ("not 9", Reason.NOT_UNDERSTOOD),
        ("in 2 hours", Reason.NOT_UNDERSTOOD),
        ("in 2 h", Reason.NOT_UNDERSTOOD),
        ("so 8", Reason.NOT_UNDERSTOOD),
        ("8 am pm", Reason.NOT_UNDERSTOOD),
        ("x" * 500, Reason.NOT_UNDERSTOOD),
        ("<script>9", Reason.NOT_UNDERSTOOD),
        ("weekdays", Reason.NO_TIME),
        ("every evening", Reason.NO_TIME),
        ("abends", Reason.NO_TIME),
        ("8 or 9", Reason.TWO_TIMES),
        ("8 to 9", Reason.TWO_TIMES),
        ("5 to 9", Reason.TWO_TIMES),
        ("five to six", Reason.TWO_TIMES),
        ("between 8 and 9", Reason.TWO_TIMES),
        ("zwischen 8 und 9", Reason.TWO_TIMES),
        ("mon 8, tue 9", Reason.TWO_TIMES),
        ("7 30", Reason.NO_SUCH_TIME),
        ("0", Reason.NO_SUCH_TIME),
        ("24", Reason.NO_SUCH_TIME),
        ("100", Reason.NO_SUCH_TIME),
        ("8:60", Reason.NO_SUCH_TIME),
        ("19:30:00", Reason.NO_SUCH_TIME),
        ("at night", Reason.NO_TIME),
        ("mornings", Reason.NO_TIME),
        ("tomorrow", Reason.NOT_UNDERSTOOD),
        ("tonight at 8", Reason.NOT_UNDERSTOOD),
        ("heute abend um 8", Reason.NOT_UNDERSTOOD),
        ("morgen früh um 8", Reason.NOT_UNDERSTOOD),
        ("sunset", Reason.NOT_UNDERSTOOD),
        ("before bed", Reason.NOT_UNDERSTOOD),
        ("whenever", Reason.NOT_UNDERSTOOD),
        ("egal", Reason.NOT_UNDERSTOOD),
        ("kurz vor acht", Reason.NOT_UNDERSTOOD),
        ("9pm EST", Reason.NOT_UNDERSTOOD),
        ("every 2 hours", Reason.NOT_UNDERSTOOD),
        ("once a week", Reason.RHYTHM),
        ("twice a day", Reason.RHYTHM),
        ("alle 2 Tage um 8", Reason.RHYTHM),
        ("jeden 2. Tag 8 Uhr", Reason.RHYTHM),
        ("8 and 20", Reason.TWO_TIMES),
        ("9:00 - 10:00", Reason.TWO_TIMES),
        ("at noon and 8", Reason.TWO_TIMES),
        ("25:00", Reason.NO_SUCH_TIME),
        ("24:30", Reason.NO_SUCH_TIME),
        ("8:75", Reason.NO_SUCH_TIME),
        ("9:5", Reason.NO_SUCH_TIME),
        ("99", Reason.NO_SUCH_TIME),
        ("21am", Reason.NO_SUCH_TIME),
        ("0pm", Reason.NO_SUCH_TIME),
        ("viertel acht", Reason.NO_SUCH_TIME),
        ("evening at 12", Reason.WHICH_HALF),
        ("8 in the morning and evening", Reason.WHICH_HALF),
        ("weekends except saturday, sunday at 9", Reason.NO_DAYS),
        ("every other day at 9", Reason.RHYTHM),
        ("jeden zweiten Tag um 8", Reason.RHYTHM),
        ("every 3 days", Reason.RHYTHM),
        ("weekly", Reason.RHYTHM),
    ],
)
def test_unclear_is_asked_and_never_guessed(text: str, reason: Reason) -> None:
    for locale in ("en", "de"):
        if text == "so 8" and locale == "de":
            continue
        found = parse_when(text, locale)
        assert isinstance(found, Unclear)
        assert found.reason is reason
        assert found.question.strip()
        assert len(text) < 3 or text not in found.question


def test_about_eight_is_not_sunday() -> None:
    found = parse_when("so um acht", "de")
    assert isinstance(found, Unclear)


@pytest.mark.parametrize(
    ("text", "either"),
    [
        *(("9", True), ("half past eight", True), ("halb neun", True), ("mon 8:15", True), ("8 Uhr", True)),
        *(("9am", False), ("20:00", False), ("12:30", False), ("every evening at 8", False), ("noon", False)),
        ("0:30", False),
    ],
)
def test_it_is_known_what_may_have_been_meant_in_the_evening(text: str, either: bool) -> None:
    found = parse_when(text, "de" if "Uhr" in text or "halb" in text else "en")
    assert isinstance(found, When)
    assert found.either is either


@given(st.text(max_size=60), st.sampled_from(["en", "de", None, "fr-FR"]))
@example("²", "en")  # a digit, and no number
@example("𑁒", "de")
def test_no_text_raises(text: str, locale: str | None) -> None:
    assert isinstance(parse_when(text, locale), When | Off | Unclear)
    assert isinstance(parse_pause(text, date(2026, 11, 22), locale), Until | Unclear)


WORDS = (
    *("9", "21:30", "8.15", "half", "halb", "past", "to", "vor", "nach", "quarter", "eight", "acht", "uhr"),
    *("am", "pm", "every", "evening", "abends", "mon", "fr", "so", "-", "bis", "except", "minutes", "in"),
)


@given(st.lists(st.sampled_from(WORDS), max_size=7).map(" ".join))
def test_no_mixture_of_the_vocabulary_raises(text: str) -> None:
    for locale in ("en", "de"):
        assert isinstance(parse_when(text, locale), When | Off | Unclear)


@given(st.times(), st.frozensets(st.integers(1, 7), min_size=1), st.sampled_from(["en", "de"]))
def test_what_is_described_is_understood_again(at: time, days: frozenset[int], locale: str) -> None:
    at = at.replace(second=0, microsecond=0, fold=0)
    said = describe(Plan(at, days, "UTC"), locale).rsplit(" (UTC)", 1)[0]
    bare = said.replace(" (Montag bis Freitag)", "")
    assert parse_when(bare, locale) == When(at, days)


@pytest.mark.parametrize(
    ("plan", "english", "german"),
    [
        (
            Plan(time(9), zone="Europe/Berlin"),
            "every day at 9:00 in the morning (Berlin)",
            "jeden Tag um 9:00 Uhr morgens (Berlin)",
        ),
        (
            Plan(time(21, 30), WEEKDAYS, "Asia/Kolkata", place="Pune, India"),
            "on weekdays at 9:30 in the evening (Pune, India)",
            "werktags (Montag bis Freitag) um 21:30 Uhr abends (Pune, India)",
        ),
        (
            Plan(time(12), WEEKEND, "UTC"),
            "at weekends at noon (UTC)",
            "am Wochenende mittags um 12 Uhr (UTC)",
        ),
        (
            Plan(time(19), frozenset({1, 3, 5}), "UTC"),
            "on Mondays, Wednesdays and Fridays at 7:00 in the evening (UTC)",
            "montags, mittwochs und freitags um 19:00 Uhr abends (UTC)",
        ),
        (
            Plan(time(0), EVERY_DAY, "UTC"),
            "every day at midnight (UTC)",
            "jeden Tag um Mitternacht (UTC)",
        ),
        (Plan(time(9), on=False), "off", "aus"),
    ],
)
def test_plans_in_words(plan: Plan, english: str, german: str) -> None:
    assert describe(plan, "en-GB") == english
    assert describe(plan, "de") == german


def test_dates_in_words() -> None:
    assert describe_date(date(2026, 3, 5)) == "Thursday, 5 March"
    assert describe_date(date(2026, 3, 5), "de-AT") == "Donnerstag, 5. März"


TODAY = date(2026, 11, 22)  # a Sunday


@pytest.mark.parametrize(
    ("text", "locale", "day"),
    [
        ("5 days", "en", "2026-11-27"),
        ("two weeks", "en", "2026-12-06"),
        ("a week", "en", "2026-11-29"),
        ("a couple of days", "en", "2026-11-24"),
        ("a month", "en", "2026-12-22"),
        ("pause for 3 days please", "en", "2026-11-25"),
        ("until 3 May", "en", "2027-05-03"),
        ("until May 3rd", "en", "2027-05-03"),
        ("24 Dec 2026", "en", "2026-12-24"),
        ("until Monday", "en", "2026-11-23"),
        ("until sunday", "en", "2026-11-29"),
        ("until tomorrow", "en", "2026-11-23"),
        ("for the weekend", "en", "2026-11-23"),
        ("until next week", "en", "2026-11-23"),
        ("2026-12-24", "en", "2026-12-24"),
        ("until 24/12", "en", "2026-12-24"),
        ("3/5", "en-US", "2027-03-05"),
        ("3/5", "en-GB", "2027-05-03"),
        ("5 Tage", "de", "2026-11-27"),
        ("ein paar Tage", "de", "2026-11-25"),
        ("zwei Wochen", "de", "2026-12-06"),
        ("bis Montag", "de", "2026-11-23"),
        ("bis nächsten Freitag", "de", "2026-11-27"),
        ("bis 3. Mai", "de", "2027-05-03"),
        ("bis 3.5.", "de", "2027-05-03"),
        ("bis morgen", "de", "2026-11-23"),
    ],
)
def test_pauses(text: str, locale: str, day: str) -> None:
    assert parse_pause(text, TODAY, locale) == Until(date.fromisoformat(day))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", Reason.PAUSE),
        ("5", Reason.PAUSE),
        ("forever", Reason.PAUSE),
        ("0 days", Reason.PAUSE),
        ("until 31 Feb", Reason.PAUSE),
        ("3 days and 2 weeks", Reason.PAUSE),
        ("3/5", Reason.WHICH_DATE),
        ("1.1.2020", Reason.PAST_DATE),
        ("1000 days", Reason.TOO_LONG),
        ("9" * 30 + " days", Reason.TOO_LONG),
    ],
)
def test_unclear_pauses_are_asked_about(text: str, reason: Reason) -> None:
    found = parse_pause(text, TODAY, "en")
    assert isinstance(found, Unclear)
    assert found.reason is reason


def test_a_weekend_asked_for_on_a_wednesday_is_asked_about() -> None:
    assert isinstance(parse_pause("for the weekend", date(2026, 11, 25), "en"), Unclear)
