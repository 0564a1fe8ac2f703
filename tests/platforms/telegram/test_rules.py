"""The loopback server against the published rules, spoken to in plain HTTP."""

import asyncio
import json
import subprocess
import sys
from typing import Any

import aiohttp
import pytest

from tests.platforms.telegram import TelegramServer
from tests.platforms.telegram.conftest import ANNA, Api, Clock


def inline(*data: str) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": f"b{n}", "callback_data": d}] for n, d in enumerate(data)]}


# ---------------------------------------------------------------- calls in general


async def test_tokens_and_unknown_methods(api: Api, server: TelegramServer) -> None:
    assert (await api.result("getMe"))["username"] == "alana_test_bot"
    assert (await api.result("GETME"))["is_bot"] is True
    assert (await api("flyToTheMoon"))[0] == 404
    server.token += "x"
    right, server.token = server.token, "7000000001:AAother"
    for token, code in ((right, 401), ("nonsense", 404)):
        async with api.http.get(f"{server.url}/bot{token}/getMe") as answer:
            assert answer.status == code


async def test_parameters_come_in_four_ways(api: Api, server: TelegramServer) -> None:
    url = f"{server.url}/bot{server.token}/sendMessage"
    fields = {"chat_id": str(ANNA), "text": "hi"}
    form = aiohttp.FormData(fields)
    multipart = aiohttp.FormData(fields, default_to_multipart=True)
    for options in ({"params": fields}, {"data": form}, {"data": multipart}, {"json": fields}):
        async with api.http.post(url, **options) as answer:
            assert answer.status == 200, await answer.text()


