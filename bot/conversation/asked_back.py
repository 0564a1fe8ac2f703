"""Answers to what the bot itself asked beside the dialogue: “Did you mean …?”, “Shall we begin?”, the offer.

Each takes the typed words and gives what they do. None: they were no answer, and the dialogue may have them.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot.commands import counting, naming
from bot.commands.context import Then, note
from bot.commands.reminding import hour, offer
from bot.commands.table import ASKED_BY, COMMANDS
from bot.conversation import (
    after_care,
    answers,
    circle_own,
    dialogue,
    pages,
    passed,
    replies,
    second_thoughts,
    steps,
)
from bot.conversation.outputs import Became, Outputs
from bot.conversation.saying import ANSWER_WITHIN, closed, expecting, offering, said, words
from bot.conversation.view import View
from bot.engine.effects import Answer
from bot.engine.state import Answering
from bot.frozen import replace
from bot.hearing.hear import plainly
from bot.matching.pick import beyond as pointing_beyond
from bot.matching.pick import pick
from bot.model import Press
from bot.person.asking import (
    AfterCare,
    AfterHelp,
    AskedAlone,
    AskedChange,
    AskedLine,
    AskedMeant,
    AskedName,
    AskedNext,
    AskedOffer,
    AskedPage,
    AskedPassed,
    AskedToBeCalled,
    AskedWhether,
    Pending,
)
from bot.timewords.reading import When, never_mind, parse_when
from bot.yesno import read as read_yes_no
from bot.yesno import yes_or_no


async def answered(view: View, pending: Pending, text: str) -> Outputs | None:
    """What `text` does as the answer to what stands open."""
    if isinstance(pending, AskedAlone):  # only the direct chat answers that
        return None
    own = _OWN.get(type(pending))
    if own is not None:
        return await own(view, pending, text)
    name = ASKED_BY[type(pending)]
    answer = COMMANDS[name].answer
    reply = answer(view.present(), text) if answer is not None else None
    return None if reply is None else await replies.reply_of(view, name, reply)


def beyond(pending: Pending, text: str) -> str:
    """What of `text` is meant for the dialogue where it answers nothing: of "no, the second one" what follows
    the no, since that is of our question."""
    said = read_yes_no(text)
    return said.rest if isinstance(pending, _YES_OR_NO) and said.yes is not None and said.rest else text


def ask_whether(view: View, option: int) -> Outputs:
    """ "Did you mean …?", with a button for yes and one for no."""
    t = view.texts.t
    candidate = dict(view.stage.options(view.saved.state))[option]
    saved, ctx = expecting(view.saved, AskedMeant(option, view.now + ANSWER_WITHIN)), view.present()
    press = Press(saved.subject.key, "o", saved.run, saved.step, str(option))
    chosen = replace(ctx.button(candidate.text, "o"), press=press)
    other = ctx.button(t("No, show me the questions"), "continue")
    question = t("Did you mean: “{question}”", question=candidate.text)
    return Became(saved), said(note(question, chosen, other))


async def ask_about_nudge(view: View, text: str, place: str) -> Outputs:
    """An hour or a city was typed that nobody asked for: is it for the message once a day?"""
    t, found = view.texts.t, parse_when(text, view.openness().locale)
    hour_said = t(
        "{time} is an hour, and no question of this evening. If I'm to write to you then, say yes, or write "
        "/remind {time}.",
        time=f"{found.time:%H:%M}" if isinstance(found, When) else text,
    )
    city_said = t(
        "I only know {place} from the map. If you meant it for my message once a day, say yes, or write "
        "/remind.",
        place=place.partition(",")[0],
    )
    out: Outputs = (offering(view, "remind", text), words(city_said if place else hour_said))
    return out + await dialogue.stand(view.after(out))


# ---------------------------------------------------------------- the answers


async def _named(view: View, asked: AskedName, text: str) -> Outputs | None:
    yes = yes_or_no(text)
    if yes is True or answers.name_in(text) == asked.name:
        return steps.play(_close(view), Answer(asked.name))
    if yes is False and yes_or_no(asked.name) is False:  # a no to a no: they will not be named
        return _left_open(_close(view))
    return await _go_on(view) if yes is False else None


def _left_open(view: View) -> Outputs | None:
    waiting = view.saved.state.waiting if view.saved.state is not None else None
    return steps.play(view, steps.skip(waiting)) if isinstance(waiting, Answering) else None


async def _called(view: View, asked: AskedToBeCalled, text: str) -> Outputs | None:
    """What is no name is none here either: the dialogue may have it."""
    if never_mind(text) or yes_or_no(text) is False:
        return await replies.reply_of(view, "name", naming.kept(view.present()))
    if answers.declines(text, "text", view.texts.t("Rather not")):
        return await replies.command(view, "name", "-")
    named = answers.named(text)
    says = plainly(text) if " " in text.strip() else None  # "Jo" is a yes as well
    if named.move is not None or says is not None or named.odd:
        agreed = hour.agrees(text)
        again = naming.once_more(view.present(), agreed=agreed) if agreed is not None else None
        return await replies.reply_of(view, "name", again) if again is not None else None
    return await replies.command(view, "name", named.name)


async def _paged(view: View, asked: AskedPage, text: str) -> Outputs | None:
    yes = yes_or_no(text)
    if yes is None:
        return None
    view = _close(view)
    after = pages.keep(view, asked.text) if yes else await dialogue.stand(view)
    return Became(view.saved), *after


async def _lined(view: View, asked: AskedLine, text: str) -> Outputs | None:
    if answers.declines(text, "reflection", view.texts.t("Skip this")):
        return Became(_close(view).saved), words(view.texts.t("Nothing is kept, then."))
    return circle_own.kept(_close(view), text, asked.prompt, asked.series, asked.episode)


async def _changed(view: View, asked: AskedChange, text: str) -> Outputs | None:
    yes = yes_or_no(text)
    return None if yes is None else await second_thoughts.decided(view, yes)


async def _meant(view: View, asked: AskedMeant, text: str) -> Outputs | None:
    yes = yes_or_no(text)
    if yes is True:
        return steps.choose(_close(view), asked.option)
    return await _go_on(view) if yes is False else None


async def _next(view: View, asked: AskedNext, text: str) -> Outputs | None:
    yes = yes_or_no(text)
    if yes is None:
        return None
    name, argument = ("talk", asked.episode) if yes else ("later", "")
    return await replies.command(view, name, argument)


async def _offered(view: View, asked: AskedOffer, text: str) -> Outputs | None:
    buttons = offer.offer(view.present()).buttons
    picked = pick(text, [button.label for button in buttons])
    wish = buttons[picked].press.value if picked is not None else offer.wish(text, view.openness().locale)
    return None if wish is None else await replies.command(view, "remind", wish)


async def _whether(view: View, asked: AskedWhether, text: str) -> Outputs | None:
    yes = yes_or_no(text)
    if yes is True:
        return await replies.command(view, asked.command, asked.argument)
    if yes is False and not view.openness().options and not view.openness().asked:
        return await replies.command(view, "later")
    return await _go_on(view) if yes is False else None


async def _passed(view: View, asked: AskedPassed, text: str) -> Outputs | None:
    labels = passed.labels(view, asked)
    picked = pick(text, labels)
    if picked is None:
        there_is = words(counting.how_many(view.present(), len(labels)))
        return (there_is,) if pointing_beyond(text, labels) and plainly(text) is None else None
    if picked == len(asked.keys):
        return await replies.command(view, "again", asked.episode)
    return await replies.command(view, "passed", passed.mark(asked.keys[picked], asked.onward))


async def _go_on(view: View) -> Outputs:
    """ "No": the dialogue's question again."""
    view = _close(view)
    return Became(view.saved), *await dialogue.then(view, Then("continue"))


def _close(view: View) -> View:
    return view.at(closed(view.saved))


_OWN: Mapping[type[Pending], Callable[[View, Any, str], Awaitable[Outputs | None]]] = {
    AskedChange: _changed,
    AskedMeant: _meant,
    AskedNext: _next,
    AskedName: _named,
    AskedPage: _paged,
    AskedLine: _lined,
    AskedToBeCalled: _called,
    AskedOffer: _offered,
    AskedWhether: _whether,
    AskedPassed: _passed,
    AfterCare: after_care.answered,
    AfterHelp: after_care.of_the_page,
}
_YES_OR_NO = (AskedChange, AskedMeant, AskedNext, AskedName, AskedOffer, AskedWhether)
