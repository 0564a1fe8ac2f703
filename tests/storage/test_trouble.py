"""A database that fails while a bot serves is told of once, however many wait for it; so is its end."""

import asyncio
import logging
import resource
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.conversation import handle
from bot.errors import StorageError
from bot.storage.database import Database
from bot.storage.trouble import Trouble
from tests.chat import Chat, Screen, running
from tests.conversation.conftest import SERIES

PAGE = 4096  # bytes: no transaction fits into so much


@pytest.fixture
def free() -> Iterator[None]:
    """No file may grow by more than it has until this ends."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


def told(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [r.getMessage() for r in caplog.records if r.levelno >= logging.WARNING]


async def test_a_full_disk_is_told_of_once_whoever_waits(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, free: None
) -> None:
    monkeypatch.setattr(handle, "STORAGE_PAUSE", 0.01)
    async with running(tmp_path, SERIES, Screen()) as program:
        people = [Chat(program, program.adapters["chat"], key=str(n)) for n in range(5)]  # type: ignore[arg-type]
        await people[0].open()
        most = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
        resource.setrlimit(resource.RLIMIT_FSIZE, (PAGE, most))
        turns = [asyncio.create_task(each.open()) for each in people]
        tried = 0
        while tried < 50:
            await program.database.read(lambda c: c.exec_driver_sql("SELECT 1").scalar())
            tried += not program.database.storing
        assert not any(turn.done() for turn in turns)
        await program.database.write(
            lambda c: c.exec_driver_sql("UPDATE person SET version = 0 WHERE id = 0")
        )
        assert not program.database.storing, "nothing was changed, so nothing was stored"
        [line] = told(caplog)
        assert "make room" in line
        assert line.endswith("; what people do waits for it")
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
        await asyncio.gather(*turns)
        assert told(caplog)[1:] == ["the database works again; what waited for it goes on"]
        assert program.database.storing


def test_each_kind_of_trouble_is_told_once_until_all_is_well(caplog: pytest.LogCaptureFixture) -> None:
    trouble = Trouble()
    trouble.serving = True
    for line in ("away", "away", "full", "away"):
        trouble.met("read", StorageError(line))
        trouble.met("write", StorageError(line))
    assert told(caplog) == [f"{line}; what people do waits for it" for line in ("away", "full")]
    trouble.passed("read")  # a full disk can be read
    assert (len(told(caplog)), trouble.storing) == (2, False)
    trouble.passed("write")
    trouble.passed("write")
    assert (len(told(caplog)), trouble.storing) == (3, True)
    trouble.met("write", StorageError("away"))
    assert len(told(caplog)) == 4, "a new one is told of again"


async def test_a_command_says_itself_what_went_wrong(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    database = Database(f"sqlite:///{tmp_path}/alana.db")
    await database.open(at_leisure=True)

    def refuse(connection: object) -> None:
        raise StorageError("no")

    with pytest.raises(StorageError):
        await database.write(refuse)
    await database.close()
    assert told(caplog) == []
