"""Between the model's values and the columns of `schema`: pure, both ways.

Every structured text is compact JSON made by orjson. Reading is strict: a row that does not fit
raises `StorageError` and names the table, never the content.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
from sqlalchemy import RowMapping

from bot.engine.state import State, StateError, dump, load, plain
from bot.errors import StorageError
from bot.frozen import replace
from bot.model import (
    Action,
    Address,
    Button,
    Card,
    Mark,
    Message,
    Open,
    Outgoing,
    Picker,
    Picture,
    Press,
    Rebutton,
    Receipt,
    ReplyHandle,
    Rich,
    Say,
    Settle,
    StandingKeyboard,
    Style,
    Subject,
    Upload,
)
from bot.person.asking import Pending
from bot.ports import Claimed, Saved
from bot.storage import profiles, questions
from bot.venues import Named

Row = Mapping[str, Any] | RowMapping  # as read, by column
Values = tuple[Any, ...]  # as written, in the order of the table's columns
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def stamp(at: datetime) -> int:
    """An aware moment as microseconds since 1970."""
    return (at - _EPOCH) // _MICROSECOND


def moment(value: int) -> datetime:
    return _EPOCH + timedelta(microseconds=value)


def maybe_stamp(at: datetime | None) -> int | None:
    return None if at is None else stamp(at)


def maybe_moment(value: int | None) -> datetime | None:
    return None if value is None else moment(value)


def json_text(value: object) -> str:
    try:
        return orjson.dumps(value).decode()
    except TypeError:  # unpaired surrogates, which no database takes: each becomes a question mark
        return json.dumps(value, ensure_ascii=False, default=dict).encode("utf-8", "replace").decode()


def state_text(state: State) -> str:
    """What `dump` gives, several times faster."""
    try:
        return orjson.dumps(plain(state)).decode()
    except TypeError:  # unpaired surrogates, which the standard library escapes
        return dump(state)


# ---------------------------------------------------------------- addresses and subjects


_CIRCLE = "@circle:"  # no platform's name begins like it


def subject_text(subject: Subject) -> str:
    """`platform:key`; a circle's with a mark before it."""
    return f"{_CIRCLE if subject.kind == 'circle' else ''}{subject.platform}:{subject.key}"


def parse_subject(text: str) -> Subject:
    platform, _, key = text.removeprefix(_CIRCLE).partition(":")
    return Subject(platform, key, "circle" if text.startswith(_CIRCLE) else "person")


def address_text(address: Address) -> str:
    """`platform|chat|thread|d` (direct) or `…|s` (shared)."""
    return f"{address.platform}|{address.chat}|{address.thread or ''}|{'d' if address.direct else 's'}"


def parse_address(text: str) -> Address:
    platform, chat, thread, kind = text.split("|")
    return Address(platform, chat, thread or None, kind == "d")


def parse_receipt(refs: str, address: str) -> Receipt:
    """The message that counts, then its copies: their ids with blanks between them."""
    place = parse_address(address)
    first, *copies = refs.split(" ")
    return Receipt(first, place, tuple(Receipt(ref, place) for ref in copies))


# ---------------------------------------------------------------- actions


def _rich(value: Rich) -> list[object]:
    return [value.text, [_mark(m) for m in value.marks]]


def _mark(mark: Mark) -> list[object]:
    known: list[object] = [mark.style.value, mark.start, mark.length]
    return [*known, stamp(mark.at)] if mark.at is not None else known


def _parse_rich(value: list[Any]) -> Rich:
    return Rich(value[0], tuple(Mark(Style(s), a, n, *map(moment, at)) for s, a, n, *at in value[1]))


def _shown(value: StandingKeyboard) -> str:
    known = [value.id, _rich(value.body), value.said]
    more = [[*map(_button, value.buttons)], value.listing] if value.buttons else []
    return json_text([*known, *more])


def _parse_shown(
    id_: str,
    body: list[Any],
    said: Sequence[str] = (),  # earlier rows hold none
    buttons: Sequence[list[Any]] = (),
    listing: Sequence[str] = (),
) -> StandingKeyboard:
    pressed = tuple(map(_parse_button, buttons))
    return StandingKeyboard(id_, _parse_rich(body), tuple(said), pressed, tuple(listing))


def _button(button: Button) -> list[object]:
    p = button.press
    beside = [True] if button.beside else []
    return [button.label, p.owner, p.verb, p.run, p.step, p.value, button.words, *beside]


def _parse_button(value: list[Any]) -> Button:
    label, owner, verb, run, step, argument, *flags = value  # the second one stands in few rows
    return Button(label, Press(owner, verb, run, step, argument), *flags)


