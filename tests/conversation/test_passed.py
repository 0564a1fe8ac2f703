"""Reading again: what a person passed by in a finished evening, as buttons that each play their answer."""

import random
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.conversation.catalogue import make_series
from bot.conversation.replay import replay
from bot.conversation.scene import Scene
from bot.engine.effects import Begin, Choose
from bot.engine.machine import Env, advance
from bot.engine.state import Options, State
from bot.frozen import replace
from bot.model import Address, Named, Press, ReplyHandle
from bot.person.facts import Facts, begun_anew, with_passed, with_question
from bot.venues import Venue
from tests.chat import PHONE, Chat, Screen, running
from tests.engine.talk import program

SCRIPT = """
title: Top
series: paths
name: Paths
---
<<declare $told = false>>
<<declare $never = false>>
===
title: Wood
episode: 01-wood
name: The wood
question: Which way?
---
Alana: Here the path forks. #line:wood-1
-> To the left. #line:left
    Alana: Moss, and it is quiet. #line:left-1
-> To the right, please. #line:right
    <<set $told to true>>
    Alana: Stones, and a long view over the whole of the valley. #line:right-1
    Alana: Do you see the mill? #line:right-2
    -> Who lives there? #line:mill
        Alana: An owl, since the miller left. #line:mill-1
    -> I see only trees. #line:trees
        Alana: It is behind them. #line:trees-1
    Alana: The path goes on from there. #line:right-3
-> What does the signpost say? #line:post
    <<detour Signpost>>
-> Let's go straight on. #line:on
    <<jump Clearing>>
-> A secret way. <<if $never>> #line:secret
    Alana: It is shut. #line:secret-1

<<jump Clearing>>
===
title: Signpost
---
Alana: "The sea, nine miles." Somebody added: "at least". #line:post-1
===
title: Clearing
---
Alana: A clearing. #line:clear-1
-> Is it far now? #line:far
    Alana: No. #line:far-1
-> Let us sit down. #line:sit
    Alana: On the trunk, then. #line:sit-1

<<jump Wood_End>>
===
title: Wood_End
closes: 01-wood
---
Alana: We are out of it. #line:end-1
===
title: Field
episode: 02-field
name: The field
question: What grows here?
---
Alana: A field. #line:field-1
-> What grows here? #line:grows
    Alana: Barley. #line:grows-1
-> Let us go home. #line:home
    <<jump Field_End>>

<<jump Field_End>>
===
title: Field_End
closes: 02-field
---
Alana: That was it. #line:field-2
===
"""
GERMAN = "language,id,text\nde,line:right,Nach rechts.\nde,line:post,Was steht da?\n"
LEFT, RIGHT, POST, FAR = (
    "To the left.",
    "To the right, please.",
    "What does the signpost say?",
    "Is it far now?",
)


@pytest.fixture
async def chat(tmp_path: Path) -> AsyncIterator[Chat]:
    screen = Screen()
    async with running(tmp_path, written(tmp_path), screen) as program_:
        yield Chat(program_, screen)


def written(tmp_path: Path) -> Path:
    """The small series, in a folder."""
    folder = tmp_path / "dialogues" / "paths"
    folder.mkdir(parents=True)
    (folder / "paths.yarnproject").write_text(
        '{"projectFileVersion": 4, "sourceFiles": ["*.yarn"], "baseLanguage": "en",'
        ' "localisation": {"de": {"strings": "de.csv"}}}'
    )
    wood, field = SCRIPT.split("title: Field\n")
    (folder / "01-wood.yarn").write_text(wood.lstrip())
    (folder / "02-field.yarn").write_text("title: Field\n" + field)
    (folder / "de.csv").write_text(GERMAN)
    return tmp_path / "dialogues"


async def read(chat: Chat, *taken: str) -> None:
    """The first evening, to its end."""
    await chat.open()
    for question in taken:
        await chat.tap(question)


def labels(chat: Chat) -> list[str]:
    return [button.label for button in chat.last.buttons]


