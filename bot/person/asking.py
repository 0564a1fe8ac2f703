"""What the bot itself has asked beside the dialogue, and waits for in typed words: a class a question.

Every question has `expires_at`, aware UTC: after that it was never asked.
"""

from datetime import datetime, time

from bot.frozen import frozen


@frozen
class Guess:
    """A place as it is shown, and its IANA zone."""

    label: str
    zone: str


@frozen
class TimeHeard:
    """What earlier answers said of a time: ISO weekdays, a part of the day or half of the clock ("a", "p"),
    and an hour and minute. Empty values: nothing of it."""

    days: frozenset[int] = frozenset()
    part: str = ""
    half: str = ""
    clock: tuple[int, int] | None = None


NOTHING = TimeHeard()


@frozen
class SoFar:
    """What was answered while the questions of a reminder stand. `at` with `days` is the wish, once it is
    clear; `either`: it may have been meant twelve hours later; `heard` is what was clear of an unclear one;
    `place` was named before it was asked for."""

    at: time | None = None
    days: frozenset[int] | None = None
    either: bool = False
    heard: TimeHeard = NOTHING
    place: str = ""


# ---------------------------------------------------------------- by the dialogue


@frozen
class AskedMeant:
    """ "Did you mean …?" `option` is its number in the group."""

    option: int
    expires_at: datetime


@frozen
class AskedNext:
    """ "Shall we begin the next evening?" `episode` is its key."""

    episode: str
    expires_at: datetime


@frozen
class AskedName:
    """ "Shall I call you …?" `name` is what was typed."""

    name: str
    expires_at: datetime


@frozen
class AskedPage:
    """ "Shall I keep that in your journal?" `text` is what was typed."""

    text: str
    expires_at: datetime


@frozen
class AskedLine:
    """A line for oneself, at a circle's question `prompt`: what is typed next goes into the journal, as of
    that evening."""

    prompt: str
    series: str
    episode: str
    expires_at: datetime


@frozen
class AskedChange:
    """Whether `text` is to take the place of what was answered last: they changed the message. `page` is the
    page of the journal that it was, if it was one."""

    text: str
    page: str
    expires_at: datetime


@frozen
class AskedOffer:
    """Whether a message once a day is welcome."""

    expires_at: datetime


@frozen
class AskedWhether:
    """Whether something that is offered beside the talk is welcome: the command that does it."""

    command: str
    argument: str
    expires_at: datetime


@frozen
class AskedPassed:
    """Which of the questions that were passed by in an evening is to be heard; `keys` are theirs.
    `onward`: they are about the answer that was heard last."""

    episode: str
    keys: tuple[str, ...]
    expires_at: datetime
    onward: bool = False


@frozen
class AfterCare:
    """What follows words of danger is no answer to the dialogue. `asked`: it was not sure that they were,
    and "are you in danger?" stands. `said`: how many gentle answers there were since."""

    expires_at: datetime
    asked: bool = False
    said: int = 0


@frozen
class AfterHelp:
    """The page of help that they asked for stands last: "it was a joke" is said to that."""

    expires_at: datetime


@frozen
class AskedAlone:
    """They asked for what is theirs alone where others read, and no direct chat was open: it is done when
    they open it."""

    command: str
    argument: str
    expires_at: datetime


# ---------------------------------------------------------------- by commands


@frozen
class AskedHour:
    """At what time to remind."""

    so_far: SoFar
    expires_at: datetime


@frozen
class AskedPlace:
    """Where somebody is. `guesses` stand to choose from, the best first; `missed`: a place was named that is
    not known."""

    so_far: SoFar
    expires_at: datetime
    guesses: tuple[Guess, ...] = ()
    missed: bool = False


@frozen
class AskedClock:
    """What time it is there now."""

    so_far: SoFar
    expires_at: datetime


@frozen
class AskedSure:
    """Whether the first of the guesses is right."""

    so_far: SoFar
    expires_at: datetime
    guesses: tuple[Guess, ...]


@frozen
class AskedToBeCalled:
    """ "What shall I call you?" """

    expires_at: datetime


@frozen
class AskedPause:
    """For how long to pause."""

    expires_at: datetime


@frozen
class AskedToForget:
    """Whether to erase everything. `mark` is on its own button alone: an earlier one is no answer to it."""

    mark: str
    expires_at: datetime


@frozen
class AskedToAnnounce:
    """Whether an operator's note, `text`, goes to everyone who agreed to notes. `mark` as above."""

    mark: str
    text: str
    expires_at: datetime


AboutReminder = AskedHour | AskedPlace | AskedClock | AskedSure
Pending = (
    AskedMeant
    | AskedNext
    | AskedName
    | AskedPage
    | AskedLine
    | AskedChange
    | AskedOffer
    | AskedWhether
    | AskedPassed
    | AfterCare
    | AfterHelp
    | AskedAlone
    | AskedHour
    | AskedPlace
    | AskedClock
    | AskedSure
    | AskedToBeCalled
    | AskedPause
    | AskedToForget
    | AskedToAnnounce
)
