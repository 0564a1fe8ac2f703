"""What people typed is said back as words. Chats make links, mentions and commands of what looks like one, by
themselves; so each message names the pieces of a person's words in it that they would do that with.
"""

import re
from collections.abc import Iterable, Iterator

from bot.frozen import replace
from bot.model import Action, CommandCall, Inbound, Say, Settle, Text
from bot.person.asking import AskedName
from bot.ports import Saved

# In a word: @name, #tag, $TAG and /command at its beginning, an address with or without its scheme.
_LIVE = re.compile(r"(?<!\w)[@#$/]\w|\w@\w|://|[^\W_]\.[^\W\d_]{2}|\d\.\d+\.\d")
_NUMBER = re.compile(r"\+?\d(?:[ ()/.-]{0,2}\d){6,18}")  # telephones, cards


_SIGNS = ("@", "#", "/", "$")
_DOT = re.compile(r"\.\w\w?")
_DIGITS = re.compile(r"\d[\d ()/.-]{5}")


def may_come_alive(action: Action) -> bool:
    """Whether a chat might make anything of it, whoever's words it is: a quick look at every turn."""
    return any(
        any(sign in text for sign in _SIGNS) or _DOT.search(text) or _DIGITS.search(text)
        for text in _rows(action)
    )


def live(texts: Iterable[str]) -> frozenset[str]:
    """The pieces that a chat would make something of. Linear in the texts."""
    return frozenset(piece for text in texts for piece in _pieces(text))


def _pieces(text: str) -> Iterator[str]:
    yield from (word for word in text.split() if _LIVE.search(word))
    yield from (found[0] for found in _NUMBER.finditer(text))


def words_of(inbound: Inbound, *known: Saved) -> Iterator[str]:
    """Everything a person said that an answer to this may say back."""
    body = inbound.body
    if isinstance(body, Text):
        yield body.text
    elif isinstance(body, CommandCall):
        yield body.argument
        yield from (value for _, value in body.options)
    for saved in known:
        if isinstance(saved.pending, AskedName):
            yield saved.pending.name
        if saved.state is not None:
            yield from (value for value in saved.state.variables.values() if isinstance(value, str))


def said_in(action: Action, pieces: frozenset[str]) -> Action:
    """The action with those of the pieces that stand in its text, the longest first."""
    text = "\n".join(_rows(action)) if pieces else ""
    found = tuple(sorted((piece for piece in pieces if piece in text), key=lambda p: (-len(p), p)))
    match action:
        case Say(message) if found:
            return Say(replace(message, said=found))
        case Settle() if found:
            return replace(action, said=found)
    return action


def _rows(action: Action) -> Iterator[str]:
    match action:
        case Say(message):
            yield message.body.text
            yield from message.listing
            yield from (button.label for button in message.buttons)
        case Settle(body=body, chosen=chosen):
            yield body.text
            yield chosen or ""
