"""Short answers to what cannot be understood, or is not made of words."""

from bot.commands.context import Context, Reply, Then, note


def no_words(ctx: Context) -> Reply:
    """Nothing typed is ever answered by silence."""
    words = ctx.texts.t("I don't have words for that yet. Here is what you can ask me now.")
    return Reply((note(words),), then=Then("stand"))


def not_words(ctx: Context) -> Reply:
    """A sticker, a photo, a voice message."""
    words = ctx.texts.t("I can only read words, so I'll trust that was something kind.")
    return Reply((note(words),), then=Then("stand"))
