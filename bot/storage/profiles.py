"""A profile as JSON-able values and back: `[locale, platform locale, pace, plan, facts]`.

Facts are written by name, and only those that are not as they were at the start; a name that is not known
here is passed over. Whether the direct chat is closed is a column of its own.
"""

import logging
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from bot.person.facts import Facts
from bot.person.plan import Plan
from bot.ports import Profile
from bot.storage import plans

log = logging.getLogger("alana.storage")


def dump(profile: Profile) -> list[object]:
    plan = plans.dump(profile.reminder) if profile.reminder is not None else None
    return [profile.locale, profile.platform_locale, profile.pace, plan, _dump_facts(profile.facts)]


def load(written: list[Any], person: int, *, unreachable: bool) -> Profile:
    """A written profile. Raises ValueError, TypeError or KeyError where it is not one."""
    locale, platform_locale, pace, plan, facts, *_ = written
    return Profile(locale, platform_locale, pace, _plan(plan, person), _facts(facts), unreachable)


def _plan(written: Mapping[str, object] | None, person: int) -> Plan | None:
    """A plan that cannot be read is none, so that the person can talk, and set it again."""
    if written is None:
        return None
    try:
        return plans.load(written)
    except ValueError:
        log.error("the reminder of person %d cannot be read: it is off until they set it again", person)
        return None


def _dump_facts(facts: Facts) -> dict[str, object]:
    full: dict[str, object] = {
        "nudged_on": facts.nudged_on.isoformat() if facts.nudged_on is not None else None,
        "nudges_seen": facts.nudges_seen,
        "offered": facts.offered,
        "days": [day.isoformat() for day in facts.days],
        "no_streak": facts.no_streak,
        "finished": facts.finished,
        "tap": facts.tap,
        "shared": facts.shared,
        "line_on": facts.line_on.isoformat() if facts.line_on is not None else None,
        "line_offered": facts.line_offered,
        "heard": facts.heard,
        "asked": facts.asked,
        "passed": facts.passed,
        "asked_before": facts.asked_before,
        "typed": facts.typed,
        "notes": facts.notes,
        "noticed": facts.noticed,
        "feedback": int(facts.feedback_at.timestamp()) if facts.feedback_at is not None else None,
        "let_in": facts.let_in,
        "untold": [facts.untold[0], int(facts.untold[1].timestamp())] if facts.untold is not None else None,
        "nudges_in": facts.nudges_in,
        "exported": int(facts.exported_at.timestamp()) if facts.exported_at is not None else None,
    }
    return {name: value for name, value in full.items() if value}


def _facts(written: Mapping[str, Any]) -> Facts:
    found = written.get
    nudged_on, exported, line_on = found("nudged_on"), found("exported"), found("line_on")
    return Facts(
        nudged_on=date.fromisoformat(nudged_on) if nudged_on else None,
        nudges_seen=found("nudges_seen") or {},
        offered=bool(found("offered")),
        days=tuple(map(date.fromisoformat, found("days") or ())),
        no_streak=bool(found("no_streak")),
        finished=bool(found("finished")),
        tap=str(found("tap") or ""),
        shared=found("shared") or {},
        exported_at=datetime.fromtimestamp(exported, UTC) if exported is not None else None,
        line_on=date.fromisoformat(line_on) if line_on else None,
        line_offered=bool(found("line_offered")),
        heard=found("heard") or {},
        asked=tuple(map(str, found("asked") or ())),
        passed={evening: tuple(map(str, keys)) for evening, keys in (found("passed") or {}).items()},
        asked_before=tuple(map(str, found("asked_before") or ())),
        typed=str(found("typed") or ""),
        notes=bool(found("notes")),
        noticed=str(found("noticed") or ""),
        feedback_at=datetime.fromtimestamp(written["feedback"], UTC) if found("feedback") else None,
        let_in=str(found("let_in") or ""),
        untold=_untold(found("untold")),
        nudges_in=_place(found("nudges_in")),
    )


def _place(written: Any) -> tuple[str, str] | None:
    return (str(written[0]), str(written[1])) if written else None


def _untold(written: Any) -> tuple[str, datetime] | None:
    return (str(written[0]), datetime.fromtimestamp(written[1], UTC)) if written else None
