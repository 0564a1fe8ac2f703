"""The keyboards of a circle: what can be voted for, with running counts. Pure."""

from collections.abc import Callable
from functools import lru_cache

from bot.circles import tally
from bot.circles.buttons import JOIN, LINE, NO, NUMBER, READY, VOTE, YES
from bot.circles.circle import Circle
from bot.engine.effects import AskKind
from bot.frozen import frozen, replace
from bot.model import Button, Limits, Message, Press, StandingKeyboard

MOST = 20  # options: four rows of five, and one for what stands below
_COUNT = len(" (999)")


@frozen
class Ballot:
    """The words on a circle's buttons."""

    join: str
    number: str
    yes: str
    no: str
    line: str
    ready: str


@lru_cache(maxsize=16)
def room(limits: Limits) -> Limits:
    """What is left of a platform's limits for the options: each a button with its count, one more below."""
    most = min(MOST, limits.max_buttons - 1)
    label, short = limits.max_label - _COUNT, limits.short_label - _COUNT
    return replace(limits, max_label=label, short_label=short, max_buttons=most, in_row=0)


def below(ballot: Ballot, owner: str, run: int, step: int) -> Button:
    """Who is not in yet can join at every question."""
    return Button(ballot.join, Press(owner, JOIN, run, step), beside=True)


def answers(kind: AskKind, ballot: Ballot, press: Callable[[str, str], Press]) -> tuple[Button, ...]:
    """How a circle answers a question of the script. `press` makes one of a verb and a value."""
    match kind:
        case "number":
            return (Button(ballot.number, press(NUMBER, ""), words=True),)
        case "yesno":
            return Button(ballot.yes, press(VOTE, YES)), Button(ballot.no, press(VOTE, NO))
        case "reflection":
            return Button(ballot.line, press(LINE, ""), words=True), Button(ballot.ready, press(VOTE, READY))
    return ()


def counted(message: Message, circle: Circle) -> Message:
    """The message with how many stand behind each of its buttons."""
    votes = circle.counted
    found = tally.counts(votes)
    here = {VOTE: lambda press: found.get(press.value, 0), NUMBER: lambda press: len(votes)}
    here[JOIN] = lambda press: len(circle.members)

    def shown(button: Button) -> Button:
        count = here.get(button.press.verb, lambda press: 0)(button.press)
        return replace(button, label=f"{button.label} ({count})") if count else button

    return replace(message, buttons=tuple(map(shown, message.buttons)))


def standing(keyboard: StandingKeyboard, circle: Circle) -> Message:
    """The message that stands, as its buttons are to be now."""
    message = Message(keyboard.body, keyboard.buttons, keyboard.listing, said=keyboard.said)
    return counted(message, circle)
