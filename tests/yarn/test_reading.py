"""Files that are none, or never end, are refused with their reason and never waited for."""

import os
from pathlib import Path

import pytest

from bot.script_library import read
from bot.yarn.project import load_project
from bot.yarn.reading import UnreadableFile, read_bytes, read_utf8


def test_a_regular_file_is_read_also_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("ä", "utf-8")
    (tmp_path / "b").symlink_to("a")
    assert read_utf8(tmp_path / "b") == "ä"


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "zero").symlink_to("/dev/zero")
    (tmp_path / "big").write_bytes(b"x" * 11)
    for name, reason in {
        "pipe": "no regular file", "zero": "no regular file", ".": "folder", "none": "No such file",
        "x" * 300: "too long", "a\0b": "its name",
    }.items():  # fmt: skip
        with pytest.raises(UnreadableFile, match=reason):
            read_bytes(tmp_path / name)
    with pytest.raises(UnreadableFile, match="larger than 10 bytes"):
        read_bytes(tmp_path / "big", 10)
    (tmp_path / "big").write_bytes(b"\xff")
    with pytest.raises(UnreadableFile, match="not UTF-8"):
        read_utf8(tmp_path / "big")


def test_pipes_among_scripts_plans_tables_and_projects(tmp_path: Path) -> None:
    from bot.cli import main

    assert main(["new", str(tmp_path / "lamps")]) == 0
    lamps = tmp_path / "lamps"
    for name in ("pipe.yarn", "01-lamp.testplan", "de.csv"):
        (lamps / name).unlink(missing_ok=True)
        os.mkfifo(lamps / name)
    project = (lamps / "series.yarnproject").read_text()
    (lamps / "series.yarnproject").write_text(
        project.replace('"en": {}', '"en": {}, "de": {"strings": "de.csv"}')
    )
    catalogue, problems = read(lamps)
    assert len(catalogue.series) == 1
    assert [Path(p.file).name for p in problems if "no regular file" in p.message] == ["pipe.yarn", "de.csv"]
    assert main(["check", str(lamps)]) == 1
    (lamps / "pipe.yarn").unlink()
    assert main(["test", str(lamps)]) == 1  # its plan is none
    os.mkfifo(tmp_path / "p.yarnproject")
    assert "no regular file" in load_project(tmp_path / "p.yarnproject").diagnostics[0].message
