"""The hour of a daily nudge: asking for it, keeping a question open, and setting the plan."""

from datetime import datetime, timedelta

from bot.commands.context import Context, Note, Reply, note
from bot.frozen import replace
from bot.hearing.hear import plainly
from bot.hearing.kinds import BESIDE, FEELINGS, Kind
from bot.hearing.worded import worded
from bot.person.asking import (
    NOTHING,
    AboutReminder,
    AskedClock,
    AskedHour,
    AskedPlace,
    AskedSure,
    Pending,
    SoFar,
    TimeHeard,
)
from bot.person.plan import Plan
from bot.ports import Saved
from bot.reminders import stored
from bot.timewords.describing import describe
from bot.timewords.reading import Off, Unclear, When, parse_when

_ANSWERS = frozenset({Kind.AGREES, Kind.DISAGREES, Kind.UNSURE})
_TO_ALANA = FEELINGS | BESIDE | {Kind.GOODBYE, Kind.GOOD_NEWS, Kind.CALL}
OPEN_FOR = timedelta(minutes=30)


def ask(ctx: Context) -> Reply:
    """At what time? Four hours to tap, any wording to type."""
    words = ctx.texts.t(
        "At what time of your day shall I write? “20:00” or “half past eight” will do, "
        "and so will “weekdays 8:00” or “off”."
    )
    return _ask(ctx, words)


def once_more(ctx: Context, *, agreed: bool) -> Reply:
    """The question again, to a yes (`agreed`) or a "hm"."""
    t = ctx.texts.t
    gladly = t("Gladly. Which hour shall it be?")
    no_hurry = t("There's no hurry. Any hour will do to begin with, and /remind changes it later.")
    return _ask(ctx, gladly if agreed else no_hurry)


def _ask(ctx: Context, words: str) -> Reply:
    buttons = tuple(ctx.button(at, "remind", at) for at in ("8:00", "12:30", "18:00", "20:00"))
    return open_question(ctx, AskedHour(so_far(ctx), until(ctx)), note(words, *buttons, columns=4))


def open_question(ctx: Context, question: Pending, asked: Note) -> Reply:
    """Asks, and waits for the answer."""
    return Reply((asked,), saved=replace(ctx.saved, pending=question))


def until(ctx: Context) -> datetime:
    """Until when a question that is asked now stands."""
    return ctx.now + OPEN_FOR


def standing(saved: Saved) -> AboutReminder | None:
    """The open question, where it is one of these."""
    pending = saved.pending
    return pending if isinstance(pending, AskedHour | AskedPlace | AskedClock | AskedSure) else None


def so_far(ctx: Context) -> SoFar:
    """What earlier answers said, until the last question is answered."""
    found = standing(ctx.saved)
    return found.so_far if found is not None else SoFar()


def reading(ctx: Context, words: str, *, answer: bool) -> When | Off | Unclear:
    """What these words say of the hour, with what was said of it while this question stood. A button or a
    command (no `answer`) means the hour that it says; only the days spoken of before count for it."""
    heard = so_far(ctx).heard
    return parse_when(words, ctx.locale, heard if answer else TimeHeard(heard.days))


def claims(saved: Saved, words: str, locale: str) -> bool:
    """Whether the question for an hour stands and these words speak of one: then they are no everyday
    wish, though "evenings" alone would be."""
    if not isinstance(saved.pending, AskedHour):
        return False
    found = parse_when(words, locale)
    return isinstance(found, When) or (isinstance(found, Unclear) and found.heard != NOTHING)


def is_talk(text: str) -> bool:
    """Whether words that were not understood are rather said to Alana than a bad answer: a question, a
    feeling, a goodbye, a wish of another kind."""
    heard = plainly(text)
    kind = worded(text) or (heard.kind if heard is not None else None)
    if kind is not None:
        return kind in _TO_ALANA
    return text.rstrip().endswith("?") and len(text.split()) > 3


def agrees(text: str) -> bool | None:
    """True for a bare yes and False for a "hm": neither says what was asked. None: it is something else."""
    heard = plainly(text)
    kind = heard.kind if heard is not None else None
    return {Kind.AGREES: True, Kind.UNSURE: False}.get(kind) if kind is not None else None


def is_courtesy(text: str) -> bool:
    """Whether nothing that was asked is said by it: thanks, a greeting, a laugh, "why?"."""
    heard = plainly(text)
    return heard is not None and heard.kind not in _ANSWERS and not is_talk(text)


def settle(ctx: Context, plan: Plan, *, either: bool = False) -> Reply:
    """The plan as it is from now on, said in words, with its next moment. `either`: an hour was said that
    may have been meant twelve hours later, which is one tap away."""
    t = ctx.texts.t
    saved = replace(stored.offered(stored.with_plan(ctx.saved, plan)), pending=None)
    words = t("Good. I'll write {when}. “Stop” ends it at any time.", when=describe(plan, ctx.locale))
    if plan.asks_for_quiet_time:
        words += " " + t("That is in the quiet hours. I write then all the same, as you asked.")
    buttons = [ctx.button(t("Send me one now"), "remind", "now")]
    if either:
        later = twelve_later(plan).at.isoformat("minutes")
        buttons.append(ctx.button(t("Rather at {time}", time=later), "remind", "evening"))
    wakeups = (stored.next_wakeup(saved, ctx.now, ctx.about.nudge_steps),)
    return Reply((note(words, *buttons, columns=2),), saved=saved, wakeups=wakeups)


def twelve_later(plan: Plan) -> Plan:
    """The same hour in the other half of the day."""
    return replace(plan, at=plan.at.replace(hour=plan.at.hour % 12 + 12))
