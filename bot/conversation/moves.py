"""What happens when a move is heard: the script's words for it, else the bot's; then the question again."""

from bot.clean import fold
from bot.commands import heard
from bot.commands.context import EpisodeCard, Then
from bot.conversation import dialogue, replies, steps
from bot.conversation.outputs import Outputs
from bot.conversation.saying import offering, spoken
from bot.conversation.view import View, is_name
from bot.engine.state import Answering
from bot.hearing.kinds import BROADER, Heard, Kind

# Asked of the question that awaits an answer, rather than of what was said.
_OF_THE_QUESTION = frozenset({Kind.WHY, Kind.HOW, Kind.MEANING, Kind.EXAMPLE, Kind.MORE, Kind.WHY_NAME})


async def answer(view: View, move: Heard) -> Outputs:
    """Answers a move at any place of a conversation; nothing of the dialogue goes on by it, but
    where an offered question is what was meant: “why?” where the script has a reason."""
    match move.kind:
        case Kind.NAVIGATION:
            return await _navigate(view, move)
        case Kind.LANGUAGE if move.said:
            return offering(view, "language", move.said), *spoken(
                view, heard.speaks(view.present(), move.said)
            )
        case Kind.NAME:
            return await replies.command(view, "name", move.said)
    kind = _here(view, move.kind)
    option = view.stage.heard(view.saved.state, kind.value) if view.scene is not None else None
    if option is not None and (chosen := steps.choose(view, option)) is not None:
        return chosen
    about = move.said if kind is Kind.WHO_IS else ""
    kinds = [kind, BROADER[kind]] if kind in BROADER else [kind]
    said = (dialogue.aside(view, each.value, about) for each in kinds)
    return next(filter(None, said), None) or await _own_words(view, kind)


async def _own_words(view: View, kind: Kind) -> Outputs:
    ctx, waiting = view.present(), _waiting(view)
    page = waiting is not None and waiting.kind == "reflection" and kind in _OF_THE_QUESTION
    out = spoken(view, heard.page(ctx) if page else heard.answer(ctx, kind))
    view = view.after(out)
    if kind is Kind.AGAIN:  # with the line before the question
        return out + await dialogue.then(view, Then("continue"))
    return out + await dialogue.stand(view)


def _here(view: View, kind: Kind) -> Kind:
    """“Why?” at the question for a name asks about the name."""
    waiting = _waiting(view)
    names = waiting is not None and is_name(waiting.variable or "")
    return Kind.WHY_NAME if names and kind in _OF_THE_QUESTION else kind


def _waiting(view: View) -> Answering | None:
    state = view.saved.state
    return state.waiting if state is not None and isinstance(state.waiting, Answering) else None


async def _navigate(view: View, move: Heard) -> Outputs:
    """To the evening that the words name: by its number, or by words of its name, its question or its key."""
    wanted = set(fold(move.said).split())
    cards = view.present().episodes
    number = next((int(word) for word in wanted if word.isdecimal()), None)
    found = [card for card in cards if card.number == number]
    found = found or [card for card in cards if wanted and wanted <= _words(card)]
    if len(found) == 1:
        return await replies.command(view, "talk", found[0].key)
    out = spoken(view, heard.answer(view.present(), move.kind))
    return out + await replies.command(view.after(out), "menu")


def _words(card: EpisodeCard) -> set[str]:
    return set(fold(f"{card.name} {card.question} {card.key}").split())
