"""Between the model's values and the columns of `schema`: pure, both ways.

Every structured text is compact JSON made by orjson. Reading is strict: a row that does not fit
raises `StorageError` and names the table, never the content. But while processes are restarted one after
the other, an older one reads what a newer one wrote: records grow at their end, mappings by names, and what
is not known there is passed over.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import RowMapping

from bot.engine.state import State, StateError, dump, load, plain
from bot.errors import StorageError
from bot.model import (
    Action,
    OfMessage,
    Outgoing,
    Receipt,
    ReplyHandle,
    StandingKeyboard,
    Subject,
)
from bot.person.asking import Pending
from bot.ports import Claimed, Saved
from bot.storage import profiles, questions
from bot.storage.actions import action_text, button_form, parse_action, parse_button, parse_rich, rich_form
from bot.storage.written import (
    address_text,
    json_text,
    maybe_moment,
    moment,
    parse_address,
    stamp,
)

Row = Mapping[str, Any] | RowMapping  # as read, by column
Values = tuple[Any, ...]  # as written, in the order of the table's columns


def state_text(state: State) -> str:
    """What `dump` gives, several times faster."""
    try:
        return orjson.dumps(plain(state)).decode()
    except TypeError:  # unpaired surrogates, which the standard library escapes
        return dump(state)


def language(profile: str) -> str | None:
    """In which a person is spoken to, from the column."""
    known: list[str | None] = orjson.loads(profile)
    return known[0] or known[1]


def _shown(value: StandingKeyboard) -> str:
    known = [value.id, rich_form(value.body), value.said]
    more = [[*map(button_form, value.buttons)], value.listing] if value.buttons else []
    return json_text([*known, *more])


def _parse_shown(
    id_: str,
    body: list[Any],
    said: Sequence[str] = (),  # earlier rows hold none
    buttons: Sequence[list[Any]] = (),
    listing: Sequence[str] = (),
    *_: object,
) -> StandingKeyboard:
    pressed = tuple(map(parse_button, buttons))
    return StandingKeyboard(id_, parse_rich(body), tuple(said), pressed, tuple(listing))


def _reply_text(reply: ReplyHandle) -> str:
    known = (reply.token, reply.application, stamp(reply.expires_at), reply.opens, reply.ephemeral)
    return json_text([*known, reply.locale, reply.room, reply.seen_by])


def _parse_reply(text: str | None) -> ReplyHandle | None:
    if not text:
        return None
    token, application, expires, *others = orjson.loads(text)
    return ReplyHandle(token, application, moment(expires), *others[:5])


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
        _reply_text(outgoing.reply) if outgoing.reply is not None else None,
        outgoing.delivery,
        stamp(outgoing.not_before) if outgoing.not_before is not None else None,
        stamp(outgoing.not_after) if outgoing.not_after is not None else None,
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
    return action.of or None if isinstance(action, OfMessage) else None


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
        stamp(saved.created_at) if saved.created_at is not None else now,
        stamp(saved.seen_at) if saved.seen_at is not None else now,
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
        case [questions.FORMAT, until, kind, fields, *_]:
            return questions.load(kind, fields, moment(until))
        case [int(newer), *_] if newer > questions.FORMAT:
            return None
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
