from pathlib import Path

import pytest

from tests.studio.pages import TEA


@pytest.fixture
def tea(tmp_path: Path) -> Path:
    path = tmp_path / "tea" / "tea.yarn"
    path.parent.mkdir()
    path.write_text(TEA, "utf-8")
    return path
