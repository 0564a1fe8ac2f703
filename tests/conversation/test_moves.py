"""What people say beside the questions: the script answers, else the bot; then the question stands again."""

import contextlib
import shutil
from collections.abc import AsyncIterator
from itertools import pairwise
from pathlib import Path

import pytest

from tests.chat import Chat, Screen, running

SERIES = Path(__file__).parent / "series"
HEARD = """title: Heard
when: $heard == "grief"
---
Alana: The lamp burns for them as well.
<<set $bereaved to true>>
===
title: Heard
when: $heard == "why"
---
Alana: Because of the ships.
-> Which ships?
    Alana: The late ones.
-> Never mind.
===
"""
OWN = """title: Light_Heard
when: $heard == "grief" and visited("Light_Heard") == false
---
Alana: Sit down by the light first.
===
"""


@pytest.fixture
async def told(tmp_path: Path) -> AsyncIterator[Chat]:
    """A chat in a series that has words of its own for grief and for "why?"."""
    folder = tmp_path / "dialogues"
    shutil.copytree(SERIES, folder)
    (folder / "heard.yarn").write_text(HEARD, "utf-8")
    light = folder / "01-light.yarn"
    first = next(line for line in light.read_text("utf-8").splitlines() if line.startswith("title:"))
    own = OWN.replace("Light_Heard", f"{first.removeprefix('title:').strip()}_Heard")
    light.write_text(light.read_text("utf-8").rstrip() + "\n" + own, "utf-8")
    async with opened(tmp_path, folder) as chat:
        yield chat


@contextlib.asynccontextmanager
async def opened(place: Path, series: Path) -> AsyncIterator[Chat]:
    screen = Screen()
    async with running(place, series, screen) as program:
        chat = Chat(program, screen)
        await chat.open()
        yield chat


async def said(chat: Chat, words: str) -> list[str]:
    before = len(chat.messages)
    await chat.say(words)
    return [message.text for message in chat.messages[before:]]


async def test_the_evening_answers_before_the_series_and_the_question_stands_again(told: Chat) -> None:
    questions = told.questions
    assert (await said(told, "my husband died in spring"))[0] == "Sit down by the light first."
    assert told.questions == questions
    assert (await said(told, "my sister died, too"))[0] == "The lamp burns for them as well."
    assert told.questions == questions
    await told.tap(questions[0])
    assert told.messages


async def test_a_script_may_ask_in_its_answer_and_comes_back(told: Chat) -> None:
    questions = told.questions
    await told.say("why?")
    assert told.questions == ["Which ships?", "Never mind."]
    await told.tap("Which ships?")
    assert told.questions == questions


async def test_the_bot_answers_where_no_script_does_and_never_twice_in_the_same_words(chat: Chat) -> None:
    await chat.open()
    questions = chat.questions
    answers = [(await said(chat, "thank you"))[0] for _ in range(4)]
    assert all(one != other for one, other in pairwise(answers))
    assert len(set(answers)) == 3
    assert chat.questions == questions


async def test_a_feeling_is_never_called_another_evenings_question(chat: Chat) -> None:
    await chat.open()
    for words in ("my husband left me", "I feel so alone tonight", "you are wrong", "I'm so in love", "👍"):
        assert not any("another evening" in text for text in await said(chat, words)), words


@pytest.mark.parametrize(
    ("words", "then"),
    [
        ("evening 2", "Here is a door."),
        ("can we do evening 2?", "Here is a door."),
        ("evening 77", "The Lamp Evenings"),
        ("ich verstehe leider nicht so gut englisch", "Ich kann auch Deutsch mit dir sprechen"),
    ],
)
async def test_to_another_evening_and_another_language(chat: Chat, words: str, then: str) -> None:
    await chat.open()
    assert any(then in text for text in await said(chat, words)), chat.transcript


async def at_the_name(chat: Chat) -> None:
    await chat.open()
    await chat.tap("Who put the lamp there?")
    assert chat.last.text.startswith("What may I call you?")


@pytest.mark.parametrize("words", ["why do you need my name?", "do I have to?", "what for?", "why?"])
async def test_a_question_to_the_question_for_a_name(chat: Chat, words: str) -> None:
    await at_the_name(chat)
    answers = await said(chat, words)
    assert "Only to say it now and then." in answers[0]
    assert answers[-1].startswith("What may I call you?")


