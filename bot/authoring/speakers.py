"""Who speaks in a transcript: names before a colon, a stop, in angle brackets or on a line of their own.

Names are found by how often they stand there. Time stamps and dates before or after a name are taken away.
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import zip_longest

from bot.errors import AlanaError
from bot.frozen import frozen

ASKING = ("questioner", "interviewer", "interviewerin", "question", "frage", "q", "f", "host", "moderator",
          "moderatorin", "presenter", "fragesteller", "fragestellerin")  # fmt: skip
ANSWERING = ("alana", "answer", "antwort", "a", "guest", "gast", "interviewee")
_KNOWN = frozenset(("questioner", "alana"))  # enough by themselves, said once
_OFTEN = 2

_CLOCK = r"\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?(?:\s?[AaPp]\.?[Mm]\.?)?"
_DATE = r"(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4},?|(?i:today|yesterday|heute|gestern)(?:\s(?:at|um))?)\s+"
_STAMP = rf"(?:[\[(]\s*(?:{_DATE})?{_CLOCK}\s*[\])]|(?:{_DATE})?{_CLOCK})"
_NAME = r"[^\W\d_][\w.’'&/-]{0,30}(?:[ \t]+[\w.’'&/-]{1,30}){0,3}"
_DECOR = r"[*_\s>•]*"
SPEAKER = re.compile(
    rf"(?P<stamp>{_STAMP}\s*[-–—|]?\s*)?[*_\s>•–—-]*"
    rf"(?:<(?P<nick>{_NAME})>|(?P<name>{_NAME}?)"
    rf"(?P<aside>\s*[\[(](?:{_CLOCK}|[^\[\]()]{{1,40}})[\])])?{_DECOR}[:：](?!//)(?=[\s*_]|\Z))[*_]*\s*"
)
_LETTER = re.compile(r"[*_\s]*(?P<name>[QAF])[*_]*[.):][*_]*\s+")
_ALONE = re.compile(rf"{_DECOR}(?P<name>{_NAME}?)[*_]*\s+(?:[—–-]\s+)?(?P<stamp>{_STAMP}){_DECOR}:?\Z")
_CAPITALS = re.compile(
    r"[*_\s]*(?P<name>[^\W\d_a-z][^\Wa-z_]*(?:[ .'’-]+[^\Wa-z_]+){0,3})[*_]*(?:[.:]?\s*\Z|\.\s+)"
)
STAMPED = re.compile(
    rf"[\[(]\s*(?:{_DATE})?{_CLOCK}\s*[\])]\s*|(?:{_CLOCK}\s*-->.*|(?:{_DATE})?{_CLOCK})\s*\Z"
)


@frozen
class SpeakerName:
    """A name at the beginning of a line, where the words begin, whether a time stamp stood there, and what
    stood in brackets behind the name, such as `(laughs)`."""

    name: str
    words: int
    stamped: bool
    aside: str = ""


@frozen
class Cast:
    """Who is who, names folded; `forms` are the ways in which names are written in this transcript."""

    questioner: str | None
    alana: str | None
    others: tuple[str, ...]
    forms: tuple[str, ...]

    def speaks(self, name: str) -> bool:
        return name in (self.questioner, self.alana) or name in self.others


def fold(name: str) -> str:
    """A name without its capitals, stops and double spaces."""
    return " ".join(name.casefold().replace("’", "'").split()).strip(" .")


def found_in(line: str, forms: Sequence[str]) -> SpeakerName | None:
    """The name that a line begins with, written in one of these forms."""
    for form in forms:
        match = _FORMS[form].match(line)
        if match is not None:
            groups = match.groupdict()
            name = groups.get("name") or groups.get("nick") or ""
            if form == "capitals" and not (name.isupper() and len(name) > 2):
                continue
            aside = (groups.get("aside") or "").strip()
            clock = re.search(_CLOCK, aside) is not None
            stamped = bool(groups.get("stamp")) or clock
            return SpeakerName(name.strip(), match.end(), stamped, "" if clock else aside)
    return None


_FORMS = {"colon": SPEAKER, "letter": _LETTER, "alone": _ALONE, "capitals": _CAPITALS}


def cast_of(lines: Sequence[str], questioner: str, alana: str, file: str) -> Cast | None:
    """Who speaks; None where nobody is named. Raises `AlanaError` for a wished name that is not there."""
    wished = [fold(name) for name in (questioner, alana) if name]
    forms: tuple[str, ...]
    for forms in (("colon", "alone"), ("letter",), ("capitals",)):
        counted, shown = _counted(lines, forms)
        if any(name in counted for name in wished) or (not wished and _enough(counted, forms)):
            break
    else:
        if not wished:
            return None
        counted, shown = _counted(lines, ("colon", "alone"))
    for name in wished:
        if name not in counted:
            there = ", ".join(shown[n] for n, _ in counted.most_common(6)) or "nobody"
            raise AlanaError(f"{file}:1: nobody called {name} speaks here; those who do: {there}")
    return _roles(lines, forms, counted, fold(questioner), fold(alana))


def _counted(lines: Sequence[str], forms: Sequence[str]) -> tuple[Counter[str], dict[str, str]]:
    counted: Counter[str] = Counter()
    shown: dict[str, str] = {}
    filled = [line for line in lines if line.strip()]
    before = ""
    for line, below in zip_longest(filled, filled[1:], fillvalue=""):
        found = found_in(line, forms)
        # Who says nothing, here or on the next line, or goes on, has no turn by which they are known again.
        if found is not None and (line[found.words :].strip() or (below and found_in(below, forms) is None)):
            name = fold(found.name)
            counted[name] += name != before
            before = name
            shown.setdefault(name, found.name)
    title = found_in(next((line for line in lines if line.strip()), ""), forms)
    name = fold(title.name) if title is not None else ""
    if len(counted) > 2 and counted[name] == 1 and name not in (*ASKING, *ANSWERING):
        del counted[name]  # `Bread: a talk` stands at the top, and nobody called Bread speaks
    return counted, shown


def _enough(counted: Counter[str], forms: Sequence[str]) -> bool:
    """Whether somebody can be told to speak: a known name, or two that speak as people in a talk do."""
    if forms != ("capitals",) and any(name in _KNOWN for name in counted):
        return True
    often = _often(counted)
    if forms == ("letter",):
        return "a" in often and ("q" in often or "f" in often)
    once = [name for name in counted if len(name.split()) <= 2]
    return len(often) >= 2 or (len(counted) == len(once) == 2)


def _often(counted: Counter[str]) -> list[str]:
    return [name for name, count in counted.most_common() if count >= _OFTEN]


def _roles(
    lines: Sequence[str], forms: Sequence[str], counted: Counter[str], questioner: str, alana: str
) -> Cast:
    people = _often(counted) or list(counted)
    people += [n for n in counted if n not in people and (n in _KNOWN or n in (questioner, alana))]
    if len(people) < 2 and len(counted) == 2:
        people = list(counted)
    asked = _askers(lines, forms)
    free = [n for n in people if n not in (questioner, alana)]
    if not questioner:
        known = [n for word in ASKING for n in free if n == word]
        by_asking = sorted((n for n in free if n not in ANSWERING), key=lambda n: -asked.get(n, 0.0))
        questioner = next(iter(known or by_asking), "")
        if not alana and len(people) == 1 and questioner not in ASKING:
            questioner = ""
    free = [n for n in free if n != questioner]
    if not alana:
        known = [n for word in ANSWERING for n in free if n == word]
        alana = next(iter(known or free), "")
    others = tuple(n for n in people if n not in (questioner, alana))
    return Cast(questioner or None, alana or None, others, tuple(forms))


def _askers(lines: Sequence[str], forms: Sequence[str]) -> dict[str, float]:
    """For each name, which part of the lines from it to the next name asks something."""
    said: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    name, asks = "", False
    for line in (*lines, "\0: "):
        found = found_in(line, forms)
        if found is not None or line == "\0: ":
            said[name] += 1
            asked[name] += asks
            name, asks = (fold(found.name) if found is not None else ""), False
        asks = asks or "?" in line
    return {name: asked[name] / count for name, count in said.items() if name}
