"""/journal, /export, /forget: asked once, for the person alone, and then nothing is left."""

import contextlib
import json
import sqlite3
from pathlib import Path

from bot.commands.private import ASK_AGAIN
from bot.model import Address
from tests.chat import Chat, Screen, running
from tests.conversation.conftest import SERIES


async def test_forget_erases_after_asking(chat: Chat) -> None:
    await chat.open()
    await chat.command("forget")
    await chat.tap("Yes, erase it all")
    assert "It is done" in chat.last.text
    await chat.say("hello")
    assert "Welcome" in chat.transcript.rpartition("It is done")[2]


async def test_an_old_button_erases_nothing(chat: Chat) -> None:
    """Neither when its time is over, nor when the question was asked anew: each has a button of its own."""
    await chat.open()
    await chat.command("forget")
    old = chat.button("Yes, erase it all")
    chat.now += ASK_AGAIN
    await chat.do(old)
    assert "Shall I erase everything" in chat.last.text
    await chat.do(old)
    assert "Shall I erase everything" in chat.last.text
    assert (await chat.running.store.load(chat.subject)).state is not None
    await chat.tap("Yes, erase it all")
    assert "It is done" in chat.last.text


async def test_an_old_yes_in_words_erases_nothing(chat: Chat) -> None:
    await chat.open()
    await chat.command("forget")
    chat.now += ASK_AGAIN
    await chat.say("yes, erase it all")
    assert "It is done" not in chat.transcript
    await chat.command("forget")
    await chat.say("yes, erase it all")
    assert "It is done" in chat.last.text


async def test_export_holds_everything_and_forget_erases_it(tmp_path: Path) -> None:
    screen = Screen()
    async with running(tmp_path, SERIES, screen) as program:
        chat = Chat(program, screen)
        await chat.open()
        await chat.tap("Who put the lamp there?")
        await chat.say("Ottilie")
        await chat.tap("Skip")
        await chat.tap("May I sit down?")
        await chat.say("A brass one, from my aunt.")
        await chat.command("export")
        names = [f.name for f in screen.files]
        assert names == ["alana.json", "alana.txt"]
        kept = json.loads(screen.files[0].content)
        assert "A brass one, from my aunt." in screen.files[0].content
        assert "A brass one, from my aunt." in screen.files[1].content
        assert kept["person"]
        await chat.command("forget")
        await chat.say("yes")
        assert "It is done" in chat.last.text
    with contextlib.closing(sqlite3.connect(tmp_path / "alana.db")) as database:
        dump = "\n".join(database.iterdump())
    assert "Ottilie" not in dump
    assert "brass" not in dump


async def test_private_things_stay_out_of_groups(chat: Chat) -> None:
    await chat.open()
    group = Address("chat", "group", direct=False)
    for command in ("journal", "export", "progress", "remind", "pause"):
        await chat.command(command, address=group)
    assert {m.text for m in chat.screen.shown["group"]} == {
        "Your answer waits in our direct chat, for you alone."
    }


async def test_an_hour_and_a_city_stay_out_of_groups(chat: Chat) -> None:
    group = Address("chat", "group", direct=False)
    await chat.command("talk", address=group)
    await chat.command("remind", "21:30", address=group)
    assert "where are you?" in chat.last.text
    await chat.say("Lisbon")
    assert "right?" in chat.last.text
    assert "Lisbon" not in "".join(m.text for m in chat.screen.shown["group"])
