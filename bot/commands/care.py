"""Out of character: what is said when typed words speak of violence, self-harm or fear of someone.

No word of what was typed reaches this room, and nothing of it is kept: only a count.
"""

from collections.abc import Callable, Sequence

from bot.commands.context import Context, Reply, Then, note
from bot.frozen import replace
from bot.model import Button
from bot.person.asking import AfterCare, AfterHelp

Translate = Callable[..., str]


def answered(ctx: Context, argument: str) -> Reply:
    """What was answered to "are you in danger?": yes, neither, or a no of one kind or another; without an
    answer, whom to talk to. After a no nothing is left of it: the talk goes on where it was."""
    t, pending = ctx.texts.t, ctx.saved.pending
    denied = _denied(ctx, argument)
    if denied:
        over = replace(ctx.saved, pending=None) if isinstance(pending, AfterCare | AfterHelp) else None
        return Reply((note(denied),), saved=over, then=Then("continue"), private=True)
    saved = (
        replace(ctx.saved, pending=replace(pending, asked=False)) if isinstance(pending, AfterCare) else None
    )
    if argument == "neither":
        words = t(
            "That's all right, you need not say. If it ever weighs too much: at {url} you find people"
            " who "
            "listen. I keep none of this. Your place is kept, and /talk goes back to it.",
            url=ctx.about.helpline_url,
        )
        return Reply((note(words, _go_on(ctx)),), saved=saved, private=True)
    return replace(care(ctx), saved=saved)


def _denied(ctx: Context, argument: str) -> str:
    """What is said to a no: each sort of it has its own words."""
    t = ctx.texts.t
    match argument:
        case "no":
            return t("Thank you for telling me. I'd rather be careful once too often. Then we go on.")
        case "saying":
            return t("Then I took a manner of speaking at its word. No harm done, we go on.")
        case "needless":
            return t("Good, then it wasn't needed just now. /helpnow opens that page at any time. We go on.")
        case "before":
            return t(
                "Thank you for telling me. What is long over may still be told: behind /helpnow are people "
                "who listen to that, too. Then we go on."
            )
        case "fine":
            return t("That's good to know. Should there be something after all, /helpnow stays where it is.")
        case "onward":
            return t("Gladly. Should there be something after all, /helpnow opens on every evening.")
    return ""


def ask(ctx: Context) -> Reply:
    """Where it is not sure what was meant: a gentle question, as private as the answer."""
    t = ctx.texts.t
    words = t("That sounds hard. Do you mean that you are in danger, or somebody with you?")
    return Reply((note(words, *_answers(ctx)),), counts=("care-asked",), private=True)


def why(ctx: Context) -> Reply:
    """To "why do you ask?", where the question stands."""
    words = ctx.texts.t(
        "Because of a few words that people also use who are in danger. I only know words, and I'm often "
        "wrong about them. If I am, say no, and we go on."
    )
    return Reply((note(words, *_answers(ctx)),), private=True)


def _answers(ctx: Context) -> tuple[Button, ...]:
    t = ctx.texts.t
    return (
        ctx.button(t("Yes"), "care", "yes"),
        ctx.button(t("No, it's something else"), "care", "no"),
        ctx.button(t("Neither, or I'd rather not say"), "care", "neither"),
    )


def care(ctx: Context) -> Reply:
    """Kind, plain, first; for a chat that nobody else reads."""
    t, number = ctx.texts.t, ctx.emergency
    rows = [
        t(
            "I'm stepping out of the story for a moment. "
            "What you wrote sounds serious, and I'm glad you said it."
        ),
        t(
            "I'm a scripted program and no help line: I can't understand or judge "
            "what you are going through. Please speak with a person who can."
        ),
    ]
    if number:
        rows.append(t("If you are in danger now, call {number}.", number=number))
    else:
        rows.append(t("If you are in danger now, call your local emergency number."))
    rows.append(t("People to talk to, in your country and language: {url}", url=ctx.about.helpline_url))
    rows.append(
        t("Nothing you just wrote is kept. Your place here is, and /talk goes back to it, if you like.")
    )
    buttons = [_go_on(ctx)]
    if ctx.saved.profile.reminder is not None:
        buttons.append(ctx.button(t("Pause the reminders"), "pause", "14 days"))
    return Reply((note("\n\n".join(rows), *buttons),), counts=("care",), private=True)


def worried(ctx: Context) -> Reply:
    """To somebody who shows what another person wrote."""
    t = ctx.texts.t
    rows = [
        t("What is written there may be serious, and it's good that you don't pass it by."),
        t(
            "I'm a scripted program and no help line: I can't judge it. You could ask them openly how they "
            "are, and say that you are worried. You needn't carry it alone: those who look after this place "
            "can help, too."
        ),
        _danger(ctx),
        t("People to talk to, for whoever worries about somebody, too: {url}", url=ctx.about.helpline_url),
        t("I keep nothing of that message, and don't tell who wrote it."),
    ]
    return Reply((note("\n\n".join(rows), _go_on(ctx)),), counts=("care",), private=True)


def _danger(ctx: Context) -> str:
    if ctx.emergency:
        return ctx.texts.t("If somebody is in danger now, call {number}.", number=ctx.emergency)
    return ctx.texts.t("If somebody is in danger now, call your local emergency number.")


def still(ctx: Context, kind: str, before: int) -> Reply:
    """What is typed in the hour after: it is heard as what it is, and taken for no answer to the dialogue.
    `before`: how often that was done in this hour; nobody is told the same twice running."""
    wordings = {"thanks": _thanked, "question": _to_a_question, "feelings": _to_a_feeling}.get(kind, _present)
    said = wordings(ctx.texts.t, ctx.about.helpline_url)
    return Reply((note(said[before % len(said)], _go_on(ctx)),), private=True)


def _thanked(t: Translate, url: str) -> Sequence[str]:
    return (
        t(
            "You're welcome. I'm glad you said it. At {url} you find people who listen, whenever you want. "
            "/talk goes back to the story.",
            url=url,
        ),
        t("You don't have to thank me. Look after yourself, and let somebody help you with it."),
    )


def _to_a_question(t: Translate, url: str) -> Sequence[str]:
    return (
        t(
            "That is a real question, and it deserves a person who hears all of it. I'm only a program. "
            "At {url} they listen, also to “is this normal?” and “should I go?”. /talk goes back to"
            " the story.",
            url=url,
        ),
        t(
            "I'd only guess, and you should have more than a guess. Ask it just like that at {url}: you need "
            "no other beginning.",
            url=url,
        ),
        t("I can't answer that for you. Take it along to somebody who can ask you back. /helpnow says whom."),
    )


def _to_a_feeling(t: Translate, url: str) -> Sequence[str]:
    return (
        t(
            "I believe you. You don't have to carry that alone: at {url} you find people who listen, now"
            " too. "
            "I keep none of this. /talk goes back to the story.",
            url=url,
        ),
        t("That is a lot to bear. If there is one person whom you trust, let them know tonight how it is."),
        t(
            "You needn't find better words for it than these. The people at {url} begin with just such a "
            "sentence.",
            url=url,
        ),
    )


def _present(t: Translate, url: str) -> Sequence[str]:
    return (
        t(
            "I'm here, but I'm only a program, and I keep none of this. "
            "At {url} you find people who listen. /talk goes back to the story.",
            url=url,
        ),
        t(
            "I've read it, and I haven't the right words for it. A person would. /helpnow says where they "
            "are, and below it goes on with the evening."
        ),
    )


def _go_on(ctx: Context) -> Button:
    return ctx.button(ctx.texts.t("Go on with the evening"), "continue")
