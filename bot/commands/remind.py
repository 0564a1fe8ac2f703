"""/remind: at what time of whose day. Asks for the time, then once for the place, and confirms in words.

The steps of its open question: `when` (a time), `zone` (a place), `clock` (what time is it there),
`sure` (three guesses to tap).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.commands import reminding
from bot.commands.context import Context, Note, Reply, note, say
from bot.model import CommandCall, Pending
from bot.ports import SetWakeup
from bot.reminders.describing import describe
from bot.reminders.guesses import Guess, NeedsCity, Resolved
from bot.reminders.plan import Plan, move, not_today, snooze
from bot.reminders.position import zone_from_local_time, zone_from_location
from bot.reminders.wording import Off, Unclear, When, parse_when
from bot.reminders.zones import resolve

OPEN_FOR = timedelta(minutes=30)
_NEAR = {  # where to begin guessing, by language and country
    "de": ("Berlin", "Wien", "Zürich"),
    "de-de": ("Berlin",),
    "de-at": ("Wien",),
    "de-ch": ("Zürich",),
    "en-gb": ("London",),
    "en": ("London", "New York", "Los Angeles"),
}


def remind(ctx: Context, argument: str) -> Reply:
    """Shows, sets, changes or ends the daily nudge."""
    words, place = _arguments(ctx, argument)
    action = _ACTIONS.get(words)
    if action is not None:
        return action(ctx)
    if words.startswith("g") and words[1:].isdigit():
        return _guessed(ctx, int(words[1:]))
    if not words:
        return _show(ctx) if reminding.plan_of(ctx.saved) else _ask_when(ctx)
    return _when(ctx, words, place)


def remind_answer(ctx: Context, text: str) -> Reply | None:
    """What was typed in answer to one of the questions."""
    pending = ctx.saved.pending
    if pending is None:
        return None
    return _STEPS[pending.step](ctx, text)


def offer(ctx: Context) -> Note:
    """At the end of the first evening, once."""
    t = ctx.texts.t
    words = t(
        "One more thing. If you like, I write once a day, about what we said you might notice. "
        "One short message, and it ends as soon as you say stop."
    )
    return note(
        words,
        ctx.button(t("Yes, at 20:00"), "remind", "20:00"),
        ctx.button(t("Yes, at another time"), "remind", "ask"),
        ctx.button(t("No, thank you"), "remind", "no"),
    )


def located(ctx: Context, latitude: float, longitude: float) -> Reply | None:
    """A shared position, while a place is asked for; it is not kept, only its time zone."""
    pending = ctx.saved.pending
    if pending is None or pending.command != "remind" or pending.step == "when":
        return None
    zone = zone_from_location(latitude, longitude)
    return _sure(ctx, (Guess(_city(zone), zone),)) if zone else _ask_zone(ctx)


# ---------------------------------------------------------------- the time


def _arguments(ctx: Context, argument: str) -> tuple[str, str]:
    body = ctx.inbound.body
    options = dict(body.options) if isinstance(body, CommandCall) else {}
    return options.get("time", argument).strip(), options.get("zone", "").strip()


def _when(ctx: Context, words: str, place: str = "") -> Reply:
    found = parse_when(words, ctx.locale)
    if isinstance(found, Unclear):
        return _pending(ctx, "when", {}, note(found.question))
    if isinstance(found, Off):
        return _off(ctx)
    plan = reminding.plan_of(ctx.saved)
    data = {"at": found.time.isoformat("minutes"), "days": sorted(found.days)}
    if place:
        return _place(_with_data(ctx, "zone", data), place)
    if plan is not None and plan.zone_is_known:
        return _set(ctx, replace(plan, at=found.time, days=found.days, on=True, ended=False, ignored=0))
    return _ask_zone(_with_data(ctx, "zone", data))


def _ask_when(ctx: Context) -> Reply:
    t = ctx.texts.t
    words = t(
        "At what time of your day shall I write? “20:00” or “half past eight” will do, "
        "and so will “weekdays 8:00” or “off”."
    )
    buttons = tuple(ctx.button(at, "remind", at) for at in ("8:00", "12:30", "18:00", "20:00"))
    return _pending(ctx, "when", {}, note(words, *buttons, columns=4))


def _show(ctx: Context) -> Reply:
    plan, t = reminding.plan_of(ctx.saved), ctx.texts.t
    if plan is None or not plan.on:
        return _ask_when(ctx)
    words = t("I write {when}.", when=describe(plan, ctx.locale))
    today = plan.local(ctx.now).date()
    back = plan.paused_until(today)
    if back is not None:
        words += " " + t("Just now I'm quiet until {day}.", day=back.isoformat())
    buttons = (
        ctx.button(t("Another time"), "remind", "ask"),
        ctx.button(t("Another place"), "remind", "where"),
        ctx.button(t("Send me one now"), "remind", "now"),
        ctx.button(t("Turn it off"), "remind", "off"),
    )
    return Reply((note(words, *buttons, columns=2),))


# ---------------------------------------------------------------- the place


def _ask_zone(ctx: Context, lead: str = "") -> Reply:
    t = ctx.texts.t
    guesses = tuple(g for place in _near(ctx) if (g := _first(place, ctx.locale)) is not None)
    words = lead or t("And where are you? A city is enough; I only want to know what time it is for you.")
    return _pending(ctx, "zone", {"guesses": _pairs(guesses)}, _with_guesses(ctx, words, guesses))


def _near(ctx: Context) -> Sequence[str]:
    said = (ctx.saved.profile.platform_locale or ctx.locale).replace("_", "-").casefold()
    return _NEAR.get(said) or _NEAR.get(ctx.locale, ())


def _first(place: str, locale: str) -> Guess | None:
    found = resolve(place, locale)
    return found.guesses[0] if isinstance(found, Resolved) else None


def _place(ctx: Context, text: str) -> Reply:
    t, found = ctx.texts.t, resolve(text, ctx.locale)
    if isinstance(found, Resolved):
        return _sure(ctx, found.guesses)
    if isinstance(found, NeedsCity):
        lead = t("{country} has more than one time. Which city is near you?", country=found.country)
        kept = {"guesses": _pairs(found.examples)}
        return _pending(ctx, "zone", kept, _with_guesses(ctx, lead, found.examples))
    if _data(ctx).get("missed"):
        words = t("Let's do it by the clock, then: what time is it for you now?")
        return _pending(ctx, "clock", {}, note(words))
    words = t("I don't know that place. Is there a larger city near you?")
    return _pending(ctx, "zone", {"missed": True}, note(words))


def _clock(ctx: Context, text: str) -> Reply:
    guesses = zone_from_local_time(text, ctx.now)
    if guesses:
        return _sure(ctx, guesses)
    return (
        _place(ctx, text)
        if not any(c.isdigit() for c in text)
        else _pending(ctx, "clock", {}, note(ctx.texts.t("What does your clock show? Something like 14:05.")))
    )


def _sure(ctx: Context, guesses: Sequence[Guess]) -> Reply:
    """Always confirmed in words: it is such a time there now, right?"""
    t, best = ctx.texts.t, guesses[0]
    words = t("It is {time} in {place} now, right?", time=_time_in(best.zone, ctx.now), place=best.label)
    return _pending(ctx, "sure", {"guesses": _pairs(guesses)}, _with_guesses(ctx, words, guesses))


def _with_guesses(ctx: Context, words: str, guesses: Sequence[Guess]) -> Note:
    buttons = [
        ctx.button(f"{_time_in(g.zone, ctx.now)} – {g.label}", "remind", f"g{n}")
        for n, g in enumerate(guesses[:3])
    ]
    if buttons:
        buttons.append(ctx.button(ctx.texts.t("Somewhere else"), "remind", "else"))
    return note(words, *buttons)


def _answer_sure(ctx: Context, text: str) -> Reply:
    word = text.strip().casefold().strip(".!")
    if word in {"yes", "y", "right", "correct", "ok", "okay", "ja", "j", "stimmt", "genau", "richtig"}:
        return _guessed(ctx, 0)
    if word in {"no", "n", "wrong", "nein", "falsch"}:
        return _elsewhere(ctx)
    return _place(ctx, text)


def _guessed(ctx: Context, number: int) -> Reply:
    data = _data(ctx)
    found = data.get("guesses")
    guesses = found if isinstance(found, list) else []
    if number >= len(guesses):
        return _show(ctx) if reminding.plan_of(ctx.saved) else _ask_when(ctx)
    label, zone = guesses[number]
    old = reminding.plan_of(ctx.saved)
    if old is None and "at" not in data:
        return _ask_when(ctx)
    plan = move(old, zone, ctx.now, label) if old else _new_plan(ctx, zone, label)
    when = parse_when(str(data["at"])) if "at" in data else None
    if isinstance(when, When):
        days = data.get("days")
        chosen = frozenset(days) if isinstance(days, list) else plan.days
        plan = replace(plan, at=when.time, days=chosen)
    return _set(ctx, replace(plan, on=True, ended=False, ignored=0))


def _new_plan(ctx: Context, zone: str, label: str) -> Plan:
    offset = ctx.now.astimezone(ZoneInfo(zone)).utcoffset() or timedelta()
    quiet = ctx.about.quiet_hours
    at = parse_when("20:00")
    assert isinstance(at, When)
    return Plan(at=at.time, zone=zone, offset=int(offset.total_seconds() // 60), place=label, quiet=quiet)


def _elsewhere(ctx: Context) -> Reply:
    words = ctx.texts.t("Which city is near you? Its country helps, too. Or tell me what time it is for you.")
    return _pending(ctx, "zone", {"guesses": []}, note(words))


def _zone(ctx: Context, text: str) -> Reply:
    if any(c.isdigit() for c in text) and (guesses := zone_from_local_time(text, ctx.now)):
        return _sure(ctx, guesses)
    return _place(ctx, text)


# ---------------------------------------------------------------- set, off, later


def _set(ctx: Context, plan: Plan) -> Reply:
    t = ctx.texts.t
    saved = reminding.with_facts(reminding.with_plan(ctx.saved, plan), offered=True)
    saved = replace(saved, pending=None)
    words = t("Good. I'll write {when}. “Stop” ends it at any time.", when=describe(plan, ctx.locale))
    if plan.asks_for_quiet_time:
        words += " " + t("That is in the quiet hours, but it is your night.")
    sample = ctx.button(t("Send me one now"), "remind", "now")
    wakeup = reminding.next_wakeup(saved, ctx.now, ctx.about)
    return Reply((note(words, sample),), saved=saved, wakeups=(wakeup,))


def _off(ctx: Context) -> Reply:
    plan = reminding.plan_of(ctx.saved)
    saved = reminding.with_facts(replace(ctx.saved, pending=None), offered=True)
    if plan is not None:
        saved = reminding.with_plan(saved, replace(plan, on=False, snoozed_at=None))
    words = ctx.texts.t("All right, no reminders. /remind starts them again whenever you like.")
    wakeups = tuple(SetWakeup(kind, None) for kind in (reminding.NUDGE, reminding.SNOOZE))
    return Reply((note(words),), saved=saved, wakeups=wakeups)


def _declined(ctx: Context) -> Reply:
    words = ctx.texts.t("That's fine. /remind is there if you change your mind.")
    return Reply((note(words),), saved=reminding.with_facts(ctx.saved, offered=True))


def _in_an_hour(ctx: Context) -> Reply:
    plan, t = reminding.plan_of(ctx.saved), ctx.texts.t
    later = snooze(plan, ctx.now) if plan is not None else None
    if later is None:
        return say(t("An hour from now is tomorrow already. Until then."))
    if later.snoozed_at is not None and later.is_quiet(later.snoozed_at):
        return say(t("An hour from now your quiet hours have begun. Until tomorrow, then."))
    wakeup = SetWakeup(reminding.SNOOZE, later.snoozed_at)
    saved = reminding.with_plan(ctx.saved, later)
    return Reply((note(t("In an hour, then.")),), saved=saved, wakeups=(wakeup,))


def _not_today(ctx: Context) -> Reply:
    plan = reminding.plan_of(ctx.saved)
    words = ctx.texts.t("Good. Not today.")
    if plan is None:
        return say(words)
    saved = reminding.with_plan(ctx.saved, not_today(plan, plan.local(ctx.now).date()))
    wakeups = (
        reminding.next_wakeup(saved, ctx.now, ctx.about),
        SetWakeup(reminding.SNOOZE, None),
    )
    return Reply((note(words),), saved=saved, wakeups=wakeups)


def _sample(ctx: Context) -> Reply:
    return Reply(sample=True)


# ---------------------------------------------------------------- small things


def _pending(ctx: Context, step: str, data: Mapping[str, object], asked: Note) -> Reply:
    kept = {k: v for k, v in _data(ctx).items() if k in ("at", "days")}
    pending = Pending("remind", step, reminding.packed(**{**kept, **data}), ctx.now + OPEN_FOR)
    return Reply((asked,), saved=replace(ctx.saved, pending=pending))


def _with_data(ctx: Context, step: str, data: Mapping[str, object]) -> Context:
    pending = Pending("remind", step, reminding.packed(**data), ctx.now + OPEN_FOR)
    return replace(ctx, saved=replace(ctx.saved, pending=pending))


def _data(ctx: Context) -> dict[str, object]:
    pending = ctx.saved.pending
    return reminding.unpacked(pending.data) if pending and pending.command == "remind" else {}


def _pairs(guesses: Sequence[Guess]) -> list[list[str]]:
    return [[g.label, g.zone] for g in guesses[:3]]


def _time_in(zone: str, now: datetime) -> str:
    return f"{now.astimezone(ZoneInfo(zone)):%H:%M}"


def _city(zone: str) -> str:
    return zone.rpartition("/")[2].replace("_", " ")


_ACTIONS: dict[str, Callable[[Context], Reply]] = {
    "ask": _ask_when,
    "where": _ask_zone,
    "else": _elsewhere,
    "now": _sample,
    "no": _declined,
    "off": _off,
    "snooze": _in_an_hour,
    "today": _not_today,
}
_STEPS: dict[str, Callable[[Context, str], Reply]] = {
    "when": _when,
    "zone": _zone,
    "clock": _clock,
    "sure": _answer_sure,
}
