"""What is sent as the person sees it, and what the platform's refusals become."""

import os
import warnings

import pytest

from adapters.telegram.adapter import TelegramAdapter
from bot.errors import Failure, SendFailed
from bot.frozen import replace
from bot.model import (
    Address,
    Mark,
    Message,
    Picture,
    Receipt,
    Rich,
    Say,
    Settle,
    Style,
    Upload,
)
from tests.adapters.telegram.house import (
    ANNA,
    HOME,
    Naps,
    adapter_for,
    calls,
    question,
    row,
)
from tests.platforms.telegram import TelegramServer


async def test_a_question_stands_in_the_chat(server: TelegramServer, adapter: TelegramAdapter) -> None:
    body = Rich("Hi 🧡 you.\nhttps://example.org", (Mark(Style.BOLD, 5, 3),))
    message = Message(body, question().message.buttons, listing=("Why at all?", "How so?"))
    receipt = await adapter.send(row(Say(message)), None)
    seen = server.from_bot(ANNA)[-1]
    assert receipt == Receipt(str(seen.id), HOME)
    assert seen.text == "Hi 🧡 you.\nhttps://example.org\n\n1. Why at all?\n2. How so?"
    assert seen.styles == (("bold", "you"),)
    assert seen.buttons == (("Why?",), ("How?",))
    assert server.world.chats[ANNA].messages[seen.id]["link_preview_options"] == {"is_disabled": True}


async def test_settling_quotes_the_choice_and_takes_the_keyboard(
    server: TelegramServer, adapter: TelegramAdapter
) -> None:
    receipt = await adapter.send(row(question(text="Ask 🧡.")), None)
    settle = row(Settle("out-1", Rich("Ask 🧡."), "Why?"))
    for _ in range(2):  # the second is a repetition: "message is not modified"
        assert await adapter.send(settle, receipt) is None
    seen = server.from_bot(ANNA)[-1]
    assert (seen.text, seen.styles, seen.buttons) == ("Ask 🧡.\n\nWhy?", (("blockquote", "Why?"),), ())


async def test_settling_without_a_choice_takes_only_the_keyboard(
    server: TelegramServer, adapter: TelegramAdapter
) -> None:
    receipt = await adapter.send(row(question()), None)
    for _ in range(2):
        await adapter.send(row(Settle("out-1", Rich("Ask me."), None)), receipt)
    seen = server.from_bot(ANNA)[-1]
    assert (seen.text, seen.buttons) == ("Ask me.", ())


async def test_settling_what_is_gone_or_was_never_sent_is_no_error(
    server: TelegramServer, adapter: TelegramAdapter
) -> None:
    settle = row(Settle("out-1", Rich("x"), "y"))
    assert await adapter.send(settle, None) is None
    assert await adapter.send(settle, Receipt("999", HOME)) is None
    assert await adapter.send(settle, Receipt("1", HOME)) is None  # the person's own message
    assert server.from_bot(ANNA) == []


async def test_a_file_arrives_whole(server: TelegramServer, adapter: TelegramAdapter) -> None:
    receipt = await adapter.send(row(Upload("yours.json", '{"é": 1}', "Everything")), None)
    seen = server.from_bot(ANNA)[-1]
    assert receipt is not None
    assert (seen.document, seen.text) == ("yours.json", "Everything")
    assert list(server.world.files.values()) == [("yours.json", '{"é": 1}'.encode())]


KEEPSAKE = Upload("evening.txt", "1. Why?\n", "Ours", Picture("", "A path with one lamp.", (2,)))


async def test_a_file_and_its_picture_are_one_album(server: TelegramServer, adapter: TelegramAdapter) -> None:
    receipt = await adapter.send(row(KEEPSAKE), None)
    first, second = server.from_bot(ANNA)
    assert receipt == Receipt(str(first.id), HOME)
    assert [(one.document, one.text) for one in (first, second)] == [
        ("evening.txt", "Ours"),
        ("way.png", "A path with one lamp."),
    ]
    albums = [server.world.chats[ANNA].messages[one.id]["media_group_id"] for one in (first, second)]
    assert albums[0] == albums[1], "they stand as one message"
    assert len(calls(server, "sendMediaGroup")) == 1
    (_, text), (_, drawn) = server.world.files.values()
    assert (text, drawn[:4]) == (b"1. Why?\n", b"\x89PNG")


async def test_where_no_album_is_taken_the_file_comes_with_the_picture_in_words(
    server: TelegramServer, adapter: TelegramAdapter
) -> None:
    server.methods.no_photos = True
    await adapter.send(row(KEEPSAKE), None)
    (seen,) = server.from_bot(ANNA)
    assert (seen.document, seen.text) == ("evening.txt", "Ours\n\nA path with one lamp.")


