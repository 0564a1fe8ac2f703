"""`Action` -> arguments of Bot API calls, and the API's errors -> `SendFailed`. Pure: no network.

Text goes out with entities (UTF-16 offsets), never as markup, so nothing in it can act.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any

from telegram.constants import MessageEntityType
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

from adapters.telegram.units import cut, sound, utf16_length
from bot.errors import Failure, SendFailed
from bot.frozen import frozen
from bot.model import (
    ANSWER,
    Address,
    Mark,
    Message,
    Press,
    Receipt,
    Rich,
    Settle,
    Style,
    Upload,
    press_data,
    stretches,
)
from bot.refusals import refusal

MAX_TEXT = 4096  # UTF-16 units, core.telegram.org/bots/api#sendmessage
MAX_CAPTION = 1024  # …#senddocument
MAX_BUTTONS = 100  # buttons of one inline keyboard
MAX_ENTITIES = 100  # of one message
Plain = Mapping[str, Any]  # an object of the API as its JSON has it
_STYLES = {
    Style.BOLD: MessageEntityType.BOLD.value,
    Style.ITALIC: MessageEntityType.ITALIC.value,
    Style.QUOTE: MessageEntityType.BLOCKQUOTE.value,
    Style.CODE: MessageEntityType.CODE.value,
}
# The API's descriptions, compared in lower case: python-telegram-bot changes their capitals.
# The bot can write there no more: the chat is gone, the topic closed, or it takes nothing (of this kind).
_GONE = (
    "chat not found",
    "user not found",
    "peer_id_invalid",
    "channel_private",
    "was deactivated",
    "was deleted",
    "have no rights to send",
    "not enough rights",
    "administrator rights",
    "chat_admin_required",
    "user_banned_in_channel",
    "_forbidden",
    "chat_restricted",
    "topic_closed",
)
# The topic was deleted, or is an old one of a very large forum, where people can still write.
_THREAD_GONE = ("message thread not found", "topic_deleted", "thread_id_invalid", "topic_id_invalid")
_HARMLESS = (
    "message is not modified",
    "message_not_modified",
    "message to edit not found",
    "message can't be edited",
    "message_id_invalid",
    "message identifier is not specified",
)
_SHORTEST_QUOTE = 16  # UTF-16 units; a shorter piece of a question says nothing
_BARE_LIMIT_WAIT = 5.0  # seconds, where a 429 does not say how long


@frozen
class ChatTopic:
    """Chat and forum topic as the API takes them."""

    chat: int
    thread: int | None


@frozen
class Styled:
    """Text ready to send; entity offsets count UTF-16 units."""

    text: str
    entities: tuple[Plain, ...] = ()


def place(address: Address) -> ChatTopic:
    """Where to send. Raises `SendFailed` (refused) for what is no Telegram chat."""
    try:
        thread = int(address.thread) if address.thread is not None else None
        chat = int(address.chat.removeprefix("user:"))
    except ValueError:
        raise SendFailed(Failure.REFUSED, "the address is not a Telegram chat") from None
    if address.direct and chat < 0:  # whatever led here: what is for one person goes to no group
        raise SendFailed(Failure.REFUSED, "a direct chat has the number of a group")
    return ChatTopic(chat, thread)


def message_number(receipt: Receipt) -> int:
    """The message id of a receipt. Raises `SendFailed` (refused) for a receipt of elsewhere."""
    try:
        return int(receipt.ref)
    except ValueError:
        raise SendFailed(Failure.REFUSED, "the receipt is not of a Telegram message") from None


def caption(action: Upload) -> str | None:
    """The caption of a file; an empty file is refused, as the API would."""
    if not action.content:
        raise SendFailed(Failure.REFUSED, "the file is empty")
    if action.picture is not None:
        return shortened(action.described)
    words = sound(action.caption)
    return within(Styled(words), MAX_CAPTION).text if words.strip() else None


def shortened(caption: str) -> str:
    """As much of it as a caption takes."""
    return cut(sound(caption), MAX_CAPTION)


def is_caption(text: Styled) -> bool:
    """Whether it can stand under a picture."""
    return utf16_length(text.text) <= MAX_CAPTION


def say_text(message: Message) -> Styled:
    """Body, and under it the numbered questions, if they are written out."""
    lines = [_numbered(number, line) for number, line in enumerate(message.listing, 1)]
    text = message.body.text + ("\n\n" + "\n".join(lines) if lines else "")
    return within(styled(Rich(text, message.body.marks), message.said))


def cut_text(message: Message) -> Styled:
    """Its words, as many of them as one message takes."""
    return within(Styled(cut(sound(message.body.text), MAX_TEXT)))


def plain_text(message: Message) -> Styled:
    """The same as `say_text` without anything but words, the questions written out to be typed."""
    rows = message.listing or tuple(button.label for button in message.buttons if not button.beside)
    lines = [_numbered(number, line) for number, line in enumerate(rows, 1)]
    tail = cut("\n\n" + "\n".join(lines) if lines else "", MAX_TEXT)
    return within(styled(Rich(cut(message.body.text, MAX_TEXT - utf16_length(tail)) + tail), message.said))


def settled_text(action: Settle) -> Styled | None:
    """The body with the chosen question quoted under it; None where nothing but the keyboard goes.

    A question that does not fit any more under a long body is cut, never refused: it is an ornament.
    """
    chosen = (action.chosen or "").strip()
    room = MAX_TEXT - utf16_length(action.body.text) - 2
    if not chosen or room < min(_SHORTEST_QUOTE, utf16_length(chosen)):
        return None
    chosen = cut(chosen, room)
    start = len(action.body.text) + 2
    quote = Mark(Style.QUOTE, start, len(chosen))
    return within(styled(Rich(f"{action.body.text}\n\n{chosen}", (*action.body.marks, quote)), action.said))


def styled(rich: Rich, said: Iterable[str] = ()) -> Styled:
    """Marks (code points) as entities (UTF-16). Marks outside the text are clipped or dropped.

    `said`, pieces of a person's words that look like a link, a mention or a command, stand as code: inside it
    Telegram looks for none, and no other entity may overlap it (core.telegram.org/bots/api#messageentity).
    """
    text = sound(rich.text)
    quoted = [Mark(Style.CODE, at, end - at) for at, end in stretches(text, map(sound, said))]
    if len(quoted) + len(rich.marks) > MAX_ENTITIES:  # the API reads no more of them
        quoted = [Mark(Style.CODE, 0, len(text))]
    shown = (mark for mark in rich.marks if mark.style in _STYLES)
    marks = [*(part for mark in shown for part in _around(mark, quoted)), *quoted]
    found = []
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.length)):
        start, end = max(0, mark.start), min(len(text), mark.start + mark.length)
        if end > start:
            offset = utf16_length(text[:start])
            length = utf16_length(text[start:end])
            found.append({"type": _STYLES[mark.style], "offset": offset, "length": length})
    return Styled(text, tuple(found))


def _around(mark: Mark, quoted: Sequence[Mark]) -> Iterator[Mark]:
    """What is left of a mark beside those. A quote is left out as a whole: in pieces it would be several."""
    start, end = mark.start, mark.start + mark.length
    for other in quoted:
        last = other.start + other.length
        if last <= start or end <= other.start:
            continue
        if mark.style is Style.QUOTE:
            return
        yield Mark(mark.style, start, other.start - start)
        start = last
    yield Mark(mark.style, start, end - start)


def within(text: Styled, limit: int = MAX_TEXT) -> Styled:
    """The same, or `SendFailed` (refused) for an empty or too long text: neither is ever sent."""
    size = utf16_length(text.text)
    if not text.text.strip():
        raise SendFailed(Failure.REFUSED, "the message is empty")
    if size > limit:
        raise SendFailed(Failure.REFUSED, f"the message has {size} UTF-16 units, Telegram takes {limit}")
    return text


def keyboard(message: Message, me: str) -> Plain | None:
    """The buttons in rows of `columns`; None without buttons. `me`: the bot's name, for links to its chat."""
    if not message.buttons:
        return None
    if len(message.buttons) > MAX_BUTTONS or not all(button.label.strip() for button in message.buttons):
        raise SendFailed(Failure.REFUSED, f"a keyboard needs labels, and at most {MAX_BUTTONS} of them")
    try:
        row = [{"text": sound(button.label), **_pressed(button.press, me)} for button in message.buttons]
    except ValueError as error:
        raise SendFailed(Failure.REFUSED, str(error)) from None
    columns = max(1, message.columns)
    return {"inline_keyboard": [row[at : at + columns] for at in range(0, len(row), columns)]}


def _pressed(press: Press, me: str) -> Plain:
    """What a tap does: it is told to the bot or, where it leads to the direct chat, opens that."""
    if press.verb != ANSWER:
        return {"callback_data": press_data(press)}
    if not me:
        raise SendFailed(Failure.TRANSIENT, "the bot's name is not known yet")
    return {"url": deep_link(me, ANSWER)}


def deep_link(me: str, argument: str) -> str:
    """Opens the bot's chat, and says /start with that there: core.telegram.org/bots/features#deep-linking."""
    return f"https://t.me/{me}?start={argument}"


def _numbered(number: int, line: str) -> str:
    """`1. question`; a line that comes with its number keeps it."""
    return line if re.match(rf"{number}[.):]\s", line) else f"{number}. {line}"


# ---------------------------------------------------------------- errors


def harmless(error: TelegramError) -> bool:
    """An edit that found its work done, or its message gone: nothing to repair."""
    text = str(error).lower()
    return isinstance(error, BadRequest) and any(known in text for known in _HARMLESS)


def wait_of(error: RetryAfter) -> float:
    """Seconds to wait: the library gives an int today and a timedelta tomorrow."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


def failure(error: TelegramError, *, direct: bool = True) -> SendFailed:
    """What the sender should know about an error of the library; `direct`: in a direct chat, where there is
    no other place to go. Order: BadRequest and TimedOut are NetworkErrors in its hierarchy."""
    closed = Failure.UNREACHABLE if direct else Failure.ELSEWHERE
    match error:
        case RetryAfter():
            return SendFailed(Failure.LIMITED, "too many messages", retry_after=wait_of(error))
        case ChatMigrated():
            return SendFailed(Failure.MOVED, "the group has a new id", moved_to=str(error.new_chat_id))
        case Forbidden():
            return SendFailed(closed, refusal(403, str(error)))
        case InvalidToken():
            return SendFailed(Failure.TRANSIENT, "Telegram did not accept the token")
        case BadRequest() if any(known in str(error).lower() for known in _THREAD_GONE):
            return SendFailed(Failure.MOVED, "the topic is gone", thread_gone=True)
        case BadRequest():
            gone = any(known in str(error).lower() for known in _GONE)
            return SendFailed(closed if gone else Failure.REFUSED, refusal(400, str(error)))
        case TimedOut():
            return SendFailed(Failure.TRANSIENT, "no answer in time; it may have been sent")
        case NetworkError():
            return _network(str(error))
    return SendFailed(Failure.TRANSIENT, str(error))


def _network(text: str) -> SendFailed:
    """A 429 without parameters and a 413 also come as NetworkError; bodies of error pages do not
    belong in a log."""
    if "too many requests" in text.lower():
        return SendFailed(Failure.LIMITED, "too many messages", retry_after=_BARE_LIMIT_WAIT)
    if "entity too large" in text.lower():
        return SendFailed(Failure.REFUSED, "the file is too large for Telegram")
    return SendFailed(Failure.TRANSIENT, text.split(". Parsing the server response")[0])
