"""Test plans: what a script must do, as a list of steps that a writer can read beside the script.

The parser takes the format of the language's own plans and, for a chat, `ask:`, `answer:` and `skip`. It
knows no program; `plan_run` plays a plan. Any text at all gives steps or diagnostics, never an exception.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches

from bot.errors import Diagnostic
from bot.frozen import frozen

MODES = ("first", "best", "best_least_recently_seen", "random_best_least_recently_seen")
_NODE_CHARS = "letters, digits and _, with a dot before a subtitle"


@frozen
class ExpectLine:
    """The next event is a line; `text` None takes any."""

    line: int
    text: str | None


@frozen
class ExpectOption:
    """One more option of the group that the next `Select` checks."""

    line: int
    text: str
    available: bool


@frozen
class Select:
    """The next event is the options; picks one, counted from 1, or goes on after the group with 0."""

    line: int
    number: int


@frozen
class ExpectCommand:
    """The next event is a host command."""

    line: int
    text: str


@frozen
class ExpectAsk:
    """The next event asks for a typed answer; `text` None takes any prompt."""

    line: int
    text: str | None


@frozen
class GiveAnswer:
    """Answers what was asked, as typed; None skips. Takes the `Ask` itself when no `ask:` stood before."""

    line: int
    text: str | None


@frozen
class Stop:
    """The next event is the end; the rest of the run is skipped."""

    line: int


@frozen
class SetVariable:
    """Stores a value now."""

    line: int
    name: str
    value: float | bool | str


@frozen
class UseSaliency:
    """From now on groups choose this way."""

    line: int
    mode: str


@frozen
class GoTo:
    """Drops what runs and begins a node."""

    line: int
    node: str


@frozen
class SayWords:
    """Types words where a question is open, as a person would."""

    line: int
    text: str


PlanStep = (
    SayWords
    | ExpectLine
    | ExpectOption
    | Select
    | ExpectCommand
    | ExpectAsk
    | GiveAnswer
    | Stop
    | SetVariable
    | UseSaliency
    | GoTo
)


@frozen
class PlanRun:
    """The steps between two `---`. `line` is where it begins."""

    line: int
    steps: tuple[PlanStep, ...]


@frozen
class TestPlan:
    """A parsed plan; with an error among the diagnostics it must not be played."""

    file: str
    runs: tuple[PlanRun, ...]
    diagnostics: tuple[Diagnostic, ...] = ()


_TOKEN = re.compile(r"\s+|#[^\n]*|(?P<text>`[^`]*`)|(?P<word>[^\s#`]+)|(?P<open>`[^`]*)")


@frozen
class _Token:
    text: str
    line: int
    column: int
    quoted: bool


class _Wrong(Exception):
    def __init__(self, token: _Token, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.token, self.message, self.hint = token, message, hint


def parse_plan(text: str, file: str = "") -> TestPlan:
    """The runs of a plan and every mistake in it."""
    return _PlanParser(text, file).parse()


def _tokens(text: str) -> Iterator[_Token]:
    line, line_start = 1, 0
    for found in _TOKEN.finditer(text):
        piece = found.group()
        kind = found.lastgroup
        if kind is not None:
            token = piece[1:-1] if kind == "text" else piece
            yield _Token(token, line, found.start() - line_start + 1, kind == "text")
        breaks = piece.count("\n")
        if breaks:
            line += breaks
            line_start = found.start() + piece.rfind("\n") + 1


@dataclass(slots=True)
class _PlanParser:
    source: str
    file: str
    at: int = 0
    tokens: list[_Token] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)
    diagnostics: list[Diagnostic] = field(default_factory=list)

    def parse(self) -> TestPlan:
        source = self.source.removeprefix("\ufeff")
        self.tokens, self.rows = list(_tokens(source)), source.split("\n")
        runs: list[PlanRun] = []
        steps: list[PlanStep] = []
        begun = 1
        while self.at < len(self.tokens):
            token = self.take()
            if token.text == "---" and not token.quoted:
                runs.append(PlanRun(begun, tuple(steps)))
                steps, begun = [], token.line
                continue
            try:
                steps.append(self.step(token))
            except _Wrong as wrong:
                self.report(wrong)
                while (following := self.peek()) is not None and following.line == wrong.token.line:
                    self.at += 1  # one message for one line is enough
        runs.append(PlanRun(begun, tuple(steps)))
        kept = tuple(run for run in runs if run.steps)
        if not kept and not self.diagnostics:
            self.report(_Wrong(_Token("", 1, 1, False), "this plan has no steps", "write line: `…`"))
        return TestPlan(self.file, kept, tuple(self.diagnostics))

    def report(self, wrong: _Wrong) -> None:
        token = wrong.token
        end = token.column + max(len(token.text), 1)
        self.diagnostics.append(
            Diagnostic("AL802", "error", self.file, token.line, token.column, wrong.message, wrong.hint, end)
        )

    def take(self) -> _Token:
        token = self.tokens[self.at]
        self.at += 1
        return token

    def peek(self) -> _Token | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def step(self, token: _Token) -> PlanStep:
        handler = None if token.quoted else _STEPS.get(token.text)
        if handler is None:
            near = get_close_matches(token.text, [*_STEPS, "[disabled]", "---"], n=1, cutoff=0.7)
            hint = f"did you mean {near[0]}?" if near else "steps are " + ", ".join(_STEPS)
            raise _Wrong(token, f"{token.text[:40]!r} is no step of a plan", hint)
        return handler(self, token)

    def quoted(self, keyword: _Token) -> str:
        following = self.peek()
        if following is None or not following.quoted:
            row = self.rows[keyword.line - 1][keyword.column - 1 + len(keyword.text) :]
            meant = row.strip(" \t\r\"'`") or "Hello"
            hint = f"write {keyword.text} `{meant[:60]}`"
            raise _Wrong(keyword, f"{keyword.text} needs a text between backticks", hint)
        return self.take().text

    def quoted_or_any(self, keyword: _Token) -> str | None:
        following = self.peek()
        if following is not None and following.text == "*" and not following.quoted:
            self.at += 1
            return None
        return self.quoted(keyword)

    def word(self, keyword: _Token, pattern: str, what: str) -> str:
        following = self.peek()
        if following is None or following.quoted or not re.fullmatch(pattern, following.text):
            raise _Wrong(keyword, f"{keyword.text} needs {what}")
        return self.take().text

    # --- one method a step ------------------------------------------------------------------------------

    def line_step(self, token: _Token) -> PlanStep:
        return ExpectLine(token.line, self.quoted_or_any(token))

    def option_step(self, token: _Token) -> PlanStep:
        text = self.quoted(token)
        following = self.peek()
        disabled = following is not None and following.text == "[disabled]" and not following.quoted
        self.at += disabled
        return ExpectOption(token.line, text, not disabled)

    def select_step(self, token: _Token) -> PlanStep:
        return Select(token.line, int(self.word(token, "[0-9]{1,6}", "the number of an option, or 0")))

    def command_step(self, token: _Token) -> PlanStep:
        return ExpectCommand(token.line, self.quoted(token))

    def ask_step(self, token: _Token) -> PlanStep:
        return ExpectAsk(token.line, self.quoted_or_any(token))

    def answer_step(self, token: _Token) -> PlanStep:
        return GiveAnswer(token.line, self.quoted(token))

    def say_step(self, token: _Token) -> PlanStep:
        return SayWords(token.line, self.quoted(token))

    def skip_step(self, token: _Token) -> PlanStep:
        return GiveAnswer(token.line, None)

    def stop_step(self, token: _Token) -> PlanStep:
        return Stop(token.line)

    def set_step(self, token: _Token) -> PlanStep:
        name = self.word(token, r"\$\w+=?", "$name = value")
        if not name.endswith("="):
            self.word(token, "=", "$name = value")
        following = self.peek()
        if following is not None and following.quoted:
            return SetVariable(token.line, name.rstrip("="), self.take().text)
        value = self.word(
            token, r"true|false|-?[0-9]{1,30}(\.[0-9]{1,30})?", "true, false, a number or `text`"
        )
        known: dict[str, bool] = {"true": True, "false": False}
        return SetVariable(token.line, name.rstrip("="), known[value] if value in known else float(value))

    def saliency_step(self, token: _Token) -> PlanStep:
        return UseSaliency(token.line, self.word(token, "|".join(MODES), "one of " + ", ".join(MODES)))

    def node_step(self, token: _Token) -> PlanStep:
        return GoTo(token.line, self.word(token, r"[\w.]+", f"a node's name ({_NODE_CHARS})"))


_STEPS: dict[str, Callable[[_PlanParser, _Token], PlanStep]] = {
    "line:": _PlanParser.line_step,
    "option:": _PlanParser.option_step,
    "select:": _PlanParser.select_step,
    "command:": _PlanParser.command_step,
    "ask:": _PlanParser.ask_step,
    "answer:": _PlanParser.answer_step,
    "say:": _PlanParser.say_step,
    "skip": _PlanParser.skip_step,
    "stop": _PlanParser.stop_step,
    "set:": _PlanParser.set_step,
    "saliency:": _PlanParser.saliency_step,
    "node:": _PlanParser.node_step,
}
