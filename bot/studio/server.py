"""Serves the page on this machine: a few files, and one WebSocket over which everything else goes.

Nothing is answered that another page could have made a browser ask: the host's name and the page's origin are
looked at, and where the studio is open to others than this machine, a token. Nothing outside the project is
read or written, and the page may load nothing from elsewhere.
"""

import asyncio
import contextlib
import hmac
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import partial
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from aiohttp import WSMsgType, web

from bot.analysis.bundles import PLAN
from bot.authoring.graph import Figures
from bot.authoring.writing import write_file
from bot.errors import AlanaError
from bot.frozen import frozen
from bot.studio.plans import played, reported
from bot.studio.playing import PlatformView, Talk
from bot.studio.workroom import Newer, Workroom, version
from bot.yarn.plan_run import Understand

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_SCRIPTS = ("main", "graph", "script", "talk", "tabs")
_PAGES = {
    "/": ("index.html", "text/html"),
    "/style.css": ("style.css", "text/css"),
    **{
        f"/{name}.js": (f"{name}.js", "text/javascript")
        for name in ("main", "graph", "script", "talk", "tabs")
    },
}
_HERE = frozenset({"127.0.0.1", "localhost", "::1"})
_LARGEST = 9_000_000  # bytes of one message: a script of eight megabytes fits
_COOKIE = "alana_studio"
_LOOK = 0.7  # seconds between looks at the disk
_QUIET = 0.25  # seconds without a keystroke before everything is judged


@frozen
class Lent:
    """What the page shows beyond scripts, lent by whoever knows platforms and databases."""

    looks: Callable[[str], PlatformView]
    understand: Understand
    funnel: Callable[[], Awaitable[Sequence[str]]] | None = None
    impact: Callable[[], Awaitable[Sequence[str]]] | None = None


