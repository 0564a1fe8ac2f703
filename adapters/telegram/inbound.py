"""Telegram update -> `Inbound`, or what else it is. Pure: no network, no clock.

Reads the update's JSON as it came, and of it only what is used. The library's objects want every field of
everything that a message may hold: a poll of next year's shape would make the whole message unreadable.
Source of the shapes: core.telegram.org/bots/api#update.
"""

import re
from datetime import datetime

from adapters.telegram import mentions
from adapters.telegram.fields import (
    Unsound,
    album_of,
    is_group,
    locale_of,
    name_of,
    natural,
    object_of,
    person,
    place,
    status_of,
    thread,
)
from adapters.telegram.mentions import Json, Me
from adapters.telegram.units import sound
from bot.circles.buttons import NUMBER
from bot.frozen import frozen, replace
from bot.model import (
    Address,
    Body,
    CommandCall,
    Edited,
    Inbound,
    Located,
    Membership,
    Nodded,
    Press,
    Subject,
    Text,
    Unreadable,
    is_circle_key,
    parse_press,
)

PLATFORM = "telegram"
# What is asked of getUpdates, always in full: an absent list keeps the previous one in force.
ALLOWED = ("message", "edited_message", "callback_query", "message_reaction", "my_chat_member")
FOREIGN = "a tap on somebody else's button"

_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@([A-Za-z0-9_]+))?(?:\s+(.*))?", re.DOTALL)
# Attachments in the order of asking: an animation also comes as a document, a venue as a location.
_KINDS = (
    "photo",
    "live_photo",
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
    "giveaway",
)
_KIND_SIGNS = frozenset({"👍", "❤", "❤\N{VARIATION SELECTOR-16}"})
_MEMBERS = ("member", "administrator", "creator", "restricted")


@frozen
class Ignored:
    """An update that changes nothing and may be confirmed. `reason` holds nothing a person wrote."""

    reason: str


@frozen
class Remark:
    """An update that nobody's turn can come of, and that gets a line all the same. `phrase` names it."""

    address: Address
    phrase: str
    locale: str | None


@frozen
class Upgraded:
    """A group became a supergroup: it has another id from now on. Both groups say so."""

    chat: str
    to: str


Found = Inbound | Ignored | Remark | Upgraded


def inbound(update: Json, me: Me, at: datetime) -> Found:
    """What a person did with this update; `at` is the moment of receipt. Raises `Unsound`."""
    number = update.get("update_id")
    if not natural(number):
        raise Unsound("no update id")
    found = _read(number, update, me, at)
    if isinstance(found, Inbound) and me.username:
        return replace(found, invite=f"https://t.me/{me.username}?start={{}}")
    return found


def _read(number: int, update: Json, me: Me, at: datetime) -> Found:
    if "callback_query" in update:
        return _tap(number, object_of(update, "callback_query"), at)
    if "message" in update:
        return _message(number, object_of(update, "message"), me, at)
    if "edited_message" in update:
        return _edited(_message(number, object_of(update, "edited_message"), me, at))
    if "message_reaction" in update:
        return _reaction(number, object_of(update, "message_reaction"), at)
    if "my_chat_member" in update:
        return _membership(number, object_of(update, "my_chat_member"), at)
    return Ignored("a kind of update that is not used")


# ---------------------------------------------------------------- by kind


def _tap(number: int, query: Json, at: datetime) -> Found:
    user = person(query)
    if "message" not in query:
        return Ignored("a tap outside a chat")  # inline mode, which this bot does not have
    shown = object_of(query, "message")
    chat, message = place(shown), shown.get("message_id")
    if chat is None or not natural(message):
        raise Unsound("a tap on no message")
    data = query.get("data")
    press = parse_press(sound(data)) if isinstance(data, str) else None
    if press is None:
        return Ignored("a button that is not ours")
    circle = press.owner if is_circle_key(press.owner) else ""
    if press.owner != str(user["id"]) and not circle:
        return Ignored(FOREIGN)
    # Of a message that the bot can no longer see (its date is 0) the platform does not say the topic.
    found = _inbound(
        number, user, _address(chat, thread(shown)), at, press, str(message), bool(shown.get("date"))
    )
    return _at_circle(found, circle) if circle else found


def _at_circle(found: Inbound, key: str) -> Inbound:
    """The same as done at a circle, by whoever did it."""
    return replace(found, subject=Subject(PLATFORM, key, "circle"), actor=found.subject)


def _number_for(message: Json) -> Press | None:
    """The button of a circle's question that this answers, where it asks for a number."""
    answered = message.get("reply_to_message")
    markup = answered.get("reply_markup") if isinstance(answered, dict) else None
    rows = markup.get("inline_keyboard") if isinstance(markup, dict) else None
    for row in rows if isinstance(rows, list) else ():
        for button in row if isinstance(row, list) else ():
            data = button.get("callback_data") if isinstance(button, dict) else None
            press = parse_press(sound(data)) if isinstance(data, str) else None
            if press is not None and press.verb == NUMBER and is_circle_key(press.owner):
                return press
    return None


def _message(number: int, message: Json, me: Me, at: datetime) -> Found:
    chat = place(message)
    if chat is None:
        return Ignored("a message of a channel")
    direct = chat["type"] == "private"
    if not direct and (moved := _upgraded(message, chat)) is not None:
        return moved
    called = not direct and mentions.calls(message, me)
    body = _body(message, me, direct)
    if isinstance(body, Ignored):
        return body
    for_us = direct or isinstance(body, CommandCall) or called or _answers(message, me)
    if not for_us:
        return Ignored("group talk that is not for the bot")
    if message.get("sender_chat") is not None:
        return _nobody(message, chat)
    user = person(message)
    if user.get("is_bot"):
        return Ignored("a message of a bot")
    if called and isinstance(body, Text):
        body = Text(body.text, called=True)
    asked = _number_for(message) if isinstance(body, Text) and _answers(message, me) else None
    if asked is not None and isinstance(body, Text):
        said = replace(body, showing=(asked.run, asked.step))
        return _at_circle(_inbound(number, user, _address(chat, thread(message)), at, said), asked.owner)
    album = album_of(message) if isinstance(body, Unreadable) else None
    written = message.get("message_id")
    source = str(written) if isinstance(body, Text) and natural(written) else None
    return _inbound(number, user, _address(chat, thread(message)), at, body, source, album=album)


