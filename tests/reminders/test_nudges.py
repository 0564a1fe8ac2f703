"""What nudges say, how evenings add up."""

from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.person.plan import WEEKDAYS
from bot.reminders.nudges import LONG_AWAY, Situation, choose, mark_seen, situation, templates
from bot.reminders.streaks import streak

NOW = datetime(2026, 11, 22, 18, tzinfo=UTC)
NOTICE = "who you waited for without a word"
TODAY = date(2026, 11, 22)


def days(*ago: int) -> set[date]:
    return {TODAY - timedelta(days=n) for n in ago}


@pytest.mark.parametrize("lang", ["en", "de"])
def test_there_are_enough_templates_and_each_is_short_and_unlike_the_others(lang: str) -> None:
    every = [line for lines in templates(lang).values() for line in lines]
    assert len(set(every)) == len(every)
    for where, lines in templates(lang).items():
        with_notice = [line for line in lines if "{notice}" in line]
        least = 2 if where is Situation.GOODBYE else 8
        assert len(lines) - len(with_notice) >= least
        assert len(with_notice) >= (0 if where is Situation.GOODBYE else 8)
        for line in lines:
            assert 40 <= len(line.replace("{notice}", NOTICE)) <= 320
            assert line.count("{") == line.count("{notice}") <= 1
            assert "!" not in line
            assert line.count("?") <= 1, "two questions in a row"
            assert line[-1] in ".?"
    assert set(templates(lang)) == set(Situation)


def test_german_and_english_have_the_same_shape() -> None:
    for where, lines in templates("en").items():
        assert ["{notice}" in line for line in lines] == [
            "{notice}" in line for line in templates("de")[where]
        ]


@pytest.mark.parametrize("notice", [NOTICE, None, " "])
def test_every_template_comes_before_one_comes_again(notice: str | None) -> None:
    seen: dict[str, int] = {}
    texts = []
    for number in range(16):
        nudge = choose(Situation.BETWEEN, notice, (), seen, Random(number), "en")
        seen = mark_seen(seen, nudge.key)
        texts.append(nudge.text)
    assert len(set(texts[:8])) == len(set(texts[8:])) == 8
    assert texts[:8] == texts[8:]  # the one seen longest ago comes first
    assert all((NOTICE in text) is (notice == NOTICE) for text in texts)


def test_the_writers_own_text_comes_first_and_then_takes_its_turn() -> None:
    first = choose(Situation.MID, NOTICE, ("Only here: {notice} 😀",), {}, Random(1))
    assert first.text == "Only here: {notice} 😀"
    assert first.key.startswith("own:")
    seen = mark_seen({}, first.key)
    assert choose(Situation.MID, NOTICE, ("Only here: {notice} 😀",), seen, Random(1)).key.startswith("mid:")


def test_to_someone_long_away_the_writers_text_of_the_day_is_not_said() -> None:
    nudge = choose(Situation.AWAY, NOTICE, ("Did you hum today?",), {}, Random(1))
    assert nudge.key.startswith("away:")
    assert NOTICE in nudge.text


def test_a_notice_with_its_own_full_stop_gets_no_second_one() -> None:
    for number in range(20):
        text = choose(Situation.MID, f"{NOTICE}.", (), {}, Random(number)).text
        assert ".." not in text
        assert ".?" not in text


def test_a_goodbye_is_a_goodbye_whatever_the_writer_wrote() -> None:
    nudge = choose(Situation.GOODBYE, NOTICE, ("Hello",), {}, Random(1), "de")
    assert nudge.key.startswith("goodbye:")
    assert "/remind" in nudge.text


def test_a_notice_is_put_in_as_it_stands() -> None:
    assert "{0} %s {notice}" in choose(Situation.AWAY, "{0} %s {notice}", (), {}, Random(3)).text


def test_what_was_seen_stays_small() -> None:
    seen: dict[str, int] = {}
    for number in range(500):
        seen = mark_seen(seen, f"own:{number}")
    assert len(seen) == 60
    assert "own:499" in seen


def test_situations() -> None:
    def at(**given: object) -> Situation:
        usual: dict[str, object] = {"begun": False, "finished": False, "last_word_at": NOW, "now_at": NOW}
        return situation(**{**usual, **given})  # type: ignore[arg-type]

    assert at(begun=True) is Situation.MID
    assert at() is Situation.BETWEEN
    assert at(finished=True) is Situation.FINISHED
    assert at(begun=True, finished=True) is Situation.MID
    assert at(last_word_at=NOW - LONG_AWAY) is Situation.AWAY
    assert at(last_word_at=None) is Situation.BETWEEN
    assert at(goodbye=True) is Situation.GOODBYE


# ---------------------------------------------------------------- streaks


def test_a_day_not_over_is_not_missed() -> None:
    assert streak(days(1, 2, 3), TODAY) == 3
    assert streak(days(0, 1, 2, 3), TODAY) == 4


def test_two_missed_days_a_week_are_free_and_the_third_is_not() -> None:
    assert streak(days(0, 3, 4), TODAY) == 3
    assert streak(days(0, 4, 5), TODAY) == 1
    assert streak(days(3), TODAY) == 1
    assert streak(days(4), TODAY) == 0


def test_the_week_is_any_seven_days() -> None:
    assert streak(days(0, 3, 4, 5, 6, 7, 10, 11), TODAY) == 8
    assert streak(days(0, 3, 4, 5, 8, 9), TODAY) == 4


def test_pauses_and_journeys_never_break_it() -> None:
    away = (TODAY - timedelta(days=30), TODAY - timedelta(days=1))
    assert streak(days(0, 31, 32), TODAY, [away]) == 3
    assert streak(days(0, 31, 32), TODAY) == 1


def test_weekdays_that_are_not_asked_for_are_not_missed() -> None:
    mondays = {TODAY - timedelta(days=6 + 7 * n) for n in range(10)}
    assert streak(mondays, TODAY, days=frozenset({1})) == 10
    assert streak(mondays, TODAY) == 0
    assert streak(mondays, TODAY, days=WEEKDAYS) == 0


def test_only_days_that_are_over_count() -> None:
    assert streak(set(), TODAY) == streak({TODAY + timedelta(days=3)}, TODAY) == 0


@given(st.sets(st.integers(0, 60)), st.sets(st.integers(0, 60), max_size=10))
def test_more_evenings_or_more_excuses_never_shorten_a_streak(done: set[int], more: set[int]) -> None:
    before = streak(days(*done), TODAY)
    assert streak(days(*done | more), TODAY) >= before
    excuses = [(TODAY - timedelta(days=n), TODAY - timedelta(days=n - 1)) for n in more]
    assert before <= streak(days(*done), TODAY, excuses) <= len(done)
