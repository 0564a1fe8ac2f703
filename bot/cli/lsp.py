"""`alana lsp`: the language server, spoken to over standard input and output."""

import os
from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version

from bot.model import Limits


def lsp() -> None:
    """Help an editor with scripts: findings as you type, completion, renaming. Editors start it."""
    # Imported here: whoever asks for help needs no protocol.
    from bot.lsp.server import server

    # Copies of the two, for the server closes what it is given.
    with open(os.dup(0), "rb") as given, open(os.dup(1), "wb") as told:
        server(_version(), limits).start_io(given, told)


def limits() -> Mapping[str, Limits]:
    """Of each platform, by its name."""
    from bot.cli.layout import platform

    known = [platform(name) for name in ("telegram", "discord", "terminal")]
    return {each.name: each.limits for each in known}


def _version() -> str:
    try:
        return version("alana")
    except PackageNotFoundError:
        return "from a checkout"
