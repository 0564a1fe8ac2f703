"""`Action` -> payloads of the REST API. Pure: no network.

Sources: the API reference on messages (2,000 code points, nonces of 25 characters) and components
(5 rows of 5 buttons, labels of 80 characters).
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence

from adapters.discord.inbound import LIST_PREFIX
from adapters.discord.markdown import MAX_CONTENT, escaped, markdown, parts, sound
from bot.frozen import frozen, replace
from bot.model import Button, Message, Picker, Picture, Rich, Settle, Upload, press_data
from bot.venues import Named

MAX_LABEL, MAX_ROWS, MAX_IN_ROW, MAX_NONCE = 80, 5, 5, 25
MAX_HINT, MAX_OFFERS, MAX_OFFER, MAX_ALT = 150, 25, 100, 1024
MAX_ENTRY = 180  # of a label and a description together, broken between words
STRING_SELECT, ROLE_SELECT, CHANNEL_SELECT = 3, 6, 8
# Text, voice, announcement and stage channels, forums, media channels; each stands for its threads, too.
TALKING = [0, 2, 5, 13, 15, 16]
EPHEMERAL, LOADING, SUPPRESS_EMBEDS = 64, 128, 4
NOBODY: Mapping[str, list[str]] = {
    "parse": []
}  # allowed_mentions: whatever stands in the text, nobody is pinged
_SECONDARY, _PRIMARY = 2, 1
_SHORTEST_QUOTE = 16  # code points; a shorter piece of a question says nothing

Payload = dict[str, object]
Growth = tuple[Payload, float]


@frozen
class SentFile:
    """What goes beside a payload; `kind` is its media type."""

    name: str
    content: bytes
    kind: str = "application/octet-stream"


def say(message: Message) -> list[Payload]:
    """The message to post: one payload, or several where escaping made it too long. The last carries
    the numbered questions and the buttons."""
    said, listing = message.said, message.listing
    tail = "\n\n" + "\n".join(_listed(row, said) for row in listing) if listing else ""
    payloads = [_content(text) for text in parts(message.body, tail, said)]
    payloads[-1]["components"] = _components(message)
    return payloads


def calling(payloads: Sequence[Payload], person: str) -> list[Payload]:
    """The same for somebody who does not look that way: the first pings them, and nobody else."""
    first, mention = payloads[0], f"<@{person}>"
    pinged = {"allowed_mentions": {"parse": [], "users": [person]}}
    words = f"{mention} {first['content']}"
    if len(words) > MAX_CONTENT:
        return [_content(mention) | pinged, *payloads]
    return [first | {"content": words} | pinged, *payloads[1:]]


def stages(message: Message) -> list[Growth]:
    """How a message grows: each payload, and the seconds until the next. Empty where it stands at once."""
    whole = say(message)
    if not message.grows or len(whole) > 1:
        return []
    return [*((_first(message, end), pause) for end, pause in message.grows), (whole[0], 0.0)]


def _first(message: Message, end: int) -> Payload:
    marks = tuple(mark for mark in message.body.marks if mark.start + mark.length <= end)
    return _content(parts(Rich(message.body.text[:end], marks), said=message.said)[0])


def _components(message: Message) -> list[Payload]:
    """Lists, then the questions, then what stands beside them: in five rows."""
    lists = [_row(_select(one)) for one in message.pickers]
    questions = [button for button in message.buttons if not button.beside]
    beside = rows(tuple(button for button in message.buttons if button.beside), MAX_IN_ROW)
    if message.hint and questions:
        found = [_row(_questions(questions[:MAX_OFFERS], message.hint))]
    else:
        found = rows(tuple(questions), message.columns, MAX_ROWS - len(beside))
    return [*lists, *found, *beside][:MAX_ROWS]


def rebuttoned(message: Message) -> Payload:
    """The edit that gives a message other buttons."""
    return {"components": _components(message)}


def _row(item: Payload) -> Payload:
    return {"type": 1, "components": [item]}


def settled(action: Settle) -> Payload:
    """The edit: the body stays, the buttons go, the chosen question stands quoted under it.

    A question that no longer fits under a long body is cut: it is an ornament, the body is not.
    """
    if not action.body.text and not action.chosen:
        return {"components": []}
    text = parts(action.body, said=action.said)[-1]
    chosen = " ".join((action.chosen or "").split())
    room = MAX_CONTENT - len(text) - len("\n> ")
    while chosen and len(escaped(chosen, action.said)) > room:
        chosen = chosen[: len(chosen) * 3 // 4].rstrip("… ") + "…" if len(chosen) > _SHORTEST_QUOTE else ""
    quote = "\n> " + escaped(chosen, action.said) if chosen else ""
    return _content(text + quote) | {"components": []}


def upload(action: Upload, picture: SentFile | None = None) -> tuple[Payload, tuple[SentFile, ...]]:
    """The payload, and what goes beside it: the file, and its picture, which is drawn already."""
    file = SentFile(sound(action.name), action.content.encode(errors="replace"))
    beside: list[Payload] = [{"id": 0, "filename": file.name}]
    if picture is not None and action.picture is not None:
        alt = sound(action.picture.alt)[:MAX_ALT]
        beside.append({"id": 1, "filename": picture.name, "description": alt})
    files = (file,) if picture is None else (file, picture)
    return _content(parts(Rich(action.caption))[0]) | {"attachments": beside}, files


def unadorned(message: Message) -> Message:
    """The same without what it can do without: layout, picture, and what stood chosen in its lists."""
    lists = tuple(one if one.offers else replace(one, chosen=()) for one in message.pickers)
    return replace(message.in_words, pickers=lists, card=None)


def illustrated(payload: Payload, picture: Picture, name: str) -> Payload:
    """The payload beside a picture of that name."""
    return described(payload, picture.alt, name)


def described(payload: Payload, alt: str, name: str) -> Payload:
    """The payload beside a file of that name, and what it shows in words."""
    words = {"description": sound(alt)[:MAX_ALT]} if alt else {}
    return payload | {"attachments": [{"id": 0, "filename": name, **words}]}


def rows(buttons: tuple[Button, ...], columns: int, most: int = MAX_ROWS) -> list[Payload]:
    """Action rows, `most` of five. `columns` is a wish that yields to that; what does not fit is left out."""
    shown = buttons[: most * MAX_IN_ROW]
    width = max(1, min(columns, MAX_IN_ROW), -(-len(shown) // max(1, most)))
    items = [_button(one) for one in shown]
    return [{"type": 1, "components": items[at : at + width]} for at in range(0, len(items), width)]


def _button(button: Button) -> Payload:
    label = sound(button.label).strip() or "…"
    if len(label) > MAX_LABEL:
        label = label[: MAX_LABEL - 1] + "…"
    style = _PRIMARY if button.words else _SECONDARY
    return {"type": 2, "style": style, "label": label, "custom_id": press_data(button.press)}


def _questions(buttons: Sequence[Button], hint: str) -> Payload:
    """Questions to take from a list: a label, and what does not fit into it as its description."""
    return {
        "type": STRING_SELECT,
        "custom_id": LIST_PREFIX + press_data(replace(buttons[0].press, value="")),
        "placeholder": sound(hint)[:MAX_HINT],
        "options": [_entry(button) for button in buttons],
    }


def _entry(button: Button) -> Payload:
    text = sound(button.label).strip() or "…"
    if len(text) <= MAX_OFFER:
        return {"label": text, "value": press_data(button.press)}
    end = text.rfind(" ", MAX_OFFER // 2, MAX_OFFER - 1)
    end = end if end > 0 else MAX_OFFER - 1
    rest = text[end:].strip()
    rest = rest if len(rest) <= MAX_OFFER else rest[: MAX_OFFER - 1] + "…"
    return {"label": text[:end] + "…", "value": press_data(button.press), "description": rest}


def _select(picker: Picker) -> Payload:
    """A select menu; of channels and roles Discord's own, which finds them by typing."""
    shown: Payload = {
        "custom_id": press_data(picker.press),
        "placeholder": sound(picker.hint)[:MAX_HINT],
        "min_values": 1 if picker.kind == "offers" else 0,
        "max_values": picker.most,
    }
    chosen = picker.chosen[: picker.most]
    match picker.kind:
        case "channels":
            named = [{"id": one.id, "type": "channel"} for one in chosen]
            return shown | {"type": CHANNEL_SELECT, "channel_types": TALKING, "default_values": named}
        case "roles":
            named = [{"id": one.id, "type": "role"} for one in chosen]
            return shown | {"type": ROLE_SELECT, "default_values": named}
        case "offers":
            offers = [_offer(one, chosen) for one in picker.offers[:MAX_OFFERS]]
            return shown | {"type": STRING_SELECT, "options": offers}


