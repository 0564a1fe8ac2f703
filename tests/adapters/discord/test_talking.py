"""What people do reaches the host, acknowledged in time; what the host answers reaches them."""

import asyncio

import pytest

from bot.model import Address, CommandCall, Message, Press, Rich, Say, Settle, Text, Unreadable, Upload
from tests.adapters.discord.stage import Stage, direct, question
from tests.platforms.discord.world import EPHEMERAL


async def test_a_direct_message_arrives_as_typed_words(stage: Stage) -> None:
    anna = stage.world.person("anna")
    message = await stage.people.say_dm(anna, "hello, *you*")
    inbound = await stage.last()
    assert inbound.id == f"dc:{message.id}"
    assert inbound.subject.key == str(anna.id)
    assert inbound.address == direct(message.channel)
    assert inbound.body == Text("hello, *you*")


async def test_pictures_and_stickers_are_unreadable(stage: Stage) -> None:
    anna = stage.world.person("anna")
    picture = {
        "id": "1",
        "filename": "a.png",
        "size": 3,
        "url": "u",
        "proxy_url": "u",
        "content_type": "image/png",
    }
    await stage.people.say_dm(anna, "", attachments=[picture])
    assert (await stage.last()).body == Unreadable("photo")
    await stage.people.say_dm(anna, "", stickers=[{"id": "5", "name": "wave", "format_type": 1}])
    assert (await stage.last(2)).body == Unreadable("sticker")


async def test_words_in_a_server_are_not_ours(stage: Stage) -> None:
    anna, guild = stage.world.person("anna"), stage.world.server("village")
    square = stage.world.channel(guild, "square")
    await stage.people.say(anna, square, "hello all")
    await stage.people.say(anna, square, f"<@{stage.world.bot.id}> hello", mentions=[stage.world.bot])
    await stage.people.say_dm(anna, "now you")
    assert (await stage.last()).body == Text("now you")
    assert len(stage.desk.got) == 1


async def test_a_slash_command_in_a_direct_chat_fills_its_thinking_message(stage: Stage) -> None:
    anna = stage.world.person("anna", locale="de")
    dm = stage.world.direct(anna)
    call = await stage.people.slash(anna, dm, "talk", {"episode": "two"})
    assert call.answer == 5
    assert stage.people.transcript(anna, dm) == [("alana", "…", ())]
    inbound = await stage.last()
    assert inbound.body == CommandCall("talk", "two", (("episode", "two"),))
    assert inbound.locale == "de"
    assert inbound.reply is not None
    assert (inbound.reply.opens, inbound.reply.ephemeral) == ("fill", False)
    receipt = await stage.answer(inbound, "p-1-0", Say(Message(Rich("Good evening."))))
    await stage.send("p-1-1", inbound.address, question("Well?", anna, "Who are you?", "Why?"))
    assert stage.people.transcript(anna, dm) == [
        ("alana", "Good evening.", ()),
        ("alana", "Well?", ("Who are you?", "Why?")),
    ]
    assert receipt.ref == str(call.original.id)
    assert stage.people.last(anna, dm).nonce == "p-1-1"


async def test_in_a_server_everything_is_seen_by_one_person(stage: Stage) -> None:
    anna, ben = stage.world.person("anna"), stage.world.person("ben")
    square = stage.world.channel(stage.world.server("village"), "square")
    await stage.people.slash(anna, square, "talk")
    inbound = await stage.last()
    assert not inbound.address.direct
    assert inbound.reply is not None
    assert inbound.reply.ephemeral
    await stage.answer(inbound, "p-1-0", Say(Message(Rich("Good evening."))))
    await stage.answer(inbound, "p-1-1", question("Well?", anna, "Why?"))
    assert [row[1] for row in stage.people.transcript(anna, square)] == ["Good evening.", "Well?"]
    assert stage.people.transcript(ben, square) == []
    assert all(message.flags & EPHEMERAL for message in square.messages.values())
    assert not stage.server.called("POST", f"/channels/{square.id}/messages")


async def test_where_the_bot_is_no_member_interactions_still_work(stage: Stage) -> None:
    anna = stage.world.person("anna")
    square = stage.world.channel(stage.world.server("elsewhere", has_bot=False), "square")
    await stage.people.slash(anna, square, "talk")
    inbound = await stage.last()
    await stage.answer(inbound, "p-1-0", question("Well?", anna, "Why?"))
    await stage.answer(inbound, "p-1-1", Say(Message(Rich("I wait."))))
    assert len(stage.people.transcript(anna, square)) == 2


async def test_a_press_in_a_direct_chat(stage: Stage) -> None:
    anna = stage.world.person("anna")
    dm = stage.world.direct(anna)
    say = question("Well?", anna, "Who?", "Why?")
    receipt = await stage.send("p-1-0", direct(dm), say)
    call = await stage.people.press(anna, stage.people.last(anna, dm), "Why?")
    assert call.answer == 6
    inbound = await stage.last()
    assert inbound.body == Press(str(anna.id), "o", 1, 1, "1")
    assert inbound.source == receipt.ref
    await stage.send("p-2-0", direct(dm), Settle("p-1-0", say.message.body, "Why?"), target=receipt)
    await stage.send("p-2-1", direct(dm), Say(Message(Rich("Because."))))
    assert stage.people.transcript(anna, dm) == [
        ("alana", "Well?\n> Why?", ()),
        ("alana", "Because.", ()),
    ]


async def test_a_press_in_a_server_edits_the_pressed_message(stage: Stage) -> None:
    anna = stage.world.person("anna")
    square = stage.world.channel(stage.world.server("village"), "square")
    await stage.people.slash(anna, square, "talk")
    say = question("Well?", anna, "Why?")
    receipt = await stage.answer(await stage.last(), "p-1-0", say)
    await stage.people.press(anna, stage.people.last(anna, square), 0)
    inbound = await stage.last(2)
    assert inbound.reply is not None
    assert inbound.reply.opens == "edit"
    settle = Settle("p-1-0", say.message.body, "Why?")
    await stage.send("p-2-0", inbound.address, settle, inbound.reply, receipt)
    await stage.answer(inbound, "p-2-1", Say(Message(Rich("Because."))))
    assert stage.people.transcript(anna, square) == [
        ("alana", "Well?\n> Why?", ()),
        ("alana", "Because.", ()),
    ]
    assert stage.server.called("PATCH", "/messages/@original")[-1].status == 200


async def test_after_a_restart_an_old_button_works_and_its_message_is_settled(stage: Stage) -> None:
    anna = stage.world.person("anna")
    square = stage.world.channel(stage.world.server("village"), "square")
    await stage.people.slash(anna, square, "talk")
    say = question("Well?", anna, "Why?")
    receipt = await stage.answer(await stage.last(), "p-1-0", say)
    old = stage.people.last(anna, square)
    await stage.restart()
    call = await stage.people.press(anna, old, "Why?")
    assert call.answer == 6
    inbound = await stage.last(2)
    assert inbound.body == Press(str(anna.id), "o", 1, 1, "0")
    await stage.restart()  # and once more between the press and its answer
    settle = Settle("p-1-0", say.message.body, None)
    await stage.send("p-2-0", inbound.address, settle, inbound.reply, receipt)
    assert stage.people.transcript(anna, square) == [("alana", "Well?", ())]


async def test_someone_elses_button_is_refused_kindly(stage: Stage) -> None:
    anna, ben = stage.world.person("anna"), stage.world.person("ben")
    dm = stage.world.direct(anna)
    await stage.send("p-1-0", direct(dm), question("Well?", anna, "Why?", words=True))
    asked = stage.people.last(anna, dm)
    for label in ("Why?", "In my own words"):
        call = await stage.people.press(ben, asked, label)
        assert call.answer == 4
        assert call.original.visible_to == ben.id
        assert call.original.content == rf"talk\_of: \*not\* for you, <@{anna.id}>"
    assert stage.desk.got == []
    assert stage.people.last(anna, dm).labels() == ["Why?", "In my own words"]


