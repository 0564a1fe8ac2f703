"""What of a turn goes into one message: where a place takes few, and for those who like it quiet. Pure."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import pairwise

from bot.conversation import compose
from bot.frozen import frozen, replace
from bot.model import Action, Address, Limits, Mark, Message, Rich, Say, Settle, Style, Upload

LONGEST_PAUSE = 2.0  # seconds before a message grows


@frozen
class Item:
    """A row of the outbox to be. `own`: it is in the bot's own words. `until`: it is a nudge, and goes out
    until then or not at all; if the direct chat is closed, to `otherwise`. `place`: where the turn has moved
    to. `asks`: it holds the keyboard. `whispered`: it answers who did something, and is not for the others
    who are there."""

    action: Action
    private: bool = False
    own: bool = False
    until: datetime | None = None
    otherwise: Address | None = None
    place: Address | None = None
    asks: bool = False
    whispered: bool = False


def fitted(items: Sequence[Item], room: int, limits: Limits, *, alone: bool) -> list[Item]:
    """At most `room` messages for the place where the turn is: neighbours are joined, the shortest first, as
    far as one message can hold them. The last one, with the keyboard, must be among them. `alone`: what is
    private is said there, too."""
    found = list(items)
    here = [one for one in items if one.until is None]
    while sum(isinstance(one.action, Say | Upload) for one in here if alone or not one.private) > room:
        both = (
            (at, joined(first, second, limits))
            for at, (first, second) in enumerate(pairwise(found))
            if (alone or not (first.private or second.private)) and _aimed(first) == _aimed(second)
        )
        joints = [(compose.size(say.message, limits), at, say) for at, say in both if say is not None]
        if not joints:
            break
        _, at, say = min(joints, key=lambda one: one[:2])
        found[at : at + 2] = [replace(found[at + 1], action=say)]
        here = [one for one in found if one.until is None]
    return found


def _aimed(item: Item) -> tuple[object, ...]:
    return item.until, item.place, item.whispered


def quiet(items: Iterable[Item], limits: Limits, pace: compose.Pace) -> list[Item]:
    """One message of neighbours that go to one place, as far as it can hold them. It grows, where the
    platform can show that: each part after its pause."""
    found: list[Item] = []
    for item in items:
        say = joined(found[-1], item, limits, pace) if found and _together(found[-1], item) else None
        if say is None:
            found.append(item)
        else:
            found[-1] = replace(item, action=say)
    return found


def _together(first: Item, second: Item) -> bool:
    there = [(one.private, _aimed(one)) for one in (first, second)]
    return there[0] == there[1] and first.until is None


def quoting(items: Sequence[Item], settled: Sequence[Settle], limits: Limits) -> list[Item]:
    """The answer with the question that it is to quoted above it, for those who want nothing edited."""
    chosen = next((settle for settle in settled if settle.chosen), None)
    if chosen is None or not chosen.chosen:
        return list(items)
    words = Rich(chosen.chosen, (Mark(Style.QUOTE, 0, len(chosen.chosen)),))
    quote = Item(Say(Message(words, speaker=compose.PERSON, said=chosen.said)))
    at = next((place for place, item in enumerate(items) if not item.private and not item.until), len(items))
    first = replace(quote, place=items[at].place) if at < len(items) else quote
    say = joined(first, items[at], limits) if at < len(items) else None
    if say is None:
        return [*items[:at], first, *items[at:]]
    return [*items[:at], replace(items[at], action=say), *items[at + 1 :]]


def joined(first: Item, second: Item, limits: Limits, pace: compose.Pace | None = None) -> Say | None:
    """Both as one; None where one message cannot hold them."""
    one, other = first.action, second.action
    if not (isinstance(one, Say) and isinstance(other, Say)):
        return None
    if not compose.may_join(one.message, other.message):
        return None
    both = compose.join(one.message, other.message)
    if compose.size(both, limits) > limits.max_text:
        return None
    if pace is not None:
        pause = min(LONGEST_PAUSE, pace(other.message.body.text))
        here = ((len(one.message.body.text), pause),) if pause > 0 else ()
        both = replace(both, grows=(*one.message.grows, *here))
    return Say(both, one.again or other.again)
