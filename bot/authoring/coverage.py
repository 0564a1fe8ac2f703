"""What the test plans of a bundle reached: lines, options and branches."""

from collections.abc import Collection

from bot.engine.program import Program
from bot.frozen import frozen


@frozen
class Unreached:
    """Something that no plan reached."""

    kind: str
    file: str
    line: int
    text: str


@frozen
class Coverage:
    """(reached, all) of each kind, and what was missed, in order."""

    lines: tuple[int, int]
    options: tuple[int, int]
    branches: tuple[int, int]
    missed: tuple[Unreached, ...]


def coverage(program: Program, reached: Collection[int], files: Collection[str]) -> Coverage:
    """Coverage of the named files. A line counts when it was said, an option when it was chosen, a branch
    when its first instruction ran."""
    counts = {"line": [0, 0], "option": [0, 0], "branch": [0, 0]}
    missed: list[Unreached] = []

    def note(kind: str, hit: bool, file: str, line: int, text: str) -> None:
        counts[kind][1] += 1
        counts[kind][0] += hit
        if not hit:
            missed.append(Unreached(kind, file, line, text))

    for info in program.lines.values():
        if info.file not in files:
            continue
        if info.kind == "option":
            note("option", program.choices[info.id].start in reached, info.file, info.line, info.text)
        else:
            note("line", info.place in reached, info.file, info.line, info.text)
    for branch in program.branches:
        if branch.file in files:
            note("branch", branch.start in reached, branch.file, branch.line, branch.kind)
    missed.sort(key=lambda entry: (entry.file, entry.line))
    lines, options, branches = ((hit, total) for hit, total in counts.values())
    return Coverage(lines, options, branches, tuple(missed))


def as_text(found: Coverage) -> str:
    """The figures in one line, then what was never reached."""
    parts = [("lines", found.lines), ("options", found.options), ("branches", found.branches)]
    figures = ", ".join(f"{name} {hit}/{total}{_percent(hit, total)}" for name, (hit, total) in parts)
    out = [f"coverage: {figures}"]
    out += [f"  {m.file}:{m.line}: {m.kind} never reached: {m.text[:70]}" for m in found.missed]
    return "\n".join(out)


def _percent(hit: int, total: int) -> str:
    return f" ({100 * hit // total} %)" if total else ""
