"""What people typed is said back as words. Chats make links, mentions and commands of what looks like one, by
themselves; so each message names the pieces of a person's words in it that they would do that with.

In the dialogue's own texts the engine says where values were put in. In the bot's own words a person's stand
somewhere in the sentence: there the pieces are looked for.
"""

import re
from collections.abc import Collection, Iterable, Iterator

from bot.engine.effects import Ask, Effect, FinalText, Offer
from bot.engine.effects import SayLine as SayLine
from bot.frozen import replace
from bot.model import Action, CommandCall, Inbound, Say, Settle
from bot.model import Text as Typed
from bot.person.asking import AskedName, AskedPage
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
    return frozenset([piece for text in texts for piece in _pieces(text)])


def put_in(effects: Iterable[Effect]) -> frozenset[str]:
    """The same of the values in what the dialogue shows, whatever the script made of them first."""
    texts: list[FinalText] = []
    for effect in effects:
        if isinstance(effect, SayLine) and effect.line.text.given:
            texts.append(effect.line.spoken)
        elif isinstance(effect, Offer):
            texts += [option.text for option in effect.options if option.text.given]
        elif isinstance(effect, Ask) and effect.prompt.given:
            texts.append(effect.prompt)
    return live([part for text in texts for part in around_values(text)])


def around_values(text: FinalText) -> Iterator[str]:
    """The values in a text, each with the rest of the words that it begins and ends in: a name behind the
    script's own "@" is a mention all the same."""
    plain = text.plain
    for start, length in text.given:
        first, last = start, start + length
        while first and not plain[first - 1].isspace():
            first -= 1
        while last < len(plain) and not plain[last].isspace():
            last += 1
        yield plain[first:last]


def _pieces(text: str) -> Iterator[str]:
    yield from (word for word in text.split() if _LIVE.search(word))
    yield from (found[0] for found in _NUMBER.finditer(text))


def words_of(inbound: Inbound, *known: Saved) -> Iterator[str]:
    """Everything a person said that an answer to this may say back in the bot's own words."""
    body = inbound.body
    if isinstance(body, Typed):
        yield body.text
    elif isinstance(body, CommandCall):
        yield body.argument
        yield from (value for _, value in body.options)
    for saved in known:
        if isinstance(saved.pending, AskedName):
            yield saved.pending.name
        if isinstance(saved.pending, AskedPage):
            yield saved.pending.text
        if saved.state is not None:
            yield from (value for value in saved.state.variables.values() if isinstance(value, str))


def said_in(action: Action, pieces: Collection[str]) -> Action:
    """The action with those of the pieces that stand in its text, the longest first."""
    if not pieces:
        return action
    text = "\n".join(_rows(action))
    found = tuple(sorted((piece for piece in pieces if piece in text), key=lambda p: (-len(p), p)))
    match action:
        case Say(message) if found:
            return replace(action, message=replace(message, said=found))
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
