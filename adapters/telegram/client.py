"""The library's objects, made once: an HTTP client for each purpose and the `Bot` over them."""

import asyncio
import ssl
import warnings
from functools import cache
from typing import Any

import httpx
from telegram import Bot
from telegram.request import BaseRequest, HTTPXRequest
from telegram.warnings import PTBDeprecationWarning, PTBUserWarning

ANSWER_TIMEOUT = 20.0  # seconds; a shorter one would send more messages twice


class Queued(HTTPXRequest):
    """Lets as many calls in as there are connections. Left to wait inside the library's pool, each call
    costs a look at every connection: of two hundred taps at once the last was answered after seconds."""

    def __init__(self, connections: int) -> None:
        super().__init__(
            connection_pool_size=connections,
            read_timeout=ANSWER_TIMEOUT,
            write_timeout=ANSWER_TIMEOUT,
            connect_timeout=10.0,
            pool_timeout=ANSWER_TIMEOUT,
            httpx_kwargs={"verify": _authorities()},
        )
        self._turns = asyncio.Semaphore(connections)

    async def do_request(self, *args: Any, **given: Any) -> tuple[int, bytes]:
        """One call, when there is a connection for it."""
        async with self._turns:
            return await super().do_request(*args, **given)


@cache
def _authorities() -> ssl.SSLContext:
    """What certificates are checked by, as httpx would do it; read once instead of for every client."""
    return httpx.create_ssl_context()


class RawBot(Bot):
    """The library's `Bot`, and a call whose answer stays as it came."""

    @property
    def me(self) -> str:
        """The bot's name, once `get_me` has told it; "" before."""
        try:
            return self.username
        except RuntimeError:
            return ""

    async def call(self, endpoint: str, **given: Any) -> Any:
        """The `result` of an API method. `given` are its parameters, plain values; None is left out.

        The library's own methods make some hundred objects of a message that was sent, and all that is
        wanted of it is the number: for four messages a turn that costs more than the turn.
        """
        return await self.do_api_request(endpoint, given)


def hold_warnings() -> None:
    """Silences the two warnings of the library that our use of it brings with it, and no others: that a
    call has a method of its own (which parses its answer), and that times in answers and updates will
    be timedeltas (`outbound.wait_of` takes both; of no other is the number looked at)."""
    own = r"Please use 'Bot\.\w+' instead of 'Bot\.do_api_request"
    warnings.filterwarnings("ignore", own, PTBUserWarning, __name__.replace(".", r"\."))
    later = r".*In a future major version attribute `\w+` will be of type `datetime.timedelta`"
    warnings.filterwarnings("ignore", later, PTBDeprecationWarning, r"telegram\.")


def make_bot(token: str, base_url: str | None, request: BaseRequest, updates: BaseRequest) -> RawBot:
    """A bot; `base_url` is another API server's address, with or without `/bot` at its end."""
    if base_url is None:
        return RawBot(token, request=request, get_updates_request=updates)
    root = base_url.rstrip("/").removesuffix("/bot")
    return RawBot(
        token,
        base_url=f"{root}/bot",
        base_file_url=f"{root}/file/bot",
        request=request,
        get_updates_request=updates,
    )
