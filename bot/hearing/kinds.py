"""Every move that is heard, each with the name that writers use: `when: $heard == "grief"`."""

from collections.abc import Mapping
from enum import StrEnum

from bot.frozen import frozen


class Kind(StrEnum):
    """What somebody does with their words."""

    # feelings
    GRIEF = "grief"
    ENDED_LOVE = "ended_love"
    LONELY = "lonely"
    SAD = "sad"
    ANXIOUS = "anxious"
    ANGRY = "angry"
    GLAD = "glad"
    IN_LOVE = "in_love"
    MISSING = "missing"
    ASHAMED = "ashamed"
    # what was taken for one and is none
    NO_DEATH = "no_death"
    NOT_SO = "not_so"
    # stance
    DISAGREES = "disagrees"
    DOUBTS = "doubts"
    UNSURE = "unsure"
    DISLIKES = "dislikes"
    AGREES = "agrees"
    MOVED = "moved"
    LAUGHS = "laughs"
    # talk
    WHY = "why"
    MORE = "more"
    HOW = "how"
    EXAMPLE = "example"
    MEANING = "meaning"
    AGAIN = "again"
    GO_ON = "go_on"
    AND_YOU = "and_you"
    SOMETHING_ELSE = "something_else"
    DID_YOU_READ = "did_you_read"
    THANKS = "thanks"
    SORRY = "sorry"
    GOODBYE = "goodbye"
    GREETING = "greeting"
    EMOJI = "emoji"
    SWEARING = "swearing"
    NEVER_MIND = "never_mind"
    WRONG_CHAT = "wrong_chat"  # it was meant for somebody else
    JOKE = "joke"  # “tell me one”
    SHORTER = "shorter"  # “too long”
    REASSURE = "reassure"  # “am I normal?”
    ADVICE = "advice"  # “should I text him back?”
    # about the program
    THERAPIST = "therapist"
    MACHINE = "machine"
    PERSON = "person"
    MAKING_UP = "making_up"
    AUTHOR = "author"
    SAFE = "safe"
    REMEMBERS = "remembers"
    WHY_NAME = "why_name"
    COST = "cost"  # “who pays for this?”
    CALL = "call"  # “ring me, please”
    # telling of oneself
    TELLING = "telling"
    STORY = "story"
    AGE = "age"
    ABOUT_ME = "about_me"
    SOMEBODY = "somebody"  # little more than who: “my therapist”
    GOOD_NEWS = "good_news"
    # about somebody of whom the script tells
    WHO_IS = "who_is"
    # to another evening, another language, another name
    NAVIGATION = "navigation"
    LANGUAGE = "language"
    NAME = "name"


FEELINGS = frozenset(
    {
        Kind.GRIEF,
        Kind.ENDED_LOVE,
        Kind.LONELY,
        Kind.SAD,
        Kind.ANXIOUS,
        Kind.ANGRY,
        Kind.GLAD,
        Kind.IN_LOVE,
        Kind.MISSING,
        Kind.ASHAMED,
    }
)
# Known by how they are worded, and never guessed: no weights are learned for them.
AS_WORDED = frozenset(
    {
        Kind.CALL,
        Kind.SOMEBODY,
        Kind.NEVER_MIND,
        Kind.WRONG_CHAT,
        Kind.JOKE,
        Kind.SHORTER,
        Kind.REASSURE,
        Kind.ADVICE,
        Kind.COST,
    }
)
# Said beside whatever was asked: no answer, whatever it was.
BESIDE = frozenset({Kind.WRONG_CHAT, Kind.JOKE, Kind.SHORTER, Kind.REASSURE, Kind.COST})
# What some are a finer sort of: answered as that where nobody has words for the finer one.
BROADER: Mapping[Kind, Kind] = {
    Kind.STORY: Kind.TELLING,
    Kind.AGE: Kind.TELLING,
    Kind.ABOUT_ME: Kind.TELLING,
    Kind.GOOD_NEWS: Kind.GLAD,
}
COMPLAINTS = frozenset(
    {
        Kind.DISAGREES,
        Kind.DISLIKES,
        Kind.UNSURE,
        Kind.DID_YOU_READ,
        Kind.SOMETHING_ELSE,
        Kind.SWEARING,
    }
)
# Asked of what was just said, or of the program: a word of the script may still be what was meant.
ASKING = frozenset(
    {
        Kind.WHY,
        Kind.MORE,
        Kind.HOW,
        Kind.EXAMPLE,
        Kind.MEANING,
        Kind.AND_YOU,
        Kind.THERAPIST,
        Kind.MACHINE,
        Kind.PERSON,
        Kind.MAKING_UP,
        Kind.AUTHOR,
        Kind.SAFE,
        Kind.REMEMBERS,
        Kind.WHY_NAME,
        Kind.DOUBTS,
        Kind.WHO_IS,
        Kind.REASSURE,
        Kind.ADVICE,
        Kind.COST,
    }
)


@frozen
class Heard:
    """A move, and how sure that is: from 0 to 1; 1 only where the words are known as they are. `said`: the
    name, the language or the evening that the words name, where they name one."""

    kind: Kind
    score: float
    said: str = ""
