"""What people say, as data: a folder under `locale` for each language, a TOML file in it for each subject.

A new language is a new folder. Where it lacks a file it is not understood there, and English is said.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Any

from bot.texts import catalogue
from bot.texts.catalogue import SOURCE_LANGUAGE, available_languages


@cache
def vocabulary(subject: str) -> Mapping[str, Mapping[str, Any]]:
    """The file of that name (without its ending) of every language that has it, by language, English first.

    Raises ValueError with the file's name where one cannot be read.
    """
    found = {}
    for language in available_languages():
        path = catalogue.LOCALES / language / f"{subject}.toml"
        if path.is_file():
            try:
                found[language] = tomllib.loads(path.read_text("utf-8"))
            except ValueError as error:  # malformed, or not UTF-8
                raise ValueError(f"{path}: {error}") from error
    return found


def spoken(subject: str, language: str) -> Mapping[str, Any]:
    """That file of a language, or English."""
    every = vocabulary(subject)
    return every.get(language) or every[SOURCE_LANGUAGE]


def lines(name: str, language: str) -> str:
    """A language's text file of that name (such as `nudges.txt`), or the English one."""
    path = catalogue.LOCALES / language / name
    return (path if path.is_file() else catalogue.LOCALES / SOURCE_LANGUAGE / name).read_text("utf-8")


def phrases(text: str) -> tuple[str, ...]:
    """The entries of a list split by semicolons, each with single blanks."""
    return tuple(phrase for each in text.split(";") if (phrase := " ".join(each.split())))
