"""A contract for import-linter that reads like docs/architecture.md: a room, and all that it may import.

`room` is a package or module of ours; `imports` are modules of ours that it may use (with all inside
them), `third_party` the libraries, `not_stdlib` the parts of the standard library that it may not.
Everything else of ours, and every other library, is forbidden. A room that does not exist breaks it.
"""

import sys
from collections.abc import Iterator
from typing import Any

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output

OURS = ("bot", "adapters", "dialogues")


class AllowedContract(Contract):
    """See the module's docstring for the fields."""

    type_name = "allowed"

    room = fields.StringField()
    imports = fields.SetField(subfield=fields.StringField(), required=False)
    third_party = fields.SetField(subfield=fields.StringField(), required=False)
    not_stdlib = fields.SetField(subfield=fields.StringField(), required=False)

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Kept when no module of the room imports anything that is not named."""
        room = str(self.room)
        if room not in graph.modules:
            return ContractCheck(kept=False, metadata={"broken": [f"there is no room {room}"]})
        broken = [line for module in sorted(_inside(graph, room)) for line in self._broken(graph, module)]
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """One line for each import that is not allowed."""
        for line in check.metadata["broken"]:
            output.print_error(line)
        output.new_line()

    def _broken(self, graph: ImportGraph, module: str) -> Iterator[str]:
        for imported in sorted(graph.find_modules_directly_imported_by(module)):
            if not self._allowed(imported):
                details = graph.get_import_details(importer=module, imported=imported)
                lines = ", ".join(str(detail["line_number"]) for detail in details)
                yield f"{module} (line {lines}) may not import {imported}"

    def _allowed(self, imported: str) -> bool:
        top = imported.partition(".")[0]
        if top in OURS:
            own: Any = (str(self.room), *(self.imports or ()))
            return any(imported == name or imported.startswith(name + ".") for name in own)
        if top in sys.stdlib_module_names:
            return top not in (self.not_stdlib or ())
        return top in (self.third_party or ())


def _inside(graph: ImportGraph, room: str) -> set[str]:
    return {room, *graph.find_descendants(room)}
