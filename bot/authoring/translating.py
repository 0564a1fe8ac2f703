"""A project's translations: where the tables are, how far they are, what comes back from translators."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from bot.analysis.bundles import Bundle, shown
from bot.authoring.writing import write_file
from bot.errors import AlanaError
from bot.frozen import frozen, replace
from bot.yarn import Source, compile_sources
from bot.yarn.project import Project, read_project
from bot.yarn.reading import UnreadableFile, read_utf8
from bot.yarn.strings import (
    Progress,
    StringRow,
    StringTable,
    extract,
    load_table,
    lock_of,
    placeholders,
    progress,
    renewed,
    write_table,
)


@frozen
class Given:
    """A translation as a file brings it: the text, the original it was made from ("" where the file does not
    say), and whether the translator calls it done."""

    text: str
    original: str = ""
    ready: bool = True


def project_of(bundle: Bundle) -> Project:
    if bundle.project is None:
        raise AlanaError("translations need a .yarnproject: name it, or the folder that holds it")
    return bundle.project


def base_texts(bundle: Bundle) -> tuple[StringRow, ...]:
    """Every text of a bundle, files named as seen from the project, so that a table is the same wherever it
    was made. Raises `AlanaError` where the scripts have errors."""
    project = project_of(bundle)
    root = project.path.parent
    sources = [Source(path.relative_to(root).as_posix(), _text(path)) for path in bundle.files]
    program = compile_sources(sources).program
    if program is None:
        raise AlanaError("the scripts have errors, so no string table is written; alana check tells them")
    return extract(program, project.base_language)


def _text(path: Path) -> str:
    try:
        return read_utf8(path)
    except UnreadableFile as error:
        raise AlanaError(f"{shown(path)} cannot be read: {error}") from None


def languages(project: Project) -> list[str]:
    """Those that have a table, in order; the base language is none of them."""
    named = project.localisation.items()
    return [code for code, entry in named if entry.strings is not None and code != project.base_language]


def table_path(project: Project, language: str) -> Path:
    """Where a language's table is, or `AlanaError`."""
    entry = project.localisation.get(language)
    if entry is None or entry.strings is None:
        raise AlanaError(
            f'{shown(project.path)} gives no table for {language}: add "{language}": '
            f'{{ "strings": "strings/{language}.csv" }} to its localisation'
        )
    return entry.strings


def table_of(project: Project, language: str) -> StringTable:
    """A language's table; an empty one where there is none yet. Raises `AlanaError` for one with errors."""
    path = table_path(project, language)
    try:
        if not path.exists():
            return StringTable(())
        table = load_table(path, shown(path))
    except UnreadableFile as error:
        raise AlanaError(f"{shown(path)} cannot be read: {error}") from None
    except OSError as error:
        raise AlanaError(f"{shown(path)} cannot be read: {error.strerror}") from None
    wrong = next((problem for problem in table.diagnostics if problem.severity == "error"), None)
    if wrong is not None:
        raise AlanaError(str(wrong))
    return table


def update(bundle: Bundle, language: str) -> tuple[Path, Progress]:
    """Renews a language's table after the scripts; returns where it is and how far it is."""
    project, base = project_of(bundle), base_texts(bundle)
    path = table_path(project, language)
    if language == project.base_language:
        rows: tuple[StringRow, ...] = base
    else:
        rows = renewed(base, table_of(project, language), language)
    return path, _keep(project, path, rows, base)


def _keep(project: Project, path: Path, rows: Iterable[StringRow], base: Iterable[StringRow]) -> Progress:
    rows = tuple(rows)
    write_file(path, write_table(rows), inside=project.path.parent, over=True)
    return progress(base, StringTable(rows))


def take(bundle: Bundle, language: str, given: Mapping[str, Given]) -> tuple[Path, Progress, list[str]]:
    """Puts what came back from translators into a language's table; also returns what was not taken, a line
    each. An empty text takes nothing away."""
    project, base = project_of(bundle), base_texts(bundle)
    path = table_path(project, language)
    rows, left = [], dict(given)
    refused: list[str] = []
    for row in renewed(base, table_of(project, language), language):
        back = left.pop(row.id, None)
        rows.append(row if back is None or not back.text.strip() else _taken(row, back, refused))
    unknown = [id for id, back in left.items() if back.text.strip()]
    refused += [f"{id} is no text of the scripts" for id in unknown]
    return path, _keep(project, path, rows, base), refused


def _taken(row: StringRow, back: Given, refused: list[str]) -> StringRow:
    if placeholders(back.text) - placeholders(row.original):
        refused.append(f"{row.id} uses a value that the script does not give: {back.text[:60]}")
        return row
    if back.original not in ("", row.original):  # made from an earlier text: kept, but still to do
        return replace(row, text="", was=back.original, proposal=back.text, lock=lock_of(back.original))
    if not back.ready:
        return replace(row, proposal=back.text) if not row.text.strip() else row
    return replace(row, text=back.text, was="", proposal="", lock=lock_of(row.original))


def with_language(project: Project, language: str) -> Project:
    """The project with a table for that language; its file is changed where it named none."""
    entry = project.localisation.get(language)
    if entry is not None and entry.strings is not None:
        return project
    text = _text(project.path)
    said = f'"{language}": {{ "strings": "strings/{language}.csv" }}'
    inserted = re.sub(
        r'("localisation"\s*:\s*\{)(\s*)(\}?)',
        lambda m: f"{m[1]} {said}{' ' if m[3] else ', '}{m[3] or m[2].lstrip(' ')}",
        text, count=1, flags=re.IGNORECASE,
    )  # fmt: skip
    found = read_project(inserted.removeprefix("\ufeff"), project.path).project
    if found is None or found.localisation.get(language) == entry:
        table_path(project, language)  # says what to write by hand
    assert found is not None
    write_file(project.path, inserted, inside=project.path.parent, over=True)
    return found
