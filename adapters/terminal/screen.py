"""How messages look: `PlainScreen` for pipes and files, `RichScreen` for a real terminal."""

from collections.abc import Sequence
from typing import Protocol, TextIO

from rich.console import Console
from rich.text import Text as RichText

from bot.model import Button, Message, Rich, Style

PERSON = "Questioner"
_WIDTH = 84


class Screen(Protocol):
    """Where messages are shown. `numbered` are the buttons, in order. `echo`: what was typed does not
    stand there by itself. `person`: what whoever types is called, in the language of the talk."""

    echo: bool
    person: str

    def message(self, speaker: str, body: Rich, numbered: Sequence[str]) -> None: ...

    def typing(self) -> None: ...


def labels(message: Message) -> list[str]:
    """What the numbers stand for: the questions in full where the message lists them."""
    listed = [row.partition(". ")[2] for row in message.listing]
    found = [*listed, *(b.label for b in message.buttons[len(listed) :])]
    # A label that begins with its own number already needs it only once.
    return [label.removeprefix(f"{number}. ") for number, label in enumerate(found, 1)]


def typable(buttons: Sequence[Button]) -> list[Button]:
    """Buttons that mean something in a terminal: here typing is always seen."""
    return [b for b in buttons if not b.words]


class PlainScreen:
    """Every line with its speaker before it; no colour, no pauses."""

    echo = True

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self.person = PERSON

    def message(self, speaker: str, body: Rich, numbered: Sequence[str]) -> None:
        name = self.person if speaker == PERSON else speaker
        for row in body.text.splitlines():
            if row.strip():
                print(f"{printable(name)}: {printable(row)}", file=self._out)
        for number, label in enumerate(numbered, 1):
            print(f"  {number}. {printable(label)}", file=self._out)
        self._out.flush()

    def typing(self) -> None:
        """Nothing is shown: a pipe has nobody watching."""


class RichScreen:
    """Colour, wrapped lines, and a sign of life while a message is being written."""

    echo = False

    def __init__(self, console: Console) -> None:
        self._console = console
        self.person = PERSON
        self._writing = False

    def message(self, speaker: str, body: Rich, numbered: Sequence[str]) -> None:
        self._clear()
        person = speaker == PERSON
        called = self.person if person else speaker
        name = RichText.assemble((f"{printable(called)}  ", "bold cyan" if person else "bold magenta"))
        indent = " " * len(name)
        width = min(self._console.width, _WIDTH) - len(indent)
        for place, row in enumerate(self._rows(body, width)):
            line = (name if place == 0 else RichText(indent)) + row
            self._console.print(line, soft_wrap=True, highlight=False)
        for number, label in enumerate(numbered, 1):
            row = RichText.assemble((f"{indent}{number:>2} ", "bold green"), (printable(label), "green"))
            self._console.print(row, highlight=False)
        self._console.print()

    def typing(self) -> None:
        if not self._writing:
            self._console.print(RichText("       …", style="dim"), end="\r")
            self._writing = True

    def _clear(self) -> None:
        if self._writing:
            self._console.print(" " * 12, end="\r")
            self._writing = False

    def _rows(self, body: Rich, width: int) -> list[RichText]:
        styled = RichText(printable(body.text))
        for mark in body.marks:
            styled.stylize(_LOOKS.get(mark.style, ""), mark.start, mark.start + mark.length)
        return list(styled.wrap(self._console, max(20, width)))


_LOOKS = {Style.BOLD: "bold", Style.ITALIC: "italic", Style.QUOTE: "italic cyan", Style.CODE: "dim"}


def printable(text: str) -> str:
    """Without control characters: nothing that is shown can steer the terminal."""
    return "".join(ch if ch == "\n" or (ch >= " " and not "\x7f" <= ch <= "\x9f") else "·" for ch in text)
