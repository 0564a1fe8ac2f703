"""The place of a daily nudge: asked once, always confirmed by what the clock shows there.

Of a place only its name and its time zone are kept; of a shared position only the time zone.
"""

from collections.abc import Sequence
from datetime import datetime, time

from bot import yesno
from bot.commands.context import Context, Note, Reply, note
from bot.commands.reminding import hour
from bot.frozen import replace
from bot.person.asking import AskedClock, AskedHour, AskedPlace, AskedSure, Guess, Pending
from bot.person.plan import Plan, move, offset_minutes
from bot.places.clock import zone_from_local_time
from bot.places.guesses import MOST_GUESSES, NeedsCity, NoPlace, Resolved, named_after
from bot.places.position import zone_from_location
from bot.places.resolving import large_city, resolve
from bot.places.suggesting import near
from bot.zonerules import zone_or

_DEFAULT_TIME = time(20)


def ask(ctx: Context) -> Reply:
    """Where are you? With what the platform's language suggests as buttons."""
    words = ctx.texts.t(
        "And where are you? A city is enough, as I only want to know what time it is for you."
    )
    places = near(ctx.saved.profile.platform_locale, ctx.locale)
    guesses = tuple(g for place in places if (g := _first(place, ctx.locale)) is not None)
    return _ask_place(ctx, _with_guesses(ctx, words, guesses), guesses)


def elsewhere(ctx: Context) -> Reply:
    """None of the guesses was right."""
    words = ctx.texts.t("Which city is near you? Its country helps, too. Or tell me what time it is for you.")
    return _ask_place(ctx, note(words))


def claims(text: str, locale: str) -> str:
    """How the large city is shown whose name is all of these words; "": there is none."""
    return large_city(text, locale) or ""


def answered(ctx: Context, text: str) -> Reply | None:
    """A place in words, or what the clock shows; None where it is something else that was said."""
    guesses = _by_digits(ctx, text)
    return confirm(ctx, guesses) if guesses else named(ctx, text)


def _by_digits(ctx: Context, text: str) -> Sequence[Guess]:
    """Guesses from a clock in digits: where a place is asked for, "Acht" is a village."""
    return zone_from_local_time(text, ctx.now) if any(c.isdigit() for c in text) else ()


def named(ctx: Context, text: str) -> Reply | None:
    """A place by its name. Twice not known: by the clock."""
    t, found = ctx.texts.t, resolve(text, ctx.locale)
    if isinstance(found, Resolved):
        return confirm(ctx, found.guesses, sure=found.sure)
    if isinstance(found, NeedsCity):
        lead = t("{country} has more than one time. Which city is near you?", country=found.country)
        return _ask_place(ctx, _with_guesses(ctx, lead, found.examples), found.examples)
    if hour.is_talk(text):
        return None
    if (agreed := hour.agrees(text)) is not None:
        return _once_more(ctx, agreed=agreed)
    if hour.is_courtesy(text) or yesno.yes_or_no(text) is False:
        return elsewhere(ctx)
    if isinstance(ctx.saved.pending, AskedPlace) and ctx.saved.pending.missed:
        return _ask_clock(ctx, t("Let's do it by the clock, then: what time is it for you now?"))
    words = t("I don't know that place. Is there a larger city near you?")
    return _ask_place(ctx, note(words), missed=True)


def _once_more(ctx: Context, *, agreed: bool) -> Reply:
    """The question again, to a yes (`agreed`) or a "hm", with the guesses that stand."""
    t, guesses = ctx.texts.t, _guesses(ctx)
    which = t("Gladly. Which city is it, then? One with the same clock will do.")
    no_hurry = t(
        "Any larger city will do, as long as its clocks show what yours does. Its country helps, too."
    )
    return _ask_place(ctx, _with_guesses(ctx, which if agreed else no_hurry, guesses), guesses)


def proposes_none(question: Pending | None) -> bool:
    """Whether a place is asked for and none stands to choose from: a no is a no to all of it."""
    return isinstance(question, AskedClock) or (isinstance(question, AskedPlace) and not question.guesses)


def by_clock(ctx: Context, text: str) -> Reply | None:
    """The last resort: what time is it for you now?"""
    guesses = zone_from_local_time(text, ctx.now)
    if guesses:
        return confirm(ctx, guesses)
    if isinstance(found := resolve(text, ctx.locale), Resolved):
        return confirm(ctx, found.guesses, sure=found.sure)
    if hour.is_talk(text):
        return None
    return _ask_clock(ctx, ctx.texts.t("What does your clock show? Something like 14:05."))


def located(ctx: Context, latitude: float, longitude: float) -> Reply | None:
    """A shared position, while a place is asked for; it is not kept, only its time zone."""
    question = hour.standing(ctx.saved)
    if question is None or isinstance(question, AskedHour):
        return None
    zone = zone_from_location(latitude, longitude)
    return confirm(ctx, (Guess(named_after(zone), zone),)) if zone else ask(ctx)


