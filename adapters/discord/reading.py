"""Reading what Discord sends. With `orjson` installed discord.py takes an unpaired surrogate in somebody's
text for a broken connection, and again at every replay; the standard library reads it as any character."""

import json
from collections.abc import Callable
from typing import Any

import discord.utils

_Json = bytes | bytearray | memoryview | str


def read_anything() -> None:
    """Lets the library fall back on the standard library's reader, once."""
    known = discord.utils._from_json
    if isinstance(known, _Patient):
        return
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