def offered(chat: Chat) -> list[str]:
    """The questions that can be heard now."""
    return [button.label for button in chat.last.buttons if button.press.verb == "passed"]


def said(chat: Chat, since: int) -> list[str]:
    return [message.text for message in chat.messages[since:]]


async def saved(chat: Chat) -> State:
    found = await chat.running.store.load(chat.subject)
    assert found.state is not None
    return found.state


# ---------------------------------------------------------------- offered


@pytest.mark.parametrize("way", ["restart", "menu", "talk", "words"])
async def test_whoever_reads_an_evening_again_is_offered_what_they_passed_by(chat: Chat, way: str) -> None:
    await read(chat, LEFT, FAR)
    if way == "menu":
        await chat.command("menu")
        await chat.tap("1. The wood")
    elif way == "words":
        await chat.say("start over")
    else:
        await chat.command(way, "1")
    assert chat.last.text == "Here are three turns that you did not take in “The wood”:"
    assert offered(chat) == [RIGHT, POST, "Let us sit down."]
    assert labels(chat)[3:] == ["The whole evening again", "The menu"]


async def test_what_was_taken_what_could_not_be_and_what_says_nothing_are_not_among_them(chat: Chat) -> None:
    await read(chat, "To the right", "Who lives there?", "Let us sit down.")
    await chat.command("restart")
    # of four the longest answers, in the order of the talk
    assert offered(chat) == [LEFT, "I see only trees.", POST]


async def test_long_questions_stand_in_full_above_their_buttons(tmp_path: Path) -> None:
    screen = Screen(limits=replace(PHONE, short_label=20, max_label=24))
    async with running(tmp_path, written(tmp_path), screen) as program_:
        chat = Chat(program_, screen)
        await read(chat, LEFT, FAR)
        await chat.command("restart")
        assert chat.last.text.splitlines()[2:] == [f"1. {RIGHT}", f"2. {POST}", "3. Let us sit down."]
        assert offered(chat)[1] == "2. What does the signpos"


async def test_in_the_first_reading_an_evening_begins_again_as_ever(chat: Chat) -> None:
    await chat.open()
    await chat.tap(LEFT)
    await chat.command("restart")
    assert chat.questions[0] == LEFT


async def test_where_nothing_that_says_anything_was_passed_by_the_evening_begins(chat: Chat) -> None:
    await chat.command("talk", "2")
    await chat.tap("What grows here?")
    since = len(chat.messages)
    await chat.command("restart", "2")
    assert said(chat, since) == ["From the start, then: “The field”", "A field."]
    assert chat.questions == ["What grows here?", "Let us go home."]


async def test_what_was_asked_in_a_reading_that_was_begun_again_is_not_new(chat: Chat) -> None:
    await chat.open()
    await chat.tap("What does the signpost say?")
    await chat.command("restart")
    await chat.tap(LEFT)
    await chat.tap(FAR)
    await chat.command("restart")
    assert offered(chat) == [RIGHT, "Let us sit down."]


async def test_a_question_that_its_writer_keeps_out_of_lists_is_never_named_there(
    chat: Chat, tmp_path: Path
) -> None:
    await read(chat, LEFT, FAR)
    await chat.command("restart")
    press = chat.button(POST)
    wood = tmp_path / "dialogues" / "paths" / "01-wood.yarn"
    tagged = wood.read_text().replace("#line:post\n", "#line:post #unlisted\n")
    wood.write_text(tagged.replace("#line:mill\n", "#line:mill #unlisted\n"))
    await chat.reload()
    since = len(chat.messages)
    await chat.do(press)  # its button still stands, from before it was tagged
    assert "Good to see you." in chat.last.text
    assert not any(POST in text or "nine miles" in text for text in said(chat, since))
    await chat.command("restart")
    assert offered(chat) == [RIGHT, "Let us sit down."]
    await chat.tap("To the right")
    assert offered(chat) == ["I see only trees."]
    await chat.command("restart")
    await chat.tap("The whole evening again")
    assert POST in chat.questions  # in the talk it is asked like any other


