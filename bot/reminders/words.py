"""The vocabulary of time in English and German, folded to small letters. Data, no rules.

Both languages are always understood; the few words that mean something else in the other one are kept
apart by locale.
"""

from bot.reminders.plan import EVERY_DAY, WEEKDAYS, WEEKEND


def _listed(text: str) -> list[str]:
    return text.split()


OFF = frozenset(
    """off|stop|no|never|none|nothing|disable|disabled|cancel|turn off|switch off|turn it off|switch it off|
    no thanks|no thank you|nope|not now|quit|mute|unsubscribe|stop writing|stop writing to me|don't write|
    don't write to me|turn off reminders|turn reminders off|turn off the reminders|stop reminding me|
    stop the reminders|stop reminders|no more reminders|no more messages|i don't want any|
    nein danke|nö|lieber nicht|nicht|abmelden|ausmachen|mach aus|mach es aus|schalt es aus|
    schreib mir nicht|schreib nicht mehr|keine nachrichten|keine nachrichten mehr|keine erinnerungen mehr|
    no more|no reminders|no nudges|stop it|don't|do not|dont|not at all|please stop|leave me alone|
    aus|stopp|nein|nie|niemals|abschalten|ausschalten|abstellen|schalt aus|schalte aus|schalt ab|nicht mehr|
    keine|gar nicht|keine erinnerung|keine erinnerungen|aufhören|hör auf|lass es|bitte nicht""".replace(
        "\n", ""
    )
    .replace("    ", "")
    .split("|")
)

_NEVER_MIND = frozenset(
    """never mind|nevermind|nvm|forget it|forget about it|not now|leave it|leave it be|another time|no matter|
    vergiss es|lass gut sein|lass es|schon gut|egal|nicht jetzt|doch nicht|ein andermal|ach nichts""".replace(
        "\n    ", ""
    ).split("|")
)


def never_mind(text: str) -> bool:
    """Whether somebody takes a question of ours back, without an answer to it."""
    return " ".join(text.casefold().split()).strip(" .!…") in _NEVER_MIND


_UNITS_EN = _listed(
    """zero one two three four five six seven eight nine ten
    eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty"""
)
_UNITS_DE = _listed(
    """null eins zwei drei vier fünf sechs sieben acht neun zehn
    elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn achtzehn neunzehn zwanzig
    einundzwanzig zweiundzwanzig dreiundzwanzig vierundzwanzig fünfundzwanzig"""
)
_MORE_NUMBERS = {
    "ein": 1,
    "eine": 1,
    "einen": 1,
    "einem": 1,
    "einer": 1,
    "zwo": 2,
    "fuenf": 5,
    "zwoelf": 12,
    "fuenfzehn": 15,
    "dreißig": 30,
    "dreissig": 30,
    "vierzig": 40,
    "fünfundvierzig": 45,
    "fünfzig": 50,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
}
NUMBERS: dict[str, int] = {
    **{word: number for number, word in enumerate(_UNITS_EN)},
    **{word: number for number, word in enumerate(_UNITS_DE)},
    **_MORE_NUMBERS,
}

_DAY_NAMES: dict[int, str] = {
    1: "monday mondays mon mons montag montags montage montagen",
    2: "tuesday tuesdays tue tues dienstag dienstags dienstage dienstagen",
    3: "wednesday wednesdays wed weds mittwoch mittwochs mittwoche mittwochen",
    4: "thursday thursdays thu thur thurs donnerstag donnerstags donnerstage donnerstagen",
    5: "friday fridays fri freitag freitags freitage freitagen",
    6: "saturday saturdays sat sats samstag samstags samstage samstagen sonnabend sonnabends",
    7: "sunday sundays sun suns sonntag sonntags sonntage sonntagen",
}
DAYS: dict[str, frozenset[int]] = {
    **{word: frozenset({day}) for day, words in _DAY_NAMES.items() for word in words.split()},
    **dict.fromkeys(
        _listed("weekday weekdays workday workdays werktag werktags werktage werktagen wochentags"), WEEKDAYS
    ),
    **dict.fromkeys(_listed("arbeitstag arbeitstags arbeitstage arbeitstagen"), WEEKDAYS),
    **dict.fromkeys(_listed("weekend weekends wochenende wochenenden wochenends"), WEEKEND),
    **dict.fromkeys(_listed("daily everyday täglich taeglich alltäglich tagtäglich"), EVERY_DAY),
}
SHORT_DAYS: dict[str, dict[str, frozenset[int]]] = {
    "en": {d: frozenset({n}) for n, d in enumerate(_listed("mo tu we th fr sa su"), 1)},
    "de": {d: frozenset({n}) for n, d in enumerate(_listed("mo di mi do fr sa so"), 1)},
}

