"""How a circle's evening goes on: it begins, a question closes, the next one stands, it ends."""

from collections.abc import Sequence
from datetime import timedelta

from bot.circles import buttons, tally
from bot.circles.circle import CLEAR, CLOSE, KEPT, RECOUNT, REMIND, START, Circle, Passed
from bot.circles.tally import Outcome
from bot.commands.context import Note, note
from bot.conversation import circle_keepsake, circle_places, logged
from bot.conversation.ballots import Ballot
from bot.conversation.compose import Showing
from bot.conversation.outputs import (
    Became,
    Invited,
    Moved,
    Outputs,
    Said,
    Settled,
    Shown,
    Stepped,
)
from bot.conversation.saying import words
from bot.conversation.view import View
from bot.engine.effects import Answer, Ask, Begin, Choose, Effect, Event, FinalText, Resume
from bot.engine.state import Answering, Options, State
from bot.frozen import replace
from bot.model import Button, Limits, Open, Press
from bot.ports import ClearVotes, SetWakeup

FASTEST = timedelta(seconds=2)  # between two times that counts are shown
_ROUNDS = 50  # questions in a row that a circle is not asked


def pause(limits: Limits) -> timedelta:
    """Between two times that counts are shown: half of what a group may be sent stays for what is said."""
    return max(FASTEST, timedelta(seconds=2 / limits.rate_group)) if limits.rate_group else FASTEST


def circle_of(view: View) -> Circle:
    assert view.saved.circle is not None
    return view.saved.circle


def became(view: View, circle: Circle) -> Outputs:
    return (Became(replace(view.saved, circle=circle)),)


# ---------------------------------------------------------------- it begins


async def begun(view: View) -> Outputs:
    """People have gathered; where nobody stayed, the call is taken back."""
    t, circle, saved = view.texts.t, circle_of(view), view.saved
    episode = view.episode
    if not circle.members or episode is None:
        return Settled(None), *over(view), words(t("Nobody is in, so we leave it for another day."))
    opens = _opening(view)
    out: Outputs = (SetWakeup(START, None), SetWakeup(REMIND, None))
    circle = replace(circle, phase="open", begins_at=None)
    state = State.initial(view.stage.series.program)
    out += (*opens, *became(view.at(replace(saved, state=state)), circle))
    return out + await _played(view.after(out), Begin(episode.node), Settled(None))


def _opening(view: View) -> Outputs:
    """The circle's own thread, where it has one."""
    place, shown = view.saved.address, view.saved.shown
    if place is None or not circle_places.is_own_thread(place):
        return ()
    opens = Open(title(view), view.texts.t("We talk over here:"), shown.id if shown is not None else "")
    return (Moved(place, opens),)


def title(view: View) -> str:
    """The evening's name."""
    series, episode = view.stage.series, view.episode
    name = series.episode_name(episode, view.stage.locale) if episode is not None else ""
    return (name or series.name(view.stage.locale))[:100]


def reminded(view: View) -> Outputs:
    """To those who joined, once, before it begins."""
    circle, t = circle_of(view), view.texts.t
    if circle.begins_at is None or not circle.members:
        return ()
    text = t("Our evening “{name}” begins in ten minutes, where you joined it.", name=title(view))
    return (Invited((note(text),), tuple(circle.members), circle.begins_at),)


# ---------------------------------------------------------------- a question


async def closed(view: View) -> Outputs:
    """The votes are counted: what won is asked, or the circle sleeps until somebody wakes it."""
    arrived, gone = await _arrived(view)
    if gone:
        return arrived
    view = view.after(arrived)
    state, circle = view.saved.state, circle_of(view)
    if state is None or state.waiting is None:
        return arrived
    if not circle.counted:
        return arrived + _asleep(view)
    if isinstance(state.waiting, Options):
        return arrived + await _chosen(view, state.waiting)
    return arrived + await _answered(view, state.waiting)


async def _chosen(view: View, waiting: Options) -> Outputs:
    circle, scene = circle_of(view), view.stage
    # An option may have been taken out of the script since it was shown.
    free = [str(n) for n in range(len(waiting.choices)) if scene.choice(view.saved.state, n) is not None]
    won = tally.outcome(circle.counted, free, scene.random)
    if won is None:
        return _asleep(view)
    chosen = scene.choice(view.saved.state, int(won.value))
    question = chosen.plain if chosen is not None else ""
    passed = Passed(question, won.votes, len(free), bool(won.tied))
    out = _lot(view, won, [scene.choice(view.saved.state, int(value)) for value in won.tied])
    out += became(view, replace(circle, path=(*circle.path, passed)))
    settled = Settled(FinalText(_with_votes(view, question, won)))
    return out + await _played(view.after(out), Choose(int(won.value)), settled)


