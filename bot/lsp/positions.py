"""Places of the scripts (lines and code points from 1) ↔ those of a client (from 0, in its own units)."""

from collections.abc import Sequence

from lsprotocol import types
from pygls.workspace import PositionCodec

from bot.analysis.naming import Replacement
from bot.errors import Diagnostic


class Positions:
    """Of one client and one file's lines."""

    def __init__(self, codec: PositionCodec, lines: Sequence[str]) -> None:
        self._codec, self._lines = codec, lines

    def range(self, line: int, column: int, end_line: int, end_column: int) -> types.Range:
        return types.Range(self._position(line, column), self._position(end_line, end_column))

    def of(self, finding: Diagnostic) -> types.Range:
        """What a finding is about; a word at least, so that it can be seen."""
        end = finding.end_column
        if end is None:
            rest = self.text(finding.line)[finding.column - 1 :]
            end = finding.column + max(len(rest.split(maxsplit=1)[0]) if rest.strip() else 1, 1)
        return self.range(finding.line, finding.column, finding.line, max(end, finding.column))

    def edit(self, edit: Replacement) -> types.TextEdit:
        return types.TextEdit(self.range(edit.line, edit.column, edit.end_line, edit.end_column), edit.text)

    def place(self, position: types.Position) -> tuple[int, int]:
        """(line, column) of a client's position, brought inside its line."""
        text, units = self.text(position.line + 1), 0
        for column, char in enumerate(text, 1):
            if units >= position.character:
                return position.line + 1, column
            units += self._codec.client_num_units(char)
        return position.line + 1, len(text) + 1

    def text(self, line: int) -> str:
        return self._lines[line - 1] if 0 < line <= len(self._lines) else ""

    def _position(self, line: int, column: int) -> types.Position:
        return types.Position(line - 1, self._codec.client_num_units(self.text(line)[: max(column - 1, 0)]))