# A part of the day: the hours (of a 24-hour clock) that a bare "8" may mean in it, as a mapping from
# what is said to what is meant.
_MORNING = {h: h for h in range(1, 12)}
_AFTERNOON = {12: 12, **{h: h + 12 for h in range(1, 7)}, **{h: h for h in range(13, 19)}}
_EVENING = {**{h: h + 12 for h in range(4, 12)}, **{h: h for h in range(16, 24)}}
_NIGHT = {12: 0, 0: 0, **{h: h for h in range(1, 6)}, **{h: h + 12 for h in range(7, 12)}, 22: 22, 23: 23}
_NOON = {11: 11, 12: 12, **{h: h + 12 for h in range(1, 3)}, 13: 13, 14: 14}
PARTS: dict[str, dict[int, int]] = {
    **dict.fromkeys(_listed("morning mornings morgens früh vormittag vormittags"), _MORNING),
    **dict.fromkeys(_listed("afternoon afternoons nachmittag nachmittags"), _AFTERNOON),
    **dict.fromkeys(_listed("evening evenings abend abends"), _EVENING),
    **dict.fromkeys(_listed("night nights nightly nacht nachts"), _NIGHT),
    **dict.fromkeys(_listed("mittags"), _NOON),
}

# Words that say nothing by themselves.
FILLERS = frozenset(
    _listed(
        """at um on am an the in im every each jeden jede jedes jeder day days tag tage please bitte remind
        nudge me mich erinnere erinner write schreib schreibe mir and und o'clock oclock uhr h around
        about circa ca gegen ungefähr etwa exactly genau punkt sharp of by time single always immer is
        fine ok okay would be good gut wäre passt der die das den dem zur send thanks thank you danke
        let's lets say ish great schön gerne gern lieber like i'd prefer best better once einmal a"""
    )
)
# Rhythms that a plan does not know: all the words of one of these together.
RHYTHMS = tuple(
    frozenset(_listed(rhythm))
    for rhythm in (
        *(
            "every other",
            "every second",
            "once week",
            "einmal woche",
            "jeden zweiten",
            "alle tage",
            "jede woche",
            "jede stunde",
        ),
        *(
            "every week",
            "every hour",
            "every month",
            "alternate",
            "weekly",
            "monthly",
            "hourly",
            "fortnightly",
        ),
        *("wöchentlich", "monatlich", "stündlich", "twice", "zweimal"),
    )
)
PAST = {"past": 1, "after": 1, "nach": 1, "to": -1, "before": -1, "til": -1, "till": -1, "of": -1, "vor": -1}
RANGE_WORDS = frozenset({"to", "through", "thru", "until", "till", "bis", "-"})
EXCEPT = frozenset({"except", "außer", "ausser", "but", "ohne", "without", "nur nicht"})

# Words around a pause.
PAUSE_FILLERS = frozenset(
    _listed(
        """for für fuer until till til bis the of to zum zur pause please bitte a an ein eine einen lang long
        me mich from now ab jetzt just nur about etwa st nd rd th der den dem on am next nächsten naechsten
        nächste naechste nächster kommenden coming this diesen diese whole ganze ganzen und and mir"""
    )
)

MONTHS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "january jan januar jänner",
            "february feb februar",
            "march mar märz maerz mär",
            "april apr",
            "may mai",
            "june jun juni",
            "july jul juli",
            "august aug",
            "september sep sept",
            "october oct oktober okt",
            "november nov",
            "december dec dezember dez",
        ),
        1,
    )
    for name in names.split()
}
UNITS: dict[str, int] = {
    **dict.fromkeys(_listed("day days d tag tage tagen"), 1),
    **dict.fromkeys(_listed("week weeks w woche wochen"), 7),
    **dict.fromkeys(_listed("month months monat monate monaten"), 30),
    **dict.fromkeys(_listed("fortnight fortnights"), 14),
}

DAY_WORDS: dict[str, tuple[str, ...]] = {
    "en": ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays"),
    "de": ("montags", "dienstags", "mittwochs", "donnerstags", "freitags", "samstags", "sonntags"),
}
ONE_DAY: dict[str, tuple[str, ...]] = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "de": ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
}
MONTH_WORDS: dict[str, tuple[str, ...]] = {
    "en": tuple(
        _listed("January February March April May June July August September October November December")
    ),
    "de": tuple(
        _listed("Januar Februar März April Mai Juni Juli August September Oktober November Dezember")
    ),
}


def language(locale: str | None) -> str:
    """The language of a locale among the two of this room: "de" or "en"."""
    return "de" if (locale or "").lower().startswith("de") else "en"
