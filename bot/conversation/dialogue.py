"""What moves the dialogue beside a step (`steps.py`): a stored place, a move that is heard, what a command
wishes. Pure but for what is loaded.

The same event on the same view gives the same outputs, so a lost race is simply played again.
"""

from collections.abc import Sequence
from functools import partial

from bot.commands import closing, menu, setup, talk
from bot.commands.context import Then
from bot.conversation import bookmarks, knowing, logged, opening, passed, places, steps
from bot.conversation.anew import laid_aside, taken_back
from bot.conversation.outputs import Became, Outputs, Restarted, SteppedBack
from bot.conversation.replay import replay
from bot.conversation.saying import ANSWER_WITHIN, closed, expecting, offering, spoken, words
from bot.conversation.view import View
from bot.engine.effects import Begin, Detour, Effect, Resume, SayLine
from bot.engine.state import Options, State
from bot.frozen import replace
from bot.model import ByItself
from bot.person.asking import AfterCare, AskedNext
from bot.person.facts import begun_anew, without_last
from bot.ports import Saved
from bot.reminders import stored
from bot.yarn.heard import HEARD, cast, groups, says_something

# ---------------------------------------------------------------- stored places


async def arrive(view: View, stored: State) -> tuple[Outputs, bool]:
    """The person stands where a stored state does, in the script as it is now. True: the question that it
    waited for is gone; that was said, and where we are."""
    found = await view.tools.arrive(view.stage.series, stored)
    saved = view.saved if found.state is view.saved.state else replace(view.saved, state=found.state)
    if found.how == "kept":
        return ((Became(saved),) if saved is not view.saved else ()), False
    saved = replace(saved, run=saved.run + 1)
    out: Outputs = (Became(saved), logged.turn(view.now, saved, "moved", found.how))
    return out + await _after_move(view.at(saved), found.how), True


async def arrives(view: View) -> tuple[Outputs, bool]:
    """Takes a person who did something along where their script changed under them. What comes by itself, a
    wake-up or news of their chat, changes no place and says nothing of it."""
    state = view.saved.state
    if view.scene is None or state is None or isinstance(view.inbound.body, ByItself):
        return (), False
    if view.hidden(view.saved.episode):  # it is not shown here
        return (), False
    return await arrive(view, state)


async def _after_move(view: View, how: str) -> Outputs:
    """The script changed and the person's question is not there any more: a word, and where we are."""
    t = view.texts.t
    if how == "lost":
        lost = words(t("The evening you were in has changed a lot. Let's look at the menu."))
        view = view.at(closed(view.saved))
        return Became(view.saved), lost, *spoken(view, menu.menu(view.present(), ""))
    out: Outputs = (words(t("This evening was rewritten a little since we last spoke. We go on from here.")),)
    state = view.saved.state
    if state is not None and not view.stage.shown(state):
        return out + steps.play(view, Resume())
    return out + await then(view, Then("continue"))


# ---------------------------------------------------------------- what is heard


def aside(view: View, heard: str, about: str = "") -> Outputs | None:
    """What the script says to a move, as a detour; then the open question stands again. None: nothing."""
    scene, state = view.scene, view.saved.state
    if scene is None or state is None or state.waiting is None:
        return None
    program, told = scene.series.program, replace(state, variables={**state.variables, HEARD: heard})
    every = (*filter(None, (cast(program).get(about),)), *groups(program, told))
    found = (group for group in every if says_something(program, told, group, scene.env))
    group = next(found, None)
    if group is None:
        return None
    turn = scene.play(told, Detour(group))
    same = turn.state.waiting == told.waiting
    effects = _without(turn.effects, told.said) if same else turn.effects
    # What was said before the question is still that, and not what was said to the move.
    after = replace(turn.state, said=told.said) if same else turn.state
    became, shown = steps.show(view, replace(closed(view.saved), state=after), effects, again=same)
    return became, shown, logged.turn(view.now, became.saved, "heard")


