"""Line ids over the whole project: written ones must be unique, shadow lines must match their source."""

from collections.abc import Iterable

from bot.yarn.diagnostics import Report
from bot.yarn.gather import FileContents
from bot.yarn.tree import LineSyntax


def check_ids(contents: Iterable[FileContents], report: Report) -> None:
    """Reports ids used twice and shadow lines that do not match."""
    sources: dict[str, tuple[str, LineSyntax]] = {}
    shadows: list[tuple[str, LineSyntax]] = []
    for held in contents:
        file = held.file.name
        for line in held.texts:
            if line.shadow is not None:
                shadows.append((file, line))
            if line.line_id is None:
                continue
            other, first = sources.setdefault(line.line_id, (file, line))
            if first is not line:
                said = f"#{line.line_id} is used in {other}, line {first.line}, already"
                report.add("AL301", file, line.line, line.column, said, "give this line an id of its own")
    for file, line in shadows:
        _check_shadow(file, line, sources, report)


def _check_shadow(
    file: str, line: LineSyntax, sources: dict[str, tuple[str, LineSyntax]], report: Report
) -> None:
    where = (file, line.line, line.column)
    if line.line_id is not None:
        report.add("AL303", *where, "a shadow line cannot have an id of its own", "keep #shadow: alone")
        return
    source = sources.get(f"line:{line.shadow}")
    if source is None:
        report.add("AL302", *where, f"there is no line #line:{line.shadow} to be a shadow of", "check the id")
    elif line.text.parts or source[1].text.parts:
        report.add("AL302", *where, "a shadow line and its source hold no values", "use a line of its own")
    elif line.text.source != source[1].text.source:
        said = f"this text differs from #line:{line.shadow}, line {source[1].line} of {source[0]}"
        report.add("AL302", *where, said, "a shadow line repeats its source word by word")
