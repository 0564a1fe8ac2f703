"""Who is answered by the studio, what it reads and writes, and what it does with nonsense."""

import asyncio
import os
import random
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, WSServerHandshakeError

from bot.authoring.ways import SEED
from bot.engine.machine import Env
from bot.errors import AlanaError, ContentError
from bot.studio import server
from bot.studio.scripts import ScriptFolder
from bot.studio.server import serving
from bot.yarn import Source, compile_sources
from bot.yarn.plan_run import play
from bot.yarn.testplan import parse_plan
from tests.studio.pages import TEA, Client, connected, joined, read, studio_of, talk, write

PAGE = Path(__file__).parents[2] / "bot" / "studio" / "page"


@pytest.fixture
async def port(tea: Path) -> AsyncIterator[int]:
    async with serving(studio_of(tea), "127.0.0.1", 0) as port:
        yield port


@pytest.fixture
async def client(port: int) -> AsyncIterator[Client]:
    async with joined(port) as client:
        yield client


# --- who is answered -------------------------------------------------------------------------------------


async def test_pages_are_served_to_this_machine_with_their_policy(port: int) -> None:
    async with ClientSession() as session:
        for name in ("", *(path.name for path in PAGE.iterdir() if path.name != "index.html")):
            async with session.get(f"http://localhost:{port}/{name}") as answer:
                assert answer.status == 200
                policy = answer.headers["Content-Security-Policy"]
                assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'; ")
                assert "unsafe" not in policy
                assert answer.headers["X-Content-Type-Options"] == "nosniff"
        for name in ("nothing", "page/index.html", "..%2f__init__.py", "%2e%2e/server.py"):
            async with session.get(f"http://localhost:{port}/{name}") as answer:
                assert answer.status == 404


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "[::1", ""])
async def test_another_name_is_refused(port: int, host: str) -> None:
    address = f"http://127.0.0.1:{port}/"
    async with ClientSession() as session, session.get(address, headers={"Host": host}) as answer:
        assert answer.status in (400, 403)


@pytest.mark.parametrize(
    "origin", [None, "http://evil.example", "null", "https://127.0.0.1", "http://127.0.0.1:1"]
)
async def test_the_socket_is_for_its_own_page(port: int, origin: str | None) -> None:
    headers = {"Origin": origin} if origin is not None else {}
    async with ClientSession() as session:
        with pytest.raises(WSServerHandshakeError) as refused:
            await session.ws_connect(f"http://127.0.0.1:{port}/socket", headers=headers)
        assert refused.value.status == 403


async def test_with_a_token_only_who_knows_it_gets_in(tea: Path) -> None:
    studio = studio_of(tea, "long-and-secret")
    async with serving(studio, "127.0.0.1", 0) as port, ClientSession() as session:
        address = f"http://127.0.0.1:{port}"
        for place in ("/", "/?token=wrong", "/main.js?token=long-and-secret"):
            async with session.get(address + place) as answer:
                assert answer.status == 403
        with pytest.raises(WSServerHandshakeError):
            await session.ws_connect(f"{address}/socket", headers={"Origin": address})
        async with session.get(f"{address}/?token=long-and-secret", allow_redirects=False) as answer:
            assert (answer.status, answer.headers["Location"]) == (303, "/")
            cookie = answer.cookies["alana_studio"]
            assert (cookie["httponly"], cookie["samesite"]) == (True, "Strict")
        given = {"Cookie": f"alana_studio={cookie.value}"}
        async with session.get(f"{address}/", headers=given) as answer:
            assert answer.status == 200
        async with session.ws_connect(f"{address}/socket", headers={"Origin": address, **given}) as socket:
            assert await Client(socket).ask("open")


def test_the_whole_page_is_small_and_loads_nothing_from_elsewhere() -> None:
    files = list(PAGE.iterdir())
    assert sum(path.stat().st_size for path in files) < 300_000
    for path in files:
        text = path.read_text("utf-8").replace("http://www.w3.org/2000/svg", "")
        assert "http:" not in text
        assert "https:" not in text
        assert "innerHTML" not in text


# --- what it does with nonsense --------------------------------------------------------------------------


@pytest.mark.parametrize(
    "said",
    [
        "", "[]", "7", "{}", '{"id": 1}', '{"do": "open"}', '{"id": 1, "do": "nothing"}',
        '{"id": 1, "do": ["open"]}',
        '{"id": 1, "do": "edit"}',
        '{"id": 1, "do": "talk", "node": "Tea", "platform": "telegram", "moves": [7]}',
        "[" * 50_000,
    ],
)  # fmt: skip
async def test_nonsense_is_told_and_the_socket_stays(client: Client, said: str) -> None:
    assert "does not understand" in (await client.send(said))["error"]
    assert (await client.ask("open"))["title"] == "tea"


