"""An open question of the bot's own as JSON-able values and back: its kind, and its fields by name.

Until when it stands is written beside it. The first form, still read, had the command that asked, its step
and a text: a value, or JSON of what a reminder's questions had found out.
"""

from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import datetime, time
from typing import Any

import orjson

from bot.person.asking import (
    AfterCare,
    AfterHelp,
    AskedAlone,
    AskedChange,
    AskedClock,
    AskedHour,
    AskedLine,
    AskedMeant,
    AskedName,
    AskedNext,
    AskedOffer,
    AskedPage,
    AskedPassed,
    AskedPause,
    AskedPlace,
    AskedSure,
    AskedToAnnounce,
    AskedToBeCalled,
    AskedToForget,
    AskedWhether,
    Guess,
    Pending,
    SoFar,
    TimeHeard,
)

FORMAT = 2
KINDS: Mapping[str, type[Pending]] = {
    "meant": AskedMeant,
    "next": AskedNext,
    "name": AskedName,
    "page": AskedPage,
    "line": AskedLine,
    "change": AskedChange,
    "offer": AskedOffer,
    "whether": AskedWhether,
    "passed": AskedPassed,
    "care": AfterCare,
    "help": AfterHelp,
    "alone": AskedAlone,
    "hour": AskedHour,
    "place": AskedPlace,
    "clock": AskedClock,
    "sure": AskedSure,
    "called": AskedToBeCalled,
    "pause": AskedPause,
    "forget": AskedToForget,
    "announce": AskedToAnnounce,
}
_NAMES = {kind: name for name, kind in KINDS.items()}


def dump(pending: Pending) -> tuple[str, dict[str, object]]:
    """Its kind, and its fields but for `expires_at`."""
    kind = type(pending)
    return _NAMES[kind], {f: _FIELDS[f][0](getattr(pending, f)) for f in _WRITTEN[kind]}


def load(kind: str, written: Mapping[str, Any], expires_at: datetime) -> Pending | None:
    """What `dump` gave; a question that only a newer version asks is none. Raises KeyError, TypeError or
    ValueError where it is neither."""
    asked = KINDS.get(kind)
    if asked is None:
        return None
    known = {f: _FIELDS[f][1](value) for f, value in written.items() if f in _WRITTEN[asked]}
    return asked(expires_at=expires_at, **known)


def load_first(command: str, step: str, data: str, expires_at: datetime) -> Pending:
    """A question in the first form."""
    if command == "remind":
        return _first_of_reminder(step, orjson.loads(data or "{}"), expires_at)
    asked = KINDS[command]
    names = _WRITTEN[asked]  # one at most: the text is its value
    return asked(expires_at=expires_at, **{f: _FIELDS[f][1](data) for f in names})


def _first_of_reminder(step: str, said: Mapping[str, Any], expires_at: datetime) -> Pending:
    so_far, guesses = _so_far(said), _guesses(said.get("guesses", ()))
    match step:
        case "when":
            return AskedHour(so_far, expires_at)
        case "zone":
            return AskedPlace(so_far, expires_at, guesses, bool(said.get("missed")))
        case "clock":
            return AskedClock(so_far, expires_at)
        case "sure":
            return AskedSure(so_far, expires_at, guesses)
    raise ValueError(f"no step of a reminder: {step[:20]!r}")


# ---------------------------------------------------------------- fields


def _dump_so_far(so_far: SoFar) -> dict[str, object]:
    heard = so_far.heard
    full: dict[str, object] = {
        "at": so_far.at.isoformat("minutes") if so_far.at is not None else None,
        "days": sorted(so_far.days) if so_far.days is not None else None,
        "either": so_far.either or None,
        "place": so_far.place or None,
        "heard": {"days": sorted(heard.days), "part": heard.part, "half": heard.half, "clock": heard.clock}
        if heard != TimeHeard()
        else None,
    }
    return {name: value for name, value in full.items() if value is not None}


def _so_far(written: Mapping[str, Any]) -> SoFar:
    at, days = written.get("at"), written.get("days")
    return SoFar(
        time.fromisoformat(at) if at is not None else None,
        frozenset(map(int, days)) if days is not None else None,
        bool(written.get("either")),
        _heard(written.get("heard") or {}),
        str(written.get("place", "")),
    )


def _heard(written: Mapping[str, Any]) -> TimeHeard:
    days, clock = written.get("days", ()), written.get("clock")
    part, half = str(written.get("part", "")), str(written.get("half", ""))
    return TimeHeard(frozenset(map(int, days)), part, half, (int(clock[0]), int(clock[1])) if clock else None)


def _dump_guesses(guesses: tuple[Guess, ...]) -> list[list[str]]:
    return [[guess.label, guess.zone] for guess in guesses]


def _guesses(written: Any) -> tuple[Guess, ...]:
    return tuple(Guess(str(label), str(zone)) for label, zone in written)


_FIELDS: Mapping[str, tuple[Callable[[Any], object], Callable[[Any], Any]]] = {
    "option": (int, int),
    "command": (str, str),
    "argument": (str, str),
    "episode": (str, str),
    "name": (str, str),
    "text": (str, str),
    "page": (str, str),
    "asked": (bool, bool),
    "said": (int, lambda written: int(written or 0)),
    "so_far": (_dump_so_far, _so_far),
    "guesses": (_dump_guesses, _guesses),
    "missed": (bool, bool),
    "mark": (str, str),
    "prompt": (str, str),
    "series": (str, str),
    "onward": (bool, bool),
    "keys": (list, lambda written: tuple(map(str, written))),
}
_WRITTEN = {kind: [f.name for f in fields(kind) if f.name != "expires_at"] for kind in _NAMES}
