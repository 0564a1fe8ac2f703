from pathlib import Path

import pytest

from tests.studio.browsing import address as address
from tests.studio.browsing import address_of_the_series as address_of_the_series
from tests.studio.browsing import address_with_people as address_with_people
from tests.studio.browsing import browser as browser
from tests.studio.browsing import chromium as chromium
from tests.studio.browsing import folder as folder
from tests.studio.pages import TEA


@pytest.fixture
def tea(tmp_path: Path) -> Path:
    path = tmp_path / "tea" / "tea.yarn"
    path.parent.mkdir()
    path.write_text(TEA, "utf-8")
    return path
