"""What stands in the outbox, and its column: messages, settled keyboards, files, threads. Pure, both ways.

Rows of earlier versions are shorter, those of later ones longer: what stands at the end of a record and is
not known here is passed over, and so is a style.
"""

from collections.abc import Callable, Sequence
from typing import Any

import orjson

from bot.frozen import replace
from bot.model import (
    Action,
    Button,
    Card,
    Mark,
    Media,
    Message,
    Open,
    Picker,
    Picture,
    Press,
    Rebutton,
    Receipt,
    Rich,
    Say,
    Settle,
    Style,
    Upload,
)
from bot.storage.written import address_text, json_text, moment, parse_address, stamp
from bot.venues import Named

_STYLES = frozenset(style.value for style in Style)


def rich_form(value: Rich) -> list[object]:
    return [value.text, [_mark(m) for m in value.marks] if value.marks else ()]


def _mark(mark: Mark) -> list[object]:
    known: list[object] = [mark.style.value, mark.start, mark.length]
    if mark.id:
        return [*known, mark.id]
    return [*known, stamp(mark.at)] if mark.at is not None else known


def _parse_mark(style: str, start: int, length: int, *more: Any) -> Mark:
    if style == Style.CHANNEL:
        return Mark(Style.CHANNEL, start, length, id="".join(more[:1]))
    return Mark(Style(style), start, length, at=moment(more[0]) if more else None)


def parse_rich(value: list[Any]) -> Rich:
    known = (mark for mark in value[1] if mark[0] in _STYLES)
    return Rich(value[0], tuple(_parse_mark(*mark) for mark in known))


def button_form(button: Button) -> list[object]:
    p = button.press
    beside = [True] if button.beside else []
    return [button.label, p.owner, p.verb, p.run, p.step, p.value, button.words, *beside]


def parse_button(value: list[Any]) -> Button:
    label, owner, verb, run, step, argument, *flags = value  # the second one stands in few rows
    return Button(label, Press(owner, verb, run, step, argument), *flags[:2])


def _picker(picker: Picker) -> list[object]:
    button = button_form(Button("", picker.press))
    chosen, offers = ([[one.id, one.name] for one in found] for found in (picker.chosen, picker.offers))
    return [picker.kind, button, picker.hint, chosen, offers, picker.most]


def _parse_picker(value: list[Any]) -> Picker:
    kind, button, hint, chosen, offers, most, *_ = value
    press = parse_button(button).press
    return Picker(kind, press, hint, _parse_named(chosen), _parse_named(offers), most)


def _parse_named(value: list[Any]) -> tuple[Named, ...]:
    return tuple(Named(id_, name) for id_, name, *_ in value)


def _parse_place(value: Any = None) -> Receipt | None:
    return Receipt(value[0], parse_address(value[1])) if value else None


def action_text(action: Action) -> str:
    match action:
        case Say(message, again):
            return json_text(["say", *_message(message, again)])
        case Settle(of, body, chosen, at, said):
            place = [at.ref, address_text(at.address)] if at is not None else None
            return json_text(["settle", of, rich_form(body), chosen, place, said])
        case Upload(name, content, caption, picture):
            drawn = [_drawn(picture)] if picture is not None else []
            return json_text(["upload", name, content, caption, *drawn])
        case Open(title, words, of):
            return json_text(["open", title, words, *filter(None, (of,))])
        case Rebutton(of, message):
            return json_text(["rebutton", of, *_message(message)])


def _message(m: Message, again: bool = False) -> list[object]:
    buttons = [button_form(b) for b in m.buttons]
    return [rich_form(m.body), buttons, m.listing, m.columns, m.speaker, *_more(m, again)]


def _more(message: Message, again: bool) -> list[object]:
    """What few messages have: as far as the last of it that this one has."""
    m, picture = message, message.picture
    if not (again or m.said or m.pickers or picture or m.hint or m.grows or m.card or m.media):
        return []
    drawn = _drawn(picture) if picture is not None else None
    pickers = list(map(_picker, message.pickers))
    found: list[object] = [
        message.said,
        again,
        pickers,
        drawn,
        message.hint,
        message.grows,
        _card(message.card),
        (message.media.kind, message.media.file, message.media.alt) if message.media is not None else None,
    ]
    while found and not found[-1]:
        found.pop()
    return found


def _drawn(picture: Picture) -> list[object]:
    return [picture.windows, picture.alt, *([picture.forks] if picture.forks else [])]


def _picture(windows: str, alt: str, forks: Sequence[int] = (), *_: object) -> Picture:
    return Picture(windows, alt, tuple(forks))


def _parse_say(parts: list[Any]) -> Say:
    body, buttons, listing, columns, speaker, *more = parts
    said, again, pickers, drawn, hint, grows, card, media, *_ = (*more, *_NO_MORE[len(more) :])
    message = Message(
        parse_rich(body),
        tuple(map(parse_button, buttons)),
        tuple(listing),
        columns,
        speaker,
        tuple(said),
        tuple(map(_parse_picker, pickers)),
        _picture(*drawn) if drawn else None,
        hint,
        tuple((end, pause) for end, pause, *_ in grows),
        Card(card[0], tuple(card[1]), card[2]) if card else None,
        Media(*media[:3]) if media else None,
    )
    return Say(message, again)


def _card(card: Card | None) -> object:
    return [card.head, card.lines, card.foot] if card is not None else None


_NO_MORE: tuple[Any, ...] = ((), False, (), None, "", (), None, None)


def _parse_settle(parts: list[Any]) -> Action:
    of, body, chosen, *more = parts  # rows of earlier versions end here
    place, said, *_ = more or (None, ())
    return Settle(of, parse_rich(body), chosen, _parse_place(place), tuple(said))


_ACTIONS: dict[str, Callable[[list[Any]], Action]] = {
    "say": _parse_say,
    "settle": _parse_settle,
    "upload": lambda p: Upload(*p[:3], *(_picture(*drawn) for drawn in p[3:4])),
    "open": lambda p: Open(*p[:3]),
    "rebutton": lambda p: Rebutton(p[0], _parse_say(p[1:]).message),
}


def kept(action: Action, delivery: str) -> Action | None:
    """What is kept of a row that did not arrive, so that its person hears of it: words, once; of a file its
    name."""
    match action:
        case _ if delivery != "at_least_once":
            return None
        case Say(again=False):
            return action
        case Upload():
            return replace(action, content="", picture=None)
    return None


def is_known(text: str) -> bool:
    """Whether this version has such an action; a later one may have more."""
    return orjson.loads(text)[0] in _ACTIONS


def parse_action(text: str) -> Action:
    """Of a known one."""
    kind, *parts = orjson.loads(text)
    return _ACTIONS[kind](parts)