# ---------------------------------------------------------------- messages


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"text": ""}, "message text is empty"),
        ({"text": " \n "}, "message text is empty"),
        ({"text": "x" * 4097}, "message is too long"),
        ({"text": "🧡" * 2049}, "message is too long"),
        ({"text": "x", "chat_id": 12345}, "chat not found"),
        ({"text": "x", "chat_id": "lobby"}, "chat not found"),
        ({"text": "x", "chat_id": ""}, "chat_id is empty"),
        ({"text": "x", "message_thread_id": 5}, "message thread not found"),
        ({"text": "x", "reply_markup": inline("x" * 65)}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "reply_markup": inline("ü" * 33)}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "reply_markup": inline("")}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "reply_markup": inline(*["d"] * 101)}, "too long"),
        ({"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "a"}]]}}, "unallowed"),
        ({"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "", "url": "x"}]]}}, "non-empty"),
        ({"text": "x", "reply_markup": "{"}, "can't parse reply_markup"),
        ({"text": "🧡", "entities": [{"type": "bold", "offset": 1, "length": 1}]}, "begins in a middle"),
        ({"text": "🧡", "entities": [{"type": "bold", "offset": 0, "length": 1}]}, "ends in a middle"),
        ({"text": "ab", "entities": [{"type": "bold", "offset": 1, "length": 2}]}, "after the end"),
        ({"text": "ab", "entities": [{"type": "loud", "offset": 0, "length": 2}]}, "unsupported type"),
    ],
)
async def test_messages_that_are_refused(api: Api, params: dict[str, Any], words: str) -> None:
    assert words in await api.refusal("sendMessage", **{"chat_id": ANNA} | params)


async def test_what_just_fits(api: Api, server: TelegramServer) -> None:
    await api.result("sendMessage", chat_id=ANNA, text="🧡" * 2048)
    sent = await api.result(
        "sendMessage",
        chat_id=ANNA,
        text="  🧡 bold  ",
        entities=[{"type": "bold", "offset": 5, "length": 4}],
        reply_markup=json.dumps(inline("x" * 64)),
    )
    assert sent["text"] == "🧡 bold"
    seen = server.transcript(ANNA)[-1]
    assert (seen.styles, seen.labels) == ((("bold", "bold"),), ("b0",))


async def test_edits(api: Api, server: TelegramServer) -> None:
    sent = await api.result("sendMessage", chat_id=ANNA, text="a", reply_markup=inline("x"))
    this = {"chat_id": ANNA, "message_id": sent["message_id"]}
    assert "not modified" in await api.refusal("editMessageText", **this, text="a", reply_markup=inline("x"))
    edited = await api.result("editMessageText", **this, text="a")
    assert "reply_markup" not in edited
    assert "not modified" in await api.refusal("editMessageReplyMarkup", **this)
    await api.result("editMessageReplyMarkup", **this, reply_markup=inline("y"))
    assert server.transcript(ANNA)[-1].labels == ("b0",)
    missing, foreign = this | {"message_id": 999}, this | {"message_id": 1}
    assert "to edit not found" in await api.refusal("editMessageText", **missing, text="b")
    assert "can't be edited" in await api.refusal("editMessageText", **foreign, text="b")
    assert "text is empty" in await api.refusal("editMessageText", **this, text="")


async def test_a_message_with_a_reply_keyboard_cannot_be_edited(api: Api) -> None:
    board = {"keyboard": [[{"text": "a"}]]}
    sent = await api.result("sendMessage", chat_id=ANNA, text="a", reply_markup=board)
    params = {"chat_id": ANNA, "message_id": sent["message_id"], "text": "b"}
    assert "can't be edited" in await api.refusal("editMessageText", **params)


async def test_documents(api: Api, server: TelegramServer) -> None:
    assert "no document" in await api.refusal("sendDocument", chat_id=ANNA)
    url = f"{server.url}/bot{server.token}/sendDocument"

    async def upload(content: bytes, caption: str) -> tuple[int, Any]:
        form = aiohttp.FormData({"chat_id": str(ANNA), "caption": caption})
        form.add_field("document", content, filename="a.txt")
        async with api.http.post(url, data=form) as answer:
            return answer.status, await answer.json()

    assert (await upload(b"", "x"))[0] == 400
    assert (await upload(b"data", "x" * 1025))[0] == 400
    status, body = await upload(b"data", "cap")
    assert status == 200
    file = await api.result("getFile", file_id=body["result"]["document"]["file_id"])
    async with api.http.get(f"{server.url}/file/bot{server.token}/{file['file_path']}") as answer:
        assert await answer.read() == b"data"


async def test_people_who_cannot_be_written_to(api: Api, server: TelegramServer) -> None:
    server.world.person(5)
    assert "can't initiate" in await api.refusal("sendMessage", chat_id=5, text="x")
    server.block(ANNA)
    assert (
        await api.refusal("sendMessage", chat_id=ANNA, text="x") == "Forbidden: bot was blocked by the user"
    )
    server.group(-4000)
    server.migrate(-4000, -1005)
    status, body = await api("sendMessage", chat_id=-4000, text="x")
    assert (status, body["parameters"]) == (400, {"migrate_to_chat_id": -1005})


async def test_who_stopped_the_bot_lets_it_write_again_first(api: Api, server: TelegramServer) -> None:
    server.block(ANNA)
    await server.say(ANNA, "hello?")
    told = [update for _, update in server.world.queue[1:]]
    states = [u["my_chat_member"]["new_chat_member"]["status"] for u in told if "my_chat_member" in u]
    assert states == ["kicked", "member"]
    assert "message" in told[-1]
    await api.result("sendMessage", chat_id=ANNA, text="x")


@pytest.mark.parametrize("topic", [5, None])
async def test_a_closed_topic_takes_nothing_but_from_admins(
    api: Api, server: TelegramServer, topic: int | None
) -> None:
    group = server.group(-4000, forum=True)
    group.topics |= {5, 6}
    this = {"chat_id": -4000, "text": "x"} | ({"message_thread_id": topic} if topic else {})
    server.close_topic(-4000, topic)
    assert await api.refusal("sendMessage", **this) == "Bad Request: TOPIC_CLOSED"
    await api.result("sendMessage", chat_id=-4000, text="x", message_thread_id=6)
    with pytest.raises(AssertionError, match="closed"):
        await server.say(ANNA, "x", chat=-4000, thread=topic)
    group.admins |= {server.world.bot.id, ANNA}
    await api.result("sendMessage", **this)
    await server.say(ANNA, "x", chat=-4000, thread=topic)
    group.admins.clear()
    server.close_topic(-4000, topic, closed=False)
    await api.result("sendMessage", **this)


async def test_a_slow_group_holds_a_message_or_refuses_it(
    api: Api, server: TelegramServer, clock: Clock
) -> None:
    """For up to ten seconds (https://github.com/tdlib/telegram-bot-api/issues/75)."""
    group = server.group(-4000)
    group.slow = 30
    sent = await api.result("sendMessage", chat_id=-4000, text="a")
    clock.now += 1
    status, body = await api("sendMessage", chat_id=-4000, text="b")
    assert (status, body["parameters"]) == (429, {"retry_after": 29})
    await api.result("editMessageText", chat_id=-4000, message_id=sent["message_id"], text="c")
    clock.now += 19.5
    held = asyncio.create_task(api.result("sendMessage", chat_id=-4000, text="b"))
    await server.until(lambda: len([call for call in server.calls if call.method == "sendMessage"]) == 3)
    assert [seen.text for seen in server.from_bot(-4000)] == ["c"]
    clock.now += 9.5
    await held
    assert [seen.text for seen in server.from_bot(-4000)] == ["c", "b"]
    group.admins.add(server.world.bot.id)
    await api.result("sendMessage", chat_id=-4000, text="d")


async def test_a_supergroup_numbers_its_messages_anew(api: Api, server: TelegramServer) -> None:
    server.group(-4000)
    await api.result("sendMessage", chat_id=-4000, text="a")
    server.migrate(-4000, -1005)
    said = [update["message"] for _, update in server.world.queue if "message" in update][-2:]
    assert [message.get("migrate_to_chat_id") for message in said] == [-1005, None]
    assert [message.get("migrate_from_chat_id") for message in said] == [None, -4000]
    assert (await api.result("sendMessage", chat_id=-1005, text="b"))["message_id"] == 2
    with pytest.raises(AssertionError, match="new id"):
        await server.say(ANNA, "x", chat=-4000)


async def test_taps_are_answered_once_and_in_time(api: Api, server: TelegramServer, clock: Clock) -> None:
    await api.result("sendMessage", chat_id=ANNA, text="a", reply_markup=inline("x", "y"))
    first, second = await server.tap(ANNA, 0), await server.tap(ANNA, "b1")
    assert await api.result("answerCallbackQuery", callback_query_id=first, text="ok") is True
    assert server.answer_to(first) == {"text": "ok", "show_alert": False}
    assert "query is too old" in await api.refusal("answerCallbackQuery", callback_query_id=first)
    assert "TOO_LONG" in await api.refusal("answerCallbackQuery", callback_query_id=second, text="x" * 201)
    clock.now += 60
    assert "query is too old" in await api.refusal("answerCallbackQuery", callback_query_id=second)
    with pytest.raises(LookupError):
        await server.tap(ANNA, "no such label")


async def test_signs_of_life_and_menus(api: Api, server: TelegramServer) -> None:
    await api.result("sendChatAction", chat_id=ANNA, action="typing")
    assert server.methods.actions == [(ANNA, "typing")]
    assert "wrong parameter" in await api.refusal("sendChatAction", chat_id=ANNA, action="dancing")
    menu = [{"command": "menu", "description": "Where you are"}]
    await api.result("setMyCommands", commands=menu, language_code="de")
    assert await api.result("getMyCommands", language_code="de") == menu
    assert await api.result("getMyCommands") == []
    await api.result("deleteMyCommands", language_code="de")
    assert await api.result("getMyCommands", language_code="de") == []
    for wrong in ({"command": "Menu", "description": "x"}, {"command": "menu", "description": ""}):
        assert "INVALID" in await api.refusal("setMyCommands", commands=[wrong])


# ---------------------------------------------------------------- limits


async def test_rate_limits(api: Api, server: TelegramServer, clock: Clock) -> None:
    for _ in range(5):
        await api.result("sendMessage", chat_id=ANNA, text="x")
    status, body = await api("sendMessage", chat_id=ANNA, text="x")
    assert (status, body["parameters"]) == (429, {"retry_after": 1})
    assert body["description"] == "Too Many Requests: retry after 1"
    clock.now += 1
    await api.result("sendMessage", chat_id=ANNA, text="x")
    server.group(-4000)
    clock.now += 1
    for _ in range(20):
        await api.result("sendMessage", chat_id=-4000, text="x")
    assert (await api("sendMessage", chat_id=-4000, text="x"))[1]["parameters"]["retry_after"] == 3
    clock.now += 10
    codes = []
    for person in range(100, 140):
        await server.say(person, "hi")
        codes.append((await api("sendMessage", chat_id=person, text="x"))[0])
    assert codes == [200] * 30 + [429] * 10


def test_it_runs_by_itself() -> None:
    command = [sys.executable, "-u", "-m", "tests.platforms.telegram", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
        finally:
            process.terminate()
    assert line.startswith("ALANA_TELEGRAM_API_URL=http://127.0.0.1:")
