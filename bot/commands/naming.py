"""/name: what the person is called, in the variables of the script that hold a first name."""

from bot.commands.context import Context, Reply, Then, note
from bot.commands.reminding.hour import is_talk, open_question, until
from bot.engine.state import State
from bot.frozen import replace
from bot.person.asking import AskedToBeCalled

MOST = 40  # characters
_NONE = frozenset({"-", "–", "none", "off"})


def name(ctx: Context, argument: str) -> Reply:
    """/name Jo sets it; alone it asks; /name - takes it away."""
    t, wanted = ctx.texts.t, " ".join(argument.split()).strip(" .!,\"'“”„")
    if wanted in _NONE:
        wanted = ""
    state = ctx.saved.state
    if state is None or not ctx.names:
        return Reply((note(t("I'll ask for it when we begin.")),), then=Then("continue"))
    if not wanted and not argument.strip():
        return _ask(ctx, t("What shall I call you?"))
    if len(wanted) > MOST:
        return Reply((note(t("That is a bit long for a name. A shorter one, please: /name and the name.")),))
    called = dict.fromkeys(ctx.names, wanted)
    saved = replace(ctx.saved, state=_with(state, called), pending=None)
    words = (
        t("Good, {name}. I'll call you that.", name=wanted) if wanted else t("Then I'll leave the name out.")
    )
    return Reply((note(words),), saved=saved, then=Then("stand"))


def once_more(ctx: Context, *, agreed: bool) -> Reply:
    """The question again, to a yes (`agreed`) or a "hm"."""
    return _ask(ctx, again(ctx, agreed=agreed))


def again(ctx: Context, *, agreed: bool) -> str:
    """What is said to a yes (`agreed`) or a "hm" where a name is asked for."""
    t = ctx.texts.t
    return t("Gladly. And the name is?") if agreed else t("Any name will do, a made-up one too.")


def _ask(ctx: Context, words: str) -> Reply:
    skip = ctx.button(ctx.texts.t("Rather not"), "name", "-")
    return open_question(ctx, AskedToBeCalled(until(ctx)), note(words, skip))


def kept(ctx: Context) -> Reply:
    """They take the question back."""
    words = ctx.texts.t("That's fine. Nothing is changed.")
    return Reply((note(words),), saved=replace(ctx.saved, pending=None), then=Then("stand"))


def name_answer(ctx: Context, text: str) -> Reply | None:
    """What was typed in answer; None: it was something else."""
    return None if is_talk(text) else name(ctx, text)


def _with(state: State, called: dict[str, str]) -> State:
    return replace(state, variables={**state.variables, **called})
