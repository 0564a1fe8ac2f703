"""What takes its time is done beside: nobody who types waits for it, and its end is nobody's loss."""

import asyncio
import json
import os
import signal
from collections.abc import Callable
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from subprocess import PIPE
from typing import Any

from aiohttp import WSCloseCode

from bot.cli.studio import look
from bot.conversation.rehearsal import understand
from bot.studio.backroom import RoomParts, in_a_process
from bot.studio.scripts import ScriptFolder
from bot.studio.server import Lent, Studio
from tests.starting import Started, start
from tests.studio.pages import TEA, connected, joined, talk, write

ROOT = Path(__file__).parents[2]


async def test_a_keystroke_waits_for_nothing_that_is_still_being_worked_out(tea: Path) -> None:
    busy: list[Connection] = []

    def forever(about: RoomParts) -> tuple[Connection, Callable[[], None]]:
        ours, theirs = Pipe()
        busy.append(theirs)  # it takes the work, and never answers
        return ours, theirs.close

    studio = Studio(ScriptFolder(tea), Lent(look, understand), "", forever)
    async with connected(studio) as client:
        name = (await client.ask("open"))["files"][0]["name"]
        for number, verb in enumerate(("talk", "graph", "coverage", "translations")):
            await client.socket.send_json({"id": -number, "do": verb, "file": name})
        assert (await client.ask("script", file=name))["text"] == TEA
        found = (await client.ask("edit", file=name, text=TEA.replace("cups += 1", "cups +")))["findings"]
        assert [each["code"] for each in found] == ["AL004"]
        assert busy


async def test_a_process_that_was_ended_begins_anew_with_what_is_typed(tea: Path) -> None:
    ends: list[Callable[[], None]] = []

    def noted(about: RoomParts) -> tuple[Connection, Callable[[], None]]:
        line, end = in_a_process(about)
        ends.append(end)
        return line, end

    async with connected(Studio(ScriptFolder(tea), Lent(look, understand), "", noted)) as client:
        name = (await client.ask("open"))["files"][0]["name"]
        await client.ask("edit", file=name, text=TEA.replace("The kettle is on.", "Tea!"))
        assert (await client.ask("talk", **talk()))["shown"][0]["text"] == "Tea!"
        ends[0]()
        assert (await client.ask("talk", **talk()))["shown"][0]["text"] == "Tea!"
        assert len(ends) == 2
        assert await client.refused("talk", **talk(node="Pot")) == "there is no node Pot to begin with"


def test_findings_of_one_script_have_the_severity_that_the_project_gives(tmp_path: Path) -> None:
    write(tmp_path / "tea.yarn", "title: Start\n---\nMae: The kettle is\n===\n")
    for level, found in (("warning", ["AL608"]), ("none", [])):
        project = {
            "projectFileVersion": 4,
            "baseLanguage": "en",
            "compilerOptions": {"diagnosticsSeverity": {"AL608": level}},
        }
        write(tmp_path / "tea.yarnproject", json.dumps(project))
        scripts = ScriptFolder(tmp_path)
        name = scripts.names[0]
        codes = [each["code"] for each in scripts.judged(name, scripts.on_disk(name).text)]
        assert [code for code in codes if code != "AL609"] == found


async def test_before_it_is_read_the_outline_says_where_a_series_begins(tmp_path: Path) -> None:
    write(tmp_path / "a.yarn", "title: Zero\n---\nMae: Zero.\n===\n")
    write(tmp_path / "b.yarn", "title: One\nepisode: 01\n---\nMae: One.\n===\n")
    write(tmp_path / "c.yarn", "title: Two\n---\nMae: Two.\n===\n")
    write(tmp_path / "t.yarnproject", '{ "projectFileVersion": 4, "baseLanguage": "en" }')
    found: Any = ScriptFolder(tmp_path).outline()
    assert found["begin"] == "One"
    assert [each["nodes"] for each in found["files"]] == [["Zero"], ["One"], []]


async def _left(port: int, process: Started) -> list[str]:
    """Stops the studio while a page is open; gives the processes that it had."""
    async with joined(port) as client:
        await client.ask("talk", **talk())
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text("utf-8").split()  # noqa: ASYNC240
        process.send_signal(signal.SIGTERM)
        process.send_signal(signal.SIGTERM)
        while not client.socket.closed:
            await client.socket.receive()
        assert client.socket.close_code == WSCloseCode.GOING_AWAY
    return children


def test_a_stop_leaves_no_process_and_says_nothing(tea: Path) -> None:
    with start("studio", str(tea), "--no-browser", cwd=ROOT, stdout=PIPE, stderr=PIPE) as process:
        port = int(process.stdout.readline().split()[4].rstrip("/").rpartition(":")[2])
        children = asyncio.run(_left(port, process))
        said = process.stdout.read(), process.stderr.read()
        assert (process.finish(), said) == (143, ("", ""))
    assert children
    assert [each for each in children if os.path.exists(f"/proc/{each}/exe")] == []
