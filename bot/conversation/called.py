"""What people call a command: its own name, what a language calls it, or everyday words for what it does.

The names stand in each language's catalogue, where platforms' menus show them too; the everyday words under
[commands] of its `phrases.toml`. All are understood in every language of the talk.
"""

import re
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache

from bot.clean import fold
from bot.commands.table import CALLED, COMMANDS
from bot.frozen import frozen
from bot.matching.phrases import around, forms, table, whole
from bot.texts import available_languages, texts_for

_OFFERED = re.compile(r"(?<![\w/])/([^\W\d_]\w*)")
_ALIKE = 0.7  # from here on a name may have been meant
# Everyday wishes that are no command of their own.
_WISHES = {
    "stop_nudges": ("remind", "off"),
    "stop": ("enough", "notes"),
    "hush": ("enough", ""),
    "quit": ("later", ""),
    "usage": ("help", ""),
}
_SENTENCE = re.compile(r"[.!?\n]+")
_ROOM = 400  # characters in which a wish for help is looked for
_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})  # where a keyboard lacks them


@frozen
class Called:
    """A command, and what stands behind it."""

    name: str
    argument: str = ""


STOP = Called("enough", "notes")


def everyday(words: str, *, danger: bool = False) -> Called | None:
    """The command that these words wish for, politeness aside, when they say nothing else. `danger`: it is in
    the air; then "help" is no wish for a list of commands, and "stop" may be what was said to somebody."""
    wish = whole(words, table("commands"))
    if (danger and wish == "help") or (wish is None and asks_for_help(words)):
        return Called("helpnow")
    if wish is None and not danger and _wishes_for("later").fullmatch(fold(words[:_ROOM])):
        return Called("later")
    return _wish("hush" if danger and wish == "stop" else wish)


def asks_for_help(words: str) -> bool:
    """Whether a sentence of it wants a person who helps: "help me", "who can I call?", "how do I leave?"."""
    return any(_wishes_for("helpnow").fullmatch(fold(each)) for each in _SENTENCE.split(words[:_ROOM]))


@cache
def _wishes_for(command: str) -> re.Pattern[str]:
    polite = "|".join(sorted(around()))
    return re.compile(rf"(?:(?:{polite}) )*(?:{forms('wishes', command)})(?: (?:{polite}))*")


def slashed(name: str, argument: str = "") -> Called | None:
    """The command of a slash word, in any language's own words, with or without accents: "/menü",
    "/hilfe jetzt". None: there is none of that name."""
    if name in COMMANDS:
        return Called(name, argument)
    if (wish := everyday(f"{name} {argument}")) is not None:
        return wish
    known = _names().get(fold(name))
    return Called(known.name, known.argument or argument) if known is not None else None


def offered(text: str) -> Called | None:
    """The one command that a script's text tells of (“write /remind”). None: it tells of none, or of more."""
    names = set(_OFFERED.findall(text))
    return slashed(names.pop()) if len(names) == 1 else None


def nearest(name: str) -> str | None:
    """The command that a slash word of no command may have been meant for."""
    names = _names()
    near = get_close_matches(fold(name), names, n=1, cutoff=_ALIKE)
    found = names[near[0]].name if near else None
    return found if found is not None and COMMANDS[found].description else None


def _wish(meaning: str | None) -> Called | None:
    return Called(*_WISHES.get(meaning, (meaning,))) if meaning is not None else None


@cache
def _names() -> Mapping[str, Called]:
    """Every name that is one word, folded; a command's own goes before all others."""
    found = {fold(phrase): _wish(meaning) for phrase, meaning in table("commands").items()}
    for language in available_languages():
        t = texts_for(language).t
        for name in CALLED:
            found |= {fold(form): Called(name) for form in (t(name), t(name).translate(_LETTERS))}
    found |= {name: Called(name) for name in COMMANDS}
    return {name: called for name, called in found.items() if called is not None and " " not in name}
