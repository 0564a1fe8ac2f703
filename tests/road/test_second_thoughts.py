"""On Telegram: a typed answer that is edited later is offered as a change; 👍 and ❤ are a yes where Alana
asked one, and nothing anywhere else."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.model import Subject
from bot.ports import Saved
from tests.platforms.telegram import Seen, TelegramServer
from tests.road.street import SMALL, Road, road

ANNA = 4711
SUBJECT = Subject("telegram", str(ANNA))


class Home:
    """Anna's direct chat."""

    def __init__(self, server: TelegramServer, on_the_road: Road) -> None:
        self.server, self.road = server, on_the_road

    async def calm(self) -> None:
        await self.server.until(lambda: not self.server.world.queue)
        for _ in range(3):
            await self.road.program.conversations.idle()
            await self.road.program.sender.idle()
            await asyncio.sleep(0.01)

    async def say(self, text: str) -> list[Seen]:
        before = len(self.shown())
        await self.server.say(ANNA, text, language="en")
        await self.calm()
        return self.shown()[before:]

    async def edit(self, message: int, text: str) -> list[Seen]:
        before = len(self.shown())
        self.server.edit(ANNA, message, text)
        await self.calm()
        return self.shown()[before:]

    async def react(self, message: int, *signs: str, before: tuple[str, ...] = ()) -> list[Seen]:
        shown = len(self.shown())
        self.server.react(ANNA, message, *signs, before=before)
        await self.calm()
        return self.shown()[shown:]

    async def tap(self, label: str) -> list[Seen]:
        before = len(self.shown())
        await self.server.tap(ANNA, label)
        await self.calm()
        return self.shown()[before:]

    def shown(self) -> list[Seen]:
        return self.server.from_bot(ANNA)

    def typed(self, text: str) -> int:
        """The number of the newest message with those words."""
        return [seen.id for seen in self.server.transcript(ANNA) if seen.text == text][-1]

    async def saved(self) -> Saved:
        return await self.road.program.store.load(SUBJECT)

    async def name(self) -> object:
        state = (await self.saved()).state
        return state.variables.get("$name") if state is not None else None


@pytest.fixture
async def home(telegram: TelegramServer, tmp_path: Path) -> AsyncIterator[Home]:
    async with road(tmp_path, telegram=telegram, dialogues=SMALL) as on_the_road:
        yield Home(telegram, on_the_road)


async def named(home: Home) -> int:
    """Anna has told her name by typing; the number of that message."""
    await home.say("/start 1")
    await home.say("1")
    await home.say("Wilhelmina")
    assert await home.name() == "Wilhelmina"
    return home.typed("Wilhelmina")


async def test_a_typed_answer_that_is_edited_is_offered_as_a_change(home: Home) -> None:
    message = await named(home)
    (question,) = await home.edit(message, "Wilhelmine")
    assert "“Wilhelmine”" in question.text
    assert question.labels == ("Yes, take that", "No, leave it")
    assert await home.name() == "Wilhelmina", "nothing changes unasked"
    said = await home.tap("Yes, take that")
    assert await home.name() == "Wilhelmine"
    assert said[0].text == "Thank you, Wilhelmine."
    assert said[-1].text == "We come to a gate."
    assert [seen.text for seen in home.shown() if seen.labels] == ["We come to a gate."]
    undone = await home.say("/back")
    assert undone[-1].text == "What may I call you?", "the step is there once"


@pytest.mark.parametrize("no", ["No, leave it", "no"])
async def test_a_change_can_be_left(home: Home, no: str) -> None:
    message = await named(home)
    await home.edit(message, "Wilhelmine")
    (said,) = await (home.say if no == "no" else home.tap)(no)
    assert said.text == "Then it stays as it was."
    assert await home.name() == "Wilhelmina"


async def test_a_change_is_taken_in_words_and_by_a_sign(home: Home) -> None:
    message = await named(home)
    await home.edit(message, "Ada")
    await home.say("yes please")
    assert await home.name() == "Ada"
    (question,) = await home.edit(home.typed("yes please"), "no") or [None]
    assert question is None, "that was no answer of the dialogue's"


async def test_a_sign_takes_a_change(home: Home) -> None:
    message = await named(home)
    (question,) = await home.edit(message, "Ada")
    await home.react(question.id, "👍")
    assert await home.name() == "Ada"


async def test_a_choice_by_its_number_can_be_changed(home: Home) -> None:
    await home.say("/start 1")
    await home.say("1")
    state = (await home.saved()).state
    assert state is not None
    assert state.variables["$snow"] is False
    await home.edit(home.typed("1"), "2")
    said = await home.tap("Yes, take that")
    state = (await home.saved()).state
    assert state is not None
    assert state.variables["$snow"] is True
    assert said[0].text == "Because somebody might still come."


async def test_a_page_of_the_journal_is_replaced(home: Home) -> None:
    await named(home)
    for _ in range(6):
        await home.say("1")
    await home.say("a weathercock and my own steps")
    saved = await home.saved()
    (page,) = await home.road.program.store.journal(saved.person)
    await home.edit(home.typed("a weathercock and my own steps"), "an owl, and my own steps")
    await home.tap("Yes, take that")
    (changed,) = await home.road.program.store.journal(saved.person)
    assert page.text == "a weathercock and my own steps"
    assert changed.text == "an owl, and my own steps"


async def test_edits_of_anything_else_do_nothing(home: Home) -> None:
    message = await named(home)
    version = (await home.saved()).version
    assert await home.edit(home.typed("1"), "2") == [], "answered before the last one"
    assert await home.edit(message, "Wilhelmina") == [], "the same"
    assert await home.edit(home.typed("/start 1"), "/forget") == []
    assert (await home.saved()).version <= version + 1
    await home.say("1")
    assert await home.edit(message, "Wilhelmine") == [], "gone on since"
    assert await home.name() == "Wilhelmina"


async def test_words_of_danger_are_heard_in_an_edit(home: Home) -> None:
    await named(home)
    said = await home.edit(home.typed("/start 1"), "I want to kill myself")
    assert "help" in "\n".join(seen.text for seen in said)


async def test_a_sign_is_a_yes_where_she_asked(home: Home) -> None:
    await named(home)
    for _ in range(6):
        await home.say("1")
    await home.say("skip this")
    offer = home.shown()[-1]
    assert offer.labels[0].startswith("Yes")
    assert await home.react(home.shown()[-2].id, "👍") == [], "under another line"
    assert await home.react(offer.id, "👎") == []
    assert await home.react(offer.id, before=("❤",)) == [], "taken away"
    said = await home.react(offer.id, "❤", before=("👎",))
    assert said, "the offer is taken"


async def test_a_sign_anywhere_else_changes_nothing(home: Home) -> None:
    await named(home)
    before = await home.saved()
    for seen in home.server.transcript(ANNA):
        assert await home.react(seen.id, "👍", "❤") == []
    await home.server.say(5, "hello", language="en")
    await home.calm()
    assert await home.saved() == before


async def test_a_sign_never_erases_anything(home: Home) -> None:
    await named(home)
    (question,) = await home.say("/forget")
    assert await home.react(question.id, "👍") == []
    assert await home.name() == "Wilhelmina"
