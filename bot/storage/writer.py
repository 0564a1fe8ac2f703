"""Group commit: one task gathers the work that arrives while the last transaction runs.

A caller waits until the transaction that holds its work is durable. If a transaction fails, its
pieces are tried again one by one, so that one bad piece never fails its neighbours.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection

from bot.errors import StorageError
from bot.storage.database import Database

T = TypeVar("T")

MAX_BATCH = 500  # small enough that the loop has something to do while a round is written

Handler = Callable[[Connection, Sequence[Any]], Sequence[Any]]

_BRIEF: set[Handler] = set()


def brief(handler: Handler) -> Handler:
    """A handler that asks one statement, however much it is given, of which twice is the same as once: alone
    in its round it needs no transaction around it."""
    _BRIEF.add(handler)
    return handler


@dataclass(slots=True)
class _Job:
    handler: Handler
    item: Any
    done: "asyncio.Future[Any]"
    last: bool


class Batcher(Generic[T]):
    """Collects items that arrive while a round runs, and handles each round as a whole."""

    def __init__(self, handle: Callable[[list[T]], Awaitable[None]], most: int = MAX_BATCH) -> None:
        self._handle, self._most = handle, most
        self._items: list[T] = []
        self._task: asyncio.Task[None] | None = None

    def add(self, item: T) -> None:
        self._items.append(item)
        if self._task is None:
            self._task = asyncio.create_task(self._rounds())

    async def drain(self) -> None:
        """Waits until nothing is left to do."""
        while self._task is not None:
            await asyncio.wait([self._task])

    async def _rounds(self) -> None:
        try:
            await asyncio.sleep(0)  # whoever is ready now joins the first round
            while self._items:
                items, self._items = self._items[: self._most], self._items[self._most :]
                await self._handle(items)
        finally:
            self._task = None
            if self._items:  # a round failed by a mistake of ours: those behind it do not wait for ever
                self._task = asyncio.create_task(self._rounds())


class Writer:
    """The only one who writes. Work is `(handler, item)`; one handler gets all its items of a round."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._gatherer: Batcher[_Job] = Batcher(self._round)

    def submit(self, handler: Handler, item: Any, *, last: bool = False) -> "asyncio.Future[Any]":
        """The handler's result for this item, once the transaction is durable.

        `last`: after all other work of its round, so that it sees what was submitted before it.
        """
        done: asyncio.Future[Any] = asyncio.Future()
        self._gatherer.add(_Job(handler, item, done, last))
        return done

    async def close(self) -> None:
        await self._gatherer.drain()

    async def _round(self, jobs: list[_Job]) -> None:
        work = _in_order(jobs)
        write = self._database.write_briefly if _is_brief(jobs) else self._database.write
        try:
            results = await write(work)
        except StorageError as error:  # the database itself: trying by pieces would take just as long
            _fail(jobs, error)
        except Exception as error:
            if len(jobs) == 1:
                _fail(jobs, error)
                return
            for job in jobs:
                await self._round([job])
        else:
            for job, result in results:
                if not job.done.done():
                    job.done.set_result(result)
            self._database.observer.gathered(len(jobs))  # a mistake of whoever listens keeps nobody waiting


def _is_brief(jobs: Sequence[_Job]) -> bool:
    first = jobs[0].handler
    return first in _BRIEF and all(job.handler is first for job in jobs)


def _in_order(jobs: Sequence[_Job]) -> Callable[[Connection], list[tuple[_Job, Any]]]:
    """The round as one piece of work: handler by handler, the `last` ones at the end."""
    grouped: dict[Handler, list[_Job]] = {}
    for wanted in (False, True):
        for job in jobs:
            if job.last is wanted:
                grouped.setdefault(job.handler, []).append(job)
    groups = [(handler, group, [job.item for job in group]) for handler, group in grouped.items()]

    def work(connection: Connection) -> list[tuple[_Job, Any]]:
        results: list[tuple[_Job, Any]] = []
        for handler, group, items in groups:
            results.extend(zip(group, handler(connection, items), strict=True))
        return results

    return work


def _fail(jobs: Sequence[_Job], error: Exception) -> None:
    for job in jobs:
        if not job.done.done():
            job.done.set_exception(error)
