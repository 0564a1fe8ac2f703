"""What the server answers, made of the analysis room's values. Pure but for the files beside the scripts."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from lsprotocol import types
from pygls.workspace import PositionCodec

from bot.analysis.bundles import shown
from bot.analysis.completing import Suggestion, completions
from bot.analysis.describing import described, nodes_called, times_used
from bot.analysis.facts import ScriptFacts
from bot.analysis.formatting import formatted
from bot.analysis.naming import check_renaming, definitions, name_at, renamed, renamed_beside, uses
from bot.analysis.occurrences import Occurrence
from bot.analysis.walk import lines_of, statements
from bot.analysis.workbench import Workbench
from bot.authoring.fixes import fixes
from bot.authoring.label_hints import label_hints
from bot.errors import Diagnostic
from bot.lsp.positions import Positions
from bot.model import Limits
from bot.yarn.reading import UnreadableFile, read_utf8
from bot.yarn.scanner import split_lines
from bot.yarn.tree import Node

_KINDS = {
    "node": types.CompletionItemKind.Class,
    "variable": types.CompletionItemKind.Variable,
    "function": types.CompletionItemKind.Function,
    "case": types.CompletionItemKind.EnumMember,
    "command": types.CompletionItemKind.Keyword,
    "header": types.CompletionItemKind.Property,
    "heard": types.CompletionItemKind.Constant,
}


def findings_of(bench: Workbench, name: str, codec: PositionCodec) -> list[types.Diagnostic]:
    """What is wrong with a script, or with a file beside it."""
    facts = bench.facts.get(name)
    positions = Positions(codec, facts.lines if facts is not None else ())
    return [_diagnostic(each, positions) for each in bench.findings if each.file == name]


def _diagnostic(finding: Diagnostic, positions: Positions) -> types.Diagnostic:
    worst = finding.severity == "error"
    return types.Diagnostic(
        positions.of(finding),
        finding.message + (f"\n{finding.hint}" if finding.hint else ""),
        severity=types.DiagnosticSeverity.Error if worst else types.DiagnosticSeverity.Warning,
        code=finding.code,
        source="alana",
    )


class Answers:
    """About one script on its workbench. `uri` tells what the client calls a file."""

    def __init__(self, bench: Workbench, path: Path, codec: PositionCodec, uri: Callable[[str], str]) -> None:
        self.uri = uri
        self.bench, self.path, self._codec = bench, path, codec
        self.name = shown(path)
        self.facts: ScriptFacts = bench.facts[self.name]
        self.positions = Positions(codec, self.facts.lines)

    def actions(self, wanted: types.Range) -> list[types.CodeAction]:
        """The fixes for what is found in these lines."""
        found = []
        for finding in (each for each in self.bench.findings if each.file == self.name):
            if wanted.start.line <= finding.line - 1 <= wanted.end.line:
                for fix in fixes(self.bench, finding):
                    edits = [self.positions.edit(edit) for edit in fix.edits]
                    found.append(
                        types.CodeAction(
                            fix.title,
                            kind=types.CodeActionKind.QuickFix,
                            diagnostics=[_diagnostic(finding, self.positions)],
                            edit=types.WorkspaceEdit(changes={self.uri(self.name): edits}),
                        )
                    )
        return found

    # ------------------------------------------------------------ names

    def completions(self, position: types.Position) -> list[types.CompletionItem]:
        line, column = self.positions.place(position)
        before = self.positions.text(line)[: column - 1]
        return [self._item(each, line, column) for each in completions(self.bench, self.name, line, before)]

    def _item(self, found: Suggestion, line: int, column: int) -> types.CompletionItem:
        place = self.positions.range(line, column - found.replaces, line, column)
        return types.CompletionItem(
            found.text.strip(),
            kind=_KINDS[found.kind],
            detail=found.detail or None,
            filter_text=found.text,
            text_edit=types.TextEdit(place, found.text),
        )

    def hover(self, position: types.Position) -> types.Hover | None:
        name = self._name(position)
        code, words = described(self.bench, name) if name is not None else ("", "")
        if name is None or not code:
            return None
        count = times_used(self.bench, name)
        said = [code, words, f"used {count} time{'s' * (count != 1)}"]
        # Plain text: what scripts say is no markup of the editor's.
        content = types.MarkupContent(types.MarkupKind.PlainText, "\n".join(part for part in said if part))
        return types.Hover(content, self._range(self.positions, name))

    def definition(self, position: types.Position) -> list[types.Location]:
        name = self._name(position)
        return self._locations(definitions(self.bench, name)) if name is not None else []

    def references(self, position: types.Position, *, declared: bool) -> list[types.Location]:
        name = self._name(position)
        found = list(uses(self.bench, name)) if name is not None else []
        return self._locations([each for each in found if declared or each[1].role != "made"])

    def renamable(self, position: types.Position) -> types.Range | None:
        """Raises `AlanaError` where it is a name that stays."""
        name = self._name(position)
        if name is None:
            return None
        check_renaming(self.bench, name, name.name.partition(".")[0])
        end = name.column + len(name.name.partition(".")[0])
        return self.positions.range(name.line, name.column, name.line, end)

    def rename(self, position: types.Position, new: str) -> types.WorkspaceEdit | None:
        """Over all scripts, plans and string tables of the project. Raises `AlanaError`."""
        name = self._name(position)
        if name is None:
            return None
        changes: dict[str, Sequence[types.TextEdit]] = {}
        for file, edits in renamed(self.bench, name, new).items():
            positions = Positions(self._codec, self.bench.facts[file].lines)
            changes[self.uri(file)] = [positions.edit(edit) for edit in edits]
        changes |= {self.uri(str(path)): beside for path, beside in self._beside(name, new)}
        return types.WorkspaceEdit(changes=changes)

    def _beside(self, name: Occurrence, new: str) -> Iterator[tuple[Path, list[types.TextEdit]]]:
        project = self.bench.bundle.project
        tables = [each.strings for each in project.localisation.values()] if project is not None else []
        for path in (*self.bench.bundle.plans, *(table for table in tables if table is not None)):
            try:
                old = split_lines(read_utf8(path))
            except UnreadableFile:
                continue
            positions = Positions(self._codec, old)
            fresh = [renamed_beside(line, name, new) for line in old]
            edits = [
                types.TextEdit(positions.range(n, 1, n, len(before) + 1), after)
                for n, (before, after) in enumerate(zip(old, fresh, strict=True), 1)
                if before != after
            ]
            if edits:
                yield path, edits

    def _name(self, position: types.Position) -> Occurrence | None:
        return name_at(self.facts, *self.positions.place(position))

    def _range(self, positions: Positions, name: Occurrence) -> types.Range:
        return positions.range(name.line, name.column, name.line, name.end)

    def _locations(self, found: Sequence[tuple[str, Occurrence]]) -> list[types.Location]:
        places = {file: Positions(self._codec, self.bench.facts[file].lines) for file, _ in found}
        return [types.Location(self.uri(file), self._range(places[file], each)) for file, each in found]

    # ------------------------------------------------------------ the whole file

    def symbols(self) -> list[types.DocumentSymbol]:
        """The nodes, each with its options."""
        return [self._symbol(node) for node in self.facts.file.nodes]

    def _symbol(self, node: Node) -> types.DocumentSymbol:
        last = max((s.line for s in statements(node.body)), default=node.title_line)
        options = [line for s in statements(node.body) for kind, line in lines_of(s) if kind == "option"]
        title = self.positions.range(
            node.title_line, node.title_column, node.title_line, node.title_column + len(node.title)
        )
        children = []
        for line in options:
            end = len(self.positions.text(line.line)) + 1
            place = self.positions.range(line.line, line.column, line.line, end)
            label = self.positions.text(line.line)[line.column - 1 :].split(" #")[0] or "…"
            children.append(types.DocumentSymbol(label, types.SymbolKind.Event, place, place))
        whole = self.positions.range(node.line, 1, last, len(self.positions.text(last)) + 1)
        detail = f"a group of {len(nodes_called(self.bench, node.title))}" if node.when else ""
        return types.DocumentSymbol(
            node.title or "…", types.SymbolKind.Class, whole, title, detail=detail, children=children
        )

    def format(self, only: types.Range | None = None) -> list[types.TextEdit]:
        edits = formatted(self.facts, self.bench.host)
        return [
            self.positions.edit(edit)
            for edit in edits
            if only is None or only.start.line <= edit.line - 1 <= only.end.line
        ]

    def hints(self, wanted: types.Range, limits: Mapping[str, Limits]) -> list[types.InlayHint]:
        """Which platform cuts which option's label."""
        found = []
        for hint in label_hints(self.facts, limits):
            if wanted.start.line <= hint.line - 1 <= wanted.end.line:
                place = self.positions.range(hint.line, hint.column, hint.line, hint.column).start
                said = f"{hint.platform}: “{hint.shown}”"
                found.append(types.InlayHint(place, f"✂ {hint.platform}", tooltip=said, padding_left=True))
        return found
