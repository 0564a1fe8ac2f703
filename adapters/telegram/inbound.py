"""Telegram update -> `Inbound`, or the reason why it is of no concern. Pure: no network, no clock.

Whatever a valid `Update` holds, reading it raises nothing: what does not look as the Bot API says is
`Ignored`. Source of the shapes: core.telegram.org/bots/api#update.
"""

import re
from dataclasses import dataclass
from datetime import datetime

from telegram import CallbackQuery, Chat, ChatMemberUpdated, Message, Update, User

from adapters.telegram.units import sound
from bot.model import (
    Address,
    Body,
    CommandCall,
    Inbound,
    Located,
    Membership,
    Subject,
    Text,
    Unreadable,
    parse_press,
)

PLATFORM = "telegram"
# What is asked of getUpdates, always in full: an absent list keeps the previous one in force.
ALLOWED = ("message", "callback_query", "my_chat_member")
FOREIGN = "a tap on somebody else's button"

_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@([A-Za-z0-9_]+))?(?:\s+(.*))?", re.DOTALL)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
# Attachments in the order of asking: an animation also comes as a document, a venue as a location.
_KINDS = (
    "photo",
    "sticker",
    "voice",
    "video",
    "video_note",
    "audio",
    "animation",
    "document",
    "contact",
    "poll",
    "dice",
    "game",
    "story",
    "checklist",
    "paid_media",
    "invoice",
)


@dataclass(frozen=True, slots=True)
class Me:
    """The bot's own account; `username` without the @."""

    id: int
    username: str


@dataclass(frozen=True, slots=True)
class Ignored:
    """An update that changes nothing and may be confirmed. `reason` holds nothing a person wrote."""

    reason: str


def inbound(update: Update, me: Me, at: datetime) -> Inbound | Ignored:
    """What a person did with this update; `at` is the moment of receipt."""
    if not _natural(update.update_id):
        return Ignored("no update id")
    if update.callback_query is not None:
        return _tap(update.update_id, update.callback_query, at)
    if update.message is not None:
        return _message(update.update_id, update.message, me, at)
    if update.my_chat_member is not None:
        return _membership(update.update_id, update.my_chat_member, at)
    return Ignored("a kind of update that is not used")


def locale_of(user: User | None) -> str | None:
    """The language of the person's app as BCP 47, if it looks like one."""
    code = user.language_code if user is not None else None
    return code if isinstance(code, str) and len(code) <= 35 and _LANGUAGE.fullmatch(code) else None


# ---------------------------------------------------------------- by kind


def _tap(number: int, query: CallbackQuery, at: datetime) -> Inbound | Ignored:
    user, shown = query.from_user, query.message
    if shown is None:
        return Ignored("a tap outside a chat")  # inline mode, which this bot does not have
    if not _person(user) or not _place(shown.chat) or not _natural(shown.message_id):
        return Ignored("a tap that is not as it should be")
    press = parse_press(sound(query.data)) if isinstance(query.data, str) else None
    if press is None:
        return Ignored("a button that is not ours")
    if press.owner != str(user.id):
        return Ignored(FOREIGN)
    # A message that is too old to be shown again carries no topic; its chat and number are enough.
    thread = _thread(shown) if isinstance(shown, Message) else None
    return _inbound(number, user, _address(shown.chat, thread), at, press, source=str(shown.message_id))


def _message(number: int, message: Message, me: Me, at: datetime) -> Inbound | Ignored:
    user = message.from_user
    if user is None or message.sender_chat is not None:
        return Ignored("a message without a person")
    if not _person(user) or not _place(message.chat):
        return Ignored("a message that is not as it should be")
    if user.is_bot:
        return Ignored("a message of a bot")
    body = _body(message, me)
    if isinstance(body, Ignored):
        return body
    direct = message.chat.type == "private"
    if not direct and not isinstance(body, CommandCall) and not _answers(message, me):
        return Ignored("group talk that is not for the bot")
    return _inbound(number, user, _address(message.chat, _thread(message)), at, body)


def _body(message: Message, me: Me) -> Body | Ignored:
    if isinstance(message.text, str) and message.text:
        return _typed(sound(message.text), me)
    if isinstance(message.caption, str) and message.caption:  # words are words, beside a picture too
        return Text(sound(message.caption))
    if message.location is not None:
        return _located(message.location.latitude, message.location.longitude)
    for kind in _KINDS:
        if getattr(message, kind, None):
            return Unreadable(kind)
    return Ignored("a service message")


def _typed(text: str, me: Me) -> Body | Ignored:
    """A command, if the text is one as a whole; words in every other case."""
    match = _COMMAND.fullmatch(text)
    if match is None:
        return Text(text)
    name, bot, argument = match.groups()
    if bot is not None and bot.lower() != me.username.lower():
        return Ignored("a command for another bot")
    return CommandCall(name.lower(), (argument or "").strip())


def _located(latitude: object, longitude: object) -> Body | Ignored:
    if not isinstance(latitude, int | float) or not isinstance(longitude, int | float):
        return Ignored("a place that is not as it should be")
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        return Ignored("a place that is not on earth")
    return Located(float(latitude), float(longitude))


def _membership(number: int, change: ChatMemberUpdated, at: datetime) -> Inbound | Ignored:
    if not _person(change.from_user) or not _place(change.chat) or change.chat.type != "private":
        return Ignored("a change of members in a group")
    status = getattr(change.new_chat_member, "status", None)  # the library lets it be absent
    if status not in ("kicked", "member"):
        return Ignored("a change of members of no concern")
    body = Membership(reachable=status == "member")
    return _inbound(number, change.from_user, _address(change.chat, None), at, body)


# ---------------------------------------------------------------- parts


def _inbound(
    number: int, user: User, address: Address, at: datetime, body: Body, source: str | None = None
) -> Inbound:
    subject = Subject(PLATFORM, str(user.id))
    return Inbound(f"tg:{number}", subject, address, at, body, locale=locale_of(user), source=source)


def _address(chat: Chat, thread: str | None) -> Address:
    return Address(PLATFORM, str(chat.id), thread, direct=chat.type == "private")


def _thread(message: Message) -> str | None:
    """The forum topic. Plain replies carry a `message_thread_id` too, which nothing can be sent to."""
    number = message.message_thread_id
    return str(number) if message.is_topic_message and _natural(number) else None


def _answers(message: Message, me: Me) -> bool:
    """Whether this is a reply to a message of the bot itself."""
    answered = message.reply_to_message
    return answered is not None and answered.from_user is not None and answered.from_user.id == me.id


def _natural(number: object) -> bool:
    """A number that can be an identifier (they have at most 52 significant bits)."""
    return isinstance(number, int) and not isinstance(number, bool) and 0 < number < 2**53


def _person(user: User | None) -> bool:
    return user is not None and _natural(user.id)


def _place(chat: Chat | None) -> bool:
    if chat is None or not isinstance(chat.id, int) or isinstance(chat.id, bool) or chat.id == 0:
        return False
    return abs(chat.id) < 2**53 and chat.type in ("private", "group", "supergroup")