def said_before(view: View, key: str) -> Outputs | None:
    """What was said to a question that was asked earlier this evening, and the open question again. Nothing
    of the dialogue goes on by it. None: it was not asked, or nothing can be said to it any more."""
    state = view.saved.state
    found = replay(view.stage, state, key) if state and key in view.saved.profile.facts.asked else None
    if state is None or found is None:
        return None
    again = words(view.texts.t("You asked that a while ago. Here is what I said."))
    question = _without(view.stage.shown(state), state.said)
    return again, *steps.show(view, view.saved, (*found.answer, *question), again=True)


async def stand(view: View) -> Outputs:
    """The open question once more, with its buttons and without the line before it."""
    state = view.saved.state
    effects = view.stage.shown(state) if state is not None else ()
    if state is None or not effects:
        return await _then(view, Then("continue"))
    return steps.show(view, view.saved, _without(effects, state.said), again=True)


def _without(effects: Sequence[Effect], said: str | None) -> tuple[Effect, ...]:
    """What is shown, but for the line that was the last one before."""
    return tuple(e for e in effects if not (isinstance(e, SayLine) and e.line.id == said))


# ---------------------------------------------------------------- what commands wish


async def then(view: View, wish: Then) -> Outputs:
    """Moves the dialogue as a command wished."""
    if view.scene is None:
        return (words(talk.nothing_to_tell(view.present())),)
    closed_here = setup.closed(view.present())
    if closed_here is not None:
        return (words(closed_here),)
    moved, view = opening.opened(view, partial(_shown_in, wish))
    return moved + await _allowed(view, wish)


async def _allowed(view: View, wish: Then) -> Outputs:
    """What may be shown where the person is now."""
    if wish.aloud:
        view = view.at(places.note(view.saved, wish.episode, view.inbound.address))
    elif (episode := _kept_back(view, wish)) is not None:
        return await _elsewhere(view, wish, episode)
    if not wish.aloud:
        return await _then(view, wish)
    arrived, moved = await arrives(view)  # not done before, where it was not to be shown
    out: Outputs = (Became(view.saved), *arrived)
    return out if moved else out + await _then(view.after(out), wish)


async def _then(view: View, wish: Then) -> Outputs:
    match wish.what:
        case "begin":
            return await _begin(view, wish.episode, fresh=False)
        case "restart":
            return await _begin(view, wish.episode, fresh=True, anew=True)
        case "passed":
            offered = passed.offered(view, wish.episode)
            return offered or await _begin(view, wish.episode, fresh=True, anew=wish.anew)
        case "hear":
            return passed.heard(view, wish.question) or await _continue(view)
        case "farewell":
            return _farewell(view)
        case "back":
            return await _back(view, wish.before) if wish.before is not None else ()
        case "stand":
            return await stand(view)
        case "continue":
            if wish.episode not in ("", _present(view)):
                return await _begin(view, wish.episode, fresh=False)
            return await _continue(view)


def _present(view: View) -> str | None:
    """The evening that is open, or was last."""
    found = view.stage.series.open_episode(view.saved.state)
    return found.key if found else view.saved.episode


def _kept_back(view: View, wish: Then) -> str | None:
    """The evening of which this would show what was talked of where nobody else reads."""
    present = _present(view)
    episode = wish.episode or present
    known = episode == present or episode in view.saved.bookmarks
    return episode if wish.what != "farewell" and known and view.hidden(episode) else None


async def _elsewhere(view: View, wish: Then, episode: str) -> Outputs:
    """In a group its own talk goes on, or another begins; else the person is asked whether to go on here."""
    own = _own(view, wish)
    if own is not None:
        return await _begin(view, own, fresh=False)
    return spoken(view, talk.elsewhere(view.present(), episode))


def _own(view: View, wish: Then) -> str | None:
    """The evening that goes on, or begins, in place of one that is kept back here."""
    if wish.what != "continue":
        return None
    own = next((key for key in view.saved.bookmarks if not view.hidden(key)), None)
    return _untouched(view) if own is None and wish.or_begin else own


