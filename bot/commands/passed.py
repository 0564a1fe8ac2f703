"""Reading again: the questions of a finished evening that this person passed by, as buttons."""

from collections.abc import Sequence

from bot.commands.context import Context, EpisodeCard, Note, Reply, Then, note
from bot.commands.counting import in_words
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
        "Here are {number} turns that you did not take in “{name}”:",
        len(questions),
        number=in_words(ctx.texts, len(questions)),
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
        "And {number} more that you did not take:",
        len(questions),
        number=in_words(ctx.texts, len(questions)),
    )
    return _choice(ctx, card, words, questions, aided=aided)


def further(ctx: Context, card: EpisodeCard, questions: Sequence[PassedBy], *, aided: bool) -> Note:
    """What may be asked about the answer that was just heard."""
    return _choice(ctx, card, ctx.texts.t("What would you like to ask?"), questions, aided=aided)


def _choice(
    ctx: Context, card: EpisodeCard, words: str, questions: Sequence[PassedBy], *, aided: bool
) -> Note:
    """Where labels may be cut, each question stands above the buttons in full, as those of the talk do."""
    labels = [each.words for each in questions]
    if any(len(label) > ctx.limits.short_label for label in labels):
        labels = [f"{number}. {label}" for number, label in enumerate(labels, 1)]
        words = "\n".join((words, "", *labels))
    marks = (each.mark for each in questions)
    buttons = [ctx.button(label, "passed", mark) for label, mark in zip(labels, marks, strict=True)]
    return note(words, *buttons, *_ways(ctx, card, aided=aided))


def whole(ctx: Context) -> str:
    """What the button for the whole evening says."""
    return ctx.texts.t("The whole evening again")


def _ways(ctx: Context, card: EpisodeCard, *, aided: bool) -> tuple[Button, ...]:
    t = ctx.texts.t
    there = ("Go on where we were", "continue") if ctx.current is not None else ("The menu", "menu")
    ways = ctx.button(whole(ctx), "again", card.key), ctx.button(t(there[0]), there[1])
    return (*ways, ctx.button(t("Help, now"), "helpnow")) if aided else ways
