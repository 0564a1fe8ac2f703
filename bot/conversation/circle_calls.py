"""`/circle` where it is called: it begins one, or does something with the one that is there."""

from bot.circles import buttons
from bot.circles import call as calls
from bot.circles.call import CircleCall, UnclearCall
from bot.circles.circle import REMIND, REMINDED_BEFORE, START, Circle
from bot.commands import circle as command
from bot.commands.circle import Begins
from bot.commands.context import Note, note
from bot.commands.permissions import named
from bot.conversation import circle_evening, circle_length, circle_places, circle_votes
from bot.conversation.outputs import Became, Moved, Outputs, Said, Whispered
from bot.conversation.saying import words
from bot.conversation.view import View
from bot.engine.state import State
from bot.frozen import replace
from bot.model import Button, CommandCall, Mark, Press, Rich, Style
from bot.ports import ClearVotes, SetParticipant, SetWakeup
from bot.texts import Texts, match_locale, texts_for

FOR_ONE = "no"  # the header `circle: no`


def theirs(view: View) -> Texts:
    """In the language of who did this."""
    return texts_for(match_locale(view.inbound.locale))


async def called(view: View, call: CommandCall) -> Outputs:
    try:
        wish = calls.read(command.words_of(call))
    except UnclearCall as error:
        return (_answer(_unclear(view, error)),)
    circle = view.saved.circle
    running = circle is not None and circle.phase != "over"
    if wish.wish == "begin":
        return await _already(view) if running else await _begins(view, wish)
    if not running:
        return (_answer(theirs(view).t("There is no circle here. /circle begins one.")),)
    match wish.wish:
        case "start":
            return await start(view)
        case "end":
            return _end(view)
        case _:
            return await _leave(view)


def _unclear(view: View, error: UnclearCall) -> str:
    if error.kind == "at":
        return theirs(view).t(
            "“{word}” is no time of day. Like this: /circle 03 at:20:00", word=error.word[:40]
        )
    return theirs(view).t(
        "“{word}” is no pace. There are quick, calm, hourly and slow, or a span from 30s to 24h.",
        word=error.word[:40],
    )


def _answer(text: str | Rich) -> Whispered:
    return Whispered(words(text).notes, aloud=True)


# ---------------------------------------------------------------- it is called


async def _begins(view: View, call: CircleCall) -> Outputs:
    starter = await view.tools.store.load(view.inbound.doer)
    plan = starter.profile.reminder
    locale = view.inbound.locale or starter.profile.spoken
    own = view.at(replace(view.saved, profile=replace(view.saved.profile, platform_locale=locale)))
    refused = _refused(own)
    if refused is not None:
        return (_answer(refused),)
    zone = plan.zone if plan is not None and plan.zone_is_known else None
    found = command.begins(own.present(), call, zone)
    if isinstance(found, str | Rich):
        return (_answer(found),)
    episode = next(e for e in own.stage.series.episodes if e.key == found.card.key)
    if episode.headers.get("circle") == FOR_ONE:
        return (_answer(theirs(view).t("That evening is for one person at a time. /talk opens it for you.")),)
    return _announced(own, found)


def _refused(view: View) -> str | None:
    """Why there can be none in this place."""
    t, venue, limits = theirs(view).t, view.inbound.venue, view.limits
    if view.scene is None or not view.stage.series.episodes:
        return t("There is no evening to play at the moment. Please try again later.")
    if limits.threads and venue is None:
        return t("A circle needs me in the server: somebody who manages it can invite me.")
    if venue is not None and not venue.rules.circles:
        return t("Those who look after this place want no circles here. /talk is for you alone.")
    lacks = venue.lacks("circle") if venue is not None else ()
    if lacks:
        return t(
            "I can't open a circle in this channel: I would need {permissions}.",
            permissions=named(theirs(view), lacks),
        )
    return None


def _announced(view: View, begins: Begins) -> Outputs:
    """Who is there reads of it, and can join; who called it is in."""
    saved, now, key = view.saved, view.now, view.inbound.doer.key
    place = circle_places.place(saved.subject, view.inbound, threads=view.limits.threads)
    before = saved.circle.members if saved.circle is not None else {}
    circle = Circle("gathering", begins.window, begins.at).joined(key, now, starter=True)
    saved = replace(
        saved,
        address=place,
        series=view.stage.series.key,
        episode=begins.card.key,
        state=State.initial(view.stage.series.program),
        run=saved.run + 1,
        step=0,
        shown=None,
        circle=circle,
    )
    view = view.at(saved)
    out: Outputs = (ClearVotes(), *(SetParticipant(gone, None) for gone in before))
    out += (Became(saved), SetParticipant(key, circle.members[key]), SetWakeup(START, begins.at))
    early = begins.at - REMINDED_BEFORE
    if begins.planned and early > now:
        out += (SetWakeup(REMIND, early),)
    told = Whispered(
        (note(theirs(view).t("Your circle stands here, and you are in. /circle end takes it back.")),)
    )
    return (*out, told, Moved(circle_places.home(place)), Said((_announcement(view, begins),), asks=True))


def _announcement(view: View, begins: Begins) -> Note:
    t, saved = view.texts.t, view.saved
    name, when = circle_evening.title(view), begins.called
    text = t(
        "An evening together: “{name}”. {length} It begins {when}. "
        "Whoever joins chooses the questions, by vote.",
        name=name,
        length=circle_length.of(view, begins.window),
        when=when,
    )
    marks = [Mark(Style.BOLD, text.index(name), len(name))]
    if begins.planned:
        marks.append(Mark(Style.MOMENT, text.rindex(when), len(when), begins.at))
    run = saved.run
    join = Button(t("Join"), Press(saved.subject.key, buttons.JOIN, run))
    now = Button(t("Begin now"), Press(saved.subject.key, buttons.START, run))
    return Note(Rich(text, tuple(sorted(marks, key=lambda mark: mark.start))), (join, now), columns=2)


async def _already(view: View) -> Outputs:
    """One circle a place: who calls another is shown the one there is."""
    told = _answer(theirs(view).t("There is a circle here already. Here is where it is."))
    assert view.saved.circle is not None
    gathering = view.saved.circle.phase == "gathering"
    return (told,) if gathering else (told, *await circle_evening.again(view))


# ---------------------------------------------------------------- the one that is there


async def start(view: View) -> Outputs:
    """Begun before its time, by who may."""
    circle, t = view.saved.circle, theirs(view).t
    assert circle is not None
    if circle.phase != "gathering":
        return (_answer(t("It has begun already.")),)
    if not circle.may_lead(view.inbound.doer.key, moderates=view.inbound.moderates):
        return (Whispered((note(t("Who called the circle can begin it, and the moderators here.")),)),)
    return (Whispered((note(t("Here we go.")),)), *await circle_evening.begun(view))


def _end(view: View) -> Outputs:
    circle, t = view.saved.circle, theirs(view).t
    assert circle is not None
    if not circle.may_lead(view.inbound.doer.key, moderates=view.inbound.moderates):
        return (_answer(t("Who called the circle can end it, and the moderators here.")),)
    return (Whispered((note(t("The circle is over.")),)), *circle_evening.stopped(view))


async def _leave(view: View) -> Outputs:
    circle, key, t = view.saved.circle, view.inbound.doer.key, theirs(view).t
    assert circle is not None
    if key not in circle.members:
        return (_answer(t("You are not in.")),)
    return (_answer(t("You are out, and your vote with you.")), *await circle_votes.left(view, key))
