"""Reading again: the questions of a finished evening that this person passed by, as buttons."""

from collections.abc import Sequence

from bot.commands.context import Context, EpisodeCard, Note, Reply, Then, note
from bot.frozen import frozen
from bot.model import Button

MOST = 3  # at a time


@frozen
class PassedBy:
    """A question by its key, with its words in the person's language. `mark` stands for it on a button."""

    key: str
    mark: str
    words: str


def hear(ctx: Context, argument: str) -> Reply:
    """One of them by its mark, with its answer."""
    return Reply(then=Then("hear", question=argument))


def offer(ctx: Context, card: EpisodeCard, questions: Sequence[PassedBy], *, aided: bool) -> Note:
    """What was passed by in that evening, and the way through the whole of it."""
    words = ctx.texts.n(
        "Here is one turn that you did not take in “{name}”:",
        "Here are {count} turns that you did not take in “{name}”:",
        len(questions),
        name=card.name,
    )
    return _choice(ctx, card, words, questions, aided=aided)


def more(ctx: Context, card: EpisodeCard, questions: Sequence[PassedBy], *, aided: bool) -> Note:
    """The same once one of them was heard."""
    if not questions:
        return note(
            ctx.texts.t("That was the last of the turns that you did not take here."),
            *_ways(ctx, card, aided=aided),
        )
    words = ctx.texts.n(
        "And one more that you did not take:",
        "And {count} more that you did not take:",
        len(questions),
    )
    return _choice(ctx, card, words, questions, aided=aided)


def further(ctx: Context, card: EpisodeCard, questions: Sequence[PassedBy], *, aided: bool) -> Note:
    """What may be asked about the answer that was just heard."""
    return _choice(ctx, card, ctx.texts.t("What would you like to ask?"), questions, aided=aided)


def _choice(
    ctx: Context, card: EpisodeCard, words: str, questions: Sequence[PassedBy], *, aided: bool
) -> Note:
    """Each question stands in full above the buttons, whose labels may be cut."""
    rows = [f"{number}. {each.words}" for number, each in enumerate(questions, 1)]
    buttons = [ctx.button(row, "passed", each.mark) for row, each in zip(rows, questions, strict=True)]
    return note("\n".join((words, "", *rows)), *buttons, *_ways(ctx, card, aided=aided))


def whole(ctx: Context) -> str:
    """What the button for the whole evening says."""
    return ctx.texts.t("The whole evening again")


def _ways(ctx: Context, card: EpisodeCard, *, aided: bool) -> tuple[Button, ...]:
    t = ctx.texts.t
    there = ("Go on where we were", "continue") if ctx.current is not None else ("The menu", "menu")
    ways = ctx.button(whole(ctx), "again", card.key), ctx.button(t(there[0]), there[1])
    return (*ways, ctx.button(t("Help, now"), "helpnow")) if aided else ways
