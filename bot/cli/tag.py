"""`alana tag`: writes stable `#line:` ids into scripts, and string tables for translators."""

import os
from pathlib import Path
from typing import Annotated

import typer

from bot.authoring.bundles import Bundle, gather, read_text, shown
from bot.authoring.report import as_text
from bot.authoring.tag import tag_sources
from bot.errors import AlanaError, Diagnostic
from bot.yarn import Source, compile_sources
from bot.yarn.strings import Table, extract, read_table, renewed, write_table

Paths = Annotated[
    list[Path], typer.Argument(help="Scripts, .yarnproject files or folders.", show_default=False)
]
Language = Annotated[
    str, typer.Option(help="Also write the project's string table of this language.", show_default=False)
]


def tag(paths: Paths, strings: Language = "") -> None:
    """Give every line, option and question an id. What has one keeps it; nothing else changes."""
    bundles, problems = gather(paths)
    if problems:
        print(as_text(problems, {}))
    added, broken = 0, bool(problems)
    for bundle in bundles:
        tagged, errors = tag_sources(bundle.sources)
        texts = {each.name: each.text for each in tagged}
        for path in bundle.files:
            if shown(path) in bundle.wanted and shown(path) in texts:
                _write(path, texts[shown(path)])
        added += sum(each.added for each in tagged if each.name in bundle.wanted)
        for name in sorted(errors & bundle.wanted):
            print(
                f"{name}: left as it is, for it has errors or an odd line end; alana check {name} tells more"
            )
            broken = True
        if strings:
            _write_table(bundle, strings)
    print(f"{added} id{'s' * (added != 1)} added")
    if broken:
        raise typer.Exit(1)


def _write(path: Path, text: str) -> None:
    """Replaces a file at once, and only when something changed."""
    data = text.encode("utf-8")
    if path.exists() and path.read_bytes() == data:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(path.name + ".new")
    fresh.write_bytes(data)
    if path.exists():
        os.chmod(fresh, path.stat().st_mode & 0o777)
    os.replace(fresh, path)


def _write_table(bundle: Bundle, language: str) -> None:
    if bundle.project is None:
        raise AlanaError("alana tag --strings needs a .yarnproject: name it, or the folder that holds it")
    entry = bundle.project.localisation.get(language)
    if entry is None or entry.strings is None:
        raise AlanaError(
            f'{shown(bundle.project.path)} gives no table for {language}: add "{language}": '
            f'{{ "strings": "strings/{language}.csv" }} to its localisation'
        )
    # named as seen from the project, so that the table is the same wherever the command was called
    root = bundle.project.path.parent
    sources = [Source(path.relative_to(root).as_posix(), _text(path)) for path in bundle.files]
    program = compile_sources(sources).program
    if program is None:
        raise AlanaError("the scripts have errors, so no string table is written; alana check tells them")
    old = read_table(_text(entry.strings), shown(entry.strings)) if entry.strings.exists() else Table(())
    if any(problem.severity == "error" for problem in old.diagnostics):
        raise AlanaError(str(old.diagnostics[0]))
    base = extract(program, bundle.project.base_language)
    rows = base if language == bundle.project.base_language else renewed(base, old, language)
    _write(entry.strings, write_table(rows))
    print(
        f"{shown(entry.strings)}: {len(rows)} texts, {sum(not row.text.strip() for row in rows)} to translate"
    )


def _text(path: Path) -> str:
    text = read_text(path)
    if isinstance(text, Diagnostic):
        raise AlanaError(str(text))
    return text
