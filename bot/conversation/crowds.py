"""Floods and crowds: how much of one person is taken at once, and where newcomers wait.

A platform shows only so many updates beyond the oldest one that is not finished, so nothing may stay
unfinished for long: what is too much is let go with a word, and who has to wait waits here.
"""

import asyncio
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass

from bot.model import CommandCall, Inbound, Subject, Text
from bot.texts import Texts

AT_ONCE = 100.0  # a person's acts in one go; a long text counts as several
PER_SECOND = 5.0
LONG = 400  # characters that count as one act more
MOST_READ = 6_500  # characters; of longer texts only so many are read, and no more of them cost anything
_REMEMBERED = 10_000  # people whose allowance is not full
MOST_WAITING = 1_000  # newcomers
ACTS_KEPT = 5  # of each
MOST_UNREAD = 4_000  # characters of what one person wrote too much, looked through at once


@dataclass(slots=True)
class _Purse:
    left: float
    at: float
    told: bool = False


class Allowance:
    """What each person may do: a bucket that fills again. `monotonic` gives seconds."""

    def __init__(
        self, monotonic: Callable[[], float], at_once: float = AT_ONCE, per_second: float = PER_SECOND
    ) -> None:
        self._monotonic, self._most, self._rate = monotonic, at_once, per_second
        self._purses: OrderedDict[Subject, _Purse] = OrderedDict()

    def take(self, inbound: Inbound) -> bool:
        """False: it is too much."""
        now = self._monotonic()
        purse = self._purses.pop(inbound.doer, None) or _Purse(self._most, now)
        purse.left = min(self._most, purse.left + (now - purse.at) * self._rate)
        purse.at, purse.told = now, purse.told and purse.left < self._most / 2
        self._purses[inbound.doer] = purse
        while len(self._purses) > _REMEMBERED:
            self._purses.popitem(last=False)
        cost = 1.0 + min(_length(inbound), MOST_READ) // LONG
        if purse.left < cost:
            return False
        purse.left -= cost
        return True

    def tell(self, subject: Subject) -> bool:
        """Whether this flood of theirs is to be answered: once."""
        purse = self._purses.get(subject)
        if purse is None or purse.told:
            return False
        purse.told = True
        return True


def flood(texts: Texts) -> str:
    """What is said to what was let go."""
    return texts.t("That was a lot at once, and I did not read the last of it. Please say it again.")


class Unread:
    """The newest words of each person that were let go, until somebody looks through them for danger."""

    def __init__(self) -> None:
        self._words: dict[Subject, str] = {}

    def add(self, inbound: Inbound) -> bool:
        """True: nobody is on the way to look."""
        before = self._words.get(inbound.subject)
        both = "\n".join((before or "", words_of(inbound)))
        self._words[inbound.subject] = both[-MOST_UNREAD:]
        return before is None

    def take(self, subject: Subject) -> str:
        return self._words.pop(subject, "")


def _length(inbound: Inbound) -> int:
    return len(words_of(inbound))


def words_of(inbound: Inbound) -> str:
    """What was typed, in whatever way."""
    match inbound.body:
        case Text(text):
            return text
        case CommandCall(argument=argument, options=options):
            return "\n".join((argument, *(value for _, value in options)))
    return ""


class Newcomers:
    """How many new people a minute are taken in."""

    def __init__(self, most_per_minute: int, monotonic: Callable[[], float]) -> None:
        self._most, self._monotonic = most_per_minute, monotonic
        self._times: deque[float] = deque()

    def admit(self) -> bool:
        now = self._monotonic()
        while self._times and self._times[0] <= now - 60:
            self._times.popleft()
        if len(self._times) >= self._most:
            return False
        self._times.append(now)
        return True


class Lobby:
    """Newcomers who wait to be taken in, in the order in which they came, in memory only."""

    def __init__(self) -> None:
        self._waiting: OrderedDict[Subject, list[Inbound]] = OrderedDict()
        self._somebody = asyncio.Event()
        self._untold: asyncio.Queue[Inbound] = asyncio.Queue()

    def __contains__(self, subject: Subject) -> bool:
        return subject in self._waiting

    def enter(self, inbound: Inbound) -> None:
        """They wait, and what they do meanwhile, as far as there is room."""
        acts = self._waiting.get(inbound.subject)
        if acts is not None:
            if len(acts) < ACTS_KEPT:
                acts.append(inbound)
        elif len(self._waiting) < MOST_WAITING:
            self._waiting[inbound.subject] = [inbound]
            self._untold.put_nowait(inbound)
            self._somebody.set()

    async def untold(self) -> Inbound:
        """What somebody did first who waits and was not told so yet, when there is anybody."""
        while True:
            inbound = await self._untold.get()
            if inbound.subject in self._waiting:
                return inbound

    async def next(self) -> Subject:
        """Who came first, when there is anybody."""
        await self._somebody.wait()
        return next(iter(self._waiting))

    def leave(self, subject: Subject) -> list[Inbound]:
        """What they did, in order."""
        acts = self._waiting.pop(subject)
        if not self._waiting:
            self._somebody.clear()
        return acts