async def test_a_name_can_be_corrected(chat: Chat) -> None:
    await at_the_name(chat)
    await chat.say("Robin")
    await chat.say("my name is not Robin")
    assert chat.last.text == "What shall I call you?"
    assert (await said(chat, "Jo"))[0] == "Good, Jo. I'll call you that."
    assert (await said(chat, "call me Alexandra"))[0] == "Good, Alexandra. I'll call you that."
    await chat.command("name", "-")
    assert "leave the name out" in "\n".join(m.text for m in chat.messages[-3:])


async def test_a_plain_word_is_no_page_of_the_journal_unasked(chat: Chat) -> None:
    await at_the_name(chat)
    await chat.tap("Skip")
    await chat.tap("Skip")
    await chat.tap("May I sit down?")
    assert "Whatever comes to mind" in (await said(chat, "what should I write?"))[0]
    assert "Shall I keep “no” in your journal?" in (await said(chat, "no"))[0]
    await chat.command("journal")
    assert "empty" in chat.last.text
    await chat.say("no")
    await chat.say("yes")
    await chat.command("journal")
    assert "no" in chat.last.text


MORE = """title: More
episode: 09-more
name: More
question: What is that bell?
---
Alana: A bell rings over the water.
-> Who rings the bell?
    Alana: Nobody whom I know.
-> I like the sound of it. #heard:why #heard:more
    Alana: Then listen: it rings for the ferry.

Alana: It stops.
-> Is it over now?
    Alana: For tonight.
-> What comes over the water?
    Alana: Only fog.
===
"""


@pytest.fixture
async def bell(tmp_path: Path) -> AsyncIterator[Chat]:
    """A chat in an evening with a question that is tagged for moves."""
    folder = tmp_path / "dialogues"
    shutil.copytree(SERIES, folder)
    (folder / "09-more.yarn").write_text(MORE, "utf-8")
    screen = Screen()
    async with running(tmp_path, folder, screen) as program:
        chat = Chat(program, screen)
        await chat.open()
        await chat.command("talk", "09-more")
        yield chat


@pytest.mark.parametrize("words", ["why?", "tell me more"])
async def test_a_move_leads_on_where_a_question_is_tagged_for_it(bell: Chat, words: str) -> None:
    assert (await said(bell, words))[0] == "Then listen: it rings for the ferry."
    assert bell.questions == ["Is it over now?", "What comes over the water?"]
    assert "fog" not in "".join(await said(bell, words))  # nothing is tagged here
    assert bell.questions == ["Is it over now?", "What comes over the water?"]


async def test_a_question_that_was_asked_is_answered_again_and_nothing_goes_on(bell: Chat) -> None:
    await bell.tap("Who rings the bell?")
    questions = bell.questions
    assert (await said(bell, "who rings the bell?"))[:2] == [
        "You asked that a while ago. Here is what I said.",
        "Nobody whom I know.",
    ]
    assert bell.questions == questions
    await bell.tap("What comes over the water?")
    assert "Only fog." in bell.transcript


async def test_a_question_that_was_not_asked_is_not_said_to_have_been(bell: Chat) -> None:
    await bell.tap("I like the sound of it.")
    assert not any("a while ago" in text for text in await said(bell, "who rings the bell?"))


async def test_a_question_that_was_taken_back_was_not_asked(bell: Chat) -> None:
    await bell.tap("Who rings the bell?")
    await bell.command("back")
    assert not any("a while ago" in text for text in await said(bell, "who rings the bell?"))
    assert "Nobody whom I know." in bell.transcript
    await bell.command("back")
    await bell.tap("I like the sound of it.")
    assert not any("a while ago" in text for text in await said(bell, "who rings the bell?"))


async def test_an_evening_begun_again_was_asked_nothing(bell: Chat) -> None:
    await bell.tap("Who rings the bell?")
    await bell.command("restart")
    await bell.tap("I like the sound of it.")
    assert not any("a while ago" in text for text in await said(bell, "who rings the bell?"))


async def test_at_the_hour_evenings_and_then_a_number_is_the_evening(chat: Chat) -> None:
    await chat.open()
    await chat.command("remind")
    await chat.say("evenings")
    assert not any("menu" in message.text.lower() for message in chat.messages[-1:])
    await chat.say("8")
    await chat.say("Berlin")
    assert "20:00" in chat.transcript, chat.transcript


