"""Variables that nobody declared, and variables that nobody reads."""

from collections.abc import Iterable, Iterator, Mapping

from bot.analysis.findings import warning
from bot.analysis.occurrences import Occurrence
from bot.errors import Diagnostic
from bot.yarn.heard import HEARD


def check_variables(names: Mapping[str, Iterable[Occurrence]]) -> Iterator[Diagnostic]:
    """Findings over a whole project, since all of its files share their variables. `names` by file."""
    first: dict[str, dict[str, tuple[str, int, int]]] = {"made": {}, "changed": {}, "used": {}}
    for file, found in names.items():
        for each in found:
            if each.kind == "variable":
                first[each.role].setdefault(each.name, (file, each.line, each.column))
    for name, place in {**first["used"], **first["changed"]}.items():
        if name not in first["made"] and name != HEARD:
            hint = f"add <<declare {name} = …>> so that its first value is plain to see"
            yield warning("AL604", *place, f"{name} is not declared", hint, place[2] + len(name))
    for name, place in {**first["changed"], **first["made"]}.items():
        if name not in first["used"]:
            hint = "use it in a line or condition, or remove it"
            yield warning("AL603", *place, f"{name} is never read", hint, place[2] + len(name))
