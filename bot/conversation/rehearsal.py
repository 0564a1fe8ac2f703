"""Typed words as the conversation takes them, for test plans: without a model, so the same everywhere."""

import asyncio
from collections.abc import Sequence

from bot.conversation.scene import aliases, led_to
from bot.engine.effects import Option
from bot.hearing.hear import Moment as Moment
from bot.hearing.kinds import Heard
from bot.hearing.understand import understood
from bot.matching.lexical import LexicalMatcher
from bot.matching.verdict import Accept, Candidate


def understand(words: str, options: Sequence[Option]) -> int | str | None:
    """The number of the option that `words` take, from 0, or the kind that is heard; None: neither. English.
    Runs an event loop of its own."""
    free = [
        (n, Candidate(each.key, each.text.plain, aliases(each.tags)))
        for n, each in enumerate(options)
        if each.available
    ]
    offered = [candidate for _, candidate in free]
    moment = Moment([each.text for each in offered])
    match asyncio.run(understood(words, moment, offered, (), LexicalMatcher())):
        case Accept(key):
            return next(n for n, candidate in free if candidate.key == key)
        case Heard(kind):
            led = led_to(options, kind.value)
            return kind.value if led is None else led
    return None
