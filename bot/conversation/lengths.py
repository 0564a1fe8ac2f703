"""How long evenings take, from one way through each. Pure."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from math import ceil
from random import Random

from bot.conversation.catalogue import Episode, Series
from bot.conversation.scene import Scene
from bot.engine.effects import Answer, Begin, Choose, Effect, Offer, SayLine
from bot.engine.state import Answering, Options, State
from bot.engine.values import Value
from bot.errors import DialogueFault
from bot.frozen import Memo, frozen, replace

WORDS_A_MINUTE = 180
CHOOSING = timedelta(seconds=10)  # what one person takes for a question
MOST_STEPS = 200


@frozen
class Length:
    """Of one way through an evening: how many questions, and words in all."""

    questions: int
    words: int


def minutes(scene: Scene) -> Mapping[str, int]:
    """What each evening of the series takes one person, in whole fives of minutes; 0: nobody
    knows."""
    series = scene.series
    return {e.key: _KEPT.get(_alone, series, e, scene.locale, scene.functions) for e in series.episodes}


def minutes_of(length: Length, each: timedelta) -> int:
    """In whole fives, where a question takes so long."""
    found = length.words / WORDS_A_MINUTE + length.questions * each / timedelta(minutes=1)
    return max(5, 5 * ceil(found / 5))


def length(scene: Scene, episode: Episode, *, circle: int | None = None) -> Length:
    """Of the way on which always the first option is taken."""
    scene = replace(scene, random=Random(0), circle=circle)
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
    return Length(questions, words)


_KEPT: Memo[int] = Memo(most=512)


def _alone(
    series: Series, episode: Episode, locale: str, functions: Mapping[str, Callable[..., Value]]
) -> int:
    scene = Scene(series, locale, Random(0), functions)
    try:
        return minutes_of(length(scene, episode), CHOOSING)
    except DialogueFault:  # whoever comes there is told; those who look at the series are not
        return 0


def _words(effects: tuple[Effect, ...]) -> int:
    said = sum(len(e.line.text.plain.split()) for e in effects if isinstance(e, SayLine))
    return said + sum(len(o.text.plain.split()) for e in effects if isinstance(e, Offer) for o in e.options)