@pytest.mark.parametrize("words", ["I feel so alone tonight", "thank you", "why do you ask?"])
async def test_what_is_no_name_becomes_none(chat: Chat, words: str) -> None:
    await at_the_name(chat)
    await chat.say("Robin")
    await chat.say("my name is not Robin")
    await chat.say(words)
    assert "call you that" not in chat.transcript, chat.transcript


SILENT = """title: Quiet
episode: 08-quiet
name: Quiet
question: What is that noise?
---
Alana: There is a noise on the stairs.
<<if $loud>>
    Alana: It is loud.
<<endif>>
-> What is it?
    Alana: The cat.
===
title: Quiet_Heard
when: $heard == "angry"
---
Alana: Stamp your feet, then.
===
title: Quiet_Memory
---
<<declare $loud = false>>
===
"""


async def test_an_evening_that_answers_other_moves_leaves_nobody_without_a_word(tmp_path: Path) -> None:
    folder = tmp_path / "dialogues"
    shutil.copytree(SERIES, folder)
    (folder / "08-quiet.yarn").write_text(SILENT, "utf-8")
    screen = Screen()
    async with running(tmp_path, folder, screen) as program:
        chat = Chat(program, screen)
        await chat.open()
        await chat.command("talk", "08-quiet")
        for words in ("thank you", "i'm so mad at him", "thank you", "are you a therapist?"):
            answers = await said(chat, words)
            assert not answers[0].startswith(("What would you like", "There is a noise")), (words, answers)


WHO = """title: Who_Ada
---
Alana: Ada looks after the lamp.
===
title: Heard
when: $heard == "who_is"
---
Alana: There is Ada, and there is the lamp.
===
title: Heard
when: $heard == "no_death"
---
<<set $bereaved to false>>
Alana: Nobody, then.
===
title: Heard
when: $heard == "telling"
---
Alana: So that is how it was.
===
"""


@pytest.fixture
async def peopled(tmp_path: Path) -> AsyncIterator[Chat]:
    """A chat in a series that says who Ada is."""
    folder = tmp_path / "dialogues"
    shutil.copytree(SERIES, folder)
    (folder / "heard.yarn").write_text(HEARD + WHO, "utf-8")
    async with opened(tmp_path, folder) as chat:
        yield chat


@pytest.mark.parametrize(
    ("words", "then"),
    [
        ("who is Ada", "Ada looks after the lamp."),
        ("wait who is ada again", "Ada looks after the lamp."),
        ("is ada a bitch", "Ada looks after the lamp."),
        ("can you tell me about ada first", "Ada looks after the lamp."),
        ("ada?", "Ada looks after the lamp."),
        ("who are all these people", "There is Ada, and there is the lamp."),
    ],
)
async def test_who_somebody_of_the_story_is(peopled: Chat, words: str, then: str) -> None:
    questions = peopled.questions
    assert (await said(peopled, words))[0] == then
    assert peopled.questions == questions


async def test_a_finer_sort_is_answered_as_the_broader_one_where_a_script_knows_that_alone(
    peopled: Chat,
) -> None:
    assert (await said(peopled, "i'm 71"))[0] == "So that is how it was."
    long = (
        "so i was married to this man for twelve years and he was never home and then one day i just left him"
    )
    assert (await said(peopled, long))[0] == "So that is how it was."


async def test_what_is_asked_again_is_the_scene_and_not_what_was_said_to_a_move(peopled: Chat) -> None:
    before = peopled.messages[-1].text
    await said(peopled, "my sister died")
    again = await said(peopled, "say that again")
    assert "The lamp burns for them as well." not in "\n".join(again)
    assert before.splitlines()[0] in "\n".join(again)


@pytest.mark.parametrize(
    "words",
    [
        "bullshit",
        "should i text my ex",
        "why do you want to know that",
        "wieso willst du das wissen",
        "i'm 14",
    ],
)
async def test_a_question_or_a_curse_is_nobodys_name_however_often(chat: Chat, words: str) -> None:
    await at_the_name(chat)
    for _ in range(2):
        await said(chat, words)
        assert chat.last.text.startswith("What may I call you?")


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("my name is Anna now", "Anna"),
        ("nenn mich Jo bitte", "Jo"),
        ("ich heiße jetzt Eva", "Eva"),
        ("Will", "Will"),
    ],
)
async def test_what_stands_behind_a_name_is_no_part_of_it(chat: Chat, words: str, name: str) -> None:
    await at_the_name(chat)
    told = "\n".join(await said(chat, words))
    assert name in told
    assert f"{name} now" not in told
    assert "bitte" not in told
