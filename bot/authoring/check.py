"""All that is, or may be, wrong with a bundle of scripts: compiler, flow, variables, wording, tables."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from bot.authoring.answered import check_answered
from bot.authoring.bundles import Bundle, shown
from bot.authoring.circled import check_circled
from bot.authoring.episodes import check_episodes
from bot.authoring.findings import error, warning
from bot.authoring.flow import check_flow
from bot.authoring.offered import check_offered
from bot.authoring.turns import check_turns
from bot.authoring.variables import check_variables
from bot.authoring.wording import check_wording
from bot.engine.program import Program
from bot.errors import Diagnostic
from bot.frozen import frozen, replace
from bot.yarn import DEFAULT, HostDeclarations, compile_sources
from bot.yarn.reading import UnreadableFile, read_bytes
from bot.yarn.strings import StringRow, audit, extract, read_table
from bot.yarn.tables import decoded

_SHOWN_MISSING = 10  # untranslated texts of one language that are listed one by one


@frozen
class Checked:
    """All findings about a bundle, and the text of every file that they name."""

    diagnostics: tuple[Diagnostic, ...]
    texts: dict[str, str]
    program: Program | None


def check_bundle(bundle: Bundle, host: HostDeclarations = DEFAULT) -> Checked:
    """Compiles and checks. Flow and variables are judged only where everything compiles."""
    compiled = compile_sources(bundle.sources, host)
    found = [*bundle.diagnostics, *compiled.diagnostics, *check_wording(compiled.files)]
    found += [*check_offered(compiled.files, host), *check_episodes(compiled.files)]
    found += [*check_answered(compiled.files), *check_circled(compiled.files)]
    texts = {source.name: source.text for source in bundle.sources}
    if compiled.program is not None:
        found += [*check_flow(compiled.files), *check_turns(compiled.files)]
        found += check_variables(compiled.files)
        found += _check_tables(bundle, compiled.program, texts)
    inside = [d for d in found if d.file in bundle.wanted or d.file not in _names(bundle)]
    return Checked(tuple(sorted(_silenced(bundle, inside), key=_place)), texts, compiled.program)


def _names(bundle: Bundle) -> frozenset[str]:
    return frozenset(source.name for source in bundle.sources)


def _place(diagnostic: Diagnostic) -> tuple[str, int, int, str]:
    return diagnostic.file, diagnostic.line, diagnostic.column, diagnostic.code


def _silenced(bundle: Bundle, found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """The project file may give a code another severity, or none; an error of the compiler stays one."""
    wanted = bundle.project.severities if bundle.project is not None else {}
    for diagnostic in found:
        level = wanted.get(diagnostic.code)
        if diagnostic.severity == "error" or level is None:
            yield diagnostic
        elif level == "error":
            yield replace(diagnostic, severity="error")
        elif level == "warning":
            yield diagnostic


def _check_tables(bundle: Bundle, program: Program, texts: dict[str, str]) -> Iterator[Diagnostic]:
    project = bundle.project
    if project is None or bundle.wanted != _names(bundle):
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
