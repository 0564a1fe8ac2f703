"""`alana chat`: talk to Alana in this terminal, or play lines from a pipe."""

import asyncio
import locale
import os
import sys
from collections.abc import AsyncIterator, Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from tempfile import gettempdir
from typing import Annotated

import typer
from pydantic import SecretStr

from bot.errors import AlanaError
from bot.logs import setup_logs
from bot.settings import Settings, load_settings
from bot.settings_values import database_url
from bot.storage.workplace import workplace
from bot.yarn.project import SUFFIX

_NOBODY = "Nobody is there to talk to: standard input is empty."


class Look(StrEnum):
    """Platforms whose layout can be shown."""

    TELEGRAM = "telegram"
    DISCORD = "discord"
    TERMINAL = "terminal"


def chat(
    series: Annotated[
        Path | None,
        typer.Argument(help="A series or script, to try it out: nothing is kept then.", show_default=False),
    ] = None,
    look: Annotated[
        Look | None, typer.Option("--as", help="Show it as there: buttons, menus, what is cut.")
    ] = None,
    begin: Annotated[str, typer.Option("--from", metavar="NODE", help="Begin at this node.")] = "",
    given: Annotated[
        list[str] | None, typer.Option("--set", metavar="$X=1", help="A value to begin with.")
    ] = None,
    say: Annotated[bool, typer.Option("--say", help="Only what is said, to be read aloud.")] = False,
    record: Annotated[
        Path | None, typer.Option(metavar="FILE.testplan", help="Write what was played as a plan.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a plan that is there.")] = False,
) -> None:
    """Talk to Alana here. Leave with /quit or Ctrl-C: your place is kept.

    With --as, --from, --set, --say or --record, or for a single script, that script alone is played: no
    commands, nothing kept.
    """
    single = series is not None and series.suffix == ".yarn" and os.path.isfile(series)
    if single or look or begin or given or say or record:
        return rehearse(series, look or Look.TERMINAL, begin, given or [], say, record, force)
    settings = load_settings()
    if series is None:
        raise typer.Exit(talk(settings, nobody=_NOBODY))
    folder = series.parent if series.suffix == SUFFIX else series
    if not folder.is_dir():
        raise AlanaError(
            f"{series} is no folder with a series: alana new {series.stem or 'FOLDER'} makes one"
        )
    with workplace(Path(gettempdir())) as scratch:
        url = database_url(SecretStr(f"sqlite:///{scratch}/alana.db"))
        drafts = settings.model_copy(update={"dialogues": folder, "database_url": url})
        raise typer.Exit(talk(drafts, nobody=_NOBODY))


def rehearse(
    series: Path | None, look: str, begin: str, given: list[str], say: bool, record: Path | None, force: bool
) -> None:
    """Plays a script as one platform shows it."""
    from bot.authoring.playing import compiled
    from bot.authoring.ways import as_plan, beginning
    from bot.authoring.writing import check_target, write_file
    from bot.cli.layout import platform
    from bot.cli.scripts import or_played
    from bot.cli.stage import Stage
    from bot.matching.choose import best_matcher
    from bot.matching.decide import decide
    from bot.matching.verdict import Candidate, Verdict

    if record is not None:
        check_target(record, over=force)
    bundle, program = compiled(or_played([series] if series is not None else None)[0])
    node = beginning(program, begin, bundle.wanted)
    bank = tuple(Candidate(key, text, aliases) for key, _, text, aliases in program.option_bank())
    matcher = best_matcher()

    def understand(words: str, free: Sequence[Candidate]) -> Verdict:
        return asyncio.run(decide(matcher, words, free, bank))

    stage = Stage(program, platform(look), say, print, understand)
    for each in given:
        stage.set(each)
    try:
        stage.play(node, _typed())
    finally:
        if record is not None:
            write_file(record, as_plan(node, stage.happened), over=force)
            print(f"{record}: what was played, as a plan")


def _typed() -> Iterator[str]:
    while True:
        try:
            yield input("› " if os.isatty(0) and os.isatty(1) else "")
        except (EOFError, KeyboardInterrupt):
            return


def talk(settings: Settings, *, nobody: str, said: bool = False) -> int:
    """Plays until the input ends. `nobody` is said (exit 2) where it ends before the first line."""
    if os.isatty(0) and os.isatty(1):
        return asyncio.run(_at_a_terminal(settings))
    try:
        first = sys.stdin.readline()
    except (OSError, ValueError, AttributeError):
        first = ""
    if not first:
        if said:
            return 2
        raise AlanaError(nobody)
    return asyncio.run(_through_a_pipe(settings, first))


async def _through_a_pipe(settings: Settings, first: str) -> int:
    from adapters.terminal.screen import PlainScreen

    return await _play(settings, _lines(first), PlainScreen(sys.stdout), pace="instant")


async def _at_a_terminal(settings: Settings) -> int:
    from rich.console import Console

    from adapters.terminal.screen import RichScreen

    return await _play(settings, _prompt(), RichScreen(Console()), pace=None)


async def _play(settings: Settings, lines: AsyncIterator[str], screen: object, pace: str | None) -> int:
    from adapters.terminal.adapter import TerminalAdapter
    from bot import app

    setup_logs(
        "WARNING" if settings.log_level == "INFO" else settings.log_level, "console", settings.secrets()
    )
    senders: list[object] = []

    async def delivered() -> None:
        for sender in senders:
            await sender.idle()  # type: ignore[attr-defined]

    adapter = TerminalAdapter(
        lines,
        screen,  # type: ignore[arg-type]
        delivered=delivered,
        save_file=_save,
        clock=app.now,
        locale=(locale.getlocale()[0] or "en").replace("_", "-"),
    )
    adapters = {adapter.name: adapter}
    async with app.program(settings, adapters, pace=pace) as running:
        senders.append(running.sender)
        return await app.serve(running, adapters)


async def _lines(first: str) -> AsyncIterator[str]:
    yield first
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        yield line


async def _prompt() -> AsyncIterator[str]:
    from prompt_toolkit import PromptSession
    from prompt_toolkit.formatted_text import HTML

    session: PromptSession[str] = PromptSession()
    while True:
        try:
            # Its own handler of SIGINT would take ours away, which ends the talk while Alana writes.
            line = await session.prompt_async(HTML("<ansicyan><b>›</b></ansicyan> "), handle_sigint=False)
        except (EOFError, KeyboardInterrupt):
            return
        yield line


def _save(name: str, content: str) -> str:
    """Puts an export beside the person, readable by them alone; never over another file."""
    stem, _, ending = name.rpartition(".")
    for number in range(1, 1000):
        path = Path(f"{stem}-{number}.{ending}" if number > 1 else name)
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            continue
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(content)
        return str(path)
    raise AlanaError(f"too many files called {stem} here: move some away")