async def test_only_scripts_of_the_project_are_read_or_written(
    client: Client, tea: Path, tmp_path: Path
) -> None:
    outside = tmp_path / "outside.yarn"
    write(outside, "title: Secret\n---\nMae: Secret.\n===\n")
    for name in (str(outside), "../outside.yarn", str(tea.parent / ".." / "outside.yarn"), "", "/etc/passwd"):
        assert "is no script of this project" in await client.refused("script", file=name)
        assert "is no script of this project" in await client.refused("edit", file=name, text="x")
        assert "is no script" in await client.refused("save", file=name, text="x", version="")
        assert "is no script" in await client.refused("record", file=name, **talk())
    assert read(outside).startswith("title: Secret")
    assert sorted(os.listdir(tmp_path)) == ["outside.yarn", "tea"]
    assert os.listdir(tea.parent) == ["tea.yarn"]


async def test_a_link_out_of_the_project_is_not_followed(tmp_path: Path) -> None:
    folder = tmp_path / "tea"
    folder.mkdir()
    (folder / "tea.yarn").write_text(TEA, "utf-8")
    (folder / "tea.yarnproject").write_text('{ "projectFileVersion": 4, "baseLanguage": "en" }', "utf-8")
    secret = tmp_path / "secret.txt"
    write(secret, "title: Secret\n---\nMae: Secret.\n===\n")
    (folder / "link.yarn").symlink_to(secret)
    room = ScriptFolder(folder)
    name = next(name for name in room.names if name.endswith("link.yarn"))
    with pytest.raises(AlanaError, match="leads out of the project"):
        room.on_disk(name)
    with pytest.raises(AlanaError, match="leads out of the project"):
        room.save(name, "x", "")


