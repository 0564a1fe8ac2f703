"""What a turn gives to the outside (effects) and what the outside gives to a turn (events).

Plain frozen data; positions count code points of the plain text.
"""

from collections.abc import Iterator, Mapping
from dataclasses import field
from typing import Literal

from bot.engine.values import Value
from bot.frozen import frozen

Property = str | int | float | bool
AskKind = Literal["text", "number", "yesno", "reflection"]


@frozen
class Span:
    """A stretch of marked text. `start` and `length` count code points of `Text.plain`."""

    name: str
    start: int
    length: int
    properties: Mapping[str, Property] = field(default_factory=dict)


@frozen
class FinalText:
    """Final text: values are in, markup is out and stands in `spans`, in the source's order.

    `given` is where texts were put in that the script does not hold itself: (start, length), in order.
    """

    plain: str
    spans: tuple[Span, ...] = ()
    given: tuple[tuple[int, int], ...] = field(default=(), compare=False, repr=False)


@frozen
class Line:
    """One line. `text.plain` still holds "Name: "; `prefix` is how long that part is.

    `last`: options or a question follow directly, so both fit into one message. `id` is the
    translation id (`line:…`), `tags` are the hashtags without `#`, but for `#line:` and `#shadow:`.
    `same`: nobody's values are in it, so that this very object is shown to everybody.
    """

    id: str
    text: FinalText
    speaker: str | None
    tags: tuple[str, ...]
    last: bool
    prefix: int = 0
    same: bool = field(default=False, compare=False, repr=False)

    @property
    def spoken(self) -> FinalText:
        """The text without the speaker's name, spans moved along."""
        return cut(self.text, self.prefix) if self.prefix else self.text


def cut(text: FinalText, length: int) -> FinalText:
    """The text without its first `length` code points; spans inside that part vanish."""
    spans = []
    for span in text.spans:
        start, end = span.start - length, span.start + span.length - length
        if end < 0 or (end == 0 and start < 0):
            continue
        spans.append(Span(span.name, max(start, 0), end - max(start, 0), span.properties))
    return FinalText(text.plain[length:], tuple(spans), tuple(_beyond(text.given, length)))


def _beyond(stretches: tuple[tuple[int, int], ...], length: int) -> Iterator[tuple[int, int]]:
    for start, size in stretches:
        first = max(start, length)
        if start + size > first:
            yield first - length, start + size - first


@frozen
class Option:
    """One choice. `key` survives edits: the line id where given, else made of node and content. `same`: as
    for a line."""

    key: str
    text: FinalText
    available: bool
    tags: tuple[str, ...] = ()
    same: bool = field(default=False, compare=False, repr=False)


@frozen
class SayLine:
    """Show a line."""

    line: Line


@frozen
class Offer:
    """Wait for one of the options. All are here, in order, those that are not available too."""

    options: tuple[Option, ...]


@frozen
class Ask:
    """Wait for a typed answer. `variable` is where it goes; a reflection's text never comes back."""

    key: str
    kind: AskKind
    variable: str | None
    prompt: FinalText


@frozen
class Command:
    """A host command, as written, values filled in."""

    text: str


@frozen
class End:
    """The dialogue is over."""


Effect = SayLine | Offer | Ask | Command | End


@frozen
class Begin:
    """Go to the start of a node (or node group); place and return stack are forgotten."""

    node: str


@frozen
class Choose:
    """Option by its index in the offer, from 0; None goes on where none was available."""

    option: int | None


@frozen
class Answer:
    """What was typed, already read as the kind asks; for a reflection True (written) or False.
    None: skipped, the variable stays."""

    value: Value | None


@frozen
class Detour:
    """Run a node now and come back to what waits, which is then put again."""

    node: str


@frozen
class Resume:
    """Run on from where the state stands; after `relocate` this puts the question again."""


Event = Begin | Choose | Answer | Detour | Resume
