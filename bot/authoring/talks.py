"""A transcript's plain text → its title and turns. Nothing is invented, and what is left out is told."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from bot.analysis.wording import breaks_off
from bot.authoring.speakers import STAMPED, Cast, cast_of, fold, found_in
from bot.errors import Diagnostic
from bot.frozen import frozen

QUESTIONER, ALANA = "Questioner", "Alana"
_HEADING = re.compile(r"\s{0,3}#{1,6}\s+(?=\S)")
_DIRECTION = re.compile(r"[*_\s]*(?:\([^()]*\)|\[[^\[\]]*\])[*_.\s]*\Z")
_COUNTER = re.compile(r"\s*\d{1,6}\s*\Z")
_SHOUTED = re.compile(r"[^\W\d_][^a-z.!?…,;:]{2,59}\Z")  # a heading in capitals, such as SCENE TWO
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ue000-\uf8ff]")
_ASKS = re.compile(r"\?[\"'”’»)\]*_]*\Z")


@frozen
class Paragraph:
    """One paragraph and the line it begins in, counted from 1."""

    line: int
    text: str
    heading: bool = False


@dataclass(slots=True)
class SpeakerTurn:
    """What one person says before another does. `speaker`: Questioner, Alana, or a third person's name.

    `notes` are texts that nobody says, with the number of paragraphs before each.
    """

    speaker: str
    line: int
    paragraphs: list[str] = field(default_factory=list)
    notes: list[tuple[int, str]] = field(default_factory=list)


@dataclass(slots=True)
class Reading:
    """A transcript as it was understood. Without turns it is refused; the diagnostics say why.

    `notes` are texts that nobody says, before anybody speaks.
    """

    heading: str = ""
    turns: list[SpeakerTurn] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)


def read_turns(text: str, file: str, questioner: str = "", alana: str = "") -> Reading:
    """Reads a transcript; linear in the text. Raises `AlanaError` where a wished name does not speak."""
    text = _CONTROL.sub("", text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))
    lines = text.split("\n")
    cast = cast_of(lines, questioner, alana, file)
    reader = _Reader(file, cast)
    if cast is None:
        reader.pages(list(_paragraphs(lines, None, reader)))
    else:
        for paragraph in _paragraphs(lines, cast, reader):
            reader.take(paragraph)
    return reader.finished(empty=not text.strip())


def _paragraphs(lines: list[str], cast: Cast | None, reader: "_Reader") -> Iterator[Paragraph]:
    """Blank lines end a paragraph, and so do a name before the next line, a heading, and the title's line."""
    held: list[str] = []
    begun = 0
    first = True
    for number, raw in enumerate(lines, 1):
        line = reader.unstamped(raw, number, lines)
        speaks = cast is not None and _speaks(line, cast)
        heading = _HEADING.match(line) if not speaks else None
        apart = bool(held) and not speaks and _is_apart(line)
        over = not line.strip() or speaks or heading or apart or _is_rule(line)
        if held and (over or (first and cast is not None and not _speaks(held[0], cast))):
            yield Paragraph(begun, " ".join(" ".join(held).split()))
            held, first = [], False
        if heading:
            if words := " ".join(line[heading.end() :].rstrip("# \t").split()):  # else it is only an ornament
                yield Paragraph(number, words, True)
            first = False
        elif (speaks and _alone(line, cast)) or apart:
            yield Paragraph(number, line.strip())
            first = False
        elif line.strip() and not _is_rule(line):
            begun = begun if held else number
            held.append(line)
    if held:
        yield Paragraph(begun, " ".join(" ".join(held).split()))


def _speaks(line: str, cast: Cast) -> bool:
    found = found_in(line, cast.forms)
    return found is not None and cast.speaks(fold(found.name))


def _alone(line: str, cast: Cast | None) -> bool:
    """Whether a line holds a name and nothing else; the words stand below it."""
    found = found_in(line, cast.forms) if cast is not None else None
    return found is not None and not line[found.words :].strip()


