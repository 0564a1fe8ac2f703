"""A transcript's paragraphs as a document: plain text, Markdown, Word or HTML.

What is written can be imported again: whatever could be mistaken for a heading, a name or a stage direction
has its speaker's name before it.
"""

import html
import io
import re
from collections.abc import Callable, Mapping, Sequence

from bot.authoring.talks import is_spoken_alone
from bot.authoring.ways import Passage

DocumentWriter = Callable[[str, Sequence[Passage]], bytes]
_MARKDOWN = re.compile(r"([\\`*_\[\]<>&])")
_MARKDOWN_START = re.compile(r"(?=[#+>=~|-])")


def named(paragraphs: Sequence[Passage]) -> list[Passage]:
    """With the speaker's name where a paragraph needs it to be understood."""
    out, speaker = [], ""
    for said in paragraphs:
        speaker = said.speaker or speaker
        clear = said.speaker or said.note or is_spoken_alone(said.text)
        out.append(said if clear else Passage(speaker, said.text))
    return out


def _heading(said: Passage) -> str:
    """The text of a heading; "" for any other paragraph."""
    return said.text.removeprefix("# ") if said.note and said.text.startswith("# ") else ""


def _text(title: str, paragraphs: Sequence[Passage]) -> bytes:
    rows = [title] if title else []
    rows += [f"{said.speaker}: {said.text}" if said.speaker else said.text for said in paragraphs]
    return ("\n\n".join(rows) + "\n").encode("utf-8")


def _markdown(title: str, paragraphs: Sequence[Passage]) -> bytes:
    rows = [f"# {_marked_down(title)}"] if title else []
    for said in paragraphs:
        if heading := _heading(said):
            rows.append(f"## {_marked_down(heading)}")
            continue
        name = f"**{_marked_down(said.speaker)}:** " if said.speaker else ""
        rows.append(name + _marked_down(said.text, start=not name))
    return ("\n\n".join(rows) + "\n").encode("utf-8")


def _marked_down(text: str, *, start: bool = False) -> str:
    """Every sign that Markdown would read as its own behind a backslash."""
    plain = _MARKDOWN.sub(r"\\\1", text)
    return _MARKDOWN_START.sub(r"\\", plain, count=1) if start and _MARKDOWN_START.match(plain) else plain


def _html(title: str, paragraphs: Sequence[Passage]) -> bytes:
    name = html.escape(title)
    rows = ['<!doctype html>\n<html>\n<meta charset="utf-8">', f"<title>{name}</title>"]
    rows += [f"<h1>{name}</h1>"] if title else []
    for said in paragraphs:
        if heading := _heading(said):
            rows.append(f"<h2>{html.escape(heading, quote=False)}</h2>")
            continue
        who = f"<b>{html.escape(said.speaker)}:</b> " if said.speaker else ""
        rows.append(f"<p>{who}{html.escape(said.text, quote=False)}</p>")
    return ("\n".join(rows) + "\n</html>\n").encode("utf-8")


def _docx(title: str, paragraphs: Sequence[Passage]) -> bytes:
    from docx import Document

    document = Document()
    if title:
        document.add_heading(title, 1)
    for said in paragraphs:
        if heading := _heading(said):
            document.add_heading(heading, 2)
            continue
        paragraph = document.add_paragraph()
        if said.speaker:
            paragraph.add_run(f"{said.speaker}: ").bold = True
        paragraph.add_run(said.text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


WRITERS: Mapping[str, DocumentWriter] = {"txt": _text, "md": _markdown, "docx": _docx, "html": _html}
