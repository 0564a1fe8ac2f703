"""How long an evening will take a circle, from one way through it. Pure."""

from datetime import timedelta
from math import ceil
from random import Random

from bot.conversation.view import View
from bot.engine.effects import Answer, Begin, Choose, Effect, Offer, SayLine
from bot.engine.state import Answering, Options, State
from bot.frozen import replace

WORDS_A_MINUTE = 180
MOST_STEPS = 200
VOTING = timedelta(seconds=45)  # what a vote takes, where the window is longer


def of(view: View, window: timedelta) -> str:
    """A sentence that says it."""
    questions, words = _way(view)
    if window >= timedelta(hours=1):
        return view.texts.t(
            "{count} questions or so, {window} for each.", count=str(questions), window=_span(view, window)
        )
    minutes = words / WORDS_A_MINUTE + questions * min(window, VOTING) / timedelta(minutes=1)
    return view.texts.t("It takes about {count} minutes.", count=str(max(5, 5 * ceil(minutes / 5))))


def _span(view: View, window: timedelta) -> str:
    hours = window // timedelta(hours=1)
    return view.texts.t("a day") if hours >= 24 else view.texts.t("{count} h", count=str(hours))


def _way(view: View) -> tuple[int, int]:
    """(questions, words) of the way on which always the first option is taken."""
    episode = view.episode
    if episode is None:
        return 0, 0
    scene = replace(view.stage, random=Random(0), circle=2)
    turn = scene.play(State.initial(scene.series.program), Begin(episode.node))
    questions, words = 0, _words(turn.effects)
    for _ in range(MOST_STEPS):
        match turn.state.waiting:
            case Options(choices):
                free = next((n for n, (_, available) in enumerate(choices) if available), None)
                turn = scene.play(turn.state, Choose(free))
            case Answering(kind=kind):
                turn = scene.play(turn.state, Answer(False if kind == "reflection" else None))
            case _:
                break
        questions, words = questions + 1, words + _words(turn.effects)
    return questions, words


def _words(effects: tuple[Effect, ...]) -> int:
    said = sum(len(e.line.text.plain.split()) for e in effects if isinstance(e, SayLine))
    return said + sum(len(o.text.plain.split()) for e in effects if isinstance(e, Offer) for o in e.options)
