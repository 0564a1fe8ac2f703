"""Typed text -> sentences in one plain spelling, for the care tables.

People in distress type fast: contractions with and without apostrophes, missing letters, digits for letters.
All of it is brought to one form, so that the tables can be written in plain words. English and German get a
form each, because "im" means "I'm" in one and "in the" in the other.
"""

import re
import unicodedata
from collections.abc import Iterator

from bot.clean import clean, word_set

# Longer messages than any platform sends; of more than that, the beginning and the end are read.
_HEAD, _TAIL = 5_000, 1_500
_LONGEST_WORD = 24
_MARKS = re.compile("[\u0300-\u036f]")
_QUOTES = re.compile("[\u2018\u2019\u201b\u02bc`\u00b4]")
_DOTS = re.compile(r"\.{2,}|\u2026")
_SENTENCE_END = re.compile(r"[.!?;:\n]+(?=\s|$)|\n")
_WORD = re.compile(r"[^\W_]+(?:['*@$!#][^\W_]+)*")
_LONG_RUN = re.compile(r"(.)\1{2,}")
_DIGIT_LETTERS = str.maketrans("013457@$!", "oieastasi")
_STARS = {"su*cide": "suicide", "su**ide": "suicide", "sui*ide": "suicide", "suic*de": "suicide"}
_STARS |= {
    "k*ll": "kill",
    "k*lling": "killing",
    "d*e": "die",
    "r*pe": "rape",
    "r*ped": "raped",
    "ra*e": "rape",
}

_NEGATED = word_set("do does did is are was were have has had would could should must need ai")
_ENDINGS = {"m": "am", "ve": "have", "re": "are", "ll": "will", "d": "would"}
_ENGLISH = {
    **{f"{verb}nt": f"{verb} not" for verb in _NEGATED - {"is", "have", "need", "must"}},
    **{f"{verb}t": f"{verb} not" for verb in ("isn", "haven", "needn")},
    **dict.fromkeys(["cant", "can't", "cannot", "cnt", "carnt"], "can not"),
    **dict.fromkeys(["wont", "won't"], "will not"),
    **dict.fromkeys(["dnt", "dont", "dunt"], "do not"),
    "im": "i am",
    "iam": "i am",
    "ive": "i have",
    "id": "i would",
    "i'ma": "i am going to",
    "hes": "he is",
    "shes": "she is",
    "theyre": "they are",
    "thats": "that is",
    "its": "it is",
    "he's": "he is",
    "she's": "she is",
    "it's": "it is",
    "that's": "that is",
    "who's": "who is",
    "there's": "there is",
    "theres": "there is",
    "what's": "what is",
    "whats": "what is",
    "u": "you",
    "ur": "your",
    "wanna": "want to",
    "wana": "want to",
    "gonna": "going to",
    "gona": "going to",
    "gunna": "going to",
    "gotta": "got to",
    "tryna": "trying to",
    "til": "until",
    "bf": "boyfriend",
    "gf": "girlfriend",
    "bfs": "boyfriend s",
    "hubby": "husband",
    "hubbys": "husband s",
    "kms": "kill myself",
    "sewerslide": "suicide",
    "unalive": "kill",
    "unaliving": "killing",
    "mysel": "myself",
    "myslf": "myself",
    "themself": "themselves",
    "cos": "because",
    "cuz": "because",
    "wen": "when",
    "bcuz": "because",
    "bc": "because",
    "coz": "because",
    "sui": "suicide",
    "dye": "die",
    "dieing": "dying",
    "dyeing": "dying",
    "kil": "kill",
    "killl": "kill",
    "kiling": "killing",
    "hist": "hits",
    "hitts": "hits",
    "hitted": "hit",
    "beated": "beat",
    "beets": "beats",
    "beet": "beat",
    "scard": "scared",
    "sacred": "scared",
    "scarred": "scared",
    "scread": "scared",
    "skared": "scared",
    "scaird": "scared",
    "affraid": "afraid",
    "afriad": "afraid",
    "afaid": "afraid",
    "afraide": "afraid",
    "afrade": "afraid",
    "raypd": "raped",
    "rapped": "raped",
    "slaped": "slapped",
    "choaked": "choked",
    "chocked": "choked",
    "chocking": "choking",
    "chocks": "chokes",
    "chokd": "choked",
    "chokes": "chokes",
    "treatens": "threatens",
    "od": "overdose",
    "ods": "overdose",
    "oded": "overdosed",
    "od'd": "overdosed",
    "selfharm": "self harm",
    "selfharming": "self harm",
    "selfharmed": "self harm",
    "liv": "live",
    "livin": "living",
    "liveing": "living",
    "anymor": "anymore",
    "animore": "anymore",
    "nomore": "no more",
    "hurst": "hurts",
    "hitz": "hits",
    "dei": "die",
    "diee": "die",
    "whant": "want",
    "wan": "want",
    "wanto": "want to",
    "killmyself": "kill myself",
    "wnat": "want",
    "watn": "want",
    "wantt": "want",
    "4ever": "forever",
    "4eva": "forever",
    "neva": "never",
    "nvr": "never",
    "tierd": "tired",
    "cuting": "cutting",
    "cuttin": "cutting",
    "thinkin": "thinking",
    "endign": "ending",
    "endin": "ending",
    "balck": "black",
    "saef": "safe",
    "folows": "follows",
    "folowing": "following",
    "flinsh": "flinch",
    "w": "with",
    "frightend": "frightened",
    "ded": "dead",
    "dy": "die",
    "abusin": "abusing",
    "hurtin": "hurting",
    "killin": "killing",
    "hittin": "hitting",
    "beatin": "beating",
    "hurtz": "hurts",
}
_GERMAN = {
    "nich": "nicht",
    "ned": "nicht",
    "nimmer": "nicht mehr",
    "nichmehr": "nicht mehr",
    "nichtmehr": "nicht mehr",
    "hab": "habe",
    "hab's": "habe es",
    "kanns": "kann es",
    "halts": "halte es",
    "halt's": "halte es",
    "angts": "angst",
    "agnst": "angst",
    "ankst": "angst",
    "anst": "angst",
    "angsst": "angst",
    "schlegt": "schlagt",
    "schlakt": "schlagt",
    "schagt": "schlagt",
    "schlagtt": "schlagt",
    "schlagt": "schlagt",
    "schlat": "schlagt",
    "schalgt": "schlagt",
    "haett": "hatte",
    "moecht": "mochte",
    "mocht": "mochte",
    "wuerd": "wurde",
    "wurd": "wurde",
    "selbsmord": "selbstmord",
    "selbstmort": "selbstmord",
    "sebstmord": "selbstmord",
    "selbtsmord": "selbstmord",
    "umbrigen": "umbringen",
    "umbrinegn": "umbringen",
    "umbrinen": "umbringen",
    "bedrot": "bedroht",
    "bedroth": "bedroht",
    "wurgt": "wurgt",
    "vergewaldigt": "vergewaltigt",
    "vergewalltigt": "vergewaltigt",
    "mir's": "mir es",
    "ihn's": "ihn es",
    "nix": "nichts",
    "tod": "tot",
    "todt": "tot",
    "lebn": "leben",
    "steben": "sterben",
    "sterbn": "sterben",
    "stirben": "sterben",
    "freun": "freund",
    "suezid": "suizid",
    "wil": "will",
    "kan": "kann",
    "mer": "mehr",
    "wll": "will",
    "for": "vor",
    "sterbm": "sterben",
    "geschlagn": "geschlagen",
    "gschlagen": "geschlagen",
    "hat's": "hat es",
    "nacht's": "nachts",
    "fon": "von",
    "imer": "immer",
}
# Long words that a single wrong, missing, added or swapped letter leaves recognisable.
_SPELLED = word_set(
    "suicide suicidal myself husband boyfriend girlfriend "
    "threatened threatens threatening strangled strangles "
    "strangling overdose overdosed abusive violent violence "
    "terrified frightened frightens strangers molested "
    "assaulted sexually anymore partner afraid worthless "
    "exist disappear disappearing permanently painless courage eggshells bruises stitches strength telling "
    "selbstmord suizid umbringen vergewaltigt bedroht schwester "
    "misshandelt verprugelt geschlagen gewalt"
)
# Real words that stand one letter away from those.
_OTHER_WORDS = word_set(
    "violet violets violin partners partnered abusively "
    "frightener husbands boyfriends girlfriends violently "
    "gestalt gehalt gealt geschlafen umbringe bedrohte "
    "bedrohen gewalten itself yourself herself hisself "
    "cruises switches twitches strengths exists exit encourage selling tellin "
    "geschlagene bestrangled strangler stranger overdoses suicides myselves parted patner"
)


