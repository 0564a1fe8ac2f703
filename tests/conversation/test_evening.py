"""An evening from the first word to the last: by taps, by numbers, by words."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.model import Press, Unreadable
from tests.chat import Chat, Screen, running

SERIES = Path(__file__).parent / "series"


async def test_a_first_hello_leads_into_the_first_evening(chat: Chat) -> None:
    await chat.say("hi")
    assert "Welcome to The Lamp Evenings" in chat.messages[0].text
    assert chat.messages[1].text == "Good evening. There is a lamp on the sill."
    assert chat.last.text == "Ask what you like about it."
    assert chat.questions == [
        "Who put the lamp there?",
        "Why is it still burning at this hour of the night?",
    ]


async def test_a_tap_settles_the_question_and_is_answered(chat: Chat) -> None:
    await chat.open()
    question = chat.last
    await chat.tap("Who put the lamp there?")
    assert (question.buttons, question.chosen) == ((), "Who put the lamp there?")
    assert [m.text for m in chat.messages[-3:]] == [
        "I did, the first winter.",
        "It was dark by four.",
        "What may I call you?",
    ]


async def test_numbers_words_and_beginnings_choose_the_same(tmp_path: Path) -> None:
    transcripts = set()
    for place, typed in enumerate(("1", "b", "Who put the lamp there?", "who put the LAMP", "the first one")):
        screen = Screen()
        folder = tmp_path / str(place)
        folder.mkdir()
        async with running(folder, SERIES, screen) as program:
            chat = Chat(program, screen)
            await chat.open()
            await chat.say(typed)
            transcripts.add((typed == "b", chat.transcript))
    assert len(transcripts) == 2  # "b" is the second question, all others the first


async def test_the_whole_evening_by_taps(chat: Chat) -> None:
    await chat.open()
    await chat.tap("Why is it still burning")
    await chat.say("Mia")
    assert chat.messages[-2].text == "Thank you, Mia."
    await chat.say("about forty")
    assert "I was hoping for a number" in chat.messages[-3].text
    await chat.say("40")
    assert chat.last.text == "So 40 it is."
    await chat.tap("May I sit down?")
    assert chat.last.text == "What does your own lamp look like?"
    await chat.say("It is green, and it hums.")
    assert any(m.text == "Thank you for writing." for m in chat.messages)
    assert "Begin: The door" in [b.label for b in chat.messages[-2].buttons]
    assert "Yes, at 20:00" in [b.label for b in chat.last.buttons]  # the offer, once
    await chat.command("journal")
    assert "It is green, and it hums." in chat.last.text
    await chat.tap("Begin: The door")
    assert chat.questions == ["Is it open?"]


@pytest.mark.parametrize("words", ["skip", "Skip this", "I'd rather not say.", "lieber nicht"])
async def test_questions_to_the_person_can_be_skipped_by_button_or_word(chat: Chat, words: str) -> None:
    await chat.open()
    await chat.tap("Who put the lamp there?")
    await chat.tap("Skip")
    assert chat.last.text == "How many winters have you seen?"
    await chat.say(words)
    assert any(m.text == "So 0 it is." for m in chat.messages)


async def test_one_winter_is_a_number_and_no_button(chat: Chat) -> None:
    await chat.open()
    await chat.tap("Who put the lamp there?")
    await chat.tap("Skip")
    await chat.say("1")
    assert any(m.text == "So 1 it is." for m in chat.messages)


async def test_an_old_button_shows_the_present_question(chat: Chat) -> None:
    await chat.open()
    old = chat.button("Who put the lamp there?")
    await chat.tap("Who put the lamp there?")
    await chat.tap("Skip")
    before = len(chat.messages)
    await chat.do(old)
    assert [m.text for m in chat.messages[before:]] == [
        "That question has gone by. Here is where we are.",
        "How many winters have you seen?",
    ]


async def test_a_double_tap_counts_once(chat: Chat) -> None:
    await chat.open()
    press = chat.button("Who put the lamp there?")
    await chat.do(press)
    before = chat.transcript
    await chat.do(press)
    assert chat.transcript == before


async def test_a_repeated_update_changes_nothing(chat: Chat) -> None:
    await chat.open()
    inbound = await chat.do(chat.button("Who put the lamp there?"))
    before = chat.transcript
    await chat.again(inbound)
    assert chat.transcript == before


async def test_someone_elses_button_changes_nothing(chat: Chat) -> None:
    await chat.open()
    before = chat.transcript
    await chat.do(Press("someone", "o", 1, 1, "0"))
    assert chat.transcript == before


@pytest.mark.parametrize("place", ["²", "𑁒", "-1", "99"])
async def test_a_button_that_cannot_be_leads_back_to_what_stands(chat: Chat, place: str) -> None:
    await chat.open()
    standing = chat.last.text
    await chat.do(replace(chat.button("Who put the lamp there?"), value=place))
    assert [message.text for message in chat.messages[-2:]] == [
        "That question has gone by. Here is where we are.",
        standing,
    ]


async def test_the_next_day_goes_on_where_it_was(tmp_path: Path) -> None:
    screen = Screen()
    async with running(tmp_path, SERIES, screen) as program:
        chat = Chat(program, screen)
        await chat.open()
        await chat.tap("Who put the lamp there?")
    screen = Screen()
    async with running(tmp_path, SERIES, screen) as program:
        chat = Chat(program, screen)
        chat._ids = iter(range(100, 200))
        await chat.open()
        assert [m.text for m in chat.messages] == ["It was dark by four.", "What may I call you?"]
        await chat.say("Mia")
        assert chat.messages[2].text == "Thank you, Mia."


async def test_only_one_keyboard_stands(chat: Chat) -> None:
    await chat.open()
    await chat.command("continue")
    await chat.command("continue")
    assert len([m for m in chat.messages if m.buttons]) == 1


async def test_a_sticker_is_answered(chat: Chat) -> None:
    await chat.open()
    await chat.do(Unreadable("sticker"))
    assert "words" in chat.messages[-2].text
    assert chat.questions


async def test_text_from_people_is_inert(chat: Chat) -> None:
    await chat.open()
    await chat.tap("Who put the lamp there?")
    await chat.say("[b]*x*[/b] @everyone {$y} {0}")
    assert chat.messages[-2].text == "Thank you, [b]*x*[/b] @everyone {$y} {0}."


async def test_german_follows_the_platform(chat: Chat) -> None:
    chat.locale = "de-AT"
    await chat.open()
    assert chat.last.text == "Frag, was du wissen magst."
    await chat.say("Wer hat die Lampe hingestellt?")
    assert "I did, the first winter." in chat.transcript  # not translated: the base language shows


async def test_after_the_last_evening_there_is_a_last_word(chat: Chat) -> None:
    await chat.open()
    await chat.tap("Who put the lamp there?")
    await chat.tap("Skip")
    await chat.tap("Skip")
    await chat.tap("I'd rather stand.")
    assert not any(b.label == "A last word" for m in chat.messages for b in m.buttons)
    await chat.command("talk", "door")
    await chat.tap("Is it open?")
    await chat.tap("A last word")
    assert chat.last.text == "The lamp stays on."
    await chat.tap("Good night.")
    assert "the last of the evenings" in chat.last.text
    assert [b.label for b in chat.last.buttons] == ["The menu"]


async def test_an_evening_left_for_another_keeps_its_place(chat: Chat) -> None:
    await chat.open()
    await chat.tap("Who put the lamp there?")
    await chat.say("Mia")
    await chat.command("talk", "door")
    await chat.command("menu")
    assert "1. The light (begun)" in chat.last.text
    await chat.tap("1. The light")
    assert chat.last.text == "How many winters have you seen?"
    await chat.tap("Skip")
    await chat.command("talk", "2")
    assert chat.questions == ["Is it open?"]
    await chat.command("talk", "1")
    assert chat.questions == ["May I sit down?", "I'd rather stand."]
    await chat.command("restart")
    assert chat.questions[0] == "Who put the lamp there?"


async def test_what_has_no_name_is_called_by_its_key(tmp_path: Path) -> None:
    series = tmp_path / "dialogues" / "the-long-way"
    series.mkdir(parents=True)
    (series / "p.yarnproject").write_text(
        '{"projectFileVersion": 4, "sourceFiles": ["*.yarn"], "baseLanguage": "en"}'
    )
    (series / "a.yarn").write_text("title: A\nepisode: 01-first_step\n---\nHello there.\n-> And now?\n===\n")
    screen = Screen()
    async with running(tmp_path, tmp_path / "dialogues", screen) as program:
        chat = Chat(program, screen)
        await chat.open()
        assert chat.messages[0].text.startswith("Welcome to The long way.")
        await chat.command("menu")
        assert "1. 01 first step" in chat.last.text
