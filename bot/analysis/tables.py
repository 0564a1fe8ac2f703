"""What is wrong with the string tables of a project whose scripts compile."""

from collections.abc import Iterator
from pathlib import Path

from bot.analysis.bundles import Bundle, shown
from bot.analysis.findings import error, warning
from bot.engine.program import Program
from bot.errors import Diagnostic
from bot.yarn.reading import UnreadableFile, read_bytes
from bot.yarn.strings import StringRow, audit, extract, read_table
from bot.yarn.tables import decoded

_SHOWN_MISSING = 10  # untranslated texts of one language that are listed one by one


def check_tables(bundle: Bundle, program: Program, texts: dict[str, str]) -> Iterator[Diagnostic]:
    """Findings about every table. Notes each one's text in `texts`, by its name."""
    project = bundle.project
    if project is None or bundle.wanted != frozenset(source.name for source in bundle.sources):
        return
    base = extract(program, project.base_language)
    for language, localisation in project.localisation.items():
        if language != project.base_language and localisation.strings is not None:
            yield from _check_table(base, language, localisation.strings, texts)


def _there(path: Path) -> bool:
    try:
        path.lstat()
    except FileNotFoundError:
        return False
    except (OSError, ValueError):
        pass  # reading it tells what is wrong
    return True


def _check_table(
    base: tuple[StringRow, ...], language: str, path: Path, texts: dict[str, str]
) -> Iterator[Diagnostic]:
    name = shown(path)
    if not _there(path):
        message = f"there is no {language} string table; all {len(base)} texts stay in the base language"
        hint = f"make one with: alana strings update --language {language}"
        yield warning("AL706", name, 1, 1, message, hint)
        return
    try:
        text = decoded(read_bytes(path))
    except UnreadableFile as reason:
        yield error("AL800", name, 1, 1, f"this file cannot be read: {reason}")
        return
    texts[name] = text
    table = read_table(text, name)
    yield from table.diagnostics
    missing = 0
    for diagnostic in audit(base, table, language, name):
        if diagnostic.code == "AL701":
            missing += 1
            if missing > _SHOWN_MISSING:
                continue
        yield diagnostic
    if missing > _SHOWN_MISSING:
        message = f"{missing - _SHOWN_MISSING} more texts have no {language} text"
        hint = f"alana strings update --language {language} lists them all"
        yield warning("AL701", name, 1, 1, message, hint)
