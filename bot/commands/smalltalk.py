"""Short answers to what cannot be understood, or is not made of words."""

from bot.commands.context import Context, Reply, Then, note
from bot.model import Unreadable


def no_words(ctx: Context) -> Reply:
    """Nothing typed is ever answered by silence."""
    words = ctx.texts.t("I don't have words for that yet. Here is what you can ask me now.")
    return Reply((note(words),), then=Then("stand"))


def no_word(ctx: Context) -> Reply:
    """Somebody asks what a word means that is none of ours."""
    words = ctx.texts.t(
        "Nothing was written for me about that: I only know these evenings. Here is what you can ask me now."
    )
    return Reply((note(words),), then=Then("stand"))


def beyond_me(ctx: Context) -> Reply:
    """The weather, a song."""
    words = ctx.texts.t(
        "That's beyond me: I've no window, no voice and no hands, only what was written for these evenings. "
        "Here is what you can ask me now."
    )
    return Reply((note(words),), then=Then("stand"))


SPOKEN = frozenset({"voice", "video_note", "audio", "video"})


def not_words(ctx: Context) -> Reply:
    """A sticker, a photo, a voice message."""
    t, body = ctx.texts.t, ctx.inbound.body
    kind = body.kind if isinstance(body, Unreadable) else ""
    if kind in SPOKEN:
        words = t("I can't listen to that. Would you type it for me?")
    elif kind == "contact":
        words = t("I keep nobody's number, and have kept nothing of that.")
    else:
        words = t("I can only read words, so I'll trust that was something kind.")
    return Reply((note(words),), then=Then("stand"))
