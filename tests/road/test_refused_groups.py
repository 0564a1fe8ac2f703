"""Telegram takes something no more, for good: it is said in plain words, in the direct chat, or at the next
word; never not at all."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.platforms.telegram import TelegramServer
from tests.road.street import SMALL, Road, road
from tests.road.test_commands import after
from tests.road.test_groups import ANNA, BOT, GROUP, SUBJECT, Village, words
from tests.road.travellers import Telegrapher, keyboard

HERE = "Something I wrote did not arrive. Here it is:"
WHY = "I couldn't go on where we were, so I go on here."
GRUND = "Wo wir gerade waren, ging es nicht weiter, also schreibe ich dir hier."
QUESTION = "🪔🔥 Look at the lamp 👩‍🚀 now."
REFUSALS = [
    (403, "Forbidden: bot was kicked from the supergroup chat"),
    (400, "Bad Request: not enough rights to send text messages to the chat"),
    (400, "Bad Request: TOPIC_CLOSED"),
    (400, "Bad Request: CHAT_WRITE_FORBIDDEN"),
    (400, "Bad Request: CHAT_SEND_PLAIN_FORBIDDEN"),
    (400, "Bad Request: chat not found"),
    (400, "Bad Request: group chat was deactivated"),
]


@pytest.fixture
async def served(telegram: TelegramServer, tmp_path: Path) -> AsyncIterator[Road]:
    async with road(tmp_path, telegram=telegram, dialogues=SMALL) as on_the_road:
        yield on_the_road


@pytest.fixture
def village(telegram: TelegramServer, served: Road) -> Village:
    return Village(telegram, served)


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: refusal[1])
async def test_what_a_group_does_not_take_goes_to_the_direct_chat(
    village: Village, refusal: tuple[int, str]
) -> None:
    village.open("topic")
    await village.home("/help")
    await village.here(f"/talk{BOT} 1")
    at_home = len(village.server.from_bot(ANNA))
    village.server.world.chats[GROUP].closed = refusal
    assert await village.here("1", reply=True) == []
    said = [one.text for one in village.server.from_bot(ANNA)[at_home:]]
    assert said[0].startswith(f"{WHY}\n\n"), said
    assert sum(WHY in text for text in said) == 1
    assert "A lamp." in said[0]
    assert said[-1] == "What may I call you?", "and the question with its button"
    assert village.server.from_bot(ANNA)[-1].buttons
    saved = await village.road.program.store.load(SUBJECT)
    assert not saved.profile.unreachable
    assert HERE not in words(await village.home("/help"))


async def test_why_is_said_in_the_language_that_is_spoken(village: Village) -> None:
    village.open("group")
    await village.home("/language de")
    await village.here(f"/talk{BOT} 1")
    at_home = len(village.server.from_bot(ANNA))
    village.server.world.chats[GROUP].closed = REFUSALS[0]
    await village.here("1", reply=True)
    first = village.server.from_bot(ANNA)[at_home].text
    assert first.startswith(GRUND), first


async def test_a_question_that_is_refused_twice_is_asked_at_the_next_word(
    telegram: TelegramServer, served: Road
) -> None:
    anna = Telegrapher(telegram, ANNA)
    await anna.begin("1")
    await after(anna, served, 0)
    refused = telegram.faults.next("refused", "sendMessage", times=2)
    seen = len(anna.seen())
    await anna.type("/talk")
    await telegram.until(lambda: refused.struck == 2, 20, "as it is, and in plain words")
    await served.program.sender.idle()
    assert len(anna.seen()) == seen
    await anna.type("2")
    said = await after(anna, served, seen)
    assert [message.text.splitlines()[0] for message in said] == [QUESTION], "no answer: nobody saw it"
    standing = keyboard(anna)
    assert standing is not None
    assert len(standing.questions) == 2


async def test_lines_that_are_refused_are_said_at_the_next_word(
    telegram: TelegramServer, served: Road
) -> None:
    anna = Telegrapher(telegram, ANNA)
    await anna.begin("1")
    await after(anna, served, 0)
    telegram.faults.next("refused", "sendMessage")
    seen = len(anna.seen())
    await anna.type("1")
    await after(anna, served, seen)
    assert "A lamp." not in [message.text for message in anna.seen()[seen:]]
    seen = len(anna.seen())
    await anna.type("/help")
    assert (await after(anna, served, seen))[0].text == f"{HERE}\n\nA lamp."


async def test_a_file_that_is_refused_is_named_at_the_next_word(
    telegram: TelegramServer, served: Road
) -> None:
    anna = Telegrapher(telegram, ANNA)
    await anna.begin("1")
    await after(anna, served, 0)
    telegram.faults.next("refused", "sendDocument", times=2)
    seen = len(anna.seen())
    await anna.type("/export")
    await after(anna, served, seen)
    kept = await served.program.database.read(
        lambda connection: connection.exec_driver_sql(
            "SELECT action FROM outbox WHERE status = 'dead' AND action LIKE '%upload%'"
        ).fetchall()
    )
    assert len(kept) == 2
    assert all('"series"' not in action for (action,) in kept), "what was in them is not kept"
    seen = len(anna.seen())
    await anna.type("/help")
    said = [message.text for message in await after(anna, served, seen)]
    assert said[0] == "I could not bring you alana.json, alana.txt. /export makes it anew."
    seen = len(anna.seen())
    await anna.type("/menu")
    assert "bring" not in "\n".join(m.text for m in await after(anna, served, seen)), "only once"
    await anna.type("/export")
    await telegram.until(lambda: len(telegram.world.files) == 2, 20, "both files, made anew")
