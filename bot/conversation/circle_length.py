"""How long an evening will take a circle, from one way through it. Pure."""

from datetime import timedelta

from bot.conversation import lengths
from bot.conversation.view import View

VOTING = timedelta(seconds=45)  # what a vote takes, where the window is longer


def of(view: View, window: timedelta) -> str:
    """A sentence that says it."""
    length = _length(view)
    if window >= timedelta(hours=1):
        return view.texts.t(
            "{count} questions or so, {window} for each.",
            count=str(length.questions),
            window=_span(view, window),
        )
    minutes = lengths.minutes_of(length, min(window, VOTING))
    return view.texts.t("It takes about {count} minutes.", count=str(minutes))


def _span(view: View, window: timedelta) -> str:
    hours = window // timedelta(hours=1)
    return view.texts.t("a day") if hours >= 24 else view.texts.t("{count} h", count=str(hours))


def _length(view: View) -> lengths.Length:
    return (
        lengths.length(view.stage, view.episode, circle=2)
        if view.episode is not None
        else lengths.Length(0, 0)
    )
