"""`alana tag`: writes stable `#line:` ids into scripts, and string tables for translators."""

from pathlib import Path
from typing import Annotated

import typer

from bot.analysis.bundles import Bundle, gather, shown
from bot.analysis.report import as_text
from bot.authoring.tag import tag_sources
from bot.authoring.translating import update
from bot.authoring.writing import write_file
from bot.errors import AlanaError

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
        root = bundle.project.path.parent if bundle.project is not None else None
        for path in bundle.files:
            if shown(path) in bundle.wanted and shown(path) in texts:
                write_file(path, texts[shown(path)], inside=root, over=True)
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


def _write_table(bundle: Bundle, language: str) -> None:
    if bundle.project is None:
        raise AlanaError("alana tag --strings needs a .yarnproject: name it, or the folder that holds it")
    path, counted = update(bundle, language)
    print(f"{shown(path)}: {counted.all} texts, {counted.to_do} to translate")
