"""The house's own words, each in a sentence, for whoever asks what one of them means."""

from collections.abc import Mapping

from bot.commands.context import Context, Reply, Then, note
from bot.texts import mark

# By the names under [house] in each language's `phrases.toml`.
WORDS: Mapping[str, str] = {
    "evening": mark(
        "An evening is one talk of ours: you ask, I answer, and your place in it is kept. /menu shows"
        " them all."
    ),
    "series": mark("A series is a row of evenings that belong together. /menu shows those of this one."),
    "questioner": mark("The Questioner is you: under that name stands what you ask here."),
    "keepsake": mark(
        "A keepsake is what stays of a circle: the questions that you asked together, as a file, and "
        "a picture of the way you took."
    ),
    "circle": mark(
        "A circle is an evening that several people take together, in a server or a group. Which "
        "question is asked next, all of them decide by vote."
    ),
    "nudge": mark(
        "A nudge is one line from me, once a day at most, at an hour that you choose. You get none "
        "unless you want it: /remind sets the hour, and “stop” ends it."
    ),
    "weekly": mark(
        "The weekly thought is a short note, once a week, for whoever has heard all the evenings and "
        "has reminders. /remind sets the hour for it."
    ),
    "journal": mark(
        "Your journal holds what you wrote at the end of an evening. Nobody else is shown it, and "
        "/journal opens it for you."
    ),
    "reflection": mark(
        "A reflection is a line of your own at the end of an evening. It goes into your journal, and "
        "you can skip it as well."
    ),
    "streak": mark(
        "The streak is how many days in a row you came by, with a few days off forgiven. /progress "
        "shows it, and hides it if you like."
    ),
    "helpnow": mark("/helpnow is one page, on every evening: whom to call, and how to leave no traces here."),
    "menu": mark("The menu lists the evenings and what you have heard of them. /menu opens it."),
}


def explain(ctx: Context, word: str) -> Reply:
    """The sentence for a word of `WORDS`; then the open question stands again."""
    return Reply((note(ctx.texts.t(WORDS[word])),), then=Then("stand"))
