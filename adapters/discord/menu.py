"""The slash commands: from the host's menu to what Discord registers, and whether that has changed.

Registering is limited (200 new commands a day), so it is done only when what stands there differs.
"""

from collections.abc import Callable, Mapping, Sequence

import discord

from bot.frozen import frozen
from bot.model import MenuEntry

MAX_DESCRIPTION, MAX_CHOICES = 100, 25  # a choice's name has as many characters as a description
MAX_NAME = 32
ON_MESSAGE = discord.AppCommandType.message.value
BELOW = "alana"
_TEXT_OPTION = discord.AppCommandOptionType.string.value
# Servers and accounts may install it; it works in servers, in its direct chat and between people.
CommandPayload = dict[str, object]
EVERYBODY: CommandPayload = {
    "integration_types": [0, 1],
    "contexts": [0, 1, 2],
    "default_member_permissions": None,
}
# In servers alone, and there for whoever has Manage Server, until its admins say otherwise.
MANAGE_SERVER = str(1 << 5)
ADMINS: CommandPayload = {
    "integration_types": [0],
    "contexts": [0],
    "default_member_permissions": MANAGE_SERVER,
}


def commands(menu: Callable[[str | None], Sequence[MenuEntry]]) -> list[CommandPayload]:
    """The whole menu, named and described in every language that says something else. What is not flat stands
    below one command: short common names of fourteen commands would meet those of other bots."""
    translations = {locale.value: _by_name(menu(locale.value)) for locale in discord.Locale}
    made: list[CommandPayload] = []
    below: list[CommandPayload] = []
    about: CommandPayload = {}
    for entry in menu(None):
        others = {code: known[entry.name] for code, known in translations.items() if entry.name in known}
        if entry.on_message:
            made.append(_on_message(entry, others) | EVERYBODY)
            continue
        command = _command(entry, others)
        if entry.flat:
            made.append(command | (ADMINS if entry.admin else EVERYBODY))
        else:
            below.append(command)
            about = _described(entry.above, {code: other.above for code, other in others.items()})
    if below:
        made.append({"name": BELOW, "type": 1, **about, "options": below} | EVERYBODY)
    return made


def _command(entry: MenuEntry, others: Mapping[str, MenuEntry]) -> CommandPayload:
    """The same for a command of its own and for one below another."""
    words = {code: other.description for code, other in others.items()}
    command: CommandPayload = {"name": entry.name, "type": 1, **_described(entry.description, words)}
    command["name_localizations"] = _names(entry.name, {code: other.called for code, other in others.items()})
    if entry.argument is None:
        return command
    described = {code: dict(_options(other)) for code, other in others.items()}
    called = {code: dict(other.options_called) for code, other in others.items()}
    options = [
        _option(name, words, _each(described, name), _each(called, name)) for name, words in _options(entry)
    ]
    for number, (name, _) in enumerate(_options(entry)):
        if _known(entry, name):
            options[number] |= {"autocomplete": False, "choices": _choices(entry, name, others)}
    return command | {"options": options}


def _on_message(entry: MenuEntry, others: Mapping[str, MenuEntry]) -> CommandPayload:
    """In the menu of a message: its name is what it says, and it has no description."""
    own = entry.description[:MAX_NAME]
    names = {code: other.description[:MAX_NAME] for code, other in others.items()}
    localised = {code: name for code, name in names.items() if name and name != own}
    return {"name": own, "type": ON_MESSAGE, "name_localizations": localised}


def _each(known: Mapping[str, Mapping[str, str]], name: str) -> dict[str, str]:
    """What each language has for that name."""
    return {code: words.get(name, "") for code, words in known.items()}


def _names(own: str, called: Mapping[str, str]) -> dict[str, str]:
    return {code: name for code, name in called.items() if _is_name(name, own)}


def _is_name(called: str, own: str) -> bool:
    """Whether Discord takes that for a command's name, and it is another one."""
    return called != own and called == called.lower() and 0 < len(called) <= MAX_NAME and called.isalnum()


@frozen
class CommandPlan:
    """What registering would change, by name."""

    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.gone)


