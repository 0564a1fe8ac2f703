"""/menu, /talk, /restart, /back and /language: moving about in the evenings."""

from tests.chat import Chat


async def test_menu_restart_and_reading_again(chat: Chat) -> None:
    await chat.open()
    await chat.command("menu")
    assert "1. The light" in chat.last.text
    assert "2. The door" in chat.last.text
    await chat.tap("The door")
    await chat.tap("Is it open?")
    await chat.command("menu")
    assert "2. The door (done)" in chat.last.text
    await chat.tap("2. The door")
    assert chat.questions == ["Is it open?"]
    await chat.command("restart")
    assert chat.questions == ["Is it open?"]


async def test_restart_takes_the_evening_that_is_named(chat: Chat) -> None:
    await chat.open()
    await chat.command("restart", "no such evening")
    assert any(m.text.startswith("I don't know an evening by that name.") for m in chat.messages)
    before = len(chat.messages)
    await chat.command("restart", "1")
    assert chat.messages[before].text.startswith("From the start, then:")


async def test_back_restores_the_question_before(chat: Chat) -> None:
    await chat.open()
    await chat.tap("Who put the lamp there?")
    await chat.command("back")
    assert len(chat.questions) == 2
    await chat.tap("Why is it still burning")
    assert "Somebody may be on the road." in chat.transcript


async def test_a_language_that_was_chosen_is_spoken_at_once(chat: Chat) -> None:
    await chat.open()
    await chat.command("language", "de")
    assert chat.last.text == "Frag, was du wissen magst."
    assert "Wer hat die Lampe hingestellt?" in chat.questions
