"""Names over all scripts of a bundle: what stands at a place, where it is made and used, its renaming."""

import re
from collections.abc import Iterator

from bot.analysis.facts import ScriptFacts
from bot.analysis.occurrences import Occurrence
from bot.analysis.workbench import Workbench
from bot.errors import AlanaError
from bot.frozen import frozen
from bot.yarn.heard import GROUP, HEARD

RENAMED = ("node", "variable")
_NODE = re.compile(r"[\w\u2600-\u27bf\ufe0f\U00010000-\U000efffd]+")
_VARIABLE = re.compile(r"\$\w+")
_BEHIND = f"_{GROUP}"


@frozen
class Replacement:
    """`text` in the place of what stands from (line, column) to (end_line, end_column), counted from 1."""

    line: int
    column: int
    end_line: int
    end_column: int
    text: str


def name_at(facts: ScriptFacts, line: int, column: int) -> Occurrence | None:
    """The name that a place lies in, or directly behind."""
    found = [o for o in facts.occurrences if o.line == line and o.column <= column <= o.end]
    return min(found, key=lambda o: o.end - o.column, default=None)


def uses(bench: Workbench, wanted: Occurrence) -> Iterator[tuple[str, Occurrence]]:
    """Every place of that name, in the order of files."""
    for facts in bench.facts.values():
        for each in facts.occurrences:
            if each.kind == wanted.kind and _same(each, wanted):
                yield facts.name, each


def definitions(bench: Workbench, wanted: Occurrence) -> list[tuple[str, Occurrence]]:
    """Where a name is made; a variable that nobody declares where it is first set."""
    found = list(uses(bench, wanted))
    return [each for each in found if each[1].role == "made"] or [
        each for each in found if each[1].role == "changed"
    ][:1]


def _same(one: Occurrence, other: Occurrence) -> bool:
    if one.name == other.name:
        return True
    if one.kind == "case":  # `.Glad` may be of any enum
        return _case(one) == _case(other) and "." in (one.name[0], other.name[0])
    return one.kind == "node" and one.name.split(".")[0] == other.name.split(".")[0]


def _case(occurrence: Occurrence) -> str:
    return occurrence.name.rpartition(".")[2]


def renamed(bench: Workbench, wanted: Occurrence, new: str) -> dict[str, list[Replacement]]:
    """The edits that give a node or variable another name in every script; a node's own `_Heard` group goes
    with it. Raises `AlanaError` where the name cannot be."""
    check_renaming(bench, wanted, new)
    old, edits = _bare(wanted), dict[str, list[Replacement]]()
    beside = {f"{old}{_BEHIND}": f"{new}{_BEHIND}"} if wanted.kind == "node" else {}
    for facts in bench.facts.values():
        for each in facts.occurrences:
            name = _bare(each)
            fresh = new if name == old else beside.get(name)
            if each.kind == wanted.kind and fresh is not None:
                end = each.column + len(name)
                edits.setdefault(facts.name, []).append(
                    Replacement(each.line, each.column, each.line, end, fresh)
                )
    return edits


def check_renaming(bench: Workbench, wanted: Occurrence, new: str) -> None:
    """Raises `AlanaError` with one line where a name cannot be given."""
    old, kind = _bare(wanted), wanted.kind
    if kind not in RENAMED:
        raise AlanaError(f"only nodes and variables are renamed, {old} is neither")
    if old == HEARD or (kind == "node" and (old == GROUP or old.endswith(_BEHIND))):
        raise AlanaError(f"the bot knows {old} by its name: it cannot be renamed")
    if new != old and (new == HEARD or (kind == "node" and (new == GROUP or new.endswith(_BEHIND)))):
        raise AlanaError(f"{new} is a name that the bot reads something into: choose another one")
    if not (_NODE if kind == "node" else _VARIABLE).fullmatch(new):
        how = "letters, digits and _" if kind == "node" else "$, then letters, digits and _"
        raise AlanaError(f"{new[:40]!r} is no name of a {kind}: write {how}")
    names = {_bare(o) for f in bench.facts.values() for o in f.occurrences if o.kind == kind}
    if new != old and new in names:
        raise AlanaError(f"there is a {kind} {new} already")


def renamed_beside(text: str, wanted: Occurrence, new: str) -> str:
    """A test plan or string table with the new name: `node: Tea`, `set: $cups = 1`, `node:Tea:name`."""
    old = re.escape(_bare(wanted))
    if wanted.kind == "variable":
        return re.sub(rf"(?m)^(\s*set:\s*){old}(?!\w)", lambda m: m[1] + new, text)
    plan = re.sub(rf"(?m)^(\s*node:\s*){old}(?=\s*$|_{GROUP}\s*$)", lambda m: m[1] + new, text)
    return re.sub(rf"\bnode:{old}(?=[:.~])", f"node:{new}", plan)


def _bare(occurrence: Occurrence) -> str:
    """A node's name without its subtitle."""
    return occurrence.name.partition(".")[0] if occurrence.kind == "node" else occurrence.name
