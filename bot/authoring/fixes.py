"""What mends a finding: edits that a writer can take with one click, in their editor or in the studio."""

import re
from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches

from bot.analysis.facts import ScriptFacts
from bot.analysis.naming import Replacement, name_at
from bot.analysis.wording import DISCORD_POINTS
from bot.analysis.workbench import Workbench
from bot.authoring.sentences import pieces
from bot.authoring.tag import tag_sources
from bot.errors import Diagnostic
from bot.frozen import frozen
from bot.yarn.gather import walk
from bot.yarn.scanner import split_lines
from bot.yarn.tree import Declare, Enum
from bot.yarn.types import Type, find

_MEANT = re.compile(r"did you mean ([^\s?]+?)(?:\(\))?\?$")
_COMMAND_MEANT = re.compile(r"did you mean <<(.+) …>>\?$")
_FIRST = {"number": "0", "string": '""', "bool": "false"}
_SPEAKER = re.compile(r"\s*(?:[-=]>\s*)?(?:\w[^:]{0,40}: )?")
_COLON = re.compile(r"\\.|\{[^}]*\}|\[[^\]]*\]|(?P<colon>:)(?!//)")  # not in values and markup, nor escaped
_TAIL = re.compile(r"(?:\s*(?:<<[^>]*>>|#[^\s#]+))*\s*(?://.*)?$")


@frozen
class Fix:
    """What it does, in words, and the edits of the finding's own file that do it."""

    title: str
    edits: tuple[Replacement, ...]


def fixes(bench: Workbench, finding: Diagnostic) -> list[Fix]:
    """The ways to mend a finding; none for most of what only its writer can know."""
    facts = bench.facts.get(finding.file)
    if facts is None or not 0 < finding.line <= len(facts.lines):
        return []
    own = _FIXES.get(finding.code)
    found = [*_meant(facts, finding), *(own(bench, facts, finding) if own is not None else ())]
    return list(dict.fromkeys(found))


def _meant(facts: ScriptFacts, finding: Diagnostic) -> Iterator[Fix]:
    """`did you mean X?`: X in the place of what stands there."""
    line = facts.lines[finding.line - 1]
    if (command := _COMMAND_MEANT.search(finding.hint)) is not None:
        start = line.find("<<", finding.column - 1) + 2
        old = re.compile(r"\s*[^\s>]*").match(line, start)
        if old is not None and start > 1:
            yield _put(finding.line, start + 1, old.end() + 1, command[1])
        return
    meant = _MEANT.search(finding.hint)
    if meant is None:
        return
    name = name_at(facts, finding.line, finding.column) or name_at(facts, finding.line, finding.column + 1)
    if finding.code in ("AL110", "AL620"):
        yield _in_quotes_or_tag(line, finding, meant[1])
    elif name is not None:
        yield _put(finding.line, name.column, name.end, meant[1])
    elif finding.end_column is not None:
        yield _put(finding.line, finding.column, finding.end_column, meant[1])


def _in_quotes_or_tag(line: str, finding: Diagnostic, meant: str) -> Fix:
    start = finding.column - 1
    if line[start : start + 1] == '"':
        end = line.find('"', start + 1)
        return _put(finding.line, start + 2, (end if end > 0 else len(line)) + 1, meant)
    end = finding.end_column or finding.column
    fresh = meant if meant.startswith("#") else f"{line[start:end].partition(':')[0]}:{meant}"
    return _put(finding.line, finding.column, end, fresh)


def _put(line: int, column: int, end: int, text: str) -> Fix:
    return Fix(f"Write {text}", (Replacement(line, column, line, end, text),))


def _declare(bench: Workbench, facts: ScriptFacts, finding: Diagnostic) -> Iterator[Fix]:
    name = facts.lines[finding.line - 1][finding.column - 1 : (finding.end_column or finding.column) - 1]
    kind = (
        find(bench.settled.inference.variables[name]) if name in bench.settled.inference.variables else None
    )
    first = _FIRST.get(kind.raw, "0") if isinstance(kind, Type) else "0"
    yield Fix(f"Declare {name}", (_above(facts, f"<<declare {name} = {first}>>", finding.line),))


def _above(facts: ScriptFacts, text: str, line: int) -> Replacement:
    """Before the declarations of the file, else at the beginning of the body in which the line stands."""
    for node in facts.file.nodes:
        declared = [s for s in walk(node.body) if isinstance(s, Declare | Enum)]
        if declared and isinstance(declared[0], Declare):
            at = declared[0].line
            indent = re.match(r"\s*", facts.lines[at - 1])[0]  # type: ignore[index]  # it matches nothing, too
            return Replacement(at, 1, at, 1, f"{indent}{text}\n")
    before = [n for n, row in enumerate(facts.lines[:line], 1) if row.strip().startswith("---")]
    after = [n for n, row in enumerate(facts.lines, 1) if row.strip().startswith("---")]
    at = (before[-1:] or after[:1] or [0])[0] + 1
    return Replacement(at, 1, at, 1, f"{text}\n")


