"""Collects the bot's own words from the source into the catalogues: `python -m bot.texts.extract`.

With `--check` nothing is written: it prints what is missing, obsolete or ill-fitting and exits 1.
A developer's tool: nothing that runs imports it.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from bot.frozen import frozen
from bot.texts.catalogue import LOCALES, SOURCE_LANGUAGE, available_languages

BOT = Path(__file__).resolve().parent.parent
KEYWORDS = {"t": None, "mark": None, "n": (1, 2)}
_HOLE = re.compile(r"\{(\w+)\}")


@frozen
class CatalogueFault:
    """One thing wrong with a catalogue. `kind`: untranslated, obsolete, missing, holes."""

    language: str
    kind: str
    source: str

    def __str__(self) -> str:
        return f"{self.language}: {self.kind}: {self.source!r}"


def sources(root: Path = BOT) -> Catalog:
    """All texts of the Python files under `root`, each with the files that say it."""
    catalogue = Catalog(project="Alana", charset="utf-8")
    found = extract_from_dir(
        root, method_map=[("**.py", "python")], keywords=KEYWORDS, comment_tags=("Note:",)
    )
    for file, _, message, comments, context in found:
        # No line numbers: a translation should change when a text does, not when a line moves.
        catalogue.add(message, None, [(f"bot/{file}", 0)], auto_comments=comments, context=context)
    return catalogue


def catalogue_path(language: str) -> Path:
    """Where a language's translations are written."""
    return LOCALES / language / "LC_MESSAGES" / "alana.po"


def read(language: str) -> Catalog:
    """A language's catalogue as it stands."""
    with catalogue_path(language).open("rb") as file:
        return read_po(file, locale=language, domain="alana")


def update(language: str, template: Catalog) -> None:
    """Brings a catalogue up to date: new texts empty, those that nobody says any more gone."""
    catalogue = read(language)
    catalogue.update(template, no_fuzzy_matching=True, update_creation_date=False)
    with catalogue_path(language).open("wb") as file:
        write_po(file, catalogue, width=100, ignore_obsolete=True, sort_output=True, include_lineno=False)


def findings(language: str, template: Catalog) -> Iterator[CatalogueFault]:
    """What is wrong with a catalogue, measured on the texts in the source."""
    catalogue = read(language)
    for message in template:
        known = catalogue.get(message.id) if message.id else None
        if not message.id:
            continue
        if known is None:
            yield CatalogueFault(language, "missing", _key(message))
        elif known.fuzzy or not all(_forms(known)):
            yield CatalogueFault(language, "untranslated", _key(message))
        elif any(not holes <= _holes_of(message) for holes in map(_holes, _forms(known))):
            yield CatalogueFault(language, "holes", _key(message))
    for message in (*catalogue, *catalogue.obsolete.values()):
        if message.id and template.get(message.id) is None:
            yield CatalogueFault(language, "obsolete", _key(message))


def main(arguments: list[str]) -> int:
    """Updates every catalogue, or with `--check` prints what is wrong with them."""
    template = sources()
    languages = [language for language in available_languages() if language != SOURCE_LANGUAGE]
    if arguments == ["--check"]:
        wrong = [finding for language in languages for finding in findings(language, template)]
        print(*wrong, sep="\n") if wrong else print("All texts are translated.")
        return 1 if wrong else 0
    for language in languages:
        update(language, template)
        open_ = sum(finding.kind == "untranslated" for finding in findings(language, template))
        print(f"{catalogue_path(language)}: {len(template)} texts, {open_} to translate")
    return 0


def _key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else str(message.id[0])


def _forms(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ("",))


def _holes(words: str) -> set[str]:
    return set(_HOLE.findall(words))


def _holes_of(message: Message) -> set[str]:
    ids = (message.id,) if isinstance(message.id, str) else message.id
    return set().union(*map(_holes, ids)) | ({"count"} if len(ids) > 1 else set())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