def test_a_folder_of_several_series_is_refused_with_their_names(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.yarn").write_text(TEA.replace("Tea", name), "utf-8")
    with pytest.raises(ContentError, match=r"name one of .*one\.yarn, .*two\.yarn"):
        ScriptFolder(tmp_path)


# --- scripts ---------------------------------------------------------------------------------------------


async def test_an_edit_is_judged_at_once_and_written_only_over_what_was_seen(
    client: Client, tea: Path
) -> None:
    name = (await client.ask("open"))["files"][0]["name"]
    seen = (await client.ask("script", file=name))["version"]
    broken = TEA.replace("<<set $cups += 1>>", "<<set $cups +>>")
    found = (await client.ask("edit", file=name, text=broken))["findings"]
    assert [each["code"] for each in found if each["severity"] == "error"] == ["AL004"]
    assert read(tea) == TEA
    write(tea, TEA + "// theirs\n")
    answer = await client.ask("save", file=name, text=broken, version=seen)
    assert answer["conflict"] == TEA + "// theirs\n"
    assert read(tea) == TEA + "// theirs\n"
    done = await client.ask("save", file=name, text=TEA, version=answer["version"])
    assert read(tea) == TEA
    assert done["version"] == (await client.ask("script", file=name))["version"]
    # what was typed here counts no longer once it is saved: somebody else's text does
    write(tea, broken)
    again = await client.ask("script", file=name)
    assert again["text"] == broken
    assert "AL004" in [each["code"] for each in again["findings"]]


async def test_line_ends_stay_as_they_were(client: Client, tea: Path) -> None:
    write(tea, TEA, newline="\r\n")
    name = (await client.ask("open"))["files"][0]["name"]
    seen = (await client.ask("script", file=name))["version"]
    done = await client.ask("save", file=name, text=TEA + "// x\n", version=seen)
    assert read(tea, newline="") == (TEA + "// x\n").replace("\n", "\r\n")
    again = await client.ask(
        "save", file=name, text=TEA, version=done["version"]
    )  # what it wrote it has seen
    assert read(tea, newline="") == TEA.replace("\n", "\r\n")
    assert again["version"] == (await client.ask("script", file=name))["version"]


async def event(client: Client, kind: str) -> Any:
    async with asyncio.timeout(100):  # only a fault waits so long
        while (said := await client.socket.receive_json()).get("event") != kind:
            pass
    return said


async def test_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    write(tmp_path / "tea.yarn", TEA)
    (tmp_path / "old.yarn").write_bytes("title: Old\n---\nMae: Grüße.\n===\n".encode("latin-1"))
    project = tmp_path / "tea.yarnproject"
    write(project, '{ "projectFileVersion": 4, "baseLanguage": "en" }')
    async with connected(studio_of(tmp_path)) as client:
        await client.ask("open")
        found = await event(client, "findings")
        assert [each["short"] for each in found["outline"]["files"]] == ["old.yarn", "tea.yarn"]
        (old,) = [rows for file, rows in found["files"].items() if file.endswith("old.yarn")]
        assert [row["code"] for row in old] == ["AL800"]
        write(project, "{")
        assert "tea.yarnproject:1:" in (await event(client, "trouble"))["said"]
        write(project, '{ "projectFileVersion": 4, "baseLanguage": "en" }')
        assert len((await event(client, "findings"))["files"]) == 2


# --- talks -----------------------------------------------------------------------------------------------


async def test_a_mistake_while_the_disk_is_looked_at_is_told_and_it_is_looked_at_again(
    client: Client, tea: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    moved, left = ScriptFolder.moved, 2

    def broken(folder: ScriptFolder) -> bool:
        nonlocal left
        left -= 1
        if left >= 0:
            raise KeyError("a mistake")
        return moved(folder)

    monkeypatch.setattr(server, "_LOOK", 0.01)
    monkeypatch.setattr(ScriptFolder, "moved", broken)
    write(tea, TEA + "// theirs\n")
    await event(client, "disk")
    assert [r.getMessage() for r in caplog.records if r.exc_info].count(
        "looking at the folder stopped by a mistake of ours; it is looked at again"
    ) == 2


async def test_work_beside_the_page_that_dies_is_told_at_once(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(*_: object) -> None:
        raise KeyError("a mistake")

    monkeypatch.setattr(server.Studio, "_look_again", broken)
    await client.ask("open")
    await client.ask("open")  # the loop has gone round since
    assert "work beside the page stopped by a mistake of ours" in [r.getMessage() for r in caplog.records]


async def test_words_are_taken_as_the_bot_takes_them(client: Client) -> None:
    why = await client.ask("talk", **talk(words="why?"))
    assert why["moves"] == [{"do": "choose", "option": 0, "words": "why?"}]
    grief = await client.ask("talk", **talk(words="my mother died"))
    assert grief["moves"] == [{"do": "heard", "kind": "grief", "words": "my mother died"}]
    assert [each["text"] for each in grief["shown"] if each["who"] != "you"][1:3] == [
        "heard as grief; Heard answers", "Sit down.",
    ]  # fmt: skip
    nothing = await client.ask("talk", **talk(words="qwertz uiop"))
    assert nothing["moves"][0]["meant"] == "the bot has no words for that"
    assert nothing["waits"] == "options"


async def test_values_and_visits_can_be_set_and_what_does_not_fit_is_left_out(client: Client) -> None:
    moves: list[object] = [
        {"do": "set", "name": "$cups", "value": "4"}, {"do": "visit", "name": "Tea", "value": 3},
        {"do": "choose", "option": 1}, {"do": "choose", "option": 0},
    ]  # fmt: skip
    view = await client.ask("talk", **talk(moves=moves))
    assert view["variables"] == [["$cups", "number", "5"], ["$heard", "string", ""]]
    assert ["Tea", 3] in view["visits"]
    assert view["waits"] == "answer"
    assert view["moves"] == moves[:3]
    assert await client.refused("talk", **talk(moves=[{"do": "set", "name": "$cups", "value": "x"}])) == (
        "$cups is a number, such as 3 or 2.5"
    )
    gone: list[object] = [{"do": "visit", "name": "Pot", "value": 1}]
    assert await client.refused("talk", **talk(moves=gone)) == "there is no node Pot"
    assert "there is no node Pot" in await client.refused("talk", **talk(node="Pot"))
    assert "is no platform" in await client.refused("talk", **talk(platform="fax"))


@pytest.mark.parametrize("platform", ["telegram", "discord", "terminal"])
async def test_what_is_recorded_is_a_plan_that_is_met(client: Client, tea: Path, platform: str) -> None:
    name = (await client.ask("open"))["files"][0]["name"]
    moves: list[object] = [
        {"do": "heard", "kind": "grief", "words": "my mother died"}, {"do": "choose", "option": 1},
        {"do": "answer", "text": "7"},
    ]  # fmt: skip
    asked = talk(moves=moves, platform=platform)
    assert await client.ask("record", file=name, **asked) == {"file": "tea.testplan"}
    plan = tea.with_suffix(".testplan")
    program = compile_sources([Source("tea.yarn", TEA)]).program
    assert program is not None
    result = play(
        program, parse_plan(read(plan)), Env(random=random.Random(SEED)), restart=True,
        understand=lambda words, options: "grief",
    )  # fmt: skip
    assert result.passed, read(plan)
    write(plan, "# theirs\n")
    assert await client.ask("record", file=name, **asked) == {"there": "tea.testplan"}
    assert read(plan) == "# theirs\n"
    assert await client.ask("record", file=name, over=True, **asked) == {"file": "tea.testplan"}


async def test_with_errors_the_talk_says_that_it_is_an_older_one(client: Client, tea: Path) -> None:
    name = (await client.ask("open"))["files"][0]["name"]
    before = (await client.ask("talk", **talk()))["shown"]
    await client.ask("edit", file=name, text=TEA.replace("<<set $cups += 1>>", "<<set $cups +>>"))
    after = (await client.ask("talk", **talk()))["shown"]
    assert after[:-1] == before
    assert after[-1]["text"] == "the scripts have errors, so this is how they were before"


async def test_what_is_said_is_inert(client: Client, tea: Path) -> None:
    name = (await client.ask("open"))["files"][0]["name"]
    text = TEA.replace("The kettle is on.", "<b onclick=x>The kettle</b> & \\[b\\].")
    await client.ask("edit", file=name, text=text)
    view = await client.ask("talk", **talk())
    assert view["shown"][0]["text"] == "<b onclick=x>The kettle</b> & [b]."
