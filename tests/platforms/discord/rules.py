"""What Discord refuses: pure checks of payloads that raise `Refusal` with the platform's own codes.

Sources: the API reference on messages, components, modals and allowed mentions.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

LAID_OUT = 1 << 15
MAX_CONTENT, MAX_NONCE, MAX_ROWS, MAX_IN_ROW = 2000, 25, 5, 5
MAX_LABEL, MAX_CUSTOM_ID, MAX_TITLE = 80, 100, 45
SELECTS = (3, 5, 6, 7, 8)


@dataclass
class Refusal(Exception):
    """An error answer: HTTP status, Discord's JSON code, a message and the nested field errors."""

    status: int
    code: int
    message: str
    errors: dict = field(default_factory=dict)
    headers: dict = field(default_factory=dict)
    extra: dict = field(default_factory=dict)

    def json(self) -> dict:
        shown = {"message": self.message, "code": self.code} | self.extra
        return shown | {"errors": self.errors} if self.errors else shown


def invalid(path: str, code: str, message: str) -> Refusal:
    """50035 with the error at a dotted path, in the nested form that Discord uses."""
    errors: dict = {"_errors": [{"code": code, "message": message}]}
    for part in reversed(path.split(".")):
        errors = {part: errors}
    return Refusal(400, 50035, "Invalid Form Body", errors)


def length(path: str, value: object, most: int, least: int = 0) -> str:
    if not isinstance(value, str):
        raise invalid(path, "STRING_TYPE_CONVERT", "Could not interpret value as string.")
    if any(0xD800 <= ord(letter) <= 0xDFFF for letter in value):
        raise Refusal(400, 50109, "The request body contains invalid JSON.")
    if len(value) > most:
        raise invalid(path, "BASE_TYPE_MAX_LENGTH", f"Must be {most} or fewer in length.")
    if len(value) < least:
        raise invalid(path, "BASE_TYPE_BAD_LENGTH", f"Must be between {least} and {most} in length.")
    return value


def message(
    payload: dict, files: int, *, edit_of_content: str | None = None, embeds: list | None = None
) -> None:
    """Checks a create (or, with the content and embeds that stand, an edit). Raises `Refusal`."""
    if int(payload.get("flags") or 0) & LAID_OUT:
        laid_out({"content": edit_of_content, "embeds": embeds} | payload)
        return
    content = payload.get("content")
    content = (edit_of_content or "") if content is None and "content" not in payload else content
    length("content", content or "", MAX_CONTENT)
    components(payload.get("components") or [])
    mentions(payload.get("allowed_mentions"))
    if (nonce := payload.get("nonce")) is not None:
        length("nonce", str(nonce), MAX_NONCE)
    if len(payload.get("embeds") or []) > 10:
        raise invalid("embeds", "BASE_TYPE_MAX_LENGTH", "Must be 10 or fewer in length.")
    if not (content or "").strip() and not files and not payload.get("embeds"):
        raise Refusal(400, 50006, "Cannot send an empty message")


