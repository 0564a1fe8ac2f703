"""/remind, /pause and /progress as a talk: what is asked, what is understood, how it is said back."""

from datetime import UTC, datetime

import pytest

from bot.model import CommandCall, Located
from bot.person.plan import Plan
from bot.ports import Change
from bot.reminders import stored
from tests.chat import Chat


async def plan_of(chat: Chat) -> Plan:
    plan = (await chat.running.store.load(chat.subject)).profile.reminder
    assert plan is not None
    return plan


async def begin(chat: Chat) -> None:
    """In the middle of an evening, at a question."""
    await chat.open()


async def set_in(chat: Chat, at: str, place: str) -> None:
    await chat.command("remind", at)
    await chat.say(place)
    await chat.say("yes")


async def slash(chat: Chat, **options: str) -> None:
    """A slash command with named options, as Discord sends it: the first one is the argument, too."""
    await chat.do(CommandCall("remind", next(iter(options.values()), ""), tuple(options.items())))


# ---------------------------------------------------------------- the hour


@pytest.mark.parametrize(
    ("wording", "said"),
    [
        ("9", "every day at 9:00 in the morning"),
        ("9am", "every day at 9:00 in the morning"),
        ("21:30", "every day at 9:30 in the evening"),
        ("half past eight", "every day at 8:30 in the morning"),
        ("weekdays 8:00", "on weekdays at 8:00 in the morning"),
        ("mon wed fri 19:00", "on Mondays, Wednesdays and Fridays at 7:00 in the evening"),
    ],
)
async def test_free_wording_is_said_back_in_words(chat: Chat, wording: str, said: str) -> None:
    await begin(chat)
    await set_in(chat, wording, "Berlin")
    assert said in chat.last.text
    assert "Berlin" in chat.last.text


async def test_a_bare_hour_is_one_tap_from_the_evening_and_keeps_its_days(chat: Chat) -> None:
    await begin(chat)
    await set_in(chat, "mon wed half past eight", "Berlin")
    assert [b.label for b in chat.last.buttons] == ["Send me one now", "Rather at 20:30"]
    await chat.tap("Rather at 20:30")
    assert "on Mondays and Wednesdays at 8:30 in the evening" in chat.last.text
    assert [b.label for b in chat.last.buttons] == ["Send me one now"]
    plan = await plan_of(chat)
    assert (plan.at.isoformat("minutes"), plan.days) == ("20:30", frozenset({1, 3}))
    await chat.command("remind", "9")
    await chat.tap("Rather at 21:00")
    assert (await plan_of(chat)).at.hour == 21
    for clear in ("9am", "20:00", "8 in the morning", "noon"):
        await chat.command("remind", clear)
        assert [b.label for b in chat.last.buttons] == ["Send me one now"]


@pytest.mark.parametrize("wording", ["soon", "25:00", "8 and 9", "every other day", "2.5 giraffes", "g²"])
async def test_what_is_unclear_gets_a_question_and_sets_nothing(chat: Chat, wording: str) -> None:
    await begin(chat)
    await chat.command("remind", wording)
    assert chat.last.text.endswith((".", "?"))
    assert "?" in chat.last.text or "Could you" in chat.last.text
    assert (await chat.running.store.load(chat.subject)).profile.reminder is None
    await chat.say("20:15")  # the question stands: the next words answer it
    assert "where are you" in chat.last.text


async def test_the_hour_can_be_tapped(chat: Chat) -> None:
    await begin(chat)
    await chat.command("remind")
    assert [b.label for b in chat.last.buttons] == ["8:00", "12:30", "18:00", "20:00"]
    await chat.tap("12:30")
    await chat.say("London")
    await chat.tap("London")
    assert "at 12:30 in the afternoon" in chat.last.text


async def test_off_in_words_and_by_the_button(chat: Chat) -> None:
    await begin(chat)
    await set_in(chat, "9", "Berlin")
    await chat.command("remind", "off")
    assert "no reminders" in chat.last.text
    assert not (await plan_of(chat)).on
    await chat.command("remind", "9")  # the place is known: not asked again
    assert "every day at 9:00" in chat.last.text
    await chat.say("stop")
    assert not (await plan_of(chat)).on