def _picker(picker: Picker) -> list[object]:
    button = _button(Button("", picker.press))
    chosen, offers = ([[one.id, one.name] for one in found] for found in (picker.chosen, picker.offers))
    return [picker.kind, button, picker.hint, chosen, offers, picker.most]


def _parse_picker(value: list[Any]) -> Picker:
    kind, button, hint, chosen, offers, most = value
    press = _parse_button(button).press
    return Picker(kind, press, hint, _parse_named(chosen), _parse_named(offers), most)


def _parse_named(value: list[Any]) -> tuple[Named, ...]:
    return tuple(Named(id_, name) for id_, name in value)


def _parse_place(value: Any = None) -> Receipt | None:
    return Receipt(value[0], parse_address(value[1])) if value else None


def action_text(action: Action) -> str:
    match action:
        case Say(message, again):
            return json_text(["say", *_message(message, again)])
        case Settle(of, body, chosen, at, said):
            place = [at.ref, address_text(at.address)] if at is not None else None
            return json_text(["settle", of, _rich(body), chosen, place, said])
        case Upload(name, content, caption):
            return json_text(["upload", name, content, caption])
        case Open(title, words, of):
            return json_text(["open", title, words, *filter(None, (of,))])
        case Rebutton(of, message):
            return json_text(["rebutton", of, *_message(message)])


def _message(m: Message, again: bool = False) -> list[object]:
    buttons = [_button(b) for b in m.buttons]
    return [_rich(m.body), buttons, m.listing, m.columns, m.speaker, *_more(m, again)]


def _more(message: Message, again: bool) -> list[object]:
    """What few messages have: as far as the last of it that this one has."""
    picture = message.picture
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
    ]
    while found and not found[-1]:
        found.pop()
    return found


def _drawn(picture: Picture) -> list[object]:
    return [picture.windows, picture.alt, *([picture.forks] if picture.forks else [])]


def _picture(windows: str, alt: str, forks: Sequence[int] = ()) -> Picture:
    return Picture(windows, alt, tuple(forks))


def _parse_say(parts: list[Any]) -> Say:
    body, buttons, listing, columns, speaker, *more = parts
    said, again, pickers, drawn, hint, grows, card = (*more, *_NO_MORE[len(more) :])
    message = Message(
        _parse_rich(body),
        tuple(map(_parse_button, buttons)),
        tuple(listing),
        columns,
        speaker,
        tuple(said),
        tuple(map(_parse_picker, pickers)),
        _picture(*drawn) if drawn else None,
        hint,
        tuple((end, pause) for end, pause in grows),
        Card(card[0], tuple(card[1]), card[2]) if card else None,
    )
    return Say(message, again)


def _card(card: Card | None) -> object:
    return [card.head, card.lines, card.foot] if card is not None else None


_NO_MORE: tuple[Any, ...] = ((), False, (), None, "", (), None)


def _parse_settle(parts: list[Any]) -> Action:
    of, body, chosen, *more = parts  # rows of earlier versions end here
    place, said = more or (None, ())
    return Settle(of, _parse_rich(body), chosen, _parse_place(place), tuple(said))