async def test_a_second_reading_leaves_less(chat: Chat) -> None:
    await read(chat, LEFT, FAR)
    await chat.command("restart")
    await chat.tap("The whole evening again")
    await chat.tap(POST)
    await chat.tap("Let us sit down.")
    await chat.command("restart")
    assert chat.last.text == "Here is one turn that you did not take in “The wood”:"
    assert offered(chat) == [RIGHT]


async def test_it_is_said_in_the_persons_language(chat: Chat) -> None:
    await chat.open()
    await chat.command("language", "de")
    await chat.tap("To the left")
    await chat.tap(FAR)
    await chat.command("restart")
    assert chat.last.text == "Hier sind drei Abzweigungen, die du in „The wood“ nicht genommen hast:"
    assert offered(chat) == ["Nach rechts.", "Was steht da?", "Let us sit down."]
    await chat.tap("Was steht da?")
    assert "Was steht da?" in [message.text for message in chat.messages[-4:]]


async def test_where_others_read_nothing_tells_which_way_was_taken(chat: Chat) -> None:
    await read(chat, LEFT, FAR)
    group = Address("chat", "club", direct=False)
    await chat.command("talk", "1", address=group)
    await chat.command("restart", "1")
    press = chat.button("To the right")
    await chat.command("talk", "2", address=group)
    await chat.do(press, address=group)  # as if it were a button of the group's
    shown = [message.text for message in chat.screen.shown["club"]]
    assert "A field." in shown
    assert not any("did not take" in text or "Stones" in text for text in shown)


async def test_in_a_thread_of_a_server_nothing_tells_it_either(chat: Chat) -> None:
    await read(chat, LEFT, FAR)
    there = Address("chat", "hall", direct=False)
    alone = ReplyHandle("token", "app", chat.now + timedelta(minutes=15), ephemeral=True)
    guild = Venue("guild", ("hall",), admin=True)
    decided = Press(chat.key, "setup", value="where", picked=(Named("private", "private"),))
    await chat.do(decided, address=there, reply=alone, venue=guild)
    await chat.command("talk", "1", address=there, reply=alone, venue=guild)
    assert "private:7" in {row.address.thread for row in chat.screen.sent}
    shown = [m.text for place, found in chat.screen.shown.items() if place != chat.key for m in found]
    assert not any("did not take" in text for text in shown)
    assert len(shown) > 0


# ---------------------------------------------------------------- heard


async def test_each_plays_its_answer_under_the_line_it_stood_under_and_leads_back(chat: Chat) -> None:
    await read(chat, LEFT, FAR)
    await chat.command("restart")
    since = len(chat.messages)
    await chat.tap("What does the signpost say?")
    assert said(chat, since)[:-1] == [
        "Here the path forks.",
        POST,
        '"The sea, nine miles." Somebody added: "at least".',
    ]
    assert [m.speaker for m in chat.messages[since:-1]] == ["Alana", "Questioner", "Alana"]
    assert chat.last.text == "And two more that you did not take:"
    assert offered(chat) == [RIGHT, "Let us sit down."]


async def test_what_can_be_asked_about_an_answer_is_asked_there_and_the_answer_goes_on(chat: Chat) -> None:
    await read(chat, LEFT, FAR)
    await chat.command("restart")
    await chat.tap("To the right")
    assert chat.last.text == "What would you like to ask?"
    assert offered(chat) == ["Who lives there?", "I see only trees."]
    since = len(chat.messages)
    await chat.tap("Who lives there?")
    assert said(chat, since)[:-1] == [
        "Who lives there?",
        "An owl, since the miller left.",
        "The path goes on from there.",
    ]
    assert offered(chat) == ["I see only trees.", POST, "Let us sit down."]
    since = len(chat.messages)
    await chat.say("1")
    assert said(chat, since)[:-1] == ["Do you see the mill?", "I see only trees.", "It is behind them."]