async def test_a_wish_in_a_sentence(chat: Chat) -> None:
    await begin(chat)
    await chat.say("remind me at 21:30")
    assert "where are you" in chat.last.text
    await chat.say("Kolkata")
    await chat.say("right")
    assert (await plan_of(chat)).zone == "Asia/Kolkata"


async def test_an_hour_in_the_quiet_hours_is_allowed_and_said(chat: Chat) -> None:
    await begin(chat)
    await set_in(chat, "23:00", "Berlin")
    assert "quiet hours" in chat.last.text


# ---------------------------------------------------------------- the place


@pytest.mark.parametrize(
    ("place", "zone"),
    [
        ("NYC", "America/New_York"),
        ("São Paulo", "America/Sao_Paulo"),
        ("Kolkata", "Asia/Kolkata"),
        ("東京", "Asia/Tokyo"),
        ("Москва", "Europe/Moscow"),
        ("Texas", "America/Chicago"),
    ],
)
async def test_places_in_any_common_spelling_are_confirmed_in_words(
    chat: Chat, place: str, zone: str
) -> None:
    await begin(chat)
    await chat.command("remind", "20:00")
    await chat.say(place)
    assert chat.last.text.startswith(("It is ", "Did you mean "))
    assert chat.last.text.endswith(("now, right?", "there now."))
    assert 2 <= len(chat.last.buttons) <= 4  # up to three guesses, and "somewhere else"
    await chat.say("yes")
    assert (await plan_of(chat)).zone == zone


async def test_yes_is_not_tehran_and_nonsense_leads_to_the_clock(chat: Chat) -> None:
    await begin(chat)
    await chat.command("remind", "20:00")
    await chat.say("yes")
    assert "Which city" in chat.last.text
    await chat.say("zzyxxy")
    assert "larger city" in chat.last.text
    await chat.say("xyzzyx")
    assert "what time is it for you now" in chat.last.text
    await chat.say("green")
    assert "14:05" in chat.last.text
    await chat.say("20:01")  # 19:00 UTC: an hour ahead
    assert "right?" in chat.last.text
    await chat.say("yes")
    assert (await plan_of(chat)).local(chat.now).hour == 20


async def test_a_country_with_several_times_asks_for_a_city(chat: Chat) -> None:
    await begin(chat)
    await chat.command("remind", "20:00")
    await chat.say("USA")
    assert "more than one time" in chat.last.text
    assert len(chat.last.buttons) == 4
    await chat.tap("Somewhere else")
    await chat.say("Denver")
    await chat.tap("Denver")
    assert (await plan_of(chat)).zone == "America/Denver"


async def test_a_shared_position_is_understood_while_the_place_is_asked(chat: Chat) -> None:
    await begin(chat)
    await chat.do(Located(48.2, 16.37))
    assert "only read words" in "".join(m.text for m in chat.messages[-3:])
    await chat.command("remind", "20:00")
    await chat.do(Located(48.2, 16.37))
    assert "Vienna now, right?" in chat.last.text
    await chat.say("ja")
    assert (await plan_of(chat)).zone == "Europe/Vienna"


async def test_a_misspelling_is_asked_not_claimed(chat: Chat) -> None:
    await begin(chat)
    await chat.command("remind", "20:00")
    await chat.say("Johanesburg")
    assert "Johannesburg" in chat.last.text
    assert chat.last.text.startswith("Did you mean")


@pytest.mark.parametrize("polite", ["thank you", "haha", "sorry", "hello", "why?", "danke"])
async def test_a_courtesy_is_no_place_and_the_question_stands(chat: Chat, polite: str) -> None:
    await begin(chat)
    await chat.command("remind", "20:00")
    await chat.say(polite)
    await chat.say(polite)
    assert "Which city is near you?" in chat.last.text  # it was no failed try: the clock is not asked for
    await chat.say("Vienna")
    await chat.say(polite)
    assert chat.last.text.startswith("Just to be sure")
    await chat.say("yes")
    assert (await plan_of(chat)).zone == "Europe/Vienna"


