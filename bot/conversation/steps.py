"""One step of the dialogue: an option taken, a question skipped, an event played, with what it shows and what
it means for the person. Pure."""

from collections.abc import Sequence

from bot.conversation import compose, ending, logged, passed, places
from bot.conversation.anew import taken_back
from bot.conversation.compose import Showing
from bot.conversation.outputs import Became, Outputs, Restarted, Settled, Shown, Stepped
from bot.conversation.view import View
from bot.engine.effects import Answer, Begin, Choose, Effect, Event, FinalText
from bot.engine.state import Answering, Options, State
from bot.frozen import replace
from bot.model import Press
from bot.person.facts import Facts
from bot.ports import Saved


def play(view: View, event: Event, chosen: FinalText | None = None, facts: Facts | None = None) -> Outputs:
    """One step of the dialogue, with what it shows and what it means. `facts`: what is known of the person
    with it."""
    scene = view.stage
    before = view.saved.state or State.initial(scene.series.program)
    turn = scene.play(before, event)
    episode = scene.series.episode_of(turn.state.node) or view.episode
    over = turn.state.waiting is None
    profile = view.saved.profile
    saved = replace(
        view.saved,
        profile=profile if facts is None else replace(profile, facts=facts),
        state=taken_back(turn.state) if over else turn.state,
        series=scene.series.key,
        episode=episode.key if episode else view.saved.episode,
        pending=None,  # whoever goes on leaves a command's question behind
    )
    if episode is not None and not (view.alone and places.is_beside(saved, episode.key, view.inbound)):
        saved = places.note(saved, episode.key, None if view.alone else view.inbound.address)
    begins = isinstance(event, Begin)
    # A place without a question is none to go back to: the script has moved on under it.
    back = not begins and before.waiting is not None
    undoable: Outputs = (Restarted(),) if begins else (Stepped(before),) if back else ()
    became, shown = show(view, saved, turn.effects, back=back)
    log = logged.step(view.now, became.saved, before, event)
    finished = logged.finished(view, before, became.saved, episode)
    out = Settled(chosen), *undoable, became, shown, log, *finished
    return out + ending.ended(view.at(became.saved), before) if over else out


def choose(view: View, number: int, tap: str | None = None) -> Outputs | None:
    """Takes an option by its number in the group, with the button that says `tap`; None where it cannot be
    taken."""
    state = view.saved.state
    chosen = view.stage.choice(state, number)
    if chosen is None or state is None or not isinstance(state.waiting, Options):
        return None
    facts = passed.noted(view, state.waiting, number)
    return play(view, Choose(number), chosen, facts if tap is None else replace(facts, tap=tap))


def take(view: View, press: Press) -> Outputs | None:
    """Takes an option or a skip, where it fits what waits, and remembers by which button."""
    waiting = view.saved.state.waiting if view.saved.state else None
    if press.verb == "skip" and isinstance(waiting, Answering):
        return play(view, skip(waiting), facts=replace(view.saved.profile.facts, tap=tap_of(press)))
    if press.verb == "o" and isinstance(waiting, Options) and press.value.isdecimal():
        return choose(view, int(press.value), tap_of(press))
    return None


def tap_of(press: Press) -> str:
    """The dialogue's button, to be known again."""
    return f"{press.verb} {press.run} {press.step} {press.value}"


def skip(waiting: Answering) -> Answer:
    """Leaving a question open: a reflection counts as not written, a variable stays."""
    return Answer(False if waiting.kind == "reflection" else None)


def show(
    view: View, saved: Saved, effects: Sequence[Effect], *, again: bool = False, back: bool | None = None
) -> tuple[Became, Shown]:
    """The dialogue's own messages. `again`: the question that is open already. Its earlier buttons stay good:
    somebody may be tapping one just now, and on some platforms they cannot be taken away. `back`: whether
    there is a step to take back; None: there is where something was asked this evening."""
    t = view.texts.t
    step = saved.step + (0 if again else 1)
    forms = view.limits.forms or (view.inbound.reply is not None and not view.inbound.address.direct)
    back = bool(saved.profile.facts.asked) if back is None else back
    leads_away = not view.limits.writes_first and not view.alone
    showing = Showing(
        owner=saved.subject.key,
        run=saved.run,
        step=step,
        texts=view.texts,
        typed=t("In my own words…") if forms else "",
        back=t("Back") if back and view.limits.back else "",
        help=t("Help, now") if saved.episode in view.stage.series.aided else "",
        direct=t("Go on in private") if leads_away and compose.is_long(effects) else "",
    )
    if compose.asks(effects):
        saved = replace(saved, step=step)
    return Became(saved), Shown(effects, showing)