async def test_after_the_last_one_it_is_said(chat: Chat) -> None:
    await read(chat, POST, "Let us sit down.")
    await chat.command("restart")
    for question in (
        "Is it far now?",
        "To the left.",
        "To the right",
        "Who lives there?",
        "I see only trees.",
    ):
        await chat.tap(question)
    assert chat.last.text == "That was the last of the turns that you did not take here."
    assert labels(chat) == ["The whole evening again", "The menu"]
    await chat.command("restart")
    assert chat.questions[0] == LEFT


async def test_numbers_and_words_name_them_too(chat: Chat) -> None:
    await read(chat, LEFT, FAR)
    await chat.command("restart")
    await chat.say("2")
    assert "The sea, nine miles" in chat.messages[-2].text
    await chat.say("to the right, please")
    assert chat.messages[-2].text == "Do you see the mill?"
    await chat.command("restart")
    await chat.say("the whole evening again")
    assert chat.questions[0] == LEFT


async def test_hearing_one_moves_nobody_and_tells_the_script_nothing(chat: Chat) -> None:
    await read(chat, LEFT, FAR)
    before = await saved(chat)
    await chat.command("restart")
    await chat.tap("To the right")
    await chat.tap("Who lives there?")
    assert await saved(chat) == before


async def test_an_open_evening_is_gone_on_with_afterwards(chat: Chat) -> None:
    await read(chat, LEFT, FAR)
    await chat.command("talk", "2")
    await chat.command("restart", "1")
    await chat.tap("What does the signpost say?")
    await chat.tap("Go on where we were")
    assert chat.questions == ["What grows here?", "Let us go home."]


async def test_a_question_that_the_script_lost_brings_no_error(chat: Chat) -> None:
    await read(chat, LEFT, FAR)
    await chat.command("restart")
    press = chat.button("What does the signpost say?")
    await chat.do(type(press)(press.owner, "passed", press.run, press.step, "0000000000"))
    assert "Good to see you." in chat.last.text


# ---------------------------------------------------------------- what is kept, and what is played


def test_only_keys_are_kept_and_no_more_than_forty() -> None:
    facts = with_passed(Facts(), "01-wood", "a", [f"q{n}" for n in range(60)])
    assert facts.passed == {"01-wood": tuple(f"q{n}" for n in range(20, 60))}
    facts = with_passed(with_question(Facts(), "a"), "01-wood", "b", ["a", "b", "c"])
    assert facts.passed == {"01-wood": ("c",)}
    assert with_passed(facts, "01-wood", "c", []).passed == {}
    assert begun_anew(facts, read=False).asked_before == ("a",)
    assert begun_anew(facts, read=True).asked_before == ()


LOOP = """
title: Start
---
Alana: Ask away.
-> One? <<if not visited("Other")>>
    <<once>>
        Alana: Said once.
    <<endonce>>
    Alana: And again.
    <<jump Start>>
-> Two?
    <<jump Other>>
-> Three?
    <<detour Other>>
    Alana: Back here.
-> Four?
    <<ask $x "What?">>

Alana: After the group.
===
title: Other
---
Alana: Elsewhere.
===
"""


def test_an_answer_ends_where_the_script_leaves_it() -> None:
    compiled = program(LOOP)
    scene = Scene(make_series(compiled, {}, "x"), "en", random.Random(1), {})
    state = advance(compiled, State.initial(compiled), Begin("Start"), Env()).state
    assert isinstance(state.waiting, Options)
    one, two, three, four = (replay(scene, state, key) for key, _ in state.waiting.choices)
    assert one is not None
    assert three is not None
    assert [say.line.spoken.plain for say in one.answer] == ["Said once.", "And again."]
    assert [say.line.spoken.plain for say in three.answer] == ["Elsewhere.", "Back here."]
    assert two is None
    assert four is None
    after = advance(compiled, state, Choose(0), Env()).state
    again = replay(scene, after, state.waiting.choices[0][0])
    assert again is not None
    assert [say.line.spoken.plain for say in again.answer] == ["And again."]
