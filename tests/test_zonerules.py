"""The newer zone rules win: those of the machine or those installed, in the whole process, once and for all.

Each test is a process of its own with a machine's database of ours (PYTHONTZPATH), as zoneinfo reads it.
"""

import ast
import os
import struct
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import tzdata

ROOT = Path(__file__).resolve().parents[1]
PINNED = tzdata.IANA_VERSION
LATER, EARLIER = "2999a", "2022a"
# Made before the choice by somebody else, then by us, then by name where the machine has no such zone.
LOOK = """
from datetime import datetime, UTC
from zoneinfo import ZoneInfo
early = ZoneInfo("America/Vancouver")
from bot.zonerules import known_zone, rules
used = rules()
at = datetime(2027, 1, 15, 12, tzinfo=UTC)
print(used.version, used.folder is None, sep="|", end="|")
for zone in (ZoneInfo("America/Vancouver"), known_zone("America/Vancouver"), known_zone("Asia/Tokyo")):
    print(at.astimezone(zone).utcoffset(), end="|")
print(rules() is used)
"""


def compiled(rule: str) -> bytes:
    """A TZif file that knows no changes but this POSIX rule."""
    block = struct.pack(">4s1s15x6l", b"TZif", b"2", 0, 0, 0, 0, 1, 4) + struct.pack(
        ">lbb4s", 0, 0, 0, b"LMT\0"
    )
    return block + block + f"\n{rule}\n".encode()


def database(folder: Path, rule: str, **files: str) -> Path:
    """A machine's database with two zones and these files beside them."""
    for name, text in (("UTC", "UTC0"), ("America/Vancouver", rule)):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(compiled(text))
    for name, words in files.items():
        (folder / {"zi": "tzdata.zi", "mac": "+VERSION"}[name]).write_text(words)
    return folder


def run(*folders: Path, code: str = LOOK, arguments: tuple[str, ...] = ()) -> str:
    env = {**os.environ, "PYTHONTZPATH": os.pathsep.join(map(str, folders))}
    command = [sys.executable, *(arguments or ("-c", code))]
    done = subprocess.run(command, capture_output=True, text=True, env=env, cwd=ROOT, check=False)
    assert not done.stderr, done.stderr
    return done.stdout.strip()


def vancouver() -> str:
    """What the installed package says of that day: since 2026 no winter time."""
    code = "from datetime import datetime, UTC; from zoneinfo import ZoneInfo as Z; "
    code += "print(datetime(2027, 1, 15, 12, tzinfo=UTC).astimezone(Z('America/Vancouver')).utcoffset())"
    return run(Path("/nowhere"), code=code)


MACHINE = str(timedelta(hours=3))  # no real rule of that zone
TOKYO = "9:00:00"


@pytest.mark.parametrize(
    "marks",
    [{"zi": f"# version {EARLIER}\n# redo posix_only\n"}, {"mac": f"{EARLIER}\n"}, {"zi": "garbage"}, {}],
    ids=["old", "old mac", "unreadable", "no version"],
)
def test_an_old_machine_loses(tmp_path: Path, marks: dict[str, str]) -> None:
    found = run(database(tmp_path, "OLD-3", **marks))
    assert found == f"{PINNED}|True|{vancouver()}|{vancouver()}|{TOKYO}|True"


@pytest.mark.parametrize("mark", [{"zi": f"# version {LATER}\n"}, {"mac": f"{LATER}\n"}])
def test_a_newer_machine_wins_and_the_package_fills_its_gaps(tmp_path: Path, mark: dict[str, str]) -> None:
    found = run(database(tmp_path, "NEW-3", **mark))
    assert found == f"{LATER}|False|{MACHINE}|{MACHINE}|{TOKYO}|True"


def test_equal_versions_are_the_packages(tmp_path: Path) -> None:
    found = run(database(tmp_path, "OLD-3", zi=f"# version {PINNED}\n"))
    assert found.startswith(f"{PINNED}|True|{vancouver()}|")


def test_of_several_folders_the_newest_counts(tmp_path: Path) -> None:
    old = database(tmp_path / "a", "OLD-5", zi=f"# version {EARLIER}\n")
    new = database(tmp_path / "b", "NEW-3", zi=f"# version {LATER}\n")
    assert run(old, new).startswith(f"{LATER}|False|{MACHINE}|")


def test_versions_are_ordered_as_iana_orders_them() -> None:
    from bot.zonerules import _rank

    ordered = ["", "1999z", "2024a", "2024b", "2024z", "2024aa", "2025a"]
    shuffled = ordered[3:] + ordered[:3]
    assert sorted(shuffled, key=_rank) == ordered


def test_doctor_says_which_rules_are_used(tmp_path: Path) -> None:
    folder = database(tmp_path, "OLD-3", zi=f"# version {EARLIER}\n")
    lines = run(folder, arguments=("-m", "bot", "doctor")).splitlines()
    said = next(line for line in lines if "zone rules" in line)
    assert f"{PINNED}, from the tzdata package ({folder} has {EARLIER})" in said


def test_a_plan_keeps_its_hour_under_an_old_machine(tmp_path: Path) -> None:
    """20:00 in Vancouver is 20:00 by the newer rules, whatever the machine believes."""
    code = (
        "from datetime import date, time, datetime, UTC; from bot.reminders.schedule import occurrence\n"
        "from bot.person.plan import Plan\n"
        "print(occurrence(Plan(time(20), zone='America/Vancouver'), date(2027, 1, 15)).isoformat())"
    )
    found = datetime.fromisoformat(run(database(tmp_path, "OLD-3", zi=f"# version {EARLIER}"), code=code))
    hours, minutes, _ = vancouver().replace("-1 day, ", "").split(":")
    offset = timedelta(hours=int(hours), minutes=int(minutes)) - timedelta(days=1)
    assert found == datetime(2027, 1, 15, 20, tzinfo=UTC) - offset


def test_nobody_else_makes_zones() -> None:
    """`ZoneInfo` is called where the choice was made before, and nowhere else."""
    makers = []
    for path in (*ROOT.glob("bot/**/*.py"), *ROOT.glob("adapters/**/*.py")):
        text = path.read_text("utf-8")
        for node in ast.walk(ast.parse(text)) if "zoneinfo" in text else ():
            if isinstance(node, ast.ImportFrom | ast.Import):
                names = [getattr(node, "module", None), *(alias.name for alias in node.names)]
                if "zoneinfo" in names:
                    makers.append(path.relative_to(ROOT).as_posix())
    assert sorted(set(makers)) == ["bot/zonerules.py"]
