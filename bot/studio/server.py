"""Serves the page on this machine: a few files, and one WebSocket over which everything else goes.

Nothing is answered that another page could have made a browser ask: the host's name and the page's origin are
looked at, and where the studio is open to others than this machine, a token. Nothing outside the project is
read or written, and the page may load nothing from elsewhere.
"""

import asyncio
import contextlib
import hmac
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import partial
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from aiohttp import WSCloseCode, WSMsgType, web

from bot.analysis.bundles import PLAN
from bot.authoring.writing import write_file
from bot.errors import AlanaError
from bot.frozen import frozen
from bot.studio.backroom import NONSENSE, Backroom, Beside, in_a_process
from bot.studio.playing import PlatformView
from bot.studio.scripts import ScriptFolder
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
_SCRIPTS = ("main", "graph", "moves", "script", "talk", "tabs")
_PAGES = {
    "/": ("index.html", "text/html"),
    "/style.css": ("style.css", "text/css"),
    **{f"/{name}.js": (f"{name}.js", "text/javascript") for name in _SCRIPTS},
}
_HERE = frozenset({"127.0.0.1", "localhost", "::1"})
_LARGEST = 9_000_000  # bytes of one message: a script of eight megabytes fits
_COOKIE = "alana_studio"
log = logging.getLogger("alana.studio")
_LOOK = 0.7  # seconds between looks at the disk
_QUIET = 0.25  # seconds without a keystroke before everything is judged


@frozen
class Lent:
    """What the page shows beyond scripts, lent by whoever knows platforms and databases."""

    looks: Callable[[str], PlatformView]
    understand: Understand
    funnel: Callable[[], Awaitable[Mapping[str, object]]] | None = None
    impact: Callable[[], Awaitable[Sequence[str]]] | None = None


