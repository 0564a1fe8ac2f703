"""The written forms that columns of many tables share: moments, JSON, subjects, addresses."""

import json
from datetime import UTC, datetime, timedelta

import orjson

from bot.model import Address, Receipt, Subject

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
