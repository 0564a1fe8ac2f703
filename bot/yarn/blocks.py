"""Reads a node's body line by line into nested statements.

Indentation makes bodies behind `->` and `=>` only; `if`, `once` and `enum` are blocks by their words.
Open blocks lie on a list, not on Python's stack, so nesting cannot exhaust it; its depth is bounded.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress

from bot.yarn.diagnostics import Problem, Report, warn_address
from bot.yarn.scanner import indentation
from bot.yarn.statements import keyword, read_statement
from bot.yarn.text import nothing_left, read_line, skip_space
from bot.yarn.tree import (
    BlockMark,
    ChoiceSyntax,
    Clause,
    Constant,
    Declare,
    Enum,
    Formatted,
    Group,
    If,
    LineSyntax,
    Once,
    Statement,
)

DEEPEST = 60


class OpenBlock:
    """An open block: where its statements go, and the group that the next option may join.

    `width` is the indentation of an option's body; None for blocks made by words.
    """

    __slots__ = ("block", "group", "statements", "width")

    def __init__(self, statements: list[Statement], block: Statement | None, width: int | None) -> None:
        self.statements, self.block, self.width = statements, block, width
        self.group: Group | None = None


class BodyReader:
    """The reader of one body. `read` gives its statements; problems are in the report."""

    def __init__(self, file: str, lines: Sequence[str], report: Report, waiting: frozenset[str]) -> None:
        self.file, self.lines, self.report, self.waiting = file, lines, report, waiting
        self.frames = [OpenBlock([], None, None)]
        self.widths: list[int] = []  # indentations of the open bodies
        self.arrows: list[int] = []  # and of the options that they belong to
        self.number = 0
        self.arrow: tuple[ChoiceSyntax, int] | None = (
            None  # the option of the line before, and its indentation
        )
        self.ended: tuple[int, int] | None = None  # a body that a blank ended: its width, the blank's line
        self.about: list[str] = []
        self.too_deep = False

    # ------------------------------------------------------------ layout

    def read(self, rows: range) -> list[Statement]:
        for index in rows:
            self.number = index + 1
            text = self.lines[index]
            width, at = indentation(text)
            if at >= len(text):
                self._blank(width)
            elif text.startswith("//", at):
                self._indent(width, blank=True)
                self._comment(text[at:])
            else:
                self._indent(width, blank=False)
                self._content(text, at, width)
                self.about.clear()
        self.number = rows.stop
        while len(self.frames) > 1:
            self._close_frame()
        return self.frames[0].statements

    def _blank(self, width: int) -> None:
        if self.arrow is not None and width > self.arrow[1]:
            self._problem(
                "AL009", width + 1, "this option is followed by an indented line without content",
                "remove the spaces on this line, or put the option's body here",
            )  # fmt: skip
        self._indent(width, blank=True)
        self.frames[-1].group = None
        self.about.clear()

    def _indent(self, width: int, *, blank: bool) -> None:
        """Opens the body of the option before, or closes bodies that are indented deeper."""
        arrow, self.arrow = self.arrow, None
        if arrow is not None and blank and self.ended is None and width <= arrow[1]:
            self.ended = (arrow[1] + 1, self.number)
        if arrow is not None and width > arrow[1]:
            self._open(arrow[0].body, arrow[0], width)
            self.arrows.append(arrow[1])
            self.ended = None
            return
        while self.widths and width < (deepest := self.widths[-1]):
            if not blank and width > self.arrows[-1] and not self._joins():
                self._warn_between(width)
            self._close_body()
            if blank:
                self.ended = (deepest, self.number)
        if not blank and self.ended is not None:
            self._warn_trap(width)

    def _warn_trap(self, width: int) -> None:
        assert self.ended is not None
        deepest, line = self.ended
        self.ended = None
        if width >= deepest:
            self.report.warn(
                "AL501", self.file, self.number, width + 1,
                f"line {line} ended the option's body: this runs after the group, for everyone",
                "remove the blank line or unindented comment above, or indent this line less",
            )  # fmt: skip

    def _joins(self) -> bool:
        """Whether the line is an option or item itself: it joins a group, whatever its indentation."""
        return self.lines[self.number - 1].lstrip().startswith(("->", "=>"))

    def _warn_between(self, width: int) -> None:
        self.report.warn(
            "AL510", self.file, self.number, width + 1,
            "this is indented less than the answer above: it runs after the options, for everyone",
            "indent it like the answer (a tab counts as 8 spaces), or like the option",
        )  # fmt: skip

    def _close_body(self) -> None:
        while self.frames[-1].width is None:
            self._close_frame()
        self.frames.pop()
        self.widths.pop()
        self.arrows.pop()

    def _comment(self, text: str) -> None:
        if text.startswith("///"):
            self.about.append(text[3:].strip())
        else:
            self.about.clear()

    # ------------------------------------------------------------ blocks

    def _open(self, statements: list[Statement], block: Statement, width: int | None) -> None:
        if len(self.frames) > DEEPEST and not self.too_deep:
            self.too_deep = True
            self._problem(
                "AL010", 1, f"more than {DEEPEST} blocks inside one another", "move the inner ones to a node"
            )
        if len(self.frames) > DEEPEST:
            statements = []  # the tree stays shallow; there is an error, so nothing of it runs
        self.frames.append(OpenBlock(statements, block, width))
        if width is not None:
            self.widths.append(width)

    def _close_frame(self) -> None:
        """Closes the innermost frame; one made by words should have been closed by its word."""
        frame = self.frames.pop()
        block = frame.block
        if frame.width is None and block is not None:
            word = {"If": "if", "Once": "once", "Enum": "enum"}[type(block).__name__]
            self.report.add(
                "AL007", self.file, block.line, block.column, f"this <<{word}>> is never closed",
                f"end it with <<end{word}>>, inside the same option's body",
            )  # fmt: skip

    def _problem(self, code: str, column: int, message: str, hint: str = "") -> None:
        self.report.add(code, self.file, self.number, column, message, hint)

    # ------------------------------------------------------------ one line

    def _content(self, text: str, at: int, width: int) -> None:
        while True:
            try:
                at = self._piece(text, at, width)
            except Problem as problem:
                where = (self.file, self.number, problem.column)
                self.report.add(problem.code, *where, problem.message, problem.hint, problem.end)
                with suppress(Problem):  # one message for one line is enough
                    self._recover(text, at, width)
                return
            if nothing_left(text, at):
                self._trailing_about(text, at)
                return
            at = skip_space(text, at)

    def _piece(self, text: str, at: int, width: int) -> int:
        """Reads one statement; gives the index behind it."""
        start = text[at : at + 2]
        if start in ("->", "=>"):
            return self._choice(text, at, width, start)
        if start == "<<":
            statement, end = read_statement(text, self.number, at, self.waiting)
            self._add(statement)
            return end
        if start[:1] == "#":
            hint = "hashtags belong behind a line's or an option's text"
            raise Problem("AL008", at + 1, "there is no text that this hashtag could belong to", hint)
        line, end = read_line(text, self.number, at)
        self._warn_address(text, line)
        if line.text.source == "---":
            said = "--- inside a body is text that people see"
            self.report.warn("AL508", self.file, self.number, at + 1, said, "is === missing above?")
        if not line.text.source:
            raise Problem("AL009", at + 1, "there is no text before this", "write the line's text first")
        self._add(line)
        return end

    def _warn_address(self, text: str, line: LineSyntax) -> None:
        if line.text.source.endswith(":") and (slashes := text.find("://", line.column)) >= 0:
            warn_address(self.report, self.file, self.number, slashes + 2, "write https:\\/\\/…")

    def _choice(self, text: str, at: int, width: int, arrow: str) -> int:
        frame = self.frames[-1]
        if isinstance(frame.block, Enum):
            raise Problem("AL012", at + 1, "only cases may stand in an enum", "close it with <<endenum>>")
        line, end = read_line(text, self.number, skip_space(text, at + 2))
        self._warn_address(text, line)
        choice = ChoiceSyntax(self.number, at + 1, line)
        if frame.group is None or frame.group.arrow != arrow:
            frame.group = Group(self.number, at + 1, arrow)
            frame.statements.append(frame.group)
        frame.group.choices.append(choice)
        self.arrow = (choice, width)
        if not line.text.source:
            what = "option" if arrow == "->" else "item"
            raise Problem("AL009", at + 1, f"this {what} has no text", f"write it behind {arrow}")
        return end

    def _recover(self, text: str, at: int, width: int) -> None:
        """Keeps the shape of the script after a line that could not be read."""
        if text.startswith(("->", "=>"), at):
            if self.arrow is None:
                self.arrow = (
                    ChoiceSyntax(self.number, at + 1, LineSyntax(self.number, at + 1, _nothing(at))),
                    width,
                )
            return
        self.frames[-1].group = None
        word = keyword(text, at) if text.startswith("<<", at) else ""
        test = Constant(self.number, at + 1, True)
        if word == "if":
            self._add(If(self.number, at + 1, [Clause(test, self.number)]))
        elif word == "once":
            self._add(Once(self.number, at + 1, None, ""))
        elif word == "enum":
            self._add(Enum(self.number, at + 1, ""))
        elif word in _MARKS and word != "case":
            self._add(BlockMark(self.number, at + 1, word, test if word == "elseif" else None))

    def _trailing_about(self, text: str, at: int) -> None:
        statements = self.frames[-1].statements
        last = statements[-1] if statements else None
        if isinstance(last, Declare) and last.line == self.number and not last.about:
            rest = text[at:].lstrip()
            last.about = rest[3:].strip() if rest.startswith("///") else " ".join(self.about)

    def _add(self, statement: Statement) -> None:
        frame = self.frames[-1]
        frame.group = None
        if isinstance(statement, BlockMark):
            _MARKS[statement.kind](self, statement)
            return
        if isinstance(frame.block, Enum):
            raise Problem("AL012", statement.column, "only cases may stand in an enum", "close it first")
        frame.statements.append(statement)
        if isinstance(statement, If):
            self._open(statement.clauses[0].body, statement, None)
        elif isinstance(statement, Once):
            self._open(statement.body, statement, None)
        elif isinstance(statement, Enum):
            self._open([], statement, None)

    # ------------------------------------------------------------ marks

    def _mark_clause(self, mark: BlockMark) -> None:
        """`elseif` and `else`."""
        frame = self.frames[-1]
        block = frame.block
        if (
            isinstance(block, Once)
            and mark.kind == "else"
            and frame.width is None
            and block.otherwise is None
        ):
            block.otherwise, block.otherwise_line = [], mark.line
            frame.statements = block.otherwise
            return
        if not isinstance(block, If) or frame.width is not None:
            raise Problem("AL007", mark.column, f"this <<{mark.kind}>> belongs to no <<if>>", _CLOSED)
        if block.clauses[-1].test is None:
            raise Problem("AL007", mark.column, "nothing but <<endif>> may follow an <<else>>", "remove it")
        clause = Clause(mark.test, mark.line)
        block.clauses.append(clause)
        frame.statements = clause.body

    def _mark_end(self, mark: BlockMark) -> None:
        """`endif`, `endonce` and `endenum`."""
        frame = self.frames[-1]
        opening = {"endif": If, "endonce": Once, "endenum": Enum}[mark.kind]
        if frame.width is not None or not isinstance(frame.block, opening):
            raise Problem("AL007", mark.column, f"this <<{mark.kind}>> closes nothing", _CLOSED)
        self.frames.pop()
        if isinstance(frame.block, Enum) and not frame.block.cases:
            self.report.add("AL012", self.file, frame.block.line, frame.block.column, "this enum has no case")

    def _mark_case(self, mark: BlockMark) -> None:
        block = self.frames[-1].block
        if not isinstance(block, Enum) or mark.case is None:
            raise Problem(
                "AL012", mark.column, "a case stands outside of an enum", "write <<enum Name>> first"
            )
        block.cases.append(mark.case)


_CLOSED = "an option's body ends where the indentation ends; blocks must open and close inside it"


def _nothing(at: int) -> Formatted:
    return Formatted("", [], at + 1)


_MARKS: dict[str, Callable[[BodyReader, BlockMark], None]] = {
    "elseif": BodyReader._mark_clause,
    "else": BodyReader._mark_clause,
    "endif": BodyReader._mark_end,
    "endonce": BodyReader._mark_end,
    "endenum": BodyReader._mark_end,
    "case": BodyReader._mark_case,
}
