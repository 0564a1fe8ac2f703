"""A plan as JSON-able values and back: the one form in which plans are stored."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time

from bot.person.plan import EVERY_DAY, QUIET, Plan, Range

_VERSION = 1


def dump(plan: Plan) -> dict[str, object]:
    """The plan in JSON-able values; what has its usual value is left out."""
    full: dict[str, object] = {
        "v": _VERSION,
        "at": _clock(plan.at),
        "days": sorted(plan.days) if plan.days != EVERY_DAY else None,
        "zone": plan.zone,
        "offset": plan.offset or None,
        "place": plan.place or None,
        "quiet": []
        if plan.quiet is None
        else [_clock(t) for t in plan.quiet]
        if plan.quiet != QUIET
        else None,
        "on": None if plan.on else False,
        "ignored": plan.ignored or None,
        "ended": plan.ended or None,
        "pauses": _dump_ranges(plan.pauses),
        "journeys": _dump_ranges(plan.journeys),
        "skip": plan.skip.isoformat() if plan.skip else None,
        "snoozed_at": plan.snoozed_at.isoformat() if plan.snoozed_at else None,
    }
    return {name: value for name, value in full.items() if value is not None}


def load(stored: Mapping[str, object]) -> Plan:
    """A stored plan. Raises ValueError (one line) where it is not one."""
    try:
        return _load(stored)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ValueError(f"A stored reminder cannot be read ({error}); set it again with /remind.") from error


def _load(stored: Mapping[str, object]) -> Plan:
    if stored.get("v", _VERSION) != _VERSION:
        raise ValueError(f"version {stored['v']}")
    snoozed, skip = stored.get("snoozed_at"), stored.get("skip")
    days, quiet = stored.get("days"), stored.get("quiet")
    return Plan(
        at=time.fromisoformat(str(stored["at"])),
        days=frozenset(_numbers(days)) if days is not None else EVERY_DAY,
        zone=str(stored["zone"]),
        offset=_number(stored.get("offset", 0)),
        place=str(stored.get("place", "")),
        quiet=QUIET if quiet is None else _load_quiet(quiet),
        on=bool(stored.get("on", True)),
        ignored=_number(stored.get("ignored", 0)),
        ended=bool(stored.get("ended", False)),
        pauses=_load_ranges(stored.get("pauses", ())),
        journeys=_load_ranges(stored.get("journeys", ())),
        skip=date.fromisoformat(str(skip)) if skip else None,
        snoozed_at=datetime.fromisoformat(str(snoozed)).astimezone(UTC) if snoozed else None,
    )


def _clock(at: time) -> str:
    return at.isoformat("minutes") if not (at.second or at.microsecond) else at.isoformat()


def _number(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError(f"{value!r} is no number")
    return value


def _numbers(value: object) -> list[int]:
    return [_number(v) for v in _sequence(value)]


def _sequence(value: object) -> Sequence[object]:
    if not isinstance(value, list | tuple):
        raise TypeError(f"{value!r} is no list")
    return value


def _load_quiet(value: object) -> tuple[time, time] | None:
    ends = [time.fromisoformat(str(v)) for v in _sequence(value)]
    return (ends[0], ends[1]) if len(ends) == 2 else None


def _dump_ranges(ranges: tuple[Range, ...]) -> list[list[str]] | None:
    return [[first.isoformat(), until.isoformat()] for first, until in ranges] or None


def _load_ranges(value: object) -> tuple[Range, ...]:
    pairs = (_sequence(pair) for pair in _sequence(value))
    return tuple((date.fromisoformat(str(p[0])), date.fromisoformat(str(p[1]))) for p in pairs)
