"""A nudge is a stored wake-up on the one road: what it says, and whether it may still be said."""

from datetime import date, datetime, timedelta
from functools import lru_cache
from random import Random

from bot.commands.context import Note, note
from bot.conversation import looking_back
from bot.conversation.catalogue import Episode, Series
from bot.conversation.ending import noted_finished
from bot.conversation.noticing import noticed
from bot.conversation.outputs import Became, Counted, Nudged, Outputs
from bot.conversation.saying import said
from bot.conversation.view import View
from bot.engine.effects import Begin, SayLine
from bot.engine.state import State
from bot.frozen import replace
from bot.model import Button, Press, Wakeup
from bot.person.plan import Plan
from bot.ports import Saved, SetWakeup
from bot.reminders import stored
from bot.reminders.nudges import Nudge, choose, situation
from bot.reminders.schedule import Decision, NudgeVerdict, decide, may_send, next_due, occurrence
from bot.texts import Texts

_LINE = "line"  # a line of their journal is offered back: this once instead of a nudge's words
_NOT_HERE = timedelta(days=1)  # what is passed over is looked at again after this


def wake(view: View, wakeup: Wakeup) -> Outputs:
    """Says the nudge, or counts why not; sets the next moment either way."""
    if wakeup.kind == stored.NOTES:
        return noticed(view)
    plan = view.saved.profile.reminder
    if plan is None or view.saved.profile.unreachable:  # the next word sets the next moment
        return Counted("nudge:unreachable" if plan else "nudge:off"), SetWakeup(wakeup.kind, None)
    if wakeup.kind == stored.SNOOZE:
        return _snoozed(view, plan)
    if wakeup.kind == stored.NUDGE:
        return _daily(view, plan)
    return (SetWakeup(wakeup.kind, None),)


def pass_over(view: View, wakeup: Wakeup, why: str) -> Outputs:
    """Nothing is said, and it is looked at again in a day: the person's platform is not served by this
    process, or the bot is not for them any more."""
    return Counted(f"nudge:{why}"), SetWakeup(wakeup.kind, view.now + _NOT_HERE)


def sample(view: View) -> Outputs:
    """What a nudge looks like, at once and as an answer."""
    view = view.at(noted_finished(view))
    found, _ = _words(view, goodbye=False)
    return Became(view.saved), said(_with_buttons(view, found, goodbye=False))


def _daily(view: View, plan: Plan) -> Outputs:
    about = view.tools.about
    view = view.at(noted_finished(view))
    facts = view.saved.profile.facts
    steps = stored.steps_of(facts, about.nudge_steps)
    decision = decide(plan, view.now, facts.nudged_on, about.nudge_window, steps)
    due_at = occurrence(plan, decision.local_date) or view.now
    following = decision.next
    out: Outputs
    if decision.verdict is NudgeVerdict.SEND and view.tools.rulings().paused:
        out = Became(view.saved), Counted("nudge:held")
        following = next_due(plan, view.now, decision.local_date, steps)
    elif decision.verdict is not NudgeVerdict.SEND:
        out = Became(view.saved), Counted(f"nudge:{decision.verdict.value}")
    elif view.saved.seen_at is not None and view.saved.seen_at >= due_at:
        out = Became(view.saved), Counted("nudge:here")
        following = next_due(plan, view.now, decision.local_date, steps)
    else:
        out = _sent(view, plan, decision, due_at)
    return (*out, stored.wakeup_at(view.saved_after(out), following))


def _sent(view: View, plan: Plan, decision: Decision, due_at: datetime) -> Outputs:
    day, bye = decision.local_date, decision.goodbye
    # What they once wrote for themselves is spoken of where nobody else reads, or not at all.
    if not bye and stored.thread_of(view.saved) is None and looking_back.due(view):
        found, saved = Nudge(looking_back.question(view.texts), _LINE), looking_back.offered(view.saved)
    else:
        found, saved = _words(view, goodbye=bye)
    saved = stored.with_nudge(saved, decision.sent or plan, day, found.key)
    return Became(saved), *_said(view, plan, found, due_at, day, goodbye=bye)


def _snoozed(view: View, plan: Plan) -> Outputs:
    """The second message of a day, which the person asked for."""
    over = SetWakeup(stored.SNOOZE, None)
    if plan.snoozed_at is None:
        return (over,)
    saved = view.saved
    out: Outputs
    verdict = may_send(plan, plan.snoozed_at, view.now, view.tools.about.nudge_window)
    if verdict is NudgeVerdict.SEND and view.tools.rulings().paused:
        out = (Counted("nudge:held"),)
    elif verdict is NudgeVerdict.SEND:
        found, saved = _words(view, goodbye=False)
        out = _said(view, plan, found, plan.snoozed_at, None)
    else:
        out = (Counted(f"nudge:{verdict.value}"),)
    return over, *out, Became(stored.with_plan(saved, replace(plan, snoozed_at=None)))


def _said(
    view: View, plan: Plan, found: Nudge, due_at: datetime, day: date | None, *, goodbye: bool = False
) -> Outputs:
    until = stored.latest(plan, due_at, view.tools.about.nudge_window)
    shown = (_with_buttons(view, found, goodbye=goodbye),)
    return Nudged(shown, until, day, stored.thread_of(view.saved)), Counted("nudge:queued")


def _with_buttons(view: View, found: Nudge, *, goodbye: bool) -> Note:
    """The text with its ways on. No `Context` is built here: a storm of nudges has no time for it."""
    saved, room = view.saved, view.limits.max_label
    key, run, step = saved.subject.key, saved.run, saved.step
    ways = _ways(view.texts, goodbye)
    buttons = [Button(label[:room], Press(key, verb, run, step, value)) for label, verb, value in ways]
    if found.key == _LINE:
        buttons = [*looking_back.buttons(view), *buttons]
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


def _words(view: View, *, goodbye: bool) -> tuple[Nudge, Saved]:
    """What is said, and the person who has heard it."""
    scene, saved, state = view.scene, view.saved, view.saved.state
    finished, seen = saved.profile.facts.finished, saved.profile.facts.nudges_seen
    where = situation(
        begun=state is not None and state.waiting is not None,
        finished=finished,
        last_word_at=saved.seen_at,
        now_at=view.now,
        goodbye=goodbye,
    )
    if finished and not goodbye and (thought := _thought(view)) is not None:
        return thought
    if scene is None:
        return choose(where, "", [], seen, Random(0), "en"), saved
    episode = _last_done(scene.series, state, saved.episode)
    notice = scene.series.text(episode.node, "notice", scene.locale) if episode else ""
    own = _own(scene.series, state, episode, scene.locale)
    return choose(where, notice, own, seen, scene.random, scene.locale), saved


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


def _thought(view: View) -> tuple[Nudge, Saved] | None:
    """A weekly thought, said by the script on the side: the person's place stays where it is, only
    what was said counts as seen, so that thoughts come round before one is heard again."""
    scene, state = view.scene, view.saved.state
    if scene is None or state is None or scene.series.thoughts is None:
        return None
    played = scene.play(state, Begin(scene.series.thoughts))
    line = next((effect.line for effect in played.effects if isinstance(effect, SayLine)), None)
    if line is None:
        return None
    after = replace(state, seen=played.state.seen, once=played.state.once)
    return Nudge(line.text.plain[line.prefix :], f"thought:{line.id}"), replace(view.saved, state=after)
