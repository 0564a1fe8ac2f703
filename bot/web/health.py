"""What a supervisor and Prometheus ask, on `ALANA_HTTP_HOST`:`ALANA_HTTP_PORT`.

`/healthz`: the process is alive. `/health`: and its database answers. `/readyz`: it can serve, part by part.
`/metrics`: figures. They say that something is wrong, never what: whoever may ask is not whoever may
know. `alana doctor` tells.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping
from contextlib import asynccontextmanager

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST

from bot.errors import StorageError
from bot.ports import Hook
from bot.web.gauges import Gauges, together
from bot.web.server import LONGEST, listening

KEPT = 1.0  # seconds that figures are given again: however often they are asked, the database is not
PATIENCE = 5.0  # seconds after which a database that does not answer is failing
OLD = 900.0  # seconds that the oldest message may wait while we are ready

Looks = Mapping[str, Gauges]  # by bot
Looking = Callable[[], Awaitable[Looks]]
MetricsPage = Callable[[Looks | None], bytes]  # None: the database does not answer

log = logging.getLogger("alana.web")


@asynccontextmanager
async def serving(
    host: str,
    port: int,
    looking: Looking,
    figures: MetricsPage,
    names: Collection[str] = (),
    longest: float = LONGEST,
    hooks: Collection[Hook] = (),
) -> AsyncIterator[int]:
    """Serves while the block runs; gives the port. `looking` reads what is shown, `figures` writes them as
    Prometheus reads them. A connection ends after `longest` seconds. `hooks` are where platforms bring what
    people do."""
    kept = _Kept(looking)

    def metrics(found: Looks | None) -> web.Response:
        return web.Response(body=figures(found), headers={"Content-Type": CONTENT_TYPE_LATEST})

    pages = {"/health": _health, "/readyz": _ready, "/metrics": metrics}

    async def answer(request: web.BaseRequest) -> web.Response:
        page = pages.get(request.path)
        if page is None and request.path != "/healthz":
            return web.Response(status=404)
        if request.method not in ("GET", "HEAD"):
            return web.Response(status=405, headers={"Allow": "GET, HEAD"})
        return page(await kept.now()) if page is not None else web.json_response({"status": "ok"})

    async with listening(host, port, answer, names, longest, hooks) as bound:
        yield bound


def _health(found: Looks | None) -> web.Response:
    if found is None:
        return web.json_response({"status": "failing"}, status=503)
    return web.json_response({"status": "ok"})


def _ready(found: Looks | None) -> web.Response:
    parts = readiness(together([*found.values()]) if found is not None else None)
    ready = all(parts.values())
    shown = {name: "ok" if fine else "failing" for name, fine in parts.items()}
    return web.json_response({"status": "ok" if ready else "failing", **shown}, status=200 if ready else 503)


def readiness(found: Gauges | None) -> Mapping[str, bool]:
    """What must be there to serve, and whether it is. None: the database does not answer. One that
    answers and stores nothing (its disk is full) is failing, too."""
    if found is None:
        return {"database": False}
    here = found.connected.keys() - set(found.elsewhere)
    late = any(waiting.age > OLD for name, waiting in found.outbox.items() if name in here)
    parts = {"database": found.storing, "scripts": found.scripts > 0, "outbox": not late}
    return parts | {name: there or name in found.elsewhere for name, there in found.connected.items()}


class _Kept:
    """What was read now or a moment ago; one look at a time, for all who ask."""

    def __init__(self, looking: Looking) -> None:
        self._looking = looking
        self._task: asyncio.Task[Looks | None] | None = None
        self._old_at = 0.0  # on the loop's clock

    async def now(self) -> Looks | None:
        """None: the database fails."""
        loop = asyncio.get_running_loop()
        if self._task is None or (self._task.done() and loop.time() >= self._old_at):
            self._task = asyncio.create_task(self._look())
        return await asyncio.shield(self._task)

    async def _look(self) -> Looks | None:
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._looking()
        except (StorageError, TimeoutError):
            return None
        except Exception:
            log.exception("the numbers for /metrics failed by a mistake of ours")
            return None
        finally:
            self._old_at = asyncio.get_running_loop().time() + KEPT
