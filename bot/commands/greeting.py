"""/start: somebody is greeted, and sees the series as cards, with one button to begin or to go on."""

from bot.commands.closing import ways
from bot.commands.context import Context, EpisodeCard, Note, Reply, note
from bot.commands.evenings import state
from bot.commands.menu import menu
from bot.commands.talk import FAREWELL, called, find_episode, talk
from bot.frozen import replace
from bot.model import ANSWER, Button, Card, Mark, Rich, Style


def start(ctx: Context, argument: str) -> Reply:
    """/start, with or without the name of an evening in the link. Where others read along a talk begins."""
    wanted = argument.strip()
    if (wanted == FAREWELL and ctx.farewell) or find_episode(ctx.episodes, argument) is not None:
        return talk(ctx, argument)
    if wanted == ANSWER or not ctx.episodes or not (wanted or ctx.alone):
        return talk(ctx, "")
    if not wanted:
        return Reply((_cards(ctx),), said=(name,) if (name := called(ctx)) else ())
    lost = note(ctx.texts.t("That link leads to no evening that I know. These are the ones there are:"))
    shown = menu(ctx, "")
    return replace(shown, notes=(lost, *shown.notes))


def _cards(ctx: Context) -> Note:
    t, found, marks = ctx.texts.t, [_greeting(ctx)], list[Mark]()
    for card in ctx.episodes:
        name = f"{card.number}. {card.name}"
        marks.append(Mark(Style.BOLD, len("\n\n".join(found)) + 2, len(name)))
        question = card.question if card.question != card.name else ""
        found.append("\n".join(filter(None, (name, question, _where(ctx, card)))))
    found.append(t("/menu has a button for each evening, /help says the rest."))
    return Note(Rich("\n\n".join(found), tuple(marks)), (_way(ctx),), card=Card())


def _greeting(ctx: Context) -> str:
    t, name = ctx.texts.t, called(ctx)
    hello = t("Hello, {name}.", name=name) if name else t("Hello.")
    if ctx.saved.state is not None:
        return hello + " " + t("Good to see you. These are the evenings of {series}:", series=ctx.series_name)
    return (
        hello
        + " "
        + t(
            "Welcome to {series}. You ask the questions: tap one, or type it in words of your own. "
            "Your place is kept, so come and go as you like.",
            series=ctx.series_name,
        )
    )


def _where(ctx: Context, card: EpisodeCard) -> str:
    """How long it takes, and how far the person is in it."""
    t, minutes = ctx.texts.t, ctx.minutes.get(card.key)
    long = t("about {count} minutes", count=str(minutes)) if minutes else ""
    return ", ".join(filter(None, (long, state(ctx.texts, card))))


def _way(ctx: Context) -> Button:
    """On with the evening that is open, or into the next one; after the last one the way that leads on."""
    if ctx.current is not None:
        return ctx.button(ctx.texts.t("Go on where we were"), "continue")
    return ways(ctx, ctx.next_episode)[0]
