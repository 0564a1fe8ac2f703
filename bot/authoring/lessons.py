"""What each code means and how it is mended: one table (`lessons.md` beside this), the pages made of it.

Each lesson has a wrong and a right example; the tests run them all. An example without a title is what stands
in a node.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

from bot.analysis.findings import CODES as FOUND
from bot.frozen import frozen
from bot.yarn.diagnostics import CODES as COMPILED

_EXAMPLE = re.compile(r"```(wrong|right)([^\n]*)\n(.*?)```\n", re.DOTALL)
_SECTION = re.compile(r"^## (AL\d{3})\n", re.MULTILINE)
_FENCES = {"project": "json", "table": "csv"}
_SPECIAL = {  # what an example stands for that would be too long, or too odd, to be written out
    "many-values": "(a line with more than 6,400 of these)",
    "long-line": "(a line of more than 2,000 characters)",
    "older-encoding": "(saved as Latin-1)",
}


@frozen
class Example:
    """`kind`: "" for what stands in a script; else whole, project, table, plan, transcript, or what is
    special about it."""

    kind: str
    text: str

    @property
    def script(self) -> str:
        """As a whole script."""
        if self.kind == "whole" or re.search(r"^title:", self.text, re.MULTILINE):
            return self.text
        return f"title: Example\n---\n{self.text}===\n"


@frozen
class Lesson:
    """A code, what it means in a sentence, why it matters, and the two examples."""

    code: str
    meaning: str
    why: str
    wrong: Example
    right: Example


MEANINGS: Mapping[str, str] = {**COMPILED, **FOUND}


@cache
def lessons() -> Mapping[str, Lesson]:
    """All lessons by code, in order."""
    text = files("bot.authoring").joinpath("lessons.md").read_text("utf-8")
    parts = _SECTION.split(text)
    return {code: _lesson(code, body) for code, body in zip(parts[1::2], parts[2::2], strict=True)}


def _lesson(code: str, body: str) -> Lesson:
    why = body.partition("```")[0].strip()
    found = {kind: Example(special.strip(), text) for kind, special, text in _EXAMPLE.findall(body)}
    return Lesson(code, MEANINGS[code], why, found["wrong"], found["right"])


def page(lesson: Lesson) -> str:
    """A lesson as a page of Markdown."""
    out = [f"# {lesson.code}", lesson.meaning, lesson.why]
    for title, example in (("Wrong", lesson.wrong), ("Right", lesson.right)):
        said = _SPECIAL.get(example.kind, "")
        out.append(f"{title}{' ' + said if said else ''}:")
        out.append(f"```{_FENCES.get(example.kind, '')}\n{example.text}```")
    return "\n\n".join(out) + "\n"


def pages() -> Iterator[tuple[str, str]]:
    """(file name, text) of every page in docs/codes."""
    return ((f"{lesson.code}.md", page(lesson)) for lesson in lessons().values())
