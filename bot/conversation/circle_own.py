"""What somebody does for themselves at a circle: a line for their journal, the evening counted, on alone.

These are turns of the person. The circle is only looked at; nothing of the person reaches it.
"""

from datetime import timedelta

from bot.circles.buttons import ALONE, COUNT, LINE
from bot.commands.context import note
from bot.conversation import bookmarks, dialogue, ending, looking_back
from bot.conversation.outputs import Became, Moved, Outputs, Restarted, Said
from bot.conversation.saying import expecting, said
from bot.conversation.view import View
from bot.engine.state import State
from bot.frozen import replace
from bot.model import Press, Text
from bot.person.asking import AskedLine
from bot.ports import JournalEntry, Saved

WRITE_WITHIN = timedelta(days=1)


async def outputs_of(view: View) -> Outputs | None:
    """None: there is no place for the answer yet; a link leads there, and asks once more."""
    if isinstance(view.inbound.body, Press) and not view.alone and view.saved.direct is None:
        return None
    circle = view.inbound.circle
    assert circle is not None
    there = await view.tools.store.load(circle)
    body = view.inbound.body
    if there.circle is None or view.scene is None:
        return (_alone(view.texts.t("That circle is over.")),)
    match body:
        case Text(text):
            return kept(view, text, there.circle.prompt, there.series or "", there.episode or "")
        case Press(verb=verb) if verb == LINE:
            return _asked(view, there)
        case Press(verb=verb) if verb == COUNT and view.inbound.subject.key in there.circle.members:
            return _counted(view, there)
        case Press(verb=verb) if verb == ALONE:
            return await _on_alone(view, there)
    return (_alone(view.texts.t("That is for those who were in.")),)


def _alone(text: str) -> Said:
    return said(note(text), private=True)


def _asked(view: View, there: Saved) -> Outputs:
    """Where there are no forms: what is written next in the direct chat is the line."""
    prompt = there.circle.prompt if there.circle is not None else ""
    if not prompt:
        return (_alone(view.texts.t("That question has gone by.")),)
    asked = AskedLine(prompt, there.series or "", there.episode or "", view.now + WRITE_WITHIN)
    text = view.texts.t(
        "{prompt}\n\nWhat you write here goes into your journal, and nobody else sees it.", prompt=prompt
    )
    return Became(expecting(view.saved, asked)), _alone(text)


def kept(view: View, text: str, prompt: str, series: str, episode: str) -> Outputs:
    """A line, into the person's own journal."""
    saved = view.saved
    page = JournalEntry(f"{saved.person}-{saved.version + 1}", series, episode, prompt, text, view.now)
    told = _alone(view.texts.t("That is in your journal now, and only there."))
    return page, Became(replace(looking_back.written(view), pending=None)), told


def _counted(view: View, there: Saved) -> Outputs:
    """The evening is done, as if they had talked through it by themselves."""
    series, t = view.stage.series, view.texts.t
    episode = next((e for e in series.episodes if e.key == there.episode), None)
    done = episode is not None and series.done(episode, there.state)
    if episode is None or episode.closing is None or not done or there.series != series.key:
        return (_alone(t("That evening is not over yet.")),)
    state = view.saved.state or State.initial(series.program)
    if series.done(episode, state):
        return (_alone(t("You have that evening already.")),)
    visits = {**state.visits, episode.closing: 1}
    saved = replace(view.saved, series=series.key, state=replace(state, visits=visits))
    out: Outputs = (Became(saved),)
    out += ending.day_done(view.after(out))
    name = series.episode_name(episode, view.stage.locale)
    return (*out, _alone(t("“{name}” counts among your evenings now.", name=name)))


async def _on_alone(view: View, there: Saved) -> Outputs:
    """The evening is opened in the direct chat, where the circle stands, or stood last."""
    series, here = view.stage.series, there.state
    if here is None or here.waiting is None:
        here = await view.tools.store.undo(there.person)
    episode = series.episode_of(here.node) if here is not None else None
    if here is None or episode is None or there.series != series.key:
        return (_alone(view.texts.t("That circle is over.")),)
    own = view.saved.state or State.initial(series.program)
    leaving = series.open_episode(own)
    saved = replace(view.saved, series=series.key, state=own)
    saved, _ = bookmarks.change(saved, episode.key, leaving.key if leaving is not None else None)
    variables = {**own.variables, **here.variables}
    place = replace(bookmarks.moved(own, here), variables=variables)
    saved = replace(saved, run=saved.run + 1, step=0, episode=episode.key, pending=None)
    home = view.private_address
    view = replace(view.at(saved), inbound=replace(view.inbound, address=home, reply=None))
    return Became(saved), Restarted(), Moved(home), *await dialogue.shown_again(view, place, "circle")
