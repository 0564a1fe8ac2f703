"""What the Bot API accepts: texts, entities, keyboards, commands. Pure; raises `Refused` as the API does.

Sources: core.telegram.org/bots/api (types and limits), core.telegram.org/api/entities (UTF-16 units),
and the error texts that the public tdlib/telegram-bot-api server gives.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

MAX_TEXT = 4096
MAX_CAPTION = 1024
MAX_CALLBACK_DATA = 64
MAX_ANSWER = 200
MAX_BUTTONS = 100
ENTITY_TYPES = frozenset(
    [
        "mention",
        "hashtag",
        "cashtag",
        "bot_command",
        "url",
        "email",
        "phone_number",
        "bold",
        "italic",
        "underline",
        "strikethrough",
        "spoiler",
        "blockquote",
        "expandable_blockquote",
        "code",
        "pre",
        "text_link",
        "text_mention",
        "custom_emoji",
    ]
)
CHAT_ACTIONS = frozenset(
    [
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    ]
)
_BUTTON_ACTIONS = [
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
]


_FOUND = {
    "email": re.compile(r"[\w.+-]+@\w+(?:\.\w+)+"),
    "url": re.compile(r"(?:\w+://)?(?<![\w@])(?:[\w-]+\.)+[^\W\d_]{2,}(?:/\S*)?|\b(?:tg|ton)://\S+"),
    "mention": re.compile(r"(?<![\w@])@[A-Za-z]\w{2,31}(?!\w)"),
    "hashtag": re.compile(r"(?<![\w#])#\w*[^\W\d]\w*"),
    "cashtag": re.compile(r"(?<![\w$])\$[A-Z]{3,8}(?!\w)"),
    "bot_command": re.compile(r"(?<![\w/<@])/[A-Za-z]\w{0,63}(?:@\w{3,32})?(?![\w/])"),
    "phone_number": re.compile(r"(?<!\w)\+\d[\d -]{6,18}\d"),
}
FOUND = frozenset(_FOUND)


@dataclass
class Refused(Exception):
    """An answer with `ok: false`; `parameters` is the API's ResponseParameters object."""

    code: int
    description: str
    parameters: Mapping[str, Any] = field(default_factory=dict)


def bad(description: str) -> Refused:
    return Refused(400, f"Bad Request: {description}")


