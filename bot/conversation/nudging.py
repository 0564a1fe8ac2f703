"""A nudge is a stored wake-up on the one road: what it says, and whether it may still be said."""

from datetime import datetime, timedelta
from functools import lru_cache
from random import Random

from bot.commands import reminding
from bot.commands.context import Note, note
from bot.conversation.catalogue import Episode, Series
from bot.conversation.turn import Turn
from bot.engine.effects import Begin, Say
from bot.engine.state import State
from bot.frozen import replace
from bot.model import Button, Press, Wakeup
from bot.ports import NudgeDay, SetWakeup
from bot.reminders.nudges import Nudge, choose, situation
from bot.reminders.plan import Plan
from bot.reminders.schedule import Decision, Verdict, decide, may_send, next_due, occurrence
from bot.texts import Texts

_NOT_HERE = timedelta(days=1)  # a platform that is not served is looked at again after this


def wake(turn: Turn, wakeup: Wakeup) -> None:
    """Says the nudge, or counts why not; sets the next moment either way."""
    draft = turn.draft
    plan = reminding.plan_of(draft.saved)
    if plan is None or draft.saved.profile.unreachable:  # the next word sets the next moment
        draft.counts.append("nudge:unreachable" if plan else "nudge:off")
        draft.wakeups.append(SetWakeup(wakeup.kind, None))
    elif wakeup.kind == reminding.SNOOZE:
        _snoozed(turn, plan)
    elif wakeup.kind == reminding.NUDGE:
        _daily(turn, plan)
    else:
        draft.wakeups.append(SetWakeup(wakeup.kind, None))


def pass_over(turn: Turn, wakeup: Wakeup) -> None:
    """The person's platform is not served by this process: looked at again in a day, nothing is said."""
    turn.draft.counts.append("nudge:unserved")
    turn.draft.wakeups.append(SetWakeup(wakeup.kind, turn.draft.now + _NOT_HERE, wakeup.data))


def sample(turn: Turn) -> None:
    """What a nudge looks like, at once and as an answer."""
    turn.note_finished()
    found = _words(turn, goodbye=False, keep=False)
    turn.draft.note(_with_buttons(turn, found, goodbye=False))


def _daily(turn: Turn, plan: Plan) -> None:
    draft, about = turn.draft, turn.tools.about
    turn.note_finished()
    steps = reminding.steps_of(draft.saved, about)
    decision = decide(plan, draft.now, reminding.nudged_on(draft.saved), about.nudge_window, steps)
    due_at = occurrence(plan, decision.local_date) or draft.now
    following = decision.next
    if decision.verdict is not Verdict.SEND:
        draft.counts.append(f"nudge:{decision.verdict.value}")
    elif draft.saved.seen_at is not None and draft.saved.seen_at >= due_at:
        draft.counts.append("nudge:here")
        following = next_due(plan, draft.now, decision.local_date, steps)
    else:
        _send(turn, plan, decision, due_at)
    draft.wakeups.append(reminding.wakeup_at(draft.saved, following))


def _send(turn: Turn, plan: Plan, decision: Decision, due_at: datetime) -> None:
    draft = turn.draft
    found = _words(turn, goodbye=decision.goodbye)
    _say(turn, plan, found, due_at, goodbye=decision.goodbye)
    day = decision.local_date
    draft.saved = reminding.with_nudge(draft.saved, decision.sent or plan, day, found.key)
    draft.nudge = NudgeDay(day)


def _snoozed(turn: Turn, plan: Plan) -> None:
    """The second message of a day, which the person asked for."""
    draft, about = turn.draft, turn.tools.about
    draft.wakeups.append(SetWakeup(reminding.SNOOZE, None))
    if plan.snoozed_at is None:
        return
    verdict = may_send(plan, plan.snoozed_at, draft.now, about.nudge_window)
    if verdict is Verdict.SEND:
        _say(turn, plan, _words(turn, goodbye=False), plan.snoozed_at)
    else:
        draft.counts.append(f"nudge:{verdict.value}")
    draft.saved = reminding.with_plan(draft.saved, replace(plan, snoozed_at=None))


