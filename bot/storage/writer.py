"""Group commit: one task gathers the work that arrives while the last transaction runs.

A caller waits until the transaction that holds its work is durable. If a transaction fails, its
pieces are tried again one by one, so that one bad piece never fails its neighbours.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.database import Database

T = TypeVar("T")
R = TypeVar("R")

MAX_BATCH = 400

Handler = Callable[[AsyncConnection, Sequence[Any]], Awaitable[Sequence[Any]]]


@dataclass(slots=True)
class _Job:
    handler: Handler
    item: Any
    done: "asyncio.Future[Any]"
    last: bool


class Gatherer(Generic[T, R]):
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


class Writer:
    """The only one who writes. Work is `(handler, item)`; one handler gets all its items of a round."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._gatherer: Gatherer[_Job, Any] = Gatherer(self._round)

    async def submit(self, handler: Handler, item: Any, *, last: bool = False) -> Any:
        """The handler's result for this item, once the transaction is durable.

        `last`: after all other work of its round, so that it sees what was submitted before it.
        """
        done: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._gatherer.add(_Job(handler, item, done, last))
        return await done

    async def close(self) -> None:
        await self._gatherer.drain()

    async def _round(self, jobs: list[_Job]) -> None:
        try:
            results = await self._transaction(jobs)
        except Exception as error:
            if len(jobs) == 1:
                _fail(jobs[0], error)
                return
            for job in jobs:
                await self._round([job])
            return
        for job, result in results:
            if not job.done.done():
                job.done.set_result(result)

    async def _transaction(self, jobs: list[_Job]) -> list[tuple[_Job, Any]]:
        grouped: dict[Handler, list[_Job]] = {}
        for job in sorted(jobs, key=lambda job: job.last):
            grouped.setdefault(job.handler, []).append(job)
        results: list[tuple[_Job, Any]] = []
        async with self._database.write() as connection:
            for handler, group in grouped.items():
                answers = await handler(connection, [job.item for job in group])
                results.extend(zip(group, answers, strict=True))
        return results


def _fail(job: _Job, error: Exception) -> None:
    if not job.done.done():
        job.done.set_exception(error)
