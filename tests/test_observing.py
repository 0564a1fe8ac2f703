"""Who listens to what: nothing is put together for nobody."""

import logging

import pytest

from bot.logs import TURNS
from bot.observing import Observer, Observers, SendDone, TurnDone
from bot.telemetry.turns import TurnLines


class Turns(Observer):
    def turn(self, done: TurnDone) -> None:
        """Listens."""


class Sends(Observer):
    def sent(self, done: SendDone) -> None:
        """Listens."""


@pytest.mark.parametrize(
    ("observer", "turns", "sends"),
    [
        (Observer(), False, False),
        (Turns(), True, False),
        (Sends(), False, True),
        (Observers([]), False, False),
        (Observers([Observer(), Turns()]), True, False),
        (Observers([Observers([Sends()]), Observer()]), False, True),
        (Observers([Turns(), Sends()]).of("alana"), True, True),
    ],
)
def test_an_observer_hears_what_it_does_something_with(observer: Observer, turns: bool, sends: bool) -> None:
    assert (observer.hears_turns, observer.hears_sends) == (turns, sends)


@pytest.mark.parametrize(("level", "hears"), [(logging.INFO, True), (logging.WARNING, False)])
def test_the_log_hears_of_turns_where_it_shows_them(
    caplog: pytest.LogCaptureFixture, level: int, hears: bool
) -> None:
    caplog.set_level(level, TURNS)
    assert Observers([TurnLines()]).hears_turns is hears
