"""The slash commands: from the host's menu to what Discord registers, and whether that has changed.

Registering is limited (200 new commands a day), so it is done only when what stands there differs.
"""

from collections.abc import Callable, Mapping, Sequence

import discord

from bot.model import MenuEntry

MAX_DESCRIPTION, MAX_CHOICES = 100, 25  # a choice's name has as many characters as a description
_TEXT_OPTION = discord.AppCommandOptionType.string.value
# Servers and accounts may install it; it works in servers, in its direct chat and between people.
Command = dict[str, object]
EVERYBODY: Command = {
    "integration_types": [0, 1],
    "contexts": [0, 1, 2],
    "default_member_permissions": None,
}
# In servers alone, and there for whoever has Manage Server, until its admins say otherwise.
MANAGE_SERVER = str(1 << 5)
ADMINS: Command = {
    "integration_types": [0],
    "contexts": [0],
    "default_member_permissions": MANAGE_SERVER,
}


def commands(menu: Callable[[str | None], Sequence[MenuEntry]]) -> list[Command]:
    """The whole menu with its descriptions in every language that says something else."""
    translations = {locale.value: _by_name(menu(locale.value)) for locale in discord.Locale}
    made = []
    for entry in menu(None):
        others = {code: known[entry.name] for code, known in translations.items() if entry.name in known}
        words = {code: other.description for code, other in others.items()}
        command: Command = {"name": entry.name, "type": 1, **_described(entry.description, words)}
        if entry.argument is not None:
            named = {code: dict(_options(other)) for code, other in others.items()}
            options = [
                _option(name, words, {code: known.get(name, "") for code, known in named.items()})
                for name, words in _options(entry)
            ]
            for number, (name, _) in enumerate(_options(entry)):
                if _known(entry, name):
                    options[number] |= {"autocomplete": False, "choices": _choices(entry, name, others)}
            command["options"] = options
        made.append(command | (ADMINS if entry.admin else EVERYBODY))
    return made


def for_servers(commands: Sequence[Command]) -> list[Command]:
    """The same where accounts cannot install the app: in servers and direct chats alone."""
    everywhere = {"integration_types": [0], "contexts": [0, 1]}
    return [one if one["contexts"] == [0] else one | everywhere for one in commands]


def _options(entry: MenuEntry) -> list[tuple[str, str]]:
    return [] if entry.argument is None else [(entry.argument, entry.argument_description), *entry.options]


def _option(name: str, description: str, translations: Mapping[str, str]) -> Command:
    described = _described(description or name, translations)
    return {"name": name, "type": _TEXT_OPTION, "required": False, "autocomplete": True, **described}


def _known(entry: MenuEntry, option: str) -> Sequence[tuple[str, str]]:
    """All that an option may be, where that is known."""
    return entry.choices if option == entry.argument else dict(entry.option_choices).get(option, ())


def _choices(entry: MenuEntry, option: str, others: Mapping[str, MenuEntry]) -> list[Command]:
    """All that an option may be, called as each language calls it."""
    names = {
        code: {value: _cut(label) for label, value in _known(other, option)} for code, other in others.items()
    }
    made: list[Command] = []
    for label, value in _known(entry, option)[:MAX_CHOICES]:
        own = _cut(label)
        words = {code: known[value] for code, known in names.items() if known.get(value, own) != own}
        made.append({"name": own, "value": value, "name_localizations": words})
    return made


def _described(text: str, translations: Mapping[str, str]) -> Command:
    own = _cut(text)
    others = {code: _cut(other) for code, other in translations.items() if other and _cut(other) != own}
    return {"description": own, "description_localizations": others}


def _cut(text: str) -> str:
    line = " ".join(text.split()) or "…"
    return line if len(line) <= MAX_DESCRIPTION else line[: MAX_DESCRIPTION - 1] + "…"


def _by_name(entries: Sequence[MenuEntry]) -> dict[str, MenuEntry]:
    return {entry.name: entry for entry in entries}


def differs(standing: object, wanted: Sequence[Command]) -> bool:
    """Whether the registered commands say anything else than the wanted ones. Order does not matter."""
    if not isinstance(standing, list):
        return True
    return sorted(map(_essence, standing), key=str) != sorted(map(_essence, wanted), key=str)


def _essence(command: Mapping[str, object]) -> tuple[object, ...]:
    options = command.get("options")
    return (
        command.get("name"),
        command.get("type", 1),
        command.get("description"),
        _sorted(command.get("description_localizations")),
        tuple(_option_essence(one) for one in options) if isinstance(options, list) else (),
        _numbers(command.get("integration_types")),
        _numbers(command.get("contexts")),
        command.get("default_member_permissions"),
    )


def _option_essence(option: Mapping[str, object]) -> tuple[object, ...]:
    return (
        option.get("name"),
        option.get("type"),
        option.get("description"),
        _sorted(option.get("description_localizations")),
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
