"""`TerminalAdapter`: one person, one chat, lines in and messages out.

A bare number presses the button that stands under that number; everything else is typed words.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime
from uuid import uuid4

from adapters.terminal.screen import PERSON, Screen, labels, typable
from bot.model import (
    Address,
    Body,
    Button,
    CommandCall,
    Inbound,
    Limits,
    Opened,
    Outgoing,
    Receipt,
    Rich,
    Say,
    Settle,
    Subject,
    Text,
    Upload,
)
from bot.ports import Host

ME = Subject("terminal", "me")
HERE = Address("terminal", "here")
LONGEST = 100_000  # characters of one line that are read at all


class TerminalAdapter:
    """`lines` gives what the person types, one line each, and ends when they leave.

    `delivered` waits until everything that was said is on the screen. `save_file` stores an export
    and returns where.
    """

    name = "terminal"
    connected = True
    limits = Limits(
        max_text=1_000_000,
        measure="codepoints",
        max_label=200,
        short_label=200,
        max_buttons=99,
        edits=False,
    )

    def __init__(
        self,
        lines: AsyncIterator[str],
        screen: Screen,
        *,
        delivered: Callable[[], Awaitable[None]],
        save_file: Callable[[str, str], str],
        clock: Callable[[], datetime],
        locale: str | None = None,
    ) -> None:
        self._lines, self._screen, self._delivered = lines, screen, delivered
        self._save_file, self._clock, self._locale = save_file, clock, locale
        self._buttons: list[Button] = []
        self._typed: str | None = None  # the person's line, until it is on the screen

    async def run(self, host: Host) -> None:
        await self._receive(host, Opened())
        async for line in self._lines:
            words = line[:LONGEST].strip()
            if not words:
                continue
            if words.casefold() in ("/quit", "/exit", "quit", "exit"):
                break
            button = self._button(words)
            if self._screen.echo:
                self._typed = button.label if button else words
            await self._receive(host, button.press if button else _body(words))
        self._typed = None
        self._screen.message("Alana", Rich(host.phrase("farewell", await host.locale(ME))), ())

    async def send(self, outgoing: Outgoing, target: Receipt | None) -> Receipt | None:
        match outgoing.action:
            case Settle(chosen=chosen):
                if chosen:
                    self._typed = None
                    self._screen.message(PERSON, Rich(chosen), ())
            case Say(message):
                self._echo()
                message = message.in_words
                buttons = typable(message.buttons)
                self._screen.message(message.speaker, message.body, labels(message)[: len(buttons)])
                if buttons:
                    self._buttons = buttons
            case Upload(name, content) as upload:
                self._echo()
                place = self._save_file(name, content)
                self._screen.message("Alana", Rich(f"{upload.described} → {place}"), ())
        return Receipt(outgoing.id, HERE)

    async def typing(self, address: Address) -> None:
        self._echo()
        self._screen.typing()

    async def close(self) -> None:
        """Nothing to close: the streams belong to the program."""

    def _button(self, words: str) -> Button | None:
        """The button under that number, if a number was typed."""
        number = int(words) if words.isascii() and words.isdigit() and len(words) < 4 else 0
        return self._buttons[number - 1] if 0 < number <= len(self._buttons) else None

    def _echo(self) -> None:
        """What was typed stands in the transcript too, unless it chose a question that does."""
        if self._typed is not None:
            self._screen.message(PERSON, Rich(self._typed), ())
            self._typed = None

    async def _receive(self, host: Host, body: Body) -> None:
        self._screen.person = host.phrase("person", await host.locale(ME) or self._locale)
        inbound = Inbound(f"term:{uuid4().hex}", ME, HERE, self._clock(), body, self._locale)
        await host.receive(inbound)
        await self._delivered()


def _body(words: str) -> Body:
    if not words.startswith("/"):
        return Text(words)
    name, _, argument = words[1:].partition(" ")
    return CommandCall(name.casefold(), argument.strip())
