"""Everything of discord.py that it does not document, in one place: what has no public way is used from here
alone, and `check` looks at the start whether it is all as expected.

- Its HTTP client and routes: answers stay as they came, and a row's own nonce, flags and files go out.
- Addresses: they stand in classes, for a REST proxy or a test server they are set there.
- The readers of events: the library lets one event that it cannot read end the connection.
- Its reader of JSON: with `orjson` installed it takes an unpaired surrogate in somebody's text for a broken
  connection, and again at every replay; the standard library reads it as any character.
"""

import asyncio
import inspect
import json
from collections.abc import Callable, Iterable, Iterator, MutableMapping, Sequence
from functools import partial
from typing import Any

import discord
import yarl

from bot.errors import PlatformRefused

VERSIONS = ">=2.7,<2.8"  # as in pyproject.toml: raise it after a look at what is used here


def _strange(what: str) -> PlatformRefused:
    return PlatformRefused(
        f"discord.py {discord.__version__} is not as Alana expects it ({what}): "
        f"install one that it was written for (discord.py{VERSIONS})"
    )


try:
    import discord.utils
    from discord.gateway import DiscordWebSocket
    from discord.http import HTTPClient, Route
except ImportError as error:
    raise _strange(str(error)) from None

__all__ = [
    "HTTPClient",
    "Route",
    "ask_at",
    "check",
    "close_gateway",
    "gateway",
    "guard",
    "listen",
    "meet_at",
    "read_anything",
    "roles",
]

_Json = bytes | bytearray | memoryview | str
_Parser = Callable[[Any], None]
_METHODS = (
    "request",
    "get_bot_gateway",
    "bulk_upsert_global_commands",
    "send_typing",
    "start_private_message",
)


# ---------------------------------------------------------------- is it as expected?


def check() -> None:
    """Raises `PlatformRefused` with one line that names the versions, where something is not as expected."""
    for what, holds in _expected():
        if not holds:
            raise _strange(what)


def _expected() -> Iterator[tuple[str, bool]]:
    """Each with what is said if it does not hold. Names that a function looks up stand in its code."""
    for name in _METHODS:
        yield f"HTTPClient.{name}", inspect.isfunction(getattr(HTTPClient, name, None))
    given = {"route", "files", "form", "kwargs"}
    yield (
        "HTTPClient.request takes something else",
        given <= {*inspect.signature(HTTPClient.request).parameters},
    )
    base = getattr(Route, "BASE", None)
    yield "Route.BASE", isinstance(base, str)
    yield "Route's address", getattr(Route("GET", "/{id}", id=1), "url", None) == f"{base}/1"
    yield "DEFAULT_GATEWAY", isinstance(getattr(DiscordWebSocket, "DEFAULT_GATEWAY", None), yarl.URL)
    yield "DEFAULT_GATEWAY is not asked", _looks_up("from_client", "DEFAULT_GATEWAY")
    yield "DiscordWebSocket.open", isinstance(getattr(DiscordWebSocket, "open", None), property)
    yield "Member's roles", "_roles" in getattr(discord.Member, "__slots__", ())
    yield "utils._from_json", callable(getattr(discord.utils, "_from_json", None))
    yield "utils._from_json is not asked", _looks_up("received_message", "_from_json")


def _looks_up(method: str, name: str) -> bool:
    bound = getattr(DiscordWebSocket, method, None)
    code = getattr(getattr(bound, "__func__", bound), "__code__", None)
    return name in getattr(code, "co_names", ())


# ---------------------------------------------------------------- what is changed in it


def ask_at(url: str) -> None:
    """The REST side's address, with /api/v10, for the whole process."""
    Route.BASE = url.rstrip("/")


async def gateway(http: HTTPClient) -> tuple[int, str, int]:
    """How many connections Discord recommends, and where; how many may identify themselves at once."""
    wanted, url, limit = await http.get_bot_gateway()
    return wanted, url, max(1, limit["max_concurrency"])


def meet_at(url: str) -> None:
    """The gateway is there, for the whole process."""
    DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(url)


def guard(
    client: discord.Client, events: Iterable[str], fallen: Callable[[str, object, Exception], None]
) -> None:
    """An event of these kinds that the library cannot read goes to `fallen` (kind, event, error), and
    nothing else comes of it."""
    parsers = getattr(getattr(client, "_connection", None), "parsers", None)
    if not isinstance(parsers, MutableMapping):
        raise _strange("the readers of events")
    for event in events:
        if not callable(parsers.get(event)):
            raise _strange(f"the reader of {event}")
        parsers[event] = partial(_guarded, event, parsers[event], fallen)


def listen(client: discord.Client, event: str, heard: Callable[[Any], None], *, instead: bool) -> None:
    """`heard` gets the data of these events as they came, after the library or `instead` of it."""
    parsers = getattr(getattr(client, "_connection", None), "parsers", None)
    if not isinstance(parsers, MutableMapping) or not callable(parsers.get(event)):
        raise _strange(f"the reader of {event}")
    parsers[event] = heard if instead else partial(_both, parsers[event], heard)


def _both(parser: _Parser, heard: Callable[[Any], None], data: object) -> None:
    parser(data)
    heard(data)


def _guarded(
    event: str, parser: _Parser, fallen: Callable[[str, object, Exception], None], data: object
) -> None:
    try:
        parser(data)
    except Exception as error:
        fallen(event, data, error)


def roles(person: discord.User | discord.Member) -> Sequence[int]:
    """The ids of a member's roles, as Discord sent them; its own `roles` are those of a cached server."""
    return tuple(person._roles) if isinstance(person, discord.Member) else ()


def read_anything() -> None:
    """Lets the library fall back on the standard library's reader, once."""
    known = discord.utils._from_json
    if not isinstance(known, _Patient):
        discord.utils._from_json = _Patient(known)


class _Patient:
    """The library's own reader first: it is the fast one."""

    def __init__(self, swift: Callable[[_Json], Any]) -> None:
        self._swift = swift

    def __call__(self, text: _Json, /) -> Any:
        try:
            return self._swift(text)
        except ValueError:
            return json.loads(
                bytes(text) if isinstance(text, memoryview) else text
            )  # raises the same kind of error for what is no JSON at all


async def close_gateway(client: discord.Client) -> None:
    """Ends the sessions and leaves the REST side open; the library's own `close` ends both."""
    if isinstance(client, discord.AutoShardedClient):
        await asyncio.gather(*(shard.disconnect() for shard in client.shards.values()))
        return
    if client.ws is not None and client.ws.open:
        await client.ws.close(code=1000)