_ACTIONS: dict[str, Callable[[list[Any]], Action]] = {
    "say": _parse_say,
    "settle": _parse_settle,
    "upload": lambda p: Upload(*p),
    "open": lambda p: Open(*p),
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
            return replace(action, content="")
    return None


def language(profile: str) -> str | None:
    """In which a person is spoken to, from the column."""
    known: list[str | None] = orjson.loads(profile)
    return known[0] or known[1]


def parse_action(text: str) -> Action:
    kind, *parts = orjson.loads(text)
    return _ACTIONS[kind](parts)


def _reply_text(reply: ReplyHandle | None) -> str | None:
    if reply is None:
        return None
    known = (reply.token, reply.application, stamp(reply.expires_at), reply.opens, reply.ephemeral)
    return json_text([*known, reply.locale, reply.room])


def _parse_reply(text: str | None) -> ReplyHandle | None:
    if not text:
        return None
    token, application, expires, *others = orjson.loads(text)
    return ReplyHandle(token, application, moment(expires), *others)


def outbox_row(
    outgoing: Outgoing, person: int, created: int, lease_until: int | None, fence: int = 0
) -> Values:
    """A new row: leased when `lease_until` says so, under the token `fence`; else waiting to be claimed."""
    action, address = outgoing.action, outgoing.address
    return (
        outgoing.id,
        person,
        address.platform,
        address_text(address),
        address_text(outgoing.fallback) if outgoing.fallback else None,
        action_text(action),
        about(action),
        _reply_text(outgoing.reply),
        outgoing.delivery,
        maybe_stamp(outgoing.not_before),
        maybe_stamp(outgoing.not_after),
        outgoing.only_if_version,
        outgoing.pace,
        outgoing.urgent,
        "waiting" if lease_until is None else "leased",
        0,  # attempts
        lease_until,
        None,  # reason
        None,  # ref
        created,
        None,  # done_at
        fence,
    )


def about(action: Action) -> str | None:
    """The outbox id of the message that an action is about, if there is one."""
    match action:
        case Settle(of=of) | Open(of=of) | Rebutton(of=of):
            return of or None
    return None


def claimed(row: Row, target: Receipt | None) -> Claimed:
    outgoing = Outgoing(
        id=row["id"],
        address=parse_address(row["address"]),
        action=parse_action(row["action"]),
        reply=_parse_reply(row["reply"]),
        delivery=row["delivery"],
        not_before=maybe_moment(row["not_before"]),
        not_after=maybe_moment(row["not_after"]),
        only_if_version=row["only_if_version"],
        pace=row["pace"],
        urgent=bool(row["urgent"]),
        fallback=parse_address(row["fallback"]) if row["fallback"] else None,
    )
    return Claimed(row["person_id"], outgoing, target, row["attempts"] + 1, row["fence"])


# ---------------------------------------------------------------- people


def person_row(saved: Saved, now: int) -> Values:
    """The row as it will stand after the change: version counted up."""
    return (
        saved.person,
        saved.version + 1,
        maybe_stamp(saved.created_at) or now,
        maybe_stamp(saved.seen_at) or now,
        address_text(saved.address) if saved.address else None,
        address_text(saved.direct) if saved.direct else None,
        saved.series,
        json_text(profiles.dump(saved.profile)),
        _pending_text(saved.pending),
        _shown(saved.shown) if saved.shown else None,
        saved.run,
        saved.step,
        saved.profile.unreachable,
    )


def progress_row(saved: Saved) -> Values | None:
    """Where the person stands in their series; None before the first talk."""
    state = saved.state
    if state is None or saved.series is None:
        return None
    return saved.person, saved.series, saved.episode, state_text(state), state.digest, state.node, state.at


def bookmark_row(person: int, series: str, episode: str, place: State) -> Values:
    return person, series, episode, state_text(place), place.digest


def saved(row: Row, subject: Subject) -> Saved:
    """A joined row of `person` and (under `p_…`) its active `progress`, with its (episode, state)
    `bookmarks`."""
    try:
        return _saved(row, subject)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, StateError) as error:
        raise StorageError(
            f"the database row of person {row['id']} cannot be read ({type(error).__name__}): "
            "restore a backup, or run `alana doctor`"
        ) from error


def _saved(row: Row, subject: Subject) -> Saved:
    shown = orjson.loads(row["shown"]) if row["shown"] else None
    return Saved(
        person=row["id"],
        subject=subject,
        version=row["version"],
        created_at=moment(row["created_at"]),
        seen_at=moment(row["seen_at"]),
        address=parse_address(row["address"]) if row["address"] else None,
        direct=parse_address(row["direct"]) if row["direct"] else None,
        series=row["series"],
        episode=row["p_episode"],
        state=load(row["p_state"]) if row["p_state"] else None,
        run=row["run"],
        step=row["step"],
        shown=_parse_shown(*shown) if shown else None,
        pending=_parse_pending(row["pending"]),
        profile=profiles.load(orjson.loads(row["profile"]), row["id"], unreachable=bool(row["unreachable"])),
        bookmarks={episode: load(state) for episode, state in row["bookmarks"]},
        circle=row.get("circle"),
    )


def _pending_text(pending: Pending | None) -> str | None:
    if pending is None:
        return None
    return json_text([questions.FORMAT, stamp(pending.expires_at), *questions.dump(pending)])


def _parse_pending(text: str | None) -> Pending | None:
    if not text:
        return None
    match orjson.loads(text):
        case [questions.FORMAT, until, kind, fields]:
            return questions.load(kind, fields, moment(until))
        case [str(command), step, data, until]:
            return questions.load_first(command, step, data, moment(until))
    raise ValueError("an open question of another format")


# ---------------------------------------------------------------- texts of people


def storable(text: str) -> str:
    """The text without what a database cannot hold: NUL and unpaired surrogates."""
    try:
        text.encode()
    except UnicodeEncodeError:
        text = text.encode("utf-8", "replace").decode()
    return text.replace("\x00", "")