def _shown_in(wish: Then, there: View) -> str | None:
    """The evening that is shown there then; None: none, and which one is open is not told either."""
    if wish.aloud or _kept_back(there, wish) is None:
        return wish.episode or there.saved.episode
    return _own(there, wish)


def _untouched(view: View) -> str | None:
    """The first evening that nothing is kept of."""
    saved, series = view.saved, view.stage.series
    touched = {*saved.bookmarks, _present(view)}
    return next(
        (e.key for e in series.episodes if e.key not in touched and not series.done(e, saved.state)), None
    )


async def _begin(view: View, key: str, *, fresh: bool, anew: bool = False) -> Outputs:
    """Opens an evening: where it was left, or from its start; `anew`: as for somebody who never read it. The
    one that is left keeps its place."""
    series = view.stage.series
    episode = next((e for e in series.episodes if e.key == key), None)
    if episode is None:
        return ()
    view = view.at(_whole(view.saved))
    leaving = series.open_episode(view.saved.state)
    saved, kept = bookmarks.change(view.saved, key, leaving.key if leaving else None)
    saved = replace(saved, run=saved.run + 1, step=0, episode=key, pending=None)
    if kept is None or fresh:
        facts = begun_anew(saved.profile.facts, read=series.done(episode, saved.state))
        if anew and saved.state is not None:
            saved = replace(saved, state=laid_aside(series.program, episode.node, saved.state))
        view = view.at(saved if facts is saved.profile.facts else stored.with_facts(saved, facts))
        return steps.play(view.at(knowing.told(view)), Begin(episode.node))
    return (Became(saved), Restarted(), *await shown_again(view.at(saved), kept, "reopen", back=False))


def _whole(saved: Saved) -> Saved:
    """The person, who leaves an evening that they may have been reading anew."""
    return saved if saved.state is None else replace(saved, state=taken_back(saved.state))


def _farewell(view: View) -> Outputs:
    node, saved = view.stage.series.farewell, _whole(view.saved)
    if node is None:
        return ()
    return steps.play(view.at(replace(saved, run=saved.run + 1, step=0, pending=None)), Begin(node))


async def _back(view: View, state: State) -> Outputs:
    episode = view.stage.series.episode_of(state.node)
    if episode is not None:
        view = view.at(replace(view.saved, episode=episode.key))
    if isinstance(state.waiting, Options):
        facts = without_last(view.saved.profile.facts, {key for key, _ in state.waiting.choices})
        view = view.at(stored.with_facts(view.saved, facts))
    return SteppedBack(), *await shown_again(view, state, "back")


async def shown_again(view: View, stored: State, why: str, *, back: bool | None = None) -> Outputs:
    """The question of a place that is come back to."""
    out, moved = await arrive(view, stored)
    if moved:
        return out
    saved = view.saved_after(out)
    effects = view.stage.shown(saved.state) if saved.state is not None else ()
    became, shown = steps.show(view, saved, effects, back=back)
    return became, shown, logged.turn(view.now, became.saved, why)


async def _continue(view: View) -> Outputs:
    """The present question again; between evenings, the way to the next one."""
    state = view.saved.state
    if state is None:
        return await _welcome(view)
    effects = view.stage.shown(state)
    if effects:
        return steps.show(view, _care_is_over(view.saved), effects, again=True)
    ctx = view.present()
    out = spoken(view, closing.between(ctx))
    if ctx.next_episode is not None:
        question = AskedNext(ctx.next_episode.key, view.now + ANSWER_WITHIN)
        out += (Became(expecting(view.saved, question)),)
    elif ctx.farewell:
        out += (offering(view, "talk", talk.FAREWELL),)
    return out


async def _welcome(view: View) -> Outputs:
    reply = talk.welcome(view.present())
    out = spoken(view, reply)
    return out + await then(view.after(out), reply.then) if reply.then is not None else out


def _care_is_over(saved: Saved) -> Saved:
    """The question is asked again: what is typed now is meant for it."""
    return closed(saved) if isinstance(saved.pending, AfterCare) else saved
