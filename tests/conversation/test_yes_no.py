"""A yes or a no with words beyond it, to every question of the bot's own; and what of an answer survives a
question for the hour."""

import pytest

from bot.person.plan import Plan
from tests.chat import Chat
from tests.conversation.states import WAYS


async def plan_of(chat: Chat) -> Plan:
    plan = (await chat.running.store.load(chat.subject)).profile.reminder
    assert plan is not None
    return plan


async def said_after(chat: Chat, way: str, answer: str) -> str:
    """Everything that is said to an answer, in that state."""
    await WAYS[way](chat)
    before = len(chat.messages)
    await chat.say(answer)
    return "\n".join(message.text for message in chat.messages[before:])


# ---------------------------------------------------------------- the city


@pytest.mark.parametrize(
    "answer",
    [
        "right, but I live in Oslo",
        "yes but Oslo",
        "Yes. Oslo, though",
        "no, Oslo",
        "no I live in Oslo",
        "stimmt, aber ich wohne in Oslo",
        "nein, Oslo",
    ],
)
async def test_another_city_beside_a_yes_is_asked_about(chat: Chat, answer: str) -> None:
    said = await said_after(chat, "place_found", answer)
    assert "Oslo" in said
    assert said.endswith("now, right?")
    assert (await chat.running.store.load(chat.subject)).profile.reminder is None
    await chat.say("yes")
    assert (await plan_of(chat)).zone == "Europe/Oslo"


@pytest.mark.parametrize(
    "answer",
    ["yes", "yes, that's right", "Yes, Berlin", "ja, 20:00", "yes, it is :)", "👍", "ja genau, da wohne ich"],
)
async def test_a_plain_yes_or_the_same_place_confirms(chat: Chat, answer: str) -> None:
    await said_after(chat, "place_found", answer)
    assert (await plan_of(chat)).zone == "Europe/Berlin"


@pytest.mark.parametrize(
    "answer",
    [
        "yes, but make it 9pm",
        "yes, but only until June",
        "right, though I travel a lot",
        "ja, aber nur im Sommer",
    ],
)
async def test_a_yes_with_a_but_is_asked_again(chat: Chat, answer: str) -> None:
    said = await said_after(chat, "place_found", answer)
    assert said == "Just to be sure: it is 20:00 in Berlin, Germany now. Yes or no?"
    assert (await chat.running.store.load(chat.subject)).profile.reminder is None
    await chat.say("yes")
    assert (await plan_of(chat)).zone == "Europe/Berlin"


@pytest.mark.parametrize(
    "answer", ["no", "No, that's wrong.", "nein danke", "no, sorry", "no, somewhere quiet"]
)
async def test_a_no_asks_for_the_city(chat: Chat, answer: str) -> None:
    assert "Which city is near you?" in await said_after(chat, "place_found", answer)
    assert (await chat.running.store.load(chat.subject)).profile.reminder is None


# ---------------------------------------------------------------- erase


@pytest.mark.parametrize(
    "answer", ["yes but keep my journal", "yes, but not today", "right", "ok", "ja, aber nicht jetzt"]
)
async def test_nothing_is_erased_by_half_a_yes(chat: Chat, answer: str) -> None:
    await said_after(chat, "erasing", answer)
    assert (await chat.running.store.load(chat.subject)).state is not None


@pytest.mark.parametrize("answer", ["yes please 🙏", "ja, lösch alles"])
async def test_a_plain_yes_erases(chat: Chat, answer: str) -> None:
    assert "It is done" in await said_after(chat, "erasing", answer)


# ---------------------------------------------------------------- a name, "did you mean", the next evening


@pytest.mark.parametrize(
    "answer", ["no, Ottilie", "yes, but call me Ottilie", "No, it's Ottilie", "nein, nenn mich Ottilie"]
)
async def test_the_name_is_what_follows(chat: Chat, answer: str) -> None:
    assert "Thank you, Ottilie." in await said_after(chat, "odd_name", answer)


async def test_a_plain_yes_takes_the_odd_name(chat: Chat) -> None:
    assert "Thank you, 42." in await said_after(chat, "odd_name", "yes please :)")


async def test_the_other_question_is_what_follows(chat: Chat) -> None:
    assert "Somebody may be on the road." in await said_after(chat, "did_you_mean", "no, the second one")


async def test_half_a_yes_asks_no_question(chat: Chat) -> None:
    said = await said_after(chat, "did_you_mean", "right, but show me the menu")
    assert "I did, the first winter." not in said
    assert "The Lamp Evenings" in said


async def test_half_a_yes_begins_no_evening(chat: Chat) -> None:
    assert "Good. I've kept your place." in await said_after(chat, "between", "yes, but later")


# ---------------------------------------------------------------- the offer


@pytest.mark.parametrize(
    ("answer", "then"),
    [
        ("yes", "At what time of your day"),
        ("yes, at 9pm", "where are you"),
        ("no, thanks :)", "That's fine."),
        ("no, I get enough of these", "That's fine."),
        ("ok, but evenings", "And at what time?"),
        ("yes, but no reminders", "That's fine."),
    ],
)
async def test_the_offer(chat: Chat, answer: str, then: str) -> None:
    assert then in await said_after(chat, "ended", answer)


# ---------------------------------------------------------------- the pause


@pytest.mark.parametrize("answer", ["never mind", "no", "nein, doch nicht"])
async def test_the_question_for_a_pause_can_be_taken_back(chat: Chat, answer: str) -> None:
    assert "Nothing is changed." in await said_after(chat, "pause", answer)
    assert (await chat.running.store.load(chat.subject)).pending is None


@pytest.mark.parametrize("answer", ["yes, a week", "ok, until Monday please", "a week :)", "no, just a week"])
async def test_a_pause_beside_a_yes(chat: Chat, answer: str) -> None:
    assert "I'll be quiet until Monday, 9 March." in await said_after(chat, "pause", answer)


# ---------------------------------------------------------------- the hour: parts of the day survive


@pytest.mark.parametrize(
    ("answers", "at", "days"),
    [
        (("abends", "8"), "20:00", 7),
        (("evenings", "8"), "20:00", 7),
        (("night", "11"), "23:00", 7),
        (("tuesday evening", "8"), "20:00", 1),
        (("every other day at 9", "mon thu"), "09:00", 2),
        (("8 in the morning and evening", "evening"), "20:00", 7),
        (("8pm 😊",), "20:00", 7),
    ],
)
async def test_what_was_said_of_the_hour_is_kept(
    chat: Chat, answers: tuple[str, ...], at: str, days: int
) -> None:
    await WAYS["hour"](chat)
    for answer in answers:
        await chat.say(answer)
    await chat.say("Berlin")
    await chat.say("yes")
    plan = await plan_of(chat)
    assert (plan.at.isoformat("minutes"), len(plan.days)) == (at, days)


async def test_a_button_means_the_hour_it_says(chat: Chat) -> None:
    await WAYS["hour"](chat)
    await chat.say("evenings")
    await chat.tap("8:00")
    await chat.say("Berlin")
    await chat.say("yes")
    assert (await plan_of(chat)).at.hour == 8


async def test_elsewhere_evenings_are_the_menu(chat: Chat) -> None:
    assert "The Lamp Evenings" in await said_after(chat, "offered", "evenings")
