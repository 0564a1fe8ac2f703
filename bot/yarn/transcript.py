"""Plain transcripts, such as `Questioner: … / Alana: …`, made into a script.

A title line, then paragraphs that begin with a speaker's name; each Questioner turn becomes an option,
Alana's paragraphs become lines below it, and paragraphs without a name belong to the last speaker. Nothing
is invented and nothing is lost: what breaks off is kept, with a warning.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.errors import Diagnostic

_SPEAKER = re.compile(r"[*_\s]*(questioner|alana)[*_\s]*:[*_\s]*", re.IGNORECASE)
_FINISHED = re.compile(r"[.!?…:;][\"'”’»)\]*_]*\Z")
_ESCAPED = re.compile(r"[\\#{}<>\[\]]|/(?=/)|(?<=/)/")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ue000-\uf8ff]")
ALANA, QUESTIONER = "Alana", "Questioner"


@dataclass(frozen=True, slots=True)
class Imported:
    """The script, "" when there was nothing to make one of, and what a writer should look at."""

    title: str
    script: str
    diagnostics: tuple[Diagnostic, ...]


@dataclass(slots=True)
class _Turn:
    speaker: str
    paragraphs: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Paragraph:
    line: int
    text: str


def looks_like_transcript(text: str) -> bool:
    """Whether a text is a transcript and no script: it names a speaker and has no node."""
    has_node = re.search(r"^title\s*:", text, re.MULTILINE) and re.search(r"^---", text, re.MULTILINE)
    return not has_node and any(_SPEAKER.match(line) for line in text.splitlines())


def import_transcript(text: str, file: str = "") -> Imported:
    """Makes a script of one node. Never raises; linear in the text."""
    return _Importer(file).run(_CONTROL.sub("", text.removeprefix("\ufeff")))


class _Importer:
    def __init__(self, file: str) -> None:
        self.file = file
        self.turns: list[_Turn] = []
        self.notes: list[str] = []
        self.heading = ""
        self.diagnostics: list[Diagnostic] = []

    def run(self, text: str) -> Imported:
        for paragraph in _paragraphs(text):
            self.take(paragraph)
        if not any(turn.paragraphs for turn in self.turns):
            message = "there is no paragraph that begins with Questioner: or Alana:"
            if not self.turns:  # all of it belongs to nobody: one line is enough to say so
                self.diagnostics.clear()
            self.report("AL811", "error", 1, message, "name the speaker, then a colon")
            return Imported("", "", tuple(self.diagnostics))
        title = node_title(self.heading)
        return Imported(title, self.script(title), tuple(self.diagnostics))

    def report(self, code: str, severity: str, line: int, message: str, hint: str) -> None:
        level = "error" if severity == "error" else "warning"
        self.diagnostics.append(Diagnostic(code, level, self.file, line, 1, message, hint))  # type: ignore[arg-type]

    def take(self, paragraph: _Paragraph) -> None:
        named = _SPEAKER.match(paragraph.text)
        if named is not None:
            self.turns.append(_Turn(named.group(1).capitalize()))
            self.say(_Paragraph(paragraph.line, paragraph.text[named.end() :].strip()))
        elif self.turns:
            self.say(paragraph)
        elif not self.heading:
            self.heading = paragraph.text
        else:
            self.notes.append(paragraph.text)
            hint = "put Questioner: or Alana: in front, if someone says it"
            self.report("AL812", "warning", paragraph.line, "this text belongs to nobody", hint)

    def say(self, paragraph: _Paragraph) -> None:
        if not paragraph.text:
            message = f"{self.turns[-1].speaker} says nothing here"
            self.report("AL813", "warning", paragraph.line, message, "write the text or remove it")
            return
        self.turns[-1].paragraphs.append(paragraph.text)
        if not _FINISHED.search(paragraph.text):
            message = f"this paragraph breaks off: …{paragraph.text[-40:]}"
            self.report("AL814", "warning", paragraph.line, message, "finish the sentence")

    def script(self, title: str) -> str:
        out = [f"title: {title}"]
        if self.heading:
            out.append(f"name: {_header(self.heading)}")
        out += ["---", *(f"// {note}" for note in self.notes)]
        asked = False
        for turn in self.turns:
            if not turn.paragraphs:
                continue
            if turn.speaker == QUESTIONER:
                out += ["", f"-> {_escape(' '.join(turn.paragraphs), colon=True)}"]
                asked = True
            else:
                indent = "    " if asked else ""
                out += [f"{indent}{ALANA}: {_escape(text)}" for text in turn.paragraphs]
        return "\n".join([*out, "===", ""])


def _paragraphs(text: str) -> Iterator[_Paragraph]:
    """Blank lines end a paragraph, and so do a speaker's name in front of the next line and the heading."""
    lines: list[str] = []
    begun = 0
    heading = True
    for number, raw in enumerate(text.splitlines(), 1):
        line = " ".join(raw.split())
        if lines and (not line or _SPEAKER.match(line) or (heading and not _SPEAKER.match(lines[0]))):
            yield _Paragraph(begun, " ".join(lines))
            lines, heading = [], False
        if line:
            begun = begun if lines else number
            lines.append(line)
    if lines:
        yield _Paragraph(begun, " ".join(lines))


def _escape(text: str, *, colon: bool = False) -> str:
    escaped = _ESCAPED.sub(lambda found: "\\" + found.group(), text)
    return escaped.replace(":", "\\:") if colon else escaped


def _header(text: str) -> str:
    return text.rpartition(": ")[2].replace("//", "/ /")


def node_title(heading: str) -> str:
    """A node's name from a heading: its words after the last colon, put together."""
    words = re.findall(r"\w+", heading.rpartition(": ")[2], re.ASCII)
    joined = "".join(word[:1].upper() + word[1:] for word in words)[:60]
    return joined if joined[:1].isalpha() else f"Talk{joined}"
