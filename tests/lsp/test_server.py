"""`alana lsp`, spoken to by a real client."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_lsp
from lsprotocol import types
from pytest_lsp import LanguageClient
from pytest_lsp.client import make_test_lsp_client

from bot.lsp import server as lsp
from bot.lsp.positions import Positions  # the room that these tests are of
from tests.starting import run, start

PROJECT = '{ "projectFileVersion": 4, "sourceFiles": ["**/*.yarn"], "baseLanguage": "en" }'
PROJECT = PROJECT.replace(" }", ', "localisation": { "de": { "strings": "strings/de.csv" } } }')
TEA = """title: Tea
name: Tea in the evening
---
<<declare $cups = 0>> /// How many were drunk.
Mae: The kettle 🫖 is on, {$cups} cups so far. #line:t-1
-> Why do you always put the kettle on at such an hour of the night, Mae? #line:t-2 #heard:why
    <<jump Garden>>
-> Enough. #line:t-3
    Mae: Then rest. #line:t-4
===
title: Tea_Heard
when: $heard == "grief"
---
Mae: Sit down. #line:t-5
===
"""
GARDEN = """title: Garden
episode: 01-garden
name: The garden
question: What grows there?
---
<<set $cups += 1>>
<<if visited("Tea") and $cups > 2>>
Mae: Mind the bees. #line:g-1
<<endif>>
-> Back. #line:g-2
    <<jump Tea>>
-> Stay. #line:g-3
    Mae: Gladly. #line:g-4
