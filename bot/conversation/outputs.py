"""What the pieces of a turn return: small values, in the order in which things happen.

A piece sees a `View` and changes nothing; what it did is the tuple that it returns. The unit of work
gathers all of them into one `Change`. Of the ports' own values `SetWakeup`, `SetRule`, `TurnLog`,
`JournalEntry` and a circle's changes are outputs as they are.
"""

from collections.abc import Sequence
from datetime import date, datetime

from bot.commands.context import Note
from bot.conversation.compose import Showing
from bot.engine.effects import Effect, FinalText
from bot.engine.state import State
from bot.frozen import frozen
from bot.model import Address, Open, Receipt, Upload
from bot.ports import CircleChange, Feedback, JournalEntry, Ruled, Saved, SetRule, SetWakeup, TurnLog


@frozen
class Became:
    """The person as they are from here on: place, profile, open question. The last one counts."""

    saved: Saved


@frozen
class Said:
    """The bot's own words. `private`: never where others read along. `again`: they did not arrive before.
    `asks`: the last of their buttons are the keyboard that stands from here on."""

    notes: tuple[Note, ...]
    private: bool = False
    quoted: tuple[str, ...] = ()  # what the person wrote earlier, where the notes say it back
    again: bool = False
    asks: bool = False


@frozen
class Nudged:
    """The bot's own words, unasked: to the direct chat, until `until` or not at all. `day` claims a local
    date; None: a second message of the day, which the person asked for. `otherwise`: where they go if the
    direct chat is closed."""

    notes: tuple[Note, ...]
    until: datetime
    day: date | None
    otherwise: Address | None = None


@frozen
class Shown:
    """The dialogue's own lines, and the question with the keyboard that counts from here on."""

    effects: Sequence[Effect]
    showing: Showing


@frozen
class Moved:
    """From here on everything goes to another place; `opens` is what opens it, where it is a thread."""

    place: Address
    opens: Open | None = None


@frozen
class Settled:
    """The keyboard that stands goes; `chosen` is the question that was asked with it. `at`: where it stands,
    when its row will not be there to tell."""

    chosen: FinalText | None
    at: Receipt | None = None


@frozen
class Used:
    """The keyboard of a message that was pressed has had its answer, and goes."""

    at: Receipt


@frozen
class Retold:
    """Rows of the outbox that did not arrive are said again, by their ids."""

    rows: tuple[str, ...]


@frozen
class Handed:
    """A file for the person alone; of a circle, for all of it."""

    upload: Upload


@frozen
class Whispered:
    """The bot's own words to who just did something where others read along, seen by them alone where the
    platform can. Where it cannot they are said `aloud`, or not at all."""

    notes: tuple[Note, ...]
    aloud: bool = False


@frozen
class Invited:
    """The bot's own words to each who is in a circle, by account key: to their direct chats, until `until` or
    not at all."""

    notes: tuple[Note, ...]
    keys: tuple[str, ...]
    until: datetime


@frozen
class Recounted:
    """The circle's keyboard that stands shows the counts as they are now."""


@frozen
class Torn:
    """Pages of the journal are taken out, by their ids."""

    pages: tuple[str, ...]


@frozen
class Stepped:
    """A step that /back can undo: the state before it."""

    before: State


@frozen
class SteppedBack:
    """/back was taken: its step is gone."""


@frozen
class Restarted:
    """What came before is no place to go back to."""


@frozen
class Counted:
    """A named counter of the whole bot goes up by one."""

    name: str


@frozen
class Missed:
    """Words that nothing fitted, without names; `place` is where they were typed."""

    place: str
    phrase: str


@frozen
class Forgotten:
    """Everything kept of the person goes."""


Output = (
    Became
    | Said
    | Nudged
    | Shown
    | Moved
    | Settled
    | Used
    | Retold
    | Handed
    | Whispered
    | Invited
    | Recounted
    | Torn
    | Stepped
    | SteppedBack
    | Restarted
    | Counted
    | Missed
    | Forgotten
    | CircleChange
    | Feedback
    | JournalEntry
    | Ruled
    | SetRule
    | SetWakeup
    | TurnLog
)
Outputs = tuple[Output, ...]
