"""“The whole evening again”: from its beginning, as for somebody new to it, though it stays done."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.conversation.anew import laid_aside, taken_back
from bot.engine.state import State
from tests.chat import Chat, Screen, running
from tests.engine.talk import program

HILL = """
title: Top
series: hills
name: Hills
---
<<declare $name = "">>
===
title: Hill
episode: 01-hill
name: The hill
question: How high is it?
---
<<if visited("Hill_End")>>
    <<jump Hill_Again>>
<<endif>>
<<once>>
Alana: Mind the nettles, you are told this once. #line:hill-1
<<endonce>>
<<detour Shared>>
Alana: Here the path begins. #line:hill-2
-> How high is it? <<if not visited("Hill_Top")>> #line:high
    <<detour Hill_Top>>
-> A way for once. <<once>> #line:way
    Alana: It was a short way. #line:way-1
-> Let us go. #line:go
    Alana: Up, then. #line:go-1

Alana: Are we there? #line:hill-3
-> We are there. #line:there
    Alana: So we are. #line:there-1

<<jump Hill_End>>
===
title: Hill_Top
---
Alana: Two hundred steps. #line:top-1
===
title: Hill_Again
---
Alana: You have been here before. #line:again-1
-> So I have. #line:so
    Alana: Welcome back. #line:so-1

===
title: Hill_End
closes: 01-hill
---
Alana: What a view. #line:end-1
===
"""
VALLEY = """
title: Valley
episode: 02-valley
name: The valley
question: Is there a river?
---
Alana: A valley. #line:val-1
-> You spoke of a hill. <<if visited("Hill_End")>> #line:spoke
    Alana: I did. #line:spoke-1
-> Is there a river? #line:river
    Alana: There is. #line:river-1

<<jump Valley_End>>
===
title: Valley_End
closes: 02-valley
---
Alana: It runs on. #line:val-2
===
"""
SHARED = """
title: Shared
---
<<if not visited("Shared")>>
    Alana: You are new here. #line:new-1
<<endif>>
===
"""
ALL = ["How high is it?", "A way for once.", "Let us go."]


@pytest.fixture
async def chat(tmp_path: Path) -> AsyncIterator[Chat]:
    folder = tmp_path / "dialogues" / "hills"
    folder.mkdir(parents=True)
    (folder / "hills.yarnproject").write_text(
        '{"projectFileVersion": 4, "sourceFiles": ["*.yarn"], "baseLanguage": "en"}'
    )
    for name, script in (("00-shared", SHARED), ("01-hill", HILL), ("02-valley", VALLEY)):
        (folder / f"{name}.yarn").write_text(script.lstrip())
    screen = Screen()
    async with running(tmp_path, tmp_path / "dialogues", screen) as program_:
        yield Chat(program_, screen)


async def read(chat: Chat, first: str = "How high is it?") -> None:
    await chat.tap(first)
    await chat.tap("We are there.")


async def state(chat: Chat) -> State:
    found = await chat.running.store.load(chat.subject)
    assert found.state is not None
    return found.state


def since(chat: Chat, before: int) -> list[str]:
    return [message.text for message in chat.messages[before:]]


@pytest.mark.parametrize("way", ["tap", "words", "again"])
async def test_the_whole_evening_is_played_from_its_beginning(chat: Chat, way: str) -> None:
    await chat.open()
    await read(chat)
    await chat.command("restart", "1")
    before = len(chat.messages)
    if way == "tap":
        await chat.tap("The whole evening again")
    elif way == "words":
        await chat.say("the whole evening again")
    else:
        await chat.command("again", "1")
    assert since(chat, before) == [
        "From the start, then: “The hill”",
        "Mind the nettles, you are told this once.",
        "Here the path begins.",
    ]
    assert chat.questions == ALL


async def test_what_is_known_of_the_person_stays_and_the_evening_stays_done(chat: Chat) -> None:
    await chat.open()
    await read(chat)
    visits = (await state(chat)).visits
    await chat.command("again", "1")
    await chat.command("progress")
    assert "1 evening done" in chat.last.text
    await chat.command("continue")
    await read(chat, "A way for once.")
    again = await state(chat)
    assert (again.visits["Hill_End"], again.visits["Hill_Top"]) == (2, 1)
    assert again.visits["Shared"] == visits["Shared"] + 1
    assert not any(key.startswith("aside:") for key in (*again.visits, *again.once))
    await chat.command("talk", "2")
    await chat.tap("Is there a river?")
    before = len(chat.messages)
    await chat.command("talk", "1")
    assert "Here the path begins." not in since(chat, before)


async def test_left_half_way_for_another_evening_it_counts_there_as_read(chat: Chat) -> None:
    await chat.open()
    await read(chat)
    await chat.command("again", "1")
    await chat.command("talk", "2")
    assert chat.questions == ["You spoke of a hill.", "Is there a river?"]
    await chat.command("talk", "1")
    assert chat.questions == ALL  # where it was left


async def test_an_evening_that_was_not_read_to_its_end_begins_whole_too(chat: Chat) -> None:
    await chat.open()
    await chat.tap("A way for once.")
    before = len(chat.messages)
    await chat.command("restart")
    assert "Mind the nettles, you are told this once." in since(chat, before)
    assert chat.questions == ALL
    assert "You are new here." not in since(chat, before)


async def test_opened_from_the_menu_a_read_evening_is_the_script_s_return_visit(chat: Chat) -> None:
    await chat.open()
    await chat.tap("Let us go.")
    await chat.tap("We are there.")
    await chat.command("talk", "2")
    await chat.tap("Is there a river?")
    for question in ("How high is it?", "A way for once."):
        await chat.command("talk", "1")
        await chat.tap(question)
    await chat.command("talk", "1")
    assert chat.questions == ["So I have."]


def test_what_lay_aside_is_counted_in_again() -> None:
    compiled = program(HILL + SHARED)
    before = State(
        compiled.digest, visits={"Hill": 1, "Hill_End": 1, "Elsewhere": 3}, once=frozenset({"way", "x"})
    )
    aside = laid_aside(compiled, "Hill", before)
    assert {"Hill", "Hill_End"}.isdisjoint(aside.visits)
    assert aside.visits["Elsewhere"] == 3
    assert taken_back(aside) == before
    assert taken_back(before) is before
