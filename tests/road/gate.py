"""A way to a server that can be shut: what is said then is kept, and nobody hears that anything is wrong."""

import asyncio
import contextlib
from urllib.parse import urlsplit, urlunsplit


class Gate:
    """A proxy on loopback before the server at `url`; use as an async context manager. `url` is its own."""

    def __init__(self, url: str) -> None:
        self._there = urlsplit(url)
        self._open = asyncio.Event()
        self._open.set()
        self._lines: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None
        self.url = ""

    async def __aenter__(self) -> "Gate":
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        port = self._server.sockets[0].getsockname()[1]
        user = f"{self._there.username}@" if self._there.username else ""
        self.url = urlunsplit(self._there._replace(netloc=f"{user}127.0.0.1:{port}"))
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()
        for line in tuple(self._lines):
            line.cancel()
        await asyncio.gather(*self._lines, return_exceptions=True)

    def shut(self) -> None:
        self._open.clear()

    def open(self) -> None:
        self._open.set()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._lines.add(task)
        task.add_done_callback(self._lines.discard)
        with contextlib.suppress(OSError, asyncio.CancelledError):
            await self._open.wait()
            there = await asyncio.open_connection(self._there.hostname, self._there.port)
            try:
                both = (self._carry(reader, there[1]), self._carry(there[0], writer))
                await asyncio.gather(*both)
            finally:
                there[1].close()
        writer.close()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while words := await reader.read(65_536):
                await self._open.wait()
                writer.write(words)
                await writer.drain()
        writer.close()
