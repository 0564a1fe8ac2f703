"""What may be kept of a phrase that matched nothing, by opt-in: the words, not the person.

Names, numbers, handles, addresses and links become placeholders; what is long, personal by its kind or
speaks of care is not kept at all. The result is also the grouping key: the same question typed by two
people should come out the same.
"""

import re
from unicodedata import normalize

from bot.care.judge import care
from bot.clean import clean, word_set

_LONGEST = 120  # longer messages tell a story
_FEWEST_WORDS, _MOST_WORDS = 2, 18

_LINK = re.compile(
    r"(?:https?://|www\.)\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|de|io|me|co|uk|eu|info|app|dev|ch|at"
    r"|fr)\b\S*"
)
_MAIL = re.compile(r"\S+@\S+\.\S+")
_HANDLE = re.compile(r"<[@#:][^>]*>|[@#]\w+|\b\w+#\d{4}\b")
_NUMBER = re.compile(r"[+(]?\d[\d\s()/.:,-]*")
_NUMBER_WORD = re.compile(r"\w*\d\w*")
# After these comes a name, however it is written …
_NAMED = re.compile(
    r"\b(?P<lead>name is|name's|names|called|named|call me|ich hei(?:ß|ss)e|hei(?:ß|ss)t|name ist"
    r"|namens|nenn mich)\s+(?:[\w’'-]+)",
    re.IGNORECASE,
)
# … and after these, when it has a capital.
_TITLED = re.compile(
    r"\b(?P<lead>(?i:i'm|i am|this is|it's|ich bin|das ist|mr\.?|mrs\.?|ms\.?|dr\.?|herr|frau|tante"
    r"|onkel|aunt|uncle))\s+[A-ZÄÖÜ][\w’'-]+"
)
_CAPITAL = re.compile(
    r"(?P<before>[\w’']+[,;:]?\s+)(?P<name>[A-ZÄÖÜ][\w’-]*[a-zäöüß][\w’'-]*(?:\s+[A-ZÄÖÜ][\w’'-]+)*)"
)
_FIRST = re.compile(
    r"^(?P<name>[A-ZÄÖÜ][a-zäöüß]+)(?=\s(?:is|was|has|had|says|said|does|did|doesn|didn|loves|loved"
    r"|left|and|won|will|keeps|ist|war|hat|hatte|sagt|sagte|liebt|und|will|wird|kommt|geht)\b)"
)
_NOT_NAMES = word_set(
    "i i'm i’m i'd i've i'll alana god tinder english german "
    "karma love life time he she it they we you this that "
    "there what who why how when where which everything "
    "everyone nobody someone somebody something nothing "
    "people my your his her our their one marriage trust "
    "jealousy distance er sie es wir ihr das die der was "
    "wer wie wo warum wann liebe alles jeder niemand jemand etwas nichts man mein meine"
)
# German writes every noun with a capital: after these a capital is a noun, not a name.
_BEFORE_NOUNS = word_set(
    "der die das den dem des ein eine einen einem einer "
    "eines kein keine keinen mein meine meinen meinem meiner "
    "dein deine sein seine seinen seiner ihr ihre ihren "
    "unser unsere diese dieser dieses diesen jede jeder "
    "jedes im am zum zur vom beim ins ans viel viele wenig mehr ohne ist sind"
)
_SEPARATORS = re.compile(r"[^\w<>'’]+")


def redact(text: str) -> str | None:
    """Return `text` in a form that may be kept and grouped by, or None when it may not be kept.

    Lower case, single blanks, no punctuation; `<name>`, `<number>`, `<handle>`, `<link>` and `<mail>` stand
    for what went. None for care words, for fewer than two or more than eighteen words, for more than 120
    characters and for what is mostly placeholders. A name that is typed without a capital inside a
    sentence cannot be told from a word; that is why only phrases of several people may be shown.
    """
    plain = normalize("NFKC", clean(text, _LONGEST + 1)).replace("\n", " ")
    if len(plain) > _LONGEST or care(plain) is not None:
        return None
    for pattern, mark in ((_MAIL, " <mail> "), (_LINK, " <link> "), (_HANDLE, " <handle> ")):
        plain = pattern.sub(mark, plain)
    plain = _without_names(plain)
    plain = _NUMBER_WORD.sub(" <number> ", _NUMBER.sub(" <number> ", plain))
    words = _SEPARATORS.sub(" ", plain).casefold().split()
    words = [
        word
        for word, before in zip(words, [(), *words], strict=False)
        if not (word == before and word[0] == ("<"))
    ]
    kept = sum(not word.startswith("<") for word in words)
    if not kept >= _FEWEST_WORDS or len(words) > _MOST_WORDS:
        return None
    return " ".join(words)


def _without_names(text: str) -> str:
    text = _NAMED.sub(r"\g<lead> <name>", text)
    text = _TITLED.sub(r"\g<lead> <name>", text)
    text = _FIRST.sub(lambda found: found[0] if found["name"].casefold() in _NOT_NAMES else "<name>", text)
    return _CAPITAL.sub(_hidden, text)


def _hidden(found: re.Match[str]) -> str:
    before = found["before"].strip(" ,;:").casefold()
    if found["name"].casefold() in _NOT_NAMES or before in _BEFORE_NOUNS:
        return found[0]
    return f"{found['before']}<name>"
