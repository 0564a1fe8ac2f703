"""Times and pauses while somebody still types them: for autocompletion, where nothing can wait."""

from collections.abc import Mapping
from typing import Any

from bot.texts.vocabulary import spoken
from bot.timewords.describing import describe_days, describe_time
from bot.timewords.lexicon import language
from bot.timewords.reading import Off, When, parse_when


def times(text: str, locale: str) -> list[tuple[str, str]]:
    """(what it means in words, what to send): the time that was typed, else a few sensible ones."""
    typed, said = text.strip(), _words(locale)
    found = parse_when(typed, locale) if typed else None
    off = str(said["off"]), str(spoken("times", language(locale))["say"]["off"])
    if isinstance(found, When):
        return [(_said(found, locale), typed)]
    if isinstance(found, Off):
        return [off]
    readings = [(wording, parse_when(wording, locale)) for wording in said["times"]]
    usual = [(_said(when, locale), wording) for wording, when in readings if isinstance(when, When)]
    return [*usual, off]


def durations(text: str, locale: str) -> list[tuple[str, str]]:
    """A few usual pauses; the one that is typed where none of them begins so."""
    typed, usual = text.strip(), [str(wording) for wording in _words(locale)["pauses"]]
    found = [wording for wording in usual if wording.casefold().startswith(typed.casefold())]
    return [(wording, wording) for wording in found or [typed]]


def _words(locale: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = spoken("times", language(locale))["suggest"]
    return found


def _said(when: When, locale: str) -> str:
    return f"{describe_days(when.days, locale)} {describe_time(when.time, locale)}"