def _offer(one: Named, chosen: tuple[Named, ...]) -> Payload:
    return {"label": sound(one.name)[:MAX_OFFER] or "…", "value": one.id, "default": one in chosen}


def nonce(outgoing_id: str, part: int) -> str:
    """What Discord drops repetitions by. The first part carries the outbox id itself."""
    if not part and len(outgoing_id) <= MAX_NONCE:
        return outgoing_id
    return hashlib.blake2s(f"{outgoing_id}/{part}".encode(), digest_size=12).hexdigest()


def flags_of(message: Mapping[str, object]) -> int:
    flags = message.get("flags")
    return flags if isinstance(flags, int) else 0


def waits(message: Mapping[str, object]) -> bool:
    """Whether that message is still the "thinking" one of a deferral."""
    if flags_of(message) & LOADING:
        return True
    return not (text_of(message) or message.get("components") or message.get("attachments"))


def same(message: Mapping[str, object], payload: Mapping[str, object]) -> bool:
    """Whether that message says what `payload` would say. Discord strips what surrounds a text."""
    return text_of(message) == text_of(payload)


def begins_with(message: Mapping[str, object], payload: Mapping[str, object]) -> bool:
    """The same, or it has grown since."""
    stands, first = text_of(message), text_of(payload)
    return stands == first or stands.startswith(first + "\n\n")


def text_of(message: Mapping[str, object]) -> str:
    """What is written in a message, laid out or not."""
    found = [str(message.get("content") or ""), *_texts(message.get("components"))]
    return "\n".join(filter(None, (one.strip() for one in found)))


def _texts(components: object) -> Iterator[str]:
    for one in components if isinstance(components, list) else ():
        if isinstance(one, Mapping):
            yield str(one.get("content") or "")
            yield from _texts(one.get("components"))


def word(text: str) -> Payload:
    """A few words of our own as a message."""
    return _content(plain(text))


def plain(text: str) -> str:
    """Words of our own as message content."""
    return markdown(Rich(text))[:MAX_CONTENT]


def _listed(row: str, said: Sequence[str]) -> str:
    """A numbered question: its number is the start of a list that shows just as it is written."""
    number, dot, text = row.partition(". ")
    return f"{number}. {escaped(text, said)}" if dot and number.isdigit() else escaped(row, said)


def _content(text: str) -> Payload:
    return {"content": text, "allowed_mentions": NOBODY, "flags": SUPPRESS_EMBEDS}
