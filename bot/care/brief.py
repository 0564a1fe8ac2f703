"""What is said in a few words: too few for the weights, too little to be sure, and a reason to ask.

Each pattern is all of a sentence. The tables and the frames look for signs in longer ones.
"""

import re
from collections.abc import Iterable
from functools import cache

from bot.care.concepts import Sentence
from bot.care.rules import CareKind

# English, then German, as `words.sentences` spells them.
_SAID: dict[CareKind, tuple[str, str]] = {
    "self_harm": (
        r"(?:everything|life|all of it|it all|it is all) (?:is |feels )?(?:so |just )?(?:pointless|hopeless"
        r"|meaningless)|(?:what is|whats) the point of (?:anything|it all|any of it|living)"
        r"|(?:i (?:am|will|would) )?(?:going to |about to |just )?jump(?:ing)?(?: now| tonight| today)?"
        r"|i (?:do not|would not|will not|can not) (?:want to |even want to )?(?:live|be|be here|go on"
        r"|carry on|exist|go on living)(?: here)? without (?:him|her|them)",
        r"(?:ich )?(?:spring|springe|werde? springen)(?: (?:gleich|jetzt|einfach|runter|heute|da|noch|halt"
        r"|dann))*|(?:gleich|jetzt|dann) spring(?:e)? ich|(?:ist |is )?(?:doch |eh |einfach )?alles"
        r" (?:so |nur |doch |einfach |eh )*(?:sinnlos|hoffnungslos|zwecklos)"
        r"|(?:ohne (?:ihn|sie) )?(?:will|mochte|mag|kann) ich (?:nicht|nicht mehr) (?:leben|sein|weiterleben)"
        r" ohne (?:ihn|sie)|ich (?:will|mochte|mag) ohne (?:ihn|sie) (?:nicht|nicht mehr|nimmer)"
        r" (?:leben|sein|da sein|weiterleben)",
    ),
    "fear": (
        r"(?:he|she|my ex) (?:is |is standing |is waiting )?(?:right )?(?:outside|out there|downstairs"
        r"|at (?:the|my) (?:door|window|gate))(?: (?:again|now|right now|my (?:door|house)|the (?:door"
        r"|house)))*"
        r"|(?:nobody|no one) (?:here )?(?:believes|would believe|will believe|is going to believe) me"
        r"(?: (?:any ?way|though))?",
        r"(?:er|sie|mein ex|meine ex) (?:ist |steht |wartet |sitzt )(?:wieder |jetzt |schon wieder |gerade )?"
        r"(?:draussen|drunten|unten|vor (?:der|meiner) tur|vorm haus|am fenster|im treppenhaus)"
        r"(?: (?:vor (?:der|meiner) tur|vorm haus))?|(?:er|sie) (?:klingelt|lautet) sturm"
        r"|(?:mir )?glaubt (?:mir )?(?:das )?(?:ja |eh |doch |sowieso )*(?:keiner|niemand"
        r"|kein mensch)(?: mehr)?",
    ),
}


def briefly(read: Iterable[Sentence]) -> CareKind | None:
    """The first kind that a sentence of a message speaks of by being one of these."""
    text = list(read)
    fits = (kind for kind, both in _patterns() if any(_is_one(sentence, both) for sentence in text))
    return next(fits, None)


def _is_one(sentence: Sentence, both: tuple[re.Pattern[str], re.Pattern[str]]) -> bool:
    return any(pattern.fullmatch(form) for pattern, form in zip(both, sentence, strict=True))


@cache
def _patterns() -> list[tuple[CareKind, tuple[re.Pattern[str], re.Pattern[str]]]]:
    return [(kind, (re.compile(english), re.compile(german))) for kind, (english, german) in _SAID.items()]
