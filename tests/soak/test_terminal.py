"""The process killed at every single question of an evening."""

from pathlib import Path

from tests.road.conftest import EVENING
from tests.road.street import packaged_copy
from tests.road.terminal import kept_through_kills, only


def test_a_kill_at_any_question_loses_nothing(tmp_path: Path) -> None:
    assert kept_through_kills(tmp_path, only(packaged_copy(tmp_path), EVENING, tmp_path)) > 10
