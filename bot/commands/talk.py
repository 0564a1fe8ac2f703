"""/talk, /continue, /restart and /back: the ways into the dialogue."""

import re
from collections.abc import Sequence

from bot.clean import clean
from bot.commands.context import Context, EpisodeCard, Reply, Then, note, say
from bot.texts import mark

LONGER = 4  # letters
LONGEST_NAME = 40  # characters of a first name that is said
FAREWELL = "farewell"  # what the button of the last word says
IN_COMPANY = mark(
    "I talk with whoever writes /talk here, and everyone can read along. "
    "In our direct chat it is just the two of us."
)


def welcome(ctx: Context) -> Reply:
    """First words to someone new, then straight into the first evening."""
    t = ctx.texts.t
    name = called(ctx)
    greeting = t("Hello, {name}.", name=name) + " " if name else ""
    hello = greeting + _welcome(ctx)
    first = next(iter(ctx.episodes), None)
    if first is None:
        return say(hello, nothing_to_tell(ctx))
    return Reply((note(hello),), then=Then("begin", first.key), said=(name,) if name else ())


def _welcome(ctx: Context) -> str:
    t = ctx.texts.t
    if ctx.types:
        return t(
            "Welcome to {series}. You ask the questions: tap one, or type it in words of your own. "
            "Your place is kept, so come and go as you like. /menu shows the evenings, /help the rest.",
            series=ctx.series_name,
        )
    return t(
        "Welcome to {series}. You ask the questions: tap one, or “{words}” to ask in words of your own. "
        "Your place is kept, so come and go as you like. /menu shows the evenings, /help the rest.",
        series=ctx.series_name,
        words=t("In my own words…"),
    )


def called(ctx: Context) -> str:
    """What they told a script to call them, else the first name that the platform gives, where it can stand
    in a sentence."""
    told = ctx.saved.state.variables if ctx.saved.state is not None else {}
    given = next((told[name] for name in ctx.names if told.get(name)), ctx.inbound.first_name)
    name = " ".join(clean(str(given)).split())
    return name if 0 < len(name) <= LONGEST_NAME and any(map(str.isalpha, name)) else ""


def talk(ctx: Context, argument: str) -> Reply:
    """/talk [episode]: goes on, or opens the evening that is named by number, key or name."""
    if not argument.strip():
        return Reply(then=Then("continue", or_begin=True)) if ctx.saved.state is not None else welcome(ctx)
    if argument.strip() == FAREWELL and ctx.farewell:
        return Reply(then=Then("farewell"))
    card = find_episode(ctx.episodes, argument)
    if card is None:
        return _unknown_episode(ctx)
    if card.here:
        return Reply(then=Then("continue"))
    return Reply(then=Then("passed" if card.passed and not card.begun else "begin", card.key))


def _unknown_episode(ctx: Context) -> Reply:
    return say(
        ctx.texts.t("I don't know an evening by that name. /menu shows them all."),
        then=Then("continue") if ctx.saved.state is not None else None,
    )


def find_episode(cards: Sequence[EpisodeCard], wanted: str) -> EpisodeCard | None:
    """An evening by its number, its key with or without the number, its name, or a word that only its
    key or name holds."""
    key = wanted.strip().casefold()
    if not key:
        return None
    for card in cards:
        names = {card.key, card.key.partition("-")[2], str(card.number), f"{card.number:02}", card.name}
        if key in {n.casefold() for n in names}:
            return card
    found = [card for card in cards if key in f"{card.key.replace('-', ' ')} {card.name}".casefold()]
    return found[0] if len(found) == 1 and len(key) > 2 else None


def about(ctx: Context, words: str) -> Reply:
    """Somebody's message: the evening that fits its words best; where none does, the one to come."""
    said = _longer_words(words)

    def fits(card: EpisodeCard) -> int:
        return len(said & _longer_words(f"{card.name} {card.question}"))

    best = max(ctx.episodes, key=fits, default=None)
    if best is None or not fits(best):
        best = ctx.current or ctx.next_episode
    return talk(ctx, best.key if best is not None else "")


def _longer_words(text: str) -> frozenset[str]:
    """Short ones say nothing of what it is about."""
    return frozenset(word for word in re.findall(r"\w+", text.casefold()) if len(word) >= LONGER)


def resume(ctx: Context, argument: str) -> Reply:
    """/continue: the present question again. The button of `elsewhere` names the evening, and says that it
    may be read by everyone here."""
    if ctx.saved.state is None:
        return welcome(ctx)
    named = any(card.key == argument for card in ctx.episodes)
    return Reply(then=Then("continue", argument, aloud=True) if named else Then("continue"))


def elsewhere(ctx: Context, episode: str) -> Reply:
    """In a group, where the open evening was begun between the two of us: nothing of it unasked."""
    t = ctx.texts.t
    words = t("We are in the middle of something in our direct chat, and others read along here.")
    here = ctx.button(t("Go on with it here"), "continue", episode)
    return Reply((note(words, here, ctx.button(t("Begin an evening here"), "menu")),))


def in_company(ctx: Context) -> Reply:
    """To someone who speaks to the bot in a group and has no talk there."""
    return say(ctx.texts.t(IN_COMPANY))


def restart(ctx: Context, argument: str) -> Reply:
    """/restart [episode]: this evening, or the named one, from its first question, as if it had not been
    read; forgets nothing else.
    Where it is done, what was passed by in it is offered before that."""
    card = _named(ctx, argument)
    if card is not None and card.passed and not card.hidden:
        return Reply(then=Then("passed", card.key, anew=True))
    return again(ctx, argument)


def again(ctx: Context, argument: str) -> Reply:
    """The same, and the whole of it whatever was passed by."""
    card = _named(ctx, argument)
    if card is None:
        return _unknown_episode(ctx) if argument.strip() else welcome(ctx)
    if card.hidden:
        return elsewhere(ctx, card.key)
    words = ctx.texts.t("From the start, then: “{name}”", name=card.name)
    return Reply((note(words),), then=Then("restart", card.key))


def _named(ctx: Context, argument: str) -> EpisodeCard | None:
    """The evening of that name; without one, that of now."""
    if argument.strip():
        return find_episode(ctx.episodes, argument)
    return next((e for e in ctx.episodes if e.key == ctx.saved.episode), None)


def back(ctx: Context, argument: str) -> Reply:
    """/back: the question before this one. Journal, reminders and settings stay."""
    if ctx.before is None:
        return say(ctx.texts.t("There is no earlier question to go back to."), then=Then("continue"))
    return Reply(then=Then("back", before=ctx.before))


def later(ctx: Context, argument: str) -> Reply:
    """ "later", "good night": the place is kept, and said so."""
    t = ctx.texts.t
    if ctx.saved.state is None:
        return say(t("Until another time, then."))
    return say(t("Good. I've kept your place. Whenever you write again, we go on right here."))


def nothing_to_tell(ctx: Context) -> str:
    return ctx.texts.t("There is no evening to play at the moment. Please try again later.")
