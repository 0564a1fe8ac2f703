"""`alana check`: every problem of the scripts at once, for people or for an editor."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bot.authoring.bundles import gather
from bot.authoring.check import check_bundle
from bot.authoring.report import as_json, as_text, summary


class Format(StrEnum):
    """How problems are printed."""

    TEXT = "text"
    JSON = "json"


Paths = Annotated[
    list[Path], typer.Argument(help="Scripts, .yarnproject files or folders.", show_default=False)
]


def check(
    paths: Paths,
    format: Annotated[Format, typer.Option(help="text for people, json for editors.")] = Format.TEXT,
) -> None:
    """Look for every mistake in the scripts, and for what may be one. Ends with 1 on errors."""
    bundles, problems = gather(paths)
    unique = dict.fromkeys(problems)
    texts: dict[str, str] = {}
    for bundle in bundles:
        checked = check_bundle(bundle)
        unique |= dict.fromkeys(checked.diagnostics)
        texts |= checked.texts
    found = list(unique)
    if format is Format.JSON:
        print(as_json(found, texts))
    else:
        if found:
            print(as_text(found, texts))
        print(f"{sum(len(b.wanted) for b in bundles)} scripts: {summary(found)}", file=sys.stderr)
    if any(problem.severity == "error" for problem in found):
        raise typer.Exit(1)