def utf16(text: str) -> int:
    """The length that the API counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def decoded(params: Mapping[str, Any], name: str) -> Any:
    """A parameter that is an object: JSON text in forms, the object itself in a JSON body."""
    value = params.get(name)
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        raise bad(f"can't parse {name} JSON object") from None


def integer(params: Mapping[str, Any], name: str, default: int | None = None) -> int | None:
    value = params.get(name)
    if value is None or value == "":
        return default
    try:
        return int(str(value))
    except ValueError:
        raise bad(f"field {name} must be a number") from None


def flag(params: Mapping[str, Any], name: str) -> bool:
    return str(params.get(name, "")).lower() in ("true", "1", "yes")


def message_text(params: Mapping[str, Any]) -> tuple[str, list[dict[str, Any]]]:
    """Text and entities of a new or edited message, trimmed and checked as the API does it."""
    if params.get("parse_mode"):
        raise bad("can't parse entities: this server takes entities only, no parse_mode")
    raw = str(params.get("text", ""))
    styled = checked_entities(raw, decoded(params, "entities"))
    text, styled = _trimmed(raw, styled)
    if not text:
        raise bad("message text is empty")
    if utf16(text) > MAX_TEXT:
        raise bad("message is too long")
    return text, with_found(text, styled)


def caption_text(params: Mapping[str, Any]) -> tuple[str, list[dict[str, Any]]]:
    caption = str(params.get("caption", ""))
    styled = checked_entities(caption, decoded(params, "caption_entities"))
    caption, styled = _trimmed(caption, styled)
    if utf16(caption) > MAX_CAPTION:
        raise bad("message caption is too long")
    return caption, styled


def checked_entities(text: str, entities: Any) -> list[dict[str, Any]]:
    """Refuses what lies outside the text or cuts a UTF-16 pair; empty entities are dropped."""
    if entities in (None, ""):
        return []
    if not isinstance(entities, list):
        raise bad("expected an Array of MessageEntity")
    units = text.encode("utf-16-le", "surrogatepass")
    total = len(units) // 2
    kept = []
    for entity in entities:
        if not isinstance(entity, dict) or entity.get("type") not in ENTITY_TYPES:
            raise bad("can't parse MessageEntity: unsupported type")
        start, length = entity.get("offset"), entity.get("length")
        if not isinstance(start, int) or not isinstance(length, int) or start < 0 or length < 0:
            raise bad("receive an entity with incorrect offset or length")
        if start + length > total:
            raise bad(
                f"entity beginning at UTF-16 offset {start} ends after the end of the text at "
                f"UTF-16 offset {start + length}"
            )
        for edge, verb in ((start, "begins"), (start + length, "ends")):
            if edge < total and 0xDC00 <= int.from_bytes(units[2 * edge : 2 * edge + 2], "little") < 0xE000:
                raise bad(f"entity {verb} in a middle of a UTF-16 symbol at UTF-16 offset {edge}")
        if length:
            kept.append(dict(entity))
    return sorted(kept, key=lambda e: (e["offset"], -e["length"]))


def _trimmed(text: str, entities: list[dict[str, Any]]) -> tuple[str, list[dict[str, Any]]]:
    """Messages lose the white space at both ends; entities move with their text."""
    clean = text.strip(" \t\r\n\0\u00a0\u200b")
    lead = utf16(text[: len(text) - len(text.lstrip(" \t\r\n\0\u00a0\u200b"))])
    size = utf16(clean)
    moved = []
    for entity in entities:
        start = max(0, entity["offset"] - lead)
        end = min(size, entity["offset"] + entity["length"] - lead)
        if end > start:
            moved.append({**entity, "offset": start, "length": end - start})
    return clean, moved


def keyboard(params: Mapping[str, Any]) -> dict[str, Any] | None:
    """The reply markup, or None. An inline keyboard without buttons counts as none."""
    markup = decoded(params, "reply_markup")
    if markup in (None, ""):
        return None
    if not isinstance(markup, dict):
        raise bad("object expected as reply markup")
    if "inline_keyboard" not in markup:
        if set(markup) & {"keyboard", "remove_keyboard", "force_reply"}:
            return markup
        raise bad("can't parse reply keyboard markup JSON object")
    rows = markup["inline_keyboard"]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays')
    rows = [[_button(button) for button in row] for row in rows if row]
    if sum(map(len, rows)) > MAX_BUTTONS:
        raise bad("reply markup is too long")
    return {"inline_keyboard": rows} if rows else None


def _button(button: Any) -> dict[str, Any]:
    if not isinstance(button, dict):
        raise bad("can't parse inline keyboard button: InlineKeyboardButton must be an Object")
    text = button.get("text")
    if not isinstance(text, str) or not text.strip():
        raise bad('can\'t parse inline keyboard button: field "text" must be a non-empty String')
    actions = [name for name in _BUTTON_ACTIONS if name in button]
    if len(actions) != 1:
        raise bad("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if actions == ["callback_data"]:
        data = button["callback_data"]
        if not isinstance(data, str) or not 1 <= len(data.encode(errors="replace")) <= MAX_CALLBACK_DATA:
            raise bad("BUTTON_DATA_INVALID")
    return dict(button)


def commands(params: Mapping[str, Any]) -> list[dict[str, str]]:
    """The argument of setMyCommands."""
    listed = decoded(params, "commands")
    if not isinstance(listed, list):
        raise bad("can't parse commands: expected an Array of BotCommand")
    if len(listed) > 100:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    for entry in listed:
        if not isinstance(entry, dict):
            raise bad("can't parse commands: BotCommand must be an Object")
        if not re.fullmatch(r"[a-z0-9_]{1,32}", str(entry.get("command", "")).removeprefix("/")):
            raise bad("BOT_COMMAND_INVALID")
        if not 1 <= len(str(entry.get("description", ""))) <= 256:
            raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    return [{"command": e["command"].removeprefix("/"), "description": e["description"]} for e in listed]


def with_found(text: str, given: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The given entities and those that the platform finds by itself, in bots' messages as in people's.
    Inside code it looks for none (core.telegram.org/bots/api#messageentity)."""
    shut = [(e["offset"], e["offset"] + e["length"]) for e in given if e["type"] in ("code", "pre")]
    found = []
    for kind, pattern in _FOUND.items():
        for match in pattern.finditer(text):
            start, end = utf16(text[: match.start()]), utf16(text[: match.end()])
            taken = [*shut, *((e["offset"], e["offset"] + e["length"]) for e in found)]
            if all(end <= first or last <= start for first, last in taken):
                found.append({"type": kind, "offset": start, "length": end - start})
    return sorted([*given, *found], key=lambda e: (e["offset"], -e["length"]))
