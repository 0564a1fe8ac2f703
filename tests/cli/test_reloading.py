"""Taking up scripts: any change by content is seen, a touched file is none, and nothing holds up a stop."""

import asyncio
import os
import signal
import threading
from collections.abc import Callable
from pathlib import Path
from subprocess import PIPE

import pytest

from bot.authoring.starter import starter
from bot.reloading import Reloader, aside
from bot.script_library import ScriptLibrary
from tests.starting import start

ROOT = Path(__file__).parents[2]


@pytest.fixture
def lamps(tmp_path: Path) -> Path:
    folder = tmp_path / "lamps"
    folder.mkdir()
    for name, text in starter("lamps").items():
        (folder / name).write_text(text)
    return folder


def rewrite(path: Path) -> None:
    path.write_text(path.read_text().replace("Good night.", "Rest easily"))


def older(folder: Path) -> None:
    """As rsync -a or tar leaves it: another content, a time long ago."""
    rewrite(folder / "01-lamp.yarn")
    os.utime(folder / "01-lamp.yarn", (1e9, 1e9))


def same_size_same_time(folder: Path) -> None:
    path = folder / "01-lamp.yarn"
    before = path.stat()
    rewrite(path)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size


def deleted(folder: Path) -> None:
    (folder / "extra.yarn").unlink()


def renamed(folder: Path) -> None:
    (folder / "extra.yarn").rename(folder / "other.yarn")


def behind_a_link(folder: Path) -> None:
    target = (folder / "linked.yarn").resolve()
    target.write_text(target.read_text().replace("One", "Two"))


def link_turned(folder: Path) -> None:
    (folder.parent / "second.yarn").write_text("title: Linked\n---\nMae: Three. #line:l\n===\n")
    (folder / "linked.yarn").unlink()
    (folder / "linked.yarn").symlink_to(folder.parent / "second.yarn")


@pytest.mark.parametrize("change", [older, same_size_same_time, deleted, renamed, behind_a_link, link_turned])
async def test_any_change_is_taken_up(change: Callable[[Path], None], lamps: Path) -> None:
    (lamps / "extra.yarn").write_text("title: Extra\n---\nMae: More. #line:x\n===\n")
    (lamps.parent / "first.yarn").write_text("title: Linked\n---\nMae: One. #line:l\n===\n")
    (lamps / "linked.yarn").symlink_to(lamps.parent / "first.yarn")
    assert await reloads(lamps, lambda: change(lamps)) == 1


async def test_a_touched_file_or_one_that_is_no_script_changes_nothing(lamps: Path) -> None:
    assert await reloads(lamps, (lamps / "01-lamp.yarn").touch) == 0
    assert await reloads(lamps, lambda: (lamps / "alana.db").write_text("x")) == 0


async def test_a_folder_that_is_away_for_a_moment_keeps_what_is_played(lamps: Path) -> None:
    away = lamps.with_name("away")
    assert await reloads(lamps, lambda: lamps.rename(away)) == 0


async def test_a_new_translation_is_taken_up(lamps: Path) -> None:
    project = lamps / "series.yarnproject"
    project.write_text(project.read_text().replace('"en": {}', '"en": {}, "de": {"strings": "de.csv"}'))
    (lamps / "de.csv").write_text("id,text\n")
    table = "id,text\nnode:Lamp:name,Die Lampe\n"
    assert await reloads(lamps, lambda: (lamps / "de.csv").write_text(table)) == 1


async def reloads(folder: Path, change: Callable[[], object]) -> int:
    """How often the scripts were taken up in five looks, the change coming after the first."""
    library, looks, seen = ScriptLibrary(folder), 0, 0
    current = library.current

    class Enough(Exception):
        pass

    async def sleep(seconds: float) -> None:
        nonlocal looks, seen, current
        seen += library.current is not current
        current = library.current
        looks += 1
        if looks == 2:
            change()
        if looks == 6:
            raise Enough

    async def remember(series: object) -> None:
        """Nothing is written down here."""

    with pytest.raises(Enough):
        await Reloader(library, remember, sleep).on_change()
    return seen


async def test_work_aside_gives_its_result_or_its_error() -> None:
    assert await aside(lambda: 7) == 7
    with pytest.raises(ZeroDivisionError):
        await aside(lambda: 1 // 0)


def test_reading_that_never_ends_holds_up_no_stop() -> None:
    begun, release = threading.Event(), threading.Event()

    def endless() -> None:
        begun.set()
        release.wait()

    async def stopped() -> None:
        reading = asyncio.create_task(aside(endless))
        await asyncio.sleep(0)
        begun.wait()
        reading.cancel()

    asyncio.run(stopped())  # with a thread of the loop's own this would wait for it
    release.set()


def test_a_hostile_project_does_not_keep_the_process_from_ending(lamps: Path, tmp_path: Path) -> None:
    stars = "*a" * 150 + "*b"
    (lamps / "series.yarnproject").write_text(
        '{"projectFileVersion": 4, "baseLanguage": "en", '
        f'"sourceFiles": ["{stars}", "{"**/x/" * 19}y", "**/*.yarn"]}}'
    )
    for number in range(20):
        (lamps / ("a" * 200 + str(number))).write_text("")
    os.mkfifo(lamps / "pipe.yarn")
    env = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "ALANA_DIALOGUES": str(lamps),
           "ALANA_DATABASE_URL": f"sqlite:///{tmp_path}/a.db"}  # fmt: skip
    with start("run", cwd=tmp_path, env=env, stdin=PIPE, stdout=PIPE) as bot:
        bot.stdin.write("Who lit it?\n")
        assert "Alana" in bot.stdout.readline()
        bot.terminate()
        assert bot.finish(20) in (0, -signal.SIGTERM)
