"""`/health` for a supervisor and `/metrics` for Prometheus, on `ALANA_HTTP_HOST`:`ALANA_HTTP_PORT`."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager

from aiohttp import web

from bot.errors import SettingsError, StorageError

Numbers = Callable[[], Awaitable[Mapping[str, float]]]


@asynccontextmanager
async def serving(host: str, port: int, numbers: Numbers) -> AsyncIterator[int]:
    """Serves while the block runs; gives the port. `numbers` are metrics by name, asked at each call."""

    async def health(request: web.Request) -> web.Response:
        try:
            await numbers()
        except StorageError as error:
            return web.json_response({"status": "failing", "reason": str(error)}, status=503)
        return web.json_response({"status": "ok"})

    async def metrics(request: web.Request) -> web.Response:
        try:
            found = await numbers()
        except StorageError:
            return web.Response(status=503)
        rows = (f"# TYPE alana_{name} gauge\nalana_{name} {value:g}\n" for name, value in found.items())
        return web.Response(text="".join(rows), headers={"Content-Type": "text/plain; version=0.0.4"})

    application = web.Application()
    application.router.add_get("/health", health)
    application.router.add_get("/metrics", metrics)
    runner = web.AppRunner(application, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, host, port)
    try:
        await site.start()
    except OSError as error:
        await runner.cleanup()
        raise SettingsError(
            f"ALANA_HTTP_PORT: cannot listen on {host}:{port}: {error.strerror or error}"
        ) from None
    try:
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()