def _is_apart(line: str) -> bool:
    """Whether a line is a stage direction, all of it."""
    return bool(line.strip()) and _DIRECTION.match(line) is not None


def _is_capitals(text: str) -> bool:
    return _SHOUTED.match(text) is not None and text.isupper()


def _is_rule(line: str) -> bool:
    """Whether a line only divides, as `* * *` does."""
    signs = line.split()
    return len("".join(signs)) >= 3 and set("".join(signs)) <= set("-*_=~")


class _Reader:
    def __init__(self, file: str, cast: Cast | None) -> None:
        self.file, self.cast = file, cast
        self.reading = Reading()
        self.names: dict[str, str] = {}
        self.stamps: list[int] = []

    def warn(self, code: str, line: int, message: str, hint: str) -> None:
        self.reading.diagnostics.append(Diagnostic(code, "warning", self.file, line, 1, message, hint))

    def unstamped(self, line: str, number: int, lines: list[str]) -> str:
        """A line without the time that it begins with, where that is none of the words."""
        found = STAMPED.match(line.strip())
        counter = _COUNTER.match(line) and number < len(lines) and "-->" in lines[number]
        if (number == 1 and line.strip() == "WEBVTT") or counter:
            return ""
        if found is None:
            return line
        self.stamps.append(number)
        return line.strip()[found.end() :]

    def take(self, paragraph: Paragraph) -> None:
        assert self.cast is not None
        found = None if paragraph.heading else found_in(paragraph.text, self.cast.forms)
        if found is not None and self.cast.speaks(fold(found.name)):
            if found.stamped:
                self.stamps.append(paragraph.line)
            self.begin(found.name, paragraph.line)
            if found.aside:
                self.note(Paragraph(paragraph.line, found.aside))
            self.say(Paragraph(paragraph.line, paragraph.text[found.words :].strip()))
        elif not self.reading.turns and not self.reading.heading:
            self.reading.heading = paragraph.text
        elif self._unsaid(paragraph):
            self.note(paragraph)
        elif self.reading.turns:
            self.say(paragraph)
        else:
            self.reading.notes.append(paragraph.text)
            hint = "put the speaker's name and a colon in front, if someone says it"
            self.warn("AL812", paragraph.line, "this text belongs to nobody", hint)

    def _unsaid(self, paragraph: Paragraph) -> bool:
        """Whether it is a heading or stage direction, and not the words that a name alone announced."""
        if paragraph.heading or _DIRECTION.match(paragraph.text):
            return True
        return _is_capitals(paragraph.text) and not (
            self.reading.turns and not self.reading.turns[-1].paragraphs
        )

    def note(self, paragraph: Paragraph) -> None:
        if self.reading.turns:
            turn = self.reading.turns[-1]
            turn.notes.append((len(turn.paragraphs), paragraph.text))
        else:
            self.reading.notes.append(paragraph.text)
        kind = "stage direction" if _DIRECTION.match(paragraph.text) else "heading"
        hint = "it stands in the script as a comment; put a name in front, if someone says it"
        self.warn("AL816", paragraph.line, f"this {kind} is said by nobody: {paragraph.text[:50]}", hint)

    def begin(self, name: str, line: int) -> None:
        assert self.cast is not None
        who = fold(name)
        if who == self.cast.questioner:
            speaker = QUESTIONER
        elif who == self.cast.alana:
            speaker = ALANA
        else:
            speaker = self.names.get(who) or self.third(who, name, line)
        self.reading.turns.append(SpeakerTurn(speaker, line))

    def third(self, who: str, name: str, line: int) -> str:
        shown = re.sub("/+", "/", " ".join(name.split()).strip(" ."))
        self.names[who] = shown.title() if shown.isupper() else shown
        hint = "what they say stays theirs, under the last question; --questioner and --alana choose the two"
        self.warn("AL815", line, f"{shown} is a third speaker", hint)
        return self.names[who]

    def say(self, paragraph: Paragraph) -> None:
        turn = self.reading.turns[-1]
        if not paragraph.text:
            return  # the words may stand in the next paragraph
        turn.paragraphs.append(paragraph.text)
        if breaks_off(paragraph.text):
            said = f"this paragraph breaks off: …{paragraph.text[-40:]}"
            self.warn("AL814", paragraph.line, said, "finish the sentence")

    def pages(self, paragraphs: list[Paragraph]) -> None:
        """Questions and answers without names, as on a page of frequent questions: what ends in a question
        mark asks, what follows answers."""
        asks = [bool(_ASKS.search(p.text)) and len(p.text) <= _LONGEST_QUESTION for p in paragraphs]
        answered = sum(asking and not again for asking, again in pairwise(asks))
        if answered < _LEAST_QUESTIONS:
            return
        line = paragraphs[asks.index(True)].line
        self.warn("AL817", line, "nobody is named here: what ends in a question mark is taken for a question",
                  "write names and colons, if that is wrong")  # fmt: skip
        for paragraph, question in zip(paragraphs, asks, strict=True):
            if question and (self.reading.heading or self.reading.turns or not paragraph.heading):
                self.reading.turns.append(SpeakerTurn(QUESTIONER, paragraph.line, [paragraph.text]))
            elif not self.reading.turns and not self.reading.heading:
                self.reading.heading = paragraph.text
            elif not self.reading.turns or paragraph.heading:
                self.note(Paragraph(paragraph.line, paragraph.text, True))
            else:
                if self.reading.turns[-1].speaker != ALANA:
                    self.reading.turns.append(SpeakerTurn(ALANA, paragraph.line))
                self.say(paragraph)

    def finished(self, *, empty: bool) -> Reading:
        reading = self.reading
        for turn in reading.turns:
            if not turn.paragraphs and turn.line:
                self.warn(
                    "AL813", turn.line, f"{turn.speaker} says nothing here", "write the text or remove it"
                )
        if self.stamps:
            count = len(self.stamps)
            message = f"{count} time stamp{'s are' if count > 1 else ' is'} left out; this is the first"
            self.warn("AL818", self.stamps[0], message, "nobody says them in a chat")
        if not any(turn.paragraphs for turn in reading.turns):
            if not reading.turns:  # all of it belongs to nobody: one line is enough to say so
                reading.diagnostics.clear()
            reading.turns.clear()
            message = "nobody speaks here: no name stands before a colon at least twice"
            message = "there is no text in it" if empty else message
            hint = "write Questioner: and Alana: before their words, or --questioner NAME --alana NAME"
            reading.diagnostics.append(Diagnostic("AL811", "error", self.file, 1, 1, message, hint))
        reading.diagnostics.sort(key=lambda d: d.line)
        return reading


_LONGEST_QUESTION = 300  # characters of a question on a page without names
_LEAST_QUESTIONS = 2


def as_comment(note: str) -> str:
    """How a script keeps what nobody says: headings (and what stands before all) as `// # …`."""
    return f"// {note}" if _DIRECTION.match(note) else f"// # {note.lstrip('# ')}"


def from_comment(row: str) -> str:
    """The heading (`# …`) or stage direction that a script's row keeps, "" for any other comment."""
    kept = row.strip().removeprefix("// ")
    is_note = row.strip() != kept and (_HEADING.match(kept) or _DIRECTION.match(kept))
    return kept if is_note else ""


def is_spoken_alone(text: str) -> bool:
    """Whether a paragraph is words of the speaker before it, also where no name stands in front."""
    other = _HEADING.match(text) or _DIRECTION.match(text) or STAMPED.match(text) or _is_rule(text)
    other = other or _is_capitals(text)
    return not other and found_in(text, ("colon", "letter", "alone", "capitals")) is None
