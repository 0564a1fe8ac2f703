"""A platform that stops by a mistake of ours begins again, ever later, and at last ends the process."""

import logging

import pytest

from bot.errors import PlatformRefused, StorageError
from bot.restarts import PAUSES, STEADY_SECONDS, STORAGE_SECONDS, PlatformStarts


class Stopping:
    """A platform that works for some seconds and stops with an error, once for each of these; then it ends.
    `slept` are the pauses before its new starts."""

    def __init__(self, *lives: tuple[float, Exception]) -> None:
        self._lives = list(lives)
        self._now = 0.0
        self.slept: list[float] = []

    async def work(self) -> str:
        if not self._lives:
            return "ended"
        seconds, error = self._lives.pop(0)
        self._now += seconds
        raise error

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self._now += seconds

    async def run(self) -> str:
        return await PlatformStarts("radio", monotonic=lambda: self._now, sleep=self.sleep).run(self.work)


def mistakes(count: int, after: float = 0.0) -> list[tuple[float, Exception]]:
    return [(after, KeyError("a mistake")) for _ in range(count)]


async def test_the_pauses_grow_and_each_stop_is_told_with_them(caplog: pytest.LogCaptureFixture) -> None:
    radio = Stopping(*mistakes(len(PAUSES)))
    assert await radio.run() == "ended"
    assert radio.slept == list(PAUSES) == sorted(set(PAUSES))
    lines = [r.getMessage() for r in caplog.records if r.exc_info is not None and r.levelno == logging.ERROR]
    begins = [f"radio stopped by a mistake of ours; it begins again in {pause:g} seconds" for pause in PAUSES]
    assert [line.partition(", and others")[0] for line in lines] == begins


async def test_where_no_start_helps_the_mistake_is_let_through(caplog: pytest.LogCaptureFixture) -> None:
    radio = Stopping(*mistakes(len(PAUSES) + 1))
    with pytest.raises(KeyError):
        await radio.run()
    assert radio.slept == list(PAUSES)
    last = caplog.records[-1].getMessage()
    assert last == "radio stopped by a mistake of ours; the process ends, to be restarted"


async def test_one_that_worked_for_long_has_all_its_starts_again() -> None:
    radio = Stopping(*mistakes(len(PAUSES)), *mistakes(3, STEADY_SECONDS), *mistakes(len(PAUSES) - 1, 1.0))
    assert await radio.run() == "ended"
    assert radio.slept == [*PAUSES, *PAUSES[:1] * 3, *PAUSES[1:]]


async def test_a_refusal_is_none_of_them() -> None:
    radio = Stopping((0.0, PlatformRefused("the token is wrong")))
    with pytest.raises(PlatformRefused):
        await radio.run()
    assert radio.slept == []


async def test_a_database_that_is_away_is_waited_for_and_counts_as_no_mistake(
    caplog: pytest.LogCaptureFixture,
) -> None:
    away = [(0.0, StorageError("the server does not answer"))] * 20
    radio = Stopping(*mistakes(len(PAUSES)), *away)
    assert await radio.run() == "ended"
    assert radio.slept == [*PAUSES, *[STORAGE_SECONDS] * 20]
    [line] = [each for each in caplog.records if "does not answer" in each.getMessage()]
    assert line is caplog.records[-1], "it is said once"
    assert line.getMessage() == "radio: the server does not answer; it begins when the database answers"
    assert line.exc_info is None
