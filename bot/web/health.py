"""`/health` for a supervisor and `/metrics` for Prometheus, on `ALANA_HTTP_HOST`:`ALANA_HTTP_PORT`.

They say that something is wrong, never what: whoever may ask is not whoever may know. `alana doctor` tells.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping
from contextlib import asynccontextmanager

from aiohttp import web

from bot.errors import StorageError
from bot.ports import Hook
from bot.web.server import LONGEST, listening

KEPT = 1.0  # seconds that numbers are given again: however often they are asked, the database is not
PATIENCE = 5.0  # seconds after which a database that does not answer is failing

HealthNumbers = Mapping[str, float]
Numbers = Callable[[], Awaitable[HealthNumbers]]

log = logging.getLogger("alana.web")


@asynccontextmanager
async def serving(
    host: str,
    port: int,
    numbers: Numbers,
    names: Collection[str] = (),
    longest: float = LONGEST,
    hooks: Collection[Hook] = (),
) -> AsyncIterator[int]:
    """Serves while the block runs; gives the port. `numbers` are metrics by name. A connection ends after
    `longest` seconds. `hooks` are where platforms bring what people do."""
    look = _Look(numbers)
    pages = {"/health": _health, "/metrics": _metrics}

    async def answer(request: web.BaseRequest) -> web.Response:
        page = pages.get(request.path)
        if page is None:
            return web.Response(status=404)
        if request.method not in ("GET", "HEAD"):
            return web.Response(status=405, headers={"Allow": "GET, HEAD"})
        return page(await look.now())

    async with listening(host, port, answer, names, longest, hooks) as bound:
        yield bound


def _health(found: HealthNumbers | None) -> web.Response:
    if found is None:
        return web.json_response({"status": "failing"}, status=503)
    return web.json_response({"status": "ok"})


def _metrics(found: HealthNumbers | None) -> web.Response:
    if found is None:
        return web.Response(status=503)
    rows = (f"# TYPE alana_{name} gauge\nalana_{name} {value:g}\n" for name, value in found.items())
    return web.Response(text="".join(rows), headers={"Content-Type": "text/plain; version=0.0.4"})


class _Look:
    """The numbers as they are now or were a moment ago; one look at a time, for all who ask."""

    def __init__(self, numbers: Numbers) -> None:
        self._numbers = numbers
        self._task: asyncio.Task[HealthNumbers | None] | None = None
        self._old_at = 0.0  # on the loop's clock

    async def now(self) -> HealthNumbers | None:
        """None: the database fails."""
        loop = asyncio.get_running_loop()
        if self._task is None or (self._task.done() and loop.time() >= self._old_at):
            self._task = asyncio.create_task(self._look())
        return await asyncio.shield(self._task)

    async def _look(self) -> HealthNumbers | None:
        try:
            async with asyncio.timeout(PATIENCE):
                return await self._numbers()
        except (StorageError, TimeoutError):
            return None
        except Exception:
            log.exception("the numbers for /metrics failed by a mistake of ours")
            return None
        finally:
            self._old_at = asyncio.get_running_loop().time() + KEPT
