"""Entities in UTF-16, keyboards, limits, and what the library's errors mean."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from adapters.telegram import outbound
from adapters.telegram.units import utf16_length
from bot.errors import Failure, SendFailed
from bot.model import ANSWER, Address, Button, Mark, Message, Press, Receipt, Rich, Settle, Style, Upload
from tests.examples import with_examples
from tests.platforms.telegram import rules


def shown(text: outbound.Styled) -> list[tuple[str, str]]:
    """(type, the text that it covers), read as a client reads it."""
    units = text.text.encode("utf-16-le")
    return [
        (e["type"], units[2 * e["offset"] : 2 * (e["offset"] + e["length"])].decode("utf-16-le"))
        for e in text.entities
    ]


def test_entities_after_emoji_cover_the_marked_words() -> None:
    text = "🧡👩‍👧 bold and quoted 🧡"
    marks = tuple(
        Mark(style, text.index(word), len(word))
        for style, word in [(Style.BOLD, "bold"), (Style.QUOTE, "quoted 🧡"), (Style.CODE, "and")]
    )
    found = outbound.styled(Rich(text, marks))
    assert shown(found) == [("bold", "bold"), ("code", "and"), ("blockquote", "quoted 🧡")]


@with_examples(200)
@given(
    st.text(min_size=1, max_size=40),
    st.lists(st.tuples(st.sampled_from(Style), st.integers(-5, 45), st.integers(-5, 45)), max_size=5),
)
def test_any_marks_make_entities_that_the_platform_takes(
    text: str, marks: list[tuple[Style, int, int]]
) -> None:
    found = outbound.styled(Rich(text, tuple(Mark(*mark) for mark in marks)))
    rules.checked_entities(found.text, [dict(entity) for entity in found.entities])
    assert len(found.text) == len(text)


def test_the_listing_is_numbered_under_the_body() -> None:
    message = Message(Rich("Hello.", (Mark(Style.ITALIC, 0, 5),)), listing=("Why?", "2. How?", "10 years?"))
    found = outbound.say_text(message)
    assert found.text == "Hello.\n\n1. Why?\n2. How?\n3. 10 years?"
    assert shown(found) == [("italic", "Hello")]


def test_text_that_looks_like_markup_stays_text() -> None:
    found = outbound.say_text(Message(Rich("<b>*_`[x](y) @all &amp; /start")))
    assert found == outbound.Styled("<b>*_`[x](y) @all &amp; /start", ())


def test_a_settled_message_quotes_the_question() -> None:
    found = outbound.settled_text(Settle("m1", Rich("Hi 🧡.", (Mark(Style.BOLD, 0, 2),)), "Why, 🧡?"))
    assert found is not None
    assert found.text == "Hi 🧡.\n\nWhy, 🧡?"
    assert shown(found) == [("bold", "Hi"), ("blockquote", "Why, 🧡?")]


def test_settling_without_a_choice_changes_no_text() -> None:
    assert outbound.settled_text(Settle("m1", Rich("Hi"), None)) is None
    assert outbound.settled_text(Settle("m1", Rich("Hi"), "  ")) is None


def test_a_question_that_does_not_fit_is_cut_or_left_out() -> None:
    tight = outbound.settled_text(Settle("m", Rich("x" * 4060), "w" * 200))
    assert tight is not None
    assert utf16_length(tight.text) == 4096
    assert tight.text.endswith("w…")
    assert outbound.settled_text(Settle("m", Rich("x" * 4090), "w" * 200)) is None


@pytest.mark.parametrize("text", ["", "  \n", "x" * 4097, "🧡" * 2049])
def test_empty_and_too_long_texts_are_never_sent(text: str) -> None:
    with pytest.raises(SendFailed) as caught:
        outbound.say_text(Message(Rich(text)))
    assert caught.value.failure is Failure.REFUSED


def test_the_longest_texts_are_sent() -> None:
    assert outbound.say_text(Message(Rich("🧡" * 2048))).text
    with pytest.raises(SendFailed):
        outbound.say_text(Message(Rich("x" * 4090), listing=("Why?",)))


def test_the_keyboard_has_rows_of_columns() -> None:
    buttons = tuple(Button(str(n), Press("4711", "o", 1, 2, str(n))) for n in range(5))
    found = outbound.keyboard(Message(Rich("x"), buttons, columns=2), "alana")
    assert found is not None
    rows = found["inline_keyboard"]
    assert [[button["text"] for button in row] for row in rows] == [["0", "1"], ["2", "3"], ["4"]]
    assert rows[0][1]["callback_data"] == "a1:3mv:o:1:2:1"
    assert outbound.keyboard(Message(Rich("x")), "alana") is None


def test_buttons_that_cannot_be_sent_are_refused() -> None:
    fine, wide = Press("1", "o"), Press("1", "o", value="x" * 60)
    for button in (Button(" ", fine), Button("a", wide)):
        with pytest.raises(SendFailed) as caught:
            outbound.keyboard(Message(Rich("x"), (button,)), "alana")
        assert caught.value.failure is Failure.REFUSED
    with pytest.raises(SendFailed):
        outbound.keyboard(Message(Rich("x"), (Button("a", fine),) * 101), "alana")


def test_a_button_to_the_direct_chat_is_a_link_that_says_start_there() -> None:
    message = Message(Rich("x"), (Button("Open", Press("4711", ANSWER)),))
    assert outbound.keyboard(message, "alana_bot") == {
        "inline_keyboard": [[{"text": "Open", "url": "https://t.me/alana_bot?start=answer"}]]
    }
    with pytest.raises(SendFailed) as caught:
        outbound.keyboard(message, "")
    assert caught.value.failure is Failure.TRANSIENT


def test_places() -> None:
    assert outbound.place(Address("telegram", "-100", "3", direct=False)) == outbound.ChatTopic(-100, 3)
    assert outbound.place(Address("telegram", "user:4711")) == outbound.ChatTopic(4711, None)
    with pytest.raises(SendFailed):
        outbound.place(Address("telegram", "lobby"))
    with pytest.raises(SendFailed):
        outbound.message_number(Receipt("abc", Address("telegram", "1")))


def test_files() -> None:
    assert outbound.caption(Upload("a.json", "{}", "")) is None
    for upload in (Upload("a.json", "", "x"), Upload("a.json", "{}", "x" * 1025)):
        with pytest.raises(SendFailed):
            outbound.caption(upload)


@pytest.mark.parametrize(
    ("error", "failure", "retry_after", "moved_to"),
    [
        (RetryAfter(7), Failure.LIMITED, 7.0, None),
        (RetryAfter(timedelta(seconds=2.5)), Failure.LIMITED, 2.5, None),
        (NetworkError("Too Many Requests"), Failure.LIMITED, 5.0, None),
        (ChatMigrated(-1005), Failure.MOVED, None, "-1005"),
        (Forbidden("Forbidden: bot was blocked by the user"), Failure.UNREACHABLE, None, None),
        (Forbidden("Forbidden: user is deactivated"), Failure.UNREACHABLE, None, None),
        (BadRequest("Bad Request: chat not found"), Failure.UNREACHABLE, None, None),
        (BadRequest("Bad Request: not enough rights to send text messages"), Failure.UNREACHABLE, None, None),
        (BadRequest("Bad Request: message is too long"), Failure.REFUSED, None, None),
        (NetworkError("Request Entity Too Large"), Failure.REFUSED, None, None),
        (TimedOut(), Failure.TRANSIENT, None, None),
        (NetworkError("httpx.ConnectError: "), Failure.TRANSIENT, None, None),
        (InvalidToken("Unauthorized"), Failure.TRANSIENT, None, None),
        (TelegramError("Invalid server response"), Failure.TRANSIENT, None, None),
    ],
)
def test_what_errors_mean(
    error: TelegramError, failure: Failure, retry_after: float | None, moved_to: str | None
) -> None:
    found = outbound.failure(error)
    assert (found.failure, found.retry_after, found.moved_to) == (failure, retry_after, moved_to)
    assert not found.wide


def test_error_pages_do_not_reach_the_log() -> None:
    found = outbound.failure(NetworkError("Bad Gateway (502). Parsing the server response b'<html>' failed"))
    assert str(found) == "transient: Bad Gateway (502)"


def test_harmless_edits() -> None:
    for words in ("Message is not modified: specified new", "message to edit not found"):
        assert outbound.harmless(BadRequest(words))
    assert not outbound.harmless(BadRequest("message is too long"))
    assert not outbound.harmless(Forbidden("message is not modified"))
