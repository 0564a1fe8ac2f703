"""`alana import`: makes a whole evening of a plain transcript."""

import os
import re
import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.analysis.bundles import gather, shown
from bot.analysis.report import as_text
from bot.authoring.documents import read_document
from bot.authoring.importing import MOST, Wanted, episode, language_of, project_name, project_text
from bot.authoring.talks import read_turns
from bot.authoring.ways import as_plan, main_way
from bot.authoring.writing import check_target, project_folder, write_file
from bot.errors import AlanaError
from bot.yarn import Source, compile_sources
from bot.yarn.tree import Node


def import_(
    file: Annotated[Path, typer.Argument(help="A transcript: .txt, .md, .docx, .odt or .html.")],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="Where the script goes; default: beside it.")
    ] = None,
    questioner: Annotated[str, typer.Option(help="Who asks, as the transcript names them.")] = "",
    alana: Annotated[str, typer.Option(help="Who answers, as the transcript names them.")] = "",
    series: Annotated[str, typer.Option(help="The series' name; default: what stands in the title.")] = "",
    key: Annotated[str, typer.Option(help="The evening's key, such as 02-tea.")] = "",
    language: Annotated[str, typer.Option(help="Of a new project; default: as the words look.")] = "",
    limit: Annotated[int, typer.Option(min=80, max=2000, help="Characters of a message.")] = MOST,
    force: Annotated[bool, typer.Option("--force", help="Replace a script that is there.")] = False,
) -> None:
    """Make an evening of a transcript: each question an option, what follows its answer; with headers, ids,
    a closing node, a plan that plays it, and a project where there is none."""
    text = read_document(file)
    target = output if output is not None else file.with_suffix(".yarn")
    if target.absolute() == file.absolute():
        raise AlanaError(f"{shown(file)} would be written over: name another file with -o")
    if key and not re.fullmatch(r"[\w-]{1,60}", key):
        raise AlanaError("--key is letters, figures and hyphens, such as 02-tea")
    reading = read_turns(text, shown(file), questioner, alana)
    if reading.diagnostics:
        print(as_text(reading.diagnostics, {shown(file): text}), file=sys.stderr)
    if not reading.turns:
        raise typer.Exit(1)
    home = project_folder(target.parent)
    nodes = _nodes(home, target) if home is not None else []
    begun, number = any(_has(n, "series") for n in nodes), sum(_has(n, "episode") for n in nodes) + 1
    wanted = Wanted(series, key, number, begun, limit, frozenset(node.title for node in nodes))
    made = episode(reading, wanted, target.name)
    files = {target: made.script, target.with_suffix(".testplan"): _plan(made.node, made.script)}
    if home is None:
        name = project_name(series, reading.heading)
        files[target.parent / name] = project_text(language or language_of(text))
    _write(files, project_folder(Path.cwd(), file.parent), force)
    print(f"{', '.join(map(shown, files))}: evening {made.key}, node {made.node}")
    place = shown(target)
    print(f"Next: alana check {place}, alana test {place}, alana chat {shown(target.parent)}")


def _nodes(home: Path, target: Path) -> list[Node]:
    """The nodes of a project's other scripts."""
    bundles, _ = gather([home])
    sources = [s for bundle in bundles for s in bundle.sources if s.name != shown(target)]
    return [node for file in compile_sources(sources).files for node in file.nodes]


def _has(node: Node, key: str) -> bool:
    return any(header.key == key for header in node.headers)


def _plan(node: str, script: str) -> str:
    program = compile_sources([Source("evening", script)]).program
    if program is None:
        raise AlanaError("this transcript makes no script that can be played: a word in it reads as Yarn")
    return as_plan(node, main_way(program, node))


def _write(files: dict[Path, str], inside: Path | None, force: bool) -> None:
    """All of them or none: what is there already is found before anything is written."""
    for path in files:
        check_target(path, inside=inside, over=force)
    fresh = [path for path in files if not os.path.lexists(path)]
    try:
        for path, text in files.items():
            write_file(path, text, inside=inside, over=force)
    except AlanaError:
        for path in fresh:
            path.unlink(missing_ok=True)
        raise