@pytest.mark.parametrize("said", ["goodbye", "i am sad"])
async def test_a_goodbye_or_a_feeling_is_no_place(chat: Chat, said: str) -> None:
    await begin(chat)
    await chat.command("remind", "20:00")
    await chat.say(said)
    assert "city" not in chat.last.text
    assert (await chat.running.store.load(chat.subject)).pending is None


async def test_a_question_to_alana_is_no_place(chat: Chat) -> None:
    await begin(chat)
    await chat.command("remind", "20:00")
    await chat.say("Who put the lamp there?")
    assert "place" not in chat.last.text
    assert (await chat.running.store.load(chat.subject)).pending is None


async def test_who_goes_on_by_a_tap_leaves_the_question_behind(chat: Chat) -> None:
    await begin(chat)
    await chat.command("remind", "20:00")
    await chat.tap("Who put the lamp there?")
    assert (await chat.running.store.load(chat.subject)).pending is None


# ---------------------------------------------------------------- named options


async def test_slash_options_time_and_zone(chat: Chat) -> None:
    await begin(chat)
    await slash(chat, time="weekdays 8:00", zone="Toronto, Canada")
    assert "right?" in chat.last.text
    await chat.tap("Toronto")
    plan = await plan_of(chat)
    assert (plan.zone, plan.at.hour, len(plan.days)) == ("America/Toronto", 8, 5)
    await slash(chat, zone="Lisbon")
    await chat.say("yes")
    plan = await plan_of(chat)
    assert (plan.zone, plan.at.hour, len(plan.days)) == ("Europe/Lisbon", 8, 5)


async def test_a_zone_alone_asks_for_the_hour_and_is_kept(chat: Chat) -> None:
    await begin(chat)
    await slash(chat, zone="Tokyo")
    assert "At what time" in chat.last.text
    await chat.say("7:30")
    assert "Tokyo" in chat.last.text
    await chat.say("yes")
    assert (await plan_of(chat)).zone == "Asia/Tokyo"


async def test_an_unclear_time_keeps_the_zone(chat: Chat) -> None:
    await begin(chat)
    await slash(chat, time="whenever", zone="Tokyo")
    await chat.say("7:30")
    await chat.say("yes")
    assert (await plan_of(chat)).zone == "Asia/Tokyo"


def test_suggestions_while_typing(chat: Chat) -> None:
    host = chat.running.host
    entry = next(e for e in host.menu("en") if e.name == "remind")
    assert (entry.argument, [name for name, _ in entry.options]) == ("time", ["zone"])
    assert ("every day at 8:00 in the morning", "8:00") in host.suggest("time", "", "en")
    assert host.suggest("time", "mo-fr 9", "de")[0][1] == "mo-fr 9"
    assert host.suggest("zone", "berl", "en")[0][0].startswith("Berlin")
    assert host.suggest("duration", "", "de")[0] == ("3 Tage", "3 Tage")
    assert host.suggest("nothing", "", "en") == []


# ---------------------------------------------------------------- what stands, pauses, progress


async def test_remind_alone_shows_what_stands_and_ways_to_change_it(chat: Chat) -> None:
    await begin(chat)
    await set_in(chat, "9", "Berlin")
    await chat.command("pause", "5 days")
    assert chat.last.text == "I'll be quiet until Saturday, 7 March."
    await chat.command("remind")
    assert "every day at 9:00 in the morning (Berlin, Germany)" in chat.last.text
    assert "quiet until Saturday, 7 March" in chat.last.text
    await chat.tap("Another place")
    await chat.say("Madrid")
    await chat.say("yes")
    plan = await plan_of(chat)
    assert (plan.zone, plan.at.hour) == ("Europe/Madrid", 9)