def plan(standing: Sequence[Mapping[str, object]], wanted: Sequence[CommandPayload]) -> CommandPlan:
    """The way from what stands there to what is wanted."""
    was, will = ({str(one["name"]): _essence(one) for one in found} for found in (standing, wanted))
    return CommandPlan(
        new=tuple(name for name in will if name not in was),
        changed=tuple(name for name in will if name in was and was[name] != will[name]),
        gone=tuple(name for name in was if name not in will),
    )


def for_servers(commands: Sequence[CommandPayload]) -> list[CommandPayload]:
    """The same where accounts cannot install the app: in servers and direct chats alone."""
    everywhere = {"integration_types": [0], "contexts": [0, 1]}
    return [one if one["contexts"] == [0] else one | everywhere for one in commands]


def _options(entry: MenuEntry) -> list[tuple[str, str]]:
    return [] if entry.argument is None else [(entry.argument, entry.argument_description), *entry.options]


def _option(
    name: str, description: str, translations: Mapping[str, str], called: Mapping[str, str]
) -> CommandPayload:
    option: CommandPayload = {"name": name, "type": _TEXT_OPTION, "required": False, "autocomplete": True}
    return (
        option | _described(description or name, translations) | {"name_localizations": _names(name, called)}
    )


def _known(entry: MenuEntry, option: str) -> Sequence[tuple[str, str]]:
    """All that an option may be, where that is known."""
    return entry.choices if option == entry.argument else dict(entry.option_choices).get(option, ())


def _choices(entry: MenuEntry, option: str, others: Mapping[str, MenuEntry]) -> list[CommandPayload]:
    """All that an option may be, called as each language calls it."""
    names = {
        code: {value: _cut(label) for label, value in _known(other, option)} for code, other in others.items()
    }
    made: list[CommandPayload] = []
    for label, value in _known(entry, option)[:MAX_CHOICES]:
        own = _cut(label)
        words = {code: known[value] for code, known in names.items() if known.get(value, own) != own}
        made.append({"name": own, "value": value, "name_localizations": words})
    return made


def _described(text: str, translations: Mapping[str, str]) -> CommandPayload:
    own = _cut(text)
    others = {code: _cut(other) for code, other in translations.items() if other and _cut(other) != own}
    return {"description": own, "description_localizations": others}


def _cut(text: str) -> str:
    line = " ".join(text.split()) or "…"
    return line if len(line) <= MAX_DESCRIPTION else line[: MAX_DESCRIPTION - 1] + "…"


def _by_name(entries: Sequence[MenuEntry]) -> dict[str, MenuEntry]:
    return {entry.name: entry for entry in entries}


def differs(standing: object, wanted: Sequence[CommandPayload]) -> bool:
    """Whether the registered commands say anything else than the wanted ones. Order does not matter."""
    return not isinstance(standing, list) or bool(plan(standing, wanted))


def _essence(command: Mapping[str, object]) -> tuple[object, ...]:
    options = command.get("options")
    return (
        command.get("name"),
        command.get("type", 1),
        command.get("description") or "",
        _sorted(command.get("name_localizations")),
        _sorted(command.get("description_localizations")),
        tuple(_option_essence(one) for one in options) if isinstance(options, list) else (),
        _numbers(command.get("integration_types")),
        _numbers(command.get("contexts")),
        command.get("default_member_permissions"),
    )


def _option_essence(option: Mapping[str, object]) -> tuple[object, ...]:
    below = option.get("options")
    return (
        option.get("name"),
        option.get("type"),
        option.get("description"),
        _sorted(option.get("name_localizations")),
        _sorted(option.get("description_localizations")),
        tuple(_option_essence(one) for one in below) if isinstance(below, list) else (),
        bool(option.get("required")),
        bool(option.get("autocomplete")),
        _choices_essence(option.get("choices")),
    )


def _choices_essence(choices: object) -> tuple[tuple[object, ...], ...]:
    if not isinstance(choices, list):
        return ()
    return tuple(
        (one.get("name"), one.get("value"), _sorted(one.get("name_localizations"))) for one in choices
    )


def _sorted(texts: object) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(texts.items())) if isinstance(texts, Mapping) else ()


def _numbers(values: object) -> tuple[int, ...]:
    return tuple(sorted(values)) if isinstance(values, list) else ()
