"""Sentences about the calendar alone, which sound like an end to the weights: "soon it will be Christmas",
"the exam will be over on Friday".

Every word of such a sentence is listed here, and one of them has to name what is meant. Nobody is in them,
but for what they own: "I will be gone by Christmas" and "my last Christmas" are none. English, then German,
as `words.sentences` spells them.
"""

_DAYS = r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?|weekends?"
_MONTHS = (
    r"january|february|march|april|may|june|july|august|september|october|november|december|spring|summer"
    r"|autumn|winter|holidays?|vacations?"
)
_FEASTS = (
    r"christmas|xmas|easter|halloween|carnival|advent|ramadan|eid|hanukkah|diwali|thanksgiving|birthdays?"
    r"|anniversary|weddings?|new years?(?: eve)?|valentines?|mothers day|payday"
)
_HOURS = r"mornings?|noon|evenings?|lunch(?: ?time)?|dinner|tea ?time|breakfast|bed ?time|break ?time"
_SOON = (
    r"soon|almost|nearly|already|again|finally|now|then|next|this|a|an|the|few|couple|of|two|three|four|five|six"
    r"|more|days?|weeks?|months?|hours?|minutes?|sleeps|just|only|long|late|early|tomorrow|today"
)
_ROUND = (
    r"oh|ah|and|but|so|well|yay|wow|hey|lol|haha|it|is|will|be|was|there|here|comes?|coming|our|my|his|her|their"
    r"|we|have|are|s|in|on|at|to go|away"
)
_WORK = (
    r"school|exams?|tests?|finals|semester|term|college|university|uni|class|classes|lessons?|course|lecture"
    r"|homework|thesis|studies|internship|training|shift|work|meeting|project|deadline|interview|driving|party"
    r"|film|movie|show|concert|season|match|game|tournament|trip|diet|fasting|lent|rain|snow|heat|heatwave|storm"
    r"|sale|move|dentist|appointment"
)
_OVER = r"over|ends?|ending|done|finished|it|is|will|be|are|our|and|so|with|finally|oh|yay|thank god|luckily"

_TAGE = r"(?:mon|diens|mitt|donners|frei|sams|sonn)tags?|mittwochs?|wochenende|feiertag\w*"
_MONATE = (
    r"januar|februar|marz|april|mai|juni|juli|august|september|oktober|november|dezember|fruhling|fruhjahr"
    r"|sommer|herbst|winter|ferien|urlaub|\w{3,9}ferien"
)
_FESTE = (
    r"weihnachten|heiligabend|ostern|pfingsten|fasching|karneval|halloween|advent|silvester|neujahr|nikolaus"
    r"|ramadan|geburtstag|hochzeitstag|hochzeit|jahrestag|valentinstag|muttertag|zahltag|namenstag"
)
_STUNDEN = r"mittags?|abends?|feierabend|mittagspause|essenszeit|schlafenszeit|kaffeezeit"
_BALD = (
    r"bald|fast|schon|wieder|endlich|jetzt|dann|nachste[nsr]?|diese[nsrm]?|ein|eine[nmr]?|der|die|das|den|dem"
    r"|paar|zwei|drei|vier|funf|sechs|mehr|tage?n?|wochen?|monate?n?|stunden?|minuten?|mal|noch|nur|gleich"
    r"|demnachst|ganz|ziemlich|sehr|spat|fruh|morgen|heute|ubermorgen"
)
_RUND = (
    r"oh|ach|und|aber|also|na|ja|juhu|hey|lol|haha|es|ist|is|wird|sind|war|kommt|kommen|da|hier|wir|ich|hab"
    r"|habe|haben|mein|meine[nmr]?|unser|unsere[nmr]?|sein|seine|ihr|ihre|s|doch|zum gluck|hin|in|im|am|um"
)
_ARBEIT = (
    r"schule|prufung(?:en)?|klausur(?:en)?|test|tests|examen|abi|abitur|semester|uni|studium|kurs|unterricht"
    r"|vorlesung|hausaufgaben|ausbildung|praktikum|schicht|arbeit|meeting|besprechung|projekt|abgabe|fuhrerschein"
    r"|fahrstunden?|fahrschule|party|film|konzert|saison|spiel|turnier|reise|diat|fasten\w*|regen|schnee|hitze"
    r"|sturm|umzug|zahnarzt|termin|schuljahr|thesis|masterarbeit|bachelorarbeit"
)
_VORBEI = (
    r"vorbei|rum|zu ende|endet|enden|geschafft|hinter (?:mir|uns)|voruber|es|ist|is|wird|sind|ich|ichs|habe?"
    r"|haben|wir|s|mein|meine[nmr]?|unser|unsere[nmr]?|mit|und|aber|endlich|zum gluck|na|ja|oh|juhu"
)


def _of(named: str, *others: str) -> str:
    """Sentences of those words that name one of the first. What was read is not read in another way: a word
    may stand in two lists."""
    words = "|".join((named, *others))
    return rf"(?=.*\b(?:{named})\b)(?>(?:{words})(?: |$))++"


_WHEN = "|".join((_DAYS, _MONTHS, _FEASTS, _HOURS))
_WANN = "|".join((_TAGE, _MONATE, _FESTE, _STUNDEN))
DATES = (
    f"{_of(_WHEN, _SOON, _ROUND)}|{_of(_WORK, _OVER, _DAYS, _MONTHS, _SOON, 'my')}",
    f"{_of(_WANN, _BALD, _RUND)}|{_of(_ARBEIT, _VORBEI, _TAGE, _MONATE, _BALD)}",
)