async def test_where_no_files_are_taken_all_of_it_is_said(
    server: TelegramServer, adapter: TelegramAdapter
) -> None:
    server.methods.no_photos = server.methods.no_files = True
    await adapter.send(row(KEEPSAKE), None)
    (seen,) = server.from_bot(ANNA)
    assert (seen.document, seen.text) == (None, "Ours\n\nA path with one lamp.\n\n1. Why?")
    await adapter.send(row(replace(KEEPSAKE, content="1. Why?\n" * 1000)), None)
    assert len(server.from_bot(ANNA)[-1].text) == 4096


async def test_topics_of_a_forum(server: TelegramServer, adapter: TelegramAdapter) -> None:
    server.group(-1004, forum=True).topics.add(7)
    await adapter.send(row(question(), Address("telegram", "-1004", "7", direct=False)), None)
    assert server.from_bot(-1004)[0].thread == 7
    await adapter.typing(Address("telegram", "-1004", "7", direct=False))
    assert server.methods.actions == [(-1004, "typing")]


async def test_the_platform_says_why_not(server: TelegramServer, adapter: TelegramAdapter) -> None:
    server.group(-4000)
    server.migrate(-4000, -1005)
    expected = {
        ("999", True): (Failure.UNREACHABLE, None),
        ("-999", False): (Failure.ELSEWHERE, None),
        ("-4000", False): (Failure.MOVED, "-1005"),
        ("lobby", False): (Failure.REFUSED, None),
    }
    for (chat, direct), (failure, moved_to) in expected.items():
        with pytest.raises(SendFailed) as caught:
            await adapter.send(row(question(), Address("telegram", chat, direct=direct)), None)
        assert (caught.value.failure, caught.value.moved_to) == (failure, moved_to)
        await adapter.typing(Address("telegram", chat))


@pytest.mark.parametrize(
    ("kind", "failure", "retry_after"),
    [
        ("drop_before", Failure.TRANSIENT, None),
        ("drop_after", Failure.TRANSIENT, None),
        ("bad_gateway", Failure.TRANSIENT, None),
        ("server_error", Failure.TRANSIENT, None),
        ("limited", Failure.LIMITED, 7.0),
        ("limited_bare", Failure.LIMITED, 5.0),
    ],
)
async def test_faults_while_sending(
    server: TelegramServer, adapter: TelegramAdapter, kind: str, failure: Failure, retry_after: float | None
) -> None:
    server.faults.next(kind, "sendMessage", seconds=7)
    with pytest.raises(SendFailed) as caught:
        await adapter.send(row(question()), None)
    assert (caught.value.failure, caught.value.retry_after) == (failure, retry_after)
    assert "<html" not in str(caught.value)
    assert await adapter.send(row(question()), None) is not None
    assert len(server.from_bot(ANNA)) == (2 if kind == "drop_after" else 1)


async def test_the_platforms_own_limit_is_reported(server: TelegramServer, adapter: TelegramAdapter) -> None:
    for _ in range(5):
        await adapter.send(row(question()), None)
    with pytest.raises(SendFailed) as caught:
        await adapter.send(row(question()), None)
    assert caught.value.failure is Failure.LIMITED
    assert caught.value.retry_after == 1.0


async def test_a_refused_token_while_sending_is_said_once(
    server: TelegramServer, adapter: TelegramAdapter, caplog: pytest.LogCaptureFixture
) -> None:
    server.token = "7000000001:CCanother-token-for-tests_0123456789"
    for _ in range(3):
        with pytest.raises(SendFailed) as caught:
            await adapter.send(row(question()), None)
        assert caught.value.failure is Failure.TRANSIENT
    assert len([record for record in caplog.records if "token" in record.message]) == 1


async def test_the_library_warns_of_nothing_and_the_process_is_left_as_it_is(server: TelegramServer) -> None:
    environment = dict(os.environ)
    await server.say(ANNA, "/start")
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        adapter = adapter_for(server, Naps())
        await adapter.send(row(question()), None)
        server.faults.next("limited", "sendMessage", seconds=7)
        with pytest.raises(SendFailed, match="too many"):
            await adapter.send(row(question()), None)
        await adapter.close()
        warnings.warn("of somebody else", stacklevel=1)
    assert [str(one.message) for one in said] == ["of somebody else"]
    assert dict(os.environ) == environment


@pytest.mark.parametrize(("paid", "urgent"), [(True, False), (True, True), (False, False)])
async def test_only_what_was_not_asked_for_is_ever_paid_for(
    server: TelegramServer, paid: bool, urgent: bool
) -> None:
    await server.say(ANNA, "/start")
    adapter = adapter_for(server, Naps(), paid_broadcasts=paid)
    await adapter.send(replace(row(question()), urgent=urgent), None)
    await adapter.close()
    (call,) = calls(server, "sendMessage")
    assert (str(call.params.get("allow_paid_broadcast")).lower() == "true") is (paid and not urgent)
    assert (adapter.limits.rate_broadcast > 30) is paid