async def test_a_pause_alone_asks_for_how_long(chat: Chat) -> None:
    await begin(chat)
    await chat.command("pause")
    assert "no reminders to pause" in chat.last.text
    await set_in(chat, "9", "Berlin")
    await chat.command("pause")
    assert [b.label for b in chat.last.buttons] == ["3 days", "A week", "Two weeks"]
    await chat.say("until 3 May")
    assert "until Sunday, 3 May" in chat.last.text
    await chat.tap("End the pause")
    assert (await plan_of(chat)).paused_until(chat.now.date()) is None
    await chat.command("pause", "for some time")
    assert "How long" in chat.last.text
    await chat.tap("A week")
    assert "until Monday, 9 March" in chat.last.text


async def test_zones_lost_by_newer_rules_are_asked_again(chat: Chat) -> None:
    await begin(chat)
    await set_in(chat, "9", "Berlin")
    saved = await chat.running.store.load(chat.subject)
    plan = Plan(at=(await plan_of(chat)).at, zone="Europe/Nowhere", offset=60)
    await chat.running.store.commit(Change(None, stored.with_plan(saved, plan)))
    await chat.command("remind")
    assert "where are you" in chat.last.text


async def test_progress_shows_map_counts_streak_and_can_hide_it(chat: Chat) -> None:
    await chat.open()
    await chat.tap("Who put the lamp there?")
    await chat.command("talk", "02-door")
    await chat.tap("Is it open?")
    await chat.command("progress")
    text = chat.last.text
    for words in ("2. The door (done)", "1 evening done", "0 reflections", "1 evening in a row"):
        assert words in text
    drawn = chat.last.picture
    assert drawn is not None
    assert drawn.windows == "bl"
    await chat.tap("Hide the streak")
    assert "in a row" not in chat.last.text
    await chat.tap("Show the streak")
    assert "1 evening in a row" in chat.last.text


async def test_a_streak_forgives_two_days_a_week_and_pauses(chat: Chat) -> None:
    await chat.open()
    await set_in(chat, "9", "Berlin")
    for day, pause in ((3, ""), (6, "9 days"), (16, "")):  # two free days, then a pause
        chat.now = datetime(2026, 3, day, 12, tzinfo=UTC)
        await chat.command("talk", "02-door")
        await chat.tap("Is it open?")
        if pause:
            await chat.command("pause", pause)
    await chat.command("progress")
    assert "3 evenings in a row" in chat.last.text
    chat.now = datetime(2026, 3, 20, 12, tzinfo=UTC)  # three days missed
    await chat.command("progress")
    assert "in a row" not in chat.last.text


async def test_german_speaks_german(chat: Chat) -> None:
    chat.locale = "de"
    await begin(chat)
    await chat.command("remind", "halb neun")
    await chat.say("Wien")
    await chat.say("stimmt")
    assert "um 8:30 Uhr morgens" in chat.last.text
    await chat.command("pause", "3 Tage")
    assert "Donnerstag, 5. März" in chat.last.text


# ---------------------------------------------------------------- days said before the hour


@pytest.mark.parametrize(
    ("days", "hour", "said"),
    [
        ("sundays", "18:00", "on Sundays at 6:00 in the evening"),
        ("weekdays", "8", "on weekdays at 8:00 in the morning"),
        ("weekends at 9 or 10", "9", "at weekends at 9:00 in the morning"),
        ("sundays", "every day 18:00", "every day at 6:00 in the evening"),
    ],
)
async def test_days_that_were_said_first_stay(chat: Chat, days: str, hour: str, said: str) -> None:
    await begin(chat)
    await chat.command("remind", days)
    await chat.say(hour)
    await chat.say("Berlin")
    await chat.say("yes")
    assert said in chat.last.text


async def test_another_hour_keeps_the_days(chat: Chat) -> None:
    await begin(chat)
    await set_in(chat, "weekdays 8:00", "Berlin")
    await chat.command("remind", "21:30")
    assert "on weekdays at 9:30 in the evening" in chat.last.text


async def test_never_mind_closes_the_question(chat: Chat) -> None:
    await begin(chat)
    await chat.command("remind")
    await chat.say("Never mind.")
    assert chat.last.text.startswith("That's fine. /remind is there")
    await chat.say("9")
    assert "I'll write" not in chat.last.text