def sentences(text: str) -> Iterator[tuple[str, str]]:
    """Yield each sentence of `text` as (English form, German form): plain words by single blanks.

    Words are cut at 24 letters and the text at 6,500 characters, so that a rule's work is bounded.
    """
    if len(text) > _HEAD + _TAIL:
        text = text[:_HEAD] + "\n" + text[-_TAIL:]
    # Apostrophes first: NFKC would take "´" apart.
    plain = _QUOTES.sub("'", clean(text, _HEAD + _TAIL + 1))
    plain = _MARKS.sub("", unicodedata.normalize("NFKD", plain.casefold()))
    plain = plain[: 2 * (_HEAD + _TAIL)]  # one sign may stand for eighteen letters (U+FDFA)
    for sentence in _SENTENCE_END.split(_DOTS.sub(" ", plain)):
        words = [_LONG_RUN.sub(r"\1\1", word)[:_LONGEST_WORD] for word in _WORD.findall(sentence)]
        if words:
            yield _joined(_english(word) for word in words), _joined(_german(word) for word in words)


def _joined(words: Iterator[str]) -> str:
    return " ".join(words)


def _english(word: str) -> str:
    if word in _ENGLISH:
        return _ENGLISH[word]
    if "'" in word:
        return _apart(word)
    return _respelled(word)


def _apart(word: str) -> str:
    stem, _, ending = word.rpartition("'")
    if ending == "t" and stem.endswith("n"):
        return f"{stem[:-1]} not"
    return f"{_respelled(stem.replace(chr(39), ''))} {_ENDINGS.get(ending, ending)}"


def _german(word: str) -> str:
    known = _GERMAN.get(word)
    return known if known is not None else _respelled(word.replace("'", ""))


def _respelled(word: str) -> str:
    if word in _STARS:
        return _STARS[word]
    if not word.isalpha() and not word.isdigit():
        word = re.sub(r"[*#']", "", word.translate(_DIGIT_LETTERS))
    if len(word) < 6 or word in _SPELLED or word in _OTHER_WORDS:
        return word
    return next((_NEAR[form] for form in _one_less(word) if form in _NEAR), word)


def _one_less(word: str) -> Iterator[str]:
    """Yield `word` itself and with each letter left out: two such sets meet when one edit parts the words."""
    yield word
    for place in range(len(word)):
        yield word[:place] + word[place + 1 :]


_NEAR = {form: word for word in sorted(_SPELLED) for form in _one_less(word)}
