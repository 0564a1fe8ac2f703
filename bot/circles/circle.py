"""What a circle is: who is in, what they voted for, and what comes next."""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime, timedelta
from typing import Literal

from bot.frozen import frozen, replace

# Gathering: people join. Open: a question stands and its window runs. Asleep: nobody voted in it. Over: the
# evening was done or ended, and members can still take it along.
Phase = Literal["gathering", "open", "asleep", "over"]

QUICKEST, LONGEST = timedelta(seconds=30), timedelta(days=1)
GATHERING = timedelta(seconds=60)  # from the call to the beginning, where no time was given
REMINDED_BEFORE = timedelta(minutes=10)
KEPT = timedelta(days=7)  # for so long the evening can be taken along once it is over

# The wake-ups of a circle, by kind.
START, CLOSE, RECOUNT, REMIND, CLEAR = (
    "circle-start",
    "circle-close",
    "circle-recount",
    "circle-remind",
    "circle-clear",
)
KINDS = (START, CLOSE, RECOUNT, REMIND, CLEAR)


@frozen
class Participant:
    """Somebody who is in. `starter`: they called it."""

    joined_at: datetime
    starter: bool = False


@frozen
class Passed:
    """A question that the circle asked. `votes` is None where no options were voted on; `lot`: they were
    equal, and it was drawn."""

    question: str
    votes: int | None
    offered: int
    lot: bool = False


@frozen
class Circle:
    """One evening of several people. `members` and `votes` (of the question that stands) are by the members'
    account keys. `window` is how long a question stands. `begins_at` is set while people gather;
    `recounting`: a wake-up is set that will show the counts. `path` is what was asked so far, `prompt` the
    last reflection."""

    phase: Phase
    window: timedelta
    begins_at: datetime | None = None
    recounting: bool = False
    path: tuple[Passed, ...] = ()
    prompt: str = ""
    members: Mapping[str, Participant] = field(default_factory=dict)
    votes: Mapping[str, str] = field(default_factory=dict)

    @property
    def slow(self) -> bool:
        """One question a day: it stands for its whole window, however many have voted."""
        return self.window >= LONGEST

    @property
    def counted(self) -> Mapping[str, str]:
        """The votes of those who are in."""
        return {key: value for key, value in self.votes.items() if key in self.members}

    def joined(self, key: str, at: datetime, *, starter: bool = False) -> "Circle":
        return replace(self, members={**self.members, key: Participant(at, starter)})

    def left(self, key: str) -> "Circle":
        """Without them and their vote."""
        members = {k: member for k, member in self.members.items() if k != key}
        return replace(self, members=members, votes={k: v for k, v in self.votes.items() if k != key})

    def voted(self, key: str, value: str) -> "Circle":
        return replace(self, votes={**self.votes, key: value})

    def may_lead(self, key: str, *, moderates: bool) -> bool:
        """Whether they may begin it early, or end it: who called it, and the place's moderators."""
        member = self.members.get(key)
        return moderates or (member is not None and member.starter)