def confirm(ctx: Context, guesses: Sequence[Guess], *, sure: bool = True, again: bool = False) -> Reply:
    """Always in words: it is such a time there now, right? `again`: the answer before was no plain yes."""
    t, best = ctx.texts.t, guesses[0]
    said = {"time": _time_in(best.zone, ctx.now), "place": best.label}
    if again:
        words = t("Just to be sure: it is {time} in {place} now. Yes or no?", **said)
    elif sure:
        words = t("It is {time} in {place} now, right?", **said)
    else:
        words = t("Did you mean {place}? It is {time} there now.", **said)
    question = AskedSure(hour.so_far(ctx), hour.until(ctx), tuple(guesses[:MOST_GUESSES]))
    return hour.open_question(ctx, question, _with_guesses(ctx, words, guesses))


def confirmed(ctx: Context, text: str) -> Reply | None:
    """A yes or a no in words, or another place."""
    said = yesno.read(text)
    if said.yes is None:
        polite = hour.is_courtesy(text) or hour.agrees(text) is not None
        proposed = _guesses(ctx) if polite and isinstance(resolve(text, ctx.locale), NoPlace) else ()
        return confirm(ctx, proposed, again=True) if proposed else answered(ctx, text)
    if not said.rest:
        return chosen(ctx, 0) if said.yes else elsewhere(ctx)
    if said.yes:
        return _yes_and_more(ctx, said.rest)
    guesses = _by_digits(ctx, said.rest)
    return confirm(ctx, guesses) if guesses else _place_in(ctx, said.rest) or elsewhere(ctx)


def _yes_and_more(ctx: Context, rest: str) -> Reply:
    """ "Right, but I live in Oslo" confirms nothing; "yes, Berlin" and "yes, 14:05" do, where that is so."""
    proposed = _guesses(ctx)
    if not proposed:
        return hour.ask(ctx)
    found = resolve(rest, ctx.locale)
    now_there = {_time_in(guess.zone, ctx.now) for guess in _by_digits(ctx, rest)}
    if (isinstance(found, Resolved) and found.guesses[0] == proposed[0]) or (
        _time_in(proposed[0].zone, ctx.now) in now_there
    ):
        return chosen(ctx, 0)
    return _place_in(ctx, rest) or confirm(ctx, proposed, again=True)


def _place_in(ctx: Context, text: str) -> Reply | None:
    """What to ask about the place that is named in these words; None where there is none."""
    return None if isinstance(resolve(text, ctx.locale), NoPlace) else named(ctx, text)


def chosen(ctx: Context, number: int) -> Reply:
    """One of the guesses, by its number from 0: the plan is set there."""
    wish, old, guesses = hour.so_far(ctx), ctx.saved.profile.reminder, _guesses(ctx)
    if number >= len(guesses) or (old is None and wish.at is None):
        return hour.ask(ctx)
    best = guesses[number]
    plan = move(old, best.zone, ctx.now, best.label) if old else _new_plan(ctx, best.zone, best.label)
    at, days = wish.at or plan.at, wish.days if wish.days is not None else plan.days
    plan = replace(plan, at=at, days=days, on=True, ended=False, ignored=0)
    return hour.settle(ctx, plan, either=wish.either)


def _new_plan(ctx: Context, zone: str, label: str) -> Plan:
    offset = offset_minutes(zone_or(zone, 0), ctx.now)
    return Plan(at=_DEFAULT_TIME, zone=zone, offset=offset, place=label, quiet=ctx.about.quiet_hours)


def _ask_place(ctx: Context, asked: Note, guesses: Sequence[Guess] = (), *, missed: bool = False) -> Reply:
    question = AskedPlace(hour.so_far(ctx), hour.until(ctx), tuple(guesses[:MOST_GUESSES]), missed)
    return hour.open_question(ctx, question, asked)


def _ask_clock(ctx: Context, words: str) -> Reply:
    return hour.open_question(ctx, AskedClock(hour.so_far(ctx), hour.until(ctx)), note(words))


def _with_guesses(ctx: Context, words: str, guesses: Sequence[Guess]) -> Note:
    buttons = [
        ctx.button(f"{_time_in(g.zone, ctx.now)} – {g.label}", "remind", f"g{n}")
        for n, g in enumerate(guesses[:MOST_GUESSES])
    ]
    if buttons:
        buttons.append(ctx.button(ctx.texts.t("Somewhere else"), "remind", "else"))
    return note(words, *buttons)


def _first(place: str, locale: str) -> Guess | None:
    found = resolve(place, locale)
    return found.guesses[0] if isinstance(found, Resolved) else None


def _guesses(ctx: Context) -> Sequence[Guess]:
    """The places that stand to choose from, the best first."""
    pending = ctx.saved.pending
    return pending.guesses if isinstance(pending, AskedPlace | AskedSure) else ()


def _time_in(zone: str, now: datetime) -> str:
    return f"{now.astimezone(zone_or(zone, 0)):%H:%M}"
