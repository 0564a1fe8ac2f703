"""Line ids over the whole project: written ones must be unique, shadow lines must match their source."""

from collections.abc import Iterable, Iterator

from bot.yarn.diagnostics import Report
from bot.yarn.gather import walk
from bot.yarn.tree import AskStatement, File, LineSyntax


def texts(files: Iterable[File]) -> Iterator[tuple[str, LineSyntax]]:
    """Every text of the files with its file: lines, options, items and prompts."""
    for file in files:
        for node in file.nodes:
            for statement in walk(node.body):
                if isinstance(statement, LineSyntax):
                    yield file.name, statement
                elif isinstance(statement, AskStatement):
                    yield file.name, statement.prompt


def check_ids(files: Iterable[File], report: Report) -> None:
    """Reports ids used twice and shadow lines that do not match."""
    sources: dict[str, tuple[str, LineSyntax]] = {}
    shadows: list[tuple[str, LineSyntax]] = []
    for file, line in texts(files):
        if line.shadow is not None:
            shadows.append((file, line))
        if line.line_id is None:
            continue
        if line.line_id in sources:
            other, first = sources[line.line_id]
            said = f"#{line.line_id} is used in {other}, line {first.line}, already"
            report.add("AL301", file, line.line, line.column, said, "give this line an id of its own")
        else:
            sources[line.line_id] = (file, line)
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