def _tag(bench: Workbench, facts: ScriptFacts, finding: Diagnostic) -> Iterator[Fix]:
    tagged, _ = tag_sources(bench.bundle.sources)
    done = next((each for each in tagged if each.name == facts.name), None)
    if done is None:
        return
    fresh = split_lines(done.text)
    edits = tuple(
        Replacement(n, 1, n, len(old) + 1, new)
        for n, (old, new) in enumerate(zip(facts.lines, fresh, strict=True), 1)
        if old != new
    )
    first = tuple(edit for edit in edits if edit.line == finding.line)
    if first:
        yield Fix("Give this text an id", first)
    if len(edits) > 1:
        yield Fix(f"Give all {len(edits)} texts of this file an id", edits)


def _split(bench: Workbench, facts: ScriptFacts, finding: Diagnostic) -> Iterator[Fix]:
    line = facts.lines[finding.line - 1]
    speaker = _SPEAKER.match(line)[0]  # type: ignore[index]  # it matches nothing, too
    tail = _TAIL.search(line)
    end = tail.start() if tail is not None else len(line)
    parts = pieces(line[len(speaker) : end], DISCORD_POINTS - len(speaker))
    if len(parts) > 1 and not speaker.lstrip().startswith(("->", "=>")):
        rows = [speaker + parts[0] + line[end:], *(speaker + part for part in parts[1:])]
        edit = Replacement(finding.line, 1, finding.line, len(line) + 1, "\n".join(rows))
        yield Fix(f"Split it into {len(parts)} messages", (edit,))


def _escape(bench: Workbench, facts: ScriptFacts, finding: Diagnostic) -> Iterator[Fix]:
    at = finding.column
    if ":" in facts.lines[finding.line - 1][:at] and "{" not in finding.hint and "leave" not in finding.hint:
        edit = Replacement(finding.line, at, finding.line, at + 2, r"\/\/")
        yield Fix("Escape the address", (edit,))


def _separator(bench: Workbench, facts: ScriptFacts, finding: Diagnostic) -> Iterator[Fix]:
    line = facts.lines[finding.line - 1]
    yield Fix("Write three dashes", (Replacement(finding.line, 1, finding.line, len(line) + 1, "---"),))


def _no_name(bench: Workbench, facts: ScriptFacts, finding: Diagnostic) -> Iterator[Fix]:
    """Every colon that could end a name: once the first is none, the next would be."""
    line = facts.lines[finding.line - 1]
    tail = _TAIL.search(line)
    text = line[: tail.start()] if tail is not None else line
    found = (m.start("colon") for m in _COLON.finditer(text, finding.column - 1) if m["colon"])
    edits = [Replacement(finding.line, at + 1, finding.line, at + 1, "\\") for at in found]
    if edits:
        yield Fix("It is no name", tuple(edits))


def _indent(bench: Workbench, facts: ScriptFacts, finding: Diagnostic) -> Iterator[Fix]:
    yield Fix("Make it the option's answer", (Replacement(finding.line, 1, finding.line, 1, "    "),))


def _close(bench: Workbench, facts: ScriptFacts, finding: Diagnostic) -> Iterator[Fix]:
    if finding.message == "this node is not closed":
        last = len(facts.lines)
        end = len(facts.lines[-1]) + 1
        yield Fix(
            "Close the node", (Replacement(last, end, last, end, "\n===\n" if facts.lines[-1] else "===\n"),)
        )


def _backslash(bench: Workbench, facts: ScriptFacts, finding: Diagnostic) -> Iterator[Fix]:
    at = finding.column
    if facts.lines[finding.line - 1][at - 1 : at] == "\\":
        yield Fix("Remove the backslash", (Replacement(finding.line, at, finding.line, at + 1, ""),))


def _own_id(bench: Workbench, facts: ScriptFacts, finding: Diagnostic) -> Iterator[Fix]:
    tag = re.search(r"#(line:\S+)", finding.message)
    line = facts.lines[finding.line - 1]
    at = line.find(tag[0]) if tag is not None else -1
    if tag is not None and at >= 0:
        start = len(line[:at].rstrip())
        edit = Replacement(finding.line, start + 1, finding.line, at + len(tag[0]) + 1, "")
        yield Fix("Take the id away, so that it gets one of its own", (edit,))


def _header(bench: Workbench, facts: ScriptFacts, finding: Diagnostic) -> Iterator[Fix]:
    """A header of a fixed value: `help: now`, `tracking: always`."""
    line = facts.lines[finding.line - 1]
    key, colon, value = line.partition(":")
    known = {"help": ("now",), "tracking": ("always", "never")}.get(key.strip(), ())
    for wanted in get_close_matches(value.strip(), known, n=1, cutoff=0) or known[:1]:
        start = len(key + colon) + 1
        yield Fix(
            f"Write {wanted}", (Replacement(finding.line, start, finding.line, len(line) + 1, f" {wanted}"),)
        )


_FIXES: Mapping[str, Callable[[Workbench, ScriptFacts, Diagnostic], Iterator[Fix]]] = {
    "AL002": _close,
    "AL006": _backslash,
    "AL301": _own_id,
    "AL504": _separator,
    "AL505": _header,
    "AL509": _escape,
    "AL604": _declare,
    "AL606": _split,
    "AL609": _tag,
    "AL610": _no_name,
    "AL614": _header,
    "AL615": _indent,
}
