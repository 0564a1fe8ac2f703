"""What is asked back when a wording was unclear, in English and German."""

from enum import StrEnum


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


QUESTIONS: dict[str, dict[Reason, str]] = {
    "en": {
        Reason.NO_TIME: "And at what time? For example 8:00 or half past nine.",
        Reason.TWO_TIMES: "I write at most once a day. Which one time suits you best?",
        Reason.NO_SUCH_TIME: "I could not find that time on a clock. Could you write it like 21:30 or 9pm?",
        Reason.NOT_UNDERSTOOD: (
            "I did not quite get that. When shall I write? For example: 9, 21:30, weekdays 8:00, or off."
        ),
        Reason.WHICH_HALF: "In the morning or in the evening? You can write it like 8:00 or 20:00.",
        Reason.NO_DAYS: "That leaves no day at all. On which days shall I write?",
        Reason.RHYTHM: (
            "I can write every day or on certain weekdays. Which would you like? For example: mon thu 19:00."
        ),
        Reason.PAUSE: "How long shall I be quiet? For example: 5 days, 2 weeks, or until 3 May.",
        Reason.PAST_DATE: "That day is over already. Until when shall I be quiet? For example: until 3 May.",
        Reason.TOO_LONG: "I can pause for a year at most. For longer, /remind off switches me off.",
        Reason.WHICH_DATE: "Which day comes first there, which month? Could you write it like 3 May?",
    },
    "de": {
        Reason.NO_TIME: "Und um wie viel Uhr? Zum Beispiel 8:00 oder halb zehn.",
        Reason.TWO_TIMES: "Ich schreibe höchstens einmal am Tag. Welche Uhrzeit passt dir am besten?",
        Reason.NO_SUCH_TIME: (
            "Diese Uhrzeit finde ich auf keiner Uhr. Schreibst du sie mir so: 21:30 oder 9 Uhr?"
        ),
        Reason.NOT_UNDERSTOOD: (
            "Das habe ich nicht ganz verstanden. Wann soll ich schreiben? "
            "Zum Beispiel: 9, 21:30, werktags 8 Uhr oder aus."
        ),
        Reason.WHICH_HALF: "Morgens oder abends? Du kannst es so schreiben: 8:00 oder 20:00.",
        Reason.NO_DAYS: "Da bleibt kein Tag übrig. An welchen Tagen soll ich schreiben?",
        Reason.RHYTHM: (
            "Ich kann täglich schreiben oder an bestimmten Wochentagen. Was wäre dir lieb? "
            "Zum Beispiel: Mo Do 19:00."
        ),
        Reason.PAUSE: "Wie lange soll ich still sein? Zum Beispiel: 5 Tage, 2 Wochen oder bis 3. Mai.",
        Reason.PAST_DATE: "Der Tag ist schon vorbei. Bis wann soll ich still sein? Zum Beispiel: bis 3. Mai.",
        Reason.TOO_LONG: "Ich kann höchstens ein Jahr pausieren. Für länger: /remind aus schaltet mich ab.",
        Reason.WHICH_DATE: "Was ist da der Tag, was der Monat? Schreibst du es mir so: 3. Mai?",
    },
}
