"""The workroom in a process of its own, so that whoever types never waits for it.

Work is done one piece after another, each with what was typed until then. Where the process was ended (by the
machine, for want of memory, say), another one is begun and told again what is typed.
"""

import asyncio
import contextlib
import gc
import signal
from collections.abc import Callable, Iterator
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from bot.errors import AlanaError
from bot.studio.playing import PlatformView
from bot.studio.workroom import PageWish, Workroom
from bot.yarn.compiler import collector_paused
from bot.yarn.plan_run import Understand

NONSENSE = (ValueError, KeyError, TypeError, AttributeError, RecursionError)  # of what a page asks
RoomParts = tuple[Path, Callable[[str], PlatformView], Understand]
Beside = Callable[[RoomParts], tuple[Connection, Callable[[], None]]]


def in_a_process(about: RoomParts) -> tuple[Connection, Callable[[], None]]:
    """Begins a workroom there; gives the line to it, and what ends it at once."""
    spawning = get_context("spawn")
    ours, theirs = spawning.Pipe()
    process = spawning.Process(target=_process, args=(theirs, *about), daemon=True)
    process.start()
    theirs.close()  # so it is the process's alone, and its end is noticed

    def end() -> None:
        process.kill()
        process.join()

    return ours, end


class Backroom:
    """`about` is what a `Workroom` is made of; its functions are sent by their names."""

    def __init__(self, about: RoomParts, beside: Beside = in_a_process) -> None:
        self._about, self._beside = about, beside
        self._there: tuple[Connection, Callable[[], None]] | None = None
        self._turn, self._ended = asyncio.Lock(), False
        self._typed: dict[Path, str] = {}
        self._unseen: dict[Path, str | None] = {}  # since the last piece of work

    def write(self, path: Path, text: str) -> None:
        """A script as it is being typed."""
        self._typed[path] = self._unseen[path] = text

    def close(self, path: Path) -> None:
        """What stands on disk counts again, of this script and of all that are not being typed."""
        self._typed.pop(path, None)
        self._unseen[path] = None

    async def do(self, verb: str, asked: PageWish) -> Any:
        """What `Workroom.do` gives, or raises."""
        async with self._turn:
            done = await self._done(verb, asked)
            if done is None:  # it was ended: once more, in a new one
                done = await self._done(verb, asked)
        if done is None:
            raise AlanaError("a part of the studio was ended twice, for want of memory perhaps; go on")
        if isinstance(done, Exception):
            raise done
        return done

    async def _done(self, verb: str, asked: PageWish) -> Any:
        if self._ended:
            raise AlanaError("the studio has stopped")
        if self._there is None:
            self._there, self._unseen = self._beside(self._about), {**self._typed}
        unseen, self._unseen = self._unseen, {}
        try:
            return await asyncio.to_thread(_exchanged, self._there[0], (unseen, verb, asked))
        except (OSError, EOFError):
            self._drop()
        return None

    def end(self) -> None:
        """For good; what is still being worked out is given up."""
        self._ended = True
        self._drop()

    def _drop(self) -> None:
        if self._there is not None:
            line, end = self._there
            end()
            line.close()
        self._there = None


def _exchanged(line: Connection, asked: object) -> object:
    line.send(asked)
    return line.recv()


def _process(line: Connection, *about: Any) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever began it ends it
    room = Workroom(*about)
    with contextlib.suppress(AlanaError), collector_paused():
        _ = room.bench
        gc.freeze()  # the trees stay: nobody is to look through all of them for garbage again and again
    answer(line, room)


def answer(line: Connection, room: Workroom) -> None:
    """Works until nobody asks any more."""
    for unseen, verb, asked in _heard(line):
        try:
            room.take(unseen)
            done: object = room.do(verb, asked)
        except (AlanaError, *NONSENSE) as error:
            done = error
        try:
            line.send(done)
        except OSError:
            return


def _heard(line: Connection) -> Iterator[Any]:
    with contextlib.suppress(EOFError, OSError):
        while True:
            yield line.recv()
