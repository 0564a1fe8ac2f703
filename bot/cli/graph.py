"""`alana graph`: the script's shape as a picture."""

import random
from pathlib import Path
from typing import Annotated

import typer

from bot.analysis.bundles import Bundle, read_text, shown
from bot.authoring.drawing import DRAWERS
from bot.authoring.graph import Figures
from bot.authoring.graph import graph as shape_of
from bot.authoring.playing import compiled
from bot.authoring.ways import SEED
from bot.authoring.writing import write_file
from bot.cli.scripts import database_named, or_played
from bot.engine.machine import Env
from bot.engine.program import Program
from bot.errors import AlanaError, Diagnostic
from bot.yarn import compile_sources
from bot.yarn.plan_run import play
from bot.yarn.testplan import parse_plan


def graph(
    path: Annotated[
        Path | None, typer.Argument(help="A series or script; none: the one that the bot plays.")
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="A .svg, .html or .mmd; default: Mermaid, on screen."),
    ] = None,
    database: Annotated[
        str, typer.Option(metavar="DATABASE", help="A URL or SQLite file: how many people came where.")
    ] = "",
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
) -> None:
    """Draw nodes, options, conditions and detours; dead ends are marked, what plans reach is coloured."""
    place = or_played([path] if path is not None else None)[0]
    kind = output.suffix.lower() if output is not None else ".mmd"
    if kind not in DRAWERS:
        raise AlanaError(f"{kind or 'that'} is no picture that is drawn: name a {', '.join(DRAWERS)}")
    bundle, program = compiled(place)
    people = _people(database, program) if database else None
    figures = Figures(_reached(bundle, program), people)
    texts = {source.name: source.text for source in bundle.sources}
    files = compile_sources(bundle.sources).files
    picture = DRAWERS[kind](shape_of(files, program, texts, figures, bundle.wanted))
    if output is None:
        print(picture, end="")
        return
    write_file(output, picture, over=force)
    print(f"{shown(output)}: {len(program.nodes)} nodes")


def _reached(bundle: Bundle, program: Program) -> frozenset[int] | None:
    """What the plans beside the scripts reach; None without plans."""
    if not bundle.plans:
        return None
    reached: set[int] = set()
    for path in bundle.plans:
        text = read_text(path)
        if isinstance(text, Diagnostic):
            raise AlanaError(str(text))
        plan = parse_plan(text, shown(path))
        if not plan.diagnostics:
            reached |= play(program, plan, Env(random=random.Random(SEED))).reached
    return frozenset(reached)


def _people(database: str, program: Program) -> dict[str, int]:
    """By node, how many people came to its questions, as far as that may be told. Read-only, also while a bot
    serves that database."""
    import asyncio

    from bot.statistics.telling import told
    from bot.storage import tallies
    from bot.storage.database import Database

    async def read() -> dict[str, int]:
        opened = Database(database_named(database, "--database"))
        await opened.open_to_read()
        try:
            found = await opened.read(tallies.reached)
        finally:
            await opened.close()
        return {
            n.name: told(max((found[key] for key in n.keys), default=0)) or 0 for n in program.nodes.values()
        }

    return asyncio.run(read())
