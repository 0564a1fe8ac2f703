"""The import rules: every room has a contract, and the contract notices what it should."""

import re
import tomllib
from pathlib import Path

import pytest
from grimp import ImportGraph

from tests.setup.allowed_contract import AllowedContract

ROOT = Path(__file__).resolve().parents[2]
RULES = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
FREE = {
    "bot.app",
    "bot.desk",
    "bot.oversight",
    "bot.platforms",
    "bot.cli",
    "bot.__main__",
}  # may import all; nobody may import them


def rooms() -> set[str]:
    """Every package or module directly under bot/ and adapters/."""
    found = set()
    for top in ("bot", "adapters"):
        for path in (ROOT / top).iterdir():
            if path.suffix == ".py" and path.stem != "__init__":
                found.add(f"{top}.{path.stem}")
            elif path.is_dir() and any(path.rglob("*.py")):
                found.add(f"{top}.{path.name}")
    return found


def test_every_room_has_a_contract_and_every_contract_a_room() -> None:
    contracted = {contract["room"] for contract in RULES["contracts"] if contract["type"] == "allowed"}
    assert contracted == rooms() - FREE


def test_nobody_imports_the_composition_root_or_the_commands() -> None:
    for contract in RULES["contracts"]:
        for name in contract.get("imports", ()):
            assert not any(name == free or name.startswith(free + ".") for free in FREE)


def test_no_import_is_hidden_from_the_rules() -> None:
    hidden = [
        path
        for top in ("bot", "adapters")
        for path in (ROOT / top).rglob("*.py")
        if re.search(r"^\s*(if|from typing import .*)\bTYPE_CHECKING\b", path.read_text(), re.MULTILINE)
    ]
    assert hidden == []


@pytest.mark.parametrize(
    ("imported", "kept"),
    [
        ("bot.room.other", True),
        ("bot.model", True),
        ("bot.engine.state", True),
        ("bot.engine", False),
        ("bot.engine.machine", False),
        ("bot.modelling", False),
        ("adapters.telegram", False),
        ("json", True),
        ("asyncio", False),
        ("babel", True),
        ("telegram", False),
    ],
)
def test_a_contract_names_each_import_that_it_does_not_allow(imported: str, kept: bool) -> None:
    graph = ImportGraph()
    for name in ("bot.room", "bot.room.one"):
        graph.add_module(name)
    graph.add_import(importer="bot.room.one", imported=imported, line_number=7, line_contents="")
    contract = AllowedContract(
        name="room",
        session_options={},
        contract_options={
            "room": "bot.room",
            "imports": ["bot.model", "bot.engine.state"],
            "third_party": ["babel"],
            "not_stdlib": ["asyncio"],
        },
    )
    check = contract.check(graph, verbose=False)
    assert check.kept is kept
    expected = [] if kept else [f"bot.room.one (line 7) may not import {imported}"]
    assert check.metadata["broken"] == expected


def test_a_contract_for_a_room_that_is_gone_is_broken() -> None:
    contract = AllowedContract(name="room", session_options={}, contract_options={"room": "bot.gone"})
    assert not contract.check(ImportGraph(), verbose=False).kept
