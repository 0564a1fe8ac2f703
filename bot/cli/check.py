"""`alana check`: every problem of the scripts at once, for people or for an editor."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bot.analysis.bundles import gather
from bot.analysis.check import check_bundle
from bot.analysis.report import as_json, as_text, summary
from bot.cli.scripts import Scripts, database_named, or_played
from bot.errors import AlanaError, Diagnostic


class Format(StrEnum):
    """How problems are printed."""

    TEXT = "text"
    JSON = "json"


def check(
    paths: Scripts = None,
    format: Annotated[Format, typer.Option(help="text for people, json for editors.")] = Format.TEXT,
    against: Annotated[
        str,
        typer.Option(
            metavar="DATABASE",
            help="A database URL or SQLite file: say what these scripts do to people in the middle.",
        ),
    ] = "",
) -> None:
    """Look for every mistake in the scripts, and for what may be one. Ends with 1 on errors."""
    folders = or_played(paths)
    found, texts, count = findings(folders)
    if format is Format.JSON:
        print(as_json(found, texts))
    else:
        if found:
            print(as_text(found, texts))
        print(f"{count} script{'s' * (count != 1)}: {summary(found)}{_more(found)}", file=sys.stderr)
    if any(problem.severity == "error" for problem in found):
        raise typer.Exit(1)
    if against:
        say_impact(database_named(against, "--against"), folders)


def _more(found: list[Diagnostic]) -> str:
    """Where to read on: the first error's page, else the first warning's."""
    worst = sorted(found, key=lambda problem: problem.severity)[:1]
    return "".join(f"; alana explain {problem.code} says more" for problem in worst)


def findings(paths: list[Path]) -> tuple[list[Diagnostic], dict[str, str], int]:
    """All findings about the paths' scripts, the texts that they name, and how many scripts there are."""
    bundles, problems = gather(paths)
    unique = dict.fromkeys(problems)
    texts: dict[str, str] = {}
    for bundle in bundles:
        checked = check_bundle(bundle)
        unique |= dict.fromkeys(checked.diagnostics)
        texts |= checked.texts
    return list(unique), texts, sum(len(bundle.wanted) for bundle in bundles)


def say_impact(url: str, paths: list[Path], beside: Path | None = None) -> None:
    """What the scripts do to the people in a database (its URL with the driver). Read-only, also while a bot
    serves it. `beside`: a folder whose other series stay as they are."""
    # Imported here: a plain check needs no database driver.
    import asyncio

    from bot.impact import impact_report

    folders = {path if path.is_dir() else path.parent for path in paths}
    if len(folders) != 1:
        raise AlanaError("--against takes one folder of scripts: alana check dialogues --against alana.db")
    print("\n".join(asyncio.run(impact_report(url, folders.pop(), beside))))
