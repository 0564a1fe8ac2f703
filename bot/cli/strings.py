"""`alana strings`: tables for translators, out and back, as CSV, PO or XLIFF."""

import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bot.analysis.bundles import Bundle, gather, shown
from bot.analysis.report import as_text
from bot.authoring.translating import (
    base_texts,
    languages,
    project_of,
    table_of,
    take,
    with_language,
)  # fmt: skip
from bot.authoring.translating import (
    update as renew,
)
from bot.authoring.writing import write_file
from bot.errors import AlanaError
from bot.yarn.project import Project
from bot.yarn.reading import UnreadableFile, read_bytes
from bot.yarn.strings import Progress, progress, renewed, write_table

Paths = Annotated[
    list[Path] | None,
    typer.Argument(help="A .yarnproject or its folder; none: this one.", show_default=False),
]
Language = Annotated[
    str, typer.Option("--language", "-l", help="A language such as de; default: all.", show_default=False)
]
OutputOption = Annotated[
    Path | None, typer.Option("--output", "-o", help="The file; default: what is usual.")
]
Force = Annotated[bool, typer.Option("--force", help="Replace a file that is there.")]


class TableFormat(StrEnum):
    """Formats of translators' tools."""

    CSV = "csv"
    PO = "po"
    XLIFF = "xliff"


def extract(paths: Paths = None, output: OutputOption = None, force: Force = False) -> None:
    """Write every text of the scripts with its id, as a table of the base language."""
    for bundle in _bundles(paths):
        text = write_table(base_texts(bundle))
        if output is None:
            print(text, end="")
            continue
        write_file(output, text, over=force)
        print(f"{shown(output)}: {len(base_texts(bundle))} texts")


def update(paths: Paths = None, language: Language = "") -> None:
    """Bring the tables up to the scripts. What is translated stays; a language that is new gets a table."""
    for bundle in _bundles(paths):
        project = project_of(bundle)
        if language and language != project.base_language:
            project = with_language(project, language)
        bundle = Bundle(bundle.sources, bundle.files, bundle.wanted, project, bundle.diagnostics)
        for code in _chosen(project, language):
            path, counted = renew(bundle, code)
            print(f"{shown(path)}: {counted.all} texts, {counted.to_do} to translate{_changed(counted)}")


def status(paths: Paths = None, language: Language = "") -> None:
    """Tell how far each language is."""
    for bundle in _bundles(paths):
        project, base = project_of(bundle), base_texts(bundle)
        for code in _chosen(project, language):
            counted = progress(base, table_of(project, code))
            percent = 100 * counted.done // max(counted.all, 1)
            print(
                f"{code}: {counted.done} of {counted.all} texts ({percent} %), {counted.missing} new, "
                f"{counted.changed} changed, {counted.gone} no longer in the scripts"
            )


def import_(
    file: Annotated[Path, typer.Argument(help="A .csv, .po, .xlf or .xliff that came back.")],
    paths: Paths = None,
    language: Language = "",
) -> None:
    """Take translations back into the project's table. An empty text takes nothing away."""
    from bot.authoring.exchange import read_back

    try:
        given = read_back(file, read_bytes(file), shown(file))
    except UnreadableFile as error:
        raise AlanaError(f"{shown(file)} cannot be read: {error}") from None
    bundle = _only(paths)
    project = project_of(bundle)
    code = language or next(iter(_chosen(project, "")), "")
    if len(_chosen(project, language)) != 1:
        raise AlanaError("say which language this is: alana strings import FILE --language de")
    path, counted, refused = take(bundle, code, given)
    for line in refused:
        print(f"not taken: {line}", file=sys.stderr)
    print(f"{shown(path)}: {counted.all} texts, {counted.to_do} to translate{_changed(counted)}")
    if refused:
        raise typer.Exit(1)


def export(
    paths: Paths = None,
    language: Language = "",
    to: Annotated[TableFormat, typer.Option(help="The format.")] = TableFormat.CSV,
    output: OutputOption = None,
    force: Force = False,
) -> None:
    """Write a language's table for a translator: originals, translations, and what changed."""
    from bot.authoring.exchange import WRITERS

    bundle = _only(paths)
    project = project_of(bundle)
    codes = _chosen(project, language)
    if output is not None and len(codes) > 1:
        raise AlanaError("one file holds one language: say which with --language")
    for code in codes:
        rows = renewed(base_texts(bundle), table_of(project, code), code)
        target = output or project.path.parent / f"{project.path.stem}-{code}.{_ENDINGS.get(to, to)}"
        write_file(target, WRITERS[to](rows, code, project.base_language), over=force)
        print(f"{shown(target)}: {len(rows)} texts")


_ENDINGS = {TableFormat.XLIFF: "xlf"}


def _bundles(paths: list[Path] | None) -> Iterator[Bundle]:
    bundles, problems = gather(paths or [Path()])
    if problems:
        print(as_text(problems, {}), file=sys.stderr)
        raise typer.Exit(1)
    yield from bundles


def _only(paths: list[Path] | None) -> Bundle:
    bundles = list(_bundles(paths))
    if len(bundles) != 1:
        raise AlanaError("name one project: alana strings … PROJECT")
    return bundles[0]


def _chosen(project: Project, language: str) -> list[str]:
    found = [language] if language else languages(project)
    if not found:
        raise AlanaError(f"{shown(project.path)} names no other language: say which with --language")
    return found


def _changed(counted: Progress) -> str:
    return f", {counted.changed} of them changed" if counted.changed else ""