def _lot(view: View, won: Outcome, tied: Sequence[FinalText | None]) -> Outputs:
    if not won.tied:
        return ()
    named = [text.plain for text in tied if text is not None]
    return (_drawn(view, named),)


def _drawn(view: View, named: Sequence[str]) -> Said:
    quoted = ", ".join(f"“{name}”" for name in named)
    return words(
        view.texts.t("As many votes for each of these, so I drew lots: {questions}", questions=quoted)
    )


def _with_votes(view: View, text: str, won: Outcome) -> str:
    counted = view.texts.t("{votes} of {all}", votes=str(won.votes), all=str(won.of))
    return f"{text} ({counted})"


async def _answered(view: View, waiting: Answering) -> Outputs:
    """A question of the script's, answered by all together."""
    circle, t = circle_of(view), view.texts.t
    if waiting.kind == "number":
        value = tally.middle(circle.counted)
        text = f"{value:g}" if value is not None else ""
        passed = replace_path(circle, Passed(_prompt(view), None, 0))
        out = became(view, passed)
        return out + await _played(view.after(out), Answer(value), Settled(FinalText(text)))
    if waiting.kind == "yesno":
        won = tally.outcome(circle.counted, (buttons.YES, buttons.NO), view.stage.random)
        if won is None:
            return _asleep(view)
        labels = {buttons.YES: t("Yes"), buttons.NO: t("No")}
        passed = replace_path(circle, Passed(_prompt(view), won.votes, 2, bool(won.tied)))
        out = (_drawn(view, list(labels.values())),) if won.tied else ()
        out += became(view, passed)
        settled = Settled(FinalText(_with_votes(view, labels[won.value], won)))
        return out + await _played(view.after(out), Answer(won.value == buttons.YES), settled)
    # Who wrote a line, and whether, is theirs alone: the script hears that none was.
    return await _played(view, Answer(False), Settled(None))


def replace_path(circle: Circle, passed: Passed) -> Circle:
    return replace(circle, path=(*circle.path, passed))


def _prompt(view: View) -> str:
    state = view.saved.state
    shown = view.stage.shown(state) if state is not None else ()
    return next((effect.prompt.plain for effect in shown if isinstance(effect, Ask)), "")


def _asleep(view: View) -> Outputs:
    circle, t = circle_of(view), view.texts.t
    if circle.phase == "asleep":
        return ()
    text = words(t("Nobody has voted, so I wait here. The next tap wakes me."))
    return *became(view, replace(circle, phase="asleep")), SetWakeup(CLOSE, None), text


def awake(view: View) -> Outputs:
    """The window of the question that stands begins again."""
    circle = circle_of(view)
    return *became(view, replace(circle, phase="open")), SetWakeup(CLOSE, view.now + circle.window)


# ---------------------------------------------------------------- what follows


async def _played(view: View, event: Event, settled: Settled) -> Outputs:
    """One step of the evening, for all: what a circle is not asked is passed over."""
    scene, saved, circle = view.stage, view.saved, circle_of(view)
    before = saved.state or State.initial(scene.series.program)
    turn = scene.play(before, event)
    effects: list[Effect] = list(turn.effects)
    for _ in range(_ROUNDS):
        waiting = turn.state.waiting
        if not isinstance(waiting, Answering) or waiting.kind != "text":
            break
        effects = [effect for effect in effects if not isinstance(effect, Ask)]
        turn = scene.play(turn.state, Answer(None))
        effects += turn.effects
    waits = turn.state.waiting is not None
    asked = next((e.prompt.plain for e in effects if isinstance(e, Ask) and e.kind == "reflection"), "")
    circle = replace(circle, phase="open", votes={}, recounting=False, prompt=asked or circle.prompt)
    saved = replace(saved, state=turn.state, step=saved.step + (1 if waits else 0), circle=circle)
    view = view.at(saved)
    kept: Outputs = (Stepped(before),) if before.waiting is not None else ()
    out = (settled, *kept, Became(saved), ClearVotes(), SetWakeup(RECOUNT, None))
    out += (
        Shown(effects, showing(view)),
        logged.turn(view.now, saved, f"circle:{type(event).__name__.lower()}"),
    )
    if waits:
        return (*out, SetWakeup(CLOSE, view.now + circle.window))
    return out + ended(view)