async def test_a_button_of_another_make_is_answered(stage: Stage) -> None:
    anna = stage.world.person("anna")
    dm = stage.world.direct(anna)
    await stage.send("p-1-0", direct(dm), question("Well?", anna, "Why?"))
    call = await stage.people.press(anna, stage.people.last(anna, dm), 0, custom_id="persistent_view:green")
    assert call.answer == 4
    assert call.original.content.startswith("stale")
    assert stage.desk.got == []


async def test_two_fast_taps_are_both_acknowledged(stage: Stage) -> None:
    anna = stage.world.person("anna")
    dm = stage.world.direct(anna)
    say = question("Well?", anna, "Who?", "Why?")
    receipt = await stage.send("p-1-0", direct(dm), say)
    asked = stage.people.last(anna, dm)
    ids = [button["custom_id"] for button in asked.buttons()]
    first, second = await asyncio.gather(
        stage.people.press(anna, asked, 0), stage.people.press(anna, asked, 0)
    )
    assert (first.answer, second.answer) == (6, 6)
    await stage.last(2)
    await stage.send("p-2-0", direct(dm), Settle("p-1-0", say.message.body, "Who?"), target=receipt)
    late = await stage.people.press(anna, asked, 0, custom_id=ids[1])  # the buttons are gone by now
    assert late.answer == 6
    assert (await stage.last(3)).body == Press(str(anna.id), "o", 1, 1, "1")


async def test_the_form_for_typed_words(stage: Stage) -> None:
    anna = stage.world.person("anna")
    square = stage.world.channel(stage.world.server("village"), "square")
    await stage.people.slash(anna, square, "talk")
    say = question("Well?", anna, "Why?", words=True)
    receipt = await stage.answer(await stage.last(), "p-1-0", say)
    opened = await stage.people.press(anna, stage.people.last(anna, square), "In my own words")
    assert opened.answer == 9
    assert opened.modal["title"] == "In your own words"
    await stage.restart()  # an open form outlives the process that opened it
    sent = await stage.people.submit_modal(anna, opened, "why, then?")
    assert sent.answer == 6
    inbound = await stage.last(2)
    assert inbound.body == Text("why, then?", showing=(1, 1))
    assert inbound.source == receipt.ref
    settle = Settle("p-1-0", say.message.body, "Why?")
    await stage.send("p-2-0", inbound.address, settle, inbound.reply, receipt)
    assert stage.people.transcript(anna, square) == [("alana", "Well?\n> Why?", ())]


async def test_somebody_elses_form_changes_nothing(stage: Stage) -> None:
    anna, ben = stage.world.person("anna"), stage.world.person("ben")
    dm = stage.world.direct(anna)
    await stage.send("p-1-0", direct(dm), question("Well?", anna, "Why?", words=True))
    opened = await stage.people.press(anna, stage.people.last(anna, dm), "In my own words")
    sent = await stage.people.submit_modal(ben, opened, "mine!")
    assert sent.answer == 4
    assert stage.desk.got == []


async def test_autocomplete_offers_at_most_25(stage: Stage) -> None:
    anna = stage.world.person("anna")
    offered = await stage.people.autocomplete(anna, stage.world.direct(anna), "talk", "episode", "lo")
    assert offered[0] == ("episode 0: lo", "value-0")
    assert len(offered) == 25


async def test_it_acknowledges_while_the_host_is_busy(stage: Stage) -> None:
    stage.desk.open.clear()
    anna, ben = stage.world.person("anna"), stage.world.person("ben")
    dm = stage.world.direct(anna)
    await stage.send("p-1-0", direct(dm), question("Well?", anna, "Why?"))
    calls = [await stage.people.slash(anna, dm, "help") for _ in range(3)]
    calls.append(await stage.people.press(anna, stage.people.last(anna, dm, with_buttons=True), 0))
    calls.append(await stage.people.slash(ben, stage.world.direct(ben), "talk"))
    assert [call.answer for call in calls] == [5, 5, 5, 6, 5]
    assert all(call.answered_after < 1.0 for call in calls)
    stage.desk.open.set()
    await stage.last(5)


