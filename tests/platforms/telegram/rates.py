"""The published send limits as token buckets: 30/s over all chats, 1/s in a chat, 20/min in a group.

Source: core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this. A short burst in one
chat is let through, as the platform does.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class Bucket:
    rate: float  # tokens a second
    size: float
    level: float = 0.0
    at: float = 0.0

    def wait(self, now: float) -> float:
        """Seconds until a token is there; 0: there is one now."""
        self.level = min(self.size, self.level + (now - self.at) * self.rate)
        self.at = now
        return 0.0 if self.level >= 1 - 1e-9 else (1 - self.level) / self.rate


@dataclass
class Rates:
    """Counts sends. `clock` is in seconds. Groups are chats with a negative id."""

    clock: Callable[[], float]
    overall: float = 30.0
    chat: float = 1.0
    chat_burst: int = 5
    group: float = 20 / 60
    group_burst: int = 20
    buckets: dict[str, Bucket] = field(default_factory=dict)

    def take(self, chat: int) -> int:
        """0 and a token taken, or the whole seconds that the caller must wait (nothing taken)."""
        now = self.clock()
        if chat < 0:
            mine = self._bucket(str(chat), self.group, self.group_burst, now)
        else:
            mine = self._bucket(str(chat), self.chat, self.chat_burst, now)
        everyone = self._bucket("", self.overall, self.overall, now)
        wait = max(mine.wait(now), everyone.wait(now))
        if wait > 0:
            return max(1, math.ceil(wait))
        mine.level -= 1
        everyone.level -= 1
        return 0

    def give_back(self, chat: int) -> None:
        """The call did not happen after all."""
        for key in (str(chat), ""):
            self.buckets[key].level += 1

    def _bucket(self, key: str, rate: float, size: float, now: float) -> Bucket:
        if key not in self.buckets:
            self.buckets[key] = Bucket(rate, size, size, now)
        return self.buckets[key]