def showing(view: View) -> Showing:
    """What the keyboard of a circle's question carries."""
    t, saved = view.texts.t, view.saved
    number = t("My number") if view.limits.forms else t("Answer me with a number")
    ballot = Ballot(t("Join"), number, t("Yes"), t("No"), t("Write a line for yourself"), t("I'm ready"))
    return Showing(saved.subject.key, saved.run, saved.step, view.texts, typed="", ballot=ballot)


async def again(view: View) -> Outputs:
    """What stands, shown once more below; its earlier buttons stay good."""
    shown = view.saved.shown
    if circle_of(view).phase == "gathering":
        return (Said((Note(shown.body, shown.buttons, columns=2),), asks=True),) if shown is not None else ()
    opens = _opening(view)
    arrived, gone = await _arrived(view)
    if gone:
        return opens + arrived
    view = view.after(arrived)
    effects = view.stage.shown(view.saved.state) if view.saved.state is not None else ()
    return (*opens, Became(view.saved), Shown(effects, showing(view)))


async def _arrived(view: View) -> tuple[Outputs, bool]:
    """The circle stands where its state does, in the script as it is now. True: its question is gone, and the
    nearest one stands."""
    state = view.saved.state
    if state is None:
        return (), False
    found = await view.tools.arrive(view.stage.series, state)
    if found.how == "kept":
        return ((Became(replace(view.saved, state=found.state)),) if found.state is not state else ()), False
    t = view.texts.t
    view = view.at(replace(view.saved, state=found.state, run=view.saved.run + 1))
    moved = logged.turn(view.now, view.saved, "moved", found.how)
    if found.how == "lost":
        told = words(t("This evening has changed a lot, and we end here."))
        kept = circle_keepsake.keepsake(view, circle_of(view), title(view))
        return (Settled(None), *over(view), *kept, told, moved), True
    told = words(t("This evening was rewritten a little since we last spoke. We go on from here."))
    return (told, moved, *await _played(view, Resume(), Settled(None))), True


# ---------------------------------------------------------------- it ends


def over(view: View) -> Outputs:
    """No moment of it is to come but the one in which it is forgotten."""
    circle = replace(circle_of(view), phase="over", votes={}, begins_at=None, recounting=False)
    gone = (SetWakeup(kind, None) for kind in (START, REMIND, CLOSE, RECOUNT))
    return *became(view, circle), ClearVotes(), *gone, SetWakeup(CLEAR, view.now + KEPT)


def ended(view: View) -> Outputs:
    """The script is at its end, or somebody said that it is."""
    state = view.saved.state
    series, episode = view.stage.series, view.episode
    done = episode is not None and series.done(episode, state)
    name = title(view)
    text = view.texts.n(
        "That was “{name}”, and one of us was here.",
        "That was “{name}”, and we were {count}.",
        len(circle_of(view).members),
        name=name,
    )
    kept = circle_keepsake.keepsake(view, circle_of(view), name)
    return (*over(view), *kept, Said((_farewell(view, text, done=done),)))


def stopped(view: View) -> Outputs:
    """Ended before its time: the keyboard goes, and whoever wants to goes on alone."""
    text = view.texts.t("We stop here for today.")
    kept = circle_keepsake.keepsake(view, circle_of(view), title(view))
    return Settled(None), *over(view), *kept, Said((_farewell(view, text, done=False),))


def _farewell(view: View, text: str, *, done: bool) -> Note:
    t = view.texts.t
    begun = (view.saved.state is not None and view.saved.state.node is not None) or bool(circle_of(view).path)
    ways = [_button(view, t("Count this evening for me"), buttons.COUNT)] if done else []
    if begun:
        ways.append(_button(view, t("Go on alone from here"), buttons.ALONE))
    return note(text, *ways)


def _button(view: View, label: str, verb: str) -> Button:
    saved = view.saved
    return Button(label[: view.limits.max_label], Press(saved.subject.key, verb, saved.run, saved.step))
