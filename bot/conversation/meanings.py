"""What typed words may mean: what `understand` finds, and `typed` does."""

from bot.frozen import frozen
from bot.hearing.kinds import Heard
from bot.model import Alarm


@frozen
class Order:
    """A command, typed with a slash or in everyday words."""

    name: str
    argument: str = ""


@frozen
class ForCommand:
    """An answer to a command's question."""

    text: str


@frozen
class ForQuestion:
    """An answer to the dialogue's own question."""

    text: str


@frozen
class Skipped:
    """The person leaves the question open."""


@frozen
class Chosen:
    """An option, by its number in the group from 0."""

    option: int


@frozen
class Beyond:
    """A number or letter that nothing has: of the `questions` offered, or, of 0, of the evenings."""

    questions: int


@frozen
class Perhaps:
    """Likely this option: ask back."""

    option: int


@frozen
class NotYet:
    """A question of the series that is not offered now, or was asked already; its key."""

    key: str


@frozen
class WordOf:
    """They ask what a word means that another evening, by its key, is named by."""

    episode: str


@frozen
class HouseWord:
    """They ask what one of the house's own words means, as [house] names it."""

    word: str


@frozen
class ForNudge:
    """An hour or a city that nobody asked for: likely meant for the message once a day. `place`: how that
    city is shown."""

    text: str
    place: str = ""


@frozen
class Ways:
    """“Next”, where `questions` stand open: it may be any of them."""

    questions: int


@frozen
class Unknown:
    """No rule fits these words."""

    text: str


Meaning = (
    Alarm
    | Order
    | ForCommand
    | ForQuestion
    | Skipped
    | Chosen
    | Beyond
    | Perhaps
    | NotYet
    | WordOf
    | HouseWord
    | ForNudge
    | Ways
    | Heard
    | Unknown
)
