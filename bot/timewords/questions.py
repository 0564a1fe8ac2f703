"""What is asked back when a wording was unclear."""

from enum import StrEnum

from bot.texts import mark, texts_for


class Reason(StrEnum):
    """Why a wording was unclear."""

    NO_TIME = "no_time"
    TWO_TIMES = "two_times"
    NO_SUCH_TIME = "no_such_time"
    NOT_UNDERSTOOD = "not_understood"
    WHICH_HALF = "which_half"
    NO_DAYS = "no_days"
    RHYTHM = "rhythm"
    PAUSE = "pause"
    PAST_DATE = "past_date"
    TOO_LONG = "too_long"
    WHICH_DATE = "which_date"


class NotClear(Exception):
    """The text needs a question back. Never leaves this room."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


_QUESTIONS = {
    Reason.NO_TIME: mark("And at what time? For example 8:00 or half past nine."),
    Reason.TWO_TIMES: mark("I write at most once a day. Which one time suits you best?"),
    Reason.NO_SUCH_TIME: mark("I could not find that time on a clock. Could you write it like 21:30 or 9pm?"),
    Reason.NOT_UNDERSTOOD: mark(
        "I did not quite get that. When shall I write? For example: 9, 21:30, weekdays 8:00, or off."
    ),
    Reason.WHICH_HALF: mark("In the morning or in the evening? You can write it like 8:00 or 20:00."),
    Reason.NO_DAYS: mark("That leaves no day at all. On which days shall I write?"),
    Reason.RHYTHM: mark(
        "I can write every day or on certain weekdays. Which would you like? For example: mon thu 19:00."
    ),
    Reason.PAUSE: mark("How long shall I be quiet? For example: 5 days, 2 weeks, or until 3 May."),
    Reason.PAST_DATE: mark(
        "That day is over already. Until when shall I be quiet? For example: until 3 May."
    ),
    Reason.TOO_LONG: mark("I can pause for a year at most. For longer, /remind off switches me off."),
    Reason.WHICH_DATE: mark("Which day comes first there, which month? Could you write it like 3 May?"),
}


def question(reason: Reason, locale: str | None) -> str:
    """What to ask, in the language of a locale."""
    return texts_for(locale).t(_QUESTIONS[reason])