async def test_one_persons_turns_come_in_order_of_arrival(stage: Stage) -> None:
    anna = stage.world.person("anna")
    dm = stage.world.direct(anna)
    await stage.send("p-1-0", direct(dm), question("Well?", anna, "Why?"))
    stage.server.faults.once("delay", "/callback", seconds=0.1)
    pressing = asyncio.create_task(
        stage.people.press(anna, stage.people.last(anna, dm, with_buttons=True), 0)
    )
    await stage.server.until(lambda: stage.server.called("POST", "/callback"))
    await stage.people.say_dm(anna, "and another thing")
    await pressing
    await stage.last(2)
    assert [type(one.body) for one in stage.desk.got] == [Press, Text]


async def test_nothing_pings_whatever_the_text(stage: Stage) -> None:
    anna, ben = stage.world.person("anna"), stage.world.person("ben")
    dm = stage.world.direct(anna)
    text = f"@everyone @here <@{ben.id}> <@&123> [b]*x*[/b] # no {{$y}}"
    await stage.send("p-1-0", direct(dm), Say(Message(Rich(text))))
    assert stage.server.posting.pings == []
    assert stage.server.posting.silenced


async def test_a_file_goes_out_with_its_caption(stage: Stage) -> None:
    anna = stage.world.person("anna")
    dm = stage.world.direct(anna)
    await stage.people.slash(anna, dm, "help")
    inbound = await stage.last()
    await stage.answer(inbound, "p-1-0", Upload("journal.txt", "häppy", "Your journal"))
    await stage.send("p-1-1", inbound.address, Upload("more.json", "{}", "And more"))
    first, second = stage.people.messages(anna, dm)
    assert (first.content, first.files) == ("Your journal", {"journal.txt": "häppy".encode()})
    assert (second.content, second.files) == ("And more", {"more.json": b"{}"})


async def test_a_person_can_be_written_to_by_account(stage: Stage) -> None:
    anna = stage.world.person("anna")
    address = Address("discord", f"user:{anna.id}")
    receipt = await stage.send("p-1-0", address, Say(Message(Rich("Good evening."))))
    dm = stage.world.direct(anna)
    assert receipt.address == direct(dm)
    assert stage.people.transcript(anna, dm) == [("alana", "Good evening.", ())]
    await stage.send("p-1-1", address, Say(Message(Rich("Are you there?"))))
    assert len(stage.server.called("POST", "/users/@me/channels")) == 1


async def test_typing_shows_in_a_direct_chat_only(stage: Stage) -> None:
    anna = stage.world.person("anna")
    dm = stage.world.direct(anna)
    square = stage.world.channel(stage.world.server("village"), "square")
    await stage.adapter.typing(direct(dm))
    await stage.adapter.typing(Address("discord", str(square.id), direct=False))
    await stage.adapter.typing(Address("discord", "nonsense"))
    assert stage.server.rest.typed == [dm.id]


@pytest.mark.parametrize(
    ("context", "is_direct"),
    [(1, True), (2, False), (None, True)],
    ids=["bot DM", "between people", "not said"],
)
async def test_only_the_chat_with_the_bot_is_direct(
    stage: Stage, context: int | None, is_direct: bool
) -> None:
    """Installed by an account, commands also work in that account's chats with others: they read along."""
    anna = stage.world.person("anna")
    call = stage.world.interaction(2, anna, stage.world.direct(anna))
    payload = stage.people.payload(call, {"id": "1", "name": "talk", "type": 1, "options": []})
    payload = {key: value for key, value in payload.items() if key != "context"}
    if context is not None:
        payload["context"] = context
    await stage.server.gateway.dispatch("INTERACTION_CREATE", payload)
    inbound = await stage.last()
    assert inbound.address.direct is is_direct
    assert (call.original.visible_to is None) is is_direct


async def test_events_out_of_order_lose_nothing(stage: Stage) -> None:
    anna = stage.world.person("anna")
    stage.server.gateway.reorder = True
    await stage.people.say_dm(anna, "one")
    second = await stage.people.say_dm(anna, "two")
    await stage.last(2)
    assert {one.body for one in stage.desk.got} == {Text("one"), Text("two")}
    await stage.server.until(lambda: stage.desk.known[str(second.channel.id)] == str(second.id))
