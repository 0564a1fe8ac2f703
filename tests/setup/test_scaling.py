"""What docs/scaling.md tells people to run, is run."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from bot.bots_file import load_bots

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs/scaling.md").read_text(encoding="utf-8")


def test_the_simulation_of_the_guide_counts_in_proportion() -> None:
    assert "`python tools/simulate.py 1000000 100000000`" in GUIDE
    command = [sys.executable, "tools/simulate.py", "1000000", "100000000", "--sample", "2000"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    rows = [int(n.replace(",", "")) for n in re.findall(r"rows +([0-9,]+) a day", done.stdout)]
    queries = [int(n.replace(",", "")) for n in re.findall(r"queries +([0-9,]+) a day", done.stdout)]
    assert rows[1] == 100 * rows[0] > 0
    assert queries[1] == 100 * queries[0] > 0
    assert done.stdout.count("money") == 2


@pytest.mark.parametrize("people", ["0", "-5", "many"])
def test_no_people_are_nothing_to_simulate(people: str) -> None:
    command = [sys.executable, "tools/simulate.py", "--", people]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 2
    assert f"{people} is no number of people" in done.stderr


def test_the_file_of_bots_in_the_guide_is_one(tmp_path: Path) -> None:
    [written] = re.findall(r"```toml\n(.*?)```", GUIDE, re.DOTALL)
    (tmp_path / "bots.toml").write_text(written)
    (tmp_path / "lantern").mkdir()
    (tmp_path / "candle").write_text("MTE3" + "a" * 20 + ".GabcDE." + "b" * 38)
    env = {
        "LANTERN_TOKEN": "7000000001:AAloopback-token-for-tests_0123456789",
        "CREDENTIALS_DIRECTORY": str(tmp_path),
    }
    bots = load_bots(tmp_path / "bots.toml", env, None)
    assert {name: bot.platforms for name, bot in bots.items()} == {
        "lantern": ("telegram",),
        "candle": ("discord",),
    }


def test_costs_and_habits_are_whole() -> None:
    costs = tomllib.loads((ROOT / "tools/costs.toml").read_text(encoding="utf-8"))
    assert all(value > 0 for part in costs.values() for value in part.values())
