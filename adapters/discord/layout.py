"""Cards: messages laid out with Discord's components, for what is looked at rather than talked. Pure.

A message with the flag for them holds no content, for good; edits of it keep to components. Sources: the
reference on components (40 of them in a message, 4,000 code points of text).
"""

from collections.abc import Iterator, Mapping, Sequence

from adapters.discord import outbound
from adapters.discord.markdown import escaped, parts, sound
from adapters.discord.outbound import MAX_ALT, Payload
from bot.frozen import replace
from bot.model import Button, Card, Message, Picture

LAID_OUT = 1 << 15  # the flag
ROW, SECTION, TEXT, GALLERY = 1, 9, 10, 12
MOST_COMPONENTS, MOST_TEXT = 40, 4000


def card(message: Message, file: str) -> Payload | None:
    """The payload of a card; None where the message is none, or would be too large. `file` is the name of its
    picture."""
    if message.card is None:
        return None
    found = [*_lines(message, message.card), *_picture(message.picture, file), *_rest(message, message.card)]
    payload: Payload = {"flags": LAID_OUT, "components": found, "allowed_mentions": outbound.NOBODY}
    fits = _count(found) <= MOST_COMPONENTS and len(outbound.text_of(payload)) <= MOST_TEXT
    return payload if fits else None


def _lines(message: Message, shown: Card) -> Iterator[Payload]:
    """The head, or all of the text; then each line with its button beside it."""
    if not shown.lines:
        yield from (_text(words) for words in parts(message.body, said=message.said))
        return
    yield _text(f"**{escaped(shown.head)}**")
    for line, button in zip(shown.lines, message.buttons, strict=False):
        (row,) = outbound.rows((_numbered(button, line),), 1)
        (accessory,) = _list(row["components"])
        yield {"type": SECTION, "components": [_text(escaped(line))], "accessory": accessory}


def _numbered(button: Button, line: str) -> Button:
    """What stands written out is only its number on its button."""
    number, dot, _ = button.label.partition(". ")
    written_out = dot and number.isdigit() and button.label in line
    return replace(button, label=number) if written_out else button


def plainly(message: Message) -> Message:
    """The same where it is not laid out: its text has the lines, its buttons their numbers."""
    if message.card is None:
        return message
    lines = message.card.lines
    short = [_numbered(button, line) for button, line in zip(message.buttons, lines, strict=False)]
    buttons = (*short, *message.buttons[len(short) :])
    columns = outbound.MAX_IN_ROW if buttons != message.buttons else message.columns
    return replace(message, card=None, buttons=buttons, columns=columns)


def _picture(picture: Picture | None, file: str) -> Iterator[Payload]:
    if picture is not None:
        item = {"media": {"url": f"attachment://{file}"}, "description": sound(picture.alt)[:MAX_ALT]}
        yield {"type": GALLERY, "items": [item]}


def _rest(message: Message, shown: Card) -> Iterator[Payload]:
    if shown.foot:
        yield _text(escaped(shown.foot))
    yield from outbound.rows(message.buttons[len(shown.lines) :], message.columns)


def _text(words: str) -> Payload:
    return {"type": TEXT, "content": words}


def bare(components: object) -> list[Mapping[str, object]]:
    """The same without anything to press."""
    found: list[Mapping[str, object]] = []
    for one in _list(components):
        if one.get("type") == SECTION:
            found += _list(one.get("components"))
        elif one.get("type") == GALLERY:
            found.append({"type": GALLERY, "items": [_kept(item) for item in _list(one.get("items"))]})
        elif one.get("type") != ROW:
            found.append(one)
    return found


def _kept(item: Mapping[str, object]) -> Payload:
    """A picture that stays in the message: by the name of its attachment, wherever it is stored."""
    media = item.get("media")
    url = str(media.get("url") or "") if isinstance(media, Mapping) else ""
    name = url.partition("?")[0].rpartition("/")[2]
    return {"media": {"url": f"attachment://{name}"}, "description": item.get("description") or ""}


def _count(components: object) -> int:
    found = _list(components)
    return sum(1 + _count(one.get("components")) + ("accessory" in one) for one in found)


def _list(value: object) -> Sequence[Mapping[str, object]]:
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []
