"""The move between the engines with ten thousand people."""

from pathlib import Path

from tests.storage.test_moving import file, there_and_back

__all__ = ["file"]


async def test_ten_thousand_people_there_and_back(file: Path, server: str, tmp_path: Path) -> None:
    await there_and_back(file, server, tmp_path, 10_000)
