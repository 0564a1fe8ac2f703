"""`alana import`: makes a script of a plain transcript."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.authoring.bundles import read_text, shown
from bot.authoring.report import as_text
from bot.errors import AlanaError, Diagnostic
from bot.yarn.transcript import import_transcript


def import_(
    file: Annotated[Path, typer.Argument(help="A title, then Questioner: and Alana: paragraphs.")],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Where the script goes; default: beside it.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a script that is there.")] = False,
) -> None:
    """Make a script of a transcript: each Questioner turn an option, Alana's paragraphs its answer."""
    text = read_text(file)
    if isinstance(text, Diagnostic):
        raise AlanaError(str(text))
    imported = import_transcript(text, shown(file))
    if imported.diagnostics:
        print(as_text(imported.diagnostics, {shown(file): text}), file=sys.stderr)
    if not imported.script:
        raise typer.Exit(1)
    target = output if output is not None else file.with_suffix(".yarn")
    if target.exists() and not force:
        raise AlanaError(f"{shown(target)} is there already: name another file with -o, or give --force")
    try:
        target.write_text(imported.script, encoding="utf-8", newline="\n")
    except OSError as error:
        raise AlanaError(f"{shown(target)} cannot be written: {error.strerror}") from None
    print(
        f"{shown(target)}: node {imported.title}. "
        f"Next: alana tag {shown(target)}, alana check {shown(target)}"
    )
