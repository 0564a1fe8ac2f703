"""What is read of an update's objects: each field as it should be, or none, or `Unsound`. Pure.

Source of the shapes: core.telegram.org/bots/api#available-types.
"""

import re
from typing import Any, TypeGuard

from adapters.telegram.mentions import Json
from adapters.telegram.units import sound

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


class Unsound(ValueError):
    """What is used of an update is not as the Bot API says."""


def object_of(found: Json, name: str) -> Json:
    value = found.get(name)
    if not isinstance(value, dict):
        raise Unsound(f"{name} is no object")
    return value


def natural(number: object) -> TypeGuard[int]:
    """A number that can be an identifier (they have at most 52 significant bits)."""
    return isinstance(number, int) and not isinstance(number, bool) and 0 < number < 2**53


def is_group(number: object) -> bool:
    return isinstance(number, int) and -(2**53) < number < 0


def person(found: Json) -> Json:
    user = object_of(found, "from")
    if not natural(user.get("id")):
        raise Unsound("nobody did this")
    return user


def place(found: Json) -> Json | None:
    """The chat; None: a channel, where nobody talks with the bot."""
    chat = object_of(found, "chat")
    number, kind = chat.get("id"), chat.get("type")
    if not isinstance(number, int) or isinstance(number, bool) or not 0 < abs(number) < 2**53:
        raise Unsound("no chat")
    if kind not in ("private", "group", "supergroup", "channel"):
        raise Unsound("no kind of chat that is known")
    return None if kind == "channel" else chat


def thread(message: Json) -> str | None:
    """The forum topic. Plain replies carry a `message_thread_id` too, which nothing can be sent to."""
    number = message.get("message_thread_id")
    return str(number) if message.get("is_topic_message") and natural(number) else None


def album_of(message: Json) -> str | None:
    group = message.get("media_group_id")
    return group if isinstance(group, str) and group.isascii() and 0 < len(group) <= 64 else None


def status_of(change: Json, name: str) -> object:
    member = change.get(name)
    return member.get("status") if isinstance(member, dict) else None


def name_of(user: Json, field: str) -> str:
    given = user.get(field)
    return sound(given)[:64].strip() if isinstance(given, str) else ""


def locale_of(user: Any) -> str | None:
    """The language of the person's app as BCP 47, if it looks like one."""
    code = user.get("language_code") if isinstance(user, dict) else None
    return code if isinstance(code, str) and len(code) <= 35 and _LANGUAGE.fullmatch(code) else None
