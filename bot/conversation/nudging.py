"""A nudge is a stored wake-up on the one road: what it says, and whether it may still be said."""

from dataclasses import replace
from datetime import datetime
from random import Random

from bot.commands import reminding
from bot.commands.context import Note, note
from bot.conversation.turn import Turn
from bot.model import Wakeup
from bot.ports import NudgeDay, SetWakeup
from bot.reminders.nudges import Nudge, choose, mark_seen, situation
from bot.reminders.plan import Plan, nudged
from bot.reminders.schedule import Verdict, decide, may_send


async def wake(turn: Turn, wakeup: Wakeup) -> None:
    """Says the nudge, or counts why not; sets the next moment either way."""
    if wakeup.kind == reminding.SNOOZE:
        await _snoozed(turn, wakeup)
    elif wakeup.kind == reminding.NUDGE:
        await _nudge(turn)
    else:
        turn.draft.wakeups.append(SetWakeup(wakeup.kind, None))


async def sample(turn: Turn) -> None:
    """What a nudge looks like, at once and as an answer."""
    found = _words(turn, goodbye=False)
    turn.draft.note(await _with_buttons(turn, found))


async def _nudge(turn: Turn) -> None:
    draft, about = turn.draft, turn.tools.about
    plan = reminding.plan_of(draft.saved)
    if plan is None:
        draft.wakeups.append(SetWakeup(reminding.NUDGE, None))
        return
    last = reminding.nudged_on(draft.saved)
    decision = decide(plan, draft.now, last, about.nudge_window, about.nudge_steps)
    if decision.verdict is Verdict.SEND:
        found = _words(turn, goodbye=decision.goodbye)
        await _say(turn, plan, found, draft.now)
        day = decision.local_date
        saved = reminding.with_plan(draft.saved, nudged(plan, decision.goodbye))
        seen = mark_seen(reminding.seen(saved), found.key)
        draft.saved = reminding.with_facts(saved, nudged_on=day.isoformat(), nudges_seen=seen)
        draft.nudge = NudgeDay(day)
    else:
        draft.counts.append(f"nudge:{decision.verdict.value}")
    draft.wakeups.append(reminding.next_wakeup(draft.saved, draft.now, about))


async def _snoozed(turn: Turn, wakeup: Wakeup) -> None:
    """The second message of a day, which the person asked for."""
    draft, about = turn.draft, turn.tools.about
    plan = reminding.plan_of(draft.saved)
    draft.wakeups.append(SetWakeup(reminding.SNOOZE, None))
    if plan is None or plan.snoozed_at is None:
        return
    verdict = may_send(plan, plan.snoozed_at, draft.now, about.nudge_window)
    if verdict is Verdict.SEND:
        await _say(turn, plan, _words(turn, goodbye=False), plan.snoozed_at)
    else:
        draft.counts.append(f"nudge:{verdict.value}")
    draft.saved = reminding.with_plan(draft.saved, replace(plan, snoozed_at=None))


async def _say(turn: Turn, plan: Plan, found: Nudge, at: datetime) -> None:
    draft, about = turn.draft, turn.tools.about
    draft.until = reminding.latest(plan, at, about.nudge_window)
    draft.note(await _with_buttons(turn, found))
    draft.counts.append("nudge:queued")


async def _with_buttons(turn: Turn, found: Nudge) -> Note:
    ctx, t = await turn.context(), turn.draft.texts.t
    return note(
        found.text,
        ctx.button(t("Continue"), "continue"),
        ctx.button(t("In an hour"), "remind", "snooze"),
        ctx.button(t("Not today"), "remind", "today"),
        ctx.button(t("Stop"), "remind", "off"),
        columns=2,
    )


def _words(turn: Turn, *, goodbye: bool) -> Nudge:
    draft, scene = turn.draft, turn.scene
    saved, state = draft.saved, draft.saved.state
    series = scene.series if scene else None
    done = [series.done(e, state) for e in series.episodes] if series else []
    where = situation(
        begun=state is not None and state.waiting is not None,
        finished=bool(done) and all(done),
        last_word_at=saved.seen_at,
        now_at=draft.now,
        goodbye=goodbye,
    )
    episode = next((e for e in series.episodes if e.key == saved.episode), None) if series else None
    notice, own = "", []
    if series is not None and episode is not None and scene is not None:
        phrase = series.text(episode.node, "notice", scene.locale)
        notice = draft.texts.t("Did you notice {phrase}?", phrase=phrase) if phrase else ""
        own = [series.text(episode.node, key, scene.locale) for key in episode.nudges]
    dice = scene.random if scene else Random(0)
    locale = scene.locale if scene else "en"
    return choose(where, notice, own, reminding.seen(saved), dice, locale)
