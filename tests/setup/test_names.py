"""One word for one thing: no type has the same name in two rooms."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]


def types(tree: ast.Module) -> Iterator[str]:
    """The classes and type aliases of a module."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name = node.targets[0].id
            if name.strip("_")[:1].isupper() and not name.isupper():
                yield name


def test_no_type_name_is_defined_in_two_rooms() -> None:
    rooms = defaultdict(set)
    for path in (*ROOT.glob("bot/**/*.py"), *ROOT.glob("adapters/*/*.py")):
        parts = path.relative_to(ROOT).parts
        for name in types(ast.parse(path.read_text("utf-8"))):
            rooms[name].add("/".join(parts[:2]))
    assert {name: sorted(found) for name, found in rooms.items() if len(found) > 1} == {}
