"""Small numbers in words, and how many there are to choose from."""

from bot.commands.context import Context, Reply, Then, note
from bot.commands.menu import menu
from bot.frozen import replace
from bot.texts import Texts, mark

_WORDS = (
    *(mark("one"), mark("two"), mark("three"), mark("four"), mark("five"), mark("six")),
    *(mark("seven"), mark("eight"), mark("nine"), mark("ten"), mark("eleven"), mark("twelve")),
)


def in_words(texts: Texts, number: int) -> str:
    """A count from one to twelve in words; others in digits."""
    return texts.t(_WORDS[number - 1]) if 0 < number <= len(_WORDS) else str(number)


def only(ctx: Context, questions: int) -> Reply:
    """A number was named that no question has: how many there are, and the questions again."""
    return Reply((note(how_many(ctx, questions)),), then=Then("stand"))


def ways(ctx: Context, number: int) -> Reply:
    """ "Next", where there are several ways on: that each is one, and the questions again."""
    words = ctx.texts.t(
        "From here there are {number} ways on, and none of them is the wrong one.",
        number=in_words(ctx.texts, number),
    )
    return Reply((note(words),), then=Then("stand"))


def how_many(ctx: Context, number: int) -> str:
    """Of what can be tapped."""
    words = in_words(ctx.texts, number)
    return ctx.texts.n("There is only one.", "There are only {number}.", number, number=words)


def only_evenings(ctx: Context) -> Reply:
    """The same of evenings, with the menu."""
    number = len(ctx.episodes)
    words = ctx.texts.n(
        "There is only one evening.",
        "There are only {number} evenings.",
        number,
        number=in_words(ctx.texts, number),
    )
    shown = menu(ctx, "")
    return replace(shown, notes=(note(words), *shown.notes))
