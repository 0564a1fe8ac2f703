"""Places on Telegram that close, slow down or become others while a talk goes on in them."""

import pytest

from tests.platforms.telegram import Seen
from tests.road.test_groups import ANNA, BOT, GROUP, SUBJECT, UPGRADED, Village, words
from tests.road.test_groups import village as village
from tests.road.test_refused_groups import HERE, WHY

TOPIC = 7


async def outbox(village: Village, status: str) -> int:
    query = f"SELECT count(*) FROM outbox WHERE status = '{status}'"
    return int(await village.road.program.database.read(lambda c: c.exec_driver_sql(query).scalar()) or 0)


async def begun(village: Village, kind: str = "topic") -> None:
    village.open(kind)
    await village.home("/help")
    await village.here(f"/talk{BOT} 1")


def home(village: Village, after: int) -> list[Seen]:
    return village.server.from_bot(ANNA)[after:]


# ---------------------------------------------------------------- slow groups


async def test_a_group_that_is_slow_for_minutes_does_not_hold_an_answer(village: Village) -> None:
    """The first line is taken, the next would be in five minutes: the rest is said in the direct chat."""
    await begun(village, "group")
    at_home = len(village.server.from_bot(ANNA))
    village.server.world.chats[GROUP].slow = 300
    said = await village.here("1", reply=True)
    assert len(said) == 1
    rest = home(village, at_home)
    assert rest[0].text.startswith(f"{WHY}\n\n")
    assert sum(WHY in one.text for one in rest) == 1
    assert rest[-1].buttons
    refused = [call for call in village.server.calls if call.code == 429]
    assert len(refused) == 1
    assert await outbox(village, "dead") == 0


async def test_where_there_is_no_direct_chat_a_slow_group_is_waited_for(village: Village) -> None:
    village.open("group")
    said = await village.here(f"/talk{BOT} 1")
    village.server.world.chats[GROUP].slow = 300
    await village.server.say(ANNA, "1", chat=GROUP, reply_to=said[-1].id)
    await village.server.until(lambda: [call for call in village.server.calls if call.code == 429])
    assert await outbox(village, "dead") == 0
    assert await outbox(village, "leased") > 0
    saved = await village.road.program.store.load(SUBJECT)
    assert not saved.profile.unreachable


# ---------------------------------------------------------------- topics that are closed


async def test_a_closed_topic_says_nothing_of_who_has_not_opened_the_direct_chat(village: Village) -> None:
    """There is no other way to them; it is said with their next word."""
    village.open("topic")
    await village.here(f"/talk{BOT} 1")
    village.server.close_topic(GROUP, TOPIC)
    assert await village.tap("1. What is it?") == []
    assert "can't initiate" not in str([call.description for call in village.server.calls])
    saved = await village.road.program.store.load(SUBJECT)
    assert not saved.profile.unreachable
    village.server.close_topic(GROUP, TOPIC, closed=False)
    said = await village.here(f"/menu{BOT}")
    assert words(said).startswith(HERE)
    assert "A lamp." in words(said)


async def test_a_topic_that_is_closed_and_opened_again(village: Village) -> None:
    """Buttons in it can still be pressed."""
    await begun(village)
    at_home = len(village.server.from_bot(ANNA))
    village.server.close_topic(GROUP, TOPIC)
    assert await village.tap("1. What is it?") == []
    assert home(village, at_home)[0].text.startswith(f"{WHY}\n\n")
    village.server.close_topic(GROUP, TOPIC, closed=False)
    said = await village.here(f"/talk{BOT}")
    assert {one.thread for one in said} == {TOPIC}
    assert HERE not in words(said)
    assert await outbox(village, "dead") == 0


async def test_a_topic_that_is_gone_where_the_general_one_is_closed(village: Village) -> None:
    await begun(village)
    at_home = len(village.server.from_bot(ANNA))
    village.server.world.chats[GROUP].topics.clear()
    village.server.close_topic(GROUP, None)
    assert await village.tap("1. What is it?") == []
    rest = home(village, at_home)
    assert rest[0].text.startswith(f"{WHY}\n\n")
    assert "A lamp." in words(rest)
    assert rest[-1].buttons
    assert await outbox(village, "dead") == 0


# ---------------------------------------------------------------- who stops the bot and comes back


async def test_who_stops_the_bot_and_comes_back_finds_what_was_said(village: Village) -> None:
    await village.home("/talk 1")
    village.server.block(ANNA)
    await village.calm()
    saved = await village.road.program.store.load(SUBJECT)
    assert saved.profile.unreachable
    before = len(village.server.calls)
    village.server.unblock(ANNA)
    await village.calm()
    sent = [call for call in village.server.calls[before:] if call.method == "sendMessage"]
    assert sent == [], "nothing before their word"
    said = await village.home("1")
    assert "A lamp." in words(said)
    saved = await village.road.program.store.load(SUBJECT)
    assert not saved.profile.unreachable


async def test_an_answer_under_way_to_who_just_stopped_the_bot_comes_with_their_next_word(
    village: Village,
) -> None:
    """403 says it before the update does; and both come for one and the same."""
    await village.home("/talk 1")
    village.server.world.private(ANNA).refusal = "Forbidden: bot was blocked by the user"
    query = village.server._button(village.server.world.chats[ANNA], "1. What is it?", None)
    village.server.press(ANNA, query[1], ANNA, query[0]["message_id"])
    await village.calm()
    village.server.block(ANNA)
    await village.calm()
    said = await village.home("/menu")
    assert words(said).startswith(HERE)
    assert "A lamp." in words(said)
    assert await outbox(village, "waiting") == 0


# ---------------------------------------------------------------- groups that become supergroups


@pytest.mark.parametrize("told", ["", "old new"])
async def test_a_message_that_waits_while_its_group_becomes_another(village: Village, told: str) -> None:
    await begun(village, "group")
    village.server.faults.next("bad_gateway", "sendMessage")
    await village.server.tap(ANNA, "1. What is it?", chat=GROUP)
    await village.server.until(lambda: [call for call in village.server.calls if call.code == 502])
    village.server.migrate(GROUP, UPGRADED, told=told)
    village.chat = UPGRADED
    await village.calm()
    said = village.server.from_bot(UPGRADED)
    assert "A lamp." in said[0].text
    assert [one.text for one in said].count(said[0].text) == 1
    assert said[-1].buttons, "the question is there"
    refused = [call.method for call in village.server.calls if "upgraded" in call.description]
    assert refused.count("sendMessage") == (0 if told else 1), "it is corrected for all that waits"
    assert await outbox(village, "dead") == 0
