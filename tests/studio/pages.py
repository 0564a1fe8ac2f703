"""A page's side of the wire, and a studio for it."""

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Thread
from typing import Any

from aiohttp import ClientSession, ClientWebSocketResponse

from bot.cli.studio import look
from bot.conversation.rehearsal import understand
from bot.studio.backroom import RoomParts, answer
from bot.studio.scripts import ScriptFolder
from bot.studio.server import Lent, Studio, serving
from bot.studio.workroom import Workroom

TEA = """title: Tea
---
<<declare $cups = 0>>
Mae: The kettle is on. #line:a
-> Why? #line:b #heard:why
    Mae: Because it is late. #line:c
-> More, please. #line:d
    <<set $cups += 1>>
    Mae: {$cups} by now. #line:e
<<ask $cups "How many?" number>> #line:f
Mae: {$cups} it is. #line:g
===
title: Heard
when: $heard == "grief"
---
Mae: Sit down. #line:h
===
"""


def in_a_thread(about: RoomParts) -> tuple[Connection, Callable[[], None]]:
    """Ten times as quick to begin as a process, and the same in all else."""
    ours, theirs = Pipe()
    Thread(target=lambda: answer(theirs, Workroom(*about)), daemon=True).start()
    return ours, lambda: None


def studio_of(path: Path, token: str = "") -> Studio:
    return Studio(ScriptFolder(path), Lent(look, understand), token, in_a_thread)


class Client:
    def __init__(self, socket: ClientWebSocketResponse) -> None:
        self.socket, self.number = socket, 0

    async def send(self, said: object) -> Any:
        self.number += 1
        await self.socket.send_str(said if isinstance(said, str) else json.dumps(said))
        while "event" in (answer := await self.socket.receive_json(timeout=60)):
            pass
        return answer

    async def ask(self, verb: str, **given: object) -> Any:
        answer = await self.send({"id": self.number + 1, "do": verb, **given})
        assert "error" not in answer, answer
        return answer["ok"]

    async def refused(self, verb: str, **given: object) -> str:
        return str((await self.send({"id": 7, "do": verb, **given}))["error"])


@asynccontextmanager
async def connected(studio: Studio) -> AsyncIterator[Client]:
    async with serving(studio, "127.0.0.1", 0) as port, joined(port) as client:
        yield client


@asynccontextmanager
async def joined(port: int) -> AsyncIterator[Client]:
    address = f"http://127.0.0.1:{port}"
    async with (
        ClientSession() as session,
        session.ws_connect(f"{address}/socket", headers={"Origin": address}) as socket,
    ):
        yield Client(socket)


def talk(**given: object) -> dict[str, object]:
    return {"node": "Tea", "platform": "telegram", "language": "en", "moves": [], **given}


def read(path: Path, newline: str | None = None) -> str:
    with path.open(encoding="utf-8", newline=newline) as file:
        return file.read()


def write(path: Path, text: str, newline: str | None = None) -> None:
    path.write_text(text, "utf-8", newline=newline)
