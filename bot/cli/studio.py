"""`alana studio`: graph, script and a live talk in the browser."""

import asyncio
import contextlib
import secrets
import signal
import webbrowser
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.scripts import database_named, or_played
from bot.errors import AlanaError

Lines = Callable[[], Awaitable[Sequence[str]]]
_HERE = ("127.0.0.1", "localhost", "::1")


def studio(
    path: Annotated[
        Path | None, typer.Argument(help="A series or script; none: the one that the bot plays.")
    ] = None,
    host: Annotated[
        str, typer.Option(help="Where it listens; another than this machine needs --token.")
    ] = _HERE[0],
    port: Annotated[int, typer.Option(min=0, max=65535, help="0: any that is free.")] = 0,
    token: Annotated[
        str, typer.Option(help="What others must know to see it; `new` makes one.", show_default=False)
    ] = "",
    database: Annotated[
        str, typer.Option(metavar="DATABASE", help="A URL or SQLite file: who stands where. Only read.")
    ] = "",
    browser: Annotated[bool, typer.Option(help="Open the browser.")] = True,
) -> None:
    """Write with a picture beside you: nodes and ways, the script with its mistakes, and a talk to try it."""
    if host not in _HERE and not token:
        raise AlanaError(f"others could reach {host}: give --token new, and hand its address round yourself")
    token = secrets.token_urlsafe(18) if token == "new" else token
    place = or_played([path] if path is not None else None)[0]
    url = database_named(database, "--database") if database else ""
    raise SystemExit(asyncio.run(_serve(place, host, port, token, url, browser)))


async def _serve(place: Path, host: str, port: int, token: str, url: str, browser: bool) -> int:
    from bot.conversation.rehearsal import understand
    from bot.studio.scripts import Scripts
    from bot.studio.server import Lent, Studio, serving

    scripts = Scripts(place)
    lent = Lent(look, understand, *(reports(url, scripts.folder) if url else (None, None)))
    served = Studio(scripts, lent, token)
    async with serving(served, host, port) as bound:
        name = f"[{host}]" if ":" in host else host
        address = f"http://{name}:{bound}/" + (f"?token={token}" if token else "")
        print(f"The studio is at {address} – Ctrl-C ends it.", flush=True)
        if browser:
            webbrowser.open(address)
        return await _stopped()


async def _stopped() -> int:
    """Waits for a signal to end. A second one changes nothing: what is begun is being ended already."""
    stopped: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    def stop(number: int) -> None:
        if not stopped.done():
            stopped.set_result(128 + number)

    for name in ("SIGTERM", "SIGHUP"):
        with contextlib.suppress(NotImplementedError, AttributeError):  # Windows has neither
            number = getattr(signal, name)
            if signal.getsignal(number) is not signal.SIG_IGN:
                asyncio.get_running_loop().add_signal_handler(number, stop, number)
    return await stopped


def look(name: str):  # type: ignore[no-untyped-def]  # its type is of a room that is loaded only now
    """A platform as the page shows it."""
    from bot.cli.layout import platform, remarks
    from bot.studio.playing import PlatformView

    if name not in ("telegram", "discord", "terminal"):
        raise AlanaError(f"{name[:40]!r} is no platform that is shown")
    found = platform(name)
    return PlatformView(
        found.name, found.limits, found.keys, found.menus,
        lambda message, full: [*remarks(message, found, full)],
    )  # fmt: skip


def reports(url: str, folder: Path) -> tuple[Lines, Lines]:
    """How far people come, and what publishing would do to them."""
    from bot.impact import impact_report

    async def far() -> Sequence[str]:
        return await _standing(url, folder)

    async def moved() -> Sequence[str]:
        return await impact_report(url, folder)

    return far, moved


async def _standing(url: str, folder: Path) -> list[str]:
    """By evening and revision: how many people there are in the middle of it, and at which questions."""
    from bot.script_library import read
    from bot.storage import queries
    from bot.storage.database import Database

    series = read(folder)[0].series
    database = Database(url)
    await database.open_to_read()
    try:
        found = await database.read(queries.standings)
    finally:
        await database.close()
    lines = []
    for key, digest, episode in sorted({(w.series, w.state.digest, w.episode or "") for w in found}):
        there = [w for w in found if (w.series, w.state.digest, w.episode or "") == (key, digest, episode)]
        program = series[key].program if key in series else None
        now = " (as it is now)" if program is not None and program.digest == digest else ""
        total = sum(w.people for w in there)
        lines.append(f"{episode or key}, revision {digest[:8]}{now}: {total} in the middle")
        for standing in sorted(there, key=lambda w: -w.people):
            line = program.lines.get(standing.state.at or "") if program is not None else None
            words = " ".join(line.text.split())[:70] if line is not None else ""
            lines.append(f"{standing.people:>6}  {standing.state.node} {words}".rstrip())
    return lines or ["Nobody is in the middle of an evening."]
