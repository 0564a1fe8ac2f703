"""Short answers to what is no question of the script: thanks, hello, are you a bot?"""

from bot.commands.context import Context, Reply, Then, note


def small_talk(ctx: Context, kind: str) -> Reply:
    """A word back, then the open question again, so that nobody is left hanging."""
    t = ctx.texts.t
    words = {
        "greeting": t("Hello. It's good to have you here."),
        "thanks": t("You're welcome."),
        "bot": t(
            "No, I'm not a person. I'm a program that plays an interview written beforehand; I make up "
            "nothing as we talk. The questions can be yours."
        ),
        "how_are_you": t(
            "I'm a program, so I'm always the same. Thank you for asking. I hope your day was kind."
        ),
        "laugh": t("A good sound, that."),
        "insult": t("That's all right. You can stop at any time, and your place is kept."),
        "farewell": t("Until next time. Your place is kept."),
        "unsure": t("That's a fine place to be. There is no hurry here."),
        "praise": t("Thank you. I'm only a program, but I'm glad it reached you."),
        "sorry": t("Nothing to be sorry for."),
        "sad": t(
            "I'm sorry it is like that just now. I'm a program and can't do much, "
            "but there is no hurry here, and “later” keeps your place."
        ),
        "yes": t("Good."),
        "no": t("That's fine too."),
    }.get(kind, t("I hear you."))
    return Reply((note(words),), then=Then("continue"))


def no_words(ctx: Context) -> Reply:
    """Nothing typed is ever answered by silence."""
    words = ctx.texts.t("I don't have words for that yet. Here is what you can ask me now.")
    return Reply((note(words),), then=Then("continue"))


def not_words(ctx: Context) -> Reply:
    """A sticker, a photo, a voice message."""
    words = ctx.texts.t("I can only read words, so I'll trust that was something kind.")
    return Reply((note(words),), then=Then("continue"))
