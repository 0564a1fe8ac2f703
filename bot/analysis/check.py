"""All that is, or may be, wrong with a bundle of scripts: compiler, flow, variables, wording, tables."""

from bot.analysis.bundles import Bundle
from bot.analysis.tables import check_tables
from bot.analysis.workbench import Workbench, place_of, told
from bot.engine.program import Program
from bot.errors import Diagnostic
from bot.frozen import frozen
from bot.yarn import DEFAULT, HostDeclarations


@frozen
class Checked:
    """All findings about a bundle, and the text of every file that they name."""

    diagnostics: tuple[Diagnostic, ...]
    texts: dict[str, str]
    program: Program | None


def check_bundle(bundle: Bundle, host: HostDeclarations = DEFAULT) -> Checked:
    """Compiles and checks. Flow and variables are judged only where everything compiles."""
    return checked(Workbench(bundle, host))


def checked(bench: Workbench) -> Checked:
    """All findings about what lies on a workbench, those about its string tables too."""
    bundle, program = bench.bundle, bench.program
    texts = {source.name: source.text for source in bundle.sources}
    tables = told(bundle, check_tables(bundle, program, texts)) if program is not None else ()
    return Checked(tuple(sorted((*bench.findings, *tables), key=place_of)), texts, program)
