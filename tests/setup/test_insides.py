"""Insides of libraries: used in one file each, which looks at the start whether they are as expected."""

import ast
import logging
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import discord
import pytest
from discord.gateway import DiscordWebSocket
from discord.http import HTTPClient, Route

from adapters.discord import library, quiet
from adapters.discord.adapter import DiscordAdapter
from bot.errors import PlatformRefused

ROOT = Path(__file__).parent.parent.parent
GUARDED = ROOT / "adapters/discord/library.py"
# Modules that discord.py and others document nowhere, though their names look public.
NAMEDTUPLE = {"_replace", "_fields", "_asdict", "_make"}  # public, so that they are no names of fields
UNDOCUMENTED = {"discord.http", "discord.gateway", "discord.state", "discord.utils"}


def insides(text: str) -> Iterator[tuple[int, str]]:
    """Lines that reach into an object of somebody else, or import what nobody promises."""
    tree = ast.parse(text)
    own = set(_defined(tree))
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(attr=name) if name.startswith("_") and not name.endswith("__"):
                if name not in own | NAMEDTUPLE:
                    yield node.lineno, name
            case ast.ImportFrom(module=str(module), level=0, names=names):
                if module in UNDOCUMENTED or any(p.startswith("_") for p in _parts(module, names)):
                    yield node.lineno, module
            case ast.Import(names=names):
                for alias in names:
                    if alias.name in UNDOCUMENTED or any(p.startswith("_") for p in alias.name.split(".")):
                        yield node.lineno, alias.name
            case ast.Call(func=ast.Name("getattr" | "setattr"), args=[_, ast.Constant(str(name)), *_]):
                if name.startswith("_") and not name.endswith("__"):
                    yield node.lineno, name


def _defined(tree: ast.AST) -> Iterator[str]:
    """Private names of this file's own classes: functions, fields, and what is set on `self`."""
    for node in ast.walk(tree):
        match node:
            case (
                ast.FunctionDef(name=name)
                | ast.AsyncFunctionDef(name=name)
                | ast.AnnAssign(target=ast.Name(id=name))
            ):
                yield name
            case ast.Attribute(value=ast.Name("self"), attr=name, ctx=ast.Store()):
                yield name


def _parts(module: str, names: list[ast.alias]) -> list[str]:
    return [part for part in (*module.split("."), *(a.name for a in names)) if part != "__future__"]


def test_no_other_file_reaches_inside_a_library() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}: {name}"
        for folder in ("bot", "adapters")
        for path in (ROOT / folder).rglob("*.py")
        if path != GUARDED
        for line, name in insides(path.read_text(encoding="utf-8"))
    ]
    assert found == []
    assert len(list(insides(GUARDED.read_text(encoding="utf-8")))) >= 5  # it does look


def test_every_library_has_an_upper_bound_where_its_insides_are_used() -> None:
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    assert f"discord.py{library.VERSIONS}" in wanted
    for name in ("aiosqlite", "python-telegram-bot"):
        assert any(line.startswith(name) and ",<" in line for line in wanted)


def test_the_installed_library_is_as_expected() -> None:
    library.check()


@pytest.mark.parametrize(
    ("owner", "name"),
    [
        (HTTPClient, "request"),
        (HTTPClient, "get_bot_gateway"),
        (HTTPClient, "bulk_upsert_global_commands"),
        (HTTPClient, "send_typing"),
        (HTTPClient, "start_private_message"),
        (Route, "BASE"),
        (DiscordWebSocket, "DEFAULT_GATEWAY"),
        (DiscordWebSocket, "open"),
        (DiscordWebSocket, "from_client"),
        (DiscordWebSocket, "received_message"),
        (discord.utils, "_from_json"),
    ],
)
async def test_another_library_is_refused_in_one_line(
    owner: Any, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever a next release takes away: the platform ends with what is wrong and which versions fit."""
    monkeypatch.delattr(owner, name)
    with pytest.raises(PlatformRefused) as caught:
        await DiscordAdapter("token-of-a-test").run(None)  # type: ignore[arg-type]
    line = str(caught.value)
    assert discord.__version__ in line
    assert library.VERSIONS in line
    assert "\n" not in line


def test_what_is_set_but_not_asked_any_more_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    async def another(self: object, message: object, /) -> None: ...

    monkeypatch.setattr(DiscordWebSocket, "received_message", another)
    with pytest.raises(PlatformRefused, match="_from_json is not asked"):
        library.check()


async def test_a_client_without_its_readers_is_refused() -> None:
    class Another(discord.Client):
        pass

    client = Another(intents=discord.Intents.none())
    for strange in ({}, {"MESSAGE_CREATE": None}, None):
        client._connection.parsers = strange  # type: ignore[assignment]
        with pytest.raises(PlatformRefused, match="reader"):
            library.guard(client, ("MESSAGE_CREATE",), lambda *_: None)


def test_every_logger_that_a_client_library_has_is_held() -> None:
    """Their records may hold tokens and people's words (`quiet.py`); a new one must not pass by."""
    from adapters.telegram import quiet as telegram_quiet

    made = {name for name, one in logging.root.manager.loggerDict.items() if isinstance(one, logging.Logger)}
    unused = {
        "discord.player",
        "discord.voice_state",
        "discord.voice_client",
        "discord.opus",
        "discord.shard",
    }
    unused |= {
        "discord.ext.tasks",
        "discord.ext.commands.bot",
        "discord.app_commands.tree",
        "discord.webhook.sync",
    }
    discords = {name for name in made if name.startswith("discord.")} - unused
    assert discords <= set(quiet.LOGGERS)
    assert {n for n in made if n.split(".")[0] in ("telegram", "httpx", "httpcore")} <= {
        *telegram_quiet._WRITERS,
        *telegram_quiet._NOISY,
    }