def laid_out(payload: dict) -> None:
    """A message of components alone: texts, sections, galleries, containers and rows."""
    if payload.get("content") or payload.get("embeds"):
        raise invalid("content", "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", "It takes none.")
    if payload.get("poll") or payload.get("sticker_ids"):
        raise invalid("poll", "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", "It takes none.")
    mentions(payload.get("allowed_mentions"))
    found = payload.get("components") or []
    if not found:
        raise Refusal(400, 50006, "Cannot send an empty message")
    every = list(_every(found))
    if len(every) > 40:
        raise invalid("components", "BASE_TYPE_BAD_LENGTH", "Must be 40 or fewer in total.")
    if sum(len(one.get("content") or "") for one in every) > 4000:
        raise invalid("components", "BASE_TYPE_MAX_LENGTH", "Must be 4000 or fewer in length.")
    seen: set[str] = set()
    for at, one in enumerate(every):
        path, kind = f"components.{at}", one.get("type")
        if kind == 2:
            _button(path, one, seen)
        elif kind == 10:
            length(f"{path}.content", one.get("content"), 4000, 1)
        elif kind == 9:
            texts = one.get("components") or []
            if not 1 <= len(texts) <= 3 or any(t.get("type") != 10 for t in texts) or "accessory" not in one:
                raise invalid(path, "BASE_TYPE_BAD_LENGTH", "A section has texts and an accessory.")
        elif kind == 12:
            names = {file.get("filename") for file in payload.get("attachments") or []}
            if not 1 <= len(one.get("items") or []) <= 10:
                raise invalid(f"{path}.items", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 10 in length.")
            for item in one["items"]:
                length(f"{path}.items.description", item.get("description") or "", 1024)
                url = str((item.get("media") or {}).get("url"))
                if url.startswith("attachment://") and url.removeprefix("attachment://") not in names:
                    raise invalid(path, "MEDIA_ITEM_ATTACHMENT_NOT_FOUND", "No such file.")
        elif kind == 1:
            items = one.get("components") or []
            most = 1 if any(item.get("type") in SELECTS for item in items) else MAX_IN_ROW
            if not 1 <= len(items) <= most:
                raise invalid(path, "BASE_TYPE_BAD_LENGTH", f"Must be between 1 and {most} in length.")
        elif kind in SELECTS:
            _select(path, one, seen)
        else:
            raise invalid(path, "UNION_TYPE_CHOICES", "Not known here.")


def _every(components: list[dict]) -> Iterator[dict]:
    for one in components:
        yield one
        yield from _every(one.get("components") or [])
        yield from _every([one["accessory"]] if "accessory" in one else [])


def attachments(known: object) -> None:
    for at, one in enumerate(known if isinstance(known, list) else ()):
        length(f"attachments.{at}.description", one.get("description") or "", 1024)


def components(rows: object) -> None:
    if not isinstance(rows, list) or len(rows) > MAX_ROWS:
        raise invalid("components", "BASE_TYPE_BAD_LENGTH", f"Must be between 1 and {MAX_ROWS} in length.")
    seen: set[str] = set()
    for at, row in enumerate(rows):
        path = f"components.{at}"
        if not isinstance(row, dict) or row.get("type") != 1:
            raise invalid(path, "UNION_TYPE_CHOICES", "Value of field must be an action row.")
        items = row.get("components")
        if not isinstance(items, list) or not 1 <= len(items) <= MAX_IN_ROW:
            raise invalid(f"{path}.components", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 5 in length.")
        for number, item in enumerate(items):
            if item.get("type") in SELECTS and len(items) == 1:
                _select(f"{path}.components.{number}", item, seen)
            else:
                _button(f"{path}.components.{number}", item, seen)


def _button(path: str, item: dict, seen: set[str]) -> None:
    if item.get("type") != 2:
        raise invalid(path, "UNION_TYPE_CHOICES", "Only buttons are known here.")
    length(f"{path}.label", item.get("label", ""), MAX_LABEL)
    if not item.get("label") and not item.get("emoji"):
        raise invalid(path, "BUTTON_COMPONENT_MISSING_LABEL", "A button must have a label or an emoji.")
    if item.get("style") not in (1, 2, 3, 4, 5):
        raise invalid(f"{path}.style", "BASE_TYPE_CHOICES", "Value must be one of {1, 2, 3, 4, 5}.")
    if item["style"] == 5:
        length(f"{path}.url", item.get("url"), 512, 1)
        return
    _own_id(path, item, seen)


def _select(path: str, item: dict, seen: set[str]) -> None:
    """A select menu: 3 of strings, 5 of people, 6 of roles, 7 of both, 8 of channels."""
    _own_id(path, item, seen)
    length(f"{path}.placeholder", item.get("placeholder") or "", 150)
    least, most = item.get("min_values", 1), item.get("max_values", 1)
    if not 0 <= least <= 25 or not 1 <= most <= 25 or least > most:
        raise invalid(f"{path}.min_values", "BASE_TYPE_BAD_LENGTH", "Must be between 0 and 25.")
    known, options = item.get("default_values") or [], item.get("options")
    kinds = {5: {"user"}, 6: {"role"}, 7: {"user", "role"}, 8: {"channel"}}.get(item["type"], set())
    if len(known) > most or any(one.get("type") not in kinds for one in known):
        raise invalid(f"{path}.default_values", "BASE_TYPE_CHOICES", "Value must be one of the kind's own.")
    if (item["type"] == 3) != (options is not None):
        raise invalid(f"{path}.options", "BASE_TYPE_REQUIRED", "Options are for string selects.")
    if options is not None and (not 1 <= len(options) <= 25 or most > len(options)):
        raise invalid(f"{path}.options", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 25 in length.")
    for at, one in enumerate(options or []):
        length(f"{path}.options.{at}.label", one.get("label"), 100, 1)
        length(f"{path}.options.{at}.value", one.get("value"), 100, 1)
        length(f"{path}.options.{at}.description", one.get("description") or "", 100)
    values = [one["value"] for one in options or []]
    if len(set(values)) < len(values):
        raise invalid(f"{path}.options", "SELECT_OPTION_VALUE_DUPLICATED", "Values must be unique.")


def _own_id(path: str, item: dict, seen: set[str]) -> None:
    custom = length(f"{path}.custom_id", item.get("custom_id"), MAX_CUSTOM_ID, 1)
    if custom in seen:
        raise invalid(
            f"{path}.custom_id",
            "COMPONENT_CUSTOM_ID_DUPLICATED",
            "Component custom id cannot be duplicated",
        )
    seen.add(custom)


def mentions(allowed: object) -> None:
    if allowed is None:
        return
    if not isinstance(allowed, dict) or set(allowed.get("parse", [])) - {"roles", "users", "everyone"}:
        raise invalid("allowed_mentions", "BASE_TYPE_CHOICES", "Value must be a known kind of mention.")
    for kind in ("users", "roles"):
        if len(allowed.get(kind) or []) > 100:
            raise invalid(f"allowed_mentions.{kind}", "BASE_TYPE_MAX_LENGTH", "Must be 100 or fewer.")
        if kind in allowed.get("parse", []) and allowed.get(kind):
            raise invalid(
                f"allowed_mentions.{kind}",
                "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE",
                f'parse:["{kind}"] and {kind}: [ids...] are mutually exclusive.',
            )


def pings(content: str, allowed: dict | None) -> list[str]:
    """Whom a message would ping: "everyone", "here" or ids, with what `allowed_mentions` lets through."""
    parse = {"roles", "users", "everyone"} if allowed is None else set(allowed.get("parse", []))
    chosen = set() if allowed is None else {str(one) for one in allowed.get("users", [])}
    found = [word for word in ("everyone", "here") if f"@{word}" in content and "everyone" in parse]
    for person in re.findall(r"<@!?(\d+)>", content):
        if "users" in parse or person in chosen:
            found.append(person)
    found += [f"&{role}" for role in re.findall(r"<@&(\d+)>", content) if "roles" in parse]
    return found


def modal(data: dict) -> None:
    length("data.title", data.get("title"), MAX_TITLE, 1)
    length("data.custom_id", data.get("custom_id"), MAX_CUSTOM_ID, 1)
    rows = data.get("components")
    if not isinstance(rows, list) or not 1 <= len(rows) <= 5:
        raise invalid("data.components", "BASE_TYPE_BAD_LENGTH", "Must be between 1 and 5 in length.")
    for at, row in enumerate(rows):
        field_ = row.get("component") if row.get("type") == 18 else (row.get("components") or [{}])[0]
        path = f"data.components.{at}.components.0"
        if not field_ or field_.get("type") != 4:
            raise invalid(path, "UNION_TYPE_CHOICES", "Only text inputs are known here.")
        length(f"{path}.custom_id", field_.get("custom_id"), MAX_CUSTOM_ID, 1)
        label = row.get("label") if row.get("type") == 18 else field_.get("label")
        length(f"{path}.label", label, 45, 1)
        length(f"{path}.placeholder", field_.get("placeholder") or "", 100)
        if not 0 <= int(field_.get("max_length") or 4000) <= 4000:
            raise invalid(f"{path}.max_length", "NUMBER_TYPE_MAX", "Must be at most 4000.")


def choices(data: dict) -> list[dict]:
    given = data.get("choices")
    if not isinstance(given, list) or len(given) > 25:
        raise invalid("data.choices", "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
    for at, choice in enumerate(given):
        length(f"data.choices.{at}.name", choice.get("name"), 100, 1)
        length(f"data.choices.{at}.value", choice.get("value"), 100)
    return given