class Studio:
    """One project, and everybody who has its page open."""

    def __init__(self, room: Workroom, lent: Lent, token: str = "") -> None:
        self.room, self._lent, self._token = room, lent, token
        self._pages: set[web.WebSocketResponse] = set()
        self._settling = asyncio.Lock()  # scripts are settled one set after another: they share their trees
        self._tasks: set[asyncio.Task[None]] = set()
        self._reached: frozenset[int] | None = None
        self._told: object = None  # the outline that pages have
        self._read = asyncio.Event()  # whether the project was looked at
        self._verbs: Mapping[str, Callable[[Mapping[str, Any]], Awaitable[object]]] = {
            "open": self._open, "script": self._script, "edit": self._edit, "save": self._save,
            "graph": self._graph, "talk": self._talk, "record": self._record, "coverage": self._coverage,
            "translations": self._translations, "funnel": self._funnel, "impact": self._impact,
        }  # fmt: skip

    def application(self) -> web.Application:
        app = web.Application(middlewares=[self._guard], client_max_size=_LARGEST)
        for place in _PAGES:
            app.router.add_get(place, self._page)
        app.router.add_get("/socket", self._socket)
        return app

    # ------------------------------------------------------------ who may ask

    @web.middleware
    async def _guard(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        if not self._ours(request):
            return web.Response(status=403, text="This page is for its own machine.\n", headers=_HEADERS)
        if self._token and not self._known(request):
            given = request.query.get("token", "")
            if request.path != "/" or not hmac.compare_digest(given.encode(), self._token.encode()):
                return web.Response(status=403, text="The token is missing.\n", headers=_HEADERS)
            there = web.Response(status=303, headers={**_HEADERS, "Location": "/"})
            there.set_cookie(_COOKIE, self._token, httponly=True, samesite="Strict")
            return there
        try:
            return await handler(request)
        except web.HTTPException as error:
            return web.Response(status=error.status, text=f"{error.reason}\n", headers=_HEADERS)

    def _ours(self, request: web.Request) -> bool:
        try:
            asked = urlsplit(f"//{request.host}").hostname
        except ValueError:
            return False
        origin = request.headers.get("Origin")
        wanted = request.path == "/socket" or origin is not None
        # Where there is a token, its cookie belongs to the name that the browser was given.
        named = asked in _HERE or bool(self._token)
        return named and (not wanted or origin == f"http://{request.host}")

    def _known(self, request: web.Request) -> bool:
        return hmac.compare_digest(request.cookies.get(_COOKIE, "").encode(), self._token.encode())

    async def _page(self, request: web.Request) -> web.Response:
        name, kind = _PAGES[request.path]
        text = files("bot.studio").joinpath("page", name).read_text("utf-8")
        return web.Response(text=text, content_type=kind, headers=_HEADERS)

    # ------------------------------------------------------------ the wire

    async def _socket(self, request: web.Request) -> web.WebSocketResponse:
        page = web.WebSocketResponse(max_msg_size=_LARGEST, heartbeat=30)
        await page.prepare(request)
        self._pages.add(page)
        try:
            async for message in page:
                if message.type is WSMsgType.TEXT:
                    await page.send_json(await self._answer(message.data))
        finally:
            self._pages.discard(page)
        return page

    async def _answer(self, text: str) -> dict[str, object]:
        await self._read.wait()
        asked: Any = None
        try:
            asked = json.loads(text)
            verb = self._verbs[asked["do"]]
            return {"id": asked["id"], "ok": await verb(asked)}
        except AlanaError as error:
            return {"id": asked["id"], "error": str(error)}
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return {
                "id": asked.get("id") if isinstance(asked, dict) else None,
                "error": "the page asked for something that the studio does not understand",
            }

    async def _tell(self, event: Mapping[str, object]) -> None:
        for page in [*self._pages]:
            with contextlib.suppress(ConnectionError):
                await page.send_json(event)

    async def _apart(self, work: Callable[[], Any]) -> Any:
        """Does work that may take its time beside everything else, one piece after another."""
        async with self._settling:
            return await asyncio.get_running_loop().run_in_executor(None, work)

    def _later(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # ------------------------------------------------------------ scripts

    async def _open(self, asked: Mapping[str, Any]) -> object:
        self._told = None
        self._later(self._look_again())
        about = {"database": self._lent.funnel is not None, "platforms": ["telegram", "discord", "terminal"]}
        return {**self.room.outline(), **about}

    async def _script(self, asked: Mapping[str, Any]) -> object:
        name = str(asked["file"])
        there = self.room.opened(name)
        if there.text != self.room.bench.facts[name].script.source.text:
            self.room.desk.refresh()  # it changed since the last look at the disk
        return {"text": there.text, "version": there.version, "findings": self.room.quick(name)}

    async def _edit(self, asked: Mapping[str, Any]) -> object:
        """What is typed: judged at once by itself; what it does to the others follows."""
        name = str(asked["file"])
        self.room.desk.write(self.room.path(name), str(asked["text"]))
        self._later(self._look_again(_QUIET))
        return {"findings": self.room.quick(name)}

    async def _look_again(self, after: float = 0) -> None:
        bench = self.room.bench
        await asyncio.sleep(after)
        found = await self._apart(lambda: self.room.findings() if self.room.bench is bench else None)
        if found is None:
            return
        outline = self.room.outline()
        changed = {} if outline == self._told else {"outline": outline}
        self._told = outline
        await self._tell({"event": "findings", "files": found, **changed})

    async def _save(self, asked: Mapping[str, Any]) -> object:
        text = str(asked["text"])
        there = self.room.save(str(asked["file"]), text, str(asked["version"]))
        if isinstance(there, Newer):
            return {"conflict": there.text, "version": there.version}
        self._later(self._look_again())
        return {"version": version(text)}

    async def watch(self) -> None:
        """Reads the project, then sees what other editors write, until it is cancelled."""
        await self._apart(self._first_look)
        self._read.set()
        while True:
            await asyncio.sleep(_LOOK)
            with contextlib.suppress(AlanaError):
                if await asyncio.to_thread(self.room.moved):
                    versions = {name: self.room.on_disk(name).version for name in self.room.bench.facts}
                    await self._tell({"event": "disk", "versions": versions})
                    await self._look_again()

    def _first_look(self) -> None:
        self.room.moved()
        _ = self.room.bench

    # ------------------------------------------------------------ pictures and talks

    async def _graph(self, asked: Mapping[str, Any]) -> object:
        figures = Figures(self._reached)
        return await self._apart(partial(self.room.graph, str(asked["file"]), figures))

    async def _played(self, asked: Mapping[str, Any], language: str | None = None) -> Talk:
        program = await self._apart(self.room.playable)
        code = language or str(asked.get("language", "en"))
        strings = self.room.strings(code) if language is None else None
        talk = Talk(program, self._lent.looks(str(asked["platform"])), code, strings)
        talk.play(str(asked["node"]), list(asked["moves"]))
        return talk

    async def _talk(self, asked: Mapping[str, Any]) -> object:
        talk = await self._played(asked)
        if asked.get("words"):
            move = await talk.meant(str(asked["words"])[:2000])
            talk = await self._played({**asked, "moves": [*talk.fitting, move]})
        return talk.view()

    async def _record(self, asked: Mapping[str, Any]) -> object:
        """Writes what was played as the plan beside the script; in the base language, as plans are."""
        base = str(self.room.outline()["base"])
        talk = await self._played(asked, base)
        path = self.room.path(str(asked["file"])).with_suffix(PLAN)
        if path.exists() and not asked.get("over"):
            return {"there": path.name}
        write_file(path, talk.plan(str(asked["node"])), inside=self.room.folder, over=True)
        return {"file": path.name}

    # ------------------------------------------------------------ reports

    async def _coverage(self, asked: Mapping[str, Any]) -> object:
        bundle = self.room.bench.bundle
        program = await self._apart(self.room.playable)
        self._reached, _ = await self._apart(partial(played, bundle, program, self._lent.understand))
        return await self._apart(partial(reported, bundle, program, self._lent.understand))

    async def _translations(self, asked: Mapping[str, Any]) -> object:
        return await self._apart(partial(self.room.translations, str(asked["language"])))

    async def _funnel(self, asked: Mapping[str, Any]) -> object:
        return await self._report(self._lent.funnel)

    async def _impact(self, asked: Mapping[str, Any]) -> object:
        return await self._report(self._lent.impact)

    async def _report(self, report: Callable[[], Awaitable[Sequence[str]]] | None) -> list[str]:
        if report is None:
            raise AlanaError("no database is named: alana studio --database alana.db")
        return [*await report()]


@asynccontextmanager
async def serving(studio: Studio, host: str, port: int) -> AsyncIterator[int]:
    """Serves while the block runs; gives the port."""
    runner = web.AppRunner(studio.application(), access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, host, port)
    watching = asyncio.ensure_future(studio.watch())
    try:
        await site.start()
        yield int(runner.addresses[0][1])
    except OSError as error:
        raise AlanaError(f"the studio cannot listen on {host}:{port}: {error.strerror}") from None
    finally:
        watching.cancel()
        await runner.cleanup()
