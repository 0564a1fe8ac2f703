"""What the rooms tell of their work. Whoever wishes to know listens; by itself nobody does.

Told are names, numbers and ids. Never a text, never a token, never the number of an account.
"""

import time
from collections.abc import Callable, Sequence
from typing import Literal

from bot.frozen import frozen

# How a turn may end: it changed something; it was seen before; nobody waits for an answer to it; it failed.
TurnResult = Literal["committed", "duplicate", "passed over", "let go", "poisoned"]
# What may be timed by itself.
Timed = Literal["care", "match", "read", "write", "lag"]


@frozen
class TurnDone:
    """One turn. `kind` is the class of what was done (`Press`), `seconds` all that it took from its arrival
    on, `commit_seconds` what of that its commits took, `ended_at` a POSIX time. `stem` is what the ids of its
    rows have in common, `rows` how many those are; `place` is the evening and node where it ended."""

    id: str
    platform: str
    kind: str
    result: TurnResult
    seconds: float
    commit_seconds: float
    ended_at: float
    person: int
    stem: str
    rows: int
    place: str


@frozen
class SendDone:
    """One try to send a row. `what` is the class of what was to be done (`Say`), `result` "sent" or the name
    of the failure, `seconds` what the platform took, `ended_at` a POSIX time."""

    id: str
    platform: str
    what: str
    result: str
    seconds: float
    ended_at: float


class Observer:
    """Hears everything and does nothing; those who listen say what they do. No method may raise or wait.

    `monotonic` gives seconds and `wall` a POSIX time.
    """

    def __init__(
        self, monotonic: Callable[[], float] = time.monotonic, wall: Callable[[], float] = time.time
    ) -> None:
        self.monotonic, self.wall = monotonic, wall

    @property
    def hears_turns(self) -> bool:
        """Whether turns are told of at all: for nobody nothing is put together."""
        return type(self).turn is not Observer.turn

    @property
    def hears_sends(self) -> bool:
        """The same of what platforms answer."""
        return type(self).sent is not Observer.sent

    def of(self, bot: str) -> "Observer":
        """Who hears what one of several bots does; what is timed by itself is the process's."""
        return self

    def turn(self, done: TurnDone) -> None:
        """A turn is over."""

    def sent(self, done: SendDone) -> None:
        """A platform answered, or did not."""

    def waited(self, platform: str, seconds: float) -> None:
        """A message waited for the rates of its platform."""

    def gathered(self, pieces: int) -> None:
        """One transaction took so many pieces of work."""

    def took(self, what: Timed, seconds: float) -> None:
        """Something that is timed by itself is over."""

    def timing(self, what: Timed) -> "Timing":
        """Times a block, however it ends."""
        return Timing(self, what)


class Timing:
    """A block that is timed."""

    def __init__(self, observer: Observer, what: Timed) -> None:
        self._observer, self._what = observer, what
        self._began = 0.0

    def __enter__(self) -> None:
        self._began = self._observer.monotonic()

    def __exit__(self, *raised: object) -> None:
        self._observer.took(self._what, self._observer.monotonic() - self._began)


class Observers(Observer):
    """Hands everything on to several."""

    def __init__(self, all_: Sequence[Observer]) -> None:
        super().__init__()
        self._all = tuple(all_)

    @property
    def hears_turns(self) -> bool:
        return any(each.hears_turns for each in self._all)

    @property
    def hears_sends(self) -> bool:
        return any(each.hears_sends for each in self._all)

    def of(self, bot: str) -> Observer:
        return Observers([each.of(bot) for each in self._all])

    def turn(self, done: TurnDone) -> None:
        for each in self._all:
            each.turn(done)

    def sent(self, done: SendDone) -> None:
        for each in self._all:
            each.sent(done)

    def waited(self, platform: str, seconds: float) -> None:
        for each in self._all:
            each.waited(platform, seconds)

    def gathered(self, pieces: int) -> None:
        for each in self._all:
            each.gathered(pieces)

    def took(self, what: Timed, seconds: float) -> None:
        for each in self._all:
            each.took(what, seconds)
