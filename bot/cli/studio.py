"""`alana studio`: graph, script and a live talk in the browser."""

import asyncio
import contextlib
import secrets
import signal
import webbrowser
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.scripts import database_named, or_played
from bot.errors import AlanaError

Lines = Callable[[], Awaitable[Sequence[str]]]
Funnels = Callable[[], Awaitable[Mapping[str, object]]]
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
        str, typer.Option(metavar="DATABASE", help="A URL or SQLite file: how far people come. Only read.")
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
    from bot.studio.scripts import ScriptFolder
    from bot.studio.server import Lent, Studio, serving

    scripts = ScriptFolder(place)
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


def reports(url: str, folder: Path) -> tuple[Funnels, Lines]:
    """How far people come, and what publishing would do to them."""
    from bot.impact import impact_report

    async def far() -> Mapping[str, object]:
        from bot.cli.stats import counted, evenings
        from bot.script_library import read
        from bot.statistics.report import as_json

        return as_json(await counted(url, list(evenings(read(folder)[0]))))

    async def moved() -> Sequence[str]:
        return await impact_report(url, folder)

    return far, moved