def _upgraded(message: Json, chat: Json) -> Upgraded | None:
    to, since = message.get("migrate_to_chat_id"), message.get("migrate_from_chat_id")
    for old, new in ((chat["id"], to), (since, chat["id"])):
        if is_group(old) and is_group(new) and old != new:
            return Upgraded(str(old), str(new))
    return None


def _edited(found: Found) -> Found:
    """Of edits only changed words count; nobody is told twice of anything else."""
    if isinstance(found, Inbound) and isinstance(found.body, Text) and found.source is not None:
        return replace(found, body=Edited(found.body.text))
    return found if isinstance(found, Ignored) else Ignored("an edit of no concern")


def _reaction(number: int, change: Json, at: datetime) -> Found:
    """A kind sign that is new under a message. Whose message it is the platform does not say."""
    chat, message = place(change), change.get("message_id")
    if chat is None or "user" not in change:
        return Ignored("a reaction in the name of a channel or a group")
    if not natural(message):
        raise Unsound("a reaction to no message")
    user = object_of(change, "user")
    if not natural(user.get("id")):
        raise Unsound("nobody did this")
    if not (_signs(change, "new_reaction") - _signs(change, "old_reaction")) & _KIND_SIGNS:
        return Ignored("a reaction of no concern")
    return _inbound(number, user, _address(chat, None), at, Nodded(), str(message), thread_known=False)


def _signs(change: Json, name: str) -> frozenset[str]:
    given = change.get(name)
    signs = [sign.get("emoji") for sign in given if isinstance(sign, dict)] if isinstance(given, list) else []
    return frozenset(sign for sign in signs if isinstance(sign, str))


def _nobody(message: Json, chat: Json) -> Found:
    """Written in the name of a group or a channel: there is no person whose talk it could be."""
    if message.get("is_automatic_forward"):
        return Ignored("a post of the group's channel")
    return Remark(_address(chat, thread(message)), "anonymous", locale_of(message.get("from")))


def _body(message: Json, me: Me, direct: bool) -> Body | Ignored:
    text, caption = message.get("text"), message.get("caption")
    if isinstance(text, str) and text:
        return _typed(sound(mentions.words(message, "text", "entities", me, direct)), me, direct)
    if isinstance(caption, str) and caption:  # words are words, beside a picture too
        return Text(sound(mentions.words(message, "caption", "caption_entities", me, direct)))
    if "location" in message:
        place = object_of(message, "location")
        return _located(place.get("latitude"), place.get("longitude"))
    for kind in _KINDS:
        if message.get(kind):
            return Unreadable(kind)
    return Ignored("a service message")


def _typed(text: str, me: Me, direct: bool) -> Body | Ignored:
    """A command, if the text is one as a whole; words in every other case."""
    match = _COMMAND.fullmatch(text)
    if match is None:
        return Text(text)
    name, bot, argument = match.groups()
    if bot is not None and bot.lower() != me.username.lower():
        return Ignored("a command for another bot")
    if bot is None and not direct and name.lower() not in me.commands:
        return Ignored("a command that may be another bot's")
    return CommandCall(name.lower(), (argument or "").strip())


def _located(latitude: object, longitude: object) -> Body | Ignored:
    if not isinstance(latitude, int | float) or not isinstance(longitude, int | float):
        raise Unsound("a place that is not as it should be")
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        return Ignored("a place that is not on earth")
    return Located(float(latitude), float(longitude))


def _membership(number: int, change: Json, at: datetime) -> Found:
    chat, status = place(change), status_of(change, "new_chat_member")
    if chat is None:
        return Ignored("a change of members of a channel")
    user, address = person(change), _address(chat, None)
    if chat["type"] == "private":
        if status not in ("kicked", "member"):
            return Ignored("a change of members of no concern")
        return _inbound(number, user, address, at, Membership(reachable=status == "member"))
    if status in _MEMBERS and status_of(change, "old_chat_member") not in _MEMBERS:
        return Remark(address, "added", locale_of(user))
    return Ignored("a change of members in a group")


# ---------------------------------------------------------------- parts


def _inbound(
    number: int,
    user: Json,
    address: Address,
    at: datetime,
    body: Body,
    source: str | None = None,
    thread_known: bool = True,
    album: str | None = None,
) -> Inbound:
    # The pictures of an album are one thing that was done, so they have one id.
    id_ = f"tg:{number}" if album is None else f"tg:{address.chat}:{album}"
    subject = Subject(PLATFORM, str(user["id"]))
    return Inbound(
        id_,
        subject,
        address,
        at,
        body,
        locale=locale_of(user),
        source=source,
        thread_known=thread_known,
        username=name_of(user, "username"),
        first_name=name_of(user, "first_name"),
    )


def _address(chat: Json, thread: str | None) -> Address:
    return Address(PLATFORM, str(chat["id"]), thread, direct=chat["type"] == "private")


def _answers(message: Json, me: Me) -> bool:
    """Whether this is a reply to a message of the bot itself."""
    answered = message.get("reply_to_message")
    author = answered.get("from") if isinstance(answered, dict) else None
    return isinstance(author, dict) and author.get("id") == me.id