class Studio:
    """One project, and everybody who has its page open. `beside`: where its slow work is done."""

    def __init__(
        self, scripts: ScriptFolder, lent: Lent, token: str = "", beside: Beside = in_a_process
    ) -> None:
        self._scripts, self._lent, self._token = scripts, lent, token
        self._back = Backroom((scripts.home, lent.looks, lent.understand), beside)
        self._pages: set[web.WebSocketResponse] = set()
        self._looking = asyncio.Lock()
        self._changes = 0  # of anything, here or on disk
        self._tasks: set[asyncio.Task[None]] = set()
        self._told: Mapping[str, object] | None = None  # the outline that pages have
        self._verbs: Mapping[str, Callable[[Mapping[str, Any]], Awaitable[object]]] = {
            "open": self._open, "script": self._script, "edit": self._edit, "save": self._save,
            "graph": self._graph, "record": self._record, "funnel": self._funnel, "impact": self._impact,
            **{verb: partial(self._back.do, verb) for verb in ("talk", "coverage", "translations")},
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
                if message.type is WSMsgType.TEXT:  # begun in order; a keystroke waits for no picture
                    self._later(self._reply(page, message.data))
        finally:
            self._pages.discard(page)
        return page

    async def _reply(self, page: web.WebSocketResponse, text: str) -> None:
        answer = await self._answer(text)
        with contextlib.suppress(ConnectionError):
            await page.send_json(answer)

    async def _answer(self, text: str) -> dict[str, object]:
        asked: Any = None
        try:
            asked = json.loads(text)
            verb = self._verbs[asked["do"]]
            return {"id": asked["id"], "ok": await verb(asked)}
        except AlanaError as error:
            return {"id": asked["id"], "error": str(error)}
        except NONSENSE:
            return {
                "id": asked.get("id") if isinstance(asked, dict) else None,
                "error": "the page asked for something that the studio does not understand",
            }

    async def _tell(self, event: Mapping[str, object]) -> None:
        for page in [*self._pages]:
            with contextlib.suppress(ConnectionError):
                await page.send_json(event)

    def _later(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: "asyncio.Future[None]") -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("work beside the page stopped by a mistake of ours", exc_info=error)

    # ------------------------------------------------------------ scripts

    async def _open(self, asked: Mapping[str, Any]) -> object:
        outline = self._told if self._told is not None else await asyncio.to_thread(self._scripts.outline)
        self._told = None
        self._later(self._look_again())
        about = {"database": self._lent.funnel is not None, "platforms": ["telegram", "discord", "terminal"]}
        return {**outline, **about}

    async def _script(self, asked: Mapping[str, Any]) -> object:
        """A script afresh, as it is on disk; what was typed and not saved is given up."""
        name = str(asked["file"])
        there = self._scripts.on_disk(name)
        self._back.close(self._scripts.path(name))
        findings = self._scripts.judged(name, there.text)
        return {"text": there.text, "version": there.version, "findings": findings}

    async def _edit(self, asked: Mapping[str, Any]) -> object:
        """What is typed: judged at once by itself; what it does to the others follows."""
        name, text = str(asked["file"]), str(asked["text"])
        self._back.write(self._scripts.path(name), text)
        self._changes += 1
        self._later(self._look_again(_QUIET))
        return {"findings": self._scripts.judged(name, text)}

    async def _look_again(self, after: float = 0) -> None:
        """Judges everything, unless something has changed again until then: that is looked at in its turn."""
        changes = self._changes
        await asyncio.sleep(after)
        async with self._looking:
            if changes != self._changes:
                return
            try:
                found = await self._back.do("findings", {})
            except AlanaError as error:
                await self._tell({"event": "trouble", "said": str(error)})
                return
            if changes == self._changes:
                changed = {} if found["outline"] == self._told else {"outline": found["outline"]}
                self._told = found["outline"]
                await self._tell({"event": "findings", "files": found["files"], **changed})

    async def _save(self, asked: Mapping[str, Any]) -> object:
        name, text = str(asked["file"]), str(asked["text"])
        there, written = self._scripts.save(name, text, str(asked["version"]))
        if not written:
            return {"conflict": there.text, "version": there.version}
        # From now on what stands on disk counts, whoever writes it.
        self._back.close(self._scripts.path(name))
        self._changes += 1
        self._later(self._look_again())
        return {"version": there.version}

    async def watch(self) -> None:
        """Sees what other editors write, until it is cancelled."""
        self._later(self._look_again())
        while True:
            try:
                await self._look_at_the_disk()
            except AlanaError:
                pass  # a folder in the middle of a change; the next look says
            except Exception:
                log.exception("looking at the folder stopped by a mistake of ours; it is looked at again")
            await asyncio.sleep(_LOOK)

    async def _look_at_the_disk(self) -> None:
        if await asyncio.to_thread(self._scripts.moved):
            self._back.close(self._scripts.home)
            self._changes += 1
            versions = await asyncio.to_thread(self._scripts.versions)
            await self._tell({"event": "disk", "versions": versions})
            self._later(self._look_again())

    async def end(self) -> None:
        self._back.end()
        for page in [*self._pages]:
            with contextlib.suppress(ConnectionError):
                await page.close(code=WSCloseCode.GOING_AWAY)

    # ------------------------------------------------------------ pictures and talks

    async def _graph(self, asked: Mapping[str, Any]) -> object:
        self._scripts.path(str(asked["file"]))
        return await self._back.do("graph", asked)

    async def _record(self, asked: Mapping[str, Any]) -> object:
        """Writes what was played as the plan beside the script."""
        path = self._scripts.path(str(asked["file"])).with_suffix(PLAN)
        plan = await self._back.do("plan", asked)
        if path.exists() and not asked.get("over"):
            return {"there": path.name}
        write_file(path, plan, inside=self._scripts.folder, over=True)
        return {"file": path.name}

    # ------------------------------------------------------------ reports

    async def _funnel(self, asked: Mapping[str, Any]) -> object:
        return await self._report(self._lent.funnel)

    async def _impact(self, asked: Mapping[str, Any]) -> object:
        return await self._report(self._lent.impact)

    async def _report(self, report: Callable[[], Awaitable[object]] | None) -> object:
        if report is None:
            raise AlanaError("no database is named: alana studio --database alana.db")
        return await report()


@asynccontextmanager
async def serving(studio: Studio, host: str, port: int) -> AsyncIterator[int]:
    """Serves while the block runs; gives the port."""
    runner = web.AppRunner(studio.application(), access_log=None, shutdown_timeout=1)
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
        await studio.end()
        await runner.cleanup()
