"""What Discord refuses of lists of commands. Source: the API reference on application commands."""

import re

from tests.platforms.discord.rules import Refusal, invalid, length

MAX_OPTIONS, MAX_COMMAND = 25, 8000
LOCALES = frozenset(
    re.split(
        ",",
        "id,da,de,en-GB,en-US,es-ES,es-419,fr,hr,it,lt,hu,nl,no,pl,pt-BR,ro,fi,sv-SE,vi,tr,cs,el,bg,ru,uk,"
        "hi,th,zh-CN,ja,zh-TW,ko",
    )
)
_NAME = re.compile(r"^[-_'\w]{1,32}$")


def commands(payload: object) -> list[dict]:
    """A bulk overwrite: at most 100 commands, unique names, every text within its length."""
    if not isinstance(payload, list) or len(payload) > 100:
        raise Refusal(400, 30032, "Maximum number of application commands reached (100).")
    names: set[str] = set()
    for at, command in enumerate(payload):
        _command(str(at), command)
        if _written(command) > MAX_COMMAND:
            raise invalid(str(at), "APPLICATION_COMMAND_TOO_LARGE", "Command exceeds maximum size (8000)")
        if command["name"] in names:
            raise invalid(
                str(at),
                "APPLICATION_COMMANDS_DUPLICATE_NAME",
                "Application command names must be unique",
            )
        names.add(command["name"])
    return payload


def _written(command: dict) -> int:
    """Code points of names, descriptions and values, of each in its longest language."""
    found = 0
    for key in ("name", "description"):
        texts = (command.get(key) or "", *(command.get(f"{key}_localizations") or {}).values())
        found += max(map(len, texts))
    found += sum(len(one["name"]) + len(str(one["value"])) for one in command.get("choices") or [])
    return found + sum(map(_written, command.get("options") or []))


def _command(path: str, command: dict) -> None:
    if command.get("type") in (2, 3):  # in the menu of an account or a message
        length(f"{path}.name", command.get("name"), 32, 1)
        _localised(f"{path}.name_localizations", command.get("name_localizations"), 32)
        if command.get("description") or command.get("options"):
            raise invalid(f"{path}.description", "APPLICATION_COMMAND_INVALID", "It takes no description.")
        return
    _name(path, command.get("name"))
    if command.get("type", 1) != 1:
        raise invalid(f"{path}.type", "BASE_TYPE_CHOICES", "Only chat input commands are known here.")
    length(f"{path}.description", command.get("description"), 100, 1)
    _localised(f"{path}.description_localizations", command.get("description_localizations"))
    permissions = command.get("default_member_permissions")
    if permissions is not None and not str(permissions).isdigit():
        raise invalid(f"{path}.default_member_permissions", "NUMBER_TYPE_COERCE", "Must be a bit set.")
    for key, known in (("integration_types", {0, 1}), ("contexts", {0, 1, 2})):
        chosen = command.get(key)
        if chosen is not None and (not isinstance(chosen, list) or set(chosen) - known or not chosen):
            raise invalid(f"{path}.{key}", "BASE_TYPE_CHOICES", "Value must be one of the known ones.")
    options = command.get("options") or []
    if len(options) > MAX_OPTIONS:
        raise invalid(f"{path}.options", "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
    optional_seen = False
    below = [option.get("type") == 1 for option in options]
    if any(below) and not all(below):
        raise invalid(f"{path}.options", "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Options are mixed.")
    _localised(f"{path}.name_localizations", command.get("name_localizations"), 32)
    for at, option in enumerate(options):
        _option(f"{path}.options.{at}", option)
        if option.get("type") == 1:
            _command(f"{path}.options.{at}", option)
        if option.get("required") and optional_seen:
            raise invalid(
                f"{path}.options.{at}",
                "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID",
                "Required options must be placed before non-required options",
            )
        optional_seen = optional_seen or not option.get("required")
    if len({option["name"] for option in options}) != len(options):
        raise invalid(
            f"{path}.options", "APPLICATION_COMMAND_OPTIONS_NAME_DUPLICATE", "Names must be unique."
        )


def _name(path: str, name: object) -> None:
    text = length(f"{path}.name", name, 32, 1)
    if not _NAME.match(text) or text != text.lower():
        raise invalid(
            f"{path}.name", "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid (lower case)."
        )


def _option(path: str, option: dict) -> None:
    _name(path, option.get("name"))
    length(f"{path}.description", option.get("description"), 100, 1)
    _localised(f"{path}.description_localizations", option.get("description_localizations"))
    if option.get("type") not in range(1, 12):
        raise invalid(f"{path}.type", "BASE_TYPE_CHOICES", "Value must be a known option type.")
    if option.get("autocomplete") and option.get("choices"):
        raise invalid(path, "APPLICATION_COMMAND_AUTOCOMPLETE_WITH_CHOICES", "Not both are possible.")
    if option.get("autocomplete") and option["type"] not in (3, 4, 10):
        raise invalid(path, "APPLICATION_COMMAND_OPTION_AUTOCOMPLETE", "This type has no autocomplete.")


def _localised(path: str, texts: dict | None, most: int = 100) -> None:
    for locale, text in (texts or {}).items():
        if locale not in LOCALES:
            raise invalid(f"{path}.{locale}", "BASE_TYPE_CHOICES", "Value must be a known locale.")
        length(f"{path}.{locale}", text, most, 1)
