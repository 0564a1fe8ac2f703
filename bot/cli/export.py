"""`alana export`: the plain transcript of a script, to read or to send round."""

import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bot.analysis.bundles import read_text, shown
from bot.authoring.exporting import WRITERS, named
from bot.authoring.playing import compiled
from bot.authoring.ways import beginning, main_way, notes_of, planned_way, title_of, transcript
from bot.authoring.writing import write_file
from bot.engine.program import Program
from bot.errors import AlanaError, Diagnostic
from bot.yarn.plan_run import Happened
from bot.yarn.testplan import parse_plan


class DocumentKind(StrEnum):
    """Documents that can be written."""

    TXT = "txt"
    MD = "md"
    DOCX = "docx"
    HTML = "html"


def export(
    script: Annotated[Path, typer.Argument(help="A script, or its test plan.")],
    to: Annotated[
        DocumentKind | None, typer.Option(help="Default: as the file's name says, else txt.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Where it goes; default: to the screen.")
    ] = None,
    run: Annotated[int, typer.Option(min=1, help="Which run of the plan.")] = 1,
    main: Annotated[bool, typer.Option("--main", help="The main way, whatever the plan plays.")] = False,
    node: Annotated[str, typer.Option("--from", help="The node to begin with.")] = "",
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
) -> None:
    """Write the plain transcript: of the plan beside the script, else of its main way, which takes every
    question in its order."""
    bundle, program = compiled(script)
    begun = beginning(program, node, bundle.wanted)
    plan = script.with_suffix(".testplan")
    if main or node or not os.path.lexists(plan):
        steps = main_way(program, begun)
    else:
        begun, steps = _planned(program, plan, begun, run)
    kind = to or next(
        (k for k in DocumentKind if output is not None and output.suffix == f".{k}"), DocumentKind.TXT
    )
    data = WRITERS[kind](
        title_of(program, begun), named(transcript(steps, notes_of(program, bundle.sources)))
    )
    if output is None and kind is DocumentKind.DOCX:
        output = script.with_suffix(".docx")
    if output is None:
        print(data.decode("utf-8"), end="")
        return
    write_file(output, data, over=force)
    print(f"{shown(output)}: {title_of(program, begun) or begun}")


def _planned(program: Program, path: Path, begun: str, run: int) -> tuple[str, list[Happened]]:
    text = read_text(path)
    if isinstance(text, Diagnostic):
        raise AlanaError(str(text))
    plan = parse_plan(text, shown(path))
    if plan.diagnostics:
        raise AlanaError(str(plan.diagnostics[0]))
    if run > len(plan.runs):
        raise AlanaError(f"{shown(path)} has {len(plan.runs)} runs, not {run}")
    return planned_way(program, plan, run - 1, begun)