def _say(turn: Turn, plan: Plan, found: Nudge, due_at: datetime, *, goodbye: bool = False) -> None:
    draft = turn.draft
    draft.until = reminding.latest(plan, due_at, turn.tools.about.nudge_window)
    draft.note(_with_buttons(turn, found, goodbye=goodbye))
    draft.counts.append("nudge:queued")


def _with_buttons(turn: Turn, found: Nudge, *, goodbye: bool) -> Note:
    """The text with its ways on. No `Context` is built here: a storm of nudges has no time for it."""
    draft = turn.draft
    saved, room = draft.saved, draft.limits.max_label
    key, run, step = saved.subject.key, saved.run, saved.step
    ways = _ways(draft.texts, goodbye)
    buttons = [Button(label[:room], Press(key, verb, run, step, value)) for label, verb, value in ways]
    return note(found.text, *buttons, columns=2)


@lru_cache(maxsize=64)
def _ways(texts: Texts, goodbye: bool) -> tuple[tuple[str, str, str], ...]:
    """(label, verb, value) of the buttons, in a language."""
    t = texts.t
    if goodbye:
        return (t("Continue"), "continue", ""), (t("Another time"), "remind", "ask")
    return (
        (t("Continue"), "continue", ""),
        (t("In an hour"), "remind", "snooze"),
        (t("Not today"), "remind", "today"),
        (t("Stop"), "remind", "off"),
    )


# ---------------------------------------------------------------- the words


def _words(turn: Turn, *, goodbye: bool, keep: bool = True) -> Nudge:
    """`keep`: what a thought counts as seen goes into the person's state."""
    draft, scene = turn.draft, turn.scene
    saved, state = draft.saved, draft.saved.state
    finished = bool(reminding.fact(saved, "finished"))
    where = situation(
        begun=state is not None and state.waiting is not None,
        finished=finished,
        last_word_at=saved.seen_at,
        now_at=draft.now,
        goodbye=goodbye,
    )
    if finished and not goodbye and (thought := _thought(turn, keep=keep)) is not None:
        return thought
    if scene is None:
        return choose(where, "", [], reminding.seen(saved), Random(0), "en")
    episode = _last_done(scene.series, state, saved.episode)
    notice = scene.series.text(episode.node, "notice", scene.locale) if episode else ""
    own = _own(scene.series, state, episode, scene.locale)
    return choose(where, notice, own, reminding.seen(saved), scene.random, scene.locale)


def _last_done(series: Series, state: State | None, current: str | None) -> Episode | None:
    """The evening whose notice the person was told last: this one, or the last done one before it."""
    here = next((n for n, e in enumerate(series.episodes, 1) if e.key == current), len(series.episodes))
    back = [*reversed(series.episodes[:here]), *reversed(series.episodes[here:])]
    return next((e for e in back if series.done(e, state)), None)


def _own(series: Series, state: State | None, episode: Episode | None, locale: str) -> list[str]:
    """The writer's texts: those of the node where the person waits, then those of the evening done.

    An evening's first node speaks of what is told at its end: it counts once the evening is done.
    """
    texts = []
    info = series.program.nodes.get(state.node or "") if state is not None else None
    if info is not None and state is not None and state.node is not None:
        keys = [key for key, _ in info.headers]
        if "episode" not in keys:
            texts = [series.text(state.node, key, locale) for key in keys if key.startswith("nudge")]
    if episode is not None:
        texts += [series.text(episode.node, key, locale) for key in episode.nudges]
    return texts


def _thought(turn: Turn, *, keep: bool) -> Nudge | None:
    """A weekly thought, said by the script on the side: the person's place stays where it is, only
    what was said counts as seen, so that thoughts come round before one is heard again."""
    scene, state = turn.scene, turn.draft.saved.state
    if scene is None or state is None or scene.series.thoughts is None:
        return None
    played = scene.play(state, Begin(scene.series.thoughts))
    line = next((effect.line for effect in played.effects if isinstance(effect, Say)), None)
    if line is None:
        return None
    if keep:
        after = replace(state, seen=played.state.seen, once=played.state.once)
        turn.draft.saved = replace(turn.draft.saved, state=after)
    return Nudge(line.text.plain[line.prefix :], f"thought:{line.id}")