===
"""
PLAN = "set: $cups = 1\nnode: Tea\nline: *\n"
TABLE = "language,id,text\nde,node:Tea:name,Tee am Abend\nde,line:t-3,Genug.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in {
        "tea.yarnproject": PROJECT, "tea.yarn": TEA, "garden.yarn": GARDEN, "tea.testplan": PLAN,
        "strings/de.csv": TABLE,
    }.items():  # fmt: skip
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


@pytest.fixture
async def client(folder: Path) -> AsyncIterator[LanguageClient]:
    """Its two streams are one socket, so that the server need not be loaded anew for each test. Pipes are
    told of below, in test_vscode.py and in test_neovim.py."""
    client = make_test_lsp_client()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        await client.start_tcp(*listening.getsockname())
        its, _ = listening.accept()
    with its, start("lsp", cwd=folder, stdin=its, stdout=its) as process:
        its.close()
        await _opened(client, folder)
        yield client
        await client.shutdown_session()
        assert await process.wait() == 0
        await client.stop()


async def _opened(client: LanguageClient, folder: Path) -> None:
    capabilities = pytest_lsp.client_capabilities("neovim")
    assert capabilities.general is not None
    capabilities.general.position_encodings = [types.PositionEncodingKind.Utf16]
    workspace = types.WorkspaceFolder(folder.as_uri(), "tea")
    await client.initialize_session(
        types.InitializeParams(capabilities=capabilities, workspace_folders=[workspace])
    )
    for name in ("tea.yarn", "garden.yarn"):
        text = (folder / name).read_text("utf-8")
        item = types.TextDocumentItem((folder / name).as_uri(), "yarn", 1, text)
        client.text_document_did_open(types.DidOpenTextDocumentParams(item))


def test_over_pipes_it_begins_and_ends_as_it_is_told(folder: Path) -> None:
    asked = [
        {"id": 1, "method": "initialize", "params": {"capabilities": {}, "processId": None, "rootUri": None}},
        {"method": "initialized", "params": {}},
        {"id": 2, "method": "shutdown"},
        {"method": "exit"},
    ]
    bodies = [json.dumps({"jsonrpc": "2.0", **each}) for each in asked]
    done = run("lsp", cwd=folder, input="".join(f"Content-Length: {len(b)}\r\n\r\n{b}" for b in bodies))
    assert (done.returncode, done.stderr) == (0, "")
    assert '"positionEncoding"' in done.stdout
    assert done.stdout.count("Content-Length: ") == 2


def document(folder: Path, name: str) -> types.TextDocumentIdentifier:
    return types.TextDocumentIdentifier((folder / name).as_uri())


def at(text: str, words: str, behind: int = 0) -> types.Position:
    """Where words stand, in UTF-16 units."""
    before, _, _ = text.partition(words)
    line = before.count("\n")
    row = (before + words[:behind]).rpartition("\n")[2]
    return types.Position(line, len(row.encode("utf-16-le")) // 2)


async def change(client: LanguageClient, folder: Path, name: str, text: str, version: int = 2) -> None:
    whole = types.TextDocumentContentChangeWholeDocument(text)
    versioned = types.VersionedTextDocumentIdentifier(uri=(folder / name).as_uri(), version=version)
    client.text_document_did_change(types.DidChangeTextDocumentParams(versioned, [whole]))


async def found(client: LanguageClient, folder: Path, name: str, wanted: set[str]) -> list[types.Diagnostic]:
    """Waits until exactly these codes are published for a file."""
    uri = (folder / name).as_uri()
    while {str(each.code) for each in client.diagnostics.get(uri, [])} != wanted or (
        uri not in client.diagnostics
    ):
        await asyncio.wait_for(
            client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS), 8
        )  # only a fault waits so long
    return list(client.diagnostics[uri])


async def test_findings_come_as_one_types_in_every_file_that_they_touch(
    client: LanguageClient, folder: Path
) -> None:
    await found(client, folder, "tea.yarn", set())
    await change(
        client, folder, "tea.yarn", TEA.replace("jump Garden", "jump Gardn").replace("$cups = 0", "$c = 0")
    )
    (wrong,) = [d for d in await found(client, folder, "tea.yarn", {"AL202"}) if d.code == "AL202"]
    assert wrong.message == "there is no node Gardn\ndid you mean Garden?"
    assert wrong.severity == types.DiagnosticSeverity.Error
    assert wrong.range == types.Range(types.Position(6, 11), types.Position(6, 16))
    await change(client, folder, "tea.yarn", TEA.replace("$cups = 0", "$c = 0"), 3)
    await found(client, folder, "tea.yarn", {"AL603"})
    (there,) = await found(client, folder, "garden.yarn", {"AL604"})
    assert (
        there.message
        == "$cups is not declared\nadd <<declare $cups = …>> so that its first value is plain to see"
    )
    await change(client, folder, "tea.yarn", TEA, 4)
    await found(client, folder, "tea.yarn", set())


@pytest.mark.parametrize("how", ["changed by another program", "saved here"])
async def test_a_file_that_changes_on_disk_is_seen(how: str, client: LanguageClient, folder: Path) -> None:
    await found(client, folder, "tea.yarn", set())  # the folder was looked at before
    (folder / "pot.yarn").write_text("title: Pot\n---\n<<jump Nowhere>>\n===\n", "utf-8")
    if how == "saved here":
        saved = types.DidSaveTextDocumentParams(document(folder, "tea.yarn"))
        client.text_document_did_save(saved)
    else:
        event = types.FileEvent((folder / "pot.yarn").as_uri(), types.FileChangeType.Created)
        client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))
    await found(client, folder, "pot.yarn", {"AL202"})


@pytest.mark.parametrize(
    ("typed", "wanted", "unwanted"),
    [
        ("<<jump Ga", {"Tea", "Garden", "Tea_Heard"}, {"$cups"}),
        ('<<if visited("', {"Tea", "Garden"}, {"dice"}),
        ("<<if $", {"$cups", "$heard"}, {"Tea"}),
        ("<<if vis", {"visited", "visited_count", "dice", "Mood"}, {"Tea"}),
        ("<<set $mood to Mood.", {"Glad", "Sad"}, {"Tea"}),
        ("<<", {"jump", "declare", "ask", "reflect", "once"}, {"null", "Tea"}),
        ("-> Why? #heard:", {"why", "grief", "and_you"}, {"Tea"}),
        ("-> Why? #", {"heard:", "alias:", "unlisted"}, {"Tea"}),
        ('<<if $heard == "', {"why", "grief"}, {"Tea"}),
        ("Mae: Hello {", {"visited"}, {"Tea"}),
    ],
)
async def test_completion(
    client: LanguageClient, folder: Path, typed: str, wanted: set[str], unwanted: set[str]
) -> None:
    enum = "<<enum Mood>>\n<<case Glad>>\n<<case Sad>>\n<<endenum>>\n"
    text = GARDEN.replace("---\n", f"---\n{enum}{typed}\n")
    await change(client, folder, "garden.yarn", text)
    place = at(text, typed + "\n", len(typed))
    items = await client.text_document_completion_async(
        types.CompletionParams(document(folder, "garden.yarn"), place)
    )
    assert isinstance(items, list)
    labels = {item.label for item in items}
    assert wanted <= labels
    assert not unwanted & labels
    edit = items[0].text_edit
    assert isinstance(edit, types.TextEdit)
    assert edit.range.end == place


async def test_completion_of_headers(client: LanguageClient, folder: Path) -> None:
    text = "title: New\nep\n---\n===\n" + GARDEN
    await change(client, folder, "garden.yarn", text)
    items = await client.text_document_completion_async(
        types.CompletionParams(document(folder, "garden.yarn"), types.Position(1, 2))
    )
    assert isinstance(items, list)
    assert {"episode:", "help: now", "when: always"} <= {item.label for item in items}


async def test_hover_tells_first_lines_and_declarations(client: LanguageClient, folder: Path) -> None:
    async def hover(name: str, text: str, words: str) -> str:
        place = at(text, words, len(words))
        got = await client.text_document_hover_async(types.HoverParams(document(folder, name), place))
        assert got is not None
        assert isinstance(got.contents, types.MarkupContent)
        assert got.contents.kind == types.MarkupKind.PlainText
        return got.contents.value

    node = await hover("garden.yarn", GARDEN, "<<jump Te")
    assert node.startswith("title: Tea\nMae: The kettle 🫖 is on, … cups so far.\nWhy do you")
    variable = await hover("tea.yarn", TEA, "{$cu")
    assert variable == "<<declare $cups = 0>> (number)\nHow many were drunk.\nused 3 times"
    assert await hover("garden.yarn", GARDEN, "visit") == "visited(string) → bool\nused 1 time"


async def test_definition_and_references(client: LanguageClient, folder: Path) -> None:
    place = at(GARDEN, "<<jump Te", 9)
    there = await client.text_document_definition_async(
        types.DefinitionParams(document(folder, "garden.yarn"), place)
    )
    assert isinstance(there, list)
    assert [(each.uri, each.range.start) for each in there] == [  # type: ignore[union-attr]
        ((folder / "tea.yarn").as_uri(), types.Position(0, 7))
    ]
    context = types.ReferenceContext(include_declaration=True)
    uses = await client.text_document_references_async(
        types.ReferenceParams(context, document(folder, "garden.yarn"), at(GARDEN, "$cups", 2))
    )
    assert uses is not None
    places = {(Path(each.uri).name, each.range.start.line, each.range.start.character) for each in uses}
    # Behind the kettle, which is two UTF-16 units long.
    assert places == {("tea.yarn", 3, 10), ("tea.yarn", 4, 27), ("garden.yarn", 5, 6), ("garden.yarn", 6, 24)}


def applied(text: str, edits: list[types.TextEdit]) -> str:
    rows = text.split("\n")
    for edit in sorted(edits, key=lambda e: (e.range.start.line, e.range.start.character), reverse=True):
        row = rows[edit.range.start.line].encode("utf-16-le")
        last = rows[edit.range.end.line].encode("utf-16-le")
        before = row[: 2 * edit.range.start.character].decode("utf-16-le")
        after = last[2 * edit.range.end.character :].decode("utf-16-le")
        fresh = (before + edit.new_text + after).split("\n")
        rows[edit.range.start.line : edit.range.end.line + 1] = fresh
    return "\n".join(rows)


async def rename(
    client: LanguageClient, folder: Path, name: str, place: types.Position, new: str
) -> dict[str, str]:
    got = await client.text_document_rename_async(types.RenameParams(document(folder, name), place, new))
    assert got is not None
    assert got.changes is not None
    names = ("tea.yarn", "garden.yarn", "tea.testplan", "strings/de.csv")
    files = {(folder / name).as_uri(): folder / name for name in names}
    return {
        files[uri].name: applied(files[uri].read_text("utf-8"), [*edits])
        for uri, edits in got.changes.items()
    }


async def test_renaming_a_node_goes_through_scripts_plans_and_tables(
    client: LanguageClient, folder: Path
) -> None:
    done = await rename(client, folder, "garden.yarn", at(GARDEN, "<<jump Te", 9), "Coffee")
    assert done == {
        "tea.yarn": TEA.replace("title: Tea", "title: Coffee"),
        "garden.yarn": GARDEN.replace('"Tea"', '"Coffee"').replace("jump Tea", "jump Coffee"),
        "tea.testplan": PLAN.replace("node: Tea", "node: Coffee"),
        "de.csv": TABLE.replace("node:Tea:", "node:Coffee:"),
    }


async def test_renaming_a_variable(client: LanguageClient, folder: Path) -> None:
    done = await rename(client, folder, "tea.yarn", at(TEA, "{$cups", 3), "$mugs")
    assert done == {
        "tea.yarn": TEA.replace("$cups", "$mugs"),
        "garden.yarn": GARDEN.replace("$cups", "$mugs"),
        "tea.testplan": PLAN.replace("$cups", "$mugs"),
    }


@pytest.mark.parametrize(
    ("words", "new", "said"),
    [
        ("<<jump Te", "Garden", "there is a node Garden already"),
        ("<<jump Te", "Two words", "is no name of a node"),
        ("<<set $cu", "cups", "is no name of a variable"),
        ("<<set $cu", "$heard", "choose another one"),
        ("<<jump Te", "Garden_Heard", "choose another one"),
        ("visit", "seen", "only nodes and variables are renamed"),
    ],
)
async def test_what_cannot_be_renamed_is_told(
    client: LanguageClient, folder: Path, words: str, new: str, said: str
) -> None:
    place = at(GARDEN, words, len(words))
    with pytest.raises(Exception, match=said):
        await client.text_document_rename_async(
            types.RenameParams(document(folder, "garden.yarn"), place, new)
        )


async def test_symbols_are_nodes_with_their_options(client: LanguageClient, folder: Path) -> None:
    got = await client.text_document_document_symbol_async(
        types.DocumentSymbolParams(document(folder, "tea.yarn"))
    )
    assert got is not None
    outline = [(each.name, [child.name for child in each.children or ()]) for each in got]  # type: ignore[union-attr]
    assert outline[0][0] == "Tea"
    assert [name[:7] for name in outline[0][1]] == ["Why do ", "Enough."]
    assert outline[1] == ("Tea_Heard", [])


async def test_formatting_indents_and_nothing_else(client: LanguageClient, folder: Path) -> None:
    text = GARDEN.replace("    <<jump", "\t<<jump").replace("Mae: Mind", "   Mae: Mind")
    await change(client, folder, "garden.yarn", text)
    edits = await client.text_document_formatting_async(
        types.DocumentFormattingParams(document(folder, "garden.yarn"), types.FormattingOptions(4, True))
    )
    assert edits is not None
    assert applied(text, [*edits]) == GARDEN.replace("Mae: Mind", "    Mae: Mind")


async def test_actions_mend_what_is_found(client: LanguageClient, folder: Path) -> None:
    text = GARDEN.replace("jump Tea", "jump Tee")
    await change(client, folder, "garden.yarn", text)
    place = types.Range(at(text, "Tee"), at(text, "Tee", 3))
    got = await client.text_document_code_action_async(
        types.CodeActionParams(document(folder, "garden.yarn"), place, types.CodeActionContext([]))
    )
    assert got is not None
    (action,) = got
    assert isinstance(action, types.CodeAction)
    assert action.title == "Write Tea"
    assert action.edit is not None
    assert action.edit.changes is not None
    assert applied(text, [*action.edit.changes[(folder / "garden.yarn").as_uri()]]) == GARDEN


async def test_hints_say_who_cuts_a_label(client: LanguageClient, folder: Path) -> None:
    whole = types.Range(types.Position(0, 0), types.Position(99, 0))
    got = await client.text_document_inlay_hint_async(
        types.InlayHintParams(document(folder, "tea.yarn"), whole)
    )
    assert got is not None
    assert [(each.label, each.position.line, each.tooltip) for each in got] == [
        ("✂ Telegram", 5, "Telegram: “Why do you always put the kettle on at such an hour of the nigh…”")
    ]


async def test_a_file_keeps_the_name_that_its_editor_gave_it(client: LanguageClient, folder: Path) -> None:
    (folder / "grün tee.yarn").write_text("title: Gruen\n---\n<<jump Weg>>\n===\n", "utf-8")
    uri = f"{folder.as_uri()}/gr%c3%bcn%20t%65e.yarn"  # editors write the same name in several ways
    opened = types.TextDocumentItem(uri, "yarn", 1, "title: Gruen\n---\n<<jump Teas>>\n===\n")
    client.text_document_did_open(types.DidOpenTextDocumentParams(opened))
    while not client.diagnostics.get(uri):
        await client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    assert [each.code for each in client.diagnostics[uri]] == ["AL202"]
    got = await client.text_document_code_action_async(
        types.CodeActionParams(
            types.TextDocumentIdentifier(uri), client.diagnostics[uri][0].range, types.CodeActionContext([])
        )
    )
    assert got is not None
    (action,) = got
    assert isinstance(action, types.CodeAction)
    assert action.edit is not None
    assert [*(action.edit.changes or ())] == [uri]


async def test_what_is_due_when_the_client_leaves_is_told_to_nobody(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Its end is closed by then: each finding would be an error, and so would each error."""
    monkeypatch.setattr(lsp, "PAUSE", 0)
    told = []
    for leaves in (False, True):
        server = lsp.server("1", dict)
        monkeypatch.setattr(server, "publish", lambda leaves=leaves: told.append(leaves))
        server.publish_soon()
        if leaves:
            server.protocol.fm.features[types.EXIT](None)
        for _ in range(3):
            await asyncio.sleep(0)
    assert told == [False]


def test_places_count_in_the_clients_units() -> None:
    from pygls.workspace import PositionCodec

    lines = ["Mae: a🫖b", ""]
    utf16, utf8 = (Positions(PositionCodec(encoding), lines) for encoding in ("utf-16", "utf-8"))
    assert utf16.range(1, 6, 1, 8) == types.Range(types.Position(0, 5), types.Position(0, 8))
    assert utf8.range(1, 6, 1, 8) == types.Range(types.Position(0, 5), types.Position(0, 10))
    assert utf16.place(types.Position(0, 8)) == (1, 8)
    assert utf8.place(types.Position(0, 10)) == (1, 8)
    assert utf16.place(types.Position(0, 99)) == (1, 9)
    assert utf16.place(types.Position(7, 3)) == (8, 1)
