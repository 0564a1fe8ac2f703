"""Finds the words of a language: the compiled catalogue beside this file, else its source."""

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

SOURCE_LANGUAGE = "en"
LOCALES = Path(__file__).resolve().parent / "locale"
_HOLE = re.compile(r"\{(\w+)\}")
_SLASH = re.compile(r"(?<![\w/])/([a-z]+)\b")


class Texts:
    """The words of one language. `locale` is its code as Babel takes it, e.g. `de`. Commands that they name
    are spelled as they are typed: those of `lower` below the command `below`, where there is one."""

    __slots__ = ("_below", "_lower", "_translations", "locale")

    def __init__(
        self,
        locale: str,
        translations: NullTranslations,
        below: str = "",
        lower: frozenset[str] = frozenset(),
    ) -> None:
        self.locale = locale
        self._translations = translations
        self._below, self._lower = below, lower

    def t(self, source: str, /, **values: object) -> str:
        """The words for an English source, its `{name}` holes filled once. Values are inert: braces in
        them stay braces. Raises KeyError for a hole without a value."""
        # gettext answers "" with the catalogue's header.
        return _fill(self._spelled(self._translations.gettext(source)) if source else "", values)

    def n(self, one: str, many: str, count: int, /, **values: object) -> str:
        """As `t`, in the plural form that the language has for `count`, which fills `{count}`."""
        words = self._translations.ngettext(one, many, count)
        return _fill(self._spelled(words), {"count": count, **values})

    def command(self, name: str) -> str:
        """A command as it is typed: `/help`."""
        return self._spelled(f"/{name}")

    def _spelled(self, words: str) -> str:
        if not self._below or "/" not in words:
            return words
        return _SLASH.sub(
            lambda found: f"/{self._below} {found[1]}" if found[1] in self._lower else found[0], words
        )


def mark(source: str, /) -> str:
    """The source itself: says that it is a text to translate where no `Texts` is at hand."""
    return source


def texts_for(locale: str | None, below: str = "", lower: frozenset[str] = frozenset()) -> Texts:
    """The words for a person's BCP 47 or POSIX locale; English where there is no catalogue. `below` and
    `lower` as in `Texts`."""
    return _texts(match_locale(locale), below, lower)


@cache
def available_languages() -> tuple[str, ...]:
    """The codes of the languages with a catalogue, English first."""
    found = sorted(path.parents[1].name for path in LOCALES.glob("*/LC_MESSAGES/alana.po"))
    return (SOURCE_LANGUAGE, *found)


@cache
def language_names() -> tuple[tuple[str, str], ...]:
    """Each language's code, and what it calls itself: `de`, `Deutsch`."""
    from babel import Locale  # here: a writer's command needs no names

    found = []
    for code in available_languages():
        name = Locale.parse(code, sep="-" if "-" in code else "_").get_display_name() or code
        found.append((code, name[:1].upper() + name[1:]))
    return tuple(found)


@cache
def called_in_any() -> Mapping[str, str]:
    """What every language calls every language, case-folded, with its code: `deutsch`, `german`."""
    from babel import Locale

    codes = available_languages()
    names = (
        ((Locale.parse(code).get_display_name(into) or code).casefold(), code)
        for code in codes
        for into in codes
    )
    return {**dict(names), **{code.casefold(): code for code in codes}}


@lru_cache(maxsize=256)
def match_locale(locale: str | None) -> str:
    """The available language nearest to a locale: `de-AT`, `de_AT.UTF-8` and `DE` are `de`, others `en`."""
    code = re.split(r"[.@]", (locale or "")[:40])[0].replace("_", "-").lower()
    codes = {language.replace("_", "-").lower(): language for language in available_languages()}
    while code:
        if code in codes:
            return codes[code]
        code = code.rpartition("-")[0]
    return SOURCE_LANGUAGE


@cache
def _texts(language: str, below: str, lower: frozenset[str]) -> Texts:
    return Texts(language, _translations(language), below, lower)


@cache
def _translations(language: str) -> NullTranslations:
    folder = LOCALES / language / "LC_MESSAGES"
    if language == SOURCE_LANGUAGE:
        return NullTranslations()
    compiled, source = folder / "alana.mo", folder / "alana.po"
    if compiled.exists():  # a wheel carries it; a checkout does not
        data = compiled.read_bytes()
    else:
        data = compiled_catalogue(source)
    return GNUTranslations(BytesIO(data))


def compiled_catalogue(source: Path) -> bytes:
    """A `.po` file as the bytes of its `.mo`."""
    from babel.messages.mofile import write_mo  # here, since only a checkout needs it
    from babel.messages.pofile import read_po

    with source.open("rb") as file:
        catalogue = read_po(file, locale=source.parents[1].name, domain="alana")
    target = BytesIO()
    write_mo(target, catalogue)
    return target.getvalue()


def _fill(words: str, values: Mapping[str, object]) -> str:
    return _HOLE.sub(lambda hole: str(values[hole[1]]), words) if "{" in words else words
